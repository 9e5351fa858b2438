"""Pairs of mentions that are hard to tell: a stale fix, two boats that left together, one telephone on two boats."""

from __future__ import annotations

from collections.abc import Hashable, Iterator, Mapping
from itertools import combinations

from ashore.exercise.boats import MINUTE
from ashore.exercise.files import MentionId
from ashore.exercise.habits import habits
from ashore.exercise.lives import Life
from ashore.exercise.night import Fields, Night
from ashore.exercise.voyages import metres
from ashore.model.times import moment

HARD = ("a stale fix", "left together", "one phone on two boats")

TOGETHER_MS = 10 * MINUTE
OFF = 3
"""A fix lies off where its boat was if further than so many times its error; and where it had been, if within that."""

Pairs = list[tuple[MentionId, MentionId]]
Counts = tuple[int, int, int]
"""Pairs put together that belong together, pairs put together, and pairs that belong together."""


def hard_pairs(night: Night) -> dict[str, Pairs]:
    """Return the pairs of mentions that each of HARD bears upon."""
    boat_of = {(each.report, each.mention): each.boat for each in night.mentioned}
    old = set(stale(night))
    together = {
        frozenset((one.boat.id, two.boat.id))
        for one, two in combinations(night.lives, 2)
        if one.boat.beach == two.boat.beach and abs(one.boat.leaves - two.boat.leaves) <= TOGETHER_MS
    }
    again = {frozenset((life.boat.id, life.boat.after)) for life in night.lives if life.boat.after}
    pairs = list(combinations(sorted(boat_of), 2))
    return {
        "a stale fix": [pair for pair in pairs if old.intersection(pair)],
        "left together": list(_within(pairs, boat_of, together)),
        "one phone on two boats": list(_within(pairs, boat_of, again)),
    }


def counted(pairs: Pairs, found: Mapping[MentionId, Hashable], true: Mapping[MentionId, str]) -> Counts:
    """Return how many of some pairs are put together rightly, are put together, and belong together."""
    put = [found[one] == found[two] for one, two in pairs]
    belong = [true[one] == true[two] for one, two in pairs]
    return sum(p and b for p, b in zip(put, belong, strict=True)), sum(put), sum(belong)


def stale(night: Night) -> Iterator[MentionId]:
    """Yield the mentions whose fix is of where their boat had been some time before."""
    boat_of = {(each.report, each.mention): each.boat for each in night.mentioned}
    lives = {life.boat.id: life for life in night.lives}
    longest = round(habits(night.quality)["saying"]["stale_min"][1])
    for report in night.reports:
        key = f"{report['received_by']}/{report['channel']}/{report['id']}"
        if report["sender"]["role"] not in ("aboard", "relative"):
            continue
        for index, mention in enumerate(report["mentions"]):
            life = lives[boat_of[key, index]]
            for spot in mention.get("positions", ()):
                if spot["how"] == "gnss" and _was_there_before(spot, life, longest):
                    yield key, index


def _within(
    pairs: Pairs, boat_of: Mapping[MentionId, str], twins: set[frozenset[str]]
) -> Iterator[tuple[MentionId, MentionId]]:
    """Yield the pairs of mentions of two such boats, or of one of them."""
    any_ = frozenset().union(*twins)
    for one, two in pairs:
        boats = frozenset((boat_of[one], boat_of[two]))
        if boats in twins or (len(boats) == 1 and boats <= any_):
            yield one, two


def _was_there_before(spot: Fields, life: Life, longest_min: int) -> bool:
    at, near = (
        moment(spot["at"]).ms,
        OFF * spot["error_m"] + 20,
    )  # a second's way, and degrees of five decimals
    off = [
        metres(spot["lat"], spot["lon"], *life.track.where(max(life.boat.leaves, at - late * MINUTE)))
        for late in range(longest_min + 1)
    ]
    return off[0] > near and min(off) <= near + 250  # ten minutes of a track are taken as a straight line
