"""Periods: what a text names, where its edges are, and what lies in it."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ashore.figures.period import (
    NotAPeriod,
    NotAZone,
    claimed_days,
    named,
    night_shift,
    of_days,
    period,
    week_ending,
)
from ashore.model.times import Interval, in_zone, iso, moment

DAYS = st.dates(date(1900, 1, 2), date(2999, 12, 30))
ZONES = st.sampled_from(["Europe/Paris", "Europe/London", "UTC", "America/New_York", "Australia/Lord_Howe"])
INSTANTS = st.integers(0, 4_000_000_000_000)


@pytest.mark.parametrize(
    ("text", "start", "end"),
    [
        ("2020-12-09", "2020-12-09T00:00:00+01:00", "2020-12-10T00:00:00+01:00"),
        ("2020-12", "2020-12-01T00:00:00+01:00", "2021-01-01T00:00:00+01:00"),
        ("2020-02", "2020-02-01T00:00:00+01:00", "2020-03-01T00:00:00+01:00"),
        ("2020", "2020-01-01T00:00:00+01:00", "2021-01-01T00:00:00+01:00"),
        ("2020-01-01/2020-12-09", "2020-01-01T00:00:00+01:00", "2020-12-10T00:00:00+01:00"),
        ("night:2020-12-08", "2020-12-08T12:00:00+01:00", "2020-12-09T12:00:00+01:00"),
        ("2020-03-29", "2020-03-29T00:00:00+01:00", "2020-03-30T00:00:00+02:00"),
    ],
)
def test_a_period_runs_from_its_first_instant_to_the_next_periods(text: str, start: str, end: str) -> None:
    """Edges are midnights, or noons for a night, of the zone's own clocks, on the days they change too."""
    found = period(text, "Europe/Paris")
    assert (iso(found.start or 0, "Europe/Paris"), iso(found.end or 0, "Europe/Paris")) == (start, end)


@pytest.mark.parametrize(
    "text",
    [
        "",
        " ",
        *"2020-13 2020-02-30 20 2020-1-1 2020-12-09/2020-12-08 night:2020-12 night: 2020-12-09/ /2020".split(),
        *"20201209 9999 0000 2020-W50 2020-12-09T00:00 yesterday −2020".split(),
    ],
)
def test_what_is_no_period_is_refused_by_a_sentence(text: str) -> None:
    """A wrong period names the text that was wrong and what can be written instead."""
    with pytest.raises(NotAPeriod, match="not a period") as refused:
        period(text)
    assert "night:2020-12-08" in refused.value.advice()


@pytest.mark.parametrize("zone", ["Europe/Calais", "", "../etc/passwd", "/etc/localtime", "Europe"])
def test_an_unknown_zone_is_refused(zone: str) -> None:
    """A zone that no clock keeps is refused, also where it is a path."""
    with pytest.raises(NotAZone):
        period("2020", zone)


@given(DAYS, st.integers(0, 800), ZONES)
def test_the_days_of_a_period_tile_it(first: date, length: int, zone: str) -> None:
    """The days follow one another without gap or overlap and fill the whole."""
    last = min(first + timedelta(days=length), date(2999, 12, 30))
    whole = of_days(first, last, zone)
    days = list(whole.each_day())
    assert [day.end for day in days[:-1]] == [day.start for day in days[1:]]
    assert (days[0].start, days[-1].end) == (whole.start, whole.end)
    assert len(days) == (last - first).days + 1


@given(DAYS, st.integers(0, 800), ZONES)
def test_the_shortest_name_of_some_days_names_those_days(first: date, length: int, zone: str) -> None:
    """Reading back the name that `of_days` gives is the same stretch of time."""
    last = min(first + timedelta(days=length), date(2999, 12, 30))
    whole = of_days(first, last, zone)
    assert period(whole.text, zone) == whole
    assert claimed_days(None, None, named(first, last)) == (first, last)


@given(INSTANTS, INSTANTS, ZONES, DAYS)
def test_an_interval_is_in_perhaps_or_out_and_never_two_of_them(
    one: int, other: int, zone: str, day: date
) -> None:
    """What a period holds it may hold; what lies in one day cannot lie in the next."""
    when = Interval(earliest=min(one, other), latest=max(one, other))
    here, after = of_days(day, day, zone), of_days(day + timedelta(days=1), day + timedelta(days=1), zone)
    assert not here.holds(when) or here.may_hold(when)
    assert not (here.holds(when) and after.may_hold(when))
    assert period("all", zone).holds(when)


@given(INSTANTS, ZONES)
def test_by_night_an_instant_counts_on_the_day_its_night_ends(instant: int, zone: str) -> None:
    """Before noon that is the same day, from noon the next."""
    shifted = night_shift(Interval(earliest=instant, latest=instant), zone)
    local = in_zone(instant, zone)
    expected = local.date() + timedelta(days=1) if local.hour >= 12 else local.date()
    assert in_zone(shifted.earliest, zone).date() == expected


@given(INSTANTS, ZONES)
def test_a_week_ends_on_its_sunday(instant: int, zone: str) -> None:
    """The Sunday is the instant's own day or one of the six after it."""
    day = in_zone(instant, zone).date()
    sunday = in_zone(week_ending(Interval(earliest=instant, latest=instant), zone).latest, zone).date()
    assert sunday.weekday() == 6
    assert 0 <= (sunday - day).days <= 6


def test_a_night_is_named_by_the_two_days_it_lies_on() -> None:
    """A claim for the 8th to the 9th is a claim for that night."""
    assert period("night:2020-12-08").days == (date(2020, 12, 8), date(2020, 12, 9))
    assert moment("2020-12-09T11:59:59+01:00").ms < (period("night:2020-12-08").end or 0)


@given(st.text(max_size=24))
def test_any_text_is_a_period_or_a_refusal(text: str) -> None:
    """Nothing typed makes anything but a period or NotAPeriod."""
    try:
        found = period(text)
    except NotAPeriod:
        return
    assert found.start is None or (found.end or 0) > found.start
