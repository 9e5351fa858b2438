"""The hour's conditions in words, in both languages, and for programs."""

from __future__ import annotations

from datetime import UTC, datetime
from itertools import pairwise
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scenes import client_of, signed_in

from ashore.desk.commands import Desk
from ashore.desk.commands.conditions import WEATHERS, Conditions, Place, ask_conditions
from ashore.desk.language import speaking
from ashore.desk.web.conditions import told
from ashore.desk.web.rendering import environment
from ashore.forecast.fixes import fixes
from ashore.forecast.sky import MINUTE, sky
from ashore.forecast.weather import Flow, Heard, NoWeather, Weather, Where
from ashore.model.times import utc_ms

DOVER, TROMSO, SHETLAND = (51.13, 1.31), (69.65, 18.96), (60.5, -1.2)
TIDE = Flow(knots=1.24, degrees=44.6, product="SYNTHETIC Channel tide", made_up=True, issued=None)


def ms(text: str) -> int:
    """Return an instant of UTC."""
    return utc_ms(datetime.fromisoformat(text).replace(tzinfo=UTC))


def held(
    at: int, place: tuple[float, float] = DOVER, *, stream: Flow | None = None, wind: Flow | None = None
) -> Conditions:
    """Return conditions that are all there, at the middle of a forecast."""
    lat, lon = place
    weather = Weather(where=Where(lat=lat, lon=lon, at=at, forcing=()), stream=stream, wind=wind)
    return Conditions(
        now=at,
        place=Place(lat=lat, lon=lon, fix=None),
        sky=sky(at, lat, lon),
        heard=Heard(weather=weather, reading=False),
    )


@pytest.mark.parametrize(
    ("at", "place", "light", "sun"),
    [
        (
            "2021-11-24T14:00",
            DOVER,
            "Daylight",
            ("Sun sets 15:56 UTC, in 1 h 56 min.", "Civil twilight ends 16:34, nautical 17:15."),
        ),
        (
            "2021-11-24T16:10",
            DOVER,
            "Civil twilight",
            (
                "Sun rises 07:27 UTC, in 15 h 17 min.",
                "Civil twilight ends 16:34, nautical 17:15.",
                "Nautical twilight begins 06:08, civil 06:49.",
            ),
        ),
        (
            "2021-11-24T16:50",
            DOVER,
            "Nautical twilight",
            (
                "Sun rises 07:27 UTC, in 14 h 37 min.",
                "Nautical twilight ends 17:15.",
                "Nautical twilight begins 06:08, civil 06:49.",
            ),
        ),
        (
            "2021-11-24T03:12",
            DOVER,
            "Night",
            ("Sun rises 07:26 UTC, in 4 h 14 min.", "Nautical twilight begins 06:07, civil 06:48."),
        ),
        ("2021-06-21T12:00", TROMSO, "Daylight", ("The sun does not set within a day here.",)),
        (
            "2021-12-21T00:00",
            TROMSO,
            "Night",
            ("The sun does not rise within a day here.", "Nautical twilight begins 06:46, civil 08:31."),
        ),
        (
            "2021-06-21T18:00",
            SHETLAND,
            "Daylight",
            (
                "Sun sets 21:38 UTC, in 3 h 38 min.",
                "Civil twilight ends 23:50; nautical lasts all night.",
            ),
        ),
    ],
)
def test_the_light_is_told_by_what_comes_next(
    at: str, place: tuple[float, float], light: str, sun: tuple[str, ...]
) -> None:
    """What ends first is told first, and nothing that does not come is given a time."""
    shown = told(speaking("en"), held(ms(at), place))
    assert (shown.light, shown.sun) == (light, sun)


def test_the_moon_says_whether_it_helps() -> None:
    """Up or down, how much of it is lit, and until when."""
    up = told(speaking("en"), held(ms("2021-11-24T03:12"))).moon
    down = told(speaking("fr"), held(ms("2021-11-24T14:00"))).moon
    assert up == "Moon up, 64° high, 81 % lit, waning gibbous; sets 12:04 UTC, in 8 h 52 min."
    assert down == "Lune couchée, éclairée à 78 %, gibbeuse décroissante ; lever 19:45 UTC, dans 5 h 45 min."


def test_stream_and_wind_are_told_with_what_they_rest_on_and_what_is_not_held_is_said() -> None:
    """Towards and from, as at sea; the age where there is one; SYNTHETIC where it is made up."""
    at = ms("2021-11-24T03:12")
    wind = Flow(
        knots=17.6, degrees=359.7, product="NOAA GFS (0.25°)", made_up=False, issued=at - 192 * MINUTE
    )
    stream, blows = told(speaking("en"), held(at, stream=TIDE, wind=wind)).sea
    assert (stream.says, stream.made_up) == ("Stream 1.2 kn towards 045°.", True)
    assert "SYNTHETIC" in stream.rests
    assert blows.says == "Wind 18 kn from 000°."
    assert blows.rests == "NOAA GFS (0.25°), issued 00:00 UTC, 3 h 12 min ago"
    assert [each.says for each in told(speaking("fr"), held(at)).sea] == [
        "Courant non disponible.",
        "Vent non disponible.",
    ]


