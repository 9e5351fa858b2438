"""Drawing a raster from rings of shoreline: which segments cross which cell, what is land, how far off the shore is."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from ashore.drift.coast.crossing import (
    LAND,
    MOST_CLEAR,
    SHORE_FROM_LAND,
    SHORE_FROM_WATER,
    Raster,
    land_at,
    meets,
    to_col,
)
from ashore.drift.coast.gshhg import Shoreline
from ashore.drift.coast.region import Region
from ashore.drift.coast.rings import Vertices, cut
from ashore.drift.engine.compiled import compiled

Indices = NDArray[np.int32]
States = NDArray[np.uint8]

OFF_THE_LATTICE_DEG = 2.0**-26
"""Cell edges stand this far (1.6 mm) south-west of round degrees, so that no vertex of the data lies on one."""

SLACK = 1e-9
"""Cells by which a segment is thought wider than it is when cells are listed: one cell too many costs nothing."""


def draw(region: Region, shoreline: Shoreline) -> Raster:
    """Return the raster of a region."""
    per_lon, per_lat = region.cells_per_deg
    nx = int(np.ceil((region.east - region.west) * per_lon))
    ny = int(np.ceil((region.north - region.south) * per_lat))
    corner = np.array([region.west, region.south]) - OFF_THE_LATTICE_DEG
    rings = [
        cut((ring - corner) * (per_lon, per_lat), (-1.0, -1.0), (nx + 1.0, ny + 1.0))
        for ring in shoreline.rings(region, 1 / min(per_lon, per_lat))
    ]
    rings = [ring for ring in rings if len(ring)]
    shore = np.concatenate(rings) if rings else np.empty((0, 2))
    ends = np.cumsum([len(ring) for ring in rings], dtype=np.int32)
    is_segment = np.ones(len(shore), np.bool_)
    is_segment[ends - 1] = False
    start = _counted(shore, is_segment, nx, ny)
    listed = _listed(shore, is_segment, start, nx)
    state = _sides(shore, is_segment, nx, ny)
    _settle(state, start)
    return Raster(
        west=float(corner[0]),
        south=float(corner[1]),
        width=nx / per_lon,
        cols_per_deg=float(per_lon),
        rows_per_deg=float(per_lat),
        state=state,
        start=start,
        listed=listed,
        shore=shore,
        ends=ends,
    )


@compiled()
def _span(shore: Vertices, k: int, i: int, nx: int) -> tuple[int, int]:
    """Return the first and last column, of those there are, that segment k may touch in row i."""
    ax, ay, bx, by = shore[k, 0], shore[k, 1], shore[k + 1, 0], shore[k + 1, 1]
    low, high = min(ax, bx), max(ax, bx)
    if ay != by:
        foot, head = meets(ay, ax, by, bx, i), meets(ay, ax, by, bx, i + 1)
        low, high = max(low, min(foot, head)), min(high, max(foot, head))
    return max(0, int(np.floor(low - SLACK))), min(nx - 1, int(np.floor(high + SLACK)))


@compiled()
def _rows(shore: Vertices, k: int, ny: int) -> tuple[int, int]:
    """Return the first and last row, of those there are, that segment k may touch."""
    low, high = min(shore[k, 1], shore[k + 1, 1]), max(shore[k, 1], shore[k + 1, 1])
    return max(0, int(np.floor(low - SLACK))), min(ny - 1, int(np.floor(high + SLACK)))


@compiled()
def _counted(shore: Vertices, is_segment: NDArray[np.bool_], nx: int, ny: int) -> Indices:
    """Return where each cell's list of segments begins, and the end of the last."""
    start = np.zeros(nx * ny + 1, np.int32)
    for k in range(len(shore)):
        if is_segment[k]:
            south, north = _rows(shore, k, ny)
            for i in range(south, north + 1):
                west, east = _span(shore, k, i, nx)
                for j in range(west, east + 1):
                    start[i * nx + j + 1] += 1
    for cell in range(nx * ny):
        start[cell + 1] += start[cell]
    return start


@compiled()
def _listed(shore: Vertices, is_segment: NDArray[np.bool_], start: Indices, nx: int) -> Indices:
    """Return every cell's segments, cell after cell."""
    listed = np.empty(start[-1], np.int32)
    ny = (len(start) - 1) // nx
    filled = start[:-1].copy()
    for k in range(len(shore)):
        if is_segment[k]:
            south, north = _rows(shore, k, ny)
            for i in range(south, north + 1):
                west, east = _span(shore, k, i, nx)
                for j in range(west, east + 1):
                    cell = i * nx + j
                    listed[filled[cell]] = k
                    filled[cell] += 1
    return listed


@compiled()
def _sides(shore: Vertices, is_segment: NDArray[np.bool_], nx: int, ny: int) -> States:
    """Return for each cell 1 where its south-west corner is on land, else 0: odd crossings along its foot's line."""
    odd = np.zeros((ny, nx), np.uint8)
    for k in range(len(shore)):
        if is_segment[k]:
            ax, ay, bx, by = shore[k, 0], shore[k, 1], shore[k + 1, 0], shore[k + 1, 1]
            low, high = int(np.ceil(min(ay, by))), int(np.floor(max(ay, by)))
            for i in range(max(0, low), min(ny - 1, high) + 1):
                if (ay < i) != (by < i):
                    j = max(0, int(np.floor(meets(ay, ax, by, bx, i))) + 1)
                    if j < nx:
                        odd[i, j] ^= 1
    for i in range(ny):
        for j in range(1, nx):
            odd[i, j] ^= odd[i, j - 1]
    return odd


@compiled()
def _settle(state: States, start: Indices) -> None:
    """Turn the sides of corners into the states of cells; water counts its way to the shore in two sweeps."""
    ny, nx = state.shape
    for i in range(ny):
        for j in range(nx):
            land, cell = state[i, j] == 1, i * nx + j
            if start[cell] < start[cell + 1]:
                state[i, j] = SHORE_FROM_LAND if land else SHORE_FROM_WATER
            else:
                state[i, j] = LAND if land else MOST_CLEAR
    for sweep in range(2):
        back = 1 if sweep == 0 else -1
        for a in range(ny):
            i = a if sweep == 0 else ny - 1 - a
            for b in range(nx):
                j = b if sweep == 0 else nx - 1 - b
                if state[i, j] >= SHORE_FROM_WATER:
                    continue
                clear = int(state[i, j])
                for di, dj in ((-back, -1), (-back, 0), (-back, 1), (0, -back)):
                    if 0 <= i + di < ny and 0 <= j + dj < nx:
                        beside = int(state[i + di, j + dj])
                        clear = min(clear, 0 if beside >= SHORE_FROM_WATER else beside + 1)
                state[i, j] = clear


@compiled()
def on_land(raster: Raster, lon: Vertices, lat: Vertices, found: NDArray[np.bool_]) -> None:
    """Fill `found` with whether each place is on land."""
    for k in range(len(lon)):
        found[k] = land_at(raster, to_col(raster, lon[k]), (lat[k] - raster.south) * raster.rows_per_deg)
