"""The evidence of a whole night, fast: the levels of `levels` over arrays, for any set of mentions at a time."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from ashore.linking.beacons import KINDS, another
from ashore.linking.kernels import evidence_of, evidence_of_each
from ashore.linking.states import Chain

Floats = NDArray[np.float64]
Whole = NDArray[np.int64]

LEVELS = (
    "where",
    "when",
    "phone",
    "copies",
    "rescue",
    "state",
    "told_apart",
    "found",
    "how_many",
    "children",
    "kind",
    "colour",
    "length",
    "departed",
    "language",
)
"""The levels in the order in which the engine gives them."""

DAY = 86_400_000


@dataclass(frozen=True, slots=True, kw_only=True)
class Arrays:
    """A night's N mentions as the engine takes them.

    `likely` (N, V) and `common` (V,): all traits beside each other, 1 where nothing was said; `segments` their ends;
    `spoke` (N, traits) whether anything was said, `alone` (N, traits) the log of how likely that was by itself.
    `near` (N, N), or larger, the log-density of one's position after another's, NaN where one has none or is not after
    it;
    `free` (N,) the log-density of each position for a boat of anywhere.
    `phone`, `mouth`, `copy`, `report` name who and what by number, -1 for none; `beacon` is an index into
    `beacons.KINDS`, -1 for none. `gone` is an instant or -1. Milliseconds. `engine` and `plight` are indices into what
    `states` knows. `crowd` (N,) is the log of how many mentions are about its time, for every hundred: among many
    boats any one of them is less likely.
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
    plight: Whole
    report: Whole
    crowd: Floats
    asks: Whole
    until: Whole
    beacon: Whole
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
        night.plight,
        night.report,
        night.crowd,
        night.asks,
        night.until,
        night.beacon,
    )


def constants(weights: Mapping[str, Any]) -> Floats:
    """Return the figures of the levels that are no traits, as the engine takes them."""
    where, when, phone, rescue = (weights[name] for name in ("where", "when", "phone", "rescue"))
    plain = np.array(
        [
            where["elsewhere"],
            phone["discount"],
            phone["strength"],
            1 / phone["numbers"],
            weights["copies"]["same"],
            rescue["after"],
            rescue["twice"],
            rescue["grace_ms"],
            when["fades_ms"],
            when["least"],
            phone["again_a_day"] / DAY,
            weights["told_apart"]["each"],
        ],
        float,
    )
    names = ("median_h", "spread", "unfound", "uncalled", "escorted", "unsaid", "wrong", "night_h")
    return np.concatenate(
        [
            plain,
            Chain.of(weights["state"]).flat(),
            [weights["found"][name] for name in names],
            [np.log(another(kind)) for kind in KINDS],
        ]
    )
