"""D10: may I print this? The sentence one may print, what stands behind it, and what it does not count."""

from __future__ import annotations

import hashlib
import json
from typing import Any

from ashore.figures.caveats import clock_means
from ashore.figures.compute import answers
from ashore.figures.counting import Question
from ashore.figures.definitions import clock_of, definition_of
from ashore.figures.figure import Figure
from ashore.figures.questions.answer import (
    Answer,
    Asking,
    Row,
    answered,
    nothing_held,
    reports_needed,
    unheard,
)
from ashore.figures.wording import coded, in_english
from ashore.model.phrases import Phrase, say

_MISSING = {
    "high": say("not known: no upper limit"),
    "best": say("not settled: no one number"),
    "place": say("not cut by place"),
}
"""What an empty value of a figure means: none of them is nought."""


def printing(asking: Asking) -> Answer:
    """Say for each figure asked for (else the rescued) whether it may be printed, and in which words."""
    rows: list[Row] = []
    cautions: list[Phrase] = []
    shown: list[Figure] = []
    for name in asking.names or ("rescued",):
        definition = definition_of(name)
        found = answers(
            asking.basis,
            [
                Question(
                    definition=definition,
                    period=asking.period,
                    clock=clock_of(definition, None),
                    place=asking.place,
                )
            ],
        )
        shown.append(found[0])
        rows.append(_row(asking, found[0]))
        cautions += found[0].cautions
    may = {row.plain["may"] for row in rows}
    if may == {"number"}:
        first = say("Yes, with its clock, its date and what it does not count.")
    elif may <= {"nothing_held", "not_known"}:
        first = say("No: nothing held here gives a number.")
    else:
        first = say("Only as it stands below.")
    needs = [reports_needed(asking)] if "nothing_held" in may else []
    if "not_known" in may:
        needs.append(say("A report that counts what was asked for."))
    if "not_live" in may:
        needs.append(say("The record of a live desk."))
    if "range" in may:
        needs.append(say("What would settle the range is said in the notes and on the figure's own page."))
    return answered(
        asking,
        "D10",
        "printing",
        say("May I print this, for {period}?", period=asking.period.text),
        [first],
        rows,
        cautions,
        [figure for figure, row in zip(shown, rows, strict=True) if row.plain["may"] != "nothing_held"],
        needs=needs,
    )


def digest(figure: Figure) -> str:
    """Return the SHA-256 of a figure's JSON with its keys in order, in hex: whoever holds the figure can check it."""
    plain = json.dumps(figure.as_json(), ensure_ascii=False, sort_keys=True, separators=(",", ":"))
    return hashlib.sha256(plain.encode()).hexdigest()


def _row(asking: Asking, figure: Figure) -> Row:
    if unheard(asking, definition_of(figure.figure)):
        return Row(
            says=say("{figure}: not at all. {why}", figure=coded(figure.figure), why=nothing_held(asking)),
            plain={"may": "nothing_held", "figure": figure.figure},
        )
    may, why = _may(asking, figure)
    definition = definition_of(figure.figure)
    sentence = say(
        "{figure}: {number}, {period}, by the clock “{clock}” ({meaning}), as known on {known}.",
        figure=coded(figure.figure),
        number=figure.number,
        period=figure.period,
        clock=figure.clock,
        meaning=clock_means(figure.clock),
        known=figure.known_at,
    )
    data = {
        name: value for name, value in figure.as_json().items() if name not in ("says_otherwise", "overlaps")
    }
    plain: dict[str, Any] = {
        "may": may,
        "figure": figure.figure,
        "id": figure.id,
        "sha256": digest(figure),
        "licence": asking.licence or None,
        "does_not_count": figure.does_not_count,
        "citation": f"Ashore, figure {figure.id}, as known on {figure.known_at}, SHA-256 {digest(figure)[:16]}…",
        "data": data,
        "missing": {name: in_english(meaning) for name, meaning in _MISSING.items() if data[name] is None},
    }
    licence = (
        say("Licence: {licence}.", licence=asking.licence)
        if asking.licence
        else say("Licence: none is stated; ask the desk before it is used again.")
    )
    return Row(
        says=sentence,
        more=(
            why,
            say(
                "Not counted: {what} Boats without an outcome: {cases}.",
                what=say(definition.does_not_count),
                cases=figure.without_outcome.cases,
            ),
            say("Cite it by {id}, SHA-256 {digest}.", id=figure.id, digest=digest(figure)),
            licence,
        ),
        plain=plain,
    )


def _may(asking: Asking, figure: Figure) -> tuple[str, Phrase]:
    if asking.basis.kinds:
        return "not_live", say(
            "Not as a fact: this log is no live record, and what is printed of it must say so."
        )
    if not figure.low and figure.high is None:
        return "not_known", say("Not as a number: it is not known.")
    if figure.low != figure.high:
        return "range", say("Only as a range: one number of it would be chosen by whoever prints it.")
    if figure.status != "final":
        return "number", say(
            "It is {status}, and may change: print the date of knowledge with it.",
            status=coded(figure.status),
        )
    return "number", say("Every boat under it is ended and the number is one.")
