#!/usr/bin/env python3
# SPDX-FileCopyrightText: The Keebai Connect developers
# SPDX-License-Identifier: GPL-3.0-or-later
"""Measures a start with a known key until nothing moves any more, and a company with many channels. See README.md."""

import argparse
import json
import os
import statistics
import subprocess
import sys
import threading
import time
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from urllib.parse import parse_qs, urlparse

KEY = "kbai_pk_" + "0" * 64
COLUMNS = ("last", "cpu", "longest", "median", "stall", "pss")


class Service:
    """A company with that many channels."""

    def __init__(self, n_channels):
        answers = {
            "/v1/me": {"user": {"name": "Ana"}, "company": {"name": "Practice Company"},
                       "scopes": ["channels:read", "channels:connect"]},
            "whatsapp": {"data": [
                {"id": f"ch_{i:024x}", "name": f"Branch {i}", "type": "whatsapp", "is_active": True,
                 "phone_number": f"+5699{i:07}", "phone_number_id": f"{i:015}", "business_account_id": "104857600",
                 "created_at": "2026-01-02T03:04:05Z"} for i in range(n_channels)]},
            "whatsapp_qr": {"data": []},
            "/v1/whatsapp/numbers": {"data": []},
        }
        answers = {path: json.dumps(answer).encode() for path, answer in answers.items()}

        class Handler(BaseHTTPRequestHandler):
            protocol_version = "HTTP/1.1"

            def do_GET(self):
                url = urlparse(self.path)
                body = answers.get(url.path) or answers.get(parse_qs(url.query).get("type", [""])[0]) or b"{}"
                self.send_response(200)
                self.send_header("Content-Type", "application/json")
                self.send_header("Content-Length", str(len(body)))
                self.end_headers()
                self.wfile.write(body)

            def log_message(self, *_):
                pass

        self.server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        self.base_url = f"http://127.0.0.1:{self.server.server_port}/v1"
        threading.Thread(target=self.server.serve_forever, daemon=True).start()


def run(command, ruler, steps, **env):
    """The figures of each step, in ms and MB. Those of the last frame and of the processor time are relative to the
    step before."""
    before = time.clock_gettime(time.CLOCK_MONOTONIC) * 1000
    err = subprocess.run([command], timeout=300, stdout=subprocess.DEVNULL, stderr=subprocess.PIPE, text=True,
                         env={**os.environ, "LD_PRELOAD": ruler, "FRAMES": ",".join(steps), **env}).stderr
    rows = []
    cpu_before = 0
    for line in err.splitlines():
        words = line.split()
        if words[:1] != ["frames"]:
            continue
        last, cpu, longest, median, stall, pss = (int(word) / 1000 for word in words[-6:])
        rows.append((last - before, cpu - cpu_before, longest, median, stall, pss))
        before, cpu_before = last, cpu
    if len(rows) != len(steps):
        sys.exit(f"{command} took {len(rows)} of {len(steps)} steps:\n{err}")
    return rows


def get_medians(rounds):
    return [[statistics.median(column) for column in zip(*rows)] for rows in zip(*rounds)]


def measure_start(arguments, programs, ruler):
    service = Service(3)
    figures = {name: [] for name, _ in programs}
    for i in range(arguments.rounds + 1):
        for name, program in programs if i % 2 == 0 else reversed(programs):
            rows = run(program, ruler, ["start"], KEEBAI_API_KEY=KEY, KEEBAI_BASE_URL=service.base_url)
            # The first start pays for the disk above all; that says nothing about the program.
            if i > 0:
                figures[name].append(rows)
    empty = get_medians(figures["empty window"])[0]
    print(f"{'start with a key':24} {'last ms':>8} {'cpu ms':>8} {'PSS MB':>8} {'× last':>7} {'× cpu':>7} {'× PSS':>7}")
    for name, rounds in figures.items():
        last, cpu, _, _, _, pss = get_medians(rounds)[0]
        print(f"{name:24} {last:8.1f} {cpu:8.1f} {pss:8.1f} {last / empty[0]:7.2f} {cpu / empty[1]:7.2f}"
              f" {pss / empty[5]:7.2f}", flush=True)


def measure_channels(arguments, programs, ruler):
    counts = [10, *arguments.channels]
    services = {n: Service(n) for n in counts}
    print(f"\n{'channels':34} {'cpu ms':>8} {'longest':>8} {'median':>8} {'stall':>8} {'PSS MB':>8}")
    for name, program, all_steps in programs:
        for n in counts:
            # A short list fits on the first page.
            steps = [step for step in all_steps if n > 20 or not step.startswith("press:")]
            rounds = [run(program, ruler, steps, KEEBAI_API_KEY=KEY, KEEBAI_BASE_URL=services[n].base_url)
                      for _ in range(arguments.long_rounds)]
            for step, (_, cpu, longest, median, stall, pss) in zip(steps, get_medians(rounds)):
                print(f"{name:10} {n:6} {step:16} {cpu:8.1f} {longest:8.1f} {median:8.1f} {stall:8.1f} {pss:8.1f}",
                      flush=True)


def main():
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("build", help="the build folder; its schema has to be compiled")
    parser.add_argument("--before", metavar="BUILD", help="another build, to be measured beside it")
    parser.add_argument("--rounds", type=int, default=15, help="of each start, taking turns")
    parser.add_argument("--long-rounds", type=int, default=3, help="of each company")
    parser.add_argument("--channels", type=int, nargs="*", default=[1000, 10000])
    arguments = parser.parse_args()

    place = os.path.realpath(arguments.build)
    ruler = f"{place}/tests/benchmark/frames.so"
    ours = f"{place}/src/keebai-connect"
    before = arguments.before and f"{os.path.realpath(arguments.before)}/src/keebai-connect"
    programs = [("empty window", f"{place}/tests/benchmark/bench-empty-window"), ("ours", ours)]
    if before:
        programs.append(("before", before))
    measure_start(arguments, programs, ruler)

    # Showing a list again brings the same; then the long list, wherever it is shown.
    again = ["start", "go:key", "go:welcome"]
    companies = [("ours", ours, [*again, "press:Show all", "scroll"])]
    if before:
        companies.append(("before", before, [*again, "scroll"]))
    if arguments.channels:
        measure_channels(arguments, companies, ruler)


main()
