# SPDX-FileCopyrightText: The Keebai Connect developers
# SPDX-License-Identifier: GPL-3.0-or-later
"""Each file that is installed is in one of the Debian packages, and they are built with the versions that the program
asks for.

Usage: debian.py BUILD
"""

import json
import re
import subprocess
import sys

import tree

PACKAGES = ("keebai-connect", "keebai-connect-cli")
# Debian's names for the dependencies in meson.build.
NAMES = {
    "glib-2.0": "libglib2.0-dev", "gtk4": "libgtk-4-dev", "libadwaita-1": "libadwaita-1-dev", "libsoup-3.0": "libsoup-3.0-dev",
    "json-glib-1.0": "libjson-glib-dev", "libsecret-1": "libsecret-1-dev", "libqrencode": "libqrencode-dev", "libpng": "libpng-dev",
}
PARTS_OF_GLIB = {"gobject-2.0", "gio-2.0", "gio-unix-2.0"}

described = subprocess.run(["meson", "introspect", "--installed", "--buildoptions", sys.argv[1]], capture_output=True, text=True, check=True)
described = json.loads(described.stdout)
prefix = next(option["value"] for option in described["buildoptions"] if option["name"] == "prefix")
installed = [path.removeprefix(prefix + "/") for path in described["installed"].values()]
problems = [] if installed else ["nothing is installed"]

lines = {package: [line.removeprefix("usr/") for line in tree.read(f"packaging/debian/{package}.install").split()] for package in PACKAGES}
for path in installed:
    found = [package for package in PACKAGES for line in lines[package] if path == line or path.startswith(line + "/")]
    if len(found) != 1:
        problems.append(f"{path}: in {' and '.join(found) or 'no package'}")
for package in PACKAGES:
    problems += [f"{package}: nothing is installed as {line}" for line in lines[package]
                 if not any(path == line or path.startswith(line + "/") for path in installed)]

needed = dict(re.findall(r"dependency\('([^']+)', version: '>= ([^']+)'\)", tree.read("meson.build")))
control = tree.read("packaging/debian/control")
for name, version in needed.items():
    if name not in PARTS_OF_GLIB and not re.search(rf"^ {re.escape(NAMES.get(name, '?'))} \(>= {re.escape(version)}\),$", control, re.MULTILINE):
        problems.append(f"Build-Depends: {NAMES.get(name, name)} (>= {version}) is missing")

tree.finish("debian", problems)
