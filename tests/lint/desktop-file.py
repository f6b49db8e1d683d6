# SPDX-FileCopyrightText: The Keebai Connect developers
# SPDX-License-Identifier: GPL-3.0-or-later
"""The desktop file is valid, and each of its actions is one of the program.

Usage: desktop-file.py VALIDATOR DESKTOP-FILE
"""

import re
import subprocess
import sys
import tempfile
from pathlib import Path

import tree

validator, desktop_file = sys.argv[1], Path(sys.argv[2])
text = desktop_file.read_text(encoding="utf-8")


def validate(words):
    """What the validator says about a desktop file with this content."""
    with tempfile.TemporaryDirectory() as folder:
        copy = Path(folder) / desktop_file.name
        copy.write_text(words, encoding="utf-8")
        result = subprocess.run([validator, str(copy)], capture_output=True, text=True, check=False)
    return (result.stdout + result.stderr).replace(folder + "/", "").splitlines()


# desktop-file-utils 0.26 knows the specification up to 1.4.
if validate("[Desktop Entry]\nType=Application\nVersion=1.5\nName=x\nExec=x\nCategories=Utility;\n"):
    text = text.replace("Version=1.5\n", "Version=1.4\n").replace("SingleMainWindow=true\n", "", 1)
problems = validate(text)

program = tree.read("src/ui/window/kc-application.c")
listed = re.search(r"^Actions=(.*)$", text, re.MULTILINE)
actions = [action for action in listed.group(1).split(";") if action] if listed else []
if not actions:
    problems.append("no actions")
problems += [f"{action}: no action of the application" for action in actions
             if f'{{"{action}",' not in program]

tree.finish("desktop-file", problems)
