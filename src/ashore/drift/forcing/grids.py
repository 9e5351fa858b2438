"""The grids that files come on: what part of one a window needs, where its nodes are, and how places map onto it."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING, Protocol

import numpy as np
from numpy.typing import NDArray

from ashore.drift.forcing.source import Floats, Window
from ashore.drift.forcing.turning import bearing_parts, in_space, node_axis

if TYPE_CHECKING:
    import pyproj

MARGIN = 3
"""Nodes read beyond the window on every side, where not told: two rings for filling, one for the cell at the edge."""

_LEAST_RADIUS_M = 6.33e6
"""Less than any radius of curvature of the earth: an angle worked out with it errs on the far side."""

Locate = Callable[[Floats, Floats], tuple[Floats, Floats]]


@dataclass(frozen=True, slots=True, kw_only=True)
class Cut:
    """The part of a grid that a window needs.

    `rows` and `columns` are slices of the file's axes; columns in more than one piece are joined, across a seam.
    `lon`, `lat` (ny, nx) are the nodes, degrees. `axis` gives the east and north parts of the y axis at each node.
    """

    rows: slice
    columns: tuple[slice, ...]
    lon: Floats
    lat: Floats
    locate: Locate | None
    axis: Callable[[], tuple[Floats, Floats]]


class Grid(Protocol):
    """A grid of a file."""

    def cut(self, window: Window, margin: int = MARGIN) -> Cut | None:
        """Return what of it the window needs, with `margin` nodes more on every side; None where they do not meet."""
        ...

    def extent(self) -> str:
        """Return in words what sea it covers."""
        ...

    def same(self, other: Grid) -> bool:
        """Return whether another file's grid has the same nodes."""
        ...


