"""A drill played on an exercise desk while the desk is served, and what it came to."""

from __future__ import annotations

import json
import threading
from typing import Any

import click

from ashore.desk.cli.demo import PORT
from ashore.desk.cli.wiring import Session, pass_session
from ashore.desk.commands.debriefing import as_json, as_text
from ashore.model.drills import Standing, Wanted
from ashore.model.times import iso


@click.command("drill")
@click.option("--seed", type=click.IntRange(0), help="The same seed makes the same boats.  [default: any]")
@click.option("--boats", type=click.IntRange(1, 300), help="How many boats leave.  [default: 12]")
@click.option("--quality", help="How much is told: rich, poor or shifted.  [default: rich]")
@click.option("--year", type=int, help="Of whose loads the boats are.  [default: 2021]")
@click.option(
    "--speed",
    type=click.FloatRange(0.1, 60),
    help="How many times as fast as real; the trainer changes it while it plays.  [default: 1, or as it was]",
)
@click.option("--desk", "name", default="training-room", show_default=True, help="What a new desk is called.")
@click.option("--port", type=click.IntRange(0, 65535), default=PORT, show_default=True)
@click.option("--listen", default="127.0.0.1", show_default=True, help="The address to listen on.")
@click.option(
    "--name", "names", multiple=True, help="A host name the desk also answers to, as behind a proxy."
)
@pass_session
def drill(
    session: Session, /, name: str, port: int, listen: str, names: tuple[str, ...], **wanted: Any
) -> None:
    """Play a night whose truth is known on an exercise desk, and serve the desk.

    The desk is made if there is none in the data directory. A drill that was stopped goes on where it was.
    """
    with session.wiring.drill(session.data, Wanted(**wanted), name=name) as (desk, playing):
        where = playing.standing()
        click.echo(
            f"EXERCISE: seed {where.seed}, {where.boats} boats, {where.quality}: {where.reports} reports, "
            f"{where.played} played. The desk's clock shows {_clock(where.now)}, at {where.speed:g} times."
        )
        if not desk.accounts.any():
            click.echo("The first account made here is the trainer's; their page is /trainer.")
        stop = threading.Event()
        player = threading.Thread(
            target=playing.play, args=(stop, lambda at: click.echo(_line(at))), name="drill"
        )
        player.start()
        try:
            session.wiring.serve(
                desk,
                port=port,
                data=session.data,
                host=listen,
                hosts=frozenset(names),
                say=click.echo,
                drill=playing,
            )
        finally:
            stop.set()
            playing.wake()
            player.join()
        at = playing.standing()
        if not at.over:
            click.echo(
                f"Stopped: the desk's clock stands at {_clock(at.now)}. `ashore drill` goes on from there."
            )


@click.command("debrief")
@click.option("--json", "form", flag_value="json", help="Everything, as one JSON object.")
@click.option("--boat", default="", help="What was known of this boat, and when.")
@pass_session
def debrief(session: Session, form: str | None, boat: str) -> None:
    """Say what the drill on this desk came to: boats masked and for how long, delays, what was known when."""
    with session.desk() as desk:
        told = session.wiring.open_drill(session.data, desk).debrief()
    if form == "json":
        click.echo(json.dumps(as_json(told), ensure_ascii=False))
    else:
        click.echo("\n".join(as_text(told, boat)))


def _line(at: Standing) -> str:
    if at.fault is not None:
        return f"{_clock(at.now)}  {at.fault.sentence()} It is sent again until the desk takes it."
    if at.over:
        return f"{_clock(at.now)}  The drill is over. `ashore debrief` says what it came to."
    if not at.coming:
        return (
            f"{_clock(at.now)}  {at.played} of {at.reports}: everything is played. End the drill on /trainer."
        )
    following = at.coming[0]
    pace = "paused" if at.paused else f"{at.speed:g} times"
    injects = f", {at.injects} told besides" if at.injects else ""
    return (
        f"{_clock(at.now)}  {at.played} of {at.reports}{injects}, {pace}; next at {_clock(following.at)}: "
        f"{following.channel} to {following.received_by}"
    )


def _clock(ms: int) -> str:
    return f"{iso(ms)[11:16]} UTC"


VERBS = (drill, debrief)
