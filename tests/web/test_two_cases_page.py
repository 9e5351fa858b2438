"""Are two cases one boat? The page on which somebody joins them or holds them apart, and what it leaves behind."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from same_boat_scene import AGAIN, answered, same_boat_sea
from scenes import HOST, client_of
from sea import Sea
from starlette.testclient import TestClient
from test_same_boat import at_work, text_of

from ashore.desk.commands.acts import CompareCases, LinkMention, OpenCase
from ashore.desk.language import speaking
from ashore.desk.web.same_boat_rivals import readings
from ashore.desk.web.telling import Teller
from ashore.ledger.codec import decode
from ashore.linking.night import Rival


@pytest.fixture
def sea(tmp_path: Path) -> Iterator[Sea]:
    """A sea of two boats; the second holds a call from the first one's telephone."""
    made = same_boat_sea(tmp_path)
    made.desk.do(LinkMention(mention=AGAIN, cases=(made.once,), reason="a slip"), made.who)
    yield made
    made.desk.close()


def two_cases(sea: Sea, client: TestClient, **more: str) -> str:
    """Return the page of the two cases."""
    return client.get("/same-boat/cases", params={"one": sea.twice, "other": sea.once, **more}).text


def test_the_page_weighs_all_of_one_against_all_of_the_other(sea: Sea) -> None:
    """Every reason as a bar, each naming both boats by what they are called, and their reports beside each other."""
    with at_work(sea.desk) as (client, advice):
        assert "it will stand here in a moment" in two_cases(sea, client)
        answered(lambda: advice.cases(sea.once, sea.twice))
        html = two_cases(sea, client)
    said = text_of(html)
    assert "that they are one boat" in said
    assert "The same telephone called for" in said
    assert html.count('class="waterfall"') == 1
    assert "All of it together." in said
    assert sea.twice not in said
    assert sea.once not in said
    assert len(re.findall(r'href="/same-boat\?mention=', html)) == 4
    assert "+336" not in html


def test_the_map_of_the_page_shows_both_and_nothing_else(sea: Sea) -> None:
    """Their positions and areas; the reports of no case stay away."""
    pair = {"one": sea.twice, "other": sea.once}
    assert (
        f'data-map="/map/state?one={sea.twice}&amp;other={sea.once}"'
        in sea.client.get("/same-boat/cases", params=pair).text
    )
    drawn = sea.client.get("/map/state", params=pair).json()
    assert {each["properties"]["case"] for each in drawn["positions"]["features"]} == {sea.twice, sea.once}
    assert drawn["ties"]["features"] == []
    words = text_of(sea.client.get("/map/words", params=pair).text)
    assert "2234B" in words
    assert "K7" in words
    assert sea.client.get("/map/state", params={"one": "c-none", "other": sea.once}).status_code == 404


def test_the_page_is_french_where_it_is_asked_for_in_french(sea: Sea) -> None:
    """The engine's sentences too."""
    with at_work(sea.desk) as (client, advice):
        answered(lambda: advice.cases(sea.once, sea.twice))
        said = text_of(two_cases(sea, client, lang="fr"))
    assert "Est-ce une seule embarcation ?" in said
    assert "Le même téléphone a appelé pour" in said


@pytest.mark.parametrize(("standing", "says"), [("same", "the same boat"), ("apart", "held apart")])
def test_what_is_decided_there_keeps_what_was_shown(sea: Sea, standing: str, says: str) -> None:
    """The form writes the waterfall that stood on the page, then what was decided; the page says so from then on."""
    with at_work(sea.desk) as (client, advice):
        shown = answered(lambda: advice.cases(sea.once, sea.twice))
        done = client.post(
            "/do/compare-cases",
            data={
                "cases": [sea.twice, sea.once],
                "standing": standing,
                "reason": "their words",
                "back": f"/cases/{sea.twice}",
            },
            headers={"origin": HOST},
            follow_redirects=False,
        )
        assert (done.status_code, done.headers["location"]) == (303, f"/cases/{sea.twice}")
        said = text_of(two_cases(sea, client))
    advice_, compared = list(sea.desk.ledger.read())[-2:]
    kept = decode("advice.link", 1, advice_.body or b"")

    assert compared.header.causes == (advice_.id,)
    assert [each.per_mille for each in kept.proposals] == [round(1_000 * each.p) for each in shown]  # type: ignore[attr-defined]
    assert re.search(rf"Said so far ?: {says} , Marie – their words", said)


