"""The encounter test in the way of an ending: it refuses where the found boat is another, and only there."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from at_sea import OFF_GRAVELINES, ONE, OTHER, facts, mention, met, north, opened, received, told
from desks import OFFICER, a_desk
from starlette.testclient import TestClient

from ashore.desk.commands import Desk, asking, meeting
from ashore.desk.commands.acts import AnswerQuestion, EndCase, LinkMention
from ashore.desk.web.app import make_app
from ashore.ledger.codec import decode
from ashore.model.bodies import LinkAdvice
from ashore.model.phrases import utc_minute
from ashore.people.endings import NotAccounted

SOUGHT = {
    "on_board": {"value": 40, "qualifier": "about", "says_who": "caller"},
    "craft": {"engine": "dead"},
    "danger": ["taking_water", "people_in_water"],
}
ALL_OFF = {"all_off": "yes", "says_who": "survivors"}


@pytest.fixture
def desk(tmp_path: Path) -> Desk:
    """A live desk with one boat in distress off Gravelines, case A."""
    desk = a_desk(tmp_path)
    received(desk, told("n-1", 0, where=OFF_GRAVELINES, phone=ONE, **SOUGHT))
    opened(desk, "A", "n-1")
    return desk


def found(desk: Desk, case: str = "A", **fields: Any) -> None:
    """Have a cutter come to a boat half an hour later, and an officer link what it says to the case."""
    encounter = ALL_OFF | fields.pop("encounter")
    received(desk, met("u-1", 30, "recovered", encounter=encounter, **fields))
    desk.do(LinkMention(mention=mention("u-1", "vhf"), cases=(case,)), OFFICER)


def refusal(desk: Desk) -> str:
    """Return why case A cannot be ended as accounted for, "" if it can."""
    try:
        desk.do(EndCase(case="A", how="accounted"), OFFICER)
    except NotAccounted as refused:
        return str(refused)
    return ""


def test_a_found_boat_that_does_not_fit_stands_in_the_way(desk: Desk) -> None:
    """Situations B8 and C: engine running, dry, nobody in the water, 28 of 40: the ending says each, in words."""
    found(
        desk,
        where=north(0.4),
        craft={"engine": "running", "state": "dry"},
        encounter={"taken_off": {"value": 28}, "in_water": {"value": 0}},
    )
    why = refusal(desk)

    assert "may be another" in why
    assert "It is dry; at 01:00 the sought boat was taking in water." in why
    assert "engine running" in why
    assert "Nobody is in the water" in why


def test_a_found_boat_that_fits_does_not(desk: Desk) -> None:
    """The same place, forty people, the engine dead and water in it: whatever else stands in the way, it does not."""
    found(
        desk,
        where=north(0.4),
        craft={"engine": "stopped", "state": "swamped"},
        encounter={"taken_off": {"value": 40}, "in_water": {"value": 3}},
    )

    assert "may be another" not in refusal(desk)
    assert "fits" not in refusal(desk)


def test_a_found_boat_of_which_little_is_said_is_no_contradiction(desk: Desk) -> None:
    """That a unit gives no position and no engine speaks neither for nor against the boat."""
    found(desk, encounter={"taken_off": {"value": 39}})

    assert "may be another" not in refusal(desk)


def test_a_found_boat_that_fits_another_case_better_is_said_to(desk: Desk) -> None:
    """Linked to A, but where and as B was told of: the ending of A names B."""
    received(
        desk, told("n-2", 5, where=north(6), phone=OTHER, on_board={"value": 28}, craft={"engine": "running"})
    )
    opened(desk, "B", "n-2")
    found(desk, where=north(6.2), craft={"engine": "running"}, encounter={"taken_off": {"value": 28}})

    assert "fits B better than this case" in refusal(desk)


def test_an_officers_belief_does_not_answer_it_and_the_unit_does(desk: Desk) -> None:
    """Who takes two boats for one cannot be the one to say that they are: a witness can."""
    found(
        desk,
        where=north(0.4),
        craft={"engine": "running", "state": "dry"},
        encounter={"taken_off": {"value": 28}},
    )
    answer = AnswerQuestion(case="A", question="found-boat", answer="it is the same", basis="officer")
    assert "may be another" in refusal(desk)
    desk.do(answer, OFFICER)
    assert "may be another" in refusal(desk)
    by_unit = AnswerQuestion(
        case="A", question="found-boat", answer="they asked aboard: it called us", basis="unit"
    )
    desk.do(by_unit, OFFICER)

    assert "may be another" not in refusal(desk)


def test_the_page_says_what_the_ending_would(desk: Desk) -> None:
    """Once tested, the reason stands among the others on the case's page, and goes when the boat is parted from it."""
    found(
        desk,
        where=north(0.4),
        craft={"engine": "running", "state": "dry"},
        encounter={"taken_off": {"value": 28}},
    )
    meeting.test_all(desk)
    with desk.looking() as picture:
        [case] = picture.cases
    assert "found-boat" in [each.code for each in asking.ask_case(desk, case).objections]
    desk.do(LinkMention(mention=mention("u-1", "vhf"), cases=(case,), standing="apart"), OFFICER)

    assert "found-boat" not in [each.code for each in asking.ask_case(desk, case).objections]


