#!/usr/bin/env python3
# SPDX-FileCopyrightText: The Keebai Connect developers
# SPDX-License-Identifier: GPL-3.0-or-later
"""Measures a QR session in the window, from the first code to the result, beside a client of the terminal in Node.js.
See README.md."""

import argparse
import os
import pty
import select
import statistics
import subprocess
import sys
import tempfile
import time
from pathlib import Path

os.environ.setdefault("KEEBAI_CLI", "")
os.environ.setdefault("KEEBAI_SERVICE", "")
sys.path.insert(0, str(Path(__file__).resolve().parent.parent / "terminal"))

import harness

HERE = Path(__file__).resolve().parent
LINKING_S = 6
STEPS = ("start", "go:choose", "press:Connect", "stay")


def cpu_ms(pid):
    """Processor time of a process up to now: CLOCK_PROCESS_CPUTIME_ID of another one."""
    return time.clock_gettime_ns(~pid << 3 | 2) / 1e6


def read_until(output, wanted, child, seconds=60):
    """What the program writes, until `wanted` is in it."""
    data, end = b"", time.monotonic() + seconds
    while wanted not in data:
        if not select.select([output], [], [], max(0, end - time.monotonic()))[0]:
            child.kill()
            sys.exit(f"no {wanted!r} in {data[-2000:]!r}")
        data += os.read(output, 65536)


def pass_time_until(output, end):
    while time.monotonic() < end:
        if select.select([output], [], [], max(0, end - time.monotonic()))[0]:
            os.read(output, 65536)


def run(command, env, service, first_code, codes, result):
    """The processor time of one session after its first code, in ms: all of it, and that of the codes, of the time
    while the phone is linked, and of the end."""
    master, slave = pty.openpty()
    n_before = service.n_sessions()
    child = subprocess.Popen(command, env=env, stdin=slave, stdout=slave, stderr=slave, start_new_session=True)
    os.close(slave)
    try:
        if first_code:
            read_until(master, first_code, child)

        harness.wait_for("a session with a code", lambda: service.n_sessions() > n_before and service.code())
        # The first code is drawn, and what comes with it is at rest, well before the next one.
        pass_time_until(master, time.monotonic() + 2)
        before = cpu_ms(child.pid)
        while service.session()["codes"] <= codes:
            pass_time_until(master, time.monotonic() + 0.2)
        scanned = cpu_ms(child.pid)
        service.scan()
        pass_time_until(master, time.monotonic() + LINKING_S - 1)
        linked = cpu_ms(child.pid)
        read_until(master, result, child)
        # The window shows the result, and moves to it.
        pass_time_until(master, time.monotonic() + 2)
        after = cpu_ms(child.pid)
        return after - before, scanned - before, linked - scanned, after - linked
    finally:
        child.kill()
        child.wait()
        os.close(master)


def main():
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("build", help="the build folder; its schema has to be compiled")
    parser.add_argument("--before", metavar="BUILD", help="another build, to be measured beside it")
    parser.add_argument("--peer", required=True, help="a folder with node_modules: qrcode-terminal and eventsource")
    parser.add_argument("--rounds", type=int, default=5, help="sessions of each program, taking turns")
    parser.add_argument("--codes", type=int, default=5, help="that follow the first one, every 4 seconds")
    arguments = parser.parse_args()

    place = os.path.realpath(arguments.build)
    harness.SERVICE = f"{place}/src/keebai-sandbox"
    with harness.Service(code_life="4,4", outcome_delay=str(LINKING_S)) as service, tempfile.TemporaryDirectory() as home:
        env = {**os.environ, "HOME": home, "XDG_DATA_HOME": home, "TERM": "xterm-256color", "COLUMNS": "100",
               "KEEBAI_BASE_URL": service.base_url, "KEEBAI_API_KEY": service.facts["key-full"]}
        window = {**env, "LD_PRELOAD": f"{place}/tests/benchmark/frames.so", "FRAMES": ",".join(STEPS)}
        node = ["node", str(HERE / "terminal-peer.mjs"), arguments.peer, service.base_url]
        programs = {
            "Node.js": (node, env, "▀".encode(), b"Connected"),
            "ours": ([f"{place}/src/keebai-connect", "--mode=qr"], window, None, b"Connected channel"),
        }
        if arguments.before:
            programs["before"] = ([f"{os.path.realpath(arguments.before)}/src/keebai-connect", "--mode=qr"], *programs["ours"][1:])
        figures = {name: [] for name in programs}
        for _ in range(arguments.rounds):
            for name, (command, environment, first_code, result) in programs.items():
                figures[name].append(run(command, environment, service, first_code, arguments.codes, result))
        medians = {name: [statistics.median(column) for column in zip(*rows)] for name, rows in figures.items()}
        print(f"{'QR session':12} {'cpu ms':>8} {'least':>8} {'codes':>8} {'linking':>8} {'end':>8} {'× Node.js':>10}")
        for name, values in medians.items():
            least = min(figures[name])[0]
            print(f"{name:12} {values[0]:8.1f} {least:8.1f} " + " ".join(f"{value:8.1f}" for value in values[1:])
                  + f" {values[0] / medians['Node.js'][0]:10.2f}")


main()
