"""The GeoJSON of a run: what the features are, that they are valid, and that made-up data says so."""

from __future__ import annotations

import json
from dataclasses import replace

import numpy as np
import pytest
from made_up_runs import RECORD, START, drifting, ensemble, parting_run, synthetic

from ashore.drift.datums import Datum, Segment
from ashore.drift.products.cloud import cloud_at
from ashore.drift.products.containment import containment
from ashore.drift.products.geojson import geojson
from ashore.drift.scenarios import Scenario


def started_from(*starts: Datum | Segment) -> object:
    """Return a record of a run with one scenario of these starts."""
    scenario = Scenario(key="adrift", says="adrift", starts=starts, afloat="afloat")
    return replace(RECORD, request={"seed": 7, "scenarios": [scenario.as_json(), scenario.as_json()]})


def test_every_time_part_scenario_and_level_has_its_area() -> None:
    """Two instants, people and craft, all together and two scenarios, three levels: 36 areas, each named."""
    found = geojson(parting_run(), [START + 3600, START + 7200])
    areas = [each["properties"] for each in found["features"] if each["properties"]["kind"] == "area"]
    named = {(each["at"], each["sought"], each["scenario"], each["level"]) for each in areas}
    assert len(areas) == len(named) == 2 * 2 * 3 * 3
    assert ("2023-11-14T23:20:00Z", "craft", None, 0.95) in named
    assert ("2023-11-15T00:20:00Z", "people", "swamps", 0.5) in named


def test_an_area_is_as_large_as_the_cloud_says() -> None:
    """Square kilometres and square nautical miles are those of the containment, and the cloud says what it lacks."""
    run = drifting(800)
    status = run.status.copy()
    status[:, :200] = 3
    run = ensemble(run.times, np.array(run.x, float), np.array(run.y, float), status=status)
    half = geojson(run, [START + 3600])["features"][0]["properties"]
    true, *_ = containment(cloud_at(run, START + 3600)).areas()
    assert half["area_km2"] == pytest.approx(true.area_m2 / 1e6, rel=1e-3)
    assert half["area_nm2"] == pytest.approx(half["area_km2"] / 1.852**2, rel=1e-3)
    assert half["cloud"]["missing"] == 0.25
    assert half["cloud"]["particles"] == 600


def test_it_is_json_and_carries_the_record() -> None:
    """It goes through JSON unchanged, with no number that JSON lacks."""
    found = geojson(parting_run(300))
    again = json.loads(json.dumps(found, allow_nan=False))
    assert again["type"] == "FeatureCollection"
    assert again["record"]["request"] == {"seed": 7}
    assert not {"properties", "geometry", "coordinates"} & set(again)


@pytest.mark.parametrize("made_up", [True, False])
def test_every_feature_says_whether_it_is_synthetic(made_up: bool) -> None:
    """A feature that is copied out of the file alone still says so."""
    found = geojson(drifting(200, record=synthetic()) if made_up else drifting(200))
    assert {feature["properties"]["synthetic"] for feature in found["features"]} == {made_up}
    assert found["title"].startswith("SYNTHETIC") is made_up


def test_the_track_goes_along_the_middle_with_its_times() -> None:
    """One place and one time for each output time, first the start's."""
    run = drifting(4000, 12)
    (track,) = (each for each in geojson(run)["features"] if each["properties"]["kind"] == "track")
    assert len(track["geometry"]["coordinates"]) == len(track["properties"]["times"]) == 13
    assert track["geometry"]["coordinates"][0] == pytest.approx([2.0, 51.0], abs=0.002)
    assert track["properties"]["times"][-1] == "2023-11-15T10:20:00Z"


def test_a_cloud_across_180_is_cut_there() -> None:
    """Areas and track near Taveuni come in two pieces, none of which goes round the world."""
    found = geojson(drifting(2000, 12, lon=179.9, lat=-17.0))
    for feature in found["features"]:
        geometry = feature["geometry"]
        parts = geometry["coordinates"]
        for part in parts:
            points = part[0] if geometry["type"] == "MultiPolygon" else part
            lons = [point[0] for point in points]
            assert max(lons) - min(lons) < 1
    last = [each for each in found["features"] if each["properties"].get("level") == 0.95][-1]
    assert len(last["geometry"]["coordinates"]) == 2


def test_each_datum_stands_once_with_its_errors() -> None:
    """Two scenarios of one start give it once: a point with its radius, a segment as two points."""
    one = Datum(lat=51.0, lon=2.0, error_m=4000, at=START, at_error_s=300)
    other = Datum(lat=51.1, lon=2.2, error_m=500, at=START + 1800)
    run = drifting(100, record=started_from(one, Segment(first=one, last=other)))
    point, segment = (each for each in geojson(run)["features"] if each["properties"]["kind"] == "datum")
    assert point["geometry"] == {"type": "Point", "coordinates": [2.0, 51.0]}
    assert point["properties"]["error_m"] == 4000
    assert point["properties"]["at"] == "2023-11-14T22:20:00Z"
    assert segment["geometry"] == {"type": "MultiPoint", "coordinates": [[2.0, 51.0], [2.2, 51.1]]}
    assert segment["properties"]["at"] == ["2023-11-14T22:20:00Z", "2023-11-14T22:50:00Z"]
