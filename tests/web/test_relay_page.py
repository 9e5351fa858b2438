"""A hotline's desk: what it knows and must ask, one report to both centres, who owes an answer, what it cannot do."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from between_scenes import RELAY, Between, between, call, log
from scenes import signed_in
from test_web_forms import post
from test_web_pages import text_of

from ashore.desk.commands import COMMANDS
from ashore.desk.commands.acts import MakeRequest, SetAside, Undo
from ashore.desk.commands.pressing import FIVE, Boat, ask_relay
from ashore.desk.web.relays import message

CENTRES = ("CROSS Gris-Nez", "HM Coastguard Dover")


@pytest.fixture
def scene(tmp_path: Path) -> Between:
    """A watch with two open boats; of the first neither children nor colour are known."""
    return between(tmp_path)


def boat(scene: Between, case: str) -> Boat:
    """Return a boat as the hotline works it."""
    return next(each for each in ask_relay(scene.desk).boats if each.row.case.id == case)


def known(scene: Between, case: str) -> dict[str, str]:
    """Return the facts that are known of a boat, in English."""
    return {
        fact.name: fact.says.render(str, lambda ms: "then")
        for fact in boat(scene, case).facts
        if fact.says is not None
    }


def test_what_is_not_known_is_to_be_asked(scene: Between) -> None:
    """Each of the five is a value or a question, and never a silent blank."""
    assert [fact.name for fact in boat(scene, scene.first).facts] == list(FIVE)
    assert known(scene, scene.first) == {
        "number": "40",
        "engine": "engine stopped",
        "place": "off Gravelines (then)",
    }
    assert known(scene, scene.second) == {
        "number": "about 30",
        "children": "2",
        "colour": "grey",
        "engine": "engine running",
        "place": "51.0712, 1.8034 (then)",
    }
    assert text_of(signed_in(scene.desk, RELAY).get("/relay").text).count("not known: ask") == 2


def test_a_colour_is_said_in_both_languages(scene: Between) -> None:
    """The five facts are read out over the telephone, to a centre of either language."""
    assert "gris / grey" in text_of(signed_in(scene.desk, RELAY).get("/relay?lang=fr").text)


def test_the_newest_word_counts_and_what_was_set_aside_does_not(scene: Between) -> None:
    """The number said before stands beside the newest, for they may be two boats; what is set aside is gone."""
    log(
        scene.desk,
        scene.who["Marie"],
        call(
            7,
            received_at="2031-02-03T21:15:00+00:00",
            mentions=[{"on_board": {"low": 13, "high": 14}, "craft": {"engine": "running"}}],
        ),
        case=scene.first,
    )
    assert known(scene, scene.first)["number"] == "13 to 14 (before that: 40)"
    assert known(scene, scene.first)["engine"] == "engine running"
    mention = boat(scene, scene.first).row.case.mentions[-1].id
    scene.do(SetAside(mention=mention, claim="*", reason="another boat"))
    assert known(scene, scene.first)["number"] == "40"


def test_one_report_says_the_five_facts_in_both_languages(scene: Between) -> None:
    """Read out on one telephone and pasted for the other; without a number to call or a caller's words."""
    text = message(boat(scene, scene.first), "a hotline", "21:20 UTC")
    assert text.splitlines() == [
        "Embarcation / Boat: 2234B, Charlie (CROSS Gris-Nez)",
        text.splitlines()[1],
        "Personnes à bord / People aboard: 40",
        "Dont enfants / Children among them: inconnu / not known",
        "Couleur / Colour: inconnu / not known",
        "Moteur / Engine: moteur arrêté / engine stopped",
        "Lieu / Place: off Gravelines (2031-02-03 21:10 UTC)",
    ]
    assert "a hotline, 21:20 UTC" in text.splitlines()[1]


def test_both_centres_are_pressed_at_once_and_each_owes_its_own_answer(scene: Between) -> None:
    """One form, two requests with the very message sealed; one answers, the other's clock runs on."""
    client = signed_in(scene.desk, RELAY)
    answer = post(
        client,
        "/do/make-request",
        case=scene.second,
        to=list(CENTRES),
        asks="rescue",
        message="call the boat on +33 6 12 34 56 78",
        back="/relay",
    )
    assert answer.headers["location"] == "/relay"
    pressed = boat(scene, scene.second).pressed
    assert [(each.to, each.times, len(each.waiting)) for each in pressed] == [
        (CENTRES[0], 1, 1),
        (CENTRES[1], 1, 1),
    ]
    assert {each.due - each.since for each in pressed} <= set(range(15 * 60_000 - 50, 15 * 60_000 + 50))
    assert "12 34 56 78" not in client.get("/relay").text
    post(client, "/relay/answered", entry=list(pressed[0].waiting), outcome="answered")
    assert [len(each.waiting) for each in boat(scene, scene.second).pressed] == [0, 1]
    assert "and has answered" in text_of(client.get("/relay").text)


