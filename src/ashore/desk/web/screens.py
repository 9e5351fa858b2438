"""Screens: the live parts of each open page, made once for everybody of a role and a language who looks at it.

A burst of entries is one look: a view is made at once when something touches it, then at most so often a second.
All views are made by one worker, the one that has waited longest first, and it rests as long as it worked, so that
keeping screens true never takes more than half of one core from taking reports in.
A stream is sent the parts that changed since it was last sent any: a slow screen skips states and loses nothing,
since a part is always whole.
"""

from __future__ import annotations

import asyncio
import contextlib
import logging
import re
import time
from collections.abc import AsyncIterator, Collection, Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from typing import NamedTuple
from urllib.parse import parse_qsl, urlencode

import msgspec
from starlette.applications import Starlette
from starlette.concurrency import run_in_threadpool
from starlette.requests import Request
from starlette.responses import Response

from ashore.desk.commands.acting import Who
from ashore.desk.commands.desk import Desk
from ashore.desk.language import speaking
from ashore.desk.web.errors import UnreadableRequest
from ashore.desk.web.events import News
from ashore.desk.web.live_pages import digest, page_at, parts_of
from ashore.desk.web.presence import Presence
from ashore.desk.web.streams import BEAT, EventStream, Stream, Streams
from ashore.desk.web.visitors import STANDING_IN, Visitor, visitor

LEAST_S = 0.05
"""The shortest time between two makings of one view."""

AGES_S = 30.0
"""Minutes since a sign of life go on without any entry."""

MINUTE_MS = 60_000
SOON_S = 2.0
"""What is being worked out ends without an entry; a page says by `data-soon` that it waits for something."""

AGAIN_S = 5.0
"""After a view could not be made, this long until it is tried again."""

HERE = b"retry: 1000\nevent: here\ndata:\n\n"
FAULT = b"event: fault\ndata:\n\n"

_CASES = re.compile(r'<body[^>]*\sdata-cases="([^"]*)"')
_DUE = re.compile(r'\sdata-due="([0-9]{1,15})"')
log = logging.getLogger("ashore.web")


class View(NamedTuple):
    """What a screen shows: a page's address, and the role ("" for nobody's) and language it is made for."""

    path: str
    query: str
    role: str
    language: str


class Stamp(NamedTuple):
    """When a part last changed: the arrival number of the last entry it holds, then the milliseconds it was made."""

    arrival: int
    made_ms: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Made:
    """A view as it was just made.

    `cases` are those it is about, none where it is about all; `next_s` is in how many seconds time alone changes it;
    `worked_s` is what making it took of a processor.
    """

    arrival: int
    parts: dict[str, str]
    cases: frozenset[str]
    next_s: float
    worked_s: float


@dataclass(slots=True, kw_only=True)
class Shown:
    """A view that somebody looks at: its parts as they stand, and since when each has stood so."""

    view: View
    watching: set[Stream] = field(default_factory=set)
    due: float = 0.0
    made_at: float = float("-inf")
    stamp: Stamp | None = None
    parts: dict[str, tuple[Stamp, str]] = field(default_factory=dict)
    cases: frozenset[str] = frozenset()
    fault: bool = False
    _messages: dict[Stamp, bytes | None] = field(default_factory=dict)

    def concerned(self, news: Sequence[News]) -> bool:
        """Return whether any of this may change the view; an entry of no case may change every list."""
        return not self.cases or any(not each.cases or each.cases & self.cases for each in news)

    def touch(self, now: float) -> None:
        """Have the view made as soon as its time allows."""
        self.due = min(self.due, max(now, self.made_at + LEAST_S))

    def take(self, made: Made, now_ms: int) -> None:
        """Take what was just made."""
        before = self.stamp.made_ms if self.stamp is not None else 0
        stamp = Stamp(made.arrival, max(now_ms, before + 1))
        held = self.parts
        self.parts = {
            name: held[name] if name in held and held[name][1] == part else (stamp, part)
            for name, part in made.parts.items()
        }
        self.stamp, self.cases, self.fault = stamp, made.cases, False
        self._messages.clear()

    def since(self, stamp: Stamp) -> bytes | None:
        """Return the event that brings a screen from `stamp` to now, None if nothing changed.

        Where entries came in and no part of it changed, it is told so: a map or a list of its own may show them.
        """
        if stamp not in self._messages:
            changed = {name: part for name, (since, part) in self.parts.items() if since > stamp}
            news = bool(changed) or (self.stamp is not None and self.stamp.arrival > stamp.arrival)
            self._messages[stamp] = self._event(changed, stamp.arrival) if news else None
        return self._messages[stamp]

    def beside(self, digests: Collection[str]) -> bytes | None:
        """Return the event that brings a page just served to now; `digests` are those of the parts it has."""
        changed = {name: part for name, (_, part) in self.parts.items() if digest(part) not in digests}
        return self._event(changed, None) if changed else None

    def _event(self, changed: dict[str, str], after: int | None) -> bytes:
        assert self.stamp is not None
        entries = 0 if after is None else self.stamp.arrival - after
        data = msgspec.json.encode({"parts": changed, "entries": entries})
        return b"id: %d.%d\nevent: parts\ndata: %s\n\n" % (*self.stamp, data)


