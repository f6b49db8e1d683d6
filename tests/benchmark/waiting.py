#!/usr/bin/env python3
# SPDX-FileCopyrightText: The Keebai Connect developers
# SPDX-License-Identifier: GPL-3.0-or-later
"""Counts how often the program wakes up while it waits. See README.md."""

import argparse
import os
import subprocess
import sys
import tempfile
import time
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parent.parent / "journeys"))

import names
from desktop import Program, Service, StartedByDesktop, set_default_browser, set_environment_of_services, wait_for

TICKS = os.sysconf("SC_CLK_TCK")
BUILD = Path(os.environ["KEEBAI_BUILD"])


class Ruler:
    """The library that is preloaded into the program, and its counter."""

    def __init__(self, folder):
        self.file = folder / "wake-ups"
        self.env = {"LD_PRELOAD": str(BUILD / "tests/benchmark/wake-ups.so"), "WAKE_UPS": str(self.file)}

    def _read(self, pid):
        fields = Path(f"/proc/{pid}/stat").read_text().rsplit(")", 1)[1].split()
        switches = 0
        for status in Path(f"/proc/{pid}/task").glob("*/status"):
            switches += int(status.read_text().split("\nvoluntary_ctxt_switches:")[1].split()[0])
        wake_ups = int.from_bytes(self.file.read_bytes(), sys.byteorder)
        return wake_ups, switches, (int(fields[11]) + int(fields[12])) / TICKS * 100

    def measure(self, name, pid, seconds):
        # By then, the last change has been drawn and announced.
        time.sleep(10)
        before = self._read(pid)
        time.sleep(seconds)
        figures = [(new - old) / seconds for old, new in zip(before, self._read(pid))]
        print(f"{name:34} {figures[0]:12.2f} {figures[1]:12.2f} {figures[2]:9.3f}", flush=True)


def open_program(folder, ruler, service, mode):
    program = Program(folder, "--api-url", service.base_url, f"--mode={mode}",
                      env={"KEEBAI_API_KEY": service.facts["key-full"], **ruler.env})
    program.press(names.CONNECT_A_NUMBER)
    program.press(names.CONNECT)
    return program


def visible(folder, ruler, seconds):
    with Service(folder) as service:
        with open_program(folder, ruler, service, "embedded") as program:
            program.see(names.WAITING_FOR_BROWSER)
            ruler.measure("in the browser", program.pid, seconds)
    with Service(folder) as service:
        with open_program(folder, ruler, service, "qr") as program:
            wait_for("a code", lambda: (service.session() or {}).get("code"))
            ruler.measure("with the phone", program.pid, seconds)
    with Service(folder, expires_in="110") as service:
        with open_program(folder, ruler, service, "embedded") as program:
            program.see(names.WAITING_FOR_BROWSER)
            ruler.measure("in the browser, seconds are shown", program.pid, seconds)
    with Service(folder, stream_silence="on") as service:
        with open_program(folder, ruler, service, "qr") as program:
            program.see(names.NO_CODE, patience=60)
            ruler.measure("with the phone, no code comes", program.pid, seconds)
    with Service(folder) as service:
        with open_program(folder, ruler, service, "embedded") as program:
            program.see(names.WAITING_FOR_BROWSER)
            service.stop()
            program.see(names.TROUBLE, patience=60)
            ruler.measure("in the browser, Keebai is away", program.pid, seconds)


def hidden(folder, ruler, seconds):
    with Service(folder) as service:
        set_environment_of_services(KEEBAI_BASE_URL=service.base_url, KEEBAI_API_KEY=service.facts["key-full"],
                                    **ruler.env)
        start = ["gapplication", "action", StartedByDesktop.NAME, "show-window"]
        with StartedByDesktop(folder, lambda: subprocess.run(start, check=True, timeout=30)) as program:
            program.press(names.CONNECT_A_NUMBER)
            program.press(names.I_KNOW_WHICH_WAY)
            program.press(names.CONNECT)
            program.see(names.WAITING_FOR_BROWSER)
            program.focus()
            program.key("ctrl+q")
            program.press(names.ONLY_CLOSE)
            wait_for("the window to be hidden", program.is_hidden)
            ruler.measure("in the browser, without a window", program.pid, seconds)


def main():
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--seconds", type=int, default=60, help="of each")
    arguments = parser.parse_args()

    set_default_browser("/bin/true %u")
    print(f"{'while it waits':34} {'wake-ups / s':>12} {'switches / s':>12} {'% of core':>9}")
    with tempfile.TemporaryDirectory() as folder:
        ruler = Ruler(Path(folder))
        visible(Path(folder), ruler, arguments.seconds)
        hidden(Path(folder), ruler, arguments.seconds)


main()
