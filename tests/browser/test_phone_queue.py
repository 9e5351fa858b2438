"""The phone's queue in a real browser: the network gone and back, answers lost, the desk and the browser killed."""

from __future__ import annotations

import json
import os
import signal
from contextlib import suppress
from pathlib import Path

import pytest
from chromium import CHROMIUM
from door import through_the_door
from phone_scenes import (
    DRAFTED,
    MANY,
    PIXEL,
    free_port,
    held_on,
    new_phone_desk,
    pid_of,
    received,
    served,
    sign_in,
    started,
    texts,
    until,
    write,
)
from playwright.sync_api import Browser, BrowserContext, Error, Route, expect
from test_web_live import serving

from ashore.bootstrap import open_desk

pytestmark = pytest.mark.browser


def test_two_written_without_a_network_are_sent_once_when_it_is_back(
    phone: BrowserContext, tmp_path: Path
) -> None:
    """Counted large and in the title, through a reload without the network, and sent in order."""
    desk = new_phone_desk(tmp_path)
    page = phone.new_page()
    with serving(desk) as (address, _, _):
        sign_in(page, address)
        phone.set_offline(True)
        write(page, "grey boat, people waving")
        expect(page.locator("#unsent")).to_have_text("1 not sent")
        page.get_by_role("button", name="Use this phone's position").click()
        expect(page.locator("#position")).to_contain_text("50.96583, 1.85021, within 12 m")
        page.locator("[name=many]").fill("13 or 14")
        page.locator("[name=children]").fill("2")
        write(page, "now two boats")
        expect(page.locator("#unsent")).to_have_text("2 not sent")
        expect(page).to_have_title("2 not sent · Report from a phone · Ashore")
        expect(page.locator("#network")).to_contain_text("No network since")
        page.reload()
        expect(page.locator("#unsent")).to_have_text("2 not sent")
        assert received(desk) == []
        phone.set_offline(False)
        expect(page.locator("#unsent")).to_have_text("Nothing waits to be sent")
        expect(page.locator("#sent")).to_contain_text("2 sent since this page was opened")
        expect(page).to_have_title("Report from a phone · Ashore")
    assert texts(desk) == ["grey boat, people waving", "now two boats"]
    report = received(desk)[1]
    assert (report.channel, report.received_by, report.received_zone) == (
        "sighting",
        "north-centre",
        "Europe/Paris",
    )
    assert report.assumed == ()
    assert report.said_at is not None
    assert report.said_at.ms <= report.received_at.ms + 1_000
    (mention,) = report.mentions
    (position,) = mention.positions
    assert (position.lat, position.lon, position.error_m) == ("50.96583", "1.85021", "12")
    assert (position.how, position.of) == ("unknown", "observer")
    assert position.at is not None
    assert mention.on_board is not None
    assert (mention.on_board.as_said, mention.on_board.low) == ("13 or 14; children: 2", None)
    assert mention.on_board.children is not None
    assert mention.on_board.children.value == 2
    desk.close()


def test_an_acknowledgement_that_is_lost_sends_nothing_twice(phone: BrowserContext, tmp_path: Path) -> None:
    """The desk has it, the phone does not know, sends it again, and is told it is a duplicate."""
    desk = new_phone_desk(tmp_path)
    page = phone.new_page()
    lost: list[str] = []

    def lose(route: Route) -> None:
        answer = route.fetch()
        if len(lost) < 2:
            lost.append(answer.text())
            route.abort()
        else:
            route.fulfill(response=answer)

    with serving(desk) as (address, _, _):
        sign_in(page, address)
        phone.route("**/api/reports", lose)
        write(page, "one boat")
        expect(page.locator("#unsent")).to_have_text("1 not sent")
        while len(lost) < 2:
            page.locator("#send").dispatch_event("click")  # a click that also finds the button gone again
            page.wait_for_timeout(200)
        page.locator("#send").dispatch_event("click")
        expect(page.locator("#unsent")).to_have_text("Nothing waits to be sent")
    assert ['"accepted"' in lost[0], '"duplicate"' in lost[1]] == [True, True]
    assert texts(desk) == ["one boat"]
    desk.close()


