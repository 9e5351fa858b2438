"""Which open case a call may be about, simply ranked: the same telephone, then the nearest, then the latest heard.

This orders a list for a person to choose from and holds nothing to be likely. Scoring the same boat comes later.
"""

from __future__ import annotations

import math
from collections.abc import Collection, Iterable
from dataclasses import dataclass

from ashore.model.report import Position
from ashore.picture import Row
from ashore.reading.positions import ReadPosition

EARTH_NM = 3440.065
"""The Earth's mean radius in nautical miles."""

CHOICES = 9
"""So many cases have a key of their own."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Choice:
    """A case to choose, and why it stands where it does.

    `miles` is how far its last position with figures lies from the call's first, None where either has none;
    `silent_min` the minutes since its last sign of life.
    """

    row: Row
    same_phone: bool
    miles: float | None
    silent_min: int | None


def ranked(
    rows: Iterable[Row], where: ReadPosition | None, same: Collection[str], first: str = ""
) -> tuple[Choice, ...]:
    """Return the cases in the order to offer them; `same` are reports from the number, `first` a case asked for."""
    choices = [
        Choice(
            row=row,
            same_phone=any(mention.report in same for mention in row.case.mentions),
            miles=_miles(where, _last_position(row)),
            silent_min=row.urgency.silent_min,
        )
        for row in rows
        if row.at_sea
    ]
    return tuple(sorted(choices, key=lambda each: (each.row.case.id != first, *_order(each)))[:CHOICES])


def _order(choice: Choice) -> tuple[bool, float, float, str]:
    never = math.inf
    return (
        not choice.same_phone,
        never if choice.miles is None else choice.miles,
        never if choice.silent_min is None else choice.silent_min,
        choice.row.case.id,
    )


def _last_position(row: Row) -> Position | None:
    """Return the last position with figures that a mention of the case gives of its craft."""
    placed = [
        (mention.said, position)
        for mention in row.case.mentions
        for position in mention.mention.positions
        if position.lat is not None and position.of == "craft"
    ]
    return max(placed, key=lambda each: each[0])[1] if placed else None


def _miles(where: ReadPosition | None, other: Position | None) -> float | None:
    """Return the great-circle distance in nautical miles, on a sphere."""
    if where is None or other is None or other.lat is None or other.lon is None:
        return None
    lat, lon, lat_2, lon_2 = (
        math.radians(float(each)) for each in (where.lat, where.lon, other.lat, other.lon)
    )
    half = (
        math.sin((lat_2 - lat) / 2) ** 2 + math.cos(lat) * math.cos(lat_2) * math.sin((lon_2 - lon) / 2) ** 2
    )
    return 2 * EARTH_NM * math.asin(min(1.0, math.sqrt(half)))
