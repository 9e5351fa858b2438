"""D1: how many on that day? A row for each clock, because the clock decides, and it is always printed."""

from __future__ import annotations

from collections.abc import Sequence

from ashore.figures.caveats import clock_means
from ashore.figures.compute import answers
from ashore.figures.counting import Question
from ashore.figures.definitions import Definition, definition_of
from ashore.figures.figure import Figure
from ashore.figures.questions.answer import (
    Answer,
    Asking,
    Row,
    answered,
    ends,
    nothing_held,
    reports_needed,
    unheard,
)
from ashore.figures.wording import coded
from ashore.model.phrases import Phrase, say

_ASHORE = ("landed", "arrived", "found", "happened")


def clocks(asking: Asking) -> Answer:
    """Count each figure asked for (else the rescued) by call, by what happened ashore, and by night."""
    wanted = [definition_of(name) for name in asking.names or ("rescued",)]
    counted = [definition for definition in wanted if not unheard(asking, definition)]
    found = [
        figure
        for definition in counted
        for clock in _three(definition)
        for figure in answers(
            asking.basis,
            [Question(definition=definition, period=asking.period, clock=clock, place=asking.place)],
        )
        if figure.scope == "cases"
    ]
    rows = [
        Row(
            says=say(
                "{figure}, clock “{clock}” ({meaning}): {number}."
                if figure.low == figure.high
                else "{figure}, clock “{clock}” ({meaning}): {number}, not settled.",
                figure=coded(figure.figure),
                clock=figure.clock,
                meaning=clock_means(figure.clock),
                number=figure.number,
            ),
            plain={
                "figure": figure.figure,
                "clock": figure.clock,
                **ends(figure.low, figure.high),
                "settled": figure.low == figure.high,
                "id": figure.id,
            },
        )
        for figure in found
    ]
    by_name: dict[str, set[tuple[int, int | None]]] = {}
    for figure in found:
        by_name.setdefault(figure.figure, set()).add((figure.low, figure.high))
    differ = any(len(numbers) > 1 for numbers in by_name.values())
    return answered(
        asking,
        "D1",
        "clocks",
        say("How many in {period}?", period=asking.period.text),
        [
            *([nothing_held(asking)] if len(counted) < len(wanted) else []),
            *(
                say("{figure} – {numbers}.", figure=coded(name), numbers=_by_clock(found, name))
                for name in by_name
            ),
            *([_verdict(differ)] if found else []),
        ],
        rows,
        [caution for figure in found for caution in figure.cautions],
        found,
        needs=[reports_needed(asking)] if len(counted) < len(wanted) else (),
    )


def _verdict(differ: bool) -> Phrase:
    return (
        say("It depends on the clock, so no number without it.")
        if differ
        else say("The same by every clock.")
    )


def _by_clock(found: Sequence[Figure], name: str) -> tuple[Phrase, ...]:
    return tuple(
        say("{number} by the clock “{clock}”", number=figure.number, clock=figure.clock)
        for figure in found
        if figure.figure == name
    )


def _three(definition: Definition) -> tuple[str, ...]:
    ashore = next((clock for clock in _ASHORE if clock in definition.clocks), None)
    return tuple(clock for clock in ("reported", ashore, "night") if clock and clock in definition.clocks)
