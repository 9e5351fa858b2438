"""Is a place on land, and where does a path meet land: exact against every segment of shoreline, in a few look-ups.

The region is cut into cells. A cell that no shoreline crosses is water or land, and its byte says which;
a cell of water also says how many cells of water lie about it, so that most steps of a drift end after one look-up.
A cell that shoreline crosses lists the segments, and its byte says on which side its south-west corner lies:
from the corner to a place, along the cell's foot and then straight up, each segment crossed changes land to water.

Within a raster, places are counted in cells: `col` east and `row` north of its south-west corner, whole at cell edges.
Nothing here allocates, recurses or calls Python, so the same source compiles into any loop, on a processor or for CUDA.
"""

from __future__ import annotations

import math
from collections.abc import Callable
from typing import Any, NamedTuple, TypeVar, cast

import numba
import numpy as np
from numpy.typing import NDArray

LAND = 255
SHORE_FROM_LAND = 254
SHORE_FROM_WATER = 253
MOST_CLEAR = 252

NEVER = 2.0
"""What `first_land` gives for a path that meets no land."""


Function = TypeVar("Function", bound=Callable[..., Any])

_OPTIONS: dict[str, Any] = {"nogil": True, "error_model": "numpy", "_nrt": False}


def exact(function: Function) -> Function:
    """Compile a function that loops call at single places.

    No fast arithmetic: drawing and looking up agree to the last bit.
    No reference counts, for nothing here allocates: counted, a look-up takes four times as long, and threads contend.
    """
    return cast(Function, numba.njit(**_OPTIONS)(function))


class Raster(NamedTuple):
    """A coast as plain arrays.

    `west`, `south` degrees of the south-west corner, `width` degrees of longitude; cells to a degree both ways.
    `state` uint8 (ny, nx): LAND; SHORE_FROM_LAND or SHORE_FROM_WATER by the cell's south-west corner;
    else water, and no land or shoreline of the raster within that many cells of this one, diagonally too,
    so that a path of no more cells each way meets none.
    `start` int32 (ny·nx + 1): where each cell's list begins in `listed`.
    `listed` int32: segments; segment k goes from vertex k to vertex k + 1 of `shore`.
    `shore` float64 (n, 2): vertices as col and row, ring after ring, each ring closed by its first vertex again.
    `ends` int32: where in `shore` each ring ends.
    """

    west: float
    south: float
    width: float
    cols_per_deg: float
    rows_per_deg: float
    state: NDArray[np.uint8]
    start: NDArray[np.int32]
    listed: NDArray[np.int32]
    shore: NDArray[np.float64]
    ends: NDArray[np.int32]


@exact
def first_land(raster: Raster, lon0: float, lat0: float, lon1: float, lat1: float) -> float:
    """Return how far along a path it first meets land: 0 if it starts there, 1 at its end, 2 if it never does.

    The path is straight in longitude and latitude, the short way round; its part outside the raster is water.
    The place at that fraction is on the shore to rounding, on either side of it.
    """
    col = to_col(raster, lon0)
    turn = lon1 - lon0
    turn -= 360.0 * math.floor(turn / 360.0 + 0.5)
    row = (lat0 - raster.south) * raster.rows_per_deg
    return landfall(raster, col, row, turn * raster.cols_per_deg, (lat1 - lat0) * raster.rows_per_deg)


@exact
def to_col(raster: Raster, lon: float) -> float:
    """Return a longitude as cells east of the raster's west edge, by the turn nearest to its middle."""
    half = raster.width / 2
    east = lon - (raster.west + half)
    east -= 360.0 * math.floor(east / 360.0 + 0.5)
    return (east + half) * raster.cols_per_deg


