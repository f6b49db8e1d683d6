#!/usr/bin/env python3
# SPDX-FileCopyrightText: The Keebai Connect developers
# SPDX-License-Identifier: GPL-3.0-or-later
"""Measures the start up to the first frame, beside an empty window. See README.md."""

import argparse
import os
import statistics
import subprocess
import sys
import time


def start(command, ruler):
    """Milliseconds to the first frame, and the processor time until then."""
    before = time.clock_gettime(time.CLOCK_MONOTONIC)
    err = subprocess.run([command], env={**os.environ, "LD_PRELOAD": ruler}, timeout=60,
                         stdout=subprocess.DEVNULL, stderr=subprocess.PIPE, text=True).stderr
    for line in err.splitlines():
        words = line.split()
        if len(words) == 3 and words[0] == "first-frame":
            return int(words[1]) / 1000 - before * 1000, int(words[2]) / 1000
    sys.exit(f"{command} showed no window:\n{err}")


def main():
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("build", help="the build folder; its schema has to be compiled")
    parser.add_argument("--rounds", type=int, default=30, help="of each program, taking turns")
    parser.add_argument("--peer", action="append", default=[], metavar="PROGRAM",
                        help="one more GTK 4 program to measure")
    arguments = parser.parse_args()

    place = os.path.realpath(arguments.build)
    ruler = f"{place}/tests/benchmark/frames.so"
    empty = f"{place}/tests/benchmark/bench-empty-window"
    ours = f"{place}/src/keebai-connect"
    programs = [empty, ours, *arguments.peer]

    # The first start pays for the disk above all; that says nothing about the program.
    for program in programs:
        start(program, ruler)
    figures = {program: [] for program in programs}
    for i in range(arguments.rounds):
        # So that no program always runs after the same other one.
        for program in programs if i % 2 == 0 else reversed(programs):
            figures[program].append(start(program, ruler))

    medians = {program: [statistics.median(column) for column in zip(*rows)]
               for program, rows in figures.items()}
    print(f"{'program':20} {'ms':>7} {'best':>7} {'cpu ms':>7} {'× empty':>8}")
    for program, (wall, cpu) in medians.items():
        print(f"{os.path.basename(program):20} {wall:7.1f} {min(figures[program])[0]:7.1f} "
              f"{cpu:7.1f} {wall / medians[empty][0]:8.2f}")


if __name__ == "__main__":
    main()
