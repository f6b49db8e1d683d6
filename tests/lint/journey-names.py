# SPDX-FileCopyrightText: The Keebai Connect developers
# SPDX-License-Identifier: GPL-3.0-or-later
"""Journeys take the program's labels and sentences from tests/journeys/names.py, and each name there is used."""

import ast

import tree

LOOK = {"press", "find", "see", "sees", "click", "type_into", "all", "see_no_more"}
# Names that are not the program's: a role, the beginning of a key, a status that must not be shown.
NOT_NAMES = {"push button", "kbai_pk_", "401"}

table = tree.TOP / "tests/journeys/names.py"
names = {target.id for node in ast.parse(table.read_text(encoding="utf-8")).body if isinstance(node, ast.Assign)
         for target in node.targets}
used = set()
problems = []
for folder in ("journeys", "flatpak", "benchmark"):
    for path in sorted((tree.TOP / "tests" / folder).glob("*.py")):
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(node, ast.Attribute) and isinstance(node.value, ast.Name) and node.value.id == "names":
                used.add(node.attr)
            if not isinstance(node, ast.Call):
                continue
            function = node.func
            called = function.attr if isinstance(function, ast.Attribute) else getattr(function, "id", None)
            owner = function.value.id if isinstance(function, ast.Attribute) and isinstance(function.value, ast.Name) else None
            # On a page in the browser, elements are found by their ids.
            if called not in LOOK or owner == "browser":
                continue
            problems += [f"{path.relative_to(tree.TOP)}:{word.lineno}: “{word.value}” belongs in {table.name}"
                         for word in node.args
                         if isinstance(word, ast.Constant) and isinstance(word.value, str) and word.value not in NOT_NAMES]
problems += [f"{table.relative_to(tree.TOP)}: {name} is used and not there" for name in sorted(used - names)
             if name.isupper()]
problems += [f"{table.relative_to(tree.TOP)}: {name} is used nowhere" for name in sorted(names - used)]
tree.finish("names in journeys", problems)
