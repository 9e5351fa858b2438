"""Rings and lines of a chart as GeoJSON has them: cut at 180°, outer rings anticlockwise (RFC 7946, 3.1.6, 3.1.9)."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float64]
Ring = Floats
"""(k, 2) of longitude and latitude, the last point the first again; land of the ring on its left."""

DECIMALS = 6
"""A tenth of a metre."""


def polygons(rings: Sequence[Ring]) -> list[list[list[list[float]]]]:
    """Return the coordinates of polygons that cover what one outer ring and its holes enclose, none across 180°.

    A ring about a pole is closed along the pole.
    """
    opened = [_unwrapped(ring) for ring in rings]
    middle = float(opened[0][:, 0].mean())
    opened = [ring - [360 * round((ring[:, 0].mean() - middle) / 360), 0] for ring in opened]
    lowest, highest = (int(np.floor((edge + 180) / 360)) for edge in _reach(opened))
    found = []
    for turn in range(lowest, highest + 1):
        strip = _side(opened, 360 * turn - 180, east=True)
        strip = _side(strip, 360 * turn + 180, east=False)
        found += _grouped([ring - [360 * turn, 0] for ring in strip])
    return found


def lines(lon: Floats, lat: Floats, times: Floats) -> list[tuple[list[list[float]], list[float]]]:
    """Return the pieces of a track, cut at 180°, each as its coordinates and its times."""
    lon = np.unwrap(lon, period=360)
    turns = np.floor((lon + 180) / 360)
    pieces: list[tuple[list[list[float]], list[float]]] = [([], [])]
    for index, (x, y, when) in enumerate(zip(lon, lat, times, strict=True)):
        if index and turns[index] != turns[index - 1]:
            edge = 360 * max(turns[index], turns[index - 1]) - 180
            share = (edge - lon[index - 1]) / (x - lon[index - 1])
            y_edge = lat[index - 1] + share * (y - lat[index - 1])
            at = times[index - 1] + share * (when - times[index - 1])
            for turn, piece in ((turns[index - 1], pieces[-1]), (turns[index], ([], []))):
                if piece is not pieces[-1]:
                    pieces.append(piece)
                piece[0].append(_point(edge - 360 * turn, y_edge))
                piece[1].append(float(at))
        pieces[-1][0].append(_point(x - 360 * turns[index], y))
        pieces[-1][1].append(float(when))
    return pieces


def _reach(rings: Iterable[Ring]) -> tuple[float, float]:
    west = min(float(ring[:, 0].min()) for ring in rings)
    east = max(float(ring[:, 0].max()) for ring in rings)
    return west, np.nextafter(east, west)


def _unwrapped(ring: Ring) -> Ring:
    """Return a ring whose longitudes don't jump; one that goes about a pole is led there and back."""
    lon = np.unwrap(ring[:, 0], period=360)
    opened = np.stack([lon, ring[:, 1]], axis=1)
    if abs(lon[-1] - lon[0]) < 180:
        return opened
    pole = np.copysign(90.0, ring[:, 1].mean())
    return np.concatenate([opened, [[lon[-1], pole], [lon[0], pole], opened[0]]])


def _side(rings: Sequence[Ring], edge: float, *, east: bool) -> list[Ring]:
    """Return the rings of what lies on one side of a meridian.

    The crossings, sorted by latitude, pair up: between the first and the second the meridian is inside, and so on.
    A ring is followed to where it crosses out, along the meridian to that crossing's partner, and on from there.
    """
    whole: list[Ring] = []
    chains: list[Floats] = []
    for ring in rings:
        kept = (ring[:-1, 0] >= edge) == east
        if kept.all():
            whole.append(ring)
        elif kept.any():
            chains += _chains(ring[:-1], kept, edge)
    if not chains:
        return whole
    ends = sorted(
        ((float(chain[place, 1]), place, index) for index, chain in enumerate(chains) for place in (0, -1))
    )
    partner = {}
    for (_, *one), (_, *other) in zip(ends[::2], ends[1::2], strict=True):
        partner[tuple(one)], partner[tuple(other)] = tuple(other), tuple(one)
    left = set(range(len(chains)))
    while left:
        first = index = left.pop()
        links = [chains[index]]
        while (index := partner[(-1, index)][1]) != first and index in left:
            left.remove(index)
            links.append(chains[index])
        whole.append(np.concatenate([*links, links[0][:1]]))
    return whole


def _chains(points: Floats, kept: NDArray[np.bool_], edge: float) -> list[Floats]:
    """Return the runs of kept points, each begun and ended on the meridian."""
    turn = int(np.flatnonzero(kept & ~np.roll(kept, 1))[0])
    points, kept = np.roll(points, -turn, axis=0), np.roll(kept, -turn)
    before, after = np.roll(points, 1, axis=0), np.roll(points, -1, axis=0)
    starts = np.flatnonzero(kept & ~np.roll(kept, 1))
    stops = np.flatnonzero(kept & ~np.roll(kept, -1))
    return [
        np.concatenate(
            [
                _crossing(before[start], points[start], edge),
                points[start : stop + 1],
                _crossing(points[stop], after[stop], edge),
            ]
        )
        for start, stop in zip(starts, stops, strict=True)
    ]


def _crossing(one: Floats, other: Floats, edge: float) -> Floats:
    share = (edge - one[0]) / (other[0] - one[0])
    return np.array([[edge, one[1] + share * (other[1] - one[1])]])


def _grouped(rings: Sequence[Ring]) -> list[list[list[list[float]]]]:
    """Return polygons: each anticlockwise ring with the clockwise ones inside it."""
    outer = [ring for ring in rings if _signed(ring) > 0]
    found = [[[_point(*point) for point in ring]] for ring in outer]
    for hole in (ring for ring in rings if _signed(ring) < 0):
        holder = next((index for index, ring in enumerate(outer) if _inside(ring, hole[0])), None)
        if holder is not None:
            found[holder].append([_point(*point) for point in hole])
    return found


def _signed(ring: Ring) -> float:
    x, y = ring[:, 0] - ring[0, 0], ring[:, 1] - ring[0, 1]
    return float(np.sum(x[:-1] * y[1:] - x[1:] * y[:-1]))


def _inside(ring: Ring, point: Floats) -> bool:
    (x0, y0), (x1, y1) = ring[:-1].T, ring[1:].T
    spans = (y0 > point[1]) != (y1 > point[1])
    with np.errstate(divide="ignore", invalid="ignore"):
        meets = x0 + (point[1] - y0) * (x1 - x0) / (y1 - y0)
    return bool(np.count_nonzero(spans & (point[0] < meets)) % 2)


def _point(lon: float, lat: float) -> list[float]:
    return [round(float(lon), DECIMALS), round(float(lat), DECIMALS)]
