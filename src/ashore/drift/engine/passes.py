"""The loop over particles on the processor: tiles of particles, and for each tile one pass for each part of the step.

A pass is a plain loop that calls a function of `step`; loops without a look-up are turned into vector instructions.
A tile's rows stay in the first-level cache while it goes through a block of steps.
Every particle is worked out by itself, so the number of threads changes nothing, not a bit.
"""

from __future__ import annotations

import math
from typing import NamedTuple

import numpy as np
from numba import float32, int32, int64, prange, uint8, uint64

from ashore.drift.coast.crossing import MOST_CLEAR, first_land, to_col
from ashore.drift.engine.compiled import compiled
from ashore.drift.engine.step import (
    MISSING,
    bilinear,
    chart_scale,
    drawn,
    leeway,
    moving_time,
    on_grid,
    two_normals,
    waiting_time,
    wandered,
)

TILE = 512

# Rows of `Particles.rows`.
X, Y, SPEED_X, SPEED_Y = 0, 1, 2, 3
CURRENT_X, CURRENT_Y, WIND_X, WIND_Y = 4, 5, 6, 7
DW_SLOPE, DW_OFFSET, CW_SLOPE, CW_OFFSET, OWN_X, OWN_Y = 8, 9, 10, 11, 12, 13
CURRENT_TAIL, WIND_TAIL, RELEASE, NEXT = 14, 15, 16, 17
ROWS = 18

# Rows of one stage in `Particles.stages`.
STAGE_DW_SLOPE, STAGE_DW_OFFSET, STAGE_OWN_X, STAGE_OWN_Y = 0, 1, 2, 3
STAGE_RIGHT, STAGE_LEFT = 4, 6
STAGE_BEGINS = 8
STAGE_ROWS = 9

WORK_ROWS = 18
"""Rows of the passes' scratch: errors, time to move, places on chart and grid, current, wind, places before."""

WAITING, ADRIFT, AGROUND, NO_CURRENT, NO_WIND = 0, 1, 2, 3, 4

# Counters of a world's random numbers: two a step for its errors from 0, and from here those of events.
JIBES = 1 << 40
REFLOATS = 1 << 41


class Particles(NamedTuple):
    """N particles. `rows` float32 (tiles, ROWS, TILE), each tile's rows together, and `stages` (S, STAGE_ROWS, N).

    See the row names above; `tiled` and `row` put rows in and take them out, and what fills up the last tile is inert.
    Times are seconds since the run's zero; a particle with an infinite release does not move.
    `world` uint64, `status`, `stage`, `side` uint8 (0 right of downwind, 1 left), `jibes`, `refloats` int32: all (N,).
    `jibe_at`, `refloat_at` float32 (N,), infinite for never.
    """

    rows: np.ndarray
    stages: np.ndarray
    world: np.ndarray
    status: np.ndarray
    stage: np.ndarray
    side: np.ndarray
    jibes: np.ndarray
    refloats: np.ndarray
    jibe_at: np.ndarray
    refloat_at: np.ndarray


class Layers(NamedTuple):
    """Wind and current for a block of steps, layer by layer in order of preference, currents first.

    `slab` float32 (K, total): at each step's time, both parts at every node, each layer from its `first`.
    `width`, `height` int64 (L,): nodes. `maps` float32 (L, 2, 21) and `frames` (L, 4): see `layers.Map`.
    `usable` bool (L, K): whether the layer has this time. `sigma` float32 (L,): its error, m/s.
    """

    slab: np.ndarray
    first: np.ndarray
    width: np.ndarray
    height: np.ndarray
    maps: np.ndarray
    frames: np.ndarray
    usable: np.ndarray
    sigma: np.ndarray
    currents: int


class Shore(NamedTuple):
    """How the coast lies on the chart, and whether any of this block can touch it: `near`.

    `map` float32 (2, 21) over `frame` (4,): degrees of longitude and latitude from `lon`, `lat`.
    `cell_m` is no more than any side of the raster's cells, in metres.
    """

    near: bool
    cell_m: float
    map: np.ndarray
    frame: np.ndarray
    lon: float
    lat: float


