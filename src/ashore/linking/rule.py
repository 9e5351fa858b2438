"""What is done about a mention without a person: linked, left to be proposed, or a case of its own.

The rule is asymmetric, because the costs are: of two cases for one boat somebody is asked; of one case for two boats
one is looked for by nobody. It is in `rules.toml`, in words and figures.
"""

from __future__ import annotations

import itertools
import tomllib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from importlib import resources
from typing import Any

import numpy as np
from numpy.typing import NDArray

from ashore.linking.consensus import Consensus
from ashore.linking.heard import Heard
from ashore.linking.joint import LEVELS, Arrays, evidence
from ashore.linking.search import Settled
from ashore.linking.weights import Weights

Floats = NDArray[np.float64]

OF_ITS_PEOPLE = [LEVELS.index(name) for name in ("how_many", "children", "departed", "language")]
"""Levels that are the same for a boat and for the next one its people leave on."""

MINUTE = 60_000
WHERE, PHONE, FOUND = (LEVELS.index(name) for name in ("where", "phone", "found"))

RULES: Mapping[str, Any] = tomllib.loads(
    resources.files("ashore.linking").joinpath("rules.toml").read_text("utf-8")
)


@dataclass(slots=True)
class _Group:
    """Mentions held to be one boat, and the case people opened for it, None for none."""

    members: list[int]
    case: int | None
    evidence: Floats


def held_in(
    mentions: Sequence[Heard],
    night: Arrays,
    found: Consensus,
    cases: Sequence[str],
    settled: Settled,
    weights: Weights,
) -> list[str | None]:
    """Return the case the default rule leaves each mention in: one of people's, one it opens, or None.

    A case it opens is named by its earliest mention. A unit's word that it took people off opens none where it is
    likely to be about a boat that is known, and ends none: it waits for a person.
    """
    groups = _beginning(mentions, night, settled)
    multiply = np.array([weights["multiply"][name] for name in LEVELS], float)
    at = dict(enumerate(groups))
    gains: dict[tuple[int, int], float] = {}

    def weigh(a: int, b: int) -> None:
        gain = _gain(at[a], at[b], mentions, night, found, settled, multiply)
        if gain is not None:
            gains[a, b] = gain

    for a, b in itertools.combinations(at, 2):
        weigh(a, b)
    while gains:
        one, two = max(gains, key=lambda pair: (gains[pair], -pair[0], -pair[1]))
        joined = at.pop(two)
        at[one].members = sorted(at[one].members + joined.members)
        at[one].case = at[one].case if at[one].case is not None else joined.case
        at[one].evidence = evidence(night, at[one].members)
        # Only what the joined group has a part in is weighed anew.
        gains = {pair: gain for pair, gain in gains.items() if not {one, two} & set(pair)}
        for other in at:
            if other != one:
                weigh(min(one, other), max(one, other))
    held: list[str | None] = [None] * len(mentions)
    for group in at.values():
        waits = (
            group.case is None
            and all(mentions[k].gone_from is not None or mentions[k].empty_hull for k in group.members)
            and found.odds[group.members[0], -1] < 0.5
        )
        name = cases[group.case] if group.case is not None else mentions[group.members[0]].id
        for index in group.members:
            held[index] = None if waits else name
    return held


def _beginning(mentions: Sequence[Heard], night: Arrays, settled: Settled) -> list[_Group]:
    """Return people's cases, and what is one boat beyond doubt: one message, or one telephone within the time."""
    group = list(range(len(mentions)))
    members = {index: [index] for index in group}

    def join(a: int, b: int) -> None:
        one, two = sorted((group[a], group[b]))
        if one != two:
            for index in members[two]:
                group[index] = one
            members[one] += members.pop(two)

    case = settled.case
    pairs = [(a, b) for b in range(len(mentions)) for a in range(b)]
    for a, b in pairs:
        if case[a] >= 0 and case[a] == case[b]:
            join(a, b)
    for a, b in pairs:
        if beyond_doubt(mentions[a], mentions[b]) and _may_join(
            members[group[a]], members[group[b]], mentions, settled
        ):
            join(a, b)
    return [
        _Group(
            members=sorted(each),
            case=next((int(case[index]) for index in each if case[index] >= 0), None),
            evidence=evidence(night, each),
        )
        for each in members.values()
    ]


