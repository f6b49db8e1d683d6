# SPDX-FileCopyrightText: The Keebai Connect developers
# SPDX-License-Identifier: GPL-3.0-or-later
"""What the journeys of keebai-connect-cli use: the practice service, a pseudo-terminal with a screen, and a decoder
that reads the codes on that screen. Nothing here sleeps for a fixed time: every wait is for a condition and has a
time limit.
"""

import codecs
import contextlib
import errno
import fcntl
import json
import os
import pty
import re
import select
import shutil
import signal
import struct
import subprocess
import sys
import tempfile
import termios
import time
import traceback
import urllib.request
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[1] / "journeys"))
from stand_in_browser import open_form, submit  # noqa: E402

CLI = os.environ["KEEBAI_CLI"]
SERVICE = os.environ["KEEBAI_SERVICE"]
PATIENCE = float(os.environ.get("KEEBAI_PATIENCE", "30"))
# Exit statuses, as the manual page has them.
OK, FAILED, USAGE, CANCELLED, EXPIRED, UNAUTHORIZED, FORBIDDEN, UNREACHABLE, PENDING = range(9)
INTERRUPTED = 130

BLACK, WHITE = "black", "white"
DARK_THEME = (WHITE, BLACK)
LIGHT_THEME = (BLACK, WHITE)


def wait_for(what, condition, patience=PATIENCE, pause=0.02):
    end = time.monotonic() + patience
    while True:
        try:
            found = condition()
        except OSError:
            # Some of the stories make the service not answer.
            found = None
        if found:
            return found
        if time.monotonic() > end:
            raise AssertionError(f"waited {patience:.0f} s for {what() if callable(what) else what}")
        time.sleep(pause)


def read_code(picture):
    """The QR code in a picture (path, or bytes of a PNM or PNG), as bytes; b"" if there is none."""
    command = ["zbarimg", "--quiet", "--raw", "--oneshot", "-Sdisable", "-Sqrcode.enable", "-Sbinary"]
    with tempfile.NamedTemporaryFile(suffix=".pgm") as file:
        if isinstance(picture, bytes):
            file.write(picture)
            file.flush()
            picture = file.name
        return subprocess.run([*command, str(picture)], capture_output=True, check=False).stdout