class Block(NamedTuple):
    """A block of steps: `now` and `step` in seconds of the run, `sign` -1 back in time.

    `lead` is the share of a step looked ahead. `current`, `wind`: decay, shock, echo of the errors' step means.
    """

    number: int
    steps: int
    now: float
    step: float
    lead: float
    sign: float
    key: int
    quarter_curvature: float
    current: np.ndarray
    wind: np.ndarray
    jibe_mean_s: float
    refloat_mean_s: float


def tiled(rows: np.ndarray) -> np.ndarray:
    """Return rows (ROWS, N) as tiles (tiles, ROWS, TILE); the last is filled up with its last particle, made inert."""
    total = rows.shape[1]
    spare = -total % TILE
    filled = np.pad(rows, ((0, 0), (0, spare)), mode="edge").astype(np.float32)
    filled[RELEASE, total:] = np.inf
    filled[NEXT, total:] = np.inf
    return np.ascontiguousarray(filled.reshape(ROWS, -1, TILE).transpose(1, 0, 2))


def row(particles: Particles, which: int) -> np.ndarray:
    """Return one row of all N particles, a copy."""
    return particles.rows[:, which].reshape(-1)[: particles.world.size].copy()


@compiled(_nrt=False)
def coefficients(p):
    """Return a polynomial's 21 coefficients as numbers of their own, so that a loop keeps them in registers."""
    return (
        p[0], p[1], p[2], p[3], p[4], p[5], p[6], p[7], p[8], p[9], p[10],
        p[11], p[12], p[13], p[14], p[15], p[16], p[17], p[18], p[19], p[20],
    )  # fmt: skip


@compiled(_nrt=False)
def draw_errors(world, key, step, n, errors):
    """Draw a step's four normal numbers of each particle: two for its current, two for its wind."""
    counter = uint64(step) * uint64(2)
    for i in range(n):
        errors[0, i], errors[1, i] = two_normals(drawn(key, world[i], counter))
        errors[2, i], errors[3, i] = two_normals(drawn(key, world[i], counter + uint64(1)))


@compiled(_nrt=False)
def wander(kept, errors, n, decay, shock, echo):
    """Turn a step's normal numbers into its mean errors, in units of sigma."""
    for i in range(n):
        errors[i], kept[i] = wandered(kept[i], errors[i], decay, shock, echo)


@compiled(_nrt=False)
def look_ahead(rows, n, now, step, lead, sign, quarter, moving, at_x, at_y):
    """Find how long each particle moves in this step, and the place where its velocity is to be taken."""
    x, y, u, v, release = rows[X], rows[Y], rows[SPEED_X], rows[SPEED_Y], rows[RELEASE]
    for i in range(n):
        moving[i] = moving_time(now, step, release[i])
        ahead = sign * lead * moving[i] * chart_scale(x[i], y[i], quarter)
        at_x[i] = x[i] + ahead * u[i]
        at_y[i] = y[i] + ahead * v[i]


@compiled(_nrt=False)
def find_on_grid(column, row, frame, at_x, at_y, n, i_at, j_at):
    """Find each place's column and row on a grid."""
    mid_x, mid_y, per_x, per_y = frame[0], frame[1], float32(1) / frame[2], float32(1) / frame[3]
    for i in range(n):
        x, y = (at_x[i] - mid_x) * per_x, (at_y[i] - mid_y) * per_y
        i_at[i] = on_grid(column, x, y)
        j_at[i] = on_grid(row, x, y)


@compiled(_nrt=False)
def take(slab, first, width, height, sigma, i_at, j_at, n, u, v, error):
    """Take a layer's vector for each particle that has none yet."""
    last_column, last_row = float32(width - 1), float32(height - 1)
    for i in range(n):
        if u[i] == u[i]:
            continue
        a, b = i_at[i], j_at[i]
        if a >= float32(0) and b >= float32(0) and a < last_column and b < last_row:
            column, row = int32(a), int32(b)
            below = first + (int64(row) * width + int64(column)) * 2
            u[i], v[i] = bilinear(slab, below, width * 2, a - float32(column), b - float32(row))
            error[i] = sigma