def test_the_form_of_a_case_leads_to_both_side_by_side(sea: Sea) -> None:
    """Whoever is about to join two cases can look first, without a word typed."""
    assert 'formaction="/cases/' in sea.client.get(f"/cases/{sea.twice}").text
    led = sea.client.get(
        f"/cases/{sea.twice}/beside",
        params={"cases": sea.once, "standing": "same", "reason": ""},
        follow_redirects=False,
    )
    assert (led.status_code, led.headers["location"]) == (
        303,
        f"/same-boat/cases?one={sea.twice}&other={sea.once}",
    )


def test_the_page_of_a_report_says_how_its_whole_case_fits_the_likeliest_other(sea: Sea) -> None:
    """Beside the keys that join the two cases or hold them apart stands what speaks for it, and not of one report."""
    with at_work(sea.desk) as (client, advice):
        answered(lambda: advice.mention(AGAIN))
        client.get("/same-boat", params={"mention": AGAIN})
        answered(lambda: advice.cases(sea.once, sea.twice))
        html = client.get("/same-boat", params={"mention": AGAIN}).text
    piece = html[html.index('class="beside-cases"') :]
    piece = piece[: piece.index("</form>")]
    assert "that they are one boat" in text_of(piece)
    assert "The same telephone called for" in piece
    assert re.findall(r'data-key="(\w)"', piece) == ["s", "d"]
    assert f'href="/same-boat/cases?one={sea.once}&amp;other={sea.twice}"' in piece


def test_a_case_without_reports_is_compared_with_none(sea: Sea) -> None:
    """It is said, and the two can be joined all the same."""
    sea.desk.do(OpenCase(label="Z"), sea.who)
    with sea.desk.looking() as picture:
        empty = next(case.id for case in picture.all_cases() if not case.mentions)
    with at_work(sea.desk) as (client, advice):
        answered(lambda: advice.cases(sea.once, empty))
        html = client.get("/same-boat/cases", params={"one": sea.once, "other": empty}).text
    assert "has no report of its own" in html
    assert 'value="same"' in html


def test_what_is_no_pair_of_cases_is_refused_in_a_sentence(sea: Sea) -> None:
    """A case that is not there, one case twice, and nobody signed in."""
    client = sea.client
    assert client.get("/same-boat/cases", params={"one": sea.once, "other": "c-none"}).status_code == 404
    twice = client.get("/same-boat/cases", params={"one": sea.once, "other": sea.once})
    assert (twice.status_code, "mean the same case" in twice.text) == (422, True)
    asked = {"one": sea.once, "other": sea.twice}
    assert client_of(sea.desk).get("/same-boat/cases", params=asked, follow_redirects=False).status_code in (
        303,
        401,
    )


def test_another_reading_of_two_cases_leads_to_both_side_by_side(sea: Sea) -> None:
    """Until a person has said what they are to each other."""
    rival = Rival(kind="perhaps_one_boat", cases=(sea.twice, sea.once), p=0.4, mentions=(AGAIN,))

    def shown() -> list[str]:
        with sea.desk.looking() as picture:
            cases = {case.id: case for case in picture.all_cases()}
        tongue = speaking("en")
        return [each.settle for each in readings([rival], cases, Teller(tongue, cases.values()), tongue)]

    assert shown() == [f"/same-boat/cases?one={sea.twice}&other={sea.once}"]
    sea.desk.do(CompareCases(cases=(sea.once, sea.twice), standing="apart", reason="two voices"), sea.who)
    assert shown() == []


def test_the_entry_of_what_was_shown_is_read_as_it_was_shown(sea: Sea) -> None:
    """Bars and sentences, with the boats by what they are called; the bytes of the log stand below."""
    with at_work(sea.desk) as (client, advice):
        answered(lambda: advice.cases(sea.once, sea.twice))
        sea.desk.do(CompareCases(cases=(sea.once, sea.twice), standing="apart", reason="two voices"), sea.who)
        [kept] = [each for each in sea.desk.ledger.read() if each.header.type == "advice.link"]
        html = client.get(f"/entries/{kept.id}").text
        timelines = [client.get(f"/cases/{case}").text for case in (sea.once, sea.twice)]
    said = text_of(html)
    assert html.count('class="waterfall"') == 1
    assert "The same telephone called for" in said
    assert "They are two boats" in said
    assert "2234B and K7" in said or "K7 and 2234B" in said
    assert "&#34;per_mille&#34;" in html
    assert all(f'href="/entries/{kept.id}">What was shown, as it stood' in each for each in timelines)
