"""What the desk awaits and by when: calls to make, answers to requests, promised arrivals, reminders, reviews.

Due times are folded as instants; whether one is overdue is seen when somebody looks.
When a boat is called again is a rule (`rules/calls.toml`) unless somebody said when.
What is awaited is our own desk's to await; another desk's units are shown, under its name, and are not waited for.
"""

from __future__ import annotations

import tomllib
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from importlib import resources
from typing import Any

from ashore.model.bodies import (
    TYPE_OF,
    CallTried,
    DutyMet,
    LinkAdvice,
    ReminderSet,
    RequestMade,
    UnitReported,
    WorryNoted,
)
from ashore.model.facts import CaseFacts, MentionFacts
from ashore.model.times import Moment
from ashore.model.vocabulary import AT_SEA, SIGN_OF_LIFE_CHANNELS
from ashore.picture.cases import is_linked
from ashore.picture.fold import Held, Picture

MINUTE = 60_000
_RULES: dict[str, Any] = tomllib.loads(
    resources.files("ashore.picture").joinpath("rules", "calls.toml").read_text("utf-8")
)
FROM_AFAR = frozenset({"sighted", "lost_sight", "nothing_found"})
"""What a unit reports without having come to the boat."""

AT_THE_PHONE = frozenset({"aboard", "relative"})