class Screens:
    """Every view that is open, and the worker that makes them."""

    def __init__(self, desk: Desk, app: Starlette, presence: Presence) -> None:
        self._desk = desk
        self._app = app
        self._presence = presence
        self._shown: dict[View, Shown] = {}
        self._woken = asyncio.Event()
        self._worker = ThreadPoolExecutor(max_workers=1, thread_name_prefix="ashore-screens")
        self._making: asyncio.Task[None] | None = None
        self._loop: asyncio.AbstractEventLoop | None = None

    def start(self) -> None:
        """Begin to make views; to be called on the event loop."""
        self._loop = asyncio.get_running_loop()
        self._making = asyncio.create_task(self._make_for_ever())

    async def end(self) -> None:
        """Make no more."""
        if self._making is not None:
            self._making.cancel()
            with contextlib.suppress(asyncio.CancelledError):
                await self._making
        await run_in_threadpool(self._worker.shutdown, cancel_futures=True)

    def hear(self, news: Sequence[News]) -> None:
        """Have the views made again that these entries may change; to be called on the event loop."""
        now = time.monotonic()
        for shown in self._shown.values():
            if shown.concerned(news):
                shown.touch(now)
        self._woken.set()

    def touch(self) -> None:
        """Have every view made again: something beside the log changed; to be called on the event loop."""
        now = time.monotonic()
        for shown in self._shown.values():
            shown.touch(now)
        self._woken.set()

    def touch_soon(self) -> None:
        """Have every view made again; to be called on any other thread."""
        if self._loop is not None and not self._loop.is_closed():
            self._loop.call_soon_threadsafe(self.touch)

    async def follow(self, stream: Stream, view: View, has: Stamp | frozenset[str]) -> AsyncIterator[bytes]:
        """Yield what brings a screen up to date, and then what changes on it.

        `has` says what it shows already: the stamp of what it was last sent, or the digests of its parts.
        """
        shown = self._shown.get(view)
        if shown is None:
            shown = self._shown[view] = Shown(view=view)
            self._woken.set()
        shown.watching.add(stream)
        told_of_fault = False
        try:
            yield HERE
            while stream.last_word is None:
                stream.look()
                event = None
                if shown.fault and not told_of_fault:
                    event, told_of_fault = FAULT, True
                elif shown.stamp is not None and not shown.fault and (has != shown.stamp or told_of_fault):
                    if isinstance(has, Stamp) and has > shown.stamp:
                        has = frozenset()  # of a record that was put back to an earlier state
                    event = shown.since(has) if isinstance(has, Stamp) else shown.beside(has)
                    event = event or (HERE if told_of_fault else None)
                    has, told_of_fault = shown.stamp, False
                if event is not None:
                    yield event
                elif not await stream.wait():
                    yield BEAT
            yield stream.last_word
        finally:
            shown.watching.discard(stream)
            if not shown.watching and self._shown.get(view) is shown:
                del self._shown[view]

    async def _make_for_ever(self) -> None:
        while True:
            self._woken.clear()
            shown = min(self._shown.values(), key=lambda each: each.due, default=None)
            wait_s = None if shown is None else shown.due - time.monotonic()
            if shown is None or (wait_s is not None and wait_s > 0):
                with contextlib.suppress(TimeoutError):
                    async with asyncio.timeout(wait_s):
                        await self._woken.wait()
                continue
            await asyncio.sleep(await self._make_one(shown))

    async def _make_one(self, shown: Shown) -> float:
        """Make a view, and return for how many seconds to rest: as long as it kept a processor busy."""
        worked_s = LEAST_S
        shown.due, shown.made_at = float("inf"), time.monotonic()
        try:
            made = await asyncio.get_running_loop().run_in_executor(self._worker, self._made, shown.view)
        except Exception:
            # Without the query, in which somebody may have typed a name.
            log.exception("the screens of %s could not be brought up to date", shown.view.path)
            shown.fault, next_s = True, AGAIN_S
        else:
            shown.take(made, self._desk.surroundings.clock())
            next_s, worked_s = made.next_s, made.worked_s
        shown.due = min(shown.due, time.monotonic() + next_s)
        for stream in shown.watching:
            stream.wake()
        return worked_s

    def _made(self, view: View) -> Made:
        """Make a view by the very function that serves its page, for a visitor who stands in for everybody."""
        arrival, began = self._desk.arrived(), time.thread_time()
        route, found = page_at(self._app, view.path)
        answer: Response = route.endpoint(Request(_scope(self._app, view, found)))
        if answer.status_code != 200:
            raise RuntimeError(f"the page answered {answer.status_code}")
        html = bytes(answer.body).decode()
        cases = _CASES.search(html)
        return Made(
            arrival=arrival,
            parts=parts_of(html),
            cases=frozenset(cases[1].split() if cases else ()),
            next_s=self._next_s(html),
            worked_s=time.thread_time() - began,
        )

    def _next_s(self, html: str) -> float:
        if "data-soon" in html:
            return SOON_S
        if self._desk.kind == "replay":
            return AGES_S  # its clock stands still between entries
        now, pace = self._desk.now(), self._desk.pace()
        waits = [(due - now) / 1_000 / pace for due in self._dues(now, html) if due > now] if pace else []
        gone_ms = self._presence.next_gone_ms()  # who is there is known by the clock itself
        return min([AGES_S, *waits, *([gone_ms / 1_000] if gone_ms is not None and gone_ms > 0 else [])])

    def _dues(self, now: int, html: str) -> Iterator[int]:
        """Yield the instants at which the page changes by itself: its clock's next minute, and what falls due."""
        yield now - now % MINUTE_MS + MINUTE_MS
        yield from map(int, _DUE.findall(html))


