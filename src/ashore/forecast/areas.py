"""The areas of a cloud as they are shown and kept: degrees of four decimals, few corners, on the half hour."""

from __future__ import annotations

from typing import Any

import numpy as np
from numpy.typing import NDArray

from ashore.drift.chart import Chart
from ashore.drift.ensemble import Ensemble
from ashore.drift.products.cloud import NoPlaceKnown, Sought, cloud_at, parting
from ashore.drift.products.containment import Containment, Piece, containment
from ashore.forecast.cloud import EVERY, Area, Order
from ashore.forecast.scenarios import HOUR

Ring = NDArray[np.float64]

AFTER_H = (0, 1, 3, 6)
"""For which instants areas are kept: the next half hour, or the first there is, and these many hours on."""

LEVELS = (0.5, 0.75, 0.95)
MOST_CORNERS = 40
"""No ring keeps more corners than this; the places left out lie within a corner's distance of the rest."""

LEAST_PIECE = 0.02
"""A ring smaller than this share of the largest is left out of what is kept: specks are no place to look."""

LEAST_PARTED = 0.05
"""The craft has areas of its own once at least this share of the people is apart from it."""

NM2 = 1852.0**2


def instants(order: Order) -> tuple[int, ...]:
    """Return the instants, UTC milliseconds, for which a forecast keeps its areas."""
    first = max(-(-order.now // EVERY) * EVERY, order.start)
    return tuple(first + hours * HOUR for hours in AFTER_H if first + hours * HOUR <= order.end)


def areas(ensemble: Ensemble, order: Order) -> tuple[Area, ...]:
    """Return where the people are at each instant, and where the craft is too once some may have parted from it."""
    found: list[Area] = []
    for at in instants(order):
        split = parting(ensemble, at / 1_000)
        apart = split is not None and split.share >= LEAST_PARTED
        for sought in (Sought.PEOPLE, Sought.CRAFT) if apart else (Sought.PEOPLE,):
            try:
                held = containment(cloud_at(ensemble, at / 1_000, sought))
            except NoPlaceKnown:
                continue
            middle = _middle(held)
            found += [
                Area(
                    at=at,
                    sought=str(sought),
                    per_cent=round(area.level * 100),
                    middle=middle,
                    square_nm=area.area_m2 / NM2,
                    area=_geometry(ensemble.chart, area.pieces),
                )
                for area in held.areas(LEVELS)
            ]
    return tuple(found)


def _middle(held: Containment) -> tuple[float, float]:
    """Return the latitude and longitude of the densest node."""
    row, column = np.unravel_index(int(np.argmax(held.density)), held.density.shape)
    x, y = held.left + float(column) * held.node_m, held.bottom + float(row) * held.node_m
    lon, lat = held.cloud.chart.place(x, y)
    return round(float(lat), 4), round(float(lon), 4)


def _geometry(chart: Chart, pieces: tuple[Piece, ...]) -> dict[str, Any]:
    """Return pieces as a GeoJSON MultiPolygon, longitude first, every ring closed."""
    largest = max((_size(ring) for piece in pieces for ring in piece.rings), default=0.0)
    kept = [[ring for ring in piece.rings if _size(ring) >= LEAST_PIECE * largest] for piece in pieces]
    return {
        "type": "MultiPolygon",
        "coordinates": [[_ring(chart, ring) for ring in rings] for rings in kept if rings],
    }


def _size(ring: Ring) -> float:
    """Return the area within a ring on the chart, square metres, by the shoelace formula."""
    x, y = ring[:, 0] - ring[0, 0], ring[:, 1] - ring[0, 1]
    return abs(float(np.sum(x[:-1] * y[1:] - x[1:] * y[:-1]))) / 2


def _ring(chart: Chart, ring: Ring) -> list[list[float]]:
    every = max(1, -(-(len(ring) - 1) // MOST_CORNERS))
    kept = ring[:-1:every]
    lon, lat = chart.place(kept[:, 0], kept[:, 1])
    corners = [[round(float(a), 4), round(float(b), 4)] for a, b in zip(lon, lat, strict=True)]
    return [*corners, corners[0]]
