"""What the pages say, in both languages, on a real desk."""

from __future__ import annotations

import html
import re
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from scenes import HOST, LATER_CALL, NAME, PASSWORD, case_of, client_of, line, new_desk, signed_in

from ashore.desk.commands import Desk, person
from ashore.desk.commands.acting import Who
from ashore.desk.commands.acts import LinkMention, OpenCase, ReceiveReports
from ashore.desk.commands.asking import ask_board
from ashore.desk.language import LANGUAGES
from ashore.figures.questions import QUESTIONS

MACHINE = Who(account="radio", role="machine", person=False)


def text_of(page: str) -> str:
    """Return a page's words without its marks, on one line."""
    return " ".join(html.unescape(re.sub(r"<[^>]*>", " ", page)).split())


def every_address(desk: Desk) -> list[str]:
    """Return the address of every page of a desk."""
    board = ask_board(desk)
    cases = [row.case for row in (*board.rows, *board.reviews, *board.ended)]
    client = client_of(desk)
    figures = re.findall(r'href="(/figures/[^"?]+)"', client.get("/").text)
    entries = [f"/entries/{mention.entry}" for case in cases for mention in case.mentions[:1]]
    mention = next(mention.id for case in cases for mention in case.mentions if not mention.public)
    return [
        "/",
        "/figures",
        "/figures?period=2020-12-09",
        "/figures?period=never",
        "/claims",
        "/questions",
        *(f"/questions/{name}" for name in QUESTIONS),
        "/about",
        "/about?verify=1",
        "/search?q=boat",
        "/sign-in",
        "/no-such-page",
        "/cases/c-unknown",
        "/entries/unknown",
        f"/words?mention={mention.replace('#', '%23')}&field=on_board",
        *(f"/cases/{case.id}" for case in cases),
        *entries,
        *figures,
    ]


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_page_of_the_night_renders_in_both_languages(night: Desk, language: str) -> None:
    """Nothing on a page breaks, and each says in its language and its title that this is a replay."""
    client = client_of(night)
    for address in every_address(night):
        answer = client.get(address, headers={"accept-language": language})
        assert answer.status_code in (200, 404, 422), address
        assert answer.headers["content-language"] == language
        mark = {"en": "REPLAY", "fr": "REJEU"}[language]
        assert re.search(rf"<title>\s*{mark} ", answer.text), address
        assert f'<p class="log-kind"><strong>{mark}</strong>' in answer.text
        assert not re.search(r"\{\w+\}(?![^<]*\")", text_of(answer.text.replace("{time}", ""))), address


def test_a_case_on_land_is_asked_nothing_that_only_a_boat_can_answer(on_watch: tuple[Desk, str]) -> None:
    """No telephone of a boat, no encounter, no sign of life and nobody on a boat; the key for one is the boat's."""
    desk, boat = on_watch
    opened = desk.do(OpenCase(kind="lorry", label="Tunnel"), person(desk.accounts.check(NAME, PASSWORD)))
    lorry = case_of(opened)
    client = signed_in(desk)
    page = text_of(client.get(f"/cases/{lorry}").text)
    for words in ("on the phone with this boat", "An encounter", "sign of life", "On the boat"):
        assert words not in page
        assert words in text_of(client.get(f"/cases/{boat}").text)
    rows = client.get("/").text
    assert f"/cases/{boat}/encounter" in rows
    assert f"/cases/{lorry}/encounter" not in rows


@pytest.mark.parametrize("kind", ["live", "exercise", "replay"])
def test_an_exercise_or_a_replay_says_so_on_every_page_and_a_live_log_on_none(
    tmp_path: Path, kind: str
) -> None:
    """In the title, in a line above everything, and in the frame around the page."""
    desk = new_desk(tmp_path, kind)
    client = client_of(desk)
    for address in ("/first-account", "/sign-in", "/no-such-page"):
        page = client.get(address).text
        marked = [
            mark
            for mark in ("EXERCISE", "REPLAY")
            if f"<title>{mark} " in page and f"<strong>{mark}<" in page
        ]
        assert marked == ([] if kind == "live" else [kind.upper()])
        assert f'class="log-{kind}"' in page
    desk.close()


