"""The map in a real browser: drawn from this desk's own files, by keyboard as by hand; in words where it cannot be."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from urllib.parse import quote

import pytest
from playwright.sync_api import Page, expect
from same_boat_scene import AGAIN, same_boat_sea
from scenes import NAME, PASSWORD
from sea import Sea
from test_web_live import serving

from ashore.desk.web.visitors import SESSION

pytestmark = [pytest.mark.browser, pytest.mark.draws_map]

PATIENCE_MS = 60_000
"""A processor that draws in place of a graphics card, with others at work beside it, takes its time."""


@pytest.fixture
def at_sea(page: Page, tmp_path: Path) -> Iterator[tuple[Page, Sea, str]]:
    """A signed-in page at a desk with two boats whose clouds are made."""
    sea = Sea(tmp_path)
    sea.state()
    with serving(sea.desk) as (address, _, _):
        token = sea.desk.accounts.open_session(sea.desk.accounts.check(NAME, PASSWORD))
        page.context.add_cookies([{"name": SESSION, "value": token, "url": address}])
        yield page, sea, address
    sea.desk.close()


def drawn(page: Page) -> None:
    """Wait until the map says that everything it was given is drawn."""
    expect(page.locator("#map")).to_have_attribute("data-state", "ready", timeout=PATIENCE_MS)


def test_the_map_is_drawn_and_says_synthetic_on_itself(at_sea: tuple[Page, Sea, str]) -> None:
    """Every position it was given, under a policy without inline script, and with no error in any script."""
    page, _, address = at_sea
    page.goto(f"{address}map")
    drawn(page)
    expect(page.locator("#map")).to_have_attribute("data-positions", "4")
    expect(page.locator(".map-notes")).to_contain_text("SYNTHETIC, no guide to a search")
    expect(page.locator("[data-part=trouble]")).to_be_hidden()
    expect(page.get_by_role("region", name="Map: arrow keys move it")).to_be_visible()


def test_the_hour_of_the_areas_is_chosen_by_keyboard(at_sea: tuple[Page, Sea, str]) -> None:
    """The slider goes through the instants there are, and says each."""
    page, sea, address = at_sea
    first, second = sea.state()["instants"]
    page.goto(f"{address}map")
    drawn(page)
    slider = page.get_by_label("Where they may be at")
    expect(page.locator(".map-instant")).to_have_text(first["says"])
    slider.focus()
    page.keyboard.press("ArrowRight")
    expect(page.locator(".map-instant")).to_have_text(second["says"])
    expect(slider).to_have_attribute("aria-valuetext", second["says"])
    expect(page.locator("#map")).to_have_attribute("data-instant", str(second["at"]))
    drawn(page)


def test_a_boat_chosen_in_the_words_is_named_under_the_map(at_sea: tuple[Page, Sea, str]) -> None:
    """With its position and the way to its case; and all of them again by one button."""
    page, sea, address = at_sea
    page.goto(f"{address}map")
    drawn(page)
    page.locator("#map .map-words > summary").click()
    row = page.locator(f"tr[data-case='{sea.twice}']")
    row.get_by_role("button", name="Show on the map").press("Enter")
    expect(page.locator(".map-chosen")).to_contain_text("2234B: 51°03.6′N 001°48.0′E")
    expect(row).to_have_class("chosen-on-map")
    link = page.locator(".map-chosen").get_by_role("link", name="Open the case")
    expect(link).to_have_attribute("href", f"/cases/{sea.twice}")
    page.get_by_role("button", name="Show all").click()
    expect(page.locator(".map-chosen")).to_be_empty()


def test_the_map_of_a_report_draws_why_it_may_be_a_boat(page: Page, tmp_path: Path) -> None:
    """The report, the boats it may be, and a line to each: on the page that says so in words as well."""
    sea = same_boat_sea(tmp_path)
    with serving(sea.desk) as (address, _, _):
        token = sea.desk.accounts.open_session(sea.desk.accounts.check(NAME, PASSWORD))
        page.context.add_cookies([{"name": SESSION, "value": token, "url": address}])
        page.goto(f"{address}same-boat?mention={quote(AGAIN, safe='')}")
        expect(page.locator("#offer-1 .waterfall")).to_be_visible(timeout=2 * PATIENCE_MS)
        expect(page.locator("#map")).to_have_attribute("data-positions", "4", timeout=PATIENCE_MS)
        drawn(page)
        expect(page.locator("#map")).to_have_attribute("data-ties", "2")
    sea.desk.close()


def test_what_changes_is_drawn_when_the_page_is_told(at_sea: tuple[Page, Sea, str]) -> None:
    """By the page's own stream of changes; the map asks for nothing otherwise."""
    page, sea, address = at_sea
    page.goto(f"{address}map")
    drawn(page)
    sea.call("n-5", 78, 51.20, 2.10)
    expect(page.locator("#map")).to_have_attribute("data-positions", "5", timeout=PATIENCE_MS)
    drawn(page)


def test_without_its_files_the_map_stands_in_words(at_sea: tuple[Page, Sea, str]) -> None:
    """Installed without npm's files: the page says so, and nothing on it is lost."""
    page, _, address = at_sea
    page.route("**/static/vendor/**", lambda route: route.fulfill(status=404))
    page.goto(f"{address}map")
    expect(page.locator("#map")).to_have_attribute("data-state", "no-files")
    expect(page.locator("[data-part=trouble]")).to_contain_text("files are not installed here")
    expect(page.locator("#in-words")).to_contain_text("51°03.6′N 001°48.0′E")


def test_without_webgl_the_map_stands_in_words(at_sea: tuple[Page, Sea, str]) -> None:
    """An old laptop without a driver for its graphics."""
    page, _, address = at_sea
    page.add_init_script(
        "const held = HTMLCanvasElement.prototype.getContext;"
        "HTMLCanvasElement.prototype.getContext = function (kind, ...more) {"
        "  return kind.startsWith('webgl') ? null : held.call(this, kind, ...more); };"
    )
    page.goto(f"{address}map")
    expect(page.locator("#map")).to_have_attribute("data-state", "no-webgl")
    expect(page.locator("[data-part=trouble]")).to_contain_text("no WebGL 2")
    expect(page.locator("#in-words")).to_contain_text("2234B")


def test_without_a_script_a_link_leads_to_the_words(at_sea: tuple[Page, Sea, str]) -> None:
    """The words are a page of their own."""
    page, _, address = at_sea
    page.route("**/static/map.js", lambda route: route.abort())
    page.goto(f"{address}map")
    page.locator("#map .map-words > summary").click()
    page.get_by_role("link", name="The map in words").click()
    expect(page.get_by_role("heading", name="The map in words")).to_be_visible()
    expect(page.locator("tr[data-case]")).to_have_count(2)


def test_the_map_follows_the_theme(at_sea: tuple[Page, Sea, str]) -> None:
    """Dark at night without a reload: the sea is painted again in the night's colours."""
    page, _, address = at_sea
    page.goto(f"{address}map")
    drawn(page)
    by_day = page.locator("#map").get_attribute("data-sea")
    page.emulate_media(color_scheme="dark")
    expect(page.locator("#map")).not_to_have_attribute("data-sea", by_day or "")
