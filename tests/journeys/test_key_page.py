#!/usr/bin/env python3
# SPDX-FileCopyrightText: The Keebai Connect developers
# SPDX-License-Identifier: GPL-3.0-or-later
"""The page for the access key: none of its states is a dead end."""

import re
import sys
from pathlib import Path
from urllib.parse import unquote

import names
from desktop import Clipboard, Program, Service, main, set_default_browser, wait_for

MAIL = ("x-scheme-handler/mailto",)


def open_page(journey, service):
    journey.keep_secret(*(value for name, value in service.facts.items() if name.startswith("key-")))
    program = Program(journey.folder, "--api-url", service.base_url)
    program.press(names.GET_STARTED)
    program.find(None, names.ACCESS_KEY)
    return program


def is_gone(program, name):
    wait_for(f"“{name}” to be gone", lambda: not program.sees(name))


def pasted_with_other_text(journey):
    with Service(journey.folder) as service, open_page(journey, service) as program:
        with Clipboard(journey.folder, f"\u200bAuthorization: Bearer “{service.facts['key-full']}”\r\n"):
            program.press(names.PASTE)
            program.see(names.KEY_ACCEPTED)
        program.see(names.KEY_WITHOUT_COMPANY)
        assert program.sees(names.COMPANY) and program.sees(names.GET_A_KEY)
        assert not list(program.all(name=names.ACCESS_KEY)), "the field is folded away"
        journey.ok("a key pasted with quotes, words and invisible characters is checked without them; the page says so")
        program.picture("accepted", settled=True)
        program.press(names.CONTINUE)
        program.see(names.USED_NOWHERE)
        journey.ok("from there the page leads to the number")
    journey.check_secrets(without=[service.output.out])
    journey.ok("no key is in any output")


def wrong_key(journey):
    with Service(journey.folder) as service, open_page(journey, service) as program:
        service.turn(next_me="silence")
        program.type_into(names.ACCESS_KEY, service.facts["key-revoked"])
        program.see(names.CHECKING)
        program.press(names.CANCEL)
        program.find("push button", names.CHECK_KEY)
        assert program.sees(names.GET_A_KEY)
        journey.ok("a check that takes long can be cancelled")
        program.press(names.CHECK_KEY)
        program.see(names.KEY_NOT_ACCEPTED)
        assert program.sees(names.GET_A_KEY) and not program.sees(names.FORGET_KEY)
        assert not re.search(r"\b401\b", program.words()), "a status is no explanation"
        program.picture("wrong", settled=True)
        journey.ok("a wrong key: the error is at the field, and the steps stay")
        program.type_into(names.ACCESS_KEY, service.facts["key-full"])
        program.see(names.KEY_ACCEPTED)
        journey.ok("the next key is checked as soon as it is complete")
    journey.check_secrets(without=[service.output.out])
    journey.ok("no key is in any output")


def without_permission(journey):
    letters = Path(journey.folder) / "letters"
    mailer = Path(journey.folder) / "mailer.sh"
    mailer.write_text(f"#!/bin/sh\necho \"$1\" >>'{letters}'\n")
    mailer.chmod(0o755)
    set_default_browser(None, MAIL)
    with Service(journey.folder) as service, open_page(journey, service) as program:
        program.type_into(names.ACCESS_KEY, service.facts["key-no-connect"])
        program.see(names.THIS_KEY_LACKS)
        assert program.sees(names.GET_A_KEY)
        program.picture("no-permission", settled=True)
        journey.ok("a key without the permission: the page says which and why, and keeps the steps")
        letter = program.copy(names.COPY_MESSAGE)
        assert names.SCOPE_TO_CONNECT in letter and names.COMPANY in letter, letter
        journey.ok("a message to whoever can help is ready to be copied")
        program.press(names.SEND_BY_MAIL)
        program.see(names.MAIL_NOT_OPENED)
        journey.ok("without a mail program, the page says so")
        set_default_browser(f"{mailer} %u", MAIL)

        def sent():
            program.press(names.SEND_BY_MAIL)
            return letters.exists() and letters.read_text()

        # The system notices new programs only a moment later.
        mail = wait_for("the message in the mail program", sent, pause=1)
        assert mail.startswith("mailto:?subject=") and names.SCOPE_TO_CONNECT in unquote(mail), mail
        journey.ok("with one, the message is in it")
        program.press(names.CONTINUE_ANYWAY)
        program.press(names.I_KNOW_WHICH_WAY)
        program.press(names.CONNECT)
        program.press(names.CHANGE_KEY)
        program.see(names.THIS_KEY_LACKS)
        assert not service.n_sessions()
        program.see(names.CHECK_KEY_AGAIN)
        journey.ok("the person may continue all the same; Keebai's refusal leads back here")
        program.press(names.USE_ANOTHER_KEY)
        program.type_into(names.ACCESS_KEY, service.facts["key-full"])
        program.see(names.KEY_ACCEPTED)
        journey.ok("with another key it works")
    journey.check_secrets(without=[service.output.out])
    journey.ok("no key is in any output")


def forget_in_every_state(journey):
    set_default_browser("/bin/true %u")
    with Service(journey.folder, poll_interval="1") as service:
        with open_page(journey, service) as program:

            def forget(state):
                program.press(names.FORGET_KEY)
                is_gone(program, names.FORGET_KEY)
                program.find("push button", names.CHECK_KEY)
                journey.ok(f"forgotten: {state}")

            program.type_into(names.ACCESS_KEY, service.facts["key-no-connect"])
            program.see(names.THIS_KEY_LACKS)
            forget("a key that lacks a permission")
            program.type_into(names.ACCESS_KEY, service.facts["key-full"])
            program.see(names.KEY_ACCEPTED)
            forget("a key that was accepted")
            program.type_into(names.ACCESS_KEY, service.facts["key-full"])
            program.press(names.USE_ANOTHER_KEY)
            program.type_into(names.ACCESS_KEY, service.facts["key-revoked"])
            program.see(names.KEY_NOT_ACCEPTED)
            forget("a good key, after another one was refused")
            program.type_into(names.ACCESS_KEY, service.facts["key-full"])
            program.press(names.CONTINUE)
            program.press(names.I_KNOW_WHICH_WAY)
            program.press(names.CONNECT)
            program.see(names.WAITING_FOR_BROWSER)
            journey.keep_secret(service.session()["verification_uri"])
            service.turn(full_key="revoked")
            program.see(names.SESSION_IS_KEPT)
            program.press(names.FORGET_KEY)
            is_gone(program, names.SESSION_IS_KEPT)
            journey.ok("forgotten: a key that was rejected in the middle; that ends the attempt")
            service.turn(full_key="ok")
        with open_page(journey, service) as program:
            program.type_into(names.ACCESS_KEY, service.facts["key-full"])
            program.see(names.KEY_IN_KEYRING)
        service.turn(full_key="revoked")
        with Program(journey.folder, "--api-url", service.base_url) as program:
            program.see(names.KEY_NOT_ACCEPTED)
            program.picture("revoked-in-keyring", settled=True)
            program.press(names.FORGET_KEY)
            is_gone(program, names.FORGET_KEY)
        with Program(journey.folder, "--api-url", service.base_url) as program:
            program.find("push button", names.GET_STARTED)
            journey.ok("forgotten: a rejected key in the keyring; the next start does not find it")
    journey.check_secrets(without=[service.output.out])
    journey.ok("neither key nor link is in any output")


if __name__ == "__main__":
    sys.exit(main(pasted_with_other_text, wrong_key, without_permission, forget_in_every_state))
