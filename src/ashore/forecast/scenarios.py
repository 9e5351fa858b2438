"""From a case to what its boat may be doing: scenarios, each with its weight and the sentences that say why.

Nothing is averaged away: a boat that may be adrift or under way is both, each with a share.
Positions of which only one can be true compete as scenarios of their own.
"""

from __future__ import annotations

import math
from collections.abc import Iterator
from dataclasses import dataclass, replace

from ashore.forecast.fixes import Fix, bearing_deg, distance_m, fixes, fixes_of, heard, rules
from ashore.forecast.said import Heard, Said, said
from ashore.model.facts import CaseFacts, Link, MentionFacts
from ashore.model.phrases import Instant, Phrase, say
from ashore.model.vocabulary import AT_SEA

HOUR = 3_600_000
OLDEST_H = 48
"""How old a position may be and still be drifted on."""

GROWS_M_H = 2_000.0
"""How fast a position's worth fades, for choosing the one to begin at: about what a regional current's error adds."""

_RULES = rules("motion.toml")
_WAY = _RULES["under_way"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Adrift:
    """Drifts with wind and current from the datum on; `load` is light or overloaded."""

    load: str


@dataclass(frozen=True, slots=True, kw_only=True)
class UnderWay:
    """Holds a course (degrees true) and a speed (knots) over the ground, each within an error that holds 0.95.

    `stops_h` is from when to when it may stop and drift, hours after the datum; None where it goes on.
    """

    course_deg: float
    course_error_deg: float
    speed_kn: float
    speed_error_kn: float
    stops_h: tuple[float, float] | None
    load: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Fails:
    """Drifts until it fails; then people and hull part company.

    `within_h` is by how many hours after the datum it has failed, each time as likely; None where nobody knows
    whether it has begun to, and drift's documented times stand. `lifejackets` is all, none or not_known.
    """

    within_h: float | None
    load: str
    lifejackets: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Swims:
    """A person in the water from the datum on, with no boat of theirs in question."""

    lifejackets: str


Motion = Adrift | UnderWay | Fails | Swims


@dataclass(frozen=True, slots=True, kw_only=True)
class Hypothesis:
    """One thing the boat may be doing since its datum; `per_mille` is its share, 1,000 over a plan."""

    key: str
    name: Phrase
    because: tuple[Phrase, ...]
    per_mille: int
    datum: Fix
    motion: Motion


@dataclass(frozen=True, slots=True, kw_only=True)
class Plan:
    """What a case's forecast is made of: hypotheses, later positions that weigh them, and what it rests on."""

    case: str
    hypotheses: tuple[Hypothesis, ...]
    weighed_by: tuple[Fix, ...]
    assumed: tuple[Phrase, ...]
    rests_on: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class NoForecast:
    """Why there is nothing to draw: `code` is not_at_sea, ended, nobody_out, no_position, not_yet or too_old."""

    code: str
    because: Phrase


def plan(case: CaseFacts, now: int, *, most_out: int | None = None) -> Plan | NoForecast:
    """Return what to forecast of a case at an instant (UTC milliseconds), or why nothing is.

    `most_out` is the most who may still be out by the people book, None where nothing limits it.
    """
    if case.kind not in AT_SEA:
        return NoForecast(code="not_at_sea", because=say("This case is not at sea."))
    if case.ended is not None:
        return NoForecast(code="ended", because=say("This case is ended, so no forecast is drawn."))
    if most_out == 0:
        return NoForecast(
            code="nobody_out", because=say("Nobody of this boat can still be out, so no forecast is drawn.")
        )
    held = fixes(case)
    if not held:
        return NoForecast(code="no_position", because=_no_position(case))
    found = tuple(fix for fix in held if fix.at <= now + HOUR)
    if not found:
        return NoForecast(
            code="not_yet",
            because=say(
                "The only position is of {time}, which is still to come.", time=Instant(ms=held[0].at)
            ),
        )
    fresh = tuple(fix for fix in found if now - fix.at <= OLDEST_H * HOUR)
    if not fresh:
        return NoForecast(
            code="too_old",
            because=say(
                "The last position is of {time}, more than 48 hours ago.", time=Instant(ms=found[-1].at)
            ),
        )
    heard_said = said(case)
    datums = _datums(fresh)
    ways = list(_ways(case, heard_said, datums[0], fresh))
    hypotheses = [
        replace(
            way,
            key=way.key if len(datums) == 1 else f"{way.key}@{letter}",
            name=way.name
            if len(datums) == 1
            else say("{motion}, position {letter}", motion=way.name, letter=letter),
            per_mille=share,
            datum=datum,
        )
        for letter, datum, part in zip("ABCDEFGHIJ", datums, _shares([1] * len(datums)), strict=False)
        for way, share in zip(ways, _shares([way.per_mille for way in ways], part), strict=True)
    ]
    weighed_by = tuple(fix for fix in fresh if fix.at > datums[0].at and fix not in datums and not fix.rival)
    return Plan(
        case=case.id,
        hypotheses=tuple(each for each in hypotheses if each.per_mille),
        weighed_by=weighed_by,
        assumed=tuple(dict.fromkeys(_assumed(heard_said, ways, (*datums, *weighed_by)))),
        rests_on=tuple(sorted(_rests_on(heard_said, (*datums, *weighed_by)))),
    )


def plan_alone(mention: MentionFacts) -> Plan | NoForecast:
    """Return what a boat may do of which only this mention is known, at the instant of its position."""
    found = fixes_of(mention)
    here = Link(
        entry="", cases=(mention.id,), standing="linked", covers="one", by="", by_person=False, reason=""
    )
    alone = CaseFacts(id=mention.id, kind="boat", opened="", mentions=(replace(mention, links=(here,)),))
    return plan(alone, found[0].at if found else mention.at)


def _no_position(case: CaseFacts) -> Phrase:
    positions = [each for mention in heard(case) for each in mention.mention.positions]
    if any(each.of == "departure" for each in positions):
        return say("No position of the boat is held: only where it left from.")
    if positions:
        return say("No position of the boat is held: only one in words that has no place on a chart here.")
    return say("No position of the boat is held.")


def _datums(found: tuple[Fix, ...]) -> tuple[Fix, ...]:
    """Return the position to begin at: the one worth most at the time of the last, with all its rivals."""
    last = found[-1].at
    best = min(found, key=lambda fix: (fix.error_m + GROWS_M_H * (last - fix.at) / HOUR, -fix.at, fix.name))
    if not best.rival:
        return (best,)
    return tuple(fix for fix in found if fix.rival == best.rival)


def _ways(case: CaseFacts, heard_said: Said, datum: Fix, found: tuple[Fix, ...]) -> Iterator[Hypothesis]:
    """Yield what the boat may be doing, shares in parts of a thousand."""
    load = (
        "light"
        if heard_said.aboard is not None and heard_said.aboard <= _RULES["load"]["light_up_to"]
        else "overloaded"
    )
    jackets = heard_said.lifejackets if heard_said.lifejackets in ("all", "none") else "not_known"
    if case.kind == "person_in_water" or (datum.swims and heard_said.in_water is None):
        yield _hypothesis(
            "swims",
            say("in the water"),
            (say("the case is a person in the water"),),
            1000,
            datum,
            Swims(lifejackets=jackets),
        )
        return
    left = 1000
    if heard_said.in_water is not None:
        taken = _RULES["danger"]["in_water"]
        after = max(0.0, (heard_said.in_water.at - datum.at) / HOUR)
        motion = Fails(within_h=after, load=load, lifejackets=jackets)
        yield _hypothesis(
            "in_water", say("people in the water"), (heard_said.in_water.says,), taken, datum, motion
        )
        left -= taken
    elif heard_said.taking_water is not None:
        taken = _RULES["danger"]["taking_water"]
        motion = Fails(within_h=None, load=load, lifejackets=jackets)
        yield _hypothesis(
            "fails",
            say("the boat fails and its people are in the water"),
            (heard_said.taking_water.says, say("nobody knows when it fails")),
            taken,
            datum,
            motion,
        )
        left -= taken
    yield from _by_engine(heard_said, datum, found, left, load)


def _by_engine(
    heard_said: Said, datum: Fix, found: tuple[Fix, ...], left: int, load: str
) -> Iterator[Hypothesis]:
    way, because_way = _way(heard_said, datum, found, load)
    adrift = Adrift(load=load)
    if heard_said.stopped is not None:
        goes, stays = _shares(
            [_RULES["engine"]["stopped"]["under_way"], _RULES["engine"]["stopped"]["adrift"]], left
        )
        after = max(0.0, (heard_said.stopped.at - datum.at) / HOUR)
        if after > 0:
            stopped: Motion = replace(way, stops_h=(after, after))
            yield _hypothesis(
                "adrift",
                say("under way until the engine stopped, then adrift"),
                (heard_said.stopped.says,),
                stays,
                datum,
                stopped,
            )
        else:
            yield _hypothesis("adrift", say("adrift"), (heard_said.stopped.says,), stays, datum, adrift)
        again = say("an engine that stopped is often got going again")
        yield _hypothesis("under_way", say("under way again"), (again, *because_way), goes, datum, way)
        return
    stops = replace(way, stops_h=(0.0, _WAY["stops_within_h"]))
    if heard_said.running is not None:
        shares = _RULES["engine"]["running"]
        goes, halts = _shares([shares["under_way"], shares["stops"]], left)
        yield _hypothesis(
            "under_way", say("under way"), (heard_said.running.says, *because_way), goes, datum, way
        )
        nobody = say("nobody knows when it stops")
        yield _hypothesis(
            "stops", say("under way, then adrift"), (heard_said.running.says, nobody), halts, datum, stops
        )
        return
    shares = _RULES["engine"]["not_said"]
    drifts, halts = _shares([shares["adrift"], shares["stops"]], left)
    unsaid = say("nobody said whether the engine runs")
    yield _hypothesis("adrift", say("adrift"), (unsaid,), drifts, datum, adrift)
    yield _hypothesis("stops", say("under way, then adrift"), (unsaid, *because_way), halts, datum, stops)


def _way(
    heard_said: Said, datum: Fix, found: tuple[Fix, ...], load: str
) -> tuple[UnderWay, tuple[Phrase, ...]]:
    """Return how it goes where it is under way: as said, else as its own positions tell, else as boats here go."""
    told = _told_by_positions(datum, found)
    course, speed = (heard_said.way.course_deg, heard_said.way.speed_kn) if heard_said.way else (None, None)
    because: list[Phrase] = [heard_said.way_said.says] if heard_said.way_said else []
    if (course is None or speed is None) and told is not None:
        course, speed = (told[0] if course is None else course), (told[1] if speed is None else speed)
        because.append(
            say(
                "its positions tell of {course}° and {speed} kn over the ground",
                course=f"{told[0]:03.0f}",
                speed=f"{told[1]:.1f}",
            )
        )
    if course is None or speed is None:
        because.append(
            say(
                "where nobody said, a course of {course}° and {speed} kn is taken (assumption)",
                course=f"{_WAY['course_deg'] if course is None else course:03.0f}",
                speed=f"{_WAY['speed_kn'] if speed is None else speed:.1f}",
            )
        )
    way = UnderWay(
        course_deg=_WAY["course_deg"] if course is None else course % 360,
        course_error_deg=_WAY["course_error_deg" if course is None else "said_course_error_deg"],
        speed_kn=_WAY["speed_kn"] if speed is None else max(0.0, speed),
        speed_error_kn=_WAY["speed_error_kn" if speed is None else "said_speed_error_kn"],
        stops_h=None,
        load=load,
    )
    return way, tuple(because)


def _told_by_positions(datum: Fix, found: tuple[Fix, ...]) -> tuple[float, float] | None:
    """Return course and speed over the ground between an earlier position and the datum, if errors allow any."""
    for before in reversed([fix for fix in found if not fix.rival and fix.at < datum.at]):
        hours = (datum.at - before.at) / HOUR
        made_m = distance_m(before.lat, before.lon, datum.lat, datum.lon)
        if 0.1 <= hours <= 3 and made_m > 2 * math.hypot(before.error_m, datum.error_m):
            course = bearing_deg(before.lat, before.lon, datum.lat, datum.lon)
            return course, made_m / 1852 / hours
    return None


def _hypothesis(
    key: str, name: Phrase, because: tuple[Phrase, ...], per_mille: int, datum: Fix, motion: Motion
) -> Hypothesis:
    return Hypothesis(key=key, name=name, because=because, per_mille=per_mille, datum=datum, motion=motion)


def _shares(parts: list[int], whole: int = 1000) -> list[int]:
    """Return whole numbers in these proportions that come to `whole` exactly, the largest remainders first."""
    total = sum(parts)
    exact = [part * whole / total for part in parts]
    given = [math.floor(each) for each in exact]
    order = sorted(range(len(parts)), key=lambda i: (given[i] - exact[i], i))
    for i in order[: whole - sum(given)]:
        given[i] += 1
    return given


def _assumed(heard_said: Said, ways: list[Hypothesis], used: tuple[Fix, ...]) -> Iterator[Phrase]:
    for fix in used:
        yield from fix.assumed
    if any(not isinstance(way.motion, Swims) for way in ways) and heard_said.aboard is None:
        yield say("nobody said how many are aboard: the boat is taken to be overloaded (assumption)")
    if any(isinstance(way.motion, Fails | Swims) for way in ways) and heard_said.lifejackets not in (
        "all",
        "none",
    ):
        yield say("not known who has a lifejacket: both are drawn (assumption)")
    if len(ways) > 1:
        yield say("the shares of the ways are set by a rule file and measured on nobody (assumption)")


def _rests_on(heard_said: Said, used: tuple[Fix, ...]) -> set[str]:
    told: tuple[Heard | None, ...] = (
        heard_said.stopped,
        heard_said.running,
        heard_said.taking_water,
        heard_said.in_water,
        heard_said.way_said,
    )
    return {fix.mention for fix in used} | {each.mention for each in told if each is not None}
