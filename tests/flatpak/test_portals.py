#!/usr/bin/env python3
# SPDX-FileCopyrightText: The Keebai Connect developers
# SPDX-License-Identifier: GPL-3.0-or-later
"""In the sandbox, with a desktop's portals: both ways, and what continues without the window."""

import subprocess
import sys
from pathlib import Path

from sandboxed import DATA, SandboxedProgram, StartedByDesktop, ask_terminal, desktop
import names
from desktop import (
    Service, click_notification, main, notifications, set_default_browser, set_environment_of_services, wait_for,
)
from phone import connect_by_phone


def make_browser(journey):
    """A browser that finishes the signup once the person had time for it, and a file that says where it runs: only
    the portal can start it outside of the sandbox."""
    note = journey.folder / "opened"
    go = journey.folder / "go"
    go.unlink(missing_ok=True)
    stand_in = Path(desktop.__file__).with_name("stand_in_browser.py")
    script = journey.folder / "browser.sh"
    script.write_text(
        f'#!/bin/sh\n[ -e /.flatpak-info ] || echo outside >"{note}"\n'
        f'until [ -e "{go}" ]; do sleep 0.1; done\n'
        f'exec /usr/bin/python3 "{stand_in}" 0 finish "$1"\n'
    )
    script.chmod(0o755)
    set_default_browser(f"{script} %u")
    return note, go


def both_ways(journey):
    note, go = make_browser(journey)
    with Service(journey.folder, time_scale="5") as service:
        key = service.facts["key-full"]
        journey.keep_secret(key)
        with SandboxedProgram(journey.folder, "--api-url", service.base_url) as program:
            journey.ok("the sandboxed program shows its window")
            program.picture("welcome")
            program.press(names.GET_STARTED)
            program.type_into(names.ACCESS_KEY, key)
            program.press(names.CONTINUE)
            program.press(names.I_KNOW_WHICH_WAY)
            program.press(names.IN_THE_BROWSER)
            program.press(names.CONNECT)
            session = wait_for("a session on the service", service.session)
            journey.keep_secret(session["verification_uri"])
            program.see(names.TIME_LEFT)
            program.picture("browser")
            # As it would to a browser.
            program.look_away()
            go.touch()
            program.see(names.CONNECTED)
            channel = service.channel()
            program.see_channel(channel["id"])
            program.picture("connected")
            assert note.read_text() == "outside\n"
            journey.ok("in the browser: the link was opened by the portal, and the number is connected")
            shown = wait_for("a notification", notifications)
            assert len(shown) == 1 and channel["id"] not in str(shown), shown
            journey.ok("a notification reported it, through the portal")
            line = f"Connected channel {channel['id']} (phone_number_id: {channel['phone_number_id']}).\n"
            wait_for("the line", lambda: program.output.out.read_text() == line)
            program.focus()
            wait_for("the notification to be withdrawn", lambda: not notifications())
            journey.ok("a notification that was seen is withdrawn")

        keyring = DATA / "data/keyrings/default.keyring"
        assert key.encode() not in keyring.read_bytes(), "the key stands in the file as it is"
        found = subprocess.run(
            ["secret-tool", "search", "--all", "base-url", service.base_url], capture_output=True, check=False
        )
        assert not found.stdout, "the sandboxed program reached the keyring itself"
        journey.ok("the key is kept in a file of the sandbox, encrypted with the Secret portal's secret")

        answer = ask_terminal("whoami", f"--api-url={service.base_url}")
        assert answer.returncode == 0 and "Molino & Sol Bakery" in answer.stdout, answer
        journey.ok("the program for the terminal finds it there")

        with SandboxedProgram(journey.folder, "--api-url", service.base_url) as program:
            program.press(names.CONNECT_A_NUMBER)
            journey.ok("the next start finds the key and asks for nothing")
            connect_by_phone(journey, service, program)
    journey.check_secrets(without=[service.output.out])
    journey.ok("neither key, link nor code is in any output")


def without_a_window(journey):
    """Started by an action of its icon; then only the browser is used."""
    _, go = make_browser(journey)
    with Service(journey.folder, poll_interval="1") as service:
        key = service.facts["key-full"]
        journey.keep_secret(key)
        set_environment_of_services(KEEBAI_BASE_URL=service.base_url, KEEBAI_API_KEY=key)
        with StartedByDesktop(journey.folder, lambda: do("connect-browser")) as program:
            journey.ok("an action of the icon starts the sandboxed program")
            program.press(names.CONNECT_A_NUMBER)
            program.press(names.CONNECT)
            session = wait_for("a session on the service", service.session)
            journey.keep_secret(session["verification_uri"])
            program.see(names.TIME_LEFT)
            program.key("ctrl+w")
            program.see(names.CLOSE_TITLE)
            program.picture("close", settled=True, all_windows=True)
            program.press(names.ONLY_CLOSE)
            wait_for("the window to go", program.is_hidden)
            go.touch()
            shown = wait_for("a notification", notifications)
            assert len(shown) == 1 and program.is_hidden(), shown
            journey.ok("the window is closed, and a notification reports the end")
            click_notification(shown[0]["shown"])
            program.see_channel(service.channel()["id"])
            journey.ok("a click on it brings the window with the result")
            wait_for("the notification to be withdrawn", lambda: not notifications())
            journey.ok("and withdraws it")
        assert service.n_sessions() == 1
    journey.check_secrets(without=[service.output.out])
    journey.ok("neither key nor link is in any output")


def do(action):
    subprocess.run(["gapplication", "action", StartedByDesktop.NAME, action], check=True, timeout=30)


if __name__ == "__main__":
    sys.exit(main(both_ways, without_a_window))
