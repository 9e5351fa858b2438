"""Each thing's own leeway: the law of the draw, the side it goes to, and what a jibe changes."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from numpy.typing import NDArray
from scipy.special import ndtr, ndtri

from ashore.drift.leeway.classes import LeewayClass, leeway_class, published
from ashore.drift.leeway.coefficients import (
    LEFT,
    RIGHT,
    Coefficients,
    coefficients,
    coefficients_as_peer,
    deviations,
    draw,
    draw_as_peer,
    sides,
    sides_as_peer,
)

CLASSES = st.sampled_from(published())
NORMALS = st.floats(-6, 6)
SIDES = st.sampled_from([RIGHT, LEFT])
WINDS = st.floats(0, 40)


def velocity(own: Coefficients, side: int, wind: tuple[float, float]) -> tuple[float, float]:
    """Return the east and north parts of the leeway of the first particle, m/s: right of downwind is (wy, -wx)/W."""
    speed = float(np.hypot(*wind))
    down = own.dw_slope[0] * speed + own.dw_offset[0]
    across = own.cw_slope[side][0] * speed + own.cw_offset[side][0]
    east, north = wind[0] / speed, wind[1] / speed
    return float(down * east + across * north), float(down * north - across * east)


def test_right_is_to_the_right_of_downwind() -> None:
    """In a wind blowing north a survival suit lying to the right goes north and east, to the left north and west."""
    suit = leeway_class("PIW-4")
    own = draw(suit, [0.0], [0.0], [RIGHT])
    east, north = velocity(own, RIGHT, (0.0, 10.0))
    assert (east, north) == pytest.approx(((1.36 * 10 - 3.30) / 100, (1.71 * 10 + 1.12) / 100))
    east, north = velocity(own, LEFT, (0.0, 10.0))
    assert (east, north) == pytest.approx(((-0.13 * 10 - 2.65) / 100, (1.71 * 10 + 1.12) / 100))


def test_the_peers_right_goes_left() -> None:
    """The same suit as OpenDrift has it, orientation 0, goes west."""
    own = draw_as_peer(leeway_class("PIW-4"), [0.0], [0.0], [RIGHT])
    east, north = velocity(own, RIGHT, (0.0, 10.0))
    assert (east, north) == pytest.approx((-(1.36 * 10 - 3.30) / 100, (1.71 * 10 + 1.12) / 100))


def test_a_deviation_is_its_own_size_at_ten_metres_a_second() -> None:
    """One standard deviation moves the leeway at 10 m/s by one spread, half of it there already in a calm."""
    skiff = leeway_class("SKIFF-1")
    mean, off = coefficients(skiff, [0.0], [0.0], [RIGHT]), coefficients(skiff, [2.2], [-2.2], [RIGHT])
    assert off.dw_slope * 10 + off.dw_offset == pytest.approx(mean.dw_slope * 10 + mean.dw_offset + 0.022)
    assert off.dw_offset == pytest.approx(mean.dw_offset + 0.011)
    assert off.cw_offset[RIGHT] == pytest.approx(mean.cw_offset[RIGHT] - 0.011)


@given(CLASSES, NORMALS, NORMALS, SIDES, WINDS)
def test_on_the_side_at_the_start_leeway_is_the_reports_formula(
    known: LeewayClass, r1: float, r2: float, side: int, wind: float
) -> None:
    """For any class, deviation and wind it is ((a + eps/20) W + b + eps/2)/100."""
    eps_dw, eps_cw = deviations(known, [r1], [r2], [side])
    own = draw(known, [r1], [r2], [side])
    line = (known.right, known.left)[side]
    across = ((line.slope_pct + eps_cw / 20) * wind + line.offset_cm_s + eps_cw / 2) / 100
    down = known.downwind
    along = ((down.slope_pct + eps_dw / 20) * wind + down.offset_cm_s + eps_dw / 2) / 100
    assert own.cw_slope[side] * wind + own.cw_offset[side] == pytest.approx(across, abs=1e-12)
    assert own.dw_slope * wind + own.dw_offset == pytest.approx(along, abs=1e-12)
    assert eps_cw == pytest.approx(r2 * line.spread_cm_s)


@given(CLASSES, NORMALS, NORMALS, SIDES)
def test_a_jibe_takes_the_other_sides_figures_with_the_deviation_mirrored(
    known: LeewayClass, r1: float, r2: float, side: int
) -> None:
    """What lies k spreads further right than its class lies k spreads further left after a jibe."""
    own = draw(known, [r1], [r2], [side])
    other = 1 - side
    line = (known.right, known.left)[other]
    assert own.cw_slope[other] * 100 == pytest.approx(line.slope_pct - r2 * line.spread_cm_s / 20, abs=1e-9)
    assert own.cw_offset[other] * 100 == pytest.approx(line.offset_cm_s - r2 * line.spread_cm_s / 2, abs=1e-9)
    if not known.asymmetric:
        assert own.cw_slope[LEFT] == pytest.approx(-own.cw_slope[RIGHT], abs=1e-15)
        assert own.cw_offset[LEFT] == pytest.approx(-own.cw_offset[RIGHT], abs=1e-15)


@given(CLASSES, NORMALS, NORMALS, SIDES)
def test_the_peers_jibe_negates_the_slope_alone(known: LeewayClass, r1: float, r2: float, side: int) -> None:
    """In the peer's own sign: slope a to -a, offset and deviation as they were, the other side's figures unused."""
    _, eps = deviations(known, [r1], [r2], [side])
    theirs = draw_as_peer(known, [r1], [r2], [side])
    line = (known.right, known.left)[side]
    before, after = -theirs.cw_slope[side] * 100, -theirs.cw_slope[1 - side] * 100
    assert before == pytest.approx(line.slope_pct + eps / 20, abs=1e-9)
    assert after == pytest.approx(-line.slope_pct + eps / 20, abs=1e-9)
    for row in theirs.cw_offset:
        assert -row * 100 == pytest.approx(line.offset_cm_s + eps / 2, abs=1e-9)


@given(CLASSES, NORMALS, NORMALS, SIDES)
def test_before_any_jibe_ours_and_the_peers_are_mirror_images(
    known: LeewayClass, r1: float, r2: float, side: int
) -> None:
    """Down the wind they agree; across it they differ in sign alone."""
    ours, theirs = draw(known, [r1], [r2], [side]), draw_as_peer(known, [r1], [r2], [side])
    assert np.array_equal(ours.dw_slope, theirs.dw_slope)
    assert np.array_equal(ours.dw_offset, theirs.dw_offset)
    assert np.array_equal(ours.cw_slope[side], -theirs.cw_slope[side])
    assert np.array_equal(ours.cw_offset[side], -theirs.cw_offset[side])


@given(CLASSES, st.floats(-35, 35), st.floats(-35, 35), SIDES)
def test_nothing_drifts_into_the_wind_and_nothing_is_lost(
    known: LeewayClass, r1: float, r2: float, side: int
) -> None:
    """However far out the normal number, the downwind slope is at least zero and every figure finite."""
    own = draw(known, [r1], [r2], [side])
    assert own.dw_slope[0] >= -1e-12
    for figures in (own.dw_slope, own.dw_offset, own.cw_slope, own.cw_offset):
        assert np.isfinite(figures).all()


@pytest.mark.parametrize("key", ["PIW-1", "LIFE-RAFT-NB-5", "SAILBOAT-1", "SEPIRB", "PIW-4"])
def test_the_draw_follows_the_cut_off_normal_law(key: str) -> None:
    """Of evenly spaced quantiles, the share at or below x is (F(x) - F(cut))/(1 - F(cut)) for every x tried."""
    known = leeway_class(key)
    n = 20_000
    normals = ndtri((np.arange(n) + 0.5) / n)
    eps, _ = deviations(known, normals, np.zeros(n), np.zeros(n, int))
    spread = known.downwind.spread_cm_s
    cut = -20 * known.downwind.slope_pct / spread
    for x in np.linspace(max(cut, -3), 3, 13):
        exact = max(0.0, (ndtr(x) - ndtr(cut)) / ndtr(-cut))
        assert np.mean(eps / spread <= x) == pytest.approx(exact, abs=2 / n)


def test_the_draw_has_the_law_of_drawing_again_until_it_will_do() -> None:
    """Against the rejection it replaces, the largest difference of the two distributions is within sampling error."""
    known = leeway_class("PIW-1")
    rng = np.random.default_rng(20260822)
    n = 40_000
    eps, _ = deviations(known, rng.standard_normal(n), np.zeros(n), np.zeros(n, int))
    tried = rng.standard_normal(4 * n) * known.downwind.spread_cm_s
    kept = tried[known.downwind.slope_pct + tried / 20 >= 0][:n]
    assert len(kept) == n
    at = np.sort(np.concatenate([eps, kept]))
    ours = np.searchsorted(np.sort(eps), at, side="right") / n
    theirs = np.searchsorted(np.sort(kept), at, side="right") / n
    assert np.abs(ours - theirs).max() < 1.95 * np.sqrt(2 / n)  # Kolmogorov-Smirnov, one in a thousand


@given(CLASSES, st.lists(st.floats(-8, 8), min_size=2, max_size=20))
def test_a_larger_number_is_a_larger_deviation(known: LeewayClass, normals: list[float]) -> None:
    """The map from normal numbers to deviations keeps their order, so that strata stay strata."""
    ordered = np.sort(normals)
    eps, _ = deviations(known, ordered, np.zeros_like(ordered), np.zeros(len(ordered), int))
    assert (np.diff(eps) >= -1e-12).all()


@given(
    st.lists(st.tuples(st.integers(0, 84), NORMALS, NORMALS, SIDES), min_size=1, max_size=12),
    st.booleans(),
)
def test_many_classes_at_once_are_each_drawn_as_if_alone(
    particles: list[tuple[int, float, float, int]], as_peer: bool
) -> None:
    """A mixed cloud gives every particle what a cloud of its class alone would."""
    rows, r1, r2, side = (np.array(column) for column in zip(*particles, strict=True))
    how = draw_as_peer if as_peer else draw
    together = how(rows.astype(np.int64), r1, r2, side)
    for i, row in enumerate(rows):
        alone = how(published()[row], r1[i : i + 1], r2[i : i + 1], side[i : i + 1])
        assert together.dw_slope[i] == alone.dw_slope[0]
        assert together.dw_offset[i] == alone.dw_offset[0]
        assert np.array_equal(together.cw_slope[:, i], alone.cw_slope[:, 0])
        assert np.array_equal(together.cw_offset[:, i], alone.cw_offset[:, 0])


def test_one_class_serves_a_whole_cloud() -> None:
    """Numbers for N particles of one class give arrays for N, both sides in rows."""
    own = draw(leeway_class(76), np.zeros(7), np.zeros(7), np.arange(7) % 2)
    theirs = coefficients_as_peer(leeway_class(76), np.zeros(7), np.zeros(7), np.arange(7) % 2)
    for made in (own, theirs):
        assert made.dw_slope.shape == made.dw_offset.shape == (7,)
        assert made.cw_slope.shape == made.cw_offset.shape == (2, 7)


@pytest.mark.parametrize("how", [coefficients, coefficients_as_peer, draw, draw_as_peer])
def test_a_lone_particle_and_a_lone_number_for_many_are_shaped_alike(
    how: Callable[..., Coefficients],
) -> None:
    """Plain numbers make a cloud of one; a plain number beside arrays serves every particle."""
    lone = how(leeway_class("SKIFF-2"), 1.0, -0.5, LEFT)
    many = how(leeway_class("SKIFF-2"), np.ones(3), -0.5, np.array([LEFT, LEFT, LEFT]))
    assert lone.cw_slope.shape == lone.cw_offset.shape == (2, 1)
    assert many.cw_slope.shape == many.cw_offset.shape == (2, 3)
    assert np.array_equal(many.cw_slope, np.repeat(lone.cw_slope, 3, axis=1))
    assert np.array_equal(many.dw_offset, np.repeat(lone.dw_offset, 3))


@given(st.lists(st.integers(0, 5), max_size=60))
def test_of_every_class_half_lie_to_either_side(rows: list[int]) -> None:
    """Of an even number half lie to the left, of an odd one the odd one lies to the right, in every class."""
    index: NDArray[np.int64] = np.array(rows, dtype=np.int64)
    side = sides(index)
    assert set(side) <= {RIGHT, LEFT}
    for row in set(rows):
        own = side[index == row]
        assert own.sum() == len(own) // 2


@pytest.mark.parametrize("turns", [2, 3, 4, 7])
def test_sides_do_not_go_with_whatever_else_takes_turns(turns: int) -> None:
    """Where particles take turns at several datums, each datum has as many to the right as to the left, to a few."""
    side = sides(np.zeros(10_000, np.int64))
    for turn in range(turns):
        own = side[turn::turns]
        assert abs(own.sum() - len(own) / 2) < 10


@given(st.lists(st.integers(0, 84), min_size=1, max_size=40))
def test_the_peers_sides_alternate_within_each_class(rows: list[int]) -> None:
    """Of every class the first particle is 0, the next 1, and so on, in the order they come."""
    orientation = sides_as_peer(np.array(rows))
    for row in set(rows):
        mine = orientation[np.array(rows) == row]
        np.testing.assert_array_equal(mine, np.arange(mine.size) % 2)
