"""What a run says in plain words: the answer first, scenarios apart, gaps and made-up data said."""

from __future__ import annotations

import re
from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from made_up_runs import RECORD, START, drifting, ensemble, parting_run, synthetic

from ashore.drift.datums import Datum
from ashore.drift.ensemble import Ensemble, RunRecord
from ashore.drift.products.cloud import OutsideRun
from ashore.drift.products.words import Said, answer, as_written, source_in_short
from ashore.drift.products.writing import (
    bearing_deg,
    compass,
    hours_and_minutes,
    latitude,
    longitude,
    place,
    square_miles,
)
from ashore.drift.scenarios import Scenario


def lines(run: object, when: float | None = None) -> list[str]:
    """Return the sentences of a run in English."""
    return [said.sentence() for said in answer(run, when)]


def test_the_first_line_is_the_answer() -> None:
    """When, how far the half reaches, about which place, and which way to look, in one sentence."""
    first = lines(drifting(20_000, 6, speed=(0.5, 0.0)))[0]
    found = re.fullmatch(
        r"By 2023-11-15 04:20 UTC \(6 h on\): half of the probability lies within (\S+) NM of "
        r"(51°00\.\d'N) (002°\d\d\.\d'E); look first (\S+) NM E of the datum\.",
        first,
    )
    assert found, first
    assert float(found[1]) == pytest.approx((1500 + 3600) * np.sqrt(2 * np.log(2)) / 1852, abs=0.15)
    assert float(found[4]) == pytest.approx(0.5 * 6 * 3600 / 1852, abs=0.15)


def test_a_backward_run_says_before() -> None:
    """A run that goes back says at when and how long before."""
    run = drifting(500, 6)
    back = ensemble(run.times[::-1].copy(), np.array(run.x)[::-1], np.array(run.y)[::-1])
    assert lines(back)[0].startswith("At 2023-11-14 22:20 UTC (6 h before): half")


@pytest.mark.parametrize(("lat", "lon", "speed", "point"), [
    (-17.0, 179.99, (0.5, 0.5), "NE"),
    (51.0, 0.0, (-0.5, 0.0), "W"),
    (60.0, -3.0, (0.2, -0.5), "SSE"),
])  # fmt: skip
def test_the_way_is_by_true_north_anywhere(
    lat: float, lon: float, speed: tuple[float, float], point: str
) -> None:
    """Across 180° and 0°, north and south of the equator, the direction is the one it went."""
    assert f" NM {point} of the datum." in lines(drifting(4000, 6, lat=lat, lon=lon, speed=speed))[0]


def test_a_cloud_that_stays_is_at_the_datum() -> None:
    """No direction is made out of nothing."""
    assert lines(drifting(20_000, 2, speed=(0, 0), sigma_m=300, growth_m=50))[0].endswith(
        "look first at the datum."
    )


def test_two_places_are_said_as_two() -> None:
    """Where the half falls apart in two, both are named with their shares, instead of a place between them."""
    rng = np.random.default_rng(2)
    x = rng.normal(size=6000) * 500 + np.where(np.arange(6000) < 3000, 0, 30_000)
    y = rng.normal(size=6000) * 500
    run = ensemble(np.array([START, START + 3600]), np.stack([x, x]), np.stack([y, y]))
    first = lines(run)[0]
    assert "half of the probability lies in 2 places: 25 % about" in first
    assert first.count("NM") == 2


def test_boat_and_people_apart_is_the_second_line() -> None:
    """How many have parted by then, where the hull is, and that both are searched for."""
    second = lines(parting_run(share=0.3))[1]
    assert second.startswith(
        "Boat and people have parted company in 30 of 100 cases by then: the hull is about 51°"
    )
    assert "NM NE of the people. Search for them apart." in second
    assert not any("parted" in line for line in lines(parting_run(share=0.3), START + 3600))


def test_scenarios_are_said_one_by_one_and_how_far_they_lie_apart() -> None:
    """Two stories ten miles apart are two lines and a warning, not one average."""
    hours = np.arange(7) * 3600.0
    under_way = np.arange(4000) >= 1000
    x = under_way * 0.87 * hours[:, None] + np.random.default_rng(1).normal(size=4000) * 800
    run = ensemble(
        hours + START,
        x,
        0 * x + np.random.default_rng(2).normal(size=4000) * 800,
        scenario=under_way.astype(np.int16),
        scenarios=(("adrift", "the engine is dead {caller}"), ("way", "she runs on.")),
    )
    said = lines(run)
    assert "What is assumed of the boat matters: the middles of these lie up to 10 NM apart." in said
    adrift, way = (line for line in said if line.startswith("– "))
    assert adrift.startswith("– the engine is dead {caller} (25 %): half within 0.5 NM of 51°00.")
    assert way.startswith("– she runs on (75 %): half within 0.5 NM of")
    assert way.endswith("10 NM E of the datum.")


