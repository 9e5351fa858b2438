"""The trainer's page and the debrief over HTTP: for trainers while it runs, for everybody when it is over."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from drill_scenes import OFFICER, TRAINER, Drilled, drilled
from scenes import HOST, PASSWORD, client_of
from starlette.testclient import TestClient
from test_web_pages import text_of

from ashore.desk.commands.drilling import DRILLING
from ashore.desk.language import speaking
from ashore.desk.language.words import WORDS
from ashore.desk.web.errors import TrainersOnly
from ashore.desk.web.live_pages import parts_of
from ashore.desk.web.screens import AGES_S, View
from ashore.desk.web.strips import hours, strip
from ashore.exercise.clock import DrillClock

SECRETS = re.compile(r"boat-0\d\d|truth")


@pytest.fixture
def scene(tmp_path: Path) -> Iterator[Drilled]:
    """A drill that has begun."""
    with drilled(tmp_path) as made:
        yield made


def client(scene: Drilled, name: str | None = None, *, near: bool = True) -> TestClient:
    """Return a client of the drill's desk, signed in as somebody if a name is given."""
    made = client_of(scene.desk, drill=scene.drill, near=near)
    if name is not None:
        said = {"name": name, "password": PASSWORD}
        answer = made.post("/sign-in", data=said, headers={"origin": HOST}, follow_redirects=False)
        assert answer.status_code == 303
    return made


def lead(made: TestClient, what: str, **fields: object):
    """Press a button of the trainer's page."""
    return made.post(f"/trainer/do/{what}", data=fields, headers={"origin": HOST}, follow_redirects=False)


def test_the_trainer_sees_what_comes_next_and_the_boats_as_they_are(scene: Drilled) -> None:
    """And EXERCISE above it, like every page."""
    page = client(scene, TRAINER).get("/trainer")
    assert page.status_code == 200
    words = text_of(page.text)
    for said in (
        "EXERCISE",
        "Playing, 4 times as fast as real.",
        "0 of 43 reports have come",
        "boat-001",
        "not yet left",
    ):
        assert said in words
    assert "data-soon" in page.text


def test_an_officer_sees_nothing_of_the_truth_on_any_page(scene: Drilled) -> None:
    """Not the trainer's page, not the debrief, not a link to either, and no boat's name anywhere."""
    scene.play(6)
    scene.drill.tell(scene.drill.prepared("alongside", "boat-002"))
    made = client(scene, OFFICER)
    assert "the trainer's" in text_of(made.get("/trainer").text)
    assert made.get("/trainer").status_code == made.get("/debrief").status_code == 403
    assert lead(made, "pause").status_code == 403
    for path in ("/", "/map", "/calls", "/handover", "/lists", "/supervisor", "/figures", "/about"):
        page = made.get(path)
        assert page.status_code == 200
        assert not SECRETS.search(page.text), path
        assert "/trainer" not in page.text
        assert "/debrief" not in page.text
    board = made.get("/api/board")
    assert not SECRETS.search(board.text)
    with scene.desk.looking() as picture:
        for held in picture:
            entry = scene.desk.ledger.get(held.id)
            assert not SECRETS.search((entry.body or b"").decode())


def test_who_is_not_signed_in_is_no_trainer(scene: Drilled) -> None:
    """Neither at this machine nor far from it."""
    assert client(scene).get("/trainer", follow_redirects=False).status_code == 303
    assert client(scene).get("/debrief").status_code == 403
    assert client(scene, near=False).get("/debrief", follow_redirects=False).status_code == 303


def test_a_desk_without_a_drill_has_neither_page(scene: Drilled) -> None:
    """An exercise with a script of one's own goes without."""
    made = client_of(scene.desk)
    said = {"name": TRAINER, "password": PASSWORD}
    made.post("/sign-in", data=said, headers={"origin": HOST})
    for path in ("/trainer", "/debrief"):
        assert made.get(path).status_code == 404
    assert "/trainer" not in made.get("/").text


def test_pace_is_the_trainers(scene: Drilled) -> None:
    """Pause, go on, faster, and on to the next report; the desk's own clock goes with it."""
    made = client(scene, TRAINER)
    assert lead(made, "pause").headers["location"] == "/trainer"
    at = scene.desk.now()
    scene.wall.ms += 60_000
    assert scene.desk.now() == at
    assert "Nobody plays this drill" in text_of(made.get("/trainer").text)
    DrillClock(scene.data / "drill", scene.wall).go_on()
    assert "Paused" in text_of(made.get("/trainer").text)
    lead(made, "go-on")
    lead(made, "speed", speed="8")
    scene.wall.ms += 1_000
    assert scene.desk.now() == at + 8_000
    assert scene.desk.pace() == 8.0
    coming = scene.drill.standing().coming[0]
    lead(made, "skip")
    assert scene.desk.now() == coming.at
    with scene.desk.looking() as picture:
        assert set(picture.reports) == {coming.report}
        (report,) = picture.reports[coming.report]
        assert picture.entries[report].actor == DRILLING.account
        assert picture.entries[report].wall_ms >= coming.at
    assert lead(made, "speed", speed="fast").status_code == 422
    assert lead(made, "rain").status_code == 404


def test_each_prepared_inject_is_one_click_and_an_ordinary_report(scene: Drilled) -> None:
    """It stands in the log like any other, and on the trainer's side it is counted."""
    scene.play(3)
    made = client(scene, TRAINER)
    for name in WORDS["inject"]:
        assert lead(made, "inject", name=name, boat="boat-002").status_code == 303
    with scene.desk.looking() as picture:
        told = [key for key in picture.reports if "/inject-" in key]
    assert len(told) == len(WORDS["inject"]) == scene.drill.standing().injects
    assert lead(made, "inject", name="call", boat="boat-099").status_code == 404
    assert lead(made, "inject", name="a storm", boat="boat-001").status_code == 404


