"""Sun and moon as the printed almanacs have them, and answers without an event where there is none."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from ashore.forecast.sky import (
    CIVIL_DEG,
    HOUR,
    MINUTE,
    NAUTICAL_DEG,
    REACH,
    STRIP_AFTER,
    STRIP_BEFORE,
    SUNRISE_DEG,
    light,
    sky,
)
from ashore.model.times import utc_ms

ATLANTA = (33 + 46 / 60, -(84 + 25 / 60))
BOSTON = (42 + 19 / 60, -(71 + 5 / 60))
FAIRBANKS = (64 + 48.6 / 60, -(147 + 45 / 60))
DECORAH = (43.30, -91.79)
DOVER = (51.13, 1.31)
SVALBARD = (78.2, 15.6)


def ms(text: str, zone_h: float = 0) -> int:
    """Return the instant that clocks so many hours ahead of UTC show as this."""
    return utc_ms(datetime.fromisoformat(text).replace(tzinfo=UTC) - timedelta(hours=zone_h))


def within_minutes(found: int | None, printed: int, minutes: float = 1) -> bool:
    """Return whether an instant is the printed one: a table's minute is rounded, and so is its place."""
    return found is not None and abs(found - printed) <= minutes * MINUTE + 30_000


@pytest.mark.parametrize(
    ("day", "rises", "sets"),
    [
        ("2007-01-01", "07:43", "17:40"),
        ("2007-02-15", "07:22", "18:22"),
        ("2007-03-20", "06:42", "18:49"),
        ("2007-04-10", "06:14", "19:05"),
        ("2007-06-21", "05:27", "19:51"),
        ("2007-09-08", "06:16", "18:54"),
        ("2007-11-17", "07:11", "17:34"),
    ],
)
def test_the_sun_rises_and_sets_when_the_naval_observatory_printed(day: str, rises: str, sets: str) -> None:
    """U.S. Naval Observatory, "Rise and Set for the Sun for 2007", Atlanta, zone 5 h west."""
    there = sky(ms(f"{day}T00:00", -5), *ATLANTA)
    assert within_minutes(there.sun.next_up, ms(f"{day}T{rises}", -5))
    assert within_minutes(there.sun.next_down, ms(f"{day}T{sets}", -5))


@pytest.mark.parametrize(
    ("day", "rises", "sets"),
    [
        ("1984-01-01", "05:53", "15:01"),
        ("1984-02-05", "08:58", "20:38"),
        ("1984-05-02", "05:31", "20:34"),
        ("1984-06-03", "07:39", "23:17"),
        ("1984-08-10", "18:52", "03:19"),
        ("1984-12-08", "16:16", "07:16"),
    ],
)
def test_the_moon_rises_and_sets_when_the_naval_observatory_printed(day: str, rises: str, sets: str) -> None:
    """U.S. Naval Observatory, "Rise and Set for the Moon for 1984", Boston, zone 5 h west."""
    there = sky(ms(f"{day}T00:00", -5), *BOSTON)
    assert within_minutes(there.moon.next_up, ms(f"{day}T{rises}", -5))
    assert within_minutes(there.moon.next_down, ms(f"{day}T{sets}", -5))


def test_a_moon_that_stayed_up_at_fairbanks_neither_rises_nor_sets() -> None:
    """U.S. Naval Observatory, Fairbanks, 24 to 26 June 2006: no rise, no set, two to three degrees up at its lowest."""
    there = sky(ms("2006-06-25T02:00", -8), *FAIRBANKS)
    away = range(ms("2006-06-24T00:00", -8), ms("2006-06-27T00:00", -8))
    assert not any(at in away for at in there.moon.instants)
    assert there.moon_up


@pytest.mark.parametrize(
    ("at", "phase", "share"),
    [
        ("1980-01-17T21:19", "new", 0.0),
        ("1980-01-24T13:58", "first_quarter", 0.5),
        ("1980-03-01T21:00", "full", 1.0),
        ("1980-04-08T12:06", "last_quarter", 0.5),
    ],
)
def test_the_moon_has_the_phase_that_was_printed(at: str, phase: str, share: float) -> None:
    """U.S. Naval Observatory, "1980 Phases of the Moon", Universal Time."""
    there = sky(ms(at), *DOVER)
    assert there.moon_phase == phase
    assert there.moon_share == pytest.approx(share, abs=0.015)


