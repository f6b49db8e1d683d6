# SPDX-FileCopyrightText: The Keebai Connect developers
# SPDX-License-Identifier: GPL-3.0-or-later
"""One run leaves a session unfinished, the next one continues it."""

import sys

from harness import INTERRUPTED, OK, PENDING, Run, Service, main, wait_for

LARGE = (100, 50)
CONNECT = ("whatsapp", "connect")
QR = (*CONNECT, "--qr")


def leave(folder, service, *arguments, by="kill"):
    """A run that is killed, or stopped, once its session is noted."""
    run = Run(folder, service, *arguments, terminal=LARGE)
    if "--qr" in arguments:
        run.see_code(service)
    else:
        run.see("/connect/")
    wait_for("the note", lambda: list(folder.glob(".local/share/keebai-connect/pending-*.json")))
    if by == "kill":
        run.kill()
    else:
        run.signal()
        assert run.end() == INTERRUPTED
        assert "--resume" in run.err, run.err


def killed_and_resumed(folder):
    """killed or stopped, in either way; --resume sees it to its end, with no second session"""
    for by in ("kill", "Ctrl+C"):
        with Service(poll_interval=1, outcome_delay=0) as service:
            leave(folder, service, *CONNECT, by=by)
            run = Run(folder, service, *CONNECT, "--resume")
            # There is no keyring here that could have kept the address.
            run.see("was not kept")
            service.sign_up()
            assert run.end() == OK, run.err
            leave(folder, service, *QR, by=by)
            # The session's own way decides, whatever the option says.
            run = Run(folder, service, *CONNECT, "--resume", terminal=LARGE)
            run.see_code(service)
            service.scan()
            assert run.end() == OK, run.err
            assert service.n_sessions() == 2


def nobody_to_ask(folder):
    """without a terminal to ask in: 8, unless --resume or --new decides"""
    with Service(poll_interval=1) as service:
        leave(folder, service, *CONNECT)
        run = Run(folder, service, *CONNECT)
        assert run.end() == PENDING
        assert "--resume" in run.err and "--new" in run.err, run.err
        assert service.n_sessions() == 1
        run = Run(folder, service, *CONNECT, "--new")
        run.see("/connect/")
        assert service.n_sessions() == 2
        service.sign_up()
        assert run.end() == OK
        run = Run(folder, service, *CONNECT, "--resume")
        assert run.end() == PENDING
        assert service.n_sessions() == 2


def the_person_is_asked(folder):
    """in a terminal: Enter continues, n starts another, Ctrl+D and Ctrl+C leave it as it is"""
    with Service(poll_interval=1) as service:
        leave(folder, service, *CONNECT)
        for keys, status in (("\x04", PENDING), ("\x03", INTERRUPTED)):
            run = Run(folder, service, *CONNECT, terminal=LARGE)
            run.see("[Y/n]")
            run.type(keys)
            assert run.end() == status, run.err
        run = Run(folder, service, *CONNECT, terminal=LARGE)
        run.see("[Y/n]")
        run.type("\n")
        run.see("Waiting until you have finished")
        assert service.n_sessions() == 1
        run.kill()
        run = Run(folder, service, *CONNECT, terminal=LARGE)
        run.see("[Y/n]")
        run.type("n\n")
        run.see("/connect/")
        assert service.n_sessions() == 2
        service.sign_up()
        assert run.end() == OK


def finished_meanwhile(folder):
    """finished while no program ran: reported as connected at once"""
    with Service() as service:
        leave(folder, service, *CONNECT)
        service.sign_up()
        run = Run(folder, service, *CONNECT)
        assert run.end() == OK
        assert service.session()["channel_id"] in run.out
        assert service.n_sessions() == 1


def over_meanwhile(folder):
    """over while no program ran: reported, and a new one begins"""
    with Service(poll_interval=1) as service:
        leave(folder, service, *CONNECT)
        service.turn(advance=900)
        run = Run(folder, service, *CONNECT)
        run.see("A number from before was not connected in time.")
        run.see("/connect/")
        assert service.n_sessions() == 2
        service.sign_up()
        assert run.end() == OK


def two_at_a_time(folder):
    """the first program has the notes; the second says so, and leaves them alone"""
    with Service(poll_interval=1) as service:
        first = Run(folder, service, *CONNECT)
        first.see("/connect/")
        second = Run(folder, service, *CONNECT)
        second.see("open elsewhere")
        second.see("/connect/")
        second.signal()
        assert second.end() == INTERRUPTED
        assert "--resume" not in second.err, second.err
        first.kill()
        run = Run(folder, service, *CONNECT, "--resume")
        run.see("Waiting")
        run.signal()
        assert run.end() == INTERRUPTED


if __name__ == "__main__":
    sys.exit(main(
        killed_and_resumed,
        nobody_to_ask,
        the_person_is_asked,
        finished_meanwhile,
        over_meanwhile,
        two_at_a_time,
    ))
