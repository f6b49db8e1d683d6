#!/usr/bin/env python3
# SPDX-FileCopyrightText: The Keebai Connect developers
# SPDX-License-Identifier: GPL-3.0-or-later
"""Every page in every state, as assistive technology sees it: nothing is called by the name of its class, what can be
used has a name, and the access key is a password."""

import os
import re
import subprocess
import sys

import pyatspi
from desktop import BUILD, main, set_default_browser, wait_for

CLASS_NAME = re.compile(r"^_?(Gtk|Adw|Kc|Gdk)[A-Z]\w+")
# What a person presses or types into.
INTERACTIVE = {
    pyatspi.ROLE_PUSH_BUTTON, pyatspi.ROLE_TOGGLE_BUTTON, pyatspi.ROLE_RADIO_BUTTON, pyatspi.ROLE_CHECK_BOX,
    pyatspi.ROLE_LINK, pyatspi.ROLE_MENU_ITEM, pyatspi.ROLE_TEXT, pyatspi.ROLE_ENTRY, pyatspi.ROLE_PASSWORD_TEXT,
}


class States:
    """The program that brings the window into one state after the other (tests/ui/states.c)."""

    def __init__(self, folder):
        self.errors = open(folder / "states.err", "wb")  # pylint: disable=consider-using-with
        # Without settings: each state begins as if it were the first.
        env = {name: value for name, value in os.environ.items() if name != "GSETTINGS_SCHEMA_DIR"}
        self.child = subprocess.Popen(  # pylint: disable=consider-using-with
            [BUILD / "tests/ui/states"], stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=self.errors, text=True,
            env=env
        )

    def __iter__(self):
        """The names of the states, one at a time, while the window is in them."""
        for line in self.child.stdout:
            if line.startswith("state: "):
                yield line.removeprefix("state: ").strip()
                self.child.stdin.write("\n")
                self.child.stdin.flush()
        assert self.child.wait(20) == 0, "it came to an end"

    def app(self):
        desktop = pyatspi.Registry.getDesktop(0)
        desktop.set_cache_mask(pyatspi.Atspi.Cache.NONE)
        for app in desktop:
            if app is not None and app.get_process_id() == self.child.pid and app.childCount:
                app.set_cache_mask(pyatspi.Atspi.Cache.NONE)
                return app
        return None

    def close(self):
        self.child.kill()
        self.child.wait()
        self.errors.close()


# GTK's and libadwaita's own windows do not name all that is in them.
FOREIGN = ("about", "shortcuts")


def find_faults(node, may_lack_names, place=""):
    role = node.getRole()
    name = node.name or ""
    state = node.getState()
    if role != pyatspi.ROLE_APPLICATION and not state.contains(pyatspi.STATE_VISIBLE):
        return
    place = f"{place} › {node.getRoleName()} “{name}”"
    if CLASS_NAME.match(name):
        yield f"named by its class: {place}"
    elif not name.strip() and role in INTERACTIVE and not may_lack_names:
        yield f"without a name: {place}"
    for child in node:
        if child is not None:
            yield from find_faults(child, may_lack_names, place)


def find_all(node, role):
    if node.getRole() == role:
        yield node
    for child in node:
        if child is not None:
            yield from find_all(child, role)


def check_key_entry(app):
    """Orca reads aloud what is typed unless the role is that of a password."""
    entry, = find_all(app, pyatspi.ROLE_PASSWORD_TEXT)
    assert entry.getState().contains(pyatspi.STATE_FOCUSED), "it has the focus"
    assert "kbai" not in entry.queryText().getText(0, -1), "it does not say what it hides"
    assert not list(find_all(app, pyatspi.ROLE_TEXT)), "nothing else has the text"


def every_state(journey):
    set_default_browser(None)
    states = States(journey.folder)
    faults = {}
    n_states = 0
    try:
        for state in states:
            app = wait_for("the window", states.app)
            n_states += 1
            if state == "key-wrong":
                check_key_entry(app)
                journey.ok("the entry of the access key is a password, and does not tell it")
            for fault in find_faults(app, state in FOREIGN):
                faults.setdefault(fault, state)
    finally:
        states.close()
        for fault, state in faults.items():
            print(f"# {state}: {fault}", flush=True)
    assert n_states > 50 and not faults, f"{len(faults)} faults in {n_states} states"
    journey.ok("in every state, nothing is called by its class, and what can be used has a name")


if __name__ == "__main__":
    sys.exit(main(every_state))
