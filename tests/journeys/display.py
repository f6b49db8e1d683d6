# SPDX-FileCopyrightText: The Keebai Connect developers
# SPDX-License-Identifier: GPL-3.0-or-later
"""The display of a journey, for keyboard, mouse, pictures and window management: X11, or Wayland if in-desktop.sh was
told so. A window is what `find()` returns; positions are relative to it, in logical pixels."""

import json
import os
import subprocess
import time

from wayland import Client

BACKGROUND = (2390, 1390)


def _run(*command):
    return subprocess.run([str(word) for word in command], capture_output=True, text=True, check=False, timeout=30).stdout


class X11:
    """X11 without a window manager: the focus goes where it is set, and a new window does not get it."""

    @staticmethod
    def find(pid=None, name=None):
        """The largest visible window of a process, or of a program of that name; or None."""
        search = ["--pid", pid] if name is None else ["--class", name]
        found = _run("xdotool", "search", "--onlyvisible", *search).split()
        areas = [(width * height, window) for window in found for width, height in [X11.size(window)]]
        return max(areas)[1] if areas else None

    @staticmethod
    def size(window):
        words = _run("xdotool", "getwindowgeometry", "--shell", window).split()
        values = dict(word.split("=", 1) for word in words if "=" in word)
        return int(values.get("WIDTH", 0)), int(values.get("HEIGHT", 0))

    @staticmethod
    def resize(window, width, height):
        _run("xdotool", "windowsize", window, width, height)

    @staticmethod
    def focus(window):
        _run("xdotool", "windowraise", window, "windowfocus", window)

    @staticmethod
    def is_focused(window):
        return _run("xdotool", "getwindowfocus").strip() == window

    @staticmethod
    def focus_nothing():
        root = _run("xdotool", "search", "--maxdepth", "0", "").split()[0]
        _run("xdotool", "windowfocus", "--sync", root)

    @staticmethod
    def press_keys(*keys):
        _run("xdotool", "key", "--delay", "30", *keys)

    @staticmethod
    def hold_key(key):
        """Repeats the key like a keyboard, for more than a second; this display does not repeat keys by itself."""
        _run("xdotool", *["keydown", key, "sleep", "0.05"] * 25, "keyup", key)

    @staticmethod
    def be_somebody():
        """Nothing here depends on it."""

    @staticmethod
    def move_pointer(window, x, y):
        _run("xdotool", "mousemove", "--window", window, x, y)

    @staticmethod
    def click(times=1, delay_ms=30):
        _run("xdotool", "click", "--repeat", times, "--delay", delay_ms, "1")

    @staticmethod
    def take_picture(path, window=None, with_dialogs=False):
        """A picture of a window, without what covers it unless asked for; or of the whole screen."""
        if window is None:
            crop = ["root"]
        elif with_dialogs:
            width, height = X11.size(window)
            crop = ["root", "-crop", f"{width}x{height}+0+0", "+repage"]
        else:
            crop = [window]
        subprocess.run(["import", "-silent", "-window", *crop, str(path)], check=True, timeout=30)

    @staticmethod
    def set_scale(scale):
        """Returns the environment that a program needs."""
        return {"GDK_SCALE": str(scale)}

    @staticmethod
    def activation_token():
        """A token with which a window may come to the front, on a display where it needs one; or nothing."""
        return ""


class Wayland:
    """sway without a screen; see tests/support/with-wayland.sh. A new window gets the focus."""

    def __init__(self):
        self.client = Client()
        self.width, self.height = self._screen_size()

    @staticmethod
    def _ask(what):
        return json.loads(_run("swaymsg", "--raw", "--type", what))

    @staticmethod
    def _tell(*words):
        answers = json.loads(_run("swaymsg", "--raw", "--", *words))
        assert all(answer["success"] for answer in answers), (words, answers)

    @classmethod
    def _screen_size(cls):
        rectangle = cls._ask("get_outputs")[0]["rect"]
        return rectangle["width"], rectangle["height"]

    @classmethod
    def _nodes(cls):
        stack = [cls._ask("get_tree")]
        while stack:
            node = stack.pop()
            yield node
            stack += node["nodes"] + node["floating_nodes"]

    @classmethod
    def find(cls, pid=None, name=None):
        def is_wanted(node):
            return node.get("pid") == pid if name is None else name in (node.get("app_id") or "").lower()

        areas = [
            (node["rect"]["width"] * node["rect"]["height"], node["id"])
            for node in cls._nodes() if node.get("pid") and is_wanted(node) and node["visible"]
        ]
        return max(areas)[1] if areas else None

    @classmethod
    def _rectangle(cls, window):
        for node in cls._nodes():
            if node["id"] == window:
                return tuple(node["rect"][side] for side in ("x", "y", "width", "height"))
        return 0, 0, 0, 0

    @classmethod
    def size(cls, window):
        return cls._rectangle(window)[2:]

    @classmethod
    def resize(cls, window, width, height):
        cls._tell(f"[con_id={window}] resize set {width} px {height} px")

    @classmethod
    def focus(cls, window):
        cls._tell(f"[con_id={window}] focus")

    @classmethod
    def is_focused(cls, window):
        return any(node["id"] == window and node["focused"] for node in cls._nodes())

    def focus_nothing(self):
        self.client.move_pointer(*BACKGROUND, self.width, self.height)
        self.client.click()

    def press_keys(self, *keys):
        for key in keys:
            self.client.press_key(key, 0.03)

    def hold_key(self, key):
        self.client.press_key(key, 1.5)

    def be_somebody(self):
        """On Wayland, only a client that received a keystroke or a click may copy."""
        self.client.press_key("Shift")

    def move_pointer(self, window, x, y):
        left, top, _, _ = self._rectangle(window)
        self.client.move_pointer(left + x, top + y, self.width, self.height)

    def click(self, times=1, delay_ms=30):
        for number in range(times):
            if number:
                time.sleep(delay_ms / 1000)
            self.client.click()

    def take_picture(self, path, window=None, with_dialogs=False):  # pylint: disable=unused-argument
        """A picture of what is on the screen where the window is; or of the whole screen."""
        x, y, width, height = (0, 0, self.width, self.height) if window is None else self._rectangle(window)
        subprocess.run(["grim", "-g", f"{x},{y} {width}x{height}", str(path)], check=True, timeout=30)

    def set_scale(self, scale):
        """The screen keeps its size in logical pixels."""
        self._tell(f"output * scale {scale} mode {self.width * scale}x{self.height * scale}")
        assert self._screen_size() == (self.width, self.height)
        return {}

    def activation_token(self):
        return self.client.activation_token()


IS_WAYLAND = bool(os.environ.get("WAYLAND_DISPLAY"))
DISPLAY = Wayland() if IS_WAYLAND else X11()
