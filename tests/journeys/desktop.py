# SPDX-FileCopyrightText: The Keebai Connect developers
# SPDX-License-Identifier: GPL-3.0-or-later
"""What a journey needs from the desktop: the program in its window, found and operated over AT-SPI as assistive
technology does it, pictures of it, the practice service, and a real browser. Nothing here sleeps for a fixed time:
every wait is for a condition and has a time limit.
"""

import json
import os
import re
import shutil
import signal
import subprocess
import sys
import tempfile
import time
import urllib.request
from pathlib import Path

import names
import pyatspi
from display import DISPLAY, IS_WAYLAND
from gi.repository import Gio, GLib
from stand_in_browser import open_form, submit

# libatspi prints a warning about a program that has just started and is not on the bus yet; it is asked again.
GLib.log_set_handler("dbind", GLib.LogLevelFlags.LEVEL_WARNING, lambda *_: None, None)

BUILD = Path(os.environ["KEEBAI_BUILD"])
# The programs in the build folder; or, if this is set, those that were installed there.
PREFIX = Path(os.environ["KEEBAI_PREFIX"]) if os.environ.get("KEEBAI_PREFIX") else None
PROGRAM = PREFIX / "bin/keebai-connect" if PREFIX else BUILD / "src/keebai-connect"
SERVICE = PREFIX / "bin/keebai-sandbox" if PREFIX else BUILD / "src/keebai-sandbox"
CLIPBOARD = Path(__file__).with_name("clipboard.py")
# GTK's messages about a compositor that is older than GTK.
COMPOSITOR_LACKS = "Compositor doesn't support moving popups"
# Sanitizers and a busy machine are slow; a generous limit costs a successful wait nothing.
PATIENCE = float(os.environ.get("KEEBAI_PATIENCE", "45"))


class Missing(AssertionError):
    """Something did not happen within the time limit."""


def wait_for(what, condition, patience=PATIENCE, pause=0.05):
    """Calls `condition` until it returns something true, and returns that."""
    end = time.monotonic() + patience
    while True:
        try:
            found = condition()
        except (RuntimeError, LookupError, OSError, ValueError, GLib.GError) as trouble:
            # AT-SPI objects may disappear while they are looked at; that counts as "not yet".
            found, last = None, trouble
        else:
            last = None
        if found:
            return found
        if time.monotonic() > end:
            raise Missing(f"waited {patience:.0f} s for {what}" + (f" ({last})" if last else ""))
        time.sleep(pause)


def _walk(node):
    """The node and everything visible in it."""
    stack = [node]
    while stack:
        node = stack.pop()
        try:
            if node.getRole() != pyatspi.ROLE_APPLICATION and not node.getState().contains(pyatspi.STATE_VISIBLE):
                continue
            yield node
            stack.extend(reversed([child for child in node if child is not None]))
        except (RuntimeError, LookupError, GLib.GError):
            continue  # gone meanwhile


def _n_actions(node):
    try:
        return node.queryAction().nActions
    except NotImplementedError:
        return 0


def _name(node):
    """The name of a node. GTK 4.8 names a button with a mnemonic "_Label Label". From GTK 4.14 on, a status has no
    name, but a text."""
    name = (node.name or "").strip()
    if not name and node.getRole() == pyatspi.ROLE_STATUS_BAR:
        name = node.queryText().getText(0, -1).strip()
    words = name.replace("_", "").split(" ")
    half = len(words) // 2
    if "_" in name and len(words) % 2 == 0 and words[:half] == words[half:]:
        return " ".join(words[:half])
    return name


class Output:
    """Standard output and error of a process, kept in files in which the secrecy check looks."""

    def __init__(self, folder, name):
        self.out = Path(folder) / f"{name}.out"
        self.err = Path(folder) / f"{name}.err"

    def __str__(self):
        return "".join(
            path.read_text(encoding="utf-8", errors="replace") if path.exists() else ""
            for path in (self.out, self.err)
        )


