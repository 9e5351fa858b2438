"""The benchmark's check that two clouds agree, on clouds whose laws are known."""

from __future__ import annotations

import math

import numpy as np
import pytest
from drift_parity.agreement import Moments, clouds_in_law, in_law, metres, middle, moments, paired
from hypothesis import given
from hypothesis import strategies as st
from numpy.typing import NDArray

Floats = NDArray[np.float64]

DEGREE_M = 111_000.0


def two_sided(seed: int, number: int, *, lean: float = 1.0, spread: float = 1.0) -> tuple[Floats, Floats]:
    """A cloud as leeway makes one: some particles to the left, some to the right, none of it Gaussian."""
    rng = np.random.default_rng(seed)
    side = rng.choice([-1, 1], number) * 6000 * lean
    east = side + rng.normal(0, 6000 * spread, number)
    north = 40_000 + rng.exponential(5000, number)
    return 3.7 + east / (DEGREE_M * 0.5), 60 + north / DEGREE_M


def test_two_draws_of_one_law_agree_as_often_as_stated() -> None:
    """In 400 comparisons of one law with itself, a chance under 1 in 20 comes about 20 times."""
    chances = [clouds_in_law(two_sided(2 * n, 1000), two_sided(2 * n + 1, 1000)).chance for n in range(400)]
    assert 8 <= sum(chance < 0.05 for chance in chances) <= 34
    assert np.median(chances) == pytest.approx(0.5, abs=0.08)


@pytest.mark.parametrize("change", [{"lean": 1.1}, {"spread": 1.1}, {"lean": 0.9}, {"spread": 0.9}])
def test_a_part_of_the_spread_off_by_a_tenth_is_seen_in_law(change: dict[str, float]) -> None:
    """Of 20,000 particles, half of whose spread is off by 10 %, every draw tried differs from the true law."""
    for seed in range(5):
        assert not clouds_in_law(two_sided(seed, 20_000, **change), two_sided(99 - seed, 20_000)).agrees
        assert clouds_in_law(two_sided(seed, 20_000), two_sided(99 - seed, 20_000)).agrees


def test_a_shift_of_the_mean_is_seen_and_one_within_sampling_error_is_not() -> None:
    """A cloud of 10,000 whose mean is 20 m off still agrees; one 600 m off does not."""
    lon, lat = two_sided(1, 10_000)
    other = two_sided(2, 10_000)
    assert clouds_in_law((lon, lat + 20 / DEGREE_M), other).agrees
    assert not clouds_in_law((lon, lat + 600 / DEGREE_M), other).agrees


def test_covariance_between_axes_is_seen() -> None:
    """Two clouds alike in each axis, one leaning, differ."""
    rng = np.random.default_rng(5)
    free, bound = rng.normal(size=(2, 5000)), rng.normal(size=(2, 5000))
    bound[1] = 0.3 * bound[0] + math.sqrt(1 - 0.09) * bound[1]
    clouds = [moments(*cloud, about=(0.0, 0.0), scale=1.0) for cloud in (free, bound)]
    assert not in_law(*clouds).agrees


def test_the_upper_tail_is_that_of_chi_squared() -> None:
    """The chance of a distance is the tabulated tail with five degrees of freedom."""
    one = Moments(number=1000, about=(0.0, 0.0), scale=1.0, mean=np.zeros(5), covariance=np.eye(5) * 500.0)
    for distance, tail in ((4.351, 0.5), (11.0705, 0.05), (15.0863, 0.01), (20.515, 0.001)):
        mean = np.array([math.sqrt(distance), 0, 0, 0, 0])
        other = Moments(number=1000, about=(0.0, 0.0), scale=1.0, mean=mean, covariance=one.covariance)
        assert in_law(one, other).chance == pytest.approx(tail, rel=2e-3)


def test_the_same_cloud_is_nowhere_apart() -> None:
    """A cloud beside itself: no distance, the mean nowhere, and it agrees."""
    lon, lat = two_sided(3, 100)
    afloat = np.ones(100, bool)
    found = paired((lon, lat, afloat), (lon, lat, afloat))
    assert (found.worst_m, found.particles, found.agrees) == (0.0, 100, True)


@given(
    east=st.floats(-500, 500), north=st.floats(-500, 500), lon=st.sampled_from([0.0, 3.7, 179.999, -180.0])
)
def test_a_known_shift_is_measured_to_the_metre(east: float, north: float, lon: float) -> None:
    """Moved by metres east and north, also across the meridian of 180°, the distances say just that."""
    rng = np.random.default_rng(0)
    x, y = rng.normal(0, 5000, (2, 50))
    degree_east, degree_north = (
        part[0] for part in metres(np.array([lon + 1]), np.array([61.0]), (lon, 60.0))
    )
    across, along = 1 / degree_east, 1 / degree_north
    theirs = ((lon + x * across + 180) % 360 - 180, 60 + y * along)
    ours = ((lon + (x + east) * across + 180) % 360 - 180, 60 + (y + north) * along)
    afloat = np.ones(50, bool)
    found = paired((*ours, afloat), (*theirs, afloat))
    assert found.median_m == pytest.approx(math.hypot(east, north), rel=5e-3, abs=1e-3)
    assert found.agrees == (found.median_m <= 20 and found.p95_m <= 60)


def test_a_particle_afloat_in_only_one_counts_against() -> None:
    """More than the allowed share aground in one and afloat in the other is a disagreement, however near the rest."""
    lon, lat = two_sided(3, 1000)
    afloat = np.ones(1000, bool)
    fewer = afloat.copy()
    fewer[:6] = False
    assert not paired((lon, lat, fewer), (lon, lat, afloat)).agrees
    fewer[:3] = True
    assert paired((lon, lat, fewer), (lon, lat, afloat)).agrees


def test_nothing_to_compare_is_no_agreement() -> None:
    """Where no particle is afloat in both, the clouds do not agree."""
    nothing = (np.full(5, np.nan), np.full(5, np.nan), np.ones(5, bool))
    somewhere = (np.zeros(5), np.zeros(5), np.ones(5, bool))
    assert not paired(nothing, somewhere).agrees


def test_the_middle_is_found_across_180_degrees() -> None:
    """The middle of 179° and -179° is 180°, not 0°."""
    assert abs(middle(np.array([179.0, -179.0]), np.array([1.0, 3.0]))[0]) == pytest.approx(180)
