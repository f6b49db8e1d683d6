#!/usr/bin/env python3
# SPDX-FileCopyrightText: The Keebai Connect developers
# SPDX-License-Identifier: GPL-3.0-or-later
"""Listens to the program as a screen reader does.

spoken.py NAME FILE appends a line of JSON to FILE for everything that is said of the application NAME. The rules
are those of Orca 43: the object that gets the focus, with its role, its state, its description, and the named
groups that it is in; a change of the name, description or state of that object, or of the name of its window;
an announcement. It runs in a process of its own, so that it looks at an object in the moment of its event.
"""

import json
import re
import sys
from pathlib import Path

import pyatspi
from gi.repository import GLib

# libatspi prints a warning about a program that has just started and is not on the bus yet; it is asked again.
GLib.log_set_handler("dbind", GLib.LogLevelFlags.LEVEL_WARNING, lambda *_: None, None)

ROLES = {"push button": "button", "text": "entry", "password text": "password", "check box": "switch"}
# The roles that a screen reader names when the focus enters them.
GROUPS = ("panel", "grouping", "list", "page tab list", "dialog", "alert")
# Unicode marks around foreign text; nobody says them.
MARKS = dict.fromkeys(map(ord, "\u2066\u2067\u2068\u2069\u200e\u200f"))
EVENTS = (
    "object:state-changed:focused",
    "object:state-changed:checked",
    "object:state-changed:expanded",
    "object:property-change:accessible-name",
    "object:property-change:accessible-description",
    "object:announcement",
)


def plain(text):
    return re.sub(r"\s+", " ", (text or "").translate(MARKS)).strip()


def describe(node):
    state = node.getState()
    role = node.getRoleName()
    words = [plain(node.name), ROLES.get(role, role)]
    if role in ("check box", "radio button", "toggle button"):
        words.append("on" if state.contains(pyatspi.STATE_CHECKED) else "off")
    if state.contains(pyatspi.STATE_EXPANDABLE):
        words.append("open" if state.contains(pyatspi.STATE_EXPANDED) else "closed")
    if not state.contains(pyatspi.STATE_SENSITIVE):
        words.append("unavailable")
    return ", ".join(word for word in words if word)


def find_groups(node):
    """The names of the groups that contain the node, the outermost first."""
    names = []
    group = node.parent
    while group is not None and group.getRole() != pyatspi.ROLE_APPLICATION:
        if group.getRoleName() in GROUPS and plain(group.name) not in ("", plain(node.name)):
            names.insert(0, plain(group.name))
        group = group.parent
    return list(dict.fromkeys(names))


def find_focus(node):
    if node.getState().contains(pyatspi.STATE_FOCUSED):
        return node
    return next(filter(None, (find_focus(child) for child in node if child is not None)), None)


class ScreenReader:
    def __init__(self, name, path):
        self.name = name
        self.begins = Path(f"{path}.look")
        self.file = open(path, "a", encoding="utf-8")  # pylint: disable=consider-using-with
        self.focus = None
        self.known = {}  # what was said about the focus, and about the window
        self.groups = []

    def say(self, text, focus=False):
        if text := plain(text):
            self.file.write(json.dumps({"text": text, "focus": focus}, ensure_ascii=False) + "\n")
            self.file.flush()

    def on_event(self, event):
        try:
            if self.focus is not None and event.source.getApplication().name == self.name:
                self.take(event)
        except (AttributeError, RuntimeError, LookupError, GLib.GError):
            pass  # gone meanwhile

    def take(self, event):
        source = event.source
        # Not every object reports every change.
        source.getApplication().set_cache_mask(pyatspi.Atspi.Cache.NONE)
        if event.type == "object:state-changed:focused":
            if event.detail1:
                self.take_focus(source)
        elif event.type == "object:announcement":
            self.say(event.any_data)
        elif event.type.startswith("object:property-change"):
            kind = event.type.rsplit("-", 1)[1]
            if source == self.focus or (kind == "name" and source.getRole() == pyatspi.ROLE_FRAME):
                self.say_change(source, kind, event.any_data)
        elif source == self.focus and describe(source) != self.known.get("all"):
            self.known["all"] = describe(source)
            self.say(describe(source))

    def say_change(self, source, kind, text):
        """Records it unless it is what was just said."""
        what = kind if source == self.focus else "frame"
        if self.known.get(what) != text:
            self.say(text)
        self.known[what] = text

    def look(self):
        """Begins with the current window, once the file FILE.look exists."""
        if not self.begins.exists():
            return True
        try:
            for app in pyatspi.Registry.getDesktop(0):
                if app is not None and app.name == self.name:
                    app.set_cache_mask(pyatspi.Atspi.Cache.NONE)
                    self.take_window(app[0])
        except (AttributeError, RuntimeError, LookupError, GLib.GError):
            pass  # not yet
        return self.focus is None

    def take_window(self, frame):
        if self.known.get("frame") != frame.name:
            self.known["frame"] = frame.name
            self.say(frame.name)
        focus = find_focus(frame)
        if focus is not None and focus != self.focus:
            self.take_focus(focus)

    def take_focus(self, source):
        if source == self.focus:
            return
        groups = find_groups(source)
        new = "".join(f"[{group}] " for group in groups if group not in self.groups)
        self.groups = groups
        self.focus = source
        # A heading has no description of its own; what the program says next appears there, as a change.
        description = "" if source.getRole() == pyatspi.ROLE_HEADING else source.description
        self.known.update(name=source.name, description=description, all=describe(source))
        self.say(new + describe(source), focus=True)
        self.say(description)


def main():
    reader = ScreenReader(*sys.argv[1:3])
    GLib.timeout_add(200, reader.look)
    pyatspi.Registry.registerEventListener(reader.on_event, *EVENTS)
    print("listens", flush=True)
    pyatspi.Registry.start()


if __name__ == "__main__":
    main()
