"""Whether two cases are one boat: all that was said of the one taken together, against all that was said of the other.

A mention is weighed against a case by `reasons`; here a whole case is, as an officer does who is about to join two or
to hold them apart. Each case stands in the sentences by its id, so that a page can say what it is called there.
"""

from __future__ import annotations

import itertools
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass

import numpy as np

from ashore.forecast.fixes import Fix, distance_m
from ashore.linking.beacons import WORN
from ashore.linking.encounter import contrasts
from ashore.linking.heard import Heard
from ashore.linking.joint import LEVELS, Arrays, Floats, evidence, parts
from ashore.linking.kernels import score
from ashore.linking.reasons import EVIDENCE, LEAST, MINUTE, NM, WEAK_M, Reason, as_said, in_words, number
from ashore.linking.search import PRIOR
from ashore.linking.weights import Weights
from ashore.model.phrases import Instant, Phrase, say


@dataclass(frozen=True, slots=True, kw_only=True)
class Case:
    """A case as it is weighed: its id, and its mentions in the order of what they say."""

    id: str
    mentions: tuple[Heard, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Together:
    """What speaks for two cases being one boat against their being two: natural log-odds, `prior` before anything."""

    prior: float
    log_odds: float
    reasons: tuple[Reason, ...]


def together(one: Case, other: Case, night: Arrays, row: dict[str, int], weights: Weights) -> Together:
    """Return what speaks for and against two cases being one boat, the strongest first.

    `row` is the row of each mention in the arrays. The sum is by how much the engine holds one boat for likelier than
    two, as where it explains a whole night, and what a unit saw of one beside what was said of the other.
    """
    groups = [
        [row[each.id] for each in sorted(told, key=lambda each: each.said)]
        for told in ((*one.mentions, *other.mentions), one.mentions, other.mentions)
    ]
    multiply = np.array([weights["multiply"][name] for name in LEVELS], float)
    multiply[LEVELS.index("found")] = 0.0  # that boats in danger are found says nothing of which one was
    before = np.array([weights["prior"][name] for name in PRIOR], float)
    both, *alone = (multiply * evidence(night, group) for group in groups)
    joined, *apart = (score(np.array(group), multiply, before, parts(night)) for group in groups)
    odds = both - sum(alone)
    seen = _seen(one, other)
    return Together(
        prior=float(joined - sum(apart) - odds.sum()),
        log_odds=float(joined - sum(apart)) + sum(each.log_odds for each in seen),
        reasons=tuple(
            sorted(
                (*_levels(one, other, odds.tolist(), night, row), *seen),
                key=lambda each: (-abs(each.log_odds), each.evidence),
            )
        ),
    )


def _levels(
    one: Case, other: Case, odds: Sequence[float], night: Arrays, row: dict[str, int]
) -> Iterator[Reason]:
    for place, (level, log_odds) in enumerate(zip(LEVELS, odds, strict=True)):
        if abs(log_odds) < LEAST:
            continue
        if level in _TRAITS:
            says = _trait(level, one, other)
        elif level in _OF_TWO:
            says = _OF_TWO[level](one, other, log_odds > 0)
        else:
            telling = max(
                one.mentions, key=lambda each: np.sign(log_odds) * _alone(each, other, night, row)[place]
            )
            says = in_words(level, telling, other.mentions, speaks_for=log_odds > 0)
        yield Reason(evidence=EVIDENCE[level], log_odds=log_odds, says=says)


def _alone(mention: Heard, other: Case, night: Arrays, row: dict[str, int]) -> Floats:
    """Return what each level says of one mention and the other case."""
    told = sorted((mention, *other.mentions), key=lambda each: each.said)
    return evidence(night, [row[each.id] for each in told])


def _seen(one: Case, other: Case) -> tuple[Reason, ...]:
    """Return what a unit beside one boat saw against what was said of the other; of each thing what weighs most."""
    found: dict[str, Reason] = {}
    for met, sought in ((one, other), (other, one)):
        for mention in met.mentions:
            for each in contrasts(mention, sought.mentions):
                held = found.get(each.evidence)
                if held is None or (each.log_odds, held.log_odds) < (held.log_odds, each.log_odds):
                    says = say("{case} was met by a unit. {said}", case=met.id, said=each.says)
                    found[each.evidence] = Reason(evidence=each.evidence, log_odds=each.log_odds, says=says)
    return tuple(found.values())


def _where(one: Case, other: Case, speaks_for: bool) -> Phrase:
    pairs = [
        (first.fix, then.fix)
        for first, then in itertools.product(one.mentions, other.mentions)
        if first.fix is not None and then.fix is not None
    ]
    if not pairs:
        return say("Where {one} and {other} were.", one=one.id, other=other.id)
    # For one boat speak the two positions nearest in time, against it the two it would have had to hurry between most.
    first, then = min(pairs, key=_gap_ms) if speaks_for else max(pairs, key=_hurry)
    away = distance_m(first.lat, first.lon, then.lat, then.lon) / NM
    minutes = _gap_ms((first, then)) // MINUTE
    fields: dict[str, str | int | Instant] = {
        "one": one.id,
        "other": other.id,
        "nm": f"{away:.1f}",
        "minutes": minutes,
    }
    weak = max(first.error_m, then.error_m) > WEAK_M
    if weak and speaks_for:
        return say("A place name is weak: {one} and {other} were {nm} NM and {minutes} min apart.", **fields)
    if weak:
        return say(
            "A place name is weak, and {one} and {other} were {nm} NM and {minutes} min apart.", **fields
        )
    if not speaks_for:
        return say(
            "{one} and {other} were {nm} NM and {minutes} min apart: one boat is not likely to have got from one "
            "place to the other.",
            **fields,
        )
    if abs(minutes - 60) <= 5 and away < 1:
        return say(
            "{one} and {other} were {nm} NM and one hour apart, which is two clocks or a boat that lay still.",
            **fields,
        )
    return say(
        "{one} and {other} were {nm} NM and {minutes} min apart: one boat may have got from one place to the other.",
        **fields,
    )


def _gap_ms(pair: tuple[Fix, Fix]) -> int:
    first, then = pair
    return abs(first.at - then.at)


def _hurry(pair: tuple[Fix, Fix]) -> float:
    """Return how fast a boat would have had to go, metres in a millisecond, were both positions as wrong as may be."""
    first, then = pair
    away = distance_m(first.lat, first.lon, then.lat, then.lon) - first.error_m - then.error_m
    return away / max(_gap_ms(pair), MINUTE)


def _when(one: Case, other: Case, speaks_for: bool) -> Phrase:
    first, then = _nearest(one.mentions, other.mentions)
    minutes = abs(first.at - then.at) // MINUTE
    fields = {"one": one.id, "other": other.id}
    if minutes < 120:
        return say(
            "{minutes} min between the nearest reports of {one} and {other}.", minutes=minutes, **fields
        )
    return say(
        "{hours} hours between the nearest reports of {one} and {other}.",
        hours=f"{minutes / 60:.1f}",
        **fields,
    )


def _phone(one: Case, other: Case, speaks_for: bool) -> Phrase:
    beacons, telephones = (
        tuple(
            [each for each in case.mentions if each.phone and bool(each.beacon) == sent]
            for case in (one, other)
        )
        for sent in (True, False)
    )
    fields = {"one": one.id, "other": other.id}
    for kind, (first, then) in (("telephone", telephones), ("beacon", beacons)):
        both = {each.phone for each in first} & {each.phone for each in then}
        if both:
            earlier, later = _nearest(
                [each for each in first if each.phone in both], [each for each in then if each.phone in both]
            )
            minutes = abs(earlier.at - later.at) // MINUTE
            if kind == "beacon":
                return say(
                    "The same beacon sent for {one} and for {other}, {minutes} min apart at the nearest.",
                    minutes=minutes,
                    **fields,
                )
            return say(
                "The same telephone called for {one} and for {other}, {minutes} min apart at the nearest.",
                minutes=minutes,
                **fields,
            )
    kinds = {each.beacon for each in beacons[0]} & {each.beacon for each in beacons[1]} - WORN
    if kinds:
        alerts, others = (sum(each.beacon in kinds for each in case) for case in beacons)
        return say(
            "No beacon in common; of alerts there are {alerts} for {one} and {others} for {other}.",
            alerts=alerts,
            others=others,
            **fields,
        )
    return say(
        "No telephone in common; of calls there are {calls} for {one} and {others} for {other}.",
        calls=len(telephones[0]),
        others=len(telephones[1]),
        **fields,
    )


def _rescue(one: Case, other: Case, speaks_for: bool) -> Phrase:
    gone = {case.id: _gone_from(case) for case in (one, other)}
    first, then = gone[one.id], gone[other.id]
    if first is not None and then is not None:
        return say(
            "People were taken off both: {one} at {time}, {other} at {then}.",
            one=one.id,
            time=Instant(ms=first),
            other=other.id,
            then=Instant(ms=then),
        )
    off, still = (one, other) if first is not None else (other, one)
    at = first if first is not None else then or 0
    return say(
        "The people of {one} were taken off at {time}; of {other} {count} reports came after that.",
        one=off.id,
        time=Instant(ms=at),
        other=still.id,
        count=sum(each.at > at for each in still.mentions),
    )


def _gone_from(case: Case) -> int | None:
    return min((each.gone_from for each in case.mentions if each.gone_from is not None), default=None)


def _trait(level: str, one: Case, other: Case) -> Phrase:
    what, told = _TRAITS[level]
    now, then = (
        tuple(as_said(said) for said in dict.fromkeys(filter(None, map(told, case.mentions))))
        for case in (one, other)
    )
    return say(
        "{what}: reports of {one} say {now}; of {other} {then}.",
        what=what,
        one=one.id,
        now=now or "–",
        other=other.id,
        then=then or "–",
    )


def _nearest(first: Sequence[Heard], then: Sequence[Heard]) -> tuple[Heard, Heard]:
    """Return a mention of each that are nearest in time to one another."""
    return min(
        itertools.product(first, then),
        key=lambda pair: (abs(pair[0].at - pair[1].at), pair[0].id, pair[1].id),
    )


_OF_TWO: dict[str, Callable[[Case, Case, bool], Phrase]] = {
    "where": _where,
    "when": _when,
    "phone": _phone,
    "rescue": _rescue,
}
"""Levels that have sentences of their own for two cases; those of the others do not say which is which."""

_TRAITS: dict[str, tuple[Phrase, Callable[[Heard], str | None]]] = {
    "how_many": (
        say("People aboard"),
        lambda each: None if each.how_many is None else number(each.how_many),
    ),
    "children": (say("Children"), lambda each: None if each.children is None else str(each.children)),
    "kind": (say("Craft"), lambda each: each.kind or None),
    "colour": (say("Colour"), lambda each: each.colour or None),
    "length": (say("Length"), lambda each: None if each.length_m is None else f"{each.length_m:g} m"),
    "departed": (say("Left from"), lambda each: each.departed or None),
    "language": (say("Language"), lambda each: each.language or None),
}
"""What is told of a boat for good: what it is called, and how a mention says it."""
