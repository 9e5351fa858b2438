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
from scipy.linalg import expm
from scipy.stats import lognorm

from ashore.linking.beacons import another
from ashore.linking.heard import HOUR, Heard
from ashore.linking.states import ASKS, Chain
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
    """Weigh where and when: a boat has one track, and a share of positions lie elsewhere, each for itself.

    Summed over which of them do: what lies on the track is weighed by the cloud of the one on it before, what does not
    by where the night's boats are. So two boats laid end to end cost as many strays as the shorter has positions.
    """
    fixed = [each for each in once(mentions) if each.fix is not None]
    if len(fixed) < 2:
        return 0.0
    astray = weights["elsewhere"]
    total = 0.0
    for on_it in itertools.product((True, False), repeat=len(fixed)):
        track = [each for each, is_on_it in zip(fixed, on_it, strict=True) if is_on_it]
        log = sum(math.log(1 - astray if is_on_it else astray) for is_on_it in on_it)
        log += sum(density(one, then) - anywhere(then) for one, then in itertools.pairwise(track))
        total += math.exp(log)
    return math.log(total)


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
    """Weigh who sends: the telephones, and each kind of beacon, by themselves.

    A telephone and a beacon have no identity in common that could be the same or another: that both are heard
    is no evidence of two boats.
    """
    kept = [each for each in once(mentions) if each.phone]
    return telephones([each for each in kept if not each.beacon], weights) + beacons(
        [each for each in kept if each.beacon], weights
    )


def telephones(calls: Sequence[Heard], weights: Mapping[str, float]) -> float:
    """Weigh telephones: a boat has few and uses one most, and a number seldom calls from two boats of one night.

    Pitman and Yor's urn with `discount` and `strength`; `numbers` is how many there are to fall upon by chance, and
    `again_a_day` how likely, after a day, a telephone is on another boat than before.
    """
    discount, strength = weights["discount"], weights["strength"]
    last: dict[str, int] = {}
    counts: Counter[str] = Counter()
    total = 0.0
    for each in calls:
        if counts:
            total -= math.log(strength + counts.total())
            if each.phone in last:
                total += math.log(counts[each.phone] - discount) - _elsewhere(
                    each.at - last[each.phone], weights
                )
            else:
                total += math.log(strength + len(counts) * discount)
        counts[each.phone] += 1
        last[each.phone] = each.at
    return total


def beacons(alerts: Sequence[Heard], weights: Mapping[str, float]) -> float:
    """Weigh the identities of beacons, each kind by itself: a boat seldom sends with two of one kind.

    One heard again speaks for one boat as a telephone that calls again does; how seldom a boat sends with another is
    an assumption, by kind, in `beacons`.
    """
    last: dict[str, dict[str, int]] = {}
    total = 0.0
    for each in alerts:
        alike = last.setdefault(each.beacon, {})
        if each.phone in alike:
            total -= _elsewhere(each.at - alike[each.phone], weights)
        elif alike:
            total += math.log(another(each.beacon))
        alike[each.phone] = each.at
    return total


def _elsewhere(after_ms: int, weights: Mapping[str, float]) -> float:
    """Return the log of how likely an identity is heard from another boat, so long after it was heard from one."""
    return math.log(min(1.0, 1 / weights["numbers"] + weights["again_a_day"] * after_ms / DAY))


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


def state(mentions: Sequence[Heard], weights: Mapping[str, Any]) -> float:
    """Weigh how the boat does: under way, stopped or failing, which it comes to be one after the other.

    The likelihood of all that is said of engine and plight by a hidden Markov chain in continuous time (Rabiner 1989,
    its forward recursion), against that of each by itself.
    """
    chain = Chain.of(weights)
    total, before, likely = 0.0, None, chain.at_first
    for each in once(mentions):
        said = chain.said(each.engine, each.plight)
        if said is None:
            continue
        alone = float(chain.at_first @ said)
        if before is not None:
            likely = likely @ expm(chain.rates * (each.at - before) / HOUR)
        found = float(likely @ said)
        total += math.log(found) - math.log(alone)
        likely, before = likely * said / found, each.at
    return total


def found(mentions: Sequence[Heard], until: int, weights: Mapping[str, float]) -> float:
    """Weigh when a unit came: some hours after somebody called in danger, and seldom to a boat nobody called of.

    The likelihood of being found when it was, or of not being found until `until`, as one boat against as many.
    """
    kept = once(mentions)
    together = _found(kept, until, weights)
    return together - sum(_found([each], until, weights) for each in kept)


def _found(mentions: Sequence[Heard], until: int, weights: Mapping[str, float]) -> float:
    """Return the log-likelihood of when these were found: in danger with some probability, else in calm.

    In danger, hours from the first call to the unit are lognormal; in calm, and where nobody called before, any hour of
    a night is as likely.
    """
    gone = [each.gone_from for each in mentions if each.gone_from is not None]
    calls = [each for each in mentions if each.asks]
    an_hour = 1 / weights["night_h"]
    if not calls:
        return math.log(weights["uncalled"] * an_hour) if gone else 0.0
    most = max(ASKS.index(each.asks) for each in calls)
    first = next(each for each in calls if ASKS.index(each.asks) == most)
    danger = (0.0, weights["wrong"], weights["unsaid"], 1 - weights["wrong"])[most]
    waited = ((min(gone) if gone else max(until, first.at)) - first.at) / HOUR
    waiting = lognorm(weights["spread"], scale=weights["median_h"])
    if gone:
        in_danger = max((1 - weights["unfound"]) * waiting.pdf(waited), weights["uncalled"] * an_hour)
        return math.log(danger * in_danger + (1 - danger) * weights["escorted"] * an_hour)
    in_danger = weights["unfound"] + (1 - weights["unfound"]) * waiting.sf(waited)
    return math.log(danger * in_danger + (1 - danger) * (1 - weights["escorted"]))


def told_apart(mentions: Sequence[Heard], weights: Mapping[str, float]) -> float:
    """Weigh that one report tells of them as two boats."""
    reports = Counter(each.report for each in mentions)
    return -weights["each"] * sum(count * (count - 1) / 2 for count in reports.values())