@compiled(_nrt=False)
def lacking(u, moving, n):
    """Return how many moving particles have no vector."""
    count = 0
    for i in range(n):
        count += int64(moving[i] > float32(0)) & int64(u[i] != u[i])
    return count


@compiled(_nrt=False)
def take_first_to_last(layers, begin, end, k, work, n, u, v, error):
    """Take each particle's vector from the first layer that has one for it; return how many moving ones have none."""
    moving, at_x, at_y, i_at, j_at = work[4], work[5], work[6], work[7], work[8]
    u[:n] = MISSING
    missing = int64(n)
    for layer in range(begin, end):
        if layers.usable[layer, k]:
            column, row = coefficients(layers.maps[layer, 0]), coefficients(layers.maps[layer, 1])
            find_on_grid(column, row, layers.frames[layer], at_x, at_y, n, i_at, j_at)
            take(
                layers.slab[k], layers.first[layer], layers.width[layer], layers.height[layer],
                layers.sigma[layer], i_at, j_at, n, u, v, error,
            )  # fmt: skip
            missing = lacking(u, moving, n)
            if missing == 0:
                break
    return missing


@compiled(_nrt=False)
def give_up(particles, rows, low, n, u, moving, status):
    """Mark the moving particles that have no vector; they stay where they are."""
    for i in range(n):
        if moving[i] > float32(0) and u[i] != u[i]:
            particles.status[low + i] = status
            rows[RELEASE, i] = np.inf
            rows[NEXT, i] = np.inf
            moving[i] = float32(0)


@compiled(_nrt=False)
def set_down(rows, n, from_x, from_y):
    """Set down where each particle is before it moves."""
    x, y = rows[X], rows[Y]
    for i in range(n):
        from_x[i], from_y[i] = x[i], y[i]


@compiled(_nrt=False)
def move(rows, n, errors, moving, current, wind, sign, quarter):
    """Give each particle its velocity and move it."""
    x, y, speed_x, speed_y = rows[X], rows[Y], rows[SPEED_X], rows[SPEED_Y]
    dw_slope, dw_offset, cw_slope, cw_offset = (
        rows[DW_SLOPE],
        rows[DW_OFFSET],
        rows[CW_SLOPE],
        rows[CW_OFFSET],
    )
    own_x, own_y, current_tail, wind_tail = rows[OWN_X], rows[OWN_Y], rows[CURRENT_TAIL], rows[WIND_TAIL]
    current_x, current_y, current_error = current[0], current[1], current[2]
    wind_x, wind_y, wind_error = wind[0], wind[1], wind[2]
    e0, e1, e2, e3 = errors[0], errors[1], errors[2], errors[3]
    for i in range(n):
        blown = wind_error[i] * wind_tail[i]
        carried = current_error[i] * current_tail[i]
        lx, ly = leeway(
            wind_x[i] + blown * e2[i],
            wind_y[i] + blown * e3[i],
            dw_slope[i], dw_offset[i], cw_slope[i], cw_offset[i],
        )  # fmt: skip
        u = current_x[i] + carried * e0[i] + lx + own_x[i]
        v = current_y[i] + carried * e1[i] + ly + own_y[i]
        moves = moving[i] > float32(0)
        u = u if moves else float32(0)
        v = v if moves else float32(0)
        far = sign * moving[i] * chart_scale(x[i], y[i], quarter)
        speed_x[i], speed_y[i] = u, v
        x[i], y[i] = x[i] + far * u, y[i] + far * v


@compiled(_nrt=False)
def spend(rows, n, from_x, from_y, left):
    """Take each move off the clear water that a particle was known to have about it; return how many have none left."""
    x, y = rows[X], rows[Y]
    count = 0
    for i in range(n):
        along, across = x[i] - from_x[i], y[i] - from_y[i]
        left[i] -= math.sqrt(along * along + across * across)
        count += int64(left[i] < float32(0))
    return count