@dataclass(frozen=True, slots=True, kw_only=True)
class Due:
    """Something awaited by an instant, UTC milliseconds.

    `what` is call, answer, arrival, reminder or review; `who` whom it is awaited from, `says` what of;
    `entry` the entry that awaits it, "" where a rule does.
    """

    what: str
    at: int
    entry: str = ""
    who: str = ""
    says: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class CallBack:
    """A boat to be called again: its case, or the mention of a call that belongs to none yet.

    `due` is when, UTC milliseconds; `last` when it was last spoken with; `tried` how often it was called since,
    in vain; `silent` whether its last call held no words.
    """

    due: int
    last: int
    tried: int
    silent: bool
    case: str = ""
    mention: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Unit:
    """What a unit was last said to do, by whom, and in which entry.

    `desk` is the other desk that says so, "" for ours; `wall_ms` when its log took the entry in.
    """

    entry: str
    wall_ms: int
    by: str
    says: UnitReported
    desk: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Kept:
    """How the watch stands: what was promised, asked and feared, by case; "" is the watch as a whole."""

    units: tuple[Unit, ...]
    requests: Mapping[str, Sequence[Held]]
    reminders: Mapping[str, Sequence[Held]]
    worries: Mapping[str, Sequence[Held]]
    tries: Mapping[str, Sequence[Held]]
    doubts: Mapping[str, Sequence[Held]]

    def units_of(self, case: CaseFacts) -> tuple[Unit, ...]:
        """Return the units that are doing something for a case; one that met its boat since it promised is there."""
        units = (unit for unit in self.units if unit.says.case == case.id)
        return tuple(_there(unit) if _has_met(case, unit) else unit for unit in units)

    def due(self, case: CaseFacts) -> tuple[Due, ...]:
        """Return what a case awaits besides its next call, the earliest first.

        Of an ended one only its review, what somebody wanted to be reminded of, and what was asked or promised since.
        """
        ended = case.ended
        if ended is None:
            awaited = (*self._awaited(case.id, self.units_of(case)), *self._ask_again(case))
            return tuple(sorted(awaited, key=soonest))
        found = list(self._reminders(case.id))
        found += self._answers(held for held in self.requests.get(case.id, ()) if held.wall_ms > ended.at)
        found += self._arrivals(unit for unit in self.units_of(case) if unit.wall_ms > ended.at)
        if ended.review_at is not None:
            found.append(Due(what="review", at=ended.review_at, entry=ended.entry, who=ended.owner))
        return tuple(sorted(found, key=soonest))

    def doubted(self, case: CaseFacts) -> tuple[MentionFacts, ...]:
        """Return the mentions of a case of whose positions one is old, until it was told anew where it is."""
        named = {
            name
            for held in self.doubts.get(case.id, ())
            if not _told_since(case, held)
            for name in held.body.doubted
        }
        return tuple(mention for mention in case.mentions if mention.id in named)

    def _ask_again(self, case: CaseFacts) -> Iterator[Due]:
        for held in self.doubts.get(case.id, ()):
            if not _told_since(case, held) and self.doubted(case):
                at = held.body.made_at.ms + int(_RULES["after"]["doubtful_position"]) * MINUTE
                yield Due(what="ask_again", at=at, entry=held.id)

    def of_the_watch(self) -> tuple[Due, ...]:
        """Return what the watch itself awaits, of no case, the earliest first."""
        return self._awaited("", tuple(unit for unit in self.units if not unit.says.case))

    def answered(self, case: str, now: int) -> int | None:
        """Return when a case's boat last answered a call of ours by `now`, None if it never did."""
        return max(
            (
                held.body.at.ms
                for held in self.tries.get(case, ())
                if held.body.outcome == "answered" and held.body.at.ms <= now
            ),
            default=None,
        )

    def call_back(self, case: CaseFacts, now: int) -> CallBack | None:
        """Return when a case's boat is to be called again; None where nobody aboard ever telephoned."""
        if case.ended is not None or case.kind not in AT_SEA:
            return None
        calls = [mention for mention in case.mentions if is_linked(mention, case.id) and telephoned(mention)]
        if not calls:
            return None
        latest = max(calls, key=lambda mention: (_heard(mention, now), mention.id))
        spoken, silent = _heard(latest, now), says_nothing(latest)
        # What was tried before they called again is over, and so is what was tried before they answered.
        since: list[CallTried] = []
        next_at: Moment | None = None
        for held in self.tries.get(case.id, ()):
            tried: CallTried = held.body
            if tried.at.ms < spoken:
                continue
            next_at = tried.next_at
            if tried.outcome == "answered":
                spoken, silent, since = tried.at.ms, False, []
            else:
                since.append(tried)
        if next_at is not None:
            due = next_at.ms
        elif since:
            due = since[-1].at.ms + int(_RULES["after"]["no_answer"]) * MINUTE
        else:
            due = _next_call(case.phase, spoken, silent)
        return CallBack(case=case.id, due=due, last=spoken, tried=len(since), silent=silent)

    def loose_call_back(self, mention: MentionFacts, phase: str, now: int) -> CallBack | None:
        """Return when the caller of a mention without a case is to be called again; None if it was no telephone."""
        if not telephoned(mention):
            return None
        silent, heard = says_nothing(mention), _heard(mention, now)
        return CallBack(
            mention=mention.id, due=_next_call(phase, heard, silent), last=heard, tried=0, silent=silent
        )

    def _awaited(self, case: str, units: Iterable[Unit]) -> tuple[Due, ...]:
        found = (*self._answers(self.requests.get(case, ())), *self._reminders(case), *self._arrivals(units))
        return tuple(sorted(found, key=soonest))

    def _answers(self, requests: Iterable[Held]) -> Iterator[Due]:
        for held in requests:
            yield Due(
                what="answer", at=held.body.due.ms, entry=held.id, who=held.body.to, says=held.body.asks
            )

    def _arrivals(self, units: Iterable[Unit]) -> Iterator[Due]:
        for unit in units:
            if unit.says.arrives_at is not None and unit.says.doing == "on_way" and not unit.desk:
                yield Due(what="arrival", at=unit.says.arrives_at.ms, entry=unit.entry, who=unit.says.unit)

    def _reminders(self, case: str) -> Iterator[Due]:
        for held in self.reminders.get(case, ()):
            yield Due(what="reminder", at=held.body.due.ms, entry=held.id, says=held.body.reason)


def soonest(due: Due) -> tuple[int, str, str]:
    """Return what dues are ordered by."""
    return (due.at, due.what, due.entry)


def kept(picture: Picture) -> Kept:
    """Return how the watch stands as the entries say it."""
    return Kept(
        units=_units(picture),
        requests=_by_case(picture, RequestMade),
        reminders=_by_case(picture, ReminderSet),
        worries=_by_case(picture, WorryNoted),
        tries=_by_case(picture, CallTried),
        doubts={
            case: found
            for case, held in _by_case(picture, LinkAdvice).items()
            if (found := [each for each in held if each.body.doubted])
        },
    )


def telephoned(mention: MentionFacts) -> bool:
    """Return whether somebody aboard, or near to them, called or wrote from a telephone."""
    role = mention.sender.role if mention.sender is not None else None
    return mention.channel in SIGN_OF_LIFE_CHANNELS and (role is None or role in AT_THE_PHONE)


