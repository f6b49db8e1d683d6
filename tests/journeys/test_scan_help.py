#!/usr/bin/env python3
# SPDX-FileCopyrightText: The Keebai Connect developers
# SPDX-License-Identifier: GPL-3.0-or-later
"""With the phone, when something goes wrong: an old code that no scanner reads, the code enlarged and small again, a
message on the phone looked up by its words, and a refusal that selects its own message."""

import sys

import names
from desktop import Program, Service, main, read_codes, wait_for


def connect(journey, service):
    program = Program(
        journey.folder, "--api-url", service.base_url, "--mode=qr",
        env={"KEEBAI_API_KEY": service.facts["key-full"]},
    )
    program.open_choice()
    program.press(names.CONNECT)
    return program


def covered_code(journey):
    with Service(journey.folder, stream_drop="1") as service, connect(journey, service) as program:
        program.see(names.CODE_IS_OLD)
        picture = program.picture("covered", settled=True)
        assert not read_codes(picture), "a covered code can be read"
        journey.ok("an old code is covered by words, and no scanner can read it from the screen")


def enlarged_and_back(journey):
    with Service(journey.folder) as service, connect(journey, service) as program:
        wait_for("a code", lambda: read_codes(program.picture("small")))
        program.click(names.CODE)
        program.see(names.BACK_TO_STEPS)
        program.see(names.TIME_LEFT)
        wait_for("the code, enlarged", lambda: read_codes(program.picture("enlarged", settled=True)))
        journey.ok("the enlarged code can be read, and the time stays in sight")
        program.press(names.BACK_TO_STEPS)
        program.see(names.SCAN_TITLE)
        program.click(names.CODE)
        program.see(names.BACK_TO_STEPS)
        program.key("Escape")
        program.see(names.SCAN_TITLE)
        assert not program.sees(names.STOP_TITLE)
        journey.ok("a button and Escape lead back to the steps, and stop nothing")


def message_looked_up(journey):
    with Service(journey.folder) as service, connect(journey, service) as program:
        program.press(names.PHONE_MESSAGES)
        program.find(None, names.DEVICE_LIMIT_SHOWN)
        assert not program.sees(names.DEVICE_LIMIT_ACTION)
        program.press(names.DEVICE_LIMIT_SHOWN)
        program.see(names.DEVICE_LIMIT_ACTION)
        journey.ok("a message is unfolded as assistive technology does it")
        program.press(names.DEVICE_LIMIT_SHOWN)
        program.type_into(names.SEARCH_MESSAGES, names.FINGERPRINT_IN_SPANISH)
        program.see(names.FINGERPRINT_ACTION)
        wait_for("the other messages to go", lambda: not program.sees(names.DEVICE_LIMIT_SHOWN))
        journey.ok("a word in the phone's language finds its message, and unfolds it")
        program.picture("searched", settled=True, all_windows=True)
        wait_for("a code beside it", lambda: service.session()["code"])
        service.scan(service.session()["code"])
        program.see(names.CONNECTED)
        journey.ok("the attempt continues meanwhile")


if __name__ == "__main__":
    sys.exit(main(covered_code, enlarged_and_back, message_looked_up))
