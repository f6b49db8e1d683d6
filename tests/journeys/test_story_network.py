#!/usr/bin/env python3
# SPDX-FileCopyrightText: The Keebai Connect developers
# SPDX-License-Identifier: GPL-3.0-or-later
"""The network fails, misleads, or wants something: that is shown on top of the page, and the attempt continues by
itself."""

import http.server
import ssl
import subprocess
import sys
import threading

import names
from desktop import Program, Service, main, read_codes, set_default_browser, wait_for
from faults import Clocks, System

KEY = "kbai_pk_" + "a" * 64


def waiting(journey, service):
    """The program, with the page that waits."""
    journey.keep_secret(service.facts["key-full"])
    set_default_browser("true %u")
    program = Program(
        journey.folder, "--api-url", service.base_url, env={"KEEBAI_API_KEY": service.facts["key-full"]}
    )
    program.open_choice()
    program.press(names.CONNECT)
    program.see(names.WAITING_FOR_BROWSER)
    return program


def see_no_more(program, words):
    wait_for(f"the words “{words}” to go", lambda: not program.sees(words))


def foreign_answers(journey):
    with Service(journey.folder, poll_interval="1") as service:
        with waiting(journey, service) as program:
            for name, label in (("502", "a gateway's error"), ("html", "a page of the network")):
                service.turn(next_poll=f"{name}*0")
                program.see(names.TROUBLE)
                program.picture(f"trouble-{name}", settled=True)
                service.turn(next_poll="off")
                see_no_more(program, names.TROUBLE)
                program.see(names.WAITING_FOR_BROWSER)
                journey.ok(f"{label} instead of Keebai's answer: it says so, and goes on by itself")
            service.finish_signup(service.session())
            program.see(names.CONNECTED)
        assert service.n_sessions() == 1
        journey.ok("and connects in the same session")


def network_lost(journey):
    clocks = Clocks(journey.folder)
    with Service(journey.folder) as service:
        key = service.facts["key-full"]
        journey.keep_secret(key)
        program = Program(
            journey.folder, "--api-url", service.base_url, "--mode=qr", env={"KEEBAI_API_KEY": key, **clocks.env}
        )
        with program:
            clocks.program = program
            program.open_choice()
            program.find(None, names.WITH_THE_PHONE)
            service.turn(offline="8")
            program.press(names.CONNECT)
            program.see(names.TROUBLE)
            program.picture("start", settled=True)
            journey.ok("Keebai cannot be reached at the start: the page says so, and waits")
            see_code_again(journey, service, program, clocks)
            journey.ok("the network is back: it continues by itself, with a code")
            service.turn(offline="8")
            program.see(names.TROUBLE)
            wait_for("the code to be covered", lambda: not read_codes(program.picture("out-of-reach")))
            program.picture("out-of-reach", settled=True)
            journey.ok("the network fails while a code is shown: the page says so, and no old code can be scanned")
            see_code_again(journey, service, program, clocks)
            see_no_more(program, names.TROUBLE)
            journey.ok("the network is back again, and so is a code")
        assert service.n_sessions() == 1
    journey.check_secrets(without=[service.output.out])
    journey.ok("neither key nor code is in any output")


def see_code_again(journey, service, program, clocks):
    wait_for("the service to be back", service.state)
    # It may be waiting longer by now.
    clocks.pass_by(17)
    code = wait_for("a code", lambda: read_codes(program.picture("code")).decode())
    journey.keep_secret(code)


def offline_at_the_start(journey):
    with System(journey.folder) as system, Service(journey.folder, next_me="reset*0") as service:
        key = service.facts["key-full"]
        journey.keep_secret(key)
        system.set_network("none")
        with Program(
            journey.folder, "--api-url", service.base_url, env={"KEEBAI_API_KEY": key, **system.env}
        ) as program:
            program.find("push button", names.TRY_AGAIN)
            program.picture("no-network", settled=True)
            journey.ok("without a network at the start, the page says so")
            service.turn(next_me="off")
            system.set_network("full")
            program.find("push button", names.CONNECT_A_NUMBER)
            journey.ok("the network is back: it continues by itself")
    journey.check_secrets(without=[service.output.out])
    journey.ok("the key is in no output")


class Stranger:
    """Somebody who is not Keebai answers at an address. `address`: where."""

    def __init__(self, handler, certificate=None):
        self.server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), handler)
        self.port = self.server.server_address[1]
        if certificate:
            context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
            context.load_cert_chain(certificate)
            self.server.socket = context.wrap_socket(self.server.socket, server_side=True)

    def __enter__(self):
        threading.Thread(target=self.server.serve_forever, daemon=True).start()
        return self

    def __exit__(self, *_):
        self.server.shutdown()
        self.server.server_close()


class Quiet(http.server.BaseHTTPRequestHandler):
    asked = []

    def log_message(self, *_):
        pass

    def handle_one_request(self):
        try:
            super().handle_one_request()
        except (ssl.SSLError, ConnectionError):
            pass


class Proxy(Quiet):
    """A proxy that wants a password."""

    def do_CONNECT(self):
        self.asked.append(self.path)
        self.send_response(407)
        self.send_header("Proxy-Authenticate", 'Basic realm="company"')
        self.send_header("Content-Length", "0")
        self.end_headers()


class Page(Quiet):
    def do_GET(self):
        self.asked.append(self.headers.get("Authorization"))


def check_key(journey, address, env=None):
    journey.keep_secret(KEY)
    program = Program(journey.folder, "--api-url", address, env=env)
    program.press(names.GET_STARTED)
    program.type_into(names.ACCESS_KEY, KEY)
    return program


def unknown_authority(journey):
    certificate = journey.folder / "certificate.pem"
    subprocess.run(
        ["openssl", "req", "-x509", "-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:prime256v1", "-nodes",
         "-subj", "/CN=localhost", "-addext", "subjectAltName=DNS:localhost", "-days", "2",
         "-keyout", certificate, "-out", certificate.with_suffix(".crt")],
        check=True, capture_output=True,
    )
    with open(certificate, "ab") as file:
        file.write(certificate.with_suffix(".crt").read_bytes())
    with Stranger(Page, certificate) as stranger:
        with check_key(journey, f"https://localhost:{stranger.port}/v1") as program:
            program.see(names.UNKNOWN_AUTHORITY)
            program.picture("unknown-authority", settled=True)
            assert not Page.asked, "nothing was sent"
            journey.ok("an unknown certificate authority: the page says so, and the key was not sent")


def proxy_with_password(journey):
    with Stranger(Proxy) as stranger:
        address = f"http://127.0.0.1:{stranger.port}"
        with check_key(journey, "https://api.keebai.example/v1", {"https_proxy": address, "no_proxy": ""}) as program:
            program.see(names.PROXY_WANTS_PASSWORD)
            program.picture("proxy", settled=True)
            assert Proxy.asked and set(Proxy.asked) == {"api.keebai.example:443"}
            journey.ok("a proxy that wants a password: the page says so")
    journey.check_secrets()
    journey.ok("the key is in no output")


if __name__ == "__main__":
    sys.exit(main(foreign_answers, network_lost, offline_at_the_start, unknown_authority, proxy_with_password))
