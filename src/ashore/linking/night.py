"""A night's mentions linked: which are one boat, how sure that is, why, and what is done about it without a person."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from ashore.linking.consensus import Consensus, consensus
from ashore.linking.heard import Heard
from ashore.linking.joint import Arrays
from ashore.linking.reasons import Reason, reasons
from ashore.linking.rule import held_in
from ashore.linking.search import Settled, explanations
from ashore.linking.weights import Weights
from ashore.model.phrases import Phrase, say

Floats = NDArray[np.float64]
Whole = NDArray[np.int64]

SHOWN = 0.0005
"""Alternatives less likely than this are not listed."""

CLOSE = 0.15
"""Two explanations are close where the second is at least this likely."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Alternative:
    """A case a mention may be about, None for a boat no other mention tells of, and how likely that is."""

    case: str | None
    p: float


@dataclass(frozen=True, slots=True, kw_only=True)
class Linked:
    """What is proposed of one mention (format 8.2).

    `case` is the top proposal, `held_in` the case the default rule leaves it in without a person, None for none.
    `alternatives` come to 1. `reasons` speak for the proposal and `against` against it, the strongest first.
    """

    mention: str
    case: str
    held_in: str | None
    p_same: float
    alternatives: tuple[Alternative, ...]
    reasons: tuple[Reason, ...]
    against: tuple[Reason, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Rival:
    """Another explanation that is close: two cases may be one boat, or one case two; `p` is how likely that is.

    It decides whether a boat exists, so it is shown loudly. `mentions` are those that would be the other boat.
    """

    kind: str
    cases: tuple[str, ...]
    p: float
    mentions: tuple[str, ...]

    @property
    def says(self) -> Phrase:
        """The rival explanation as a sentence."""
        if self.kind == "perhaps_one_boat":
            return say(
                "{first} and {second} may be one boat ({p} %).",
                first=self.cases[0],
                second=self.cases[1],
                p=min(99, max(1, round(100 * self.p))),
            )
        return say(
            "{case} may be two boats ({p} %): of the other would be {mentions}.",
            case=self.cases[0],
            p=min(99, max(1, round(100 * self.p))),
            mentions=", ".join(self.mentions),
        )


@dataclass(frozen=True, slots=True, kw_only=True)
class Links:
    """A night's mentions, each with its proposal, in the order of what they say, and what rivals that."""

    linked: tuple[Linked, ...]
    rivals: tuple[Rival, ...]


def link(
    mentions: Sequence[Heard],
    night: Arrays,
    weights: Weights,
    settled: Mapping[str, str] | None = None,
    apart: Mapping[str, frozenset[str]] | None = None,
    seed: int = 0,
) -> Links:
    """Return how a night's mentions, in the order of what they say and of its arrays, are linked.

    `settled` names the case of each mention that a person put in one, `apart` the cases a person held it apart from.
    The same for the same mentions and seed, whichever way they came.
    """
    if not mentions:
        return Links(linked=(), rivals=())
    settled, apart = settled or {}, apart or {}
    names = sorted(set(settled.values()))
    decided = _settled(mentions, settled, apart, names)
    found = consensus(explanations(night, weights, decided, seed), decided)
    cases = _names(mentions, found.label, names)
    held = held_in(mentions, night, found, cases, decided, weights)
    return Links(
        linked=tuple(
            _linked(index, mentions, night, found, cases, held[index], weights)
            for index in range(len(mentions))
        ),
        rivals=_rivals(mentions, found, cases),
    )


def _settled(
    mentions: Sequence[Heard],
    settled: Mapping[str, str],
    apart: Mapping[str, frozenset[str]],
    names: Sequence[str],
) -> Settled:
    number = {name: index for index, name in enumerate(names)}
    case = np.array([number[settled[each.id]] if each.id in settled else -1 for each in mentions], np.int64)
    barred = np.zeros((len(mentions),) * 2, bool)
    for index, each in enumerate(mentions):
        for name in apart.get(each.id, frozenset()):
            if name in number:
                barred[index] |= case == number[name]
    return Settled(case=case, apart=barred | barred.T)


def _names(mentions: Sequence[Heard], label: Whole, names: Sequence[str]) -> list[str]:
    """Return the case of each label: one people opened, or named by its earliest mention."""
    found = list(names)
    for which in range(len(names), int(label.max()) + 1):
        found.append(mentions[int(np.flatnonzero(label == which)[0])].id)
    return found


def _linked(
    index: int,
    mentions: Sequence[Heard],
    night: Arrays,
    found: Consensus,
    cases: Sequence[str],
    held: str | None,
    weights: Weights,
) -> Linked:
    label = int(found.label[index])
    others = [other for other in np.flatnonzero(found.label == label).tolist() if other != index]
    odds = found.odds[index].copy()
    if not others:
        odds[-1] += odds[label]
        odds[label] = 0.0
    top = label if others else len(odds) - 1
    odds = _calibrated(odds, top, weights)
    told = reasons(night, dict(enumerate(mentions)), index, others, weights)
    if not others:
        told = _against_the_next_best(index, mentions, night, found, odds, weights)
    return Linked(
        mention=mentions[index].id,
        case=cases[label],
        held_in=held,
        p_same=float(odds[top]),
        alternatives=_alternatives(odds, cases),
        reasons=tuple(each for each in told if each.log_odds > 0),
        against=tuple(each for each in told if each.log_odds < 0),
    )


def _against_the_next_best(
    index: int,
    mentions: Sequence[Heard],
    night: Arrays,
    found: Consensus,
    odds: Floats,
    weights: Weights,
) -> tuple[Reason, ...]:
    """Return why a mention stands alone: what speaks against the likeliest of the others is for it, and so on."""
    best = int(np.argmax(odds[:-1]))
    others = [other for other in np.flatnonzero(found.label == best).tolist() if other != index]
    turned = reasons(night, dict(enumerate(mentions)), index, others, weights)
    return tuple(Reason(evidence=each.evidence, log_odds=-each.log_odds, says=each.says) for each in turned)


def _calibrated(odds: Floats, top: int, weights: Weights) -> Floats:
    """Return the odds with the proposal's as often right as it says; the others keep their proportion."""
    p = min(max(float(odds[top]), 1e-4), 1 - 1e-4)
    turned = weights["calibrate"]["intercept"] + weights["calibrate"]["slope"] * math.log(p / (1 - p))
    right = 1 / (1 + math.exp(-turned))
    rest = float(odds.sum() - odds[top])
    out = odds * ((1 - right) / rest) if rest > 0 else np.zeros_like(odds)
    if rest <= 0:
        out[-1 if top != len(odds) - 1 else 0] = 1 - right
    out[top] = right
    return out


def shares(gains: Floats, weights: Weights) -> Floats:
    """Return log-odds as probabilities that come to 1, the greatest as often right as it says."""
    odds = np.exp(gains - gains.max())
    odds /= odds.sum()
    return _calibrated(odds, int(np.argmax(odds)), weights)


def _alternatives(odds: Floats, cases: Sequence[str]) -> tuple[Alternative, ...]:
    shown = [place for place in range(len(odds)) if odds[place] >= SHOWN]
    total = sum(float(odds[place]) for place in shown)
    made = [
        Alternative(case=cases[place] if place < len(cases) else None, p=float(odds[place]) / total)
        for place in shown
    ]
    return tuple(sorted(made, key=lambda each: (-each.p, each.case or "")))


def _rivals(mentions: Sequence[Heard], found: Consensus, cases: Sequence[str]) -> tuple[Rival, ...]:
    label, together = found.label, found.together
    rivals: list[Rival] = []
    kinds = [np.flatnonzero(label == which) for which in range(len(cases))]
    for one, first in enumerate(kinds):
        if not first.size:
            continue
        for two in range(one + 1, len(kinds)):
            then = kinds[two]
            if then.size and (p := float(together[np.ix_(first, then)].mean())) >= CLOSE:
                rivals.append(
                    Rival(
                        kind="perhaps_one_boat",
                        cases=(cases[one], cases[two]),
                        p=p,
                        mentions=tuple(mentions[int(k)].id for k in then),
                    )
                )
        if first.size > 1:
            loose, p = _apart(first, together)
            if p >= CLOSE:
                rivals.append(
                    Rival(
                        kind="perhaps_two_boats",
                        cases=(cases[one],),
                        p=p,
                        mentions=tuple(mentions[k].id for k in loose),
                    )
                )
    return tuple(sorted(rivals, key=lambda each: (-each.p, each.cases)))


def _apart(members: Whole, together: Floats) -> tuple[list[int], float]:
    """Return the members that fit the rest worst, by the one that fits worst, and how likely they are another boat."""
    inside = together[np.ix_(members, members)]
    fits = (inside.sum(axis=1)) / (members.size - 1)
    worst = int(np.argmin(fits))
    loose = [int(members[k]) for k in range(members.size) if k == worst or inside[worst, k] > 0.5]
    rest = [int(k) for k in members if int(k) not in loose]
    if not rest:
        return [], 0.0
    return loose, float(1 - together[np.ix_(loose, rest)].mean())
