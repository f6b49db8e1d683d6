# SPDX-FileCopyrightText: The Keebai Connect developers
# SPDX-License-Identifier: GPL-3.0-or-later
"""An administrator's defaults and locks, in the terminal program."""

import os
import shutil
import socket
import sys

from harness import CANCELLED, INTERRUPTED, UNAUTHORIZED, USAGE, Run, Service, main, wait_for

import presets

CONNECT = ("whatsapp", "connect")
HOST = socket.gethostname().split(".")[0]
SCHEMAS = os.environ["GSETTINGS_SCHEMA_DIR"]
LOCKED = "Set by your organization"


def prepare(folder, locked=(), **values):
    return {**presets.write(folder, locked, **values), "GSETTINGS_SCHEMA_DIR": SCHEMAS}


def begin(folder, service, *options, env):
    """The session that was requested from Keebai. It is ended without a trace."""
    run = Run(folder, service, *CONNECT, "--json", "--new", *options, env=env)
    before = service.n_sessions()
    try:
        return wait_for(lambda: f"a session: {run.read() or run.err}", lambda: service.n_sessions() > before and service.session())
    finally:
        run.signal()
        assert run.end() in (CANCELLED, INTERRUPTED)


def refused(folder, service, *arguments, env, option):
    run = Run(folder, service, *arguments, env=env)
    assert run.end() == USAGE, run.err
    assert run.out == "" and run.err == f"keebai-connect-cli: {option}: {LOCKED}\n", run.err


def defaults_give_way(folder):
    """defaults: taken where no option says otherwise"""
    with Service() as service:
        env = prepare(folder, ways="['qr']", channel_name="'Desk {host}'", pipeline="'pip_ours'", coexistence="true",
                      service_address="'https://unused.example/v1'")
        session = begin(folder, service, env=env)
        assert (session["mode"], session["name"]) == ("qr", f"Desk {HOST}"), session
        session = begin(folder, service, "--name=Mine", env=env)
        assert (session["mode"], session["name"]) == ("qr", "Mine"), session
        session = begin(folder, service, "--no-browser", "--pipeline=pip_mine", "--no-coexistence", env=env)
        assert (session["mode"], session["pipeline_id"], session["coexistence"]) == ("embedded_signup", "pip_mine", False), session
        session = begin(folder, service, "--no-browser", env=env)
        assert (session["pipeline_id"], session["coexistence"]) == ("pip_ours", True), session


def locks_do_not(folder):
    """locks: what contradicts them is refused, what says the same is not"""
    with Service() as service:
        env = prepare(folder, locked=True, ways="['embedded']", pipeline="'pip_ours'", coexistence="true",
                      service_address=f"'{service.base_url}'")
        for arguments, option in (((*CONNECT, "--qr"), "--qr"), ((*CONNECT, "--pipeline=pip_mine"), "--pipeline"),
                                  ((*CONNECT, "--no-coexistence"), "--no-coexistence"),
                                  (("whoami", "--api-url=https://other.example/v1"), "--api-url")):
            refused(folder, service, *arguments, env=env, option=option)
        session = begin(folder, service, "--no-browser", "--pipeline=pip_ours", "--coexistence", f"--api-url={service.base_url}", env=env)
        assert (session["mode"], session["pipeline_id"], session["coexistence"]) == ("embedded_signup", "pip_ours", True), session

        env = prepare(folder, locked=True, ways="@as []")
        refused(folder, service, *CONNECT, env=env, option="whatsapp connect")
        env = prepare(folder, locked=True, ways="['qr']", channel_name="''")
        refused(folder, service, *CONNECT, "--coexistence", env=env, option="--coexistence")
        refused(folder, service, *CONNECT, "--name=Mine", env=env, option="--name")


def environment_is_ignored(folder):
    """the environment: overrides a default but not a lock, and the program says so"""
    with Service() as service:
        env = prepare(folder, locked=True, service_address=f"'{service.base_url}'")
        run = Run(folder, service, "whoami", env={**env, "KEEBAI_BASE_URL": "https://other.example/v1"})
        assert run.end() == 0, run.err
        assert "Molino" in run.out and run.err.startswith(f"keebai-connect-cli: KEEBAI_BASE_URL: {LOCKED}\n"), run.err


def bad_address(folder):
    """an invalid address in the settings: status 2, and a message"""
    for address in ("http://keebai.example/v1", "keebai", "https://a:b@keebai.example/v1"):
        env = prepare(folder, service_address=f"'{address}'")
        run = Run(folder, None, "whoami", key=None, env=env)
        assert run.end() == USAGE
        assert run.err.startswith("keebai-connect-cli: The setting service-address needs"), run.err
        assert "keebai.example" not in run.err


def told_by_check(folder):
    """check and report name what is locked; without the keyring, nothing suggests using it"""
    with Service() as service:
        env = prepare(folder, locked=True, keep_key_allowed="false", support_address="'it@example.com'")
        run = Run(folder, service, "check", key=None, env=env)
        assert run.end() == UNAUTHORIZED
        assert f"Settings: ok: {LOCKED}: keep-key-allowed, support-address\n" in run.out, run.out
        assert "Keyring: ok: It is not used here." in run.out and "keep it" not in run.out, run.out
        run = Run(folder, service, "report", env=env)
        assert run.end() == 0 and "Locked settings: keep-key-allowed, support-address\n" in run.out, run.out
        run = Run(folder, service, "whoami", key=None, env=env)
        assert run.end() == UNAUTHORIZED
        assert "Set KEEBAI_API_KEY, or use --key-fd." in run.err, run.err


if __name__ == "__main__":
    if not shutil.which("dconf"):
        print("1..0 # SKIP dconf is not installed")
        sys.exit(77)
    sys.exit(main(defaults_give_way, locks_do_not, environment_is_ignored, bad_address, told_by_check))
