"""D8: how long did they wait? From a boat's first report until its people were off it or on land.

A boat that was never found is not left out: it is followed until its search ended, or until now, and counted as one
that waited at least so long. Leaving it out would make every wait look shorter.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from ashore.figures.basis import Boat
from ashore.figures.questions.answer import Answer, Asking, Row, answered, nothing_held, reports_needed
from ashore.figures.survival import Median, Span, kaplan_meier, median
from ashore.model.phrases import Phrase, say
from ashore.model.times import Interval, iso

_SAFE = ("rescued", "landed", "arrived", "returned")
"""What ends a wait; a body found ends none."""

_MINUTE = 60_000


@dataclass(frozen=True, slots=True, kw_only=True)
class _Wait:
    """One boat's wait in minutes, at least and at most; `ended` False is censored at `least`."""

    boat: Boat
    least: int
    most: int
    ended: bool
    by: str


def waiting(asking: Asking) -> Answer:
    """Estimate the median wait of the boats first reported in the period, boats never found among them."""
    boats = [
        boat
        for boat in asking.basis.boats
        if asking.period.holds(Interval(earliest=boat.reported, latest=boat.reported))
    ]
    afterwards = [boat for boat in boats if _told_afterwards(boat)]
    waits = [_wait(asking, boat) for boat in boats if boat not in afterwards]
    estimates = [_estimate(waits, at_earliest=early) for early in (True, False)]
    ended = sum(wait.ended for wait in waits)
    rows = [_row(wait) for wait in waits]
    asks = say("How long did they wait, in {period}?", period=asking.period.text)
    if not boats:
        return answered(
            asking, "D8", "waiting", asks, [nothing_held(asking)], [], needs=[reports_needed(asking)]
        )
    rows += [
        Row(
            says=say(
                "{boat}: first reported when it was over, so nothing is known of its wait.", boat=boat.name
            ),
            plain={"case": boat.id, "label": boat.name, "minutes": None, "missing": "reported afterwards"},
        )
        for boat in afterwards
    ]
    whole: dict[str, Any] = {
        "boats": len(waits),
        "ended": ended,
        "censored": len(waits) - ended,
        "told_afterwards": len(afterwards),
        "median_min": _span([each.length for each in estimates]),
        "interval_95_min": {
            "low": _span([each.low for each in estimates])["low"],
            "high": _span([each.high for each in estimates])["high"],
        },
    }
    says = [
        _median(whole),
        say(
            "Boats: {boats}. Waits that ended: {ended}; that did not, or are not known to have: {censored}.",
            boats=len(waits),
            ended=ended,
            censored=len(waits) - ended,
        ),
    ]
    return answered(
        asking,
        "D8",
        "waiting",
        asks,
        says,
        [Row(says=say("All boats together."), plain=whole), *rows],
        [
            say(
                "A wait runs from the first report of a boat, which is not when it got into danger, to the first time "
                "that a report gives for its people being taken off, landed or ashore by themselves."
            ),
            say(
                "Where reports leave a time open, the estimate is made with every such time at its earliest and at its "
                "latest; a time between them may give another."
            ),
            say("A boat never found is kept: it waited at least until its search ended, or until now."),
            say(
                "It is assumed that a search is not ended because the wait is nearly over; that is not tested here."
            ),
        ],
        needs=[say("For more of these boats a report of when their people were off or ashore.")]
        if whole["median_min"]["high"] is None
        else (),
    )


def _wait(asking: Asking, boat: Boat) -> _Wait:
    told = [event for event in boat.events if event.name in _SAFE and event.sure]
    if told:
        timed = [event for event in told if event.timed] or told
        first = min(timed, key=lambda event: (event.when.latest, event.when.earliest))
        return _Wait(
            boat=boat,
            least=max(0, first.when.earliest - boat.reported) // _MINUTE,
            most=max(0, -(-(first.when.latest - boat.reported) // _MINUTE)),
            ended=True,
            by=first.name,
        )
    ends = [case.ended.at for case in boat.cases if case.ended is not None]
    until = max(boat.reported, min(ends, default=max(asking.basis.known_at, boat.reported)))
    length = (until - boat.reported) // _MINUTE
    return _Wait(boat=boat, least=length, most=length, ended=False, by="")


def _told_afterwards(boat: Boat) -> bool:
    """Whether a boat's first report already tells how it ended: nobody heard of it while it waited."""
    return any(
        event.name in _SAFE and event.sure and event.facts.known == boat.reported for event in boat.events
    )


def _estimate(waits: Sequence[_Wait], *, at_earliest: bool) -> Median:
    """Return the median with every time that reports leave open taken at its earliest, or at its latest."""
    return median(
        kaplan_meier(
            [Span(length=wait.least if at_earliest else wait.most, happened=wait.ended) for wait in waits]
        )
    )


def _span(lengths: Sequence[int | None]) -> dict[str, int | None]:
    """Return the least and the most of these; none where any of them has no end."""
    known = [each for each in lengths if each is not None]
    return {"low": min(known, default=None), "high": max(known) if len(known) == len(lengths) else None}


def _median(whole: Mapping[str, Any]) -> Phrase:
    low, high = whole["median_min"]["low"], whole["median_min"]["high"]
    if high is None:
        return say("No median: for half of them no end of the wait is known.")
    first, last = whole["interval_95_min"]["low"], whole["interval_95_min"]["high"]
    number = (
        say("{length} min", length=low) if low == high else say("{low} to {high} min", low=low, high=high)
    )
    if last is None:
        return say(
            "Median {number}; 95 % interval from {low} min, with no upper end.", number=number, low=first or 0
        )
    return say(
        "Median {number}; 95 % interval {low} to {high} min.", number=number, low=first or 0, high=last
    )


def _row(wait: _Wait) -> Row:
    fields: dict[str, int | str] = {"boat": wait.boat.name, "least": wait.least, "most": wait.most}
    if not wait.ended:
        says = say("{boat}: at least {least} min, no end known.", boat=wait.boat.name, least=wait.least)
    elif wait.least == wait.most:
        says = say("{boat}: {least} min.", boat=wait.boat.name, least=wait.least)
    else:
        says = say("{boat}: {least} to {most} min.", **fields)
    return Row(
        says=says,
        plain={
            "case": wait.boat.id,
            "label": wait.boat.name,
            "reported": iso(wait.boat.reported),
            "minutes": {"low": wait.least, "high": wait.most if wait.ended else None},
            "ended": wait.ended,
            "by": wait.by or None,
        },
    )
