"""D5: how many are in nobody's figure? Boats of which no settled report says what became of the people."""

from __future__ import annotations

from ashore.figures.counting import no_outcome, without_outcome
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
from ashore.figures.wording import ranged
from ashore.model.phrases import say
from ashore.model.times import Interval, iso


def unaccounted(asking: Asking) -> Answer:
    """Count the boats first reported in the period that have no outcome, and their people, from low to high."""
    total = without_outcome(asking.basis, asking.period)
    rows = []
    for boat in asking.basis.boats:
        reported = Interval(earliest=boat.reported, latest=boat.reported)
        if not no_outcome(boat) or not asking.period.holds(reported):
            continue
        out = boat.book.still_out
        ended = next((case.ended.how for case in boat.cases if case.ended is not None), None)
        rows.append(
            Row(
                says=say(
                    "{boat}: {number} people, first reported {time}.",
                    boat=boat.name,
                    number=say("not known how many")
                    if not out.low and out.high is None
                    else say("{number}", number=ranged(out.low, out.high)),
                    time=iso(boat.reported, asking.period.zone),
                ),
                plain={
                    "case": boat.id,
                    "label": boat.name,
                    **ends(out.low, out.high),
                    "reported": iso(boat.reported, asking.period.zone),
                    "ended": ended,
                },
            )
        )
    known = heard(asking)
    first = (
        nothing_held(asking)
        if not known
        else say("No boat first reported in {period} is without an outcome.", period=asking.period.text)
        if not total.cases
        else say(
            "Without an outcome, of the boats first reported in {period}: {cases}, with {number} people, as known on "
            "{known}.",
            cases=total.cases,
            period=asking.period.text,
            number=ranged(total.low, total.high),
            known=asking.basis.says_known_at(asking.period.zone),
        )
    )
    return answered(
        asking,
        "D5",
        "unaccounted",
        say("How many are in nobody's figure, in {period}?", period=asking.period.text),
        [first],
        rows,
        [
            say(
                "Boats of which no report is held here are in no figure of ours either; how many is not known."
            )
        ],
        needs=[] if known else [reports_needed(asking)],
    )
