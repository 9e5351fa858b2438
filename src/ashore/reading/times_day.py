"""The day of an hour as it is said: yesterday evening, mardi, 14/12, 14 December 2022; day before month, always."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta, tzinfo

from ashore.model.times import utc_ms
from ashore.reading.times_clock import Clock


def _either(words: Iterable[str]) -> str:
    return "(?:" + "|".join(re.escape(word) for word in sorted(words, key=len, reverse=True)) + ")"


def _numbered(first: int, names: str) -> dict[str, int]:
    return {
        name: number for number, row in enumerate(names.split("|"), first) for name in row.split()
    }  # fmt: skip


_MONTHS = _numbered(
    1,
    "january jan janvier janv|february feb fevrier fevr fev|march mar mars|april apr avril avr|may mai"
    "|june jun juin"
    "|july jul juillet juil|august aug aout|september sept sep septembre|october oct octobre"
    "|november nov novembre"
    "|december dec decembre",
)
_WEEKDAYS = _numbered(
    0,
    "monday lundi|tuesday mardi|wednesday mercredi|thursday jeudi|friday vendredi|saturday samedi"
    "|sunday dimanche",
)
_DAY_WORDS: dict[str, tuple[int | None, str | None]] = {
    "yesterday": (1, None),
    "yesterday morning": (1, "morning"),
    "yesterday afternoon": (1, "afternoon"),
    "yesterday evening": (1, "evening"),
    "yesterday night": (None, "night"),
    "last night": (None, "night"),
    "tonight": (None, "night"),
    "this morning": (0, "morning"),
    "this afternoon": (0, "afternoon"),
    "this evening": (None, "evening"),
    "today": (0, None),
    "two days ago": (2, None),
    "the day before yesterday": (2, None),
    "hier": (1, None),
    "hier matin": (1, "morning"),
    "hier apres-midi": (1, "afternoon"),
    "hier soir": (1, "evening"),
    "avant-hier": (2, None),
    "avant-hier soir": (2, "evening"),
    "cette nuit": (None, "night"),
    "la nuit derniere": (None, "night"),
    "ce matin": (0, "morning"),
    "cet apres-midi": (0, "afternoon"),
    "ce soir": (None, "evening"),
    "aujourd'hui": (0, None),
}
"""A day as said: how many days before today (None: the most recent), and the part of it."""

_DAY = re.compile(
    rf"(?:(?P<word>{_either(_DAY_WORDS)})"
    rf"|(?:on |le )?(?:{_either(_WEEKDAYS)},? )?(?:the )?(?P<d1>\d{{1,2}})(?:st|nd|rd|th"
    rf"|er)? (?:of )?(?P<mon1>{_either(_MONTHS)})\b\.?"
    r"(?:,? (?P<y1>\d{4}))?"
    rf"|(?:on )?(?P<mon2>{_either(_MONTHS)}) (?P<d2>\d{{1,2}})(?:st|nd|rd|th)?(?!\d)(?:,? (?P<y2>\d{{4}}))?"
    rf"|(?:on |le )?(?P<weekday>{_either(_WEEKDAYS)})(?: (?P<weekpart>soir|matin|evening|morning|night))?"
    r"|(?:on |le )?(?P<d3>\d{1,2})(?P<sep>[/.-])(?P<m3>\d{1,2})(?P=sep)(?P<y3>\d{4}|\d\d)(?![\d])"
    r"|(?:on |le )?(?P<d4>\d{1,2})/(?P<m4>\d{1,2})(?![\d/])"
    r"|(?P<y5>\d{4})-(?P<m5>\d\d)-(?P<d5>\d\d)"
    r"|le (?P<d6>\d{1,2})(?= a ))(?![^\W_])"
)
_GROUP = re.compile(
    rf"(?P<d>\d\d)(?P<h>\d\d)(?P<m>\d\d) ?(?P<letter>[a-ik-z])"
    rf"(?: ?(?P<month>{_either(_MONTHS)})\.? ?(?P<y>\d{{4}}|\d\d))?(?![^\W_])"
)
"""A date-time group: day, hour, minute, zone letter, then month and year (ACP 121)."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Day:
    """The days that the words can mean, up to `end` in the text; none is any day, so the most recent is meant.

    `part` is the part of the day that the words name with it: morning, afternoon, evening, night.
    """

    end: int
    dates: tuple[date, ...] = ()
    part: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Group:
    """A date-time group, up to `end` in the text: its day, its hour and the letter of its zone."""

    day: Day
    clock: Clock
    letter: str
    end: int


