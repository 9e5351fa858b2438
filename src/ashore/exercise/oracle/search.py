"""Which messages are one boat's: draws from what the likelihood makes of a night, and the partition that suits them.

Gibbs sampling over partitions, cooled from a high temperature, one message at a time, and whole groups put together
where that gains; it starts from nothing, in several orders, and never from the truth.
"""

from __future__ import annotations

import math
from dataclasses import dataclass

import numpy as np
from numba import types
from numba.typed import Dict
from numpy.typing import NDArray

from ashore.exercise.oracle.evidence import Evidence
from ashore.exercise.oracle.kept import kept
from ashore.exercise.oracle.likelihood import NOWHERE, RESCUE, group, lasting, voices

Labels = NDArray[np.int64]

NEVER_TOGETHER = -100.0
THRICE = -25.0


@dataclass(frozen=True, slots=True, kw_only=True)
class Effort:
    """How long is searched: starts, sweeps while it cools from a temperature, and sweeps that are drawn from."""

    starts: int = 2
    cooling: int = 8
    drawing: int = 20
    hottest: float = 3.0


@dataclass(frozen=True, slots=True, kw_only=True)
class Explained:
    """What was found: (U,) labels that most resemble the draws, and the best ones, with their log-likelihoods.

    `together` (U, U) is the share of draws in which two messages are one boat's, `alone` (U,) that in which one is the
    only one of its boat.
    """

    consensus: Labels
    best: Labels
    best_log: float
    together: NDArray[np.float64]
    alone: NDArray[np.float64]


def explain(night: Evidence, seed: int, effort: Effort) -> Explained:
    """Return what the messages of a night are best explained by: the same for the same seed."""
    fits = _fits(night, _bits(night))
    count = night.at.size
    alone = np.array([group(np.array([u]), night) for u in range(count)])
    together = np.zeros((count, count))
    best, best_log = np.arange(count), -np.inf
    samples: list[Labels] = []
    for start in range(effort.starts):
        drawn, top, top_log = _draw(
            night,
            fits,
            alone,
            (seed * 1_000 + start) % 2**31,
            effort.cooling,
            effort.drawing,
            effort.hottest,
        )
        samples += list(drawn)
        if top_log > best_log:
            best, best_log = top, top_log
    by_itself = np.zeros(count)
    for sample in samples:
        same = sample[:, None] == sample[None, :]
        together += same / len(samples)
        by_itself += (same.sum(axis=1) == 1) / len(samples)
    return Explained(
        consensus=_likest(np.array([*samples, best]), together),
        best=best,
        best_log=float(best_log),
        together=together,
        alone=by_itself,
    )


def total(labels: Labels, night: Evidence) -> float:
    """Return the log-likelihood of a night's messages as these boats'."""
    return float(_total(labels, night))


def _bits(night: Evidence) -> NDArray[np.uint64]:
    """Return, packed, which voyages each message may be of."""
    may = night.plain.T > -1e8
    may &= (night.lag.T != NOWHERE) | (night.sigma[:, None] == 0)
    packed = np.packbits(may, axis=1)
    wide = -packed.shape[1] % 8
    return np.ascontiguousarray(np.pad(packed, ((0, 0), (0, wide)))).view(np.uint64)


@kept()
def _fits(night, bits):  # pragma: no cover
    """Return which two messages may be of one boat: by some voyage, and by what lasts."""
    count = night.at.size
    fits = np.ones((count, count), np.bool_)
    pair = np.empty(2, np.int64)
    for u in range(count):
        for w in range(u + 1, count):
            some = False
            for k in range(bits.shape[1]):
                if bits[u, k] & bits[w, k]:
                    some = True
                    break
            ok = some and night.source[u] != night.source[w]
            if ok and night.what[u] == RESCUE:
                ok = night.what[w] != RESCUE
            if ok:
                pair[0], pair[1] = u, w
                ok = lasting(pair, night) > NEVER_TOGETHER and voices(pair, night) > -40.0
            fits[u, w] = fits[w, u] = ok
    return fits