def test_a_report_of_the_trainers_own_is_prefilled_from_the_truth(scene: Drilled) -> None:
    """That boat's position now, its people, its telephone; and what was typed comes back when it is refused."""
    made = client(scene, TRAINER)
    now = {each.boat: each for each in scene.drill.boats()}["boat-003"]
    form = made.get("/trainer?boat=boat-003").text
    for value in (now.phones[0], f'value="{now.lat:.2f}'[:-1]):
        assert value in form
    typed = {
        "boat": "boat-003",
        "received_by": "west-centre",
        "channel": "phone",
        "role": "relative",
        "phone": "+33639981100",
        "words": "my brother does not answer any more",
        "lat": "51.01",
        "lon": "",
        "people": "14",
        "danger": "taking_water",
    }
    refused = lead(made, "tell", **typed)
    assert refused.status_code == 422
    assert "half a position is given" in text_of(refused.text)
    assert "my brother does not answer any more" in refused.text
    assert lead(made, "tell", **{**typed, "lon": "1.85"}).status_code == 303
    assert lead(made, "tell", **{**typed, "lat": "951", "lon": "1.85"}).status_code == 422
    assert lead(made, "tell", **{**typed, "lon": "1.85", "people": "many"}).status_code == 422
    with scene.desk.looking() as picture:
        (held,) = picture.standing(picture.by_type["report.received"])
    report = held.body.report
    assert report.sender.role == "relative"
    assert report.mentions[0].on_board.value == 14
    assert report.mentions[0].danger == ("taking_water",)
    assert scene.drill.standing().injects == 1


def test_the_debrief_opens_when_the_drill_is_over(scene: Drilled) -> None:
    """Masked boats first, people still out in so many words, and links to the cases and the entries."""
    scene.play(4)
    scene.stand_watch()
    for _ in range(12):
        scene.play(1)
        scene.stand_watch()
    danger = next(each.boat for each in scene.drill.boats() if each.state == "danger" and each.told)
    scene.suspend(danger)
    scene.play(2)
    officer = client(scene, OFFICER)
    assert officer.get("/debrief").status_code == 403
    assert lead(client(scene, TRAINER), "end").headers["location"] == "/debrief"
    assert "/debrief" in officer.get("/").text
    page = officer.get("/debrief")
    words = text_of(page.text)
    told = scene.drill.debrief()
    assert page.status_code == 200
    assert "EXERCISE" in words
    assert "were still out" in words
    assert f"{told.masked_boats} boat" in words
    for each in told.boats:
        assert each.boat in page.text
        if each.case:
            assert f"/cases/{each.case}" in page.text
        for happened in each.happened:
            assert not happened.entry or f"/entries/{happened.entry}" in page.text
    assert officer.get("/trainer").status_code == 403
    assert lead(client(scene, TRAINER), "skip").status_code == 409
    french = officer.get("/debrief?lang=fr")
    assert "EXERCICE" in text_of(french.text)
    assert "masquée" in french.text


def test_a_strip_holds_what_the_boat_lived(scene: Drilled) -> None:
    """Bars inside the strip, a tick for each report, hours in order."""
    for _ in range(20):
        scene.play(1)
        scene.stand_watch()
    told = scene.drill.debrief()
    ticks = hours(told)
    assert [each.x for each in ticks] == sorted(each.x for each in ticks)
    for each in told.boats:
        drawn = strip(each, told, speaking("en"))
        assert len(drawn.ticks) == len(each.reports)
        for bar in (*drawn.danger, *drawn.masked, *drawn.own):
            assert 0 <= bar.x <= bar.x + bar.width <= 100.01
        assert bool(drawn.masked) == bool(each.masked)


def test_the_first_account_of_a_drill_is_the_trainers(tmp_path: Path) -> None:
    """Whoever has the code from the terminal leads the drill."""
    with drilled(tmp_path) as scene:
        scene.desk.accounts._rows("DELETE FROM account")
        made = client_of(scene.desk, drill=scene.drill, first_code="abc")
        made.post(
            "/first-account",
            data={"code": "abc", "name": "Ina", "password": PASSWORD},
            headers={"origin": HOST},
            follow_redirects=False,
        )
        assert scene.desk.accounts.check("Ina", PASSWORD).role == "trainer"
        assert made.get("/trainer").status_code == 200


def test_what_the_trainer_is_served_is_what_their_screen_is_sent(scene: Drilled) -> None:
    """The live parts are drawn for the role, and an officer's screen is never drawn from them."""
    scene.play(2)
    scene.drill.pause()
    made = client(scene, TRAINER)
    screens = made.app.state.screens  # type: ignore[attr-defined]
    served = parts_of(made.get("/trainer").text)
    drawn = screens._made(View("/trainer", "", "trainer", "en")).parts
    assert served == drawn
    assert {"drill-standing", "coming", "truth"} <= served.keys()
    with pytest.raises(TrainersOnly):
        screens._made(View("/trainer", "", "officer", "en"))


def test_what_falls_due_is_drawn_in_the_drills_time(scene: Drilled) -> None:
    """At four times real it is there in a quarter of the wait; in a pause it never comes."""
    screens = client(scene).app.state.screens  # type: ignore[attr-defined]
    due = f'<p data-due="{scene.desk.now() + 8_000}"></p>'
    assert screens._next_s(due) == pytest.approx(2.0)
    scene.drill.pause()
    assert screens._next_s(due) == AGES_S
