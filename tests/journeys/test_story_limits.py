#!/usr/bin/env python3
# SPDX-FileCopyrightText: The Keebai Connect developers
# SPDX-License-Identifier: GPL-3.0-or-later
"""Keebai wants fewer requests, or rejects the key in the middle."""

import sys

import names
from desktop import (
    Program, Service, StartedByDesktop, click_notification, main, notifications, read_codes, set_default_browser,
    set_environment_of_services, wait_for,
)
from faults import Clocks
from test_installed import close_only_the_window, do


def begin(journey, service, mode, env=None):
    journey.keep_secret(service.facts["key-full"], service.facts["key-second"])
    set_default_browser("true %u")
    program = Program(
        journey.folder, "--api-url", service.base_url, f"--mode={mode}",
        env={"KEEBAI_API_KEY": service.facts["key-full"], **(env or {})},
    )
    program.open_choice()
    program.press(names.CONNECT)
    return program


def too_many_requests(journey):
    clocks = Clocks(journey.folder)
    with Service(journey.folder, poll_interval="1", next_start="429;retry-after=40") as service:
        with begin(journey, service, "embedded", clocks.env) as program:
            clocks.program = program
            program.see(names.TOO_MANY_REQUESTS)
            program.picture("start", settled=True)
            assert service.n_sessions() == 0
            clocks.pass_until("a session", service.session, step=15)
            journey.keep_secret(service.session()["verification_uri"])
            program.see(names.WAITING_FOR_BROWSER)
            journey.ok("429 at the start: it waits by itself, then has its session")
            service.turn(next_poll="429;retry-after=30*0")
            clocks.pass_until("the words", lambda: program.sees(names.TOO_MANY_REQUESTS))
            program.picture("poll", settled=True)
            asked = service.state()["counts"]["endpoints"]["poll"]
            clocks.pass_by(25)
            program.see(names.TOO_MANY_REQUESTS)
            assert service.state()["counts"]["endpoints"]["poll"] <= asked + 1
            journey.ok("429 for long: it sends as few requests as it is asked to")
            service.turn(next_poll="off")
            service.finish_signup(service.session())
            clocks.pass_until("the end", lambda: program.sees(names.CONNECTED), step=15)
        assert service.n_sessions() == 1 and service.state()["counts"]["throttled"] == 0
        journey.ok("and it connects in the end")
    journey.check_secrets(without=[service.output.out])
    journey.ok("neither key nor link is in any output")


def give_key(program, key):
    program.type_into(names.ACCESS_KEY, key)


def key_revoked(journey):
    with Service(journey.folder, poll_interval="1") as service:
        before = service.n_channels()
        with begin(journey, service, "embedded") as program:
            session = wait_for("a session", service.session)
            journey.keep_secret(session["verification_uri"])
            program.see(names.WAITING_FOR_BROWSER)
            service.turn(full_key="revoked")
            program.see(names.KEY_NOT_ACCEPTED)
            program.find(None, names.ACCESS_KEY)
            program.picture("revoked", settled=True)
            journey.ok("the key is revoked in the middle: another one is asked for")
            give_key(program, service.facts["key-no-connect"])
            program.see(names.CANNOT_CONNECT_NUMBERS)
            give_key(program, service.facts["key-second"])
            program.see(names.WAITING_FOR_BROWSER)
            assert service.n_sessions() == 1
            journey.ok("with another key it continues")
            service.finish_signup(session)
            program.see(names.CONNECTED)
        assert service.n_sessions() == 1 and service.n_channels() == before + 1
        journey.ok("in the same session")
    journey.check_secrets(without=[service.output.out])
    journey.ok("neither a key nor the link is in any output")


def without_a_window(journey):
    set_default_browser("true %u")
    with Service(journey.folder, poll_interval="1") as service:
        journey.keep_secret(service.facts["key-full"], service.facts["key-second"])
        set_environment_of_services(KEEBAI_BASE_URL=service.base_url, KEEBAI_API_KEY=service.facts["key-full"])
        with StartedByDesktop(journey.folder, lambda: do("connect-browser")) as program:
            program.open_choice()
            program.press(names.CONNECT)
            session = wait_for("a session", service.session)
            journey.keep_secret(session["verification_uri"])
            program.see(names.WAITING_FOR_BROWSER)
            close_only_the_window(program)
            wait_for("the window to go", program.is_hidden)
            service.turn(full_key="revoked")
            shown = wait_for("a notification", notifications)
            assert program.is_hidden() and names.NOTIFICATION_KEY_WANTED in shown[0]["title"], shown
            click_notification(shown[0]["shown"])
            wait_for("the window to be back", lambda: not program.is_hidden())
            program.see(names.KEY_NOT_ACCEPTED)
            journey.ok("while there is no window, a notification says that a key is needed, and leads to its page")
            give_key(program, service.facts["key-second"])
            program.see(names.WAITING_FOR_BROWSER)
            service.finish_signup(session)
            program.see(names.CONNECTED)
            journey.ok("and continues the same session")
        assert service.n_sessions() == 1
    journey.check_secrets(without=[service.output.out])
    journey.ok("neither a key nor the link is in any output")


def permission_removed(journey):
    clocks = Clocks(journey.folder)
    with Service(journey.folder) as service:
        with begin(journey, service, "qr", clocks.env) as program:
            clocks.program = program
            wait_for("a session", service.session)
            wait_for("a code", lambda: read_codes(program.picture("code")))
            service.turn(full_key="no-connect")
            # While the stream is open, it polls only now and then.
            clocks.pass_by(31)
            program.see(names.THIS_KEY_LACKS)
            program.find(None, names.ACCESS_KEY)
            program.picture("forbidden", settled=True)
            journey.ok("the permission is taken away: it is named, and another key is asked for")
            give_key(program, service.facts["key-second"])
            code = wait_for("a code", lambda: read_codes(program.picture("code"))).decode()
            journey.keep_secret(code)
            service.scan(code)
            program.see(names.CONNECTED)
        assert service.n_sessions() == 1
        journey.ok("with another key it continues the same session")
    journey.check_secrets(without=[service.output.out])
    journey.ok("neither a key nor the code is in any output")


if __name__ == "__main__":
    sys.exit(main(too_many_requests, key_revoked, without_a_window, permission_removed))
