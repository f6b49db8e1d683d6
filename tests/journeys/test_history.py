# SPDX-FileCopyrightText: The Keebai Connect developers
# SPDX-License-Identifier: GPL-3.0-or-later
"""What is recorded about attempts, and the report about one: kept over a restart, searched, deleted, and without a
secret."""

import sys

import names
from desktop import Program, Service, main, read_clipboard, set_default_browser, wait_for
from faults import notes_folder


def recorded(journey):
    set_default_browser("/bin/true %u")
    with Service(journey.folder) as service:
        key = service.facts["key-full"]
        journey.keep_secret(key)

        def open_program():
            return Program(journey.folder, "--api-url", service.base_url, env={"KEEBAI_API_KEY": key})

        with open_program() as program:
            program.find("push button", names.CONNECT_A_NUMBER)
            program.open_from_menu(names.MENU_HISTORY)
            program.see(names.NOTHING_REMEMBERED)
            program.key("Escape")
            journey.ok("the history is empty at first")

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
            program.open_from_menu(names.MENU_REPORT)
            report = program.copy(names.COPY_REPORT)
            assert report == program.find(None, names.THE_REPORT).queryText().getText(0, -1)
            assert "HTTP status: 422" in report, report
            assert key not in report and link not in report, report
            program.key("Escape")
            journey.ok("the report says what happened, and no secret")

        with open_program() as program:
            program.find("push button", names.CONNECT_A_NUMBER)
            program.open_from_menu(names.MENU_HISTORY)
            program.see(names.CANCELLED)
            program.see(names.DECLINED)
            journey.ok("both attempts are there after a restart, called as on their pages")
            program.click(names.CANCELLED)
            program.click(names.SHOW_REPORT)
            report = program.find(None, names.THE_REPORT).queryText().getText(0, -1)
            assert "End: cancelled" in report and "HTTP status" not in report, report
            assert key not in report and link not in report, report
            program.key("Escape")
            journey.ok("the report of the earlier attempt is kept with it")
            nothing = "555"
            program.type_into(names.SEARCH_HISTORY, nothing)
            program.see(names.NOTHING_FOUND)
            program.type_into(names.SEARCH_HISTORY, str())
            program.see(names.CANCELLED)
            journey.ok("the search finds nothing where nothing is")
            program.press(names.CLEAR_HISTORY)
            program.press(names.CLEAR)
            program.see(names.NOTHING_REMEMBERED)
        with open_program() as program:
            program.find("push button", names.CONNECT_A_NUMBER)
            program.open_from_menu(names.MENU_HISTORY)
            program.see(names.NOTHING_REMEMBERED)
            journey.ok("what was deleted does not come back")
    journey.check_secrets(without=[service.output.out])
    journey.ok("neither key nor link is in any output")


def report_kept(journey):
    set_default_browser("/bin/true %u")
    with Service(journey.folder, next_start="422") as service:
        key = service.facts["key-full"]
        journey.keep_secret(key)
        with Program(
            journey.folder, "--api-url", service.base_url, "--mode=embedded", env={"KEEBAI_API_KEY": key}
        ) as program:
            program.open_choice()
            program.press(names.CONNECT)
            program.see(names.DECLINED)
            program.open_from_menu(names.MENU_REPORT)
            report = program.find(None, names.THE_REPORT).queryText().getText(0, -1)
            assert "HTTP status: 422" in report, report
            program.press(names.COPY_REPORT)
            wait_for("the report in the clipboard", lambda: read_clipboard().strip() == report.strip())
            journey.ok("the report that is shown is the one in the clipboard")

            program.press(names.SAVE_REPORT)
            place = journey.folder / "report.txt"
            program.type_into(names.FILE_NAME, str(place))
            program.press(names.SAVE_FILE)
            program.see(names.REPORT_SAVED)
            saved = place.read_text()
            assert saved.strip() == report.strip(), saved
            assert key not in saved and key[-8:] not in saved, saved
            assert place.stat().st_mode & 0o777 == 0o600, oct(place.stat().st_mode)
            journey.ok("and the one in the file that it is saved to, which only its owner can read")
    journey.check_secrets(without=[service.output.out])


def deleted(journey):
    with Service(journey.folder, outcome_delay="0") as service:
        key = service.facts["key-full"]
        journey.keep_secret(key)

        def open_program():
            return Program(journey.folder, "--api-url", service.base_url, "--mode=qr", env={"KEEBAI_API_KEY": key})

        with open_program() as program:
            program.open_choice()
            program.press(names.CONNECT)
            service.scan(wait_for("a code", lambda: (service.session() or {}).get("code")))
            program.see(names.CONNECTED)
            wait_for("the note", lambda: list(notes_folder().glob("channels-*.json")))
            program.open_from_menu(names.MENU_HISTORY)
            program.press(names.CLEAR_HISTORY)
            program.press(names.CLEAR)
            program.see(names.NOTHING_REMEMBERED)
            program.press(names.FORGET_NUMBERS)
            program.press(names.FORGET)
            wait_for("the button to go", lambda: not any(program.all("push button", names.FORGET_NUMBERS)))
            wait_for("the file to go", lambda: not list(notes_folder().glob("channels-*.json")))
        service.turn(newest_channel="gone")
        with open_program() as program:
            program.find("push button", names.SEVERAL_NUMBERS)
            wait_for("the list", lambda: service.state()["counts"]["endpoints"]["channels"])
            program.see(names.CHANNEL_ACTIVE)
            assert not program.sees(names.IS_GONE)
            journey.ok("the channels that were connected here are forgotten, and their file is gone")
    journey.check_secrets(without=[service.output.out])


if __name__ == "__main__":
    sys.exit(main(recorded, report_kept, deleted))
