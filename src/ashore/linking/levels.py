"""Evidence levels: each weighs some mentions as one boat against as many boats, and can be tried alone.

Slow and plain: this is what the fast engine of `joint` is held against, and what the desk's sentences are made from.
Every function takes mentions in the order of what they say and returns natural log-odds; 0 where nothing bears on it.
"""

from __future__ import annotations

import itertools
import math
from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from typing import Any

import numpy as np

from ashore.linking.heard import Heard
from ashore.linking.traits import Trait

DAY = 86_400_000

LogDensity = Callable[[Heard, Heard], float]
"""Log of the density (per square metre) of the second's position for a boat that was at the first's."""

Anywhere = Callable[[Heard], float]
"""Log of the density of a mention's position for a boat nobody has told of yet."""


def once(mentions: Sequence[Heard]) -> list[Heard]:
    """Return the mentions without those that are a copy of one before: one message is one witness."""
    seen: set[str] = set()
    kept = []
    for each in mentions:
        if not each.copy or each.copy not in seen:
            kept.append(each)
        seen.add(each.copy)
    return kept


def where(
    mentions: Sequence[Heard], density: LogDensity, anywhere: Anywhere, weights: Mapping[str, float]
) -> float:
    """Weigh where and when: each position by the clouds of the two before it, against anywhere.

    A share of positions is stale or of somewhere else: a position never speaks against by more than that allows.
    """
    total = 0.0
    before: list[Heard] = []
    for each in once(mentions):
        if each.fix is None:
            continue
        if before:
            near = density(before[-1], each)
            if len(before) > 1:
                skipped = density(before[-2], each)
                near = np.logaddexp(near + math.log1p(-weights["skip"]), skipped + math.log(weights["skip"]))
            free = anywhere(each)
            total += np.logaddexp(
                near - free + math.log1p(-weights["elsewhere"]), math.log(weights["elsewhere"])
            )
        before.append(each)
    return float(total)


def when(mentions: Sequence[Heard], weights: Mapping[str, float]) -> float:
    """Weigh times: after some hours without a word a boat seldom calls again, after half a day it is at sea no more.

    Only ever against: that a mention falls among many others makes it no likelier to be of their boat.
    """
    total = 0.0
    for before, each in itertools.pairwise(once(mentions)):
        fades = math.exp(-(each.at - before.at) / weights["fades_ms"])
        total += math.log(weights["least"] + (1 - weights["least"]) * fades)
    return total


def phone(mentions: Sequence[Heard], weights: Mapping[str, float]) -> float:
    """Weigh telephones: a boat has few and uses one most, and a number seldom calls from two boats of one night.

    Pitman and Yor's urn with `discount` and `strength`; `numbers` is how many there are to fall upon by chance, and
    `again_a_day` how likely, after a day, a telephone is on another boat than before.
    """
    discount, strength = weights["discount"], weights["strength"]
    last: dict[str, int] = {}
    counts: Counter[str] = Counter()
    total = 0.0
    for each in once(mentions):
        if not each.phone:
            continue
        calls = counts.total()
        if calls:
            total -= math.log(strength + calls)
            if each.phone in last:
                elsewhere = (
                    1 / weights["numbers"] + weights["again_a_day"] * (each.at - last[each.phone]) / DAY
                )
                total += math.log(counts[each.phone] - discount) - math.log(min(1.0, elsewhere))
            else:
                total += math.log(strength + len(counts) * discount)
        counts[each.phone] += 1
        last[each.phone] = each.at
    return total


def trait(mentions: Sequence[Heard], one: Trait) -> float:
    """Weigh a lasting feature; what one mouth says again and again counts as what it says on average."""
    by_mouth: dict[str, list[Any]] = {}
    alone = 0.0
    for each in once(mentions):
        likely = one.likely(each)
        if likely is not None:
            by_mouth.setdefault(each.mouth, []).append(likely)
    spoken = [np.exp(np.mean(np.log(said), axis=0)) for said in by_mouth.values()]
    if sum(len(said) for said in by_mouth.values()) < 2:
        return 0.0
    alone = sum(
        float(np.mean([math.log(float((one.common * each).sum())) for each in said]))
        for said in by_mouth.values()
    )
    return math.log(float((one.common * np.prod(spoken, axis=0)).sum())) - alone


def copies(mentions: Sequence[Heard], weights: Mapping[str, float]) -> float:
    """Weigh what is the same message: the same position of the same instant to the last decimal."""
    return weights["same"] * (len(mentions) - len(once(mentions)))


def rescue(mentions: Sequence[Heard], weights: Mapping[str, float]) -> float:
    """Weigh what is known otherwise: who was taken off does not call again as if nothing had been."""
    gone = [each.gone_from for each in mentions if each.gone_from is not None]
    if not gone:
        return 0.0
    first = min(gone)
    later = sum(
        each.gone_from is None and not each.empty_hull and each.at > first + weights["grace_ms"]
        for each in once(mentions)
    )
    return -weights["after"] * later - weights["twice"] * (len(gone) - 1)


def engine(mentions: Sequence[Heard], weights: Mapping[str, float]) -> float:
    """Weigh the engine: what it did a moment ago it does now, and after some hours anything."""
    total = 0.0
    before: Heard | None = None
    for each in once(mentions):
        if not each.engine:
            continue
        if before is not None:
            kept = weights["kept"] * math.exp(-(each.at - before.at) / weights["forgets_ms"])
            total += math.log1p(kept if each.engine == before.engine else -kept)
        before = each
    return total
