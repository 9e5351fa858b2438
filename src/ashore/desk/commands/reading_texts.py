"""Public texts the desk holds, read to the claims they make: what a person judges, one claim after the other."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import asdict, dataclass, replace
from datetime import date, datetime
from typing import Any

import msgspec

from ashore.desk.commands.desk import Desk
from ashore.desk.commands.errors import UnknownReport
from ashore.figures.claims_said import judgements
from ashore.figures.outside import reports_standing
from ashore.model.bodies import ClaimJudged
from ashore.model.claims import Claim
from ashore.model.counts import entailed
from ashore.model.report import Report
from ashore.picture.fold import Held
from ashore.reading.claims.reader import ReadClaim, read_claims

BESIDE_A_TEXT = ("definition", "period")
"""Fields of a claim that a text does not give."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Judged:
    """One claim as it was read, by its number, and what people judged of it: nothing, one verdict, or several."""

    number: int
    read: ReadClaim
    verdicts: tuple[ClaimJudged, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class TextRead:
    """A public report with words, and its claims. `published` is the day its relative days were resolved against."""

    report: Report
    entry: str
    published: date
    claims: tuple[Judged, ...]


def claim_fields(claim: Claim) -> dict[str, Any]:
    """Return a claim as format 8.3 gives it."""
    return {name: value for name, value in asdict(claim).items() if name not in BESIDE_A_TEXT}


def as_line(claim: Claim) -> str:
    """Return a claim as one line of `ashore read --json`, as the command judge-claim takes it."""
    return msgspec.json.encode(claim_fields(claim)).decode()


def corrected(claim: Claim, number: int | None, qualifier: str, outcome: str) -> Claim:
    """Return a claim as a person says it should be: another number, qualifier or outcome; its ends follow."""
    low, high = entailed(number, qualifier)
    return replace(
        claim,
        value=number,
        qualifier=qualifier,
        low=low,
        high=high,
        outcome=outcome,
        outcomes=(outcome, *(each for each in claim.outcomes if each not in (outcome, claim.outcome))),
    )


def ask_texts(desk: Desk) -> list[tuple[str, Report]]:
    """Return the public reports that stand and have words, each with its entry, the newest first."""
    with desk.looking() as picture:
        held = [each for each in reports_standing(picture) if _has_words(each.body.report)]
    return [(each.id, each.body.report) for each in sorted(held, key=_received, reverse=True)]


def ask_text(desk: Desk, key: str) -> TextRead:
    """Return one public report read to its claims. Raises UnknownReport."""
    with desk.looking() as picture:
        stands: Iterable[Held] = picture.standing(picture.reports.get(key, ()))
        held = next((each for each in stands if _has_words(each.body.report)), None)
        judged = judgements(picture, key)
    if held is None:
        raise UnknownReport(report=key)
    report: Report = held.body.report
    published = published_on(report)
    read = read_claims(report.text or "", published=published)
    return TextRead(
        report=report,
        entry=held.id,
        published=published,
        claims=tuple(
            Judged(number=number, read=each, verdicts=tuple(one.body for one in judged.get(number, ())))
            for number, each in enumerate(read)
        ),
    )


def published_on(report: Report) -> date:
    """Return the day against which a report's relative days are resolved."""
    return datetime.fromisoformat((report.said_at or report.received_at).stated).date()


def _has_words(report: Report) -> bool:
    return report.public and bool(report.text)


def _received(held: Held) -> tuple[int, str]:
    return held.body.report.received_at.ms, held.id
