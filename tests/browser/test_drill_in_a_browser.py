"""A training evening in a real browser: the trainer leads, the officer sees reports come, and they debrief together."""

from __future__ import annotations

import re
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
from door import through_the_door
from drill_scenes import OFFICER, TRAINER, Drilled, Going, drilled
from playwright.sync_api import Browser, Page, expect
from test_web_live import serving

pytestmark = pytest.mark.browser

AXE = (Path(__file__).parent / "vendor" / "axe.min.js").read_text("utf-8")
GRAVE = {"serious", "critical"}


@contextmanager
def evening(folder: Path) -> Iterator[tuple[Drilled, str]]:
    """Play a drill on a served desk for as long as the block runs."""
    with drilled(folder, Going()) as scene:
        stop = threading.Event()
        player = threading.Thread(target=scene.drill.play, args=(stop,))
        player.start()
        try:
            with serving(scene.desk, drill=scene.drill) as (address, _, _):
                yield scene, address
        finally:
            stop.set()
            scene.drill.wake()
            player.join()


def come_in(page: Page, address: str, name: str, path: str) -> None:
    """Sign in as somebody and open a page."""
    page.goto(f"{address}sign-in?back={path}")
    through_the_door(page, name)
    expect(page.get_by_role("button", name="Sign out")).to_be_visible()


def faults(page: Page) -> list[str]:
    """Return what axe finds grave on a page."""
    page.evaluate(AXE)
    found = page.evaluate("axe.run('main', {resultTypes: ['violations']})")["violations"]
    return [f"{each['id']}: {each['nodes'][0]['html'][:120]}" for each in found if each["impact"] in GRAVE]


def test_a_training_evening(page: Page, browser: Browser, tmp_path: Path) -> None:
    """Skip, pause, a silent call, a report of the trainer's own; the officer's list follows; then the debrief."""
    watch = browser.new_context(locale="en-GB").new_page()
    with evening(tmp_path) as (scene, address):
        come_in(watch, address, OFFICER, "/")
        come_in(page, address, TRAINER, "/trainer")
        standing = page.locator("#drill-standing")
        expect(standing).to_contain_text("Playing, 4 times as fast as real.")

        page.get_by_role("button", name="Skip to the next report").click()
        expect(standing).to_contain_text("1 of 43 reports have come")
        expect(watch.locator("main")).to_contain_text("WhatsApp · west-centre")
        page.wait_for_load_state()
        page.keyboard.press("p")
        expect(standing).to_contain_text("Paused")
        page.get_by_role("button", name="8×", exact=True).click()
        page.get_by_role("button", name="Go on").click()
        expect(standing).to_contain_text("Playing, 8 times as fast as real.")

        row = page.locator("#truth-boat-002")
        row.get_by_role("button", name="a silent call").click()
        expect(standing).to_contain_text("1 of yours")
        row.get_by_role("link", name="Write").click()
        expect(page.get_by_label("About which boat")).to_have_value("boat-002")
        expect(page.get_by_label("Telephone")).not_to_have_value("")
        page.get_by_label("Words").fill("the water is at our knees")
        page.get_by_label("taking water").check()
        page.get_by_role("button", name="Tell the desk").click()
        expect(standing).to_contain_text("2 of yours")
        assert not faults(page)

        # While they watch, no boat of the truth is anywhere on the officer's screen.
        scene.stand_watch()
        watch.reload()
        expect(watch.locator("main")).to_contain_text("case-002")
        assert not re.search(r"boat-0\d\d", watch.content())
        watch.goto(f"{address}debrief")
        expect(watch.locator("main")).to_contain_text("The drill is not over")

        page.get_by_text("End the drill").first.click()
        page.locator("#end-drill button").click()
        expect(page.get_by_role("heading", name="Debrief")).to_be_visible()
        assert not faults(page)
        watch.goto(f"{address}debrief")
        expect(watch.locator(".strip").first).to_be_visible()
        ticks = watch.locator("tbody .strip .tick")
        expect(ticks).to_have_count(3)
        box, strip = ticks.first.bounding_box(), watch.locator(".strip").first.bounding_box()
        assert box is not None
        assert strip is not None
        assert strip["x"] - 1 <= box["x"] <= strip["x"] + strip["width"]
        watch.get_by_text("Minute by minute").first.click()
        watch.locator(".known a[href^='/entries/']").first.click()
        expect(watch.locator("main")).to_contain_text("report.received")
        expect(watch.locator(".log-kind")).to_contain_text("EXERCISE")
    watch.context.close()
