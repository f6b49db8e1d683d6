#!/usr/bin/env python3
# SPDX-FileCopyrightText: The Keebai Connect developers
# SPDX-License-Identifier: GPL-3.0-or-later
"""Both ways by the keyboard alone, and what a screen reader says meanwhile. The expected words are in
spoken/embedded.txt and spoken/qr.txt, for people to read. KEEBAI_RENEW=1 writes them anew.
"""

import difflib
import json
import os
import re
import subprocess
import sys
import time
from pathlib import Path

import names
from desktop import PATIENCE, Process, Program, Service, main, set_default_browser, wait_for

SCRIPTS = Path(__file__).with_name("spoken")
RENEW = bool(os.environ.get("KEEBAI_RENEW"))
# The keyring of this computer must not affect what is said.
NO_KEYRING = {"SECRET_BACKEND": "file", "SECRET_FILE_TEST_PATH": "/nowhere/keyring", "SECRET_FILE_TEST_PASSWORD": "practice"}
CLASS_NAME = re.compile(r"\b(Gtk|Adw|Kc|Gdk)[A-Z]\w+")
# The part of a session's id, a channel's id or a key that varies.
ID = re.compile(r"[0-9a-f]{8}-[0-9a-f]{4}|kbai_pk_[0-9a-f]{8}|\b\d{15,}\b")


class ScreenReader(Process):
    """Hears everything from `begin` on, as if it had been started then."""

    def __init__(self, folder):
        self.file = Path(folder) / "said.jsonl"
        self.file.touch()
        super().__init__("screen-reader", ["/usr/bin/python3", Path(__file__).with_name("spoken.py"), "keebai-connect", self.file], folder)
        wait_for("the screen reader", lambda: "listens" in self.output.out.read_text())

    def begin(self):
        self.file.with_name(self.file.name + ".look").touch()
        wait_for("the first words", self.lines)

    def lines(self):
        return [json.loads(line) for line in self.file.read_text(encoding="utf-8").splitlines()]


class Script:
    """Compares what is said, page by page, with what was recorded."""

    def __init__(self, name, reader):
        self.path = SCRIPTS / f"{name}.txt"
        self.reader = reader
        self.n_taken = 0
        self.pages = []
        written = self.path.read_text(encoding="utf-8") if self.path.exists() else ""
        self.written = [
            [line for line in page.split("\n") if line] for page in re.split(r"^# ", written, flags=re.MULTILINE)[1:]
        ]

    def hear(self, title):
        """The lines up to here belong to this page: as many as were recorded, once they have arrived."""
        known = self.written[len(self.pages)] if len(self.pages) < len(self.written) else None

        def is_over():
            return known is None or known[0] != title or len(self.reader.lines()) - self.n_taken >= len(known) - 1

        if not RENEW:
            try:
                wait_for(f"what is said: {title}", is_over, 20)
            except AssertionError:
                pass  # the comparison reports what is missing
        self._wait_for_silence(4 if RENEW else 0.7)
        lines = self.reader.lines()
        said = [re.sub(r"127\.0\.0\.1:\d+", "127.0.0.1", line["text"]) for line in lines[self.n_taken:]]
        self.n_taken = len(lines)
        self.pages.append([title, *said])
        return said

    def _wait_for_silence(self, seconds):
        n, since = -1, time.monotonic()
        while time.monotonic() - since < seconds:
            if (now := len(self.reader.lines())) != n:
                n, since = now, time.monotonic()
            time.sleep(0.1)

    def check(self):
        """Asserts that nothing said is empty, repeated, or meant for programs."""
        for title, *said in self.pages:
            assert said, f"{title}: nothing is said"
            for line in said:
                assert not CLASS_NAME.search(line), f"{title}: the name of a class: {line}"
                assert not ID.search(line), f"{title}: an id: {line}"
            for one, next_one in zip(said, said[1:]):
                assert one != next_one, f"{title}: said twice: {one}"

    def compare(self):
        text = "\n".join(f"# {title}\n\n" + "".join(f"{line}\n" for line in said) for title, *said in self.pages)
        if RENEW:
            self.path.parent.mkdir(exist_ok=True)
            self.path.write_text(text, encoding="utf-8")
            return
        written = self.path.read_text(encoding="utf-8") if self.path.exists() else ""
        difference = "\n".join(difflib.unified_diff(written.splitlines(), text.splitlines(), self.path.name, "said", lineterm=""))
        assert not difference, f"something else is said (KEEBAI_RENEW=1 writes it down):\n{difference}"


