#!/usr/bin/env python3
# SPDX-FileCopyrightText: The Keebai Connect developers
# SPDX-License-Identifier: GPL-3.0-or-later
"""The installed Flatpak starts and practises."""

import sys

from sandboxed import APPLICATION, SandboxedProgram
import names
from desktop import main, read_codes, wait_for


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


if __name__ == "__main__":
    sys.exit(main(practise))
