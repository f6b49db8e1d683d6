#!/usr/bin/env python3
# SPDX-FileCopyrightText: The Keebai Connect developers
# SPDX-License-Identifier: GPL-3.0-or-later
"""Runs every example of docs/deployment.md as it stands there, each section on a computer of its own
(in-root.sh); those of Flatpak are run by tests/flatpak/test_locks.py.

Arguments: the programs' folder, the folder of the compiled schema.
"""

import os
import re
import shutil
import subprocess
import sys
import tempfile
import traceback
import xml.etree.ElementTree as ElementTree
from pathlib import Path

import examples

HERE = Path(__file__).resolve().parent
PROGRAMS, SCHEMAS = (Path(argument).resolve() for argument in sys.argv[1:3])


class Computer:
    """A computer with the programs installed, and a person who may use sudo."""

    def __init__(self, place, name):
        self.place = place
        self.root = place / "computers" / name
        self.tools = place / "tools"
        self.here = place / "here"
        for folder in (self.root.parent, self.tools, self.here):
            folder.mkdir(parents=True, exist_ok=True)
        self.write_tool("sudo", 'exec "$@"')
        # What is sent to another computer runs there; one that is switched off does not answer.
        self.write_tool("ssh", f"""
            [ "$1" != -o ] || shift 2
            desk=$1; shift
            [ "$desk" != off ] || exit 255
            exec {HERE}/in-root.sh {self.root.parent}/"$desk" sh -c "$*" """)

    def write_tool(self, name, body):
        path = self.tools / name
        path.write_text(f"#!/bin/sh\n{body}\n")
        path.chmod(0o755)

    def run(self, commands, status=0):
        """Returns what the commands print; `commands` is a block of the page."""
        environment = {"PATH": f"{self.tools}:{PROGRAMS}:{os.environ['PATH']}", "GSETTINGS_SCHEMA_DIR": str(SCHEMAS),
                       "LC_ALL": "C.UTF-8", "no_proxy": "*", "DBUS_SESSION_BUS_ADDRESS": "unix:path=/nonexistent"}
        result = subprocess.run([HERE / "in-root.sh", self.root, "sh", "-eu", "-c", commands], env=environment,
                                cwd=self.here, stdin=subprocess.DEVNULL, capture_output=True, text=True, timeout=60, check=False)
        assert result.returncode == status, f"{commands}\nended with {result.returncode}:\n{result.stdout}{result.stderr}"
        return result.stdout


def locked(computer, environment=""):
    """The keys that keebai-connect-cli reports as locked."""
    line = re.search("^Settings: ok: Set by your organization: (.*)$", computer.run(f"{environment} keebai-connect-cli check || true"), re.M)
    return line[1].split(", ") if line else []


def native_with_dconf(place, blocks):
    """native, with dconf: set, checked and undone"""
    computer = Computer(place, "desk-01")
    assert locked(computer) == []
    set_up, look, take_back = blocks
    computer.run(set_up)
    # Without a key `check` has something to say.
    seen = computer.run(look, status=5)
    assert "com.keebai.Connect channel-name 'Desk {host}'" in seen, seen
    assert "com.keebai.Connect support-address 'it@example.com'" in seen, seen
    assert re.search("^false$", seen, re.M), seen
    assert "Settings: ok: Set by your organization: pipeline, practice-allowed\n" in seen, seen
    # What the page says about options.
    for options, fine in (("--pipeline=pip_mine", False), ("--pipeline=pip_front_desk", True), ("--qr --name=Mine", True)):
        printed = computer.run(f"keebai-connect-cli whatsapp connect --json {options} 2>&1 || true")
        assert ("Set by your organization" in printed) != fine, (options, printed)
    computer.run(take_back)
    assert locked(computer) == []
    assert computer.run("gsettings get com.keebai.Connect pipeline") == "''\n"


def native_without_dconf(place, blocks):
    """native, without dconf: the file, and the environment of the next login"""
    computer = Computer(place, "server")
    set_up, look = blocks
    computer.run(set_up)
    seen = computer.run(look, status=5)
    assert "Settings: ok: Set by your organization: service-address, keep-key-allowed\n" in seen, seen
    assert "Keyring: ok: It is not used here.\n" in seen, seen
    login = computer.run("cat /etc/environment").strip()
    assert locked(computer, login) == ["service-address", "keep-key-allowed"], login
    printed = computer.run(f"{login} keebai-connect-cli whoami --api-url=https://other.example/v1 2>&1", status=2)
    assert printed == "keebai-connect-cli: --api-url: Set by your organization\n", printed


def fifty_desks(place, blocks):
    """fifty desks: one is switched off and reported; a second run reaches it"""
    office = Computer(place, "office")
    make, roll_out, look = blocks
    office.run(make)
    (office.here / "desks.txt").write_text("desk-01\noff\ndesk-03\n")
    printed = office.run(f"( {roll_out}\n) 2>&1", status=1)
    assert "desk-01: done\n" in printed and "desk-03: done\n" in printed, printed
    assert printed.endswith("not reached: off\n"), printed
    everything = ["service-address", "ways", "channel-name", "hide-questions", "practice-allowed", "keep-key-allowed",
                  "support-address"]
    assert office.run(look) == f"Settings: ok: Set by your organization: {', '.join(everything)}\n"
    assert locked(Computer(place, "desk-03")) == everything
    assert locked(office) == []

    (office.here / "desks.txt").write_text("desk-01\ndesk-03\ndesk-02\n")
    printed = office.run(roll_out)
    assert printed == "desk-01: done\ndesk-03: done\ndesk-02: done\n", printed
    assert locked(Computer(place, "desk-02")) == everything


def table(_place, _blocks):
    """the table has every key of the schema that does not store a state of the window"""
    schema = ElementTree.parse(next(SCHEMAS.glob("*.gschema.xml")))
    keys = [key.get("name") for key in schema.iter("key")]
    state = ["window-width", "window-height", "window-maximized", "keep-key", "phone", "number-answers"]
    assert examples.settings() == [key for key in keys if key not in state], keys


STORIES = {
    "What can be decided": table,
    "Native, with dconf": native_with_dconf,
    "Native, without dconf": native_without_dconf,
    "Fifty desks": fifty_desks,
    "Flatpak": None,  # tests/flatpak/test_locks.py
}


def main():
    with tempfile.TemporaryDirectory(prefix="keebai-deployment.") as folder:
        tried = subprocess.run([HERE / "in-root.sh", Path(folder) / "try", "true"], check=False)
        missing = [tool for tool in ("dconf", "gsettings") if not shutil.which(tool)]
        if tried.returncode == 77 or missing:
            print(f"1..0 # SKIP {' and '.join(missing) or 'no namespace'} here")
            return 77
    sections = examples.read()
    failed = sections.keys() != STORIES.keys()
    print(f"{'not ok' if failed else 'ok'} 1 - every section has its story {sorted(sections.keys() ^ STORIES.keys()) or ''}")
    stories = [(heading, story) for heading, story in STORIES.items() if story is not None and heading in sections]
    for number, (heading, story) in enumerate(stories, 2):
        try:
            with tempfile.TemporaryDirectory(prefix="keebai-deployment.") as folder:
                story(Path(folder), sections[heading])
        except Exception:  # pylint: disable=broad-except
            failed = True
            print(f"not ok {number} - {heading}")
            for line in traceback.format_exc().splitlines():
                print(f"# {line}")
        else:
            print(f"ok {number} - {story.__doc__}")
    print(f"1..{len(stories) + 1}")
    return 1 if failed else 0


if __name__ == "__main__":
    sys.exit(main())
