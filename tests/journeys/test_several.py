#!/usr/bin/env python3
# SPDX-FileCopyrightText: The Keebai Connect developers
# SPDX-License-Identifier: GPL-3.0-or-later
"""Several numbers, one after another: pasted, connected, killed in the middle, continued, skipped, tried again,
deleted."""

import sys

import names
from desktop import Program, Service, main, wait_for

LINES = "\t• Front desk\r\n2) Workshop\n\nfront desk\n- “Kiosk”\n"


def several(journey):
    with Service(journey.folder, outcome_delay="0") as service:
        key = service.facts["key-full"]
        journey.keep_secret(key)

        def open_program():
            return Program(
                journey.folder, "--api-url", service.base_url, "--mode=qr", env={"KEEBAI_API_KEY": key}
            )

        def wait_for_code(n_sessions):
            wait_for("another session", lambda: service.n_sessions() == n_sessions)
            code = wait_for("a code", lambda: service.session().get("code"))
            journey.keep_secret(code)
            return code

        with open_program() as program:
            program.press(names.SEVERAL_NUMBERS)
            program.type_into(names.LINES_ENTRY, LINES)
            program.picture("text", settled=True)
            program.press(names.MAKE_A_LIST)
            program.see(names.ONE_LEFT_OUT)
            program.picture("list", settled=True)
            journey.ok("three names of a pasted list, without its bullets; the page names the duplicate")
            program.press(names.NEXT_FRONT_DESK)
            program.press(names.CONNECT)
            service.scan(wait_for_code(1))
            program.see(names.CONNECTED)
            program.picture("connected", settled=True)
            journey.ok("the first is connected, and the next is offered")
            program.press(names.NEXT_WORKSHOP)
            program.press(names.CONNECT)
            wait_for_code(2)
            program.see(names.SECOND_OF_THREE)
            program.picture("second", settled=True)
            program.child.kill()
            program.child.wait()
        with open_program() as program:
            program.press(names.CONTINUE_LIST)
            program.see(names.LISTED_NOT_FINISHED)
            program.picture("restarted", settled=True)
            journey.ok("killed in the middle: the next start knows the state of the list")
            program.press(names.NEXT_WORKSHOP)
            program.see(names.SECOND_OF_THREE)
            service.scan(wait_for("a code", lambda: service.session().get("code")))
            program.see(names.CONNECTED)
            assert service.n_sessions() == 2, "it goes on with the session that was open"
            program.press(names.DONE)
            journey.ok("its session is continued, not opened anew")

            program.press(names.CONTINUE_LIST.replace("1", "2", 1))
            program.press(names.SKIP_KIOSK)
            program.see(names.LISTED_SKIPPED)
        with open_program() as program:
            program.press(names.SEVERAL_NUMBERS)
            program.see(names.LISTED_SKIPPED)
            program.press(names.CONNECT_KIOSK)
            service.turn(stream_fail="device limit reached")
            program.press(names.CONNECT)
            program.see(names.NOT_LINKED)
            program.picture("not-connected", settled=True)
        service.turn(stream_fail="off")
        with open_program() as program:
            program.press(names.CONTINUE_LIST.replace("1", "2", 1))
            program.see(names.LISTED_NOT_CONNECTED + " ⁨" + names.NOT_LINKED)
            program.picture("one-left", settled=True)
            program.press(names.RETRY_KIOSK)
            program.press(names.CONNECT)
            service.scan(wait_for_code(4))
            program.see(names.CONNECTED)
            assert service.channel()["name"] == "Kiosk", service.channel()
            journey.ok("a number that was skipped, and then not linked, is tried again under its name")
            program.press(names.DONE)
            program.press(names.SEVERAL_NUMBERS)
            program.see(names.THREE_OF_THREE)
            program.picture("finished", settled=True)
            program.press(names.DELETE_LIST)
            program.press(names.DELETE)
            program.find(None, names.LINES_ENTRY)
        with open_program() as program:
            program.press(names.SEVERAL_NUMBERS)
            program.find(None, names.LINES_ENTRY)
            journey.ok("a list that was deleted does not come back")

            program.type_into(names.LINES_ENTRY, names.LISTED_NUMBER)
            program.press(names.MAKE_A_LIST)
            program.press(names.NEXT_NUMBER)
            # The practice service connects the number that the channel is called.
            program.type_into(names.NAME_IN_KEEBAI, names.OTHER_NUMBER)
            program.press(names.CONNECT)
            service.scan(wait_for_code(5))
            program.see(names.STILL_WAITING)
            program.picture("another-number", settled=True)
            program.key("Escape")
            program.see(names.CONNECTED_INSTEAD)
            program.picture("another-number-listed", settled=True)
            journey.ok("another number was connected: the result and the list say so, and the line still waits")
    journey.check_secrets(without=[service.output.out])
    journey.ok("neither key nor code is in any output")


if __name__ == "__main__":
    sys.exit(main(several))
