"""A patch on the run's chart: its vectors turned to the chart's axes, its grid found from the chart by a polynomial.

The map from chart to grid is smooth: a polynomial of degree 5 fitted over the window has it to a millionth of a cell
at 66 hours' reach off Norway, and `MISFIT_CELLS` is how far it may be off before a grid is resampled instead.
A grid with no such map (curvilinear, or about a pole in longitude and latitude) is resampled once, when it is loaded,
onto a square grid of the chart at half its own spacing.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import cache

import numpy as np
from numpy.typing import NDArray

from ashore.drift.chart import Chart
from ashore.drift.engine.compiled import ONE_AT_A_TIME
from ashore.drift.engine.slabs import turned
from ashore.drift.forcing.source import Patch, Product

Floats = NDArray[np.float64]

MISFIT_CELLS = 0.01
POWERS = [(i, j) for j in range(6) for i in range(6 - j)]
"""The powers of x and y of each coefficient, in the order that `step.on_grid` takes them."""


@dataclass(frozen=True, slots=True)
class Map:
    """Two coordinates of a place on the chart as polynomials: `coefficients` (2, 21) by POWERS of the place in `frame`.

    `frame` is the x and y of a box's middle and its half widths, metres: polynomials are in -1 to 1 over the box.
    """

    coefficients: NDArray[np.float32]
    frame: NDArray[np.float32]

    def at(self, x: Floats, y: Floats) -> tuple[Floats, Floats]:
        """Return both coordinates of places on the chart in metres, worked out in float64."""
        across, along = (x - self.frame[0]) / self.frame[2], (y - self.frame[1]) / self.frame[3]
        powers = _powers(across, along)
        first, second = (powers @ each.astype(float) for each in self.coefficients)
        return first, second


@dataclass(frozen=True, slots=True, kw_only=True)
class Layer:
    """Wind or current on the chart.

    `field` float32 (T, ny, nx, 2), m/s along the chart's x and y, NaN where there is none.
    `times` epoch seconds (T,), ascending. `map` gives the column and the row of a place on the chart.
    """

    product: Product
    times: Floats
    field: NDArray[np.float32]
    map: Map
    bridge_s: float
    fastest: float
    resampled: bool
    notes: tuple[str, ...] = ()

    def hours(self, at: Floats) -> tuple[NDArray[np.int64], Floats]:
        """Return the hour before each epoch second and the share of the next; -1 where the layer has no such time."""
        if self.times.size == 1 and np.isinf(self.bridge_s):
            return np.zeros(at.shape, np.int64), np.zeros(at.shape)
        before = np.searchsorted(self.times, at, side="right") - 1
        inside = (before >= 0) & (at <= self.times[-1])
        low = np.clip(before, 0, self.times.size - 1)
        high = np.minimum(low + 1, self.times.size - 1)
        span = self.times[high] - self.times[low]
        share = np.where(span > 0, (at - self.times[low]) / np.where(span > 0, span, 1), 0.0)
        inside &= (span <= self.bridge_s) | (share == 0)
        return np.where(inside, low, -1), np.where(inside, share, 0.0)


def layer(patch: Patch, chart: Chart, reach_m: float) -> Layer:
    """Return a patch put on a chart, for a window of `reach_m` about the chart's centre."""
    found, misfit = (None, np.inf) if patch.locate is None else _fitted(patch, chart, reach_m)
    if found is None or misfit > MISFIT_CELLS:
        return _resampled(patch, chart, reach_m)
    north_x, north_y = chart.north(patch.lon, patch.lat)
    with ONE_AT_A_TIME:
        field = turned(patch.east, patch.north, north_x.astype(np.float32), north_y.astype(np.float32))
    return Layer(
        product=patch.product,
        times=patch.times,
        field=field,
        map=found,
        bridge_s=patch.bridge_s,
        fastest=_fastest(field),
        resampled=False,
        notes=patch.notes,
    )


def places_map(chart: Chart, low: Floats, high: Floats) -> tuple[Map, float]:
    """Return the map to longitude and latitude, degrees from the chart's centre, and how far off it is at most.

    It is for a box of the chart, between two corners in metres.
    """

    def locate(lon: Floats, lat: Floats) -> tuple[Floats, Floats]:
        return (lon - chart.lon + 180) % 360 - 180, lat - chart.lat

    found, misfit = _fit(locate, chart, low, high, (np.inf, np.inf))
    assert found is not None
    return found, misfit


def _fitted(patch: Patch, chart: Chart, reach_m: float) -> tuple[Map | None, float]:
    """Fit where the patch and the window overlap, and say how many cells off the fit is within the patch."""
    assert patch.locate is not None
    x, y = chart.project(patch.lon, patch.lat)
    low = np.maximum(-reach_m, [x.min(), y.min()])
    high = np.minimum(reach_m, [x.max(), y.max()])
    if not (high > low).all():
        return None, np.inf
    height, width = patch.lon.shape
    return _fit(patch.locate, chart, low, high, (width, height))


def _fit(
    locate: Callable[[Floats, Floats], tuple[Floats, Floats]],
    chart: Chart,
    low: Floats,
    high: Floats,
    size: tuple[float, float],
) -> tuple[Map | None, float]:
    """Fit both coordinates by least squares at Chebyshev nodes between two corners of the chart."""
    middle, half = (low + high) / 2, (high - low) / 2
    across, along, inverse = _nodes()
    target = np.stack(locate(*chart.place(middle[0] + half[0] * across, middle[1] + half[1] * along)), axis=1)
    if not np.isfinite(target).all():
        return None, np.inf
    coefficients = inverse @ target
    off = np.abs(_powers(across, along) @ coefficients - target)
    within = ((target >= -1) & (target <= size)).all(axis=1) | ~np.isfinite(size).any()
    misfit = float(off[within].max()) if within.any() else np.inf
    found = Map(coefficients.T.astype(np.float32), np.concatenate([middle, half]).astype(np.float32))
    return found, misfit


