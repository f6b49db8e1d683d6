#!/usr/bin/env python3
# SPDX-FileCopyrightText: The Keebai Connect developers
# SPDX-License-Identifier: GPL-3.0-or-later
"""The window and the terminal have one journal and one keyring: each goes on with what the other has left."""

import sys

import names
from desktop import PROGRAM, Process, Program, Service, main, set_default_browser, wait_for
from faults import kill, notes

CLI = PROGRAM.with_name("keebai-connect-cli")


class Terminal(Process):
    """keebai-connect-cli as a script runs it. What it writes down is the address of the page, for that is what
    it is asked for."""

    def __init__(self, folder, service, *arguments):
        super().__init__("terminal", [CLI, "whatsapp", "connect", "--no-browser", *arguments], folder / "terminal",
                         env={"KEEBAI_API_KEY": service.facts["key-full"], "KEEBAI_BASE_URL": service.base_url})

    @property
    def pid(self):
        return self.child.pid

    def wait_for_line(self, text):
        wait_for(f"{text!r} in the terminal", lambda: text in str(self.output))


def open_window(journey, service):
    set_default_browser("true %u")
    return Program(journey.folder, "--api-url", service.base_url, "--mode=embedded",
                   env={"KEEBAI_API_KEY": service.facts["key-full"]})


def from_the_window(journey):
    with Service(journey.folder, poll_interval="1") as service:
        with open_window(journey, service) as program:
            program.open_choice()
            program.press(names.CONNECT)
            program.see(names.WAITING_FOR_BROWSER)
            wait_for("the notes", lambda: notes(service.base_url))
            with Terminal(journey.folder, service, "--new") as second:
                second.wait_for_line("open elsewhere")
            journey.ok("the terminal sees that the window has the notes")
            kill(program)
        # That of the second one is another session; the note is the window's.
        first = service.state()["sessions"][0]
        with Terminal(journey.folder, service, "--resume") as terminal:
            # The keyring has kept it.
            terminal.wait_for_line(first["verification_uri"])
            service.finish_signup(first)
            terminal.wait_for_line("Connected channel ")
            assert terminal.child.wait(10) == 0
        journey.ok("the terminal goes on with what the window has left, with the same link")


def from_the_terminal(journey):
    with Service(journey.folder, poll_interval="1") as service:
        with Terminal(journey.folder, service) as terminal:
            terminal.wait_for_line("/connect/")
            wait_for("the notes", lambda: notes(service.base_url))
            kill(terminal)
        with open_window(journey, service) as program:
            program.see(names.UNFINISHED)
            program.press(names.GO_ON)
            program.see(names.WAITING_FOR_BROWSER)
            service.finish_signup(service.session())
            program.see(names.CONNECTED)
        assert service.n_sessions() == 1
        journey.ok("the window goes on with what the terminal has left")


if __name__ == "__main__":
    sys.exit(main(from_the_window, from_the_terminal))
