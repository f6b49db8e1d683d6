# SPDX-FileCopyrightText: The Keebai Connect developers
# SPDX-License-Identifier: GPL-3.0-or-later
"""No file of src/ leads back to itself. A module is a header and the .c of the same name; it uses each module whose
header one of the two includes. Files that share a private header are one class in several files, which counts as a
circle too."""

import re

import tree

INCLUDE = re.compile(r'^#include "([^"]+)\.h"', re.MULTILINE)


def read_modules():
    """For each module, those that it uses."""
    uses = {}
    for path in tree.files("src"):
        if path.suffix in (".c", ".h"):
            uses.setdefault(path.stem, set()).update(INCLUDE.findall(tree.read(path)))
    for private in [name for name in uses if name.endswith("-private")]:
        parts = {name for name, used in uses.items() if private in used}
        for name in parts:
            uses[name] |= parts
    return {name: (used & uses.keys()) - {name} for name, used in uses.items()}


def find_reachable(uses, start):
    reachable, todo = set(), list(uses[start])
    while todo:
        name = todo.pop()
        if name not in reachable:
            reachable.add(name)
            todo += uses[name]
    return reachable


uses = read_modules()
reachable = {name: find_reachable(uses, name) for name in uses}
circles = []
for name in sorted(uses):
    if name in reachable[name] and not any(name in circle for circle in circles):
        circles.append({other for other in reachable[name] if name in reachable[other]})

problems = [f"a circle: {', '.join(sorted(circle))}" for circle in circles]
if len(uses) < 50:
    problems.append(f"only {len(uses)} modules were found")
tree.finish("circles", problems)