@pytest.mark.parametrize(
    ("status", "body"),
    [
        (500, '{"code": "ashore", "says": "Something went wrong."}'),
        (502, "<html>bad gateway</html>"),
        (200, "<html>Welcome to the free network of the port</html>"),
        (200, ""),
        (200, '{"status": "accep'),
        (200, '{"status": "ok"}'),
    ],
)
def test_nothing_leaves_the_queue_without_the_desks_own_answer(
    phone: BrowserContext, tmp_path: Path, status: int, body: str
) -> None:
    """An error, a gateway, somebody else's sign-in page, an answer cut short: it is kept, and goes afterwards."""
    desk = new_phone_desk(tmp_path)
    page = phone.new_page()
    with serving(desk) as (address, _, _):
        sign_in(page, address)
        phone.route("**/api/reports", lambda route: route.fulfill(status=status, body=body))
        write(page, "one boat")
        expect(page.locator("#network")).to_contain_text("The desk could not take it")
        expect(page.locator("#unsent")).to_have_text("1 not sent")
        phone.unroute("**/api/reports")
        page.get_by_role("button", name="Try to send now").click()
        expect(page.locator("#unsent")).to_have_text("Nothing waits to be sent")
    assert texts(desk) == ["one boat"]
    desk.close()


def test_one_that_the_desk_never_takes_does_not_hold_up_the_others(
    phone: BrowserContext, tmp_path: Path
) -> None:
    """After three failures it lets those behind it go first, and stays counted."""
    desk = new_phone_desk(tmp_path)
    page = phone.new_page()

    def fail_one(route: Route) -> None:
        if "poison" in (route.request.post_data or ""):
            route.fulfill(status=500, body="{}")
        else:
            route.continue_()

    with serving(desk) as (address, _, _):
        sign_in(page, address)
        phone.route("**/api/reports", fail_one)
        write(page, "poison")
        write(page, "people in the water")
        # By what the desk holds: the page says "1 not sent" of the first alone, too.
        for _ in range(20):
            if texts(desk):
                break
            page.get_by_role("button", name="Try to send now").click()
            page.wait_for_timeout(300)
        expect(page.locator("#unsent")).to_have_text("1 not sent")
    assert texts(desk) == ["people in the water"]
    desk.close()


def test_a_session_that_ended_while_away_keeps_everything(phone: BrowserContext, tmp_path: Path) -> None:
    """The page says to sign in, keeps both, and sends them after."""
    desk = new_phone_desk(tmp_path)
    page = phone.new_page()
    with serving(desk) as (address, _, _):
        sign_in(page, address)
        token = next(each["value"] for each in phone.cookies() if each["name"] == "ashore-session")
        phone.set_offline(True)
        write(page, "first")
        write(page, "second")
        desk.accounts.close_session(token)
        phone.set_offline(False)
        expect(page.locator("#network")).to_contain_text("Sign in: until then nothing is sent")
        expect(page.locator("#unsent")).to_have_text("2 not sent")
        page.get_by_role("link", name="Sign in").click()
        through_the_door(page)
        expect(page.locator("#unsent")).to_have_text("Nothing waits to be sent")
    assert texts(desk) == ["first", "second"]
    desk.close()


