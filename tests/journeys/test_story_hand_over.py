#!/usr/bin/env python3
# SPDX-FileCopyrightText: The Keebai Connect developers
# SPDX-License-Identifier: GPL-3.0-or-later
"""Somebody else is the admin: they get the link by mail, and no browser opens here by itself."""

import os
import sys
from pathlib import Path
from urllib.parse import unquote

import names
from desktop import Program, Service, main, set_default_browser, wait_for


def set_mail_program(command):
    """In addition to the browser that set_default_browser () set."""
    home = Path(os.environ["HOME"])
    (home / ".local/share/applications/journey-mail.desktop").write_text(
        f"[Desktop Entry]\nType=Application\nName=Journey mail\nExec={command}\nMimeType=x-scheme-handler/mailto;\n"
    )
    with (home / ".config/mimeapps.list").open("a") as choice:
        choice.write("x-scheme-handler/mailto=journey-mail.desktop\n")


def hand_over(journey):
    opened = journey.folder / "opened"
    mails = journey.folder / "mails"
    recorder = journey.folder / "record"
    recorder.write_text('#!/bin/sh\necho "$2" >>"$1"\n')
    recorder.chmod(0o755)
    set_default_browser(f"{recorder} {opened} %u")
    set_mail_program(f"{recorder} {mails} %u")
    with Service(journey.folder, poll_interval="1") as service:
        key = service.facts["key-full"]
        journey.keep_secret(key)
        with Program(journey.folder, "--api-url", service.base_url, env={"KEEBAI_API_KEY": key}) as program:
            program.press(names.CONNECT_A_NUMBER)
            program.press(names.USED_NOWHERE)
            program.press(names.YES)
            program.press(names.SOMEBODY_ELSE_IS_ADMIN)
            program.press(names.CONTINUE)
            program.see(names.WAITING_FOR_ADMIN)
            session = wait_for("a session", service.session)
            journey.keep_secret(session["verification_uri"])
            program.see(names.LINK_NOTE)
            program.picture("hand-over", settled=True)

            def read_mail():
                program.press(names.SEND_BY_MAIL)
                return mails.exists() and unquote(mails.read_text())

            # The system notices new programs only a moment later.
            mail = wait_for("the message in the mail program", read_mail, pause=1)
            assert mail.startswith("mailto:?subject=") and session["verification_uri"] in mail, mail
            journey.ok("the message with the link is in the mail program")
            assert not opened.exists(), "a browser was opened"
            journey.ok("no browser opened by itself")
            program.press(names.OPEN_PAGE_HERE)
            wait_for("the page", lambda: opened.exists() and session["verification_uri"] in opened.read_text())
            journey.ok("the page can be opened here all the same")
            service.finish_signup(session)
            program.see(names.CONNECTED)
        assert service.n_sessions() == 1
    journey.check_secrets(without=[service.output.out])
    journey.ok("neither key nor link is in any output")


if __name__ == "__main__":
    sys.exit(main(hand_over))
