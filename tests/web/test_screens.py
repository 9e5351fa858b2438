"""Screens: made once for everybody who looks, sent as what changed, and ended when they must be."""

from __future__ import annotations

import asyncio
import json
import time
from collections.abc import AsyncIterator, Awaitable, Callable
from pathlib import Path
from typing import Any

import httpx2
import pytest
from scenes import LATER_CALL, NAME, PASSWORD, line, new_desk, signed_in
from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import HTMLResponse, Response
from test_web_live import NOBODY, serving
from test_web_pages import MACHINE

from ashore.desk.commands import Desk, person
from ashore.desk.commands.acts import OpenCase, ReceiveReports
from ashore.desk.web import screens as screens_module
from ashore.desk.web.app import make_app
from ashore.desk.web.events import News
from ashore.desk.web.live_pages import LivePage, parts_of
from ashore.desk.web.presence import Presence
from ashore.desk.web.screens import FAULT, HERE, Screens, Stamp, View
from ashore.desk.web.streams import SIGNED_OUT, Streams

LIST = View("/", "", "officer", "en")
NOTHING: frozenset[str] = frozenset()


class Board:
    """A page of one live list that a test writes on, and how often it was drawn for whom."""

    def __init__(self, desk: Desk) -> None:
        self.rows = {"a": "one", "b": "two"}
        self.drawn: list[tuple[str, str]] = []
        self.broken = False
        self.extra = ""
        app = Starlette(routes=[LivePage("/", self.draw)])
        self.screens = Screens(desk, app, Presence(desk.surroundings.clock))
        self.streams = Streams(desk)

    def draw(self, request: Request) -> Response:
        """Draw the page."""
        visiting = request.scope["ashore.standing_in"]
        self.drawn.append((visiting.who.role, visiting.tongue.language))
        if self.broken:
            raise RuntimeError("no board today")
        rows = "".join(f'<li id="{name}" data-live>{says}</li>' for name, says in self.rows.items())
        return HTMLResponse(f'<body data-cases=""><ul id="list" data-live>{rows}</ul>{self.extra}</body>')

    def open(self, view: View = LIST, has: Stamp | frozenset[str] = NOTHING) -> AsyncIterator[bytes]:
        """Return what one screen is sent."""
        return self.screens.follow(self.streams.open(NOBODY), view, has)

    def entry(self, arrival: int = 1) -> None:
        """Tell of an entry of no case."""
        self.screens.hear([News(arrival=arrival, cases=frozenset(), event=b"")])


def play(desk: Desk, scene: Callable[[Board], Awaitable[Any]]) -> Any:
    """Play a scene at a board."""

    async def played() -> Any:
        board = Board(desk)
        board.screens.start()
        try:
            return await scene(board)
        finally:
            await board.screens.end()

    return asyncio.run(asyncio.wait_for(played(), 60))


async def parts(stream: AsyncIterator[bytes]) -> tuple[str, dict[str, str]]:
    """Return the id and the parts of the next event that carries any."""
    async for event in stream:
        fields = dict(each.split(": ", 1) for each in event.decode().splitlines() if ": " in each)
        if fields.get("event") == "parts":
            return fields["id"], json.loads(fields["data"])["parts"]
    raise AssertionError("the stream ended")


def stamp(name: str) -> Stamp:
    """Return the stamp that an event's id is written from."""
    arrival, _, made_ms = name.partition(".")
    return Stamp(int(arrival), int(made_ms))


def test_a_view_is_made_once_for_everybody_of_a_role_and_a_language(empty: Desk) -> None:
    """Twenty officers who read English are one drawing; each further role or language is one more."""

    async def scene(board: Board) -> None:
        views = [LIST] * 20 + [LIST._replace(role="analyst")] * 5 + [LIST._replace(language="fr")] * 5
        opened = [board.open(view) for view in views]
        await asyncio.gather(*map(parts, opened))
        assert sorted(board.drawn) == [("analyst", "en"), ("officer", "en"), ("officer", "fr")]
        board.rows["a"] = "changed"
        board.entry()
        told = await asyncio.gather(*map(parts, opened))
        assert {tuple(each) for _, each in told} == {("a",)}
        assert len(board.drawn) == 6

    play(empty, scene)