@compiled(_nrt=False)
def strand(
    particles, rows, low, n, from_x, from_y, moving, left, shore, raster, now, step, key, refloat_mean_s
):  # fmt: skip
    """Stop each particle whose path met the shore, a metre short of it; `left` is its clear water, metres."""
    x, y, frame = rows[X], rows[Y], shore.frame
    column, row = coefficients(shore.map[0]), coefficients(shore.map[1])
    state, per_east, per_north = raster.state, raster.cols_per_deg, raster.rows_per_deg
    height, width = state.shape
    middle_column = to_col(raster, shore.lon)
    middle_row = (shore.lat - raster.south) * per_north
    for i in range(n):
        if left[i] >= float32(0):
            continue
        if moving[i] <= float32(0):
            left[i] = float32(0)
            continue
        far = math.sqrt((x[i] - from_x[i]) ** 2 + (y[i] - from_y[i]) ** 2)
        across, along = (from_x[i] - frame[0]) / frame[2], (from_y[i] - frame[1]) / frame[3]
        was_east, was_north = on_grid(column, across, along), on_grid(row, across, along)
        at_column, at_row = middle_column + was_east * per_east, middle_row + was_north * per_north
        if at_column >= 0 and at_row >= 0 and at_column < width and at_row < height:
            clear = state[int64(at_row), int64(at_column)]
            if clear <= MOST_CLEAR:
                left[i] = float32(clear * shore.cell_m - far)
                if left[i] >= float32(0):
                    continue
        across, along = (x[i] - frame[0]) / frame[2], (y[i] - frame[1]) / frame[3]
        met = first_land(
            raster,
            shore.lon + was_east,
            shore.lat + was_north,
            shore.lon + on_grid(column, across, along),
            shore.lat + on_grid(row, across, along),
        )
        left[i] = float32(0)
        if met > 1:
            continue
        far = math.sqrt((x[i] - from_x[i]) ** 2 + (y[i] - from_y[i]) ** 2)
        share = float32(max(0.0, met - 1.0 / max(far, float32(1))))
        x[i] = from_x[i] + share * (x[i] - from_x[i])
        y[i] = from_y[i] + share * (y[i] - from_y[i])
        rows[SPEED_X, i], rows[SPEED_Y, i] = float32(0), float32(0)
        which = low + i
        particles.status[which] = uint8(AGROUND)
        rows[RELEASE, i] = np.inf
        again = float32(np.inf)
        if refloat_mean_s < np.inf:
            bits = drawn(key, particles.world[which], uint64(REFLOATS) + uint64(particles.refloats[which]))
            again = now + step + waiting_time(bits, float32(refloat_mean_s))
        particles.refloat_at[which] = again
        rows[NEXT, i] = min(rows[NEXT, i], again)


@compiled(_nrt=False)
def due(coming, n, until):
    """Return how many particles have an event by an instant."""
    count = 0
    for i in range(n):
        count += int64(coming[i] <= until)
    return count


@compiled(_nrt=False)
def happen(particles, rows, low, n, now, step, key, jibe_mean_s):
    """Let happen what is due: releases within this step, and stages, jibes and refloatings by the middle of it."""
    until = now + float32(0.5) * step
    last = particles.stages.shape[0] - 1
    for i in range(n):
        if rows[NEXT, i] > now + step:
            continue
        which = low + i
        if particles.status[which] == WAITING and rows[RELEASE, i] < now + step:
            particles.status[which] = uint8(ADRIFT)
        while particles.stage[which] < last:
            if particles.stages[particles.stage[which] + 1, STAGE_BEGINS, which] > until:
                break
            particles.stage[which] += uint8(1)
        while particles.jibe_at[which] <= until:
            particles.side[which] = uint8(1) - particles.side[which]
            particles.jibes[which] += int32(1)
            bits = drawn(key, particles.world[which], uint64(JIBES) + uint64(particles.jibes[which]))
            particles.jibe_at[which] += waiting_time(bits, float32(jibe_mean_s))
        if particles.refloat_at[which] <= until:
            particles.refloat_at[which] = np.inf
            particles.refloats[which] += int32(1)
            particles.status[which] = uint8(ADRIFT)
            rows[RELEASE, i] = now
        set_out(particles, rows, i, which)