def says_nothing(mention: MentionFacts) -> bool:
    """Return whether a call held nothing but itself: four silent seconds, one that was missed, or words alone.

    Words are sealed; where nobody read anything out of them, they are not known here and the boat is called early.
    """
    said = mention.mention
    return not (
        said.positions
        or said.on_board
        or said.craft
        or said.danger
        or said.encounter
        or said.movements
        or said.event
        or said.boats
    )


def _heard(mention: MentionFacts, now: int) -> int:
    """Return when a call came: as it says, or if that is still to come, a slip of a clock or a pen, as we wrote."""
    return mention.known if mention.known <= now else min(mention.recorded, now)


def _next_call(phase: str, spoken: int, silent: bool) -> int:
    """Return when the rules have a boat called again that was last spoken with at an instant."""
    minutes = _RULES["after"]["silent_call"] if silent else _RULES["minutes"][phase]
    return spoken + int(minutes) * MINUTE


def _units(picture: Picture) -> tuple[Unit, ...]:
    """Return what each unit was last said to do: each desk's latest standing entry of its name."""
    latest: dict[tuple[str, str], Unit] = {}
    for held in picture.standing(picture.by_type.get(TYPE_OF[UnitReported][0], ())):
        if isinstance(held.body, UnitReported):
            log = held.order[2]
            desk = "" if picture.is_ours(held) else picture.desk_name(log) or log
            latest[picture.desk_of(log), _folded(held.body.unit)] = Unit(
                entry=held.id, wall_ms=held.wall_ms, by=held.actor, says=held.body, desk=desk
            )
    return tuple(sorted(latest.values(), key=lambda unit: (unit.desk, unit.says.unit.casefold(), unit.entry)))


def _has_met(case: CaseFacts, unit: Unit) -> bool:
    """Return whether a unit reported that it met a case's boat since it was last said what it does."""
    return any(
        is_linked(mention, case.id)
        and mention.known >= unit.says.at.ms
        and (met := mention.mention.encounter) is not None
        and met.action not in FROM_AFAR
        and _folded(met.unit or "") == _folded(unit.says.unit)
        for mention in case.mentions
    )


def _there(unit: Unit) -> Unit:
    doing = "on_scene" if unit.says.doing == "on_way" else unit.says.doing
    return replace(unit, says=replace(unit.says, doing=doing, arrives_at=None))


def _told_since(case: CaseFacts, doubt: Held) -> bool:
    """Return whether the boat's position was told again after two of it were found to disagree."""
    advice: LinkAdvice = doubt.body
    told = [mention.known for mention in case.mentions if mention.id in advice.doubted]
    return any(
        is_linked(mention, case.id)
        and mention.id not in advice.doubted
        and mention.known > max(told, default=advice.made_at.ms)
        and any(position.of == "craft" for position in mention.mention.positions)
        for mention in case.mentions
    )


def _folded(name: str) -> str:
    return " ".join(name.casefold().split())


def _by_case(picture: Picture, body: type[Any]) -> dict[str, list[Held]]:
    found: defaultdict[str, list[Held]] = defaultdict(list)
    for held in picture.kept(body):
        found[held.body.case].append(held)
    return dict(found)


def in_order(calls: Iterable[CallBack], urgent: Callable[[CallBack], int]) -> tuple[CallBack, ...]:
    """Return the one call-back list: those overdue or due first, the more urgent before the less at the same minute."""
    return tuple(sorted(calls, key=lambda call: (call.due // MINUTE, -urgent(call), call.case, call.mention)))


def ever_asked(picture: Picture) -> list[Held]:
    """Return everything our desk ever asked of anybody, answered or not; what was undone was never asked."""
    return [
        held
        for held in picture.said(picture.by_type.get(TYPE_OF[RequestMade][0], ()))
        if isinstance(held.body, RequestMade) and picture.is_ours(held) and not picture.undone(held.id)
    ]


def refusals(picture: Picture) -> dict[str, Held]:
    """Return for each request that was refused the entry that says so."""
    return {
        request: held
        for held in picture.kept(DutyMet)
        if held.body.outcome == "refused"
        for request in held.replaces
    }