@kept()
def _members(labels, g, one):  # pragma: no cover
    """Return a group's messages, with one more (-1 for none), in order of time."""
    out = np.empty(labels.size, np.int64)
    m = 0
    for u in range(labels.size):
        if (g >= 0 and labels[u] == g) or u == one:
            out[m] = u
            m += 1
    return out[:m]


@kept()
def _log(labels, g, one, known, keys, night):  # pragma: no cover
    """Return the log-likelihood of a group with one more (-1 for none); what was once found is kept by its members."""
    name = 0
    for u in range(labels.size):
        if (g >= 0 and labels[u] == g) or u == one:
            name ^= keys[u]
    if name in known:
        return known[name]
    log = group(_members(labels, g, one), night)
    known[name] = log
    return log


@kept()
def _again(groups, constant):  # pragma: no cover
    """Return how likely it is that a telephone is on so many boats: people came back and left again, once at most."""
    return 0.0 if groups < 2 else constant + THRICE * (groups - 2)


@kept()
def _total(labels, night):  # pragma: no cover
    log = 0.0
    for g in np.unique(labels):
        log += group(_members(labels, g, -1), night)
    for p in range(night.phone.max() + 1):
        groups = np.unique(labels[night.phone == p]).size
        log += _again(groups, night.constants[13])
    return log


@kept()
def _telephone(labels, one, night, g):  # pragma: no cover
    """Return what it costs or gives that a message's telephone is in group g (-1 a new one) beside where it is."""
    if night.phone[one] < 0:
        return 0.0
    seen, there = 0, False
    known = np.empty(8, np.int64)
    for w in range(labels.size):
        if w != one and night.phone[w] == night.phone[one] and labels[w] >= 0:
            if labels[w] == g:
                there = True
            new = True
            for k in range(min(seen, 8)):
                if known[k] == labels[w]:
                    new = False
            if new and seen < 8:
                known[seen] = labels[w]
                seen += 1
    if there:
        return 0.0
    return _again(seen + 1, night.constants[13]) - _again(seen, night.constants[13])


@kept()
def _place(one, labels, logs, sizes, fits, alone, heat, known, keys, night):  # pragma: no cover
    """Draw the group of a message that is in none, put it there, and keep the groups' own figures."""
    count = labels.size
    options = np.empty(count + 1, np.int64)
    weights = np.empty(count + 1)
    joined = np.empty(count + 1)
    against = np.zeros(count, np.int64)
    free = -1
    for g in range(count):
        if sizes[g] == 0:
            free = g
            break
    for w in range(count):
        if labels[w] >= 0 and not fits[one, w]:
            against[labels[w]] += 1
    options[0], joined[0] = free, alone[one]
    weights[0] = alone[one] + _telephone(labels, one, night, -1)
    n = 1
    for g in range(count):
        if sizes[g] == 0 or 2 * against[g] > sizes[g]:
            continue
        joined[n] = _log(labels, g, one, known, keys, night)
        weights[n] = joined[n] - logs[g] + _telephone(labels, one, night, g)
        options[n] = g
        n += 1
    most = weights[:n].max()
    turn = np.random.random() * np.exp((weights[:n] - most) / heat).sum()
    chosen = 0
    for k in range(n):
        turn -= math.exp((weights[k] - most) / heat)
        if turn <= 0.0:
            chosen = k
            break
    g = options[chosen]
    labels[one] = g
    sizes[g] += 1
    logs[g] = joined[chosen]


@kept()
def _take(one, labels, logs, sizes, known, keys, night):  # pragma: no cover
    """Take a message out of its group."""
    g = labels[one]
    labels[one] = -1
    sizes[g] -= 1
    logs[g] = _log(labels, g, -1, known, keys, night) if sizes[g] else 0.0


