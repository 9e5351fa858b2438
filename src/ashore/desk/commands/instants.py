"""Instants to come, as an officer types them: in so many minutes, at an hour, or in full.

What could be read in two ways, or lies where nobody means it, is refused by a sentence:
an instant misread by a day is a boat that nobody calls.
"""

from __future__ import annotations

import re
from datetime import timedelta

from ashore.desk.commands.errors import BadValue
from ashore.model.times import Moment, in_zone, iso, moment, utc_ms

MINUTE = 60_000
HOUR = 60 * MINUTE
GONE = 6 * HOUR
"""An hour of the day that passed so lately is a slip, and does not mean tomorrow's."""

FURTHEST = 31 * 24 * HOUR
"""Further ahead nobody sets a clock: it is a slip of the date."""

_IN = re.compile(
    r"(?:\+|in |dans )?\s*(?:([0-9]{1,3})\s*h(?:ours?|eures?|rs?)?)?\s*(?:([0-9]{1,4})\s*(?:m|mn|min|mins|minutes?)?)?",
    re.IGNORECASE,
)
_AT = re.compile(r"(?:at |à )?\s*([0-9]{1,2})[:h.]?([0-9]{2})\s*(?:z|utc)?", re.IGNORECASE)
_THREE = re.compile(r"[0-9]{3}")


def due_at(field: str, text: str, now: int) -> Moment:
    """Return the instant to come that a text names, with its words. Raises BadValue.

    `20`, `+20`, `in 20 min`, `2 h` and `in 1h30` count from now; `2234`, `22:34` and `22h34` are the next such
    minute of UTC; anything else is ISO 8601 with its offset, no earlier than a minute ago.
    """
    said = " ".join(text.split())
    counted, clock = _IN.fullmatch(said), _AT.fullmatch(said)
    if _THREE.fullmatch(said):
        raise BadValue(
            field=field,
            why="this may be minutes or an hour",
            hint="Write +120 for minutes, 1:20 for an hour in UTC",
        )
    if clock is not None:
        ms = _next_minute(field, int(clock[1]), int(clock[2]), now)
        return Moment(ms=ms, stated=iso(ms))
    if counted is not None and (counted[1] or counted[2]):
        ms = now + int(counted[1] or 0) * HOUR + int(counted[2] or 0) * MINUTE
        at = Moment(ms=ms, stated=iso(ms))
    else:
        at = _in_full(field, said)
    if at.ms <= now - MINUTE:
        raise BadValue(
            field=field, why="this time has passed", hint="Look at the hour, its offset and the date"
        )
    if at.ms > now + FURTHEST:
        raise BadValue(field=field, why="this is more than a month ahead", hint="Look at the date")
    return at


def _in_full(field: str, said: str) -> Moment:
    try:
        return moment(said)
    except ValueError as error:
        raise BadValue(
            field=field,
            why="this is no time to come",
            hint="Write minutes from now (20), an hour in UTC (22:34), or a time with its offset",
        ) from error


def _next_minute(field: str, hour: int, minute: int, now: int) -> int:
    if hour > 23 or minute > 59:
        raise BadValue(field=field, why="there is no such hour", hint="Hours go from 00:00 to 23:59, in UTC")
    today = in_zone(now, "UTC").replace(hour=hour, minute=minute, second=0, microsecond=0)
    for day in (today - timedelta(days=1), today):
        if MINUTE <= now - utc_ms(day) < GONE:
            raise BadValue(
                field=field,
                why="this hour has just passed",
                hint="Hours are in UTC; for tomorrow's write the date too",
            )
    return utc_ms(today if utc_ms(today) > now - MINUTE else today + timedelta(days=1))
