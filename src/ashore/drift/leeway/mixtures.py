"""Documented mixtures of published classes, for what no published class is, and the scenarios of a boat made of them.

No published class is an overloaded inflatable, so `mixtures.toml` says which classes stand for it, with what weights,
on what grounds, and that it is an assumption.
Nothing here averages: each particle is one class, and the spread between classes stays in the cloud.
"""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from importlib import resources
from typing import Any, ClassVar

import numpy as np
from numpy.typing import NDArray

from ashore.drift.faults import DriftFault
from ashore.drift.leeway.classes import leeway_class
from ashore.drift.leeway.dealing import dealt


class UnknownMixture(DriftFault):
    """No mixture has this key. Fields: `wanted`, `known` (words)."""

    code: ClassVar[str] = "drift.unknown-mixture"
    says: ClassVar[str] = "Nothing documented drifts by the name of {wanted}."
    hint: ClassVar[str] = "Use one of {known}, or a single published class, as in class:PIW-1."


class UnknownBoat(DriftFault):
    """No kind of boat has this key. Fields: `wanted`, `known` (words)."""

    code: ClassVar[str] = "drift.unknown-boat"
    says: ClassVar[str] = "There are no scenarios for a boat called {wanted}."
    hint: ClassVar[str] = "Use one of {known}."


@dataclass(frozen=True, slots=True, kw_only=True)
class Mixture:
    """Published classes that stand for one kind of drifting thing, (key, weight) pairs whose weights come to 1.

    `assumption` is the sentence every forecast that uses it shows; it is empty for a single published class.
    """

    key: str
    says: str
    parts: tuple[tuple[str, float], ...]
    sources: tuple[str, ...]
    assumption: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class FailureTime:
    """When a boat that fails does: (share of such boats, hours from the first call by which they have), both rising.

    The shares run from 0 to 1 and the time is spread evenly between two of them: `scenarios.Delay` takes `by` as it is.
    """

    says: str
    by: tuple[tuple[float, float], ...]
    sources: tuple[str, ...]
    assumption: str


@dataclass(frozen=True, slots=True, kw_only=True)
class BoatScenario:
    """One belief about a boat, and its share among the others.

    `craft` is the key of the mixture it drifts as, with its people.
    Where it `fails`, craft and people part at that time: the craft drifts on as `hull`, the people as `people`.
    """

    key: str
    says: str
    share: float
    craft: str
    fails: FailureTime | None = None
    hull: str | None = None
    people: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Boat:
    """A kind of boat: its scenarios, whose shares come to 1, and how often it jibes."""

    key: str
    says: str
    scenarios: tuple[BoatScenario, ...]
    jibe_per_hour: float
    jibe_source: str
    sources: tuple[str, ...]
    assumption: str


def mixtures() -> Mapping[str, Mixture]:
    """Return every documented mixture by its key."""
    return _documented().mixtures


def mixture(key: str) -> Mixture:
    """Return a documented mixture, or the single published class of a key such as "class:PIW-1".

    Raises UnknownMixture, and UnknownClass for a class nobody published.
    """
    wanted = key.strip()
    if wanted.lower().startswith("class:"):
        known = leeway_class(wanted[len("class:") :])
        return Mixture(
            key=f"class:{known.key}",
            says=known.says,
            parts=((known.key, 1.0),),
            sources=("Allen and Plourde 1999, CG-D-08-99; Allen 2005, CG-D-05-05",),
        )
    try:
        return mixtures()[wanted.lower()]
    except KeyError:
        raise UnknownMixture(wanted=key, known=", ".join(mixtures())) from None


def boats() -> Mapping[str, Boat]:
    """Return every documented kind of boat by its key."""
    return _documented().boats


def boat(key: str = "channel-inflatable") -> Boat:
    """Return a kind of boat with its scenarios.

    Raises UnknownBoat.
    """
    try:
        return boats()[key.strip().lower()]
    except KeyError:
        raise UnknownBoat(wanted=key, known=", ".join(boats())) from None


def version() -> str:
    """Return the version of the documented mixtures, which a run record carries."""
    return _documented().version


def allot(mixed: Mixture, count: int, stage: int = 0) -> NDArray[np.int64]:
    """Return the class of each of `count` particles, as an index in `published()`, int64 (count,).

    Each class gets its share of the count, the odd ones by largest remainder (in a tie the class that comes first).
    `stage`, 0 to 4, tells apart the times at which the same particles are asked: a craft's class, its people's and its
    hull's must not go together by the order they are dealt in.
    """
    rows = np.array([leeway_class(key).row for key, _ in mixed.parts])
    quota = np.array([weight for _, weight in mixed.parts]) * count
    whole = np.floor(quota + 1e-9).astype(np.int64)
    left_over = np.argsort(whole - quota, kind="stable")[: count - int(whole.sum())]
    whole[left_over] += 1
    allotted = np.empty(count, np.int64)
    allotted[np.argsort(dealt(count, 1 + stage), kind="stable")] = np.repeat(rows, whole)
    return allotted


@dataclass(frozen=True, slots=True)
class _Documented:
    version: str
    mixtures: Mapping[str, Mixture]
    boats: Mapping[str, Boat]


@cache
def _documented() -> _Documented:
    text = resources.files("ashore.drift.leeway").joinpath("mixtures.toml").read_text(encoding="utf-8")
    data = tomllib.loads(text)
    cited: dict[str, str] = data["sources"]

    def grounds(table: dict[str, Any]) -> dict[str, Any]:
        return {"sources": tuple(cited[name] for name in table["sources"]), "assumption": table["assumption"]}

    mixed: dict[str, Mixture] = {}
    for key, table in data["mixture"].items():
        parts = _flat(table["parts"], mixed)
        mixed[key] = Mixture(key=key, says=table["says"], parts=parts, **grounds(table))
    failures = {
        key: FailureTime(says=table["says"], by=tuple((p, h) for p, h in table["by"]), **grounds(table))
        for key, table in data["failure"].items()
    }
    boats = {
        key: Boat(
            key=key,
            says=table["says"],
            scenarios=tuple(
                BoatScenario(**{**one, "fails": failures.get(one.get("fails", ""))})
                for one in table["scenario"]
            ),
            jibe_per_hour=table["jibe_per_hour"],
            jibe_source=table["jibe_source"],
            **grounds(table),
        )
        for key, table in data["boat"].items()
    }
    return _Documented(data["version"], mixed, boats)


def _flat(parts: dict[str, float], known: Mapping[str, Mixture]) -> tuple[tuple[str, float], ...]:
    """Return the parts as published classes only, a mixture among them replaced by its own, each class once."""
    flat: dict[str, float] = {}
    for name, weight in parts.items():
        inner = known[name].parts if name in known else ((leeway_class(name).key, 1.0),)
        for key, share in inner:
            flat[key] = flat.get(key, 0.0) + weight * share
    return tuple(flat.items())
