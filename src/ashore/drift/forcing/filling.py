"""Fills masked nodes beside the sea: each takes the mean of the valid ones among its eight neighbours, twice over.

A drifter close inshore lies in a cell with a masked corner, and would have no current there: that needs one ring of
nodes. A model's coast is a staircase up to a cell away from the true one: that needs the second.
Further inland nothing is made up. A filled value feeds the second ring but never changes a value that was given.
"""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

Field = NDArray[np.float32]

RINGS = 2
_NEIGHBOURS = tuple((j, i) for j in (-1, 0, 1) for i in (-1, 0, 1) if (j, i) != (0, 0))


def filled(east: Field, north: Field, rings: int = RINGS) -> tuple[Field, Field, int]:
    """Return both parts, shape (T, ny, nx), with that many rings of missing nodes filled, and how many nodes were.

    A node is filled for each time by itself, so a time that is missing altogether stays missing.
    The count is of nodes that were filled at one time at least.
    """
    touched = np.zeros(east.shape[1:], bool)
    given = np.isfinite(east) & np.isfinite(north)
    if given.all():
        return east, north, 0
    east, north = np.where(given, east, np.nan), np.where(given, north, np.nan)
    for _ in range(rings):
        open_once, masked_once = given.any(axis=0), ~given.all(axis=0)
        wide = np.pad(open_once, 1)
        ny, nx = open_once.shape
        beside = np.zeros_like(open_once)
        for j, i in _NEIGHBOURS:
            beside |= wide[1 + j : 1 + j + ny, 1 + i : 1 + i + nx]
        rows, columns = np.nonzero(masked_once & beside)
        total_east = np.zeros((east.shape[0], rows.size), np.float32)
        total_north, count = total_east.copy(), total_east.copy()
        for j, i in _NEIGHBOURS:
            row, column = rows + j, columns + i
            inside = (row >= 0) & (row < ny) & (column >= 0) & (column < nx)
            row, column = np.where(inside, row, 0), np.where(inside, column, 0)
            valid = given[:, row, column] & inside
            count += valid
            total_east += np.where(valid, east[:, row, column], 0)
            total_north += np.where(valid, north[:, row, column], 0)
        take = ~given[:, rows, columns] & (count > 0)
        count[count == 0] = 1
        east[:, rows, columns] = np.where(take, total_east / count, east[:, rows, columns])
        north[:, rows, columns] = np.where(take, total_north / count, north[:, rows, columns])
        given[:, rows, columns] |= take
        touched[rows, columns] |= take.any(axis=0)
    return east, north, int(touched.sum())
