"""Positions as a release gives them: the zone that holds them, and never the point.

A point and an hour lead to a beach, a driver or a survivor's story. A zone is a cell of a fixed net of half
degrees: some 56 km from south to north, and 35 km from west to east at 51 degrees north. The net is fixed, so
that two releases never cut one position out between them.
"""

from __future__ import annotations

from decimal import ROUND_FLOOR, Decimal, InvalidOperation

SIDE = Decimal("0.5")
"""The side of a zone, in degrees of WGS 84."""


def zone_of(lat: str | None, lon: str | None) -> str | None:
    """Return the zone that holds a position given as decimal text, as `51.0..51.5N 1.5..2.0E`; None where it is none.

    A position on an edge belongs to the zone north or east of it; no float is made of the text.
    """
    south, west = _edge(lat, 90), _edge(lon, 180)
    if south is None or west is None:
        return None
    return f"{_span(south, 'N', 'S')} {_span(west, 'E', 'W')}"


def _edge(text: str | None, limit: int) -> Decimal | None:
    if text is None:
        return None
    try:
        number = Decimal(text)
        if not number.is_finite() or abs(number) > limit:
            return None
        return min((number / SIDE).to_integral_value(ROUND_FLOOR) * SIDE, limit - SIDE)
    except InvalidOperation:
        return None


def _span(edge: Decimal, positive: str, negative: str) -> str:
    """Write a span from its lower edge; west and south are written from the meridian or the equator outwards."""
    if edge >= 0:
        return f"{edge:.1f}..{edge + SIDE:.1f}{positive}"
    return f"{-edge - SIDE:.1f}..{-edge:.1f}{negative}"
