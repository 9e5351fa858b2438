"""Calls over HTTP: logged once, half typed and kept, pasted, called back; and an encounter's four answers."""

from __future__ import annotations

import re
import uuid
from html import unescape
from typing import Any

import pytest
from scenes import HOST, client_of, signed_in
from starlette.testclient import TestClient
from test_web_pages import text_of

from ashore.desk.commands import Desk, asking
from ashore.desk.web.calls_cases import ranked
from ashore.desk.web.encounters_typed import count_of
from ashore.model.bodies import ReminderSet
from ashore.model.errors import AshoreError

DRAFT = str(uuid.UUID(int=7))
HERE = {"origin": HOST}
CHAT = "03/02/2031, 21:10 - +33 6 12 34 56 78: we are 30 people\n03/02/2031, 21:11 - +33 6 12 34 56 78: engine dead\n"


def typed(desk: Desk, text: str, **more: str) -> dict[str, Any]:
    """Return a call's form as the page sends it."""
    return {
        "draft": DRAFT,
        "log": desk.ledger.log,
        "text": text,
        "zone": "Europe/Paris",
        "to": "none",
        **more,
    }


def log(client: TestClient, fields: dict[str, Any]) -> Any:
    """Have a call shown, and then logged, as the page's script does."""
    shown = client.post("/call/understood", data=fields, headers=HERE).text
    names = [unescape(each) for each in re.findall(r'name="shown" value="([^"]*)"', shown)]
    return client.post(
        "/call/log", data={**fields, "shown": names}, headers={**HERE, "accept": "application/json"}
    )


def count(desk: Desk, kind: str) -> int:
    """Return how many entries of a type there are."""
    with desk.looking() as picture:
        return sum(each.type == kind for each in picture.entries.values())


def test_a_call_sent_twice_is_logged_once_and_opens_one_case(on_watch: tuple[Desk, str]) -> None:
    """The second answer is the first one's."""
    desk, _ = on_watch
    client = signed_in(desk)
    fields = typed(desk, "about 30, engine dead", to="new", back="/calls")
    first, before = log(client, fields), count(desk, "case.opened")
    assert first.json() == {"case": first.json()["case"], "back": "/calls"}
    assert first.json()["case"].startswith("c-")
    assert log(client, fields).json() == first.json()
    assert count(desk, "case.opened") == before


def test_a_draft_is_kept_sealed_and_finished_by_logging(on_watch: tuple[Desk, str]) -> None:
    """An older version changes nothing; a logged call is told as logged and offered no more."""
    desk, _ = on_watch
    client = signed_in(desk)
    for version, text in ((2, "thirty pers"), (1, "thir")):
        body = {"version": version, "fields": {"text": [text]}}
        assert client.put(f"/call/draft/{DRAFT}", json=body, headers=HERE).status_code == 204
    (held,) = client.get("/call/drafts").json()["drafts"]
    assert (held["id"], held["version"], held["fields"]) == (DRAFT, 2, {"text": ["thirty pers"]})
    log(client, typed(desk, "thirty persons"))
    assert client.get(f"/call/drafts?ask={DRAFT}").json() == {"drafts": [], "logged": [DRAFT]}


def test_a_draft_is_nobody_elses(on_watch: tuple[Desk, str]) -> None:
    """Another account neither reads nor changes it, and nobody without one."""
    desk, _ = on_watch
    body = {"version": 1, "fields": {"text": ["thirty"]}}
    signed_in(desk).put(f"/call/draft/{DRAFT}", json=body, headers=HERE)
    desk.accounts.create("Paul", "four unrelated words", "officer")
    other = signed_in(desk, "Paul")
    assert other.get("/call/drafts").json()["drafts"] == []
    assert other.put(f"/call/draft/{DRAFT}", json=body, headers=HERE).status_code == 422
    assert client_of(desk).get("/call/drafts").status_code == 401


def test_a_call_typed_for_another_log_is_refused(on_watch: tuple[Desk, str]) -> None:
    """An exercise's queue never reaches a live log at the same address."""
    desk, _ = on_watch
    answer = log(signed_in(desk), typed(desk, "thirty", log="another"))
    assert (answer.status_code, answer.json()["code"]) == (409, "another-log")


