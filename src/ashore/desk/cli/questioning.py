"""Verbs that ask the figures: ten questions, and every claim held beside the book."""

from __future__ import annotations

from typing import Any

import click

from ashore.desk.cli.looking import cut_options
from ashore.desk.cli.wiring import Session, pass_session
from ashore.desk.commands import questioning
from ashore.desk.commands.counting import Cut
from ashore.desk.language import LANGUAGES, speaking
from ashore.figures.claims_tables import as_json_lines, as_text

_LANGUAGE = click.option(
    "--language",
    type=click.Choice(list(LANGUAGES)),
    default="en",
    show_default=True,
    help="Of the sentences.",
)


@click.command("ask")
@click.argument("question", required=False, default="")
@click.argument("names", nargs=-1)
@click.option("--day", default="", help="One civil day, as in 2020-12-09; short for --period.")
@click.option("--licence", default="", help="Under which the answer may be used again; for `printing`.")
@cut_options
@_LANGUAGE
@click.option("--json", "as_json", is_flag=True, help="As one line of JSON (ashore.answer/1).")
@pass_session
def ask(
    session: Session, /, question: str, day: str, licence: str, language: str, as_json: bool, **cut: Any
) -> None:
    """Ask the figures a QUESTION, by its name or number, of these figures or the question's own.

    clocks (D1), overlap (D2), bridge (D3), unaccounted (D5), dead-and-missing (D6), children (D7), waiting (D8)
    or printing (D10). Without a QUESTION the ten are listed, with what each answers.
    """
    if not question:
        click.echo(questioning.listed_as_text(speaking(language).catalogue.gettext), nl=False)
        return
    with session.desk() as desk:
        answer = questioning.ask(desk, question, Cut(**cut | {"period": cut["period"] or day}), licence)
        if as_json:
            click.echo(questioning.as_json(answer), nl=False)
        else:
            click.echo(questioning.as_text(answer, speaking(language).catalogue.gettext), nl=False)


@click.command("claims")
@cut_options
@_LANGUAGE
@click.option("--json", "as_json", is_flag=True, help="As JSON, one claim a line (ashore.claim-beside/1).")
@pass_session
def claims(session: Session, /, language: str, as_json: bool, **cut: Any) -> None:
    """Set every claim held beside the book: it agrees, contradicts, overlaps in definition, or cannot be compared."""
    with session.desk() as desk:
        found = questioning.claims(desk, Cut(**cut))
        if as_json:
            click.echo(as_json_lines(found.compared), nl=False)
        else:
            translate = speaking(language).catalogue.gettext
            click.echo(as_text(found.compared, found.totals, found.unsettled, translate), nl=False)


VERBS = (ask, claims)
