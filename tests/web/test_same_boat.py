"""Which boat a report may be about, on the pages and for programs."""

from __future__ import annotations

import re
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from same_boat_scene import AGAIN, NOWHERE, OTHER, answered, same_boat_sea, until_done
from scenes import HOST, client_of, signed_in
from sea import Sea
from starlette.testclient import TestClient

from ashore.desk.commands import Desk
from ashore.desk.commands.acts import LinkMention
from ashore.desk.language import speaking
from ashore.desk.web.advice import Advice
from ashore.desk.web.same_boat_told import HALF, bar, chance
from ashore.forecast.faults import NoDrift


@pytest.fixture(scope="module")
def sea(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Sea]:
    """A sea that nobody writes to."""
    made = same_boat_sea(tmp_path_factory.mktemp("same-boat"))
    yield made
    made.desk.close()


@contextmanager
def at_work(desk: Desk) -> Iterator[tuple[TestClient, Advice]]:
    """Give a signed-in client of a desk whose advice is worked out."""
    with signed_in(desk) as client:
        yield client, client.app.state.advice  # type: ignore[attr-defined]


def text_of(html: str) -> str:
    """Return what a page says, without its tags."""
    return re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", html))


def test_a_program_is_given_the_alternatives_with_their_reasons(sea: Sea) -> None:
    """The fields of format 8.2; the shares come to one; the boat of the same telephone comes first."""
    said = sea.client.get("/api/proposals", params={"mention": AGAIN}).json()
    assert said["format"] == "ashore.proposals/1"
    assert (said["report"], said["mention"], said["held_in"]) == ("north-centre/phone/m-1", 0, None)
    assert said["case"] == sea.twice
    assert {each["case"] for each in said["alternatives"]} == {sea.twice, sea.once, None}
    assert sum(each["p"] for each in said["alternatives"]) == pytest.approx(1, abs=1e-6)
    assert {each["evidence"] for each in said["reasons"]} >= {"phone", "position"}
    assert all(each["log_odds"] < 0 for each in said["alternatives"][1]["against"])


def test_a_program_is_refused_as_on_every_address(sea: Sea) -> None:
    """Nobody reads a live desk unasked, and a mention that is not held has no proposals."""
    assert client_of(sea.desk).get("/api/proposals", params={"mention": AGAIN}).status_code == 401
    refused = sea.client.get("/api/proposals", params={"mention": "north-centre/phone/none#0"})
    assert (refused.status_code, refused.json()["code"]) == (404, "unknown-mention")


def test_the_list_waits_for_no_advice_and_says_where_it_is(sea: Sea) -> None:
    """What the list itself holds is a place for it and a link, for whoever runs no scripts."""
    html = sea.client.get("/").text
    assert html.count("data-best=") == 4
    assert 'href="/same-boat?mention=north-centre/phone/m-1%230"' in html
    beside = sea.client.get("/same-boat/loose").text
    assert beside.count("data-of=") == 4
    assert "It is this boat" not in beside


def test_beside_each_report_of_no_case_stand_its_best_cases_and_a_new_boat(sea: Sea) -> None:
    """How likely in words, two reasons for and one against, and a key for each; never certain, never impossible."""
    with at_work(sea.desk) as (client, advice):
        answered(advice.loose)
        html = client.get("/same-boat/loose").text
        piece = html[html.index(f'data-of="{AGAIN}"') : html.index(f'data-of="{OTHER}"')]
    said = text_of(piece)
    assert re.search(r"in 100 very likely 2234B", said)
    assert re.search(r"in 100 very unlikely a boat nobody reported yet", said)
    assert "The same telephone as 1 of its calls" in said
    assert re.findall(r'data-key="(\w)" data-key-row', piece)[:4] == ["w", "1", "b", "2"]
    assert f'name="cases" value="{sea.twice}"' in piece
    assert "100 %" not in said
    assert "+336" not in html


def test_the_page_of_a_report_shows_every_reason_and_where_it_lies(sea: Sea) -> None:
    """A bar for each, the sum last, how to read them, and how far each boat was, in words and on the map."""
    with at_work(sea.desk) as (client, advice):
        answered(lambda: advice.mention(AGAIN))
        html = client.get("/same-boat", params={"mention": AGAIN}).text
    said = text_of(html)
    assert "How to read the bars" in said
    assert "All of it together." in said
    assert html.count('class="waterfall"') == 2
    assert "2234B was 1.6 NM away 29 min before" in said
    assert 'data-map="/map/state?mention=north-centre/phone/m-1%230"' in html
    assert "style=" not in html


