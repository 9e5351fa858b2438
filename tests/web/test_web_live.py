"""The stream of what changed, and the server that carries it."""

from __future__ import annotations

import asyncio
import json
import queue
import socket
import threading
from collections.abc import AsyncIterator, Iterator
from contextlib import contextmanager
from pathlib import Path
from urllib.parse import urlsplit

import httpx2
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from scenes import CALL, LATER_CALL, PASSWORD, client_of, line, new_desk, signed_in
from test_web_pages import MACHINE

from ashore.bootstrap import open_desk
from ashore.desk.commands import Desk
from ashore.desk.commands.acts import ReceiveReports
from ashore.desk.commands.drilling import Drill
from ashore.desk.language import speaking
from ashore.desk.web import streams
from ashore.desk.web.errors import PortTaken, TooManyStreams
from ashore.desk.web.events import Feed
from ashore.desk.web.serve import DeskServer, serve
from ashore.desk.web.streams import Streams
from ashore.desk.web.visitors import Visitor

NOBODY = Visitor(who=None, name="", token=None, near=True, tongue=speaking("en"))


def arrivals(events: bytes) -> list[int]:
    """Return the numbers of the entries that some events tell of."""
    lines = events.decode().splitlines()
    return [int(line.removeprefix("id: ")) for line in lines if line.startswith("id: ")]


def following(desk: Desk, after: int, feed: Feed | None = None) -> AsyncIterator[bytes]:
    """Return a stream of a desk's entries, as the supervisor of a test has it opened."""
    return (feed or Feed(desk)).follow(Streams(desk).open(NOBODY), after)


async def take(stream: AsyncIterator[bytes], count: int) -> list[int]:
    """Return the numbers of the next `count` entries of a stream or a few more, and leave it."""
    found: list[int] = []
    async for events in stream:
        found += arrivals(events)
        if len(found) >= count:
            break
    await stream.aclose()  # type: ignore[attr-defined]
    return found


@settings(max_examples=25, suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None)
@given(data=st.data())
def test_whoever_comes_back_loses_nothing_and_hears_nothing_twice(night: Desk, data: st.DataObject) -> None:
    """However often a stream is cut, the numbers it brought are every number, once, in order."""
    last = night.ledger.latest()
    after, heard = 0, []
    while after < last:
        count = data.draw(st.integers(min_value=1, max_value=last - after))
        heard += asyncio.run(take(following(night, after), count))[:count]
        after = heard[-1]
    assert heard == list(range(1, last + 1))


def test_an_event_names_the_cases_that_changed_and_nothing_else(on_watch: tuple[Desk, str]) -> None:
    """No words, no numbers: what changed is asked for by whoever may read it."""
    desk, case = on_watch

    async def everything() -> list[str]:
        stream = following(desk, 0)
        await anext(stream)
        return (await anext(stream)).decode().split("\n\n")[:-1]

    told = [json.loads(event.split("data: ")[1]) for event in asyncio.run(everything())]
    assert len(told) == desk.ledger.latest()
    assert all(set(each) == {"cases", "type"} for each in told)
    assert {tuple(each["cases"]) for each in told} == {(), (case,)}
    assert [each["cases"] for each in told if each["type"] == "report.received"] == [[case], [case]]


def test_an_entry_written_by_another_program_arrives(tmp_path: Path) -> None:
    """The stream waits for the ledger itself, not for this program's own commands."""
    desk = new_desk(tmp_path)
    other = open_desk(tmp_path / "desk")

    async def scene() -> list[int]:
        feed = Feed(desk)
        feed.start()
        stream = following(desk, desk.ledger.latest(), feed)
        await anext(stream)
        waiting = asyncio.ensure_future(take(stream, 1))
        await asyncio.to_thread(other.do, ReceiveReports(content=line(LATER_CALL)), MACHINE)
        heard = await waiting
        feed.end()
        feed.join()
        return heard

    try:
        assert asyncio.run(scene()) == [desk.ledger.latest()]
    finally:
        other.close()
        desk.close()


