"""The part of a text's page that tells what happened: each report with its words, taken by a person, and only once."""

from __future__ import annotations

import html
import json
import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from scenes import HOST, signed_in, watch
from starlette.testclient import TestClient

from ashore.desk.commands.desk import Desk
from ashore.desk.web.texts_operations import passages
from ashore.reading.operations.fields import Quote

WORDS = (
    "Le 4 février à 4h02, une embarcation est signalée en panne au large d'Ambleteuse. La vedette « Tadorne » "
    "récupère 15 personnes à 4h37. Elles sont débarquées à Boulogne à 5h44.\n"
    "Une autre embarcation, avec une trentaine de personnes à bord, est repérée à 5h10 <au large> de Dunkerque."
)
KEY = "north-centre/official/c-1"


@pytest.fixture
def desk(tmp_path: Path) -> Iterator[Desk]:
    """A desk with one communiqué in it."""
    made, _ = watch(tmp_path)
    bring(made, {"id": "c-1", "channel": "official", "text": WORDS})
    yield made
    made.close()


def bring(desk: Desk, fields: dict[str, object]) -> None:
    line = {"received_at": "2031-02-04T09:00:00+01:00", "received_by": "north-centre"} | fields
    answer = signed_in(desk).post("/api/reports", content=json.dumps(line).encode(), headers={"origin": HOST})
    assert answer.status_code == 200, answer.text


def shown(client: TestClient, key: str = KEY, **query: str) -> str:
    return client.get("/texts/read", params={"report": key} | query).text


def told(page: str) -> str:
    section = re.search(r'<section class="happened".*', page, re.DOTALL)
    assert section is not None
    return section[0]


def offers(page: str) -> list[str]:
    return [html.unescape(each) for each in re.findall(r'name="line" value="([^"]*)"', page)]


def take(client: TestClient, line: str, key: str = KEY) -> str:
    return client.post(
        "/texts/reports", params={"report": key}, data={"line": line}, headers={"origin": HOST}
    ).text


def test_each_step_of_each_boat_is_offered_with_its_words_marked(desk: Desk) -> None:
    page = told(shown(signed_in(desk)))
    assert len(offers(page)) == 4
    assert page.index("Boat 1 of this text") < page.index("Boat 2 of this text")
    marked = [html.unescape(each) for each in re.findall("<mark>(.*?)</mark>", page)]
    assert {"15 personnes", "à 4h37", "récupère"} <= set(marked)
    assert "&lt;au large&gt;" in page


def test_nothing_is_in_the_log_before_somebody_takes_it(desk: Desk) -> None:
    with desk.looking() as picture:
        before = len(picture.reports)
    shown(signed_in(desk))
    with desk.looking() as picture:
        assert len(picture.reports) == before


def test_what_is_taken_is_a_report_that_passes_the_text_on_and_is_not_offered_again(desk: Desk) -> None:
    client = signed_in(desk)
    line = next(each for each in offers(shown(client)) if '"recovered"' in each)
    page = told(take(client, line))
    assert len(offers(page)) == 3
    assert page.count("<b>Taken</b>") == 1
    with desk.looking() as picture:
        [held] = [
            each
            for each in picture.standing(picture.by_type["report.received"])
            if "@" in each.body.report.id
        ]
    report = held.body.report
    assert (report.channel, report.sender.role) == ("official", "centre")
    assert [(each.kind, each.id) for each in report.relates] == [("relays", KEY)]
    assert report.mentions[0].encounter.taken_off.value == 15
    assert report.mentions[0].encounter.taken_off.as_said == "15 personnes"
    assert report.said_at.stated == "2031-02-04T04:37:00+01:00"
    assert {"said_at", "sender.role"} <= set(report.assumed)
    with desk.looking() as picture:
        assert len(picture.standing(picture.by_type["report.received"])) == len(
            picture.by_type["report.received"]
        )
    assert len(offers(told(take(client, line)))) == 3


def test_a_report_taken_by_mistake_and_undone_is_offered_again(desk: Desk) -> None:
    client = signed_in(desk)
    line = next(each for each in offers(shown(client)) if '"recovered"' in each)
    take(client, line)
    undone = client.post("/do/undo", data={}, headers={"origin": HOST})
    assert undone.status_code < 400, undone.text
    again = offers(shown(client))
    assert len(again) == 4
    assert line not in again
    retaken = next(each for each in again if '"recovered"' in each)
    assert told(take(client, retaken)).count("<b>Taken</b>") == 1


def test_a_line_that_the_text_does_not_make_is_refused(desk: Desk) -> None:
    client = signed_in(desk)
    line = offers(shown(client))[1].replace('"value":15', '"value":51')
    page = take(client, line)
    assert 'id="refused"' in page
    assert "The text makes no such report" in page
    assert len(offers(page)) == 4


def test_a_text_that_came_with_its_mentions_offers_nothing(desk: Desk) -> None:
    mention = {"about": "craft", "encounter": {"action": "recovered", "taken_off": {"value": 15}}}
    bring(desk, {"id": "c-2", "channel": "official", "text": WORDS, "mentions": [mention]})
    page = told(shown(signed_in(desk), "north-centre/official/c-2"))
    assert "nothing more is offered" in page
    assert not offers(page)


def test_the_page_speaks_french(desk: Desk) -> None:
    page = told(shown(signed_in(desk), lang="fr"))
    assert "Ce qui s’est passé, en signalements" in page
    assert "Prendre ce signalement" in page
    assert "Take this report" not in page


@given(st.text(max_size=120), st.lists(st.tuples(st.integers(0, 120), st.integers(0, 120)), max_size=5))
def test_passages_hold_the_words_of_the_text_and_mark_no_more_than_the_quotes(
    text: str, spans: list[tuple[int, int]]
) -> None:
    quotes = []
    for one, other in spans:
        start, end = sorted((min(one, len(text)), min(other, len(text))))
        quotes.append(Quote(path="", quote=text[start:end], start=start, end=end))
    for runs in passages(text, quotes):
        assert "".join(each.text for each in runs) in text
        for run in runs:
            assert not run.marked or any(run.text in each.quote for each in quotes)
