"""What changed, as server-sent events: one for each entry, its id the entry's local arrival number.

A stream is a cursor into the ledger, not a queue: a slow reader lags and loses nothing, whoever comes back
with Last-Event-ID goes on where it was, and nothing is kept in memory for either.
One thread waits for the ledger, so entries written by other programs arrive as well.
"""

from __future__ import annotations

import asyncio
import itertools
import json
import threading
from collections.abc import AsyncIterator

from starlette.concurrency import run_in_threadpool
from starlette.requests import Request
from starlette.responses import Response, StreamingResponse

from ashore.desk.commands.desk import Desk
from ashore.desk.web.errors import TooManyStreams, UnreadableRequest
from ashore.desk.web.visitors import visitor
from ashore.ledger.entry import Entry

MOST_STREAMS = 200
PAGE = 500
PATIENCE_S = 0.5
"""How long the waiting thread lets go of the ledger for a stop; writes wake it at once."""

HEARTBEAT_S = 10.0
"""A comment is sent this often, so that a page knows a quiet desk from a lost one."""


class Feed:
    """The streams that are open, and the one thread that wakes them."""

    def __init__(self, desk: Desk) -> None:
        self._desk = desk
        self._waiting: set[asyncio.Event] = set()
        self._loop: asyncio.AbstractEventLoop | None = None
        self._thread: threading.Thread | None = None
        self._stopped = threading.Event()
        self.ending = False

    def start(self) -> None:
        """Begin to wait for the ledger; to be called on the event loop."""
        self._loop = asyncio.get_running_loop()
        self._thread = threading.Thread(target=self._watch, name="ashore-feed", daemon=True)
        self._thread.start()

    def end(self) -> None:
        """End every stream now, each by its own last event; to be called on the event loop before it stops.

        A server that shuts down waits for open answers, and a stream is an answer without an end.
        """
        self.ending = True
        self._stopped.set()
        self._wake()

    def join(self) -> None:
        """Wait until the thread let go of the ledger."""
        if self._thread is not None:
            self._thread.join()

    def stream(self, after: int) -> AsyncIterator[str]:
        """Return the events of all entries that arrived after `after`, and then of each as it arrives.

        Raises TooManyStreams.
        """
        if len(self._waiting) >= MOST_STREAMS:
            raise TooManyStreams
        return self._events(after)

    async def _events(self, after: int) -> AsyncIterator[str]:
        woken = asyncio.Event()
        self._waiting.add(woken)
        try:
            yield f"retry: 1000\nevent: here\ndata: {after}\n\n"
            while not self.ending:
                woken.clear()
                changes = await run_in_threadpool(self._changes, after)
                for arrival, data in changes:
                    yield f"id: {arrival}\nevent: changed\ndata: {data}\n\n"
                    after = arrival
                if changes or self.ending:
                    continue
                try:
                    await asyncio.wait_for(woken.wait(), HEARTBEAT_S)
                except TimeoutError:
                    yield "event: beat\ndata:\n\n"
            yield "event: ending\ndata:\n\n"
        finally:
            self._waiting.discard(woken)

    def _changes(self, after: int) -> list[tuple[int, str]]:
        entries = list(itertools.islice(self._desk.ledger.read(after), PAGE))
        if not entries:
            return []
        by_report = self._cases_by_report()
        return [(entry.arrival, _event(entry, by_report)) for entry in entries]

    def _cases_by_report(self) -> dict[str, set[str]]:
        by_report: dict[str, set[str]] = {}
        with self._desk.looking() as picture:
            for case in picture.all_cases():
                for mention in case.mentions:
                    by_report.setdefault(mention.report, set()).add(case.id)
        return by_report

    def _watch(self) -> None:
        seen = self._desk.ledger.latest()
        while not self._stopped.is_set():
            latest = self._desk.ledger.wait(seen, PATIENCE_S)
            if latest > seen and self._loop is not None and not self._stopped.is_set():
                seen = latest
                self._loop.call_soon_threadsafe(self._wake)

    def _wake(self) -> None:
        for woken in self._waiting:
            woken.set()


def _event(entry: Entry, by_report: dict[str, set[str]]) -> str:
    """Return what an event carries: which cases changed, none where it is only the list."""
    cases = {subject for subject in entry.header.subjects if subject.startswith("c-")}
    cases = cases.union(*(by_report.get(subject, ()) for subject in entry.header.subjects))
    return json.dumps({"cases": sorted(cases), "type": entry.header.type}, separators=(",", ":"))


async def events(request: Request) -> Response:
    """`GET /events`: the stream, from Last-Event-ID (or `?after=`), or from now."""
    desk: Desk = request.app.state.desk
    feed: Feed = request.app.state.feed
    visiting = await run_in_threadpool(visitor, request, desk)
    visiting.reader(desk)
    asked = request.headers.get("last-event-id") or request.query_params.get("after")
    if asked is None:
        after = await run_in_threadpool(desk.ledger.latest)
    elif asked.isdecimal() and len(asked) < 16:
        after = int(asked)
    else:
        raise UnreadableRequest(why="the number after which to begin is not a whole number")
    stream = feed.stream(after)
    return StreamingResponse(stream, media_type="text/event-stream", headers={"x-accel-buffering": "no"})
