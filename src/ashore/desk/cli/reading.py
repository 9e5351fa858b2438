"""`ashore read`: what a text claims, each claim with its words, printed and taken in nowhere."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime
from pathlib import Path
from typing import BinaryIO

import click
import msgspec

from ashore.desk.cli.reading_reports import print_reports
from ashore.desk.cli.reading_twice import (
    BOTH,
    EACH,
    RULES,
    SECOND,
    aside_line,
    doubted,
    head,
    merged,
    refuse_messages,
)
from ashore.desk.cli.wiring import Session, pass_session
from ashore.desk.commands.reading_texts import claim_fields
from ashore.model.claims import Claim
from ashore.model.errors import AshoreError, BadInput
from ashore.reading.claims.reader import ReadClaim, read_claims
from ashore.reading.claims.second import SecondReading, read_answer
from ashore.second_reader.asked import Asked
from ashore.second_reader.faults import NoSecondReader
from ashore.second_reader.kept import as_file, read_file


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
@click.option(
    "--second",
    is_flag=True,
    help="Send the text to the configured second reader as well, and show where both agree. Public texts only.",
)
@click.option(
    "--keep-answer",
    type=click.Path(path_type=Path, dir_okay=False),
    help="Keep the second reader's answer in this file, as it came.",
)
@click.option(
    "--answer",
    type=click.File("rb"),
    help="Take the second reader's answer from a file that was kept, and send nothing.",
)
@pass_session
def read(
    session: Session,
    file: BinaryIO,
    published: datetime | None,
    explain: bool,
    reports: bool,
    as_json: bool,
    second: bool,
    keep_answer: Path | None,
    answer: BinaryIO | None,
) -> None:
    """Read FILE, an article or a communiqué in English or French, to the claims it makes, or to reports."""
    if keep_answer is not None and not second:
        raise click.UsageError("--keep-answer goes with --second")
    if answer is not None and second:
        raise click.UsageError("--answer sends nothing and --second asks: give one of them")
    content = file.read()
    text, day = _text(content), _day(published)
    if reports:
        if day is None:
            raise NoPublished
        print_reports(text, day, as_json)
        return
    claims = read_claims(text, published=day)
    fault: AshoreError | None = None
    if answer is not None or second:
        try:
            asked = read_file(answer.read(), text) if answer is not None else _ask(session, content, text)
            if keep_answer is not None:
                keep_answer.write_bytes(as_file(asked))
            reading = read_answer(asked.raw, text, published=day)
        except AshoreError as error:
            # What the rules read stands, and is printed, whatever became of the second reader.
            fault = error
        else:
            _tell_twice(text, claims, asked, reading, as_json=as_json, explain=explain)
            return
    for index, each in enumerate(claims):
        if as_json:
            click.echo(msgspec.json.encode(_as_json(each, explain)))
        else:
            click.echo(_line(str(index), each.claim))
            if explain:
                click.echo(f"      read by: {', '.join(each.because)}; when: {each.claim.when_rule}")
    if not as_json and not claims:
        click.echo("No claim was read. That is no proof that the text makes none.")
    if fault is not None:
        raise fault


def _ask(session: Session, content: bytes, text: str) -> Asked:
    """Send a public text to the second reader. Raises NoSecondReader, TextNotPublic and NoSecondReading."""
    reader = session.wiring.second_reader()
    if reader is None:
        raise NoSecondReader
    refuse_messages(content, text)
    click.echo(f"The words of this text go to {reader.model} at {reader.where}.", err=True)
    return reader.ask(text)


def _tell_twice(
    text: str,
    claims: Sequence[ReadClaim],
    asked: Asked,
    reading: SecondReading,
    *,
    as_json: bool,
    explain: bool,
) -> None:
    """Print both readings: every claim of either once, the second's own beside the rules' where it differs."""
    click.echo(head(asked, reading), err=as_json)
    for who, claim, why, beside in merged(text, claims, reading.claims):
        other = None
        if beside.differs and beside.second is not None:
            other = reading.claims[beside.second].claim
        if as_json:
            told = claim_fields(claim) | {"readers": who, "model": asked.model, "prompt": asked.prompt}
            if other is not None:
                told |= {"differs": beside.differs, "second": claim_fields(other)}
            if explain or who == SECOND:
                told |= {"doubts" if who == SECOND else "because": why}
            click.echo(msgspec.json.encode(told))
            continue
        place = str(beside.first) if beside.first is not None else f"s{beside.second}"
        click.echo(f"{WHO[who]}\n{_line(place, claim)}")
        if other is not None:
            click.echo(f"      the second reader has it otherwise: {_told(other)}")
        if explain and who != SECOND:
            click.echo(f"      read by: {', '.join(why)}; when: {claim.when_rule}")
        if who == SECOND and why:
            click.echo(f"      look twice: {doubted(why)}")
    for put in reading.aside:
        click.echo(aside_line(put), err=as_json)


WHO = {
    BOTH: "both read",
    EACH: "each reads otherwise; the rules",
    RULES: "only the rules read",
    SECOND: "only the second reader read",
}


def _day(published: datetime | None) -> date | None:
    return published.date() if published is not None else None


def _text(content: bytes) -> str:
    try:
        return content.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        raise NotUtf8(place=error.start) from error


def _as_json(read_claim: ReadClaim, explain: bool) -> dict[str, object]:
    return claim_fields(read_claim.claim) | ({"because": read_claim.because} if explain else {})


def _line(place: str, claim: Claim) -> str:
    return f"[{place}] {_told(claim)}\n      “{claim.quote}”"


def _told(claim: Claim) -> str:
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
    return f"{number} {claim.unit} {claim.outcome or ''} ({told})"


VERBS = (read,)