def test_the_list_has_one_row_for_each_open_case_and_the_most_first(on_watch: tuple[Desk, str]) -> None:
    """At most stands before at least, and opens the row."""
    desk, case = on_watch
    page = text_of(signed_in(desk).get("/").text)
    assert "7 at most 0 at least 2234B boat" in page
    assert f"/cases/{case}" in signed_in(desk).get("/").text


def test_the_night_is_shown_with_its_figures_and_its_conflict(night: Desk) -> None:
    """31 rescued of three boats; two sources name different places, and both stay visible."""
    client = client_of(night)
    page = text_of(client.get("/").text)
    assert "Rescued 31" in page
    assert "Two sources name different places" in page
    case = next(row.case for row in ask_board(night).ended if row.case.labels[0].label == "Gravelines 1")
    page = text_of(client.get(f"/cases/{case.id}").text)
    assert "Dunkirk" in page
    assert "the harbour (Gravelines, as its sentence reads)" in page
    assert "13 set out assumed" in page
    assert "Supplied here, no source says it: all are off this craft" in page


def test_nobody_still_out_carries_its_caveat(night: Desk) -> None:
    """The noughts of the night rest on what the replay supplied, and every one says so."""
    client = client_of(night)
    board = ask_board(night)
    at_sea = [row for row in (*board.rows, *board.ended) if row.at_sea]
    assert client.get("/").text.count("rests on what no source says") == len(at_sea) + len(board.joint)
    for row in at_sea:
        assert "rests on what no source says" in client.get(f"/cases/{row.case.id}").text


def test_a_figure_opens_to_the_words_under_it(night: Desk) -> None:
    """From the list's number one click leads to the mentions and the words that were printed."""
    client = client_of(night)
    address = re.search(r'href="(/figures/rescued-[^"]+)"', client.get("/").text)
    assert address is not None
    page = text_of(client.get(address[1]).text)
    assert "thirteen people, one of them a child" in page
    assert "Does not count:" in page


def test_a_figure_says_what_may_be_printed_and_is_given_out_as_a_page(night: Desk) -> None:
    """The sentence stands on the desk's page, and the page to keep carries it too, in the reader's language."""
    client = client_of(night)
    address = re.search(r'href="(/figures/rescued-[^"]+)"', client.get("/").text)
    assert address is not None
    shown = client.get(address[1], params={"lang": "fr"})
    kept = client.get(f"{address[1].partition('?')[0]}/page", params={"lang": "fr"})
    assert "La phrase que vous pouvez publier" in text_of(shown.text)
    assert kept.headers["content-disposition"].endswith('.fr.html"')
    sentence = re.search(r"<blockquote><p>(.*?)</p>", kept.text)
    assert sentence is not None
    assert text_of(sentence[1]).strip() in text_of(shown.text)
    assert "/static/" not in kept.text


def test_a_figure_is_told_in_french_down_to_its_sources(night: Desk) -> None:
    """The caveats and the steps of the chain are French, and nothing is marked as English."""
    client = client_of(night)
    address = re.search(r'href="(/figures/rescued-[^"]+)"', client.get("/").text)
    assert address is not None
    french = client.get(address[1], params={"lang": "fr"}).text
    assert 'lang="en"' not in french.partition("<main")[2].partition("</main>")[0]
    page = text_of(french)
    assert "REJEU : ce journal n'est pas un journal réel." in page
    assert "Aucune source ne dit que plus personne n'est à bord : cela a été fourni avec" in page
    assert "selon l'horloge « reported », fuseau Europe/Paris" in page
    assert not re.search(r"because|No source says|first reported|counted by hand|known 20", page)
    page = text_of(client.get("/figures", params={"period": "2020-12-09", "lang": "fr"}).text)
    assert "Horloge « reported » : une embarcation compte à l'heure de son premier signalement" in page


