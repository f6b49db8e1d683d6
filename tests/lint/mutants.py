# SPDX-FileCopyrightText: The Keebai Connect developers
# SPDX-License-Identifier: GPL-3.0-or-later
"""Each patch in tests/soak/mutants still applies, and changes only files in src/."""

import shutil
import subprocess
import sys

import tree

if shutil.which("git") is None or not (tree.TOP / ".git").exists():
    print("mutants: this is no git checkout")
    sys.exit(tree.SKIP)

problems = []
patches = sorted((tree.TOP / "tests/soak/mutants").glob("*.patch"))
if not patches:
    problems.append("tests/soak/mutants: no patch")
for patch in patches:
    name = patch.relative_to(tree.TOP)
    touched = [line.split()[1] for line in tree.read(name).splitlines() if line.startswith(("--- ", "+++ "))]
    problems += [f"{name}: changes {path}" for path in touched if path.split("/", 1)[1][:4] != "src/"]
    check = subprocess.run(["git", "apply", "--check", patch], cwd=tree.TOP, capture_output=True, text=True, check=False)
    if check.returncode != 0:
        problems.append(f"{name}: does not apply any more, make it anew: {check.stderr.strip()}")

tree.finish("mutants", problems)
