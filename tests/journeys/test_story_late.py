#!/usr/bin/env python3
# SPDX-FileCopyrightText: The Keebai Connect developers
# SPDX-License-Identifier: GPL-3.0-or-later
"""The time is up: a QR session is followed by another one, and a late success is noticed all the same."""

import sys

import names
from desktop import Program, Service, main, read_codes, set_default_browser, wait_for
from faults import Clocks


def begin(journey, service, clocks, mode):
    journey.keep_secret(service.facts["key-full"])
    set_default_browser("true %u")
    program = Program(
        journey.folder, "--api-url", service.base_url, f"--mode={mode}",
        env={"KEEBAI_API_KEY": service.facts["key-full"], **clocks.env},
    )
    program.open_choice()
    program.press(names.CONNECT)
    clocks.program = program
    session = wait_for("a session", service.session)
    journey.keep_secret(session["verification_uri"])
    return program


def see_code(journey, service, program):
    def look():
        code = service.session()["code"]
        journey.keep_secret(code)
        return code and read_codes(program.picture("code")) == code.encode() and code

    return wait_for("the code of the service on the screen", look)


def renewed(journey):
    clocks = Clocks(journey.folder)
    with Service(journey.folder) as service:
        before = service.n_channels()
        with begin(journey, service, clocks, "qr") as program:
            program.focus()
            for n_sessions in (2, 3, 4):
                see_code(journey, service, program)
                clocks.pass_by(301)
                service.turn(advance="301")
                wait_for("another session", lambda: service.n_sessions() == n_sessions)
                program.see(names.RENEWED)
            program.picture("renewed", settled=True)
            see_code(journey, service, program)
            journey.ok("three times another session begins by itself, and says so")
            clocks.pass_by(301)
            service.turn(advance="301")
            program.see(names.STILL_THERE)
            program.picture("still-there", settled=True)
            assert service.n_sessions() == 4
            journey.ok("then the person is asked")
            program.key("Return")
            wait_for("another session", lambda: service.n_sessions() == 5)
            code = see_code(journey, service, program)
            service.scan(code)
            program.see(names.CONNECTED)
        assert service.n_channels() == before + 1
        journey.ok("Enter continues, with the same choices, and connects")
    journey.check_secrets(without=[service.output.out])
    journey.ok("neither key nor code is in any output")


def finished_after_all(journey):
    """Stopped here, and then finished in the tab that is still open."""
    clocks = Clocks(journey.folder)
    with Service(journey.folder) as service:
        before = service.n_channels()
        with begin(journey, service, clocks, "embedded") as program:
            program.see(names.WAITING_FOR_BROWSER)
            leave(program)
            service.finish_signup(service.session())
            clocks.pass_until("the late success", lambda: program.sees(names.CONNECTED))
            program.see_channel(service.channel()["id"])
            program.picture("late", settled=True)
            journey.ok("stopped here, finished in the browser: it is noticed")

            program.press(names.CONNECT_ANOTHER)
            first = begin_again(journey, program, service, 2)
            leave(program)
            begin_again(journey, program, service, 3)
            service.finish_signup(first)
            clocks.pass_until("the late success", lambda: program.sees(names.CONNECTED))
            journey.ok("finished in the older of two tabs: its result is shown, and the other one is not waited for")
        assert service.n_sessions() == 3 and service.n_channels() == before + 2
    journey.check_secrets(without=[service.output.out])
    journey.ok("neither the key nor a link is in any output")


def finished_meanwhile(journey):
    """Another number is being connected when the success comes."""
    clocks = Clocks(journey.folder)
    with Service(journey.folder) as service:
        with begin(journey, service, clocks, "embedded") as program:
            program.see(names.WAITING_FOR_BROWSER)
            leave(program)
            first = service.session()
            program.press(names.WITH_THE_PHONE)
            program.press(names.CONNECT)
            wait_for("another session", lambda: service.n_sessions() == 2)
            see_code(journey, service, program)
            service.finish_signup(first)
            # Only once: the line goes away again.
            clocks.pass_by(31)
            program.see(names.CONNECTED_AFTER_ALL)
            program.picture("toast", settled=True)
            journey.ok("while another number is being connected, a line reports the late one")
            service.turn(advance="61")
            service.scan(see_code(journey, service, program))
            program.see(names.CONNECTED)
            journey.ok("and the other one is connected undisturbed")
        assert service.n_sessions() == 2
    journey.check_secrets(without=[service.output.out])
    journey.ok("neither key, link nor code is in any output")


def leave(program):
    program.press(names.CANCEL)
    program.press(names.STOP)
    program.find(None, names.IN_THE_BROWSER)


def begin_again(journey, program, service, n_sessions):
    program.press(names.IN_THE_BROWSER)
    program.press(names.CONNECT)
    wait_for("another session", lambda: service.n_sessions() == n_sessions)
    session = service.session()
    journey.keep_secret(session["verification_uri"])
    program.see(names.WAITING_FOR_BROWSER)
    return session


if __name__ == "__main__":
    sys.exit(main(renewed, finished_after_all, finished_meanwhile))
