"""What a forecast leaves unexplained: nothing of a perfect one, the wind's share found, the memory as it was made."""

from __future__ import annotations

import numpy as np
import pytest
from synthetic_drifters import Floats, drifters, ou, real_looking

from ashore.drift.calibration.residuals import (
    ANY_KIND,
    NO_WINDAGE,
    Windage,
    error_paths,
    fit_windage,
    misses,
    residuals,
)
from ashore.drift.calibration.tracks import cut


def nothing(random: np.random.Generator, count: int) -> Floats:
    """Return no error at all."""
    return np.zeros((count, 2))


def test_a_perfect_model_leaves_nothing() -> None:
    """With the true current and windage the path of the error stays at the origin, to centimetres an hour."""
    legs, _ = cut(drifters(nothing, number=3, seed=1, windage=0.02 - 0.01j))
    paths = error_paths(legs, {ANY_KIND: Windage(downwind=0.02, crosswind=0.01)})
    assert max(np.abs(path.error).max() for path in paths) < 1.0


def test_windage_is_found_beside_a_mean_current_error() -> None:
    """2 % downwind and 0.5 % to the right are found again though the current is wrong by 10 cm/s on the mean."""
    legs, _ = cut(drifters(ou(0.2, 6), number=60, seed=3, windage=0.02 - 0.005j, bias=(0.1, 0.0)))
    found = fit_windage(legs)
    assert found.fitted
    assert found.downwind == pytest.approx(0.02, abs=0.002)
    assert found.crosswind == pytest.approx(0.005, abs=0.002)


def test_right_is_right() -> None:
    """A crosswind share carries a drifter in a northward wind to the east."""
    assert Windage(crosswind=0.01).velocity(np.array([0.0, 10.0])).tolist() == [0.1, -0.0]


def test_without_wind_there_is_no_windage() -> None:
    """Tracks without wind, or in a wind that never changes, cannot tell a windage."""
    from dataclasses import replace

    tracks = drifters(ou(0.2, 6), number=2, seed=3)
    assert fit_windage(cut([replace(track, wind=None) for track in tracks])[0]) == NO_WINDAGE
    steady = [replace(track, wind=np.full((len(track.times), 2), 5.0)) for track in tracks]
    assert fit_windage(cut(steady)[0]) == NO_WINDAGE


def test_residuals_have_the_rms_mean_and_memory_they_were_made_with() -> None:
    """0.3 m/s remembered as real errors are: 0.95 at 1 h, 0.8 at 3, 0.6 at 6, 0.33 at 12, 0.1 at 24."""
    legs, _ = cut(drifters(real_looking(0.3, unlike=0, inertial=0), number=80, seed=4, bias=(0.0, -0.05)))
    summary = residuals(error_paths(legs, {ANY_KIND: NO_WINDAGE}))
    assert summary.rms == pytest.approx(np.sqrt(0.09 + 0.05**2 / 2), abs=0.015)
    assert summary.bias_north == pytest.approx(-0.05, abs=0.02)
    memory = dict(summary.autocorrelation)
    for lag, made in ((1, 0.95), (3, 0.82), (6, 0.61), (12, 0.32), (24, 0.11)):
        assert memory[lag] == pytest.approx(made, abs=0.07)


def test_misses_are_differences_of_the_error_path() -> None:
    """Each miss is the error gathered between its start and its horizon, for each start that leaves room."""
    legs, _ = cut(drifters(ou(0.3, 8), number=2, seed=6, hours=lambda random: 30))
    paths = error_paths(legs, {ANY_KIND: NO_WINDAGE})
    seen = misses(paths, (6, 24, 48), every_h=6)
    assert [(float(h), int(np.sum(seen.hours == h))) for h in np.unique(seen.hours)] == [(6, 10), (24, 4)]
    second = np.flatnonzero((seen.drifter == 1) & (seen.hours == 24))[1]
    assert seen.start[second] == paths[1].times[6]
    expected = paths[1].error[30] - paths[1].error[6]
    np.testing.assert_allclose([seen.east[second], seen.north[second]], expected)


def test_a_horizon_between_two_steps_is_left_out() -> None:
    """With a fix every six hours nothing can be said of three hours."""
    from dataclasses import replace

    tracks = [
        replace(
            track,
            times=track.times[::6],
            lon=track.lon[::6],
            lat=track.lat[::6],
            current=None if track.current is None else track.current[::6],
            wind=None,
        )
        for track in drifters(ou(0.3, 8), number=1, seed=6)
    ]
    seen = misses(error_paths(cut(tracks)[0], {ANY_KIND: NO_WINDAGE}), (3, 6, 9), every_h=6)
    assert set(seen.hours) == {6.0}


def test_no_paths_make_no_misses() -> None:
    """Nothing in, nothing out."""
    assert len(misses([], (6,), 6).hours) == 0
