"""Which reports of a file are one boat: `ashore link`."""

from __future__ import annotations

import json
import os
import tempfile
from pathlib import Path

import click
from rich.console import Console

from ashore.desk.cli.files import PIECE_LINES, pieces
from ashore.desk.cli.wiring import Session, pass_session
from ashore.desk.commands import Desk, linking
from ashore.desk.commands.acts import ReceiveReports
from ashore.desk.commands.replaying import REPLAYING

FORCING = "forcing.txt"
"""What a desk had of current and wind, a line each, beside an exercise's reports."""


@click.command("link")
@click.argument("file", type=click.Path(path_type=Path, exists=True, dir_okay=False))
@click.option("--json", "as_json", is_flag=True, help="Print one JSON object for each mention (format 8.2).")
@click.option(
    "--forcing",
    multiple=True,
    help="A file or feed of current or wind, as in ASHORE_FORCING; without any, that, or forcing.txt beside FILE.",
)
@click.option("--received-by", default="", help="Who took the reports in, where a line does not say.")
@pass_session
def link(session: Session, file: Path, as_json: bool, forcing: tuple[str, ...], received_by: str) -> None:
    """Say which reports of a file are one boat, how sure that is and why; nothing is kept of it.

    The same for any order of the lines.
    """
    with tempfile.TemporaryDirectory(prefix="ashore-link-") as folder:
        desk = session.wiring.create_desk(
            Path(folder) / "desk", name="linking", kind="replay", forcing=_forcing(file, forcing)
        )
        try:
            with Console(stderr=True).status("Reading the reports, and where each boat may have got to …"):
                _take_in(desk, file, received_by)
                links = linking.night_links(desk)
        finally:
            desk.close()
    for each in links.linked:
        told = linking.as_json(each)
        click.echo(json.dumps(told, ensure_ascii=False) if as_json else _line(told))
    if not as_json:
        for rival in links.rivals:
            click.echo(linking.rival_sentence(rival))


def _forcing(file: Path, named: tuple[str, ...]) -> tuple[str, ...] | None:
    """Return what current and wind to go by, None for the operator's own."""
    beside = file.parent / FORCING
    if named or os.environ.get("ASHORE_FORCING") or not beside.exists():
        return named or None
    return tuple(line for line in beside.read_text("utf-8").splitlines() if line.strip())


def _take_in(desk: Desk, file: Path, received_by: str) -> None:
    for number, piece in enumerate(pieces(file.read_bytes())):
        act = ReceiveReports(content=piece, received_by=received_by, first_line=number * PIECE_LINES + 1)
        for outcome in desk.do(act, REPLAYING).outcome:
            if outcome.error is not None:
                click.echo(f"{file}: {outcome.error['says']}\n  {outcome.error['hint']}", err=True)


def _line(told: dict[str, object]) -> str:
    reasons = told["reasons"]
    first = reasons[0]["says"] if isinstance(reasons, list) and reasons else "–"
    held = "held apart" if told["held_in"] is None else f"held in {told['held_in']}"
    return f"{told['report']}#{told['mention']}  {told['p_same']:.2f}  {told['case']}  ({held})  {first}"


VERBS = (link,)
