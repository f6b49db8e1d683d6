#!/usr/bin/env python3
# SPDX-FileCopyrightText: The Keebai Connect developers
# SPDX-License-Identifier: GPL-3.0-or-later
"""Measures the event stream parser, beside a peer if there is one. See README.md."""

import argparse
import os
import shutil
import statistics
import subprocess
import sys
import tempfile

HERE = os.path.dirname(os.path.abspath(__file__))


def pad(frame, size):
    """Fills up the frame's % so that it has the size."""
    letters = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/"
    missing = size - len(frame.encode()) + 1
    return frame.replace("%", "".join(letters[i * 7 % 64] for i in range(missing)))


FRAMES = {
    "240 bytes": pad("data: 2@%\n\n", 240),
    "240 bytes, named": pad("event: qr\nid: 17\ndata: 2@%\n\n", 240),
    "240 bytes, CRLF": pad("event: qr\r\nid: 17\r\ndata: 2@%\r\n\r\n", 240),
    "240 bytes, accents": pad('data: {"push_name": "Panadería Ñandú, 你好","x":"%"}\n\n', 240),
    "64 kB": pad("event: qr\ndata: 2@%\n\n", 64000),
    "9 bytes": "data: x\n\n",
    "heartbeat": ": still here\n\n",
}
CHUNKS = {64 * 1024: 32 << 20, 1000: 16 << 20, 1: 1 << 20}


def run(command):
    out = subprocess.run(command, check=True, stdout=subprocess.PIPE, text=True).stdout.split()
    return int(out[0]), int(out[2])


def main():
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("program", help="bench-sse-parser, as built")
    parser.add_argument("--peer", metavar="DIRECTORY",
                        help="where `npm install eventsource-parser` was run")
    parser.add_argument("--before", metavar="PROGRAM", help="that of another build, to be measured beside it")
    parser.add_argument("--frame", default="", help="only the kinds of frame in whose name this stands")
    parser.add_argument("--runs", type=int, default=5, help="of each program, taking turns")
    arguments = parser.parse_args()

    modes = []
    if arguments.peer:
        if shutil.which("node"):
            modes = ["strings", "bytes"]
        else:
            print("node is missing: no peer", file=sys.stderr)

    others = [f"peer {mode}" for mode in modes] + (["before"] if arguments.before else [])
    print(f"{'frame':20} {'chunk':>6} {'ours GB/s':>10}" + "".join(f" {other:>13} {'ratio':>6}" for other in others))
    with tempfile.TemporaryDirectory() as folder:
        path = os.path.join(folder, "stream")
        for name, frame in FRAMES.items():
            if arguments.frame not in name:
                continue
            for chunk, total in CHUNKS.items():
                count = total // len(frame.encode())
                data = frame.encode() * count
                with open(path, "wb") as file:
                    file.write(data)

                commands = [[arguments.program, path, str(chunk), "5"]]
                for mode in modes:
                    commands.append(["node", os.path.join(HERE, "sse-parser-peer.mjs"), path,
                                     str(chunk), "5", arguments.peer, mode])
                if arguments.before:
                    commands.append([arguments.before, path, str(chunk), "5"])
                times = [[] for _ in commands]
                for _ in range(arguments.runs):
                    events = set()
                    for i, command in enumerate(commands):
                        n_events, nanoseconds = run(command)
                        events.add(n_events)
                        times[i].append(nanoseconds)
                    if len(events) > 1:
                        sys.exit(f"{name}: the programs found different numbers of events")

                rates = [len(data) / statistics.median(each) for each in times]
                print(f"{name:20} {chunk:6} {rates[0]:10.3f}"
                      + "".join(f" {rate:13.3f} {rates[0] / rate:6.2f}" for rate in rates[1:]),
                      flush=True)


main()