@exact
def land_at(raster: Raster, col: float, row: float) -> bool:
    """Return whether a place in cells is on land."""
    state = raster.state
    if not (col >= 0 and row >= 0 and col < state.shape[1] and row < state.shape[0]):
        return False
    j, i = int(col), int(row)
    code = state[i, j]
    if code < SHORE_FROM_WATER:
        return False
    if code == LAND:
        return True
    land = code == SHORE_FROM_LAND
    cell = i * state.shape[1] + j
    for at in range(raster.start[cell], raster.start[cell + 1]):
        k = raster.listed[at]
        ax, ay = raster.shore[k, 0], raster.shore[k, 1]
        bx, by = raster.shore[k + 1, 0], raster.shore[k + 1, 1]
        if (ay < i) != (by < i):
            x = meets(ay, ax, by, bx, i)
            if x >= j and x < col:
                land = not land
        if (ax <= col) != (bx <= col):
            y = meets(ax, ay, bx, by, col)
            if y >= i and y < row:
                land = not land
    return bool(land)


@exact
def meets(a0: float, a1: float, b0: float, b1: float, at: float) -> float:
    """Return the second coordinate of the segment a to b where its first is `at`."""
    return a1 + (at - a0) * ((b1 - a1) / (b0 - a0))


@exact
def landfall(raster: Raster, col: float, row: float, cols: float, rows: float) -> float:
    """Return how far along a path from (col, row), over (cols, rows) cells, it first meets land; see `first_land`."""
    state = raster.state
    ny, nx = state.shape
    if col >= 0 and row >= 0 and col < nx and row < ny:
        clear = state[int(row), int(col)]
        if clear < SHORE_FROM_WATER and abs(cols) <= clear and abs(rows) <= clear:
            return NEVER
    begin, end = inside(col, cols, nx, 0.0, 1.0)
    begin, end = inside(row, rows, ny, begin, end)
    if not begin <= end:
        return NEVER
    at_col, at_row = col + begin * cols, row + begin * rows
    j, i = min(max(int(at_col), 0), nx - 1), min(max(int(at_row), 0), ny - 1)
    if land_at(raster, at_col, at_row):
        return begin
    next_col, per_col, step_j = walk(col, cols, j)
    next_row, per_row, step_i = walk(row, rows, i)
    entered, met = begin, NEVER
    while i >= 0 and j >= 0 and i < ny and j < nx:
        left = min(next_col, next_row, end)
        code = state[i, j]
        if code == LAND:
            return min(met, entered)
        if code >= SHORE_FROM_WATER:
            cell = i * nx + j
            for at in range(raster.start[cell], raster.start[cell + 1]):
                k = raster.listed[at]
                met = min(met, crossed(raster.shore, k, col, row, cols, rows))
        if met <= left:
            return met
        if left >= end:
            return NEVER
        entered = left
        if next_col < next_row:
            next_col += per_col
            j += step_j
        else:
            next_row += per_row
            i += step_i
    return NEVER


@exact
def inside(at: float, change: float, size: float, begin: float, end: float) -> tuple[float, float]:
    """Narrow a part of a path, as fractions, to where a coordinate is from 0 to `size`; no part begins past its end."""
    if change == 0:
        return (begin, end) if at >= 0 and at < size else (1.0, 0.0)
    one, other = -at / change, (size - at) / change
    # A NaN fails every comparison, and a path with one has no part inside.
    if not (max(one, other) >= begin and min(one, other) <= end):
        return 1.0, 0.0
    return max(begin, min(one, other)), min(end, max(one, other))


@exact
def walk(at: float, change: float, cell: int) -> tuple[float, float, int]:
    """Return, for one coordinate, the fraction at which a path leaves its cell, what a cell takes, and which way."""
    if change > 0:
        return (cell + 1 - at) / change, 1 / change, 1
    if change < 0:
        return (cell - at) / change, -1 / change, -1
    return np.inf, np.inf, 0


@exact
def crossed(shore: NDArray[np.float64], k: int, col: float, row: float, cols: float, rows: float) -> float:
    """Return how far along a path it crosses segment k, or NEVER; a vertex belongs to the left of the path."""
    ax, ay = shore[k, 0] - col, shore[k, 1] - row
    bx, by = shore[k + 1, 0] - col, shore[k + 1, 1] - row
    if (cols * ay - rows * ax >= 0) == (cols * by - rows * bx >= 0):
        return NEVER
    along = (ax * (by - ay) - ay * (bx - ax)) / (cols * (by - ay) - rows * (bx - ax))
    return along if along >= 0 and along <= 1 else NEVER
