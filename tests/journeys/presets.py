# SPDX-FileCopyrightText: The Keebai Connect developers
# SPDX-License-Identifier: GPL-3.0-or-later
"""What an administrator sets and locks, for the programs that run in a test: a dconf profile with its own database,
on top of it that of the person."""

import subprocess
from pathlib import Path

PATH = "/com/keebai/Connect/"


def write(folder, locked=(), **values):
    """The environment of a program that has these presets. Values are GVariant texts; in names, _ stands for -.
    `locked`: names of keys, or True for all that are set."""
    folder = Path(folder)
    source = folder / "presets.d"
    (source / "locks").mkdir(parents=True, exist_ok=True)
    keys = {name.replace("_", "-"): value for name, value in values.items()}
    text = "".join(f"{key}={value}\n" for key, value in keys.items())
    (source / "keebai").write_text(f"[{PATH.strip('/')}]\n{text}")
    (source / "locks/keebai").write_text("".join(f"{PATH}{key}\n" for key in (keys if locked is True else locked)))
    subprocess.run(["dconf", "compile", folder / "presets", source], check=True)
    (folder / "profile").write_text(f"user-db:user\nfile-db:{folder}/presets\n")
    return {"GSETTINGS_BACKEND": "dconf", "DCONF_PROFILE": str(folder / "profile")}
