"""Questions to the figures as a desk is asked them, and the claims it holds beside its book."""

from __future__ import annotations

import json
from dataclasses import dataclass

from ashore.desk.commands.counting import Cut, stated_instant
from ashore.desk.commands.desk import Desk
from ashore.figures.basis import Basis
from ashore.figures.claims_beside import Compared, compare, remainders
from ashore.figures.claims_rows import Row
from ashore.figures.claims_rows import rows as in_rows
from ashore.figures.claims_said import unsettled
from ashore.figures.claims_totals import Total, totals
from ashore.figures.definitions import definition_of
from ashore.figures.period import ALL, period
from ashore.figures.questions import (
    LISTED,
    Answer,
    Asking,
    everything_held,
    must_heed,
    question_listed,
    question_named,
)
from ashore.model.phrases import Phrase, Translate, say, utc_minute
from ashore.picture.fold import Picture


@dataclass(frozen=True, slots=True, kw_only=True)
class Judged:
    """The claims a desk holds, each beside the book, what each text publishes, and what was judged differently."""

    compared: tuple[Compared, ...]
    totals: tuple[Total, ...]
    unsettled: tuple[tuple[str, int, str], ...]

    @property
    def rows(self) -> tuple[Row, ...]:
        """One row for one number of one source, what contradicts the book first."""
        return in_rows(self.compared, self.totals)


def ask(desk: Desk, question: str, cut: Cut, licence: str = "") -> Answer:
    """Return a question's answer; an empty period is that of the boats held.

    Raises NotAQuestion, NotTaken, NotAFigure, NotAPeriod, NotAZone and BadValue.
    """
    asked = question_named(question)
    known = question_listed(question)
    must_heed(known.name, known.takes, _given(cut) | {"licence": licence})
    for name in cut.names:
        definition_of(name)
    whole = period(cut.period or ALL, cut.zone)
    with desk.looking() as picture:
        basis = _basis(desk, picture, cut)
        days = whole if cut.period else everything_held(basis, cut.zone) or whole
        return asked(
            Asking(
                basis=basis,
                names=cut.names,
                period=days,
                place=cut.place or None,
                licence=licence,
            )
        )


def claims(desk: Desk, cut: Cut) -> Judged:
    """Return every claim held beside the book as a cut knows it, and what two running sums leave between them.

    Raises NotTaken, NotAPeriod, NotAZone and BadValue.
    """
    must_heed("claims", (), _given(cut))
    days = period(cut.period or ALL, cut.zone).days
    with desk.looking() as picture:
        basis = _basis(desk, picture, cut)
        said = tuple(
            each
            for each in basis.said
            if days is None or each.days is None or (each.days[0] <= days[1] and days[0] <= each.days[1])
        )
        return Judged(
            compared=compare(basis, (*said, *remainders(said)), zone=cut.zone),
            totals=totals(said),
            unsettled=unsettled(basis.picture, basis.reports),
        )


def as_json(answer: Answer) -> str:
    """Return an answer as one line of JSON."""
    return json.dumps(answer.as_json(), ensure_ascii=False) + "\n"


def as_text(answer: Answer, translate: Translate) -> str:
    """Return an answer as people read it, in the language of `translate`."""

    def told(phrase: Phrase) -> str:
        return phrase.render(translate, utc_minute)

    lines = [f"{answer.question}  {told(answer.asks)}", *map(told, answer.says), ""]
    for row in answer.rows:
        lines += [f"  {told(row.says)}", *(f"    {told(more)}" for more in row.more)]
    needed = [told(say("Needed: {what}", what=need)) for need in answer.needs]
    notes = [told(caution) for caution in answer.cautions]
    return "\n".join([*lines, *needed, *(["", *notes] if notes else [])]) + "\n"


def listed_as_text(translate: Translate) -> str:
    """Return the ten questions with what each answers and how it is asked, in the language of `translate`."""
    lines = []
    for each in LISTED:
        lines += [
            f"{each.number:<4} {each.asks.render(translate, utc_minute)}",
            f"     {each.answers.render(translate, utc_minute)}",
            f"     ashore {each.verb}",
        ]
    return "\n".join(lines) + "\n"


def _given(cut: Cut) -> dict[str, object]:
    return {"names": cut.names, "place": cut.place, "clock": cut.clock}


def _basis(desk: Desk, picture: Picture, cut: Cut) -> Basis:
    return Basis(
        picture,
        known_at=stated_instant("known_at", cut.known_at),
        recorded_at=stated_instant("recorded_at", cut.recorded_at),
        books=desk.books,
    )
