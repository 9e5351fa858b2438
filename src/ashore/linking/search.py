"""From evidence to explanations of a night: partitions of its mentions into boats, each as often as it is likely.

Mentions are visited in the order of what they say, whichever way they came, and every random number comes from the
seed: the same mentions make the same explanations. What people settled is never moved.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from ashore.linking.joint import LEVELS, Arrays, parts
from ashore.linking.kernels import chain, merged, total_of

Floats = NDArray[np.float64]
Whole = NDArray[np.int64]

COOLING = tuple(float(heat) for heat in np.geomspace(3.0, 0.3, 40)) + (0.0,) * 4
"""Temperatures of a search for the best: hot enough to leave bad groups, cold enough to keep good ones."""

WARMING = tuple(float(heat) for heat in np.geomspace(3.0, 1.0, 25))
"""Temperatures of a second beginning, far from the best."""

SAMPLES = 200
"""Explanations drawn from each of the two beginnings, after `SETTLING` that are not kept."""

SETTLING = 10

PRIOR = ("join", "grow", "crowd")
"""What speaks for being of a boat before anything is said: at all, by how many tell of it, and among how many."""


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
        found: Whole = chain(label, np.array(heats), chance.random((len(heats), count)), *said)
        return found

    label = swept(settled.case, COOLING)[-1]
    best, most = label, -np.inf
    while True:
        total = float(total_of(label, *said))
        if total <= most + 1e-9:
            break
        best, most = label, total
        label = swept(merged(label, *said), (0.0,))[-1]
    ones = (1.0,) * (SETTLING + SAMPLES)
    one = swept(best, ones)[SETTLING:]
    other = swept(settled.case, (*WARMING, *ones))[len(WARMING) + SETTLING :]
    return Explanations(best=best, evidence=most, drawn=np.concatenate((one, other)))


def _weighted(night: Arrays, weights: Mapping[str, Any], settled: Settled) -> tuple[Any, ...]:
    multiply = np.array([weights["multiply"][name] for name in LEVELS], float)
    prior = np.array([weights["prior"][name] for name in PRIOR], float)
    return multiply, prior, settled.case, settled.apart, parts(night)
