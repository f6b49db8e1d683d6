#!/usr/bin/env python3
# SPDX-FileCopyrightText: The Keebai Connect developers
# SPDX-License-Identifier: GPL-3.0-or-later
"""A picture of every page in every dress. Usage: pictures.py FOLDER [DRESS…]"""

import os
import subprocess
import sys
from pathlib import Path

import names
from desktop import Program, Service, set_default_browser, wait_for
from tour import has_code

DRESSES = {
    "light-default": ("prefer-light", None, False),
    "dark-default": ("prefer-dark", None, False),
    "light-360": ("prefer-light", (360, 720), False),
    "dark-360": ("prefer-dark", (360, 720), False),
    "light-large-text": ("prefer-light", None, True),
    "light-360-large-text": ("prefer-light", (360, 720), True),
    "light-full-screen": ("prefer-light", (1920, 1080), False),
}


def set_large_text(large):
    """As the desktop's "Large Text" does it: by the dots per inch that text is drawn for."""
    subprocess.run(["xrdb", "-merge"], input=f"Xft.dpi: {192 if large else 96}\n", text=True, check=True)


def take(folder, scheme, size, large):
    folder.mkdir(parents=True)
    set_large_text(large)
    environment = {"ADW_DEBUG_COLOR_SCHEME": scheme}

    def open_program(service, *arguments, key=None, env=None):
        env = {**environment, **({"KEEBAI_API_KEY": key} if key else {}), **(env or {})}
        program = Program(folder, "--api-url", service.base_url, *arguments, env=env)
        program.window_id()
        if size:
            program.resize(*size)
        return program

    with Service(folder) as service:
        facts = service.facts
        set_default_browser("/bin/true %u")
        with open_program(service) as program:
            program.find("push button", names.GET_STARTED)
            program.picture("first-start", settled=True)
            program.press(names.GET_STARTED)
            program.find(None, names.ACCESS_KEY)
            program.picture("key", settled=True)
            service.turn(next_me="delay=3")
            program.type_into(names.ACCESS_KEY, facts["key-revoked"])
            program.see(names.CHECKING)
            program.picture("key-checking")
            program.see(names.KEY_NOT_ACCEPTED)
            program.picture("key-wrong", settled=True)
            program.type_into(names.ACCESS_KEY, facts["key-no-connect"])
            program.see(names.THIS_KEY_LACKS)
            program.picture("key-no-permission", settled=True)
            program.press(names.USE_ANOTHER_KEY)
            program.find(None, names.ACCESS_KEY)
            program.picture("key-another", settled=True)
            service.turn(next_me="503")
            program.type_into(names.ACCESS_KEY, facts["key-full"])
            program.see(names.DOWN_FOR_MAINTENANCE)
            program.picture("key-maintenance", settled=True)
            program.type_into(names.ACCESS_KEY, f"Bearer “{facts['key-full']}”")
            program.find("push button", names.CONTINUE)
            program.picture("key-good", settled=True)
        with open_program(service, key=facts["key-full"]) as program:
            program.find("push button", names.CONNECT_A_NUMBER)
            program.picture("welcome", settled=True)
            program.press(names.CONNECT_A_NUMBER)
            program.find("push button", names.USED_NOWHERE)
            program.picture("number-first-question", settled=True)
            program.press(names.USED_NOWHERE)
            program.press(names.YES)
            program.find("push button", names.I_AM_ADMIN)
            program.picture("number-last-question", settled=True)
            program.press(names.I_AM_ADMIN)
            program.find("push button", names.CHANGE_ANSWERS)
            program.picture("number-browser", settled=True)
            program.press(names.CHANGE_ANSWERS)
            program.press(names.USED_IN_CONSUMER_APP)
            program.press(names.KEEP_CHATS)
            program.find("push button", names.CHANGE_ANSWERS)
            program.picture("number-not-yet", settled=True)
            program.press(names.CHANGE_ANSWERS)
            program.press(names.I_KNOW_WHICH_WAY)
            program.find(None, names.IN_THE_BROWSER)
            program.picture("choose", settled=True)
            program.press(names.WITH_THE_PHONE)
            program.find(None, names.NAME_IN_KEEBAI)
            program.picture("choose-phone", settled=True)
            program.press(names.IN_THE_BROWSER)
            program.press(names.CONNECT)
            program.see(names.TIME_LEFT)
            program.picture("browser", settled=True)
            program.press(names.CANCEL)
            program.find(None, names.KEEP_GOING)
            program.picture("stop-question", settled=True, all_windows=True)
            program.press(names.STOP)
            program.find(None, names.IN_THE_BROWSER)

            set_default_browser(None)
            program.press(names.CONNECT)
            program.see(names.BROWSER_NOT_OPENED)
            program.picture("browser-did-not-open", settled=True)
            program.press(names.CANCEL)
            program.press(names.STOP)
            program.find(None, names.IN_THE_BROWSER)
            set_default_browser("/bin/true %u")

        with open_program(service, "--mode=qr", key=facts["key-full"]) as program:
            program.open_choice()
            program.press(names.CONNECT)
            wait_for("a code on the screen", lambda: has_code(program.picture("scan")))
            program.picture("scan")
            program.press(names.PHONE_MESSAGES)
            program.find(None, names.SEARCH_MESSAGES)
            program.picture("help", settled=True, all_windows=True)
            program.type_into(names.SEARCH_MESSAGES, names.DEVICE_LIMIT_WORD)
            program.see(names.DEVICE_LIMIT_ACTION)
            program.picture("help-searched", settled=True, all_windows=True)
            # Anew, for Escape would clear the search first.
            program.press(names.PHONE_MESSAGES)
            program.find(None, names.SEARCH_MESSAGES)
            program.picture("help", settled=True, all_windows=True)
            program.key("Escape")
            wait_for("the help to go", lambda: not any(program.all(None, names.SEARCH_MESSAGES)))
            program.click(names.CODE)
            program.find(None, names.BACK_TO_STEPS)
            program.picture("scan-enlarged")
            program.press(names.BACK_TO_STEPS)
            service.turn(time_scale="0.2")
            service.scan(service.session()["code"])
            program.see(names.LINKING)
            program.picture("linking-ticked")
            program.see(names.CONFIRM_ON_PHONE)
            program.picture("linking", settled=True)
            service.turn(time_scale="1")
            program.see(names.CONNECTED)
            program.picture("connected-qr", settled=True)
    with Service(folder, stream_drop="1") as service:
        with open_program(service, "--mode=qr", key=service.facts["key-full"]) as program:
            program.open_choice()
            program.press(names.CONNECT)
            program.see(names.CODE_IS_OLD)
            program.picture("scan-covered", settled=True)
    with Service(folder, poll_interval="1") as service:
        take_ends(service, open_program)
    with Service(folder) as service:
        take_going_on(service, open_program)
    take_waiting(folder, open_program)
    take_home(folder, open_program)
    for path in folder.glob("*.out"):
        path.unlink()
    for path in folder.glob("*.err"):
        text = path.read_text()
        path.unlink()
        if text:
            print(f"{folder.name}: {text}", file=sys.stderr)