def test_a_report_the_desk_does_not_take_is_shown_and_corrected(
    phone: BrowserContext, tmp_path: Path
) -> None:
    """With the desk's sentence; the others go on, and the corrected one keeps its id and its time of writing."""
    desk = new_phone_desk(tmp_path)
    page = phone.new_page()
    with serving(desk) as (address, _, _):
        sign_in(page, address)
        # As if this page knew less than the desk does: what it would have asked about goes out as it is.
        page.evaluate("document.getElementById('report').noValidate = true")
        page.locator("[name=many]").fill("3")
        page.locator("[name=children]").fill("5")
        write(page, "three and five children")
        expect(page.locator("#unsent")).to_have_text("1 not sent")
        write(page, "another boat")
        page.locator("summary").click()
        refused = page.locator("#entries li")
        expect(refused).to_have_count(1)
        expect(refused).to_contain_text(
            "The desk did not take this: there are more children than people in all."
        )
        page.get_by_role("button", name="Correct it").click()
        expect(page.locator("#correcting")).to_be_visible()
        expect(page.locator("#unsent")).to_have_text("1 not sent")
        page.reload()
        expect(page.locator("[name=words]")).to_have_value("three and five children")
        page.locator("[name=many]").fill("8")
        page.get_by_role("button", name="Keep and send").click()
        expect(page.locator("#unsent")).to_have_text("Nothing waits to be sent")
    assert texts(desk) == ["another boat", "three and five children"]
    another, corrected = received(desk)
    assert another.said_at is not None
    assert corrected.said_at is not None
    assert corrected.said_at.ms <= another.said_at.ms
    assert corrected.mentions[0].on_board is not None
    assert corrected.mentions[0].on_board.high == 8
    (rejection,) = (entry for entry in desk.ledger.read(0) if entry.header.type == "report.rejected")
    assert rejection.body is not None
    assert json.loads(rejection.body)["report"] == corrected.key
    desk.close()


def test_two_open_tabs_send_each_report_once_and_keep_their_own_words(
    phone: BrowserContext, tmp_path: Path
) -> None:
    """Both count the same; one page sends at a time; neither writes over the other's draft."""
    desk = new_phone_desk(tmp_path)
    one = phone.new_page()
    with serving(desk) as (address, _, _):
        sign_in(one, address)
        phone.set_offline(True)
        one.locator("[name=words]").type("half of one")
        other = phone.new_page()
        other.goto(f"{address}phone")
        expect(other.locator("#fields")).to_be_enabled()
        expect(other.locator("[name=words]")).to_have_value("")
        other.locator("[name=words]").type("half of the other")
        expect(one.locator("[name=words]")).to_have_value("half of one")
        for page in (one, other):
            for number in range(3):
                page.locator("[name=words]").fill(f"{number}")
                page.get_by_label("Note").check()
                page.get_by_role("button", name="Keep and send").click()
                expect(page.locator("[name=words]")).to_have_value("")
        for page in (one, other):
            expect(page.locator("#unsent")).to_have_text("6 not sent")
        phone.set_offline(False)
        for page in (one, other):
            expect(page.locator("#unsent")).to_have_text("Nothing waits to be sent")
    assert texts(desk) == ["0", "1", "2"] * 2
    desk.close()


def test_what_was_written_for_an_exercise_is_never_sent_to_a_live_log(
    phone: BrowserContext, tmp_path: Path
) -> None:
    """Another desk answers at the same address: the report is held, said to be another log's, and counted."""
    exercise, live = new_phone_desk(tmp_path / "one", kind="exercise"), new_phone_desk(tmp_path / "two")
    page = phone.new_page()
    port = free_port()
    with served(exercise, port) as address:
        sign_in(page, address)
        phone.set_offline(True)
        write(page, "a boat of straw")
    with served(live, port):
        phone.set_offline(False)
        page.goto(f"{address}phone")
        expect(page.locator(".log-kind")).to_have_count(0)
        page.goto(f"{address}sign-in?back=/phone")
        through_the_door(page)
        write(page, "a boat of rubber")
        expect(page.locator("#sent")).to_contain_text("1 sent")
        expect(page.locator("#unsent")).to_have_text("1 not sent")
        page.locator("summary").click()
        expect(page.locator("#entries")).to_contain_text("This was written for another log")
    assert texts(live) == ["a boat of rubber"]
    assert texts(exercise) == []
    exercise.close()
    live.close()


