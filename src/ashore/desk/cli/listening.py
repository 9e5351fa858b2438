"""`ashore listen`: feeds that are listened to for as long as it runs."""

from __future__ import annotations

import contextlib
from collections.abc import Iterator

import click

from ashore.desk.cli.wiring import Session, pass_session
from ashore.desk.commands import Desk, placing, tracking
from ashore.desk.commands.feeds import lines_of, read_address
from ashore.desk.commands.listening import Listener
from ashore.model.times import iso

TELL_EVERY_MS = 60_000


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
    with session.desk() as desk, tracking.thinned(desk), _placed(session, desk):
        listener = Listener(desk, session.who(desk), received_by=received_by)
        clock = desk.surroundings.clock
        told, fault = clock(), ""

        def say(line: str) -> None:
            click.echo(f"{iso(clock())[11:19]}Z  {line}", err=True)

        try:
            for line in lines_of(address, say):
                if line is None:
                    listener.tick(clock())
                else:
                    listener.hear(line)
                if listener.fault != fault:
                    fault = listener.fault
                    say(fault or "The desk takes it in again.")
                if abs(clock() - told) >= TELL_EVERY_MS:
                    told = clock()
                    say(listener.counts.as_text())
        except KeyboardInterrupt:
            pass
        finally:
            listener.finish()
        click.echo(listener.counts.as_text())
        if listener.counts.waiting:
            raise click.ClickException(
                f"{listener.counts.waiting} reports were not taken in: {listener.fault}"
            )


@contextlib.contextmanager
def _placed(session: Session, desk: Desk) -> Iterator[None]:
    """Have the rule answer what comes in while the block runs, and once more at its end."""
    with placing.at_work(desk):
        yield
    session.place(desk)


VERBS = (listen,)
