# SPDX-FileCopyrightText: The Keebai Connect developers
# SPDX-License-Identifier: GPL-3.0-or-later
"""Each function that a header in src/ declares is called somewhere in src/, if only by its own file. A function that
is there for tests says so: "for tests" in the comment above it."""

import re

import tree

COMMENT = re.compile(r"/\*.*?\*/|//[^\n]*", re.DOTALL)
NAME = re.compile(r"\bkc_\w+\b")
# At the beginning of a line, with its type before it or on the line above.
DECLARATION = re.compile(r"^(?!#|G_D)(?:[\w*][\w *]*?[ *\n])?(kc_\w+) \(", re.MULTILINE)


def blank(match):
    return re.sub(r"[^\n]", " ", match.group())


def is_for_tests(text, offset):
    """Whether the comment above a declaration, or above the declarations right before it, says so."""
    paragraph = text[text.rfind("\n\n", 0, offset) + 1:offset]
    return re.search(r"\bfor\s(?:\*\s)?tests\b", re.sub(r"\n \*", "\n", paragraph), re.IGNORECASE) is not None


declared = {}
used = set()
for path in tree.files("src"):
    if path.suffix not in (".c", ".h", ".ui"):
        continue
    text = tree.read(path)
    code = COMMENT.sub(blank, text)
    if path.suffix == ".h":
        for match in DECLARATION.finditer(code):
            if not is_for_tests(text, match.start(1)):
                declared.setdefault(match.group(1), f"{path}:{text.count(chr(10), 0, match.start(1)) + 1}")
        # Called by macros, or to clean up automatic variables.
        used.update(name for line in re.findall(r"^(?:#define|G_DEFINE).*(?:\\\n.*)*", code, re.MULTILINE)
                    for name in NAME.findall(line))
    else:
        # A name at the beginning of a line is a definition.
        used.update(match.group() for match in NAME.finditer(code)
                    if match.start() > 0 and code[match.start() - 1] != "\n")

problems = [f"{place}: nothing in src/ calls {name} (): remove it, or say that it is for tests"
            for name, place in declared.items() if name not in used]
tree.finish("unused", problems)
