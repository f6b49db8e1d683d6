#!/usr/bin/env python3
# SPDX-FileCopyrightText: The Keebai Connect developers
# SPDX-License-Identifier: GPL-3.0-or-later
"""Back, cancel, by keyboard only, and a second number in the same window."""

import sys

import names
from desktop import Program, Service, main, read_codes, set_default_browser, wait_for


def back_and_again(journey):
    set_default_browser("/bin/true %u")
    with Service(journey.folder) as service:
        key = service.facts["key-full"]
        journey.keep_secret(key)
        with Program(journey.folder, "--api-url", service.base_url, env={"KEEBAI_API_KEY": key}) as program:
            program.open_choice()
            program.see(names.IN_THE_BROWSER)
            program.key("alt+Left")
            program.see(names.CONNECT_A_NUMBER)
            journey.ok("Alt+Left goes back from the choice")

            program.open_choice()
            program.press(names.IN_THE_BROWSER)
            program.press(names.CONNECT)
            wait_for("a session", service.session)
            program.press(names.CANCEL)
            program.press(names.STOP)
            program.see(names.IN_THE_BROWSER)
            journey.ok("an attempt cancelled here leads back to the choice")

            program.press(names.WITH_THE_PHONE)
            program.press(names.CONNECT)
            code = wait_for("a second session with a code", lambda: service.n_sessions() == 2 and service.session()["code"])
            journey.keep_secret(code, service.state()["sessions"][0]["verification_uri"])
            wait_for("the code on the screen", lambda: read_codes(program.picture("code")) == code.encode())
            program.key("Escape")
            program.press(names.KEEP_GOING)
            wait_for("the question to leave the code", lambda: read_codes(program.picture("code")) == code.encode())
            journey.ok("Escape asks first, and Keep Going keeps the code")
            service.scan(code)
            program.see(names.CONNECTED)
            journey.ok("the second run in the same window connects")
            program.press(names.CONNECT_ANOTHER)
            program.see(names.USED_NOWHERE)
            journey.ok("and a third may follow")
        assert service.n_sessions() == 2, "no session was made twice"
    journey.check_secrets(without=[service.output.out])
    journey.ok("neither key, link nor code is in any output")


def keyboard_only(journey):
    set_default_browser("/bin/true %u")
    with Service(journey.folder) as service:
        key = service.facts["key-full"]
        journey.keep_secret(key)
        with Program(journey.folder, "--api-url", service.base_url) as program:
            program.find("push button", names.GET_STARTED)
            program.key("Return")
            program.find(None, names.ACCESS_KEY)
            # A complete key is checked by itself, and the focus moves to the button that continues.
            program.type_into(names.ACCESS_KEY, key)
            program.find("push button", names.CONTINUE)
            program.key("Return")
            program.see(names.USED_NOWHERE)
            program.key("alt+k")
            program.see(names.IN_THE_BROWSER)
            program.key("alt+c")
            wait_for("a session", service.session)
            journey.ok("from the first page to the session with the keyboard alone")
            program.key("ctrl+question")
            program.see(names.SHORTCUTS_TITLE)
            journey.ok("the shortcuts window opens")
            journey.keep_secret(service.session()["verification_uri"])
    journey.check_secrets(without=[service.output.out])
    journey.ok("neither key nor link is in any output")


if __name__ == "__main__":
    sys.exit(main(back_and_again, keyboard_only))
