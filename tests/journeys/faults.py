# SPDX-FileCopyrightText: The Keebai Connect developers
# SPDX-License-Identifier: GPL-3.0-or-later
"""What goes wrong in a story: clocks that jump, a computer that sleeps, a network that fails."""

import mmap
import os
import signal
import struct
import time
from pathlib import Path

from desktop import BUILD, PATIENCE, Process, bus_names, call, wait_for


class Clocks:
    """The clocks of a program: it is started with their environment and then becomes their `program`."""

    def __init__(self, folder):
        Path(folder).mkdir(parents=True, exist_ok=True)
        self.file = Path(folder) / "clocks"
        self.offsets = [0, 0, 0]
        self.program = None
        self.file.write_bytes(bytes(24))
        with open(self.file, "r+b") as file:
            self.map = mmap.mmap(file.fileno(), 24)
        self.env = {
            "LD_PRELOAD": str(BUILD / "tests/journeys/libclocks.so"),
            "KEEBAI_CLOCKS": str(self.file),
        }
        if "ASAN_OPTIONS" in os.environ:
            self.env["ASAN_OPTIONS"] = os.environ["ASAN_OPTIONS"] + ":verify_asan_link_order=0"

    def _add(self, *seconds):
        self.offsets = [old + int(new * 1e9) for old, new in zip(self.offsets, seconds)]
        self.map[:] = struct.pack("3q", *self.offsets)
        if self.program:
            # A program that waits in the kernel does not notice it; a request wakes it up.
            self.program.app.get_child_count()

    def pass_by(self, seconds):
        """As if that much time had passed."""
        self._add(seconds, seconds, seconds)

    def pass_until(self, what, condition, step=5, patience=PATIENCE):
        """Lets time pass until a condition holds, in steps small enough for the program to notice each."""

        def look():
            found = condition()
            if not found:
                self.pass_by(step)
            return found

        return wait_for(what, look, patience, pause=0.25)

    def sleep(self, seconds):
        """As if the computer had slept."""
        self._add(seconds, 0, seconds)

    def reboot(self, seconds):
        """As if the computer had been switched off for that many seconds, and on again a minute ago. For programs
        that start from now on."""
        up = time.clock_gettime(time.CLOCK_BOOTTIME) + self.offsets[2] / 1e9
        awake = time.clock_gettime(time.CLOCK_MONOTONIC) + self.offsets[1] / 1e9
        self._add(seconds, 60 - awake, 60 - up)

    def set_wall(self, seconds):
        """As if somebody had set the wall clock, forward or back."""
        self._add(seconds, 0, 0)


class System(Process):
    """Services of the system bus that a program asks: whether there is a network, and when the computer goes to
    sleep. Programs started with `env` take the session bus for the system bus."""

    NETWORK = "org.freedesktop.NetworkManager"
    LOGIN = "org.freedesktop.login1"

    def __init__(self, folder):
        super().__init__("system", ["/usr/bin/python3", Path(__file__).with_name("system.py")], folder)
        self.env = {"DBUS_SYSTEM_BUS_ADDRESS": os.environ["DBUS_SESSION_BUS_ADDRESS"]}
        wait_for("the services of the system", lambda: {self.NETWORK, self.LOGIN} <= set(bus_names()))

    def set_network(self, word):
        """none, portal, limited, full: NMConnectivityState."""
        call(self.NETWORK, "/org/freedesktop/NetworkManager", "com.keebai.Journey", f"Set{word.title()}")

    def prepare_for_sleep(self, about_to):
        call(self.LOGIN, "/org/freedesktop/login1", "com.keebai.Journey", "Sleep" if about_to else "WakeUp")


def kill(program):
    """Like a crash or a power failure."""
    os.kill(program.pid, signal.SIGKILL)
    if program.child is not None:
        program.child.wait(10)


def notes_folder():
    return Path(os.environ["HOME"]) / ".local/share/keebai-connect"


def notes(base_url):
    """The file in which the program notes the session of this address, if there is one."""
    for path in notes_folder().glob("pending-*.json"):
        if "set-aside" not in path.name and f'"{base_url}"' in path.read_text(encoding="utf-8", errors="replace"):
            return path
    return None
