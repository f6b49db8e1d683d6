#!/usr/bin/env python3
# SPDX-FileCopyrightText: The Keebai Connect developers
# SPDX-License-Identifier: GPL-3.0-or-later
"""The pictures of data/screenshots, as Flathub asks for them: the window alone, of a usual size, with rounded corners
and its shadow.
Usage: screenshots.py FOLDER

The program talks to Keebai's own address, so that no banner names another: here that is this computer
(build-aux/pictures.sh sees to it, where nobody else notices), and the practice service answers."""

import ctypes
import http.client
import http.server
import os
import re
import ssl
import subprocess
import sys
import threading
from ctypes import c_char_p, c_int, c_uint, c_ulong, c_void_p
from pathlib import Path

import names
from desktop import Program, Service, read_codes, set_default_browser, wait_for
from display import DISPLAY

# At most 1000 × 700, without the shadow.
SIZE = (880, 700)
# The width with which the window opens.
FIRST_WIDTH = 680
PAGES_OF_KEEBAI = "https://app.keebai.com"


class Front(http.server.BaseHTTPRequestHandler):
    """Keebai's address, with the practice service behind it."""

    protocol_version = "HTTP/1.0"
    service = None

    def do_GET(self):  # pylint: disable=invalid-name
        address = re.match("http://([^/]+)", self.service.base_url).group(1)
        connection = http.client.HTTPConnection(address, timeout=600)
        body = self.rfile.read(int(self.headers.get("Content-Length", 0)))
        headers = {name: value for name, value in self.headers.items() if name.lower() not in ("host", "connection")}
        connection.request(self.command, self.path, body or None, {**headers, "Host": address})
        answer = connection.getresponse()
        self.send_response(answer.status)
        is_stream = "event-stream" in answer.getheader("Content-Type", "")
        for name, value in answer.getheaders():
            if name.lower() not in ("content-length", "transfer-encoding", "connection"):
                self.send_header(name, value)
        if is_stream:
            self.end_headers()
            while chunk := answer.read1(65536):
                self.wfile.write(chunk)
                self.wfile.flush()
        else:
            text = answer.read().replace(f"http://{address}".encode(), PAGES_OF_KEEBAI.encode())
            self.send_header("Content-Length", str(len(text)))
            self.end_headers()
            self.wfile.write(text)

    do_POST = do_DELETE = do_GET

    def log_message(self, *_):  # pylint: disable=arguments-differ
        pass


def answer_as_keebai(service, certificate):
    Front.service = service
    server = http.server.ThreadingHTTPServer(("127.0.0.1", 443), Front)
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(certificate)
    server.socket = context.wrap_socket(server.socket, server_side=True)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    return server


class Screen:
    """What a desktop has and a bare X server lacks: it tells programs to draw shadows, and returns the pixels of a
    window with their transparency."""

    def __init__(self):
        self.x = ctypes.CDLL("libX11.so.6")
        for function, kind in (("XOpenDisplay", c_void_p), ("XInternAtom", c_ulong), ("XDefaultRootWindow", c_ulong),
                               ("XCreateSimpleWindow", c_ulong), ("XGetImage", c_void_p)):
            getattr(self.x, function).restype = kind
        self.display = c_void_p(self.x.XOpenDisplay(None))
        self.root = c_ulong(self.x.XDefaultRootWindow(self.display))
        ours = c_ulong(self.x.XCreateSimpleWindow(self.display, self.root, 0, 0, 1, 1, 0, c_ulong(0), c_ulong(0)))
        for window in (self.root, ours):
            self._set(window, "_NET_SUPPORTING_WM_CHECK", "WINDOW", ours)
        self._set(self.root, "_NET_SUPPORTED", "ATOM", self._atom("_NET_SUPPORTING_WM_CHECK"), self._atom("_GTK_FRAME_EXTENTS"))
        self.x.XSetSelectionOwner(self.display, self._atom("_NET_WM_CM_S0"), ours, c_ulong(0))
        self.x.XSync(self.display, 0)

    def _atom(self, name):
        return c_ulong(self.x.XInternAtom(self.display, c_char_p(name.encode()), 0))

    def _set(self, window, name, kind, *values):
        data = (c_ulong * len(values))(*(value.value for value in values))
        self.x.XChangeProperty(self.display, window, self._atom(name), self._atom(kind), 32, 0, data, len(values))

    def picture(self, window, size, path):
        class Image(ctypes.Structure):
            _fields_ = [("width", c_int), ("height", c_int), ("xoffset", c_int), ("format", c_int), ("data", c_void_p)]

        image = c_void_p(self.x.XGetImage(self.display, c_ulong(int(window)), 0, 0, c_uint(size[0]), c_uint(size[1]),
                                          c_ulong(0xFFFFFFFF), 2))
        data = ctypes.string_at(ctypes.cast(image, ctypes.POINTER(Image)).contents.data, size[0] * size[1] * 4)
        # Pixels as X11 stores them: blue, green, red, each multiplied by the opacity.
        pixels = bytearray()
        for at in range(0, len(data), 4):
            blue, green, red, alpha = data[at:at + 4]
            pixels += bytes(min(255, (value * 255 + alpha // 2) // alpha) for value in (red, green, blue)) if alpha else b"\0\0\0"
            pixels.append(alpha)
        subprocess.run(["convert", "-size", f"{size[0]}x{size[1]}", "-depth", "8", "rgba:-", "-trim", "+repage", "-strip",
                        "-define", "png:compression-level=9", str(path)], input=bytes(pixels), check=True)


def main():
    folder = Path(sys.argv[1])
    folder.mkdir(parents=True, exist_ok=True)
    screen = Screen()
    set_default_browser("/bin/true %u")
    with Service(folder, channels="6") as service:
        server = answer_as_keebai(service, os.environ["KEEBAI_CERTIFICATE"])
        for kind, scheme in (("", "prefer-light"), ("-dark", "prefer-dark")):
            take(folder, screen, service, kind, scheme)
        server.shutdown()
    return 0


def take(folder, screen, service, kind, scheme):
    def open_program(*arguments):
        env = {"ADW_DEBUG_COLOR_SCHEME": scheme, "KEEBAI_API_KEY": service.facts["key-full"]}
        program = Program(folder / "outputs", *arguments, env=env)
        shadow = DISPLAY.size(program.window_id())[0] - FIRST_WIDTH
        program.resize(SIZE[0] + shadow, SIZE[1] + shadow)
        program.focus()
        return program

    def picture(program, name):
        program.picture(name, settled=True)
        window = program.window_id()
        screen.picture(window, DISPLAY.size(window), folder / f"{name}{kind}.png")

    if not kind:
        with open_program() as program:
            program.open_choice()
            program.find(None, names.IN_THE_BROWSER)
            picture(program, "choose")
            program.press(names.IN_THE_BROWSER)
            program.press(names.CONNECT)
            program.see(names.TIME_LEFT)
            picture(program, "browser")
            program.press(names.CANCEL)
            program.press(names.STOP)
            program.find(None, names.IN_THE_BROWSER)
    with open_program("--mode=qr") as program:
        program.open_choice()
        program.press(names.CONNECT)
        wait_for("a code on the screen", lambda: read_codes(program.picture("scan")))
        picture(program, "scan")
        if not kind:
            service.scan(service.session()["code"])
            program.see(names.CONNECTED)
            picture(program, "connected-qr")


if __name__ == "__main__":
    sys.exit(main())
