#!/usr/bin/env python3
# SPDX-FileCopyrightText: The Keebai Connect developers
# SPDX-License-Identifier: GPL-3.0-or-later
"""The keyring is slow, locked, or not there: connecting works without it."""

import os
import signal
import subprocess
import sys
from pathlib import Path

import names
from desktop import Program, Service, call, end_keyring, main, wait_for
from faults import Clocks
from gi.repository import GLib


def find_keyring():
    return int((Path(os.environ["HOME"]) / "keyring.pid").read_text())


def keep_key(journey, service):
    key = service.facts["key-full"]
    journey.keep_secret(key)
    subprocess.run(
        ["secret-tool", "store", "--label=Key", "xdg:schema", "com.keebai.Connect.Key", "base-url", service.base_url],
        input=key, text=True, check=True, timeout=20,
    )
    return key


def slow(journey):
    clocks = Clocks(journey.folder)
    with Service(journey.folder) as service:
        keep_key(journey, service)
        os.kill(find_keyring(), signal.SIGSTOP)
        try:
            with Program(journey.folder, "--api-url", service.base_url) as program:
                program.find(None, names.LOOKING_FOR_KEY)
                os.kill(find_keyring(), signal.SIGCONT)
                program.find("push button", names.CONNECT_A_NUMBER)
                journey.ok("the program waits for a slow keyring, and finds the key")
            os.kill(find_keyring(), signal.SIGSTOP)
            with Program(journey.folder, "--api-url", service.base_url, env=clocks.env) as program:
                clocks.program = program
                program.find(None, names.LOOKING_FOR_KEY)
                program.picture("looking", settled=True)
                clocks.pass_by(11)
                program.find("push button", names.GET_STARTED)
                journey.ok("a browser that hangs is given up after ten seconds")
                connect(journey, program, service, until_close=lambda: clocks.pass_by(11))
                journey.ok("the key then lasts for the run, and the number is connected")
        finally:
            os.kill(find_keyring(), signal.SIGCONT)
    journey.check_secrets(without=[service.output.out])
    journey.ok("the key is in no output")


def connect(journey, program, service, until_close=lambda: None):
    """From the first page to the end, with a key that is typed."""
    program.press(names.GET_STARTED)
    program.type_into(names.ACCESS_KEY, service.facts["key-full"])
    program.press(names.CONTINUE)
    until_close()
    program.press(names.I_KNOW_WHICH_WAY)
    program.press(names.WITH_THE_PHONE)
    program.press(names.CONNECT)
    code = wait_for("a session with a code", lambda: (service.session() or {}).get("code"))
    journey.keep_secret(code)
    program.see(names.CODE_CHANGES)
    service.scan(code)
    program.see(names.CONNECTED)


def locked(journey):
    with Service(journey.folder) as service:
        keep_key(journey, service)
        call(
            "org.freedesktop.secrets", "/org/freedesktop/secrets", "org.freedesktop.Secret.Service", "Lock",
            GLib.Variant("(ao)", (["/org/freedesktop/secrets/collection/login"],)),
        )
        # Nobody can ask the person for the password here: this is as if the prompt had been dismissed.
        with Program(journey.folder, "--api-url", service.base_url) as program:
            program.find("push button", names.GET_STARTED)
            program.picture("locked", settled=True)
            journey.ok("a locked keyring, and the question dismissed: the key is asked for")
            program.press(names.GET_STARTED)
            program.type_into(names.ACCESS_KEY, service.facts["key-full"])
            program.see(names.KEY_LASTS_FOR_THIS_RUN)
            program.press(names.CONTINUE)
            program.find("push button", names.I_KNOW_WHICH_WAY)
            journey.ok("and lasts until the window is closed")


def absent(journey):
    end_keyring()
    with Service(journey.folder) as service:
        journey.keep_secret(service.facts["key-full"])
        with Program(journey.folder, "--api-url", service.base_url) as program:
            connect(journey, program, service)
            journey.ok("without a keyring the number is connected")
        assert service.n_sessions() == 1


if __name__ == "__main__":
    sys.exit(main(slow, locked, absent))
