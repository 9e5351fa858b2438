"""Is it the same boat, in a real browser: a report is given to its boat by one key, and the reasons are read."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from urllib.parse import quote

import pytest
from playwright.sync_api import Page, expect
from same_boat_scene import AGAIN, NOWHERE, OTHER, same_boat_sea
from sea import Sea
from test_call_page import sign_in
from test_web_live import serving

from ashore.desk.commands.acts import LinkMention
from ashore.linking.night import Links, Rival

pytestmark = pytest.mark.browser

WEIGHED_MS = 120_000
"""The engine may have to be compiled first."""


@pytest.fixture
def sea(tmp_path: Path) -> Iterator[Sea]:
    """A sea of two boats and reports of no case."""
    made = same_boat_sea(tmp_path)
    yield made
    made.desk.close()


def row_of(page: Page, mention: str) -> str:
    """Wait until a report's proposals stand beside it, and return how its row is found."""
    row = f'[id="mention-{mention}"]'
    expect(page.locator(f"{row} .offers")).to_be_visible(timeout=WEIGHED_MS)
    return row


def linked_to(sea: Sea, mention: str) -> list[str]:
    """Return the cases that a mention is linked to."""
    with sea.desk.looking() as picture:
        return [case.id for case in picture.all_cases() for each in case.mentions if each.id == mention]


def test_one_key_gives_a_report_to_its_boat_and_a_stray_one_to_none(page: Page, sea: Sea) -> None:
    """A digit counts in the row that has the focus, and nowhere else."""
    with serving(sea.desk) as (address, _, _):
        sign_in(page, sea.desk, address)
        row = row_of(page, AGAIN)
        page.keyboard.press("1")
        page.locator(f"{row} a[href]").first.focus()
        assert linked_to(sea, AGAIN) == []
        page.keyboard.press("1")
        expect(page.locator(row)).to_have_count(0)
    assert linked_to(sea, AGAIN) == [sea.twice]


def test_one_key_opens_a_case_for_a_boat_nobody_reported_yet(page: Page, sea: Sea) -> None:
    """The key is the one for a new boat on the page of a new call."""
    with serving(sea.desk) as (address, _, _):
        sign_in(page, sea.desk, address)
        row = row_of(page, NOWHERE)
        page.locator(f"{row} a[href]").first.focus()
        page.keyboard.press("b")
        expect(page.locator(row)).to_have_count(0)
    [case] = linked_to(sea, NOWHERE)
    assert case not in (sea.once, sea.twice)


def test_the_waterfall_is_read_by_a_key_and_undone_by_one(page: Page, sea: Sea) -> None:
    """w opens all reasons and where it lies; a digit there links; z takes it back."""
    with serving(sea.desk) as (address, _, _):
        sign_in(page, sea.desk, address)
        row = row_of(page, AGAIN)
        page.locator(f"{row} a[href]").first.focus()
        page.keyboard.press("w")
        page.wait_for_url("**/same-boat?**")
        expect(page.locator("#offer-1 .waterfall")).to_be_visible(timeout=WEIGHED_MS)
        expect(page.locator("#offer-1 .fall-total")).to_contain_text("All of it together.")
        expect(page.locator("#offer-1 .fall-for .fall-bar").first).to_be_visible()
        assert page.locator("#offer-2 .fall-against .fall-hatch").count()
        expect(page.locator("#where-it-lies")).to_contain_text("2234B was 1.6 NM away 29 min before")
        page.keyboard.press("1")
        page.wait_for_url(address)
        assert linked_to(sea, AGAIN) == [sea.twice]
        page.wait_for_load_state("load")
        page.keyboard.press("z")
        row_of(page, AGAIN)
    assert linked_to(sea, AGAIN) == []


def test_a_key_that_has_just_come_to_mean_another_boat_does_nothing_the_first_time(
    page: Page, sea: Sea
) -> None:
    """What was meant was the boat that stood there before: the page says so, and the next press counts."""
    with serving(sea.desk) as (address, _, _):
        sign_in(page, sea.desk, f"{address}same-boat?mention={quote(AGAIN, safe='')}")
        expect(page.locator("#offer-1 .waterfall")).to_be_visible(timeout=WEIGHED_MS)
        said = page.locator("#order-changed")
        expect(said).to_be_hidden()
        page.evaluate(
            """() => {
              document.dispatchEvent(new CustomEvent("ashore:changed", { detail: { parts: [], entries: 0 } }));
              const [one, other] = ["1", "2"].map((key) => document.querySelector(`#offer-${key} [name=cases]`));
              [one.value, other.value] = [other.value, one.value];
              document.dispatchEvent(new CustomEvent("ashore:changed", { detail: { parts: [], entries: 0 } }));
            }"""
        )
        page.keyboard.press("1")
        expect(said).to_be_visible()
        assert linked_to(sea, AGAIN) == []
        page.keyboard.press("1")
        page.wait_for_url(address)
    assert linked_to(sea, AGAIN) == [sea.once]


