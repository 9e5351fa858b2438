"""Who is on the telephone with a boat is seen by everybody else at the desk, and nobody is kept from anything."""

from __future__ import annotations

from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, expect
from scenes import NAME, PASSWORD, watch
from test_web_live import serving

from ashore.desk.commands import Desk
from ashore.desk.web.visitors import SESSION

pytestmark = pytest.mark.browser


def window(browser: Browser, desk: Desk, name: str, address: str) -> Page:
    """Open a browser of its own in which somebody is signed in."""
    context = browser.new_context(locale="en-GB")
    session = desk.accounts.open_session(desk.accounts.check(name, PASSWORD))
    context.add_cookies([{"name": SESSION, "value": session, "url": address}])
    page = context.new_page()
    page.set_default_timeout(20_000)
    return page


@pytest.mark.parametrize("page_of", ["cases/{case}", "cases/{case}/call-back"])
def test_being_on_the_phone_is_said_by_one_button_and_taken_back_by_it(
    browser: Browser, tmp_path: Path, page_of: str
) -> None:
    """On the case's page and on the one where it is called back; the list shows it without a reload."""
    desk, case = watch(tmp_path)
    desk.accounts.create("Paul", PASSWORD, "officer")
    with serving(desk) as (address, _, _):
        paul, marie = (window(browser, desk, name, address) for name in ("Paul", NAME))
        marie.goto(address)
        paul.goto(address + page_of.format(case=case))
        on_it = marie.locator(f"#row-{case} .on-it")
        button = paul.get_by_role("button", name="I am on the phone with this boat")
        expect(button).to_have_attribute("aria-pressed", "false")
        button.click()
        expect(on_it).to_contain_text("Paul is on the phone with this boat", timeout=20_000)
        button.click()
        expect(on_it).not_to_contain_text("on the phone", timeout=20_000)
        expect(on_it).to_contain_text("Paul")
        paul.goto(address + "about")
        expect(on_it).not_to_contain_text("Paul", timeout=40_000)
        for each in (paul, marie):
            each.context.close()
    desk.close()
