"""Stream and wind of the hour: read beside the page, by the conventions of the sea, and never made up in silence."""

from __future__ import annotations

import subprocess
import sys
import threading
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from ashore.forecast.sampling import sampled
from ashore.forecast.weather import (
    AGAIN_MS,
    MOST_HELD,
    NoWeather,
    Weather,
    Weathers,
    WeatherUnread,
    Where,
)

NOON = 1_670_979_600_000
STRAIT: dict[str, Any] = {"lat": 51.0, "lon": 1.5, "at": NOON}


def where(*forcing: str, **fields: Any) -> Where:
    """Return mid-strait, unless told otherwise, on some forcing."""
    return Where(**{**STRAIT, **fields}, forcing=forcing)


def calm(asked: Where) -> Weather:
    """Return weather with nothing in it."""
    return Weather(where=asked, stream=None, wind=None)


def test_a_stream_is_where_it_sets_to_and_a_wind_where_it_blows_from() -> None:
    """As each is always given at sea, in knots."""
    found = sampled(where("current=1.2kn@045", "wind=18kn@225"))
    assert found.stream is not None
    assert found.wind is not None
    assert (round(found.stream.knots, 2), round(found.stream.degrees)) == (1.2, 45)
    assert (round(found.wind.knots, 2), round(found.wind.degrees)) == (18.0, 225)
    assert not found.stream.made_up


@settings(deadline=None, max_examples=30)
@given(knots=st.floats(0.2, 40).map(lambda speed: round(speed, 1)), towards=st.integers(0, 359))
def test_what_is_given_as_constant_comes_back(knots: float, towards: int) -> None:
    """Any speed and direction, at a place where the chart is turned."""
    found = sampled(
        where(f"current={knots}kn@{towards:03d}", f"wind={knots}kn@{towards:03d}", lat=66.0, lon=-24.0)
    )
    for flow in (found.stream, found.wind):
        assert flow is not None
        assert flow.knots == pytest.approx(knots, rel=1e-4)
        assert abs((flow.degrees - towards + 180) % 360 - 180) < 0.1


def test_where_no_current_is_configured_the_tide_is_made_up_and_says_so() -> None:
    """And the wind, of which nothing may be made up, is not held."""
    found = sampled(where())
    assert found.stream is not None
    assert found.stream.made_up
    assert "SYNTHETIC" in found.stream.product
    assert found.wind is None


def test_outside_what_a_source_covers_nothing_is_held() -> None:
    """The made-up Channel tide says nothing of the Atlantic."""
    assert sampled(where(lat=0.0, lon=-30.0)).stream is None


def test_the_next_source_is_read_where_the_first_holds_nothing() -> None:
    """In the order in which the operator wrote them."""
    found = sampled(where("synthetic", "current=0.5kn@090", lat=0.0, lon=-30.0))
    assert found.stream is not None
    assert found.stream.product.startswith("constant current")


def test_a_file_that_is_not_there_is_a_sentence() -> None:
    """What is wrong and what to do, not a page that fails."""
    with pytest.raises(WeatherUnread, match=r"nothing\.nc"):
        sampled(where("nothing.nc"))


def test_without_the_drift_extra_it_is_said_to_be_missing() -> None:
    """In a process where no numpy can be had, the sky is told and the sea is not."""
    script = (
        "import sys; sys.modules['numpy'] = None\n"
        "from ashore.forecast.sky import sky\n"
        "from ashore.forecast.weather import NoWeather, Where, read\n"
        f"assert sky({NOON}, 51.0, 1.5).sun.next_up\n"
        f"try: read(Where(lat=51.0, lon=1.5, at={NOON}, forcing=()))\n"
        "except NoWeather as said: print(said.sentence())\n"
    )
    said = subprocess.run([sys.executable, "-c", script], capture_output=True, text=True, check=True)
    assert said.stdout.strip() == NoWeather.says


def test_the_first_asking_gives_nothing_and_has_it_read() -> None:
    """A page never waits for a file."""
    go_on = threading.Event()

    def slow(asked: Where) -> Weather:
        assert go_on.wait(10)
        return calm(asked)

    weathers = Weathers(slow)
    first = weathers.ask("c-1", where(), NOON)
    go_on.set()
    then = weathers.wait("c-1", where(), NOON, 10)
    assert (first.weather, first.reading) == (None, True)
    assert (then.weather, then.reading) == (calm(where()), False)


def test_what_was_read_is_shown_until_the_newer_is_there_and_is_not_read_twice() -> None:
    """Ten minutes later the old answer stands with its own time."""
    go_on, read = threading.Event(), []

    def reading(asked: Where) -> Weather:
        read.append(asked)
        if len(read) > 1:
            assert go_on.wait(10)
        return calm(asked)

    weathers, later = Weathers(reading), where(at=NOON + 600_000)
    weathers.wait("c-1", where(), NOON, 10)
    assert not weathers.ask("c-1", where(), NOON + 1).reading
    meanwhile = weathers.ask("c-1", later, NOON + 600_000)
    weathers.ask("c-1", later, NOON + 600_001)
    go_on.set()
    after = weathers.wait("c-1", later, NOON + 600_002, 10)
    assert (meanwhile.weather, meanwhile.reading) == (calm(where()), True)
    assert after.weather == calm(later)
    assert read == [where(), later]


def test_what_failed_is_read_again_a_minute_later_and_a_fault_ends_nothing() -> None:
    """Until then the reason stands; the thread goes on."""
    tries: list[Where] = []

    def reading(asked: Where) -> Weather:
        tries.append(asked)
        if len(tries) == 1:
            raise ZeroDivisionError
        return calm(asked)

    weathers = Weathers(reading)
    failed = weathers.wait("c-1", where(), NOON, 10)
    soon = weathers.ask("c-1", where(), NOON + AGAIN_MS - 1)
    again = weathers.wait("c-1", where(), NOON + AGAIN_MS, 10)
    assert isinstance(failed.failed, WeatherUnread)
    assert isinstance(soon.failed, WeatherUnread)
    assert again.failed is None
    assert again.weather == calm(where())
    assert len(tries) == 2


def test_the_name_nobody_asked_for_longest_is_forgotten_first() -> None:
    """Memory is bounded: what is asked for again is read again."""
    weathers = Weathers(calm)
    for number in range(MOST_HELD + 1):
        weathers.wait(f"c-{number}", where(), NOON, 10)
    assert weathers.ask("c-1", where(), NOON).weather is not None
    assert weathers.ask("c-0", where(), NOON).reading
