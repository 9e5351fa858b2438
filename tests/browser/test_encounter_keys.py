"""An encounter and a call back in a real browser, by keys alone."""

from __future__ import annotations

from pathlib import Path

import pytest
from met_scene import TwoSought
from playwright.sync_api import Page, expect
from scenes import NAME, PASSWORD, case_of, watch
from test_call_page import sign_in
from test_web_live import serving

from ashore.desk.commands import asking, person
from ashore.desk.commands.acts import OpenCase

pytestmark = pytest.mark.browser

WEIGHED_MS = 120_000
"""The engine may have to be compiled first."""


def test_an_encounter_by_keys_leaves_its_four_answers_in_the_book(page: Page, tmp_path: Path) -> None:
    """The key e, the unit, a letter, four answers, the hull: and nobody may still be out."""
    desk, _ = watch(tmp_path)
    case = case_of(desk.do(OpenCase(label="A"), person(desk.accounts.check(NAME, PASSWORD))))
    with serving(desk) as (address, _, _):
        sign_in(page, desk, f"{address}cases/{case}")
        page.wait_for_load_state("load")
        page.keyboard.press("e")
        page.wait_for_url("**/encounter")
        page.wait_for_load_state("load")
        expect(page.locator("#met-unit")).to_be_focused()
        page.keyboard.type("lifeboat Hope")
        page.keyboard.press("Enter")
        page.keyboard.press("r")
        for answer in ("40", "n", "0", "40"):
            page.keyboard.type(answer)
            if answer != "n":  # "nobody, all are off" goes on by itself
                page.keyboard.press("Enter")
        expect(page.locator("#met-position")).to_be_focused()
        page.keyboard.press("Enter")  # nobody gave a place, nor anything else of the boat
        page.keyboard.press("4")
        expect(page.locator("#met-follows")).to_be_visible()
        page.keyboard.press("2")
        expect(page.locator("#met-follows")).to_be_hidden()
        page.keyboard.press("Enter")
        page.wait_for_url(f"**/cases/{case}")
    row = asking.ask_case(desk, case).row
    met = row.case.mentions[-1].mention.encounter
    assert met is not None
    assert (met.unit, met.action, met.all_off, met.craft_after) == (
        "lifeboat Hope",
        "recovered",
        "yes",
        "towed",
    )
    assert (row.still_out.low, row.still_out.high) == (0, 0)
    desk.close()


def test_while_it_is_typed_the_form_says_which_sought_boat_it_is(page: Page, tmp_path: Path) -> None:
    """Typed for A with what fits B: B comes first, what contradicts A is named, and one press logs it to B."""
    sought = TwoSought(tmp_path)
    before = sought.desk.ledger.latest()
    with serving(sought.desk) as (address, _, _):
        sign_in(page, sought.desk, f"{address}cases/{sought.a}/encounter")
        shown = page.locator("#met-shown")
        expect(shown).to_contain_text("Give a number, a place or a look")
        page.keyboard.type("lifeboat Hope")
        page.keyboard.press("Enter")
        page.keyboard.press("a")
        page.keyboard.type("28")
        expect(shown.locator("[data-of]").first).to_be_visible(timeout=WEIGHED_MS)
        for _ in range(4):
            page.keyboard.press("Enter")
        expect(page.locator("#met-position")).to_be_focused()
        page.keyboard.type("51 07.9 N 1 45.7 E")
        expect(page.locator("#met-place")).to_contain_text("Read as 51.131667 1.761667")
        page.keyboard.press("Enter")
        page.locator("#met-colour").select_option("grey")
        page.locator("#met-engine").select_option("running")
        page.locator("#met-inside").select_option("dry")
        doubt = page.locator(".met-doubt")
        expect(doubt).to_contain_text("This boat fits B better than A.", timeout=WEIGHED_MS)
        expect(doubt).to_contain_text("It is dry")
        expect(page.locator("#met-doubted")).to_have_text("This boat fits B better than A.")
        expect(shown.locator("[data-of]").first).to_have_attribute("data-of", sought.b)
        expect(shown.locator(f'[data-of="{sought.a}"]')).to_contain_text("this case")
        assert sought.desk.ledger.latest() == before
        shown.locator(f'[data-of="{sought.b}"] button').click()
        page.wait_for_url(f"**/cases/{sought.b}")
    met = asking.ask_case(sought.desk, sought.b).row.case.mentions[-1].mention
    assert met.encounter is not None
    assert met.encounter.unit == "lifeboat Hope"
    assert met.craft is not None
    assert (met.craft.colour, met.craft.engine, met.craft.state) == ("grey", "running", "dry")
    sought.desk.close()


def test_a_boat_is_called_back_by_keys_into_a_call_with_its_number(page: Page, tmp_path: Path) -> None:
    """c on its page, 1 for answered: the number and the case are filled, and the words have the focus."""
    desk, case = watch(tmp_path)
    with serving(desk) as (address, _, _):
        sign_in(page, desk, f"{address}cases/{case}/call-back")
        page.wait_for_load_state("load")
        expect(page.locator(".back-number")).to_have_text("+33 6 00 00 00 00")
        page.keyboard.press("1")
        page.wait_for_url("**/call?**")
        expect(page.locator("#call-phone")).to_have_value("+33600000000")
        expect(page.locator(f'[value="case:{case}"]')).to_be_checked()
        expect(page.locator("#call-text")).to_be_focused()
    desk.close()
