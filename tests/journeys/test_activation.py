#!/usr/bin/env python3
# SPDX-FileCopyrightText: The Keebai Connect developers
# SPDX-License-Identifier: GPL-3.0-or-later
"""What brings the window to the front: a second start, and a click on a notification. On Wayland only a token of the
desktop does."""

import os
import subprocess
import sys

import names
from desktop import (
    DISPLAY, IS_WAYLAND, PROGRAM, Program, Service, click_notification, main, notifications, set_default_browser,
    wait_for,
)


def second_start(journey):
    with Program(journey.folder) as program:
        program.see(names.GET_STARTED)
        program.look_away()
        # The signature in older and in newer desktops.
        for variable in ("DESKTOP_STARTUP_ID", "XDG_ACTIVATION_TOKEN"):
            subprocess.run([PROGRAM], env={**os.environ, variable: DISPLAY.activation_token()}, check=True, timeout=60)
            wait_for(f"the window to be in front, by {variable}", program.is_in_front)
            journey.ok(f"a second start brings the window to the front ({variable})")
            program.look_away()
        if IS_WAYLAND:
            subprocess.run([PROGRAM], check=True, timeout=60)
            program.find("push button", names.GET_STARTED)
            assert not program.is_in_front(), "this desktop would show nothing of a token"
            journey.ok("without a token it stays where it was")


def notification(journey):
    set_default_browser("/bin/true %u")
    with Service(journey.folder, poll_interval="1") as service:
        key = service.facts["key-full"]
        journey.keep_secret(key)
        with Program(journey.folder, "--api-url", service.base_url, env={"KEEBAI_API_KEY": key}) as program:
            program.open_choice()
            program.press(names.CONNECT)
            session = wait_for("a session", service.session)
            journey.keep_secret(session["verification_uri"])
            program.see(names.TIME_LEFT)
            program.look_away()
            service.finish_signup(session)
            shown = wait_for("a notification", notifications)
            assert not program.is_in_front()
            click_notification(shown[0]["shown"])
            wait_for("the window to be in front", program.is_in_front)
            program.see(names.CONNECTED)
            journey.ok("a click on a notification brings the window to the front")
    journey.check_secrets(without=[service.output.out])
    journey.ok("neither key nor link is in any output")


if __name__ == "__main__":
    sys.exit(main(second_start, notification))
