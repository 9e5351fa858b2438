"""Which days a figure is of: days, months, years, from-to, nights, or everything held, in a stated zone."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from ashore.model.errors import BadInput
from ashore.model.times import Interval, in_zone, utc_ms

ALL = "all"
DEFAULT_ZONE = "Europe/Paris"

_DAY = timedelta(days=1)
_DATED = re.compile(r"\d{4}(-\d{2}(-\d{2})?)?")
_FIRST_YEAR, _LAST_YEAR = 1900, 2999


class NotAPeriod(BadInput):
    code = "not-a-period"
    says = "“{period}” is not a period that can be read."
    hint = (
        "Write a day (2020-12-09), a month (2020-12), a year (2020), from and to (2020-01-01/2020-12-09), "
        "a night by the day it begins on (night:2020-12-08), or all."
    )


class NotAZone(BadInput):
    code = "not-a-zone"
    says = "“{zone}” is not a time zone known here."
    hint = "Write it as in Europe/Paris, Europe/London or UTC."


@dataclass(frozen=True, slots=True, kw_only=True)
class Period:
    """A stretch of time in one zone: from `start` up to but not including `end`, UTC milliseconds.

    `first` and `last` are the civil days by which others would name it; a night, noon to noon, is named by
    the two days it lies on. All four are None for everything held.
    """

    text: str
    zone: str
    start: int | None
    end: int | None
    first: date | None
    last: date | None

    @property
    def days(self) -> tuple[date, date] | None:
        """The civil days from and to, None for everything held."""
        return None if self.first is None or self.last is None else (self.first, self.last)

    @property
    def night(self) -> bool:
        """Whether it runs from noon to noon."""
        return self.text.startswith("night:")

    def holds(self, when: Interval) -> bool:
        """Whether the whole of an interval lies in the period."""
        return (self.start is None or self.start <= when.earliest) and (
            self.end is None or when.latest < self.end
        )

    def may_hold(self, when: Interval) -> bool:
        """Whether any of an interval lies in the period."""
        return (self.start is None or self.start <= when.latest) and (
            self.end is None or when.earliest < self.end
        )

    def each_day(self) -> Iterator[Period]:
        """Yield the days of a period of whole days, in order; nothing for a night or for everything."""
        if self.first is not None and self.last is not None and not self.night:
            day = self.first
            while day <= self.last:
                yield _between(day.isoformat(), self.zone, day, day)
                day += _DAY


def period(text: str, zone: str = DEFAULT_ZONE) -> Period:
    """Return the period that a text names, in an IANA zone. Raises NotAPeriod and NotAZone."""
    try:
        ZoneInfo(zone)
    except (ZoneInfoNotFoundError, ValueError, OSError):
        raise NotAZone(zone=zone) from None
    try:
        return _read(text.strip(), zone)
    except ValueError:
        raise NotAPeriod(period=text) from None


def of_days(first: date, last: date, zone: str) -> Period:
    """Return the period from one civil day to another, named in the shortest way."""
    return _between(named(first, last), zone, first, last)


def named(first: date, last: date) -> str:
    """Return the shortest name of the days from `first` to `last`: a year, a month, a day, or from and to."""
    if first == last:
        return first.isoformat()
    if (first.month, first.day, last.month, last.day) == (1, 1, 12, 31) and first.year == last.year:
        return f"{first.year:04}"
    if first.day == 1 and last == _month_end(first):
        return f"{first.year:04}-{first.month:02}"
    return f"{first.isoformat()}/{last.isoformat()}"


def claimed_days(
    when_start: str | None, when_end: str | None, period_text: str | None
) -> tuple[date, date] | None:
    """Return the civil days a claim is of, from its dates or else its period; None where it names none."""
    try:
        if when_start and when_end:
            return date.fromisoformat(when_start), date.fromisoformat(when_end)
        return _read(period_text.strip(), "UTC").days if period_text else None
    except ValueError:
        return None


def night_shift(when: Interval, zone: str) -> Interval:
    """Return an interval set twelve hours on by the clocks of a zone, so that a night falls on the day it ends on."""
    return Interval(
        earliest=_twelve_hours_on(when.earliest, zone), latest=_twelve_hours_on(when.latest, zone)
    )


def week_ending(when: Interval, zone: str) -> Interval:
    """Return an interval with both ends set to noon of the Sunday that ends their week, as the weekly series does."""
    return Interval(earliest=_sunday(when.earliest, zone), latest=_sunday(when.latest, zone))


def _read(text: str, zone: str) -> Period:
    if text == ALL:
        return Period(text=ALL, zone=zone, start=None, end=None, first=None, last=None)
    if text.startswith("night:"):
        day = _date(text.removeprefix("night:"))
        return Period(
            text=text,
            zone=zone,
            start=_instant(day, time(12), zone),
            end=_instant(day + _DAY, time(12), zone),
            first=day,
            last=day + _DAY,
        )
    start, slash, end = text.partition("/")
    if slash:
        first, last = _date(start), _date(end)
        if last < first:
            raise ValueError("ends before it begins")
        return _between(text, zone, first, last)
    if not _DATED.fullmatch(text):
        raise ValueError("neither a day, a month nor a year")
    year, *rest = (int(number) for number in text.split("-"))
    if len(rest) == 2:
        return _between(text, zone, _date(text), _date(text))
    first = _in_range(date(year, rest[0] if rest else 1, 1))
    return _between(text, zone, first, _month_end(first) if rest else date(year, 12, 31))


def _date(text: str) -> date:
    if len(text) != len("2020-12-09"):
        raise ValueError("not a civil date")
    return _in_range(date.fromisoformat(text))


def _in_range(day: date) -> date:
    if not _FIRST_YEAR <= day.year <= _LAST_YEAR:
        raise ValueError("no year of ours")
    return day


def _between(text: str, zone: str, first: date, last: date) -> Period:
    return Period(
        text=text,
        zone=zone,
        start=_instant(first, time(), zone),
        end=_instant(last + _DAY, time(), zone),
        first=first,
        last=last,
    )


def _month_end(first: date) -> date:
    return (first.replace(day=28) + timedelta(days=4)).replace(day=1) - _DAY


def _instant(day: date, clock: time, zone: str) -> int:
    return utc_ms(datetime.combine(day, clock, tzinfo=ZoneInfo(zone)))


def _twelve_hours_on(ms: int, zone: str) -> int:
    # By the wall clock and not by elapsed time, so that noon stays the edge on the days the clocks change.
    local = in_zone(ms, zone).replace(tzinfo=None) + timedelta(hours=12)
    return utc_ms(local.replace(tzinfo=ZoneInfo(zone)).astimezone(UTC))


def _sunday(ms: int, zone: str) -> int:
    day = in_zone(ms, zone).date()
    return _instant(day + timedelta(days=6 - day.weekday()), time(12), zone)
