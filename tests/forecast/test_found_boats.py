"""What is written of a forecast, and the check that every boat found later makes of it."""

from __future__ import annotations

import json
from dataclasses import replace

import pytest
from boats import boat, fixed, moment, said
from clouds_made import cloud_of, ordered
from hypothesis import given
from hypothesis import strategies as st

from ashore.forecast.found import Checked, Drawn, found_boats, holds, judged
from ashore.forecast.record import record
from ashore.ledger.codec import decode, encode
from ashore.model.bodies import Forecast
from ashore.model.facts import MentionFacts
from ashore.model.report import Encounter


def written(minutes: float = 60) -> Forecast:
    return record(cloud_of(ordered(minutes)))


def drawn(body: Forecast) -> Drawn:
    return Drawn(entry="e-forecast", at=body.made_at.ms, says=body)


def met(minutes: float, lat: str, lon: str, *, by_person: bool = True) -> MentionFacts:
    return said(
        "met",
        minutes,
        fixed(lat, lon, at=moment(minutes)),
        encounter=Encounter(action="sighted", unit="cutter"),
        by_person=by_person,
    )


def test_the_entry_holds_no_float_and_reads_back_as_written() -> None:
    """The book's codec refuses floats; everything in the advice is text and whole numbers."""
    body = written()
    name, version, data = encode(body)

    assert (name, version) == ("advice.forecast", 1)
    assert decode(name, version, data) == body


def test_the_entry_says_what_it_rests_on() -> None:
    """Mentions, seed, fingerprint, forcing with its age and that it is made up, shares, and the areas."""
    body = written()

    assert body.rests_on == ("desk/phone/a#0",)
    assert (body.seed, body.fingerprint) == (ordered().seed, ordered().fingerprint)
    assert [(each.made_up, each.age_min) for each in body.forcing] == [(True, 60)]
    assert sum(each.per_mille for each in body.scenarios) == 1000
    assert body.summary == "SYNTHETIC: Half of it lies here."
    assert any("assumption" in each for each in body.assumptions)
    assert json.loads(body.areas[0].area)["type"] == "MultiPolygon"


def test_a_boat_found_inside_the_area_and_time_counts_for_it() -> None:
    """Found at 02:30 in the square of 02:00."""
    checked = found_boats([boat(said("a", 10, fixed()), met(90, "50.5", "1.5"))], [drawn(written())])

    assert [(each.mention, each.per_cent) for each in checked] == [("desk/phone/met#0", 50)]


def test_a_boat_found_outside_every_area_counts_against_it() -> None:
    """100 is outside them all."""
    [checked] = found_boats([boat(met(70, "49.5", "1.5"))], [drawn(written())])

    assert checked.per_cent == 100


@pytest.mark.parametrize(
    "mention",
    [
        met(55, "50.5", "1.5"),
        met(200, "50.5", "1.5"),
        met(70, "50.5", "1.5", by_person=False),
        said("met", 70, fixed("50.5", "1.5")),
    ],
    ids=["before the forecast", "hours from any area", "linked by a machine", "no encounter"],
)
def test_what_is_no_check_is_not_counted(mention: MentionFacts) -> None:
    """Only a later meeting, near an area's time, linked by a person."""
    assert not found_boats([boat(mention)], [drawn(written())])


def test_a_forecast_that_rested_on_the_finding_is_not_checked_by_it() -> None:
    """The boat's own last place inside its own cloud proves nothing."""
    own = replace(written(), rests_on=("desk/phone/met#0",))

    assert not found_boats([boat(met(70, "50.5", "1.5"))], [drawn(own)])


@given(st.floats(49, 52), st.floats(0, 3))
def test_a_square_holds_what_lies_between_its_sides(lat: float, lon: float) -> None:
    """The even-odd rule against the plain inequality, its own edges left to either."""
    on_edge = lat in (50, 51) or lon in (1, 2)
    if not on_edge:
        assert holds(written().areas[0], lat, lon) == (50 < lat < 51 and 1 < lon < 2)


def test_each_share_is_judged_by_the_last_twenty_found() -> None:
    """A boat inside the half is inside the rest too; what was found longer ago is left out."""
    shares = [100] * 30 + [50] * 9 + [75] * 4 + [95] * 5 + [100] * 2
    found = [
        Checked(at=at, case="c", mention="m", forecast="e", per_cent=share) for at, share in enumerate(shares)
    ]

    said = judged(found)

    assert [sentence.partition(":")[0] for sentence in said] == [
        "Of our last 20 found, 9 lay inside the 50 % area",
        "Of our last 20 found, 13 lay inside the 75 % area",
        "Of our last 20 found, 18 lay inside the 95 % area",
    ]
    assert judged(()) == judged([])
    assert "No boat has yet been found" in judged(())[0]
