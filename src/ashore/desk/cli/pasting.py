"""`ashore paste`: a chat, a photo or a screenshot from the command line."""

from __future__ import annotations

import json
from dataclasses import asdict
from typing import BinaryIO

import click

from ashore.desk.cli.wiring import Session, pass_session
from ashore.desk.commands.acts import Paste
from ashore.desk.commands.pasting import Pasted, look_over
from ashore.model.phrases import utc_minute


@click.command("paste")
@click.argument("file", type=click.File("rb"))
@click.option("--zone", required=True, help="The time zone of the clock it shows, as in Europe/Paris.")
@click.option("--channel", default="whatsapp", show_default=True)
@click.option("--day-order", type=click.Choice(["day", "month"]), help="What its dates begin with.")
@click.option(
    "--we", multiple=True, help="A name under which this desk speaks in it; may be given several times."
)
@click.option("--role", default="", help="Who the others are: aboard, relative, hotline and so on.")
@click.option("--case", default="", help="A case to link it to.")
@click.option("--said-at", default="", help="When a picture was sent, as in 2031-02-03T01:12:00+01:00.")
@click.option("--look", is_flag=True, help="Say who speaks in it, and take nothing in.")
@click.option("--json", "as_json", is_flag=True, help="Print what became of it as one JSON object.")
@pass_session
def paste(
    session: Session,
    file: BinaryIO,
    zone: str,
    channel: str,
    day_order: str | None,
    we: tuple[str, ...],
    role: str,
    case: str,
    said_at: str,
    look: bool,
    as_json: bool,
) -> None:
    """Take in a chat, a photo or a screenshot: each message a report with its own time, and only what is new."""
    content = file.read()
    with session.desk() as desk:
        if look:
            click.echo(
                json.dumps(asdict(look_over(content, zone, desk.surroundings.clock())), ensure_ascii=False)
            )
            return
        done = session.do(
            desk,
            Paste(
                content=content,
                zone=zone,
                channel=channel,
                day_order=day_order or "",
                we=we,
                role=role,
                case=case,
                said_at=said_at,
            ),
        ).outcome
        session.place(desk)
    if as_json:
        click.echo(json.dumps(_as_json(done), ensure_ascii=False))
        return
    for line in done.lines:
        if line.error is not None:
            click.echo(f"{line.error['says']}\n  {line.error['hint']}", err=True)
    click.echo(
        f"{done.new} new, {done.held} held before, {done.corrected} corrected, {done.rejected} rejected; "
        f"{done.passed_over} notices passed over."
    )
    for phrase in done.says:
        click.echo(phrase.render(str, utc_minute))
    if done.read is not None:
        click.echo(done.read.text)


def _as_json(done: Pasted) -> dict[str, object]:
    return {
        "kind": done.kind,
        "new": done.new,
        "held": done.held,
        "corrected": done.corrected,
        "rejected": done.rejected,
        "ours": done.ours,
        "passed_over": done.passed_over,
        "says": [phrase.render(str, utc_minute) for phrase in done.says],
        "lines": [line.as_json() for line in done.lines],
    }


VERBS = (paste,)
