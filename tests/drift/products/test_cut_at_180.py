"""Rings and lines cut at 180° cover what they covered, and obey RFC 7946."""

from __future__ import annotations

from itertools import pairwise

import numpy as np
from hypothesis import given, settings
from hypothesis import strategies as st
from numpy.typing import NDArray

from ashore.drift.chart import Chart
from ashore.drift.products.antimeridian import lines, polygons

Floats = NDArray[np.float64]


def turned(lon: Floats) -> Floats:
    """Return longitudes as -180 to 180."""
    return (lon + 180) % 360 - 180


def star(radii: list[float], lon: float, lat: float, size: float) -> Floats:
    """Return a closed anticlockwise ring about a place, as crooked as its radii, in unturned degrees."""
    angle = np.linspace(0, 2 * np.pi, len(radii), endpoint=False)
    ring = np.stack(
        [lon + size * np.array(radii) * np.cos(angle), lat + size * np.array(radii) * np.sin(angle)], axis=1
    )
    return np.concatenate([ring, ring[:1]])


def signed_area(ring: list[list[float]] | Floats) -> float:
    """Return the area in square degrees, positive where anticlockwise."""
    x, y = np.array(ring).T
    return 0.5 * float(np.sum(x[:-1] * y[1:] - x[1:] * y[:-1]))


def inside(polygon: list[list[list[float]]], x: float, y: float) -> bool:
    """Return whether a place is in a polygon with holes, even-odd."""
    odd = False
    for ring in polygon:
        for (x0, y0), (x1, y1) in pairwise(ring):
            if (y0 > y) != (y1 > y) and x < x0 + (y - y0) * (x1 - x0) / (y1 - y0):
                odd = not odd
    return odd


RADII = st.lists(st.floats(0.3, 1.0), min_size=5, max_size=24)


@settings(max_examples=150)
@given(
    radii=RADII,
    hole=st.none() | RADII,
    lon=st.floats(170, 190) | st.floats(-190, 190),
    lat=st.floats(-60, 60),
    size=st.floats(0.01, 12),
)
def test_the_pieces_cover_what_the_ring_did(
    radii: list[float], hole: list[float] | None, lon: float, lat: float, size: float
) -> None:
    """No piece crosses 180°, outer rings are anticlockwise and closed, the area is kept, holes are taken out."""
    outer = star(radii, lon, lat, size)
    rings = [outer] + ([] if hole is None else [star(hole, lon, lat, size * 0.25)[::-1]])
    given_rings = [np.stack([turned(ring[:, 0]), ring[:, 1]], axis=1) for ring in rings]
    found = polygons(given_rings)
    for polygon in found:
        assert signed_area(polygon[0]) > 0
        assert all(signed_area(ring) < 0 for ring in polygon[1:])
        for ring in polygon:
            assert ring[0] == ring[-1]
            assert all(-180 <= x <= 180 for x, _ in ring)
            assert max(x for x, _ in ring) - min(x for x, _ in ring) < 30
    covered = sum(signed_area(ring) for polygon in found for ring in polygon)
    wanted = sum(signed_area(ring) for ring in rings)
    assert abs(covered - wanted) < 1e-4 * wanted + 5e-5 * size
    for share in (0.27, 0.9):  # within the hole's rim and beyond it
        x, y = lon + share * size * 0.29, lat
        held = any(inside(polygon, float(turned(np.array(x))), y) for polygon in found)
        truly = inside([ring.tolist() for ring in rings], x, y)
        assert held == truly or abs(abs(turned(np.array(x))) - 180) < 1e-5


def test_an_area_about_the_pole_is_closed_along_it() -> None:
    """A disc of 100 km about the north pole comes out as a band to 90° north, and holds every longitude."""
    chart = Chart(89.5, 20.0)
    x, y = chart.project(0.0, 90.0)
    angle = np.linspace(0, 2 * np.pi, 200)
    lon, lat = chart.place(x + 100_000 * np.cos(angle), y + 100_000 * np.sin(angle))
    found = polygons([np.stack([lon, lat], axis=1)])
    for at in (-179.9, -90.0, 0.0, 20.0, 123.0, 179.9):
        assert any(inside(polygon, at, 89.5) for polygon in found)
        assert not any(inside(polygon, at, 88.0) for polygon in found)
    assert all(signed_area(polygon[0]) > 0 for polygon in found)


@given(start=st.floats(-180, 180), steps=st.lists(st.floats(-20, 20), min_size=1, max_size=20))
def test_a_track_is_cut_where_it_crosses_and_nowhere_else(start: float, steps: list[float]) -> None:
    """Every vertex is kept in order, each piece stays on one side, and pieces meet at 180°."""
    lon = start + np.cumsum([0.0, *steps])
    lat, times = np.linspace(0, 10, len(lon)), np.arange(len(lon)) * 60.0
    pieces = lines(turned(lon), lat, times)
    for points, whens in pieces:
        assert len(points) == len(whens)
        assert all(-180 <= x <= 180 for x, _ in points)
        assert all(abs(a[0] - b[0]) <= 20.000001 for a, b in pairwise(points))
        assert all(a <= b for a, b in pairwise(whens))
    for (before, _), (after, _) in pairwise(pieces):
        assert {abs(before[-1][0]), abs(after[0][0])} == {180.0}
        assert before[-1][1] == after[0][1]
    kept = {when for _, whens in pieces for when in whens}
    assert kept >= set(times.tolist())
