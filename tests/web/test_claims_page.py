"""Claims beside the book on a page: contradictions first, each with its quote, copies once, a total with its parts."""

from __future__ import annotations

import html
import re
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest
from claims_scene import READ, claims_desk
from scenes import HOST, NAME, PASSWORD, client_of, signed_in
from starlette.testclient import TestClient

from ashore.desk.commands import Desk, questioning
from ashore.desk.commands.counting import Cut
from ashore.desk.language import LANGUAGES
from ashore.figures.claims_said import judgements


@pytest.fixture(scope="module")
def desk(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Desk]:
    """A desk with papers that contradict, copy and add up; nobody writes to it."""
    made = claims_desk(tmp_path_factory.mktemp("claims"))
    yield made
    made.close()


@pytest.fixture(scope="module")
def client(desk: Desk) -> TestClient:
    return signed_in(desk)


def rows_of(page: str) -> list[str]:
    """Return each row's words, on one line."""
    found = re.findall(r'<article class="beside-row.*?</article>', page, re.DOTALL)
    return [" ".join(html.unescape(re.sub("<[^>]+>", " ", each)).split()) for each in found]


def test_contradictions_come_first_and_say_by_how_much(client: TestClient) -> None:
    """150 against the official 140."""
    first, second, *rest = rows_of(client.get("/claims").text)
    assert first.startswith("Contradicts by +10 “150 people crossed")
    assert "Home Office SB_01 has 140 for 2031-02-01/2031-02-07: the claim differs by +10." in first
    assert second.startswith("Contradicts by +30")
    assert not any(row.startswith("Contradicts") for row in rest)


def test_copies_are_one_row_and_whoever_is_cited_stands_first(client: TestClient) -> None:
    """Echo has it from the Gazette; a copy with one word changed names both words."""
    rows = rows_of(client.get("/claims").text)
    [crossed] = [row for row in rows if "150 people crossed" in row]
    assert "Gazette, 2031-02-08" in crossed.split("One source, in 2 texts.")[0]
    assert "printed by Echo" in crossed.split("One source, in 2 texts.")[1]
    [gangs] = [row for row in rows if "Gangs stop lorries" in row]
    assert "One source in 2 texts, with words changed on the way: goods → drugs." in gangs


def test_a_total_stands_once_with_its_parts(client: TestClient) -> None:
    """30 = 18 + 12, and neither part is a row."""
    rows = rows_of(client.get("/claims").text)
    [landed] = [row for row in rows if "18 at one quay" in row]
    assert "30 people (landed) = 18 + 12" in landed
    assert "12 at another" in landed


def test_the_number_claimed_stands_beside_the_books(client: TestClient) -> None:
    """Words alone are not enough where a quote holds two numbers; a trend has none."""
    rows = rows_of(client.get("/claims").text)
    [crossed] = [row for row in rows if "150 people crossed" in row]
    assert "150 persons · have arrived" in crossed
    [trend] = [row for row in rows if "Crossings are up" in row]
    assert "not known persons" not in trend


def test_what_cannot_be_compared_says_why(client: TestClient) -> None:
    """A trend is no count."""
    rows = rows_of(client.get("/claims?verdict=not_comparable").text)
    assert len(rows) == 2
    assert all("A trend says which way a number went; it is no count." in row for row in rows)


def test_a_filter_shows_as_many_as_it_says(client: TestClient) -> None:
    """Each verdict's link has its count, and leads to so many rows; the four together are all."""
    page = client.get("/claims?period=2031-02").text
    links = re.findall(r'<a[^>]*href="([^"]+)"[^>]*>[^<]*<b>(\d+)</b>', page)
    counted = [(html.unescape(address), int(count)) for address, count in links]
    assert len(counted) == 5
    for address, count in counted:
        assert len(rows_of(client.get(address).text)) == count
    assert counted[0][1] == sum(count for _, count in counted[1:])


def test_every_quote_opens_to_where_it_is_marked(client: TestClient) -> None:
    """Whether it came with the report or was read from its words, the place it leads to is on the text's page."""
    page = client.get("/claims").text
    opened = {html.unescape(each) for each in re.findall(r'href="(/texts/read[^"]+)"', page)}
    assert len(opened) == 9
    assert any("#claim-" in each for each in opened)
    for address in opened:
        there, _, anchor = address.partition("#")
        text = client.get(there).text
        assert f'id="{anchor}"' in text
        marked = re.findall(r'<a class="claimed" href="#([^"]+)"', text)
        assert anchor in marked or anchor.startswith("stood-")


