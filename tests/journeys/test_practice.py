#!/usr/bin/env python3
# SPDX-FileCopyrightText: The Keebai Connect developers
# SPDX-License-Identifier: GPL-3.0-or-later
"""Practice: the person chooses what shall happen, also during an attempt."""

import sys

import names
from desktop import Program, Service, main, set_default_browser


def choose(program, scenario):
    program.press(names.PRACTICE_OUTCOME)
    program.press(scenario)


def connect(program, way):
    program.press(way)
    program.press(names.CONNECT)


def scenarios(journey):
    set_default_browser("/bin/true %u")
    with Program(journey.folder, "--practice") as program:
        program.find("push button", names.CONNECT_A_NUMBER)
        choose(program, names.SCENARIO_CANCELED)
        program.open_choice()
        connect(program, names.IN_THE_BROWSER)
        program.see(names.CANCELLED)
        journey.ok("in the browser: it is canceled, as chosen")
        choose(program, names.SCENARIO_WORKS)
        program.press(names.START_AGAIN)
        program.see(names.WAITING_FOR_BROWSER)
        choose(program, names.SCENARIO_TIME_OUT)
        program.see(names.ENDED_EARLY)
        journey.ok("while it runs the choice can be changed: its time runs out")
        choose(program, names.SCENARIO_DEVICE_LIMIT)
        program.press(names.USE_PHONE_INSTEAD)
        program.press(names.CONNECT)
        program.press(names.PRETEND_PHONE)
        program.see(names.NOT_LINKED)
        journey.ok("with the phone: four devices are linked to it already")
        choose(program, names.SCENARIO_NO_PERMISSION)
        program.press(names.USE_BROWSER_INSTEAD)
        program.press(names.CONNECT)
        program.press(names.CHANGE_KEY)
        program.see(names.THIS_KEY_LACKS)
        program.see(names.PRACTICE_WAY_ON)
        program.picture("no-permission", settled=True)
        choose(program, names.SCENARIO_WORKS)
        program.see(names.KEY_ACCEPTED)
        journey.ok("the key lacks a permission, and gets it back")


def from_the_menu(journey):
    with Service(journey.folder) as service:
        with Program(journey.folder, "--api-url", service.base_url,
                     env={"KEEBAI_API_KEY": service.facts["key-full"]}) as program:
            program.find("push button", names.CONNECT_A_NUMBER)
            program.focus()
            program.key("F10")
            program.see(names.PRACTICE)
            program.key("p")
            program.see(names.PRACTICE_BANNER)
            program.press(names.LEAVE_PRACTICE)
            program.find("push button", names.CONNECT_A_NUMBER)
            errors = program.output.err.read_text()
            assert "CRITICAL" not in errors and "WARNING" not in errors, errors
            journey.ok("from the main menu, and back: nothing of the first pages is left in use")


if __name__ == "__main__":
    sys.exit(main(scenarios, from_the_menu))
