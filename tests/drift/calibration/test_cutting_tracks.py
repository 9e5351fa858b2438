"""Faults of a track are cut out and counted; what is left is regular and true."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from synthetic_drifters import START, drifters, ou, track

from ashore.drift.calibration.tracks import Limits, Track, TrackUnusable, cut, displacement

ONE = drifters(ou(0.3, 8), number=1, seed=2, hours=lambda random: 60)[0]


def changed(name: str, index: slice | int, value: float) -> Track:
    """Return the track with some values of one of its rows changed."""
    values = getattr(ONE, name).copy()
    values[index] = value
    return replace(ONE, **{name: values})


def test_a_sound_track_is_one_leg_with_its_own_steps() -> None:
    """Hourly fixes give one leg; its steps are the metres the drifter went."""
    legs, losses = cut([ONE])
    assert losses.sentences() == ()
    assert [len(leg.times) for leg in legs] == [61]
    east, north = legs[0].moved.T
    assert displacement(np.array(3.0), np.array(58.0), np.array(3.0), np.array(58.01))[1] == pytest.approx(
        1113.9, abs=0.5
    )
    assert abs(east.sum()) + abs(north.sum()) > 1000


def test_a_wild_fix_is_dropped_and_the_way_goes_on() -> None:
    """One fix 50 km off is left out, and the hour is bridged from its neighbours."""
    wild = changed("lat", 30, ONE.lat[30] + 0.5)
    legs, losses = cut([wild])
    assert losses.impossible == 1
    assert [len(leg.times) for leg in legs] == [61]
    assert abs(legs[0].place[30, 1] - ONE.lat[30]) < 0.01


@pytest.mark.parametrize("index", [0, 60])
def test_a_wild_fix_at_an_end_is_dropped(index: int) -> None:
    """The first or the last fix may be the wrong one."""
    legs, losses = cut([changed("lat", index, 40.0)])
    assert losses.impossible == 1
    assert [len(leg.times) for leg in legs] == [60]


def test_a_gap_breaks_the_track() -> None:
    """Seven hours without a fix make two legs; nothing is drawn across."""
    legs, losses = cut([changed("lon", slice(20, 27), np.nan)])
    assert losses.missing == 7
    assert [len(leg.times) for leg in legs] == [20, 34]


def test_an_hour_without_current_breaks_the_track_only_when_long() -> None:
    """Two hours of missing current are bridged, a missing night is not."""
    for hours, legs_left in ((2, 1), (9, 2)):
        assert ONE.current is not None
        current = ONE.current.copy()
        current[20 : 20 + hours] = np.nan
        legs, _ = cut([replace(ONE, current=current)])
        assert len(legs) == legs_left


def test_a_drifter_that_lies_ashore_is_left_out() -> None:
    """Thirty hours within a few metres are not drift, and are counted."""
    random = np.random.default_rng(0)
    lat = ONE.lat.copy()
    lon = ONE.lon.copy()
    lat[30:] = lat[30] + 1e-4 * random.standard_normal(31)
    lon[30:] = lon[30] + 1e-4 * random.standard_normal(31)
    legs, losses = cut([replace(ONE, lat=lat, lon=lon)])
    assert losses.still == 31
    assert [len(leg.times) for leg in legs] == [30]


def test_a_drifter_that_never_moved_leaves_nothing() -> None:
    """A beacon forgotten on a quay gives no leg and says why."""
    still = replace(ONE, lat=np.full(61, 58.0), lon=np.full(61, 3.0))
    legs, losses = cut([still])
    assert legs == []
    assert losses.sentences() == ("61 fixes were left out, lying still ashore or in harbour.",)


def test_order_and_repeats_do_not_matter() -> None:
    """Fixes told backwards and twice give the same leg."""
    order = np.r_[np.arange(61)[::-1], 5, 5]
    assert ONE.current is not None
    assert ONE.wind is not None
    shuffled = replace(
        ONE,
        times=ONE.times[order],
        lon=ONE.lon[order],
        lat=ONE.lat[order],
        current=ONE.current[order],
        wind=ONE.wind[order],
    )
    legs, losses = cut([shuffled])
    np.testing.assert_array_equal(legs[0].moved, cut([ONE])[0][0].moved)
    assert losses.repeated == 2


def test_the_antimeridian_is_no_jump() -> None:
    """A drifter that crosses 180° goes on in one leg, with the same steps."""
    lon = (ONE.lon - ONE.lon[30] + 180 + 180) % 360 - 180
    legs, losses = cut([replace(ONE, lon=lon)])
    assert losses.sentences() == ()
    np.testing.assert_allclose(legs[0].moved, cut([ONE])[0][0].moved, atol=1e-6)


def test_six_hourly_fixes_keep_their_own_step() -> None:
    """A track with a fix every six hours is not broken by its habit."""
    rare = np.arange(0, 61, 6)
    assert ONE.current is not None
    every_six = Track(
        id="rare", times=ONE.times[rare], lon=ONE.lon[rare], lat=ONE.lat[rare], current=ONE.current[rare]
    )
    legs, _ = cut([every_six])
    assert [(len(leg.times), leg.step_s) for leg in legs] == [(11, 6 * 3600.0)]


def test_a_track_of_one_fix_is_too_short_and_said() -> None:
    """One fix is no way."""
    assert ONE.current is not None
    single = Track(id="x", times=ONE.times[:1], lon=ONE.lon[:1], lat=ONE.lat[:1], current=ONE.current[:1])
    legs, losses = cut([single])
    assert legs == []
    assert losses.short == 1


def test_a_track_without_current_is_refused_by_name() -> None:
    """Without a current along it, and without forcing, a track cannot be measured."""
    with pytest.raises(TrackUnusable, match=r"d0 .+ no current is known along it"):
        cut([replace(ONE, current=None)])


def test_rows_of_unequal_length_are_refused() -> None:
    """Fewer currents than fixes is a fault of whoever made the track."""
    with pytest.raises(TrackUnusable, match="not an east and a north part for each fix"):
        replace(ONE, current=np.zeros((60, 2)))
    with pytest.raises(TrackUnusable, match="not one row of equal length"):
        replace(ONE, lon=ONE.lon[:5])


@given(
    st.lists(
        st.tuples(
            st.integers(0, 400).map(lambda tenth: START + 360.0 * tenth),
            st.floats(2.5, 3.5) | st.just(float("nan")),
            st.floats(57.9, 58.1) | st.just(float("nan")),
        ),
        max_size=40,
    )
)
def test_legs_are_always_regular_and_possible(fixes: list[tuple[float, float, float]]) -> None:
    """Whatever the fixes, legs are hourly or coarser, unbroken, finite and no faster than the limit."""
    rows = np.array(fixes, dtype=float).reshape(-1, 3)
    wild = Track(id="w", times=rows[:, 0], lon=rows[:, 1], lat=rows[:, 2], current=np.zeros((len(rows), 2)))
    legs, losses = cut([wild])
    assert losses.missing + losses.repeated + losses.impossible <= len(rows)
    for leg in legs:
        assert np.all(np.diff(leg.times) == leg.step_s)
        assert leg.step_s >= 3600
        assert np.isfinite(leg.place).all()
        assert np.hypot(*leg.moved.T).max() / leg.step_s <= Limits().fastest * 1.001


def test_places_on_a_track_come_back_as_metres() -> None:
    """The test drifters' own way, in metres, is what the legs measure."""
    way = np.array([[0.0, 0.0], [1000.0, 0.0], [1000.0, -2000.0], [-500.0, -2500.0], [0.0, 0.0]])
    made = track("m", START + 3600 * np.arange(5), way, np.zeros((5, 2)), None)
    np.testing.assert_allclose(cut([made])[0][0].moved, np.diff(way, axis=0), atol=0.01)