class Screen:
    """As much of a terminal as the program uses; anything else is an error. Cells are (character, foreground,
    background); None is the theme's colour."""

    PLAIN = (" ", None, None)
    TOKEN = re.compile(r"\x1b\[(\??)([\d;]*)([A-Za-z])|\r|\n|[^\x1b\r\n]+")
    # Half of an escape sequence: the rest is yet to come.
    HALF = re.compile(r"\x1b(\[\??[\d;]*)?$")
    BLOCKS = {" ": (0, 0), "▀": (1, 0), "▄": (0, 1), "█": (1, 1)}

    def __init__(self, columns, rows):
        self.columns, self.rows = columns, rows
        self.alternate = False
        self.cursor_shown = True
        self.colours = (None, None)
        self.kept = None
        self.sequences = 0
        self._rest = ""
        self.clear()

    def clear(self):
        self.cells = [[self.PLAIN] * self.columns for _ in range(self.rows)]
        self.x = self.y = 0

    def resize(self, columns, rows):
        self.columns, self.rows = columns, rows
        self.clear()

    def feed(self, text):
        text = self._rest + text
        half = self.HALF.search(text)
        self._rest = half.group() if half else ""
        text = text[: len(text) - len(self._rest)]
        position = 0
        for token in self.TOKEN.finditer(text):
            assert token.start() == position, f"not understood: {text[position:token.start()]!r}"
            position = token.end()
            if token.group() == "\r":
                self.x = 0
            elif token.group() == "\n":
                self._line_feed()
            elif token.group(3):
                self.sequences += 1
                self._control(*token.groups())
            else:
                for character in token.group():
                    self._put(character)
        assert position == len(text), f"not understood: {text[position:]!r}"

    def _line_feed(self):
        self.y += 1
        if self.y == self.rows:
            self.y -= 1
            self.cells = self.cells[1:] + [[self.PLAIN] * self.columns]

    def _put(self, character):
        assert ord(character) >= 32, f"a control character: {character!r}"
        if self.x == self.columns:
            self.x = 0
            self._line_feed()
        self.cells[self.y][self.x] = (character, *self.colours)
        self.x += 1

    def _control(self, private, numbers, letter):
        values = [int(number or 0) for number in numbers.split(";")]
        if private:
            assert letter in "hl", letter
            if values == [25]:
                self.cursor_shown = letter == "h"
            elif values == [1049]:
                self._switch(letter == "h")
            else:
                raise AssertionError(f"?{numbers}{letter}")
        elif letter == "H":
            self.y = min(max(values[0], 1), self.rows) - 1
            self.x = min(max(values[1] if len(values) > 1 else 1, 1), self.columns) - 1
        elif letter == "K":
            self.cells[self.y][self.x:] = [self.PLAIN] * (self.columns - self.x)
        elif letter == "J":
            self.cells[self.y][self.x:] = [self.PLAIN] * (self.columns - self.x)
            for row in range(self.y + 1, self.rows):
                self.cells[row] = [self.PLAIN] * self.columns
        elif letter == "m":
            self._colour(values)
        else:
            raise AssertionError(f"not understood: {numbers}{letter}")

    def _switch(self, alternate):
        assert alternate != self.alternate, "the other screen twice"
        self.alternate = alternate
        if alternate:
            self.kept = self.cells, self.x, self.y
            self.clear()
        else:
            self.cells, self.x, self.y = self.kept

    def _colour(self, values):
        names = {16: BLACK, 231: WHITE}
        while values:
            value = values.pop(0)
            if value == 0:
                self.colours = (None, None)
            elif value in (38, 48) and values[:1] == [5]:
                name = names[values[1]]
                self.colours = (name, self.colours[1]) if value == 38 else (self.colours[0], name)
                del values[:2]
            elif value in (39, 49):
                self.colours = (None, self.colours[1]) if value == 39 else (self.colours[0], None)
            else:
                raise AssertionError(f"a colour of the theme: {value}")

    def text(self):
        return "\n".join("".join(cell[0] for cell in row).rstrip() for row in self.cells)

    def picture(self, theme):
        """A PGM of what the eye sees: each half of a character is a square of 4 pixels. Text other than blocks is
        left grey, so that the decoder fails if it covers the code."""
        lines = []
        for row in self.cells:
            halves = (bytearray(), bytearray())
            for character, foreground, background in row:
                shades = {BLACK: 0, WHITE: 255}
                dark, light = shades[foreground or theme[0]], shades[background or theme[1]]
                for half in (0, 1):
                    if character in self.BLOCKS:
                        shade = dark if self.BLOCKS[character][half] else light
                    else:
                        shade = 128
                    halves[half].extend(bytes([shade]) * 4)
            lines += [bytes(half) * 4 for half in halves]
        return b"P5 %d %d 255\n" % (self.columns * 4, self.rows * 8) + b"".join(lines)

    def codes(self):
        """What a phone reads from it, with a dark and with a light theme."""
        return [read_code(self.picture(theme)) for theme in (DARK_THEME, LIGHT_THEME)]


