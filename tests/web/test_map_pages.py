"""What the map is drawn from, the same in words, and the files under it."""

from __future__ import annotations

import itertools
import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from scenes import WATCH_BEGINS_MS, client_of
from sea import Sea

from ashore.desk.commands.acts import EndCase
from ashore.desk.web import map_pages
from ashore.desk.web.map_state import CORNERS, circle
from ashore.forecast.fixes import distance_m


@pytest.fixture
def sea(tmp_path: Path) -> Iterator[Sea]:
    """A sea of two boats, closed at the end."""
    made = Sea(tmp_path)
    yield made
    made.desk.close()


def of(features: dict[str, Any], **wanted: Any) -> list[dict[str, Any]]:
    """Return the features with these properties."""
    return [
        each
        for each in features["features"]
        if all(each["properties"][name] == value for name, value in wanted.items())
    ]


def test_every_open_boat_has_its_positions_the_last_known_one_marked(sea: Sea) -> None:
    """Two of one boat, one of the other, and the loose call under its own words."""
    positions = sea.state()["positions"]
    assert len(positions["features"]) == 4
    [last] = of(positions, case=sea.twice, last=True)
    assert last["geometry"]["coordinates"] == [1.80, 51.06]
    assert last["properties"]["name"] == "2234B"
    assert "51°03.6′N 001°48.0′E, within 0.3 NM" in last["properties"]["says"]
    [loose] = of(positions, case="")
    assert loose["properties"]["name"] == "The caller (no case yet)"
    assert loose["properties"]["link"] == "/"


def test_a_position_carries_when_it_was_true_so_that_its_age_goes_on(sea: Sea) -> None:
    """The browser counts the minutes on from the desk's own clock."""
    state = sea.state()
    [last] = of(state["positions"], case=sea.twice, last=True)
    assert (state["now"] - last["properties"]["at"]) // 60_000 == 39
    assert state["live"] is True
    assert abs(state["now"] - WATCH_BEGINS_MS) < 60_000


def test_a_map_of_one_case_shows_nothing_else(sea: Sea) -> None:
    """On a case's own page, its boat and its units."""
    state = sea.state(sea.once)
    assert {each["properties"]["case"] for each in state["positions"]["features"]} == {sea.once}
    assert {each["properties"]["case"] for each in state["clouds"]["features"]} == {sea.once}


def test_an_ended_case_leaves_the_map(sea: Sea) -> None:
    """It is no open boat any more; its own map still shows it."""
    sea.desk.do(
        EndCase(
            case=sea.once,
            how="suspended",
            reason="searched for two days",
            owner="Marie",
            review_at="2031-02-05T08:00:00+00:00",
        ),
        sea.who,
    )
    assert not of(sea.state()["positions"], case=sea.once)
    assert of(sea.state(sea.once)["positions"], case=sea.once)


def test_areas_come_with_the_instants_they_are_for(sea: Sea) -> None:
    """What the slider goes through, in order and in words."""
    state = sea.state()
    instants = [each["at"] for each in state["instants"]]
    assert instants == sorted(set(instants))
    assert {each["properties"]["at"] for each in state["clouds"]["features"]} == set(instants)
    assert state["instants"][0]["says"].endswith("UTC")


def test_made_up_areas_are_called_synthetic_on_the_map_itself(sea: Sea) -> None:
    """One line for all of them, naming each boat."""
    [note] = sea.state()["notes"]
    assert note["made_up"] is True
    assert note["says"].startswith("SYNTHETIC, no guide to a search: ")
    assert "2234B" in note["says"]
    assert "K7" in note["says"]


def test_other_areas_say_how_old_they_and_their_forcing_are(tmp_path: Path) -> None:
    """A line for each boat."""
    sea = Sea(tmp_path, made_up=False)
    says = [note["says"] for note in sea.state()["notes"]]
    assert sorted(says) == [
        "2234B: areas worked out 0 min ago, on a tide (3 h ago).",
        "K7: areas worked out 0 min ago, on a tide (3 h ago).",
    ]
    sea.desk.close()


