"""Learning the weights from nights whose truth is known: exercises, and links that people adjudicated.

Each mention in turn is taken out and offered to every boat of its night, and to a boat nobody told of yet. The weights
are those under which the true one is likeliest: a conditional logit (McFadden 1974) over the levels' multipliers, with
the levels' own figures moved one at a time as long as that helps. Then the multipliers and the prior are fitted to
whole nights, and the probabilities are set to what came true.
"""

from __future__ import annotations

import copy
import math
import operator
from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray
from scipy.optimize import minimize

from ashore.forecast.forcing import Sources
from ashore.linking.heard import Heard
from ashore.linking.joint import LEVELS, Arrays, parts
from ashore.linking.kernels import offered, sizes
from ashore.linking.nearness import Nearness
from ashore.linking.night import link
from ashore.linking.search import PRIOR
from ashore.linking.table import Table
from ashore.linking.weights import Weights
from ashore.linking.whole_nights import fitted

Floats = NDArray[np.float64]
Whole = NDArray[np.int64]
Says = Callable[[str], None]

STEP = 0.35
"""By how much, in logarithms or log-odds, a figure is tried to either side."""

LEAST_SHARE = 0.01
"""No share is learned to be less, nor more than 1 less this: exercises are tidier than people."""

ROUNDS = 2
EM_ROUNDS = 30
EM_BEFORE = 1.0
"""So many sayings of each colour are taken to have been seen before, of all colours alike."""

PULL = 1e-4
"""How strongly a multiplier is held to 1, as a share of the loss for each mention."""

SHARES = {
    "where": ("elsewhere",),
    "when": ("least",),
    "phone": ("discount",),
    "state": ("engine_right",),
    "found": ("uncalled", "escorted", "unsaid"),
    "how_many": ("any_load", "seen_exact", "counted_exact", "said_exact", "exaggerates", "wrong"),
    "children": ("exact",),
    "kind": ("right",),
    "colour": ("right",),
    "departed": ("right",),
    "language": ("right",),
    "length": ("wrong",),
}
"""Figures that lie between 0 and 1. How many in danger nobody ever finds is not among them: in exercises few, and a
weight that takes a boat to be found because boats are would hide the one that is not."""

AMOUNTS = {
    "when": ("fades_ms",),
    "phone": ("strength", "numbers", "again_a_day"),
    "rescue": ("after", "twice"),
    "state": ("stops_an_hour", "goes_an_hour", "fails_an_hour"),
    "told_apart": ("each",),
    "found": ("median_h", "spread"),
    "how_many": ("load_log_mean", "load_log_sd", "said_sd", "seen_sd", "counted_sd", "rounding"),
    "children": ("mean",),
    "length": ("sd",),
}
"""Figures above 0."""

WORDS = ("kind", "colour", "departed", "language")


@dataclass(frozen=True, slots=True, kw_only=True)
class Known:
    """A night whose truth is known: its mentions in the order of what they say, the boat of each, tide and wind.

    A boat of "" is none that anybody else told of.
    """

    mentions: tuple[Heard, ...]
    boats: tuple[str, ...]
    driven: Sources


def learned(nights: Sequence[Known], start: Weights, says: Says) -> dict[str, Any]:
    """Return weights learned of nights: evidence and prior of all of them, the calibration of every second."""
    weights = learn(nights, dict(start), says)
    return calibrate(nights[::2], fit_whole(nights, weights, says), says)


def learn(nights: Sequence[Known], start: dict[str, Any], says: Says) -> dict[str, Any]:
    """Return weights learned from nights, beginning at others; `says` is told how it goes."""
    weights = _counted(nights, copy.deepcopy(start))
    held = _Nights(nights, weights)
    weights, loss = _multiplied(weights, held)
    says(f"{held.right.size} mentions; a true boat costs {loss:.4f} nats")
    for turn in range(ROUNDS):
        for level, name, moved in _figures():
            for sign in (1.0, -1.0):
                better = True
                while better:
                    tried = copy.deepcopy(weights)
                    tried[level][name] = moved(tried[level][name], sign * STEP / (turn + 1))
                    place, before = LEVELS.index(level), held.levels[:, :, LEVELS.index(level)].copy()
                    held.levels[:, :, place] = held.level(level, tried)
                    found = _cost(_vector(tried), held.levels, held.there, held.right)[0]
                    better = found < loss - 1e-5
                    if better:
                        weights, loss = tried, found
                    else:
                        held.levels[:, :, place] = before
        weights, loss = _multiplied(weights, held)
        says(f"round {turn + 1} of {ROUNDS}: {loss:.4f} nats")
    return weights


