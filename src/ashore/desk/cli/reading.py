"""`ashore read`: what a text claims, each claim with its words, printed and taken in nowhere."""

from __future__ import annotations

from datetime import date, datetime
from typing import BinaryIO

import click
import msgspec

from ashore.desk.commands.reading_operations import lines_of_file, read_text
from ashore.desk.commands.reading_texts import claim_fields
from ashore.model.claims import Claim
from ashore.model.errors import BadInput
from ashore.model.phrases import utc_minute
from ashore.reading.claims.reader import ReadClaim, read_claims
from ashore.reading.operations.reader import Proposed


class NotUtf8(BadInput):
    code = "text-not-utf-8"
    says = "The file is no text in UTF-8; its byte {place} cannot be read."
    hint = "Save it as UTF-8 and read it again."


class NoPublished(BadInput):
    code = "published-not-said"
    says = "Reports have days, and the day of publication is not said."
    hint = "Say it as in --published 2031-02-04."


@click.command("read")
@click.argument("file", type=click.File("rb"))
@click.option(
    "--published",
    type=click.DateTime(["%Y-%m-%d"]),
    help="The day of publication; without it “today” and “Tuesday” stay without dates.",
)
@click.option("--explain", is_flag=True, help="Say by which rules each claim was read.")
@click.option(
    "--reports", is_flag=True, help="Print what happened as reports, and post none; needs --published."
)
@click.option("--json", "as_json", is_flag=True, help="One JSON object a line.")
def read(file: BinaryIO, published: datetime | None, explain: bool, reports: bool, as_json: bool) -> None:
    """Read FILE, an article or a communiqué in English or French, to the claims it makes, or to reports."""
    text, day = _text(file.read()), _day(published)
    if reports:
        if day is None:
            raise NoPublished
        _print_reports(text, day, as_json)
    else:
        _print_claims(text, day, explain, as_json)


def _print_reports(text: str, published: date, as_json: bool) -> None:
    for each, line in lines_of_file(text, published):
        click.echo(line if as_json else _told(each))
    if as_json:
        return
    told = read_text(text, published)
    for left in told.left:
        click.echo(f"left to you: “{left.quote}”\n      {left.says.render(str, utc_minute)}")
    if not told.reports:
        click.echo("No report was read. That is no proof that the text tells of no operation.")


def _told(each: Proposed) -> str:
    boats = ", ".join(map(str, each.boats)) or "several"
    perhaps = f" (perhaps {', '.join(map(str, each.perhaps))})" if each.perhaps else ""
    values = [f"      {quote.path}: “{quote.quote}”" for quote in each.quotes]
    notes = [f"      assumed: {note.render(str, utc_minute)}" for note in each.notes]
    said_at = each.fields.get("said_at", "no hour said")
    return "\n".join((f"boat {boats}{perhaps}, {each.step}, {said_at}", *values, *notes))


def _print_claims(text: str, published: date | None, explain: bool, as_json: bool) -> None:
    claims = read_claims(text, published=published)
    for index, each in enumerate(claims):
        if as_json:
            click.echo(msgspec.json.encode(_as_json(each, explain)))
        else:
            click.echo(_line(index, each.claim))
            if explain:
                click.echo(f"      read by: {', '.join(each.because)}; when: {each.claim.when_rule}")
    if not as_json and not claims:
        click.echo("No claim was read. That is no proof that the text makes none.")


def _day(published: datetime | None) -> date | None:
    return published.date() if published is not None else None


def _text(content: bytes) -> str:
    try:
        return content.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        raise NotUtf8(place=error.start) from error


def _as_json(read_claim: ReadClaim, explain: bool) -> dict[str, object]:
    return claim_fields(read_claim.claim) | ({"because": read_claim.because} if explain else {})


def _line(index: int, claim: Claim) -> str:
    if claim.value is not None:
        number = (
            f"{claim.qualifier} {claim.value}" if claim.qualifier not in (None, "exact") else f"{claim.value}"
        )
    elif claim.low is not None and claim.high is not None:
        number = f"{claim.low} to {claim.high}"
    elif claim.high is not None:
        number = f"at most {claim.high}"
    else:
        number = f"at least {claim.low}" if claim.low is not None else claim.direction or "-"
    when = (
        f"{claim.when_start} to {claim.when_end}" if claim.when_start != claim.when_end else claim.when_start
    )
    beside = [
        claim.kind,
        claim.place,
        when,
        f"says {claim.source}" if claim.source else None,
        f"in embedded text {claim.inside}" if claim.inside is not None else None,
        f"part of [{claim.subset_of}]" if claim.subset_of is not None else None,
        f"repeats [{claim.repeats}]" if claim.repeats is not None else None,
    ]
    told = "; ".join(each for each in beside if each)
    return f"[{index}] {number} {claim.unit} {claim.outcome or ''} ({told})\n      “{claim.quote}”"


VERBS = (read,)
