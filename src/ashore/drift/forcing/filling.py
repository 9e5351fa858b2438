"""Fills masked nodes beside the sea from their valid neighbours among the eight about them, ring after ring.

A drifter close inshore lies in a cell with a masked corner, and would have no current there: that needs one ring of
nodes. A model's coast is a staircase up to a cell away from the true one: that needs the second. Further inland
nothing is made up. A filled value feeds the next ring but never changes a value that was given.
That is the rule `mean`. The rule `opendrift` is another tool's, for comparison with it only.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from typing import Literal

import numpy as np
from numpy.typing import NDArray

Field = NDArray[np.float32]
Nodes = NDArray[np.intp]

Filling = Literal["mean", "opendrift"]

_NEIGHBOURS = tuple((j, i) for j in (-1, 0, 1) for i in (-1, 0, 1) if (j, i) != (0, 0))


def mean_of_neighbours(east: Field, north: Field, rings: int) -> tuple[Field, Field, int]:
    """Return both parts, shape (T, ny, nx), with that many rings of missing nodes filled, and how many nodes were.

    A node takes the mean of its valid neighbours, and is missing where either part is.
    It is filled for each time by itself, so a time that is missing altogether stays missing.
    The count is of nodes that were filled at one time at least.
    """
    touched = np.zeros(east.shape[1:], bool)
    given = np.isfinite(east) & np.isfinite(north)
    if given.all():
        return east, north, 0
    east, north = np.where(given, east, np.nan), np.where(given, north, np.nan)
    for _ in range(rings):
        rows, columns = _shore(given)
        total_east = np.zeros((east.shape[0], rows.size), np.float32)
        total_north, count = total_east.copy(), total_east.copy()
        for row, column, inside in _about(rows, columns, touched.shape):
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


def largest_of_neighbours(east: Field, north: Field, rings: int) -> tuple[Field, Field, int]:
    """Return both parts with that many rings of missing nodes filled, each with its largest valid neighbour's value.

    Shapes and count as in `mean_of_neighbours`, but each part is filled by itself, along whatever axes it comes.
    So OpenDrift 1.14 has it, with ten rings: found by asking its reader for values about masked nodes.
    Larger is by sign: a current is turned towards the grid's own positive axes. For comparison only.
    """
    touched = np.zeros(east.shape[1:], bool)
    parts = []
    for part in (east, north):
        given = np.isfinite(part)
        part = np.where(given, part, np.nan)
        for _ in range(rings):
            rows, columns = _shore(given)
            largest = np.full((part.shape[0], rows.size), np.nan, np.float32)
            for row, column, inside in _about(rows, columns, touched.shape):
                np.fmax(largest, np.where(inside, part[:, row, column], np.nan), out=largest)
            take = ~given[:, rows, columns] & np.isfinite(largest)
            part[:, rows, columns] = np.where(take, largest, part[:, rows, columns])
            given[:, rows, columns] |= take
            touched[rows, columns] |= take.any(axis=0)
        parts.append(part)
    east, north = parts
    missing = np.isnan(east) | np.isnan(north)
    east[missing] = north[missing] = np.nan
    return east, north, int((touched & ~missing.all(axis=0)).sum())


@dataclass(frozen=True, slots=True)
class Rule:
    """How masked nodes are filled, how many rings of them, and with what, in words."""

    fill: Callable[[Field, Field, int], tuple[Field, Field, int]]
    rings: int
    says: str

    def __call__(self, east: Field, north: Field) -> tuple[Field, Field, int]:
        """Return both parts filled, shape (T, ny, nx), and how many nodes were."""
        return self.fill(east, north, self.rings)


RULES: Mapping[Filling, Rule] = {
    "mean": Rule(mean_of_neighbours, 2, "the mean of their neighbours"),
    "opendrift": Rule(
        largest_of_neighbours, 10, "the largest of their neighbours as OpenDrift has it, for comparison only"
    ),
}


def _shore(given: NDArray[np.bool_]) -> tuple[Nodes, Nodes]:
    """Return row and column of every node that is missing at some time and beside one that is given at some time."""
    open_once, masked_once = given.any(axis=0), ~given.all(axis=0)
    wide = np.pad(open_once, 1)
    ny, nx = open_once.shape
    beside = np.zeros_like(open_once)
    for j, i in _NEIGHBOURS:
        beside |= wide[1 + j : 1 + j + ny, 1 + i : 1 + i + nx]
    rows, columns = np.nonzero(masked_once & beside)
    return rows, columns


def _about(
    rows: Nodes, columns: Nodes, shape: tuple[int, ...]
) -> Iterator[tuple[Nodes, Nodes, NDArray[np.bool_]]]:
    """Give each of the nodes' eight neighbours in turn, and which of them lie on the grid; the others are node 0, 0."""
    for j, i in _NEIGHBOURS:
        row, column = rows + j, columns + i
        inside = (row >= 0) & (row < shape[0]) & (column >= 0) & (column < shape[1])
        yield np.where(inside, row, 0), np.where(inside, column, 0), inside
