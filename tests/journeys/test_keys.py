#!/usr/bin/env python3
# SPDX-FileCopyrightText: The Keebai Connect developers
# SPDX-License-Identifier: GPL-3.0-or-later
"""Access keys: wrong, revoked, without a permission, kept in the keyring and found again."""

import re
import subprocess
import sys

import names
from desktop import Browser, Program, Service, end_keyring, main, notifications, wait_for


def check(program, key):
    """A complete key is checked by itself."""
    program.type_into(names.ACCESS_KEY, key)


def wrong_then_right(journey):
    wrong = "kbai_pk_" + "0" * 64
    with Service(journey.folder) as service:
        journey.keep_secret(wrong, *(service.facts[f"key-{name}"] for name in ("full", "revoked", "no-connect", "no-read")))
        with Program(journey.folder, "--api-url", service.base_url) as program:
            program.press(names.GET_STARTED)
            check(program, wrong)
            program.see(names.KEY_NOT_ACCEPTED)
            assert not re.search(r"\b401\b", program.words()), "a status is no explanation"
            journey.ok("a wrong key: a sentence that a person understands")
            check(program, service.facts["key-revoked"])
            program.see(names.KEY_NOT_ACCEPTED)
            journey.ok("a revoked key: the same, because Keebai does not distinguish them")
            check(program, service.facts["key-no-connect"])
            program.see(names.THIS_KEY_LACKS)
            assert not service.state()["sessions"]
            journey.ok("a key without the permission to connect: the permission is named")
            program.picture("no-connect")
            program.press(names.USE_ANOTHER_KEY)
            check(program, service.facts["key-no-read"])
            program.press(names.CONTINUE)
            program.press(names.I_KNOW_WHICH_WAY)
            program.see(names.IN_THE_BROWSER)
            journey.ok("a key that may not read is good enough to connect")
    journey.check_secrets(without=[service.output.out])
    journey.ok("no key is in any output")


def revoked_in_the_middle(journey):
    browser = Browser(journey.folder)
    with Service(journey.folder) as service:
        key = service.facts["key-full"]
        journey.keep_secret(key)
        with Program(journey.folder, "--api-url", service.base_url, env={"KEEBAI_API_KEY": key}) as program:
            program.open_choice()
            program.press(names.CONNECT)
            wait_for("the browser to be opened", lambda: browser.n_calls() == 1)
            journey.keep_secret(service.session()["verification_uri"])
            browser.text()
            service.turn(next_poll="401")
            program.see(names.SESSION_IS_KEPT)
            told = wait_for("a notification, as the browser is in front", notifications)
            assert names.NOTIFICATION_KEY_WANTED in told[0]["title"], told
            journey.ok("a key that is rejected in the middle: another one is asked for, also when nobody is looking")
            program.focus()
            check(program, key)
            program.see(names.TIME_LEFT)
            wait_for("the notification to be withdrawn", lambda: not notifications())
            journey.ok("with a valid key it continues where it was")
            browser.click("finish")
            program.see(names.CONNECTED)
            assert service.n_sessions() == 1 and browser.n_calls() == 1
            journey.ok("in the same session, and no second page was opened")
    browser.close()
    journey.check_secrets(without=[service.output.out])
    journey.ok("neither key nor link is in any output")


def kept_and_found_again(journey):
    with Service(journey.folder) as service:
        key = service.facts["key-full"]
        journey.keep_secret(key)
        with Program(journey.folder, "--api-url", service.base_url) as program:
            program.press(names.GET_STARTED)
            check(program, key)
            program.press(names.CONTINUE)
            program.press(names.I_KNOW_WHICH_WAY)
            wait_for("the key in the keyring", lambda: lookup(service) == key)
            journey.ok("the key is in the keyring when the person wants it")
        with Program(journey.folder, "--api-url", service.base_url) as program:
            program.open_choice()
            program.see(names.IN_THE_BROWSER)
            journey.ok("the next start finds it and asks for nothing")
        end_keyring()
        with Program(journey.folder, "--api-url", service.base_url) as program:
            program.press(names.GET_STARTED)
            check(program, key)
            program.see(names.KEY_LASTS_FOR_THIS_RUN)
            program.press(names.CONTINUE)
            journey.ok("without a keyring the key lasts for the run, and the page says so")
    journey.check_secrets(without=[service.output.out])
    journey.ok("the key is in no output")


def lookup(service):
    return subprocess.run(
        ["secret-tool", "lookup", "base-url", service.base_url], capture_output=True, text=True, check=False
    ).stdout.strip()


if __name__ == "__main__":
    sys.exit(main(wrong_then_right, revoked_in_the_middle, kept_and_found_again))
