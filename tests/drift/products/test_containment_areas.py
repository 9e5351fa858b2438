"""Areas of containment against closed forms, and the promise that each holds its share of the particles."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from made_up_runs import START, drifting, parting_run
from numpy.typing import NDArray

from ashore.drift.chart import Chart
from ashore.drift.products.cloud import Cloud, Sought, cloud_at
from ashore.drift.products.containment import (
    LEVELS,
    Area,
    Containment,
    _inside,
    bandwidth,
    containment,
    level_of,
)

Floats = NDArray[np.float64]
CHART = Chart(51.0, 2.0)


def cloud_of(
    x: Floats, y: Floats, weight: Floats | None = None, scenario: NDArray[np.int16] | None = None
) -> Cloud:
    """Return a cloud of these places."""
    weight = np.ones(len(x)) if weight is None else weight
    return Cloud(
        chart=CHART,
        when=START,
        sought=Sought.PEOPLE,
        x=x,
        y=y,
        weight=weight / weight.sum(),
        scenario=np.zeros(len(x), np.int16) if scenario is None else scenario,
        waiting=0.0,
        missing=0.0,
        aground=0.0,
    )


def normal(count: int, sx: float, sy: float, seed: int = 1, at: tuple[float, float] = (0, 0)) -> Floats:
    """Return x and y of a normal cloud."""
    return np.random.default_rng(seed).normal(size=(2, count)) * [[sx], [sy]] + np.array(at)[:, None]


def held_by(area: Area, cloud: Cloud) -> float:
    """Return the share of a cloud within an area, counted ring by ring."""
    odd = np.zeros(len(cloud.x), bool)
    for piece in area.pieces:
        for ring in piece.rings:
            odd ^= _inside(ring, cloud.x, cloud.y)
    return float(cloud.weight[odd].sum())


@pytest.mark.parametrize(("sx", "sy"), [(2000.0, 2000.0), (4000.0, 1000.0), (150.0, 300.0)])
def test_areas_of_a_normal_cloud_are_those_of_the_formula(sx: float, sy: float) -> None:
    """The smallest area with probability p of a bivariate normal is 2π σx σy ln 1/(1-p)."""
    for area in containment(cloud_of(*normal(40_000, sx, sy))).areas():
        assert area.area_m2 == pytest.approx(-2 * np.pi * sx * sy * np.log(1 - area.level), rel=0.03)


def test_a_lopsided_weight_moves_the_areas_as_much_as_more_particles_would() -> None:
    """Uniform particles weighted as a normal density have the normal's areas."""
    x, y = np.random.default_rng(5).uniform(-6000, 6000, (2, 60_000))
    cloud = cloud_of(x, y, np.exp(-(x**2 + y**2) / (2 * 1200.0**2)))
    for area in containment(cloud).areas():
        assert area.area_m2 == pytest.approx(-2 * np.pi * 1200.0**2 * np.log(1 - area.level), rel=0.06)


def test_two_groups_far_apart_are_two_pieces_not_blurred_by_their_distance() -> None:
    """Sixty kilometres between two groups of 1 km leave each with the area it would have alone."""
    one, other = normal(20_000, 1000, 1000), normal(20_000, 1000, 1000, 2, (60_000, 0))
    cloud = cloud_of(*np.concatenate([one, other], axis=1))
    density = containment(cloud)
    for area in density.areas():
        assert len(area.pieces) == 2
        assert area.area_m2 == pytest.approx(-2 * 2 * np.pi * 1e6 * np.log(1 - area.level), rel=0.05)
    first, second = sorted(density.groups(), key=lambda group: group.x)
    assert (first.share, second.share) == pytest.approx((0.25, 0.25), abs=0.02)
    assert (first.x, second.x) == pytest.approx((0, 60_000), abs=100)


def test_a_tight_scenario_keeps_its_peak_beside_a_wide_one() -> None:
    """With half of the belief in a cloud of 500 m and half in one of 10 km, the 50 % area is the tight one's."""
    tight, wide = normal(20_000, 500, 500), normal(20_000, 10_000, 10_000, 2)
    scenario = np.repeat(np.arange(2, dtype=np.int16), 20_000)
    half, *_ = containment(cloud_of(*np.concatenate([tight, wide], axis=1), scenario=scenario)).areas()
    grown_to = -2 * np.pi * 500.0**2 * np.log(0.01)
    assert half.area_m2 < 2 * grown_to


def test_the_level_of_a_place_is_that_of_the_formula() -> None:
    """At distance r from the middle of a round normal the smallest area that reaches holds 1 - exp(-r²/2σ²)."""
    density = containment(cloud_of(*normal(40_000, 2000, 2000)))
    for r in (0.0, 1000.0, 2000.0, 4000.0):
        for angle in (0.3, 2.5, 4.4):
            lon, lat = CHART.place(r * np.cos(angle), r * np.sin(angle))
            assert density.level_of(float(lon), float(lat)) == pytest.approx(
                1 - np.exp(-((r / 2000) ** 2) / 2), abs=0.02
            )


