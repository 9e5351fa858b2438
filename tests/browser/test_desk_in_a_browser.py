"""The first ten minutes at the desk, in a real browser."""

from __future__ import annotations

from pathlib import Path

import httpx2
import pytest
from door import through_the_door
from playwright.sync_api import Browser, Page, Route, expect
from scenes import LATER_CALL, NAME, PASSWORD, line, played_night, watch
from test_web_live import serving

from ashore.desk.commands import Desk

pytestmark = pytest.mark.browser


def sign_in(page: Page, address: str) -> None:
    """Sign in through the door, as a person does."""
    page.goto(address)
    through_the_door(page)
    expect(page.get_by_role("heading", name="Open cases")).to_be_visible()


def send(desk: Desk, address: str, body: bytes) -> None:
    """Post a report over HTTP, as a program with an account of its own does."""
    account = desk.accounts.create("radio", PASSWORD, "machine")
    token = desk.accounts.open_session(account)
    answer = httpx2.post(f"{address}api/reports", content=body, headers={"authorization": f"Bearer {token}"})
    assert '"accepted"' in answer.text


def test_from_the_number_to_the_words_and_to_the_end_of_the_case(page: Page, tmp_path: Path) -> None:
    """List, case, the sentence that forces the number, the wrong ending refused, the answer, the ending."""
    desk, _ = watch(tmp_path)
    with serving(desk) as (address, _, _):
        sign_in(page, address)
        row = page.locator("#open tbody tr")
        expect(row).to_have_count(1)
        expect(row.locator(".most")).to_have_text("7 at most")
        page.locator("#open").get_by_role("link", name="2234B").click()
        expect(page.locator("#why-most > summary")).to_be_visible()

        looks = desk.access.latest()
        page.locator("#why-most > summary").click()
        expect(page.locator("#why-most")).to_contain_text("we are forty")
        expect(page.locator("#why-most")).to_contain_text("+33600000000")
        assert desk.access.latest() > looks

        page.get_by_role("button", name="All accounted for").click()
        refused = page.get_by_role("alert").filter(has_text="Cannot say all accounted for.")
        expect(refused).to_contain_text("7 may still be out: the caller at 3 Feb 20:12 UTC said 40")

        page.get_by_role("button", name="The unit says so").click()
        expect(page.locator("#ending")).to_contain_text("No reason known here stands in the way")
        page.get_by_role("button", name="All accounted for").click()
        expect(page.locator("#headline")).to_contain_text("all accounted for")
        page.get_by_role("link", name="Watch", exact=True).click()
        expect(page.locator("#open")).to_contain_text("No case is open on this desk.")
    desk.close()


def test_words_opened_before_the_scripts_have_come_are_opened_all_the_same(
    page: Page, tmp_path: Path
) -> None:
    """On a slow computer a hand is faster than the page."""
    desk, _ = watch(tmp_path)
    held: list[Route] = []
    with serving(desk) as (address, _, _):
        sign_in(page, address)
        page.route("**/static/live.js", lambda route: held.append(route))
        href = page.locator("#open").get_by_role("link", name="2234B").get_attribute("href")
        page.goto(f"{address.rstrip('/')}{href}", wait_until="commit")
        page.locator("#why-most > summary").click()
        expect(page.locator("#why-most[open]")).to_have_count(1)
        held[0].continue_()
        expect(page.locator("#why-most")).to_contain_text("we are forty")


def test_a_report_sent_by_a_program_appears_without_a_reload(page: Page, tmp_path: Path) -> None:
    """And what somebody is typing or has opened meanwhile stays as it is."""
    desk, _ = watch(tmp_path)
    with serving(desk) as (address, _, _):
        sign_in(page, address)
        page.locator("#q").fill("half typ")
        expect(page.locator("#unlinked")).to_contain_text("Every mention held here belongs to a case.")
        send(desk, address, line(LATER_CALL))
        expect(page.locator("#unlinked")).to_contain_text("cold")
        expect(page.locator("#q")).to_have_value("half typ")
        page.locator("#unlinked summary").click()
        page.locator("#unlinked").get_by_role("button", name="Link", exact=True).click()
        expect(page.locator("#open")).to_contain_text("Called after the rescue")
    desk.close()


def test_a_button_pressed_twice_does_one_thing(page: Page, tmp_path: Path) -> None:
    """A hand at three in the morning double-clicks; one request goes out."""
    desk, case = watch(tmp_path)
    with serving(desk) as (address, _, _):
        sign_in(page, address)
        page.goto(f"{address}cases/{case}")
        page.locator("#do-request > summary").click()
        page.locator("#do-request [name=to]").fill("Dover")
        page.locator("#do-request [name=asks]").fill("a helicopter")
        page.locator("#do-request button").dblclick()
        expect(page.locator("main")).to_contain_text("a helicopter")
    with desk.looking() as picture:
        assert len(picture.by_type["request.made"]) == 1


