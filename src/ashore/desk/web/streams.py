"""The streams that are open: how many there may be, who listens on each, and when each must end.

A stream ends when the desk shuts down, and soon after the session it was opened under is over: it is looked at
again every few seconds, and at once when somebody signs out.
"""

from __future__ import annotations

import asyncio
import contextlib
from collections.abc import AsyncIterator

from starlette.concurrency import run_in_threadpool
from starlette.responses import StreamingResponse
from starlette.types import Receive, Scope, Send

from ashore.desk.commands.acting import Who
from ashore.desk.commands.desk import Desk
from ashore.desk.web.errors import TooManyStreams
from ashore.desk.web.visitors import Visitor

MOST_STREAMS = 1_000
"""Two hundred screens, each with several pages left open; one costs a few kilobytes and no thread."""

BEAT_S = 3.0
"""A quiet stream says this often that it is there, so that a page knows a quiet desk from a lost one."""

BEAT = b"event: beat\ndata:\n\n"
ENDING = b"event: ending\ndata:\n\n"
SIGNED_OUT = b"event: signed-out\ndata:\n\n"


class Stream:
    """One open stream: the session it was opened under, what wakes it, and its last word once it has one."""

    def __init__(self, token: str | None, who: Who | None) -> None:
        self.token = token
        self.who = who
        self.last_word: bytes | None = None
        self._woken = asyncio.Event()

    def wake(self) -> None:
        """Let the stream look for news; to be called on the event loop."""
        self._woken.set()

    def end(self, last_word: bytes) -> None:
        """End the stream with these as its last bytes; to be called on the event loop."""
        if self.last_word is None:
            self.last_word = last_word
        self.wake()

    def look(self) -> None:
        """Say that whatever woke the stream up to now is about to be looked at."""
        self._woken.clear()

    async def wait(self) -> bool:
        """Wait for news and return True, or False where there was none for the length of a beat."""
        try:
            async with asyncio.timeout(BEAT_S):
                await self._woken.wait()
        except TimeoutError:
            return False
        return True


class Streams:
    """Every open stream of a desk."""

    def __init__(self, desk: Desk) -> None:
        self._desk = desk
        self._open: set[Stream] = set()
        self._ending = False
        self._checking: asyncio.Task[None] | None = None
        self._sooner = asyncio.Event()

    def start(self) -> None:
        """Begin to look after sessions; to be called on the event loop."""
        self._checking = asyncio.create_task(self._check())

    def open(self, visiting: Visitor) -> Stream:
        """Return a new stream for somebody. Raises TooManyStreams."""
        if len(self._open) >= MOST_STREAMS:
            raise TooManyStreams
        stream = Stream(visiting.token if visiting.who is not None else None, visiting.who)
        self._open.add(stream)
        if self._ending:
            stream.end(ENDING)
        return stream

    def close(self, stream: Stream) -> None:
        """Forget a stream."""
        self._open.discard(stream)

    def end(self) -> None:
        """End every stream now, and each that is still to come; to be called on the event loop before it stops.

        A server that shuts down waits for open answers, and a stream is an answer without an end.
        """
        self._ending = True
        for stream in self._open:
            stream.end(ENDING)
        if self._checking is not None:
            self._checking.cancel()

    def session_over(self) -> None:
        """Look after the sessions now, since somebody signed out; to be called on the event loop."""
        self._sooner.set()

    async def _check(self) -> None:
        while True:
            with contextlib.suppress(TimeoutError):
                async with asyncio.timeout(BEAT_S):
                    await self._sooner.wait()
            self._sooner.clear()
            held = {(stream.token, stream.who) for stream in self._open if stream.token is not None}
            over = await run_in_threadpool(self._over, held)
            for stream in self._open:
                if (stream.token, stream.who) in over:
                    stream.end(SIGNED_OUT)

    def _over(self, held: set[tuple[str, Who | None]]) -> set[tuple[str | None, Who | None]]:
        """Return the sessions that no longer open what they opened."""
        return {(token, who) for token, who in held if self._desk.who(token) != who}


class EventStream(StreamingResponse):
    """The answer that carries a stream's events, and forgets the stream however it ends."""

    def __init__(self, streams: Streams, stream: Stream, events: AsyncIterator[bytes]) -> None:
        super().__init__(events, media_type="text/event-stream", headers={"x-accel-buffering": "no"})
        self._streams = streams
        self._stream = stream

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Send the events."""
        try:
            await super().__call__(scope, receive, send)
        finally:
            self._streams.close(self._stream)
