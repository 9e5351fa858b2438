"""Forecasts by the engine itself: a night that is known, the same cloud again, and what is said of what is missing."""

from __future__ import annotations

import json

import pytest
from boats import at, boat, fixed, moment, said

pytest.importorskip("numba", reason="the drift extra is not installed")

from ashore.forecast.cloud import Cloud, Order, order
from ashore.forecast.clouds import Overtaken
from ashore.forecast.drifted import scenarios
from ashore.forecast.faults import DriftRefused
from ashore.forecast.making import make_cloud
from ashore.forecast.record import record
from ashore.forecast.scenarios import Plan, plan
from ashore.ledger.codec import encode
from ashore.model.facts import CaseFacts
from ashore.model.phrases import utc_minute
from ashore.model.report import Position

FOUND = (50 + 52.12 / 60, 1 + 16.19 / 60)
"""Where the boat of 14 December 2022 was found, 76 minutes after its satellite position of 01:53 UTC."""


def ordered(case: CaseFacts, minutes: float, *forcing: str) -> Order:
    made = plan(case, at(minutes))
    assert isinstance(made, Plan)
    return order(made, at(minutes), forcing)


def made(asked: Order, particles: int = 4_000) -> Cloud:
    return make_cloud(asked, lambda: False, particles=particles)


def december() -> CaseFacts:
    """Return the night as it was told: a position at 01:53, then a fishing vessel's word on course and speed."""
    return boat(
        said("whatsapp", 53, fixed("50.8383", "1.3517", at=moment(53))),
        said("trawler", 64, role="unit", craft={"course_deg": "300", "speed_kn": "3"}),
    )


def english(cloud: Cloud) -> str:
    return " | ".join(each.render(str, utc_minute) for each in cloud.sentences)


def test_the_boat_of_14_december_2022_was_inside_its_under_way_cloud() -> None:
    """Found 3.60 miles on at 03:09, under way at about 3 knots: within the 95 % area of that hypothesis, and of all."""
    cloud = made(ordered(december(), 70))

    assert cloud.level(at(53 + 76), *FOUND, "under_way") < 0.95
    assert cloud.level(at(53 + 76), *FOUND, None) < 0.95


def test_a_place_the_boat_cannot_have_reached_is_in_no_area() -> None:
    """The same cloud an hour later does not reach Le Havre."""
    cloud = made(ordered(december(), 70))

    assert cloud.level(at(129), 49.5, 0.1, None) == 1


def test_the_same_case_gives_the_same_cloud_to_the_byte() -> None:
    """Seed and fingerprint come from what it rests on, so the entry can be made again and compared."""
    first, again = (encode(record(made(ordered(december(), 70)))) for _ in range(2))

    assert first == again


def test_a_later_position_weighs_the_cloud() -> None:
    """A relayed place, good to three miles, an hour on: the hypothesis that was there gains, and the cloud tightens."""
    engine = {"engine": "running"}
    start = said("a", 53, fixed(at=moment(53)), craft=engine)
    seen = said("b", 120, fixed("50.8600", "1.2800", how="visual", error_m="3000", at=moment(120)))

    plain, weighed = made(ordered(boat(start), 125)), made(ordered(boat(start, seen), 125))

    assert weighed.order.plan.weighed_by
    assert weighed.areas[2].square_nm < plain.areas[2].square_nm


def test_a_later_position_that_contradicts_is_named_and_left_out() -> None:
    """Forty miles off an hour later is no place this boat reached: said aloud, and the cloud stands without it."""
    start = said("a", 53, fixed(error_m="50", at=moment(53)), craft={"engine": "stopped"})
    far = said("b", 60, fixed("51.3", "2.3", how="visual", error_m="500", at=moment(60)))
    cloud = made(ordered(boat(start, far), 70))

    assert "A later position does not fit this forecast and is left out of it: 51°18.0′N" in english(cloud)


def test_without_wind_the_cloud_is_wider_and_says_so() -> None:
    """No wind is no calm: the spread over any wind is wider than that of a wind that is known."""
    case = boat(said("a", 10, fixed(at=moment(10)), craft={"engine": "stopped"}))
    unknown, known = made(ordered(case, 60)), made(ordered(case, 60, "synthetic", "wind=10kn@225"))

    assert "No wind is held: the cloud is spread over winds" in english(unknown)
    assert "No wind is held" not in english(known)
    assert unknown.areas[-1].square_nm > known.areas[-1].square_nm


def test_what_is_made_up_is_marked_and_so_is_its_entry() -> None:
    """The tide is SYNTHETIC in the cloud, in its record, and in the first words of its summary."""
    cloud = made(ordered(december(), 70))

    assert cloud.made_up
    assert [each.made_up for each in record(cloud).forcing] == [True, False]
    assert record(cloud).summary.startswith("SYNTHETIC: By ")


def test_people_and_hull_have_areas_of_their_own_once_they_part() -> None:
    """A boat that went over an hour ago: two clouds, two places to look."""
    case = boat(said("a", 10, fixed(at=moment(10)), danger=("capsized",), craft={"lifejackets": "none"}))

    assert {each.sought for each in made(ordered(case, 70)).areas} == {"people", "craft"}


def test_an_entry_is_no_larger_than_it_needs_to_be() -> None:
    """Areas are kept in few corners: a night's entries are read over a bad line too."""
    assert len(encode(record(made(ordered(december(), 70))))[2]) < 60_000


def test_a_picture_is_drawn_once_for_each_language() -> None:
    """A PNG, the same bytes again, and other words in another language."""
    cloud = made(ordered(december(), 70), 1_000)
    english_one, again, french = (
        cloud.draw("en", str),
        cloud.draw("en", str),
        cloud.draw("fr", lambda text: {"Wind": "Vent"}.get(text, text)),
    )

    assert english_one.startswith(b"\x89PNG")
    assert english_one is again
    assert french != english_one


def test_a_refusal_of_the_engine_comes_back_as_its_sentence() -> None:
    """A file that is not there is named, with what to do about it."""
    with pytest.raises(DriftRefused, match="missing-file"):
        made(ordered(december(), 70, "/nowhere/missing-file.nc"))


def test_far_from_any_current_it_says_that_there_is_none() -> None:
    """The made-up tide is the Channel's; in the Aegean there is nothing to drift on, and no cloud is invented."""
    case = boat(said("a", 10, fixed("38.9", "26.2", at=moment(10))))

    with pytest.raises(DriftRefused):
        made(ordered(case, 60))


def test_an_area_is_drifted_from_everywhere_in_it() -> None:
    """A box of eight miles by twelve off Dover: the half of the cloud an hour on is no point."""
    box = {
        "type": "Polygon",
        "coordinates": [[[1.5, 50.9], [1.7, 50.9], [1.7, 51.1], [1.5, 51.1], [1.5, 50.9]]],
    }
    case = boat(said("a", 10, Position(area=json.dumps(box), of="craft", at=moment(10))))

    assert made(ordered(case, 60)).areas[0].square_nm > 20


def test_a_run_nobody_waits_for_is_stopped() -> None:
    """Cancelled before its first step."""
    with pytest.raises(Overtaken):
        make_cloud(ordered(december(), 70), lambda: True, particles=100)


def test_every_hypothesis_is_a_scenario_of_the_engine() -> None:
    """None is lost on the way and each keeps its share."""
    made_plan = ordered(december(), 70).plan

    assert [(each.key, each.weight * 1000) for each in scenarios(made_plan)] == [
        (each.key, pytest.approx(each.per_mille)) for each in made_plan.hypotheses
    ]