def test_made_up_forcing_is_said_before_anything_else() -> None:
    """The first word an officer reads of a made-up run is SYNTHETIC, and the source says it again."""
    said = lines(drifting(500, record=synthetic()))
    assert said[0].startswith("SYNTHETIC, made-up currents or wind, not for a real search. By ")
    assert any(line.startswith("Currents: SYNTHETIC Channel tide; ") for line in said)
    assert not any("SYNTHETIC" in line for line in lines(drifting(500)))


def with_gaps(lost: int, record: RunRecord = RECORD) -> Ensemble:
    """Return a run of a thousand of whom so many run out of current and a hundred lie on the shore."""
    run = drifting(1000, 3)
    status = run.status.copy()
    status[1:, :lost] = 3
    status[1:, 900:] = 2
    return ensemble(run.times, np.array(run.x, float), np.array(run.y, float), status=status, record=record)


def test_gaps_and_shores_are_said_with_their_share_before_the_scenarios() -> None:
    """A little without currents, a tenth on the beach: both stand right under the areas."""
    said = lines(with_gaps(40))
    assert said[2:4] == [
        "4 % has no known place: no currents or no wind were held there. The areas leave it out.",
        "10 % is on the shore by then.",
    ]


def test_what_is_not_known_leads_the_answer_where_it_is_much() -> None:
    """Half of what is left is not half of the probability: the first words say how much is missing, and only once."""
    first, *rest = lines(with_gaps(250))
    assert first.startswith(
        "INCOMPLETE: 25 % has no known place, for want of currents or wind. Of the rest: By 2023-11-15 01:20 UTC"
    )
    assert not any("no known place" in line for line in rest)
    assert lines(with_gaps(899))[0].startswith("INCOMPLETE: 90 % ")
    assert "search. INCOMPLETE: 25 %" in lines(with_gaps(250, synthetic()))[0]


def test_sources_say_their_age_and_whether_their_error_was_fitted() -> None:
    """Age or that it isn't known, the error with its memory, and "not fitted here" or fitted."""
    fitted = replace(RECORD, sources=(RECORD.sources[0], {**RECORD.sources[1], "fitted": True}))
    said = lines(drifting(200, record=fitted))
    assert (
        "Currents: NorKyst-800, made 2023-11-14 18:00 UTC, 4 h before the start; "
        "its error is taken as 0.31 m/s remembered for 8 h, not fitted here."
    ) in said
    assert (
        "Wind: AROME, age not stated; its error is taken as 1.5 m/s remembered for 12 h, fitted to drifters' tracks."
        in said
    )
    assert "The raft's class is an assumption: {refugee raft} for an overloaded inflatable." in said
    assert said[-1] == "Run made 2023-11-14 22:20 UTC by ashore.drift test, seed 7."


def test_a_forecast_made_after_the_start_and_one_without_error_say_so() -> None:
    """A hindcast is not "-3 h old", a wind given as it is has no error, and SYNTHETIC isn't said twice."""
    current = {**RECORD.sources[0], "age_h": -3.2}
    tide = {**RECORD.sources[0], "name": "SYNTHETIC Channel tide", "synthetic": True}
    wind = {**RECORD.sources[1], "name": "constant wind", "sigma": 0.0}
    said = lines(drifting(200, record=replace(RECORD, sources=(current, tide, wind))))
    assert any("made 2023-11-14 18:00 UTC, 3 h after the start;" in line for line in said)
    assert any(line.startswith("Currents: SYNTHETIC Channel tide; ") for line in said)
    assert "Wind: constant wind, age not stated; taken as free of error." in said


