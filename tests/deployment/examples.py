# SPDX-FileCopyrightText: The Keebai Connect developers
# SPDX-License-Identifier: GPL-3.0-or-later
"""Reads the examples of docs/deployment.md."""

import re
from pathlib import Path

PAGE = Path(__file__).resolve().parents[2] / "docs/deployment.md"


def read():
    """The blocks of shell commands of each section, by its heading."""
    sections = {}
    for section in re.split(r"^## ", PAGE.read_text(), flags=re.M)[1:]:
        heading, _, text = section.partition("\n")
        sections[heading] = re.findall(r"^```sh\n(.*?)^```$", text, re.M | re.S)
        assert text.count("```") == 2 * len(sections[heading]), f"{heading}: a block that is not of shell commands"
    return sections


def settings():
    """The keys of the table."""
    return re.findall(r"^\| `([a-z-]+)` \|", PAGE.read_text(), re.M)
