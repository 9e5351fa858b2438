"""What a boat is, and does not change: how many, how many children, kind, colour, length, where it left from, and
the language of its people.

Each is a trait: some values it may have, how common each is, and how likely what was said is for each of them.
Then every mention is weighed against any number of others at once: the evidence that they are of one boat is

    log Σ_v P(v) Π_k P(said_k | v)  -  Σ_k log Σ_v P(v) P(said_k | v)

(Bayes' factor of one boat against as many boats as mentions), and what nobody said is 1 for every value.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from ashore.linking.heard import Heard, HowMany

Floats = NDArray[np.float64]

PEOPLE = np.arange(1, 161)
CHILDREN = np.arange(0, 41)
LENGTHS = np.arange(3.0, 16.0, 0.5)
OTHER = "other"

TAKEN = 0.8
"""Of what is wrong so much is one of the words it is usually taken for, the rest any other (assumption)."""


@dataclass(frozen=True, slots=True)
class Trait:
    """One lasting feature: its name, how common each of its values is (V,), and what a mention says of them."""

    name: str
    common: Floats
    likely: Callable[[Heard], Floats | None]

    def weigh(self, *said: Floats) -> float:
        """Return the log-odds that what was said is of one boat, against as many boats; 0 for fewer than two."""
        if len(said) < 2:
            return 0.0
        together = math.log(float((self.common * np.prod(said, axis=0)).sum()))
        return together - sum(math.log(float((self.common * each).sum())) for each in said)


def traits(weights: Mapping[str, Any]) -> tuple[Trait, ...]:
    """Return the traits by a set of weights, in their fixed order."""
    return (
        Trait("how_many", _loads(weights["how_many"]), _how_many(weights["how_many"])),
        Trait("children", _children_common(weights["children"]), _children(weights["children"])),
        _word("kind", weights["kind"], lambda mention: mention.kind),
        _word("colour", weights["colour"], lambda mention: mention.colour),
        Trait("length", np.full(LENGTHS.size, 1 / LENGTHS.size), _length(weights["length"])),
        _word("departed", weights["departed"], lambda mention: mention.departed),
        _word("language", weights["language"], lambda mention: mention.language),
    )


def _loads(weights: Mapping[str, float]) -> Floats:
    off = (np.log(PEOPLE) - weights["load_log_mean"]) / weights["load_log_sd"]
    common = np.exp(-0.5 * off**2) / PEOPLE + weights["any_load"] / PEOPLE.size
    return np.asarray(common / common.sum())


def _how_many(weights: Mapping[str, float]) -> Callable[[Heard], Floats | None]:
    def likely(mention: Heard) -> Floats | None:
        told = mention.how_many
        return None if told is None else number_likely(told, weights)

    return likely


def number_likely(told: HowMany, weights: Mapping[str, float]) -> Floats:
    """Return how likely a number is to be given for each true number: exact, rounded, guessed, high or low.

    (160,), for 1 to 160 people. A number has a share that is simply wrong, so that none is ever impossible.
    """
    middle = max((told.low + told.high) / 2, 1.0)
    exact = weights[f"{told.by}_exact"] if not told.about and told.low == told.high else 0.0
    spread = np.hypot(weights[f"{told.by}_sd"], weights["rounding"] / np.maximum(PEOPLE, 4))
    if told.high > told.low:
        spread = np.hypot(spread, (told.high - told.low) / 4 / middle)
    guess = np.exp(-0.5 * ((np.log(PEOPLE) - math.log(middle)) / spread) ** 2) / (spread * middle)
    high = np.exp(-0.5 * ((np.log(PEOPLE) - math.log(0.75 * middle)) / spread) ** 2) / (spread * middle)
    exaggerates = weights["exaggerates"] if told.by == "said" else 0.0
    guessed = ((1 - exaggerates) * guess + exaggerates * high) / math.sqrt(2 * math.pi)
    right = exact * (middle == PEOPLE) + (1 - exact) * guessed
    return np.asarray((1 - weights["wrong"]) * right + weights["wrong"] / PEOPLE.size)


def _children_common(weights: Mapping[str, float]) -> Floats:
    common = np.exp(-CHILDREN / weights["mean"])
    return np.asarray(common / common.sum())


def _children(weights: Mapping[str, float]) -> Callable[[Heard], Floats | None]:
    def likely(mention: Heard) -> Floats | None:
        if mention.children is None:
            return None
        off = np.abs(CHILDREN - mention.children)
        near = weights["exact"] * (off == 0) + weights["off_by_one"] / 2 * (off == 1)
        return np.asarray(near + (1 - weights["exact"] - weights["off_by_one"]) / CHILDREN.size)

    return likely


def _length(weights: Mapping[str, float]) -> Callable[[Heard], Floats | None]:
    def likely(mention: Heard) -> Floats | None:
        if mention.length_m is None or mention.length_m <= 0:
            return None
        off = (np.log(LENGTHS) - math.log(mention.length_m)) / weights["sd"]
        return np.asarray(np.exp(-0.5 * off**2) + weights["wrong"])

    return likely


def _word(name: str, weights: Mapping[str, Any], said: Callable[[Heard], str]) -> Trait:
    """A trait that is one of some words; what is none of them counts as `other`."""
    shares: Mapping[str, float] = weights["common"]
    words = (*shares, OTHER) if OTHER not in shares else tuple(shares)
    common = np.array([shares.get(word, 0.01) for word in words])
    # Some are taken for some others; what is left over, and all where nobody knows, for any other.
    taken_for: Mapping[str, Mapping[str, float]] = weights.get("taken_for", {})
    wrong = 1 - weights["right"]
    any_other = 1 / (len(words) - 1)

    def likely(mention: Heard) -> Floats | None:
        word = said(mention)
        if not word:
            return None
        known = word if word in words else OTHER
        return np.array(
            [
                weights["right"]
                if each == known
                else wrong * (TAKEN * taken_for[each].get(known, 0.0) + (1 - TAKEN) * any_other)
                if each in taken_for
                else wrong * any_other
                for each in words
            ]
        )

    return Trait(name, common / common.sum(), likely)
