#!/usr/bin/env python3
# SPDX-FileCopyrightText: The Keebai Connect developers
# SPDX-License-Identifier: GPL-3.0-or-later
"""Keebai does not say how a session ended, and there is a new channel: the person is asked whether it is theirs."""

import sys

import names
from desktop import Program, Service, main, set_default_browser, wait_for


def begin(journey, service):
    set_default_browser("/bin/true %u")
    journey.keep_secret(service.facts["key-full"])
    program = Program(
        journey.folder, "--api-url", service.base_url, "--mode=embedded",
        env={"KEEBAI_API_KEY": service.facts["key-full"]},
    )
    program.open_choice()
    program.press(names.CONNECT)
    program.see(names.WAITING_FOR_BROWSER)
    session = wait_for("a session", service.session)
    journey.keep_secret(session["verification_uri"])
    service.turn(next_poll="404*0")
    service.finish_signup(session)
    program.see(names.IS_THIS_YOURS)
    service.turn(next_poll="off")
    return program


def answered_yes(journey):
    with Service(journey.folder, poll_interval="1") as service:
        with begin(journey, service) as program:
            digits = "".join(c for c in service.channel()["phone_number"] if c.isdigit())
            assert digits in "".join(c for c in program.words() if c.isdigit()), "the question names the number"
            program.see(service.channel()["name"])
            journey.ok("the question names number and name")
            program.press(names.YES_THAT_IS_IT)
            program.see(names.CONNECTED)
            program.see_channel(service.channel()["id"])
            journey.ok("yes: it is connected")
        assert service.n_sessions() == 1
    journey.check_secrets(without=[service.output.out])
    journey.ok("neither key nor link is in any output")


def answered_no(journey):
    with Service(journey.folder, poll_interval="1") as service:
        with begin(journey, service) as program:
            program.press(names.NO)
            program.see(names.ENDED_EARLY)
            assert not program.sees(names.IS_THIS_YOURS)
            journey.ok("no: the page shows the end, and the question is gone")
            program.press(names.TRY_AGAIN)
            wait_for("another session", lambda: service.n_sessions() == 2)
            program.see(names.WAITING_FOR_BROWSER)
            journey.keep_secret(service.session()["verification_uri"])
            journey.ok("and it can be tried again")
    journey.check_secrets(without=[service.output.out])
    journey.ok("neither key nor link is in any output")


if __name__ == "__main__":
    sys.exit(main(answered_yes, answered_no))
