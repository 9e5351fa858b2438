"""How likely a boat that was in one place is to be told of in another, later: for all the positions of a night at once.

Every position becomes the beginning of a small cloud of its own, by the same plan as a case's forecast: adrift in each
class, under way, failing, by what was said with it. One run drifts them all.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

import numpy as np
from numba import njit, prange
from numpy.typing import NDArray

from ashore.drift.chart import Chart
from ashore.drift.datums import RADIUS_95
from ashore.drift.ensemble import Part
from ashore.drift.run import Run
from ashore.drift.terms import Terms
from ashore.forecast.drifted import scenarios
from ashore.forecast.fixes import Fix
from ashore.forecast.forcing import Sources
from ashore.forecast.scenarios import Plan

Floats = NDArray[np.float64]

PARTICLES = 300
STEP_S = 600.0
SMOOTH = 0.35
"""The kernel's width as a share of a cloud's own spread: about what a few hundred particles need (Silverman 1986)."""

LEAST_M = 150.0
"""No kernel is narrower: what a position and ten minutes' drift leave open at the least."""

NOWHERE = 1e-14
"""Density per square metre where no particle is near: one boat somewhere in ten million square kilometres."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Reach:
    """Clouds of many positions: `x`, `y` metres on the chart, float32 (T, N), NaN before a cloud begins.

    `times` epoch seconds (T,); `first` the index of each position's first particle, (P + 1,); `weight` (N,) comes to 1
    for each position; `start_x`, `start_y`, `start_at`, `start_m` where and when each begins and how exact it is.
    """

    chart: Chart
    times: Floats
    x: NDArray[np.float32]
    y: NDArray[np.float32]
    weight: Floats
    first: NDArray[np.int64]
    start_x: Floats
    start_y: Floats
    start_at: Floats
    start_m: Floats

    def densities(self, at: Floats, lat: Floats, lon: Floats, error_m: Floats) -> Floats:
        """Return the density, per square metre, at each of Q places and instants (epoch seconds), of each of P clouds.

        (P, Q); `error_m` is the radius that holds a place's truth with probability 0.95. NaN where a cloud begins later.
        """
        x, y = self.chart.project(lon, lat)
        return _densities(
            self.times,
            self.x,
            self.y,
            self.weight,
            self.first,
            self.start_x,
            self.start_y,
            self.start_at,
            self.start_m,
            np.asarray(at, float),
            np.asarray(x, float),
            np.asarray(y, float),
            np.asarray(error_m, float) / RADIUS_95,
        )


def reach(plans: Sequence[Plan], fixes: Sequence[Fix], driven: Sources, until: int, seed: int) -> Reach:
    """Return the clouds of plans that each begin at one position, until an instant (UTC milliseconds)."""
    all_scenarios = [
        replace(each, key=f"{index}/{each.key}", weight=each.weight)
        for index, plan in enumerate(plans)
        for each in scenarios(plan)
    ]
    of_plan = np.array([index for index, plan in enumerate(plans) for _ in plan.hypotheses])
    latest = max(fix.at for fix in fixes) / 1_000
    hours = max((until / 1_000 - latest) / 3_600, STEP_S / 3_600)
    run = Run(
        all_scenarios,
        currents=driven.currents,
        winds=driven.winds,
        hours=hours,
        land=None,
        terms=Terms(particles=PARTICLES * len(plans), seed=seed, step_s=STEP_S, output_s=STEP_S),
    )
    run.go(hours)
    whole = run.ensemble()
    people = whole.part != Part.HULL
    plan_of = of_plan[whole.scenario[people]]
    order = np.argsort(plan_of, kind="stable")
    kept = np.flatnonzero(people)[order]
    first = np.searchsorted(plan_of[order], np.arange(len(plans) + 1))
    weight = whole.weight[kept]
    total = np.add.reduceat(weight, first[:-1])
    start_x, start_y = whole.chart.project([fix.lon for fix in fixes], [fix.lat for fix in fixes])
    return Reach(
        chart=whole.chart,
        times=whole.times,
        x=np.ascontiguousarray(whole.x[:, kept]),
        y=np.ascontiguousarray(whole.y[:, kept]),
        weight=weight / total[plan_of[order]],
        first=first.astype(np.int64),
        start_x=np.asarray(start_x, float),
        start_y=np.asarray(start_y, float),
        start_at=np.array([fix.at / 1_000 for fix in fixes]),
        start_m=np.array([fix.error_m for fix in fixes]) / RADIUS_95,
    )


@njit(parallel=True, cache=True)
def _densities(
    times, x, y, weight, first, start_x, start_y, start_at, start_m, at, qx, qy, q_m
):  # pragma: no cover
    count, asked = first.size - 1, at.size
    out = np.full((count, asked), np.nan)
    step = times[1] - times[0]
    for p in prange(count):
        lo, hi = first[p], first[p + 1]
        for q in range(asked):
            if at[q] < start_at[p]:
                continue
            place = (at[q] - times[0]) / step
            k = min(max(int(np.floor(place)), 0), times.size - 2)
            share = min(max(place - k, 0.0), 1.0)
            began = start_at[p] > times[k]
            begin_share = (at[q] - start_at[p]) / max(times[k + 1] - start_at[p], 1.0)
            # Where each particle is now, and how far apart they are.
            mx = 0.0
            my = 0.0
            mxx = 0.0
            total = 0.0
            for i in range(lo, hi):
                if began:
                    px = start_x[p] + begin_share * (x[k + 1, i] - start_x[p])
                    py = start_y[p] + begin_share * (y[k + 1, i] - start_y[p])
                else:
                    px = x[k, i] + share * (x[k + 1, i] - x[k, i])
                    py = y[k, i] + share * (y[k + 1, i] - y[k, i])
                if px != px:
                    continue
                w = weight[i]
                total += w
                mx += w * px
                my += w * py
                mxx += w * (px * px + py * py)
            if total <= 0:
                continue
            spread = np.sqrt(max(mxx / total - (mx / total) ** 2 - (my / total) ** 2, 0.0) / 2)
            own = (SMOOTH * spread) ** 2 + LEAST_M**2 + q_m[q] ** 2
            if began:
                own += start_m[p] ** 2
            sum_ = 0.0
            for i in range(lo, hi):
                if began:
                    px = start_x[p] + begin_share * (x[k + 1, i] - start_x[p])
                    py = start_y[p] + begin_share * (y[k + 1, i] - start_y[p])
                else:
                    px = x[k, i] + share * (x[k + 1, i] - x[k, i])
                    py = y[k, i] + share * (y[k + 1, i] - y[k, i])
                if px != px:
                    continue
                off = ((px - qx[q]) ** 2 + (py - qy[q]) ** 2) / own
                if off < 60.0:
                    sum_ += weight[i] * np.exp(-0.5 * off)
            out[p, q] = sum_ / total / (2 * np.pi * own) + NOWHERE
    return out