def test_an_opened_disclosure_stays_open_while_the_page_changes(page: Page, tmp_path: Path) -> None:
    """Nobody loses the words they are reading because a report came in."""
    desk, case = watch(tmp_path)
    with serving(desk) as (address, _, _):
        sign_in(page, address)
        page.goto(f"{address}cases/{case}")
        page.locator("#why-most > summary").click()
        expect(page.locator("#why-most")).to_contain_text("we are forty")
        page.locator("#do-note summary").click()
        page.locator("#do-note textarea").fill("asked the cutter")
        token = desk.accounts.open_session(desk.accounts.check(NAME, PASSWORD))
        httpx2.post(
            f"{address}api/commands/label-case",
            json={"case": case, "label": "Orme 1"},
            headers={"authorization": f"Bearer {token}"},
        )
        expect(page.locator("h1")).to_contain_text("Orme 1")
        expect(page.locator("#why-most")).to_contain_text("we are forty")
        expect(page.locator("#do-note textarea")).to_have_value("asked the cutter")
    desk.close()


def test_what_was_refused_stays_typed_while_the_page_changes(page: Page, tmp_path: Path) -> None:
    """The officer corrects one word of it, whatever comes in meanwhile."""
    desk, case = watch(tmp_path)
    with serving(desk) as (address, _, _):
        sign_in(page, address)
        page.goto(f"{address}cases/{case}")
        reason = page.locator("#ending input[name=reason]").first
        reason.fill("all thirty-three are safe")
        page.get_by_role("button", name="All accounted for").click()
        expect(page.locator("#refused")).to_be_visible()
        token = desk.accounts.open_session(desk.accounts.check(NAME, PASSWORD))
        httpx2.post(
            f"{address}api/commands/label-case",
            json={"case": case, "label": "Orme 1"},
            headers={"authorization": f"Bearer {token}"},
        )
        expect(page.locator("h1")).to_contain_text("Orme 1")
        expect(reason).to_have_value("all thirty-three are safe")
    desk.close()


def test_the_page_says_when_it_lost_the_server_and_when_it_is_back(page: Page, tmp_path: Path) -> None:
    """In words, with the time since when; never a page that looks alive and is not."""
    desk = played_night(tmp_path)
    with serving(desk) as (address, _, _):
        page.goto(address)
        expect(page.locator(".log-kind")).to_contain_text("REPLAY")
        expect(page.locator("#lost")).to_be_hidden()
        expect(page.locator("body.is-live")).to_be_visible()
    expect(page.locator("#lost")).to_contain_text("No connection since")
    expect(page.locator("#lost")).to_contain_text("what you see is old")
    expect(page).to_have_title("⚠ REPLAY · List · Ashore")
    desk.close()


def test_every_page_is_read_without_javascript(browser: Browser, tmp_path: Path) -> None:
    """The disclosures, the words and the forms are plain HTML."""
    desk, _ = watch(tmp_path)
    context = browser.new_context(java_script_enabled=False, locale="fr-FR")
    page = context.new_page()
    with serving(desk) as (address, _, _):
        page.goto(address)
        page.locator("main [name=name]").fill(NAME)
        page.locator("[name=password]").fill(PASSWORD)
        page.locator("main button").click()
        page.locator("#open").get_by_role("link", name="2234B").click()
        page.locator("#why-most > summary").click()
        page.locator("#why-most .sealed a").first.click()
        expect(page.locator("#words")).to_contain_text("we are forty")
        page.get_by_role("link", name="English").click()
        expect(page.locator("html")).to_have_attribute("lang", "en")
    context.close()
    desk.close()


def test_the_desk_is_worked_by_keyboard_alone(page: Page, tmp_path: Path) -> None:
    """Skip link first; the disclosure opens with Enter, and focus can be seen."""
    desk, case = watch(tmp_path)
    with serving(desk) as (address, _, _):
        sign_in(page, address)
        page.goto(f"{address}cases/{case}")
        page.keyboard.press("Tab")
        expect(page.locator(".skip")).to_be_focused()
        summary = page.locator("#why-most > summary")
        summary.focus()
        page.keyboard.press("Enter")
        expect(page.locator("#why-most")).to_have_attribute("open", "")
        expect(page.locator("#why-most")).to_contain_text("we are forty")
    desk.close()