def test_a_source_s_definition_is_shown_as_it_wrote_it(on_watch: tuple[Desk, str]) -> None:
    """Its words are never taken for markup or for a template of ours."""
    desk, _ = on_watch
    claim = {
        "quote": "40 arrived",
        "value": 40,
        "qualifier": "exact",
        "unit": "person",
        "outcome": "arrived",
        "kind": "count",
        "period": "2031-02-03",
        "source": "The prefecture",
        "definition": "<i>100% of {those}</i> seen",
    }
    sent = {
        "channel": "article",
        "received_at": "2031-02-04T10:00:00Z",
        "text": "40 arrived",
        "claims": [claim],
    }
    desk.do(ReceiveReports(content=line(sent)), MACHINE)
    page = signed_in(desk).get("/figures", params={"period": "2031-02-03"})
    assert page.status_code == 200
    assert "&lt;i&gt;100% of {those}&lt;/i&gt; seen" in page.text


def test_every_time_is_on_three_clocks(on_watch: tuple[Desk, str]) -> None:
    """UTC, London and Paris, and the offset as stated."""
    desk, case = on_watch
    page = text_of(signed_in(desk).get(f"/cases/{case}").text)
    assert "20:12 UTC 20:12 London 21:12 Paris" in page
    assert "2031-02-03T20:12:00+00:00" in page


def test_private_words_are_on_no_page_until_somebody_opens_them(on_watch: tuple[Desk, str]) -> None:
    """A page carries ids; opening the words is a look, and the look is written down."""
    desk, case = on_watch
    client = signed_in(desk)
    for address in ("/", f"/cases/{case}", "/api/board", f"/api/cases/{case}", "/api/entries", "/figures"):
        page = client.get(address).text
        assert "we are forty" not in page
        assert "+33600000000" not in page
    looks = desk.access.latest()
    words = client.get("/words?mention=north-centre/phone/n-1%230&field=on_board").text
    assert "we are forty" in words
    assert "+33600000000" in words
    assert desk.access.latest() == looks + 1


def test_an_analyst_reads_the_page_and_not_the_words(on_watch: tuple[Desk, str]) -> None:
    """Figures are for analysts; a caller's words are for the watch."""
    desk, _ = on_watch
    desk.accounts.create("Ana", "four unrelated words", "analyst")
    client = signed_in(desk, "Ana")
    assert client.get("/").status_code == 200
    refused = client.get("/words?mention=north-centre/phone/n-1%230&field=on_board")
    assert refused.status_code == 403
    assert "we are forty" not in refused.text


def test_a_live_log_is_read_by_signed_in_people_alone(on_watch: tuple[Desk, str]) -> None:
    """A stranger is led to the door, and a program is told so."""
    desk, case = on_watch
    client = client_of(desk)
    for address in ("/", f"/cases/{case}", "/figures", "/about"):
        answer = client.get(address, follow_redirects=False)
        assert (answer.status_code, answer.headers["location"].partition("?")[0]) == (303, "/sign-in")
    for address in ("/api/board", f"/api/cases/{case}", "/api/figures", "/api/entries", "/events"):
        answer = client.get(address)
        assert answer.status_code == 401
        assert answer.json()["code"] == "sign-in-needed"


def test_a_replay_is_read_by_anybody_at_this_machine_and_by_nobody_afar(night: Desk) -> None:
    """Nobody in a replay is in distress now; across a network that is still not everybody's business."""
    assert client_of(night).get("/api/board").status_code == 200
    assert client_of(night, near=False).get("/api/board").status_code == 401


def test_a_call_after_the_rescue_is_an_alarm(on_watch: tuple[Desk, str]) -> None:
    """The row and the case say so in words, not in colour alone."""
    desk, case = on_watch
    desk.do(ReceiveReports(content=line(LATER_CALL)), MACHINE)
    client = signed_in(desk)
    assert "Of no case yet 1" in text_of(client.get("/").text)
    desk.do(LinkMention(mention="north-centre/phone/n-3#0", cases=(case,)), MACHINE)
    assert "Called after the rescue" in text_of(client.get("/").text)
    assert "This boat called after the rescue." in text_of(client.get(f"/cases/{case}").text)