def take_ends(service, open_program):
    """How a signup in the browser can end."""
    with open_program(service, key=service.facts["key-full"]) as program:
        program.open_choice()
        program.press(names.CONNECT)
        program.see(names.TIME_LEFT)
        service.finish_signup(service.session())
        program.see(names.CONNECTED)
        program.picture("connected", settled=True)
        program.press(names.DETAILS)
        program.picture("connected-details", settled=True)
        program.press(names.DONE)

        program.open_choice()
        program.press(names.CONNECT)
        program.see(names.TIME_LEFT)
        service.turn(next_poll="404*0")
        service.finish_signup(service.session())
        program.see(names.IS_THIS_YOURS)
        program.picture("new-channel-question", settled=True)
        program.press(names.NO)
        program.find("push button", names.TRY_AGAIN)
        program.picture("ended-early", settled=True)

        service.turn(next_poll="off", expires_in="3")
        program.press(names.TRY_AGAIN)
        program.see(names.TIME_IS_UP)
        program.picture("expired", settled=True)
        service.turn(expires_in="off", next_start="500")
        program.press(names.TRY_AGAIN)
        program.see(names.SERVER_FAULT)
        program.picture("failed", settled=True)
        service.turn(next_start="409")
        program.press(names.TRY_AGAIN)
        program.see(names.DECLINED)
        program.picture("declined", settled=True)
    with open_program(service, "--mode=qr", key=service.facts["key-full"]) as program:
        program.open_choice()
        service.turn(stream_fail="device limit reached")
        program.press(names.CONNECT)
        program.see(names.NOT_LINKED)
        program.picture("not-linked", settled=True)


