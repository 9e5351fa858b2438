"""The evidence of a whole night, fast: the levels of `levels` over arrays, for any set of mentions at a time."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
from numba import njit
from numpy.typing import NDArray

Floats = NDArray[np.float64]
Whole = NDArray[np.int64]

LEVELS = (
    "where",
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

BEFORE_TRAITS = 5


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
    return _evidence(np.asarray(members, np.int64), _parts(night))


def _parts(night: Arrays) -> tuple[Any, ...]:
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
    where, phone, rescue, engine = (weights[name] for name in ("where", "phone", "rescue", "engine"))
    return np.array(
        [
            where["skip"],
            where["elsewhere"],
            phone["discount"],
            phone["strength"],
            np.log(phone["numbers"]),
            weights["copies"]["same"],
            rescue["after"],
            rescue["twice"],
            rescue["grace_ms"],
            engine["kept"],
            engine["forgets_ms"],
        ],
        float,
    )


@njit(cache=True)
def _evidence(members, night):  # pragma: no cover
    """Return the log-odds of each of LEVELS for members in the order of what they say."""
    segments = night[12]
    out = np.zeros(BEFORE_TRAITS + segments.size - 1)
    if members.size < 2:
        return out
    kept = _once(members, night)
    _moving(members, kept, night, out)
    for t in range(segments.size - 1):
        if night[13][kept, t].sum() < 2:
            continue
        product, by_itself = _trait(kept, t, night)
        out[BEFORE_TRAITS + t] = np.log(product.sum()) - by_itself
    return out


@njit(cache=True)
def _once(members, night):  # pragma: no cover
    """Return the members without those that are a copy of one before: one message is one witness."""
    copy = night[6]
    kept = np.empty(members.size, np.int64)
    m = 0
    for a in range(members.size):
        i = members[a]
        again = False
        if copy[i] >= 0:
            for b in range(a):
                if copy[members[b]] == copy[i]:
                    again = True
                    break
        if not again:
            kept[m] = i
            m += 1
    return kept[:m]


@njit(cache=True)
def _moving(members, kept, night, out):  # pragma: no cover
    """Set the levels that are no traits: where, phone, copies, rescue, engine."""
    at, near, free, has_fix, phone, _mouth, _copy, gone, hull, engine = night[:10]
    constants = night[15]
    n, m = members.size, kept.size
    out[2] = constants[5] * (n - m)
    # Where and when.
    last, before = -1, -1
    where = 0.0
    for a in range(m):
        i = kept[a]
        if not has_fix[i]:
            continue
        if last >= 0:
            odds = near[last, i]
            if before >= 0:
                odds = np.logaddexp(odds + np.log1p(-constants[0]), near[before, i] + np.log(constants[0]))
            odds -= free[i]
            where += np.logaddexp(odds + np.log1p(-constants[1]), np.log(constants[1]))
        before, last = last, i
    out[0] = where
    # Telephones.
    calls, distinct = 0, 0
    phones = 0.0
    for a in range(m):
        i = kept[a]
        if phone[i] < 0:
            continue
        earlier = 0
        for b in range(a):
            if phone[kept[b]] == phone[i]:
                earlier += 1
        if calls > 0:
            phones -= np.log(constants[3] + calls)
            if earlier:
                phones += np.log(earlier - constants[2]) + constants[4]
            else:
                phones += np.log(constants[3] + distinct * constants[2])
        calls += 1
        if not earlier:
            distinct += 1
    out[1] = phones
    # Rescues.
    first, rescues = -1, 0
    for a in range(n):
        i = members[a]
        if gone[i] >= 0:
            rescues += 1
            if first < 0 or gone[i] < first:
                first = gone[i]
    out[3] = 0.0
    if rescues:
        out[3] -= constants[7] * (rescues - 1)
        for a in range(m):
            i = kept[a]
            if gone[i] < 0 and not hull[i] and at[i] > first + constants[8]:
                out[3] -= constants[6]
    # The engine.
    last = -1
    runs = 0.0
    for a in range(m):
        i = kept[a]
        if engine[i] == 0:
            continue
        if last >= 0:
            share = constants[9] * np.exp(-(at[i] - at[last]) / constants[10])
            runs += np.log1p(share if engine[i] == engine[last] else -share)
        last = i
    out[4] = runs


@njit(cache=True)
def _trait(kept, t, night):  # pragma: no cover
    """Return a trait's values by how likely all said makes them (with how common they are), and its log by itself.

    What one mouth says again and again counts as what it says on average.
    """
    mouth, likely, common, segments, spoke, alone = (
        night[5],
        night[10],
        night[11],
        night[12],
        night[13],
        night[14],
    )
    lo, hi = segments[t], segments[t + 1]
    product = common[lo:hi].copy()
    by_itself = 0.0
    m = kept.size
    for a in range(m):
        i = kept[a]
        if not spoke[i, t]:
            continue
        again, same = False, 1
        for b in range(m):
            if b != a and spoke[kept[b], t] and mouth[kept[b]] == mouth[i]:
                same += 1
                if b < a:
                    again = True
        by_itself += alone[i, t] / same
        if same == 1:
            for v in range(hi - lo):
                product[v] *= likely[i, lo + v]
        elif not again:
            for v in range(hi - lo):
                mean = 1.0
                for b in range(m):
                    if spoke[kept[b], t] and mouth[kept[b]] == mouth[i]:
                        mean *= likely[kept[b], lo + v]
                product[v] *= mean ** (1.0 / same)
    return product, by_itself
