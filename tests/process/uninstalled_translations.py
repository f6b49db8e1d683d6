# SPDX-FileCopyrightText: The Keebai Connect developers
# SPDX-License-Identifier: GPL-3.0-or-later
"""A program that was not installed speaks each language of po/LINGUAS, so that translators can see
their work.
Usage: uninstalled_translations.py PROGRAM, with TEXTDOMAINDIR set.
"""

import os
import subprocess
import sys
from pathlib import Path

linguas = Path(__file__).resolve().parents[2] / "po" / "LINGUAS"
languages = [line for line in linguas.read_text(encoding="utf-8").splitlines() if line and not line.startswith("#")]


def get_help(language):
    return subprocess.run([sys.argv[1], "--help"], env={**os.environ, "LANGUAGE": language}, check=True,
                          capture_output=True, text=True).stdout


english = get_help("en")
same = [language for language in languages if get_help(language) == english]
if same:
    sys.exit(f"in English: {', '.join(same)}")
