"""What each drifting thing's own leeway is: its class's lines, moved by a deviation it keeps for life.

A thing of a class differs from the class's mean by eps, centimetres a second at a wind of 10 m/s.
Half of it is there in a calm and half grows with the wind (Allen 2005), so with slope a %, offset b cm/s and wind W:

    leeway = ((a + eps/20) W + b + eps/2) / 100   m/s

The wind blows things towards `downwind` and, once they lie on one side, to that side of it.
Everything here is positive down the wind and to the RIGHT of it, as the table's own labels have it.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache

import numpy as np
from numpy.typing import ArrayLike, NDArray

from ashore.drift.leeway.classes import LeewayClass, published
from ashore.drift.leeway.dealing import SIDE, dealt

Floats = NDArray[np.float64]
Rows = LeewayClass | NDArray[np.int64]
"""One class for all, or the index in `published()` of each particle's own, as `allot` gives it."""

RIGHT, LEFT = 0, 1


@dataclass(frozen=True, slots=True, kw_only=True)
class Coefficients:
    """The leeway of N particles in SI units: velocity = slope · wind + offset, m/s, wind in m/s.

    `dw_slope`, `dw_offset` (N,) are positive down the wind.
    `cw_slope`, `cw_offset` (2, N) are positive to the right of it, row 0 while a particle lies to the right of
    downwind and row 1 while it lies to the left; a jibe changes from one row to the other.
    """

    dw_slope: Floats
    dw_offset: Floats
    cw_slope: Floats
    cw_offset: Floats


def draw(classes: Rows, r1: ArrayLike, r2: ArrayLike, side: ArrayLike) -> Coefficients:
    """Return coefficients for standard normal numbers, r1 down the wind and r2 across it, and the side at the start.

    `side` is 0 (right) or 1 (left); all broadcast to (N,).
    """
    return coefficients(classes, *deviations(classes, r1, r2, side), side)


def draw_as_peer(classes: Rows, r1: ArrayLike, r2: ArrayLike, side: ArrayLike) -> Coefficients:
    """Return what OpenDrift 1.14 would make of the same draw, in our sign. For comparison only."""
    return coefficients_as_peer(classes, *deviations(classes, r1, r2, side), side)


def deviations(classes: Rows, r1: ArrayLike, r2: ArrayLike, side: ArrayLike) -> tuple[Floats, Floats]:
    """Return eps down the wind and across it, cm/s, from standard normal numbers and the side at the start.

    Nothing drifts into the wind: a deviation that would turn the downwind slope negative is out of the question.
    Drawing again until one is not gives the normal law cut off at -20a/spread; the same law comes here from one
    number by its inverse, without a loop: with Q the upper tail, Q(x) = Q(cut) Q(r1).
    The crosswind deviation is not cut, and is the one on the side at the start. Numbers beyond 37 are not normal.
    """
    table, index = _table(), _index(classes)
    slope, spread = table[0, index], table[2, index]
    cut = np.where(spread > 0, -20 * slope / np.where(spread > 0, spread, 1), -np.inf)
    across = np.asarray(r2, float) * table[5 + 3 * np.asarray(side), index]
    return _cut_off(np.asarray(r1, float), cut) * spread, across


def coefficients(classes: Rows, eps_dw: ArrayLike, eps_cw: ArrayLike, side: ArrayLike) -> Coefficients:
    """Return coefficients for deviations in cm/s, the crosswind one on the side at the start, positive to the right.

    A thing that jibes turns its other side to the wind: it takes that side's slope, offset and spread.
    How it differs from its class is taken to be a matter of the thing, not of the side, so its deviation comes over
    mirrored and scaled to the other side's spread: what ran off further to the right than its class does runs off
    further to the left.
    """
    table, index, side = _table(), _index(classes), np.asarray(side)
    eps_cw = np.asarray(eps_cw, float)
    own, other = table[5 + 3 * side, index], table[8 - 3 * side, index]
    mirrored = -eps_cw * np.divide(other, own, out=np.zeros_like(own), where=own > 0)
    eps = np.stack([np.where(side == RIGHT, eps_cw, mirrored), np.where(side == LEFT, eps_cw, mirrored)])
    slope, offset = table[3:9:3, index], table[4:9:3, index]
    return _si(index, np.asarray(eps_dw, float), slope, offset, eps)