def test_the_map_in_words_says_what_it_draws(sea: Sea) -> None:
    """Cases, positions, ages, areas, and how exact the ends of regions are."""
    sea.state()
    page = sea.client.get("/map/words").text
    for said in (
        "2234B",
        "51°03.6′N 001°48.0′E",
        "39 min",
        "SYNTHETIC",
        "Half of it lies here.",
        "approximate",
    ):
        assert said in page
    assert "approximatif" in sea.client.get("/map/words?lang=fr").text


@pytest.mark.parametrize(
    "path", ["/map", "/map/state", "/map/words", "/map/limits.geojson", "/map/land.geojson"]
)
def test_a_live_desks_map_is_for_those_who_are_signed_in(sea: Sea, path: str) -> None:
    """Positions of living people are nobody else's."""
    answer = client_of(sea.desk).get(path, follow_redirects=False)
    assert answer.status_code == 303
    assert answer.headers["location"].startswith("/sign-in")


@pytest.mark.parametrize("path", ["/map", "/map/state", "/map/words"])
def test_a_case_that_is_not_there_is_said_to_be_none(sea: Sea, path: str) -> None:
    """No empty map that looks like an empty sea."""
    assert sea.client.get(path, params={"case": "c-none"}).status_code == 404


def test_the_browser_may_keep_the_land_and_asks_whether_it_still_holds(sea: Sea) -> None:
    """It is the same for years and nobody's secret; nothing else of the map may be kept."""
    first = sea.client.get("/map/land.geojson")
    assert first.json()["features"]
    assert first.headers["cache-control"] == "private, no-cache"
    again = sea.client.get("/map/land.geojson", headers={"if-none-match": first.headers["etag"]})
    assert again.status_code == 304
    plain = sea.client.get("/map/land.geojson", headers={"accept-encoding": "identity"})
    assert plain.content == first.content
    assert sea.client.get("/map/state").headers["cache-control"] == "no-store"


def test_without_a_shoreline_the_map_says_that_it_has_no_land(
    sea: Sea, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The rest of it works as before."""
    monkeypatch.setattr(map_pages, "_land", lambda: None)
    answer = sea.client.get("/map/land.geojson")
    assert answer.status_code == 404
    assert "no land on it" in answer.text
    assert sea.client.get("/map/state").status_code == 200


def test_every_limit_says_how_exact_it_is_and_where_it_is_published() -> None:
    """In both languages; what rests on a line that was not published is called approximate."""
    drawn = [each for each in map_pages.limits()["features"] if each["properties"]["what"] == "limit"]
    assert len(drawn) > 5
    for each in drawn:
        held = each["properties"]
        assert held["approximate"] in (True, False)
        assert held["source"]
        assert set(held["says"]) == {"en", "fr"}
        if "HM Coastguard" in held["between"]:
            assert held["approximate"]
        for lon, lat in each["geometry"]["coordinates"]:
            assert -6.5 <= lon <= 5.0
            assert 48.4 <= lat <= 52.2


def test_places_are_named_with_the_ports_first(sea: Sea) -> None:
    """Where two names have no room side by side, the port is the one that is written."""
    places = sea.client.get("/map/places.geojson").json()["features"]
    ranks = {each["properties"]["name"]: each["properties"]["rank"] for each in places}
    assert ranks["Calais"] < ranks["Wissant"]


@given(
    lat=st.floats(-75, 75),
    lon=st.floats(-179, 179),
    radius_m=st.floats(20, 200_000),
)
def test_a_circle_is_everywhere_as_far_from_its_middle(lat: float, lon: float, radius_m: float) -> None:
    """To a thousandth, or the rounding of its places, wherever it lies; closed, and anticlockwise."""
    ring = circle(lat, lon, radius_m)
    assert ring[0] == ring[-1]
    assert len(ring) == CORNERS + 1
    for east, north in ring:
        assert distance_m(lat, lon, north, east) == pytest.approx(radius_m, rel=1e-3, abs=0.5)
    around = [(east - lon, north - lat) for east, north in ring]
    assert sum(a[0] * b[1] - b[0] * a[1] for a, b in itertools.pairwise(around)) > 0


def test_what_the_map_is_given_holds_no_words_and_no_numbers_to_call(sea: Sea) -> None:
    """Positions, labels and sentences of ours: nothing that is sealed."""
    sent = json.dumps(sea.state())
    assert "we are drifting" not in sent
    assert "+336" not in sent
