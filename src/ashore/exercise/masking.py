"""Which boats in danger nobody was looking for: no open case was theirs, though they had been reported.

A case is the boat's that most of its mentions are about, in a tie the one first heard of; so of two boats in one case,
one is masked. A mention that is left in no case masks its boat until another of it has one.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Hashable, Iterator, Mapping, Sequence
from dataclasses import dataclass

from ashore.exercise.files import MentionId, Truth

MINUTE = 60_000


@dataclass(frozen=True, slots=True, kw_only=True)
class Masked:
    """A boat in danger that no case was open for: from when until when, UTC milliseconds."""

    boat: str
    first: int
    last: int

    @property
    def minutes(self) -> float:
        """For how long."""
        return (self.last - self.first) / MINUTE


def masked(
    truth: Truth, received: Mapping[str, int], case_of: Mapping[MentionId, Hashable | None]
) -> tuple[Masked, ...]:
    """Return every time in which a boat that was in danger and had been reported had no case of its own."""
    order = sorted(truth.boat_of, key=lambda each: (received[each[0]], each))
    found: list[Masked] = []
    for boat, told in truth.boats.items():
        heard = [received[each[0]] for each in order if truth.boat_of[each] == boat]
        if heard and told.danger:
            found += _of_boat(
                boat, told.danger, min(heard), list(_owned(boat, order, truth, received, case_of))
            )
    return tuple(found)


def seconds_to_a_case(
    truth: Truth, received: Mapping[str, int], case_of: Mapping[MentionId, Hashable | None]
) -> dict[str, float | None]:
    """Return for each boat reported how long after its first report it first had a case of its own, None for never."""
    order = sorted(truth.boat_of, key=lambda each: (received[each[0]], each))
    waits: dict[str, float | None] = {}
    for boat in sorted({each for each in truth.boat_of.values() if each}):
        heard = min(received[each[0]] for each in order if truth.boat_of[each] == boat)
        own = next((at for at, owned in _owned(boat, order, truth, received, case_of) if owned), None)
        waits[boat] = None if own is None else (own - heard) / 1_000
    return waits


def _owned(
    boat: str,
    order: Sequence[MentionId],
    truth: Truth,
    received: Mapping[str, int],
    case_of: Mapping[MentionId, Hashable | None],
) -> Iterator[tuple[int, bool]]:
    """Yield the instants at which it changes whether some case is this boat's, and whether one is from then on."""
    theirs = {case_of[each] for each in order if truth.boat_of[each] == boat} - {None}
    counts: dict[Hashable, Counter[str]] = {case: Counter() for case in theirs if case is not None}
    was = False
    for each in order:
        case = case_of[each]
        if case is None or case not in counts:
            continue
        counts[case][truth.boat_of[each]] += 1  # a Counter keeps the first heard first among equals
        now = any(count.most_common(1)[0][0] == boat for count in counts.values() if count)
        if now != was:
            yield received[each[0]], now
            was = now


def _of_boat(
    boat: str, danger: Sequence[tuple[int, int]], heard: int, owned: Sequence[tuple[int, bool]]
) -> Iterator[Masked]:
    changes = [(heard, False), *((at, has) for at, has in owned)]
    for (at, has), after in zip(changes, [*(at for at, _ in changes[1:]), None], strict=True):
        if has:
            continue
        for first, last in danger:
            begins, ends = max(first, at), last if after is None else min(last, after)
            if begins < ends:
                yield Masked(boat=boat, first=begins, last=ends)
