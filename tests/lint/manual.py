# SPDX-FileCopyrightText: The Keebai Connect developers
# SPDX-License-Identifier: GPL-3.0-or-later
"""A program's --help, its manual page and its shell completion name the same options; its translated manual pages
have the same parts as the English one, in the same order; and the pages are well-formed, if a program that checks
that is installed.
Usage: manual.py PROGRAM
"""

import re
import shutil
import subprocess
import sys
from pathlib import Path

import tree

program = Path(sys.argv[1])
page = tree.TOP / "data" / "man" / f"{program.name}.1"
completion = tree.TOP / "data" / "completions" / program.name
problems = []


def run(*command):
    return subprocess.run(command, capture_output=True, text=True, check=False)


def difference(what, found, wanted):
    problems.extend(f"{what}: {name} is missing" for name in sorted(wanted - found))
    problems.extend(f"{what}: {name} is no option" for name in sorted(found - wanted))


def complete(*words):
    """What bash would offer to complete the last of these words."""
    script = '. "$1"; shift; COMP_WORDS=("$@"); COMP_CWORD=$(($# - 1)); "_${1//-/_}"; echo "${COMPREPLY[@]}"'
    result = run("bash", "-c", script, "bash", str(completion), program.name, *words)
    if result.stderr:
        problems.append(f"{completion.name}: {result.stderr}")
    return set(result.stdout.split())


said = run(str(program), "--help-all" if program.name == "keebai-connect" else "--help").stdout
# GLib is responsible for the other kinds of help.
options = set(re.findall(r"^\s+(?:-\w, )?(--[\w-]+)", said, re.MULTILINE)) - {"--help-all", "--help-gapplication"}
if not {"--help", "--version"} <= options:
    problems.append(f"{program.name}: --help names too little: {sorted(options)}")

text = page.read_text(encoding="utf-8")
items = [line for line in text.splitlines() if line.startswith(".It Fl ")]
documented = {"-" + name for line in items for name in re.findall(r"Fl (-[\w-]+)", line)}
difference(page.name, documented, options)
difference(f"the synopsis of {page.name}",
           {"-" + name for name in re.findall(r"^\.(?:Op )?Fl (-[\w-]+)", text, re.MULTILINE)
            if f".It Fl {name}" in text} | {"--help", "--version"},
           options - {"--gapplication-service"})
for variable in re.findall(r"\bKEEBAI_\w+", said):
    if f".It Ev {variable}" not in text:
        problems.append(f"{page.name}: {variable} is missing")
for option, values in re.findall(r"(--[\w-]+)=([a-z|]+)\s", said):
    name = option.removeprefix("-")
    if not re.search(rf"^\.It Fl {name} .*Cm {values.replace('|', ' [|] ')}$", text, re.MULTILINE):
        problems.append(f"{page.name}: {option} does not take {values}")
    if complete(option, "=", "") != set(values.split("|")):
        problems.append(f"{completion.name}: does not offer {values} for {option}")

difference(f"completion of {completion.name}", complete("--"), options - {"--gapplication-service"})



def outline(text):
    """The parts that no translation changes: options, variables, files, exit codes, commands, and the number of
    sections."""
    found = ["section" for _ in re.findall(r"^\.S[hs] ", text, re.MULTILINE)]
    found += re.findall(r"^\.It (Fl [-\w]+|Ev \w+|\d+$|Pa \S+|Cm [\w ]+)", text, re.MULTILINE)
    found += sorted(set(re.findall(r"(?:Fl (-\w[\w-]+)|Ev (\w+)|Pa (\S+))", text)))
    return found


translated = sorted((tree.TOP / "data" / "man").glob(f"*/{page.name}"))
for translation in translated:
    found, wanted = outline(translation.read_text(encoding="utf-8")), outline(text)
    if found != wanted:
        first = next((pair for pair in zip(found + [None], wanted + [None]) if pair[0] != pair[1]), None)
        problems.append(f"{translation.relative_to(tree.TOP)}: {first[0]} where {page.name} has {first[1]}")

for command in (("mandoc", "-Tlint", "-Wwarning"), ("groff", "-mandoc", "-ww", "-z", "-Kutf8")):
    if shutil.which(command[0]):
        for each in (page, *translated):
            result = run(*command, str(each))
            problems += [f"{command[0]}: {each.relative_to(tree.TOP)}: {line}"
                         for line in (result.stdout + result.stderr).splitlines()
                         # The names of sections are translated.
                         if each == page or not re.search("NAME|unusual|SYNOPSIS", line)]

tree.finish(f"manual of {program.name}", problems)
