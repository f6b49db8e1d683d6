#!/usr/bin/env python3
# SPDX-FileCopyrightText: The Keebai Connect developers
# SPDX-License-Identifier: GPL-3.0-or-later
"""The desktop around the program: started over the session bus, by links, by the actions of the desktop file, and by
a click on a notification."""

import os
import signal
import subprocess
import sys
from urllib.parse import urlsplit

import names
from desktop import (
    PROGRAM, Portal, Program, Service, StartedByDesktop, call, click_notification, launch, main, notifications,
    read_codes, set_default_browser, set_environment_of_services, wait_for,
)
from gi.repository import GLib

PLANTED = "kbai_pk_" + "e" * 64
# What somebody might put into a link on a web page or in a message.
LINKS = (
    "keebai-connect:",
    "keebai-connect://connect/qr?start=1",
    f"keebai-connect:?key={PLANTED}&api-url=http://127.0.0.1:9/v1",
    "keebai-connect:--practice",
    "keebai-connect:%2d%2dapi-url=https%3a%2f%2fa.example%0a--mode=qr",
    "KEEBAI-CONNECT:app.connect-phone",
    "keebai-connect:" + "../" * 200 + "etc/passwd",
    "keebai-connect:$(touch%20hacked)`id`'\";|&",
    "keebai-connect:" + "x" * 60000,
)


def follow(link):
    """As a browser does it."""
    launch("link", link)


def do(action):
    """As the menu on the program's icon does it."""
    launch("action", f"{StartedByDesktop.NAME}.desktop", action)


def opened_links(journey):
    with Service(journey.folder) as service:
        key = service.facts["key-full"]
        journey.keep_secret(key, PLANTED)
        set_environment_of_services(KEEBAI_BASE_URL=service.base_url, KEEBAI_API_KEY="")
        with StartedByDesktop(journey.folder, lambda: follow(LINKS[2])) as program:
            program.see(names.GET_STARTED)
            assert not program.sees(names.PRACTICE_BANNER)
            journey.ok("a link starts the program, at its first page")
            program.press(names.GET_STARTED)
            program.find(None, names.ACCESS_KEY)
            pid = program.pid
            for link in LINKS:
                program.look_away()
                follow(link)
                wait_for(f"the window to be in front after {link[:40]}", program.is_in_front)
                assert program.find(None, names.ACCESS_KEY) and not program.sees(names.PRACTICE_BANNER), link[:80]
                assert not program.sees("kbai_pk_"), link[:80]
            assert program.pid == pid
            counts = service.state()["counts"]
            assert counts["sessions"] == 0 and counts["requests"] == 0, counts
            journey.ok("links of all kinds bring the window to the front, and nothing else")
        for link in LINKS[::2]:
            # Desktops that do not start programs over the bus pass the link as an argument.
            with Program(journey.folder, link) as alone:
                alone.see(names.GET_STARTED)
                assert not alone.sees(names.PRACTICE_BANNER), link[:80]
        refused = subprocess.run(
            [PROGRAM, "keebai-connect:x", "--api-url=" + service.base_url],
            capture_output=True, text=True, check=False, timeout=30,
        )
        assert refused.returncode == 2 and refused.stdout == "", refused
        assert service.state()["counts"]["requests"] == 0
        journey.ok("so do links on the command line")
    journey.check_secrets(without=[service.output.out])
    journey.ok("the contents of the links are in no output")


