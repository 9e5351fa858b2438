"""A case's words become scenarios, each with its share and the sentence that says why."""

from __future__ import annotations

import json
import math

import pytest
from boats import CASE, at, boat, fixed, moment, said
from hypothesis import given
from hypothesis import strategies as st

from ashore.forecast.fixes import bearing_deg, degrees, distance_m, fixes
from ashore.forecast.scenarios import Adrift, Fails, NoForecast, Plan, Swims, UnderWay, plan
from ashore.model.counts import Count
from ashore.model.facts import CaseFacts
from ashore.model.phrases import utc_minute
from ashore.model.report import Position


def planned(case: CaseFacts, minutes: float = 60) -> Plan:
    made = plan(case, at(minutes))
    assert isinstance(made, Plan), made
    return made


def refused(case: CaseFacts, minutes: float = 60, **fields: int) -> NoForecast:
    made = plan(case, at(minutes), **fields)
    assert isinstance(made, NoForecast), made
    return made


def by_key(made: Plan) -> dict[str, object]:
    return {each.key: each.motion for each in made.hypotheses}


def reasons(made: Plan) -> str:
    said_all = [phrase for each in made.hypotheses for phrase in each.because] + list(made.assumed)
    return " | ".join(phrase.render(str, utc_minute) for phrase in said_all)


def test_an_engine_said_to_be_dead_means_adrift_and_names_who_said_so() -> None:
    """The caller's word decides, and stands beside the scenario; an engine got going again keeps a share."""
    made = planned(boat(said("a", 10, fixed(), craft={"engine": "dead"})))

    assert [(each.key, each.per_mille) for each in made.hypotheses] == [("adrift", 800), ("under_way", 200)]
    assert by_key(made)["adrift"] == Adrift(load="overloaded")
    assert "the engine was said to be stopped by aboard at 01:10" in reasons(made)


def test_an_engine_that_stopped_after_the_position_was_under_way_until_then() -> None:
    """The datum is of 01:10 and the engine died at 01:40: half an hour under way, then adrift."""
    made = planned(boat(said("a", 10, fixed()), said("b", 40, craft={"engine": "stopped"})))

    motion = by_key(made)["adrift"]
    assert isinstance(motion, UnderWay)
    assert motion.stops_h == (0.5, 0.5)


def test_where_nobody_spoke_of_the_engine_both_ways_are_drawn() -> None:
    """Not known is neither adrift nor under way: each is shown with its share."""
    made = planned(boat(said("a", 10, fixed())))

    assert [(each.key, each.per_mille) for each in made.hypotheses] == [("adrift", 500), ("stops", 500)]
    assert "nobody said whether the engine runs" in reasons(made)
    assert "a course of 310° and 3.0 kn is taken (assumption)" in reasons(made)


def test_the_later_word_on_the_engine_stands() -> None:
    """Stopped, then running again."""
    made = planned(
        boat(
            said("a", 10, fixed(), craft={"engine": "stopped"}),
            said("b", 20, fixed(), craft={"engine": "running"}),
        )
    )

    assert set(by_key(made)) == {"under_way", "stops"}


def test_a_course_and_a_speed_that_were_said_are_taken() -> None:
    """A fishing vessel tells both; they stand above what boats here usually do."""
    made = planned(boat(said("a", 10, fixed(), craft={"course_deg": "300", "speed_kn": "3"})))

    motion = by_key(made)["under_way"]
    assert isinstance(motion, UnderWay)
    assert (motion.course_deg, motion.speed_kn, motion.course_error_deg) == (300.0, 3.0, 20)


def test_two_good_positions_tell_course_and_speed() -> None:
    """3.6 miles on 300° between two satellite fixes 76 minutes apart are 2.84 knots over the ground."""
    made = planned(
        boat(
            said("a", 0, fixed(at=moment(0))),
            said("b", 76, fixed("50.8687", "1.2698", at=moment(76)), craft={"engine": "running"}),
        ),
        80,
    )

    motion = by_key(made)["under_way"]
    assert isinstance(motion, UnderWay)
    assert motion.speed_kn == pytest.approx(2.84, abs=0.03)
    assert motion.course_deg == pytest.approx(300.5, abs=1)
    assert "its positions tell of" in reasons(made)


def test_taking_water_adds_a_boat_that_fails_and_people_in_the_water_take_most() -> None:
    """A boat filling may fail at a time nobody knows; a boat gone over already has."""
    filling = planned(boat(said("a", 10, fixed(), danger=("taking_water",), craft={"engine": "stopped"})))
    over = planned(boat(said("a", 10, fixed(), danger=("capsized",), craft={"lifejackets": "none"})))

    assert by_key(filling)["fails"] == Fails(within_h=None, load="overloaded", lifejackets="not_known")
    assert sum(each.per_mille for each in filling.hypotheses if each.key == "fails") == 500
    assert by_key(over)["in_water"] == Fails(within_h=0.0, load="overloaded", lifejackets="none")
    assert over.hypotheses[0].per_mille == 800