def fit_whole(nights: Sequence[Known], weights: dict[str, Any], says: Says) -> dict[str, Any]:
    """Return the weights with the multipliers and the prior under which whole nights come out likeliest."""
    held = [
        (Table(Nearness(night.driven, weights["where"]), weights).night(night.mentions), _labels(night.boats))
        for night in nights
    ]
    made = fitted(held, weights)
    says(f"prior {made['prior']['join']}, by {len(nights)} whole nights")
    return made


def calibrate(nights: Sequence[Known], weights: dict[str, Any], says: Says) -> dict[str, Any]:
    """Return the weights with probabilities as often right, on these nights, as they say (Platt 1999)."""
    plain = {**weights, "calibrate": {"intercept": 0.0, "slope": 1.0}}
    said: list[tuple[float, bool]] = []
    for number, night in enumerate(nights, 1):
        arrays = Table(Nearness(night.driven, weights["where"]), plain).night(night.mentions)
        found = link(night.mentions, arrays, plain).linked
        case = {each.mention: each.case for each in found}
        boat = dict(zip((each.id for each in night.mentions), night.boats, strict=True))
        said += [(each.p_same, _right(each.mention, case, boat)) for each in found]
        says(f"calibrated on {number} of {len(nights)} nights")
    x = np.array([math.log(p / (1 - p)) for p, _ in ((min(max(p, 1e-4), 1 - 1e-4), r) for p, r in said)])
    right = np.array([r for _, r in said], float)

    def loss(line: Floats) -> float:
        turned = line[0] + line[1] * x
        return float(np.mean(np.logaddexp(0, turned) - right * turned))

    line = minimize(loss, np.array([0.0, 1.0]), method="Nelder-Mead").x
    return {**weights, "calibrate": {"intercept": _short(line[0]), "slope": _short(line[1])}}


def _right(mention: str, case: dict[str, str], boat: dict[str, str]) -> bool:
    own = boat[mention] or mention
    others = Counter(
        boat[each] or each for each, of in case.items() if of == case[mention] and each != mention
    )
    if others:
        return others[own] == others.most_common(1)[0][1]
    return not any(each != mention and (boat[each] or each) == own for each in boat)


def _labels(boats: Sequence[str]) -> Whole:
    """Return a number for each boat; what is of no boat is a boat of its own."""
    known: dict[str, int] = {}
    return np.array([known.setdefault(each or f"#{i}", len(known)) for i, each in enumerate(boats)], np.int64)


def _counted(nights: Sequence[Known], weights: dict[str, Any]) -> dict[str, Any]:
    """Set how common words are to how often they were said, once for each boat that anybody said them of."""
    for level in WORDS:
        said = operator.attrgetter(level)
        once = Counter(
            word
            for night in nights
            for _, word in {
                (boat or mention.id, said(mention))
                for mention, boat in zip(night.mentions, night.boats, strict=True)
            }
            if word
        )
        total = once.total()
        if total:
            weights[level]["common"] = {
                word: _short(count / total) for word, count in sorted(once.items()) if count >= 3
            }
    weights["colour"]["taken_for"] = _taken_for(nights, weights["colour"])
    return weights


def _taken_for(nights: Sequence[Known], colour: dict[str, Any]) -> dict[str, dict[str, float]]:
    """Return for each colour what it is taken for where it is not seen right: by expectation and maximisation.

    Dawid and Skene (1979): nobody knows a boat's true colour, only that all that is said of it is said of one.
    """
    words = sorted(colour["common"])
    place = {word: index for index, word in enumerate(words)}
    said = [
        [place[each.colour] for each in of_it if each.colour in place]
        for night in nights
        for of_it in _by_boat(night).values()
    ]
    common = np.array([colour["common"][word] for word in words])
    wrong = np.full((len(words),) * 2, (1 - colour["right"]) / (len(words) - 1))
    np.fill_diagonal(wrong, colour["right"])
    for _ in range(EM_ROUNDS):
        counted = np.full_like(wrong, EM_BEFORE / len(words))
        for told in said:
            likely = common * np.prod(wrong[:, told], axis=1)
            for word in told:
                counted[:, word] += likely / likely.sum()
        wrong = counted / counted.sum(axis=1, keepdims=True)
    np.fill_diagonal(wrong, 0.0)
    wrong /= wrong.sum(axis=1, keepdims=True)
    return {
        word: {other: _short(wrong[row, place[other]]) for other in words if wrong[row, place[other]] > 0.05}
        for row, word in enumerate(words)
    }


def _by_boat(night: Known) -> dict[str, list[Heard]]:
    found: dict[str, list[Heard]] = {}
    for mention, boat in zip(night.mentions, night.boats, strict=True):
        found.setdefault(boat or mention.id, []).append(mention)
    return found


def _figures() -> list[tuple[str, str, Callable[[float, float], float]]]:
    return [
        *((level, name, _amount) for level, names in AMOUNTS.items() for name in names),
        *((level, name, _share) for level, names in SHARES.items() for name in names),
    ]