class Service:
    """keebai-sandbox."""

    def __init__(self, **knobs):
        command = [SERVICE, "--knob=rate-limit=off"]
        command += [f"--knob={name.replace('_', '-')}={value}" for name, value in knobs.items()]
        self.child = subprocess.Popen(command, stdout=subprocess.PIPE, text=True)
        self.facts = dict(self.child.stdout.readline().strip().split(": ", 1) for _ in range(8))
        self.base_url = self.facts["base-url"]

    def _ask(self, path, body=None):
        request = urllib.request.Request(
            f"{self.facts['practice-url']}/{path}", data=None if body is None else json.dumps(body).encode(),
            headers={"Content-Type": "application/json"})
        with urllib.request.urlopen(request, timeout=10) as answer:
            return json.load(answer)

    def session(self):
        sessions = self._ask("state")["sessions"]
        return sessions[-1] if sessions else None

    def n_sessions(self):
        return self._ask("state")["counts"]["sessions"]

    def code(self):
        return (self.session() or {}).get("code")

    def turn(self, **knobs):
        self._ask("knobs", {name.replace("_", "-"): value for name, value in knobs.items()})

    def scan(self):
        self._ask("scan", {"code": self.code()})

    def sign_up(self, action="finish"):
        link = self.session()["verification_uri"]
        submit(link, open_form(link, action))

    def close(self):
        self.child.terminate()
        self.child.wait(10)
        self.child.stdout.close()

    def __enter__(self):
        return self

    def __exit__(self, *_):
        self.close()


def read_all(file):
    """The text of a file that the program may still be writing to. It shares our position in it, which stays."""
    return os.pread(file.fileno(), os.fstat(file.fileno()).st_size, 0).decode()


class Run:
    """The program. `terminal`: (columns, rows) of the pseudo-terminal that is standard input and error; without it,
    they are /dev/null and a pipe. Standard output is always a pipe."""

    # Everything that any run has written, to be checked for secrets: (label, output, allowed secrets).
    everything = []
    _running = []

    @classmethod
    def kill_all(cls):
        """Ends the programs that a failed story has left running."""
        for run in cls._running:
            if run.child.poll() is None:
                run.child.kill()
                run.child.wait(10)
        cls._running.clear()

    def __init__(self, home, service, *arguments, terminal=None, key="key-full", env=None, fds=()):
        self.label = " ".join(arguments)
        self.master = None
        self.screen = Screen(*terminal) if terminal else None
        self.err = ""
        self._decoder = codecs.getincrementaldecoder("utf-8")()
        self.env = {
            "PATH": os.environ["PATH"],
            "HOME": str(home),
            "XDG_RUNTIME_DIR": str(home),
            "DBUS_SESSION_BUS_ADDRESS": os.environ.get("DBUS_SESSION_BUS_ADDRESS", "unix:path=/nonexistent"),
            "LC_ALL": "C.UTF-8",
            "TERM": "xterm-256color",
            "G_DEBUG": "fatal-warnings",
            "GIO_USE_VFS": "local",
            "no_proxy": "*",
            "ASAN_OPTIONS": os.environ.get("ASAN_OPTIONS", ""),
            "UBSAN_OPTIONS": "halt_on_error=1:print_stacktrace=1",
        }
        if service:
            self.env["KEEBAI_BASE_URL"] = service if isinstance(service, str) else service.base_url
        if key:
            self.env["KEEBAI_API_KEY"] = service.facts[key] if key.startswith("key-") else key
        self.env |= env or {}
        self.env = {name: value for name, value in self.env.items() if value is not None}
        self._out_file = tempfile.TemporaryFile()
        slave = None
        if terminal:
            self.master, slave = pty.openpty()
            self._set_size(*terminal)
            os.set_blocking(self.master, False)
        else:
            self._err_file = tempfile.TemporaryFile()
        self.child = subprocess.Popen(
            [CLI, *arguments], env=self.env, stdin=slave if terminal else subprocess.DEVNULL,
            stdout=self._out_file, stderr=slave if terminal else self._err_file, pass_fds=fds,
            start_new_session=True,
            preexec_fn=(lambda: fcntl.ioctl(0, termios.TIOCSCTTY, 0)) if terminal else None)
        Run._running.append(self)
        if slave is not None:
            os.close(slave)

    def _set_size(self, columns, rows):
        fcntl.ioctl(self.master, termios.TIOCSWINSZ, struct.pack("HHHH", rows, columns, 0, 0))

    def resize(self, columns, rows):
        self.read()
        self.screen.resize(columns, rows)
        self._set_size(columns, rows)

    def read(self):
        """What has arrived by now."""
        if self.master is None:
            self.err = read_all(self._err_file)
            return self
        while select.select([self.master], [], [], 0)[0]:
            try:
                data = os.read(self.master, 65536)
            except OSError as trouble:
                if trouble.errno == errno.EIO:
                    break
                raise
            if not data:
                break
            text = self._decoder.decode(data)
            self.err += text
            self.screen.feed(text)
        return self

    @property
    def out(self):
        return read_all(self._out_file)

    def events(self):
        return [json.loads(line) for line in self.out.splitlines()]

    def event(self, name):
        """The last event of that name."""
        found = [event for event in self.events() if event["event"] == name]
        return found[-1] if found else None

    def see(self, text):
        wait_for(lambda: f"{text!r} in {self.err[-2000:]!r}", lambda: text in self.read().err
                 or (self.child.poll() is not None and text in self.read().err))

    def see_code(self, service):
        """Waits until the service's current code is on the screen, and reads it byte for byte."""
        def look():
            self.read()
            assert self.child.poll() is None, f"it has ended: {self.err!r}"
            code = (service.code() or "").encode()
            return code and self.screen.codes() == [code, code] and code
        return wait_for(lambda: f"the code on the screen; there is: {self.err[:3000]!r}\n{self.screen.text()}",
                        look, pause=0.1)

    def type(self, text):
        os.write(self.master, text.encode())

    def signal(self, number=signal.SIGINT):
        self.child.send_signal(number)

    def end(self):
        """The exit status."""
        def look():
            self.read()
            return self.child.poll() is not None
        wait_for(lambda: f"the end of {self.label}: {self.err[-500:]!r}", look)
        self.read()
        Run.everything.append((self.label, self.out + self.err))
        if self.master is not None:
            assert not self.screen.alternate, "the terminal is left on its other screen"
            assert self.screen.cursor_shown, "the terminal is left without a cursor"
            assert self.screen.colours == (None, None), "the terminal is left in colours"
            os.close(self.master)
            self.master = None
        return self.child.returncode

    def kill(self):
        self.child.kill()
        self.child.wait(10)
        self.read()
        Run.everything.append((self.label, self.out + self.err))
        if self.master is not None:
            os.close(self.master)


