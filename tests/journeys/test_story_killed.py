#!/usr/bin/env python3
# SPDX-FileCopyrightText: The Keebai Connect developers
# SPDX-License-Identifier: GPL-3.0-or-later
"""The program disappears in the middle, as after a crash or a power failure. The next start offers to continue."""

import sys

import names
from desktop import Program, Service, main, read_codes, set_default_browser, wait_for
from faults import Clocks, kill, notes



class Runs:
    """The same program with the same service, again and again. The keyring and the notes stay."""

    def __init__(self, journey, service, mode):
        self.journey = journey
        self.service = service
        self.clocks = Clocks(journey.folder)
        self.mode = mode
        journey.keep_secret(service.facts["key-full"])
        set_default_browser("true %u")

    def start(self):
        program = Program(
            self.journey.folder, "--api-url", self.service.base_url, f"--mode={self.mode}",
            env={"KEEBAI_API_KEY": self.service.facts["key-full"], **self.clocks.env},
        )
        self.clocks.program = program
        return program

    def connect(self):
        program = self.start()
        program.open_choice()
        program.press(names.CONNECT)
        session = wait_for("a session", self.service.session)
        self.journey.keep_secret(session["verification_uri"])
        return program

    def kill(self, program):
        kill(program)
        self.clocks.program = None


def see_code(journey, service, program):
    def look():
        code = service.session()["code"]
        journey.keep_secret(code)
        return code and read_codes(program.picture("code")) == code.encode() and code

    return wait_for("the code of the service on the screen", look)


def in_the_browser(journey):
    with Service(journey.folder, poll_interval="1") as service:
        before = service.n_channels()
        runs = Runs(journey, service, "embedded")
        program = runs.connect()
        program.see(names.WAITING_FOR_BROWSER)
        wait_for("the notes", lambda: notes(service.base_url))
        runs.kill(program)
        journey.ok("killed while it waits for the browser")

        # The wall clock does not count, so setting it does not help.
        runs.clocks.pass_by(240)
        runs.clocks.set_wall(3600)
        service.turn(advance="240")
        with runs.start() as program:
            program.see(names.UNFINISHED)
            program.see(names.ELEVEN_MINUTES_LEFT)
            program.picture("offer", settled=True)
            journey.ok("the next start offers to continue, with the time that is really left")
            program.press(names.GO_ON)
            program.see(names.WAITING_FOR_BROWSER)
            program.press(names.SHOW_LINK_AS_CODE)
            link = service.session()["verification_uri"]
            wait_for("the link as a code", lambda: read_codes(program.picture("link")) == link.encode())
            program.press(names.HIDE_CODE)
            program.picture("went-on", settled=True)
            journey.ok("it continues, with the same link")
            runs.kill(program)
        runs.clocks.set_wall(-7200)
        with runs.start() as program:
            program.see(names.UNFINISHED)
            program.see(names.ELEVEN_MINUTES_LEFT)
            program.press(names.GO_ON)
            program.see(names.WAITING_FOR_BROWSER)
            service.finish_signup(service.session())
            program.see(names.CONNECTED)
            program.see_channel(service.channel()["id"])
            wait_for("the notes to be forgotten", lambda: not notes(service.base_url))
            journey.ok("killed again, it continues again, and connects")
            runs.kill(program)
        with runs.start() as program:
            program.find("push button", names.CONNECT_A_NUMBER)
            assert not program.sees(names.UNFINISHED)
            journey.ok("killed on the result page: nothing is left to continue")
        assert service.n_sessions() == 1 and service.n_channels() == before + 1
        journey.ok("one session, one channel")
    journey.check_secrets(without=[service.output.out])
    journey.ok("neither key nor link is in any output")


def with_the_phone(journey):
    with Service(journey.folder) as service:
        before = service.n_channels()
        runs = Runs(journey, service, "qr")
        program = runs.connect()
        see_code(journey, service, program)
        wait_for("the notes", lambda: notes(service.base_url))
        runs.kill(program)
        with runs.start() as program:
            program.see(names.UNFINISHED)
            program.press(names.GO_ON)
            see_code(journey, service, program)
            journey.ok("killed while a code was shown: it continues with a valid code")
            service.turn(outcome_delay="30")
            service.scan(see_code(journey, service, program))
            program.see(names.LINKING)
            runs.kill(program)
        service.turn(advance="30")
        with runs.start() as program:
            program.see(names.CONNECTED)
            program.see_channel(service.channel()["id"])
            program.picture("linked-meanwhile", settled=True)
            journey.ok("killed while linking: the next start says that it is connected")
        assert service.n_sessions() == 1 and service.n_channels() == before + 1
    journey.check_secrets(without=[service.output.out])
    journey.ok("neither key nor code is in any output")


def before_there_is_a_session(journey):
    with Service(journey.folder, next_start="delay=60") as service:
        runs = Runs(journey, service, "embedded")
        program = runs.start()
        program.open_choice()
        program.press(names.CONNECT)
        program.see(names.STARTING)
        runs.kill(program)
        with runs.start() as program:
            program.find("push button", names.CONNECT_A_NUMBER)
            assert not program.sees(names.UNFINISHED)
            journey.ok("killed at the start: there is nothing to continue")


def while_confirming(journey):
    """Its time was up, and Keebai did not say how it ended."""
    with Service(journey.folder) as service:
        runs = Runs(journey, service, "embedded")
        program = runs.connect()
        program.see(names.WAITING_FOR_BROWSER)
        wait_for("the notes", lambda: notes(service.base_url))
        service.finish_signup(service.session())
        service.turn(next_poll="503*0", next_channels="503*0")
        runs.clocks.pass_by(905)
        program.see(names.CONFIRMING)
        runs.kill(program)
        service.turn(next_poll="off", next_channels="off")
        with runs.start() as program:
            program.see(names.CONNECTED)
            program.see_channel(service.channel()["id"])
            journey.ok("killed while it asks how it ended: the next start asks, and says that it is connected")
        assert service.n_sessions() == 1


def time_is_up(journey):
    for finished in (True, False):
        with Service(journey.folder) as service:
            runs = Runs(journey, service, "embedded")
            program = runs.connect()
            program.see(names.WAITING_FOR_BROWSER)
            wait_for("the notes", lambda: notes(service.base_url))
            runs.kill(program)
            if finished:
                service.finish_signup(service.session())
            runs.clocks.pass_by(1000)
            service.turn(advance="1000")
            with runs.start() as program:
                if finished:
                    program.see(names.CONNECTED)
                    program.see_channel(service.channel()["id"])
                    program.picture("was-connected", settled=True)
                    journey.ok("its time is up, and it was finished meanwhile: the next start says so")
                else:
                    program.see(names.TIME_IS_UP)
                    program.picture("was-not", settled=True)
                    journey.ok("its time is up, and it was not finished: the next start says so too")
            assert service.n_sessions() == 1


if __name__ == "__main__":
    sys.exit(main(in_the_browser, with_the_phone, before_there_is_a_session, while_confirming, time_is_up))
