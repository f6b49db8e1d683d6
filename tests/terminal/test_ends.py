# SPDX-FileCopyrightText: The Keebai Connect developers
# SPDX-License-Identifier: GPL-3.0-or-later
"""How a run ends: every exit status, Ctrl+C in every state, and where the access key comes from."""

import os
import re
import sys
import termios

from harness import (CANCELLED, EXPIRED, FAILED, FORBIDDEN, INTERRUPTED, OK, UNAUTHORIZED, UNREACHABLE, USAGE, Run,
                     Service, main, wait_for)

LARGE = (100, 50)
CONNECT = ("whatsapp", "connect")
QR = (*CONNECT, "--qr")
CTRL_C = "\x03"


def usage_is_2(folder):
    """2: an invalid command line: an error on standard error, and no request"""
    with Service() as service:
        for arguments in ((), ("connect",), (*QR, "--coexistence"), (*CONNECT, "--resume", "--new"),
                          ("whoami", "--no-browser"), (*QR, "--qr-file"), ("--key=kbai_pk_5ec2e75ec2e75ec2",)):
            run = Run(folder, service, *arguments)
            assert run.end() == USAGE, arguments
            assert run.out == "" and run.err.startswith("keebai-connect-cli: "), run.err
        assert service.n_sessions() == 0


def cancelled_is_3(folder):
    """3: cancelled in the browser"""
    with Service(poll_interval=1) as service:
        run = Run(folder, service, *CONNECT)
        run.see("/connect/")
        service.sign_up("cancel")
        assert run.end() == CANCELLED
        assert "Connecting Canceled" in run.err and run.out == ""


def expired_is_4(folder):
    """4: the time is up, in both ways and with --timeout"""
    with Service(poll_interval=1, expires_in=2) as service:
        runs = [Run(folder / way, service, *CONNECT, *options, terminal=LARGE)
                for way, options in (("browser", ()), ("phone", ("--qr",)))]
        for run in runs:
            assert run.end() == EXPIRED
            assert "Time Ran Out" in run.err, run.err
        service.turn(expires_in="off")
        run = Run(folder, service, *CONNECT, "--timeout=1")
        assert run.end() == EXPIRED
        assert "can still be finished" in run.err, run.err


def refused_is_5_or_6(folder):
    """5 and 6: 401 and 403 are distinguished, at the start and in the middle"""
    with Service(poll_interval=1) as service:
        for key, status in (("key-revoked", UNAUTHORIZED), ("not a key", UNAUTHORIZED),
                            ("key-no-connect", FORBIDDEN)):
            run = Run(folder, service, *CONNECT, key=key)
            assert run.end() == status, (key, run.err)
        for fate, status in (("revoked", UNAUTHORIZED), ("no-connect", FORBIDDEN)):
            run = Run(folder, service, *CONNECT, "--new")
            run.see("/connect/")
            service.turn(full_key=fate)
            assert run.end() == status, run.err
            # The session is kept for another key.
            assert "--resume" in run.err, run.err
            service.turn(full_key="ok")


def unreachable_is_7(folder):
    """7: nothing answers, or something that is not Keebai"""
    with Service() as service:
        gone = service.base_url
        for knobs in ({"next_me": "503"}, {"next_me": "504"}, {"next_me": "429"},
                      {"next_me": "html", "next_channels": "html*2"}):
            service.turn(**knobs)
            run = Run(folder, service, *CONNECT)
            assert run.end() == UNREACHABLE, (knobs, run.err)
    run = Run(folder, gone, *CONNECT, key="kbai_pk_" + 16 * "0ff1")
    assert run.end() == UNREACHABLE, run.err
    assert "Keebai Cannot Be Reached" in run.err, run.err


def failed_is_1(folder):
    """1: declined, or WhatsApp did not link the phone"""
    with Service(next_start="422", outcome_delay=0, scan_outcome="failed") as service:
        run = Run(folder, service, *CONNECT)
        assert run.end() == FAILED, run.err
        run = Run(folder, service, *QR, terminal=LARGE)
        run.see_code(service)
        service.scan()
        assert run.end() == FAILED, run.err
        assert "Phone Not Linked" in run.err, run.err