@contextlib.contextmanager
def home():
    # A program that tmux has just ended may still write there for a moment.
    with tempfile.TemporaryDirectory(prefix="keebai-terminal.", ignore_cleanup_errors=True) as folder:
        yield Path(folder)


def main(*stories):
    """Runs the stories, each with a home folder; prints TAP. Arguments: the names of the stories to run; none: all."""
    missing = [tool for tool in ("zbarimg", "tmux") if not shutil.which(tool)]
    if missing:
        print(f"1..0 # SKIP {', '.join(missing)} not installed")
        return 77
    stories = [story for story in stories if not sys.argv[1:] or story.__name__ in sys.argv[1:]]
    failed = False
    for number, story in enumerate(stories, 1):
        begun = time.monotonic()
        try:
            with home() as folder:
                try:
                    story(folder)
                finally:
                    Run.kill_all()
        except Exception:  # pylint: disable=broad-except
            failed = True
            print(f"not ok {number} - {story.__name__}")
            for line in traceback.format_exc().splitlines():
                print(f"# {line[:2000]}")
        else:
            print(f"ok {number} - {' '.join((story.__doc__ or story.__name__).split())} # {time.monotonic() - begun:.1f} s")
        sys.stdout.flush()
    # The keys of keebai-sandbox, and those that the stories make up.
    telling = [label for label, output in Run.everything if re.search("kbai_pk_[0-9a-f]{8}", output)]
    failed = failed or bool(telling) or not Run.everything
    print(f"{'not ok' if telling or not Run.everything else 'ok'} {len(stories) + 1} - no access key in "
          f"{len(Run.everything)} outputs {telling or ''}")
    print(f"1..{len(stories) + 1}")
    return 1 if failed else 0
