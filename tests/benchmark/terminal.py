#!/usr/bin/env python3
# SPDX-FileCopyrightText: The Keebai Connect developers
# SPDX-License-Identifier: GPL-3.0-or-later
"""Measures keebai-connect-cli beside the window and beside a client of the same shape in Node.js. See README.md."""

import argparse
import os
import pty
import select
import statistics
import struct
import subprocess
import sys
import tempfile
import termios
import time
from fcntl import ioctl
from pathlib import Path

os.environ.setdefault("KEEBAI_CLI", "")
os.environ.setdefault("KEEBAI_SERVICE", "")
sys.path.insert(0, str(Path(__file__).resolve().parent))
sys.path.insert(0, str(Path(__file__).resolve().parent.parent / "terminal"))

import harness
from start import start

HERE = Path(__file__).resolve().parent


def watch(command, env, seconds):
    """Runs it in a terminal for that long. Returns the ms to its first output; its processor time in ms; and its
    resident memory in MB, at its maximum and at the end."""
    master, slave = pty.openpty()
    ioctl(master, termios.TIOCSWINSZ, struct.pack("HHHH", 50, 100, 0, 0))
    before = time.monotonic()
    child = subprocess.Popen(command, env=env, stdin=slave, stdout=slave, stderr=slave, start_new_session=True)
    os.close(slave)
    first, shown = None, b""
    while time.monotonic() < before + seconds:
        if select.select([master], [], [], max(0, before + seconds - time.monotonic()))[0]:
            data = os.read(master, 65536)
            first = first or time.monotonic()
            shown += data
    status = Path(f"/proc/{child.pid}/status").read_text()
    memory = [int(status.split(f"{name}:")[1].split()[0]) / 1024 for name in ("VmHWM", "VmRSS")]
    child.kill()
    _, _, usage = os.wait4(child.pid, 0)
    child.returncode = 0
    os.close(master)
    blocks = shown.decode(errors="ignore").count("▀")
    assert seconds < 1 or blocks > 500, f"no code was drawn: {shown[-500:]}"
    return (first - before) * 1000, (usage.ru_utime + usage.ru_stime) * 1000, *memory


def first_output(command, env):
    """The ms to the first byte."""
    master, slave = pty.openpty()
    before = time.monotonic()
    child = subprocess.Popen(command, env=env, stdin=slave, stdout=slave, stderr=slave, start_new_session=True)
    os.close(slave)
    came = select.select([master], [], [], 60)[0]
    taken = (time.monotonic() - before) * 1000
    child.kill()
    child.wait()
    os.close(master)
    assert came, f"{command[0]} printed nothing in a minute"
    return taken


def main():
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("build", help="the build folder")
    parser.add_argument("--peer", help="a folder with node_modules: qrcode-terminal and eventsource")
    parser.add_argument("--rounds", type=int, default=20, help="starts of each program, taking turns")
    parser.add_argument("--sessions", type=int, default=5, help="QR sessions of each program, taking turns")
    parser.add_argument("--seconds", type=float, default=7, help="of a QR session")
    arguments = parser.parse_args()

    place = os.path.realpath(arguments.build)
    cli, window = f"{place}/src/keebai-connect-cli", f"{place}/src/keebai-connect"
    ruler = f"{place}/tests/benchmark/frames.so"
    harness.SERVICE = f"{place}/src/keebai-sandbox"
    with harness.Service(code_life="1,1") as service, tempfile.TemporaryDirectory() as home:
        env = {**os.environ, "HOME": home, "XDG_DATA_HOME": home, "TERM": "xterm-256color",
               "KEEBAI_BASE_URL": service.base_url, "KEEBAI_API_KEY": service.facts["key-full"]}
        connect = [cli, "whatsapp", "connect", "--qr", "--new"]
        # The first start pays for the disk above all; that says nothing about the program.
        first_output(connect, env)
        start(window, ruler)
        outputs, frames = [], []
        for _ in range(arguments.rounds):
            outputs.append(first_output(connect, env))
            frames.append(start(window, ruler)[0])
        ours, theirs = statistics.median(outputs), statistics.median(frames)
        print(f"start: first output {ours:.1f} ms, the window's first frame {theirs:.1f} ms: {ours / theirs:.2f} ×")

        programs = {"keebai-connect-cli": connect}
        if arguments.peer:
            programs["Node.js"] = ["node", str(HERE / "terminal-peer.mjs"), arguments.peer, service.base_url]
        figures = {name: [] for name in programs}
        for _ in range(arguments.sessions):
            for name, command in programs.items():
                figures[name].append(watch(command, env, arguments.seconds))
        print(f"{'QR session':20} {'first ms':>9} {'cpu ms':>8} {'most MB':>8} {'end MB':>8}")
        medians = {}
        for name, rows in figures.items():
            medians[name] = [statistics.median(column) for column in zip(*rows)]
            print(f"{name:20} " + " ".join(f"{value:{width}.1f}" for value, width in zip(medians[name], (9, 8, 8, 8))))
        if arguments.peer:
            print(f"cpu: {medians['keebai-connect-cli'][1] / medians['Node.js'][1]:.2f} × of the peer")


main()
