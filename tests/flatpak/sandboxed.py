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
EXPORTS = Path(os.environ["FLATPAK_USER_DIR"]) / "exports/share"
# The variables that the journeys' desktop sets for the program in the build folder do not apply to this one.
RUN = ("flatpak", "run", "--unset-env=GSETTINGS_BACKEND", "--unset-env=GSETTINGS_SCHEMA_DIR")


def terminal_command(*words, **environment):
    """The terminal program, in the same sandbox."""
    return [*RUN, "--command=keebai-connect-cli", *(f"--env={name}={value}" for name, value in environment.items()),
            APPLICATION, *words]


def ask_terminal(*words, **environment):
    return subprocess.run(terminal_command(*words, **environment), stdin=subprocess.DEVNULL, capture_output=True, text=True,
                          timeout=60, check=False)


class SandboxedProgram(desktop.Program):
    """Keebai Connect, installed as a Flatpak. From outside, its process number is a different one, and the
    accessibility bus sees that of the proxy. Because only one program runs at a time, it is found by its name."""

    command = (*RUN, "--die-with-parent", APPLICATION)

    def _is_ours(self, app):
        return app.name in ("keebai-connect", APPLICATION)

    def _find_window(self):
        return desktop.DISPLAY.find(name="keebai")

    def stop(self):
        if self.child.poll() is None:
            subprocess.run(["flatpak", "kill", APPLICATION], capture_output=True, check=False)
        return super().stop()


class StartedByDesktop(SandboxedProgram, desktop.StartedByDesktop):
    """As the desktop starts it, by the files that Flatpak exports to it."""

    NAME = APPLICATION
    service_files = EXPORTS / "dbus-1/services"
    desktop_files = EXPORTS / "applications"
    # They contain "flatpak run", and more.
    command_of_words = f'shift; exec {" ".join(RUN)} "$@"'

    def stop(self):
        if not self.has_ended():
            subprocess.run(["flatpak", "kill", APPLICATION], capture_output=True, check=False)
            desktop.wait_for("the program to end", self.has_ended, 10)
