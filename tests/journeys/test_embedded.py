#!/usr/bin/env python3
# SPDX-FileCopyrightText: The Keebai Connect developers
# SPDX-License-Identifier: GPL-3.0-or-later
"""Through the browser: finished there, cancelled there, with a real Chromium on the practice portal."""

import sys

import names
from desktop import Browser, Program, Service, main, notifications, set_default_browser, wait_for


def give_key(program, key):
    """Welcome page, key page, until the choice of a way appears."""
    program.press(names.GET_STARTED)
    program.click(names.KEEP_IN_KEYRING)
    program.type_into(names.ACCESS_KEY, key)
    program.press(names.CONTINUE)
    program.press(names.I_KNOW_WHICH_WAY)


def start(journey, service):
    program = Program(journey.folder, "--api-url", service.base_url)
    give_key(program, service.facts["key-full"])
    program.press(names.IN_THE_BROWSER)
    program.press(names.CONNECT)
    session = wait_for("a session on the service", service.session)
    journey.keep_secret(service.facts["key-full"], session["verification_uri"])
    return program


def finished_in_the_browser(journey):
    browser = Browser(journey.folder)
    with Service(journey.folder) as service:
        before = service.n_channels()
        with start(journey, service) as program:
            program.see(names.TIME_LEFT)
            journey.ok("the page waits and says how long it will")
            wait_for("the browser to be opened", lambda: browser.n_calls() == 1)
            assert "practice" in browser.text().lower(), "the portal says that it is for practice"
            journey.ok("the link opened by itself in Chromium")
            browser.click("finish")
            program.see(names.CONNECTED)
            channel = service.channel()
            program.see_channel(channel["id"])
            digits = "".join(c for c in channel["phone_number"] if c.isdigit())
            shown = "".join(c for c in program.words() if c.isdigit())
            assert digits in shown, "the number stands on the page"
            journey.ok("the result page shows the number and the channel")
            shown = wait_for("a notification, as the browser is in front", notifications)
            assert len(shown) == 1 and channel["id"] not in str(shown), shown
            program.focus()
            wait_for("the notification to be withdrawn", lambda: not notifications())
            journey.ok("a notification reported it, and disappeared when the window came to the front")
            assert service.n_channels() == before + 1
            assert service.n_sessions() == 1
            journey.ok("one session made one channel")
            program.picture("connected")
        line = f"Connected channel {channel['id']} (phone_number_id: {channel['phone_number_id']}).\n"
        assert program.output.out.read_text() == line, program.output.out.read_text()
        journey.ok("the program printed the line of the command-line tool, and nothing else")
        assert program.child.returncode == 0 or program.child.returncode == -15
    browser.close()
    journey.check_secrets(without=[service.output.out])
    journey.ok("neither key nor link is in any output")


def cancelled_in_the_browser(journey):
    browser = Browser(journey.folder)
    with Service(journey.folder) as service:
        before = service.n_channels()
        with start(journey, service) as program:
            wait_for("the browser to be opened", lambda: browser.n_calls() >= 1)
            browser.click("cancel")
            program.see(names.CANCELLED)
            journey.ok("the program learns that it was cancelled in the browser")
            program.press(names.START_AGAIN)
            wait_for("a second session", lambda: service.n_sessions() == 2)
            journey.ok("Start Again starts a second session")
        assert service.n_channels() == before
        assert program.output.out.read_text() == "", "nothing was connected, nothing is printed"
        journey.ok("no channel was made and nothing was printed")
    browser.close()
    journey.check_secrets(without=[service.output.out])
    journey.ok("neither key nor link is in any output")


def debug_output(journey):
    """Debug output of every library, in both ways: enough to find a fault, nothing to steal."""
    set_default_browser("/bin/true %u")
    with Service(journey.folder) as service:
        journey.keep_secret(service.facts["key-full"])
        environment = {"KEEBAI_API_KEY": service.facts["key-full"], "G_MESSAGES_DEBUG": "all"}
        for mode in ("embedded", "qr"):
            with Program(journey.folder, "--api-url", service.base_url, f"--mode={mode}", env=environment) as program:
                program.open_choice()
                program.press(names.CONNECT)
                session = wait_for("a session", lambda: named(service.session(), mode))
                journey.keep_secret(session["verification_uri"], session["code"])
                program.see(names.SCAN_TITLE if mode == "qr" else names.TIME_LEFT)
                # Otherwise the next start would offer to continue.
                program.press(names.CANCEL)
                program.press(names.STOP)
                program.find(None, names.IN_THE_BROWSER)
            assert "POST /channels/whatsapp/connect: 201" in str(program.output), "the debug output tells something"
    journey.check_secrets(without=[service.output.out])
    journey.ok("neither key, link nor code is in the debug output")


def named(session, mode):
    """The session, once it has everything that is to be kept secret."""
    return session if session and session["code" if mode == "qr" else "verification_uri"] else None


if __name__ == "__main__":
    sys.exit(main(finished_in_the_browser, cancelled_in_the_browser, debug_output))
