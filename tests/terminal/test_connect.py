# SPDX-FileCopyrightText: The Keebai Connect developers
# SPDX-License-Identifier: GPL-3.0-or-later
"""Both ways to connect, in a terminal."""

import os
import re
import stat
import subprocess
import sys

from harness import OK, Run, Screen, Service, main, read_code, wait_for

LARGE = (100, 50)
QR = ("whatsapp", "connect", "--qr")


def last_line(run):
    """The closing line and nothing else on standard output."""
    lines = run.out.splitlines()
    assert len(lines) == 1, run.out
    return lines[0]


def codes_are_read_off_the_screen(folder):
    """each code is read byte for byte, on dark and light, redrawn in place, and gone at the end"""
    with Service(outcome_delay=0) as service:
        run = Run(folder, service, *QR, "--name", "Front desk", terminal=LARGE)
        first = run.see_code(service)
        assert run.screen.alternate
        service.turn(advance=60)
        second = wait_for("the next code", lambda: run.see_code(service) != first and run.see_code(service))
        assert second != first
        service.scan()
        assert run.end() == OK
        channel = service.session()["channel_id"]
        assert re.fullmatch(rf"Connected channel {channel} \(phone_number: \+\d+\)\.", last_line(run)), run.out
        # No part of a code stays in the scroll-back.
        assert not re.search("[▀▄█]", run.screen.text()), run.screen.text()


def codes_are_read_in_tmux(folder):
    """another terminal, tmux, shows the same code"""
    with Service() as service:
        socket = folder / "tmux"
        run = Run(folder, service, *QR)  # only for its environment
        assert run.end() == 2
        tmux = ["tmux", "-S", str(socket), "-f", "/dev/null"]
        subprocess.run([*tmux, "new-session", "-d", "-x", "90", "-y", "45", os.environ["KEEBAI_CLI"], *QR],
                       check=True, env={**run.env, "TERM": "xterm-256color"})
        try:
            def look():
                text = subprocess.run([*tmux, "capture-pane", "-p", "-e", "-N"], capture_output=True,
                                      text=True, check=True).stdout
                screen = Screen(90, 46)
                screen.feed(text.replace("\n", "\r\n"))
                code = (service.code() or "").encode()
                return code and screen.codes() == [code, code]
            wait_for("the code in tmux", look, pause=0.2)
        finally:
            subprocess.run([*tmux, "kill-server"], check=False)


def the_signup_is_finished_elsewhere(folder):
    """Embedded Signup: the address, the same as a code, and the closing line, to the letter"""
    with Service(poll_interval=1) as service:
        run = Run(folder, service, "whatsapp", "connect", terminal=LARGE)
        run.see("/connect/")
        link = service.session()["verification_uri"]
        wait_for("the address as a code", lambda: run.read().screen.codes() == [link.encode()] * 2, pause=0.1)
        assert link in run.screen.text().replace("\n", ""), run.screen.text()
        assert not run.screen.alternate
        service.sign_up()
        assert run.end() == OK
        channel = service.session()["channel_id"]
        assert re.fullmatch(rf"Connected channel {channel} \(phone_number_id: \d+\)\.", last_line(run)), run.out


def a_small_terminal_is_told_its_size(folder):
    """80 × 24 is too small for a code of WhatsApp: the program says which size it needs, and then shows the code"""
    with Service() as service:
        run = Run(folder, service, *QR, terminal=(80, 24))
        run.see("this one has 80 × 24")
        columns, rows = map(int, re.search(r"needs a terminal of (\d+) × (\d+)", run.err).groups())
        assert run.screen.codes() == [b"", b""]
        run.resize(columns, rows - 1)
        run.see(f"this one has {columns} × {rows - 1}")
        run.resize(columns, rows)
        run.see_code(service)
        run.signal()
        assert run.end() == 130


def a_dead_code_is_covered(folder):
    """a code that must not be scanned any more is covered at once, and the next one uncovers"""
    with Service() as service:
        run = Run(folder, service, *QR, terminal=LARGE)
        run.see_code(service)
        service.turn(offline=2)
        run.see("this code may be old")
        assert run.screen.codes() == [b"", b""]
        run.see_code(service)
        run.signal()
        assert run.end() == 130