@compiled(_nrt=False)
def set_out(particles, rows, i, which):
    """Put a particle's stage and side into its rows, and find when its next event comes."""
    stage = particles.stages[particles.stage[which], :, which]
    side = STAGE_RIGHT if particles.side[which] == 0 else STAGE_LEFT
    rows[DW_SLOPE, i] = stage[STAGE_DW_SLOPE]
    rows[DW_OFFSET, i] = stage[STAGE_DW_OFFSET]
    rows[CW_SLOPE, i] = stage[side]
    rows[CW_OFFSET, i] = stage[side + 1]
    rows[OWN_X, i] = stage[STAGE_OWN_X]
    rows[OWN_Y, i] = stage[STAGE_OWN_Y]
    coming = min(particles.jibe_at[which], particles.refloat_at[which])
    if particles.status[which] == WAITING:
        coming = min(coming, rows[RELEASE, i])
    if particles.stage[which] + 1 < particles.stages.shape[0]:
        coming = min(coming, particles.stages[particles.stage[which] + 1, STAGE_BEGINS, which])
    rows[NEXT, i] = coming


@compiled(parallel=True)
def advance(particles, layers, shore, raster, block):
    """Take every particle through a block of steps."""
    total = particles.world.size
    for tile in prange(particles.rows.shape[0]):
        low = tile * TILE
        work = np.empty((WORK_ROWS, TILE), np.float32)
        advance_tile(
            particles, layers, shore, raster, block, particles.rows[tile], low, min(total - low, TILE), work
        )


@compiled(_nrt=False)
def advance_tile(particles, layers, shore, raster, block, rows, low, n, work):
    """Take `n` particles, those from `low` on, through a block of steps; `rows` and `work` have a column for each."""
    errors, moving, at_x, at_y = work[0:4], work[4], work[5], work[6]
    current, wind = work[9:12], work[12:15]
    world = particles.world[low : low + n]
    key, step = uint64(block.key), float32(block.step)
    sign, lead = float32(block.sign), float32(block.lead)
    quarter, left = float32(block.quarter_curvature), work[17]
    left[:n] = float32(0)
    for k in range(block.steps):
        now = float32(block.now) + float32(k) * step
        if due(rows[NEXT], n, now + step) > 0:
            happen(particles, rows, low, n, now, step, key, block.jibe_mean_s)
        draw_errors(world, key, block.number + k, n, errors)
        for part in range(2):
            wander(
                rows[CURRENT_X + part], errors[part], n, block.current[0], block.current[1], block.current[2]
            )
            wander(rows[WIND_X + part], errors[2 + part], n, block.wind[0], block.wind[1], block.wind[2])
        look_ahead(rows, n, now, step, lead, sign, quarter, moving, at_x, at_y)
        if take_first_to_last(layers, 0, layers.currents, k, work, n, current[0], current[1], current[2]):
            give_up(particles, rows, low, n, current[0], moving, uint8(NO_CURRENT))
        if take_first_to_last(
            layers, layers.currents, layers.first.size, k, work, n, wind[0], wind[1], wind[2]
        ):
            give_up(particles, rows, low, n, wind[0], moving, uint8(NO_WIND))
        if shore.near:
            set_down(rows, n, work[15], work[16])
        move(rows, n, errors, moving, current, wind, sign, quarter)
        if shore.near and spend(rows, n, work[15], work[16], left) > 0:
            strand(
                particles, rows, low, n, work[15], work[16], moving, left, shore, raster, now, step, key,
                block.refloat_mean_s,
            )  # fmt: skip
