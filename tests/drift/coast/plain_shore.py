"""The coast the slow and plain way, every segment of every ring each time, and small made-up shorelines."""

from __future__ import annotations

import math

import numba
import numpy as np
from hypothesis import strategies as st
from numpy.typing import NDArray

from ashore.drift.coast import Coast, Region
from ashore.drift.coast.crossing import Raster, first_land
from ashore.drift.coast.drawing import draw
from ashore.drift.coast.gshhg import Shoreline

Floats = NDArray[np.float64]


class PlainCoast:
    """Even and odd crossings counted over whole rings, nothing cut and no cells.

    Only segments that no place in the region can tell from none are left out: those south, north or west of all of it.
    """

    def __init__(self, region: Region, rings: list[Floats]) -> None:
        a = np.concatenate([ring[:-1] for ring in rings] or [np.empty((0, 2))])
        b = np.concatenate([ring[1:] for ring in rings] or [np.empty((0, 2))])
        low, high = np.minimum(a, b), np.maximum(a, b)
        tells = (
            (high[:, 1] >= region.south - 1)
            & (low[:, 1] <= region.north + 1)
            & (high[:, 0] >= region.west - 1)
        )
        self.a, self.b = a[tells], b[tells]

    def on_land(self, lon: float, lat: float) -> bool:
        """Return whether a place is on land: odd crossings on the parallel east of it."""
        straddle = (self.a[:, 1] <= lat) != (self.b[:, 1] <= lat)
        a, b = self.a[straddle], self.b[straddle]
        east = a[:, 0] + (lat - a[:, 1]) * (b[:, 0] - a[:, 0]) / (b[:, 1] - a[:, 1])
        return bool(np.count_nonzero(east > lon) % 2)

    def first_land(self, start: tuple[float, float], end: tuple[float, float]) -> float:
        """Return where a path meets land: 0 if it starts there, else the first crossing of any segment, else 2."""
        if self.on_land(*start):
            return 0.0
        low, high = np.minimum(start, end), np.maximum(start, end)
        near = np.all((np.maximum(self.a, self.b) >= low) & (np.minimum(self.a, self.b) <= high), axis=1)
        p, r = np.array(start), np.subtract(end, start)
        s, q = self.b[near] - self.a[near], self.a[near] - p
        across = r[0] * s[:, 1] - r[1] * s[:, 0]
        with np.errstate(divide="ignore", invalid="ignore"):
            along = (q[:, 0] * s[:, 1] - q[:, 1] * s[:, 0]) / across
            beside = (q[:, 0] * r[1] - q[:, 1] * r[0]) / across
        met = along[(along >= 0) & (along <= 1) & (beside >= 0) & (beside <= 1)]
        return float(met.min()) if len(met) else 2.0


def made_up(*rings: Floats) -> Shoreline:
    """Return a shoreline of rings given as (k, 2) vertices, not closed."""
    closed = [np.vstack([ring, ring[:1]]).astype(np.float32) for ring in rings]
    count = np.array([len(ring) for ring in closed], np.int64)
    box = np.array([[*ring.min(axis=0), *ring.max(axis=0)] for ring in closed], np.float64).reshape(-1, 4)
    vertices = np.concatenate(closed) if closed else np.empty((0, 2), np.float32)
    return Shoreline(vertices, np.cumsum(count) - count, count, box)


def drawn(region: Region, shoreline: Shoreline) -> Coast:
    """Return the coast of a region over a shoreline, drawn and not kept."""
    return Coast(region, draw(region, shoreline))


def plain(region: Region, shoreline: Shoreline) -> PlainCoast:
    """Return the plain coast of the rings that touch a region."""
    return PlainCoast(region, shoreline.rings(region, 0.1))


@numba.njit
def _met(raster: Raster, paths: Floats, found: Floats) -> None:
    for k in range(len(paths)):
        found[k] = first_land(raster, paths[k, 0], paths[k, 1], paths[k, 2], paths[k, 3])


def met(coast: Coast, paths: Floats) -> Floats:
    """Return `first_land` of paths (n, 4), called from a compiled loop as the engine does."""
    found = np.empty(len(paths))
    _met(coast.raster, np.ascontiguousarray(paths, dtype=np.float64), found)
    return found


@st.composite
def islands(draw_one: st.DrawFn, lon: float = 0.0, lat: float = 0.0) -> Floats:
    """An island of 3 to 12 corners about a place, up to a quarter of a degree out, taken in order of bearing."""
    corners = draw_one(st.integers(3, 12))
    turns = sorted(draw_one(st.lists(st.integers(0, 359), min_size=corners, max_size=corners, unique=True)))
    outs = draw_one(st.lists(st.floats(0.001, 0.25), min_size=corners, max_size=corners))
    x, y = draw_one(st.floats(-0.5, 0.5)), draw_one(st.floats(-0.5, 0.5))
    return np.array(
        [
            (lon + x + out * math.cos(math.radians(turn)), lat + y + out * math.sin(math.radians(turn)))
            for turn, out in zip(turns, outs, strict=True)
        ]
    )