def a_scan_is_told(folder):
    """once the phone has scanned, the code is covered"""
    with Service(scan_outcome="nothing") as service:
        run = Run(folder, service, *QR, terminal=LARGE)
        run.see_code(service)
        service.scan()
        run.see("Scanned. Linking…")
        assert run.screen.codes() == [b"", b""]
        run.signal()
        run.see("may still be linked")
        assert run.end() == 130


def the_picture_is_kept_current(folder):
    """--qr-file: private, whole, current, blank while there is no code, removed at the end"""
    with Service(outcome_delay=0) as service:
        path = folder / "code.png"
        run = Run(folder, service, *QR, "--qr-file", str(path))

        def shows(code):
            return path.exists() and read_code(path) == code.encode()
        wait_for("the picture", lambda: service.code() and shows(service.code()), pause=0.1)
        assert stat.S_IMODE(path.stat().st_mode) == 0o600
        first = service.code()
        service.turn(advance=60)
        wait_for("the next picture", lambda: service.code() != first and shows(service.code()), pause=0.1)
        service.turn(offline=2)
        wait_for("a blank picture", lambda: read_code(path) == b"" and path.exists(), pause=0.1)
        wait_for("a code again", lambda: shows(service.code()), pause=0.2)
        service.scan()
        assert run.end() == OK
        assert not path.exists()
        assert not list(folder.glob("*.png")) and not list(folder.glob(".goutput*"))
        assert re.fullmatch(r"Connected channel \S+ \(phone_number: \+\d+\)\.", last_line(run))


def no_terminal_no_drawing(folder):
    """not a terminal, TERM=dumb or NO_COLOR: lines, no control character, no block"""
    with Service(poll_interval=1) as service:
        for arguments in ({}, {"terminal": LARGE, "env": {"NO_COLOR": "1"}},
                          {"terminal": LARGE, "env": {"TERM": "dumb"}}):
            run = Run(folder, service, "whatsapp", "connect", "--new", **arguments)
            run.see("/connect/")
            service.sign_up()
            assert run.end() == OK
            assert "\x1b" not in run.err and not re.search("[▀▄█]", run.err), run.err
            assert run.screen is None or run.screen.sequences == 0
            run = Run(folder, service, *QR, **arguments)
            assert run.end() == 2
            assert "--qr-file" in run.err, run.err


def the_browser_is_opened(folder):
    """a browser is opened where there is a desktop, and not with --no-browser; it writes nothing to standard
    output"""
    applications = folder / ".local/share/applications"
    applications.mkdir(parents=True)
    opened = folder / "opened"
    script = folder / "browser"
    script.write_text(f'#!/bin/sh\necho noise\necho "$1" >"{opened}"\nenv >"{folder}/browser-env"\n')
    script.chmod(0o755)
    (applications / "browser.desktop").write_text(
        f"[Desktop Entry]\nType=Application\nName=Browser\nExec={script} %u\n"
        "MimeType=x-scheme-handler/http;x-scheme-handler/https;\n")
    (folder / ".config").mkdir()
    (folder / ".config/mimeapps.list").write_text(
        "[Default Applications]\nx-scheme-handler/http=browser.desktop\nx-scheme-handler/https=browser.desktop\n")
    with Service(poll_interval=1) as service:
        for arguments, opens in (((), True), (("--no-browser",), False)):
            run = Run(folder, service, "whatsapp", "connect", *arguments, env={"DISPLAY": ":nowhere"})
            run.see("/connect/")
            if opens:
                run.see("was opened")
                wait_for("the browser", lambda: opened.exists() and opened.read_text().strip())
                assert opened.read_text().strip() == service.session()["verification_uri"]
                assert service.facts["key-full"] not in (folder / "browser-env").read_text()
                opened.unlink()
            service.sign_up()
            assert run.end() == OK
            assert not opened.exists()
            assert last_line(run).startswith("Connected channel ")


if __name__ == "__main__":
    sys.exit(main(
        codes_are_read_off_the_screen,
        codes_are_read_in_tmux,
        the_signup_is_finished_elsewhere,
        a_small_terminal_is_told_its_size,
        a_dead_code_is_covered,
        a_scan_is_told,
        the_picture_is_kept_current,
        no_terminal_no_drawing,
        the_browser_is_opened,
    ))
