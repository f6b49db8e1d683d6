#!/usr/bin/env python3
# SPDX-FileCopyrightText: The Keebai Connect developers
# SPDX-License-Identifier: GPL-3.0-or-later
"""The questions about the number: their recommendation, for the next number too, and after a restart."""

import sys

import names
from desktop import Program, Service, main, set_default_browser, wait_for


def next_number(journey):
    set_default_browser("/bin/true %u")
    with Service(journey.folder, poll_interval="1") as service:
        key = service.facts["key-full"]
        journey.keep_secret(key)
        # Unlike the memory, this lasts.
        environment = {"KEEBAI_API_KEY": key, "GSETTINGS_BACKEND": "keyfile"}

        def start():
            return Program(journey.folder, "--api-url", service.base_url, env=environment)

        with start() as program:
            program.press(names.CONNECT_A_NUMBER)
            program.press(names.USED_NOWHERE)
            program.press(names.YES)
            program.press(names.I_AM)
            program.find("push button", names.CONTINUE)
            assert not program.sees(names.EARLIER_ANSWERS)
            program.press(names.CONTINUE)
            session = wait_for("a session", service.session)
            journey.keep_secret(session["verification_uri"])
            service.finish_signup(session)
            program.see(names.CONNECTED)
            journey.ok("what is recommended connects the number")

            program.press(names.DONE)
            program.press(names.CONNECT_A_NUMBER)
            program.see(names.EARLIER_ANSWERS)
            program.find("push button", names.CONTINUE)
            program.picture("earlier-answers", settled=True)
            program.key("alt+Left")
            program.find("push button", names.CONNECT_A_NUMBER)
            journey.ok("for the next number the page says whose answers these are; Back leads home")

        with start() as program:
            program.press(names.CONNECT_A_NUMBER)
            program.see(names.EARLIER_ANSWERS)
            journey.ok("so it is after a restart")
            program.press(names.ANSWER_AGAIN)
            program.press(names.WITH_ANOTHER_PROVIDER)
            program.press(names.NO)
            program.see(names.CANNOT_CONNECT_YET)
            assert not program.sees(names.EARLIER_ANSWERS)
            assert not list(program.all("push button", names.CONTINUE))
            journey.ok("other answers stop a number that cannot be connected")

        with start() as program:
            program.press(names.CONNECT_A_NUMBER)
            program.see(names.CANNOT_CONNECT_YET)
            program.see(names.EARLIER_ANSWERS)
            journey.ok("and that is kept in place of the first answers")
        assert service.n_sessions() == 1
    journey.check_secrets(without=[service.output.out])


if __name__ == "__main__":
    sys.exit(main(next_number))
