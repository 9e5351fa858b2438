"""What the generator makes of lasting things: how likely each message's words are for every value a boat may have.

A boat has so many people and so many children, a look (kind and colour) and a length; a message says some of them, with
the generator's own errors. Tables hold the exact probability of the words for each value, so that sums over all values
are exact too.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from typing import Any

import numpy as np
from numpy.typing import NDArray
from scipy.special import ndtr
from scipy.stats import binom

from ashore.exercise.boats import looks_of
from ashore.exercise.habits import Habits
from ashore.exercise.habits import habits as habits_of
from ashore.exercise.oracle.messages import CALL, RESCUE, SIGHT, Message
from ashore.exercise.saying import MISTAKEN, OUT_BY

Floats = NDArray[np.float64]

TIMES_THE_MEAN = 5
"""As many people as are thought of, in loads of the year's mean."""

MOST_CHILDREN = 40
LENGTH_STEP_M = 0.1
DRAWS_OF_LOOKS = 400


@dataclass(frozen=True, slots=True, kw_only=True)
class Priors:
    """How likely a boat's lasting things are before anything was said of it.

    `people` (A, C): so many aboard (1 to A), of whom so many children (0 to C - 1). `looks` (K,) of `names`, which are
    (kind, colour). `lengths` (L,) of `metres`.
    """

    people: Floats
    names: tuple[tuple[str, str], ...]
    looks: Floats
    metres: Floats
    lengths: Floats


@dataclass(frozen=True, slots=True, kw_only=True)
class Words:
    """The probability of each of U messages' words for each value, 1 where nothing was said: (U, A), (U, C), …"""

    aboard: Floats
    children: Floats
    look: Floats
    length: Floats


def priors(habits: Habits, count: int, year: int) -> Priors:
    """Return the priors of a night of so many boats."""
    names, looks = _likely_looks(habits, count)
    shortest, longest = habits["craft"]["length_m"]
    metres = np.arange(shortest, longest + LENGTH_STEP_M / 2, LENGTH_STEP_M)
    return Priors(
        people=_people(habits, year),
        names=names,
        looks=looks,
        metres=metres,
        lengths=np.full(metres.size, 1.0 / metres.size),
    )


def words(said: Sequence[Message], before: Priors, habits: Habits) -> Words:
    """Return how likely each message's words are, value by value."""
    aboard = np.arange(1, before.people.shape[0] + 1)
    children = np.arange(before.people.shape[1])
    return Words(
        aboard=np.array([count_said(each, aboard, habits) for each in said]),
        children=np.array([_children_said(each, children) for each in said]),
        look=np.array([_look_said(each, before.names, habits) for each in said]),
        length=np.array([_length_said(each, before.metres, habits) for each in said]),
    )


def count_said(message: Message, aboard: NDArray[np.int64], habits: Habits) -> Floats:
    """Return how likely what a message says of the number of people is, for each number aboard."""
    saying = habits["saying"]
    if message.what == RESCUE:
        assert message.counted is not None
        likely = _counted(message.counted, aboard, habits["found"]["miscounts"])
        return likely * (aboard == message.set_out) if message.set_out is not None else likely
    if message.count is None:
        return np.ones(aboard.size)
    value = message.count.get("value")
    named = int(message.count["low"] if value is None else value)
    if message.what == SIGHT:
        return _rounded(named, aboard, habits["looking"]["count_spread"], 5)
    if message.count.get("qualifier") == "exact":
        return float(saying["count_exact"]) * _counted(named, aboard, saying["count_out"])
    guess = np.zeros(aboard.size)
    for share, times in ((saying["exaggerates"], 4 / 3), (1 - saying["exaggerates"], 1.0)):
        by_step = {step: _rounded(named, aboard * times, saying["count_spread"], step) for step in (1, 5, 10)}
        tens = np.where(aboard > 40, 0.5, 0.0)
        rounds = saying["count_rounds"]
        guess += share * ((1 - rounds) * by_step[1] + rounds * (tens * by_step[10] + (1 - tens) * by_step[5]))
    return np.asarray((1 - saying["count_exact"]) * (0.15 if value is None else 0.85) * guess)


def _counted(value: int, aboard: NDArray[np.int64], wrong: float) -> Floats:
    """Return how likely a count is, for each number aboard, where a share of them is one or two out."""
    off = {0: 1 - wrong, **{by: share * wrong for by, share in OUT_BY.items()}}
    return sum(
        (p * (np.maximum(aboard + by, 1) == value) for by, p in off.items()),
        np.zeros(aboard.size),
    )


