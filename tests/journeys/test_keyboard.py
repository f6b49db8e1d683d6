#!/usr/bin/env python3
# SPDX-FileCopyrightText: The Keebai Connect developers
# SPDX-License-Identifier: GPL-3.0-or-later
"""Escape on every page and in every window, and each shortcut that the shortcuts window lists."""

import sys
import xml.etree.ElementTree as ElementTree
from pathlib import Path

import names
from desktop import Program, Service, main, set_default_browser, wait_for

SHORTCUTS = Path(__file__).parents[2] / "src/ui/window/kc-shortcuts.ui"
KEY_NAMES = {"<Alt>": "alt+", "<Control>": "ctrl+"}


def gone(program, text):
    wait_for(f"“{text}” to go", lambda: not program.sees(text))


def start(journey, service):
    key = service.facts["key-full"]
    journey.keep_secret(key)
    program = Program(journey.folder, "--api-url", service.base_url, env={"KEEBAI_API_KEY": key})
    program.see(names.CHANNEL_ACTIVE)
    return program


def escape(journey):
    set_default_browser("/bin/true %u")
    with Service(journey.folder) as service, start(journey, service) as program:

        def back_home(from_page):
            program.key("Escape")
            gone(program, from_page)
            program.see(names.CHANNEL_ACTIVE)

        program.open_channel(names.CHANNEL_ACTIVE)
        program.copy(names.COPY_CHANNEL_ID)
        program.see(names.COPIED)
        back_home(names.COPY_CHANNEL_ID)
        journey.ok("from a channel, at once, though a toast is shown")

        program.key("Return")
        program.see(names.USED_NOWHERE)
        program.press(names.USED_NOWHERE)
        program.see(names.YES)
        program.key("Escape")
        gone(program, names.YES)
        program.see(names.USED_NOWHERE)
        back_home(names.USED_NOWHERE)
        journey.ok("from question to question, and home")

        program.open_choice()
        program.see(names.WITH_THE_PHONE)
        program.key("Down")
        back_home(names.WITH_THE_PHONE)
        for item, title in ((names.ACCESS_KEY_ITEM, names.FORGET_KEY), (names.SEVERAL_NUMBERS, names.MAKE_A_LIST)):
            program.open_from_menu(item)
            program.see(title)
            back_home(title)
        journey.ok("from the choice, the access key, and the list")

        for item, title in (
            (names.MENU_HISTORY, names.NOTHING_REMEMBERED), (names.MENU_REPORT, names.COPY_REPORT),
            (names.SHORTCUTS_TITLE, names.CLOSE_THE_WINDOW),
        ):
            program.open_from_menu(item)
            program.see(title)
            if title == names.COPY_REPORT:
                program.copy(names.COPY_REPORT)
                program.see(names.REPORT_COPIED)
            program.key("Escape")
            gone(program, title)
        journey.ok("the other windows close, also with a toast")

        for way, page in ((names.IN_THE_BROWSER, names.COPY_LINK), (names.WITH_THE_PHONE, names.CODE_CHANGES)):
            program.open_choice()
            program.press(way)
            program.press(names.CONNECT)
            program.see(page)
            if page == names.COPY_LINK:
                program.copy(names.COPY_LINK)
                program.see(names.COPIED)
            program.key("Escape")
            program.see(names.STOP_TITLE)
            program.key("Escape")
            gone(program, names.STOP_TITLE)
            program.see(page)
            program.key("Escape")
            program.press(names.STOP)
            program.see(names.WITH_THE_PHONE)
            back_home(names.WITH_THE_PHONE)
        journey.ok("while a number is connected it asks, and Escape there means to keep going")

        service.turn(next_start="422")
        program.open_choice()
        program.press(names.CONNECT)
        program.see(names.DECLINED)
        back_home(names.DECLINED)
        journey.ok("from how it ended")


def read_shortcuts():
    """(title, [keys as xdotool names them])"""
    for item in ElementTree.parse(SHORTCUTS).iter("object"):
        if item.get("class") == "GtkShortcutsShortcut":
            facts = {fact.get("name"): fact.text for fact in item.findall("property")}
            keys = facts["accelerator"]
            for ours, theirs in KEY_NAMES.items():
                keys = keys.replace(ours, theirs)
            yield facts["title"], keys.split()


def shortcuts(journey):
    set_default_browser("/bin/true %u")
    with Service(journey.folder) as service:
        done = set()

        def go_to_choice(program):
            if not program.sees(names.WITH_THE_PHONE):
                program.open_choice()
                program.see(names.WITH_THE_PHONE)

        def press_suggested(program, key):
            program.key(key)
            program.see(names.USED_NOWHERE)
            program.key("Escape")
            gone(program, names.USED_NOWHERE)

        def go_back(program, key):
            go_to_choice(program)
            program.key(key)
            gone(program, names.WITH_THE_PHONE)
            program.see(names.CHANNEL_ACTIVE)

        def open_menu(program, key):
            program.key(key)
            wait_for("the menu to open", lambda: program.has_focus("menu item"))
            program.key("Escape")

        def show_shortcuts(program, key):
            program.key(key)
            program.see(names.CLOSE_THE_WINDOW)
            program.key("Escape")
            gone(program, names.CLOSE_THE_WINDOW)

        def end(program, key):
            program.key(key)
            wait_for("the program to end", lambda: program.child.poll() == 0)

        effects = {
            names.PRESS_SUGGESTED: press_suggested,
            names.GO_BACK: go_back,
            names.OPEN_MENU: open_menu,
            names.SHOW_SHORTCUTS: show_shortcuts,
            names.CLOSE_THE_WINDOW: end,
            names.QUIT: end,
        }
        program = None
        try:
            for title, keys in read_shortcuts():
                for key in keys:
                    if program is None or program.child.poll() is not None:
                        program = start(journey, service)
                    effects[title](program, key)
                    done.add(title)
                journey.ok(f"{title}: {', '.join(keys)}")
        finally:
            if program is not None:
                program.stop()
        assert done == effects.keys(), effects.keys() - done


if __name__ == "__main__":
    sys.exit(main(escape, shortcuts))