def test_few_aboard_float_light() -> None:
    """The load decides which documented mixture stands for the boat."""
    few = boat(said("a", 10, fixed(), on_board=Count(value=6), craft={"engine": "stopped"}))

    assert by_key(planned(few))["adrift"] == Adrift(load="light")


def test_a_person_in_the_water_has_no_boat_in_question() -> None:
    """One way only: the person swims."""
    made = planned(boat(said("a", 10, fixed(), about="person_in_water"), kind="person_in_water"))

    assert [type(each.motion) for each in made.hypotheses] == [Swims]


def test_rival_positions_compete_as_scenarios_of_their_own() -> None:
    """Doppler A and B: each way from each place, and shares that still come to the whole."""
    made = planned(
        boat(said("a", 10, fixed(how="beacon"), fixed("50.9", "1.9", how="beacon", alternative_of=0)))
    )

    assert [each.key for each in made.hypotheses] == ["adrift@A", "stops@A", "adrift@B", "stops@B"]
    assert sum(each.per_mille for each in made.hypotheses) == 1000
    assert {each.datum.lon for each in made.hypotheses} == {1.3517, 1.9}


def test_the_position_worth_most_begins_and_later_ones_weigh() -> None:
    """A satellite fix at 01:10 is worth more at 01:20 than a place name then; the name still weighs the cloud."""
    named = Position(place="off Dover", how="place", of="craft")
    made = planned(boat(said("a", 10, fixed()), said("b", 20, named)))

    assert made.hypotheses[0].datum.mention == "desk/phone/a#0"
    assert [fix.mention for fix in made.weighed_by] == ["desk/phone/b#0"]
    assert made.rests_on == ("desk/phone/a#0", "desk/phone/b#0")


@pytest.mark.parametrize("of", ["observer", "departure", "destination"])
def test_where_others_are_is_not_where_the_boat_is(of: str) -> None:
    """An observer's own place, a beach left from and a port aimed at are passed over."""
    assert refused(boat(said("a", 10, fixed(of=of)))).code == "no_position"


def test_a_sender_is_the_boat_only_from_aboard() -> None:
    """A relative's telephone is ashore."""
    assert fixes(boat(said("a", 10, fixed(of="sender"))))
    assert not fixes(boat(said("a", 10, fixed(of="sender"), role="relative")))


def test_what_is_only_proposed_or_may_be_another_boats_counts_nowhere() -> None:
    """A position moves a cloud once a link holds it to be this boat's and no other's."""
    assert not fixes(boat(said("a", 10, fixed(), standing="proposed")))
    assert not fixes(boat(said("a", 10, fixed(), cases=(CASE, "c-2"))))


@pytest.mark.parametrize("claim", ["*", "positions[0]"])
def test_a_position_that_was_set_aside_is_not_used(claim: str) -> None:
    """An officer's decision holds here too."""
    assert not fixes(boat(said("a", 10, fixed(), set_aside=((claim, "e"),))))


def test_a_missing_error_is_supplied_and_said_to_be_an_assumption() -> None:
    """A satellite fix without its error is taken to be good to 100 m; one that was stated stands as stated."""
    [bare] = fixes(boat(said("a", 10, fixed())))
    [stated] = fixes(boat(said("a", 10, fixed(error_m="4000"))))

    assert (bare.error_m, len(bare.assumed)) == (100, 1)
    assert (stated.error_m, stated.assumed) == (4000, ())


def test_a_place_in_words_is_read_as_a_place_on_the_chart_and_says_so() -> None:
    """Off Gravelines is the sea before it out to six miles, and guesses are told; an unknown name is no position."""
    made = planned(boat(said("a", 10, Position(place="off Gravelines", how="place"))))

    assert "“off Gravelines” is read as 51°03.6′N 002°05.4′E (assumption)" in reasons(made)
    assert "How far was not said: read as up to 6 NM." in reasons(made)
    assert "the open sea" in reasons(made)
    assert refused(boat(said("a", 10, Position(place="somewhere", how="place")))).code == "no_position"


def test_a_name_that_two_places_share_is_a_circle_about_both() -> None:
    """Nobody chooses one of them, and a stated error still holds for the name of one place."""
    [stated] = fixes(boat(said("a", 10, Position(place="off Gravelines", how="place", error_m="3000"))))
    [both] = fixes(boat(said("a", 10, Position(place="Calais, or Dover", how="place"))))
    places = [(50.97, 1.85), (51.12, 1.33)]

    assert (stated.error_m, stated.area) == (3000, None)
    assert both.area is None
    assert all(distance_m(both.lat, both.lon, *place) < both.error_m for place in places)