class Process:
    """A program that is started for a journey and ended with it."""

    _count = 0

    def __init__(self, name, command, folder, env=None):
        Process._count += 1
        Path(folder).mkdir(parents=True, exist_ok=True)
        self.output = Output(folder, f"{Process._count:02d}-{name}")
        with open(self.output.out, "wb") as out, open(self.output.err, "wb") as err:
            self.child = subprocess.Popen(
                [str(part) for part in command],
                stdin=subprocess.DEVNULL,
                stdout=out,
                stderr=err,
                env={**os.environ, **(env or {})},
                start_new_session=True,
            )

    def stop(self):
        if self.child.poll() is None:
            self.child.terminate()
            try:
                self.child.wait(10)
            except subprocess.TimeoutExpired:
                os.killpg(self.child.pid, signal.SIGKILL)
                self.child.wait(10)
        return self.child.returncode

    def __enter__(self):
        return self

    def __exit__(self, *_):
        self.stop()


class Service(Process):
    """keebai-sandbox, and what it reports at its practice addresses."""

    def __init__(self, folder, **knobs):
        command = [SERVICE]
        for name, value in knobs.items():
            command += ["--knob", f"{name.replace('_', '-')}={value}"]
        super().__init__("service", command, folder)
        self.facts = wait_for("the practice service to say where it is", self._read_facts)
        self.base_url = self.facts["base-url"]
        self.practice_url = self.facts["practice-url"]

    def _read_facts(self):
        if self.child.poll() is not None:
            raise Missing(f"the practice service ended at once: {self.output}")
        lines = self.output.out.read_text().splitlines()
        facts = dict(line.split(": ", 1) for line in lines if ": " in line)
        return facts if {"base-url", "practice-url", "key-full", "key-no-connect", "key-no-read", "key-revoked"} <= facts.keys() else None

    def _ask(self, address, body=None, key=None):
        headers = {"Content-Type": "application/json"}
        if key:
            headers["Authorization"] = f"Bearer {key}"
        request = urllib.request.Request(
            address, data=None if body is None else json.dumps(body).encode(), headers=headers
        )
        with urllib.request.urlopen(request, timeout=10) as answer:
            return json.load(answer)

    def state(self):
        return self._ask(f"{self.practice_url}/state")

    def turn(self, **knobs):
        self._ask(f"{self.practice_url}/knobs", {name.replace("_", "-"): value for name, value in knobs.items()})

    def scan(self, code):
        self._ask(f"{self.practice_url}/scan", {"code": code})

    def n_channels(self):
        return self.state()["counts"]["channels"]

    def n_sessions(self):
        return self.state()["counts"]["sessions"]

    def channel(self):
        """The channel of the newest session, as Keebai reports it: id, phone_number and so on."""
        answer = self._ask(
            f"{self.base_url}/channels/whatsapp/connect/{self.session()['id']}", key=self.facts["key-full"]
        )
        return answer["channel"]

    @staticmethod
    def finish_signup(session, tabs=1):
        """What the person does on the portal page, without a browser; or in several tabs that were opened before."""
        link = session["verification_uri"]
        for form in [open_form(link, "finish") for _ in range(tabs)]:
            submit(link, form)

    def session(self):
        """The newest session."""
        sessions = self.state()["sessions"]
        return sessions[-1] if sessions else None


