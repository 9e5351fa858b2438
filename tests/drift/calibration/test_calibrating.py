"""A whole calibration on drifters as unruly as real ones, and what it says when there is little to say."""

from __future__ import annotations

import json
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest
from synthetic_drifters import drifters, ou, real_looking

from ashore.drift.calibration.calibrate import (
    FITTED,
    UNFITTED,
    WHITE,
    Calibration,
    Settings,
    calibrate,
    grouped,
)
from ashore.drift.calibration.picture import draw
from ashore.drift.calibration.residuals import NO_WINDAGE, Windage
from ashore.drift.calibration.tracks import NoTracks

QUICK = Settings(rounds=10)


def assert_holds(calibration: Calibration) -> None:
    """Assert the proof asked of real drifters: 40 to 60 % in the 50 % area and 82 to 96 % in the 90 % area."""
    tables = calibration.table(FITTED)
    assert [table.hours for table in tables] == [3, 6, 12, 24, 48]
    for table in tables:
        assert 0.40 <= table.share(0.5).observed <= 0.60, table
        assert 0.82 <= table.share(0.9).observed <= 0.96, table


def short_and_long(random: np.random.Generator) -> int:
    """Return hours of life: most drifters a day or two, a few a month."""
    return int(min(30 * random.pareto(1.0) + 15, 700))


@pytest.mark.parametrize("seed", [1, 2])
def test_unruly_drifters_are_held_by_a_fit_on_others(seed: int) -> None:
    """Real memory, sigmas twofold apart, inertial swings, bias and wind: areas hold what they say."""
    unruly = drifters(real_looking(0.31), number=120, seed=seed, windage=0.02 - 0.005j, bias=(0.05, 0.02))
    found = calibrate(unruly, QUICK)
    assert_holds(found)
    assert found.windages[""].downwind == pytest.approx(0.02, abs=0.004)
    assert found.fit.wander.tail is not None


def test_a_few_long_lived_drifters_do_not_dominate() -> None:
    """With lives from a day to a month and sigmas apart, those left out are still held."""
    assert_holds(calibrate(drifters(real_looking(0.3), number=120, seed=3, hours=short_and_long), QUICK))


def test_storms_and_much_smaller_errors_are_held_where_the_default_fails() -> None:
    """A product four times as good as the default has areas of its own size; unfitted, they hold nearly everything."""
    found = calibrate(drifters(real_looking(0.08, burst=0.5, inertial=0.02), number=120, seed=4), QUICK)
    assert_holds(found)
    assert all(table.share(0.5).observed > 0.9 for table in found.table(UNFITTED))


def test_the_default_is_overconfident_of_a_worse_product_and_white_noise_of_any() -> None:
    """Twice the default's error: its 90 % area holds far less, white noise's next to nothing, the fit's 90 %."""
    found = calibrate(drifters(ou(0.62, 8), number=60, seed=5), QUICK)
    assert_holds(found)
    day = {
        law: next(table for table in found.table(law) if table.hours == 24).share(0.9).observed
        for law in (UNFITTED, WHITE)
    }
    assert day[UNFITTED] < 0.6
    assert day[WHITE] < 0.03


@pytest.mark.slow
@pytest.mark.parametrize("seed", range(6))
@pytest.mark.parametrize("unlike", [0.3, 0.7])
def test_it_holds_for_many_draws(seed: int, unlike: float) -> None:
    """Other draws and other differences between drifters, with lives from a day to a month, are held too."""
    law = real_looking(0.31, unlike=unlike, inertial=0.15, burst=0.3)
    assert_holds(
        calibrate(drifters(law, number=200, seed=seed, hours=short_and_long, bias=(0.04, 0.04)), QUICK)
    )


def test_no_drifter_is_checked_by_a_fit_that_saw_it() -> None:
    """With two drifters far apart each is measured by the other's law, and so is badly held: nothing leaks."""
    calm = drifters(ou(0.02, 8), number=1, seed=1, hours=lambda random: 300)[0]
    wild = replace(drifters(ou(1.2, 8), number=1, seed=2, hours=lambda random: 300)[0], id="wild")
    day = next(table for table in calibrate([calm, wild], QUICK).table(FITTED) if table.hours == 6)
    assert day.share(0.5).observed == pytest.approx(0.5, abs=0.06)
    assert day.share(0.1).observed == pytest.approx(0.5, abs=0.15)
    assert day.share(0.9).observed == pytest.approx(0.5, abs=0.15)


def test_one_drifter_is_fitted_but_proves_nothing() -> None:
    """From one drifter there is a fit without errors, no containment of the fitted law, and a sentence."""
    found = calibrate(drifters(ou(0.3, 8), number=1, seed=1), QUICK)
    assert found.table(FITTED) == ()
    assert found.table(UNFITTED) != ()
    assert "There is one drifter only" in found.notes[-1]
    assert "fitted to 1 drifter," in found.sentences()[0]


def test_a_track_cut_in_two_is_still_one_drifter() -> None:
    """Legs of one drifter are never on both sides of a check."""
    lone = drifters(ou(0.3, 8), number=1, seed=1)[0]
    lat = lone.lat.copy()
    lat[30:40] = np.nan
    assert calibrate([replace(lone, lat=lat)], QUICK).drifters == 1


