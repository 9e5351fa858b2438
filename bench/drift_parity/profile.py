"""Where a step's time goes: each pass over one tile of a real cloud, by itself, in nanoseconds a particle-step."""

from __future__ import annotations

import time
from collections.abc import Callable
from typing import Any

import numpy as np

from ashore.drift.engine import passes
from ashore.drift.engine.loop import Loop

AGAIN = 2000


def profile(loop: Loop) -> dict[str, float]:
    """Return nanoseconds a particle-step of each pass of a loop that is on its way, called on its first tile."""
    particles, setting = loop.particles, loop.setting
    rows = particles.rows[0]
    world = particles.world[: passes.TILE]
    work = np.zeros((passes.WORK_ROWS, passes.TILE), np.float32)
    errors, moving, at_x, at_y = work[0:4], work[4], work[5], work[6]
    current, wind = work[9:12], work[12:15]
    step = np.float32(setting.step_s)
    now, lead = np.float32(loop.taken * setting.step_s), np.float32(setting.ahead)
    quarter, sign = np.float32(1 / (4 * setting.chart.radius_m**2)), np.float32(setting.sign)
    key = np.uint64(setting.key)
    decay, shock, echo = (np.float32(part) for part in (setting.current.decay, 0.1, 0.1))
    box = loop._box(setting.step_s)
    layers = loop._blended(float(now), 1, box)
    kept = rows.copy()

    def taken(first: int, last: int, into: Any) -> Callable[[int], object]:
        return lambda n: passes.take_first_to_last(layers, first, last, 0, work, n, into[0], into[1], into[2])

    each: dict[str, Callable[[int], object]] = {
        "random numbers": lambda n: passes.draw_errors(world, key, loop.taken, n, errors),
        "errors": lambda n: [
            passes.wander(rows[passes.CURRENT_X + part], errors[part], n, decay, shock, echo)
            for part in range(4)
        ],
        "looking ahead": lambda n: passes.look_ahead(
            rows, n, now, step, lead, sign, quarter, moving, at_x, at_y
        ),
        "current": taken(0, layers.currents, current),
        "wind": taken(layers.currents, layers.first.size, wind),
        "leeway and the move": lambda n: passes.move(rows, n, errors, moving, current, wind, sign, quarter),
    }
    if setting.raster is not None:
        shore, left = loop._shore(box), work[17]

        def coast(n: int) -> None:
            # Each block looks once at how far every particle is from land, and spends that after.
            left[:n] = 0
            passes.set_down(rows, n, work[15], work[16])
            passes.spend(rows, n, work[15], work[16], left)
            left[:n] = -1
            passes.strand(
                particles, rows, 0, n, work[15], work[16], moving, left, shore, setting.raster, now, step, key,
                np.inf,
            )  # fmt: skip

        each["coast, looking" if shore.near else "coast, if it were near"] = coast
    found = {}
    for name, call in each.items():
        call(passes.TILE)
        found[name] = (_seconds(call, passes.TILE) - _seconds(call, 0)) / (AGAIN * passes.TILE) * 1e9
        rows[:] = kept
        passes.look_ahead(rows, passes.TILE, now, step, lead, sign, quarter, moving, at_x, at_y)
    return found


def _seconds(call: Callable[[int], object], n: int) -> float:
    best = np.inf
    for _ in range(3):
        begun = time.perf_counter()
        for _ in range(AGAIN):
            call(n)
        best = min(best, time.perf_counter() - begun)
    return best
