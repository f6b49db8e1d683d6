#!/usr/bin/env python3
# SPDX-FileCopyrightText: The Keebai Connect developers
# SPDX-License-Identifier: GPL-3.0-or-later
"""Defaults and locks in the sandbox, set as docs/deployment.md tells an administrator to do it: runs its examples
unchanged, as root and for a per-user installation."""

import os
import re
import subprocess
import sys
from pathlib import Path

from sandboxed import APPLICATION, SandboxedProgram
import names
from desktop import main

sys.path.insert(0, str(Path(__file__).resolve().parents[1] / "deployment"))
import examples  # noqa: E402  pylint: disable=wrong-import-position

# Where the page puts it.
FOLDER = Path("/opt/keebai-connect")
# The variables of the journeys' desktop do not apply to a program that gets its own from an override.
OUTSIDE = {name: value for name, value in os.environ.items() if not name.startswith(("GSETTINGS_", "DCONF_"))}


class OverriddenProgram(SandboxedProgram):
    command = ("flatpak", "run", "--die-with-parent", "--unset-env=GSETTINGS_SCHEMA_DIR", APPLICATION)


def write_tools(folder):
    """Replaces `sudo`; and puts overrides into the per-user installation, where the journeys have installed the
    program."""
    folder.mkdir(exist_ok=True)
    flatpak = subprocess.run(["sh", "-c", "command -v flatpak"], capture_output=True, text=True, check=True).stdout.strip()
    override = 'if [ "$1" = override ]; then shift; set -- override --user "$@"; fi'
    for name, body in (("sudo", 'exec "$@"'), ("flatpak", f'{override}\nexec {flatpak} "$@"')):
        (folder / name).write_text(f"#!/bin/sh\n{body}\n")
        (folder / name).chmod(0o755)


def run(folder, block, status=0):
    result = subprocess.run(["sh", "-eu", "-c", block], env={**OUTSIDE, "PATH": f"{folder / 'tools'}:{OUTSIDE['PATH']}"},
                            capture_output=True, text=True, timeout=120, check=False)
    assert result.returncode == status, f"{block}\nended with {result.returncode}:\n{result.stdout}{result.stderr}"
    return result.stdout


def locked(folder, look):
    # Without a key `check` has something to say.
    line = re.search("^Settings: ok: Set by your organization: (.*)$", run(folder, look, status=5), re.M)
    return line[1].split(", ") if line else []


def examples_of_the_page(journey):
    assert not FOLDER.exists(), f"{FOLDER} is there already"
    write_tools(journey.folder / "tools")
    set_up, look, take_back, defaults = examples.read()["Flatpak"]
    assert locked(journey.folder, look) == []
    run(journey.folder, set_up)
    try:
        assert locked(journey.folder, look) == ["ways", "channel-name", "practice-allowed"]
        journey.ok("the program for the terminal sees in the sandbox what is locked")
        for name in ("GSETTINGS_BACKEND", "DCONF_PROFILE"):
            os.environ.pop(name, None)
        with OverriddenProgram(journey.folder) as program:
            program.find("push button", names.GET_STARTED)
            assert not list(program.all("push button", names.PRACTICE_FIRST))
            program.picture("locked", settled=True)
        journey.ok("and so does the window, which offers no practice and warns of nothing")
    finally:
        run(journey.folder, take_back)
    assert locked(journey.folder, look) == []
    assert not FOLDER.exists()
    journey.ok("it is undone")
    run(journey.folder, defaults)
    assert locked(journey.folder, look) == []
    value = run(journey.folder, f"flatpak run --command=gsettings {APPLICATION} get {APPLICATION} channel-name")
    assert value == "'Desk {host}'\n", value
    journey.ok("defaults without a lock are in the person's own file")


if __name__ == "__main__":
    sys.exit(main(examples_of_the_page))
