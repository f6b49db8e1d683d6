# SPDX-FileCopyrightText: The Keebai Connect developers
# SPDX-License-Identifier: GPL-3.0-or-later
"""Each source file begins with its copyright and licence."""

import tree

SOURCES = (".build", ".c", ".css", ".h", ".html", ".in", ".py", ".sh", ".svg", ".ui", ".xml")
HOLDER = "SPDX-FileCopyrightText: The Keebai Connect developers"
LICENCE = "SPDX-License-Identifier: GPL-3.0-or-later"
# The AppStream specification requires a permissive licence, so that catalogues may distribute it.
METAINFO = "SPDX-License-Identifier: CC0-1.0"

problems = []
sources = [path for path in tree.files("build-aux", "data", "po", "src", "tests")
           if path.suffix in SOURCES and path.name != "POTFILES.in"]
sources += ["meson.build", "meson_options.txt"]
for path in sources:
    top = tree.read(path).splitlines()[:8]
    licence = METAINFO if str(path).endswith(".metainfo.xml.in") else LICENCE
    for wanted in (HOLDER, licence):
        if not any(wanted in line for line in top):
            problems.append(f"{path}: {wanted}: not among the first lines")

tree.finish("spdx", problems)