def take_home(folder, open_program):
    """The first page in every state, and the page of a channel."""
    with Service(folder) as service:
        key = service.facts["key-full"]
        with open_program(service) as program:
            program.find("push button", names.GET_STARTED)
            program.picture("first-start", settled=True)
        with open_program(service, key=service.facts["key-elsewhere"]) as program:
            program.see(names.NO_CHANNELS_YET)
            program.picture("home-empty", settled=True)
        with open_program(service, key=service.facts["key-no-read"]) as program:
            program.find("push button", names.USE_ANOTHER_KEY)
            program.picture("home-no-permission", settled=True)
        service.turn(next_channels="503*0")
        with open_program(service, key=key) as program:
            program.find("push button", names.TRY_AGAIN)
            program.picture("home-error", settled=True)
        service.turn(next_channels="off", channels="12")
        with open_program(service, key=key) as program:
            program.find("push button", names.SEARCH_CHANNELS)
            program.picture("home", settled=True)
            for state in names.CHANNEL_STATES:
                row = next(row for row in program.all("push button") if row.description.endswith(state))
                row.queryAction().doAction(0)
                program.find(None, names.COPY_CHANNEL_ID)
                program.picture(f"channel-{state.lower().replace(' ', '-')}", settled=True)
                program.key("Escape")
                program.find("push button", names.SEARCH_CHANNELS)
            program.press(names.SEARCH_CHANNELS)
            program.find(None, names.SEARCH_ENTRY)
            program.picture("channels", settled=True)


def take_waiting(folder, open_program):
    """What is shown when nothing comes, and when nobody does anything."""

    def begin(service):
        # A port may come twice, and what was left at it the first time would be offered first.
        for path in (Path(os.environ["HOME"]) / ".local/share/keebai-connect").glob("pending-*.json"):
            path.unlink()
        program = open_program(service, "--mode=qr", key=service.facts["key-full"])
        program.open_choice()
        program.focus()
        program.press(names.CONNECT)
        return program

    with Service(folder, stream_silence="on") as service, begin(service) as program:
        program.see(names.NO_CODE)
        program.picture("scan-no-code", settled=True)
    with Service(folder, next_start="503*50") as service, begin(service) as program:
        program.see(names.MAINTENANCE)
        program.picture("scan-maintenance", settled=True)
    with Service(folder, expires_in="3") as service, begin(service) as program:
        program.see(names.RENEWED)
        program.picture("scan-renewed", settled=True)
        program.see(names.STILL_THERE, patience=60)
        program.picture("still-there", settled=True)


def find_notes():
    """The newest: each service has an address of its own."""
    folder = Path(os.environ["HOME"]) / ".local/share/keebai-connect"
    notes = [path for path in folder.glob("pending-*.json") if "set-aside" not in path.name]
    return max(notes, key=lambda path: path.stat().st_mtime, default=None)


def take_going_on(service, open_program):
    """What is shown after a program was killed in the middle."""
    key = service.facts["key-full"]
    no_keyring = {"SECRET_BACKEND": "file", "SECRET_FILE_TEST_PATH": "/nowhere/keyring",
                  "SECRET_FILE_TEST_PASSWORD": "practice"}

    def leave_open(program):
        program.open_choice()
        program.press(names.CONNECT)
        # It can be pressed once the session is noted.
        program.press(names.COPY_LINK)
        program.child.kill()

    with open_program(service, key=key) as program:
        leave_open(program)
    with open_program(service) as program:
        program.find("push button", names.GO_ON)
        program.picture("pending-without-key", settled=True)
        program.press(names.GO_ON)
        program.see(names.SESSION_GOES_ON)
        program.picture("key-to-go-on", settled=True)
    with open_program(service, key=key, env=no_keyring) as program:
        program.press(names.GO_ON)
        program.see(names.LINK_IS_LOST)
        program.picture("browser-link-lost", settled=True)
    with open_program(service, key=key) as program:
        program.find("push button", names.GO_ON)
        program.find("push button", names.CONNECT_A_NUMBER)
        program.picture("pending", settled=True)
        program.open_choice()
        program.press(names.CONNECT)
        program.find("push button", names.GO_ON_WITH_THE_OTHER)
        program.picture("pending-question", settled=True, all_windows=True)
        program.press(names.GO_ON_WITH_THE_OTHER)
        program.see(names.TIME_LEFT)
        program.picture("browser-gone-on-with", settled=True)
        service.turn(next_poll="401")
        program.see(names.KEY_NOT_ACCEPTED)
        program.picture("key-wanted", settled=True)
    find_notes().write_text("{")
    with open_program(service, key=key) as program:
        program.see(names.NOTES_UNREADABLE)
        program.find("push button", names.CONNECT_A_NUMBER)
        program.picture("notes-set-aside", settled=True)
        service.turn(expires_in="3", next_poll="401*0")
        program.open_choice()
        program.press(names.CONNECT)
        program.see(names.NOT_KNOWN_YET)
        program.picture("not-known-yet", settled=True)
        program.child.kill()
    service.turn(next_poll="off")
    with open_program(service) as program:
        program.find("push button", names.SEE_HOW_IT_ENDED)
        program.picture("pending-time-is-over", settled=True)


def main():
    root = Path(sys.argv[1])
    for name in sys.argv[2:] or DRESSES:
        print(f"    {name}", flush=True)
        take(root / name, *DRESSES[name])
    return 0


if __name__ == "__main__":
    sys.exit(main())