def test_short_tracks_say_how_far_they_reach() -> None:
    """Tracks of a night say nothing of 24 and 48 h, and say that."""
    found = calibrate(drifters(ou(0.3, 8), number=20, seed=1, hours=lambda random: 14), QUICK)
    assert [table.hours for table in found.table(FITTED)] == [3, 6, 12]
    assert "No track is long enough to say anything after 48 h." in found.notes


def test_nothing_left_is_a_clear_fault() -> None:
    """No tracks, or none that is sound, is a sentence with what became of the fixes."""
    with pytest.raises(NoTracks, match="there were none"):
        calibrate([], QUICK)
    still = replace(drifters(ou(0.3, 8), number=1, seed=1, hours=lambda random: 60)[0], lat=np.full(61, 58.0))
    still = replace(still, lon=np.full(61, 3.0))
    with pytest.raises(NoTracks, match="61 fixes were left out, lying still"):
        calibrate([still], QUICK)


def test_a_current_that_is_the_drifters_own_is_found_out() -> None:
    """A residual of a few millimetres a second is no model's, and the calibration says it means nothing."""
    found = calibrate(drifters(ou(0.004, 8), number=5, seed=1), QUICK)
    assert any("probably the drifters' own velocity" in note for note in found.notes)


def test_a_mean_error_and_a_dominant_drifter_are_said() -> None:
    """What should make a reader doubt is in the notes."""
    biased = drifters(ou(0.1, 8), number=4, seed=1, bias=(0.3, 0.0), hours=lambda random: 50)
    long = replace(drifters(ou(0.1, 8), number=1, seed=2, hours=lambda random: 400)[0], id="old")
    notes = " ".join(calibrate([*biased, long], QUICK).notes)
    assert "One drifter, old, gives" in notes
    assert "5 drifters are few" in notes
    assert "m/s to one side on the mean" in " ".join(calibrate(biased, QUICK).notes)


def test_a_given_windage_is_used_and_none_is_fitted_to_tracks_without_wind() -> None:
    """What the asker knows of the windage stands; where no track has wind there is none."""
    tracks = drifters(ou(0.3, 8), number=10, seed=1, windage=0.03)
    given = calibrate(tracks, replace(QUICK, windage=Windage(downwind=0.03)))
    assert given.windages[""] == Windage(downwind=0.03)
    assert any("(given)" in sentence for sentence in given.sentences())
    calm = calibrate([replace(track, wind=None) for track in tracks], QUICK)
    assert calm.windages[""] == NO_WINDAGE
    assert calm.residuals.rms > given.residuals.rms


def test_each_kind_of_drifter_has_its_own_windage() -> None:
    """Kinds that the wind carries differently are told apart within one product, and less is left unexplained."""
    low = [replace(t, drifter="low") for t in drifters(ou(0.1, 8), number=12, seed=1, windage=0.005)]
    high = [
        replace(t, drifter="high", id=f"h{t.id}")
        for t in drifters(ou(0.1, 8), number=12, seed=2, windage=0.03)
    ]
    found = calibrate([*low, *high], QUICK)
    assert found.windages["low"].downwind == pytest.approx(0.005, abs=0.003)
    assert found.windages["high"].downwind == pytest.approx(0.03, abs=0.003)
    assert any(sentence.startswith("The wind carries high with") for sentence in found.sentences())
    blind = calibrate([replace(track, drifter="") for track in (*low, *high)], QUICK)
    assert found.residuals.rms < 0.9 * blind.residuals.rms
    alone = calibrate([*low, high[0]], QUICK)
    assert alone.windages["high"].fitted


def test_two_products_are_calibrated_apart() -> None:
    """Tracks are grouped by what they say of themselves, in order."""
    good = [replace(track, product="good") for track in drifters(ou(0.1, 8), number=3, seed=1)]
    bad = [replace(track, product="bad") for track in drifters(ou(0.5, 8), number=3, seed=1)]
    groups = grouped([*good, *bad], lambda track: track.product)
    assert list(groups) == ["good", "bad"]
    sigma = {name: calibrate(tracks, QUICK).fit.wander.sigma for name, tracks in groups.items()}
    assert sigma["bad"] > 2 * sigma["good"]


def test_the_same_tracks_and_seed_give_the_same_calibration() -> None:
    """Draws are the seed's and nothing else's."""
    tracks = drifters(ou(0.3, 8), number=12, seed=1)
    assert calibrate(tracks, QUICK) == calibrate(tracks, QUICK)


def test_it_is_plain_json_and_a_picture(tmp_path: Path) -> None:
    """Everything found is plain JSON without NaN, and draws as a PNG, with one drifter too."""
    for number in (1, 8):
        found = calibrate(drifters(ou(0.3, 8), number=number, seed=1), QUICK)
        told = json.loads(json.dumps(found.as_json(), allow_nan=False))
        assert told["fit"]["wander"]["sigma"] == found.fit.wander.sigma
        assert told["sentences"] == list(found.sentences())
        draw(found, tmp_path / f"{number}.png")
        assert (tmp_path / f"{number}.png").read_bytes().startswith(b"\x89PNG")
