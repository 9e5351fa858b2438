"""Free runs of the engine itself are checked on drifters whose truth is known."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest
from synthetic_drifters import START, ou, track

from ashore.drift.calibration.calibrate import FREE_FITTED, FREE_UNFITTED, Settings, calibrate
from ashore.drift.calibration.free import Wandering, free_forecasts
from ashore.drift.calibration.tracks import Track
from ashore.drift.forcing.opening import open_source
from ashore.drift.forcing.source import Window
from ashore.drift.terms import Terms
from ashore.drift.wander import NONE, Wander

CURRENT, AIR = open_source("current=0.3@090"), open_source("wind=0@000")


def steady(number: int, sigma: float, hours: int = 25) -> list[Track]:
    """Return drifters in a current of 0.3 m/s to the east, whose error has a memory of eight hours."""
    random = np.random.default_rng(4)
    tracks = []
    for index in range(number):
        way = np.cumsum((np.array([0.3, 0.0]) + ou(sigma, 8)(random, hours)) * 3600, axis=0)
        times = START + 3600 * np.arange(hours + 1)
        current = np.tile([0.3, 0.0], (hours + 1, 1))
        tracks.append(track(f"f{index}", times, np.vstack([np.zeros(2), way]), current, None))
    return tracks


@pytest.mark.slow
def test_areas_of_the_engine_hold_drifters_after_a_fit_on_others() -> None:
    """With twice the default's error, fitted free runs hold their share at 6 and 24 h, and unfitted ones do not."""
    settings = Settings(horizons_h=(6.0, 24.0), every_h=12.0, folds=4, rounds=5)
    free = free_forecasts(CURRENT, AIR, afloat="class:SLDMB", terms=Terms(particles=400))
    found = calibrate(steady(40, 0.62), settings, free=free)
    for fitted, bare in zip(found.table(FREE_FITTED), found.table(FREE_UNFITTED), strict=True):
        assert fitted.share(0.5).observed == pytest.approx(0.5, abs=0.16)
        assert fitted.share(0.9).observed == pytest.approx(0.9, abs=0.1)
        assert bare.share(0.9).observed < 0.65
    assert sum("of free runs held" in sentence for sentence in found.sentences()) == 2


def test_a_source_wanders_as_it_is_told() -> None:
    """The source's field is its own; only what is said of its error is changed."""
    told = Wander(sigma=0.5, hours=3, tail=4)
    window = Window(lon=3.0, lat=58.0, reach_m=10_000, earliest=START, latest=START + 3600)
    wandering, plain = Wandering(CURRENT[0], told), CURRENT[0].patch(window)
    patch = wandering.patch(window)
    assert plain is not None
    assert patch is not None
    assert wandering.product.wander == patch.product.wander == told
    np.testing.assert_array_equal(patch.east, plain.east)
    assert replace(wandering.product, wander=plain.product.wander) == CURRENT[0].product
    assert wandering.describe() == CURRENT[0].describe()


def test_without_error_a_free_run_is_where_the_current_takes_it() -> None:
    """In a steady current and no wind a run without error ends where the current leads."""
    free = free_forecasts(CURRENT, AIR, afloat="class:SLDMB", fix_error_m=0.0, terms=Terms(particles=50))
    lon, lat = free(NONE)(3.0, 58.0, START, (6, 12))
    assert lon.shape == lat.shape == (2, 50)
    metres = (lon - 3.0) * 111_320 * np.cos(np.radians(58.0))
    np.testing.assert_allclose(np.median(metres, axis=1), [6480, 12960], rtol=0.01)
