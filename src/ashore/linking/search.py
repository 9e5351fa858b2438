"""From evidence to explanations of a night: partitions of its mentions into boats, each as often as it is likely.

Mentions are visited in the order of what they say, whichever way they came, and every random number comes from the
seed: the same mentions make the same explanations. What people settled is never moved.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import numpy as np
from numba import njit
from numpy.typing import NDArray

from ashore.linking.joint import BEFORE_TRAITS, LEVELS, Arrays, _evidence, _moving, _once, _parts, _trait

Floats = NDArray[np.float64]
Whole = NDArray[np.int64]

COOLING = tuple(float(heat) for heat in np.geomspace(3.0, 0.3, 40)) + (0.0,) * 4
"""Temperatures of a search for the best: hot enough to leave bad groups, cold enough to keep good ones."""

WARMING = tuple(float(heat) for heat in np.geomspace(3.0, 1.0, 25))
"""Temperatures of a second beginning, far from the best."""

SAMPLES = 200
"""Explanations drawn from each of the two beginnings, after `SETTLING` that are not kept."""

SETTLING = 10


@dataclass(frozen=True, slots=True, kw_only=True)
class Settled:
    """What people decided: `case` (N,) numbers the case a mention was put in, -1 for none; `apart` (N, N) who may not
    be together."""

    case: Whole
    apart: NDArray[np.bool_]


@dataclass(frozen=True, slots=True, kw_only=True)
class Explanations:
    """Explanations of a night: `best` (N,) the one with most evidence, and `drawn` (S, N), each as often as likely.

    Labels of settled cases are the cases' own numbers; the others follow.
    """

    best: Whole
    evidence: float
    drawn: Whole


def nothing_settled(count: int) -> Settled:
    """Return what people decided where they decided nothing."""
    return Settled(case=np.full(count, -1, np.int64), apart=np.zeros((count, count), bool))


def explanations(night: Arrays, weights: Mapping[str, Any], settled: Settled, seed: int) -> Explanations:
    """Return the best explanation of a night that the search finds, and explanations drawn by how likely they are.

    Annealed and plain Gibbs sampling over partitions (Neal 2000, algorithm 3, with these groups' evidence).
    """
    count = night.at.size
    chance = np.random.default_rng([seed, count])
    said = _weighted(night, weights, settled)

    def swept(label: Whole, heats: tuple[float, ...]) -> Whole:
        return _chain(label, np.array(heats), chance.random((len(heats), count)), *said)

    label = swept(settled.case, COOLING)[-1]
    best, most = label, -np.inf
    while True:
        total = float(_total(label, *said))
        if total <= most + 1e-9:
            break
        best, most = label, total
        label = swept(_merged(label, *said), (0.0,))[-1]
    ones = (1.0,) * (SETTLING + SAMPLES)
    one = swept(best, ones)[SETTLING:]
    other = swept(settled.case, (*WARMING, *ones))[len(WARMING) + SETTLING :]
    return Explanations(best=best, evidence=most, drawn=np.concatenate((one, other)))


def evidence_of(night: Arrays, weights: Mapping[str, Any], settled: Settled, label: Whole) -> float:
    """Return the evidence, in natural log-odds with the prior, for an explanation against as many boats as mentions."""
    return float(_total(label, *_weighted(night, weights, settled)))


def _weighted(night: Arrays, weights: Mapping[str, Any], settled: Settled) -> tuple[Any, ...]:
    multiply = np.array([weights["multiply"][name] for name in LEVELS], float)
    prior = np.array([weights["prior"]["join"], weights["prior"]["grow"]], float)
    return multiply, prior, settled.case, settled.apart, _parts(night)


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
def _without(members, k):  # pragma: no cover
    return members[members != k]


@njit(cache=True)
def _total(label, multiply, prior, case, apart, parts):  # pragma: no cover
    total = 0.0
    for which in np.unique(label):
        total += _score(_members(label, which), multiply, prior, parts)
    return total


@njit(cache=True)
def _gain(members, k, total, moving, product, logs, multiply, prior, apart, parts):  # pragma: no cover
    """Return by how much the score of a group grows by one more mention; the rest is what is kept of the group."""
    mouth, copy = parts[5], parts[6]
    likely, segments, spoke, alone = parts[10], parts[12], parts[13], parts[14]
    for i in members:
        if apart[i, k]:
            return -np.inf
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
    segments = parts[12]
    totals[which] = _score(members, multiply, prior, parts)
    kept = _once(members, parts)
    _moving(members, kept, parts, moving[which])
    for t in range(segments.size - 1):
        values, _ = _trait(kept, t, parts)
        product[which, segments[t] : segments[t + 1]] = values
        logs[which, t] = np.log(values.sum())


@njit(cache=True)
def _chain(label, heats, drawn, multiply, prior, case, apart, parts):  # pragma: no cover
    """Give every mention a boat anew, given where all others are, once for each heat; return the labels after each.

    At heat 0 the likeliest, else one drawn by chance. A label of -1 is of no boat yet, and joins when its turn comes.
    What a mention gains by a group is worked out once for as long as the group stays the same.
    """
    count = label.size
    label = label.copy()
    out = np.empty((heats.size, count), np.int64)
    segments = parts[12]
    room = count + max(case.max(), label.max()) + 2
    held = np.empty((room, count), np.int64)
    sizes = np.zeros(room, np.int64)
    totals = np.zeros(room)
    moving = np.zeros((room, BEFORE_TRAITS))
    product = np.zeros((room, segments[-1]))
    logs = np.zeros((room, segments.size - 1))
    version = np.zeros(room, np.int64)
    known = np.zeros((count, room))
    known_of = np.full((count, room), -1, np.int64)
    newest = 0
    for k in range(count):
        if label[k] >= 0:
            held[label[k], sizes[label[k]]] = k
            sizes[label[k]] += 1
    last = case.max() + 1
    for which in range(room):
        if sizes[which]:
            last = max(last, which + 1)
            newest += 1
            version[which] = newest
            _keep(held[which, : sizes[which]], which, totals, moving, product, logs, multiply, prior, parts)
    gain = np.empty(room)
    for turn in range(heats.size):
        heat = heats[turn]
        for k in range(count):
            if case[k] >= 0:
                continue
            own = label[k]
            free = -1
            for which in range(case.max() + 1, last + 1):
                if sizes[which] == 0 or (which == own and sizes[which] == 1):
                    free = which
                    break
            for which in range(last + 1):
                if sizes[which] == 0 or (which == own and sizes[which] == 1):
                    gain[which] = -np.inf
                elif known_of[k, which] == version[which]:
                    gain[which] = known[k, which]
                else:
                    if which == own:
                        rest = _without(held[which, : sizes[which]], k)
                        _keep(rest, room - 1, totals, moving, product, logs, multiply, prior, parts)
                        gain[which] = _gain(
                            rest,
                            k,
                            totals[room - 1],
                            moving[room - 1],
                            product[room - 1],
                            logs[room - 1],
                            multiply,
                            prior,
                            apart,
                            parts,
                        )
                    else:
                        gain[which] = _gain(
                            held[which, : sizes[which]],
                            k,
                            totals[which],
                            moving[which],
                            product[which],
                            logs[which],
                            multiply,
                            prior,
                            apart,
                            parts,
                        )
                    known[k, which] = gain[which]
                    known_of[k, which] = version[which]
            gain[free] = 0.0
            upto = last + 1
            high = gain[:upto].max()
            chosen = int(np.argmax(gain[:upto]))
            if heat > 0:
                weight = np.exp((gain[:upto] - high) / heat)
                mark = drawn[turn, k] * weight.sum()
                for which in range(upto):
                    mark -= weight[which]
                    if mark <= 0 and weight[which] > 0:
                        chosen = which
                        break
            if chosen == own:
                continue
            if own >= 0:
                rest = _without(held[own, : sizes[own]], k)
                sizes[own] = rest.size
                held[own, : rest.size] = rest
                newest += 1
                version[own] = newest
                if rest.size:
                    _keep(rest, own, totals, moving, product, logs, multiply, prior, parts)
            joined = _with(held[chosen, : sizes[chosen]], k)
            sizes[chosen] = joined.size
            held[chosen, : joined.size] = joined
            newest += 1
            version[chosen] = newest
            _keep(joined, chosen, totals, moving, product, logs, multiply, prior, parts)
            label[k] = chosen
            last = max(last, chosen + 1)
        out[turn] = label
    return out


@njit(cache=True)
def _merged(label, multiply, prior, case, apart, parts):  # pragma: no cover
    """Put together whole groups as long as that gains; of two cases that people opened, never."""
    label = label.copy()
    kinds = np.unique(label)
    total = np.array([_score(_members(label, which), multiply, prior, parts) for which in kinds])
    gains = np.full((kinds.size, kinds.size), np.nan)
    while True:
        best, one, two = 1e-9, -1, -1
        for a in range(kinds.size):
            for b in range(a + 1, kinds.size):
                if np.isnan(gains[a, b]):
                    gains[a, b] = _both(label, kinds[a], kinds[b], case, apart, multiply, prior, parts)
                    gains[a, b] -= total[a] + total[b]
                if gains[a, b] > best:
                    best, one, two = gains[a, b], a, b
        if one < 0:
            return label
        for k in range(label.size):
            if label[k] == kinds[two]:
                label[k] = kinds[one]
        total[one] += total[two] + best
        gains[one, :] = np.nan
        gains[:, one] = np.nan
        gains[two, :] = -np.inf
        gains[:, two] = -np.inf


@njit(cache=True)
def _both(label, one, two, case, apart, multiply, prior, parts):  # pragma: no cover
    first, then = _members(label, one), _members(label, two)
    if (case[first] >= 0).any() and (case[then] >= 0).any():
        return -np.inf
    for i in first:
        for j in then:
            if apart[i, j]:
                return -np.inf
    return _score(np.sort(np.concatenate((first, then))), multiply, prior, parts)
