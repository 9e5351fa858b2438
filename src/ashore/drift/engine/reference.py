"""The same drift worked out the slow and plain way, in float64, to check the fast one against.

No polynomial, no tile, no float32, no bits shifted about: every grid is asked where a place lies on it,
every array is one particle a row, and each line is the formula.
The coast has a reference of its own, beside its tests.
"""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from ashore.drift.chart import Chart
from ashore.drift.engine import passes
from ashore.drift.engine.chance import bits_of
from ashore.drift.engine.loop import Setting
from ashore.drift.engine.passes import Particles
from ashore.drift.forcing.source import Patch

Floats = NDArray[np.float64]


def reference(
    particles: Particles, currents: Sequence[Patch], winds: Sequence[Patch], setting: Setting, steps: int
) -> tuple[Floats, Floats, NDArray[np.uint8]]:
    """Return x, y (metres on the chart) and status of particles after some steps from their start; none is changed."""
    rows = {which: passes.row(particles, which).astype(float) for which in range(passes.ROWS)}
    x, y, release = rows[passes.X], rows[passes.Y], rows[passes.RELEASE]
    u, v = np.zeros_like(x), np.zeros_like(x)
    kept = [rows[passes.CURRENT_X + part] for part in range(4)]
    stages, stage, side = (
        particles.stages.astype(float),
        particles.stage.astype(int),
        particles.side.astype(int),
    )
    status, jibes, jibe_at = particles.status.copy(), particles.jibes.copy(), particles.jibe_at.astype(float)
    everyone = np.arange(x.size)
    for number in range(steps):
        now = number * setting.step_s
        middle = now + setting.step_s / 2
        status[(status == passes.WAITING) & (release < now + setting.step_s)] = passes.ADRIFT
        for later in range(1, stages.shape[0]):
            stage = np.where(stages[later, passes.STAGE_BEGINS] <= middle, later, stage)
        while (over := jibe_at <= middle).any():
            side[over] = 1 - side[over]
            jibes[over] += 1
            unit = (
                bits_of(setting.key, particles.world, passes.JIBES + jibes.astype(np.int64)) >> np.uint64(40)
            ).astype(float)
            jibe_at[over] -= setting.jibe_mean_s * np.log((unit[over] + 0.5) / 2**24)
        drift = stages[stage, :, everyone].T
        crosswind = np.where(side == 0, passes.STAGE_RIGHT, passes.STAGE_LEFT)

        normal = _normals(setting.key, particles.world, number)
        errors = []
        for part in range(4):
            means = setting.current if part < 2 else setting.wind
            errors.append(kept[part] + means.shock * normal[part])
            kept[part] = means.decay * errors[part] + means.echo * normal[part]

        moving = np.where(
            status == passes.ADRIFT, np.clip(now + setting.step_s - release, 0, setting.step_s), 0.0
        )
        ahead = setting.sign * setting.ahead * moving * setting.chart.scale(x, y)
        place = setting.chart.place(x + ahead * u, y + ahead * v)
        at = setting.zero + setting.sign * (now + setting.ahead * setting.step_s)
        current_x, current_y, current_sigma = _first(currents, setting.chart, *place, at)
        wind_x, wind_y, wind_sigma = _first(winds, setting.chart, *place, at)
        for lacking, gone in ((current_x, passes.NO_CURRENT), (wind_x, passes.NO_WIND)):
            out = np.isnan(lacking) & (moving > 0)
            status[out], moving[out] = gone, 0.0

        blown, carried = wind_sigma * rows[passes.WIND_TAIL], current_sigma * rows[passes.CURRENT_TAIL]
        wind_x, wind_y = wind_x + blown * errors[2], wind_y + blown * errors[3]
        speed = np.hypot(wind_x, wind_y)
        down = drift[passes.STAGE_DW_SLOPE] * speed + drift[passes.STAGE_DW_OFFSET]
        cross = drift[crosswind, everyone] * speed + drift[crosswind + 1, everyone]
        with np.errstate(invalid="ignore"):
            along_x = np.where(speed > 0, wind_x / np.where(speed > 0, speed, 1), 0)
            along_y = np.where(speed > 0, wind_y / np.where(speed > 0, speed, 1), 0)
            u = current_x + carried * errors[0] + down * along_x + cross * along_y + drift[passes.STAGE_OWN_X]
            v = current_y + carried * errors[1] + down * along_y - cross * along_x + drift[passes.STAGE_OWN_Y]
        u, v = np.where(moving > 0, u, 0.0), np.where(moving > 0, v, 0.0)
        far = setting.sign * moving * setting.chart.scale(x, y)
        x, y = x + far * u, y + far * v
    return x, y, status


def _normals(key: int, world: NDArray[np.uint64], number: int) -> list[Floats]:
    """Return a step's four numbers: each the sum of four bytes, less its mean, by its standard deviation."""
    halves = []
    for word in range(2):
        octets = bits_of(key, world, np.full(world.size, 2 * number + word)).reshape(-1, 1).view(np.uint8)
        sums = octets.astype(float).reshape(-1, 2, 4).sum(axis=2)
        halves += [sums[:, 0], sums[:, 1]]
    return [(half - 4 * 255 / 2) / np.sqrt(4 * (256**2 - 1) / 12) for half in halves]


def _first(
    patches: Sequence[Patch], chart: Chart, lon: Floats, lat: Floats, at: float
) -> tuple[Floats, Floats, Floats]:
    """Return the vector on the chart from the first patch that has one for each place, and that patch's sigma."""
    found = np.full((3, lon.size), np.nan)
    for patch in patches:
        field = _at_time(patch, at)
        if field is None or patch.locate is None:
            continue
        north_x, north_y = chart.north(patch.lon, patch.lat)
        east, north = field
        parts = (east * north_y + north * north_x, north * north_y - east * north_x)
        column, row = patch.locate(lon, lat)
        height, width = patch.lon.shape
        inside = (column >= 0) & (row >= 0) & (column < width - 1) & (row < height - 1) & np.isnan(found[0])
        i, j = column[inside].astype(int), row[inside].astype(int)
        p, q = column[inside] - i, row[inside] - j
        for part, values in enumerate(parts):
            low = values[j, i] * (1 - p) + values[j, i + 1] * p
            high = values[j + 1, i] * (1 - p) + values[j + 1, i + 1] * p
            found[part, inside] = low * (1 - q) + high * q
        found[2, inside] = patch.product.wander.sigma
    return found[0], found[1], np.nan_to_num(found[2])


def _at_time(patch: Patch, at: float) -> tuple[Floats, Floats] | None:
    """Return a patch's fields at an epoch second, straight between its times; None where it has no such time."""
    times = patch.times
    if times.size == 1 and np.isinf(patch.bridge_s):
        return patch.east[0].astype(float), patch.north[0].astype(float)
    for t in range(times.size):
        if times[t] == at:
            return patch.east[t].astype(float), patch.north[t].astype(float)
        if t and times[t - 1] < at < times[t] and times[t] - times[t - 1] <= patch.bridge_s:
            late = (at - times[t - 1]) / (times[t] - times[t - 1])
            return (
                (1 - late) * patch.east[t - 1] + late * patch.east[t],
                (1 - late) * patch.north[t - 1] + late * patch.north[t],
            )
    return None
