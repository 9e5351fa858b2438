"""Claims beside the book and a question, in a real browser: by keys alone, on a phone, and for everybody."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from claims_scene import claims_desk
from playwright.sync_api import Page, expect
from test_accessible import DESK, PHONE, WIDER, faults, open_everything
from test_call_page import sign_in
from test_web_live import serving

from ashore.desk.commands import Desk

pytestmark = pytest.mark.browser


@pytest.fixture(scope="module")
def served(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[Desk, str]]:
    """A desk with papers that contradict, copy and add up, served."""
    desk = claims_desk(tmp_path_factory.mktemp("answers"))
    with serving(desk) as (address, _, _):
        yield desk, address
    desk.close()


def reach(page: Page, name: str) -> None:
    """Press Tab until the link of this name has the focus."""
    link = page.locator("main").get_by_role("link", name=name).first
    for _ in range(60):
        page.keyboard.press("Tab")
        if link.evaluate("(each) => each === document.activeElement"):
            return
    raise AssertionError(f"Tab never reaches {name}")


def looks_right(page: Page) -> None:
    """axe finds nothing grave, in any theme, and nothing is wider than a desk's or a phone's screen."""
    open_everything(page)
    for size in (DESK, PHONE):
        page.set_viewport_size(size)
        assert faults(page) == []
        assert page.evaluate(WIDER) == []
    for theme in ("dark", "red"):
        page.evaluate("(theme) => (document.documentElement.dataset.theme = theme)", theme)
        assert faults(page, ["color-contrast"]) == []
    page.set_viewport_size(DESK)


def test_from_a_contradiction_to_the_marked_quote_by_keys(page: Page, served: tuple[Desk, str]) -> None:
    """Tab to the filter, Enter, Tab to the first quote, Enter: the text, with the quote marked."""
    desk, address = served
    sign_in(page, desk, f"{address}claims")
    expect(page.locator(".beside-row")).to_have_count(5)
    looks_right(page)
    page.goto(f"{address}claims")
    reach(page, "Contradicts 2")
    page.keyboard.press("Enter")
    page.wait_for_url("**verdict=contradicts")
    expect(page.locator(".beside-row")).to_have_count(2)
    reach(page, "“150 people crossed")
    page.keyboard.press("Enter")
    page.wait_for_url("**/texts/read?report=**gazette#stood-0")
    expect(page.locator("#stood-0")).to_be_in_viewport()
    expect(page.locator(".text-read mark").first).to_contain_text("150 people crossed")


def test_a_question_is_asked_by_keys(page: Page, served: tuple[Desk, str]) -> None:
    """From the list to a question; a period typed, two figures ticked by the space bar, Enter: the matrix of both."""
    desk, address = served
    sign_in(page, desk, f"{address}questions")
    looks_right(page)
    page.goto(f"{address}questions")
    reach(page, "Is your number inside theirs?")
    page.keyboard.press("Enter")
    page.wait_for_url("**/questions/overlap")
    looks_right(page)
    page.goto(f"{address}questions/overlap")
    page.get_by_label("Period").focus()
    page.keyboard.type("2031-02-03")
    page.locator("#which > summary").focus()
    page.keyboard.press("Enter")
    for name in ("Rescued", "Dead"):
        page.get_by_role("checkbox", name=name, exact=True).focus()
        page.keyboard.press("Space")
    page.keyboard.press("Enter")
    page.wait_for_url("**period=2031-02-03**")
    expect(page.locator(".answer .first")).to_be_visible()
    expect(page.locator(".matrix tbody tr").first).to_contain_text("Rescued")
    page.get_by_label("Period").fill("yesterday")
    page.keyboard.press("Enter")
    expect(page.locator("#refused")).to_contain_text("“yesterday” is not a period")
    expect(page.get_by_label("Period")).to_have_value("yesterday")
