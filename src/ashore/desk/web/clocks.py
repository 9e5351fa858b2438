"""Instants on the three clocks of the desk: UTC, London and Paris, always together."""

from __future__ import annotations

from typing import NamedTuple

from babel.dates import format_datetime

from ashore.desk.language import Tongue
from ashore.model.times import in_zone, iso

ZONES = (("UTC", "UTC"), ("London", "Europe/London"), ("Paris", "Europe/Paris"))


class Reading(NamedTuple):
    """What one clock shows: the clock's name, the day, and the hour and minute."""

    clock: str
    day: str
    hour: str


class Instant(NamedTuple):
    """One instant: its ISO 8601 form in UTC, and what each clock shows."""

    iso: str
    readings: tuple[Reading, ...]


def instant(ms: int, tongue: Tongue) -> Instant:
    """Return an instant as the three clocks show it."""
    return Instant(
        iso=iso(ms),
        readings=tuple(
            Reading(
                clock=tongue.says(name),
                day=_shown(ms, zone, "d MMM y", tongue),
                hour=_shown(ms, zone, "HH:mm", tongue),
            )
            for name, zone in ZONES
        ),
    )


def hour(ms: int, tongue: Tongue) -> str:
    """Return an instant within a sentence: day, hour and minute in UTC."""
    return f"{_shown(ms, 'UTC', 'd MMM HH:mm', tongue)} UTC"


def _shown(ms: int, zone: str, pattern: str, tongue: Tongue) -> str:
    return format_datetime(in_zone(ms, zone), pattern, locale=tongue.language)