def test_slack_and_calm_have_no_direction() -> None:
    """Nobody steers by the direction of nothing."""
    nothing = Flow(knots=0.01, degrees=123.0, product="a", made_up=False, issued=None)
    says = [
        each.says
        for each in told(speaking("en"), held(ms("2021-11-24T03:12"), stream=nothing, wind=nothing)).sea
    ]
    assert says == ["Stream slack.", "Wind calm."]


def test_without_the_engine_the_sky_is_told_and_the_sea_said_to_be_missing() -> None:
    """The page is whole without the drift extra."""
    whole = held(ms("2021-11-24T03:12"))
    bare = Conditions(
        now=whole.now,
        place=whole.place,
        sky=whole.sky,
        heard=Heard(weather=None, reading=False, failed=NoWeather()),
    )
    shown = told(speaking("en"), bare)
    assert shown.trouble.startswith("Stream and wind are not held: the drift engine is not installed here.")
    assert shown.moon
    assert shown.sea == ()


@settings(deadline=None)
@given(
    at=st.integers(ms("2020-01-01T00:00"), ms("2040-01-01T00:00")).map(lambda at: at // MINUTE * MINUTE),
    place=st.tuples(st.floats(-89, 89), st.floats(-180, 180)),
    language=st.sampled_from(["en", "fr"]),
)
def test_the_strip_is_whole_and_drawn_anywhere_on_earth(
    at: int, place: tuple[float, float], language: str
) -> None:
    """Bands without gap or overlap, the moon and the marks within them, and words for whoever does not see it."""
    shown = told(speaking(language), held(at, place, stream=TIDE))
    strip = shown.strip
    assert strip is not None
    assert strip.bands[0].start == 0
    assert all(one.start + one.width == other.start for one, other in pairwise(strip.bands))
    assert strip.bands[-1].start + strip.bands[-1].width == strip.width == 360
    assert all(0 <= start <= end <= strip.width for start, end in strip.moon)
    assert all(0 <= x <= strip.width for x, _ in strip.hours)
    macro = environment(language).from_string(
        '{% from "conditions.html" import conditions with context %}{{ conditions(shown) }}'
    )
    page = macro.render(shown=shown)
    assert strip.says.replace("'", "&#39;") in page
    assert "style=" not in page


def test_a_case_without_a_position_is_told_nothing(night: Desk) -> None:
    """No place is made up for it, and no sun for the place."""
    with night.looking() as picture:
        case = next(each.id for each in picture.all_cases() if not fixes(each))
    assert ask_conditions(night, case).place is None
    answer = client_of(night).get(f"/api/cases/{case}/conditions")
    assert answer.status_code == 200
    said = answer.json()
    assert (said["format"], said["state"], said["sun"], said["wind"]) == (
        "ashore.conditions/1",
        "none",
        None,
        None,
    )


def test_a_program_is_given_the_hour_at_the_last_known_position(on_watch: tuple[Desk, str]) -> None:
    """Sun and moon at once; the stream when it was read; the wind, of which none is held, null."""
    desk, case = on_watch
    client = signed_in(desk)
    first = client.get(f"/api/cases/{case}/conditions").json()
    conditions = ask_conditions(desk, case)
    assert conditions.place is not None
    assert conditions.place.fix is not None
    place = Where(
        lat=conditions.place.lat,
        lon=conditions.place.lon,
        at=conditions.now // 600_000 * 600_000,
        forcing=desk.clouds.forcing,
    )
    WEATHERS.wait(case, place, conditions.now, 60)
    then = client.get(f"/api/cases/{case}/conditions").json()
    assert first["state"] in ("being_read", "ready")
    assert first["sun"]["light"] == "night"
    assert first["place"]["of"] == "last_known_position"
    assert then["state"] == "ready"
    assert then["stream"]["synthetic"] is True
    assert 0 <= then["stream"]["towards_deg"] < 360
    assert then["wind"] is None


def test_nobody_reads_a_live_case_without_signing_in(on_watch: tuple[Desk, str]) -> None:
    """A place and its light tell where a boat is."""
    desk, case = on_watch
    assert client_of(desk).get(f"/api/cases/{case}/conditions").status_code == 401
    assert signed_in(desk).get("/api/cases/c-none/conditions").status_code == 404


def test_the_styles_the_strip_needs_are_there() -> None:
    """Every band has its colour, under the red theme too."""
    css = (Path(told.__code__.co_filename).parent / "static" / "conditions.css").read_text("utf-8")
    red = css[css.index('data-theme="red"') :]
    for light in ("day", "civil", "nautical", "night"):
        assert f".light-{light} " in css
        assert f"--strip-{light}:" in red
