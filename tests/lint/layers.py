# SPDX-FileCopyrightText: The Keebai Connect developers
# SPDX-License-Identifier: GPL-3.0-or-later
"""The walls between the layers hold: with the compiler flags of a layer, the headers of the layers below it are
found, and no others."""

import json
import shlex
import subprocess
import sys
from pathlib import Path

import tree

# What a layer may use; the drawing in docs/architecture.md says the same.
BELOW_UI = ("api", "qr", "store", "flow", "sandbox", "app", "desktop", "desktop/gtk")
MAY_USE = {
    # Only for the main () functions.
    "process": (),
    "api": (),
    "qr": (),
    "store": ("api",),
    "flow": ("api",),
    "sandbox": ("api",),
    "app": ("api", "store", "flow", "sandbox"),
    "desktop": ("api", "store", "flow", "sandbox", "app"),
    "desktop/gtk": ("api", "store", "flow", "sandbox", "app", "desktop"),
    "terminal": ("api", "qr", "store", "flow", "sandbox", "app", "desktop"),
    "ui/widgets": BELOW_UI,
    "ui/dialogs": (*BELOW_UI, "ui/widgets"),
    "ui/pages": (*BELOW_UI, "ui/widgets", "ui/dialogs"),
    "ui/window": (*BELOW_UI, "ui/widgets", "ui/dialogs", "ui/pages"),
}
LAYERS = tuple(MAY_USE)
TOOLKIT = ("gtk/gtk.h", "adwaita.h")
# Their headers are outside the compiler's own folders, so a layer can be kept from them.
ALSO_FORBIDDEN = {
    "process": TOOLKIT + ("libsecret/secret.h", "libsoup/soup.h"),
    "api": TOOLKIT + ("libsecret/secret.h",),
    "qr": TOOLKIT + ("libsecret/secret.h", "libsoup/soup.h"),
    "store": TOOLKIT,
    "flow": TOOLKIT + ("libsecret/secret.h",),
    "sandbox": TOOLKIT + ("libsecret/secret.h",),
    "app": TOOLKIT,
    "desktop": TOOLKIT,
    "terminal": TOOLKIT,
}
WITH_WINDOW = ("desktop/gtk", "ui/")


def is_of(path, layer):
    """Whether a file, relative to the top, belongs to the layer itself and not to one in a subfolder."""
    return path.is_relative_to(f"src/{layer}") and not any(
        other != layer and Path(other).is_relative_to(layer) and path.is_relative_to(f"src/{other}")
        for other in LAYERS
    )


def find_flags(database, layer):
    """The compiler's flags for a source of the layer, or None."""
    for entry in database:
        source = (Path(entry["directory"]) / entry["file"]).resolve()
        if (source.suffix == ".c" and source.is_relative_to(tree.TOP)
                and is_of(source.relative_to(tree.TOP), layer)):
            words = shlex.split(entry["command"])
            flags = []
            while words:
                word = words.pop(0)
                if word in ("-o", "-MF", "-MQ", "-c"):
                    words.pop(0)
                elif word != "-MD":
                    flags.append(word)
            return flags
    return None


def compile_source(build, flags, source):
    command = flags + ["-fdiagnostics-color=never", "-fsyntax-only", "-x", "c", "-"]
    return subprocess.run(command, cwd=build, input=source, capture_output=True, text=True,
                          check=False)


build = Path(sys.argv[1])
if sys.argv[2] == "without-window":
    MAY_USE = {layer: below for layer, below in MAY_USE.items() if not layer.startswith(WITH_WINDOW)}
try:
    database = json.loads((build / "compile_commands.json").read_text(encoding="utf-8"))
except FileNotFoundError:
    print("no compile_commands.json: not built with ninja")
    sys.exit(tree.SKIP)

headers = {layer: [path.name for path in tree.files(f"src/{layer}") if path.suffix == ".h" and is_of(path, layer)]
           for layer in MAY_USE}
problems = []
for layer, below in MAY_USE.items():
    flags = find_flags(database, layer)
    if flags is None:
        problems.append(f"src/{layer}: no source is compiled")
        continue
    # All at once, and each twice, so that a header without an include guard is found too.
    allowed = [header for name in (layer, *below) for header in headers[name]]
    source = "".join(f'#include "{header}"\n' for header in allowed + allowed)
    result = compile_source(build, flags, source)
    if result.returncode != 0:
        problems.append(f"src/{layer}: cannot include what it may:\n{result.stderr}")

    others = [name for name in MAY_USE if name != layer and name not in below]
    forbidden = [header for name in others for header in headers[name]]
    # This finds an include like the compiler, without running it for each.
    source = "".join(f'#if __has_include ("{header}")\n#error {header} can be included\n#endif\n'
                     for header in forbidden + list(ALSO_FORBIDDEN.get(layer, ())))
    result = compile_source(build, flags, source)
    problems += [f"src/{layer}: {line}" for line in result.stderr.splitlines() if "#error" in line]
    if result.returncode != 0 and "#error" not in result.stderr:
        problems.append(f"src/{layer}: cannot be asked:\n{result.stderr}")

tree.finish("layers", problems)