def test_what_could_not_be_read_is_on_the_list(on_watch: tuple[Desk, str]) -> None:
    """A rejection is seen by the watch, not only by its sender."""
    desk, _ = on_watch
    desk.do(ReceiveReports(content=b"about thirty, off Calais"), MACHINE)
    assert "This is not JSON" in text_of(signed_in(desk).get("/").text)


def test_a_note_and_what_could_not_be_read_are_opened_one_by_one(on_watch: tuple[Desk, str]) -> None:
    """Their words are sealed like a caller's, and each look is written down."""
    desk, case = on_watch
    desk.do(ReceiveReports(content=b"about thirty, off Calais"), MACHINE)
    client = signed_in(desk)
    client.post(
        f"/cases/{case}/do/write-note", data={"text": "asked the cutter again"}, headers={"origin": HOST}
    )
    for address, words in (("/", "about thirty, off Calais"), (f"/cases/{case}", "asked the cutter again")):
        page = client.get(address).text
        assert words not in page
        sealed = re.search(r'data-words="(/sealed/\w+)"', page)
        assert sealed is not None
        looks = desk.access.latest()
        assert words in client.get(sealed[1]).text
        assert desk.access.latest() == looks + 1
    report = next(entry for entry in desk.ledger.read() if entry.header.type == "report.received")
    assert client.get(f"/sealed/{report.id}").status_code == 404


def test_words_that_are_not_held_are_gone_and_not_an_error(on_watch: tuple[Desk, str]) -> None:
    """The page says so, with what still stands."""
    desk, _ = on_watch
    client = signed_in(desk)
    for mention in ("north-centre/phone/n-77%230", "nonsense", "a%23b", "%23"):
        assert client.get(f"/words?mention={mention}&field=on_board").status_code == 410


@settings(max_examples=60, suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None)
@given(
    mention=st.one_of(st.text(max_size=30), st.just("french-coastguard/phone/call-1#0")),
    field=st.one_of(st.text(max_size=30), st.from_regex(r"[a-z_]+(\[[0-9]+\])?(\.[a-z_]+)?", fullmatch=True)),
)
def test_any_address_of_words_is_answered(night: Desk, mention: str, field: str) -> None:
    """Whatever stands in the address, there are words or a sentence that says there are none."""
    answer = client_of(night).get("/words", params={"mention": mention, "field": field})
    assert answer.status_code in (200, 410)


@settings(max_examples=40, suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None)
@given(words=st.text(max_size=40))
def test_any_words_in_the_search_box_are_answered(night: Desk, words: str) -> None:
    """With a case, a list, or the sentence that there is none."""
    assert client_of(night).get("/search", params={"q": words}).status_code == 200


def test_one_find_leads_straight_to_its_case(on_watch: tuple[Desk, str]) -> None:
    """The search box takes labels in any case of letters."""
    desk, case = on_watch
    answer = signed_in(desk).get("/search?q=2234b", follow_redirects=False)
    assert answer.headers["location"] == f"/cases/{case}"


def test_what_people_wrote_is_escaped(on_watch: tuple[Desk, str]) -> None:
    """A label is text, whatever it looks like."""
    desk, _ = on_watch
    client = signed_in(desk)
    client.post(
        "/do/open-case", data={"kind": "boat", "label": "<script>alert(1)</script>"}, headers={"origin": HOST}
    )
    page = client.get("/").text
    assert "<script>alert" not in page
    assert "&lt;script&gt;alert" in page


def test_the_language_chosen_is_kept(night: Desk) -> None:
    """One click on the switch, and every further page is in that language."""
    client = client_of(night)
    client.get("/?lang=fr")
    assert "Affaires ouvertes" in client.get("/").text
