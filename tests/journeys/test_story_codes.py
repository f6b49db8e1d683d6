#!/usr/bin/env python3
# SPDX-FileCopyrightText: The Keebai Connect developers
# SPDX-License-Identifier: GPL-3.0-or-later
"""No dead code is ever shown: the stream falls silent, is lost, says "disconnected", brings nothing; the computer
sleeps."""

import sys

import names
from desktop import Program, Service, main, read_codes, wait_for
from faults import Clocks, System
from flooding_service import FloodingService


def connect(journey, service, clocks):
    """The program, with the scan page open."""
    journey.keep_secret(service.facts["key-full"])
    program = Program(
        journey.folder, "--api-url", service.base_url, "--mode=qr",
        env={"KEEBAI_API_KEY": service.facts["key-full"], **clocks.env},
    )
    program.open_choice()
    program.press(names.CONNECT)
    clocks.program = program
    wait_for("a session", service.session)
    return program


def see_code(journey, service, program, but=None):
    """Waits until the code that is valid now is on the screen, byte for byte; and it is not `but`."""

    def look():
        code = service.session()["code"]
        journey.keep_secret(code)
        return code != but and read_codes(program.picture("code")) == (code or "-").encode() and code

    return wait_for("the code of the service on the screen", look)


def see_no_code(program, name):
    """Waits until no code can be read from the screen any more."""
    return wait_for("no code on the screen", lambda: not read_codes(program.picture(name)))


def scan_code(journey, service, program):
    """The pretend phone scans what is on the screen; a code that has just been replaced does not count."""

    def scan():
        service.scan(see_code(journey, service, program))
        return True

    wait_for("the phone to scan", scan)


def silent_stream(journey):
    clocks = Clocks(journey.folder)
    with Service(journey.folder, code_life="2,2") as service:
        before = service.n_channels()
        with connect(journey, service, clocks) as program:
            first = see_code(journey, service, program)
            see_code(journey, service, program, but=first)
            service.turn(stream_stale="on", advance="3")
            dead = wait_for("a code to be left over", lambda: read_codes(program.picture("dead"))).decode()
            # No code of the rotation so far took that long.
            clocks.pass_by(31)
            see_no_code(program, "covered")
            program.see(names.CODE_IS_OLD)
            journey.ok("the stream falls silent: the code is covered, and the page says so")
            program.picture("covered", settled=True)
            service.turn(stream_stale="off")
            clocks.pass_by(16)
            fresh = see_code(journey, service, program, but=dead)
            assert fresh != dead
            program.picture("fresh")
            journey.ok("it is opened again, and a new code can be read")
            scan_code(journey, service, program)
            program.see(names.CONNECTED)
        assert service.n_sessions() == 1 and service.n_channels() == before + 1
        journey.ok("all in one session, which made one channel")
    journey.check_secrets(without=[service.output.out])
    journey.ok("neither key nor code is in any output")


def lost_after_the_scan(journey):
    clocks = Clocks(journey.folder)
    with Service(journey.folder, scan_outcome="lost") as service:
        before = service.n_channels()
        with connect(journey, service, clocks) as program:
            scan_code(journey, service, program)
            see_no_code(program, "linking")
            program.see(names.CONNECTED)
            program.see_channel(service.channel()["id"])
            journey.ok("the stream is lost between “connecting” and “connected”: the page says that it is connected")
        assert service.n_sessions() == 1 and service.n_channels() == before + 1
        journey.ok("one session, one channel")


def disconnected_after_the_scan(journey):
    clocks = Clocks(journey.folder)
    with Service(journey.folder, stream_disconnect_after_scan="on", scan_outcome="connected") as service:
        with connect(journey, service, clocks) as program:
            scan_code(journey, service, program)
            wait_for("linking, or the end of it", lambda: program.sees(names.LINKING) or program.sees(names.CONNECTED))
            program.see(names.CONNECTED)
            journey.ok("“disconnected” after the scan is not the end: it is connected")
            program.picture("connected", settled=True)
        assert service.n_sessions() == 1


def no_codes(journey):
    clocks = Clocks(journey.folder)
    with Service(journey.folder, stream_silence="on") as service:
        with connect(journey, service, clocks) as program:
            program.see(names.WAITING_FOR_CODE)
            clocks.pass_by(21)
            program.see(names.NO_CODE)
            program.picture("waiting", settled=True)
            service.turn(stream_silence="off", advance="60")
            see_code(journey, service, program)
            journey.ok("a stream without codes: the page waits, then says what to do; the first code is shown when it comes")


def asleep(journey):
    clocks = Clocks(journey.folder)
    with System(journey.folder) as system, Service(journey.folder) as service:
        clocks.env.update(system.env)
        with connect(journey, service, clocks) as program:
            before = see_code(journey, service, program)
            system.prepare_for_sleep(True)
            clocks.sleep(180)
            service.turn(advance="180")
            system.prepare_for_sleep(False)
            see_code(journey, service, program, but=before)
            journey.ok("after three minutes of sleep a valid code of the same session is shown")
            assert service.n_sessions() == 1
            system.prepare_for_sleep(True)
            clocks.sleep(1200)
            service.turn(advance="1200")
            system.prepare_for_sleep(False)
            program.see(names.RENEWED)
            see_code(journey, service, program, but=before)
            assert service.n_sessions() == 2
            journey.ok("after twenty minutes of sleep its time is up: another session begins, and the page says so")
            program.picture("slept", settled=True)


def flood(journey):
    """Codes come faster than frames can be drawn, without end."""
    service = FloodingService(n_least=2 * 15000)
    key = "kbai_pk_" + "f1" * 32
    journey.keep_secret(key)
    with Program(journey.folder, "--api-url", service.base_url, "--mode=qr", env={"KEEBAI_API_KEY": key}) as program:
        program.open_choice()
        program.press(names.CONNECT)
        wait_for("the first code", lambda: read_codes(program.picture("first")) == service.code().encode())
        service.begin.set()
        wait_for("the flood", lambda: service.n_sent > 2000)
        program.press(names.CANCEL)
        program.find("push button", names.KEEP_GOING)
        assert not service.end.is_set()
        journey.ok("Cancel asks its question while codes come without a pause")
        program.press(names.KEEP_GOING)
        service.end.set()
        last = wait_for("the last code", lambda: read_codes(program.picture("last")) == service.code().encode() and service.code())
        assert service.n_sent >= 2 * 15000
        journey.keep_secret(last)
        journey.ok("and the last one stays on the screen, byte for byte")
    journey.check_secrets()
    journey.ok("neither key nor code is in any output")


if __name__ == "__main__":
    sys.exit(main(silent_stream, lost_after_the_scan, disconnected_after_the_scan, no_codes, asleep, flood))
