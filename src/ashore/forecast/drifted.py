"""A plan in the terms of the drift library: its hypotheses as drift scenarios, its positions as datums."""

from __future__ import annotations

import json

from ashore.drift.datums import Area, Datum, Start
from ashore.drift.leeway.mixtures import boat
from ashore.drift.scenarios import Delay, Failure, Scenario, UnderWay
from ashore.forecast.fixes import Fix
from ashore.forecast.scenarios import Fails, Hypothesis, Motion, Plan, Swims
from ashore.forecast.scenarios import UnderWay as Way
from ashore.model.phrases import utc_minute

AFLOAT = {"light": "afloat-light", "overloaded": "afloat-overloaded"}
IN_WATER = {"all": "in-water-flotation", "none": "in-water-no-flotation", "not_known": "in-water"}
"""The keys of drift's documented mixtures."""

SWAMPED = "swamped"
NEVER = Delay(((0.0, 0.0),))
"""A time that comes with probability 0."""


def scenarios(plan: Plan) -> tuple[Scenario, ...]:
    """Return a plan's hypotheses as drift takes them, in the plan's order."""
    return tuple(_scenario(each) for each in plan.hypotheses)


def datum(fix: Fix) -> Datum:
    """Return a position as drift takes it."""
    return Datum(
        lat=fix.lat, lon=fix.lon, error_m=fix.error_m, at=fix.at / 1_000, at_error_s=float(fix.at_error_s)
    )


def _start(fix: Fix) -> Start:
    if fix.area is None:
        return datum(fix)
    return Area(geometry=json.loads(fix.area), at=fix.at / 1_000, at_error_s=float(fix.at_error_s))


def mixtures(plan: Plan) -> tuple[str, ...]:
    """Return the keys of the documented mixtures that a plan uses, each once."""
    used = (key for each in scenarios(plan) for key in (each.afloat, *_after(each.fails)))
    return tuple(dict.fromkeys(used))


def _after(fails: Failure | None) -> tuple[str, ...]:
    return () if fails is None else (fails.people, fails.hull)


def _scenario(each: Hypothesis) -> Scenario:
    motion = each.motion
    return Scenario(
        key=each.key,
        says=each.name.render(str, utc_minute),
        starts=(_start(each.datum),),
        afloat=IN_WATER[motion.lifejackets] if isinstance(motion, Swims) else AFLOAT[motion.load],
        weight=each.per_mille / 1_000,
        way=_way(motion),
        fails=_failure(motion),
    )


def _way(motion: Motion) -> UnderWay | None:
    if not isinstance(motion, Way):
        return None
    return UnderWay(
        course_deg=motion.course_deg,
        speed_kn=motion.speed_kn,
        course_error_deg=motion.course_error_deg,
        speed_error_kn=motion.speed_error_kn,
        stops=NEVER if motion.stops_h is None else _evenly(*motion.stops_h),
    )


def _failure(motion: Motion) -> Failure | None:
    if not isinstance(motion, Fails):
        return None
    within = motion.within_h
    return Failure(
        after=_documented() if within is None else _evenly(0.0, within),
        people=IN_WATER[motion.lifejackets],
        hull=SWAMPED,
    )


def _evenly(first_h: float, last_h: float) -> Delay:
    return Delay(((0.0, first_h), (1.0, last_h)))


def _documented() -> Delay:
    """Return when a boat that fails does so, as drift's documented scenarios have it."""
    fails = next(each.fails for each in boat().scenarios if each.fails is not None)
    return Delay(fails.by)
