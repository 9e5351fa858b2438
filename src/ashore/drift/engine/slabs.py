"""Wind and current at the times of a block of steps: each layer's fields, linear in time between their hours."""

from __future__ import annotations

import numpy as np
from numba import float32, prange

from ashore.drift.engine.compiled import compiled


@compiled(parallel=True)
def turned(east, north, north_x, north_y):
    """Return vectors given by their true parts, (T, ny, nx) each, by their parts on the chart, (T, ny, nx, 2) float32.

    `north_x`, `north_y` (ny, nx) are the chart's parts of true north at each node; east is a quarter turn to its right.
    """
    times, height, width = east.shape
    out = np.empty((times, height, width, 2), np.float32)
    for line in prange(times * height):
        t, j = line // height, line % height
        for i in range(width):
            e, n = east[t, j, i], north[t, j, i]
            out[t, j, i, 0] = e * north_y[j, i] + n * north_x[j, i]
            out[t, j, i, 1] = n * north_y[j, i] - e * north_x[j, i]
    return out


@compiled()
def blend(field, before, share, rows, columns, slab, first):
    """Fill a layer's part of `slab`, from `first`, with its field at each step of a block, within rows and columns.

    `field` (T, ny, nx, 2); at step k the value is (1 - share[k]) of hour before[k] and share[k] of the next, and
    before[k] < 0 is a time the layer does not have.
    """
    width = field.shape[2]
    low_row, high_row = rows
    low_column, high_column = columns
    height = high_row - low_row
    for line in range(slab.shape[0] * height):
        k, j = line // height, low_row + line % height
        t = before[k]
        if t < 0:
            continue
        place = first + (j * width + low_column) * 2
        if share[k] == 0:
            for i in range(low_column, high_column):
                slab[k, place] = field[t, j, i, 0]
                slab[k, place + 1] = field[t, j, i, 1]
                place += 2
        else:
            late = float32(share[k])
            early = float32(1) - late
            for i in range(low_column, high_column):
                slab[k, place] = early * field[t, j, i, 0] + late * field[t + 1, j, i, 0]
                slab[k, place + 1] = early * field[t, j, i, 1] + late * field[t + 1, j, i, 1]
                place += 2
