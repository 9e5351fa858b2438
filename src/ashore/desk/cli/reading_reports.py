"""What `ashore read --reports` prints: what a text tells that happened, as reports, and none of them posted."""

from __future__ import annotations

from datetime import date

import click

from ashore.desk.commands.reading_operations import lines_of_file, read_text
from ashore.model.phrases import utc_minute
from ashore.reading.operations.reader import Proposed


def print_reports(text: str, published: date, as_json: bool) -> None:
    """Print the reports that a text makes, and what is left to a person."""
    for each, line in lines_of_file(text, published):
        click.echo(line if as_json else _told(each))
    if as_json:
        return
    told = read_text(text, published)
    for left in told.left:
        click.echo(f"left to you: “{left.quote}”\n      {left.says.render(str, _utc)}")
    if not told.reports:
        click.echo("No report was read. That is no proof that the text tells of no operation.")


def _told(each: Proposed) -> str:
    boats = ", ".join(map(str, each.boats)) or "several"
    perhaps = f" (perhaps {', '.join(map(str, each.perhaps))})" if each.perhaps else ""
    values = [f"      {quote.path}: “{quote.quote}”" for quote in each.quotes]
    notes = [f"      assumed: {note.render(str, _utc)}" for note in each.notes]
    said_at = each.fields.get("said_at", "no hour said")
    return "\n".join((f"boat {boats}{perhaps}, {each.step}, {said_at}", *values, *notes))


def _utc(ms: int) -> str:
    return f"{utc_minute(ms)} UTC"
