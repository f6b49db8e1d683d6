#!/usr/bin/env python3
# SPDX-FileCopyrightText: The Keebai Connect developers
# SPDX-License-Identifier: GPL-3.0-or-later
"""The installed Flatpak starts in practice mode."""

import gettext
import os
import sys
from pathlib import Path

from sandboxed import APPLICATION, SandboxedProgram, ask_terminal, desktop, terminal_command
import names
from desktop import Process, Service, main, read_codes, wait_for


def practise(journey):
    with SandboxedProgram(journey.folder, "--practice") as program:
        program.open_choice()
        program.press(names.WITH_THE_PHONE)
        program.press(names.CONNECT)
        wait_for("a code on the screen", lambda: read_codes(program.picture("scan")))
        program.press(names.PRETEND_PHONE)
        program.see(names.CONNECTED)
        wait_for("the line", lambda: "Connected channel " in program.output.out.read_text())
        program.picture("connected")
        journey.ok(f"{APPLICATION} starts, and its practice mode connects a number")


def is_current(service, code):
    """The code, if it belongs to the newest session."""
    current = (service.session() or {}).get("code")
    return current if current and code == current.encode() else None


def ask_in_a_terminal(journey):
    with Service(journey.folder) as service:
        address, key = f"--api-url={service.base_url}", service.facts["key-full"]
        journey.keep_secret(key)
        answer = ask_terminal("whoami", address, KEEBAI_API_KEY=key)
        assert answer.returncode == 0 and "Molino & Sol Bakery" in answer.stdout, answer
        journey.ok(f"{APPLICATION} has the program for the terminal in it")
        # Where docs/install.md says: the sandbox shares this folder, and usually it has the same path there.
        inside = f"/run/user/{os.getuid()}/app/{APPLICATION}/code.png"
        picture = Path(os.environ["XDG_RUNTIME_DIR"]) / "app" / APPLICATION / "code.png"
        command = terminal_command("whatsapp", "connect", "--qr", f"--qr-file={inside}", address, KEEBAI_API_KEY=key)
        with Process("terminal", command, journey.folder / "terminal") as terminal:
            code = wait_for("the current code in the picture", lambda: is_current(service, read_codes(picture)))
            assert picture.stat().st_mode & 0o777 == 0o600
            service.scan(code)
            wait_for("the line", lambda: "Connected channel " in terminal.output.out.read_text())
            assert terminal.child.wait(20) == 0 and not picture.exists()
        journey.ok("it keeps the code in a picture that can be seen from outside, and connects a number")


def speak_spanish(journey):
    """The program itself contains all languages: a bundle has nothing beside it."""
    spanish = gettext.translation("keebai-connect", desktop.BUILD / "po", ["es"]).gettext
    language = {"LC_ALL": "es_AR.UTF-8"}
    with SandboxedProgram(journey.folder, "--practice", env=language) as program:
        program.see(spanish("Practice: nothing leaves this computer"))
        program.picture("spanish", settled=True)
        assert not program.sees(names.PRACTICE_BANNER)
    journey.ok(f"the window of {APPLICATION} speaks Spanish")
    with Service(journey.folder) as service:
        answer = ask_terminal("whoami", f"--api-url={service.base_url}", KEEBAI_API_KEY=service.facts["key-full"], **language)
    assert spanish("Company") in answer.stdout and spanish("Company") != "Company", answer
    journey.ok("and so does the program for the terminal")


if __name__ == "__main__":
    sys.exit(main(practise, ask_in_a_terminal, speak_spanish))