class Program(Process):
    """Keebai Connect in its window."""

    command = (PROGRAM,)

    def __init__(self, folder, *arguments, env=None):
        super().__init__("program", [*self.command, *arguments], folder, env)
        self.folder = Path(folder)
        self.pid = self.child.pid
        self.app = wait_for("the window", self._find_app)

    def __exit__(self, kind, *_):
        if kind is not None:
            try:
                DISPLAY.take_picture(self.folder / "failure.png")
            except (subprocess.SubprocessError, OSError):
                pass  # the failure itself is what must be reported
        self.stop()

    def _find_app(self):
        if self.child is not None and self.child.poll() is not None:
            raise Missing(f"the program ended at once ({self.child.returncode}): {self.output}")
        # Not every object reports every change, so cached values may be outdated.
        everything = pyatspi.Registry.getDesktop(0)
        everything.set_cache_mask(pyatspi.Atspi.Cache.NONE)
        for app in everything:
            if app is not None and self._is_ours(app) and app.childCount:
                app.set_cache_mask(pyatspi.Atspi.Cache.NONE)
                return app
        return None

    def _is_ours(self, app):
        return app.get_process_id() == self.pid

    def _find_window(self):
        """Its largest visible window, or None."""
        return DISPLAY.find(pid=self.pid)

    # --- finding -------------------------------------------------------------------------------

    def all(self, role=None, name=None):
        """Every node on the page with that role whose name is, or contains, `name`. Roles are named as in AT-SPI;
        "push button", the old name of "button", finds both."""
        for node in _walk(self.app):
            try:
                if role is not None and node.getRoleName() != role and f"push {node.getRoleName()}" != role:
                    continue
                if name is not None and name not in _name(node):
                    continue
            except (RuntimeError, LookupError, GLib.GError):
                continue
            yield node

    def find(self, role, name, patience=PATIENCE):
        def look():
            matches = list(self.all(role, name))
            exact = [node for node in matches if _name(node) == name]
            return (exact or matches or [None])[0]

        return wait_for(f"{role} “{name}”; on screen: {self.words()[:600]}", look, patience)

    def sees(self, text):
        """Whether the text is on the page now, in whatever role."""
        return any(text in words for words in self._texts())

    def see(self, text, patience=PATIENCE):
        try:
            wait_for(f"the words “{text}”", lambda: self.sees(text), patience)
        except Missing as missing:
            raise Missing(f"{missing}; on screen: {self.words()[:1500]}") from None

    def _texts(self):
        for node in self.all():
            try:
                if name := _name(node):
                    yield name
                if node.description:
                    yield node.description
            except (RuntimeError, LookupError, GLib.GError):
                continue

    def words(self):
        return " | ".join(dict.fromkeys(self._texts()))

    # --- doing ---------------------------------------------------------------------------------

    def see_channel(self, channel_id):
        """On the result page, which folds ids away."""
        self.press(names.DETAILS)
        self.see(channel_id)

    def open_from_menu(self, name):
        self.key("F10")
        self.press(name, role="menu item")

    def open_channel(self, state):
        """The page of the first channel in that state."""
        row = wait_for(
            f"a channel that is {state}",
            lambda: next((row for row in self.all("push button") if row.description.endswith(", " + state)), None),
        )
        row.queryAction().doAction(0)
        # A page that slides out is still there for a moment.
        wait_for(
            "nothing but the page of the channel",
            lambda: not any(self.all("push button", names.CONNECT_A_NUMBER))
            and any(self.all("push button", names.COPY_CHANNEL_ID)),
        )

    def open_choice(self):
        """From the start page to the two ways, past the questions about the number, if they appear."""
        self.press(names.CONNECT_A_NUMBER)

        def look():
            for name in (names.I_KNOW_WHICH_WAY, names.CONNECT):
                if any(_name(node) == name for node in self.all("push button", name)):
                    return name
            return None

        if wait_for("the questions or the choice", look) == names.I_KNOW_WHICH_WAY:
            self.press(names.I_KNOW_WHICH_WAY)

    def press(self, name, role=None, patience=PATIENCE):
        """Presses a button as soon as it can be pressed."""

        def look():
            for node in self.all(role, name):
                if role is None and node.getRoleName() not in ("push button", "button", "toggle button", "radio button", "check box", "link", "list item", "switch"):
                    continue
                # A menu button is called like the button in it, and only that one can be pressed.
                if _name(node) == name and node.getState().contains(pyatspi.STATE_SENSITIVE) and _n_actions(node):
                    return node
            return None

        try:
            node = wait_for(f"a button “{name}” to press", look, patience)
        except Missing as missing:
            raise Missing(f"{missing}; on screen: {self.words()[:1500]}") from None
        node.queryAction().doAction(0)

    def copy(self, name):
        """Presses the button that copies something, and returns what is then in the clipboard."""
        DISPLAY.be_somebody()
        self.press(name)
        return wait_for("something in the clipboard", read_clipboard)

    def click(self, name, role=None, times=1):
        """With the mouse, in the middle of the node."""

        def place():
            for node in sorted(self.all(role, name), key=lambda node: _name(node) != name):
                if "Component" in pyatspi.listInterfaces(node):
                    box = node.queryComponent().getExtents(pyatspi.WINDOW_COORDS)
                    if box.width > 0 and box.height > 0:
                        return box.x + box.width // 2, box.y + box.height // 2
            return None

        def look():
            # Pages slide in: two looks must agree.
            first = place()
            time.sleep(0.1)
            return first if first == place() else None

        x, y = wait_for(f"something named “{name}” to click", look)
        DISPLAY.move_pointer(self.window_id(), x, y)
        DISPLAY.click(times)

    def type_into(self, name, text):
        """Puts text into an entry, as a paste does."""

        def look():
            for node in self.all(name=name):
                try:
                    return node.queryEditableText()
                except NotImplementedError:
                    continue
            return None

        entry = wait_for(f"an entry “{name}”", look)
        entry.setTextContents(text)

    def is_hidden(self):
        """Whether it shows no window at all."""
        return self._find_window() is None

    def window_id(self):
        """The program's window on the display: its largest visible one."""
        return wait_for("a window on the display", self._find_window)

    def focus(self):
        DISPLAY.focus(self.window_id())

    def is_in_front(self):
        return DISPLAY.is_focused(self.window_id())

    def look_away(self):
        """Moves the focus away from the program's windows."""
        DISPLAY.focus_nothing()
        wait_for("the window to be out of focus", lambda: not self.is_in_front())

    def has_focus(self, role):
        """Whether something of that role has the focus."""
        return any(node.getState().contains(pyatspi.STATE_FOCUSED) for node in self.all(role))

    def key(self, *keys):
        """Keys with xdotool's names: Return, Escape, alt+Left."""
        self.focus()
        DISPLAY.press_keys(*keys)

    def resize(self, width, height):
        window = self.window_id()
        DISPLAY.resize(window, width, height)
        wait_for("the new size", lambda: DISPLAY.size(window)[0] == width or None, 5)

    def picture(self, name, settled=False, all_windows=False):
        """A picture taken off the screen: of the window, or with its dialogs. `settled`: once nothing
        moves any more, or after 2 s, for spinners never rest. Returns its path."""
        path = self.folder / f"{name}.png"
        window = self.window_id()
        DISPLAY.take_picture(path, window, all_windows)
        end = time.monotonic() + 2
        while settled and time.monotonic() < end:
            before = path.read_bytes()
            time.sleep(0.15)
            DISPLAY.take_picture(path, window, all_windows)
            if _pixels(path.read_bytes()) == _pixels(before):
                break
        return path


