# SPDX-FileCopyrightText: The Keebai Connect developers
# SPDX-License-Identifier: GPL-3.0-or-later
"""A program that was not installed speaks each language of po/LINGUAS, so that translators can see
their work.
Usage: uninstalled_translations.py PROGRAM, with TEXTDOMAINDIR set.

glibc newer than 2.36 ignores LANGUAGE in the locale C.UTF-8. Where there is no other locale, the exit code is 77.
"""

import os
import subprocess
import sys
from pathlib import Path

linguas = Path(__file__).resolve().parents[2] / "po" / "LINGUAS"
languages = [line for line in linguas.read_text(encoding="utf-8").splitlines() if line and not line.startswith("#")]


def get_help(locale, language):
    return subprocess.run([sys.argv[1], "--help"], env={**os.environ, "LC_ALL": locale, "LANGUAGE": language}, check=True,
                          capture_output=True, text=True).stdout


def find_untranslated(locale):
    english = get_help(locale, "en")
    return [language for language in languages if get_help(locale, language) == english]


def is_utf8_of_a_language(locale):
    return locale.lower().replace("-", "").endswith(".utf8") and not locale.startswith("C.")


listed = subprocess.run(["locale", "-a"], check=True, capture_output=True, text=True).stdout.split()
other = next(filter(is_utf8_of_a_language, listed), None)
libc = tuple(int(part) for part in os.confstr("CS_GNU_LIBC_VERSION").split()[1].split("."))
if other is None and libc > (2, 36):
    print("no locale but C: LANGUAGE is ignored")
    sys.exit(77)
if same := find_untranslated(other or "C.UTF-8"):
    sys.exit(f"in English: {', '.join(same)}")
