"""`ashore link`, which reports of a file are one boat; `ashore learn-links`, how much each kind of evidence counts."""

from __future__ import annotations

import json
import os
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import click
from rich.console import Console

from ashore.desk.cli.files import PIECE_LINES, pieces
from ashore.desk.cli.wiring import Session, pass_session
from ashore.desk.commands import Desk, linking
from ashore.desk.commands.acts import ReceiveReports
from ashore.desk.commands.errors import BadTruth
from ashore.desk.commands.replaying import REPLAYING
from ashore.linking.weights import shipped_weights

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
    waiting = Console(stderr=True).status("Reading the reports, and where each boat may have got to …")
    with waiting, _reading(session, file, forcing, received_by) as desk:
        links = linking.night_links(desk)
        told = [linking.as_json(each) for each in links.linked] + linking.elsewhere_json(desk)
    for each in told:
        click.echo(json.dumps(each, ensure_ascii=False) if as_json else _line(each))
    if not as_json:
        for rival in links.rivals:
            click.echo(linking.rival_sentence(rival))


@click.command("learn-links")
@click.argument(
    "folders", type=click.Path(path_type=Path, exists=True, file_okay=False), nargs=-1, required=True
)
@click.option(
    "--out",
    type=click.Path(path_type=Path, dir_okay=False),
    required=True,
    help="The file of weights to write.",
)
@click.option(
    "--version", required=True, help="What these weights are called, and of what they were learned."
)
@pass_session
def learn_links(session: Session, folders: tuple[Path, ...], out: Path, version: str) -> None:
    """Learn from nights whose truth is known how much each kind of evidence counts.

    Each FOLDER holds reports.jsonl and truth.jsonl as `ashore exercise` writes them; of nights that people adjudicated
    only the lines of kind mention are needed. Never name nights on which the result is to be judged.
    """
    from ashore.linking.learning import learned

    nights = []
    for folder in folders:
        reports = folder / "reports.jsonl"
        with _reading(session, reports, (), "") as desk:
            nights.append(linking.known_night(desk, _boats(folder / "truth.jsonl")))
        click.echo(f"{reports}: {len(nights[-1].mentions)} mentions", err=True)
    weights = learned(nights, shipped_weights(), lambda sentence: click.echo(sentence, err=True))
    weights |= {"version": version, "learned_of": sorted(folder.name for folder in folders)}
    out.write_text(json.dumps(weights, indent=1, ensure_ascii=False) + "\n", "utf-8")
    click.echo(f"{out}: learned of {len(nights)} nights. ASHORE_WEIGHTS={out} has a desk go by it.")


@contextmanager
def _reading(session: Session, file: Path, forcing: tuple[str, ...], received_by: str) -> Iterator[Desk]:
    """Open a desk that holds a file's reports and nothing else, and is gone afterwards."""
    with tempfile.TemporaryDirectory(prefix="ashore-link-") as folder:
        desk = session.wiring.create_desk(
            Path(folder) / "desk", name="linking", kind="replay", forcing=_forcing(file, forcing)
        )
        try:
            _take_in(desk, file, received_by)
            yield desk
        finally:
            desk.close()


def _boats(truth: Path) -> dict[str, str]:
    """Return the boat of each mention by a file of what is so. Raises BadTruth."""
    boats = {}
    for number, line in enumerate(truth.read_text("utf-8").splitlines(), 1):
        try:
            told = json.loads(line) if line.strip() else {}
            if told.get("kind") == "mention":
                boats[f"{told['report']}#{int(told['mention'])}"] = str(told["boat"] or "")
        except (ValueError, KeyError, TypeError, AttributeError) as error:
            raise BadTruth(file=str(truth), line=number) from error
    return boats


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


VERBS = (link, learn_links)
