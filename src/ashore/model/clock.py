"""Time, ids and randomness as parameters, so that every run can be repeated."""

from __future__ import annotations

import secrets
import time
import uuid
from collections.abc import Callable
from dataclasses import dataclass

Clock = Callable[[], int]
"""Returns the wall time in whole milliseconds since 1970-01-01 UTC."""

RandomBytes = Callable[[int], bytes]
"""Returns that many random bytes."""

NewId = Callable[[], str]
"""Returns a new id that nobody has used before (a UUID in production)."""


def wall_clock() -> int:
    """Return the machine's wall time in milliseconds since 1970-01-01 UTC."""
    return time.time_ns() // 1_000_000


def random_bytes(count: int) -> bytes:
    """Return `count` bytes from the system's source of randomness."""
    return secrets.token_bytes(count)


def new_uuid() -> str:
    """Return a random UUID as text."""
    return str(uuid.uuid4())


@dataclass(frozen=True, slots=True, kw_only=True)
class Surroundings:
    """What a run takes from outside itself: the time, random bytes and fresh ids."""

    clock: Clock = wall_clock
    random_bytes: RandomBytes = random_bytes
    new_id: NewId = new_uuid
