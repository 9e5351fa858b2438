"""Learning of whole nights: a prior that joins nothing is put right, and the same nights teach the same."""

from __future__ import annotations

import copy
from functools import cache
from typing import Any

import numpy as np
from known_nights import known
from numpy.typing import NDArray

from ashore.linking.joint import Arrays
from ashore.linking.nearness import Nearness
from ashore.linking.search import explanations, nothing_settled
from ashore.linking.table import Table
from ashore.linking.weights import shipped_weights
from ashore.linking.whole_nights import CAUTION, fitted


@cache
def nights() -> tuple[tuple[Arrays, NDArray[np.int64]], ...]:
    """Return three small nights with the boat of each mention."""
    weights = shipped_weights()
    made = []
    for seed in (1_501, 1_502, 1_503):
        told = known(seed=seed, boats=6, quality="rich")
        boats = {boat: number for number, boat in enumerate(dict.fromkeys(told.boats))}
        label = np.array([boats[boat] for boat in told.boats], np.int64)
        made.append((Table(Nearness(told.driven, weights["where"]), weights).night(told.mentions), label))
    return tuple(made)


def joined(weights: dict[str, Any]) -> float:
    """Return how many mentions explanations join to another, on average, for each that truly is."""
    found = true = 0.0
    for arrays, label in nights():
        drawn = explanations(arrays, weights, nothing_settled(label.size), 0).drawn
        found += float(np.mean([label.size - np.unique(each).size for each in drawn]))
        true += label.size - np.unique(label).size
    return found / true


def test_a_prior_that_joins_nothing_is_put_right() -> None:
    """As many mentions are then joined as truly are, give or take a tenth."""
    wary = copy.deepcopy(dict(shipped_weights()))
    wary["prior"] = {**wary["prior"], "join": wary["prior"]["join"] - 8.0}
    taught = fitted(nights(), wary)
    taught["prior"]["join"] += CAUTION
    assert joined(wary) < 0.75
    assert 0.9 < joined(taught) < 1.1


def test_the_same_nights_teach_the_same() -> None:
    """To the last figure, for the same seed."""
    weights = dict(shipped_weights())
    assert fitted(nights()[:1], weights) == fitted(nights()[:1], weights)