def test_civil_twilight_lies_about_the_sun_as_it_was_printed() -> None:
    """A college's table after the Naval Observatory's rule: Decorah, 15 September, daylight time; any year to 2 min."""
    there = sky(ms("2009-09-15T01:00", -5), *DECORAH)
    for found, printed in (
        (there.civil.next_up, "06:19"),
        (there.sun.next_up, "06:47"),
        (there.sun.next_down, "19:16"),
        (there.civil.next_down, "19:45"),
    ):
        assert within_minutes(found, ms(f"2009-09-15T{printed}", -5), 2)


def test_the_sun_rose_over_the_strait_on_24_november_2021_as_the_inquiry_heard() -> None:
    """07:26 at Dover on the morning after the boat was lost."""
    assert within_minutes(sky(ms("2021-11-24T03:12"), *DOVER).sun.next_up, ms("2021-11-24T07:26"))


def test_above_the_polar_circle_the_sun_neither_rises_nor_sets_and_that_is_said() -> None:
    """Midsummer: up and staying up. Midwinter: down, no twilight of any kind."""
    summer, winter = sky(ms("2031-06-21T00:00"), *SVALBARD), sky(ms("2031-12-21T12:00"), *SVALBARD)
    assert summer.light == "day"
    assert summer.sun.instants == ()
    assert [band.light for band in summer.strip] == ["day"]
    assert winter.light in ("nautical", "night")
    assert winter.sun.instants == winter.civil.instants == ()


def test_an_instant_is_the_same_whenever_it_is_asked_for() -> None:
    """A minute later the next sunset is the same to the second."""
    first = sky(ms("2031-02-03T10:00"), *DOVER).sun.next_down
    later = sky(ms("2031-02-03T10:01"), *DOVER).sun.next_down
    assert first is not None
    assert later is not None
    assert abs(first - later) <= 500


PLACES = st.tuples(st.floats(-89.9, 89.9), st.floats(-180, 180))
INSTANTS = st.integers(ms("2000-01-01T00:00"), ms("2049-12-31T00:00")).map(lambda at: at // MINUTE * MINUTE)


@settings(deadline=None)
@given(at=INSTANTS, place=PLACES)
def test_now_lies_between_the_last_and_the_next_and_the_light_with_it(
    at: int, place: tuple[float, float]
) -> None:
    """Whatever is told as past is past, what is told as coming comes within reach, and the strip is whole."""
    there = sky(at, *place)
    for level in (there.sun, there.civil, there.nautical, there.moon):
        for last in (level.last_up, level.last_down):
            assert last is None or at - REACH <= last <= at
        for following in (level.next_up, level.next_down):
            assert following is None or at < following <= at + REACH
    assert there.strip[0].start == at - STRIP_BEFORE
    assert there.strip[-1].end == at + STRIP_AFTER
    assert all(one.end == other.start for one, other in zip(there.strip, there.strip[1:], strict=False))
    assert 0 <= there.moon_share <= 1
    assert there.light == light(there.sun_altitude)


@settings(max_examples=20, deadline=None)
@given(at=INSTANTS, place=PLACES)
def test_at_each_passage_the_sun_stands_at_that_height(at: int, place: tuple[float, float]) -> None:
    """Within a hundredth of a degree, going the way that is told."""
    there = sky(at, *place)
    for level, height in ((there.sun, SUNRISE_DEG), (there.civil, CIVIL_DEG), (there.nautical, NAUTICAL_DEG)):
        for passage in level.instants:
            assert sky(passage, *place).sun_altitude == pytest.approx(height, abs=0.01)
        if level.next_up is not None:
            assert sky(level.next_up, *place).sun_altitude >= height
        if level.next_down is not None:
            assert sky(level.next_down, *place).sun_altitude < height


@settings(deadline=None)
@given(lat=st.floats(-60, 60), lon=st.floats(-180, 180), at=INSTANTS)
def test_below_the_polar_circles_the_sun_rises_and_sets_every_day(lat: float, lon: float, at: int) -> None:
    """And no two risings that are told lie much more or less than a day apart."""
    sun = sky(at, lat, lon).sun
    assert None not in (sun.last_up, sun.next_up, sun.last_down, sun.next_down)
    assert abs((sun.next_up or 0) - (sun.last_up or 0) - 24 * HOUR) < 20 * MINUTE
