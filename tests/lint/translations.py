# SPDX-FileCopyrightText: The Keebai Connect developers
# SPDX-License-Identifier: GPL-3.0-or-later
"""Each language of po/LINGUAS is whole: every sentence of the program as it is now is translated, none
is marked fuzzy, placeholders and mnemonics are those of the English sentence.

Usage: translations.py [--update]   with --update the .po files take in what has changed, to be translated
"""

import re
import shutil
import sys
import tempfile
from pathlib import Path

import tree

sys.path.append(str(tree.TOP / "tests/support"))
import translation_template
from translation_template import run

PLACEHOLDER = re.compile(r"%(?:\d+\$)?[-+ #0]*\d*(?:\.\d+)?(?:hh|h|ll|l|z|j)?[diouxXeEfgGcs]|%[HMSpIl]")


def unquote(text):
    lines = re.findall(r'"((?:[^"\\]|\\.)*)"', text)
    return "".join(lines).replace(r"\n", "\n").replace(r"\"", '"')


def read_entries(text):
    """(context, message, [translations]) of each entry that is in use."""
    for block in text.split("\n\n"):
        lines = "\n".join(line for line in block.splitlines() if not line.startswith("#"))
        fields = re.findall(r'^(msgctxt|msgid_plural|msgid|msgstr(?:\[\d+\])?) ((?:"(?:[^"\\]|\\.)*"\s*)+)', lines, re.MULTILINE)
        found = {name: unquote(value) for name, value in fields}
        if found.get("msgid"):
            yield found.get("msgctxt"), found["msgid"], [value for name, value in found.items() if name.startswith("msgstr")]


def count_mnemonics(text):
    return len(re.findall(r"_(?=\w)", text.replace("__", "")))


if not all(shutil.which(tool) for tool in ("xgettext", "msgmerge", "msgfmt", "msgattrib")):
    print("gettext is missing")
    sys.exit(tree.SKIP)

languages = [line for line in tree.read("po/LINGUAS").splitlines() if line and not line.startswith("#")]
problems = []
with tempfile.TemporaryDirectory() as folder:
    template = Path(folder) / "keebai-connect.pot"
    complaint = translation_template.extract(template)
    if complaint:
        problems.append(f"xgettext: {complaint}")
    for language in languages if not problems else []:
        path = tree.TOP / "po" / f"{language}.po"
        if "--update" in sys.argv:
            run("msgmerge", "--quiet", "--update", "--backup=none", "--previous", str(path), str(template))
        merged = Path(folder) / f"{language}.po"
        result = run("msgmerge", "--quiet", "--no-fuzzy-matching", f"--output-file={merged}", str(path), str(template))
        if result.returncode != 0:
            problems.append(f"{language}: {result.stderr.strip()}")
            continue
        for what in ("untranslated", "only-fuzzy"):
            left = run("msgattrib", f"--{what}", "--no-obsolete", "--no-wrap", str(merged)).stdout
            problems += [f"{language}: {'not translated' if what == 'untranslated' else 'fuzzy'}: {message[:100]!r}"
                         for _, message, _ in read_entries(left)]
        result = run("msgfmt", "--check", "--output-file=/dev/null", str(merged))
        problems += [f"{language}: {line}" for line in result.stderr.splitlines() if "error" in line]
        for _, message, translations in read_entries(run("msgattrib", "--translated", "--no-obsolete", "--no-wrap", str(merged)).stdout):
            for translation in translations:
                if sorted(PLACEHOLDER.findall(translation)) != sorted(PLACEHOLDER.findall(message)) and len(translations) == 1:
                    problems.append(f"{language}: other placeholders: {message[:100]!r}")
                # A mnemonic of a button; a longer sentence has none.
                if len(message) < 60 and count_mnemonics(message) != count_mnemonics(translation) and ":" not in message:
                    problems.append(f"{language}: other mnemonics: {message[:100]!r}")

tree.finish("translations", problems)
