"""Verbs for what goes from one person to the next: the handover on paper, and a situation report as text."""

from __future__ import annotations

from pathlib import Path

import click

from ashore.desk.cli.wiring import Session, pass_session
from ashore.desk.commands import asking, reporting
from ashore.desk.commands.errors import SeveralCases, UnknownCase
from ashore.desk.commands.sitrep_text import as_text, fields_of
from ashore.desk.language import LANGUAGES, speaking


@click.command("handover")
@click.option(
    "--out",
    type=click.Path(path_type=Path, dir_okay=False),
    required=True,
    help="The HTML file to write, or write over.",
)
@pass_session
def handover(session: Session, out: Path) -> None:
    """Write the handover of the watch into a file that is read and printed without the desk."""
    with session.desk() as desk:
        out.write_text(session.wiring.paper(desk), "utf-8")
    click.echo(f"The handover is in {out}.")


@click.command("sitrep")
@click.argument("case")
@click.option(
    "--language",
    type=click.Choice(list(LANGUAGES)),
    default=next(iter(LANGUAGES)),
    show_default=True,
    help="The language of the report.",
)
@pass_session
def sitrep(session: Session, case: str, language: str) -> None:
    """Print the next situation report of a CASE, as far as the log fills it; nothing is written down."""
    with session.desk() as desk:
        found = asking.ask_cases(desk, case)
        if not found:
            raise UnknownCase(case=case)
        if len(found) > 1:
            raise SeveralCases(case=case, cases=", ".join(each.id for each in found))
        shown, tongue = reporting.ask_sitrep(desk, found[0].id), speaking(language)
        click.echo(as_text(shown, fields_of(shown, tongue), tongue))


VERBS = (handover, sitrep)
