"""Where the people or the craft are with what probability: a smoothed density, and the smallest areas holding a share.

The density is a kernel estimate in the chart plane: particles are binned, and the bins smoothed by a round Gaussian.
Each scenario is smoothed by itself, since what spreads one says nothing of another.
The bandwidth is the normal-reference rule in two dimensions, h = s·n^(-1/6)
(Silverman 1986, Density Estimation for Statistics and Data Analysis, equation 4.14; Scott 1992 has the same factor),
with n the effective number of weighted particles (Kish 1965, (Σw)²/Σw²) and, for s, the standard deviation of the
round normal whose 50 % area is as large as the cloud's own: two groups far apart are not blurred by their distance.

The level of an area is a quantile, by weight, of the density at the particles themselves
(Hyndman 1996, Computing and Graphing Highest Density Regions), so each area holds its share of the particles
whatever the bandwidth.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import Any

import numpy as np
from numpy.typing import NDArray

from ashore.drift.chart import Chart
from ashore.drift.ensemble import Ensemble
from ashore.drift.products.cloud import Cloud, Sought, cloud_at

Floats = NDArray[np.float64]

LEVELS = (0.5, 0.75, 0.95)
CELLS_ACROSS = 480
"""The most cells along one side; a wider cloud has coarser ones."""
FINEST_M = 10.0
"""No bandwidth is finer than this: places are not known to less."""
REACH = 4.0
"""How many bandwidths beyond the particles the density goes; the kernel is nothing there."""
COUNTED = 4000
"""How many particles are looked up in the pieces of an area."""
ROUNDING = 1e-12
"""What of the highest density is no more than the transform's rounding."""


