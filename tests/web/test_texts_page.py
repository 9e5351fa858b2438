"""The page of what a text claims: every word of the text, each claim marked, and a judgement that is an entry."""

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
from ashore.desk.web.texts import pieces
from ashore.model.claims import Claim

WORDS = (
    "31 people, including two children, were rescued <off> Calais on Tuesday.\nBut 27 others reached the UK."
)


@pytest.fixture
def desk(tmp_path: Path) -> Iterator[Desk]:
    """A desk with one article in it."""
    made, _ = watch(tmp_path)
    line = {"id": "a-1", "channel": "article", "received_at": "2031-02-06T09:00:00+01:00", "text": WORDS}
    answer = signed_in(made).post("/api/reports", content=json.dumps(line).encode(), headers={"origin": HOST})
    assert answer.status_code == 200, answer.text
    yield made
    made.close()


KEY = "north-centre/article/a-1"


def text_of(page: str) -> str:
    section = re.search(r'<section class="text-read"[^>]*>(.*?)</section>', page, re.DOTALL)
    assert section is not None
    return html.unescape(re.sub("<[^>]+>", "", section[1]))


def judged(client: TestClient, **fields: str) -> str:
    return client.post("/texts/read", params={"report": KEY}, data=fields, headers={"origin": HOST}).text


def test_the_text_stands_whole_with_its_claims_beside_it(desk: Desk) -> None:
    client = signed_in(desk)
    assert "/texts/read?report=north-centre/article/a-1" in client.get("/texts").text
    page = client.get("/texts/read", params={"report": KEY}).text
    assert text_of(page) == WORDS
    assert len(re.findall(r'<article class="claim', page)) == 3
    assert "2031-02-04" in page


def test_an_accepted_claim_says_so_and_one_put_right_says_what_it_is_now(desk: Desk) -> None:
    client = signed_in(desk)
    assert "accepted" in judged(client, claim="0", verdict="accepted")
    said = judged(
        client,
        claim="2",
        verdict="corrected",
        value="26",
        qualifier="exact",
        outcome="landed",
        reason="the log",
    )
    assert re.search(r"corrected</b>: <b>exactly 26|corrected</b>: <b>26", said)
    assert "brought ashore" in said


def test_a_rejection_without_a_reason_is_refused_beside_the_text(desk: Desk) -> None:
    refused = signed_in(desk).post(
        "/texts/read",
        params={"report": KEY},
        data={"claim": "0", "verdict": "rejected"},
        headers={"origin": HOST},
    )
    assert refused.status_code == 422
    assert text_of(refused.text) == WORDS
    assert 'id="refused"' in refused.text


def test_a_claim_that_is_not_there_is_refused(desk: Desk) -> None:
    assert "no claim of this text has it" in judged(signed_in(desk), claim="99", verdict="accepted")


@given(st.text(max_size=40), st.lists(st.tuples(st.integers(0, 40), st.integers(0, 40)), max_size=5))
def test_pieces_put_together_are_the_text(text: str, spans: list[tuple[int, int]]) -> None:
    quotes = [sorted((min(one, len(text)), min(other, len(text)))) for one, other in spans]
    found = pieces(text, [Claim(quote="", start=start, end=end) for start, end in quotes])
    assert "".join(each.text for each in found) == text
    for number, (start, end) in enumerate(quotes):
        assert "".join(each.text for each in found if number in each.claims) == text[start:end]