def _scope(app: Starlette, view: View, found: dict[str, str]) -> dict[str, object]:
    who = Who(account="screen", role=view.role, person=view.role != "machine") if view.role else None
    return {
        "type": "http",
        "method": "GET",
        "scheme": "http",
        "path": view.path,
        "query_string": view.query.encode(),
        "root_path": "",
        "headers": [],
        "app": app,
        "path_params": found,
        STANDING_IN: Visitor(who=who, name="", token=None, near=True, tongue=speaking(view.language)),
    }


async def screen(request: Request) -> Response:
    """`GET /screen?view=`: what changes on a page, as long as it is open.

    `view` is the page's address. `has` names, by digest, the parts a page was served with; a screen that comes back
    says by Last-Event-ID what it was last sent.
    """
    desk: Desk = request.app.state.desk
    screens: Screens = request.app.state.screens
    streams: Streams = request.app.state.streams
    visiting = await run_in_threadpool(visitor, request, desk)
    visiting.reader(desk)
    path, _, query = request.query_params.get("view", "/").partition("?")
    page_at(request.app, path)
    view = View(
        path=path,
        query=urlencode([(name, value) for name, value in parse_qsl(query) if name != "lang"]),
        role=visiting.who.role if visiting.who is not None else "",
        language=visiting.tongue.language,
    )
    stream = streams.open(visiting)
    return EventStream(streams, stream, screens.follow(stream, view, _has(request)))


def _has(request: Request) -> Stamp | frozenset[str]:
    last = request.headers.get("last-event-id")
    if last is None:
        return frozenset(request.query_params.get("has", "").split(","))
    arrival, _, made_ms = last.partition(".")
    if not (arrival.isdecimal() and made_ms.isdecimal() and len(last) < 40):
        raise UnreadableRequest(why="the last event's id is none of ours")
    return Stamp(int(arrival), int(made_ms))
