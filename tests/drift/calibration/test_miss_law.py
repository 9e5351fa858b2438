"""The closed law of the miss: its anchors, its levels, and white noise's overconfidence."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from ashore.drift.calibration.law import level, log_density, log_density_slopes, radius_m, spread_m
from ashore.drift.wander import REGIONAL_CURRENT, Wander, white

HOURS = np.array([6.0, 12.0, 24.0, 48.0])

wanders = st.builds(
    Wander,
    sigma=st.floats(0.01, 3),
    hours=st.floats(0.1, 200),
    tail=st.none() | st.floats(2.1, 100),
)


def test_the_default_spreads_as_real_drifters_do() -> None:
    """0.31 m/s remembered for 8 h is 8.4, 15.2, 25.6 and 39.9 km rms after 6, 12, 24 and 48 h."""
    km = np.sqrt(2) * spread_m(REGIONAL_CURRENT, HOURS * 3600) / 1000
    assert list(np.round(km, 1)) == [8.4, 15.2, 25.6, 39.9]


def test_white_noise_of_the_same_sigma_is_overconfident_eightfold_after_a_day() -> None:
    """White noise every ten minutes is 1.6, 2.2, 3.2 and 4.5 km, and its 90 % area would hold 4 %."""
    km = np.sqrt(2) * spread_m(white(0.31), HOURS * 3600) / 1000
    assert list(np.round(km, 1)) == [1.6, 2.2, 3.2, 4.5]
    ninety = radius_m(white(0.31), 24 * 3600, 0.9)
    assert float(level(REGIONAL_CURRENT, 24 * 3600, ninety)) == pytest.approx(0.0343, abs=5e-4)


@given(wanders, st.floats(600, 500_000), st.floats(0.001, 0.99))
def test_a_radius_holds_the_level_it_was_asked_for(wander: Wander, after_s: float, share: float) -> None:
    """Level and radius are each other's inverse for every wander and time."""
    assert float(level(wander, after_s, radius_m(wander, after_s, share))) == pytest.approx(share, rel=1e-6)


@pytest.mark.parametrize("tail", [None, 3.0, 8.0])
def test_levels_of_a_matched_truth_are_uniform(tail: float | None) -> None:
    """Misses drawn from the wander itself, each with its own sigma, fall inside each area as often as it says."""
    random = np.random.default_rng(7)
    wander = Wander(sigma=0.3, hours=9, tail=tail)
    size = 1.0 if tail is None else np.sqrt((tail - 2) / random.chisquare(tail, 40_000))
    east, north = random.standard_normal((2, 40_000)) * size * spread_m(wander, 86400.0)
    seen = level(wander, 86400.0, np.hypot(east, north))
    for share in (0.1, 0.5, 0.9, 0.99):
        assert np.mean(seen <= share) == pytest.approx(share, abs=0.01)


@given(st.floats(1, 1e5), st.floats(0.001, 0.4))
def test_a_density_integrates_to_one(spread: float, heaviness: float) -> None:
    """Over the whole sea the chance of a miss is one, with any tail."""
    distance = spread * np.logspace(-5, 5, 6001)
    ring = np.exp(log_density(spread, heaviness, distance)) * 2 * np.pi * distance
    assert float(np.sum((ring[1:] + ring[:-1]) / 2 * np.diff(distance))) == pytest.approx(1, abs=2e-3)


def test_a_light_tail_is_the_normal_law() -> None:
    """As drifters grow alike the density tends to the normal one."""
    distance = np.linspace(0, 5000, 50)
    normal = -np.log(2 * np.pi * 1000**2) - (distance / 1000) ** 2 / 2
    np.testing.assert_allclose(log_density(1000, 1e-6, distance), normal, atol=2e-4)


@given(st.floats(10, 1e5), st.floats(0.002, 0.44), st.floats(1, 1e6))
def test_slopes_are_the_differences_of_the_density(spread: float, heaviness: float, distance: float) -> None:
    """The slopes the fit climbs by are those of the density itself."""
    by_spread, by_heaviness = log_density_slopes(spread, heaviness, distance)
    step = 1e-5
    up, down = (log_density(spread * np.exp(way * step), heaviness, distance) for way in (1, -1))
    assert float(by_spread) == pytest.approx(float(up - down) / (2 * step), rel=1e-4, abs=1e-4)
    up, down = (log_density(spread, heaviness + way * step, distance) for way in (1, -1))
    assert float(by_heaviness) == pytest.approx(float(up - down) / (2 * step), rel=1e-3, abs=1e-2)
