"""Moments and intervals: UTC inside, and what was stated kept as stated."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime
from zoneinfo import ZoneInfo


@dataclass(frozen=True, slots=True, kw_only=True)
class Moment:
    """An instant in UTC milliseconds with the words it was stated in (ISO 8601 with its offset)."""

    ms: int
    stated: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Interval:
    """From `earliest` to `latest`, both in UTC milliseconds and both included."""

    earliest: int
    latest: int


def moment(stated: str) -> Moment:
    """Return the moment an ISO 8601 text with an offset states; ValueError if it is none."""
    parsed = datetime.fromisoformat(stated)
    if parsed.tzinfo is None:
        raise ValueError("no offset from UTC")
    try:
        return Moment(ms=utc_ms(parsed), stated=stated)
    except OverflowError as error:
        raise ValueError("before the first or after the last day there is") from error


def utc_ms(instant: datetime) -> int:
    """Return an aware datetime as whole milliseconds since 1970-01-01 UTC, exactly."""
    since = instant.astimezone(UTC) - datetime(1970, 1, 1, tzinfo=UTC)
    return (since.days * 86_400 + since.seconds) * 1_000 + since.microseconds // 1_000


def in_zone(ms: int, zone: str) -> datetime:
    """Return the instant on the clocks of an IANA zone."""
    return (
        datetime.fromtimestamp(ms // 1_000, tz=UTC)
        .replace(microsecond=ms % 1_000 * 1_000)
        .astimezone(ZoneInfo(zone))
    )


def iso(ms: int, zone: str = "UTC") -> str:
    """Return the instant as ISO 8601 to the second, with the zone's offset."""
    return in_zone(ms, zone).replace(microsecond=0).isoformat()