def actions_of_the_icon(journey):
    set_default_browser("/bin/true %u")
    with Service(journey.folder, time_scale="5") as service:
        key = service.facts["key-full"]
        journey.keep_secret(key)
        set_environment_of_services(KEEBAI_BASE_URL=service.base_url, KEEBAI_API_KEY=key)
        with StartedByDesktop(journey.folder, lambda: do("connect-phone")) as program:
            program.open_choice()
            program.press(names.CONNECT)
            code = wait_for("a session with a code", lambda: (service.session() or {}).get("code"))
            journey.keep_secret(code)
            program.see(names.SCAN_TITLE)
            journey.ok("“Connect by QR Code” starts the program with the phone chosen")

            for action in ("connect-browser", "open-practice", "connect-phone"):
                program.look_away()
                do(action)
                wait_for("the window to be in front", program.is_in_front)
            follow(LINKS[0])
            assert service.n_sessions() == 1 and service.session()["state"] not in ("cancelled", "expired")
            wait_for("the code to be there still", lambda: read_codes(program.picture("code")))
            journey.ok("while it connects, no action and no link disturbs it")

            program.look_away()
            service.scan(wait_for("the current code", lambda: service.session()["code"]))
            shown = wait_for("a notification", notifications)
            phone = service.channel()["phone_number"]
            digits = "".join(c for c in shown[0]["body"] if c.isdigit())
            assert digits and digits in phone and service.channel()["id"] not in str(shown), shown
            journey.ok("a notification names the number")
            click_notification(shown[0]["shown"])
            wait_for("the window to be in front", program.is_in_front)
            program.see_channel(service.channel()["id"])
            journey.ok("a click on it shows the window with the result")

            do("connect-browser")
            program.press(names.CONNECT)
            wait_for("a second session", lambda: service.n_sessions() == 2)
            session = wait_for("the link", lambda: service.session()["verification_uri"])
            journey.keep_secret(session)
            program.see(names.TIME_LEFT)
            journey.ok("“Connect in the Browser” chooses the browser in the window that is there")
            program.press(names.CANCEL)
            program.press(names.STOP)
            program.find(None, names.IN_THE_BROWSER)

            program.look_away()
            do("open-practice")
            program.see(names.PRACTICE_BANNER)
            program.look_away()
            do("open-practice")
            wait_for("the window to be in front", program.is_in_front)
            journey.ok("“Practise” starts practice, and the second time only shows the window")
    journey.check_secrets(without=[service.output.out])
    journey.ok("neither key nor code is in any output")


def begin_in_the_browser(journey, program, service, n_sessions):
    program.press(names.IN_THE_BROWSER)
    program.press(names.CONNECT)
    wait_for("a session", lambda: service.n_sessions() == n_sessions)
    journey.keep_secret(wait_for("its link", lambda: service.session()["verification_uri"]))
    program.see(names.TIME_LEFT)


def close_only_the_window(program):
    program.key("ctrl+w")
    program.press(names.ONLY_CLOSE)


def without_a_window(journey):
    """The window is closed while the person signs up in the browser."""
    set_default_browser("/bin/true %u")
    with Service(journey.folder, poll_interval="1") as service:
        key = service.facts["key-full"]
        journey.keep_secret(key)
        set_environment_of_services(KEEBAI_BASE_URL=service.base_url, KEEBAI_API_KEY=key)
        with StartedByDesktop(journey.folder, lambda: do("connect-browser")) as program:
            program.open_choice()
            begin_in_the_browser(journey, program, service, 1)

            with Portal(journey.folder, "refuse") as portal:
                close_only_the_window(program)
                asked = wait_for("the portal to be asked", portal.asked)
                assert asked[0]["reason"] and not asked[0]["autostart"], asked
                program.see(names.BACKGROUND_REFUSED)
                wait_for("the window to be back", lambda: not program.is_hidden())
                journey.ok("if the desktop refuses, the window comes back and says why")

            close_only_the_window(program)
            wait_for("the window to go", program.is_hidden)
            launch("launch", f"{StartedByDesktop.NAME}.desktop")
            wait_for("the window to be in front", program.is_in_front)
            program.see(names.TIME_LEFT)
            journey.ok("without a portal it continues; a second start brings the window back")

            with Portal(journey.folder, "grant") as portal:
                close_only_the_window(program)
                wait_for("the portal to be asked", portal.asked)
                wait_for("the window to go", program.is_hidden)
                service.finish_signup(service.session())
                shown = wait_for("a notification", notifications)
                assert program.is_hidden() and len(shown) == 1, shown
                journey.ok("the end is reported while there is no window")
                click_notification(shown[0]["shown"])
                wait_for("the window to be in front", program.is_in_front)
                program.see_channel(service.channel()["id"])
                journey.ok("a click on the notification brings the window with the result")
            assert service.n_sessions() == 1

            program.press(names.CONNECT_ANOTHER)
            begin_in_the_browser(journey, program, service, 2)
            close_only_the_window(program)
            wait_for("the window to go", program.is_hidden)
            launch("launch", f"{StartedByDesktop.NAME}.desktop")
            wait_for("the window to be in front", program.is_in_front)
            program.key("ctrl+w")
            program.press(names.STOP_CONNECTING)
            wait_for("the program to end", program.has_ended)
            wait_for("the session to be cancelled or left", lambda: service.n_sessions() == 2)
            journey.ok("Stop ends the attempt as before")
    journey.check_secrets(without=[service.output.out])
    journey.ok("neither key nor link is in any output")


