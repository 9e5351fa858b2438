"""Brightness is chosen once in a browser, and red keeps the eyes of whoever must look out over the dark sea."""

from __future__ import annotations

import io
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest
from PIL import Image
from playwright.sync_api import Browser, Page, expect

sys.path.insert(0, str(Path(__file__).parents[2] / "tools"))

from busy_night import Night, busy_night
from test_web_live import serving

pytestmark = pytest.mark.browser


@pytest.fixture(scope="module")
def night(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[Night, str]]:
    """The busy night, served."""
    held = busy_night(tmp_path_factory.mktemp("themes") / "desk")
    with serving(held.desk) as (address, _, _):
        yield held, address
    held.desk.close()


@pytest.fixture
def window(request: pytest.FixtureRequest, night: tuple[Night, str]) -> Iterator[Page]:
    """A window in which Marie is signed in, on a browser that wishes for light pages; `draws_map` as for `page`."""
    held, address = night
    draws = request.node.get_closest_marker("draws_map") is not None
    browser: Browser = request.getfixturevalue("drawing_browser" if draws else "browser")
    context = browser.new_context(
        locale="en-GB", viewport={"width": 1366, "height": 768}, color_scheme="light"
    )
    context.add_cookies(held.cookies("Marie", "en", address))
    page = context.new_page()
    page.set_default_timeout(30_000)
    page.goto(address)
    yield page
    context.close()


def choose(page: Page, theme: str) -> None:
    """Choose a brightness as a person does."""
    page.locator("#more > summary").click()
    page.get_by_label("Brightness").select_option(theme)
    page.locator("form.theme button").click()
    expect(page.locator("html")).to_have_attribute("data-theme", theme)


def brightest(page: Page) -> tuple[int, int, int]:
    """Return the most red, green and blue there is anywhere in a page's picture."""
    with Image.open(io.BytesIO(page.screenshot(full_page=True, animations="disabled"))) as image:
        bands = image.convert("RGB").getextrema()
    red, green, blue = (int(high) for _, high in bands)
    return red, green, blue


def test_a_brightness_is_kept_on_every_page_of_this_browser(window: Page) -> None:
    """The choice leads back to the page on which it was made."""
    address = window.url
    window.goto(f"{address}handover")
    choose(window, "dark")
    assert window.url == f"{address}handover"
    window.goto(f"{address}call")
    expect(window.locator("html")).to_have_attribute("data-theme", "dark")


@pytest.mark.draws_map
@pytest.mark.parametrize("page", ["", "call", "handover", "cases/{0134 A}"])
def test_red_shows_nothing_that_spoils_the_eyes(window: Page, night: tuple[Night, str], page: str) -> None:
    """No pixel is white, green or blue, not even of an alarm or of a cloud's picture."""
    held, address = night
    choose(window, "red")
    window.goto(address + page.replace("{0134 A}", held.cases["0134 A"]))
    window.wait_for_timeout(1_000)
    red, green, blue = brightest(window)
    assert red > 200
    assert green <= 175, "a green this bright is seen as white"
    assert blue <= 175


@pytest.mark.parametrize(("theme", "darker"), [("light", False), ("dark", True), ("red", True)])
def test_the_ground_is_as_dark_as_was_chosen(window: Page, theme: str, darker: bool) -> None:
    """Whatever the browser itself wishes."""
    choose(window, theme)
    with Image.open(io.BytesIO(window.screenshot())) as image:
        ground = image.convert("L").getpixel((1360, 760))
    assert isinstance(ground, int)
    assert (ground < 60) is darker
