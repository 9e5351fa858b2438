"""How a product writes places, directions, distances and times, so that the page, the picture and the file agree."""

from __future__ import annotations

from datetime import UTC, datetime

import numpy as np

NM_M = 1852.0
KNOT_MS = NM_M / 3600

COMPASS = (
    "N", "NNE", "NE", "ENE", "E", "ESE", "SE", "SSE", "S", "SSW", "SW", "WSW", "W", "WNW", "NW", "NNW",
)  # fmt: skip
"""The sixteen points, clockwise from north; each is the id of its translation."""


def utc_minute(when: float) -> str:
    """Write epoch seconds as a date and minute: `2026-11-22 14:30 UTC`."""
    return f"{datetime.fromtimestamp(round(when / 60) * 60, UTC):%Y-%m-%d %H:%M} UTC"


def utc_hour(when: float) -> str:
    """Write epoch seconds as hours and minutes: `14:30`."""
    return f"{datetime.fromtimestamp(round(when / 60) * 60, UTC):%H:%M}"


def hours_and_minutes(hours: float) -> str:
    """Write a length of time, either way, to the minute: `6 h`, `40 min`, `1 h 20 min`."""
    whole, minutes = divmod(round(abs(hours) * 60), 60)
    parts = ([f"{whole} h"] if whole else []) + ([f"{minutes} min"] if minutes or not whole else [])
    return " ".join(parts)


def iso(when: float) -> str:
    """Write epoch seconds as ISO 8601 with its offset, to the second."""
    return f"{datetime.fromtimestamp(round(when), UTC):%Y-%m-%dT%H:%M:%SZ}"


def compass(bearing_deg: float) -> str:
    """Return the nearest of the sixteen points to a bearing in degrees true."""
    return COMPASS[round(bearing_deg % 360 / 22.5) % 16]


def bearing_deg(east: float, north: float) -> float:
    """Return the bearing, degrees true 0 to 360, of a direction given by its east and north parts."""
    return float(np.degrees(np.arctan2(east, north)) % 360)


def nautical_miles(metres: float) -> str:
    """Write a distance: one decimal below 10 NM, none above."""
    miles = metres / NM_M
    return f"{miles:.1f}" if miles < 9.95 else f"{miles:.0f}"


def square_miles(square_metres: float) -> str:
    """Write an area in square nautical miles, with two figures; an area isn't known to more."""
    return f"{float(f'{square_metres / NM_M**2:.2g}'):g}"


def place(lon: float, lat: float) -> str:
    """Write a place as an officer says it: `51°02.3'N 002°10.4'E`; minutes never round up to 60."""
    return f"{latitude(lat)} {longitude(lon)}"


def latitude(lat: float, decimals: int = 1) -> str:
    """Write a latitude in degrees and minutes."""
    return f"{_degrees(abs(lat), 2, decimals)}{'N' if lat >= 0 else 'S'}"


def longitude(lon: float, decimals: int = 1) -> str:
    """Write a longitude in degrees and minutes, any convention read as -180 to 180."""
    lon = (lon + 180) % 360 - 180
    return f"{_degrees(abs(lon), 3, decimals)}{'E' if lon >= 0 else 'W'}"


def _degrees(value: float, width: int, decimals: int) -> str:
    tenths = round(value * 60 * 10**decimals)
    degrees, rest = divmod(tenths, 60 * 10**decimals)
    minutes = rest / 10**decimals
    return f"{degrees:0{width}d}°{minutes:0{3 + decimals if decimals else 2}.{decimals}f}'"
