"""Closed rings of vertices: cut to a box, thinned for drawing."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from ashore.drift.engine.compiled import compiled

Vertices = NDArray[np.float64]


def cut(ring: Vertices, low: tuple[float, float], high: tuple[float, float]) -> Vertices:
    """Return a closed ring (n, 2) cut to a box, closed again along its edges; empty if nothing of it is inside.

    Sutherland and Hodgman (1974). Where a ring leaves the box more than once its parts stay joined along the edge,
    back and forth: inside the box, odd and even crossings are as they were.
    """
    for axis in range(2):
        for bound, sign in ((low[axis], 1.0), (high[axis], -1.0)):
            if len(ring) and bool(np.any((ring[:, axis] - bound) * sign < 0)):
                ring = _cut_side(ring, axis, bound, sign)
    return ring


@compiled()
def _cut_side(ring: Vertices, axis: int, bound: float, sign: float) -> Vertices:
    """Return what of a closed ring is on one side of a line along an axis."""
    out = np.empty((2 * len(ring), 2))
    other, n = 1 - axis, 0
    for k in range(len(ring) - 1):
        here, there = (ring[k, axis] - bound) * sign, (ring[k + 1, axis] - bound) * sign
        if here >= 0:
            out[n] = ring[k]
            n += 1
        if (here >= 0) != (there >= 0):
            share = here / (here - there)
            out[n, axis] = bound
            out[n, other] = ring[k, other] + share * (ring[k + 1, other] - ring[k, other])
            n += 1
    if n < 3:
        return out[:0].copy()
    out[n] = out[0]
    return out[: n + 1].copy()


def thinned(ring: Vertices, tolerance: float) -> Vertices:
    """Return a closed ring with only the vertices it needs to stay within a tolerance (Douglas and Peucker 1973).

    Empty where fewer than three would be left.
    """
    if tolerance <= 0 or len(ring) == 0:
        return ring
    kept: Vertices = ring[_needed(ring, tolerance)]
    return kept if len(kept) > 3 else kept[:0]


@compiled()
def _needed(ring: Vertices, tolerance: float) -> NDArray[np.bool_]:
    needed = np.zeros(len(ring), np.bool_)
    needed[0] = needed[-1] = True
    waiting = [(0, len(ring) - 1)]
    while waiting:
        first, last = waiting.pop()
        dx, dy = ring[last, 0] - ring[first, 0], ring[last, 1] - ring[first, 1]
        length = dx * dx + dy * dy
        worst, furthest = tolerance * tolerance, -1
        for k in range(first + 1, last):
            x, y = ring[k, 0] - ring[first, 0], ring[k, 1] - ring[first, 1]
            share = min(1.0, max(0.0, (x * dx + y * dy) / length)) if length > 0 else 0.0
            off = (x - share * dx) ** 2 + (y - share * dy) ** 2
            if off > worst:
                worst, furthest = off, k
        if furthest >= 0:
            needed[furthest] = True
            waiting.append((first, furthest))
            waiting.append((furthest, last))
    return needed