def day_at(text: str, at: int, *, today: date) -> Day | None:
    """Return the day that is named at a place of a folded text, or None."""
    said = _DAY.match(text, at)
    if said is None:
        return None
    end = said.end()
    if said["word"]:
        ago, part = _DAY_WORDS[said["word"]]
        return Day(dates=() if ago is None else (today - timedelta(days=ago),), part=part, end=end)
    if said["weekday"]:
        back = (today.weekday() - _WEEKDAYS[said["weekday"]]) % 7
        days = tuple(today - timedelta(days=back + week) for week in (0, 7))
        return Day(dates=days, part=_WEEKPARTS.get(said["weekpart"] or ""), end=end)
    number = int(next(said[name] for name in ("d1", "d2", "d3", "d4", "d5", "d6") if said[name]))
    if said["d6"]:
        days = _numbered_days(number, today)
        return Day(dates=days, end=end) if days else None
    named = said["mon1"] or said["mon2"]
    month = _MONTHS[named] if named else int(said["m3"] or said["m4"] or said["m5"])
    year = said["y1"] or said["y2"] or said["y3"] or said["y5"]
    years = [year] if year else [str(today.year + back) for back in (1, 0, -1)]
    near = [day for each in years if (day := _date(number, month, each)) is not None]
    dates = [day for day in near if year or day <= today + timedelta(days=1)]
    return Day(dates=(dates[0],), end=end) if dates else None


def group_at(text: str, at: int, *, today: date) -> Group | None:
    """Return the date-time group at a place of a folded text; without a month it is of the last two."""
    said = _GROUP.match(text, at)
    if said is None:
        return None
    clock = Clock(hour=int(said["h"]), minute=int(said["m"]), end=said.end())
    number = int(said["d"])
    if said["month"]:
        day = _date(number, _MONTHS[said["month"]], said["y"])
        dates: tuple[date, ...] = () if day is None else (day,)
    else:
        dates = _numbered_days(number, today)
    if not dates or not clock.possible:
        return None
    return Group(day=Day(dates=dates, end=said.end()), clock=clock, letter=said["letter"], end=said.end())


def instants(day: date, hour: int, clock: Clock, tz: tzinfo) -> set[int]:
    """Return the UTC milliseconds at which a clock shows an hour of a day: two where it was put back.

    Where it was put forward over that hour, the one by the time before.
    """
    try:
        local = datetime(day.year, day.month, day.day, hour % 24, clock.minute, clock.second, tzinfo=tz)
        local += timedelta(days=hour // 24)
        shown = local.astimezone(UTC).astimezone(tz)
        folds = (0, 1) if shown.replace(tzinfo=None) == local.replace(tzinfo=None) else (0,)
        return {utc_ms(local.replace(fold=fold)) for fold in folds}
    except (ValueError, OverflowError):
        return set()


_WEEKPARTS = {
    "soir": "evening",
    "matin": "morning",
    "evening": "evening",
    "morning": "morning",
    "night": "night",
}


def _numbered_days(number: int, today: date) -> tuple[date, ...]:
    """Return the days of that number within the last two months, tomorrow included."""
    days = (today - timedelta(days=ago) for ago in range(-1, 62))
    return tuple(day for day in days if day.day == number)


def _date(number: int, month: int, year: str) -> date | None:
    try:
        return date(int(year) + (2000 if len(year) == 2 else 0), month, number)
    except ValueError:
        return None
