"""How dense clouds are at places: the compiled loops against the sum written out, near, far and before they begin."""

from __future__ import annotations

import math

import numpy as np
from hypothesis import given, settings
from hypothesis import strategies as st
from numpy.typing import NDArray

from ashore.drift.chart import Chart
from ashore.drift.datums import RADIUS_95
from ashore.forecast.densities import FAR, LEAST_M, NOWHERE, SMOOTH
from ashore.forecast.reach import FEW, Reach, spreads

STEP = 600.0
EACH = 12


def clouds(seed: int) -> Reach:
    """Return three clouds that set out at different times and spread as they go."""
    chance = np.random.default_rng(seed)
    times = np.arange(6) * STEP
    begins = np.array([0.0, 250.0, 1_900.0])
    start = chance.normal(0, 3_000, (2, 3))
    of = np.repeat(np.arange(3), EACH)
    pace = chance.normal(0, 1.5, (2, 3 * EACH))
    since = times[:, None] - begins[of]
    x, y = (np.where(since >= 0, start[axis, of] + pace[axis] * since, np.nan) for axis in (0, 1))
    edges = [
        side.reduceat(part, np.arange(0, 3 * EACH, EACH), axis=1)
        for part, side in ((x, np.fmin), (x, np.fmax), (y, np.fmin), (y, np.fmax))
    ]
    weight = chance.random(3 * EACH)
    weight /= np.add.reduceat(weight, np.arange(0, 3 * EACH, EACH))[of]
    return Reach(
        chart=Chart(lat=51.0, lon=1.5),
        times=times,
        x=x.astype(np.float32),
        y=y.astype(np.float32),
        weight=weight,
        first=np.arange(0, 3 * EACH + 1, EACH),
        box=np.stack(edges, axis=-1),
        spread=np.array([[spread_of(x[k], y[k], weight, p) for p in range(3)] for k in range(6)]),
        start_x=start[0],
        start_y=start[1],
        start_at=begins,
        start_m=np.array([20.0, 500.0, 2_000.0]),
    )


def spread_of(
    x: NDArray[np.float64], y: NDArray[np.float64], weight: NDArray[np.float64], cloud: int
) -> float:
    """Return how far apart a cloud's places are: the standard deviation of a part of them."""
    mine = slice(cloud * EACH, (cloud + 1) * EACH)
    place = np.stack([x[mine], y[mine]], axis=1)
    middle = (weight[mine, None] * place).sum(axis=0)
    return math.sqrt(float((weight[mine] * ((place - middle) ** 2).sum(axis=1)).sum()) / 2)


def plainly(reach: Reach, cloud: int, at: float, x: float, y: float, sigma_m: float) -> float:
    """Return one density as `reach.densities` says it is, particle by particle."""
    if at < reach.start_at[cloud] or at > reach.times[-1]:
        return math.nan
    k = min(int(at // STEP), reach.times.size - 2)
    mine = range(reach.first[cloud], reach.first[cloud + 1])
    began = reach.start_at[cloud] > reach.times[k]
    since, whole = (
        (at - reach.start_at[cloud], reach.times[k + 1] - reach.start_at[cloud])
        if began
        else (at - reach.times[k], STEP)
    )
    lies = []
    for i in mine:
        ax, ay = (
            (reach.start_x[cloud], reach.start_y[cloud])
            if began
            else (float(reach.x[k, i]), float(reach.y[k, i]))
        )
        bx, by = float(reach.x[k + 1, i]), float(reach.y[k + 1, i])
        lies.append((ax + since / whole * (bx - ax), ay + since / whole * (by - ay)))
    weight = reach.weight[list(mine)]
    place = np.array(lies)
    wide = since / whole * reach.spread[k + 1, cloud] + (
        0.0 if began else (1 - since / whole) * reach.spread[k, cloud]
    )
    own = (SMOOTH * wide) ** 2 + LEAST_M**2 + sigma_m**2 + (reach.start_m[cloud] ** 2 if began else 0.0)
    off = ((place - [x, y]) ** 2).sum(axis=1) / own
    kernel = np.where(off < FAR, np.exp(-0.5 * off), 0.0)
    return float((weight * kernel).sum() / (2 * math.pi * own)) + NOWHERE


@settings(max_examples=60, deadline=None)
@given(
    st.integers(0, 10_000),
    st.lists(
        st.tuples(
            st.integers(0, 2),
            st.floats(0, 3_200),
            st.floats(-60_000, 60_000),
            st.floats(-60_000, 60_000),
            st.floats(1, 9_000),
        ),
        min_size=1,
        max_size=20,
    ),
)
def test_a_density_is_the_sum_over_particles(
    seed: int, asked: list[tuple[int, float, float, float, float]]
) -> None:
    """For any cloud, time and place: far ones, that are passed over unlooked at, too."""
    reach = clouds(seed)
    cloud, at, x, y, error_m = (np.array(column) for column in zip(*asked, strict=True))
    lon, lat = reach.chart.place(x, y)
    found = reach.densities(cloud, at, lat, lon, error_m)
    for place, density in enumerate(found):
        east, north = reach.chart.project(lon[place : place + 1], lat[place : place + 1])
        plain = plainly(
            reach,
            int(cloud[place]),
            float(at[place]),
            float(east[0]),
            float(north[0]),
            error_m[place] / RADIUS_95,
        )
        np.testing.assert_allclose(density, plain, rtol=1e-4, atol=1e-16)


def test_many_places_are_asked_about_as_few_are() -> None:
    """By several threads and by one: the same figures."""
    reach = clouds(3)
    chance = np.random.default_rng(4)
    count = FEW + 10
    cloud, at = chance.integers(0, 3, count), chance.uniform(0, 3_000, count)
    lon, lat = reach.chart.place(chance.normal(0, 4_000, count), chance.normal(0, 4_000, count))
    error = np.full(count, 300.0)
    many = reach.densities(cloud, at, lat, lon, error)
    few = reach.densities(cloud[:50], at[:50], lat[:50], lon[:50], error[:50])
    np.testing.assert_array_equal(many[:50], few)


def test_how_far_apart_places_are_is_worked_out_at_once_for_all_clouds() -> None:
    """As one by one, far from the chart's middle too, where squares are large; nothing before a cloud begins."""
    reach = clouds(5)
    x, y = ((part + 90_000.0).astype(np.float32) for part in (reach.x, reach.y))
    found = spreads(x, y, reach.weight, reach.first[:-1])
    np.testing.assert_allclose(found, reach.spread, rtol=1e-3, atol=0.1)
    assert np.isnan(found[0, 2])
