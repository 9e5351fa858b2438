"""A boat's drill as a strip to look at: danger, masked times, its case and every report along one line of time."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from ashore.desk.language import Tongue
from ashore.model.drills import BoatTold, Debrief
from ashore.model.times import Interval, iso

WHOLE = 100.0
"""A strip's width: everything on it stands at so many per cent of the page's."""

HOUR = 3_600_000
MOST_HOURS = 12
MARKED = frozenset("opened ended reopened called_back elsewhere".split())
"""What happened on the desk that a strip marks; reports are ticks, and links too many."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Bar:
    """A time along the strip: where it begins and how long it is, per cent of its width."""

    x: float
    width: float


@dataclass(frozen=True, slots=True, kw_only=True)
class Mark:
    """One thing on the strip: where, of which kind, and what it says to whoever points at it."""

    x: float
    what: str
    says: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Strip:
    """What is drawn of a boat, in layers."""

    skipped: tuple[Bar, ...]
    danger: tuple[Bar, ...]
    masked: tuple[Bar, ...]
    own: tuple[Bar, ...]
    ticks: tuple[Mark, ...]
    marks: tuple[Mark, ...]
    end: Mark | None


def strip(boat: BoatTold, told: Debrief, tongue: Tongue) -> Strip:
    """Return what is drawn of a boat, in one language."""

    def mark(at: int, what: str, more: str = "") -> Mark:
        says = f"{iso(at)[11:16]} UTC {tongue.word('happened', what)} {more}".strip()
        return Mark(x=_x(at, told), what=what, says=says)

    return Strip(
        skipped=_bars(told.skipped, told),
        danger=_bars(boat.danger, told),
        masked=_bars(boat.masked, told),
        own=_bars(boat.own, told),
        ticks=tuple(mark(each.at, "report", each.report) for each in boat.reports),
        marks=tuple(
            mark(each.at, each.what, told.names.get(each.case, ""))
            for each in boat.happened
            if not each.true and each.what in MARKED
        ),
        end=None if boat.ended is None else mark(boat.ended, boat.end),
    )


def hours(told: Debrief) -> tuple[Mark, ...]:
    """Return the whole hours along the strips, every second or sixth where there are many."""
    first = told.began - told.began % HOUR + HOUR
    count = max(1, (told.now - first) // HOUR + 1)
    step = next(step for step in (1, 2, 6, 24, count) if count / step <= MOST_HOURS)
    return tuple(
        Mark(x=_x(at, told), what="hour", says=iso(at)[11:16])
        for at in range(first, told.now + 1, step * HOUR)
    )


def _bars(spans: Sequence[Interval], told: Debrief) -> tuple[Bar, ...]:
    return tuple(
        Bar(x=_x(each.earliest, told), width=round(_x(each.latest, told) - _x(each.earliest, told), 2))
        for each in spans
    )


def _x(at: int, told: Debrief) -> float:
    """Return where an instant lies; what was before the drill or after it lies at its edge."""
    share = (at - told.began) / max(1, told.now - told.began)
    return round(WHOLE * min(1.0, max(0.0, share)), 2)
