"""Hybrid logical time."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from ashore.ledger import hlc

MS = st.integers(0, 2**50)
HLC = st.tuples(MS, st.integers(0, 1000))


@given(HLC, st.lists(MS, min_size=1, max_size=20))
def test_time_only_goes_forward(start: tuple[int, int], walls: list[int]) -> None:
    """Whatever the wall clock does, each tick is later than the one before and not before the wall clock."""
    last = start
    for wall in walls:
        now = hlc.tick(last, wall)
        assert now > last
        assert now[0] >= wall
        last = now


@given(HLC, HLC, MS)
def test_what_was_heard_is_in_the_past_of_what_is_written_next(
    last: tuple[int, int], remote: tuple[int, int], wall: int
) -> None:
    """After a believable remote entry ours is later; after one too far ahead ours is not moved by it."""
    after = hlc.heard(last, remote, wall)
    assert after >= last
    if hlc.is_ahead(remote, wall):
        assert after == last
    else:
        assert hlc.tick(after, wall) > remote


def test_five_minutes_ahead_is_still_believed() -> None:
    """The limit is more than five minutes, not five minutes."""
    assert not hlc.is_ahead((300_000, 9), 0)
    assert hlc.is_ahead((300_001, 0), 0)
