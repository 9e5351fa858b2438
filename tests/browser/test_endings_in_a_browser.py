"""Situations E3 in a real browser: the wrong ending refused, the search suspended, and a call after it."""

from __future__ import annotations

from pathlib import Path

import pytest
from playwright.sync_api import Page, expect
from scenes import CALL, LATER_CALL, line, watch
from test_desk_in_a_browser import sign_in
from test_web_live import serving

from ashore.desk.commands import Who
from ashore.desk.commands.acts import ReceiveReports

pytestmark = pytest.mark.browser

RADIO = Who(account="radio", role="machine", person=False)


def test_an_ending_is_refused_the_search_suspended_and_a_later_call_opens_it_again(
    page: Page, tmp_path: Path
) -> None:
    """Reasons before the deed; who keeps it and when it is looked at again; and nobody who calls is unheard."""
    desk, case = watch(tmp_path)
    with serving(desk) as (address, _, _):
        sign_in(page, address)
        page.goto(f"{address}cases/{case}")
        page.get_by_role("button", name="All accounted for").click()
        refused = page.get_by_role("alert").filter(has_text="Cannot say all accounted for.")
        expect(refused).to_contain_text("7 may still be out")

        page.locator("#suspend > summary").click()
        page.locator("#suspend [name=reason]").fill("fog, nothing seen in four hours")
        page.locator("#suspend [name=review_at]").fill("yesterday")
        page.locator("#suspend button[value=suspended]").click()
        expect(page.locator("#refused")).to_contain_text("this is no time to come")
        expect(page.locator("#suspend [name=reason]")).to_have_value("fog, nothing seen in four hours")
        page.locator("#suspend [name=review_at]").fill("2 h")
        page.locator("#suspend button[value=suspended]").click()
        expect(page.locator("#ending")).to_contain_text("fog, nothing seen in four hours")
        expect(page.locator("#ending")).to_contain_text("In the hands of Marie")

        page.get_by_role("link", name="Watch", exact=True).click()
        expect(page.locator("#reviews")).to_contain_text("2234B")
        expect(page.locator("#reviews .most")).to_have_text("7 at most")
        desk.do(ReceiveReports(content=line({**LATER_CALL, "sender": CALL["sender"]})), RADIO)
        expect(page.locator(".sound-after")).to_contain_text("2234B")
        expect(page.locator("#reviews")).to_contain_text("Called after the rescue")

        page.goto(f"{address}cases/{case}")
        page.get_by_role("button", name="Reopen because of this call").click()
        expect(page.get_by_text("You last did: Case reopened")).to_be_visible()
        page.get_by_role("link", name="Watch", exact=True).click()
        expect(page.locator("#open")).to_contain_text("2234B")
    desk.close()


def test_a_refused_ending_is_answered_by_one_key(page: Page, tmp_path: Path) -> None:
    """On whose word the first reason is settled; before the refusal the same key settles nothing."""
    desk, case = watch(tmp_path)
    with serving(desk) as (address, _, _):
        sign_in(page, address)
        page.goto(f"{address}cases/{case}")
        reasons = page.locator(".objections > li")
        expect(reasons.first).to_contain_text("7 may still be out")
        before = reasons.count()
        expect(reasons.first.locator("kbd").first).to_be_hidden()
        page.keyboard.press("1")
        page.get_by_role("button", name="All accounted for").click()
        expect(page.locator("#refused")).to_contain_text("7 may still be out")
        expect(page.locator(".answers")).to_have_count(0)
        page.wait_for_load_state()
        page.keyboard.press("1")
        expect(page.locator(".answers")).to_contain_text("The survivors say so, Marie")
        expect(reasons).to_have_count(before - 1)
    desk.close()