def test_whoever_judges_is_led_from_the_row_to_the_claim(desk: Desk, client: TestClient) -> None:
    """The accepted claim can be judged again; who only looks is not asked to."""
    again = re.search(r'href="(/texts/read[^"]+)">Judge this claim again', client.get("/claims").text)
    assert again is not None
    form = client.get(html.unescape(again[1]).partition("#")[0])
    assert 'value="accepted"' in form.text
    assert READ in form.text
    assert client_of(desk).get("/claims", follow_redirects=False).status_code == 303


def test_a_period_that_cannot_be_read_is_refused_by_the_same_sentence(desk: Desk, client: TestClient) -> None:
    """What the command line says, and what was typed stays."""
    answer = client.get("/claims?period=yesterday")
    assert answer.status_code == 422
    with pytest.raises(Exception, match="yesterday") as error:
        questioning.claims(desk, Cut(period="yesterday"))
    assert html.escape(error.value.sentence(), quote=False) in answer.text.replace("&#34;", '"')
    assert 'value="yesterday"' in answer.text


def test_long_lists_are_turned(client: TestClient, monkeypatch: pytest.MonkeyPatch) -> None:
    """Two rows a page: every row stands on one of the pages, in the order of the whole."""
    whole = rows_of(client.get("/claims").text)
    monkeypatch.setattr("ashore.desk.web.claims.MOST_ROWS", 2)
    address, seen = "/claims", []
    while address:
        page = client.get(address).text
        seen += rows_of(page)
        after = re.search(r'href="([^"]+)" rel="next"', page)
        address = html.unescape(after[1]) if after else ""
    assert seen == whole


@pytest.mark.parametrize("first", ["-1", "x", "999999999999", "900000"])
def test_a_page_that_is_not_there_is_empty_or_the_first(client: TestClient, first: str) -> None:
    """Nonsense in the address breaks nothing."""
    assert client.get(f"/claims?first={first}").status_code == 200


@pytest.mark.parametrize("language", LANGUAGES)
def test_an_empty_desk_says_what_would_be_needed(empty: Desk, language: str) -> None:
    """No claim is held; the page says how one comes to be."""
    empty.accounts.create(NAME, PASSWORD, "analyst")
    page = signed_in(empty).get("/claims", headers={"accept-language": language}).text
    assert ("Import" if language == "en" else "Importez") in page


def test_a_rejected_claim_leaves_the_page(tmp_path: Path) -> None:
    """Judged again from its row, and rejected: nothing of it stands beside the book."""
    desk = claims_desk(tmp_path)
    client = signed_in(desk)
    before = rows_of(client.get("/claims").text)
    again = re.search(r'href="(/texts/read[^"]+)">Judge this claim again', client.get("/claims").text)
    assert again is not None
    address, _, anchor = html.unescape(again[1]).partition("#")
    done = client.post(
        address,
        data={"claim": anchor.removeprefix("claim-"), "verdict": "rejected", "reason": "it was another boat"},
        headers={"origin": HOST},
        follow_redirects=False,
    )
    assert done.status_code == 303
    assert rows_of(client.get("/claims").text) == [row for row in before if "Thirty-three" not in row]
    desk.close()


def test_what_two_judged_differently_is_named_and_stands_nowhere(tmp_path: Path) -> None:
    """Another desk rejected what this one accepted: the page leads to where one of them settles it."""
    desk = claims_desk(tmp_path)
    with desk.looking() as picture:
        [number] = judgements(picture, READ)
        [held] = judgements(picture, READ)[number]
        other = replace(held.body, verdict="rejected", reason="no")
        later = (held.order[0] + 1, 0, "other", 1)
        picture.add(held._replace(id="elsewhere", order=later, replaces=(), body=other))
    page = signed_in(desk).get("/claims").text
    assert not any("Thirty-three" in row for row in rows_of(page))
    assert f"Claim {number} of {READ}" in page
    assert f'href="/texts/read?report=north-centre%2Farticle%2Fharbour#claim-{number}"' in page
    desk.close()
