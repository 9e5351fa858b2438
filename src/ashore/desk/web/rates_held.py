"""Rates that pages asked for, worked out one after another beside the desk and kept while what they rest on stands.

Years of several thresholds take tens of seconds of a processor. So a page never waits for them: it says how far they
are and stays true by itself. One thread works, and on a live desk it rests as long as it worked, line by line: a watch
comes before a table.
"""

from __future__ import annotations

import logging
import threading
import time
from collections import OrderedDict
from collections.abc import Callable
from concurrent.futures import CancelledError, Future, ThreadPoolExecutor
from dataclasses import dataclass, field

from ashore.desk.commands import rating
from ashore.desk.commands.desk import Desk
from ashore.figures.rate import Rates
from ashore.model.errors import AshoreError

MOST_HELD = 40
"""How many answers are held; the one nobody has asked for longest goes first."""

MOST_WAITING = 8
"""More than so many questions nobody waits for: the oldest is given up, and asked anew if somebody looks again."""

log = logging.getLogger("ashore.web")

Question = tuple[rating.Compared, tuple[str, ...]]


@dataclass(frozen=True, slots=True, kw_only=True)
class Rated:
    """What is held of a question: the answer, what stood in its way, or else how many lines of it are done."""

    answer: Rates | None = None
    failed: AshoreError | None = None
    done: int = 0


@dataclass(slots=True)
class _Working:
    done: int = 0
    future: Future[Rates] = field(default_factory=Future)


class RatesHeld:
    """The rates of one desk; safe to use from several threads. `changed` is called when an answer is there."""

    def __init__(self, desk: Desk, changed: Callable[[], None] = lambda: None) -> None:
        self._desk, self._changed = desk, changed
        self._held: OrderedDict[Question, _Working] = OrderedDict()
        self._lock = threading.Lock()
        self._ended = threading.Event()
        self._pool: ThreadPoolExecutor | None = None

    def ask(self, asked: rating.Compared, wait_s: float = 0.0) -> Rated:
        """Return what is held of a question within so many seconds, and have it worked out if it is not."""
        question = (asked, rating.rests_on(self._desk))
        with self._lock:
            working = self._held.get(question)
            if working is None or working.future.cancelled():
                working = self._held[question] = self._begin(asked)
                self._make_room()
            self._held.move_to_end(question)
        try:
            return Rated(answer=working.future.result(timeout=wait_s))
        except (TimeoutError, CancelledError):
            return Rated(done=working.done)
        except AshoreError as error:
            return Rated(failed=error)
        except Exception:  # a fault of ours, which the log has, is told on this page and ends no other
            return Rated(failed=AshoreError())

    def end(self) -> None:
        """Work no more; what is being worked out is left."""
        self._ended.set()
        if self._pool is not None:
            self._pool.shutdown(wait=True, cancel_futures=True)

    def _begin(self, asked: rating.Compared) -> _Working:
        if self._pool is None:
            self._pool = ThreadPoolExecutor(1, "ashore-rates")
        working = _Working()
        working.future = self._pool.submit(self._work, asked, working)
        working.future.add_done_callback(lambda _future: self._changed())
        return working

    def _make_room(self) -> None:
        waiting = [each for each, working in self._held.items() if not working.future.done()]
        for question in waiting[:-MOST_WAITING]:
            self._held[question].future.cancel()
        while len(self._held) > MOST_HELD:
            self._held.popitem(last=False)[1].future.cancel()

    def _work(self, asked: rating.Compared, working: _Working) -> Rates:
        began = time.monotonic()

        def worked() -> None:
            nonlocal began
            working.done += 1
            if self._desk.kind == "live":
                self._ended.wait(time.monotonic() - began)
            if self._ended.is_set():
                raise _GivenUp
            began = time.monotonic()

        try:
            return rating.rate(self._desk, asked, worked)
        except (AshoreError, _GivenUp):
            raise
        except Exception:
            log.exception("rates could not be worked out")
            raise


class _GivenUp(Exception):
    """The desk ends while rates are worked out."""
