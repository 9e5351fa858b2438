"""The days and hours of a series as offices write them: 03/02/2031, 3.2.2031 05:00, or the serial of a spreadsheet.

Whether the day or the month comes first is a matter of the whole column: where one number is above twelve it tells of
all, else the order in which the days follow one another more closely is taken, and that is said to be assumed.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta

from ashore.intake.cell_times import EPOCH, FIRST_SERIAL, LAST_SERIAL

_TYPED = re.compile(
    r"(?P<first>\d{1,2})(?P<sign>[/.-])(?P<second>\d{1,2})(?P=sign)(?P<year>\d{4})"
    r"(?:(?:[ ,T]| à )+(?P<hour>\d{1,2})(?::| ?[hH] ?)(?P<minute>\d{2})(?::00(?:[.,]0+)?)?)?",
    re.ASCII,
)
_SERIAL = re.compile(r"(\d{5})(?:[.,](\d+))?", re.ASCII)


@dataclass(frozen=True, slots=True, kw_only=True)
class SeriesDates:
    """How the days of one column are written: `month_first`, None where some must begin so and some must not.

    `assumed` where no day tells.
    """

    month_first: bool | None = False
    assumed: bool = False

    def iso(self, cell: str) -> str:
        """Return a day or an hour as in 2031-02-03 or 2031-02-03T05:00; what is written in no such way as it is."""
        text = cell.strip()
        if serial := _SERIAL.fullmatch(text):
            return _of_serial(serial) or cell
        typed = _TYPED.fullmatch(text)
        day = None if typed is None or self.month_first is None else _day(typed, self.month_first)
        if typed is None or day is None:
            return cell
        if typed["hour"] is None:
            return day.isoformat()
        return f"{day.isoformat()}T{int(typed['hour']):02}:{typed['minute']}"


def dates_of(cells: Iterable[str]) -> SeriesDates:
    """Return how the days of a column are written."""
    typed = [found for each in cells if (found := _TYPED.fullmatch(each.strip()))]
    if not typed:
        return SeriesDates()
    may_lead = {first: all(_day(each, first) is not None for each in typed) for first in (False, True)}
    if not any(may_lead.values()):
        return SeriesDates(month_first=None)
    if not all(may_lead.values()):
        return SeriesDates(month_first=may_lead[True])
    return SeriesDates(month_first=_span(typed, True) < _span(typed, False), assumed=True)


def _span(typed: Iterable[re.Match[str]], month_first: bool) -> timedelta:
    """Return from the first day of all to the last."""
    days = [day for each in typed if (day := _day(each, month_first)) is not None]
    return max(days) - min(days)


def _day(typed: re.Match[str], month_first: bool) -> date | None:
    first, second = int(typed["first"]), int(typed["second"])
    day, month = (second, first) if month_first else (first, second)
    try:
        return date(int(typed["year"]), month, day)
    except ValueError:
        return None


def _of_serial(serial: re.Match[str]) -> str:
    number = f"{serial[1]}.{serial[2] or 0}"
    if not FIRST_SERIAL <= int(serial[1]) < LAST_SERIAL or len(number) > 30:
        return ""
    # A fraction of a day is seldom exact; hours of a series are whole minutes.
    at = EPOCH + timedelta(minutes=round(float(number) * 1_440))
    return f"{at:%Y-%m-%dT%H:%M}" if serial[2] else f"{at:%Y-%m-%d}"
