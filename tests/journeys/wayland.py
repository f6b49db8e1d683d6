# SPDX-FileCopyrightText: The Keebai Connect developers
# SPDX-License-Identifier: GPL-3.0-or-later
"""A Wayland client without a window: the keyboard, the mouse and the launcher of a journey. It implements the wire
format itself, because no Python binding is packaged everywhere."""

import array
import mmap
import os
import socket
import struct
import time

KEYMAP = """xkb_keymap {
  xkb_keycodes { include "evdev+aliases(qwerty)" };
  xkb_types { include "complete" };
  xkb_compat { include "complete" };
  xkb_symbols { include "pc+us+inet(evdev)" };
};"""
# Codes of linux/input-event-codes.h, by xdotool's names for them.
KEYS = {
    "Escape": 1, "Tab": 15, "Return": 28, "space": 57, "Left": 105, "Right": 106, "Up": 103, "Down": 108,
    "slash": 53, "Shift": 42, "F1": 59, "F10": 68,
    **{letter: 16 + place for place, letter in enumerate("qwertyuiop")},
    **{letter: 30 + place for place, letter in enumerate("asdfghjkl")},
    **{letter: 44 + place for place, letter in enumerate("zxcvbnm")},
}
# Characters that are typed with Shift.
SHIFTED = {"question": "slash"}
MODIFIERS = {"shift": (42, 1), "ctrl": (29, 4), "alt": (56, 8)}
BUTTON_LEFT = 0x110


def _text(value):
    data = value.encode() + b"\0"
    return struct.pack("=I", len(data)) + data + b"\0" * (-len(data) % 4)


class Client:
    """A connection to the compositor of WAYLAND_DISPLAY, which must be a path."""

    def __init__(self):
        self.socket = socket.socket(socket.AF_UNIX, socket.SOCK_STREAM)
        self.socket.settimeout(30)
        self.socket.connect(os.environ["WAYLAND_DISPLAY"])
        self.buffer = b""
        self.last_id = 1
        self.globals = {}
        self.registry = self._new()
        self._send(1, 1, struct.pack("=I", self.registry))  # wl_display.get_registry
        self._round_trip()
        seat = self._bind("wl_seat")
        keyboards = self._bind("zwp_virtual_keyboard_manager_v1")
        pointers = self._bind("zwlr_virtual_pointer_manager_v1")
        self.keyboard = self._new()
        self._send(keyboards, 0, struct.pack("=II", seat, self.keyboard))
        self._set_keymap()
        self.pointer = self._new()
        self._send(pointers, 0, struct.pack("=II", seat, self.pointer))
        self.activation = self._bind("xdg_activation_v1")
        self._round_trip()

    # --- wire ----------------------------------------------------------------------------------

    def _new(self):
        self.last_id += 1
        return self.last_id

    def _send(self, target, opcode, arguments=b"", descriptors=()):
        head = struct.pack("=II", target, (8 + len(arguments)) << 16 | opcode)
        ancillary = [(socket.SOL_SOCKET, socket.SCM_RIGHTS, array.array("i", descriptors))] if descriptors else []
        self.socket.sendmsg([head + arguments], ancillary)

    def _receive(self):
        """The next event: its sender, its number, its arguments."""
        while len(self.buffer) < 8 or len(self.buffer) < struct.unpack_from("=I", self.buffer, 4)[0] >> 16:
            data = self.socket.recv(65536)
            if not data:
                raise OSError("the compositor is gone")
            self.buffer += data
        sender, word = struct.unpack_from("=II", self.buffer)
        body, self.buffer = self.buffer[8:word >> 16], self.buffer[word >> 16:]
        if sender == 1 and word & 0xFFFF == 0:
            raise OSError(f"the compositor refused: {body[12:]!r}")
        if sender == self.registry and word & 0xFFFF == 0:
            name, length = struct.unpack_from("=II", body)
            self.globals[body[8:8 + length - 1].decode()] = name
        return sender, word & 0xFFFF, body

    def _wait(self, target):
        """The first event of `target`, as its arguments."""
        while True:
            sender, _, body = self._receive()
            if sender == target:
                return body

    def _round_trip(self):
        callback = self._new()
        self._send(1, 0, struct.pack("=I", callback))  # wl_display.sync
        self._wait(callback)

    def _bind(self, interface):
        new = self._new()
        self._send(self.registry, 0, struct.pack("=I", self.globals[interface]) + _text(interface) + struct.pack("=II", 1, new))
        return new

    # --- keyboard ------------------------------------------------------------------------------

    def _set_keymap(self):
        data = KEYMAP.encode() + b"\0"
        file = os.memfd_create("keymap")
        os.ftruncate(file, len(data))
        with mmap.mmap(file, len(data)) as memory:
            memory.write(data)
        self._send(self.keyboard, 0, struct.pack("=II", 1, len(data)), [file])
        os.close(file)

    def _key(self, code, down):
        self._send(self.keyboard, 1, struct.pack("=III", _now(), code, down))

    def press_key(self, name, seconds=0.0):
        """Presses a key with xdotool's name, such as "Return" or "ctrl+w", and holds it down for that long."""
        *modifiers, key = name.split("+")
        if key in SHIFTED:
            key = SHIFTED[key]
            modifiers.append("shift")
        for modifier in modifiers:
            self._key(MODIFIERS[modifier][0], 1)
        self._modify(sum(MODIFIERS[modifier][1] for modifier in modifiers))
        self._key(KEYS[key], 1)
        self._round_trip()
        time.sleep(seconds)
        self._key(KEYS[key], 0)
        for modifier in reversed(modifiers):
            self._key(MODIFIERS[modifier][0], 0)
        self._modify(0)
        self._round_trip()

    def _modify(self, depressed):
        self._send(self.keyboard, 2, struct.pack("=IIII", depressed, 0, 0, 0))

    # --- mouse ---------------------------------------------------------------------------------

    def move_pointer(self, x, y, width, height):
        """Moves to a position on a screen of that size."""
        self._send(self.pointer, 1, struct.pack("=IIIII", _now(), x, y, width, height))
        self._send(self.pointer, 4)
        self._round_trip()

    def click(self):
        for down in (1, 0):
            self._send(self.pointer, 2, struct.pack("=III", _now(), BUTTON_LEFT, down))
            self._send(self.pointer, 4)
        self._round_trip()

    # --- launcher ------------------------------------------------------------------------------

    def activation_token(self):
        """The token that a launcher or a notification passes on, so that a window may come to the front."""
        token = self._new()
        self._send(self.activation, 1, struct.pack("=I", token))
        self._send(token, 3)
        body = self._wait(token)
        return body[4:4 + struct.unpack_from("=I", body)[0] - 1].decode()


def _now():
    return int(time.monotonic() * 1000) & 0xFFFFFFFF
