#!/usr/bin/env python3
# SPDX-FileCopyrightText: The Keebai Connect developers
# SPDX-License-Identifier: GPL-3.0-or-later
"""An administrator's defaults and locks, in the real window, with a dconf profile as on a real desk."""

import os
import socket
import subprocess
import sys

import names
import presets
import pyatspi
from desktop import PROGRAM, Program, Service, call, main, set_default_browser, wait_for
from gi.repository import GLib

MINE = "Mine"
PIPELINE = "pip_front_desk"
ADDRESS_KEY = "service-address"
HOST = socket.gethostname().split(".")[0]


def activate(action):
    """As anybody on the session bus can do it."""
    call("com.keebai.Connect", "/com/keebai/Connect", "org.gtk.Actions", "Activate",
         GLib.Variant("(sava{sv})", (action, [], {})))


def is_sensitive(program, role, name):
    return program.find(role, name).getState().contains(pyatspi.STATE_SENSITIVE)


def take_pictures(program, name):
    program.picture(name, settled=True)
    program.resize(360, 720)
    program.picture(f"{name}-360", settled=True)
    program.resize(680, 720)


def phone_only(journey):
    with Service(journey.folder) as service:
        key = service.facts["key-full"]
        journey.keep_secret(key)
        environment = presets.write(
            journey.folder, locked=True, service_address=f"'{service.base_url}'", ways="['qr']",
            channel_name="'Desk {host}'", hide_questions="true", practice_allowed="false", keep_key_allowed="false")
        with Program(journey.folder, env=environment) as program:
            program.see(names.ADDRESS_BANNER)
            program.find("push button", names.GET_STARTED)
            assert not list(program.all("push button", names.PRACTICE_FIRST))
            activate("practise")
            activate("open-practice")
            program.see(names.PRACTICE_IS_OFF)
            assert not program.sees(names.PRACTICE_BANNER)
            take_pictures(program, "start")
            journey.ok("nothing leads to practice, neither the first page nor the bus; whoever asks for it is told why")

            program.press(names.GET_STARTED)
            program.see(names.KEY_GOES_TO)
            program.see(names.SET_BY_ORGANISATION)
            wait_for("the switch", lambda: not is_sensitive(program, None, names.KEEP_IN_KEYRING))
            take_pictures(program, "key")
            journey.ok("the address from the settings is shown, and the key cannot be kept")

            program.type_into(names.ACCESS_KEY, key)
            program.see(names.KEY_ACCEPTED)
            program.see(names.KEY_LASTS_FOR_THIS_RUN)
            program.press(names.CONTINUE)
            program.find("push button", names.CONNECT)
            assert not program.sees(names.IN_THE_BROWSER), "a way that is not offered"
            assert not program.sees(names.I_KNOW_WHICH_WAY), "a question"
            program.see(f"Desk {HOST}")
            program.see(names.SET_BY_ORGANISATION)
            take_pictures(program, "choice")
            program.press(names.CONNECT)
            # By then its note is written, too.
            program.see(names.SCAN_TITLE)
            session = wait_for("a session", service.session)
            assert session["mode"] == "qr" and session["name"] == f"Desk {HOST}", session
            journey.ok("only the phone is offered, without a question, and the channel gets the name of the desk")

        # It is allowed again, but nothing was kept.
        environment = presets.write(journey.folder, locked=True, service_address=f"'{service.base_url}'")
        with Program(journey.folder, env=environment) as program:
            program.press(names.DISCARD)
            program.find("push button", names.GET_STARTED)
            journey.ok("the keyring has no key")
    journey.check_secrets(without=[service.output.out])


def browser_only(journey):
    set_default_browser("/bin/true %u")
    with Service(journey.folder) as service:
        environment = presets.write(
            journey.folder, locked=True, service_address=f"'{service.base_url}'", ways="['embedded']",
            pipeline=f"'{PIPELINE}'", coexistence="true")
        with Program(journey.folder, env={**environment, "KEEBAI_API_KEY": service.facts["key-full"]}) as program:
            program.press(names.CONNECT_A_NUMBER)
            program.find("push button", names.CONNECT)
            assert not program.sees(names.WITH_THE_PHONE)
            program.see(PIPELINE)
            assert not is_sensitive(program, None, names.PIPELINE_ID)
            take_pictures(program, "choice")
            program.press(names.CONNECT)
            session = wait_for("a session", service.session)
            assert session["coexistence"] and session["pipeline_id"] == PIPELINE, session
            journey.ok("only the browser is offered, with the pipeline and coexistence that are locked")


def no_way(journey):
    with Service(journey.folder) as service:
        environment = presets.write(journey.folder, locked=True, service_address=f"'{service.base_url}'", ways="@as []")
        with Program(journey.folder, env={**environment, "KEEBAI_API_KEY": service.facts["key-full"]}) as program:
            program.press(names.CONNECT_A_NUMBER)
            program.see(names.CONNECTING_IS_OFF)
            program.see(names.SET_BY_ORGANISATION)
            assert not is_sensitive(program, "push button", names.CONNECT)
            take_pictures(program, "choice")
            assert service.n_sessions() == 0
            journey.ok("if no way is left, the page says so, and nothing can be begun")


def defaults(journey):
    """Without a lock."""
    with Service(journey.folder) as service:
        environment = presets.write(journey.folder, service_address="'https://unused.example/v1'", ways="['qr']",
                                    channel_name="'Desk'")
        environment["KEEBAI_API_KEY"] = service.facts["key-full"]
        environment["KEEBAI_BASE_URL"] = service.base_url
        with Program(journey.folder, "--mode=embedded", env=environment) as program:
            program.press(names.CONNECT_A_NUMBER)
            program.press(names.WITH_THE_PHONE)
            assert not program.sees(names.SET_BY_ORGANISATION)
            program.type_into(names.NAME_IN_KEEBAI, MINE)
            program.press(names.CONNECT)
            session = wait_for("a session", service.session)
            assert session["name"] == MINE, session
            journey.ok("the environment, an option and the person override defaults")


def trouble(journey):
    # This reads what is printed there.
    folder = journey.folder / "trouble"
    environment = presets.write(journey.folder, locked=True, service_address="'http://keebai.example/v1'")
    with Program(folder, env=environment) as program:
        program.see(names.CANNOT_START)
        program.see(ADDRESS_KEY)
        program.picture("bad-address", settled=True)
        journey.ok("an invalid address: a window says so")

    environment = presets.write(journey.folder, locked=True, practice_allowed="false", channel_name="'Desk'")
    for option in ("--practice", "--name=Mine"):
        result = subprocess.run([PROGRAM, option], env={**os.environ, **environment}, capture_output=True, text=True,
                                timeout=30, check=False)
        assert result.returncode == 2, result
        assert result.stderr == f"keebai-connect: {option.split('=')[0]}: {names.SET_BY_ORGANISATION}\n", result
    journey.ok("an option that contradicts a lock is refused, with the same words")


if __name__ == "__main__":
    sys.exit(main(phone_only, browser_only, no_way, defaults, trouble))