def test_a_case_that_needs_no_forecast_says_why() -> None:
    """Ended, nobody left out, ashore, or too long ago: a sentence instead of a cloud."""
    here = said("a", 10, fixed())

    assert refused(boat(here, ended=True)).code == "ended"
    assert refused(boat(here), most_out=0).code == "nobody_out"
    assert refused(boat(here, kind="lorry")).code == "not_at_sea"
    assert refused(boat(here), 10 + 49 * 60).code == "too_old"
    assert refused(boat(here), -90).code == "not_yet"
    assert refused(boat()).code == "no_position"


@given(
    st.sampled_from([None, "stopped", "running", "dead"]),
    st.sets(st.sampled_from(["taking_water", "capsized", "people_in_water", "no_fuel", "cold"])),
    st.integers(1, 4),
    st.sampled_from(["all", "none", "some", None]),
)
def test_shares_always_come_to_the_whole(
    engine: str | None, danger: set[str], rivals: int, jackets: str | None
) -> None:
    """Whatever was said, no share is lost or invented, every key is its own, and every way says why."""
    positions = [fixed(how="beacon")] + [
        fixed(f"50.{i}", "1.5", how="beacon", alternative_of=0) for i in range(1, rivals)
    ]
    made = planned(
        boat(
            said(
                "a",
                10,
                *positions,
                danger=tuple(sorted(danger)),
                craft={"engine": engine, "lifejackets": jackets},
            )
        )
    )

    assert sum(each.per_mille for each in made.hypotheses) == 1000
    assert len({each.key for each in made.hypotheses}) == len(made.hypotheses)
    assert all(each.because for each in made.hypotheses)


@given(st.text(max_size=12), st.text(max_size=12), st.text(max_size=8))
def test_no_decimal_as_sent_breaks_a_forecast(lat: str, lon: str, error_m: str) -> None:
    """Whatever stands in a position's fields, it is a place on the earth with a finite error or it is no position."""
    for fix in fixes(boat(said("a", 10, Position(lat=lat, lon=lon, error_m=error_m)))):
        assert abs(fix.lat) <= 90
        assert abs(fix.lon) <= 360
        assert 0 < fix.error_m < math.inf


BOX = {"type": "Polygon", "coordinates": [[[1.2, 50.8], [1.6, 50.8], [1.6, 51.0], [1.2, 51.0], [1.2, 50.8]]]}


def test_an_area_is_a_position_of_its_own_kind() -> None:
    """A polygon is kept as it was drawn, and the circle about it stands for it where a point is needed."""
    [fix] = fixes(boat(said("a", 10, Position(area=json.dumps(BOX), of="craft"))))

    assert fix.area == json.dumps(BOX)
    assert (fix.lat, fix.lon) == (pytest.approx(50.9), pytest.approx(1.4))
    assert fix.error_m == pytest.approx(distance_m(50.9, 1.4, 50.8, 1.2), rel=0.01)


@given(
    st.recursive(
        st.none() | st.integers() | st.floats() | st.sampled_from(["Polygon", "MultiPolygon", "Feature"]),
        lambda inner: (
            st.lists(inner, max_size=4)
            | st.dictionaries(st.sampled_from(["type", "coordinates", "geometry"]), inner, max_size=3)
        ),
        max_leaves=12,
    )
)
def test_no_area_as_sent_breaks_a_forecast(shape: object) -> None:
    """What is no polygon is no position."""
    for fix in fixes(boat(said("a", 10, Position(area=json.dumps(shape), of="craft")))):
        assert abs(fix.lat) <= 90
        assert 0 < fix.error_m < math.inf


def test_distances_and_bearings_are_those_of_the_report_of_14_december() -> None:
    """50°50.3′N 1°21.1′E to 50°52.12′N 1°16.19′E is 3.60 miles on 300° (D of the public account)."""
    start, end = (50 + 50.3 / 60, 1 + 21.1 / 60), (50 + 52.12 / 60, 1 + 16.19 / 60)

    assert distance_m(*start, *end) / 1852 == pytest.approx(3.60, abs=0.02)
    assert bearing_deg(*start, *end) == pytest.approx(300, abs=1)


@pytest.mark.parametrize(
    ("lat", "lon", "words"),
    [(50.99999, 1.99999, "51°00.0′N 002°00.0′E"), (-0.5, -1.25, "00°30.0′S 001°15.0′W")],
)
def test_minutes_never_round_up_to_sixty(lat: float, lon: float, words: str) -> None:
    """As it is read over the radio."""
    assert degrees(lat, lon) == words