@dataclass(frozen=True, slots=True, kw_only=True)
class Geographic:
    """One axis of longitudes and one of latitudes, degrees, either way round, in any convention of longitude."""

    lon: Floats
    lat: Floats

    def cut(self, window: Window, margin: int = MARGIN) -> Cut | None:
        half_lon, half_lat = box(window)
        rows = _span(self.lat, window.lat - half_lat, window.lat + half_lat, margin)
        columns = self._columns(window.lon, half_lon, margin)
        if rows is None or columns is None:
            return None
        pieces, lons = columns
        lats = self.lat[rows]
        middle = (lons[0] + lons[-1]) / 2
        across, down = fraction(lons), fraction(lats)
        lon, lat = np.meshgrid(lons, lats)

        def locate(lon: Floats, lat: Floats) -> tuple[Floats, Floats]:
            return across(middle + turn(np.asarray(lon, float) - middle)), down(np.asarray(lat, float))

        return Cut(
            rows=rows,
            columns=pieces,
            lon=lon,
            lat=lat,
            locate=locate,
            axis=lambda: (np.zeros_like(lon), np.ones_like(lon)),
        )

    def extent(self) -> str:
        west, east = (0.0, 0.0) if self._around() else (turn(self.lon.min()), turn(self.lon.max()))
        girdle = "all longitudes" if self._around() else f"{_degrees(west, 'EW')} to {_degrees(east, 'EW')}"
        return f"{_degrees(self.lat.min(), 'NS')} to {_degrees(self.lat.max(), 'NS')}, {girdle}"

    def same(self, other: Grid) -> bool:
        return isinstance(other, Geographic) and _alike(self.lon, other.lon) and _alike(self.lat, other.lat)

    def _around(self) -> int:
        """Return how many columns go once around the earth, 0 where they do not."""
        n = self.lon.size
        step = abs(self.lon[-1] - self.lon[0]) / (n - 1)
        for columns, whole in ((n, n * step), (n - 1, (n - 1) * step)):
            if abs(whole - 360) < step / 2:
                return columns
        return 0

    def _columns(self, lon: float, half: float, margin: int) -> tuple[tuple[slice, ...], Floats] | None:
        around = self._around()
        if not around:
            best: slice | None = None
            for whole in range(-3, 4):
                here = _span(self.lon, lon - half + 360 * whole, lon + half + 360 * whole, margin)
                if here is not None and (best is None or here.stop - here.start > best.stop - best.start):
                    best = here
            return None if best is None else ((best,), self.lon[best])
        axis = self.lon[:around]
        sense = 1.0 if axis[-1] > axis[0] else -1.0
        ring = np.append(axis, axis[0] + sense * 360)
        position = fraction(ring)
        ahead = (sense * (lon - axis[0])) % 360 * sense + axis[0]
        centre = float(position(np.asarray(ahead)))
        reach = half * around / 360 + margin + 1
        if 2 * reach >= around:
            start = round(centre - around / 2)
            stop = start + around + 1
        else:
            start, stop = int(np.floor(centre - reach)), int(np.ceil(centre + reach)) + 1
        index = np.arange(start, stop)
        lons = axis[index % around] + sense * 360 * (index // around)
        pieces, at = [], start
        while at < stop:
            first = at % around
            last = min(around, first + stop - at)
            pieces.append(slice(first, last))
            at += last - first
        return tuple(pieces), lons


@dataclass(frozen=True, slots=True, kw_only=True)
class Projected:
    """Axes of x and y on a map projection or about a rotated pole, in the units of its coordinate system."""

    x: Floats
    y: Floats
    crs: pyproj.CRS

    def cut(self, window: Window, margin: int = MARGIN) -> Cut | None:
        forward = self._transformer()
        lon, lat = disc(window)
        px, py = forward.transform(lon, lat)
        px, py = self._near(np.asarray(px)), np.asarray(py)
        seen = np.isfinite(px) & np.isfinite(py)
        if not seen.any():
            return None
        columns = _span(self.x, px[seen].min(), px[seen].max(), margin)
        rows = _span(self.y, py[seen].min(), py[seen].max(), margin)
        if rows is None or columns is None:
            return None
        x, y = self.x[columns], self.y[rows]
        grid_x, grid_y = np.meshgrid(x, y)
        node_lon, node_lat = _places(forward, grid_x, grid_y)
        across, down = fraction(x), fraction(y)

        def locate(lon: Floats, lat: Floats) -> tuple[Floats, Floats]:
            px, py = forward.transform(np.asarray(lon, float), np.asarray(lat, float))
            return across(self._near(np.asarray(px))), down(np.asarray(py))

        def axis() -> tuple[Floats, Floats]:
            step = 1e-3 * abs(self.y[1] - self.y[0])
            ahead = in_space(*_places(forward, grid_x, grid_y + step))
            behind = in_space(*_places(forward, grid_x, grid_y - step))
            return bearing_parts(node_lon, node_lat, ahead - behind)

        return Cut(rows=rows, columns=(columns,), lon=node_lon, lat=node_lat, locate=locate, axis=axis)

    def extent(self) -> str:
        corner_x = np.array([self.x[0], self.x[-1], self.x[-1], self.x[0]])
        corner_y = np.array([self.y[0], self.y[0], self.y[-1], self.y[-1]])
        lon, lat = _places(self._transformer(), corner_x, corner_y)
        corners = ", ".join(f"{_degrees(b, 'NS')} {_degrees(a, 'EW')}" for a, b in zip(lon, lat, strict=True))
        return f"the corners {corners}"

    def same(self, other: Grid) -> bool:
        return (
            isinstance(other, Projected)
            and _alike(self.x, other.x)
            and _alike(self.y, other.y)
            and self.crs == other.crs
        )

    def _near(self, x: Floats) -> Floats:
        """Return angles about a rotated pole in the turn that the grid's own axis is in."""
        if not self.crs.is_geographic:
            return x
        middle = (self.x[0] + self.x[-1]) / 2
        return np.asarray(middle + turn(x - middle))

    def _transformer(self) -> pyproj.Transformer:
        """From degrees on the grid's own ellipsoid: a model on a sphere means its latitudes as they are."""
        import pyproj

        geodetic = self.crs.geodetic_crs
        base = geodetic.source_crs if geodetic is not None and geodetic.is_derived else geodetic
        return pyproj.Transformer.from_crs(base, self.crs, always_xy=True)


@dataclass(frozen=True, slots=True, kw_only=True)
class Curvilinear:
    """Nodes anywhere, known only by their longitudes and latitudes (ny, nx), degrees."""

    lon: Floats
    lat: Floats

    def cut(self, window: Window, margin: int = MARGIN) -> Cut | None:
        nodes = in_space(self.lon, self.lat)
        centre = in_space(np.asarray(window.lon), np.asarray(window.lat))
        apart = np.linalg.norm(nodes - centre[:, None, None], axis=0) * 6.378e6
        reach = 2 * 6.378e6 * np.sin(min(window.reach_m / _LEAST_RADIUS_M, np.pi) / 2)
        spacing = np.nanmax(np.linalg.norm(np.diff(nodes, axis=2), axis=0), initial=0.0) * 6.378e6
        spacing = max(
            spacing, np.nanmax(np.linalg.norm(np.diff(nodes, axis=1), axis=0), initial=0.0) * 6.378e6
        )
        rows, columns = np.nonzero(apart <= reach + spacing)
        if rows.size == 0:
            return None
        ny, nx = self.lon.shape
        row = slice(max(0, int(rows.min()) - margin), min(ny, int(rows.max()) + margin + 1))
        column = slice(max(0, int(columns.min()) - margin), min(nx, int(columns.max()) + margin + 1))
        lon, lat = self.lon[row, column], self.lat[row, column]
        return Cut(
            rows=row, columns=(column,), lon=lon, lat=lat, locate=None, axis=lambda: node_axis(lon, lat)
        )

    def extent(self) -> str:
        return (
            f"{_degrees(np.nanmin(self.lat), 'NS')} to {_degrees(np.nanmax(self.lat), 'NS')}, "
            f"{_degrees(turn(np.nanmin(self.lon)), 'EW')} to {_degrees(turn(np.nanmax(self.lon)), 'EW')}"
        )

    def same(self, other: Grid) -> bool:
        return isinstance(other, Curvilinear) and _alike(self.lon, other.lon) and _alike(self.lat, other.lat)


def box(window: Window) -> tuple[float, float]:
    """Return how many degrees of longitude and of latitude a window reaches to each side; 180 where it holds a pole."""
    angle = min(window.reach_m / _LEAST_RADIUS_M, np.pi)
    if abs(np.radians(window.lat)) + angle >= np.radians(89.5):
        return 180.0, float(np.degrees(angle))
    return float(np.degrees(np.arcsin(np.sin(angle) / np.cos(np.radians(window.lat))))), float(
        np.degrees(angle)
    )


def disc(window: Window) -> tuple[Floats, Floats]:
    """Return longitudes and latitudes of places all over a window, its edge among them."""
    angle = min(window.reach_m / _LEAST_RADIUS_M, np.pi) * np.array([0.0, 0.25, 0.5, 0.75, 1.0])[:, None]
    bearing = np.radians(np.arange(0.0, 360.0, 7.5))[None, :]
    phi = np.radians(window.lat)
    sin = np.sin(phi) * np.cos(angle) + np.cos(phi) * np.sin(angle) * np.cos(bearing)
    lam = np.arctan2(np.sin(bearing) * np.sin(angle) * np.cos(phi), np.cos(angle) - np.sin(phi) * sin)
    lat = np.degrees(np.arcsin(np.clip(sin, -1, 1)))
    return turn(window.lon + np.degrees(lam)).ravel(), lat.ravel()


def turn(degrees: Floats | float) -> Floats:
    """Return angles brought to -180 up to 180."""
    return np.asarray((np.asarray(degrees, float) + 180.0) % 360.0 - 180.0)


def fraction(axis: Floats) -> Callable[[Floats], Floats]:
    """Return the map from an axis' values to fractional indices, carried on straight beyond both ends.

    An even axis, but for the rounding of its values, gives a straight line; an uneven one is linear from node to node.
    """
    n = axis.size
    first, step = float(axis[0]), float(axis[-1] - axis[0]) / (n - 1)
    if np.abs(axis - (first + step * np.arange(n))).max() < 5e-3 * abs(step):
        return lambda value: (value - first) / step
    order = np.argsort(axis)
    knots, index = axis[order], np.arange(n, dtype=float)[order]

    def between(value: Floats) -> Floats:
        cell = np.clip(np.searchsorted(knots, value) - 1, 0, n - 2)
        along = (value - knots[cell]) / (knots[cell + 1] - knots[cell])
        return index[cell] + along * (index[cell + 1] - index[cell])

    return between


def _span(axis: Floats, low: float, high: float, margin: int) -> slice | None:
    """Return the indices needed for all between two values of an axis, with the margin; None where there is none."""
    if high < axis.min() or low > axis.max():
        return None
    ends = np.sort(fraction(axis)(np.array([low, high], float)))
    first = max(0, int(np.floor(max(ends[0], 0.0))) - margin)
    last = min(axis.size, int(np.ceil(min(ends[1], axis.size - 1.0))) + margin + 1)
    return slice(first, last)


def _places(forward: pyproj.Transformer, x: Floats, y: Floats) -> tuple[Floats, Floats]:
    lon, lat = forward.transform(x, y, direction="INVERSE")
    return np.asarray(lon, float), np.asarray(lat, float)


def _alike(one: NDArray[np.float64], other: NDArray[np.float64]) -> bool:
    return one.shape == other.shape and np.allclose(one, other, rtol=1e-6, atol=1e-6, equal_nan=True)


def _degrees(value: float | Floats, letters: str) -> str:
    number = float(value)
    return f"{abs(number):.2f}°{letters[0] if number >= 0 else letters[1]}"