def _pixels(png):
    """The compressed pixels of a PNG, without the dates that the file contains."""
    return png[png.find(b"IDAT"):png.find(b"tEXt", png.find(b"IDAT"))]


class StartedByDesktop(Program):
    """Keebai Connect as the desktop starts it: over the session bus, by its name. `start` makes the desktop do so;
    the window is found by the process that took the name."""

    NAME = "com.keebai.Connect"
    # The files by which the desktop knows the program, and the words in them that the script's replace.
    service_files = PREFIX / "share/dbus-1/services" if PREFIX else BUILD / "data"
    desktop_files = PREFIX / "share/applications" if PREFIX else BUILD / "data"
    command_of_words = f"exec '{PROGRAM}' \"$@\""

    def __init__(self, folder, start):  # pylint: disable=super-init-not-called
        self.folder = Path(folder)
        self.folder.mkdir(parents=True, exist_ok=True)
        self.output = Output(folder, "started-by-desktop")
        script = Path(os.environ["HOME"]) / "start-program"
        script.write_text(f"#!/bin/sh\n{self.command_of_words} >>'{self.output.out}' 2>>'{self.output.err}'\n")
        script.chmod(0o755)
        # The installed file, with another folder.
        for file, kind in (
            (self.service_files / f"{self.NAME}.service", "services"),
            (self.desktop_files / f"{self.NAME}.desktop", "applications"),
        ):
            text = file.read_text()
            text = re.sub(r"^Exec=\S+", f"Exec={script}", text, flags=re.MULTILINE)
            target = Path(os.environ["HOME"])
            target = target.parent / kind if kind == "services" else target / ".local/share" / kind
            target.mkdir(parents=True, exist_ok=True)
            (target / file.name).write_text(text)
            if kind == "applications":
                subprocess.run(["update-desktop-database", str(target)], check=True)
        reload_services()
        assert self.NAME not in bus_names(), "nothing runs yet"
        start()
        self.child = None
        wait_for("the program to take its name", lambda: self.NAME in bus_names())
        self.pid = _call_bus("GetConnectionUnixProcessID", GLib.Variant("(s)", (self.NAME,)))[0]
        self.app = wait_for("the window", self._find_app)

    def has_ended(self):
        return self.NAME not in bus_names()

    def stop(self):
        if not self.has_ended():
            os.kill(self.pid, signal.SIGTERM)
            wait_for("the program to end", self.has_ended, 10)


