"""D7: how many children? Stated so many, not stated of so many people, and the range: a blank is never nought."""

from __future__ import annotations

from ashore.figures.basis import Boat
from ashore.figures.compute import answers
from ashore.figures.counting import Question
from ashore.figures.definitions import definition_of
from ashore.figures.questions.answer import (
    Answer,
    Asking,
    Row,
    answered,
    ends,
    heard,
    nothing_held,
    reports_needed,
)
from ashore.figures.wording import coded, in_english, ranged
from ashore.model.counts import Range
from ashore.model.phrases import Phrase, say
from ashore.model.times import Interval

_FIGURE, _WHOLE = "rescued_children", "rescued"


def children(asking: Asking) -> Answer:
    """Count the children among the rescued, boat by boat: where a source stated them, and where none did."""
    definition = definition_of(_FIGURE)
    found = answers(
        asking.basis,
        [Question(definition=definition, period=asking.period, clock="reported", place=asking.place)],
    )
    ours = found[0]
    rows, stated, silent = [], None, Range(low=0, high=0)
    for boat in asking.basis.boats:
        whole = boat.book.account.rescued.total.range
        reported = Interval(earliest=boat.reported, latest=boat.reported)
        if whole.high == 0 or not asking.period.holds(reported):
            continue
        part = boat.book.account.rescued.part("children")
        if part is None:
            silent = silent + whole
        else:
            stated = (stated or Range(low=0, high=0)) + part.range
        rows.append(_row(boat, whole, None if part is None else part.range))
    first = _first(asking, stated, silent, ours.number) if rows else _nobody(asking)
    rows += [
        Row(
            says=say(
                "{source} says {number}: “{quote}”.",
                source=other.source,
                number=_number(other.value),
                quote=other.quote,
            ),
            plain={"source": other.source, "value": other.value, "quote": other.quote},
        )
        for other in ours.says_otherwise
    ]
    known = heard(asking)
    return answered(
        asking,
        "D7",
        "children",
        say("How many children among the rescued, in {period}?", period=asking.period.text),
        [
            first if known else nothing_held(asking),
            say("No age is stated up to which somebody is a child: each source goes by a rule of its own."),
        ],
        rows,
        ours.cautions,
        found if known else (),
        needs=() if known else [reports_needed(asking)],
    )


def _first(asking: Asking, stated: Range | None, silent: Range, number: Phrase) -> Phrase:
    if stated is None:
        return say(
            "Of no boat of {period} did anybody state how many are children: {silent} people, {number} children.",
            period=asking.period.text,
            silent=ranged(silent.low, silent.high),
            number=number,
        )
    return say(
        "Children stated: {stated}. Not stated of how many people: {silent}. Together {number} children.",
        stated=ranged(stated.low, stated.high),
        silent=ranged(silent.low, silent.high),
        number=number,
    )


def _nobody(asking: Asking) -> Phrase:
    return say("Of no boat first reported in {period} was anybody rescued.", period=asking.period.text)


def _row(boat: Boat, whole: Range, part: Range | None) -> Row:
    by = _stated_by(boat)
    number = ranged(whole.low, whole.high)
    if part is None:
        says = say("{boat}: {number} people, children not stated.", boat=boat.name, number=number)
    else:
        says = say(
            "{boat}: {number} people, children among them: {children}, stated by {by}.",
            boat=boat.name,
            number=number,
            children=ranged(part.low, part.high),
            by=tuple(by),
        )
    return Row(
        says=says,
        plain={
            "case": boat.id,
            "label": boat.name,
            "people": ends(whole.low, whole.high),
            "children": None if part is None else ends(part.low, part.high),
            "missing": "not stated" if part is None else None,
            "stated_by": [in_english(each) for each in by],
        },
    )


def _stated_by(boat: Boat) -> list[Phrase]:
    """Return who stated children of this boat, each once."""
    speakers: dict[str, Phrase] = {}
    for mention in boat.mentions:
        met = mention.mention.encounter
        counts = [mention.mention.on_board]
        if met is not None:
            counts += [met.taken_off, met.set_out, met.seen, met.left_aboard]
        counts += [move.count for move in mention.mention.movements]
        if any(count is not None and count.children is not None for count in counts):
            speakers.setdefault(mention.speaker, say("{speaker}", speaker=coded(mention.speaker)))
    return list(speakers.values())


def _number(value: int | None) -> Phrase:
    return say("no number") if value is None else say("{number}", number=value)
