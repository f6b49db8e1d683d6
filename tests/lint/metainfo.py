# SPDX-FileCopyrightText: The Keebai Connect developers
# SPDX-License-Identifier: GPL-3.0-or-later
"""The metainfo keeps to what software centres ask for, with its screenshots too, which are left out of the
file that is built as long as nobody says where they are published.

Usage: metainfo.py FILE-OF-THE-BUILD [APPSTREAMCLI]
"""

import re
import subprocess
import sys
import tempfile
import xml.etree.ElementTree as xml
from pathlib import Path

import tree

SOURCE = "data/com.keebai.Connect.metainfo.xml.in"
# Flathub's quality guidelines.
LONGEST = {"name": 20, "summary": 34, "screenshots/screenshot/caption": 100}
ADDRESS = "https://pictures.example"

text = tree.read(SOURCE)
for name, value in {
    "APPLICATION_ID": "com.keebai.Connect", "APPLICATION_NAME": "Keebai Connect", "SCREENSHOTS_URL": ADDRESS,
}.items():
    text = text.replace(f"@{name}@", value)
problems = [f"{SOURCE}: {left} is not known here" for left in re.findall(r"@\w+@", text)]
root = xml.fromstring(text)

for tag, longest in LONGEST.items():
    for element in root.findall(tag):
        words = element.text.strip()
        if len(words) > longest or words.endswith("."):
            problems.append(f"{tag} “{words}”: at most {longest} letters, and no full stop")

images = [image.text for image in root.iter("image")]
taken = re.search(r"^ *for name in (.*); do$", tree.read("build-aux/pictures.sh"), re.MULTILINE).group(1).split()
taken = {f"{name}.png" for name in taken}
problems += [f"{image}: no picture that build-aux/pictures.sh takes" for image in images
             if image.removeprefix(ADDRESS + "/") not in taken]
problems += [f"{path}: no screenshot of the metainfo" for path in tree.files("data/screenshots")
             if f"{ADDRESS}/{path.name}" not in images]

version = re.search(r"^  version: '([^']+)'", tree.read("meson.build"), re.MULTILINE).group(1)
if root.find("releases/release").get("version") != version:
    problems.append(f"the newest release is not {version}")



def validate(appstreamcli, words):
    """What it says about a metainfo file with this content; nothing if it is only pedantic."""
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / f"{xml.fromstring(words).findtext('id')}.metainfo.xml"
        path.write_text(words, encoding="utf-8")
        result = subprocess.run([appstreamcli, "validate", "--no-net", "--strict", "--pedantic", "--explain", str(path)],
                                capture_output=True, text=True, check=False)
    return (result.stdout + result.stderr).splitlines() if result.returncode else []


if len(sys.argv) > 2:
    for words in (text, Path(sys.argv[1]).read_text(encoding="utf-8")):
        found = validate(sys.argv[2], words)
        # AppStream 0.16 does not know the tag that software centres require.
        if any("unknown-tag developer" in line for line in found):
            found = validate(sys.argv[2], re.sub(r"<developer .*?</developer>", "<developer_name>x</developer_name>", words,
                                                 flags=re.DOTALL))
        problems += found

tree.finish("metainfo", problems)