def test_a_report_under_a_hand_keeps_its_keys_while_another_comes_in(page: Page, sea: Sea) -> None:
    """No key changes its meaning under a finger: what is shown beside it stays until the focus leaves."""
    with serving(sea.desk) as (address, _, _):
        sign_in(page, sea.desk, address)
        row = row_of(page, AGAIN)
        page.locator(f"{row} a[href]").first.focus()
        before = page.locator(f"{row} .best").inner_html()
        sea.call("n-8", 79, 51.086, 1.816)
        expect(page.locator('[id="mention-north-centre/phone/n-8#0"] .offers')).to_be_visible(
            timeout=WEIGHED_MS
        )
        assert page.locator(f"{row} .best").inner_html() == before
        expect(page.locator(f"{row} a[href]").first).to_be_focused()


def test_close_rivals_are_loud_and_lead_to_their_cases(
    page: Page, sea: Sea, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Two cases that may be one boat, and a case that may be two, in words of likelihood, as an alert."""
    sea.desk.do(LinkMention(mention=OTHER, cases=(sea.once,), reason="near it"), sea.who)
    close = Links(
        linked=(),
        rivals=(
            Rival(kind="perhaps_one_boat", cases=(sea.twice, sea.once), p=0.4, mentions=(OTHER,)),
            Rival(kind="perhaps_two_boats", cases=(sea.once,), p=0.3, mentions=(OTHER,)),
        ),
    )
    monkeypatch.setattr("ashore.desk.commands.linking.night_links", lambda desk: close)
    with serving(sea.desk) as (address, _, _):
        sign_in(page, sea.desk, address)
        alert = page.locator("#rivals [role=alert]")
        expect(alert).to_be_visible()
        expect(alert.locator("li").first).to_contain_text("may be one boat: 4 in 10")
        expect(alert.locator("li").nth(1)).to_contain_text("Of the other boat would be The caller")
        page.goto(f"{address}?lang=fr")
        expect(alert.locator("li").first).to_contain_text("sont peut-être une seule embarcation")
        alert.get_by_role("link", name="Le regarder").click()
        page.wait_for_url("**/same-boat?**")


def test_two_cases_are_looked_at_side_by_side_and_joined_by_one_key(page: Page, sea: Sea) -> None:
    """From a case's form to the page of both, without a reason typed; s says that they are one boat."""
    with serving(sea.desk) as (address, _, _):
        sign_in(page, sea.desk, f"{address}cases/{sea.twice}")
        page.locator("#do-same summary").click()
        page.locator("#do-same [name=cases]").select_option(sea.once)
        page.get_by_role("button", name="Look at both side by side first").click()
        page.wait_for_url("**/same-boat/cases?one=*")
        expect(page.locator("#weighed .waterfall")).to_be_visible(timeout=WEIGHED_MS)
        expect(page.locator("#reports-2 .reports > li")).to_have_count(1)
        page.keyboard.press("s")
        expect(page.locator("#weighed .said-so-far")).to_contain_text("the same boat, Marie")
    with sea.desk.looking() as picture:
        [said] = picture.case(sea.twice).comparisons
    assert said.standing == "same"


def test_a_call_half_typed_says_beside_each_boat_how_likely_it_is(page: Page, sea: Sea) -> None:
    """The choices keep their places and keys; the likelihood comes to them."""
    with serving(sea.desk) as (address, _, _):
        sign_in(page, sea.desk, f"{address}call")
        page.locator("#call-text").fill("engine dead, 51 05.1 N 001 48.9 E")
        page.locator("#call-phone").fill("+33600000001")
        likely = page.locator(f'[data-likely="case:{sea.twice}"]')
        expect(likely).to_contain_text("The same telephone as 1 of its calls", timeout=WEIGHED_MS)
        expect(page.locator('[data-likely="new"]')).to_contain_text("in 100")
        expect(page.locator(f'[value="case:{sea.twice}"]')).to_be_checked()
