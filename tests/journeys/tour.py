#!/usr/bin/env python3
# SPDX-FileCopyrightText: The Keebai Connect developers
# SPDX-License-Identifier: GPL-3.0-or-later
"""Drives the window in practice mode through both ways, as a newcomer would, and takes a picture of every page.
Usage: tour.py FOLDER-FOR-PICTURES"""

import sys
from pathlib import Path

import names
from desktop import Program, read_codes, set_default_browser, wait_for


def main():
    folder = Path(sys.argv[1])
    stand_in = Path(__file__).with_name("stand_in_browser.py")
    set_default_browser(f"/usr/bin/python3 {stand_in} 4 finish %u")
    with Program(folder, "--practice") as program:
        def picture(name):
            print(f"    {program.picture(name, settled=True).name}", flush=True)

        print("In the browser:")
        program.find("push button", names.CONNECT_A_NUMBER)
        picture("1-welcome")
        program.open_choice()
        program.find(None, names.IN_THE_BROWSER)
        picture("2-choose")
        program.press(names.IN_THE_BROWSER)
        program.press(names.CONNECT)
        program.see(names.TIME_LEFT)
        picture("3-browser")
        program.see(names.CONNECTED)
        picture("4-connected-in-the-browser")
        program.press(names.CONNECT_ANOTHER)

        print("With the phone:")
        program.press(names.I_KNOW_WHICH_WAY)
        program.press(names.WITH_THE_PHONE)
        picture("5-choose-the-phone")
        program.press(names.CONNECT)
        wait_for("a code on the screen", lambda: has_code(program.picture("6-scan")))
        picture("6-scan")
        program.press(names.PRETEND_PHONE)
        # This lasts two seconds, which a busy machine may miss.
        wait_for("the phone to have scanned", lambda: program.sees(names.LINKING) or program.sees(names.CONNECTED))
        picture("7-linking")
        program.see(names.CONNECTED)
        picture("8-connected-by-phone")
        wait_for("both lines", lambda: program.output.out.read_text().count("Connected channel ") == 2)
    print(program.output.out.read_text(), end="")
    errors = program.output.err.read_text()
    for path in (program.output.out, program.output.err):
        path.unlink()
    if errors:
        print(errors, file=sys.stderr)
        return 1
    return 0


def has_code(picture):
    """With zbarimg: a code that can be read; without it: enough pure black on pure white."""
    try:
        return bool(read_codes(picture))
    except FileNotFoundError:
        import subprocess

        black = subprocess.run(
            ["convert", str(picture), "-fill", "white", "+opaque", "black", "-format", "%[fx:1-mean]", "info:"],
            capture_output=True, text=True, check=True,
        ).stdout
        return float(black) > 0.05


if __name__ == "__main__":
    sys.exit(main())
