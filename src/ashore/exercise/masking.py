"""Which boats in danger nobody was looking for: no open case was theirs, though they had been reported.

A case is the boat's that most of its mentions are about, in a tie the one first heard of; so of two boats in one case,
one is masked. A mention that is left in no case masks its boat until another of it has one.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Hashable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass

from ashore.exercise.files import MentionId, Truth

MINUTE = 60_000

Span = tuple[float, float]
"""From when until when, UTC milliseconds; without an end, infinity."""


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


@dataclass(frozen=True, slots=True, kw_only=True)
class Placed:
    """From an instant on a mention is held to be about these cases, and about no other."""

    at: int
    mention: MentionId
    cases: frozenset[Hashable]


def masked(
    truth: Truth, received: Mapping[str, int], case_of: Mapping[MentionId, Hashable | None]
) -> tuple[Masked, ...]:
    """Return every time in which a boat that was in danger and had been reported had no case of its own."""
    own = own_cases(truth.boat_of, _at_once(truth, received, case_of))
    heard = first_heard(truth.boat_of, received)
    return tuple(
        each
        for boat, told in truth.boats.items()
        if boat in heard
        for each in masked_times(boat, told.danger, heard[boat], own.get(boat, ()))
    )


def seconds_to_a_case(
    truth: Truth, received: Mapping[str, int], case_of: Mapping[MentionId, Hashable | None]
) -> dict[str, float | None]:
    """Return for each boat reported how long after its first report it first had a case of its own, None for never."""
    own = own_cases(truth.boat_of, _at_once(truth, received, case_of))
    heard = first_heard(truth.boat_of, received)
    return {
        boat: (own[boat][0][0] - heard[boat]) / 1_000 if own.get(boat) else None for boat in sorted(heard)
    }


def first_heard(boat_of: Mapping[MentionId, str], received: Mapping[str, int]) -> dict[str, int]:
    """Return when the first report of each boat was received; of mentions not received nobody heard."""
    heard: dict[str, int] = {}
    for mention, boat in boat_of.items():
        if boat and mention[0] in received:
            heard[boat] = min(heard.get(boat, received[mention[0]]), received[mention[0]])
    return heard


def own_cases(
    boat_of: Mapping[MentionId, str],
    placed: Iterable[Placed],
    is_open: Mapping[Hashable, Sequence[Span]] | None = None,
) -> dict[str, tuple[Span, ...]]:
    """Return the times in which each boat had an open case of its own.

    `placed` is in the order of time; `is_open` has the times in which each case was open, and none given means always.
    """
    found: dict[str, list[Span]] = {}
    for case, boat, span in owners(boat_of, placed):
        if boat:
            found.setdefault(boat, []).extend(
                both([span], is_open.get(case, ())) if is_open is not None else [span]
            )
    return {boat: together(spans) for boat, spans in found.items()}


def owners(
    boat_of: Mapping[MentionId, str], placed: Iterable[Placed]
) -> Iterator[tuple[Hashable, str, Span]]:
    """Yield for each case whose it was ("" for nobody's), and from when until when."""
    inside: dict[Hashable, dict[MentionId, int]] = {}
    where: dict[MentionId, frozenset[Hashable]] = {}
    owner: dict[Hashable, tuple[str, int]] = {}
    heard: dict[MentionId, int] = {}
    for each in placed:
        # In a tie a case is the first one's whose mention was heard of at all, wherever that stands meanwhile.
        order = heard.setdefault(each.mention, len(heard))
        before = where.get(each.mention, frozenset())
        where[each.mention] = each.cases
        for case in before - each.cases:
            del inside[case][each.mention]
        for case in each.cases - before:
            inside.setdefault(case, {})[each.mention] = order
        for case in before ^ each.cases:
            now = _owner(boat_of, inside[case])
            was, since = owner.get(case, (None, each.at))
            if now == was:
                continue
            if was is not None and since < each.at:
                yield case, was, (since, each.at)
            owner[case] = (now, each.at)
    for case, (boat, since) in owner.items():
        yield case, boat, (since, float("inf"))


def masked_times(
    boat: str, danger: Iterable[tuple[int, int]], heard: int, own: Sequence[Span]
) -> Iterator[Masked]:
    """Yield the times in which a boat was in danger, had been heard of, and had no case of its own."""
    unsought = both(both(danger, [(heard, float("inf"))]), without(own))
    for first, last in unsought:
        yield Masked(boat=boat, first=int(first), last=int(last))


def both(one: Iterable[Span], other: Iterable[Span]) -> list[Span]:
    """Return the times in both, in order."""
    others = list(other)
    found = [
        (max(first, begins), min(last, ends))
        for first, last in one
        for begins, ends in others
        if max(first, begins) < min(last, ends)
    ]
    return sorted(found)


def without(spans: Sequence[Span]) -> list[Span]:
    """Return all the time outside these, which are in order and apart."""
    edges = [float("-inf"), *(edge for span in spans for edge in span), float("inf")]
    return [(first, last) for first, last in zip(edges[::2], edges[1::2], strict=True) if first < last]


def together(spans: Iterable[Span]) -> tuple[Span, ...]:
    """Return these times in order, those that touch as one."""
    found: list[Span] = []
    for first, last in sorted(spans):
        if found and first <= found[-1][1]:
            found[-1] = (found[-1][0], max(found[-1][1], last))
        else:
            found.append((first, last))
    return tuple(found)


def _owner(boat_of: Mapping[MentionId, str], inside: Mapping[MentionId, int]) -> str:
    counts = Counter(boat_of[mention] for mention in inside)
    first: dict[str, int] = {}
    for mention, order in inside.items():
        first[boat_of[mention]] = min(order, first.get(boat_of[mention], order))
    return min(counts, key=lambda boat: (-counts[boat], first[boat]), default="")


def _at_once(
    truth: Truth, received: Mapping[str, int], case_of: Mapping[MentionId, Hashable | None]
) -> list[Placed]:
    """Return each mention in its case from the instant it was received."""
    order = sorted(truth.boat_of, key=lambda each: (received[each[0]], each))
    return [
        Placed(
            at=received[each[0]],
            mention=each,
            cases=frozenset() if case_of[each] is None else frozenset({case_of[each]}),
        )
        for each in order
    ]
