"""Judging what was read from a text: a claim is accepted, corrected or rejected by a person, and only so counted.

A claim may be of the rules or of a second reader; the entry says which, and that this reader did read it so.
"""

from __future__ import annotations

import re

from ashore.desk.commands.acting import Acting, one_of, reason_text
from ashore.desk.commands.acts import JudgeClaim
from ashore.desk.commands.desk import Desk
from ashore.desk.commands.errors import BadValue, UnknownReport, WordsSealed
from ashore.desk.commands.reading_texts import as_line
from ashore.desk.commands.registry import JUDGING, command
from ashore.desk.commands.second_reading import first_reading, second_reading
from ashore.intake.claims import claim_of
from ashore.model.bodies import ClaimJudged, SecondReadingMade
from ashore.model.claims import Claim
from ashore.model.errors import BadInput, Refused
from ashore.model.report import Report
from ashore.picture.fold import Held, Picture
from ashore.reading.claims.agreement import number_at
from ashore.reading.claims.second import SecondClaim
from ashore.reading.claims.spots import spots

VERDICTS = ("accepted", "corrected", "rejected")


class NotItsClaim(BadInput):
    """A claim that is said to be of a second reading, and is not in it."""

    code = "not-its-claim"
    says = "{field}: that second reading of this report has no such claim."
    hint = "Take the claim as the text's page shows it, or judge it without naming a second reading."


class ReadByTheOther(Refused):
    """A number that counts already, as the other reader read it."""

    code = "read-by-the-other"
    says = "This number of the text was accepted already, as the other reader read it: it would count twice."
    hint = "Reject or correct that one first."


Claims = tuple[SecondClaim, ...]


def _read_first(desk: Desk, act: JudgeClaim) -> dict[str, Claims]:
    """Read what second readings an act names before the ledger is held: a long text takes its time."""
    named = {each for each in (act.read_by, act.corrected_by) if each}
    if not named:
        return {}
    with desk.looking() as picture:
        report = _public(picture, act.report)[1]
        for each in named:
            made = picture.entries.get(each)
            if made is None or not isinstance(made.body, SecondReadingMade) or made.body.report != report.key:
                raise NotItsClaim(field="read_by")
    first = first_reading(report)
    return {each: second_reading(desk.ledger, each, report, first).claims for each in named}


@command("judge-claim", JudgeClaim, roles=JUDGING, person=True, first=_read_first)
def judge_claim(acting: Acting, act: JudgeClaim) -> None:
    """Write a judgement down in place of every earlier one on the same claim, whoever made it.

    The quote must stand in the report's words where the claim says. Raises UnknownReport, WordsSealed, BadValue,
    NotItsClaim, ReadByTheOther, AnswerNotHeld and what is wrong with a claim.
    """
    one_of("verdict", act.verdict, VERDICTS)
    held, report, text = _public(acting.picture, act.report)
    second: dict[str, Claims] = acting.prepared
    if not re.fullmatch("[0-9]{1,6}", act.claim):
        raise BadValue(field="claim", why="it is no number", hint="Claims are numbered from 0")
    number = int(act.claim)
    read = _line("read", act.read, text)
    if act.read_by:
        theirs = second[act.read_by]
        if not any(each.at == number and _as_judged(each.claim, text) == read for each in theirs):
            raise NotItsClaim(field="read")
    corrected = _line("corrected", act.corrected, text) if act.verdict == "corrected" else None
    if act.verdict != "corrected" and act.corrected:
        raise BadValue(
            field="corrected", why="only a correction says what else it is", hint="Leave it out, or correct"
        )
    if act.corrected_by:
        theirs = second[act.corrected_by]
        if not any(_as_judged(each.claim, text) == corrected for each in theirs):
            raise NotItsClaim(field="corrected")
    if act.verdict != "rejected":
        _counted_once(acting, report, read, by_second=bool(act.read_by))
    acting.append(
        ClaimJudged(
            report=report.key,
            claim=number,
            verdict=act.verdict,
            read=read,
            corrected=corrected,
            reason=reason_text("reason", act.reason, least=0 if act.verdict == "accepted" else 1),
            read_by=act.read_by or None,
            corrected_by=act.corrected_by or None,
        ),
        subjects=[report.key],
        replaces=[
            each.id
            for each in acting.picture.standing(acting.picture.judged.get(report.key, ()))
            if each.body.claim == number and (each.body.read_by is not None) == bool(act.read_by)
        ],
        causes=[each for each in (held.id, act.read_by, act.corrected_by) if each],
    )


def _public(picture: Picture, key: str) -> tuple[Held, Report, str]:
    """Return a public report that stands, and its words."""
    stands = picture.standing(picture.reports.get(key, ()))
    if not stands:
        raise UnknownReport(report=key)
    report: Report = stands[-1].body.report
    if not report.public or report.text is None:
        raise WordsSealed(report=key)
    return stands[-1], report, report.text


def _as_judged(claim: Claim, text: str) -> Claim:
    """Return a claim as it is after being written as a line and read again."""
    return claim_of(as_line(claim).encode(), text)


def _counted_once(acting: Acting, report: Report, read: Claim, *, by_second: bool) -> None:
    """Raise ReadByTheOther if the same number of the text already counts as the other reader read it."""
    judged: list[ClaimJudged] = [
        each.body for each in acting.picture.standing(acting.picture.judged.get(report.key, ()))
    ]
    of_the_other = [
        each.read for each in judged if each.verdict != "rejected" and (each.read_by is not None) != by_second
    ]
    if of_the_other:
        numbers = spots(report.text or "")
        place = number_at(read, numbers)
        if place is not None and place in {number_at(each, numbers) for each in of_the_other}:
            raise ReadByTheOther


def _line(field: str, written: str, text: str) -> Claim:
    if not written.strip():
        raise BadValue(
            field=field, why="there is no claim in it", hint="Give one line of `ashore read --json`"
        )
    return claim_of(written.encode(), text)
