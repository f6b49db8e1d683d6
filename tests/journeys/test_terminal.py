#!/usr/bin/env python3
# SPDX-FileCopyrightText: The Keebai Connect developers
# SPDX-License-Identifier: GPL-3.0-or-later
"""The window and the terminal program share one journal and one keyring: each continues what the other has left."""

import re
import subprocess
import sys

import names
from desktop import PROGRAM, Process, Program, Service, end_keyring, main, set_default_browser, wait_for
from faults import kill, notes

CLI = PROGRAM.with_name("keebai-connect-cli")


class Terminal(Process):
    """keebai-connect-cli as a script runs it. It prints the address of the page, because it is asked for it."""

    def __init__(self, folder, service, *arguments, key="key-full"):
        env = {"KEEBAI_BASE_URL": service.base_url, **({"KEEBAI_API_KEY": service.facts[key]} if key else {})}
        super().__init__("terminal", [CLI, "whatsapp", "connect", "--no-browser", *arguments], folder / "terminal", env)

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
            journey.ok("the terminal program sees that the window has the notes")
            kill(program)
        # The address of the second one belongs to another session; the note is the window's.
        first = service.state()["sessions"][0]
        with Terminal(journey.folder, service, "--resume") as terminal:
            # The keyring has kept it.
            terminal.wait_for_line(first["verification_uri"])
            service.finish_signup(first)
            terminal.wait_for_line("Connected channel ")
            assert terminal.child.wait(10) == 0
        journey.ok("the terminal program continues what the window has left, with the same link")


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
        journey.ok("the window continues what the terminal program has left")


def ask(service, *words):
    """The terminal program, asked for something that needs a key, and only the keyring has one."""
    return subprocess.run([CLI, *words, f"--api-url={service.base_url}"], stdin=subprocess.DEVNULL,
                          capture_output=True, text=True, timeout=60, check=False)


def keep(service, key):
    """As a person would do it by hand."""
    subprocess.run(["secret-tool", "store", "--label=Keebai", "xdg:schema", "com.keebai.Connect.Key",
                    "base-url", service.base_url], input=key, text=True, check=True, timeout=20)


def keys_of_the_keyring(journey):
    with Service(journey.folder, poll_interval="1") as service:
        key = service.facts["key-full"]
        journey.keep_secret(key, service.facts["key-revoked"])
        answers = [ask(service, "whoami"), ask(service, "check")]
        assert answers[0].returncode == 5 and "It answers" in answers[1].stdout, answers
        journey.ok("with an empty keyring there is no key")

        with Program(journey.folder, "--api-url", service.base_url) as program:
            program.press(names.GET_STARTED)
            program.type_into(names.ACCESS_KEY, key)
            program.press(names.CONTINUE)
            program.find("push button", names.I_KNOW_WHICH_WAY)
        wait_for("the key in the keyring", lambda: ask(service, "whoami").returncode == 0)
        answers.append(ask(service, "whoami"))
        assert "Molino & Sol Bakery" in answers[-1].stdout, answers
        journey.ok("the terminal program uses the key that the window has kept")
        with Terminal(journey.folder, service, key=None) as terminal:
            terminal.wait_for_line("/connect/")
            service.finish_signup(service.session())
            terminal.wait_for_line("Connected channel ")
            assert terminal.child.wait(10) == 0
        journey.ok("and connects a number")

        keep(service, service.facts["key-revoked"])
        answers.append(ask(service, "whoami"))
        assert answers[-1].returncode == 5 and not re.search(r"\b401\b", answers[-1].stderr), answers
        journey.ok("a key that is not accepted: the terminal program says so")
        keep(service, f"Bearer {key}\n")
        answers.append(ask(service, "channels"))
        assert answers[-1].returncode == 0 and service.channel()["id"] in answers[-1].stdout, answers
        journey.ok("one kept by hand, as it was copied, is good enough")
        with Program(journey.folder, "--api-url", service.base_url) as program:
            program.find("push button", names.CONNECT_A_NUMBER)
        journey.ok("for the window too")

        end_keyring()
        answers.append(ask(service, "whoami"))
        assert answers[-1].returncode == 5, answers
        answers.append(ask(service, "check"))
        assert [line for line in answers[-1].stdout.splitlines() if "Keyring" in line and "It answers" not in line], answers
        journey.ok("without a keyring there is no key, and “check” says why")
        assert not [answer for answer in answers if "kbai_pk_" in answer.stdout + answer.stderr], answers
    journey.check_secrets(without=[service.output.out])
    journey.ok("the key is in no output")


if __name__ == "__main__":
    sys.exit(main(from_the_window, from_the_terminal, keys_of_the_keyring))
