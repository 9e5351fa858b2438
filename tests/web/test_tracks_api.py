"""Tracks for programs and on the map: who may look, what a box holds, and our own assets by name."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from ais_lines import SHIP, beacon, ship, spoilt, tagged
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from scenes import PASSWORD, client_of
from sea import Sea
from starlette.testclient import TestClient

from ashore.desk.commands.assets import Asset, read_assets
from ashore.model.times import iso
from ashore.model.tracks import DEGREE, TrackFix

LIFEBOAT = Asset(name="Lifeboat East", track="ais:799000001")


@pytest.fixture
def sea(tmp_path: Path) -> Iterator[Sea]:
    """A sea of two boats, with the tracks of a lifeboat of ours and a ship, closed at the end."""
    made = Sea(tmp_path)
    now = made.desk.now()
    made.desk.assets = (LIFEBOAT, Asset(name="Helicopter", track="ais:111799001"))
    made.desk.tracks.append(
        fix(track, now - 60_000 * minutes, lon)
        for track, minutes, lon in (
            (LIFEBOAT.track, 20, 1.2),
            (LIFEBOAT.track, 5, 1.3),
            ("ais:799000002", 5, -5.0),
        )
    )
    yield made
    made.desk.close()


def fix(track: str, at: int, lon: float) -> TrackFix:
    return TrackFix(
        track=track, at=at, lat_e7=51 * DEGREE, lon_e7=round(lon * DEGREE), speed_dkn=123, source="mast"
    )


def asked(client: TestClient, **params: str) -> dict[str, Any]:
    answer = client.get("/api/tracks", params=params)
    assert answer.status_code == 200, answer.text
    found: dict[str, Any] = answer.json()
    assert found["format"] == "ashore.tracks/1"
    return found


def test_the_last_of_each_track_is_given_with_the_names_of_ours(sea: Sea) -> None:
    """Without asking for more, a program sees who is where now, in degrees and knots."""
    found = asked(sea.client)
    assert [(each["track"], each["lon"], each["speed_kn"]) for each in found["fixes"]] == [
        (LIFEBOAT.track, 1.3, 12.3),
        ("ais:799000002", -5.0, 12.3),
    ]
    assert found["assets"][LIFEBOAT.track] == "Lifeboat East"


def test_a_track_and_a_box_are_asked_for_by_time(sea: Sea) -> None:
    """A track as it was, or whoever was in a box of the sea."""
    now = sea.desk.now()
    assert [each["lon"] for each in asked(sea.client, track=LIFEBOAT.track)["fixes"]] == [1.2, 1.3]
    assert [
        each["lon"] for each in asked(sea.client, track=LIFEBOAT.track, to=iso(now - 600_000))["fixes"]
    ] == [1.2]
    assert [each["lon"] for each in asked(sea.client, box="-6,50,0,52")["fixes"]] == [-5.0]
    later = {"box": "-6,50,2,52", "from": iso(now - 60_000)}
    assert asked(sea.client, **later)["fixes"] == []


@pytest.mark.parametrize(
    "params",
    [{"box": "1,2,3"}, {"box": "1,2,3,x"}, {"box": "nan,1,2,3"}, {"box": "0,5,1,4"}, {"from": "yesterday"}],
)
def test_what_cannot_be_asked_is_refused_with_a_sentence(sea: Sea, params: dict[str, str]) -> None:
    """A slip in an address is a sentence and not a fault."""
    answer = sea.client.get("/api/tracks", params=params)
    assert (answer.status_code, answer.json()["code"]) == (422, "unreadable-request")


def test_nobody_looks_at_tracks_without_an_account(sea: Sea) -> None:
    """Where rescue units are is for whoever keeps the watch."""
    sea.desk.accounts.create("somebody", PASSWORD, "officer")
    assert client_of(sea.desk).get("/api/tracks", follow_redirects=False).status_code in (303, 401, 403)


@settings(max_examples=30, suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None)
@given(name=st.sampled_from(["track", "box", "from", "to"]), value=st.text(max_size=40))
def test_any_parameter_gets_an_answer(sea: Sea, name: str, value: str) -> None:
    """No text in an address ends in a fault of ours."""
    assert sea.client.get("/api/tracks", params={name: value}).status_code in (200, 422)


def test_our_assets_are_on_the_map_and_in_its_words(sea: Sea) -> None:
    """A lifeboat of the list stands where its track ends; a ship that is not ours, and one not heard, are not drawn."""
    [unit] = [
        each for each in sea.state()["units"]["features"] if each["properties"]["name"] == LIFEBOAT.name
    ]
    assert unit["geometry"]["coordinates"] == [1.3, 51.0]
    assert (unit["properties"]["doing"], unit["properties"]["promised"]) == ("", "")
    words = sea.client.get("/map/words").text
    assert "Lifeboat East" in words
    assert "Helicopter" not in words


def test_a_log_of_ais_comes_in_like_any_report(sea: Sea) -> None:
    """Posted, its beacon is answered as a report, its ships as nothing, and its damaged line as rejected."""
    now = sea.desk.now() // 1000
    log = [
        tagged(ship(SHIP), now - 60),
        tagged(beacon(), now - 50),
        spoilt(beacon()),
        tagged(beacon(second=9), now),
    ]
    radio = client_of(sea.desk)
    token = sea.desk.accounts.open_session(sea.desk.accounts.create("radio", PASSWORD, "machine"))
    radio.headers["authorization"] = f"Bearer {token}"
    answer = radio.post("/api/reports", content=b"\r\n".join(log) + b"\r\n")
    told = [json.loads(line) for line in answer.text.splitlines()]
    assert [each["status"] for each in told] == ["accepted", "rejected"]
    assert {each["track"] for each in asked(sea.client)["fixes"]} >= {f"ais:{SHIP}", "ais:970990001"}
    assert len(asked(sea.client, track="ais:970990001")["fixes"]) == 2


def test_the_list_of_assets_leaves_out_what_names_none(
    tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    """A slip in one line keeps no desk shut and no other asset off the map."""
    path = tmp_path / "assets.csv"
    assert read_assets(path) == ()
    path.write_bytes(
        b"\xef\xbb\xbfMMSI,name\r\n799000001, Lifeboat East \r\n\r\n12,short\r\n799000003\r\n\xff,x\r\n"
    )
    assert read_assets(path) == (LIFEBOAT,)
    assert [record.args[0] for record in caplog.records if isinstance(record.args, tuple)] == [4, 5, 6]
