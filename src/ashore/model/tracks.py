"""Tracks: where vessels, aircraft and beacons were, as position feeds give it; kept beside the log and never in it.

A track is no evidence of anybody in distress. What an entry relies on it carries as an excerpt of its own.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from ashore.model.times import in_zone

DEGREE = 10_000_000
"""Whole parts of a degree in which tracks keep positions: a hundredth of a metre, finer than any feed."""

MINUTE_MS = 60_000
DAY_MS = 24 * 60 * MINUTE_MS


@dataclass(frozen=True, slots=True, kw_only=True)
class TrackFix:
    """One place of one track at an instant, UTC milliseconds.

    `track` is the name of what moves, as `ais:232001234`; `lat_e7` and `lon_e7` are ten-millionths of a degree WGS 84.
    `error_m` is the radius that holds the truth with probability 0.95, `speed_dkn` tenths of a knot, `course_ddeg`
    tenths of a degree true; None is not known. `source` is who heard it.
    `clock_assumed` says that the instant is when we heard it, because the feed gave none.
    """

    track: str
    at: int
    lat_e7: int
    lon_e7: int
    error_m: int | None = None
    speed_dkn: int | None = None
    course_ddeg: int | None = None
    source: str = ""
    clock_assumed: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Box:
    """A box of the sea in ten-millionths of a degree, its edges included; with west above east it crosses 180°."""

    south_e7: int
    west_e7: int
    north_e7: int
    east_e7: int

    def holds(self, fix: TrackFix) -> bool:
        """Return whether a fix lies in the box."""
        if not self.south_e7 <= fix.lat_e7 <= self.north_e7:
            return False
        return any(west <= fix.lon_e7 <= east for west, east in self.spans())

    def spans(self) -> tuple[tuple[int, int], ...]:
        """Return the box's west and east ends: one pair, or two where it crosses 180°."""
        if self.west_e7 <= self.east_e7:
            return ((self.west_e7, self.east_e7),)
        return ((self.west_e7, 180 * DEGREE), (-180 * DEGREE, self.east_e7))


@dataclass(frozen=True, slots=True, kw_only=True)
class Keeping:
    """How long tracks are kept: every fix for `whole_ms`, then the first of each `every_ms`, and none after `drop_ms`.

    With more than `most` fixes the time of every fix is halved until there are no more, and then the time of any.
    """

    whole_ms: int = DAY_MS
    every_ms: int = MINUTE_MS
    drop_ms: int = 30 * DAY_MS
    most: int = 50_000_000


COLUMNS = "track,at,lat,lon,error_m,speed_kn,course_deg,source,clock_assumed"
"""The first line of an excerpt."""


def decimal_degrees(value_e7: int) -> str:
    """Return ten-millionths of a degree as decimal text, exactly: seven decimals, and no minus before nought."""
    whole, part = divmod(abs(value_e7), DEGREE)
    return f"{'-' if value_e7 < 0 else ''}{whole}.{part:07d}"


def tenths(value: int | None) -> str:
    """Return tenths as decimal text, "" where not known."""
    return "" if value is None else f"{'-' if value < 0 else ''}{abs(value) // 10}.{abs(value) % 10}"


def track_csv(fixes: Iterable[TrackFix]) -> bytes:
    """Return fixes as CSV (RFC 4180, UTF-8) in the order of track and time; the same fixes give the same bytes.

    Times are ISO 8601 in UTC with milliseconds; degrees, knots, metres; an empty cell is not known.
    """
    lines = [COLUMNS]
    for fix in sorted(fixes, key=lambda each: (each.track, each.at)):
        at = in_zone(fix.at, "UTC").replace(tzinfo=None).isoformat(timespec="milliseconds") + "Z"
        cells = (
            _cell(fix.track),
            at,
            decimal_degrees(fix.lat_e7),
            decimal_degrees(fix.lon_e7),
            "" if fix.error_m is None else str(fix.error_m),
            tenths(fix.speed_dkn),
            tenths(fix.course_ddeg),
            _cell(fix.source),
            "yes" if fix.clock_assumed else "",
        )
        lines.append(",".join(cells))
    return ("\r\n".join(lines) + "\r\n").encode()


def _cell(text: str) -> str:
    return '"' + text.replace('"', '""') + '"' if set(text) & set(',"\r\n') else text