def test_the_map_of_a_report_shows_it_and_the_boats_it_may_be(sea: Sea) -> None:
    """By their keys, the nearest in time first, a line to each with how far and how long; and nothing else."""
    with at_work(sea.desk) as (client, advice):
        answered(lambda: advice.mention(AGAIN))
        drawn = client.get("/map/state", params={"mention": AGAIN}).json()
        words = text_of(client.get("/map/words", params={"mention": AGAIN}).text)
    last = {
        each["properties"]["name"]: each
        for each in drawn["positions"]["features"]
        if each["properties"]["last"]
    }
    assert set(last) == {"1 2234B", "2 K7", "this report"}
    assert last["1 2234B"]["geometry"]["coordinates"] == [1.8, 51.06]
    assert last["this report"]["geometry"]["coordinates"] == [1.815, 51.085]
    assert len(drawn["errors"]["features"]) == len(drawn["positions"]["features"]) == 4
    assert [
        (each["properties"]["case"], each["properties"]["label"]) for each in drawn["ties"]["features"]
    ] == [
        (sea.twice, "1.6 NM, 29 min"),
        (sea.once, "17.7 NM, 15 min"),
    ]
    west, south, east, north = drawn["bounds"]
    assert west < 1.45 < 1.815 < east
    assert south < 50.9 < 51.085 < north
    assert "2234B was 1.6 NM away 29 min before" in words
    assert "this report The caller" in words


def test_the_map_of_a_report_shows_areas_of_its_time_and_no_others(sea: Sea) -> None:
    """A forecast for an hour later is no evidence of where a boat was."""
    with at_work(sea.desk) as (client, advice):
        answered(lambda: advice.mention(AGAIN))
        for _ in range(200):
            drawn = client.get("/map/state", params={"mention": AGAIN}).json()
            if len({each["properties"]["case"] for each in drawn["clouds"]["features"]}) == 2:
                break
            time.sleep(0.05)
    assert {each["properties"]["case"] for each in drawn["clouds"]["features"]} == {sea.twice, sea.once}
    assert len(drawn["instants"]) == 1
    assert drawn["notes"][0]["says"].startswith("SYNTHETIC")


def test_a_report_of_a_case_is_held_against_its_others_and_not_against_itself(tmp_path: Path) -> None:
    """Where it lies is no evidence that it lies there."""
    sea = same_boat_sea(tmp_path)
    sea.desk.do(LinkMention(mention=AGAIN, cases=(sea.twice,), reason="their phone"), sea.who)
    with at_work(sea.desk) as (client, advice):
        answered(lambda: advice.mention(AGAIN))
        drawn = client.get("/map/state", params={"mention": AGAIN}).json()
        said = text_of(client.get("/same-boat", params={"mention": AGAIN}).text)
    assert "0.0 NM" not in said
    [mine] = [
        each["properties"]["label"]
        for each in drawn["ties"]["features"]
        if each["properties"]["case"] == sea.twice
    ]
    assert mine == "1.6 NM, 29 min"
    assert drawn["positions"]["features"][-1]["properties"]["name"] == "this report"
    sea.desk.close()


def test_the_page_is_french_where_it_is_asked_for_in_french(sea: Sea) -> None:
    """Every sentence, the engine's reasons too."""
    with at_work(sea.desk) as (client, advice):
        answered(lambda: advice.mention(AGAIN))
        said = text_of(client.get("/same-boat", params={"mention": AGAIN, "lang": "fr"}).text)
    assert "Est-ce la même embarcation ?" in said
    assert "Le même téléphone que 1 de ses appels" in said
    assert "une embarcation que personne n&#39;a encore signalée" in said


def test_a_report_without_a_position_is_weighed_and_not_drawn(sea: Sea) -> None:
    """No place is made up for it."""
    with at_work(sea.desk) as (client, advice):
        answered(lambda: advice.mention(NOWHERE))
        html = client.get("/same-boat", params={"mention": NOWHERE}).text
    assert "so nothing is drawn" in html
    assert "data-map=" not in html
    assert 'class="chance"' in html