class Portal(Process):
    """The desktop's background portal, which grants requests or refuses them."""

    def __init__(self, folder, answer):
        self.log = Path(folder) / f"portal-{answer}.asked"
        self.log.unlink(missing_ok=True)
        script = Path(__file__).with_name("portal.py")
        super().__init__("portal", ["/usr/bin/python3", script, self.log, answer], folder)
        wait_for("the portal", lambda: "org.freedesktop.portal.Desktop" in bus_names())

    def asked(self):
        return [json.loads(line) for line in self.log.read_text().splitlines()] if self.log.exists() else []


class Browser:
    """A real Chromium as the desktop's default browser. Opened by whatever opens a link; controlled over its own
    debugging connection."""

    def __init__(self, folder):
        self.folder = Path(folder)
        # A new one each time: what an earlier browser left behind says nothing about this one.
        self.profile = Path(tempfile.mkdtemp(prefix="chromium.", dir=os.environ["HOME"]))
        self.log = self.folder / "browser.err"
        self.calls = self.profile / "calls"
        script = self.profile / "browser.sh"
        script.write_text(
            "#!/bin/sh\n"
            f"echo call >>'{self.calls}'\n"
            "exec chromium --no-sandbox --disable-gpu --disable-quic --no-first-run --test-type"
            " --disable-background-networking --disable-component-update --disable-sync"
            f"{' --ozone-platform=wayland' if IS_WAYLAND else ''}"
            " --no-default-browser-check --password-store=basic --disable-dev-shm-usage"
            " --remote-debugging-port=0 --remote-allow-origins='*' --window-position=1100,0 --window-size=900,900"
            f" --user-data-dir='{self.profile}' \"$@\" >>'{self.log}' 2>&1\n"
        )
        script.chmod(0o755)
        set_default_browser(f"{script} %u")

    def n_calls(self):
        """How often a link was opened."""
        return len(self.calls.read_text().splitlines()) if self.calls.exists() else 0

    def page(self):
        """The address of the newest page that is not empty, and its debugging socket."""
        port = wait_for("Chromium to start", lambda: (self.profile / "DevToolsActivePort").read_text().split("\n")[0])

        def look():
            with urllib.request.urlopen(f"http://127.0.0.1:{port}/json", timeout=5) as answer:
                pages = [p for p in json.load(answer) if p["type"] == "page" and p["url"].startswith("http")]
            return pages[0] if pages else None

        return wait_for("a page in Chromium", look)

    def _evaluate(self, page, expression):
        import websocket

        connection = websocket.create_connection(page["webSocketDebuggerUrl"], timeout=15)
        try:
            connection.send(json.dumps({
                "id": 1, "method": "Runtime.evaluate",
                "params": {"expression": expression, "returnByValue": True, "userGesture": True},
            }))
            while True:
                answer = json.loads(connection.recv())
                if answer.get("id") == 1:
                    return answer["result"]["result"].get("value")
        finally:
            connection.close()

    def text(self):
        """The text of the page, once there is any."""
        return wait_for(
            "words in the browser", lambda: self._evaluate(self.page(), "document.body && document.body.innerText")
        )

    def click(self, element_id):
        """Presses the element as soon as it exists."""
        wait_for(
            f"#{element_id} in the browser",
            lambda: self._evaluate(self.page(), f"!!document.getElementById('{element_id}')"),
        )
        self._evaluate(self.page(), f"document.getElementById('{element_id}').click()")

    def close(self):
        subprocess.run(["pkill", "-f", str(self.profile)], check=False)
        wait_for(
            "Chromium to end",
            lambda: subprocess.run(["pgrep", "-f", str(self.profile)], capture_output=True, check=False).returncode,
            10,
        )


