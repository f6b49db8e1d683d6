#!/usr/bin/env python3
# SPDX-FileCopyrightText: The Keebai Connect developers
# SPDX-License-Identifier: GPL-3.0-or-later
"""The browser fails, hangs or opens nothing; somebody presses twice, or has the page open twice."""

import os
import sys
from pathlib import Path

import names
from desktop import Program, Service, main, read_codes, reload_services, set_default_browser, wait_for
from faults import Clocks

HANGING = "com.keebai.JourneyBrowser"


def open_program(journey, service, mode="embedded", env=None):
    journey.keep_secret(service.facts["key-full"])
    program = Program(
        journey.folder, "--api-url", service.base_url, f"--mode={mode}",
        env={"KEEBAI_API_KEY": service.facts["key-full"], **(env or {})},
    )
    program.open_choice()
    return program


def wait_for_link(journey, service, n_sessions=1):
    wait_for("a session", lambda: service.n_sessions() >= n_sessions)
    link = service.session()["verification_uri"]
    journey.keep_secret(link)
    return link


def count_opened(file):
    return len(file.read_text().splitlines()) if file.exists() else 0


def set_hanging_browser():
    """A browser that is started over the bus, and then never answers."""
    home = Path(os.environ["HOME"])
    (home.parent / "services" / f"{HANGING}.service").write_text(
        f"[D-BUS Service]\nName={HANGING}\nExec=/bin/sleep 60\n"
    )
    reload_services()
    (home / f".local/share/applications/{HANGING}.desktop").write_text(
        "[Desktop Entry]\nType=Application\nName=Hanging browser\nExec=/bin/sleep 60\nDBusActivatable=true\nStartupNotify=true\n"
        "MimeType=x-scheme-handler/http;x-scheme-handler/https;\n"
    )
    (home / ".config/mimeapps.list").write_text(
        "[Default Applications]\n" + "".join(f"x-scheme-handler/{each}={HANGING}.desktop\n" for each in ("http", "https"))
    )


def failing_browsers(journey):
    clocks = Clocks(journey.folder)
    calls = journey.folder / "calls"
    set_default_browser(None)
    with Service(journey.folder, poll_interval="1") as service:
        with open_program(journey, service, env=clocks.env) as program:
            program.press(names.CONNECT)
            link = wait_for_link(journey, service)
            program.see(names.BROWSER_NOT_OPENED)
            program.see(link)
            journey.ok("no browser: the page says so and shows the link")
            program.picture("no-browser", settled=True)

            set_hanging_browser()
            program.press(names.OPEN_PAGE_AGAIN)
            clocks.pass_by(11)
            program.see(names.BROWSER_NOT_OPENED)
            program.see(link)
            journey.ok("a browser that hangs: the link is shown after ten seconds")

            set_default_browser(f"sh -c 'echo call >>{calls}; exit 1' %u")
            program.press(names.OPEN_PAGE_AGAIN)
            wait_for("the browser to be called", lambda: count_opened(calls) == 1)
            wait_for("the words to go", lambda: not program.sees(names.BROWSER_NOT_OPENED))
            program.press(names.OPEN_PAGE_AGAIN)
            wait_for("the browser to be called again", lambda: count_opened(calls) == 2)
            journey.ok("a browser that dies: it can be opened again, with the same link")

            program.press(names.SHOW_LINK_AS_CODE)
            wait_for("the link as a code", lambda: read_codes(program.picture("link")) == link.encode())
            program.press(names.HIDE_CODE)
            assert program.copy(names.COPY_LINK) == link
            journey.ok("the link can be had as a code, and copied")
            service.finish_signup(service.session())
            program.see(names.CONNECTED)
        assert service.n_sessions() == 1
        journey.ok("all of it was one session")
    journey.check_secrets(without=[service.output.out])
    journey.ok("neither key nor link is in any output")


def repeated_presses(journey):
    calls = journey.folder / "calls"
    set_default_browser(f"sh -c 'echo call >>{calls}' %u")
    with Service(journey.folder, poll_interval="1", next_start="delay=1") as service:
        before = service.n_channels()
        with open_program(journey, service) as program:
            # Slow for one answer, so that there is time for a second press.
            program.click(names.CONNECT, role="push button", times=5)
            program.key(*["Return"] * 10)
            wait_for_link(journey, service)
            program.key(*["Return"] * 10)
            program.see(names.WAITING_FOR_BROWSER)
            assert service.n_sessions() == 1 and service.state()["counts"]["endpoints"]["start"] == 1
            journey.ok("five clicks and Enter held down: one session")
            program.picture("waiting", settled=True)
            service.finish_signup(service.session(), tabs=2)
            program.see(names.CONNECTED)
            assert service.n_channels() == before + 1
            journey.ok("finished in two tabs: one channel")
        assert service.n_sessions() == 1
    journey.check_secrets(without=[service.output.out])
    journey.ok("neither key nor link is in any output")


if __name__ == "__main__":
    sys.exit(main(failing_browsers, repeated_presses))
