"""A clock, random bytes and ids that are the same in every run."""

from __future__ import annotations

import hashlib
import itertools
import threading
import uuid
from collections.abc import Iterator
from typing import Final

from ashore.model.clock import Surroundings

START_MS: Final = 1_607_464_800_000
"""2020-12-08T22:00:00Z."""


def repeatable(name: str, *, start_ms: int = START_MS, step_ms: int = 1000) -> Surroundings:
    """Return surroundings whose clock starts at `start_ms` and goes `step_ms` further at each look.

    Bytes and ids are drawn from SHA-256 over `name` and a counter. They are for tests and replays only:
    anyone can repeat them.
    """
    lock = threading.Lock()
    times, blocks, ids = itertools.count(start_ms, step_ms), _blocks(name), itertools.count(1)

    def clock() -> int:
        with lock:
            return next(times)

    def random_bytes(count: int) -> bytes:
        with lock:
            return b"".join(next(blocks) for _ in range(-(-count // 32)))[:count]

    def new_id() -> str:
        with lock:
            return str(uuid.uuid5(uuid.NAMESPACE_OID, f"{name}/{next(ids)}"))

    return Surroundings(clock=clock, random_bytes=random_bytes, new_id=new_id)


def _blocks(name: str) -> Iterator[bytes]:
    for number in itertools.count():
        yield hashlib.sha256(f"{name}/{number}".encode()).digest()
