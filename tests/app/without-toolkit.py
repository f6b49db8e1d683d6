# SPDX-FileCopyrightText: The Keebai Connect developers
# SPDX-License-Identifier: GPL-3.0-or-later
"""A program made of app, flow, store, sandbox and api needs no GTK: it does not link to it, and no library that it
loads does."""

import re
import subprocess
import sys

TOOLKIT = re.compile(r"lib(gtk|gdk|gsk|adwaita|X11|wayland|cairo|pango)[^ ]*\.so")

program = sys.argv[1]
listed = subprocess.run(["ldd", program], capture_output=True, text=True, check=False)
if "libsoup" not in listed.stdout:
    print(f"ldd does not read {program}: {listed.stdout}{listed.stderr}")
    sys.exit(1)

found = [line.strip() for line in listed.stdout.splitlines() if TOOLKIT.search(line)]
print("\n".join(found))
sys.exit(bool(found))
