"""What the rule does about one mention as it comes in, on a desk whose cases stand as they are.

`rule` says what is done with a whole night; this says it of one mention, by the same thresholds.
A mention is linked only where it is next to certain not to be the first of a boat that nobody looks for; what people
in a boat say, or somebody for them, otherwise opens a case of its own; a unit's word is only proposed, and opens a
case where it fits none, since then it came upon a boat that nobody sought.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from ashore.forecast.fixes import distance_m
from ashore.linking.heard import Heard
from ashore.linking.joint import LEVELS
from ashore.linking.rule import MINUTE, RULES, beyond_doubt, overwhelming

_COMING_IN = RULES["coming_in"]
NM = 1852.0
SOONEST_MS = MINUTE
"""Two positions of one minute are taken to lie a minute apart: times are told to the minute."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Weighed:
    """A case a mention was weighed against, None for a boat nobody reported: how likely, and each level's log-odds.

    `members` are the mentions of the case, in the order of what they say; `over` marks a case that was ended.
    """

    case: str | None
    p: float
    levels: tuple[float, ...] = ()
    members: tuple[Heard, ...] = ()
    over: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Incoming:
    """A mention to be placed, and what of it no evidence level says.

    `of_a_unit` is the word of whoever came upon a boat, or saw it from outside; `silent` says nothing but that
    somebody called; `several` tells of more than one boat; `decided` marks one of which a person said something.
    """

    heard: Heard
    of_a_unit: bool = False
    silent: bool = False
    several: bool = False
    decided: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Placing:
    """What is done: `standing` is linked, proposed, opens (a case of its own) or waits (for a person).

    `cases` are those it is linked or proposed to, or those that its own is perhaps the same boat as.
    `doubted` are mentions, itself among them, of whose positions one is old.
    """

    standing: str
    cases: tuple[str, ...] = ()
    doubted: tuple[str, ...] = ()


WAITS = Placing(standing="waits")


def place(this: Incoming, weighed: Sequence[Weighed]) -> Placing:
    """Return what the rule does about a mention; `weighed` comes to 1, the likeliest first."""
    cases = [each for each in weighed if each.case is not None]
    new = next(each.p for each in weighed if each.case is None)
    if this.of_a_unit:
        return _unit(cases, new)
    if this.silent:
        return _silent(this.heard, cases)
    known = None if this.decided or this.several else _known(this.heard, cases)
    if known is not None:
        assert known.case is not None
        return Placing(
            standing="linked", cases=(known.case,), doubted=cannot_both_be(this.heard, known.members)
        )
    if any(each.over and _said_before(this.heard, each) for each in cases):
        over = next(each for each in cases if each.over and _said_before(this.heard, each))
        return Placing(standing="proposed", cases=_names([over]))
    perhaps = [
        each
        for each in cases
        if not each.over and each.p >= _COMING_IN["perhaps"] and _allowed(each) >= _COMING_IN["against"]
    ]
    return Placing(standing="opens", cases=() if this.decided else _names(perhaps))


def _allowed(case: Weighed) -> float:
    """Return what place and time, and a telephone in common, say of a mention and a case, natural log-odds."""
    told = dict(zip(LEVELS, case.levels, strict=True))
    return told["where"] + told["when"] + max(0.0, told["phone"])


def cannot_both_be(this: Heard, others: Sequence[Heard]) -> tuple[str, ...]:
    """Return this mention and the nearest from its telephone, where no boat goes from one to the other in time."""
    before = [
        each for each in others if each.phone and each.phone == this.phone and each.fix and each.id != this.id
    ]
    if this.fix is None or not before:
        return ()
    last = min(before, key=lambda each: (abs(each.at - this.at), each.id))
    assert last.fix is not None
    away = distance_m(this.fix.lat, this.fix.lon, last.fix.lat, last.fix.lon)
    away -= this.fix.error_m + last.fix.error_m
    hours = max(abs(this.fix.at - last.fix.at), SOONEST_MS) / 3_600_000
    return (last.id, this.id) if away > _COMING_IN["fastest_kn"] * NM * hours else ()


def _unit(cases: Sequence[Weighed], new: float) -> Placing:
    """Propose a unit's word to the cases it may be about; a boat that fits none is one that nobody sought."""
    likely = [each for each in cases if each.p >= _COMING_IN["proposed"]]
    if new >= 0.5 or not likely:
        return Placing(standing="opens")
    return Placing(standing="proposed", cases=_names(likely))


def _silent(this: Heard, cases: Sequence[Weighed]) -> Placing:
    """Link a call without words to the one open case its telephone is of: it says that somebody is alive."""
    within = _COMING_IN["silent_within_h"] * 60 * MINUTE
    of = [
        each
        for each in cases
        if not each.over
        and _gone_from(each.members) is None
        and any(
            other.phone and other.phone == this.phone and abs(other.at - this.at) <= within
            for other in each.members
        )
    ]
    return Placing(standing="linked", cases=_names(of)) if len(of) == 1 else WAITS


def _known(this: Heard, cases: Sequence[Weighed]) -> Weighed | None:
    """Return the open case a mention is linked to without a person, None for none."""
    still = [
        each for each in cases if not each.over and all(other.report != this.report for other in each.members)
    ]
    surely = [
        each for each in still if any(beyond_doubt(this, other) for other in _before_rescue(this, each))
    ]
    if len(surely) == 1:
        return surely[0]
    top = still[0] if still else None
    if top is None or this.gone_from is not None or _gone_from(top.members) is not None:
        return None
    if len(surely) > 1:
        return top if top in surely and top.p >= RULES["same_phone"]["p"] else None
    odds = np.array(top.levels)
    same_phone = bool(this.own) and any(other.own == this.own for other in top.members)
    lay_still = any(other.engine == "stopped" or other.danger for other in top.members)
    apart_ms = min(abs(other.at - this.at) for other in top.members)
    sure = overwhelming(odds, top.p, apart_ms, same_phone=same_phone, lay_still=lay_still)
    return top if sure else None


def _before_rescue(this: Heard, case: Weighed) -> Sequence[Heard]:
    """Return what a case says, where nothing of it says that its people were off the boat when this was said."""
    gone = _gone_from(case.members)
    return case.members if gone is None or this.at <= gone else ()


def _said_before(this: Heard, case: Weighed) -> bool:
    """Return whether a mention is surely of a boat whose case was ended, and was said before its people were off."""
    gone = _gone_from(case.members)
    return gone is not None and this.at <= gone and any(beyond_doubt(this, other) for other in case.members)


def _gone_from(members: Sequence[Heard]) -> int | None:
    return min((each.gone_from for each in members if each.gone_from is not None), default=None)


def _names(cases: Sequence[Weighed]) -> tuple[str, ...]:
    likeliest = sorted(cases, key=lambda each: (-each.p, each.case or ""))[: _COMING_IN["most"]]
    return tuple(each.case for each in likeliest if each.case is not None)
