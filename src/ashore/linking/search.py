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

from ashore.linking.joint import BEFORE_TRAITS, Arrays, _evidence, _moving, _once, _parts, _trait

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
    found = _evidence(members, parts)
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
def _gain(members, k, total, moving, product, logs, multiply, prior, parts):  # pragma: no cover
    """Return by how much the score of a group grows by one more mention; the rest is what is kept of the group."""
    mouth, copy = parts[4], parts[5]
    likely, segments, spoke, alone = parts[9], parts[11], parts[12], parts[13]
    joined = _with(members, k)
    if copy[k] >= 0:
        for i in members:
            if copy[i] == copy[k]:
                return _score(joined, multiply, prior, parts) - total
    kept = _once(joined, parts)
    now = np.empty(moving.size)
    _moving(joined, kept, parts, now)
    gain = prior[0] + prior[1] * np.log(members.size)
    for level in range(moving.size):
        gain += multiply[level] * (now[level] - moving[level])
    for t in range(segments.size - 1):
        if not spoke[k, t]:
            continue
        again = False
        for i in members:
            if mouth[i] == mouth[k] and spoke[i, t]:
                again = True
                break
        if again:
            values, by_itself = _trait(kept, t, parts)
            before, by_itself_before = _trait(_once(members, parts), t, parts)
            grown = np.log(values.sum()) - by_itself - np.log(before.sum()) + by_itself_before
        else:
            together = 0.0
            for v in range(segments[t], segments[t + 1]):
                together += product[v] * likely[k, v]
            grown = np.log(together) - logs[t] - alone[k, t]
        gain += multiply[moving.size + t] * grown
    return gain


@njit(cache=True)
def _keep(members, which, totals, moving, product, logs, multiply, prior, parts):  # pragma: no cover
    """Work out anew what is kept of a group: its score, its moving levels, its traits' values."""
    segments = parts[11]
    totals[which] = _score(members, multiply, prior, parts)
    kept = _once(members, parts)
    _moving(members, kept, parts, moving[which])
    for t in range(segments.size - 1):
        values, _ = _trait(kept, t, parts)
        product[which, segments[t] : segments[t + 1]] = values
        logs[which, t] = np.log(values.sum())


@njit(cache=True)
def _sweep(label, heat, drawn, multiply, prior, odds, best, parts):  # pragma: no cover
    """Give every mention a boat anew, given where all others are: the likeliest, or at a heat one drawn by chance.

    Where `odds` has room, the probabilities are added to it: of each boat of `best`, and last of one not yet told of.
    """
    count = label.size
    label = label.copy()
    segments = parts[11]
    held = np.empty((count + 1, count), np.int64)
    sizes = np.zeros(count + 1, np.int64)
    totals = np.zeros(count + 1)
    moving = np.zeros((count + 1, BEFORE_TRAITS))
    product = np.zeros((count + 1, segments[-1]))
    logs = np.zeros((count + 1, segments.size - 1))
    for k in range(count):
        if label[k] >= 0:
            which = label[k]
            held[which, sizes[which]] = k
            sizes[which] += 1
    last = 0
    for which in range(count + 1):
        if sizes[which]:
            last = which + 1
            _keep(held[which, : sizes[which]], which, totals, moving, product, logs, multiply, prior, parts)
    gain = np.empty(count + 1)
    for k in range(count):
        if label[k] >= 0:
            which = label[k]
            place = 0
            for a in range(sizes[which]):
                if held[which, a] != k:
                    held[which, place] = held[which, a]
                    place += 1
            sizes[which] = place
            if place:
                _keep(held[which, :place], which, totals, moving, product, logs, multiply, prior, parts)
        free = -1
        for which in range(last + 1):
            if sizes[which]:
                gain[which] = _gain(
                    held[which, : sizes[which]],
                    k,
                    totals[which],
                    moving[which],
                    product[which],
                    logs[which],
                    multiply,
                    prior,
                    parts,
                )
            else:
                gain[which] = -np.inf
                if free < 0:
                    free = which
        gain[free] = 0.0
        upto = last + 1
        high = gain[:upto].max()
        chosen = int(np.argmax(gain[:upto]))
        if heat > 0:
            weight = np.exp((gain[:upto] - high) / heat)
            mark = drawn[k] * weight.sum()
            for which in range(upto):
                mark -= weight[which]
                if mark <= 0 and weight[which] > 0:
                    chosen = which
                    break
        if odds.size:
            _vote(k, gain[:upto], high, held, sizes, best, odds)
        joined = _with(held[chosen, : sizes[chosen]], k)
        sizes[chosen] = joined.size
        held[chosen, : joined.size] = joined
        _keep(joined, chosen, totals, moving, product, logs, multiply, prior, parts)
        label[k] = chosen
        last = max(last, chosen + 1)
    return label


@njit(cache=True)
def _vote(k, gain, high, held, sizes, best, odds):  # pragma: no cover
    """Add a mention's probabilities to those of the best explanation's boats that its groups are most of."""
    share = np.exp(gain - high)
    share /= share.sum()
    for which in range(gain.size):
        if share[which] <= 1e-12:
            continue
        if sizes[which] == 0:
            odds[k, odds.shape[1] - 1] += share[which]
            continue
        votes = np.zeros(odds.shape[1], np.int64)
        for a in range(sizes[which]):
            votes[best[held[which, a]]] += 1
        odds[k, int(np.argmax(votes))] += share[which]


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