@kept()
def _draw(night, fits, alone, seed, cooling, drawing, hottest):  # pragma: no cover
    """Return draws (drawing, U), the best labels come by, and their log-likelihood."""
    np.random.seed(seed)
    count = alone.size
    labels = np.full(count, -1, np.int64)
    logs, sizes = np.zeros(count), np.zeros(count, np.int64)
    known = Dict.empty(types.int64, types.float64)
    keys = np.empty(count, np.int64)
    for u in range(count):
        keys[u] = (np.int64(np.random.randint(1 << 31)) << 31) | np.int64(np.random.randint(1 << 31))
    order = np.arange(count)
    if seed % 2:
        np.random.shuffle(order)
    for u in order:
        _place(u, labels, logs, sizes, fits, alone, 1.0, known, keys, night)
    out = np.empty((drawing, count), np.int64)
    best, best_log = labels.copy(), -1e300
    for sweep in range(cooling + drawing):
        heat = max(1.0, hottest ** (1.0 - sweep / max(1, cooling)))
        np.random.shuffle(order)
        for u in order:
            _take(u, labels, logs, sizes, known, keys, night)
            _place(u, labels, logs, sizes, fits, alone, heat, known, keys, night)
        _join_or_part(labels, logs, sizes, fits, known, keys, night)
        if sweep >= cooling:
            out[sweep - cooling] = labels
            log = _total(labels, night)
            if log > best_log:
                best, best_log = labels.copy(), log
    return out, best, best_log


@kept()
def _join_or_part(labels, logs, sizes, fits, known, keys, night):  # pragma: no cover
    """Try to join each two groups that may be one."""
    count = labels.size
    for g in range(count):
        if sizes[g] == 0:
            continue
        for h in range(g + 1, count):
            if sizes[h] == 0 or sizes[g] == 0:
                continue
            against = 0
            for u in range(count):
                if labels[u] == g:
                    for w in range(count):
                        if labels[w] == h and not fits[u, w]:
                            against += 1
            if 2 * against > sizes[g] * sizes[h]:
                continue
            both = labels.copy()
            for u in range(count):
                if both[u] == h:
                    both[u] = g
            joined = _log(both, g, -1, known, keys, night)
            change = joined - logs[g] - logs[h]
            for p in range(night.phone.max() + 1):
                in_g, in_h, others = False, False, 0
                seen = np.empty(8, np.int64)
                for u in range(count):
                    if night.phone[u] == p:
                        in_g = in_g or labels[u] == g
                        in_h = in_h or labels[u] == h
                        new = True
                        for k in range(min(others, 8)):
                            if seen[k] == labels[u]:
                                new = False
                        if new and others < 8:
                            seen[others] = labels[u]
                            others += 1
                if in_g and in_h:
                    change += _again(others - 1, night.constants[13]) - _again(others, night.constants[13])
            if change > 0.0:
                for u in range(count):
                    labels[u] = both[u]
                sizes[g] += sizes[h]
                sizes[h] = 0
                logs[g], logs[h] = joined, 0.0


@kept()
def _likest(samples, together):  # pragma: no cover
    """Return the labels of greatest expected pairwise F1: the best of the draws, improved message by message."""
    count = together.shape[0]
    expected = (together.sum() - count) / 2
    best, best_score = samples[0].copy(), -1.0
    for k in range(samples.shape[0]):
        score = _resembles(samples[k], together, expected)
        if score > best_score:
            best, best_score = samples[k].copy(), score
    for _ in range(10):
        moved = False
        for u in range(count):
            own = best[u]
            free = 0
            while (best == free).any():
                free += 1
            chosen = own
            for g in np.unique(np.append(best, free)):
                if g == own:
                    continue
                best[u] = g
                score = _resembles(best, together, expected)
                if score > best_score + 1e-12:
                    best_score, chosen, moved = score, g, True
            best[u] = chosen
        if not moved:
            break
    return best


@kept()
def _resembles(labels, together, expected):  # pragma: no cover
    both, put = 0.0, 0
    for u in range(labels.size):
        for w in range(u):
            if labels[u] == labels[w]:
                both += together[u, w]
                put += 1
    return 2 * both / max(put + expected, 1e-12)
