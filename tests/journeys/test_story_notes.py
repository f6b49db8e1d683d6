#!/usr/bin/env python3
# SPDX-FileCopyrightText: The Keebai Connect developers
# SPDX-License-Identifier: GPL-3.0-or-later
"""The notes about a session are damaged, from a newer program, or in use; the key is another one, or the link is
gone."""

import json
import re
import sys
import uuid

import names
from desktop import Program, Service, end_keyring, main, set_default_browser, wait_for
from faults import Clocks, kill, notes, notes_folder



def start(journey, service, key="key-full", env=None):
    journey.keep_secret(service.facts["key-full"])
    set_default_browser("true %u")
    return Program(
        journey.folder, "--api-url", service.base_url, env={"KEEBAI_API_KEY": service.facts[key], **(env or {})}
    )


def leave_notes(journey, service, n_sessions=1):
    """Leaves the notes of a running session behind by killing the program."""
    program = start(journey, service)
    program.open_choice()
    program.press(names.CONNECT)
    wait_for("a session", lambda: service.n_sessions() == n_sessions)
    journey.keep_secret(service.session()["verification_uri"])
    program.see(names.WAITING_FOR_BROWSER)
    path = wait_for("the notes", lambda: notes(service.base_url))
    kill(program)
    return path


def damaged(journey):
    with Service(journey.folder) as service:
        path = leave_notes(journey, service)
        good = path.read_bytes()
        assert path.stat().st_mode & 0o777 == 0o600
        for secret in journey.secrets:
            assert secret.encode() not in good, "the notes hold a secret"
        journey.ok("the notes are for their owner only, and hold no secret")
        newer = json.loads(good)
        newer["version"] += 1
        for name, content, words in (
            ("cut off", good[: len(good) // 2], names.NOTES_UNREADABLE),
            ("of a newer program", json.dumps(newer).encode(), names.NOTES_TOO_NEW),
        ):
            path.write_bytes(content)
            with start(journey, service) as program:
                program.see(words)
                program.picture(name.replace(" ", "-"), settled=True)
                kept = [each for each in notes_folder().iterdir() if each.read_bytes() == content]
                assert len(kept) == 1 and not path.exists(), list(notes_folder().iterdir())
                program.see(str(kept[0]))
                journey.ok(f"{name}: a sentence says so, and where the file is now")
                program.open_choice()
                program.find(None, names.IN_THE_BROWSER)
    journey.check_secrets(without=[service.output.out])
    journey.ok("neither key nor link is in any output")


def after_a_reboot(journey):
    clocks = Clocks(journey.folder)
    with Service(journey.folder) as service:
        path = leave_notes(journey, service)
        path.write_text(re.sub(r'(?<="boot_id")(\s*:\s*)"[^"]*"', rf'\1"{uuid.uuid4()}"', path.read_text()))
        clocks.reboot(300)
        service.turn(advance="300")
        with start(journey, service, env=clocks.env) as program:
            program.see(names.UNFINISHED)
            program.see(names.TEN_MINUTES_LEFT)
            program.press(names.GO_ON)
            program.see(names.WAITING_FOR_BROWSER)
            journey.ok("after a reboot the wall clock shows how much time is left")
        assert service.n_sessions() == 1


def a_second_program(journey):
    with Service(journey.folder) as service:
        leave_notes(journey, service)
        with start(journey, service) as first:
            first.see(names.UNFINISHED)
            with start(journey, service) as second:
                second.see(names.OPEN_TWICE)
                second.picture("second", settled=True)
                assert not second.sees(names.UNFINISHED)
                journey.ok("a second program takes nothing from the first")
            first.press(names.DISCARD)
            wait_for("the notes to be forgotten", lambda: not notes(service.base_url))
            wait_for("the offer to go", lambda: not first.sees(names.UNFINISHED))
            journey.ok("discarding it removes the notes")


def without_the_link(journey):
    """The keyring is gone, and the link with it."""
    clocks = Clocks(journey.folder)
    with Service(journey.folder, poll_interval="1") as service:
        leave_notes(journey, service)
        end_keyring()
        with start(journey, service, env=clocks.env) as program:
            clocks.program = program
            program.press(names.GO_ON)
            program.see(names.TIME_LEFT)
            program.picture("no-link", settled=True)
            service.finish_signup(service.session())
            program.see(names.CONNECTED)
            journey.ok("without the link it still notices when the browser is done")
        assert service.n_sessions() == 1


if __name__ == "__main__":
    sys.exit(main(damaged, after_a_reboot, a_second_program, without_the_link))
