"""Taking a call in a real browser, by keyboard alone: in seconds, through a lost server, a closed page and two tabs."""

from __future__ import annotations

import queue
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from urllib.parse import urlsplit

import pytest
from playwright.sync_api import Page, expect
from scenes import NAME, PASSWORD, watch
from test_web_live import serving

from ashore.desk.commands import Desk
from ashore.desk.web.serve import DeskServer, serve
from ashore.model.report import Report

pytestmark = pytest.mark.browser

SAID = "about 30, two kids, engine dead, said 5 min ago"
PLACE = "https://maps.google.com/?q=51.0331,2.0612"


@contextmanager
def serving_at(desk: Desk, port: int) -> Iterator[None]:
    """Serve a desk at a port that was free a moment ago, as after a crash."""
    started: queue.Queue[DeskServer] = queue.Queue()
    thread = threading.Thread(
        target=serve, args=(desk,), kwargs={"port": port, "say": lambda _: None, "started": started.put}
    )
    thread.start()
    server = started.get(timeout=30)
    try:
        yield
    finally:
        server.should_exit = True
        thread.join(timeout=30)


def sign_in(page: Page, desk: Desk, address: str) -> None:
    """Open an address in the session of somebody who has signed in already."""
    token = desk.sign_in(NAME, PASSWORD, through="web")
    page.context.add_cookies([{"name": "ashore-session", "value": token, "domain": "127.0.0.1", "path": "/"}])
    page.goto(address)


def reports(desk: Desk, channel: str = "phone") -> list[Report]:
    """Return the reports held of a channel that came in after the scene was set."""
    with desk.looking() as picture:
        held = [each.body.report for each in picture.entries.values() if each.type == "report.received"]
    return [each for each in held if each.channel == channel and not each.id.startswith("n-")]


def new_call(page: Page) -> None:
    """Open the call page by its key, and wait until it listens."""
    page.wait_for_load_state("load")
    page.keyboard.press("n")
    page.wait_for_url("**/call")
    expect(page.locator("#call-text")).to_be_focused()
    page.wait_for_load_state("networkidle")


