# SPDX-FileCopyrightText: The Keebai Connect developers
# SPDX-License-Identifier: GPL-3.0-or-later
"""po/POTFILES.in names each file with translatable sentences, once and sorted, and no other."""

import re

import tree

IN_C = re.compile(r"(?<!\w)(?:_|N_|Q_|C_|NC_|ngettext|gettext|g_dngettext|g_dpgettext2?)\s*\(")
IN_UI = re.compile(r"""translatable=["'](?:yes|true|1)["']""")
IN_DATA = (".desktop.in", ".metainfo.xml.in", ".gschema.xml.in")
COMMENT = re.compile(r"/\*.*?\*/|//[^\n]*", re.DOTALL)


def has_words(path):
    if path.suffix in (".c", ".h"):
        return IN_C.search(COMMENT.sub("", tree.read(path)))
    if path.suffix == ".ui":
        return IN_UI.search(tree.read(path))
    return path.name.endswith(IN_DATA) or path.match("data/guidance/*.xml")


listed = [
    line.strip()
    for line in tree.read("po/POTFILES.in").splitlines()
    if line.strip() and not line.startswith("#")
]
wanted = [str(path) for path in tree.files("data", "src") if has_words(path)]

problems = [f"{name}: has words for people, but is not in po/POTFILES.in"
            for name in wanted if name not in listed]
problems += [f"{name}: is in po/POTFILES.in, but is not there or has no words for people"
             for name in sorted(set(listed)) if name not in wanted]
problems += [f"{name}: is in po/POTFILES.in more than once"
             for name in sorted(set(listed)) if listed.count(name) > 1]
if listed != sorted(listed):
    problems.append("po/POTFILES.in: not sorted")
# Sentences are made where the program meets people, in no layer below that, and on the pages of the practice service.
MAY_SPEAK = ("src/app/", "src/desktop/", "src/sandbox/kc-sandbox-page.c", "src/sandbox/kc-sandbox-portal.c",
             "src/terminal/", "src/ui/", "src/main.c")
problems += [f"{name}: words for people belong to src/app/text/, src/desktop/, src/terminal/ or src/ui/"
             for name in wanted if name.startswith("src/") and not name.startswith(MAY_SPEAK)]

tree.finish("potfiles", problems)
