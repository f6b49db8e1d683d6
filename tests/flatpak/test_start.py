#!/usr/bin/env python3
# SPDX-FileCopyrightText: The Keebai Connect developers
# SPDX-License-Identifier: GPL-3.0-or-later
"""The installed Flatpak starts and practises."""

import subprocess
import sys

from sandboxed import APPLICATION, RUN, SandboxedProgram
import names
from desktop import Service, main, read_codes, wait_for


def practise(journey):
    with SandboxedProgram(journey.folder, "--practice") as program:
        program.press(names.CONNECT_A_NUMBER)
        program.press(names.WITH_THE_PHONE)
        program.press(names.CONNECT)
        wait_for("a code on the screen", lambda: read_codes(program.picture("scan")))
        program.press(names.PRETEND_PHONE)
        program.see(names.CONNECTED)
        wait_for("the line", lambda: "Connected channel " in program.output.out.read_text())
        program.picture("connected")
        journey.ok(f"{APPLICATION} starts, and its practice mode connects a number")


def ask_in_a_terminal(journey):
    with Service(journey.folder) as service:
        answer = subprocess.run(
            [*RUN, "--command=keebai-connect-cli", f"--env=KEEBAI_API_KEY={service.facts['key-full']}", APPLICATION,
             "whoami", f"--api-url={service.base_url}"],
            capture_output=True, text=True, timeout=60, check=False)
        assert answer.returncode == 0 and "Molino & Sol Bakery" in answer.stdout, answer
        journey.ok(f"{APPLICATION} has the program for the terminal in it")


if __name__ == "__main__":
    sys.exit(main(practise, ask_in_a_terminal))
