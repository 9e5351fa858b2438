"""The evidence of a whole night, fast: the levels of `levels` over arrays, for any set of mentions at a time."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from ashore.linking.kernels import evidence_of, evidence_of_each

Floats = NDArray[np.float64]
Whole = NDArray[np.int64]

LEVELS = (
    "where",
    "when",
    "phone",
    "copies",
    "rescue",
    "engine",
    "how_many",
    "children",
    "kind",
    "colour",
    "length",
    "departed",
)
"""The levels in the order in which the engine gives them."""

DAY = 86_400_000


@dataclass(frozen=True, slots=True, kw_only=True)
class Arrays:
    """A night's N mentions as the engine takes them.

    `likely` (N, V) and `common` (V,): all traits beside each other, 1 where nothing was said; `segments` their ends;
    `spoke` (N, traits) whether anything was said, `alone` (N, traits) the log of how likely that was by itself.
    `near` (N, N) the log-density of one's position after another's, NaN where one has none or is not after it;
    `free` (N,) the log-density of each position for a boat of anywhere.
    `phone`, `mouth`, `copy` name who and what by number, -1 for none. `gone` is an instant or -1. Milliseconds.
    """

    at: Whole
    near: Floats
    free: Floats
    has_fix: NDArray[np.bool_]
    phone: Whole
    mouth: Whole
    copy: Whole
    gone: Whole
    hull: NDArray[np.bool_]
    engine: Whole
    likely: Floats
    common: Floats
    segments: Whole
    spoke: NDArray[np.bool_]
    alone: Floats
    constants: Floats


def evidence(night: Arrays, members: Sequence[int] | Whole) -> Floats:
    """Return the log-odds of each of LEVELS that these mentions are one boat, against as many boats.

    `members` are their indices, in the order of what they say.
    """
    found: Floats = evidence_of(np.asarray(members, np.int64), parts(night))
    return found


def evidence_of_groups(night: Arrays, groups: Sequence[Sequence[int]]) -> Floats:
    """Return `evidence` of each of G groups, (G, L)."""
    ends = np.cumsum([len(group) for group in groups]).astype(np.int64)
    members = np.array([index for group in groups for index in group], np.int64)
    found: Floats = evidence_of_each(members, ends, parts(night))
    return found


def parts(night: Arrays) -> tuple[Any, ...]:
    return (
        night.at,
        night.near,
        night.free,
        night.has_fix,
        night.phone,
        night.mouth,
        night.copy,
        night.gone,
        night.hull,
        night.engine,
        night.likely,
        night.common,
        night.segments,
        night.spoke,
        night.alone,
        night.constants,
    )


def constants(weights: Mapping[str, Any]) -> Floats:
    """Return the figures of the levels that are no traits, as the engine takes them."""
    where, when, phone, rescue, engine = (
        weights[name] for name in ("where", "when", "phone", "rescue", "engine")
    )
    return np.array(
        [
            where["skip"],
            where["elsewhere"],
            phone["discount"],
            phone["strength"],
            1 / phone["numbers"],
            weights["copies"]["same"],
            rescue["after"],
            rescue["twice"],
            rescue["grace_ms"],
            engine["kept"],
            engine["forgets_ms"],
            when["fades_ms"],
            when["least"],
            phone["again_a_day"] / DAY,
        ],
        float,
    )