def test_a_quiet_stream_beats(night: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    """So that a page can tell a quiet desk from a lost one."""
    monkeypatch.setattr(streams, "BEAT_S", 0.0)

    async def scene() -> list[bytes]:
        stream = following(night, night.ledger.latest())
        return [await anext(stream), await anext(stream)]

    assert asyncio.run(scene())[1] == b"event: beat\ndata:\n\n"


def test_more_streams_than_the_desk_can_carry_are_refused(
    night: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    """By a sentence, and the page itself still works."""
    monkeypatch.setattr(streams, "MOST_STREAMS", 1)
    held = Streams(night)
    first = held.open(NOBODY)
    with pytest.raises(TooManyStreams):
        held.open(NOBODY)
    held.close(first)
    held.open(NOBODY)


@pytest.mark.parametrize("after", ["-1", "one", "9" * 40])
def test_a_number_to_resume_from_that_is_none_is_refused(night: Desk, after: str) -> None:
    """Rather than begin somewhere else."""
    answer = client_of(night).get("/events", headers={"last-event-id": after})
    assert (answer.status_code, answer.json()["code"]) == (422, "unreadable-request")


@contextmanager
def serving(
    desk: Desk, port: int = 0, drill: Drill | None = None
) -> Iterator[tuple[str, DeskServer, threading.Thread]]:
    """Serve a desk on a free port of this machine for as long as the block runs."""
    started: queue.Queue[DeskServer] = queue.Queue()
    said: queue.Queue[str] = queue.Queue()
    thread = threading.Thread(
        target=serve,
        args=(desk,),
        kwargs={"port": port, "say": said.put, "started": started.put, "drill": drill},
    )
    thread.start()
    server = started.get(timeout=30)
    try:
        yield said.get(timeout=30).split()[-1], server, thread
    finally:
        server.should_exit = True
        thread.join(timeout=120)  # a cloud on its way is finished first, and a busy machine takes its time
        assert not thread.is_alive()


@pytest.mark.parametrize("path", ["events", "screen?view=/"])
def test_a_server_asked_to_stop_ends_its_streams_itself(night: Desk, path: str) -> None:
    """The stream's last word is the desk's own, so nobody waits for a grace period to run out."""
    with (
        serving(night) as (address, server, thread),
        httpx2.Client(timeout=30) as client,
        client.stream("GET", f"{address}{path}") as stream,
    ):
        lines = stream.iter_lines()
        heard = [next(lines) for _ in range(3)]
        server.should_exit = True
        heard += list(lines)
        thread.join(timeout=30)
    told = [each for each in heard if each.startswith("event: ")]
    assert [each for each in told if each != "event: parts"] == ["event: here", "event: ending"]


def test_a_stream_goes_on_from_the_last_number_heard(on_watch: tuple[Desk, str]) -> None:
    """Over real HTTP, with the header that a browser sends by itself."""
    desk, _ = on_watch
    token = signed_in(desk).cookies["ashore-session"]
    last = desk.ledger.latest()
    with (
        serving(desk) as (address, _, _),
        httpx2.Client(timeout=30, headers={"authorization": f"Bearer {token}"}) as client,
        client.stream("GET", f"{address}events", headers={"last-event-id": str(last - 2)}) as stream,
    ):
        numbers = (each for each in stream.iter_lines() if each.startswith("id: "))
        assert [next(numbers), next(numbers)] == [f"id: {last - 1}", f"id: {last}"]


def test_a_line_is_answered_while_the_next_is_still_to_come(empty: Desk) -> None:
    """A source that stays connected learns of each report at once."""
    radio = empty.accounts.create("radio", PASSWORD, "machine")
    with serving(empty) as (address, _, _):
        url = urlsplit(address)
        with socket.create_connection((str(url.hostname), int(url.port or 0)), timeout=30) as wire:
            head = (
                f"POST /api/reports HTTP/1.1\r\nHost: {url.netloc}\r\nTransfer-Encoding: chunked\r\n"
                f"Authorization: Bearer {empty.accounts.open_session(radio)}\r\nConnection: close\r\n\r\n"
            )
            wire.sendall(head.encode())
            answers = wire.makefile("rb")
            for report in (CALL, LATER_CALL):
                body = line(report) + b"\n"
                wire.sendall(b"%x\r\n%s\r\n" % (len(body), body))
                heard = next(each for each in answers if each.startswith(b"{"))
                assert json.loads(heard)["status"] == "accepted"
            wire.sendall(b"0\r\n\r\n")
            assert b"{" not in answers.read()


def test_a_new_desk_says_its_address_and_the_code_of_the_first_account(empty: Desk) -> None:
    """What somebody at the terminal must know, and nothing more once there is an account."""
    said: list[str] = []

    def stop(server: DeskServer) -> None:
        server.should_exit = True

    serve(empty, port=0, say=said.append, started=stop)
    assert said[0].startswith("The desk is at http://127.0.0.1:")
    assert "/first-account" in said[1]
    empty.accounts.create("Marie", "four unrelated words", "supervisor")
    said.clear()
    serve(empty, port=0, say=said.append, started=stop)
    assert len(said) == 1


def test_a_port_in_use_is_said_plainly(night: Desk) -> None:
    """With its number and what to do about it."""
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        port = taken.getsockname()[1]
        with pytest.raises(PortTaken, match=f"Another program already listens at 127.0.0.1 port {port}"):
            serve(night, port=port, say=lambda text: None)