def test_an_ending_keeps_what_was_made_of_the_boat_that_was_met(desk: Desk) -> None:
    """The ending cites an entry with the weighing as it stood, whole numbers and words alone."""
    found(
        desk,
        where=north(0.4),
        craft={"engine": "running", "state": "dry"},
        encounter={"taken_off": {"value": 28}},
    )
    done = desk.do(
        EndCase(case="A", how="unexplained", owner="night", review_at="2031-02-09T08:00:00Z"), OFFICER
    )
    advice, ended = done.entries
    body = decode("advice.link", 1, advice.body or b"")

    assert ended.header.causes == (advice.id,)
    assert isinstance(body, LinkAdvice)
    assert body.mention == mention("u-1", "vhf")
    assert sum(each.per_mille for each in body.proposals) == pytest.approx(1_000, abs=3)
    assert {"water", "engine"} <= {reason.evidence for each in body.proposals for reason in each.reasons}


def test_the_encounter_page_can_ask_what_agrees_and_what_contradicts(desk: Desk) -> None:
    """For a boat that was met, each sought case comes with reasons for and against, and “none of them” besides."""
    received(desk, met("u-1", 30, "alongside", where=north(0.4), craft={"engine": "running", "state": "dry"}))
    ours, nobody = sorted(meeting.met_boats(desk, mention("u-1", "vhf")), key=lambda each: each.case is None)

    assert facts(desk, "n-1").links[0].cases == (ours.case,)
    assert "position" in [each.evidence for each in ours.reasons]
    assert "It is dry; at 01:00 the sought boat was taking in water." in [
        each.says.render(str, utc_minute) for each in ours.against
    ]
    assert nobody.case is None
    assert ours.p + nobody.p == pytest.approx(1)


def test_the_refusal_is_in_french_on_a_french_page(desk: Desk) -> None:
    """The reason, and every clause of it, in the reader's language."""
    found(
        desk,
        where=north(0.4),
        craft={"engine": "running", "state": "dry"},
        encounter={"taken_off": {"value": 28}},
    )
    assert refusal(desk)
    with desk.looking() as picture:
        [case] = picture.cases
    session = desk.accounts.open_session(desk.accounts.create("Marie", "four unrelated words", "officer"))
    with TestClient(make_app(desk), base_url="http://127.0.0.1", client=("127.0.0.1", 50_000)) as client:
        headers = {"accept-language": "fr", "authorization": f"Bearer {session}"}
        page = client.get(f"/cases/{case}", headers=headers)

    assert page.status_code == 200
    assert "est peut-être une autre : " in page.text
    assert "Elle est sèche ; à" in page.text
