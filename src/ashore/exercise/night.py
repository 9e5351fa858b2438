"""A night whose truth is known: boats and what became of them, and the reports a desk gets of it."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import UTC, date, datetime, timedelta
from typing import Any

import numpy as np

from ashore.exercise.boats import boats
from ashore.exercise.calls import ZONES, Told, calls
from ashore.exercise.habits import habits
from ashore.exercise.lives import Life, lives
from ashore.exercise.sea import NightSea, night_sea
from ashore.exercise.voyages import sail, tie_up
from ashore.exercise.watching import encounters, flights, ships
from ashore.model.times import iso, moment

Fields = dict[str, Any]

YEAR = 2021
"""The year whose loads boats have where no other is asked for."""

TRIES, CLOSE_MS = 8, 60_000
"""How many evenings are tried for a night that begins at an hour, and how close is close enough."""

PARTS = ("sea", "boats", "tied", "lives", "calls", "flights", "ships", "encounters")
"""Each part of a night draws by itself, so that a change in one leaves the others as they were."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Mentioned:
    """What a mention is about: the report's key, the mention's index in it, and the boat's id, "" for none."""

    report: str
    mention: int
    boat: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Night:
    """An exercise: what the desk sees, as lines of format ashore.report/1, and what is true."""

    seed: int
    quality: str
    year: int
    sea: NightSea
    reports: tuple[Fields, ...]
    mentioned: tuple[Mentioned, ...]
    lives: tuple[Life, ...]

    @property
    def forcing(self) -> tuple[str, ...]:
        """What a desk of that night has of tide and wind: the made-up tide, and a forecast of the wind."""
        return ("synthetic", f"wind={self.sea.forecast_kn:.0f}kn@{self.sea.forecast_from:.0f}")


def night(
    seed: int,
    count: int,
    quality: str = "rich",
    *,
    year: int = YEAR,
    evening: int | None = None,
    tide_late_ms: int = 0,
) -> Night:
    """Return the night of a seed with so many boats: the same for the same arguments, always.

    `evening` is the instant its hours are counted from, UTC milliseconds: by default a midnight of the year that the
    seed chooses. With another one the same boats leave into another tide, which is `tide_late_ms` later than else.
    Raises NoSuchNight for a quality or a year that nothing is held of.
    """
    ways = habits(quality)
    chance = {
        part: np.random.default_rng([seed, count, year, len(quality), index])
        for index, part in enumerate(PARTS)
    }
    sea = night_sea(ways, chance["sea"])
    sea = replace(sea, tide=replace(sea.tide, late_s=sea.tide.late_s + tide_late_ms / 1_000))
    begins = evening_of(seed, year) if evening is None else evening
    fleet = boats(ways, count, year, begins, chance["boats"])
    tracks, tied = tie_up(fleet, sail(fleet, sea, seed), ways, chance["tied"])
    lived = lives(fleet, tracks, tied, ways, chance["lives"])
    told = [each for life in lived for each in calls(life, ways, chance["calls"])]
    told += flights(lived, ways, chance["flights"])
    told += ships(lived, ways, chance["ships"])
    told += encounters(lived, ways, chance["encounters"])
    told.sort(key=lambda each: (each.received, each.received_by, each.channel, each.boats))
    reports, mentioned = _numbered(told)
    return Night(
        seed=seed,
        quality=quality,
        year=year,
        sea=sea,
        reports=tuple(reports),
        mentioned=tuple(mentioned),
        lives=lived,
    )


def night_from(seed: int, count: int, quality: str, first_report: int, *, year: int = YEAR) -> Night:
    """Return the night of a seed whose first report comes at an instant, UTC milliseconds, to about a minute.

    The boats leave so much earlier or later into the tide of that hour, which changes their tracks and with them who
    calls first; so the evening is sought. What it misses by at the best, its tide is late by, as a night's may be.
    """
    evening = evening_of(seed, year)
    low = high = None
    tried: list[tuple[int, int, int]] = []
    for _ in range(TRIES):
        made = night(seed, count, quality, year=year, evening=evening)
        if not made.reports:
            return made
        miss = first_report - moment(made.reports[0]["received_at"]).ms
        tried.append((abs(miss), evening, miss))
        if abs(miss) < CLOSE_MS:
            break
        low, high = (evening, high) if miss > 0 else (low, evening)
        evening += miss
        if low is not None and high is not None and not low < evening < high:
            evening = (low + high) // 2
    _, evening, miss = min(tried)
    return night(seed, count, quality, year=year, evening=evening + miss, tide_late_ms=miss)


def evening_of(seed: int, year: int) -> int:
    """Return the midnight before the night, UTC milliseconds: some day of the year's second half."""
    day = date(year, 6, 1) + timedelta(days=int(np.random.default_rng([seed, year]).integers(180)))
    return int(datetime(day.year, day.month, day.day, tzinfo=UTC).timestamp()) * 1_000


def _numbered(told: list[Told]) -> tuple[list[Fields], list[Mentioned]]:
    """Return the reports with ids in the order of receipt, and what each mention is about."""
    counted: dict[tuple[str, str], int] = {}
    reports: list[Fields] = []
    mentioned: list[Mentioned] = []
    for each in told:
        number = counted[each.received_by, each.channel] = (
            counted.get((each.received_by, each.channel), 0) + 1
        )
        id_ = f"{number:04d}"
        zone = ZONES[each.received_by]
        report: Fields = {
            "format": "ashore.report/1",
            "id": id_,
            "channel": each.channel,
            "received_at": iso(each.received),
            "received_zone": zone,
            "said_at": None if each.said is None else iso(each.said),
            "received_by": each.received_by,
            **each.fields,
        }
        report["mentions"] = [_with_times(mention) for mention in each.mentions]
        reports.append(report)
        key = f"{each.received_by}/{each.channel}/{id_}"
        mentioned += [
            Mentioned(report=key, mention=index, boat=boat) for index, boat in enumerate(each.boats)
        ]
    return reports, mentioned


def _with_times(mention: Fields) -> Fields:
    positions = [
        {**each, "at": iso(each["at"])} if isinstance(each.get("at"), int) else each
        for each in mention.get("positions", ())
    ]
    return {**mention, **({"positions": positions} if positions else {})}
