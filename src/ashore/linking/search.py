"""From evidence to explanations of a night: the best partition of its mentions into boats, and how sure it is.

Mentions are visited in the order of what they say, whichever way they came, and every random number comes from the
seed: the same mentions make the same partition.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import numpy as np
from numba import njit
from numpy.typing import NDArray

from ashore.linking.joint import Arrays, _evidence, _parts

Floats = NDArray[np.float64]
Whole = NDArray[np.int64]

BURN, SWEEPS = 40, 120
HOT = 3.0
"""The temperature the search begins at: cold enough to keep good groups, hot enough to leave bad ones."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Explained:
    """The best explanation: a label for each mention, how much evidence it has, and how likely each label is.

    `odds` (N, K + 1): the probability of each of K boats of this explanation, and last of a boat not yet told of.
    """

    label: Whole
    total: float
    odds: Floats


def explain(night: Arrays, weights: Mapping[str, Any], seed: int) -> Explained:
    """Return the best explanation of a night that the search finds, and the probabilities about it."""
    count = night.at.size
    multiply = np.array([weights["multiply"][name] for name in weights["multiply"]], float)
    prior = np.array([weights["prior"]["join"], weights["prior"]["grow"]], float)
    chance = np.random.default_rng([seed, count])
    parts = _parts(night)
    label = np.full(count, -1, np.int64)
    best, best_total = label, -np.inf
    heats = [*np.geomspace(HOT, 0.3, BURN), 0.0, 0.0, 0.0]
    for heat in heats:
        label = _sweep(label, heat, chance.random(count), multiply, prior, np.zeros((0, 0)), label, parts)
    while True:
        total = _total(label, multiply, prior, parts)
        if total <= best_total + 1e-9:
            break
        best, best_total = label, total
        label = _merged(label, multiply, prior, parts)
        label = _sweep(label, 0.0, chance.random(count), multiply, prior, np.zeros((0, 0)), label, parts)
    best = _tidy(best)
    kinds = int(best.max()) + 1
    odds = np.zeros((count, kinds + 1))
    label = best
    for _ in range(SWEEPS):
        label = _sweep(label, 1.0, chance.random(count), multiply, prior, odds, best, parts)
    return Explained(label=best, total=best_total, odds=odds / odds.sum(axis=1, keepdims=True))


def _tidy(label: Whole) -> Whole:
    """Return labels numbered by the first mention that has them."""
    known: dict[int, int] = {}
    return np.array([known.setdefault(int(each), len(known)) for each in label], np.int64)


@njit(cache=True)
def _score(members, multiply, prior, parts):  # pragma: no cover
    n = members.size
    if n < 2:
        return 0.0
    found = _evidence(members, *parts)
    total = 0.0
    for level in range(found.size):
        total += multiply[level] * found[level]
    for size in range(1, n):
        total += prior[0] + prior[1] * np.log(size)
    return total


@njit(cache=True)
def _members(label, which):  # pragma: no cover
    return np.flatnonzero(label == which)


@njit(cache=True)
def _with(members, k):  # pragma: no cover
    out = np.empty(members.size + 1, np.int64)
    put = False
    place = 0
    for each in members:
        if not put and each > k:
            out[place] = k
            place += 1
            put = True
        out[place] = each
        place += 1
    if not put:
        out[place] = k
    return out


@njit(cache=True)
def _total(label, multiply, prior, parts):  # pragma: no cover
    total = 0.0
    for which in np.unique(label):
        total += _score(_members(label, which), multiply, prior, parts)
    return total


@njit(cache=True)
def _sweep(label, heat, drawn, multiply, prior, odds, best, parts):  # pragma: no cover
    """Give every mention a boat anew, given where all others are: the likeliest, or at a heat one drawn by chance."""
    count = label.size
    label = label.copy()
    most = label.max() + 1
    totals = np.zeros(count + 1)
    sizes = np.zeros(count + 1, np.int64)
    held = np.empty((count + 1, count), np.int32)
    for k in range(count):
        if label[k] >= 0:
            which = label[k]
            held[which, sizes[which]] = k
            sizes[which] += 1
    for which in range(most):
        if sizes[which]:
            totals[which] = _score(held[which, : sizes[which]].astype(np.int64), multiply, prior, parts)
    gain = np.empty(count + 2)
    for k in range(count):
        if label[k] >= 0:
            which = label[k]
            place = 0
            for a in range(sizes[which]):
                if held[which, a] != k:
                    held[which, place] = held[which, a]
                    place += 1
            sizes[which] = place
            totals[which] = _score(held[which, :place].astype(np.int64), multiply, prior, parts)
        label[k] = -1
        free = -1
        for which in range(count + 1):
            if sizes[which] == 0:
                if free < 0:
                    free = which
                gain[which] = -np.inf
            else:
                joined = _with(held[which, : sizes[which]].astype(np.int64), k)
                gain[which] = _score(joined, multiply, prior, parts) - totals[which]
            if sizes[which] == 0 and which > most + 1:
                for rest in range(which, count + 1):
                    gain[rest] = -np.inf
                break
        gain[free] = 0.0
        last = count + 1
        high = gain[:last].max()
        chosen = 0
        if heat <= 0:
            chosen = int(np.argmax(gain[:last]))
        else:
            weight = np.exp((gain[:last] - high) / heat)
            upto = drawn[k] * weight.sum()
            run = 0.0
            for which in range(last):
                run += weight[which]
                if run >= upto and weight[which] > 0:
                    chosen = which
                    break
        if odds.size:
            share = np.exp(gain[:last] - high)
            share /= share.sum()
            for which in range(last):
                if share[which] <= 1e-12:
                    continue
                if sizes[which] == 0:
                    odds[k, odds.shape[1] - 1] += share[which]
                    continue
                votes = np.zeros(odds.shape[1], np.int64)
                for a in range(sizes[which]):
                    votes[best[held[which, a]]] += 1
                odds[k, int(np.argmax(votes))] += share[which]
        joined = _with(held[chosen, : sizes[chosen]].astype(np.int64), k)
        for a in range(joined.size):
            held[chosen, a] = joined[a]
        sizes[chosen] = joined.size
        totals[chosen] = totals[chosen] + gain[chosen] if sizes[chosen] > 1 else 0.0
        label[k] = chosen
        if chosen >= most:
            most = chosen + 1
    return label


@njit(cache=True)
def _merged(label, multiply, prior, parts):  # pragma: no cover
    """Put together whole groups as long as that gains."""
    label = label.copy()
    while True:
        kinds = np.unique(label)
        best, one, two = 1e-9, -1, -1
        totals = np.array([_score(_members(label, which), multiply, prior, parts) for which in kinds])
        for a in range(kinds.size):
            first = _members(label, kinds[a])
            for b in range(a + 1, kinds.size):
                both = np.sort(np.concatenate((first, _members(label, kinds[b]))))
                gain = _score(both, multiply, prior, parts) - totals[a] - totals[b]
                if gain > best:
                    best, one, two = gain, kinds[a], kinds[b]
        if one < 0:
            return label
        for k in range(label.size):
            if label[k] == two:
                label[k] = one