def test_a_place_beyond_the_cloud_is_in_no_area() -> None:
    """Far away the level is 1, and nothing fails outside the grid."""
    assert level_of(drifting(500), START, 30.0, -40.0) == 1.0


def test_people_and_craft_have_levels_of_their_own() -> None:
    """Where only hulls have gone, the craft's level is the lower."""
    run = parting_run(share=0.8)
    hulls = run.part == 2
    lon, lat = run.places(-1)
    place = float(lon[hulls].mean()), float(lat[hulls].mean())
    assert level_of(run, run.times[-1], *place, Sought.CRAFT) < 0.3
    assert level_of(run, run.times[-1], *place, Sought.PEOPLE) > 0.9


def test_all_at_one_place_still_has_an_area() -> None:
    """A datum without error is a point; its area is small and closed, and the place itself is inside."""
    density = containment(cloud_of(np.full(50, 100.0), np.full(50, -200.0)))
    half, *_ = density.areas()
    assert 0 < half.area_m2 < 1000
    assert len(half.pieces) == 1
    lon, lat = CHART.place(100.0, -200.0)
    assert density.level_of(float(lon), float(lat)) == 0.0


def test_the_raster_sums_to_what_has_a_known_place() -> None:
    """Shares by cell come to 1 less what waits and what is missing, in cells as wide as said."""
    run = drifting(1000)
    status = run.status.copy()
    status[:, :250] = 3
    object.__setattr__(run, "status", status)
    density = containment(cloud_at(run, START + 3600))
    raster = density.raster(800.0)
    assert raster.share.sum() == pytest.approx(0.75)
    assert raster.inside == pytest.approx(0.75)
    lon, lat = raster.centres()
    x, y = CHART.project(lon, lat)
    assert (x[0, 0], y[0, 0]) == pytest.approx((raster.left + 400, raster.bottom + 400), abs=0.01)
    assert raster.share.sum(axis=0) @ x[0] / 0.75 == pytest.approx(density.cloud.middle[0], abs=400)


def test_the_bandwidth_is_silvermans_for_a_normal_cloud() -> None:
    """h = σ n^(-1/6) for a round normal cloud of equal weights."""
    for count in (1000, 30_000):
        x, y = normal(count, 3000, 3000)
        assert bandwidth(x, y, np.ones(count)) == pytest.approx(3000 * count ** (-1 / 6), rel=0.08)


@st.composite
def clouds(draw: st.DrawFn) -> Containment:
    """Draw a density of a few groups of any place, spread, size and weight."""
    groups = draw(
        st.lists(
            st.tuples(
                st.floats(-50_000, 50_000), st.floats(-50_000, 50_000),
                st.floats(50, 8000), st.floats(50, 8000), st.floats(0.1, 5),
            ),
            min_size=1, max_size=3,
        )
    )  # fmt: skip
    each = 600
    places = [normal(each, sx, sy, seed, (x, y)) for seed, (x, y, sx, sy, _) in enumerate(groups)]
    weight = np.repeat([group[4] for group in groups], each)
    scenario = np.repeat(np.arange(len(groups), dtype=np.int16), each)
    return containment(cloud_of(*np.concatenate(places, axis=1), weight, scenario))


def test_a_group_no_wider_than_the_grid_holds_its_share() -> None:
    """Beside a wide group the grid is coarse; an area drawn about a narrow one still holds what it says."""
    narrow, wide = normal(600, 20, 20, at=(20, 60)), normal(600, 6000, 6000, seed=2)
    density = containment(
        cloud_of(*np.concatenate((narrow, wide), axis=1), np.repeat([3.0, 1.0], 600), np.repeat([0, 1], 600))
    )
    assert density.node_m > 50
    half, *_ = density.areas()
    assert held_by(half, density.cloud) == pytest.approx(0.5, abs=0.002)


@settings(max_examples=40, deadline=None)
@given(density=clouds())
def test_each_area_holds_its_share_of_the_particles(density: Containment) -> None:
    """Whatever the cloud, the 50, 75 and 95 % areas hold 50, 75 and 95 % of it by weight, and lie in each other."""
    areas, one_more = density.areas(), 2 * density.cloud.weight.max()
    for area in areas:
        assert held_by(area, density.cloud) == pytest.approx(area.level, abs=one_more + 1e-9)
    assert areas[0].area_m2 < areas[1].area_m2 < areas[2].area_m2


@settings(max_examples=25, deadline=None)
@given(density=clouds(), pick=st.integers(0, 599))
def test_a_places_level_and_the_areas_agree(density: Containment, pick: int) -> None:
    """The area of a place's own level just reaches the place: a wider one holds it, a narrower one doesn't."""
    x, y = density.cloud.x[pick : pick + 1], density.cloud.y[pick : pick + 1]
    lon, lat = CHART.place(x[0], y[0])
    level = density.level_of(float(lon), float(lat))
    for area in density.areas(LEVELS):
        inside = sum(_inside(ring, x, y)[0] for piece in area.pieces for ring in piece.rings) % 2
        if abs(area.level - level) > 2 * density.cloud.weight.max():
            assert inside == (level < area.level)