@cache
def _nodes() -> tuple[Floats, Floats, Floats]:
    """Return 24 by 24 Chebyshev nodes, and what turns values at them into the coefficients that fit them best."""
    line = np.cos(np.pi * (np.arange(24) + 0.5) / 24)
    across, along = (part.ravel() for part in np.meshgrid(line, line))
    return across, along, np.asarray(np.linalg.pinv(_powers(across, along)), np.float64)


def _powers(x: Floats, y: Floats) -> Floats:
    return np.stack([x**i * y**j for i, j in POWERS], axis=-1)


def _resampled(patch: Patch, chart: Chart, reach_m: float) -> Layer:
    """Put a patch on a square grid of the chart, linear within the triangles between its nodes (Delaunay)."""
    from scipy.spatial import Delaunay

    x, y = (part.ravel() for part in chart.project(patch.lon, patch.lat))
    near = np.hypot(x, y) < 2 * np.hypot(reach_m, reach_m)
    if near.sum() < 3:
        near[:] = True
    nodes = np.stack([x[near], y[near]], axis=1)
    triangles = Delaunay(nodes)
    corners = nodes[triangles.simplices]
    sides = np.linalg.norm(corners - np.roll(corners, 1, axis=1), axis=2)
    usual = float(np.median(sides[sides > 0]))
    spacing = usual / 2
    low = np.maximum(-reach_m, nodes.min(axis=0))
    high = np.minimum(reach_m, nodes.max(axis=0))
    count = np.maximum(2, np.ceil((high - low) / spacing).astype(int) + 1)
    across, along = (low[k] + spacing * np.arange(count[k]) for k in (0, 1))
    target = np.stack([part.ravel() for part in np.meshgrid(across, along)], axis=1)
    found = triangles.find_simplex(target)
    # A triangle with a side far longer than the rest bridges a bay of the grid's own edge: nothing is known there.
    known = (found >= 0) & (sides.max(axis=1)[found] < 4 * usual)
    matrix = triangles.transform[found]
    partial = np.einsum("nij,nj->ni", matrix[:, :2], target - matrix[:, 2])
    weights = np.concatenate([partial, 1 - partial.sum(axis=1, keepdims=True)], axis=1)
    ids = triangles.simplices[found]
    weights = np.where(known[:, None], weights, np.nan).astype(np.float32)

    north_x, north_y = (part.ravel()[near].astype(np.float32) for part in chart.north(patch.lon, patch.lat))
    field = np.empty((patch.times.size, count[1], count[0], 2), np.float32)
    for t in range(patch.times.size):
        east, north = patch.east[t].ravel()[near], patch.north[t].ravel()[near]
        for part, values in enumerate((east * north_y + north * north_x, north * north_y - east * north_x)):
            field[t, :, :, part] = (values[ids] * weights).sum(axis=1).reshape(count[1], count[0])
    coefficients = np.zeros((2, len(POWERS)), np.float32)
    coefficients[0, POWERS.index((1, 0))] = coefficients[1, POWERS.index((0, 1))] = 1
    return Layer(
        product=patch.product,
        times=patch.times,
        field=field,
        map=Map(coefficients, np.array([*low, spacing, spacing], np.float32)),
        bridge_s=patch.bridge_s,
        fastest=_fastest(field),
        resampled=True,
        notes=patch.notes,
    )


def _fastest(field: NDArray[np.float32]) -> float:
    """Return the greatest speed of a field, 0 where it holds nothing."""
    most = np.nanmax(np.abs(field), initial=0.0)
    return float(most) * float(np.sqrt(2))


def sample(layers: Sequence[Layer], x: Floats, y: Floats, at: Floats) -> tuple[Floats, Floats]:
    """Return the vector at places on the chart, m/s along its axes, at epoch seconds, by the first layer that has it.

    The plain counterpart of what the loop does, in float64; NaN where no layer has any.
    """
    x, y, at = np.broadcast_arrays(np.asarray(x, float), np.asarray(y, float), np.asarray(at, float))
    found = np.full((2, *x.shape), np.nan)
    for each in layers:
        height, width = each.field.shape[1:3]
        column, row = each.map.at(x, y)
        before, share = each.hours(at)
        open_ = np.isnan(found[0]) & (before >= 0)
        open_ &= (column >= 0) & (row >= 0) & (column < width - 1) & (row < height - 1)
        if not open_.any():
            continue
        i, j, t = column[open_].astype(int), row[open_].astype(int), before[open_]
        p, q, late = column[open_] - i, row[open_] - j, share[open_]
        after = np.minimum(t + 1, each.times.size - 1)
        values = np.zeros((i.size, 2))
        for hour, weight in ((t, 1 - late), (after, late)):
            if not weight.any():
                continue
            for dj, along in ((0, 1 - q), (1, q)):
                for di, across in ((0, 1 - p), (1, p)):
                    node = each.field[hour, j + dj, i + di].astype(float)
                    values += np.where(weight[:, None] > 0, (weight * along * across)[:, None] * node, 0.0)
        found[:, open_] = values.T
    return found[0], found[1]
