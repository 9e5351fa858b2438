"""The supervisor's page: who carries how much, what is overdue, and endings counted for a watch and for nobody."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest
from between_scenes import NAME, TAKER, Between, between
from scenes import HOST, signed_in
from test_web_pages import text_of

from ashore.desk.commands import acts
from ashore.desk.commands.acts import AcknowledgeAlarm, AnswerQuestion, EndCase, NoteWorry, TakeWatch
from ashore.desk.commands.asking import ask_alarms, ask_case
from ashore.desk.commands.supervising import OLD_MS, Supervised, ask_supervised


@pytest.fixture
def scene(tmp_path: Path) -> Between:
    """A watch with two open boats."""
    return between(tmp_path)


def later(scene: Between, minutes: int) -> Supervised:
    """Return the load of the watch some minutes from now."""
    clock = scene.desk.surroundings.clock
    scene.desk.surroundings = replace(scene.desk.surroundings, clock=lambda: clock() + minutes * 60_000)
    return ask_supervised(scene.desk)


def test_acts_and_not_entries_are_counted_and_only_of_the_last_hour(scene: Between) -> None:
    """One call logged is one act, however many entries it leaves."""
    before = {load.account: load.acts for load in ask_supervised(scene.desk).loads}
    scene.do(NoteWorry(worry="fog"), TAKER)
    loads = {load.account: load.acts for load in ask_supervised(scene.desk).loads}
    assert loads == {**before, scene.who[TAKER].account: 1}
    assert before[scene.who[NAME].account] == 10
    assert later(scene, 61).loads == ()


def test_how_soon_an_alarm_was_heard_is_told(scene: Between) -> None:
    """From when its cause was held here; silence begins by itself and is not timed."""
    later(scene, 7)
    scene.do(AcknowledgeAlarm(alarm=tuple(alarm.id for alarm in ask_alarms(scene.desk))), TAKER)
    [load] = [each for each in ask_supervised(scene.desk).loads if each.account == scene.who[TAKER].account]
    assert load.alarms > 1
    assert load.longest is not None
    assert load.half_in is not None
    assert 0 <= load.half_in <= load.longest <= 8
    assert ask_supervised(scene.desk).alarms == ()


def test_what_is_overdue_is_told_the_longest_first(scene: Between) -> None:
    """Calls, arrivals, answers and reminders, each with its case."""
    shown = later(scene, 40)
    assert {each.due.what for each in shown.overdue} == {"call", "arrival", "answer", "reminder"}
    assert [each.due.at for each in shown.overdue] == sorted(each.due.at for each in shown.overdue)
    page = text_of(signed_in(scene.desk, "Supe").get("/supervisor").text)
    assert "Overdue, the longest first" in page
    assert "cutter Orme" in page


def test_endings_over_an_objection_are_counted_for_the_watch_and_for_no_person(scene: Between) -> None:
    """By watch, in numbers; a name beside them would teach people not to end."""
    scene.do(TakeWatch(taken_from="the evening", reason="first watch"), TAKER)
    for objection in ask_case(scene.desk, scene.first).objections:
        if objection.bases:
            scene.do(
                AnswerQuestion(
                    case=scene.first, question=objection.code, answer="counted", basis=objection.bases[0]
                )
            )
    scene.do(
        EndCase(
            case=scene.first,
            how="suspended",
            reason="nothing found",
            owner="Paul",
            review_at="2031-02-04T08:00:00+00:00",
        )
    )
    [now] = [each for each in ask_supervised(scene.desk).watches if each.since]
    assert now.ended == 1
    assert now.alone == 1
    page = signed_in(scene.desk, "Supe").get("/supervisor").text
    endings = page[page.index('id="endings"') :]
    assert NAME not in endings[: endings.index("</section>")]
    assert "Ended alone" in page


def test_a_case_nobody_ended_for_a_day_is_named(scene: Between) -> None:
    """Somebody who was not there looks at it again."""
    assert ask_supervised(scene.desk).old == ()
    assert {row.case.id for row in later(scene, OLD_MS // 60_000).old} == {scene.first, scene.second}


def test_sounds_are_tested_anew_in_every_watch(scene: Between) -> None:
    """Somebody else's test before the watch was taken says nothing of where this watch sits."""
    scene.do(acts.TestSounds(heard="yes"))
    assert ask_supervised(scene.desk).sounds is not None
    scene.do(TakeWatch(taken_from="Marie", reason="in a hurry"), TAKER)
    assert ask_supervised(scene.desk).sounds is None
    page = text_of(signed_in(scene.desk, "Supe").get("/supervisor").text)
    assert "The sounds were not tested in this watch." in page
    assert "Paul has the watch, taken from Marie" in page
    assert "in a hurry" in page


def test_who_tests_the_sounds_and_then_takes_the_watch_has_tested_them(scene: Between) -> None:
    """One does the one thing first, another the other; both are the start of the shift."""
    scene.do(acts.TestSounds(heard="yes"), TAKER)
    scene.do(TakeWatch(taken_from="Marie", reason="in a hurry"), TAKER)
    assert ask_supervised(scene.desk).sounds is not None


def test_who_is_on_a_case_is_told_by_person(scene: Between) -> None:
    """As the pages of the watch say it, and nobody is kept from anything."""
    client = signed_in(scene.desk, TAKER)
    said = {"page": "p-1", "case": scene.second, "doing": "phone"}
    assert client.post("/presence", json=said, headers={"origin": HOST}).status_code == 204
    page = text_of(client.get("/supervisor").text)
    assert "Paul K7 is on the phone with this boat" in page


@pytest.mark.parametrize(
    ("name", "status"), [(NAME, 200), ("Supe", 200), ("Amina", 403), ("Olga", 403), ("Tom", 403)]
)
def test_the_load_is_shown_to_those_who_keep_the_watch(scene: Between, name: str, status: int) -> None:
    """Nobody is watched by those who only look on; a trainer sees it in an exercise."""
    assert signed_in(scene.desk, name).get("/supervisor").status_code == status


def test_a_trainer_does_in_an_exercise_what_a_supervisor_does(tmp_path: Path) -> None:
    """And every page tells them so."""
    scene = between(tmp_path, "exercise")
    client = signed_in(scene.desk, "Tom")
    assert client.get("/supervisor").status_code == 200
    page = client.get(f"/cases/{scene.first}").text
    assert "Trainer: here you may do what a supervisor does." in text_of(page)
    assert f"/cases/{scene.first}/do/set-phase" in page


def test_the_page_does_nothing(scene: Between) -> None:
    """It is for looking: no form of its own stands on it."""
    page = signed_in(scene.desk, "Supe").get("/supervisor").text
    main = page[page.index("<main") : page.index("</main>")]
    assert "<form" not in main