def end_keyring():
    """From now on, the desktop has no keyring."""
    os.kill(int((Path(os.environ["HOME"]) / "keyring.pid").read_text()), signal.SIGTERM)
    wait_for("the keyring to go", lambda: "org.freedesktop.secrets" not in bus_names(), 10)


def _call_bus(method, arguments=None):
    return call("org.freedesktop.DBus", "/org/freedesktop/DBus", "org.freedesktop.DBus", method, arguments)


def call(name, path, interface, method, arguments=None):
    bus = Gio.bus_get_sync(Gio.BusType.SESSION)
    return bus.call_sync(
        name, path, interface, method, arguments, None, Gio.DBusCallFlags.NONE, 10000, None
    ).unpack()


def reload_services():
    """The bus looks again for the services that it can start."""
    _call_bus("ReloadConfig")


def bus_names():
    return _call_bus("ListNames")[0]


def set_environment_of_services(**variables):
    """Sets the environment of programs that the bus starts."""
    _call_bus("UpdateActivationEnvironment", GLib.Variant("(a{ss})", (variables,)))


def notifications():
    """The notifications that the desktop was asked to show, in order, without those withdrawn."""
    path = Path(os.environ["HOME"]) / "notifications"
    facts = [json.loads(line) for line in path.read_text().splitlines()] if path.exists() else []
    closed = {fact["closed"] for fact in facts if "closed" in fact}
    return [fact for fact in facts if fact.get("shown") not in closed and "shown" in fact]


def click_notification(number):
    """A click with the mouse. On Wayland, the notification comes with a token."""
    name = "org.freedesktop.Notifications"
    arguments = GLib.Variant("(us)", (number, DISPLAY.activation_token()))
    call(name, "/org/freedesktop/Notifications", name, "Click", arguments)


def launch(*words):
    """As a browser or the desktop's panel does it: "link", LINK; "launch", NAME.desktop; or "action", NAME.desktop,
    ACTION."""
    launcher = Path(__file__).with_name("launcher.py")
    subprocess.run(["/usr/bin/python3", launcher, DISPLAY.activation_token(), *words], check=True, timeout=30)


class Clipboard(Process):
    """A program whose copied text is in the clipboard as long as it runs."""

    def __init__(self, folder, text):
        if IS_WAYLAND:
            command = ["wl-copy", "--foreground", "--type", "text/plain;charset=utf-8", "--", text]
        else:
            file = Path(os.environ["HOME"]) / "copied"
            file.write_text(text, encoding="utf-8")
            command = ["/usr/bin/python3", CLIPBOARD, "hold", file]
        super().__init__("clipboard", command, folder)
        wait_for(
            "the text in the clipboard",
            lambda: read_clipboard() == text if IS_WAYLAND else "held" in self.output.out.read_text(),
        )


def read_clipboard():
    command = ["wl-paste", "--no-newline"] if IS_WAYLAND else ["/usr/bin/python3", CLIPBOARD, "read"]
    # wl-paste fails if nothing was copied.
    return subprocess.run(command, capture_output=True, check=not IS_WAYLAND, timeout=20).stdout.decode()


