# SPDX-FileCopyrightText: The Keebai Connect developers
# SPDX-License-Identifier: GPL-3.0-or-later
"""--json: each line conforms to the schema, nothing else is written, and secrets appear only where they were asked
for."""

import json
import sys
from pathlib import Path

try:
    import jsonschema
except ImportError:
    print("1..0 # SKIP python3-jsonschema is not installed")
    sys.exit(77)

from harness import (CANCELLED, EXPIRED, FORBIDDEN, INTERRUPTED, OK, PENDING, UNAUTHORIZED, UNREACHABLE, Run, Service,
                     main, wait_for)

SCHEMA = json.loads((Path(__file__).resolve().parents[2] / "docs/cli-events.schema.json").read_text())
jsonschema.Draft202012Validator.check_schema(SCHEMA)
VALIDATOR = jsonschema.Draft202012Validator(SCHEMA)
LARGE = (100, 50)
CONNECT = ("whatsapp", "connect", "--json")


def end(run, status):
    """It ends, writes nothing but JSON, and the last object repeats the exit status."""
    assert run.end() == status, (run.out, run.err)
    assert run.err == "", run.err
    events = run.events()
    for event in events:
        VALIDATOR.validate(event)
    if events and events[-1]["event"] == "outcome":
        assert events[-1]["exit_status"] == status, events[-1]
    return events


def names(events):
    return [event["event"] for event in events]


def the_schema_refuses(_folder):
    """the schema refuses what it should refuse"""
    for wrong in ({}, {"event": "state"}, {"event": "code", "live": True}, {"event": "code", "live": False, "code": "x"},
                  {"event": "nothing"}, {"event": "time", "key": "x"},
                  {"event": "outcome", "outcome": "connected", "exit_status": 9}):
        assert not VALIDATOR.is_valid(wrong), wrong


def embedded(folder):
    """Embedded Signup: state, link, outcome, on a terminal as well, where nothing is drawn"""
    for arguments in ({}, {"terminal": LARGE}):
        with Service(poll_interval=1) as service:
            run = Run(folder, service, *CONNECT, **arguments)
            link = wait_for("the link", lambda: run.event("link"))
            assert link["verification_uri"] == service.session()["verification_uri"]
            assert 800 < link["seconds_left"] <= 900
            service.sign_up()
            events = end(run, OK)
            assert [event["state"] for event in events if event["event"] == "state"] == [
                "starting", "waiting", "connected"]
            assert events[-1]["outcome"] == "connected"
            assert events[-1]["channel_id"] == service.session()["channel_id"]
            assert events[-1]["phone_number_id"] and events[-1]["type"] == "whatsapp"
            # Once, where it was asked for.
            assert run.out.count(link["verification_uri"]) == 1


def qr(folder):
    """with the phone: each code, that it is stale, the scan, the outcome"""
    with Service(outcome_delay=0) as service:
        run = Run(folder, service, *CONNECT, "--qr")
        first = wait_for("a code", lambda: run.event("code"))
        assert first["live"] and first["code"] == service.code()
        service.turn(offline=1)
        wait_for("a stale code", lambda: not run.event("code")["live"])
        assert run.event("state")["connectivity"] == "retrying"
        wait_for("a code again", lambda: run.event("code")["live"] and run.event("code")["code"] == service.code())
        service.scan()
        events = end(run, OK)
        assert events[-1]["channel_id"] == service.session()["channel_id"]
        assert events[-1]["phone_number"].startswith("+")
        assert "linking" in [event.get("state") for event in events]


def ends(folder):
    """every way to end has its outcome"""
    with Service(poll_interval=1) as service:
        run = Run(folder, service, *CONNECT)
        wait_for("the link", lambda: run.event("link"))
        service.sign_up("cancel")
        assert end(run, CANCELLED)[-1]["outcome"] == "cancelled"
        run = Run(folder, service, *CONNECT, "--timeout=1")
        assert end(run, EXPIRED)[-1]["outcome"] == "expired"
        run = Run(folder, service, *CONNECT)
        events = end(run, PENDING)
        assert names(events) == ["pending", "outcome"] and events[-1]["outcome"] == "pending"
        run = Run(folder, service, *CONNECT, "--new")
        wait_for("the link", lambda: run.event("link"))
        run.signal()
        assert end(run, INTERRUPTED)[-1]["outcome"] == "interrupted"
        run = Run(folder, service, *CONNECT, key="key-revoked")
        assert end(run, UNAUTHORIZED)[-1]["outcome"] == "unauthorized"
        run = Run(folder, service, *CONNECT, key=None)
        assert end(run, UNAUTHORIZED)[-1]["outcome"] == "unauthorized"
        run = Run(folder, service, *CONNECT, "--new", key="key-no-connect")
        assert end(run, FORBIDDEN)[-1]["outcome"] == "forbidden"
        service.turn(next_me="503")
        run = Run(folder, service, *CONNECT)
        assert end(run, UNREACHABLE)[-1]["outcome"] == "unreachable"


def questions(folder):
    """channels, whoami, check and report"""
    with Service() as service:
        events = end(Run(folder, service, "channels", "--json"), OK)
        assert names(events) == ["channel"] * 3
        assert [event["state"] for event in events] == ["active", "paused", "active"]
        events = end(Run(folder, service, "whoami", "--json"), OK)
        assert names(events) == ["account"] and events[0]["can_connect"] is True
        service.turn(me_shape="bare")
        events = end(Run(folder, service, "check", "--json"), OK)
        assert {"key", "network", "clock", "proxy", "keyring", "portal", "permission-connect"} <= {
            event["name"] for event in events}
        events = end(Run(folder, service, "report", "--json"), OK)
        assert events[0]["text"].startswith("Keebai Connect: ")


def secrets_stay(folder):
    """codes, links and keys: in no other output, and in no file that stays"""
    with Service(poll_interval=1) as service:
        run = Run(folder, service, *CONNECT, "--qr", env={"G_MESSAGES_DEBUG": "all"})
        code = wait_for("a code", lambda: (run.event("code") or {}).get("code"))
        run.kill()
        assert code not in run.read().err and service.facts["key-full"] not in run.out + run.err
        run = Run(folder, service, *CONNECT, "--new", env={"G_MESSAGES_DEBUG": "all"})
        link = wait_for("the link", lambda: run.event("link"))["verification_uri"]
        run.kill()
        assert link not in run.read().err and service.facts["key-full"] not in run.out + run.err
        assert "POST" in run.err, run.err
        found = [path for path in folder.rglob("*") if path.is_file()]
        assert found
        for path in found:
            text = path.read_bytes()
            for secret in (code, link, service.facts["key-full"]):
                assert secret.encode() not in text, path


if __name__ == "__main__":
    sys.exit(main(the_schema_refuses, embedded, qr, ends, questions, secrets_stay))