def test_what_a_person_held_apart_is_not_proposed_again(tmp_path: Path) -> None:
    """Neither beside the list nor for a program."""
    sea = same_boat_sea(tmp_path)
    sea.desk.do(
        LinkMention(mention=AGAIN, cases=(sea.twice,), standing="apart", reason="another voice"), sea.who
    )
    said = sea.client.get("/api/proposals", params={"mention": AGAIN}).json()
    assert sea.twice not in {each["case"] for each in said["alternatives"]}
    sea.desk.close()


def test_a_case_shows_the_report_that_fits_it_worst(tmp_path: Path) -> None:
    """Its reasons against, a key to look at it, and a way to part it; then it is loose again."""
    sea = same_boat_sea(tmp_path)
    sea.desk.do(LinkMention(mention=AGAIN, cases=(sea.once,), reason="a slip"), sea.who)
    with at_work(sea.desk) as (client, advice):
        answered(lambda: advice.members(sea.once))
        html = client.get(f"/cases/{sea.once}").text
        part = html[html.index('<section id="fits"') :]
        part = part[: part.index("</section>")]
        assert "17.7 NM from its position" in part
        assert 'data-key="w"' in part
        assert 'name="standing" value="apart"' in part
        client.post(
            f"/cases/{sea.once}/do/link-mention",
            data={"mention": AGAIN, "cases": sea.once, "standing": "apart"},
            headers={"origin": HOST},
        )
    with sea.desk.looking() as picture:
        assert AGAIN in {each.id for each in picture.loose()}
    sea.desk.close()


def test_a_case_of_one_report_is_not_asked_whether_it_is_one_boat(sea: Sea) -> None:
    """There is nothing for it to fit."""
    with sea.desk.looking() as picture:
        alone = next(case.id for case in picture.all_cases() if len(case.mentions) == 1)
    assert "Is it one boat?" not in sea.client.get(f"/cases/{alone}").text


def test_without_the_drift_extra_the_pages_say_so_in_a_sentence(tmp_path: Path, monkeypatch: Any) -> None:
    """The list stands, and so do its forms."""
    sea = same_boat_sea(tmp_path)

    def missing() -> None:
        raise NoDrift

    monkeypatch.setattr(sea.desk, "linker", missing)
    with at_work(sea.desk) as (client, advice):
        until_done(advice.loose)
        beside = client.get("/same-boat/loose").text
        assert client.get("/").status_code == 200
    assert beside.count("The drift engine is not installed here") == 4
    sea.desk.close()


def test_a_call_half_typed_is_weighed_before_it_is_logged(sea: Sea) -> None:
    """Beside each choice, with a reason, and nothing of it is kept in the log."""
    form = {
        "draft": "5bb1fc05-97a5-4c5c-9b3d-8f2b2a8a0c11",
        "text": "engine dead, 51 05.1 N 001 48.9 E",
        "phone": "+33600000001",
    }
    before = sea.desk.ledger.latest()
    with at_work(sea.desk) as (client, _):
        headers = {"origin": HOST}
        html = client.post("/call/same-boat", data=form, headers=headers).text
        while "data-soon" in html:
            html = client.post("/call/same-boat", data=form, headers=headers).text
    piece = html[html.index(f'data-of="case:{sea.twice}"') :]
    assert "The same telephone as 1 of its calls" in text_of(piece)
    assert 'data-of="new"' in html
    assert sea.desk.ledger.latest() == before


@given(st.floats(0, 1))
def test_a_chance_is_never_certain_and_never_nothing(p: float) -> None:
    """Whatever the engine says of it."""
    for language in ("en", "fr"):
        says = chance(p, speaking(language)).says
        few, of = (int(each) for each in re.findall(r"[0-9]+", says))
        assert 0 < few < of


@given(st.floats(-60, 60))
def test_a_bar_stays_on_its_side_of_the_middle_and_says_which(log_odds: float) -> None:
    """For to the right, against to the left, and none longer than there is room."""
    made = bar("something", log_odds, speaking("en"))
    assert 0 <= made.x <= made.x + made.width <= 2 * HALF
    if made.side == "for":
        assert made.x == HALF
    if made.side == "against":
        assert made.x + made.width == pytest.approx(HALF)
