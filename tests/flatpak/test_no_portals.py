#!/usr/bin/env python3
# SPDX-FileCopyrightText: The Keebai Connect developers
# SPDX-License-Identifier: GPL-3.0-or-later
"""In the sandbox, on a desktop without portals: nothing hangs, and the program says what is missing."""

import subprocess
import sys
import time
from pathlib import Path

from sandboxed import DATA, SandboxedProgram, desktop
import names
from desktop import Service, main, wait_for
from phone import connect_by_phone

# Long enough for a slow machine, but far shorter than the timeout of a D-Bus call.
AT_ONCE = 10


def both_ways(journey):
    stand_in = Path(desktop.__file__).with_name("stand_in_browser.py")
    with Service(journey.folder, time_scale="5") as service:
        key = service.facts["key-full"]
        journey.keep_secret(key)
        with SandboxedProgram(journey.folder, "--api-url", service.base_url) as program:
            program.press(names.GET_STARTED, patience=AT_ONCE)
            journey.ok("the sandboxed program shows its window")
            program.type_into(names.ACCESS_KEY, key)
            begun = time.monotonic()
            program.see(names.KEY_NOT_KEPT, patience=AT_ONCE)
            program.picture("not-kept")
            journey.ok(f"no Secret portal: the page says that the key lasts for the run, after {time.monotonic() - begun:.1f} s")
            program.press(names.CONTINUE)
            program.press(names.I_KNOW_WHICH_WAY)
            program.press(names.IN_THE_BROWSER)
            begun = time.monotonic()
            program.press(names.CONNECT)
            program.see(names.BROWSER_NOT_OPENED, patience=AT_ONCE)
            program.picture("not-opened")
            journey.ok(f"no OpenURI portal: the page says that the browser did not open, after {time.monotonic() - begun:.1f} s")
            session = service.session()
            journey.keep_secret(session["verification_uri"])
            # The person copies the link into a browser.
            subprocess.run(
                [sys.executable, str(stand_in), "0", "finish", session["verification_uri"]], check=True, timeout=60
            )
            program.see(names.CONNECTED)
            channel = service.channel()
            program.see_channel(channel["id"])
            line = f"Connected channel {channel['id']} (phone_number_id: {channel['phone_number_id']}).\n"
            wait_for("the line", lambda: program.output.out.read_text() == line)
            journey.ok("in the browser: the number is connected all the same")
            program.press(names.CONNECT_ANOTHER)
            connect_by_phone(journey, service, program)
        assert not (DATA / "data/keyrings/default.keyring").exists(), "a keyring without the portal's secret"
    journey.check_secrets(without=[service.output.out])
    journey.ok("neither key, link nor code is in any output")


if __name__ == "__main__":
    sys.exit(main(both_ways))