def start_service_then(*arguments):
    """The first is started by the bus and has no window yet when the second one comes."""
    call("org.freedesktop.DBus", "/org/freedesktop/DBus", "org.freedesktop.DBus", "StartServiceByName",
         GLib.Variant("(su)", (StartedByDesktop.NAME, 0)))
    subprocess.run([PROGRAM, *arguments], check=True, timeout=30)


def other_starts(journey):
    with Service(journey.folder) as service:
        key = service.facts["key-full"]
        journey.keep_secret(key)
        host = urlsplit(service.base_url).netloc
        set_environment_of_services(KEEBAI_BASE_URL=service.base_url, KEEBAI_API_KEY=key)
        with StartedByDesktop(journey.folder, lambda: start_service_then("--mode=qr", "--name=Zebra")) as program:
            program.see(names.ADDRESS_BANNER)
            program.see(host)
            program.picture("other-address", settled=True)
            journey.ok("a service other than Keebai's is named all the time")
            program.press(names.CONNECT_A_NUMBER)
            program.find(None, names.NAME_IN_KEEBAI)
            journey.ok("what a second start asks for is kept where the first had no window")
            actions = call(StartedByDesktop.NAME, "/com/keebai/Connect", "org.gtk.Actions", "List")[0]
            assert "show-window" in actions and not [name for name in actions if "hid" in name], actions
            journey.ok("nobody on the bus can hide the window")

            os.kill(program.pid, signal.SIGSTOP)
            try:
                with Program(journey.folder, env={"GSK_RENDERER": "cairo"}) as second:
                    second.see(names.NOT_RESPONDING)
                    second.picture("not-responding", settled=True)
                    journey.ok("if the first one hangs, a second start says so")
                    second.press(names.FORCE_TO_QUIT)
                    wait_for("the first to be gone", program.has_ended)
                    second.find("push button", names.GET_STARTED)
                    journey.ok("and can end it, and takes its place")
                second.output.err.write_text("")
            finally:
                if not program.has_ended():
                    os.kill(program.pid, signal.SIGKILL)
    with Service(journey.folder) as service:
        host = urlsplit(service.base_url).netloc
        with Program(journey.folder, "--api-url", service.base_url) as program:
            program.press(names.GET_STARTED)
            program.see(f"{names.KEY_GOES_TO} {host}")
            program.see(f"{names.OPEN_KEY_PAGE_OF} {host}")
            program.picture("key-of-other-address", settled=True)
            journey.ok("beside the field for the key it says who gets the key")


def bad_environment(journey):
    set_environment_of_services(KEEBAI_BASE_URL="ftp://example.invalid/v1", KEEBAI_API_KEY="")
    with StartedByDesktop(journey.folder, lambda: do("connect-browser")) as program:
        program.see(names.CANNOT_START)
        program.picture("bad-environment", settled=True)
        journey.ok("an unusable address in the environment of the desktop session: a window says so")
        assert "KEEBAI_BASE_URL" in program.output.err.read_text()
        program.output.err.write_text("")


if __name__ == "__main__":
    sys.exit(main(opened_links, actions_of_the_icon, without_a_window, other_starts, bad_environment))