def test_nothing_is_made_where_nobody_looks(empty: Desk) -> None:
    """Entries come in all night; a closed page costs nothing."""

    async def scene(board: Board) -> None:
        stream = board.open()
        await parts(stream)
        await stream.aclose()  # type: ignore[attr-defined]
        board.entry()
        await asyncio.sleep(0.2)
        assert len(board.drawn) == 1

    play(empty, scene)


def test_a_burst_is_a_few_looks_and_the_last_state_is_shown(
    empty: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A hundred entries at once are drawn at once and once more, not a hundred times."""
    monkeypatch.setattr(screens_module, "LEAST_S", 0.3)

    async def scene(board: Board) -> None:
        stream = board.open()
        await parts(stream)
        await asyncio.sleep(0.4)
        for number in range(100):
            board.rows["a"] = str(number)
            board.entry(number)
            await asyncio.sleep(0)
        seen = ""
        while "99" not in seen:
            seen = (await parts(stream))[1]["a"]
        assert len(board.drawn) <= 4

    play(empty, scene)


def test_a_slow_screen_skips_states_and_misses_no_change(empty: Desk) -> None:
    """It is sent the newest of every part that changed since it last took anything, in one event."""

    async def scene(board: Board) -> None:
        slow, quick = board.open(), board.open()
        await parts(slow)
        await parts(quick)
        for name in ("a", "b", "a"):
            board.rows[name] += "!"
            board.entry()
            await parts(quick)
        _, sent = await parts(slow)
        assert sent == {"a": '<li id="a" data-live>one!!</li>', "b": '<li id="b" data-live>two!</li>'}

    play(empty, scene)


def test_whoever_comes_back_is_sent_what_differs(empty: Desk) -> None:
    """By the number of the last event heard; a row that stayed as it was is not sent again."""

    async def scene(board: Board) -> None:
        first, watching = board.open(), board.open()
        name, whole = await parts(first)
        assert list(whole) == ["list", "a", "b"]
        await parts(watching)
        await first.aclose()  # type: ignore[attr-defined]
        board.rows["b"] = "changed"
        board.entry()
        await parts(watching)
        back, sent = await parts(board.open(has=stamp(name)))
        assert list(sent) == ["b"]
        assert stamp(back) > stamp(name)

    play(empty, scene)


def test_a_screen_from_before_a_restart_or_a_restore_is_sent_everything(empty: Desk) -> None:
    """Its number means nothing here, so nothing is taken for known."""

    async def scene(board: Board) -> None:
        for known in (Stamp(0, 1), Stamp(10_000_000, 1)):
            _, sent = await parts(board.open(has=known))
            assert list(sent) == ["list", "a", "b"]

    play(empty, scene)


def test_a_page_just_served_is_sent_only_what_it_does_not_show(empty: Desk) -> None:
    """By the digests of its parts."""

    async def scene(board: Board) -> None:
        _, whole = await parts(board.open())
        digests = {name: screens_module.digest(part) for name, part in whole.items()}
        stream = board.open(has=frozenset(digests.values()) - {digests["b"]})
        assert list((await parts(stream))[1]) == ["b"]

    play(empty, scene)


def test_a_page_that_cannot_be_made_says_so_and_says_when_it_can_again(
    empty: Desk, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    """Never a page that looks true and is not; the server's log has the reason."""
    monkeypatch.setattr(screens_module, "AGAIN_S", 0.05)

    async def scene(board: Board) -> None:
        stream = board.open()
        await parts(stream)
        board.broken = True
        board.entry()
        assert await anext(stream) == FAULT
        board.broken = False
        assert await anext(stream) == HERE

    play(empty, scene)
    assert "no board today" in caplog.text


@pytest.mark.parametrize("kind", ["live", "exercise"])
def test_what_is_due_is_drawn_when_it_falls_due(tmp_path: Path, kind: str) -> None:
    """Overdue is seen the moment it is, without an entry and without a reload, in an exercise as on a live desk."""
    desk = new_desk(tmp_path, kind)

    async def scene(board: Board) -> None:
        # The desk's clock of this test moves only when it is read.
        board.extra = f'<p data-due="{desk.now() + 200}"></p>'
        stream = board.open()
        await parts(stream)
        board.rows["a"] = "overdue"
        _, sent = await asyncio.wait_for(parts(stream), 10)
        assert list(sent) == ["a"]

    play(desk, scene)
    desk.close()


def test_what_two_officers_are_served_is_what_their_screens_are_sent(on_watch: tuple[Desk, str]) -> None:
    """Nothing personal stands in a live part of any page, so one drawing does for both."""
    desk, case = on_watch
    desk.do(ReceiveReports(content=line(LATER_CALL)), MACHINE)
    paul = desk.accounts.create("Paul", PASSWORD, "officer")
    desk.do(OpenCase(label="Z"), person(paul))
    app = make_app(desk)
    # The trainer's page of a drill is served to no officer; its own tests hold this of it.
    pages = [each.path for each in app.routes if isinstance(each, LivePage) and each.path != "/trainer"]
    assert {"/", "/cases/{case}"} <= set(pages)
    clients = [signed_in(desk, name) for name in (NAME, "Paul")]
    with desk.looking() as picture:
        other = next(each.id for each in picture.all_cases() if each.id != case)
    queries = {
        "/same-boat": "mention=north-centre/phone/n-3%230",
        "/same-boat/cases": f"one={case}&other={other}",
    }
    for path in (each.replace("{case}", case) for each in pages):
        query = queries.get(path, "")
        while "data-soon" in clients[0].get(f"{path}?{query}").text:
            time.sleep(0.05)  # what is being worked out beside the page is the same for both once it is there
        served = [parts_of(client.get(f"{path}?{query}").text) for client in clients]
        made = app.state.screens._made(View(path, query, "officer", "en")).parts
        for each in (*served, made):
            each.pop("now")  # the clock of this test goes on with every look
        assert served[0] == served[1] == made, path


def test_signing_out_ends_the_streams_of_that_session_soon(on_watch: tuple[Desk, str]) -> None:
    """And of no other."""
    desk, _ = on_watch
    gone, stays = (desk.accounts.open_session(desk.accounts.check(NAME, PASSWORD)) for _ in range(2))
    with serving(desk) as (address, _, _), httpx2.Client(timeout=30) as client:

        def opened(token: str) -> Any:
            return client.stream(
                "GET", f"{address}screen?view=/", headers={"authorization": f"Bearer {token}"}
            )

        with opened(gone) as first, opened(stays) as second:
            ended, other = first.iter_lines(), second.iter_lines()
            assert next(other) == next(ended) == "retry: 1000"
            httpx2.post(
                f"{address}sign-out",
                headers={"origin": address.rstrip("/")},
                cookies={"ashore-session": gone},
            )
            assert list(ended)[-3:] == SIGNED_OUT.decode().splitlines()
            assert "event: beat" in other


@pytest.mark.parametrize(
    "view", ["/words?mention=x", "/sealed/e", "/static/desk.css", "//evil.example/", "no"]
)
def test_only_live_pages_are_screens(night: Desk, view: str) -> None:
    """Nobody opens a private report's words as everybody, and no address leads elsewhere."""
    with serving(night) as (address, _, _):
        answer = httpx2.get(f"{address}screen", params={"view": view})
    assert (answer.status_code, answer.json()["code"]) == (404, "unknown-page")


@pytest.mark.parametrize("last", ["1", "1.x", "-1.2", "1." + "9" * 60])
def test_an_event_id_that_is_none_of_ours_is_refused(night: Desk, last: str) -> None:
    """Rather than take something for known."""
    with serving(night) as (address, _, _):
        answer = httpx2.get(f"{address}screen?view=/", headers={"last-event-id": last})
    assert (answer.status_code, answer.json()["code"]) == (422, "unreadable-request")


def test_a_stranger_has_no_screen(on_watch: tuple[Desk, str]) -> None:
    """A live desk's screens are for those who are signed in."""
    desk, _ = on_watch
    with serving(desk) as (address, _, _):
        answer = httpx2.get(f"{address}screen?view=/")
    assert (answer.status_code, answer.json()["code"]) == (401, "sign-in-needed")