def test_a_call_is_shown_as_understood_and_logged_by_keyboard_alone(
    page: Page, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """Situations E2: the words, a pasted location, what was understood right before Enter, and right in the log."""
    desk, _ = watch(tmp_path)
    with serving(desk) as (address, _, _):
        sign_in(page, desk, address)
        began = time.monotonic()
        new_call(page)
        page.keyboard.type(SAID, delay=60)
        page.keyboard.press("Shift+Enter")
        page.keyboard.insert_text(PLACE)  # pasted
        understood = page.locator("#understood")
        expect(understood).to_contain_text("51.0331 2.0612, within 100 m")
        expect(understood).to_contain_text(
            "about 30 (at least not said, at most not said); children: exactly 2"
        )
        expect(understood).to_contain_text("21:15 UTC · 21:15 London · 22:15 Paris")
        expect(understood).to_contain_text("engine stopped")
        page.keyboard.press("Enter")
        expect(page.locator("#to-none")).to_be_focused()
        page.keyboard.press("b")
        page.keyboard.press("Enter")
        page.wait_for_url(address)
        seconds = time.monotonic() - began
        with capsys.disabled():
            keys = 1 + len(SAID) + 2 + 3
            print(f"\na call logged in {seconds:.1f} s by {keys} keystrokes, {len(SAID)} of them its words")
        expect(page.locator("#open tbody tr")).to_have_count(2)
    (report,) = reports(desk)
    (mention,) = report.mentions
    assert report.said_at is not None
    assert report.said_at.stated == "2031-02-03T22:15:00+01:00"
    assert (mention.positions[0].lat, mention.positions[0].lon, mention.positions[0].error_m) == (
        "51.0331",
        "2.0612",
        "100.0",
    )
    assert mention.on_board is not None
    assert (mention.on_board.value, mention.on_board.qualifier) == (30, "about")
    assert mention.on_board.children is not None
    assert mention.on_board.children.low == 2
    assert mention.craft is not None
    assert mention.craft.engine == "stopped"
    desk.close()


def test_what_is_struck_claims_nothing_and_its_words_stay(page: Page, tmp_path: Path) -> None:
    """By Tab and Space; what was not understood stands in amber with what to do."""
    desk, _ = watch(tmp_path)
    with serving(desk) as (address, _, _):
        sign_in(page, desk, address)
        new_call(page)
        page.keyboard.type("about 30 off Gravelines, xyz 5123")
        expect(page.locator(".not-understood")).to_contain_text("5123")
        expect(page.locator(".things")).to_contain_text("within 5.8 NM (10.7 km)")
        page.locator("#struck-1").focus()
        page.keyboard.press("Space")
        expect(page.locator(".thing.struck")).to_contain_text("off Gravelines")
        page.keyboard.press("Control+Enter")
        page.wait_for_url(address)
        expect(page.locator("#unlinked")).to_contain_text("about 30")
    (report,) = reports(desk)
    assert report.mentions[0].positions == ()
    assert report.mentions[0].on_board is not None
    desk.close()


def test_undoing_within_a_minute_withdraws_the_call(page: Page, tmp_path: Path) -> None:
    """By its one key, on the page one came back to."""
    desk, _ = watch(tmp_path)
    with serving(desk) as (address, _, _):
        sign_in(page, desk, address)
        new_call(page)
        page.keyboard.type("about 30 aboard")
        page.keyboard.press("Control+Enter")
        page.wait_for_url(address)
        expect(page.locator("#unlinked article")).to_have_count(1)
        page.keyboard.press("z")
        expect(page.locator("#unlinked")).to_contain_text("Every mention held here belongs to a case.")
    desk.close()


def test_a_lost_server_costs_no_letter_and_the_call_is_logged_once(page: Page, tmp_path: Path) -> None:
    """Typing goes on, Enter queues, "not sent" is counted, and the server's return sends it exactly once."""
    desk, _ = watch(tmp_path)
    with serving(desk) as (address, _, _):
        sign_in(page, desk, address)
        new_call(page)
        page.keyboard.type("about 30, engine dead")
        expect(page.locator(".things")).to_contain_text("engine stopped")
        expect(page.locator("#call-kept")).to_have_text("kept on the desk")
        port = urlsplit(address).port
    assert port is not None
    expect(page.locator("#lost")).to_be_visible()
    page.keyboard.type(", two kids")
    expect(page.locator("#call-kept")).to_have_text("not sent: kept on this computer (1)")
    page.keyboard.press("Control+Enter")
    expect(page.locator("#call-text")).to_have_value("")
    expect(page.locator("#call-kept")).to_have_text("not sent: kept on this computer (1)")
    expect(page.locator("header nav .waiting")).to_have_text("⚠ 1")
    with serving_at(desk, port):
        expect(page.locator("header nav .waiting")).to_have_count(0)
        page.goto(address)
        expect(page.locator("#unlinked article")).to_have_count(1)
    (report,) = reports(desk)
    assert report.mentions[0].craft is not None
    assert report.mentions[0].craft.engine == "stopped"
    # "two kids" was typed when nothing could be shown: it stays in the words and claims nothing.
    assert report.mentions[0].on_board is not None
    assert (report.mentions[0].on_board.value, report.mentions[0].on_board.children) == (30, None)
    desk.close()


def test_a_browser_without_room_still_logs_and_says_where_the_call_is(page: Page, tmp_path: Path) -> None:
    """A full disk or store: the desk keeps the draft, and with the server lost too the window says not to close it."""
    desk, _ = watch(tmp_path)
    with serving(desk) as (address, _, _):
        sign_in(page, desk, address)
        new_call(page)
        page.evaluate(
            "() => { Storage.prototype.setItem = () => { throw new DOMException('', 'QuotaExceededError'); }; }"
        )
        page.keyboard.type("about 30, engine dead")
        expect(page.locator(".things .thing")).to_have_count(2)
        expect(page.locator("#call-kept")).to_have_text("kept on the desk")
        page.context.set_offline(True)
        page.keyboard.type(", sinking")
        expect(page.locator("#call-kept")).to_contain_text("do not close this window")
        page.context.set_offline(False)
        page.keyboard.press("Control+Enter")
        page.wait_for_url(address)
    assert len(reports(desk)) == 1
    desk.close()


def test_the_half_typed_call_is_there_on_return(page: Page, tmp_path: Path) -> None:
    """The page is closed, the browser's own copy is gone too, and the desk still has it; a minute to take it back."""
    desk, _ = watch(tmp_path)
    with serving(desk) as (address, _, _):
        sign_in(page, desk, address)
        new_call(page)
        page.keyboard.type("forty people, water com")
        expect(page.locator("#call-kept")).to_have_text("kept on the desk")
        page.goto(address)
        page.evaluate("localStorage.clear()")
        new_call(page)
        offer = page.locator("#call-offers")
        expect(offer).to_contain_text("half typed at 21:20 UTC, 23 letters")
        offer.get_by_role("button", name="Throw away").click()
        offer.get_by_role("button", name="Take back: thrown away").click()
        page.keyboard.press("F4")
        expect(page.locator("#call-text")).to_have_value("forty people, water com")
        expect(page.locator("#call-text")).to_be_focused()
        page.keyboard.type("ing in")
        expect(page.locator(".things")).to_contain_text("taking water")
        page.keyboard.press("Control+Enter")
        page.wait_for_url(address)
        new_call(page)
        expect(offer).to_be_hidden()
    assert len(reports(desk)) == 1
    desk.close()


NOTE_WHAT_IS_WRITTEN = """() => {
  window.written = [];
  const write = Storage.prototype.setItem;
  Storage.prototype.setItem = function (key, value) {
    if (key.startsWith("ashore-call/")) window.written.push(value);
    return write.call(this, key, value);
  };
}"""
"""A window that only shows a call may not write it: its view of the storage may lack the other's last letter."""


def test_one_call_in_two_tabs_is_one_call(page: Page, tmp_path: Path) -> None:
    """What is typed in one stands in the other; the last letters of both are logged, once."""
    desk, _ = watch(tmp_path)
    with serving(desk) as (address, _, _):
        sign_in(page, desk, address)
        new_call(page)
        page.keyboard.type("about 30 aboard")
        expect(page.locator("#call-kept")).to_have_text("kept on the desk")
        other = page.context.new_page()
        other.goto(f"{address}call")
        expect(other.locator("#call-offers")).to_contain_text("15 letters")
        other.keyboard.press("F4")
        expect(other.locator("#call-text")).to_have_value("about 30 aboard")
        other.keyboard.type(", engine dead")
        expect(page.locator("#call-text")).to_have_value("about 30 aboard, engine dead")
        # It writes once more when the desk has said what it understood.
        expect(other.locator(".things")).to_contain_text("engine")
        expect(other.locator("#call-kept")).to_have_text("kept on the desk")
        other.evaluate(NOTE_WHAT_IS_WRITTEN)
        page.locator("#call-text").focus()
        page.keyboard.press("End")
        page.keyboard.type(", cold")
        expect(other.locator("#call-text")).to_have_value("about 30 aboard, engine dead, cold")
        expect(other.locator(".things")).to_contain_text("cold")
        assert other.evaluate("() => window.written") == []
        expect(page.locator(".things")).to_contain_text("cold")
        page.keyboard.press("Control+Enter")
        page.wait_for_url(address)
        other.close()
    (report,) = reports(desk)
    assert report.mentions[0].danger == ("cold",)
    desk.close()


def test_two_lines_ringing_are_two_calls_by_key(page: Page, tmp_path: Path) -> None:
    """F2 begins the second; logging one comes back to the other."""
    desk, _ = watch(tmp_path)
    with serving(desk) as (address, _, _):
        sign_in(page, desk, address)
        new_call(page)
        page.keyboard.type("thirty people, black boat")
        page.keyboard.press("F2")
        expect(page.locator("#call-text")).to_have_value("")
        page.keyboard.type("twelve people, grey boat")
        expect(page.locator("#call-tabs button")).to_have_count(2)
        expect(page.locator(".things")).to_contain_text("grey")
        page.keyboard.press("Control+Enter")
        expect(page.locator("#call-text")).to_have_value("thirty people, black boat")
        expect(page.locator(".things")).to_contain_text("black")
        page.keyboard.press("Control+Enter")
        page.wait_for_url(address)
    assert {report.mentions[0].craft.colour for report in reports(desk) if report.mentions[0].craft} == {
        "black",
        "grey",
    }
    desk.close()


def test_the_card_beside_a_call_answers_into_it(page: Page, tmp_path: Path) -> None:
    """The call goes along to the card; its answers are read like words, and the interpreter's stand apart."""
    desk, _ = watch(tmp_path)
    with serving(desk) as (address, _, _):
        sign_in(page, desk, address)
        new_call(page)
        page.keyboard.type("cannot understand him, arabic")
        page.locator("[data-card=ar]").click()
        expect(page.locator("#call-text")).to_have_value("cannot understand him, arabic")
        page.locator('[name="card.people"]').focus()
        page.keyboard.type("about 30")
        page.keyboard.press("Enter")
        page.keyboard.press("Enter")
        page.keyboard.press("1")
        expect(page.locator(".things")).to_contain_text("about 30 (at least not said, at most not said)")
        expect(page.locator(".things")).to_contain_text("taking water")
        page.keyboard.press("F9")
        page.keyboard.type("Amal, Arabic")
        page.keyboard.press("Tab")
        page.keyboard.type("the engine is dead")
        expect(page.locator(".things")).to_contain_text("engine stopped")
        page.keyboard.press("Control+Enter")
        page.wait_for_url(address)
    (report,) = reports(desk)
    assert report.mentions[0].danger == ("taking_water",)
    assert report.mentions[0].craft is not None
    assert report.mentions[0].craft.engine == "stopped"
    desk.close()


@pytest.mark.parametrize(
    "chat",
    [
        "[02:10, 03/02/2031] +33 6 12 34 56 78: help\n[02:11, 03/02/2031] +33 6 12 34 56 78: we are 30",
        "\u200e[03/02/2031 02:10:11] +33 6 12 34 56 78: help\n\u200e[03/02/2031 02:11:11] +33 6 12: we are 30",
        "Ali, [03.02.31 02:10]\nhelp\nAli, [03.02.31 02:11]\nwe are 30",
        "03/02/2031, 02:10 - +33 6 12 34 56 78: help\n03/02/2031, 02:11 - +33 6 12 34 56 78: we are 30",
    ],
    ids=["window", "iphone", "telegram", "android"],
)
def test_a_chat_pasted_into_the_words_goes_to_the_form_for_chats(
    page: Page, tmp_path: Path, chat: str
) -> None:
    """However the messenger writes its lines: as the words of a call they would be one report without their times."""
    desk, _ = watch(tmp_path)
    with serving(desk) as (address, _, _):
        sign_in(page, desk, address)
        new_call(page)
        page.evaluate(
            """(chat) => {
              const clipboardData = new DataTransfer();
              clipboardData.setData("text", chat);
              const words = document.getElementById("call-text");
              words.dispatchEvent(new ClipboardEvent("paste", { clipboardData, bubbles: true, cancelable: true }));
            }""",
            chat,
        )
        expect(page.locator("#paste-text")).to_have_value(chat)
        expect(page.locator("#call-text")).to_have_value("")
    desk.close()


def test_signing_out_leaves_no_call_on_a_shared_computer(page: Page, tmp_path: Path) -> None:
    """What the desk holds is erased from the browser; it is offered again after signing in."""
    desk, _ = watch(tmp_path)
    with serving(desk) as (address, _, _):
        sign_in(page, desk, address)
        new_call(page)
        page.keyboard.type("about 30 aboard")
        page.get_by_role("button", name="Sign out").click()
        page.wait_for_url(lambda url: "/sign-in" in url)
        assert page.evaluate("Object.keys(localStorage).filter((key) => key.startsWith('ashore-call'))") == []
        sign_in(page, desk, address)
        new_call(page)
        expect(page.locator("#call-offers")).to_contain_text("15 letters")
    desk.close()


def test_what_is_understood_below_the_lists_edge_is_said_to_be_there(page: Page, tmp_path: Path) -> None:
    """Many things do not fit: a line says so until the list is scrolled to its end."""
    desk, _ = watch(tmp_path)
    with serving(desk) as (address, _, _):
        sign_in(page, desk, address)
        new_call(page)
        page.keyboard.insert_text("about 30, engine dead")
        expect(page.locator(".things .thing")).to_have_count(2)
        expect(page.locator("#call-more")).to_be_hidden()
        page.keyboard.insert_text(
            ", left Wissant at 22:30, position 51.0331 2.0612 at 21:10, said 5 min ago, sinking, no life jackets,"
            " black rubber boat 8 m, battery 5%, no fuel, two people in the water"
        )
        expect(page.locator("#call-more")).to_be_visible()
        page.locator(".things").evaluate("(list) => list.scrollTo(0, list.scrollHeight)")
        expect(page.locator("#call-more")).to_be_hidden()
    desk.close()


@pytest.mark.parametrize("language", ["en", "fr"])
def test_the_main_path_needs_no_scrolling_on_a_small_laptop(
    page: Page, tmp_path: Path, language: str
) -> None:
    """1366 by 768: the words, what was understood and the button that logs; and nothing runs off a phone's side."""
    desk, _ = watch(tmp_path)
    page.set_viewport_size({"width": 1366, "height": 768})
    with serving(desk) as (address, _, _):
        sign_in(page, desk, address)
        page.goto(f"{address}call?lang={language}")
        page.wait_for_load_state("networkidle")
        page.keyboard.type("about 30, two kids, engine dead, off Gravelines, said 5 min ago")
        expect(page.locator(".things .thing")).to_have_count(4)
        box = page.locator("#call-log").bounding_box()
        assert box is not None
        assert box["y"] + box["height"] <= 768
        page.set_viewport_size({"width": 390, "height": 844})
        assert page.evaluate("document.querySelector('main').scrollWidth") <= 390
    desk.close()
