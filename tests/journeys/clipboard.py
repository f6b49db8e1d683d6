#!/usr/bin/env python3
# SPDX-FileCopyrightText: The Keebai Connect developers
# SPDX-License-Identifier: GPL-3.0-or-later
"""The desktop's clipboard, for journeys. `clipboard.py hold FILE` puts the text of FILE into it, prints "held", and
stays until it is ended; `clipboard.py read` prints the text in the clipboard."""

import os
import sys
from pathlib import Path

import gi

gi.require_version("Gdk", "4.0")
from gi.repository import Gdk, GLib, GObject  # noqa: E402


def main():
    loop = GLib.MainLoop()
    clipboard = Gdk.Display.open(os.environ["DISPLAY"]).get_clipboard()

    def show(_, result):
        print(clipboard.read_text_finish(result) or "", end="")
        loop.quit()

    if sys.argv[1] == "hold":
        value = GObject.Value(str, Path(sys.argv[2]).read_text(encoding="utf-8"))
        clipboard.set_content(Gdk.ContentProvider.new_for_value(value))
        print("held", flush=True)
    else:
        # What the owner offers is known only after it has answered.
        clipboard.connect("changed", lambda _: clipboard.read_text_async(None, show))
    loop.run()


if __name__ == "__main__":
    main()
