# SPDX-FileCopyrightText: The Keebai Connect developers
# SPDX-License-Identifier: GPL-3.0-or-later
"""What is remembered of attempts, and the report about one: kept over a restart, searched, deleted, and
without a secret."""

import sys

import names
from desktop import Program, Service, main, set_default_browser, wait_for


def open_from_menu(program, name):
    program.key("F10")
    program.press(name, role="menu item")


def remembered(journey):
    set_default_browser("/bin/true %u")
    with Service(journey.folder) as service:
        key = service.facts["key-full"]
        journey.keep_secret(key)

        def open_program():
            return Program(journey.folder, "--api-url", service.base_url, env={"KEEBAI_API_KEY": key})

        with open_program() as program:
            program.find("push button", names.CONNECT_A_NUMBER)
            open_from_menu(program, names.MENU_HISTORY)
            program.see(names.NOTHING_REMEMBERED)
            program.key("Escape")
            journey.ok("nothing is remembered at first")

            program.open_choice()
            program.press(names.IN_THE_BROWSER)
            program.press(names.CONNECT)
            wait_for("a session", service.session)
            link = service.session()["verification_uri"]
            journey.keep_secret(link)
            program.press(names.CANCEL)
            program.press(names.STOP)
            service.turn(next_start="422")
            program.press(names.CONNECT)
            program.see(names.DECLINED)
            open_from_menu(program, names.MENU_REPORT)
            report = program.copy(names.COPY_REPORT)
            assert report == program.find(None, names.THE_REPORT).queryText().getText(0, -1)
            assert "HTTP status: 422" in report, report
            assert key not in report and link not in report, report
            program.key("Escape")
            journey.ok("the report says what happened, and no secret")

        with open_program() as program:
            program.find("push button", names.CONNECT_A_NUMBER)
            open_from_menu(program, names.MENU_HISTORY)
            program.see(names.OUTCOME_CANCELED)
            program.see(names.OUTCOME_NOT_CONNECTED)
            journey.ok("both attempts are there after a restart")
            nothing = "555"
            program.type_into(names.SEARCH_HISTORY, nothing)
            program.see(names.NOTHING_FOUND)
            program.type_into(names.SEARCH_HISTORY, str())
            program.see(names.OUTCOME_CANCELED)
            journey.ok("the search finds nothing where nothing is")
            program.press(names.CLEAR_HISTORY)
            program.press(names.CLEAR)
            program.see(names.NOTHING_REMEMBERED)
        with open_program() as program:
            program.find("push button", names.CONNECT_A_NUMBER)
            open_from_menu(program, names.MENU_HISTORY)
            program.see(names.NOTHING_REMEMBERED)
            journey.ok("what was deleted does not come back")
    journey.check_secrets(without=[service.output.out])
    journey.ok("neither key nor link stand in any output")


if __name__ == "__main__":
    sys.exit(main(remembered))