def _may_join(first: Sequence[int], then: Sequence[int], mentions: Sequence[Heard], settled: Settled) -> bool:
    """Return whether nobody told these apart: by opening two cases, by holding some apart, or in one report."""
    if {mentions[index].report for index in first} & {mentions[index].report for index in then}:
        return False
    opened = {int(settled.case[index]) for index in (*first, *then)} - {-1}
    return len(opened) < 2 and not settled.apart[np.ix_(first, then)].any()


def beyond_doubt(one: Heard, other: Heard) -> bool:
    """Return whether two mentions are of one boat whatever else they say, and none of them of people taken off.

    Never two of one report: whoever telephones about two boats has one telephone.
    """
    if one.report == other.report:
        return False
    if one.copy and one.copy == other.copy:
        return True
    return (
        bool(one.own)
        and one.own == other.own
        and abs(one.at - other.at) <= RULES["again_within_min"] * MINUTE
        and not _after_a_rescue(one, other)
    )


def _after_a_rescue(one: Heard, other: Heard) -> bool:
    return one.gone_from is not None or other.gone_from is not None


def _gain(
    one: _Group,
    two: _Group,
    mentions: Sequence[Heard],
    night: Arrays,
    found: Consensus,
    settled: Settled,
    multiply: Floats,
) -> float | None:
    """Return the log-odds that two groups are one boat, where the rule joins them without a person, else None."""
    p = float(found.together[np.ix_(one.members, two.members)].mean())
    if p < min(RULES["same_phone"]["p"], RULES["other_phone"]["p"]):
        return None
    if not _may_join(one.members, two.members, mentions, settled):
        return None
    told = [mentions[index] for index in (*one.members, *two.members)]
    if any(each.gone_from is not None for each in told):
        return None
    if not all(any(mentions[index].call for index in each.members) for each in (one, two)):
        return None  # two boats near each other look alike from afar: who only saw one is asked
    both = evidence(night, sorted((*one.members, *two.members)))
    odds = multiply * (both - one.evidence - two.evidence)
    phones = [{mentions[index].own for index in each.members} - {""} for each in (one, two)]
    earlier = min((one, two), key=lambda each: mentions[each.members[0]].said)
    lay_still = any(
        mentions[index].engine == "stopped" or mentions[index].danger for index in earlier.members
    )
    apart_ms = min(abs(mentions[a].at - mentions[b].at) for a in one.members for b in two.members)
    sure = overwhelming(odds, p, apart_ms, same_phone=bool(phones[0] & phones[1]), lay_still=lay_still)
    return float(odds.sum()) if sure else None


def overwhelming(odds: Floats, p: float, apart_ms: int, *, same_phone: bool, lay_still: bool) -> bool:
    """Return whether so much speaks for one boat that no person need be asked.

    `odds` are the log-odds of LEVELS, `p` how likely it is, `apart_ms` the time between their nearest mentions;
    `lay_still` where the earlier could not have gone back.
    """
    odds = odds.copy()
    odds[FOUND] = 0.0  # that boats are found is no reason to stop looking for one
    besides = float(odds.sum() - odds[PHONE])
    if apart_ms > RULES["again_within_min"] * MINUTE:
        # Its people may have come back and left again: what they are speaks for no boat, only against one.
        besides -= float(np.maximum(odds[OF_ITS_PEOPLE], 0.0).sum())
    if same_phone:
        least = RULES["same_phone"]
        return bool(p >= least["p"] and besides >= least["lay_still" if lay_still else "besides_phone"])
    least = RULES["other_phone"]
    return bool(
        p >= least["p"]
        and besides >= least["log_odds"]
        and odds.sum() >= least["with_phones"]
        and odds.min() >= least["against"]
        and odds[WHERE] >= least["where"]
    )
