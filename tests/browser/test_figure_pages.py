"""Rates, the toll and revisions in a real browser: by keys alone, for everybody, on a phone, and true by themselves."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from door import through_the_door
from playwright.sync_api import Page, expect
from series_scene import CLI, LIST, arrivals, series_desk, waves
from test_accessible import AXE, DESK, HELD, PHONE, RUN_AXE, WIDER
from test_web_live import serving

from ashore.desk.commands import Desk
from ashore.desk.commands.acts import ReceiveReports

pytestmark = pytest.mark.browser

WORKED_OUT_MS = 120_000


@pytest.fixture
def told(tmp_path: Path) -> Iterator[Desk]:
    """A desk with a list of deaths in three releases."""
    made = series_desk(tmp_path)
    yield made
    made.close()


@pytest.fixture
def counted(tmp_path: Path) -> Iterator[Desk]:
    """A desk with made-up arrivals and waves."""
    made = arrivals(tmp_path)
    made.do(ReceiveReports(content=waves(59)), CLI)
    yield made
    made.close()


def come_in(page: Page, address: str, path: str) -> None:
    """Sign in, and go to a page by the keyboard: from the menu to the figures, and on from there."""
    page.goto(address)
    through_the_door(page)
    expect(page.locator("main h1, main h2").first).to_be_visible()
    page.locator("#more > summary").press("Enter")
    page.locator("#more a[href='/figures']").press("Enter")
    page.locator(f".figure-pages a[href='{path}']").press("Enter")
    expect(page.locator(f".figure-pages a[href='{path}']")).to_have_attribute("aria-current", "page")


def for_everybody(page: Page) -> None:
    """Find nothing grave on it with everything opened, at a desk and on a phone, nor a contrast too weak at night."""
    page.evaluate("() => document.querySelectorAll('main details').forEach((each) => (each.open = true))")
    page.evaluate(AXE.read_text("utf-8"))
    for size in (DESK, PHONE):
        page.set_viewport_size(size)
        grave = [
            each
            for each in page.evaluate(RUN_AXE, None)
            if each["impact"] in ("serious", "critical") or each["id"] in HELD
        ]
        assert grave == []
        assert page.evaluate(WIDER) == []
    for theme in ("dark", "red"):
        page.evaluate("(theme) => (document.documentElement.dataset.theme = theme)", theme)
        assert page.evaluate(RUN_AXE, ["color-contrast"]) == []


def test_rates_are_worked_out_while_the_page_says_so_and_then_stand_there(
    page: Page, counted: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Typed and sent by keys; the sentence of progress gives way to findings, a picture and a table by itself."""
    monkeypatch.setattr("ashore.desk.web.rates.DRAWS", 300)
    monkeypatch.setattr("ashore.desk.web.rates.WAIT_S", 0.0)
    with serving(counted) as (address, _, _):
        come_in(page, address, "/rates")
        page.locator("[name=before]").fill("2030-02")
        page.locator("[name=after]").fill("2030-03")
        page.locator("[name=after]").press("Enter")
        expect(page.locator("#rates .working")).to_contain_text("drawn anew 300 times")
        expect(page.locator(".rates-table").first).to_be_visible(timeout=WORKED_OUT_MS)
        expect(page.locator(".findings").first).to_contain_text("not established")
        assert page.locator(".picture img").first.evaluate(
            "(img) => img.decode().then(() => img.naturalWidth)"
        )
        page.locator("#under-people-1 > summary").press("Enter")
        expect(page.locator("#under-people-1 a.entry").first).to_be_visible()
        for_everybody(page)


def test_the_toll_is_seen_as_it_was_known_on_each_date(page: Page, told: Desk) -> None:
    """A year, then a date, by links; the quote is one key away."""
    with serving(told) as (address, _, _):
        come_in(page, address, "/toll")
        page.locator("a[href='/toll?period=2030']").press("Enter")
        expect(page.locator("#standing tbody tr")).to_have_count(6)
        for_everybody(page)
        page.locator(".dates a").first.press("Enter")
        expect(page.locator("#standing tbody tr")).to_have_count(1)
        page.locator("#standing-1 > summary").press("Enter")
        expect(page.locator("#standing-1 blockquote").first).to_contain_text("5 dead")


def test_a_changed_number_leads_to_its_reason_and_its_release(page: Page, told: Desk) -> None:
    """The framed cell is a link; its reason names the release, and the release is an entry."""
    with serving(told) as (address, _, _):
        come_in(page, address, "/revisions")
        page.locator("select[name=series]").select_option(LIST)
        page.locator("main form button").press("Enter")
        changed = page.locator("td.changed").first
        expect(changed).to_contain_text("+1")
        expect(changed).to_have_css("outline-style", "solid")
        for_everybody(page)
        changed.locator("a").press("Enter")
        reason = page.locator("li:target")
        expect(reason).to_contain_text("changed without a mark")
        reason.locator("a.entry").press("Enter")
        expect(page).to_have_url(re.compile("/entries/"))


def test_pictures_are_seen_and_kept_as_files(page: Page, told: Desk) -> None:
    """The picture of a year is there, and a link keeps it."""
    with serving(told) as (address, _, _):
        come_in(page, address, "/pictures")
        page.locator("[name=year]").fill("2030")
        page.locator("[name=year]").press("Enter")
        image = page.locator(".picture img[src*=deaths]")
        assert image.evaluate("(img) => img.decode().then(() => img.naturalWidth)")
        for_everybody(page)
        with page.expect_download() as kept:
            page.locator("a[download]").first.press("Enter")
        assert kept.value.suggested_filename == "deaths-2030.en.svg"