def coefficients_as_peer(
    classes: Rows, eps_dw: ArrayLike, eps_cw: ArrayLike, side: ArrayLike
) -> Coefficients:
    """Return what OpenDrift 1.14 makes of its own deviations and orientation, in our sign. For comparison only.

    There a positive crosswind leeway goes to the left of downwind, whatever the table calls it: every sign is turned.
    And a jibe negates the crosswind slope alone: the offset and the deviation keep their sign,
    and the other side's figures are never used.
    """
    table, index, side = _table(), _index(classes), np.asarray(side)
    slope, offset, eps = np.broadcast_arrays(
        -table[3 + 3 * side, index], -table[4 + 3 * side, index], -np.asarray(eps_cw, float)
    )
    slopes = np.stack([np.where(side == RIGHT, slope, -slope), np.where(side == LEFT, slope, -slope)])
    return _si(index, np.asarray(eps_dw, float), slopes, np.stack([offset, offset]), np.stack([eps, eps]))


def sides(rows: NDArray[np.int64]) -> NDArray[np.int64]:
    """Return the side at the start of each particle of the classes given, (N,): of every class half lie to the left."""
    order = np.lexsort((dealt(len(rows), SIDE), rows))
    ranked = rows[order]
    first, past = (np.searchsorted(ranked, ranked, side=end) for end in ("left", "right"))
    side = np.empty(len(rows), np.int64)
    side[order] = 2 * (np.arange(len(rows)) - first) >= past - first
    return side


def sides_as_peer(rows: NDArray[np.int64]) -> NDArray[np.int64]:
    """Return each particle's orientation as OpenDrift 1.14 gives it, (N,): of every class in turn. For comparison only.

    There 0 takes the figures called right, and goes to the left; see `coefficients_as_peer`.
    """
    order = np.argsort(rows, kind="stable")
    ranked = rows[order]
    orientation = np.empty(len(rows), np.int64)
    orientation[order] = (np.arange(len(rows)) - np.searchsorted(ranked, ranked, side="left")) % 2
    return orientation


@cache
def _table() -> Floats:
    """The 85 rows of nine figures, as (9, 85): slope, offset, spread; down the wind, right, left."""
    lines = [line for known in published() for line in (known.downwind, known.right, known.left)]
    figures = np.array([(line.slope_pct, line.offset_cm_s, line.spread_cm_s) for line in lines])
    return figures.reshape(85, 9).T.copy()


def _index(classes: Rows) -> NDArray[np.int64]:
    """Return the row of each particle's class, (N,), or (1,) for one class."""
    return np.array([classes.row]) if isinstance(classes, LeewayClass) else np.asarray(classes, np.int64)


def _cut_off(r: Floats, cut: Floats) -> Floats:
    """Return the standard normal cut off below `cut`, from a standard normal, keeping its order.

    Either half is worked out from its own tail, so that neither loses digits.
    """
    from scipy.special import ndtr, ndtri

    r, cut = np.broadcast_arrays(r, cut)
    below, above = ndtr(cut), ndtr(-cut)
    mapped = r.copy()
    low, high = (below > 0) & (r < 0), (below > 0) & (r >= 0)
    mapped[low] = ndtri(below[low] + above[low] * ndtr(r[low]))
    mapped[high] = -ndtri(above[high] * ndtr(-r[high]))
    return np.maximum(mapped, cut)


def _si(
    index: NDArray[np.int64], eps_dw: Floats, slope: Floats, offset: Floats, eps_cw: Floats
) -> Coefficients:
    """Return lines in % and cm/s moved by their deviations, in SI, the crosswind ones (2, N)."""
    table = _table()
    shape = np.broadcast_shapes(index.shape, eps_dw.shape, eps_cw.shape[1:])
    return Coefficients(
        dw_slope=np.broadcast_to((table[0, index] + eps_dw / 20) / 100, shape),
        dw_offset=np.broadcast_to((table[1, index] + eps_dw / 2) / 100, shape),
        cw_slope=np.broadcast_to((slope + eps_cw / 20) / 100, (2, *shape)),
        cw_offset=np.broadcast_to((offset + eps_cw / 2) / 100, (2, *shape)),
    )
