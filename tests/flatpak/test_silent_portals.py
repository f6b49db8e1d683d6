#!/usr/bin/env python3
# SPDX-FileCopyrightText: The Keebai Connect developers
# SPDX-License-Identifier: GPL-3.0-or-later
"""In the sandbox, on a desktop whose portals exist but never answer: nothing hangs, and the program says what is
missing."""

import subprocess
import sys
import time
from pathlib import Path

from sandboxed import StartedByDesktop, desktop
import names
from desktop import Portal, Service, main, set_environment_of_services, wait_for

# Our own time limit for portals that do not ask the person.
DEADLINE = 10 + 10


def nobody_answers(journey):
    stand_in = Path(desktop.__file__).with_name("stand_in_browser.py")
    with Portal(journey.folder, "silent") as portal, Service(journey.folder, poll_interval="1") as service:
        key = service.facts["key-full"]
        journey.keep_secret(key)
        set_environment_of_services(KEEBAI_BASE_URL=service.base_url)
        with StartedByDesktop(journey.folder, launch) as program:
            journey.ok("the sandboxed program shows its window")
            program.see(names.KEYRING_IS_SLOW, patience=DEADLINE)
            program.picture("looking")
            assert portal.asked() == ["RetrieveSecret"], portal.asked()
            journey.ok("no answer from the Secret portal: the page says so, and offers to continue")
            program.press(names.ENTER_KEY)
            program.type_into(names.ACCESS_KEY, key)
            program.see(names.KEY_GOES_INTO_KEYRING)
            program.press(names.CONTINUE)
            journey.ok("the key works while the program waits for the portal")

            program.press(names.I_KNOW_WHICH_WAY)
            program.press(names.IN_THE_BROWSER)
            begun = time.monotonic()
            program.press(names.CONNECT)
            program.see(names.BROWSER_NOT_OPENED, patience=DEADLINE)
            program.picture("not-opened")
            assert portal.asked()[-1] == "OpenURI", portal.asked()
            journey.ok(f"no word from the OpenURI portal: the page says so after {time.monotonic() - begun:.0f} s")

            session = service.session()
            journey.keep_secret(session["verification_uri"])
            program.key("ctrl+w")
            program.press(names.ONLY_CLOSE)
            wait_for("the window to go", program.is_hidden)
            wait_for("the portal to be asked", lambda: portal.asked()[-1] == "RequestBackground")
            subprocess.run(
                [sys.executable, str(stand_in), "0", "finish", session["verification_uri"]], check=True, timeout=60
            )
            wait_for("a notification to be sent", lambda: "AddNotification" in portal.asked())
            assert program.is_hidden()
            journey.ok("no answer from the Background portal: the attempt continues, and its end is reported")
            launch()
            program.see_channel(service.channel()["id"])
            wait_for("the notification to be withdrawn", lambda: "RemoveNotification" in portal.asked())
            program.picture("connected")
            journey.ok("no answer from the Notification portal: a second start brings the window with the result")
    journey.check_secrets(without=[service.output.out])
    journey.ok("neither key nor link is in any output")


def launch():
    subprocess.run(["gapplication", "launch", StartedByDesktop.NAME], check=True, timeout=30)


if __name__ == "__main__":
    sys.exit(main(nobody_answers))
