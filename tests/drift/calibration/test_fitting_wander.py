"""A wander fitted to drifters is the one they were made with, and says how well it is known."""

from __future__ import annotations

import numpy as np
import pytest
from synthetic_drifters import drifters, ou

from ashore.drift.calibration.fit import fit_wander, fit_with_errors
from ashore.drift.calibration.residuals import ANY_KIND, NO_WINDAGE, Misses, error_paths, misses
from ashore.drift.calibration.tracks import Track, cut
from ashore.drift.wander import REGIONAL_CURRENT

HORIZONS = (3.0, 6.0, 12.0, 24.0, 48.0)


def seen(tracks: list[Track]) -> Misses:
    """Return the misses of tracks at the usual horizons."""
    return misses(error_paths(cut(tracks)[0], {ANY_KIND: NO_WINDAGE}), HORIZONS, 6.0)


@pytest.mark.parametrize(("sigma", "hours"), [(0.31, 8.0), (0.12, 20.0), (0.5, 3.0)])
def test_sigma_and_memory_are_recovered(sigma: float, hours: float) -> None:
    """Drifters made with a wander give it back within three of the standard errors stated, and within 15 %."""
    fit = fit_with_errors(seen(drifters(ou(sigma, hours), number=120, seed=9)), rounds=30, seed=1)
    for found, true in ((fit.sigma, sigma), (fit.hours, hours)):
        assert found.error is not None
        assert abs(found.value - true) < 3 * found.error
        assert found.value == pytest.approx(true, rel=0.15)
    assert fit.wander.fitted
    assert fit.heaviness.value < 0.06


def test_a_tail_is_recovered() -> None:
    """Drifters whose sigmas differ as Student's t of four are told from drifters that are alike."""
    fit = fit_with_errors(seen(drifters(ou(0.3, 8, tail=4.0), number=200, seed=3)), rounds=30, seed=1)
    assert fit.wander.tail is not None
    assert fit.heaviness.low is not None
    assert fit.heaviness.high is not None
    assert fit.heaviness.low < 0.25 < fit.heaviness.high + 0.05
    assert 2.8 < fit.wander.tail < 6
    assert fit.sigma.value == pytest.approx(0.3, rel=0.2)


def test_a_mean_error_becomes_spread() -> None:
    """A current wrong by a constant is covered by a wander of the same mean square, remembered for longer."""
    biased = fit_wander(seen(drifters(ou(0.2, 8), number=60, seed=5, bias=(0.15, 0.0))))
    assert biased.hours > 12
    assert biased.rms_m(48 * 3600.0) == pytest.approx(
        seen(drifters(ou(0.2, 8), number=60, seed=5, bias=(0.15, 0))).rms_m(48), rel=0.1
    )


def test_one_drifter_that_goes_wild_does_not_rule() -> None:
    """A drifter on a ship's deck among a hundred is taken up by the tail; the 50 % radius hardly moves."""
    from ashore.drift.calibration.law import radius_m

    good = drifters(ou(0.25, 8), number=60, seed=7)
    wild = drifters(ou(2.0, 24), number=1, seed=8, hours=lambda random: 300)[0]
    from dataclasses import replace

    without, with_it = fit_wander(seen(good)), fit_wander(seen([*good, replace(wild, id="wild")]))
    one, other = (float(radius_m(wander, 86400.0, 0.5)) for wander in (without, with_it))
    assert other == pytest.approx(one, rel=0.15)


def test_what_the_tracks_do_not_tell_stays_at_the_default() -> None:
    """Four hours of drifters tell the miss after three but not how long it lasts: memory stays, sigma does not."""
    hours_of_it = drifters(ou(0.1, 8), number=6, seed=1, hours=lambda random: 4)
    fit = fit_with_errors(seen(hours_of_it), rounds=30, seed=1)
    assert fit.horizons_h == (3.0,)
    assert fit.wander.hours == pytest.approx(REGIONAL_CURRENT.hours, rel=0.3)
    assert fit.wander.sigma < 0.2


def test_one_drifter_has_no_standard_error() -> None:
    """How drifters differ cannot be told from one of them."""
    fit = fit_with_errors(seen(drifters(ou(0.3, 8), number=1, seed=1)), rounds=30, seed=1)
    assert (fit.drifters, fit.sigma.error, fit.hours.low, fit.heaviness.high) == (1, None, None, None)


def test_the_same_seed_gives_the_same_errors() -> None:
    """Standard errors come from drawn drifters, and the draw is the seed's."""
    data = seen(drifters(ou(0.3, 8), number=20, seed=2))
    first, again, other = (fit_with_errors(data, rounds=8, seed=seed) for seed in (4, 4, 5))
    assert first == again
    assert first.wander == other.wander
    assert first.sigma.error != other.sigma.error


def test_no_misses_cannot_be_fitted() -> None:
    """Fitting nothing is a mistake of the caller."""
    some = seen(drifters(ou(0.3, 8), number=1, seed=2))
    nothing = some.where(np.zeros(len(some.hours), bool))
    with pytest.raises(ValueError, match="no misses"):
        fit_wander(nothing)
