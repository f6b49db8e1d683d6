#!/usr/bin/env python3
# SPDX-FileCopyrightText: The Keebai Connect developers
# SPDX-License-Identifier: GPL-3.0-or-later
"""The first page with a key: no channels, a list and the page of a channel, a search, a key that may not list, and
what became of a number that was connected here."""

import sys

import names
from desktop import Program, Service, main, wait_for
from faults import Clocks


def start(journey, service, key_name, *arguments):
    key = service.facts[key_name]
    journey.keep_secret(key)
    return Program(journey.folder, "--api-url", service.base_url, *arguments, env={"KEEBAI_API_KEY": key})


def go_back(program):
    program.key("Escape")
    wait_for(
        "nothing but the first page",
        lambda: not any(program.all("push button", names.COPY_CHANNEL_ID))
        and any(program.all("push button", names.CONNECT_A_NUMBER)),
    )


def channel_list(journey):
    with Service(journey.folder) as service:
        with start(journey, service, "key-elsewhere") as program:
            program.see(names.NO_CHANNELS_YET)
            program.find("push button", names.CONNECT_A_NUMBER)
            journey.ok("a company without channels: the page says so, with one button")
        with start(journey, service, "key-no-read") as program:
            program.see(names.CANNOT_LIST)
            program.press(names.USE_ANOTHER_KEY)
            program.find("push button", names.CONTINUE)
            journey.ok("a key that may not list: the page says so, and leads to another key")
        service.turn(channels="12")
        with start(journey, service, "key-full") as program:
            program.open_channel(names.CHANNEL_ACTIVE)
            number = program.copy(names.COPY_PHONE_NUMBER)
            assert number == "+12025550100", number
            go_back(program)
            journey.ok("from the list to a channel, its number copied, and back")
            program.open_channel(names.CHANNEL_PAUSED)
            go_back(program)
            program.open_channel(names.CHANNEL_DISCONNECTED)
            program.press(names.RECONNECT)
            program.find("push button", names.CONNECT)
            journey.ok("a channel that is disconnected leads to connecting it again")
        with start(journey, service, "key-full") as program:
            program.press(names.SEARCH_CHANNELS)
            program.type_into(names.SEARCH_ENTRY, names.PART_OF_A_NUMBER)
            wait_for("the other channels to go", lambda: not program.sees(names.A_NUMBER))
            assert program.sees(names.PART_OF_A_NUMBER)
            journey.ok("twelve channels are searched by a part of a number")
    journey.check_secrets(without=[service.output.out])


def channel_active_later(journey):
    with Service(journey.folder, review="1000", outcome_delay="0") as service:
        with start(journey, service, "key-full", "--mode=qr", "--name=Front desk") as program:
            program.open_choice()
            program.press(names.CONNECT)
            service.scan(wait_for("a code", lambda: (service.session() or {}).get("code")))
            program.see(names.CONNECTED)
        number = service.channel()["phone_number"]
        with start(journey, service, "key-full") as program:
            program.see(names.IS_NOT_ACTIVE)
            assert program.sees(number[-4:])
            program.press(names.GOT_IT)
            wait_for("the card to go", lambda: not program.sees(names.IS_NOT_ACTIVE))
            journey.ok("at the next start: a number that is not active, with the number that Keebai does not list")
        service.turn(advance="1000")
        with start(journey, service, "key-full") as program:
            program.see(names.IS_ACTIVE)
            journey.ok("the page says so when it is active")
        with start(journey, service, "key-full") as program:
            program.open_channel(names.CHANNEL_ACTIVE)
            assert not program.sees(names.IS_ACTIVE)
            journey.ok("and that only once")
    journey.check_secrets(without=[service.output.out])


def channel_gone(journey):
    """On the result page, half a minute later; connected again from there, and from the first page."""
    clocks = Clocks(journey.folder)
    with Service(journey.folder, outcome_delay="0") as service:

        def scan(program, n_sessions):
            program.press(names.CONNECT)
            wait_for("another session", lambda: service.n_sessions() == n_sessions)
            service.scan(wait_for("a code", lambda: service.session().get("code")))
            program.see(names.CONNECTED)

        journey.keep_secret(service.facts["key-full"])
        program = Program(journey.folder, "--api-url", service.base_url, "--mode=qr",
                          env={"KEEBAI_API_KEY": service.facts["key-full"], **clocks.env})
        with program:
            clocks.program = program
            program.open_choice()
            scan(program, 1)
            service.turn(newest_channel="gone")
            clocks.pass_until("the news", lambda: program.sees(names.IS_GONE))
            assert program.sees(names.NUMBER_DISCONNECTED)
            program.picture("gone", settled=True)
            journey.ok("if a channel is gone half a minute later, the result page says so")
            program.press(names.CONNECT_AGAIN)
            service.turn(newest_channel="ok")
            scan(program, 2)
            journey.ok("and connected again from there")
        service.turn(newest_channel="gone")
        with start(journey, service, "key-full") as program:
            program.press(names.CONNECT_AGAIN)
            service.turn(newest_channel="ok")
            scan(program, 3)
            journey.ok("at the next start the first page says so too, and offers the same")
    journey.check_secrets(without=[service.output.out])


if __name__ == "__main__":
    sys.exit(main(channel_list, channel_active_later, channel_gone))
