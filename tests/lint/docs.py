# SPDX-FileCopyrightText: The Keebai Connect developers
# SPDX-License-Identifier: GPL-3.0-or-later
"""The files, classes and functions that the documentation names exist, and so do the targets of its links."""

import re

import tree

FOLDERS = ("build-aux", "data", "docs", "flatpak", "packaging", "po", "src", "tests")
# Files in the instructions that the reader is about to create.
EXAMPLES = {"src/ui/pages/kc-thing-page", "po/LANG.po", "po/keebai-connect.pot"}

docs = [tree.TOP / name for name in ("README.md", "CONTRIBUTING.md", "po/GLOSSARY.md", "tests/benchmark/README.md")] + sorted((tree.TOP / "docs").glob("*.md"))
sources = tree.files("src", "tests", "po", "data")
stems = {path.name.split(".")[0] for path in sources}
words = set()
for path in sources:
    if path.suffix in (".c", ".h"):
        words.update(re.findall(r"\b[Kk][Cc]\w+", tree.read(path)))


def is_there(path):
    # `src/app/kc-route` stands for the header and the source.
    path = path.rstrip("/")
    return (tree.TOP / path).exists() or any(tree.TOP.glob(path + ".*" if "*" not in path else path))


problems = []
for doc in docs:
    text = doc.read_text(encoding="utf-8")
    name = doc.relative_to(tree.TOP)
    for target in re.findall(r"\]\((?!https?:|mailto:)([^)#]+)", text):
        if not (doc.parent / target).exists():
            problems.append(f"{name}: the link to {target} leads nowhere")
    for code in re.findall(r"`([^`\n]+)`", text):
        path = re.match(r"[\w./*-]+", code)
        path = path.group(0).split("{")[0] if path else ""
        if path.split("/")[0] in FOLDERS and "/" in path:
            path = path.rstrip(".")
            if path not in EXAMPLES and not is_there(path):
                problems.append(f"{name}: {path} is not there")
        elif re.fullmatch(r"[a-z/]+/kc-[a-z-]+", code) and not is_there("src/" + code):
            problems.append(f"{name}: src/{code} is not there")
    for word in set(re.findall(r"(?<![\w/-])kc-[a-z0-9-]+", text)):
        if word.removesuffix("-").split(".")[0] not in stems and not word.startswith("kc-thing") and word not in ("kc-api", "kc-flow"):
            problems.append(f"{name}: there is no {word}")
    for word in set(re.findall(r"\b(?:Kc[A-Z]\w+|kc_\w+(?= \(\))|KC_[A-Z_]+\b)", text)):
        if word not in words:
            problems.append(f"{name}: nothing is called {word}")

tree.finish("docs", sorted(problems))
