# SPDX-FileCopyrightText: The Keebai Connect developers
# SPDX-License-Identifier: GPL-3.0-or-later
"""What the lint tests share: the list of files, and how a test ends."""

import os
import sys
from pathlib import Path

TOP = Path(__file__).resolve().parents[2]
SKIP = 77


def files(*folders):
    """All files under the folders, as paths relative to the top, sorted."""
    found = []
    for folder in folders:
        for parent, names, leaves in os.walk(TOP / folder):
            names[:] = [name for name in names if name != "__pycache__"]
            found += [(Path(parent) / leaf).relative_to(TOP) for leaf in leaves]
    return sorted(path for path in found if not path.name.endswith(("~", ".pyc")))


def read(path):
    return (TOP / path).read_text(encoding="utf-8")


def finish(what, problems):
    """Prints the result and ends the test."""
    for problem in problems:
        print(problem)
    if problems:
        print(f"{what}: {len(problems)} to put right")
        sys.exit(1)
    print(f"{what}: fine")
    sys.exit(0)
