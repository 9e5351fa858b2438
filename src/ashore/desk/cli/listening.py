"""`ashore listen`: feeds that are listened to for as long as it runs."""

from __future__ import annotations

import logging
import signal
import threading
from collections.abc import Iterator
from contextlib import contextmanager

import click

from ashore.desk.cli.wiring import Session, pass_session
from ashore.desk.commands import Desk, tracking
from ashore.desk.commands.feeds import lines_of, read_address
from ashore.desk.commands.listening import Listener
from ashore.model.times import iso

TELL_EVERY_MS = 60_000

log = logging.getLogger("ashore.listening")


@click.group("listen")
def listen() -> None:
    """Listen to a feed and take in what it says, until stopped."""


@listen.command("ais")
@click.argument("where")
@click.option("--received-by", default="", help="What the station is called that hears the feed.")
@pass_session
def listen_ais(session: Session, where: str, received_by: str) -> None:
    """Take AIS in from tcp://host:port, udp://:port or a FILE: beacons and safety texts as reports, the rest as tracks.

    A server that is gone is called again. A file ends; a network goes on until Ctrl-C.
    """
    address = read_address(where)
    with session.desk() as desk, tracking.thinned(desk), _placing(session, desk) as came:
        listener = Listener(desk, session.who(desk), received_by=received_by)
        clock = desk.surroundings.clock
        told, taken, fault = clock(), 0, ""

        def tell(line: str) -> None:
            click.echo(f"{iso(clock())[11:19]}Z  {line}", err=True)

        try:
            with _stopped() as stopped:
                for line in lines_of(address, tell):
                    if line is None:
                        listener.tick(clock())
                    else:
                        listener.hear(line)
                    if listener.counts.reports > taken:
                        taken = listener.counts.reports
                        came.set()
                    if listener.fault != fault:
                        fault = listener.fault
                        tell(fault or "The desk takes it in again.")
                    if abs(clock() - told) >= TELL_EVERY_MS:
                        told = clock()
                        tell(listener.counts.as_text())
                    if stopped.is_set():
                        break
        finally:
            listener.finish()
        click.echo(listener.counts.as_text())
        if listener.counts.waiting:
            raise click.ClickException(
                f"{listener.counts.waiting} reports were not taken in: {listener.fault}"
            )


@contextmanager
def _stopped() -> Iterator[threading.Event]:
    """Have Ctrl-C, and whoever ends services, stop the block between two lines and never in the middle of one."""
    stopped = threading.Event()
    before = {each: signal.signal(each, lambda *_: stopped.set()) for each in (signal.SIGINT, signal.SIGTERM)}
    try:
        yield stopped
    finally:
        for each, handler in before.items():
            signal.signal(each, handler)


@contextmanager
def _placing(session: Session, desk: Desk) -> Iterator[threading.Event]:
    """Have the rule answer what came in whenever the event is set, beside the feed, and once more at the end.

    Weighing a report takes longer than a datagram waits.
    """
    came, over = threading.Event(), threading.Event()

    def work() -> None:
        while came.wait() and not over.is_set():
            came.clear()
            try:
                session.place(desk)
            except Exception:
                log.exception("what came in could not be placed; it waits for a person, and is tried again")

    worker = threading.Thread(target=work, name="ashore-rule", daemon=True)
    worker.start()
    try:
        yield came
    finally:
        over.set()
        came.set()
        worker.join()
    session.place(desk)


VERBS = (listen,)