def test_a_photo_goes_with_its_report_and_leaves_the_phone_with_it(
    phone: BrowserContext, tmp_path: Path
) -> None:
    """A smaller copy as a data URL among the attachments; once the desk has it the phone holds nothing."""
    desk = new_phone_desk(tmp_path)
    page = phone.new_page()
    with serving(desk) as (address, _, _):
        sign_in(page, address)
        page.locator("[name=photo]").set_input_files(
            {"name": "p.png", "mimeType": "image/png", "buffer": PIXEL}
        )
        expect(page.locator("#photo-kept")).to_contain_text("Photo kept")
        write(page, "this boat")
        expect(page.locator("#sent")).to_contain_text("1 sent")
        assert held_on(page) == {"drafts": 0, "queue": 0, "photos": 0}
        page.locator("[name=photo]").set_input_files(
            {"name": "p.txt", "mimeType": "image/png", "buffer": b"no"}
        )
        expect(page.locator("#photo-kept")).to_contain_text("cannot be read here")
    (report,) = received(desk)
    (photo,) = report.attachments
    assert photo.startswith("data:image/jpeg;base64,/9j/")
    desk.close()


def test_a_phone_whose_browser_is_killed_has_lost_nothing(browser: Browser, tmp_path: Path) -> None:
    """kill -9 of the whole browser with one report waiting and one half typed; both are there when it starts again."""
    desk = new_phone_desk(tmp_path)
    profile = tmp_path / "profile"
    flags = [
        "--headless",
        "--no-sandbox",
        "--disable-gpu",
        "--no-first-run",
        "--disable-background-networking",
    ]

    def started_browser() -> BrowserContext:
        return browser.browser_type.launch_persistent_context(
            str(profile), executable_path=CHROMIUM, args=flags, locale="en-GB"
        )

    with serving(desk) as (address, _, _):
        context = started_browser()
        page = context.new_page()
        sign_in(page, address)
        context.set_offline(True)
        write(page, "one boat")
        expect(page.locator("#unsent")).to_have_text("1 not sent")
        page.locator("[name=words]").type("half a sen")
        until(page, DRAFTED, "half a sen")
        os.kill(pid_of(profile), signal.SIGKILL)
        with suppress(Error):  # whether Playwright has noticed by now is a matter of chance
            context.close()
        context = started_browser()
        context.set_offline(True)
        page = context.new_page()
        page.goto(f"{address}phone")
        expect(page.locator("#unsent")).to_have_text("1 not sent")
        expect(page.locator("[name=words]")).to_have_value("half a sen")
        context.set_offline(False)
        write(page, "a whole sentence", "Note")
        for _ in range(300):
            if len(texts(desk)) == 2:
                break
            if page.locator("#sign-in").is_visible():  # Chromium writes its cookies down at its leisure
                sign_in(page, address)
            page.wait_for_timeout(100)
        expect(page.locator("#unsent")).to_have_text("Nothing waits to be sent")
        context.close()
    assert texts(desk) == ["one boat", "a whole sentence"]
    desk.close()


def test_a_desk_killed_while_it_takes_reports_in_has_each_of_them_once(
    phone: BrowserContext, tmp_path: Path
) -> None:
    """kill -9 in the middle of forty, again and again, on the same port: none lost, none twice, in order."""
    new_phone_desk(tmp_path).close()
    port = free_port()
    address = f"http://127.0.0.1:{port}/"
    page = phone.new_page()
    server = started(tmp_path / "desk", port)
    try:
        sign_in(page, address)
        phone.set_offline(True)
        page.evaluate(MANY, 40)
        page.reload()
        expect(page.locator("#unsent")).to_have_text("40 not sent")
        phone.set_offline(False)
        for left in (30, 20, 10):
            until(page, "left => parseInt(document.getElementById('unsent').textContent) <= left", left)
            server.send_signal(signal.SIGKILL)
            server.wait()
            server = started(tmp_path / "desk", port)
            page.get_by_role("button", name="Try to send now").click()
        expect(page.locator("#unsent")).to_have_text("Nothing waits to be sent")
    finally:
        server.kill()
        server.wait()
    desk = open_desk(tmp_path / "desk")
    assert texts(desk) == [f"boat {number}" for number in range(40)]
    desk.close()
