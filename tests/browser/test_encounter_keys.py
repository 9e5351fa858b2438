"""An encounter and a call back in a real browser, by keys alone."""

from __future__ import annotations

from pathlib import Path

import pytest
from playwright.sync_api import Page, expect
from scenes import NAME, PASSWORD, case_of, watch
from test_call_page import sign_in
from test_web_live import serving

from ashore.desk.commands import asking, person
from ashore.desk.commands.acts import OpenCase

pytestmark = pytest.mark.browser


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
