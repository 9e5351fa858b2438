"""One writer at a time, a queue for the others, and one flush to disk for all who wait together.

There is no writing thread: whoever's turn it is writes for everybody in the queue, and those find their
work done when their own turn comes. A lone writer so pays for no hand-over, and a crowd for one flush.
"""

from __future__ import annotations

import threading
from collections import deque
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, Final, TypeVar

from ashore.model.errors import LedgerFault

T = TypeVar("T")

MOST_TOGETHER: Final = 64
"""Pieces of work that may share a commit: enough to carry a crowd, few enough that the first waits little."""


class LedgerClosed(LedgerFault):
    """Work handed to a ledger that was closed."""

    code = "ledger-closed"
    says = "The record was closed while this was being sent; it was not written."
    hint = "Send it again once the desk is running."


@dataclass(slots=True)
class Job:
    """A piece of work, and what became of it."""

    work: Callable[[Any], Any]
    settled: bool = False
    result: Any = None
    error: BaseException | None = None

    def settle(self, result: Any, error: BaseException | None = None) -> None:
        """Record the outcome."""
        self.result, self.error, self.settled = result, error, True


class Writer:
    """Hands queued work, in order, to `commit_together`, which must settle every job it is given."""

    def __init__(self, commit_together: Callable[[list[Job]], None]) -> None:
        self._commit_together = commit_together
        self._queue: deque[Job] = deque()
        self._turn = threading.Lock()
        self._writing: int | None = None
        self._closed = False

    def do(self, work: Callable[[Any], T]) -> T:
        """Return the result of `work` once it is committed. Raises what it raises, and LedgerClosed."""
        if self._writing == threading.get_ident():
            raise RuntimeError("a transaction must not start another one")
        job = Job(work)
        self._queue.append(job)
        while not job.settled:
            with self._turn:
                if self._closed and not job.settled:
                    raise LedgerClosed
                if not job.settled:
                    self._write()
        if job.error is not None:
            raise job.error
        return job.result  # type: ignore[no-any-return]

    def close(self) -> None:
        """Wait for the writer whose turn it is, and let nobody write after that."""
        with self._turn:
            self._closed = True

    def _write(self) -> None:
        jobs = [self._queue.popleft() for _ in range(min(len(self._queue), MOST_TOGETHER))]
        self._writing = threading.get_ident()
        try:
            self._commit_together(jobs)
        finally:
            self._writing = None