def test_what_has_no_age_is_not_said_to_lack_one() -> None:
    """A wind typed in is "given by hand", an assumption is one; a name that the catalogue holds is translated."""
    typed = {**RECORD.sources[1], "name": "constant wind", "origin": "as given"}
    assumed = {**RECORD.sources[1], "name": "none held, so any wind", "origin": "assumed"}
    run = drifting(200, record=replace(RECORD, sources=(typed, assumed)))
    said = lines(run)
    assert any(line.startswith("Wind: constant wind, given by hand; its error") for line in said)
    assert any(line.startswith("Wind: none held, so any wind; its error") for line in said)
    assert "N'IMPORTE" in source_in_short(assumed).sentence(
        lambda each: "N'IMPORTE" if each == "none held, so any wind" else each
    )


def test_hours_are_counted_from_the_datum() -> None:
    """A run that begins early because a time is uncertain still counts from the reported time."""
    datum = Datum(lat=51.0, lon=2.0, error_m=1000, at=START + 1200, at_error_s=900)
    told = Scenario(key="a", says="a", starts=(datum,), afloat="a").as_json()
    run = drifting(300, 6, record=replace(RECORD, request={"seed": 7, "scenarios": [told]}))
    assert lines(run, START + 1200 + 4 * 3600)[0].startswith("By 2023-11-15 02:40 UTC (4 h on): ")
    assert lines(run, START + 1200 + 2400)[0].startswith("By 2023-11-14 23:20 UTC (40 min on): ")


@pytest.mark.parametrize(("hours", "written"), [
    (6, "6 h"), (-6.05, "6 h 3 min"), (0.659, "40 min"), (1.9999, "2 h"), (0, "0 min"), (47.2, "47 h 12 min"),
])  # fmt: skip
def test_a_length_of_time_is_hours_and_minutes(hours: float, written: str) -> None:
    """Nobody at a radio reads 0.659 h."""
    assert hours_and_minutes(hours) == written


def test_scenarios_that_agree_are_said_to() -> None:
    """Two stories with one outcome are no cause for two searches."""
    assert any(
        line.startswith("Whichever of these is true, their middles lie within 0.")
        for line in lines(parting_run())
    )


def test_a_time_outside_the_run_is_refused() -> None:
    """No extrapolation."""
    with pytest.raises(OutsideRun):
        answer(drifting(10), START - 60)


def test_a_translation_is_asked_for_by_the_template() -> None:
    """A catalogue sees templates with their fields, nested ones too, and its words come out."""
    french = {"{a} and {b}": "{a} et {b}", "the boat": "le bateau", "SW": "SO"}
    said = Said("{a} and {b}", {"a": Said("the boat"), "b": (Said("SW"), as_written("5 {x}"))})
    assert said.sentence(lambda template: french.get(template, template)) == "le bateau et SO; 5 {x}"


@given(lat=st.floats(-90, 90), lon=st.floats(-180, 360))
def test_degrees_and_minutes_read_back_to_the_place(lat: float, lon: float) -> None:
    """No place is written with 60 minutes, and what is written is within half a tenth of a minute."""
    for text, true in ((latitude(lat), lat), (longitude(lon), (lon + 180) % 360 - 180)):
        degrees, minutes, side = re.fullmatch(r"(\d+)°(\d\d\.\d)'([NSEW])", text).groups()  # type: ignore[union-attr]
        assert float(minutes) < 60
        read = (int(degrees) + float(minutes) / 60) * (-1 if side in "SW" else 1)
        assert abs((read - true + 180) % 360 - 180) <= 0.0501 / 60
    assert place(2.0, 51.0) == "51°00.0'N 002°00.0'E"


@given(bearing=st.floats(-720, 720))
def test_the_point_of_the_compass_is_the_nearest(bearing: float) -> None:
    """Within an eighth of a quarter of the bearing, and of a vector that way too."""
    points = [
        "N",
        "NNE",
        "NE",
        "ENE",
        "E",
        "ESE",
        "SE",
        "SSE",
        "S",
        "SSW",
        "SW",
        "WSW",
        "W",
        "WNW",
        "NW",
        "NNW",
    ]
    east, north = np.sin(np.radians(bearing)), np.cos(np.radians(bearing))
    off = abs((points.index(compass(bearing)) * 22.5 - bearing + 180) % 360 - 180)
    assert off <= 11.2501
    assert abs((bearing_deg(east, north) - bearing + 180) % 360 - 180) < 1e-6


def test_areas_are_written_with_two_figures() -> None:
    """Square miles are not known to more."""
    assert [square_miles(1852**2 * each) for each in (0.0456, 4.26, 43.4, 1156.0)] == [
        "0.046",
        "4.3",
        "43",
        "1200",
    ]
