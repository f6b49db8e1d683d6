# SPDX-FileCopyrightText: The Keebai Connect developers
# SPDX-License-Identifier: GPL-3.0-or-later
"""Two made-up languages, generated from the current sentences of the source.

qps: English with accents, 40 % longer. qpr: Arabic letters, right to left. Both put ⟦ ⟧ around each sentence, so that a sentence
that was not marked for translation stands out.
Usage: pseudo_languages.py FOLDER, which then serves as a TEXTDOMAINDIR.
"""

import re
import subprocess
import sys
import tempfile
from pathlib import Path

import translation_template

# Kept unchanged: placeholders, tags and entities, mnemonic marks, addresses, escapes.
KEPT = re.compile(r"(%(?:\d+\$)?[-+ #0']*(?:\d+|\*)?(?:\.\d+)?(?:hh|h|ll|l|z|j)?[a-zA-Z%]|<[^>]*>|&[a-z]+;"
                  r"|_|https?://\S+|[\w.+-]+@[\w.-]+\w|\b\w+(?:\.\w+)+(?:/[\w/-]+)?|\\.)")
ACCENTED = str.maketrans("aceinouyACEINOUY", "áçéîñôüýÁÇÉÎÑÔÜÝ")
ARABIC = str.maketrans("abcdefghijklmnopqrstuvwxyz", "ابتدهفغحيجكلمنوسقرشصعثطخزض")
PADDING = "ñám îllú vóç téb "


def write_long(text):
    kept = "".join(part if i % 2 else part.translate(ACCENTED) for i, part in enumerate(KEPT.split(text)))
    # ⟦ and ⟧ count towards the 40 %.
    padding = (PADDING * len(text))[:max(0, sum(character.isalpha() for character in text) * 2 // 5 - 2)].strip()
    return f"{kept} {padding}" if padding else kept


def write_from_the_right(text):
    return "".join(part if i % 2 else part.lower().translate(ARABIC) for i, part in enumerate(KEPT.split(text)))


def quote(text):
    return '"' + text.replace("\\", r"\\").replace('"', r"\"").replace("\n", r"\n") + '"'


def unquote(text):
    return re.sub(r"\\(.)", lambda match: {"n": "\n", "t": "\t"}.get(match[1], match[1]),
                  "".join(re.findall(r'"((?:[^"\\]|\\.)*)"', text)))


def translate(template, write):
    """The template with a translation of each of its sentences."""
    out = ['msgid ""\nmsgstr "Content-Type: text/plain; charset=UTF-8\\nPlural-Forms: nplurals=2; plural=n != 1;\\n"\n']
    for block in template.split("\n\n")[1:]:
        lines = [line for line in block.splitlines() if not line.startswith("#")]
        fields = dict(re.findall(r'^(msgctxt|msgid_plural|msgid) ((?:"(?:[^"\\]|\\.)*"\s*)+)', "\n".join(lines), re.MULTILINE))
        if "msgid" not in fields:
            continue
        done = [f"{name} {quote(unquote(fields[name]))}" for name in ("msgctxt", "msgid", "msgid_plural") if name in fields]

        def wrap(name, text_of=fields):
            text = unquote(text_of[name])
            # A translation ends like its sentence.
            end = text[len(text.rstrip("\n")):]
            return quote(f"⟦{write(text.rstrip(chr(10)))}⟧{end}")

        if "msgid_plural" in fields:
            done += [f"msgstr[0] {wrap('msgid')}", f"msgstr[1] {wrap('msgid_plural')}"]
        else:
            done.append(f"msgstr {wrap('msgid')}")
        out.append("\n".join(done) + "\n")
    return "\n".join(out)


def main():
    folder = Path(sys.argv[1])
    with tempfile.TemporaryDirectory() as place:
        template = Path(place) / "keebai-connect.pot"
        complaint = translation_template.extract(template)
        if complaint:
            sys.exit(f"xgettext: {complaint}")
        for language, write in ("qps", write_long), ("qpr", write_from_the_right):
            target = folder / language / "LC_MESSAGES"
            target.mkdir(parents=True, exist_ok=True)
            po = Path(place) / f"{language}.po"
            po.write_text(translate(template.read_text(encoding="utf-8"), write), encoding="utf-8")
            subprocess.run(["msgfmt", "--check-format", f"--output-file={target / 'keebai-connect.mo'}", str(po)], check=True)
        for po in (translation_template.TOP / "po").glob("*.po"):
            target = folder / po.stem / "LC_MESSAGES"
            target.mkdir(parents=True, exist_ok=True)
            subprocess.run(["msgfmt", f"--output-file={target / 'keebai-connect.mo'}", str(po)], check=True)


if __name__ == "__main__":
    main()