def test_a_call_is_taken_without_scripts(on_watch: tuple[Desk, str]) -> None:
    """The form shows what it understood, and is then logged."""
    desk, _ = on_watch
    client = signed_in(desk)
    page = client.post("/call", data=typed(desk, "about 30"), headers=HERE)
    assert "about 30 (at least not said, at most not said)" in text_of(page.text)
    answer = client.post("/call/log", data=typed(desk, "about 30"), headers=HERE, follow_redirects=False)
    assert (answer.status_code, answer.headers["location"]) == (303, "/")


def test_an_empty_call_is_refused_with_what_was_chosen(on_watch: tuple[Desk, str]) -> None:
    """By the desk's own sentence."""
    desk, _ = on_watch
    answer = log(signed_in(desk), typed(desk, "  "))
    assert (answer.status_code, answer.json()["code"]) == (422, "says-nothing")


def test_the_case_of_the_same_telephone_is_offered_first_and_chosen(on_watch: tuple[Desk, str]) -> None:
    """By the marks alone: no number is opened for it."""
    desk, case = on_watch
    client = signed_in(desk)
    looks = desk.access.latest()
    shown = client.post(
        "/call/understood", data={"draft": DRAFT, "text": "help", "phone": "+33600000000"}, headers=HERE
    ).text
    assert re.search(rf'value="case:{case}"[^>]* checked', shown)
    assert "same telephone" in shown
    assert desk.access.latest() == looks


def test_without_a_number_or_a_place_the_last_heard_comes_first(on_watch: tuple[Desk, str]) -> None:
    """And the case that was asked for before any."""
    desk, case = on_watch
    client = signed_in(desk)
    opened = log(client, typed(desk, "about 30", to="new")).json()["case"]
    rows = asking.ask_board(desk).rows
    assert [each.row.case.id for each in ranked(rows, None, ())] == [opened, case]
    assert [each.row.case.id for each in ranked(rows, None, (), case)] == [case, opened]


def test_the_number_is_opened_for_calling_back_and_that_is_written_down(on_watch: tuple[Desk, str]) -> None:
    """Large, with what was last said, and each outcome by one key."""
    desk, case = on_watch
    client = signed_in(desk)
    looks = desk.access.latest()
    page = client.get(f"/cases/{case}/call-back").text
    assert 'href="tel:+33600000000"' in page
    assert "engine dead, water coming in, we are forty" in page
    assert re.findall(r'data-key="([1-4])"', page) == ["1", "2", "3", "4"]
    assert desk.access.latest() > looks
    answered = unescape(re.findall(r'name="back" value="(/call\?[^"]*)"', page)[0])
    assert 'value="+33600000000"' in client.get(answered).text
    assert "+336" not in answered


def test_a_loose_caller_is_called_back_and_a_case_can_be_opened_for_it(on_watch: tuple[Desk, str]) -> None:
    """There is no case yet on which a call in vain could be written down."""
    desk, _ = on_watch
    client = signed_in(desk)
    log(client, typed(desk, "water coming in", phone="+33622222222"))
    listed = client.get("/calls").text
    link = unescape(re.findall(r'href="(/call-back\?mention=[^"]*)"', listed)[0])
    page = client.get(link).text
    assert "tel:+33622222222" in page
    assert "Open a case for it" in page


def test_what_is_pasted_again_is_already_held(on_watch: tuple[Desk, str]) -> None:
    """And the page says how many of which; without a clock nothing is taken in."""
    desk, _ = on_watch
    client = signed_in(desk)
    file = {"file": ("chat.txt", CHAT.encode())}
    assert client.post("/paste", data={"zone": ""}, files=file, headers=HERE).status_code == 422
    for says in ("2 new, 0 already held, 0 not reports", "0 new, 2 already held, 0 not reports"):
        answer = client.post("/paste", data={"zone": "Europe/Paris"}, files=file, headers=HERE)
        assert says in text_of(answer.text)
    nothing = client.post("/paste", data={"zone": "UTC"}, files={"file": ("", b"")}, headers=HERE)
    assert nothing.status_code == 422


