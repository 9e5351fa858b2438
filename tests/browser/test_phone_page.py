"""The phone's page in a real browser: opened without a network, kept as it is typed, its clock, its looks."""

from __future__ import annotations

import re
from dataclasses import replace
from pathlib import Path

import pytest
from phone_scenes import (
    KEPT,
    PIXEL,
    SMALL,
    free_port,
    held_on,
    new_phone_desk,
    received,
    served,
    sign_in,
    texts,
    until,
    write,
)
from playwright.sync_api import BrowserContext, expect
from scenes import NAME, PASSWORD
from test_web_live import serving

from ashore.bootstrap import create_desk
from ashore.model.clock import Surroundings, wall_clock

pytestmark = pytest.mark.browser


def test_the_page_opens_and_queues_where_no_desk_answers(phone: BrowserContext, tmp_path: Path) -> None:
    """The server is gone altogether; half-typed words, a photo's place and the choice come back too."""
    desk = new_phone_desk(tmp_path)
    page = phone.new_page()
    with serving(desk) as (address, _, _):
        sign_in(page, address)
    page.get_by_label("People landed").check()
    page.locator("[name=place]").fill("quai Paul Devot")
    page.locator("[name=words]").type("about thirty, some without sh")
    page.goto(f"{address}phone?lang=fr")
    expect(page.locator("html")).to_have_attribute("lang", "fr")
    expect(page.locator("[name=words]")).to_have_value("about thirty, some without sh")
    expect(page.locator("[name=place]")).to_have_value("quai Paul Devot")
    expect(page.get_by_label("Personnes débarquées")).to_be_checked()
    expect(page.locator("#network")).to_contain_text("Le poste ne répond plus depuis")
    page.get_by_role("button", name="Garder et envoyer").click()
    expect(page.locator("#unsent")).to_have_text("1 non envoyé")
    page.close()
    again = phone.new_page()
    again.goto(f"{address}phone")
    expect(again.locator("#unsent")).to_have_text("1 not sent")
    desk.close()


def test_what_a_closed_tab_was_writing_comes_back(phone: BrowserContext, tmp_path: Path) -> None:
    """Whichever page is opened next takes it up, and a second one begins anew."""
    desk = new_phone_desk(tmp_path)
    page = phone.new_page()
    with serving(desk) as (address, _, _):
        sign_in(page, address)
        page.get_by_label("Phone call").check()
        page.locator("[name=number]").fill("+33600000000")
        page.locator("[name=words]").type("water to the kn")
        page.close()
        again, other = phone.new_page(), phone.new_page()
        again.goto(f"{address}phone")
        expect(again.locator("[name=words]")).to_have_value("water to the kn")
        expect(again.locator("[name=number]")).to_have_value("+33600000000")
        other.goto(f"{address}phone")
        expect(other.locator("#fields")).to_be_enabled()
        expect(other.locator("[name=words]")).to_have_value("")
    desk.close()


@pytest.mark.parametrize("minutes", [62, -62])
def test_a_phone_whose_clock_is_wrong_says_so_and_sends_the_right_time(
    phone: BrowserContext, tmp_path: Path, minutes: int
) -> None:
    """The time is the desk's, marked as assumed, and the report says by how much the phone was wrong."""
    desk = new_phone_desk(tmp_path, ahead_ms=-minutes * 60_000)
    page = phone.new_page()
    way = "ahead of" if minutes > 0 else "behind"
    with serving(desk) as (address, _, _):
        sign_in(page, address)
        expect(page.locator("#clock")).to_contain_text(f"This phone's clock is 62 min {way} the desk's")
        before = desk.surroundings.clock()
        write(page, "one boat")
        expect(page.locator("#unsent")).to_have_text("Nothing waits to be sent")
        after = desk.surroundings.clock()
    (report,) = received(desk)
    assert report.said_at is not None
    assert before - 2_000 < report.said_at.ms < after + 2_000
    assert report.assumed == ("said_at",)
    assert report.text is not None
    assert report.text.startswith("one boat\n[The phone's clock was 62 min")
    desk.close()


def test_a_clock_changed_between_writing_and_sending_leaves_the_time_unknown(
    phone: BrowserContext, tmp_path: Path
) -> None:
    """Nobody can tell by which clock it was written, so no time is claimed and the words say why."""
    shift = [0]
    surroundings = replace(Surroundings(), clock=lambda: wall_clock() + shift[0])
    desk = create_desk(tmp_path / "desk", name="north-centre", kind="live", surroundings=surroundings)
    desk.accounts.create(NAME, PASSWORD, "officer")
    page = phone.new_page()
    with serving(desk) as (address, _, _):
        sign_in(page, address)
        phone.set_offline(True)
        page.get_by_role("button", name="Use this phone's position").click()
        expect(page.locator("#position")).to_contain_text("within 12 m")
        write(page, "one boat")
        shift[0] = 3_600_000
        phone.set_offline(False)
        expect(page.locator("#unsent")).to_have_text("Nothing waits to be sent")
    (report,) = received(desk)
    assert report.said_at is None
    assert report.mentions[0].positions[0].at is None
    assert report.text is not None
    assert "[Not known when this was written: the phone's clock read" in report.text
    desk.close()


