#!/usr/bin/env python3
# SPDX-FileCopyrightText: The Keebai Connect developers
# SPDX-License-Identifier: GPL-3.0-or-later
"""How the programs start: with closed standard descriptors, in a locale without UTF-8, without core files.

Usage: startup.py KEEBAI-CONNECT KEEBAI-SANDBOX
"""

import os
import subprocess
import sys
import time

NAME = "Peluquería Ñandú"


def wait_for(what, condition):
    end = time.monotonic() + 30
    while not (found := condition()):
        assert time.monotonic() < end, f"waited in vain for {what}"
        time.sleep(0.05)
    return found


def start(program, *closed):
    """Runs it with those standard descriptors closed, like a shell's <&-, and with core files of any size allowed."""
    words = " ".join(f"{number}>&-" for number in closed)
    return subprocess.Popen(["/bin/sh", "-c", f'ulimit -Sc "$(ulimit -Hc)"; exec "$0" {words}', program])


def descriptors(pid):
    folder = f"/proc/{pid}/fd"
    found = {}
    for name in os.listdir(folder):
        try:
            found[int(name)] = os.readlink(f"{folder}/{name}")
        except FileNotFoundError:
            pass
    return found


def is_open(pid):
    """Waits until it has opened more than it began with: a display or a port."""
    found = descriptors(pid)
    return found if sum(target.startswith("socket:") for target in found.values()) > 0 else None


def check_closed(program):
    child = start(program, 0, 1, 2)
    try:
        found = wait_for("a socket", lambda: is_open(child.pid))
        assert [found.get(number) for number in range(3)] == ["/dev/null"] * 3, found
    finally:
        child.kill()
        child.wait()
    print(f"ok - {os.path.basename(program)}: closed descriptors are filled")
    # Only one of them: the others are left unchanged.
    child = start(program, 0)
    try:
        found = wait_for("a socket", lambda: is_open(child.pid))
        assert found[0] == "/dev/null", found
        assert found[2] == os.readlink("/proc/self/fd/2"), found
    finally:
        child.kill()
        child.wait()
    print(f"ok - {os.path.basename(program)}: open ones are left alone")


def check_core(program):
    child = start(program)
    try:
        wait_for("a socket", lambda: is_open(child.pid))
        limits = open(f"/proc/{child.pid}/limits", encoding="ascii").read()
        line = next(line for line in limits.splitlines() if line.startswith("Max core file size"))
        assert line.split()[4] in ("0", "1"), line
        # What the portal looks at.
        assert os.stat(f"/proc/{child.pid}/root/").st_ino == os.stat("/").st_ino
    finally:
        child.kill()
        child.wait()
    print(f"ok - {os.path.basename(program)}: a crash leaves no core file")


def check_locale(program, option):
    for locale in ("C", "POSIX", "xx_XX.UTF-8", "C.UTF-8"):
        environment = {**os.environ, "LC_ALL": locale, "LANG": locale}
        done = subprocess.run([program, option, "--version"], env=environment, capture_output=True, check=False)
        assert done.returncode == 0 and not done.stderr, (locale, done)
    print(f"ok - {os.path.basename(program)}: {option} in every locale")


def main():
    connect, sandbox = sys.argv[1:]
    for program in (connect, sandbox):
        check_closed(program)
        check_core(program)
    check_locale(connect, f"--name={NAME}")
    check_locale(sandbox, f"--knob={NAME}=1")


if __name__ == "__main__":
    main()
