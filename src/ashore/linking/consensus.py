"""From explanations, each as likely as it is often drawn, to one partition, and how likely each mention's place in it is.

The partition is the one of which most pairs are expected to be right, by the measure links are judged by: the best
explanation of a night is often too sure of itself, as the likeliest word of a sentence read alone is.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numba import njit
from numpy.typing import NDArray

from ashore.linking.search import Explanations, Settled

Floats = NDArray[np.float64]
Whole = NDArray[np.int64]

STARTS = 10
"""So many of the drawn explanations are climbed from, beside the best."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Consensus:
    """A partition of a night's N mentions: `label` (N,), settled cases by their own numbers.

    `odds` (N, K + 1): how likely each mention is of each of K boats of it, and last of one that no other tells of.
    `together` (N, N): how likely any two are of one boat. `expected` is the pairwise F1 expected of it.
    """

    label: Whole
    odds: Floats
    together: Floats
    expected: float


def consensus(found: Explanations, settled: Settled) -> Consensus:
    """Return the partition with the greatest expected pairwise F1, 2·Σ P(pair) / (pairs made + pairs expected)."""
    drawn = found.drawn
    together = _together(drawn)
    expected = float(together.sum() / 2)
    step = max(1, len(drawn) // STARTS)
    best, most = found.best, -1.0
    for start in (found.best, *drawn[step - 1 :: step]):
        label, value = _climbed(start, together, expected, settled.case, settled.apart)
        if value > most + 1e-12:
            best, most = label, value
    label = _numbered(best, int(settled.case.max(initial=-1)) + 1)
    return Consensus(label=label, odds=_odds(drawn, label), together=together, expected=most)


def _numbered(label: Whole, first: int) -> Whole:
    """Return labels from `first` on numbered by the first mention that has them; those below are cases' own."""
    known: dict[int, int] = {}
    return np.array(
        [int(each) if each < first else known.setdefault(int(each), first + len(known)) for each in label],
        np.int64,
    )


@njit(cache=True)
def _together(drawn):  # pragma: no cover
    samples, count = drawn.shape
    out = np.zeros((count, count))
    for s in range(samples):
        for i in range(count):
            for j in range(i):
                if drawn[s, i] == drawn[s, j]:
                    out[i, j] += 1
    for i in range(count):
        for j in range(i):
            out[i, j] /= samples
            out[j, i] = out[i, j]
    return out


@njit(cache=True)
def _climbed(label, together, expected, case, apart):  # pragma: no cover
    """Move mentions one at a time as long as the expected F1 grows; return the labels and it."""
    n = label.size
    label = label.copy()
    room = max(label.max(), case.max()) + n + 2
    size = np.zeros(room, np.int64)
    right, made = 0.0, 0
    for i in range(n):
        size[label[i]] += 1
        for j in range(i):
            if label[i] == label[j]:
                right += together[i, j]
                made += 1
    last = label.max() + 1
    moved = True
    while moved:
        moved = False
        for i in range(n):
            if case[i] >= 0:
                continue
            sums = np.zeros(last + 1)
            barred = np.zeros(last + 1, np.bool_)
            for j in range(n):
                if j != i:
                    sums[label[j]] += together[i, j]
                    if apart[i, j]:
                        barred[label[j]] = True
            own = label[i]
            size[own] -= 1
            right -= sums[own]
            made -= size[own]
            best = 2 * (right + sums[own]) / max(made + size[own] + expected, 1e-12)
            chosen, alone = own, -1
            for which in range(last + 1):
                if size[which] == 0 and (which <= case.max() or alone >= 0):
                    continue
                if size[which] == 0:
                    alone = which
                value = 2 * (right + sums[which]) / max(made + size[which] + expected, 1e-12)
                if not barred[which] and value > best + 1e-12:
                    best, chosen = value, which
            label[i] = chosen
            right += sums[chosen]
            made += size[chosen]
            size[chosen] += 1
            last = max(last, chosen + 1)
            moved = moved or chosen != own
    return label, 2 * right / max(made + expected, 1e-12)


@njit(cache=True)
def _odds(drawn, label):  # pragma: no cover
    """Return how often each mention was with each boat of the partition: with the one most of its company is of."""
    samples, count = drawn.shape
    kinds = label.max() + 1
    out = np.zeros((count, kinds + 1))
    room = drawn.max() + 1
    for s in range(samples):
        votes = np.zeros((room, kinds))
        for i in range(count):
            votes[drawn[s, i], label[i]] += 1
        for i in range(count):
            own = votes[drawn[s, i]].copy()
            own[label[i]] -= 1
            if own.max() <= 0:
                out[i, kinds] += 1
            else:
                out[i, int(np.argmax(own))] += 1
    return out / samples
