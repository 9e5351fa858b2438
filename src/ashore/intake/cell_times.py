"""A time as a cell holds it: a serial of a spreadsheet, ISO 8601, or typed, with its day in the same cell or another.

Where neither cell nor heading names a clock the one given is taken, and that is said.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta

from ashore.model.times import Moment
from ashore.reading.times import read_times
from ashore.reading.times_zone import LOCAL

EPOCH = datetime(1899, 12, 30, tzinfo=UTC)
"""Day 0 of a spreadsheet's serials; so every serial after February 1900 is right (ECMA-376 18.17.4.1)."""

FIRST_SERIAL, LAST_SERIAL = 36_526, 73_050
"""From 2000 to 2099; other numbers in a column of times are no serials."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Clocked:
    """When a cell says, with the offset of the clock it was read on; `assumed` where no clock was named.

    `error_s` is how far it may lie from that, in seconds; `day_only` is a day without an hour.
    """

    moment: Moment
    error_s: int = 0
    assumed: bool = False
    day_only: bool = False


def read_cell_time(
    text: str, *, day: str = "", clock: str = "", zone: str, now: int, month_first: bool = False
) -> Clocked | None:
    """Return the time in a cell, on the day of another cell where this one names none; None where there is none.

    `clock` are the words of the heading that name a clock, `zone` the IANA name of the clock meant where nothing
    does, `now` the instant (UTC milliseconds) that an hour without a day is the last such hour before.
    """
    own, hour = _parts(text, month_first)
    on = own or (_parts(day, month_first)[0] if day else "")
    if not hour:
        # No hour could be made out: the words may still hold one, as in "around 2 in the morning".
        hour = text if not own else ""
    said = " ".join(each for each in (on, hour or "12:00", clock) if each)
    # A day that is named may be after the mail or the sheet was last touched; only a bare hour is before now.
    read = read_times(said, now=now, zone=zone)
    if len(read) != 1:
        return None
    found = read[0]
    stated = found.zone_stated or ""
    assumed = not stated or _LOCAL.fullmatch(stated) is not None or not on
    if hour:
        return Clocked(moment=found.moment(), error_s=found.error_s, assumed=assumed)
    return Clocked(moment=found.moment(), error_s=12 * 3_600, assumed=True, day_only=True)


def day_of(text: str, *, month_first: bool = False) -> str:
    """Return the day that a cell names, as in 2031-02-03, or "" where it names none with its year."""
    return _parts(text, month_first)[0]


def month_leads(text: str) -> bool | None:
    """Return whether a date in figures must begin with its month (True) or its day (False); None if it tells not."""
    typed = _TYPED.match(text.strip())
    if typed is None:
        return None
    first, second = int(typed[1]), int(typed[2])
    if first > 12 >= second:
        return False
    return True if second > 12 >= first else None


_LOCAL = re.compile(LOCAL, re.IGNORECASE)
_ISO = re.compile(r"(\d{4}-\d\d-\d\d)(?:[T ](.*))?", re.DOTALL)
_TYPED = re.compile(r"(\d{1,2})[/.-](\d{1,2})[/.-](\d{4}|\d\d)(?!\d)[ ,à]*(.*)", re.DOTALL)
_SERIAL = re.compile(r"\d{5}(?:\.\d+)?")
_FRACTION = re.compile(r"0\.\d+")
_DECIMAL_COMMA = re.compile(r"(?:\d{5}|0),\d+")
_SECONDS = re.compile(r"\b(\d{1,2}:\d\d):\d\d(?:\.\d+)?")


def _parts(text: str, month_first: bool) -> tuple[str, str]:
    """Return the day of a cell as in 2031-02-03 and the words of its hour; each "" where it has none."""
    text = text.strip()
    if _DECIMAL_COMMA.fullmatch(text):
        text = text.replace(",", ".")
    if _SERIAL.fullmatch(text) and FIRST_SERIAL <= float(text) <= LAST_SERIAL:
        at = EPOCH + timedelta(minutes=round(float(text) * 1_440))
        return at.date().isoformat(), f"{at:%H:%M}" if "." in text else ""
    if _FRACTION.fullmatch(text):
        return "", f"{EPOCH + timedelta(minutes=round(float(text) * 1_440)):%H:%M}"
    if iso := _ISO.fullmatch(text):
        return _real(iso[1]), _hour(iso[2])
    if typed := _TYPED.fullmatch(text):
        day, month = (typed[2], typed[1]) if month_first else (typed[1], typed[2])
        year = typed[3] if len(typed[3]) == 4 else f"20{typed[3]}"
        return _real(f"{year}-{int(month):02}-{int(day):02}"), _hour(typed[4])
    return "", _hour(text) if re.search(r"\d", text) else ""


def _hour(words: str | None) -> str:
    return _SECONDS.sub(r"\1", (words or "").strip())


def _real(day: str) -> str:
    try:
        return date.fromisoformat(day).isoformat()
    except ValueError:
        return ""
