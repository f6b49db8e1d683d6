# SPDX-FileCopyrightText: The Keebai Connect developers
# SPDX-License-Identifier: GPL-3.0-or-later
"""The pretend phone of the Flatpak journeys, which knows only what is on the screen."""

import names
from desktop import read_codes, wait_for


def connect_by_phone(journey, service, program):
    """From the questions about the number to the result page; the line printed then is the last of the output."""
    program.press(names.I_KNOW_WHICH_WAY)
    program.press(names.WITH_THE_PHONE)
    program.press(names.CONNECT)
    code = wait_for("a code on the screen, byte for byte", lambda: _read_off(service, program))
    journey.keep_secret(code)
    journey.ok("with the phone: the code on the screen is the current one")
    wait_for("the phone to scan the code on the screen", lambda: _scan(service, program))
    program.see(names.CONNECTED)
    channel = service.channel()
    program.see_channel(channel["id"])
    line = f"Connected channel {channel['id']} (phone_number: {channel['phone_number']}).\n"
    wait_for("the line", lambda: program.output.out.read_text().endswith(line))
    journey.ok("with the phone: the number is connected")


def _read_off(service, program):
    code = (service.session() or {}).get("code")
    return code if code and read_codes(program.picture("scan")) == code.encode() else None


def _scan(service, program):
    code = read_codes(program.picture("scanned")).decode()
    if code:
        service.scan(code)
    return bool(code)
