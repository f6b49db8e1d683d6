#!/usr/bin/env python3
# SPDX-FileCopyrightText: The Keebai Connect developers
# SPDX-License-Identifier: GPL-3.0-or-later
"""With the phone: every code that is shown is read from the screen, at scale 1 and 2, light and dark."""

import sys

import names
from desktop import DISPLAY, Program, Service, main, read_codes, wait_for


def scan(journey, scale, scheme):
    # Codes of 8 s: slow enough to be read on a busy machine, quick enough to wait for.
    with Service(journey.folder, code_life="8,8") as service:
        key = service.facts["key-full"]
        journey.keep_secret(key)
        program = Program(
            journey.folder, "--api-url", service.base_url, "--mode=qr", "--name=Front desk",
            env={"KEEBAI_API_KEY": key, "ADW_DEBUG_COLOR_SCHEME": scheme, **DISPLAY.set_scale(scale)},
        )
        with program:
            program.open_choice()
            program.press(names.CONNECT)
            seen = []

            def read_the_current_code():
                code = (service.session() or {}).get("code")
                if not code or code in seen:
                    return None
                journey.keep_secret(code)
                read = read_codes(program.picture(f"code-{len(seen) + 1}"))
                # The picture may show the code before or after; in that case, once more.
                return read == code.encode() and code

            for rotation in ("first code", "first rotation", "second rotation"):
                seen.append(wait_for(f"the {rotation} on the screen, byte for byte", read_the_current_code))
                journey.ok(f"{rotation}: read off the screen at scale {scale}, {scheme}, byte for byte")
            assert len(set(seen)) == 3

            wait_for("the phone to scan the code on the screen", lambda: pretend_phone(service, program))
            program.see(names.CONNECTED)
            channel = service.channel()
            program.see_channel(channel["id"])
            journey.ok("the pretend phone scanned; the result page names the channel")
            program.picture("connected")
        printed = program.output.out.read_text()
        phone = channel["phone_number"]
        assert printed == f"Connected channel {channel['id']} (phone_number: {phone}).\n", printed
        journey.ok("the program printed the line with the phone number")
    journey.check_secrets(without=[service.output.out])
    journey.ok("neither key nor code is in any output")


def pretend_phone(service, program):
    """Scans what is on the screen, not what the service knows."""
    code = read_codes(program.picture("scanned")).decode()
    if not code:
        return False
    service.scan(code)
    return True


def light(journey):
    scan(journey, 1, "prefer-light")


def dark(journey):
    scan(journey, 1, "prefer-dark")


def light_twice_as_large(journey):
    scan(journey, 2, "prefer-light")


def dark_twice_as_large(journey):
    scan(journey, 2, "prefer-dark")


if __name__ == "__main__":
    sys.exit(main(light, dark, light_twice_as_large, dark_twice_as_large))
