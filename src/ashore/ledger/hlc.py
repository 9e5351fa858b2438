"""Hybrid logical time: close to the wall clock, never backwards, never behind what was heard.

After Kulkarni, Demirbas, Madappa, Avva and Leone, "Logical Physical Clocks" (2014).
"""

from __future__ import annotations

from typing import Final

from ashore.ledger.entry import Hlc

START: Final[Hlc] = (0, 0)

MOST_AHEAD_MS: Final = 5 * 60 * 1000
"""A remote time further ahead than this is kept and flagged, and does not advance ours."""


def tick(last: Hlc, wall_ms: int) -> Hlc:
    """Return the time of the next entry written here: later than `last`, and not before the wall clock."""
    if wall_ms > last[0]:
        return (wall_ms, 0)
    return (last[0], last[1] + 1)


def is_ahead(remote: Hlc, wall_ms: int) -> bool:
    """Tell whether a remote time is too far ahead of our wall clock to be believed."""
    return remote[0] - wall_ms > MOST_AHEAD_MS


def heard(last: Hlc, remote: Hlc, wall_ms: int) -> Hlc:
    """Return the latest time known here after an entry with time `remote` arrived."""
    return last if is_ahead(remote, wall_ms) else max(last, remote)