def interrupted_before_a_session(folder):
    """Ctrl+C while the key is checked, and while a session is asked for: at once"""
    with Service(next_me="silence") as service:
        run = Run(folder, service, *CONNECT, terminal=LARGE)
        run.see("Checking")
        run.type(CTRL_C)
        assert run.end() == INTERRUPTED
        # The request may not have been made yet.
        service.turn(next_me="off", next_start="silence")
        run = Run(folder, service, *CONNECT, terminal=LARGE)
        run.see("Starting")
        run.type(CTRL_C)
        assert run.end() == INTERRUPTED
        assert "it ends by itself" in run.err, run.err


def interrupted_while_it_waits(folder):
    """Ctrl+C while it waits: Keebai is asked, and the program says what may still happen"""
    with Service() as service:
        run = Run(folder, service, *CONNECT, terminal=LARGE)
        run.see("/connect/")
        run.type(CTRL_C)
        assert run.end() == INTERRUPTED
        assert re.search(r"can still be finished in the browser, for another 1[45]:\d\d", run.err), run.err
        run = Run(folder, service, *QR, "--new", terminal=LARGE)
        run.see_code(service)
        run.signal()
        assert run.end() == INTERRUPTED
        assert re.search(r"stays open for another [45]:\d\d", run.err), run.err


def interrupted_too_late(folder):
    """Ctrl+C when it is connected already: the program says so, with the closing line and 0"""
    with Service(poll_interval=60) as service:
        run = Run(folder, service, *CONNECT, terminal=LARGE)
        run.see("/connect/")
        service.sign_up()
        run.type(CTRL_C)
        assert run.end() == OK
        channel = service.session()["channel_id"]
        assert re.fullmatch(rf"Connected channel {channel} \(phone_number_id: \d+\)\.\n", run.out), run.out


def interrupted_twice(folder):
    """Ctrl+C twice, while Keebai does not answer: at once, the terminal as before, no picture left"""
    with Service(poll_interval=1, expires_in=2, stream_end="silence") as service:
        path = folder / "code.png"
        run = Run(folder, service, *QR, "--qr-file", str(path), terminal=LARGE)
        run.see_code(service)
        wait_for("the picture", path.exists)
        # The time passes without a word, and how it ended is asked in vain: confirming.
        service.turn(next_poll="silence*0")
        run.see("Asking Keebai how it ended")
        run.type(CTRL_C)
        run.see("Asking Keebai how it stands")
        assert run.child.poll() is None
        run.type(CTRL_C)
        assert run.end() == INTERRUPTED
        assert not path.exists()


def interrupted_by_the_system(folder):
    """SIGTERM as Ctrl+C; a terminal that is closed ends it quietly"""
    with Service() as service:
        run = Run(folder, service, *CONNECT)
        run.see("/connect/")
        run.child.terminate()
        assert run.end() == INTERRUPTED
        assert "can still be finished" in run.err
        path = folder / "code.png"
        run = Run(folder, service, *QR, "--new", "--qr-file", str(path), terminal=LARGE)
        run.see_code(service)
        wait_for("the picture", path.exists)
        os.close(run.master)
        run.master = None
        run.child.wait(10)
        assert run.child.returncode == INTERRUPTED
        assert not path.exists()


def echoes(run):
    """Whether the terminal shows what is typed."""
    return bool(termios.tcgetattr(run.master)[3] & termios.ECHO)


