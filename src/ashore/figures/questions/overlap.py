"""D2: is your number inside theirs? Every pair is disjoint, contains, overlaps or unknown; only disjoint are added."""

from __future__ import annotations

from itertools import combinations

from ashore.figures.compute import answers
from ashore.figures.counting import Question
from ashore.figures.definitions import definition_of
from ashore.figures.figure import Figure
from ashore.figures.questions.answer import Answer, Asking, Row, answered
from ashore.figures.wording import ranged
from ashore.model.counts import Range
from ashore.model.phrases import Phrase, say

_ASKED = ("rescued", "landed", "arrived", "detained", "prevented", "dead")

_RELATIONS = {
    "disjoint": "{one} ({number}) and {other} ({theirs}) share nobody: together {sum}.",
    "contains": "{one} ({number}) holds all of {other} ({theirs}); they are never added.",
    "within": "{one} ({number}) lies within {other} ({theirs}); they are never added.",
    "overlaps": "{one} ({number}) and {other} ({theirs}) share people; they are never added.",
    "unknown": "Whether {one} ({number}) and {other} ({theirs}) share people is not known; they are never added.",
}


def overlap(asking: Asking) -> Answer:
    """Set every figure of the period, ours and others', beside every other, by the clock of the first report."""
    wanted = [definition_of(name) for name in asking.names or _ASKED]
    found = [
        figure
        for figure in answers(
            asking.basis,
            [
                Question(
                    definition=each,
                    period=asking.period,
                    clock="reported",
                    place=asking.place,
                )
                for each in wanted
            ],
        )
        if figure.scope != "cases" or figure.high != 0
    ]
    rows = [_row(one, other) for one, other in combinations(found, 2) if one.unit == other.unit]
    adding = sum(row.plain["relation"] == "disjoint" for row in rows)
    first = (
        say("{pairs} of {all} pairs may be added.", pairs=adding, all=len(rows))
        if rows
        else say("There are no two numbers to compare.")
    )
    return answered(
        asking,
        "D2",
        "overlap",
        say("Which of these numbers hold the same people, in {period}?", period=asking.period.text),
        [first],
        rows,
        [caution for figure in found for caution in figure.cautions],
        found,
        needs=()
        if rows
        else [
            say(
                "Two numbers of one unit for {period}: of ours reports of boats, of others a published series or an "
                "accepted claim.",
                period=asking.period.text,
            )
        ],
    )


def relation(one: Figure, other: Figure) -> str:
    """Return how one figure stands to another of the same answer: disjoint, contains, within, overlaps or unknown."""
    mine = _towards(one, other)
    return "within" if mine == "overlaps" and _towards(other, one) == "contains" else mine


def _towards(one: Figure, other: Figure) -> str:
    return next((each.relation for each in one.overlaps if each.figure == other.name), "unknown")


def _row(one: Figure, other: Figure) -> Row:
    how = relation(one, other)
    together: Range | None = None
    if how == "disjoint":
        together = Range(low=one.low, high=one.high) + Range(low=other.low, high=other.high)
    fields: dict[str, Phrase | str] = {
        "one": one.title,
        "number": one.number,
        "other": other.title,
        "theirs": other.number,
    }
    if together is not None:
        fields["sum"] = ranged(together.low, together.high)
    return Row(
        says=say(_RELATIONS[how], **fields),
        plain={
            "one": one.name,
            "other": other.name,
            "relation": how,
            "sum": None if together is None else {"low": together.low, "high": together.high},
        },
    )
