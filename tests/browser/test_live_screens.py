"""A page that changes under somebody's hands, in a real browser."""

from __future__ import annotations

from pathlib import Path

import httpx2
import pytest
from door import through_the_door
from playwright.sync_api import Browser, Page, expect
from scenes import CALL, LATER_CALL, NAME, PASSWORD, case_of, line, watch
from test_desk_in_a_browser import send, sign_in
from test_web_live import serving

from ashore.desk.commands import Desk, person
from ashore.desk.commands.acts import LabelCase, LinkMention, OpenCase, ReceiveReports

pytestmark = pytest.mark.browser


def marie(desk: Desk) -> object:
    """Return the officer of these scenes."""
    return person(desk.accounts.check(NAME, PASSWORD))


def second_boat(desk: Desk) -> str:
    """Open a case that needs somebody more than the first does, and return its id."""
    call = {**CALL, "id": "n-9", "sender": {"role": "aboard", "phone": "+33622222222"}}
    who = marie(desk)
    desk.do(ReceiveReports(content=line(call)), who)  # type: ignore[arg-type]
    opened = desk.do(OpenCase(label="Zulu", mention="north-centre/phone/n-9#0", reason="another boat"), who)  # type: ignore[arg-type]
    return case_of(opened)


def test_typing_goes_on_while_rows_and_numbers_change_around_it(page: Page, tmp_path: Path) -> None:
    """Text, caret, focus and an opened disclosure stay; what is around them is new."""
    desk, _ = watch(tmp_path)
    desk.do(ReceiveReports(content=line(LATER_CALL)), marie(desk))  # type: ignore[arg-type]
    with serving(desk) as (address, _, _):
        sign_in(page, address)
        page.locator("#unlinked summary").first.click()
        why = page.locator("#unlinked form").first.get_by_label("Why")
        why.fill("the same voice")
        why.evaluate("field => field.setSelectionRange(4, 8)")
        send(desk, address, line({**CALL, "id": "n-10"}))
        expect(page.locator("#unlinked .count")).to_have_text("2")
        expect(why).to_be_focused()
        expect(why).to_have_value("the same voice")
        assert why.evaluate("field => [field.selectionStart, field.selectionEnd]") == [4, 8]
        expect(page.locator("#unlinked article")).to_have_count(2)
    desk.close()


def test_what_somebody_types_in_stays_though_its_row_is_gone(page: Page, tmp_path: Path) -> None:
    """Another officer linked the mention meanwhile; the half-written reason is marked and kept."""
    desk, case = watch(tmp_path)
    desk.do(ReceiveReports(content=line(LATER_CALL)), marie(desk))  # type: ignore[arg-type]
    with serving(desk) as (address, _, _):
        sign_in(page, address)
        page.locator("#unlinked summary").first.click()
        why = page.locator("#unlinked form").first.get_by_label("Why")
        why.fill("the same voice")
        desk.do(
            LinkMention(mention="north-centre/phone/n-3#0", cases=(case,), reason="heard it"),
            marie(desk),  # type: ignore[arg-type]
        )
        expect(page.locator("#unlinked .count")).to_have_text("0")
        expect(page.locator("#unlinked article.outdated")).to_have_count(1)
        expect(why).to_have_value("the same voice")
    desk.close()


def test_a_row_keeps_its_place_and_focus_under_the_hand_and_moves_afterwards(
    page: Page, tmp_path: Path
) -> None:
    """The list re-sorts when nobody is on it: no click ever lands on another boat."""
    desk, case = watch(tmp_path)
    with serving(desk) as (address, _, _):
        sign_in(page, address)
        row = page.locator("#open tbody tr").first
        row.get_by_role("link").first.focus()
        other = second_boat(desk)
        expect(page.locator("#open tbody tr")).to_have_count(2)
        first = page.locator("#open tbody tr").first
        expect(first).to_have_id(f"row-{case}")
        expect(row.get_by_role("link").first).to_be_focused()
        page.locator("#q").focus()
        expect(page.locator("#open tbody tr").first).to_have_id(f"row-{other}")
    desk.close()


def test_others_see_who_is_on_the_phone_with_a_boat(page: Page, browser: Browser, tmp_path: Path) -> None:
    """On the list and on the case, within a moment, and no longer once it is taken back."""
    desk, case = watch(tmp_path)
    desk.accounts.create("Paul", PASSWORD, "officer")
    with serving(desk) as (address, _, _):
        sign_in(page, address)
        context = browser.new_context(locale="en-GB")
        paul = context.new_page()
        paul.goto(f"{address}sign-in")
        through_the_door(paul, "Paul")
        paul.goto(f"{address}cases/{case}")
        on_it = page.locator(f"#presence-{case}")
        expect(on_it).to_contain_text("Paul is looking at it")
        phone = paul.get_by_role("button", name="I am on the phone with this boat")
        phone.click()
        expect(phone).to_have_attribute("aria-pressed", "true")
        expect(on_it).to_contain_text("Paul is on the phone with this boat")
        page.get_by_role("link", name="2234B").first.click()
        expect(page.locator(f"#presence-{case}")).to_contain_text("2 people on it at once")
        paul.goto(f"{address}about")
        expect(page.locator(f"#presence-{case}")).not_to_contain_text("Paul", timeout=45_000)
        context.close()
    desk.close()


def test_a_page_left_open_says_it_lost_the_server_and_takes_up_again_where_it_was(
    page: Page, tmp_path: Path
) -> None:
    """Without a reload: what was typed is still there, and what came meanwhile is shown."""
    desk, case = watch(tmp_path)
    with serving(desk) as (address, _, _):
        sign_in(page, address)
        page.evaluate(
            "() => { window.told = []; for (const name of ['lost', 'found', 'changed'])"
            " document.addEventListener('ashore:' + name, () => window.told.push(name)); }"
        )
        page.locator("#q").fill("half typ")
        expect(page.locator("body.is-live")).to_be_visible()
        port = int(address.rstrip("/").rpartition(":")[2])
    expect(page.locator("#lost")).to_contain_text("No connection since")
    desk.do(LabelCase(case=case, label="Orme 1"), marie(desk))  # type: ignore[arg-type]
    with serving(desk, port) as (_, _, _):
        expect(page.locator("#open")).to_contain_text("Orme 1")
        expect(page.locator("#lost")).to_be_hidden()
        expect(page.locator("#q")).to_have_value("half typ")
        assert {"lost", "found", "changed"} <= set(page.evaluate("() => window.told"))
    desk.close()


def test_signing_out_in_one_window_closes_the_others(page: Page, tmp_path: Path) -> None:
    """Nobody reads a live desk over the shoulder of a session that is over."""
    desk, case = watch(tmp_path)
    with serving(desk) as (address, _, _):
        sign_in(page, address)
        page.goto(f"{address}cases/{case}")
        token = next(each for each in page.context.cookies() if each["name"] == "ashore-session")["value"]
        httpx2.post(
            f"{address}sign-out", headers={"origin": address.rstrip("/")}, cookies={"ashore-session": token}
        )
        expect(page.get_by_label("Password")).to_be_visible()
        expect(page.locator("body")).not_to_contain_text("2234B")
    desk.close()