def _amount(value: float, step: float) -> float:
    return _short(value * math.exp(step))


def _share(value: float, step: float) -> float:
    moved = 1 / (1 + math.exp(-(math.log(value / (1 - value)) + step)))
    return _short(min(max(moved, LEAST_SHARE), 1 - LEAST_SHARE))


def _short(value: float) -> float:
    return float(f"{value:.4g}")


class _Nights:
    """What every mention was offered, level by level; a figure that is tried changes its own level alone."""

    def __init__(self, nights: Sequence[Known], weights: dict[str, Any]) -> None:
        self._nights = nights
        self._labels = [_labels(night.boats) for night in nights]
        self._near = [
            Table(Nearness(night.driven, weights["where"]), weights).night(night.mentions) for night in nights
        ]
        wide = max(int(label.max()) + 2 for label in self._labels)
        total = sum(len(night.mentions) for night in nights)
        self.levels = np.zeros((total, wide, len(LEVELS) + len(PRIOR)))
        self.there = np.full((total, wide), -1e9)
        self.right = np.zeros(total, np.int64)
        for at, label, near in zip(self._ends(), self._labels, self._near, strict=True):
            size, there, right = sizes(label)
            rows = slice(at, at + label.size)
            joins = (size > 0).astype(float)
            self.levels[rows, : size.shape[1], -3] = joins
            self.levels[rows, : size.shape[1], -2] = np.log(np.maximum(size, 1))
            self.levels[rows, : size.shape[1], -1] = -joins * near.crowd[:, None]
            self.there[rows, : size.shape[1]] = np.where(there, 0.0, -1e9)
            self.right[rows] = right
        for level in LEVELS:
            self.levels[:, :, LEVELS.index(level)] = self.level(level, weights)

    def level(self, level: str, weights: dict[str, Any]) -> Floats:
        """Return what one level says, (M, K), by these weights."""
        place = LEVELS.index(level)
        found = np.zeros(self.there.shape)
        for at, night, label, near in zip(self._ends(), self._nights, self._labels, self._near, strict=True):
            arrays = Table(_Same(near), weights, only=level).night(night.mentions)
            told = offered(label, place, parts(arrays))
            found[at : at + label.size, : told.shape[1]] = told
        return np.clip(found, -30, 30)

    def _ends(self) -> list[int]:
        sizes = [label.size for label in self._labels]
        return [sum(sizes[:index]) for index in range(len(sizes))]


class _Same:
    """Stands for the clouds, whose answers are the same whatever is tried of the rest."""

    def __init__(self, arrays: Arrays) -> None:
        self._near = arrays.near

    def gather(self) -> None:
        """There is nothing to gather."""

    def is_drifted(self, mention: Heard) -> bool:
        """Nothing has to be waited for."""
        return True

    def drift(self, mentions: Sequence[Heard]) -> None:
        """There is nothing to drift."""

    def near(self, mentions: Sequence[Heard], first: Whole, then: Whole) -> Floats:
        placed = np.flatnonzero(~np.isnan(self._near).all(axis=0) | ~np.isnan(self._near).all(axis=1))
        return self._near[placed[first], placed[then]]


def _multiplied(weights: dict[str, Any], held: _Nights) -> tuple[dict[str, Any], float]:
    """Return the weights with the multipliers and the prior that cost least, and what that is."""
    bounds = [(0.0, 3.0)] * len(LEVELS) + [(None, None)] * len(PRIOR)
    best = minimize(
        _cost,
        _vector(weights),
        args=(held.levels, held.there, held.right),
        jac=True,
        method="L-BFGS-B",
        bounds=bounds,
    )
    found = copy.deepcopy(weights)
    found["multiply"] = {name: _short(value) for name, value in zip(LEVELS, best.x, strict=False)}
    found["prior"] = {name: _short(value) for name, value in zip(PRIOR, best.x[len(LEVELS) :], strict=True)}
    return found, float(best.fun)


def _vector(weights: dict[str, Any]) -> Floats:
    multiply, prior = weights["multiply"], weights["prior"]
    return np.array([*(multiply[name] for name in LEVELS), *(prior[name] for name in PRIOR)])


def _cost(vector: Floats, levels: Floats, there: Floats, right: Whole) -> tuple[float, Floats]:
    odds = levels @ vector + there
    odds -= odds.max(axis=1, keepdims=True)
    likely = np.exp(odds)
    total = likely.sum(axis=1)
    rows = np.arange(right.size)
    off = vector[: len(LEVELS)] - 1
    cost = float(np.mean(np.log(total) - odds[rows, right]) + PULL * (off**2).sum())
    likely /= total[:, None]
    slope = (np.einsum("mk,mkl->ml", likely, levels) - levels[rows, right]).mean(axis=0)
    slope[: len(LEVELS)] += 2 * PULL * off
    return cost, slope