class Keyboard:
    """Keystrokes, each after the one before has had its effect."""

    def __init__(self, program, reader):
        self.program = program
        self.reader = reader
        program.focus()

    def _focus_lines(self):
        return [line["text"] for line in self.reader.lines() if line["focus"]]

    def move(self, key):
        """A keystroke that moves the focus; returns what is said about the new focus."""
        before = len(self._focus_lines())
        self.program.key(key)
        wait_for(f"the focus to move ({key})", lambda: len(self._focus_lines()) > before)
        return self._focus_lines()[-1]

    def go_to(self, name, key="Tab"):
        for _ in range(40):
            line = self.move(key)
            if re.sub(r"^(\[.*?\] )*", "", line).startswith(name):
                return
        raise AssertionError(f"{key} does not lead to “{name}”")

    @staticmethod
    def type(text):
        subprocess.run(["xdotool", "type", "--delay", "5", text], check=True)

    def change(self, key):
        """A keystroke that changes what has the focus."""
        before = len(self.reader.lines())
        self.program.key(key)
        wait_for(f"a change ({key})", lambda: len(self.reader.lines()) > before)

    def go_on(self):
        """Enter, which leads to another page."""
        self.move("Return")


def named_session(service):
    """The session, once it has its link."""
    session = service.session()
    return session if session and session["verification_uri"] else None


def embedded(journey):
    set_default_browser("/bin/true %u")
    with Service(journey.folder, poll_interval="1", next_me="delay=4", next_start="delay=4") as service, \
            ScreenReader(journey.folder) as reader, \
            Program(journey.folder, "--api-url", service.base_url, env=NO_KEYRING) as program:
        script = Script("embedded", reader)
        keyboard = Keyboard(program, reader)
        program.find("push button", names.GET_STARTED)
        reader.begin()
        script.hear("First start")
        keyboard.go_on()
        keyboard.go_to(names.KEEP_IN_KEYRING)
        keyboard.change("space")
        keyboard.go_to(names.ACCESS_KEY, "shift+Tab")
        script.hear("Access key")
        keyboard.type(service.facts["key-full"])
        program.see(names.KEY_ACCEPTED)
        script.hear("Access key: it is checked and accepted")
        for title, answer in (("First", names.USED_NOWHERE), ("Second", names.YES), ("Third", names.I_AM)):
            keyboard.go_on()
            keyboard.go_to(answer)
            script.hear(f"{title} question")
        keyboard.go_on()
        script.hear("Recommendation")
        keyboard.go_on()
        session = wait_for("a session", lambda: named_session(service))
        program.see(names.WAITING_FOR_BROWSER)
        script.hear("In the browser")
        keyboard.go_to(names.CANCEL)
        script.hear("In the browser: what one can press")
        service.finish_signup(session)
        program.see(names.CONNECTED)
        script.hear("Connected")
        keyboard.go_to(names.DETAILS)
        script.hear("Connected: what one can press")
        script.check()
        journey.ok("every page says something, nothing twice, and no id or class name")
        script.compare()
        journey.ok("through the browser by keyboard alone, as it was written down")


def qr(journey):
    with Service(journey.folder, next_stream="delay=4", outcome_delay="12", code_life="12,12") as service, \
            ScreenReader(journey.folder) as reader, \
            Program(journey.folder, "--api-url", service.base_url,
                    env={"KEEBAI_API_KEY": service.facts["key-full"]}) as program:
        script = Script("qr", reader)
        keyboard = Keyboard(program, reader)
        program.see(names.CHANNEL_ACTIVE)
        reader.begin()
        script.hear("Home")
        keyboard.go_on()
        keyboard.go_to(names.I_KNOW_WHICH_WAY)
        script.hear("First question, for those who know")
        keyboard.go_on()
        script.hear("The two ways")
        keyboard.move("Down")
        script.hear("The two ways: an arrow selects the other")
        keyboard.go_on()
        wait_for("a code", lambda: (service.session() or {}).get("code"))
        program.see(names.CODE_CHANGES)
        script.hear("The code")
        before = service.session()["code"]
        wait_for("two more codes", lambda: service.session()["code"] != before)
        assert not script.hear("The code changes: nothing is said")
        script.pages.pop()
        journey.ok("a new code is not announced")
        keyboard.go_to(names.CANCEL)
        script.hear("The code: what one can press")
        wait_for("the phone to scan", lambda: service.scan(service.session()["code"]) or True)
        program.see(names.LINKING)
        script.hear("The phone has scanned")
        program.see(names.CONNECTED)
        script.hear("Connected")
        script.check()
        journey.ok("every page says something, nothing twice, and no id or class name")
        script.compare()
        journey.ok("with the phone by keyboard alone, as it was written down")


if __name__ == "__main__":
    sys.exit(main(embedded, qr))
