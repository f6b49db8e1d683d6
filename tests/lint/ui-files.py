# SPDX-FileCopyrightText: The Keebai Connect developers
# SPDX-License-Identifier: GPL-3.0-or-later
"""Each .ui and resource file is well-formed XML, each .ui file is in a resource, and each icon there is shown somewhere."""

import re
import subprocess
import sys

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

tree.finish("ui-files", problems)
