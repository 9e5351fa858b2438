"""What areas held: exact where forecasts are right, in folds that never share a drifter, by free runs too."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from synthetic_drifters import DEGREE_M, Floats, drifters, ou

from ashore.drift.calibration.containment import (
    NOMINAL,
    containment,
    folds,
    free_running,
    level_among,
    levels,
    shares_held,
)
from ashore.drift.calibration.law import spread_m
from ashore.drift.calibration.residuals import ANY_KIND, NO_WINDAGE, error_paths, misses
from ashore.drift.calibration.tracks import cut
from ashore.drift.wander import Wander, white

TRUTH = Wander(sigma=0.3, hours=8)


def test_areas_of_the_true_law_hold_what_they_say() -> None:
    """Drifters made with a wander fill its areas as they promise, at every horizon."""
    paths = error_paths(cut(drifters(ou(0.3, 8), number=250, seed=11))[0], {ANY_KIND: NO_WINDAGE})
    seen = misses(paths, (6, 24, 48), 6)
    for table in containment("true", levels(seen, TRUTH), seen, rounds=50, seed=0):
        for share in table.shares:
            assert share.observed == pytest.approx(share.nominal, abs=0.04)
            assert share.low is not None
            assert share.high is not None
            assert share.low <= share.observed <= share.high


def test_white_noise_holds_next_to_nothing() -> None:
    """After a day the 90 % area of white noise of the same sigma holds a twentieth."""
    paths = error_paths(cut(drifters(ou(0.3, 8), number=60, seed=12))[0], {ANY_KIND: NO_WINDAGE})
    seen = misses(paths, (24,), 6)
    (table,) = containment("white", levels(seen, white(0.3)), seen, rounds=0, seed=0)
    assert table.share(0.9).observed < 0.06


def test_misses_of_one_drifter_do_not_make_an_interval_narrow() -> None:
    """A hundred forecasts of four drifters are four witnesses: the interval is about as wide as theirs."""
    random = np.random.default_rng(3)
    of_each = np.repeat(random.random(4), 100)
    together = shares_held(of_each, np.repeat(np.arange(4), 100), rounds=400, seed=1)
    apart = shares_held(of_each, np.arange(400), rounds=400, seed=1)
    widths = [
        share.high - share.low
        for shares in (together, apart)
        for share in shares
        if share.nominal == 0.5 and share.high is not None and share.low is not None
    ]
    assert widths[0] > 5 * widths[1]


def test_one_drifter_has_no_interval() -> None:
    """Nothing is known of how drifters differ from one of them."""
    shares = shares_held(np.array([0.2, 0.7]), np.zeros(2, np.intp), rounds=50, seed=0)
    assert all(share.low is None and share.high is None for share in shares)
    assert [share.observed for share in shares if share.nominal in (0.1, 0.5, 0.9)] == [0.0, 0.5, 1.0]


@given(st.integers(1, 300), st.integers(2, 12), st.integers(0, 9))
def test_folds_are_even_and_hold_every_drifter_once(drifter_count: int, number: int, seed: int) -> None:
    """Each drifter is in one fold, and no fold is more than one larger than another."""
    fold = folds(drifter_count, number, seed)
    sizes = np.bincount(fold)
    assert len(fold) == drifter_count
    assert sizes.max() - sizes.min() <= 1
    assert len(sizes) == min(number, drifter_count)


@given(st.lists(st.floats(0, 1), min_size=1, max_size=50), st.integers(0, 5))
def test_larger_areas_hold_no_less(seen: list[float], seed: int) -> None:
    """Shares grow with the nominal share and stay between none and all."""
    drifter = np.random.default_rng(seed).integers(0, 4, len(seen)).astype(np.intp)
    observed = [share.observed for share in shares_held(np.array(seen), drifter, rounds=5, seed=seed)]
    assert len(observed) == len(NOMINAL)
    assert observed == sorted(observed)
    assert 0 <= observed[0] <= observed[-1] <= 1


def test_a_truth_drawn_as_the_samples_has_uniform_levels() -> None:
    """Whatever the shape of the cloud, here two crescents, the level of one more of it is uniform."""
    random = np.random.default_rng(5)
    found = []
    for _ in range(600):
        angle = random.uniform(0, np.pi, 201)
        side = np.where(random.random(201) < 0.3, -1, 1)
        x = side * 5000 + 2000 * np.cos(angle) + 100 * random.standard_normal(201)
        y = 2000 * side * np.sin(angle) + 100 * random.standard_normal(201)
        found.append(level_among(x[1:] - x[0], y[1:] - y[0]))
    for share in (0.1, 0.5, 0.9):
        assert np.mean(np.array(found) <= share) == pytest.approx(share, abs=0.05)


def test_a_truth_outside_the_cloud_has_level_one_and_at_its_heart_none() -> None:
    """Far from every sample nothing is less dense; in the middle hardly anything is denser."""
    x, y = np.random.default_rng(1).standard_normal((2, 500)) * 1000
    assert level_among(x + 50_000, y) > 0.99
    assert level_among(x, y) < 0.15
    assert np.isnan(level_among(x[:5], y[:5]))


def test_free_runs_are_checked_where_the_drifter_really_was() -> None:
    """A forecast that knows the current and the wander holds each area as promised; one that stands still does not."""
    made = drifters(ou(0.3, 8), number=40, seed=21, hours=lambda random: 60)
    legs, _ = cut(replace(track, times=track.times + 1e6 * 3600 * index) for index, track in enumerate(made))
    ways = {
        time: (
            np.vstack([np.zeros(2), np.cumsum((leg.current[1:] + leg.current[:-1]) * 1800, axis=0)]),
            begin,
        )
        for leg in legs
        for begin, time in enumerate(leg.times)
    }
    random = np.random.default_rng(2)

    def knowing(lon: float, lat: float, start: float, hours: Sequence[float]) -> tuple[Floats, Floats]:
        carried, begin = ways[start]
        rows = []
        for ahead in hours:
            spread = spread_m(TRUTH, ahead * 3600)
            rows.append(
                carried[begin + int(ahead)] - carried[begin] + spread * random.standard_normal((300, 2))
            )
        return _places(lon, lat, np.array(rows))

    seen, level_of_each = free_running(legs, lambda track: knowing, (6, 24), every_h=12)
    for table in containment("free", level_of_each, seen, rounds=0, seed=0):
        assert table.share(0.5).observed == pytest.approx(0.5, abs=0.12)
        assert table.share(0.9).observed == pytest.approx(0.9, abs=0.08)
    assert seen.rms_m(24) == pytest.approx(float(TRUTH.rms_m(24 * 3600)), rel=0.15)

    def asleep(lon: float, lat: float, start: float, hours: Sequence[float]) -> tuple[Floats, Floats]:
        return _places(lon, lat, 500 * random.standard_normal((len(hours), 300, 2)))

    seen, level_of_each = free_running(legs, lambda track: asleep, (24,), every_h=12)
    assert np.mean(level_of_each < 0.9) < 0.05


def test_a_forecast_that_knows_nothing_has_no_level() -> None:
    """Samples that are not known make no level, and are left out of the tables."""
    legs, _ = cut(drifters(ou(0.3, 8), number=1, seed=21, hours=lambda random: 30))

    def lost(lon: float, lat: float, start: float, hours: Sequence[float]) -> tuple[Floats, Floats]:
        nothing = np.full((len(hours), 50), np.nan)
        return nothing, nothing

    seen, level_of_each = free_running(legs, lambda track: lost, (6,), every_h=6)
    assert len(level_of_each) == 5
    assert np.isnan(level_of_each).all()
    assert containment("lost", level_of_each, seen, rounds=0, seed=0) == ()


def _places(lon: float, lat: float, metres: Floats) -> tuple[Floats, Floats]:
    there = lat + metres[..., 1] / DEGREE_M
    return lon + metres[..., 0] / (DEGREE_M * np.cos(np.radians((lat + there) / 2))), there
