"""Judging what was read from a text: a claim is accepted, corrected or rejected by a person, and only so counted."""

from __future__ import annotations

import re

from ashore.desk.commands.acting import Acting, one_of, reason_text
from ashore.desk.commands.acts import JudgeClaim
from ashore.desk.commands.errors import BadValue, UnknownReport, WordsSealed
from ashore.desk.commands.registry import JUDGING, command
from ashore.intake.claims import claim_of
from ashore.model.bodies import ClaimJudged
from ashore.model.claims import Claim
from ashore.model.report import Report
from ashore.picture.fold import Held

VERDICTS = ("accepted", "corrected", "rejected")


@command("judge-claim", JudgeClaim, roles=JUDGING, person=True)
def judge_claim(acting: Acting, act: JudgeClaim) -> None:
    """Write a judgement down in place of every earlier one on the same claim, whoever made it.

    The quote must stand in the report's words where the claim says. Raises UnknownReport, WordsSealed, BadValue and
    what is wrong with a claim.
    """
    one_of("verdict", act.verdict, VERDICTS)
    held, report, text = _public(acting, act.report)
    if not re.fullmatch("[0-9]{1,6}", act.claim):
        raise BadValue(field="claim", why="it is no number", hint="Claims are numbered from 0")
    number = int(act.claim)
    read = _line("read", act.read, text)
    corrected = _line("corrected", act.corrected, text) if act.verdict == "corrected" else None
    if act.verdict != "corrected" and act.corrected:
        raise BadValue(
            field="corrected", why="only a correction says what else it is", hint="Leave it out, or correct"
        )
    acting.append(
        ClaimJudged(
            report=report.key,
            claim=number,
            verdict=act.verdict,
            read=read,
            corrected=corrected,
            reason=reason_text("reason", act.reason, least=0 if act.verdict == "accepted" else 1),
        ),
        subjects=[report.key],
        replaces=[
            each.id
            for each in acting.picture.standing(acting.picture.judged.get(report.key, ()))
            if each.body.claim == number
        ],
        causes=[held.id],
    )


def _public(acting: Acting, key: str) -> tuple[Held, Report, str]:
    """Return a public report that stands, and its words."""
    stands = acting.picture.standing(acting.picture.reports.get(key, ()))
    if not stands:
        raise UnknownReport(report=key)
    report: Report = stands[-1].body.report
    if not report.public or report.text is None:
        raise WordsSealed(report=key)
    return stands[-1], report, report.text


def _line(field: str, written: str, text: str) -> Claim:
    if not written.strip():
        raise BadValue(
            field=field, why="there is no claim in it", hint="Give one line of `ashore read --json`"
        )
    return claim_of(written.encode(), text)