def _rounded(
    value: int, about: NDArray[np.floating[Any] | np.integer[Any]], spread: float, step: int
) -> Floats:
    """Return how likely a guess, spread about each number and rounded to a step, comes out as a value of 1 or more."""
    if value == 1 and step > 1:
        low, high = 0.0, step / 2
    elif value % step:
        return np.zeros(len(about))
    else:
        low, high = (0.0 if value == 1 else value - step / 2), value + step / 2
    with np.errstate(divide="ignore"):
        ends = [(np.log(end) - np.log(about)) / spread for end in (high, low)]
    return np.asarray(ndtr(ends[0]) - ndtr(ends[1]))


def _children_said(message: Message, children: NDArray[np.int64]) -> Floats:
    if message.children is None:
        return np.ones(children.size)
    said = message.children
    return sum(
        (p * (np.maximum(children + by, 0) == said) for by, p in ((0, 0.7), (-1, 0.15), (1, 0.15))),
        np.zeros(children.size),
    )


def _look_said(message: Message, names: Sequence[tuple[str, str]], habits: Habits) -> Floats:
    wrong = 0.0 if message.what == RESCUE else habits["saying"]["colour_wrong"]
    return np.array(
        [
            _kind_said(message, kind)
            * (_colour_said(message.colour, colour, wrong) if message.colour else 1.0)
            for kind, colour in names
        ]
    )


def _kind_said(message: Message, kind: str) -> float:
    if (
        message.what == SIGHT
    ):  # who sees from afar says of an inflatable that it is one, and of others nothing
        return float((message.kind == "inflatable") == (kind == "inflatable"))
    return float(not message.kind or message.kind == kind)


def _colour_said(said: str, colour: str, wrong: float) -> float:
    if said == colour:
        return 1 - wrong
    return wrong / len(MISTAKEN[colour]) if said in MISTAKEN[colour] else 0.0


def _length_said(message: Message, metres: Floats, habits: Habits) -> Floats:
    if message.length_m is None or message.what != CALL:
        return np.ones(metres.size)
    spread, said = habits["saying"]["length_spread"], float(message.length_m)
    high = np.log(said + 0.5)
    low = -np.inf if said <= 2 else np.log(said - 0.5)
    return np.asarray(ndtr((high - np.log(metres)) / spread) - ndtr((low - np.log(metres)) / spread))


def _people(habits: Habits, year: int) -> Floats:
    """Return the prior of people aboard and children: of those who left, with whoever joined them."""
    leaving, mean = habits["leaving"], habits.people_a_boat(year)
    most = int(mean * TIMES_THE_MEAN)
    left = np.arange(1, most + 1)
    with np.errstate(divide="ignore"):
        ends = np.log(np.concatenate([[0.0], left + 0.5]) / mean) / leaving["spread"]
    load = np.diff(ndtr(ends))
    load[1] += load[0]  # two at least
    load[0] = 0.0
    children = np.arange(MOST_CHILDREN + 1)
    of_children = binom.pmf(children[None, :], left[:, None], leaving["children"])
    joint = (1 - leaving["join"]) * load[:, None] * of_children
    for people in range(2, most + 1):
        for more, share in _joiners(people).items():
            if people + more <= most:
                joint[people + more - 1] += (
                    leaving["join"] * load[people - 1] * share * of_children[people - 1]
                )
    return np.asarray(joint / joint.sum())


@cache
def _joiners(people: int) -> Mapping[int, float]:
    """Return how many join so many people, and how likely each number is: a fifth to four fifths, two at least."""
    fine = 200
    drawn = Counter(max(2, round(people * (0.2 + 0.6 * (index + 0.5) / fine))) for index in range(fine))
    return {more: number / fine for more, number in drawn.items()}


@cache
def _looks_drawn(quality: str, count: int) -> Mapping[tuple[str, str], int]:
    chance = np.random.default_rng([count])
    draws = max(1, DRAWS_OF_LOOKS * 20 // count)
    return Counter(look for _ in range(draws) for look in looks_of(habits_of(quality), count, chance))


def _likely_looks(habits: Habits, count: int) -> tuple[tuple[tuple[str, str], ...], Floats]:
    """Return how likely each look is among so many boats, by drawing: they differ while they can."""
    craft = habits["craft"]
    names = tuple((str(kind), str(colour)) for kind in craft["kinds"] for colour in craft["colours"])
    drawn = _looks_drawn(habits.quality, count)
    seen = np.array([drawn.get(name, 0) + 0.5 for name in names])
    return names, seen / seen.sum()
