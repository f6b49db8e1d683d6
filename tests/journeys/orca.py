#!/usr/bin/env python3
# SPDX-FileCopyrightText: The Keebai Connect developers
# SPDX-License-Identifier: GPL-3.0-or-later
"""What Orca says while a number is connected by the keyboard alone: the stories of test_spoken.py, with a real Orca.

Writes FOLDER/orca-STORY.txt, to be compared with spoken/STORY.txt by a person. It is not a test: Orca also says keys,
and what it skips depends on the speed of the computer. Speech goes to speech-dispatcher, with a module that is silent.
"""

import json
import os
import re
import sys
import time
from pathlib import Path

import test_spoken
from desktop import Journey, Process, main, wait_for

SPEECH = re.compile(r"SPEECH OUTPUT: '(.*)'(?: voice=\w+)? ?(?:\{.*\}|None)?$", re.MULTILINE)
# Runs Orca with a line-buffered log; by itself, Orca writes its log only when it ends.
ORCA = """
import builtins, runpy, sys
open_file = open
def open_log(file, mode="r", *rest, **named):
    return open_file(file, mode, 1) if file == sys.argv[1].split("=")[1] else open_file(file, mode, *rest, **named)
builtins.open = open_log
sys.argv[0] = "/usr/bin/orca"
runpy.run_path("/usr/bin/orca", run_name="__main__")
"""
SETTINGS = {
    "general": {"enableSpeech": True, "enableBraille": False, "enableKeyEcho": False, "profile": ["Default", "default"]},
    "profiles": {"default": {"profile": ["Default", "default"], "enableKeyEcho": False}},
    "pronunciations": {},
    "keybindings": {},
}


def start_speech(folder):
    home = Path(os.environ["HOME"])
    (home / "speechd/modules").mkdir(parents=True, exist_ok=True)
    (home / "speechd/modules/nothing.conf").write_text('GenericExecuteSynth "true"\nAddVoice "en" "MALE1" "en"\n')
    (home / "speechd/speechd.conf").write_text(
        'LogLevel 1\nAudioOutputMethod "libao"\nAddModule "nothing" "sd_generic" "nothing.conf"\nDefaultModule nothing\n'
    )
    socket = Path(os.environ["XDG_RUNTIME_DIR"]) / "speech-dispatcher/speechd.sock"
    socket.parent.mkdir(exist_ok=True)
    server = Process("speech", ["speech-dispatcher", "-s", "-t", "0", "-C", home / "speechd", "-L", home / "speechd",
                                "-c", "unix_socket", "-S", socket, "-P", home / "speechd/pid"], folder)
    wait_for("speech-dispatcher", socket.exists)
    return server


class Orca(test_spoken.ScreenReader):
    """Begins listening at the moment when a person would have started it."""

    def __init__(self, folder):
        super().__init__(folder)
        self.folder = Path(folder)
        self.log = self.folder.resolve() / "orca.debug"
        self.processes = []

    def begin(self):
        settings = Path(os.environ["HOME"]) / ".local/share/orca/user-settings.conf"
        settings.parent.mkdir(parents=True, exist_ok=True)
        settings.write_text(json.dumps(SETTINGS))
        self.processes = [
            start_speech(self.folder),
            Process("orca", ["/usr/bin/python3", "-c", ORCA, f"--debug-file={self.log}", "--disable=braille"], self.folder),
        ]
        wait_for("Orca to speak", self.speech)
        self.wait_for_silence()
        super().begin()

    def speech(self):
        return SPEECH.findall(self.log.read_text(errors="replace")) if self.log.exists() else []

    def wait_for_silence(self, seconds=1.5):
        n, since = -1, time.monotonic()
        while time.monotonic() - since < seconds:
            if (now := self.log.stat().st_size) != n:
                n, since = now, time.monotonic()
            time.sleep(0.1)

    def stop(self):
        for process in reversed(self.processes):
            process.stop()
        return super().stop()


class PatientKeyboard(test_spoken.Keyboard):
    """Types like somebody who listens to each word."""

    def move(self, key):
        line = super().move(key)
        self.reader.wait_for_silence()
        return line


class Script(test_spoken.Script):
    def __init__(self, name, reader):
        super().__init__(name, reader)
        self.n_spoken = 0
        self.file = reader.folder.parent / f"orca-{name}.txt"
        self.file.write_text("")

    def hear(self, title):
        said = super().hear(title)
        self.reader.wait_for_silence()
        spoken = self.reader.speech()
        with open(self.file, "a", encoding="utf-8") as file:
            file.write(f"# {title}\n\n" + "".join(f"{line}\n" for line in spoken[self.n_spoken:]) + "\n")
        self.n_spoken = len(spoken)
        return said

    def compare(self):
        print(f"# {self.file}")


# They complain about each other: Orca asks GTK for places on the screen, which it does not know.
Journey.check_silence = lambda journey: None
test_spoken.ScreenReader = Orca
test_spoken.Keyboard = PatientKeyboard
test_spoken.Script = Script

if __name__ == "__main__":
    sys.exit(main(test_spoken.embedded, test_spoken.qr))