@dataclass(frozen=True, slots=True)
class Piece:
    """One closed piece of an area: rings of (k, 2) metres on the chart, the outer first and its holes after it."""

    rings: tuple[Floats, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Group:
    """One of the places at which half of the cloud is: its share of the whole, and its middle, metres on the chart."""

    share: float
    x: float
    y: float


@dataclass(frozen=True, slots=True, kw_only=True)
class Area:
    """The smallest area that holds `level` of the cloud; `area_m2` square metres at sea."""

    level: float
    pieces: tuple[Piece, ...]
    area_m2: float


@dataclass(frozen=True, slots=True, kw_only=True)
class Raster:
    """Probability by cell: `share[row, column]`, row 0 southernmost, the first cell's corner at `left`, `bottom`.

    The cells are squares of `cell_m` metres on `chart`; they come to `inside`, the rest has no known place.
    """

    chart: Chart
    left: float
    bottom: float
    cell_m: float
    share: Floats
    inside: float

    def centres(self) -> tuple[Floats, Floats]:
        """Return the longitude and latitude, degrees, of every cell's centre, each (rows, columns)."""
        rows, columns = self.share.shape
        x = self.left + (np.arange(columns) + 0.5) * self.cell_m
        y = self.bottom + (np.arange(rows) + 0.5) * self.cell_m
        return self.chart.place(*np.meshgrid(x, y))


@dataclass(frozen=True, slots=True, kw_only=True)
class Containment:
    """The density of a cloud on a grid of nodes `node_m` apart, the first at `left`, `bottom` on the chart.

    `density` per square metre of the chart (rows, columns), row 0 southernmost; `at_particles` (n,) the same at each
    particle of `cloud`. `bandwidth_m` is the widest scenario's.
    """

    cloud: Cloud
    left: float
    bottom: float
    node_m: float
    bandwidth_m: float
    density: Floats
    at_particles: Floats

    def areas(self, levels: Sequence[float] = LEVELS) -> tuple[Area, ...]:
        """Return the smallest area for each level, each between 0 and 1."""
        from contourpy import FillType, contour_generator

        rows, columns = self.density.shape
        lines = contour_generator(
            x=self.left + np.arange(columns) * self.node_m,
            y=self.bottom + np.arange(rows) * self.node_m,
            z=self.density,
            fill_type=FillType.OuterOffset,
            quad_as_tri=True,
        )
        found = []
        for level, height in zip(levels, self._heights(levels), strict=True):
            filled: Any = lines.filled(height, np.inf)  # its kind depends on fill_type, which types can't say
            pieces = tuple(
                Piece(tuple(np.split(points, starts[1:-1].astype(np.intp))))
                for points, starts in zip(*filled, strict=True)
            )
            found.append(Area(level=level, pieces=pieces, area_m2=_area(self.cloud.chart, pieces)))
        return tuple(found)

    def groups(self, level: float = 0.5) -> tuple[Group, ...]:
        """Return the separate pieces of an area that hold a tenth of it or more, the fullest first.

        Shares are counted on `COUNTED` of the particles, evenly picked: good to a few per cent.
        """
        (area,), (height,) = self.areas((level,)), self._heights((level,))
        within = np.flatnonzero(self.at_particles >= height)
        within = within[:: max(1, len(within) // COUNTED)]
        x, y, weight = (values[within] for values in (self.cloud.x, self.cloud.y, self.cloud.weight))
        found = []
        for piece in area.pieces:
            inside = _inside(piece.rings[0], x, y)
            held = weight[inside].sum() / weight.sum()
            if held >= 0.1:
                share = weight[inside] / weight[inside].sum()
                found.append(
                    Group(share=level * held, x=(share * x[inside]).sum(), y=(share * y[inside]).sum())
                )
        return tuple(sorted(found, key=lambda group: -group.share))

    def level_of(self, lon: float, lat: float) -> float:
        """Return the share held by the smallest area that reaches a place in degrees; 1 where no area does."""
        x, y = self.cloud.chart.project(lon, lat)
        here = self._at(np.atleast_1d(x), np.atleast_1d(y))[0]
        if here <= 0:
            return 1.0
        denser = self.at_particles > here * (
            1 + 1e-9
        )  # a particle's own place is no less dense for its rounding
        return float(min(1.0, self.cloud.weight[denser].sum()))

    def raster(self, cell_m: float | None = None) -> Raster:
        """Return the probability of each square cell, not smoothed; cells as wide as the bandwidth unless told."""
        cell = cell_m or max(self.bandwidth_m, self.node_m)
        cloud = self.cloud
        left, bottom = (np.floor(values.min() / cell) * cell for values in (cloud.x, cloud.y))
        column, row = (
            ((values - low) / cell).astype(np.int64) for values, low in ((cloud.x, left), (cloud.y, bottom))
        )
        columns, rows = int(column.max()) + 1, int(row.max()) + 1
        inside = 1.0 - cloud.waiting - cloud.missing
        share = np.bincount(row * columns + column, cloud.weight * inside, rows * columns)
        return Raster(
            chart=cloud.chart,
            left=float(left),
            bottom=float(bottom),
            cell_m=float(cell),
            share=share.reshape(rows, columns).astype(float),
            inside=inside,
        )

    def _heights(self, levels: Sequence[float]) -> Floats:
        """Return the density above which each share of the cloud lies."""
        order = np.argsort(self.at_particles)[::-1]
        held = np.cumsum(self.cloud.weight[order])
        last = np.minimum(np.searchsorted(held, np.asarray(levels) * held[-1]), len(order) - 1)
        # Where all are at one place the quantile is the very peak, about which there is no ring to draw.
        return np.asarray(np.minimum(self.at_particles[order[last]], 0.999 * self.density.max()))

    def _at(self, x: Floats, y: Floats) -> Floats:
        return _on_the_surface(self.density, (x - self.left) / self.node_m, (y - self.bottom) / self.node_m)


def containment(cloud: Cloud) -> Containment:
    """Return the density of a cloud; a scenario far wider than the rest sets the grid's extent, not its bandwidth."""
    groups = [np.flatnonzero(cloud.scenario == index) for index in np.unique(cloud.scenario)]
    widths = [bandwidth(cloud.x[group], cloud.y[group], cloud.weight[group]) for group in groups]
    margin = REACH * max(widths)
    left, bottom = cloud.x.min() - margin, cloud.y.min() - margin
    extent = max(cloud.x.max() + margin - left, cloud.y.max() + margin - bottom)
    node = max(min(widths) / 2, extent / CELLS_ACROSS)
    columns = int(np.ceil((cloud.x.max() + margin - left) / node)) + 1
    rows = int(np.ceil((cloud.y.max() + margin - bottom) / node)) + 1
    waves = np.zeros((rows, columns // 2 + 1), complex)
    for group, width in zip(groups, widths, strict=True):
        column, row = (cloud.x[group] - left) / node, (cloud.y[group] - bottom) / node
        nodes = _shared_out(column, row, cloud.weight[group], rows, columns)
        waves += np.fft.rfft2(nodes) * _kernel(rows, columns, max(1.0, width / node))
    density = np.fft.irfft2(waves, (rows, columns)) / node**2
    density[density < ROUNDING * density.max()] = 0.0
    return Containment(
        cloud=cloud,
        left=float(left),
        bottom=float(bottom),
        node_m=float(node),
        bandwidth_m=max(widths),
        density=density,
        at_particles=_on_the_surface(density, (cloud.x - left) / node, (cloud.y - bottom) / node),
    )


def level_of(
    ensemble: Ensemble, when: float, lon: float, lat: float, sought: Sought = Sought.PEOPLE
) -> float:
    """Return the smallest level whose area, at an instant, reaches a place in degrees: 0.3 is "inside 50 %".

    Raises OutsideRun and NoPlaceKnown.
    """
    return containment(cloud_at(ensemble, when, sought)).level_of(lon, lat)


def bandwidth(x: Floats, y: Floats, weight: Floats) -> float:
    """Return the standard deviation, metres, of the kernel for a group of weighted particles.

    It begins with the whole group's spread and looks for the 50 % area in squares as wide as the bandwidth so far;
    three rounds settle it to a few per cent.
    """
    share = weight / weight.sum()
    factor = float(np.sum(share**2)) ** (1 / 6)
    spread = np.sqrt((np.cov(np.stack((x, y)), aweights=share, ddof=0).trace() if len(x) > 1 else 0.0) / 2)
    width = float(max(FINEST_M, factor * spread))
    for _ in range(3):
        width = float(max(FINEST_M, min(width, factor * _spread_of_half(x, y, share, width))))
    return width


def _spread_of_half(x: Floats, y: Floats, share: Floats, cell: float) -> float:
    """Return the standard deviation of the round normal whose 50 % area, 2π ln 2 s², is that of these squares."""
    column, row = ((values - values.min()) / cell for values in (x, y))
    key = row.astype(np.int64) * (int(column.max()) + 1) + column.astype(np.int64)
    most = int(key.max()) + 1
    counts = np.bincount(key, share, most) if most <= 4 * len(key) + 1024 else _sparse_counts(key, share)
    held = np.cumsum(np.sort(counts[counts > 0])[::-1])
    return float(np.sqrt((np.searchsorted(held, 0.5) + 1) * cell**2 / (2 * np.pi * np.log(2))))


def _sparse_counts(key: NDArray[np.int64], share: Floats) -> Floats:
    return np.bincount(np.unique(key, return_inverse=True)[1], share).astype(float)


def _shared_out(column: Floats, row: Floats, weight: Floats, rows: int, columns: int) -> Floats:
    """Return the weight at each node, every particle shared between the four about it so that its place is kept."""
    j, i = column.astype(np.int64), row.astype(np.int64)
    right, up = column - j, row - i
    first = i * columns + j
    nodes = np.zeros(rows * columns)
    for step, part in (
        (0, (1 - right) * (1 - up)),
        (1, right * (1 - up)),
        (columns, (1 - right) * up),
        (columns + 1, right * up),
    ):
        nodes += np.bincount(first + step, weight * part, rows * columns)
    return nodes.reshape(rows, columns)


def _kernel(rows: int, columns: int, width: float) -> NDArray[np.complex128]:
    """Return the transform of a round Gaussian of a width in nodes; the margin keeps its wrapping round harmless."""
    along, across = (
        np.exp(-0.5 * (np.minimum(np.arange(size), size - np.arange(size)) / width) ** 2)
        for size in (rows, columns)
    )
    return np.asarray(np.fft.fft(along / along.sum())[:, None] * np.fft.rfft(across / across.sum())[None, :])


def _on_the_surface(grid: Floats, column: Floats, row: Floats) -> Floats:
    """Return a grid's value at fractional columns and rows; 0 outside it, where there is no density.

    Each cell is four flat triangles that meet at its middle, at the mean of its corners: the surface whose outlines
    the areas are, so that a particle is within an area exactly when it is no less dense than the area's edge.
    """
    rows, columns = grid.shape
    outside = ~((column >= 0) & (column <= columns - 1) & (row >= 0) & (row <= rows - 1))
    column, row = np.where(outside, 0.0, column), np.where(outside, 0.0, row)
    j = np.minimum(column.astype(np.int64), columns - 2)
    i = np.minimum(row.astype(np.int64), rows - 2)
    flat, first = grid.ravel(), i * columns + j
    west_south, east_south = flat[first], flat[first + 1]
    west_north, east_north = flat[first + columns], flat[first + columns + 1]
    east, north = column - j - 0.5, row - i - 0.5  # of the cell's middle
    upright = np.abs(north) >= np.abs(east)  # in the triangle on the cell's south or north side
    one, other = (
        np.where(north < 0, west_south, west_north),
        np.where(north < 0, east_south, east_north),
    )
    low, high = (
        np.where(east < 0, west_south, east_south),
        np.where(east < 0, west_north, east_north),
    )
    start, end = np.where(upright, one, low), np.where(upright, other, high)
    out, along = np.where(upright, np.abs(north), np.abs(east)), np.where(upright, east, north)
    middle = (west_south + east_south + west_north + east_north) / 4
    value = middle + 2 * out * ((start + end) / 2 - middle) + along * (end - start)
    return np.where(outside, 0.0, value)


def _inside(ring: Floats, x: Floats, y: Floats) -> NDArray[np.bool_]:
    """Return which places are within a ring, by counting its sides to their right."""
    odd = np.zeros(len(x), bool)
    for (x0, y0), (x1, y1) in pairwise(ring):
        if y0 != y1:
            odd ^= ((y0 > y) != (y1 > y)) & (x < x0 + (y - y0) * (x1 - x0) / (y1 - y0))
    return odd


def _area(chart: Chart, pieces: Sequence[Piece]) -> float:
    """Return the area, square metres at sea, within rings on the chart; holes run the other way round and count off."""
    total = 0.0
    for ring in (ring for piece in pieces for ring in piece.rings):
        x, y = ring[:, 0] - ring[0, 0], ring[:, 1] - ring[0, 1]
        signed = 0.5 * float(np.sum(x[:-1] * y[1:] - x[1:] * y[:-1]))
        total += signed / float(np.mean(chart.scale(ring[:, 0], ring[:, 1]))) ** 2
    return abs(total)
