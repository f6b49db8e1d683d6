#!/usr/bin/env python3
# SPDX-FileCopyrightText: The Keebai Connect developers
# SPDX-License-Identifier: GPL-3.0-or-later
"""The installed Flatpak starts and practises."""

import sys

from sandboxed import APPLICATION, SandboxedProgram
from desktop import main, read_codes, wait_for


def practise(journey):
    with SandboxedProgram(journey.folder, "--practice") as program:
        program.press("Connect a Number")
        program.press("With the phone")
        program.press("Connect")
        wait_for("a code on the screen", lambda: read_codes(program.picture("scan")))
        program.press("Pretend Phone: Scan This Code")
        program.see("Connected")
        wait_for("the line", lambda: "Connected channel " in program.output.out.read_text())
        program.picture("connected")
        journey.ok(f"{APPLICATION} starts, and its practice mode connects a number")


if __name__ == "__main__":
    sys.exit(main(practise))
