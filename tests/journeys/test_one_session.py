#!/usr/bin/env python3
# SPDX-FileCopyrightText: The Keebai Connect developers
# SPDX-License-Identifier: GPL-3.0-or-later
"""Doing something twice by hand does not make a second session, and a session that nobody scanned is followed by
another only as long as somebody is there. The service counts the sessions."""

import sys
import time

import pyatspi
import names
from desktop import DISPLAY, Program, Service, main, wait_for


def open_program(journey, service, mode):
    key = service.facts["key-full"]
    journey.keep_secret(key)
    return Program(journey.folder, "--api-url", service.base_url, f"--mode={mode}", env={"KEEBAI_API_KEY": key})


def repeated_presses(journey):
    with Service(journey.folder) as service, open_program(journey, service, "qr") as program:
        program.find("push button", names.CONNECT_A_NUMBER)
        program.focus()
        DISPLAY.hold_key("Return")
        program.find(None, names.WITH_THE_PHONE)
        connect = program.find("push button", names.CONNECT)
        for _ in range(30):
            if connect.getState().contains(pyatspi.STATE_FOCUSED):
                break
            program.key("Tab")
        # Keys arrive in order: when the last Tab has, each Return has been handled.
        assert service.n_sessions() == 0, "Enter held down went through two pages"
        journey.ok("Enter held down on the first page presses one button")

        DISPLAY.hold_key("Return")
        program.see(names.SCAN_TITLE)
        program.find(None, names.CODE)
        assert service.n_sessions() == 1
        assert not program.sees(names.STOP_TITLE)
        journey.ok("Enter held down on “Connect” is one session")

        program.press(names.CANCEL)
        program.find(None, names.KEEP_GOING)
        program.press(names.STOP)
        program.find(None, names.WITH_THE_PHONE)
        program.click(names.CONNECT, "push button")
        DISPLAY.click(times=2, delay_ms=60)
        program.find(None, names.CODE)
        assert service.n_sessions() == 2
        journey.ok("three clicks on “Connect” are one session")


def renewal(journey):
    with Service(journey.folder, expires_in="2") as service, open_program(journey, service, "qr") as program:
        program.open_choice()
        program.focus()
        program.press(names.CONNECT)
        program.see(names.RENEWED)
        assert not program.sees(names.TIME_IS_UP)
        journey.ok("the session ran out, and another one began by itself")

        place = 0
        while service.n_sessions() < 6:
            assert not program.sees(names.STILL_THERE)
            place = (place + 5) % 50
            DISPLAY.move_pointer(program.window_id(), 100 + place, 90)
            time.sleep(0.3)
        journey.ok("a moving pointer keeps it going")

        # The pointer rests where it is, while what is under it changes. Sessions go on while this counts them: three
        # more than after the last move are allowed, however many that were.
        n_moved = service.n_sessions()
        program.see(names.STILL_THERE, patience=60)
        n_sessions = service.n_sessions()
        assert n_sessions <= n_moved + 3, (n_moved, n_sessions)
        journey.ok("a resting pointer does not: the program asks whether somebody is still there")

        service.turn(expires_in="300")
        program.press(names.SHOW_NEW_CODE)
        program.see(names.SCAN_TITLE)
        wait_for("a new session", lambda: service.n_sessions() == n_sessions + 1)
        journey.ok("one press, and it continues")


if __name__ == "__main__":
    sys.exit(main(repeated_presses, renewal))
