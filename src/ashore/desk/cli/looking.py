"""Verbs that look: the board, one case, the figures, and why a figure is what it is."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from typing import Any

import click
import msgspec

from ashore.desk.cli.wiring import Session, pass_session
from ashore.desk.commands import asking, counting
from ashore.figures.period import DEFAULT_ZONE
from ashore.model.facts import CaseFacts, MentionFacts
from ashore.model.phrases import utc_minute
from ashore.model.times import iso
from ashore.people.account import Bound
from ashore.people.wording import words_of
from ashore.picture import Row


@click.command("cases")
@click.argument("words", nargs=-1)
@click.option("--json", "as_json", is_flag=True, help="One JSON object a line.")
@pass_session
def cases(session: Session, words: tuple[str, ...], as_json: bool) -> None:
    """List the cases in the order in which they need somebody, or those that WORDS may mean."""
    with session.desk() as desk:
        board = asking.ask_board(desk)
        rows = (*board.rows, *board.reviews, *board.ended)
        if words:
            wanted = {case.id for case in asking.ask_cases(desk, " ".join(words))}
            rows = tuple(row for row in rows if row.case.id in wanted)
        if as_json:
            for row in rows:
                click.echo(msgspec.json.encode(row))
            return
        _headline(desk.kind, board.now)
        for row in rows:
            click.echo(_row(row))
        if board.unlinked and not words:
            click.echo(f"\n{len(board.unlinked)} mentions belong to no case yet:")
            for mention in board.unlinked:
                click.echo(f"  {mention.id}  {mention.speaker}, {iso(mention.known)}")


@click.command("case")
@click.argument("words", nargs=-1, required=True)
@pass_session
def case(session: Session, words: tuple[str, ...]) -> None:
    """Show a case: how many may still be out, the sentences that say so, and everything that happened."""
    with session.desk() as desk:
        for found in asking.ask_cases(desk, " ".join(words)) or [None]:
            view = asking.ask_case(desk, found.id if found else " ".join(words))
            _headline(desk.kind, view.now)
            click.echo(_row(view.row))
            mentions = {mention.id: mention for mention in (*view.row.case.mentions, *_mentions(view.tied))}
            out = view.row.still_out
            for side, number, statements in (
                ("at least", out.low, out.low_because),
                ("at most", out.high, out.high_because),
            ):
                for said in dict.fromkeys((each.mention, each.field) for each in statements):
                    statement = next(each for each in statements if (each.mention, each.field) == said)
                    clause = words_of(statement, mentions).render(str, utc_minute)
                    source = mentions[said[0]]
                    words_said = asking.words_of_claim(desk, *said, session.who(desk))
                    quoted = "" if source.assumes(said[1]) else f": “{words_said or 'words not held'}”"
                    click.echo(f"  {side} {number}, because {clause}{quoted}")
            for line in view.timeline:
                mark = " " if line.stands else "×"
                click.echo(
                    f"  {mark} {iso(line.at)}  {line.entry.type:<20} {line.entry.actor}  {line.entry.id}"
                )


def cut_options(verb: Callable[..., None]) -> Callable[..., None]:
    """Give a verb the options that say which cut of the figures is meant."""
    for name, default, says in reversed(
        (
            ("period", "", "2020-12-09, 2020-12, 2020, FROM/TO or night:2020-12-08; else all."),
            ("clock", "", "Which event's time places it; each figure has its own."),
            ("zone", DEFAULT_ZONE, "Whose civil days are meant."),
            ("place", "", "Only events told of a place whose name holds this."),
            ("known-at", "", "As any source had said it by then (ISO 8601 with offset)."),
            ("recorded-at", "", "As our log held it by then (ISO 8601 with offset)."),
        )
    ):
        verb = click.option(f"--{name}", default=default, show_default=bool(default), help=says)(verb)
    return verb


@click.command("figures")
@click.argument("names", nargs=-1)
@cut_options
@click.option("--csv", "form", flag_value="csv", help="As CSV.")
@click.option("--json", "form", flag_value="json", help="As JSON, one figure a line.")
@pass_session
def figures(session: Session, /, form: str | None, **cut: Any) -> None:
    """Count what the record says, with its definition, its range and who says otherwise."""
    with session.desk() as desk:
        click.echo(counting.as_text(counting.count(desk, counting.Cut(**cut)), form or "table"), nl=False)


@click.command("why")
@click.argument("figure")
@cut_options
@pass_session
def why(session: Session, /, figure: str, **cut: Any) -> None:
    """Print the chain from a figure (its id, or a name such as rescued) down to the words behind it."""
    asked = counting.Cut(**cut)
    with session.desk() as desk:
        chain = counting.why(desk, figure, session.who(desk), None if asked == counting.Cut() else asked)
        click.echo(chain, nl=False)


def _mentions(cases: Iterable[CaseFacts]) -> Iterator[MentionFacts]:
    return (mention for case in cases for mention in case.mentions)


def _headline(kind: str, now: int) -> None:
    mark = "" if kind == "live" else f"{kind.upper()}: not live. "
    click.echo(f"{mark}As at {iso(now)} UTC.")


def _row(row: Row) -> str:
    labels = ", ".join(label.label for label in row.case.labels) or "no label"
    silent = "never" if row.urgency.silent_min is None else f"{row.urgency.silent_min} min"
    state = row.urgency.phase if row.open else f"ended: {row.case.ended.how}" if row.case.ended else ""
    out = f"may still be out: {_bound(row.still_out)}" if row.at_sea else "nobody at sea"
    return (
        f"{labels:<18} {row.case.kind:<6} {state:<20} {out:<42} last sign of life: {silent:<10} {row.case.id}"
    )


def _bound(bound: Bound) -> str:
    return f"at least {bound.low}, at most {'not known' if bound.high is None else bound.high}"


VERBS = (cases, case, figures, why)
