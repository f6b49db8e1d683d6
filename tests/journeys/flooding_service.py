# SPDX-FileCopyrightText: The Keebai Connect developers
# SPDX-License-Identifier: GPL-3.0-or-later
"""A service that sends codes without a pause, which the practice service never does."""

import json
import threading
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

CODE = "2@" + "A" * 200 + ",{},flood"
CHUNK = 500
SESSIONS = "/v1/channels/whatsapp/connect"


class FloodingService:
    """After the first code, `begin` lets the others follow, at least `n_least` of them, until `end` is set; the last
    one stays."""

    def __init__(self, n_least):
        self.begin, self.end = threading.Event(), threading.Event()
        self.n_sent = 0
        service = self

        class Handler(BaseHTTPRequestHandler):
            def answer(self, status, body):
                data = json.dumps(body).encode()
                self.send_response(status)
                self.send_header("Content-Type", "application/json")
                self.send_header("Content-Length", str(len(data)))
                self.end_headers()
                self.wfile.write(data)

            def do_POST(self):
                self.rfile.read(int(self.headers.get("Content-Length", 0)))
                self.answer(201, {
                    "session_id": "cs_flood", "provider": "whatsapp_qr", "mode": "qr",
                    "stream_url": f"{SESSIONS}/cs_flood/qr-stream", "expires_in": 300, "poll_interval": 5,
                })

            def do_GET(self):
                if self.path.endswith("/qr-stream"):
                    self.flood()
                elif self.path.startswith(SESSIONS):
                    self.answer(200, {"status": "pending"})
                elif self.path.endswith("/me"):
                    self.answer(200, {"scopes": ["channels:connect", "channels:read"]})
                else:
                    self.answer(200, {"data": []})

            def flood(self):
                self.send_response(200)
                self.send_header("Content-Type", "text/event-stream")
                self.end_headers()
                self.send(1)
                service.begin.wait()
                while service.n_sent < n_least or not service.end.is_set():
                    self.send(CHUNK)
                threading.Event().wait()

            def send(self, count):
                events = "".join(
                    f"event: qr\ndata: {CODE.format(service.n_sent + number)}\n\n" for number in range(count)
                )
                self.wfile.write(events.encode())
                service.n_sent += count

            def log_message(self, *_):
                pass

        self.server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        self.server.daemon_threads = True
        self.base_url = f"http://127.0.0.1:{self.server.server_port}/v1"
        threading.Thread(target=self.server.serve_forever, daemon=True).start()

    def code(self):
        """The newest code."""
        return CODE.format(self.n_sent - 1)
