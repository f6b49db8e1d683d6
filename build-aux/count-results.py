#!/usr/bin/env python3
# SPDX-FileCopyrightText: The Keebai Connect developers
# SPDX-License-Identifier: GPL-3.0-or-later
"""Adds up what meson's test logs say, down to the single TAP line, and names what failed.

Usage: count-results.py TESTLOG.json…   The last line reads "N passed, N failed"; skipped ones are
named above it. Exits 1 if anything failed or nothing ran.
"""

import json
import re
import sys

TAP_LINE = re.compile(r"^(not ok|ok)\b[ \t]*\d*[ \t]*-?[ \t]*([^#\n]*)(#[ \t]*(?:SKIP|TODO)[^\n]*)?", re.M | re.I)


def main():
    passed, failed, skipped = 0, [], []
    for path in sys.argv[1:]:
        with open(path, encoding="utf-8") as log:
            tests = [json.loads(line) for line in log if line.strip()]
        for test in tests:
            name, result = test["name"], test["result"]
            lines = TAP_LINE.findall(test.get("stdout", ""))
            if not lines:
                if result == "SKIP":
                    skipped.append(name)
                elif result in ("OK", "EXPECTEDFAIL"):
                    passed += 1
                else:
                    failed.append(f"{name} ({result.lower()})")
                continue
            bad = 0
            for word, label, remark in lines:
                if remark:
                    skipped.append(f"{name}: {label.strip()}")
                elif word.lower() == "ok":
                    passed += 1
                else:
                    bad += 1
                    failed.append(f"{name}: {label.strip()}")
            if result not in ("OK", "SKIP", "EXPECTEDFAIL") and not bad:
                failed.append(f"{name} ({result.lower()})")
    for name in skipped:
        print(f"skipped: {name}")
    for name in failed:
        print(f"FAILED: {name}")
    print(f"{passed} passed, {len(failed)} failed")
    return 1 if failed or not passed else 0


if __name__ == "__main__":
    sys.exit(main())
