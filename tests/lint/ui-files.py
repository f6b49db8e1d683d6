# SPDX-FileCopyrightText: The Keebai Connect developers
# SPDX-License-Identifier: GPL-3.0-or-later
"""Each .ui and resource file is well-formed XML, each .ui file is in a resource, and each icon there is shown somewhere.
No property is used of which newer versions of the libraries warn while the program runs. Titles and labels have the capitals
that CONTRIBUTING.md asks for."""

import re
import subprocess
import sys
import xml.etree.ElementTree as xml

import tree

xmllint = sys.argv[1]
uis = [path for path in tree.files("src") if path.suffix == ".ui"]
resources = [path for path in tree.files("src") if path.name.endswith(".gresource.xml")]

result = subprocess.run([xmllint, "--noout", "--nonet", *uis, *resources], cwd=tree.TOP,
                        capture_output=True, text=True, check=False)
problems = result.stderr.splitlines() if result.returncode != 0 else []
bundled = "".join(tree.read(path) for path in resources)
problems += [f"{path}: in no resource" for path in uis if f"{path.name}</file>" not in bundled]
sources = "".join(tree.read(path) for path in tree.files("src") if path.suffix in (".c", ".ui"))
problems += [f"{icon}: shown nowhere" for icon in re.findall(r"/([\w-]+)\.(?:svg|png)</file>", bundled)
             if icon not in sources]

# libadwaita 1.3: an icon of a row is its prefix.
ROWS = {"AdwActionRow", "AdwComboRow", "AdwExpanderRow", "AdwSwitchRow"}
for path in uis:
    for row in xml.parse(tree.TOP / path).iter():
        if ROWS & {row.get("class"), row.get("parent")} and row.find("property[@name='icon-name']") is not None:
            problems.append(f"{path}: icon-name of a row; give it a GtkImage as its prefix")
problems += [f"{call}: give the row a GtkImage as its prefix"
             for call in sorted(set(re.findall(r"adw_(?:action|expander)_row_set_icon_name", sources)))]

# What a button does, and what a page or a group is called; what a row says, or asks for.
HEADER = {"GtkButton", "KcWrapButton", "KcCopyButton", "KcOpenButton", "AdwPreferencesGroup", "AdwStatusPage",
          "AdwExpanderRow", "KcPage"}
SENTENCE = {"AdwActionRow", "AdwEntryRow", "KcStepRow"}
NAMES = {"Android", "Business", "Facebook", "ID", "Keebai", "Keebai’s", "WhatsApp"}


def is_header(words):
    return all(word[0].isupper() for word in words if len(word) > 3 or word in (words[0], words[-1]))


def is_sentence(words):
    return words[0][0].isupper() and all(word[0].islower() or word in NAMES for word in words[1:])


for path in uis:
    for thing in xml.parse(tree.TOP / path).iter():
        kind = thing.get("parent") or thing.get("class")
        wanted = is_header if kind in HEADER or thing.find("child/object[@class='GtkSwitch']") is not None else \
            is_sentence if kind in SENTENCE else None
        for shown in [] if wanted is None else thing.iterfind("property[@translatable='yes']"):
            # What another program calls its own keeps its capitals.
            words = re.findall(r"[^\W\d_][\w’]*", re.sub("“.*?”", "", shown.text.replace("_", "")))
            if shown.get("name") in ("title", "label") and words and not wanted(words):
                problems.append(f"{path}: “{shown.text}” of {kind}: wants {wanted.__name__[3:]} capitals")

tree.finish("ui-files", problems)
