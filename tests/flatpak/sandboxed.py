# SPDX-FileCopyrightText: The Keebai Connect developers
# SPDX-License-Identifier: GPL-3.0-or-later
"""The program as Flatpak runs it, for the journeys."""

import os
import subprocess
import sys
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[1] / "journeys"))

import desktop  # noqa: E402  pylint: disable=wrong-import-position

APPLICATION = os.environ.get("KEEBAI_APPLICATION", "com.keebai.Connect")
# What it keeps, seen from outside.
DATA = Path(os.environ["HOME"]) / ".var/app" / APPLICATION


class SandboxedProgram(desktop.Program):
    """Keebai Connect, installed as a Flatpak. Seen from outside its process number is another one, and
    the accessibility bus sees the proxy's: as one program runs at a time, its name finds it."""

    # What the desktop of the journeys sets for the program in the build folder is not for this one.
    command = (
        "flatpak", "run", "--die-with-parent", "--unset-env=GSETTINGS_BACKEND",
        "--unset-env=GSETTINGS_SCHEMA_DIR", APPLICATION,
    )

    def _is_ours(self, app):
        return app.name in ("keebai-connect", APPLICATION)

    def _x_search(self):
        return ["--class", "keebai"]

    def stop(self):
        if self.child.poll() is None:
            subprocess.run(["flatpak", "kill", APPLICATION], capture_output=True, check=False)
        return super().stop()
