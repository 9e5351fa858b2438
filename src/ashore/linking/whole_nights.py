"""The multipliers and the prior under which the true explanations of whole nights are likeliest.

`learning` takes out one mention at a time and sees all others as they truly are; nobody who links a night does. Here
whole explanations are weighed: evidence is linear in what is sought, so what would make the true one likelier is the
difference of its evidence and that of explanations drawn by the weights so far (stochastic gradients by chains that go
on from step to step: Younes 1989). It also sets how sure a night's explanations may be.
"""

from __future__ import annotations

import copy
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from ashore.linking.joint import LEVELS, Arrays, parts
from ashore.linking.kernels import chain, evidence_of_each
from ashore.linking.search import PRIOR, Settled, nothing_settled

Floats = NDArray[np.float64]
Whole = NDArray[np.int64]

STEPS = 80
SWEEPS, KEPT = 6, 3
"""Each step every night's chain goes on by so many sweeps, and its explanations after the last few are taken."""

RATE = 0.06
MEMORY = 0.9
"""Of the gradients' squares so much is kept from step to step, by which each part is scaled (RMSProp)."""

PULL = 1e-3
"""How strongly a multiplier is held to 1."""

MOST = 3.0

CAUTION = 0.7
"""By so much less than nights say is a mention held to be of a boat: a masked boat costs more than a phantom.

On the nights the weights were learned of, as many pairs come right.
"""


@dataclass(slots=True)
class _Night:
    arrays: Arrays
    label: Whole
    true: Floats
    settled: Settled


def fitted(nights: Sequence[tuple[Arrays, Whole]], weights: dict[str, Any], seed: int = 0) -> dict[str, Any]:
    """Return the weights with the multipliers and the prior learned from whole nights.

    Each night is its mentions as arrays and the true label of each, (N,). The same for the same nights and seed.
    """
    chance = np.random.default_rng([seed, len(nights)])
    held = [
        _Night(arrays, label.copy(), _told(arrays, label), nothing_settled(label.size))
        for arrays, label in nights
    ]
    mentions = sum(night.label.size for night in held)
    sought = np.array(
        [
            *(weights["multiply"][name] for name in LEVELS),
            *(weights["prior"][name] for name in PRIOR),
        ]
    )
    size = np.zeros_like(sought)
    last: list[Floats] = []
    for step in range(STEPS):
        slope = sum((night.true - _drawn(night, sought, chance) for night in held), np.zeros_like(sought))
        slope /= mentions
        slope[: len(LEVELS)] -= PULL * (sought[: len(LEVELS)] - 1)
        size = MEMORY * size + (1 - MEMORY) * slope**2 if step else slope**2
        sought = sought + RATE * _slower(step) * slope / np.sqrt(size + 1e-8)
        sought[: len(LEVELS)] = np.clip(sought[: len(LEVELS)], 0.0, MOST)
        last.append(sought)
    found = np.mean(last[-STEPS // 4 :], axis=0)
    made = copy.deepcopy(weights)
    made["multiply"] = {name: float(f"{value:.4g}") for name, value in zip(LEVELS, found, strict=False)}
    made["prior"] = {
        name: float(f"{value:.4g}") for name, value in zip(PRIOR, found[len(LEVELS) :], strict=True)
    }
    made["prior"]["join"] = float(f"{made['prior']['join'] - CAUTION:.4g}")
    return made


def _slower(step: int) -> float:
    """Return by how much a step is shorter than the first: great ones first, small ones to settle."""
    return 1.0 if step < STEPS / 2 else 0.4 if step < 3 * STEPS / 4 else 0.15


def _drawn(night: _Night, sought: Floats, chance: np.random.Generator) -> Floats:
    """Let a night's chain go on, and return the evidence of its explanations on average."""
    drawn = chain(
        night.label,
        np.ones(SWEEPS),
        chance.random((SWEEPS, night.label.size)),
        sought[: len(LEVELS)],
        sought[len(LEVELS) :],
        night.settled.case,
        night.settled.apart,
        parts(night.arrays),
    )
    night.label = drawn[-1]
    return np.asarray(np.mean([_told(night.arrays, each) for each in drawn[-KEPT:]], axis=0))


def _told(arrays: Arrays, label: Whole) -> Floats:
    """Return what an explanation's score is linear in: the evidence of each level, then the parts of the prior."""
    order = np.argsort(label, kind="stable")
    ends = np.flatnonzero(np.append(np.diff(label[order]) != 0, True)) + 1
    told = evidence_of_each(order, ends, parts(arrays)).sum(axis=0)
    joins, grown, crowd = 0.0, 0.0, 0.0
    for members in np.split(order, ends[:-1]):
        joins += members.size - 1
        grown += float(np.log(np.arange(1, members.size)).sum())
        crowd -= float(arrays.crowd[members[1:]].sum())
    return np.array([*told, joins, grown, crowd])