MET = {"unit": "cutter Orme", "action": "recovered", "channel": "vhf", "command": str(uuid.UUID(int=9))}


def test_the_four_answers_stand_in_the_book(on_watch: tuple[Desk, str]) -> None:
    """Forty set out by their own word, and all are off by the unit's: nobody may still be out."""
    desk, _ = on_watch
    client = signed_in(desk)
    case = log(client, typed(desk, "about 40 people, engine dead", to="new")).json()["case"]
    fields = {
        **MET,
        "taken_off": "40",
        "all_off": "yes",
        "in_water": "0",
        "set_out": "40",
        "craft_after": "sunk",
    }
    answer = client.post(f"/cases/{case}/encounter", data=fields, headers=HERE, follow_redirects=False)
    assert answer.status_code == 303
    met = asking.ask_case(desk, case).row.case.mentions[-1].mention.encounter
    assert met is not None
    assert (met.all_off, met.craft_after, met.says_who) == ("yes", "sunk", "unit")
    assert met.set_out is not None
    assert (met.set_out.value, met.set_out.says_who) == (40, "survivors")
    assert asking.ask_case(desk, case).row.still_out.high == 0
    assert count(desk, "reminder.set") == 0


def test_a_question_left_open_is_not_asked_and_reminds_once(on_watch: tuple[Desk, str]) -> None:
    """However often the form is sent; and undoing takes back the encounter."""
    desk, case = on_watch
    client = signed_in(desk)
    for _ in range(2):
        client.post(f"/cases/{case}/encounter", data={**MET, "taken_off": "33"}, headers=HERE)
    with desk.looking() as picture:
        (reminder,) = picture.kept(ReminderSet)
        assert reminder.body.reason == (
            "Ask cutter Orme now: is anyone left, is anyone in the water, how many do they say set out?"
        )
    met = asking.ask_case(desk, case).row.case.mentions[-1].mention.encounter
    assert met is not None
    assert met.all_off == "not_asked"
    before = len(asking.ask_case(desk, case).row.case.mentions)
    client.post("/do/undo", headers=HERE)
    assert len(asking.ask_case(desk, case).row.case.mentions) == before - 1


@pytest.mark.parametrize("action", ["nothing_found", "lost_sight"])
def test_a_unit_with_no_boat_before_it_is_not_to_be_asked(on_watch: tuple[Desk, str], action: str) -> None:
    """No reminder sounds a minute later to ask how many are off a boat that was not there."""
    desk, case = on_watch
    signed_in(desk).post(f"/cases/{case}/encounter", data={**MET, "action": action}, headers=HERE)
    assert count(desk, "reminder.set") == 0


@pytest.mark.parametrize(
    "fields",
    [
        {"unit": " "},
        {"all_off": "yes", "left_aboard": "2"},
        {"all_off": "no", "left_aboard": "0"},
        {"taken_off": "some of them?"},
    ],
)
def test_what_contradicts_itself_is_refused_and_stays_typed(
    on_watch: tuple[Desk, str], fields: dict[str, str]
) -> None:
    """All off and two left: the officer asks once more; nothing was written."""
    desk, case = on_watch
    before = desk.ledger.latest()
    answer = signed_in(desk).post(
        f"/cases/{case}/encounter", data={**MET, "dead": "1", **fields}, headers=HERE
    )
    assert answer.status_code == 422
    assert re.search(r'id="met-dead"[^>]*value="1"', answer.text)
    assert desk.ledger.latest() == before


@pytest.mark.parametrize(
    ("said", "value", "qualifier"), [("13", 13, None), ("about 20", 20, "about"), ("environ 20", 20, "about")]
)
def test_a_plain_number_is_a_hand_count_and_a_guess_is_not(
    said: str, value: int, qualifier: str | None
) -> None:
    """What the unit guessed bounds nothing by hand."""
    counted = count_of("taken_off", said, "unit")
    assert counted is not None
    assert (counted["value"], counted.get("qualifier")) == (value, qualifier)


def test_a_number_of_something_else_is_no_count() -> None:
    """Refused by a sentence, for the officer to correct."""
    with pytest.raises(AshoreError):
        count_of("taken_off", "at 2234B", "unit")
