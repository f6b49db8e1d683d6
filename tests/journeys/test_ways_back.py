#!/usr/bin/env python3
# SPDX-FileCopyrightText: The Keebai Connect developers
# SPDX-License-Identifier: GPL-3.0-or-later
"""Back, cancel, by keyboard only, and a second run in one window."""

import sys

from desktop import Program, Service, main, read_codes, set_default_browser, wait_for


def back_and_again(journey):
    set_default_browser("/bin/true %u")
    with Service(journey.folder) as service:
        key = service.facts["key-full"]
        journey.keep_secret(key)
        with Program(journey.folder, "--api-url", service.base_url, env={"KEEBAI_API_KEY": key}) as program:
            program.press("Connect a Number")
            program.see("In the browser")
            program.key("alt+Left")
            program.see("Connect a Number")
            journey.ok("Alt+Left goes back from the choice")

            program.press("Connect a Number")
            program.press("In the browser")
            program.press("Connect")
            wait_for("a session", service.session)
            program.press("Cancel")
            program.press("Stop")
            program.see("In the browser")
            journey.ok("an attempt cancelled here leads back to the choice")

            program.press("With the phone")
            program.press("Connect")
            code = wait_for("a second session with a code", lambda: service.n_sessions() == 2 and service.session()["code"])
            journey.keep_secret(code, service.state()["sessions"][0]["verification_uri"])
            wait_for("the code on the screen", lambda: read_codes(program.picture("code")) == code.encode())
            program.key("Escape")
            program.press("Keep Going")
            assert read_codes(program.picture("code")) == code.encode()
            journey.ok("Escape asks first, and Keep Going keeps the code")
            service.scan(code)
            program.see("Connected")
            journey.ok("the second run in the same window connects")
            program.press("Connect Another")
            program.see("In the browser")
            journey.ok("and a third may follow")
        assert service.n_sessions() == 2, "no session was made twice"
    journey.check_secrets(without=[service.output.out])
    journey.ok("neither key, link nor code stand in any output")


def keyboard_only(journey):
    set_default_browser("/bin/true %u")
    with Service(journey.folder) as service:
        key = service.facts["key-full"]
        journey.keep_secret(key)
        with Program(journey.folder, "--api-url", service.base_url) as program:
            program.find("push button", "Get Started")
            program.key("Return")
            program.find(None, "Access key")
            # The focus is in the entry; Return checks the key.
            program.type_into("Access key", key)
            program.key("Return")
            program.find("push button", "Continue")
            program.key("Return")
            program.find("push button", "Connect a Number")
            program.key("Return")
            program.see("In the browser")
            program.key("alt+c")
            wait_for("a session", service.session)
            journey.ok("from the first page to the session with the keyboard alone")
            program.key("ctrl+question")
            program.see("Keyboard Shortcuts")
            journey.ok("the shortcuts window opens")
            journey.keep_secret(service.session()["verification_uri"])
    journey.check_secrets(without=[service.output.out])
    journey.ok("neither key nor link stand in any output")


if __name__ == "__main__":
    sys.exit(main(back_and_again, keyboard_only))