def the_key_is_asked_for(folder):
    """without a key: asked for, without showing it; after a bad one again; Ctrl+C turns the echo on again"""
    with Service() as service:
        run = Run(folder, service, "whoami", key=None, terminal=LARGE)
        run.see("Access key (not shown): ")
        wait_for("no echo", lambda: not echoes(run))
        run.type(service.facts["key-revoked"] + "\n")
        run.see("Key Not Accepted")
        wait_for("the second question", lambda: run.read().err.count("(not shown)") == 2)
        run.type(f'"Bearer {service.facts["key-full"]}" \n')
        assert run.end() == OK
        assert "Molino" in run.out, run.out
        run = Run(folder, service, *CONNECT, key=None, terminal=LARGE)
        run.see("Access key (not shown): ")
        run.type(CTRL_C)
        wait_for("the end", lambda: run.child.poll() is not None)
        assert echoes(run)
        assert run.end() == INTERRUPTED
        run = Run(folder, service, *CONNECT, key=None)
        assert run.end() == UNAUTHORIZED
        assert "KEEBAI_API_KEY" in run.err, run.err


def the_key_is_given(folder):
    """the key from the environment, by both names, and from a descriptor, as people paste it"""
    with Service() as service:
        key = service.facts["key-full"]
        for env in ({"KEEBAI_API_TOKEN": key}, {"KEEBAI_API_TOKEN": f" 'Bearer {key}'\n"},
                    {"KEEBAI_API_KEY": key, "KEEBAI_API_TOKEN": "kbai_pk_" + 16 * "bad0"},
                    {"KEEBAI_API_KEY": " ", "KEEBAI_API_TOKEN": key}):
            run = Run(folder, service, "whoami", key=None, env=env)
            assert run.end() == OK, run.err
        for text, status in ((f"{key}\n", OK), (f"export KEEBAI_API_KEY={key}", OK), ("", USAGE),
                             (f"{service.facts['key-revoked']}\nmore\n", UNAUTHORIZED)):
            read, write = os.pipe()
            os.write(write, text.encode())
            os.close(write)
            # It takes precedence over the environment.
            run = Run(folder, service, "whoami", f"--key-fd={read}", key="kbai_pk_" + 16 * "bad0", fds=(read,))
            os.close(read)
            assert run.end() == status, (status, run.err)
        file = folder / "key"
        file.write_text(key)
        with open(file, "rb") as handle:
            run = Run(folder, service, "whoami", f"--key-fd={handle.fileno()}", key=None, fds=(handle.fileno(),))
            assert run.end() == OK, run.err


def questions_are_answered(folder):
    """channels, whoami, check and report"""
    with Service() as service:
        run = Run(folder, service, "channels")
        assert run.end() == OK
        rows = [line.split("\t") for line in run.out.splitlines()]
        assert [row[1:] for row in rows] == [["+12025550100", "active", "Molino & Sol – Shop"],
                                             ["+12025550101", "paused", "Molino & Sol – Wholesale"],
                                             ["-", "active", "Counter phone"]], rows
        run = Run(folder, service, "channels", key="key-no-read")
        assert run.end() == FORBIDDEN
        run = Run(folder, service, "check", key="key-no-connect")
        assert run.end() == FORBIDDEN
        assert "Permission to connect channels: problem: The key lacks “channels:connect”" in run.out, run.out
        run = Run(folder, service, "check", key="key-revoked")
        assert run.end() == UNAUTHORIZED
        assert "Access key: problem: Key Not Accepted" in run.out and "Network: ok" in run.out, run.out
        run = Run(folder, service, "check")
        assert run.end() == OK
        assert "problem" not in run.out, run.out
        run = Run(folder, service, "check", key=None)
        assert run.end() == UNAUTHORIZED
        run = Run(folder, service, "report", key=None)
        assert run.end() == OK
        assert run.out.startswith("Keebai Connect: "), run.out
        gone = service.base_url
    run = Run(folder, gone, "check", key="kbai_pk_" + 16 * "0ff1")
    assert run.end() == UNREACHABLE
    assert "Network: problem: Keebai Cannot Be Reached" in run.out, run.out


if __name__ == "__main__":
    sys.exit(main(
        usage_is_2,
        cancelled_is_3,
        expired_is_4,
        refused_is_5_or_6,
        unreachable_is_7,
        failed_is_1,
        interrupted_before_a_session,
        interrupted_while_it_waits,
        interrupted_too_late,
        interrupted_twice,
        interrupted_by_the_system,
        the_key_is_asked_for,
        the_key_is_given,
        questions_are_answered,
    ))
