"""What changed, as server-sent events: one for each entry, its id the entry's local arrival number.

A stream is a cursor into the ledger, not a queue: a slow reader lags and loses nothing, whoever comes back
with Last-Event-ID goes on where it was. One thread waits for the ledger, so entries written by other programs
arrive as well; it makes each event once, for every stream and for the screens.
"""

from __future__ import annotations

import asyncio
import itertools
import json
import logging
import threading
from collections import deque
from collections.abc import AsyncIterator, Callable, Sequence
from typing import NamedTuple

from starlette.concurrency import run_in_threadpool
from starlette.requests import Request
from starlette.responses import Response

from ashore.desk.commands.desk import Desk
from ashore.desk.web.errors import UnreadableRequest
from ashore.desk.web.streams import BEAT, ENDING, EventStream, Stream, Streams
from ashore.desk.web.visitors import visitor
from ashore.ledger.entry import Entry

PAGE = 500
RECENT = 2_000
"""How many events are kept as bytes; whoever is further behind is read the ledger, a page at a time."""

PATIENCE_S = 0.5
"""How long the waiting thread lets go of the ledger for a stop; writes wake it at once."""

log = logging.getLogger("ashore.web")


class News(NamedTuple):
    """One entry that arrived: its number, the cases it is about (none: the list alone), and its event."""

    arrival: int
    cases: frozenset[str]
    event: bytes


class Feed:
    """What arrives in the ledger, told to everybody who listens."""

    def __init__(self, desk: Desk) -> None:
        self._desk = desk
        self._following: set[Stream] = set()
        self._hearers: list[Callable[[Sequence[News]], None]] = []
        self._recent: deque[News] = deque(maxlen=RECENT)
        self._seen: int | None = None
        self._thread: threading.Thread | None = None
        self._stopped = threading.Event()

    def start(self) -> None:
        """Begin to wait for the ledger; to be called on the event loop."""
        self._seen = self._desk.ledger.latest()
        loop = asyncio.get_running_loop()
        self._thread = threading.Thread(
            target=self._watch, args=(loop, self._seen), name="ashore-feed", daemon=True
        )
        self._thread.start()

    def hear(self, hearer: Callable[[Sequence[News]], None]) -> None:
        """Have `hearer` called on the event loop with all that arrives from now on."""
        self._hearers.append(hearer)

    def end(self) -> None:
        """Stop waiting; `join` afterwards."""
        self._stopped.set()

    def join(self) -> None:
        """Wait until the thread let go of the ledger."""
        if self._thread is not None:
            self._thread.join()

    async def follow(self, stream: Stream, after: int) -> AsyncIterator[bytes]:
        """Yield the events of all entries that arrived after `after`, and then of each as it arrives."""
        self._following.add(stream)
        try:
            yield b"retry: 1000\nevent: here\ndata: %d\n\n" % after
            while stream.last_word is None:
                stream.look()
                news = await self._after(after)
                if news:
                    yield b"".join(each.event for each in news)
                    after = news[-1].arrival
                elif not await stream.wait():
                    yield BEAT
            yield stream.last_word
        finally:
            self._following.discard(stream)

    async def _after(self, after: int) -> Sequence[News]:
        if self._seen is not None and after >= self._seen:
            return ()
        if self._recent and self._recent[0].arrival <= after + 1:
            newer = itertools.takewhile(lambda each: each.arrival > after, reversed(self._recent))
            return tuple(newer)[::-1]
        return await run_in_threadpool(self._read, after)

    def _read(self, after: int) -> Sequence[News]:
        entries = list(itertools.islice(self._desk.ledger.read(after), PAGE))
        if not entries:
            return []
        with self._desk.looking() as picture:
            return [_news(entry, picture.concerned(entry.id)) for entry in entries]

    def _watch(self, loop: asyncio.AbstractEventLoop, seen: int) -> None:
        while not self._stopped.is_set():
            try:
                self._desk.ledger.wait(seen, PATIENCE_S)
                news = self._read(seen)
            except Exception:
                log.exception("the record could not be followed; every stream is ended, to be opened again")
                loop.call_soon_threadsafe(self._cut)
                self._stopped.wait(PATIENCE_S)
                continue
            if news and not self._stopped.is_set():
                seen = news[-1].arrival
                loop.call_soon_threadsafe(self._arrived, news)

    def _arrived(self, news: Sequence[News]) -> None:
        self._recent.extend(news)
        self._seen = news[-1].arrival
        for stream in self._following:
            stream.wake()
        for hearer in self._hearers:
            hearer(news)

    def _cut(self) -> None:
        for stream in self._following:
            stream.end(ENDING)


def _news(entry: Entry, concerned: set[str]) -> News:
    """Return what is told of an entry: which cases changed; no words, no numbers."""
    cases = concerned.union(subject for subject in entry.header.subjects if subject.startswith("c-"))
    data = json.dumps({"cases": sorted(cases), "type": entry.header.type}, separators=(",", ":"))
    event = f"id: {entry.arrival}\nevent: changed\ndata: {data}\n\n".encode()
    return News(arrival=entry.arrival, cases=frozenset(cases), event=event)


async def events(request: Request) -> Response:
    """`GET /events`: the stream, from Last-Event-ID (or `?after=`), or from now."""
    desk: Desk = request.app.state.desk
    feed: Feed = request.app.state.feed
    streams: Streams = request.app.state.streams
    visiting = await run_in_threadpool(visitor, request, desk)
    visiting.reader(desk)
    asked = request.headers.get("last-event-id") or request.query_params.get("after")
    if asked is None:
        after = await run_in_threadpool(desk.ledger.latest)
    elif asked.isdecimal() and len(asked) < 16:
        after = int(asked)
    else:
        raise UnreadableRequest(why="the number after which to begin is not a whole number")
    stream = streams.open(visiting)
    return EventStream(streams, stream, feed.follow(stream, after))