def set_default_browser(command, schemes=("x-scheme-handler/http", "x-scheme-handler/https", "text/html")):
    """Makes the desktop open http and https links, or those of `schemes`, with `command`; None: with nothing."""
    home = Path(os.environ["HOME"])
    applications = home / ".local/share/applications"
    applications.mkdir(parents=True, exist_ok=True)
    ours = applications / "journey-browser.desktop"
    ours.unlink(missing_ok=True)
    if command:
        ours.write_text(
            "[Desktop Entry]\nType=Application\nName=Journey browser\n"
            f"Exec={command}\nMimeType={';'.join(schemes)};\n"
        )
        choice = ["[Default Applications]"] + [f"{scheme}={ours.name}" for scheme in schemes]
    else:
        others = [path.name for path in Path("/usr/share/applications").glob("*.desktop")]
        choice = ["[Removed Associations]"] + [f"{scheme}={';'.join(others)};" for scheme in schemes]
    (home / ".config").mkdir(exist_ok=True)
    (home / ".config/mimeapps.list").write_text("\n".join([*choice, ""]))


def read_codes(picture):
    """Every QR code in a picture, as bytes."""
    from subprocess import run

    output = run(
        ["zbarimg", "--quiet", "--raw", "--oneshot", "-Sdisable", "-Sqrcode.enable", "-Sbinary", str(picture)],
        capture_output=True, check=False,
    ).stdout
    return output


# --- running -----------------------------------------------------------------------------------


class Journey:
    """One story: its steps in order, each a TAP line; the first failure ends it."""

    def __init__(self, folder):
        self.folder = Path(folder)
        # What an earlier run left behind says nothing about this one.
        shutil.rmtree(self.folder, ignore_errors=True)
        self.folder.mkdir(parents=True)
        self.number = 0
        self.secrets = set()
        self.on_failure = None

    def ok(self, label):
        self.number += 1
        print(f"ok {self.number} - {label}", flush=True)

    def fail(self, label):
        self.number += 1
        print(f"not ok {self.number} - {label}", flush=True)

    def keep_secret(self, *values):
        """From now on, these must appear in no output of the run."""
        self.secrets.update(value for value in values if value)

    def check_silence(self):
        """A program that prints a warning has a fault: in our code, in our use of GTK, or one that a sanitizer found.
        """
        for path in sorted(self.folder.glob("*.err")):
            if path.name.startswith("browser"):
                continue
            lines = path.read_text(errors="replace").splitlines()
            text = "\n".join(line for line in lines if COMPOSITOR_LACKS not in line).strip()
            assert not text, f"{path.name} is not empty: {text[:2000]}"

    def check_secrets(self, without=()):
        """Asserts that no program printed a secret. `without`: outputs that have to contain secrets, such as the
        practice service's own list of keys."""
        assert self.secrets, "a check without secrets checks nothing"
        left_out = {Path(path) for path in without}
        looked_at = 0
        for path in sorted(self.folder.rglob("*")):
            if path in left_out or path.suffix not in (".out", ".err", ".log"):
                continue
            looked_at += 1
            text = path.read_bytes()
            for secret in self.secrets:
                assert secret.encode() not in text, f"a secret stands in {path.name}"
        assert looked_at, "no output was looked at"


def main(*stories):
    """Runs the stories and prints TAP. The first argument is the folder for outputs and pictures; further arguments
    are the names of the stories to run; without them, all run."""
    folder = Path(sys.argv[1] if len(sys.argv) > 1 else os.environ["HOME"])
    stories = [story for story in stories if len(sys.argv) < 3 or story.__name__ in sys.argv[2:]]
    failed = False
    number = 0
    for story in stories:
        journey = Journey(folder / story.__name__)
        journey.number = number
        try:
            story(journey)
            journey.check_silence()
        except Exception as trouble:  # pylint: disable=broad-except
            import traceback

            failed = True
            journey.fail(f"{story.__name__}: {type(trouble).__name__}")
            for line in traceback.format_exc().splitlines():
                print(f"# {line}")
            for output in sorted(journey.folder.glob("*.err")):
                for line in output.read_text(errors="replace").splitlines()[-15:]:
                    print(f"# {output.name}: {line[:300]}")
            for picture in sorted(journey.folder.glob("failure.png")):
                print(f"# picture: {picture}")
        number = journey.number
    print(f"1..{number}")
    return 1 if failed else 0
