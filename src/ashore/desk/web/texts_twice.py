"""What a second reader makes of a text: asked from the text's page, shown beside the rules, judged like any claim."""

from __future__ import annotations

from dataclasses import dataclass

from starlette.datastructures import FormData

from ashore.desk.commands.acts import AskSecondReader, JudgeClaim
from ashore.desk.commands.desk import Desk
from ashore.desk.commands.errors import BadValue
from ashore.desk.commands.reading_texts import TextRead, as_line
from ashore.desk.commands.second_reading import ReadTwice, ask_second_reading
from ashore.desk.web.rendering import told
from ashore.desk.web.visitors import Visitor
from ashore.model.claims import Claim
from ashore.model.errors import AshoreError


@dataclass(frozen=True, slots=True, kw_only=True)
class SecondShown:
    """A text's second reading as its page shows it: who may be asked, where the words would go, and what was read.

    `model` and `where` are None where no second reader is configured; `fault` says what is wrong with its settings, or
    with the answer that is held.
    """

    model: str | None
    where: str | None
    twice: ReadTwice | None
    fault: tuple[str, str, str] | None

    @property
    def alone(self) -> list[tuple[int, Claim]]:
        """The claims that only the second reader has, each with where its number stands in the words."""
        if self.twice is None:
            return []
        return [(each.second.at, each.second.claim) for each in self.twice.alone]


def second_shown(desk: Desk, visiting: Visitor, text: TextRead) -> SecondShown:
    """Return what the page of a text shows of its second reading; asks nobody."""
    twice = ask_second_reading(desk, text)
    fault = None if twice is None else twice.fault
    reader = None
    try:
        reader = desk.second_reader()
    except AshoreError as unusable:
        fault = fault or unusable
    return SecondShown(
        model=None if reader is None else reader.model,
        where=None if reader is None else reader.where,
        twice=twice,
        fault=told(visiting, fault),
    )


def second_act(desk: Desk, text: TextRead, form: FormData) -> AskSecondReader | JudgeClaim | None:
    """Return what a form of the second reader's part asks, None for a form of the rules' claims. Raises BadValue."""
    entry, number = form.get("second"), form.get("claim")
    if entry is None:
        return None
    if entry == "ask":
        return AskSecondReader(report=text.report.key)
    twice = ask_second_reading(desk, text)
    verdict, reason = str(form.get("verdict", "")), str(form.get("reason", ""))
    if twice is not None and entry == twice.entry and not twice.fault:
        for first in text.claims:
            pair = twice.of_first(first.number).second
            if verdict == "corrected" and str(first.number) == number and pair is not None:
                return JudgeClaim(
                    report=text.report.key,
                    claim=str(first.number),
                    verdict=verdict,
                    read=as_line(first.read.claim),
                    corrected=as_line(twice.claims[pair].second.claim),
                    reason=reason,
                    corrected_by=twice.entry,
                )
        for each in twice.alone:
            if verdict != "corrected" and str(each.second.at) == number:
                return JudgeClaim(
                    report=text.report.key,
                    claim=str(each.second.at),
                    verdict=verdict,
                    read=as_line(each.second.claim),
                    reason=reason,
                    read_by=twice.entry,
                )
    for judged in () if twice is None else twice.earlier:
        if verdict == "rejected" and entry == judged.read_by and str(judged.claim) == number:
            return JudgeClaim(
                report=text.report.key,
                claim=str(judged.claim),
                verdict=verdict,
                read=as_line(judged.read),
                reason=reason,
                read_by=judged.read_by,
            )
    raise BadValue(
        field="claim", why="the second reader has no such claim of this text", hint="Look at the text again"
    )