def test_what_waits_is_erased_only_after_the_number_was_confirmed(
    phone: BrowserContext, tmp_path: Path
) -> None:
    """And then nothing of it is left on the phone, photographs included."""
    desk = new_phone_desk(tmp_path)
    page = phone.new_page()
    with serving(desk) as (address, _, _):
        sign_in(page, address)
        phone.set_offline(True)
        page.locator("[name=photo]").set_input_files(
            {"name": "p.png", "mimeType": "image/png", "buffer": PIXEL}
        )
        expect(page.locator("#photo-kept")).to_contain_text("Photo kept")
        write(page, "first")
        write(page, "second")
        page.get_by_role("button", name="Erase all that was not sent").click()
        page.get_by_role("button", name="Keep it").click()
        expect(page.locator("#unsent")).to_have_text("2 not sent")
        page.get_by_role("button", name="Erase all that was not sent").click()
        page.get_by_role("button", name="Erase 2 reports").click()
        expect(page.locator("#unsent")).to_have_text("Nothing waits to be sent")
        assert held_on(page) == {"drafts": 0, "queue": 0, "photos": 0}
    assert texts(desk) == []
    desk.close()


def test_after_an_update_of_the_desk_the_phone_serves_nothing_old(
    phone: BrowserContext, tmp_path: Path
) -> None:
    """The new page is shown at once, the new worker keeps its files, and the old ones are gone."""
    before, after = new_phone_desk(tmp_path / "one"), new_phone_desk(tmp_path / "two", kind="exercise")
    page = phone.new_page()
    port = free_port()
    with served(before, port) as address:
        sign_in(page, address)
        old = page.evaluate("caches.keys()")
    with served(after, port):
        page.goto(f"{address}phone")
        expect(page.locator(".log-kind")).to_contain_text("EXERCISE")
        until(page, "old => caches.keys().then((keys) => keys.length === 1 && keys[0] !== old)", old[0])
        kept = page.evaluate(KEPT)
        assert all("/phone/" in url for url in kept)
    page.goto(f"{address}phone")
    expect(page.locator(".log-kind")).to_contain_text("EXERCISE")
    before.close()
    after.close()


def test_the_phones_page_is_worked_by_keyboard_and_told_aloud(phone: BrowserContext, tmp_path: Path) -> None:
    """Every field has its name, the count is a live region, and every target is wide enough for a thumb."""
    desk = new_phone_desk(tmp_path)
    page = phone.new_page()
    with serving(desk) as (address, _, _):
        sign_in(page, address)
        expect(page.get_by_role("status").filter(has_text="Nothing waits to be sent")).to_be_visible()
        for name in ("Words", "Where", "How many in all", "Of them children"):
            expect(page.get_by_role("textbox", name=re.compile(f"^{name}"))).to_have_count(1)
        page.get_by_label("Phone call").focus()
        page.keyboard.press("ArrowDown")
        page.keyboard.press("ArrowDown")
        expect(page.get_by_label("Boat seen")).to_be_checked()
        page.keyboard.press("Tab")
        page.keyboard.type("seen by keyboard")
        page.get_by_role("button", name="Keep and send").press("Enter")
        expect(page.locator("#sent")).to_contain_text("1 sent")
        small = page.evaluate(SMALL)
        assert small == []
        assert page.evaluate("document.documentElement.scrollWidth") <= 360
    assert texts(desk) == ["seen by keyboard"]
    desk.close()


def test_red_at_night_stays_red_without_a_network(phone: BrowserContext, tmp_path: Path) -> None:
    """The phone keeps its own choice, and nothing else is painted first."""
    desk = new_phone_desk(tmp_path)
    page = phone.new_page()
    with serving(desk) as (address, _, _):
        sign_in(page, address)
        page.get_by_label("Brightness").select_option("red")
    page.goto(f"{address}phone")
    expect(page.locator("html")).to_have_attribute("data-theme", "red")
    expect(page.get_by_label("Brightness")).to_have_value("red")
    first = page.locator("head script, head link[rel=stylesheet]").first
    expect(first).to_have_attribute("src", re.compile("phone-theme.js$"))
    desk.close()
