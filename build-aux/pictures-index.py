# SPDX-FileCopyrightText: The Keebai Connect developers
# SPDX-License-Identifier: GPL-3.0-or-later
"""pictures-index.py FOLDER VARIANT…: writes the index.html of FOLDER/VARIANT/NAME.png, with a row for each line
NAME<tab>TITLE on standard input."""

import html
import sys
from pathlib import Path

HEAD = """<!DOCTYPE html>
<html lang="en">
<meta charset="utf-8">
<title>Keebai Connect: pictures</title>
<style>
body { font: 15px sans-serif; margin: 0; background: #8c8c8c; }
table { border-collapse: collapse; }
th { background: #eee; padding: 8px 12px; text-align: left; position: sticky; }
thead th { top: 0; z-index: 2; }
tbody th { left: 0; z-index: 1; min-width: 9em; vertical-align: top; }
td { padding: 6px; vertical-align: top; }
img { height: 300px; display: block; }
small { font-weight: normal; display: block; color: #555; }
</style>
<table>
"""

folder = Path(sys.argv[1])
variants = sys.argv[2:]
with open(folder / "index.html", "w", encoding="utf-8") as page:
    page.write(HEAD)
    page.write("<thead><tr><th></th>" + "".join(f"<th>{html.escape(variant)}</th>" for variant in variants) + "</tr></thead>\n")
    for line in sys.stdin:
        name, title = (html.escape(part) for part in line.rstrip("\n").split("\t"))
        page.write(f'<tr id="{name}"><th>{title}<small>{name}</small></th>')
        for variant in variants:
            path = f"{html.escape(variant)}/{name}.png"
            page.write(f'<td><a href="{path}"><img src="{path}" alt="{title}, {html.escape(variant)}" loading="lazy"></a></td>'
                       if (folder / path).exists() else "<td>–</td>")
        page.write("</tr>\n")
    page.write("</table>\n</html>\n")