def test_pressing_again_counts_and_one_answer_settles_all_of_it(scene: Between) -> None:
    """Whoever answers answers the last asking too."""
    for _ in range(3):
        scene.do(MakeRequest(to=CENTRES[1:], asks="rescue", case=scene.second), RELAY)
    [dover] = boat(scene, scene.second).pressed
    assert (dover.times, len(dover.waiting)) == (3, 3)
    client = signed_in(scene.desk, RELAY)
    assert "pressed 3 times" in text_of(client.get("/relay").text)
    post(client, "/relay/answered", entry=list(dover.waiting), outcome="refused")
    [dover] = boat(scene, scene.second).pressed
    assert (dover.times, dover.waiting) == (3, ())


def test_a_centre_keeps_its_key_when_another_has_answered(scene: Between) -> None:
    """The key pressed twice does not stop the clock of the centre that has said nothing."""
    scene.do(MakeRequest(to=CENTRES, asks="rescue", case=scene.second), RELAY)
    first, _ = boat(scene, scene.second).pressed
    client = signed_in(scene.desk, RELAY)
    post(client, "/relay/answered", entry=list(first.waiting), outcome="answered")
    of_boat = client.get("/relay").text.partition(f'id="boat-{scene.second}"')[2].partition("</article>")[0]
    assert re.findall('data-row-key="(.)"', of_boat) == ["2"]


def test_a_centre_that_refused_is_not_shown_as_having_answered(scene: Between) -> None:
    """A boat that nobody sends anybody to stays red in both languages, until the centre is pressed again."""
    scene.do(MakeRequest(to=CENTRES[1:], asks="rescue", case=scene.second), RELAY)
    [dover] = boat(scene, scene.second).pressed
    client = signed_in(scene.desk, RELAY)
    post(client, "/relay/answered", entry=list(dover.waiting), outcome="refused")
    [dover] = boat(scene, scene.second).pressed
    assert dover.refused
    shown = text_of(client.get("/relay").text)
    assert "refused 0 min ago" in shown
    assert "and has answered" not in shown
    assert "a refusé il y a 0 min" in text_of(client.get("/relay?lang=fr").text)
    scene.do(MakeRequest(to=CENTRES[1:], asks="rescue", case=scene.second), RELAY)
    [dover] = boat(scene, scene.second).pressed
    assert (len(dover.waiting), dover.refused) == (1, 0)


def test_what_was_undone_was_never_pressed(scene: Between) -> None:
    """A slip of the hand is no pressure on anybody."""
    scene.do(MakeRequest(to=CENTRES, asks="rescue", case=scene.second), RELAY)
    scene.do(Undo(), RELAY)
    assert boat(scene, scene.second).pressed == ()


def test_the_two_last_pressed_are_offered_again(scene: Between) -> None:
    """Until then the two centres of the Strait are."""
    assert ask_relay(scene.desk).centres == CENTRES
    scene.do(MakeRequest(to=("MRCC Ostend",), asks="a unit", case=scene.second), RELAY)
    assert ask_relay(scene.desk).centres == ("CROSS Gris-Nez", "MRCC Ostend")


def test_a_refused_pressing_keeps_what_was_written(scene: Between) -> None:
    """The page of the hotline comes back with it, not the list."""
    client = signed_in(scene.desk, RELAY)
    answer = post(
        client,
        "/do/make-request",
        case=scene.second,
        to="",
        asks="rescue",
        message="my own words",
        back="/relay",
    )
    assert answer.status_code == 422
    assert "my own words" in answer.text
    assert "Pressing the centres" in text_of(answer.text)


TASKING = (
    "report-unit",
    "set-phase",
    "set-aside",
    "answer-question",
    "offer-handover",
    "accept-handover",
    "end-case",
)


@pytest.mark.parametrize("role", ["relay", "observer", "analyst"])
def test_no_page_offers_a_role_what_the_server_would_refuse_it(scene: Between, role: str) -> None:
    """Every form on the pages of a case and of the watch is one that its reader may send."""
    name = {"relay": RELAY, "observer": "Olga", "analyst": "Ana"}[role]
    client = signed_in(scene.desk, name)
    for address in (
        "/",
        f"/cases/{scene.first}",
        "/handover",
        "/lists",
        "/relay",
        f"/cases/{scene.first}/sitrep",
    ):
        page = client.get(address).text
        offered = {part.split('"')[0] for part in page.split("/do/")[1:]}
        assert all(role in COMMANDS[each].roles for each in offered), (address, offered)


@pytest.mark.parametrize("act", TASKING)
def test_a_hotline_tasks_nobody_and_ends_no_rescue(scene: Between, act: str) -> None:
    """The server refuses it whatever the page shows."""
    fields = {
        "unit": "cutter Orme",
        "doing": "on_way",
        "phase": "alert",
        "reason": "r",
        "mention": boat(scene, scene.first).row.case.mentions[0].id,
        "claim": "*",
        "question": "still-out",
        "answer": "a",
        "basis": "unit",
        "to": "Dover",
        "accepted_by": "x",
        "how": "accounted",
    }
    before = scene.desk.ledger.latest()
    answer = post(signed_in(scene.desk, RELAY), f"/cases/{scene.first}/do/{act}", **fields)
    assert answer.status_code == 403
    assert scene.desk.ledger.latest() == before
