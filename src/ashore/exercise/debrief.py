"""What a drill came to: for each boat what was so beside what the desk held, and how long nobody was looking for it.

How a boat is masked is said in `masking`, and held here over the links as they stood through time.
"""

from __future__ import annotations

from collections.abc import Hashable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import Any

from ashore.exercise.files import MentionId
from ashore.exercise.fleet import Ship
from ashore.exercise.masking import Placed, Span, both, masked_times, own_cases, owners, together
from ashore.model.drills import (
    BoatTold,
    CaseChanged,
    Debrief,
    Happened,
    HeldIn,
    JudgedEnding,
    Kept,
    Received,
    WrongLink,
)
from ashore.model.times import Interval

FOREVER = float("inf")
AT_IT = frozenset("alongside escorting recovered transferred winched towed".split())
"""What a unit does that has reached a boat."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Told:
    """A report that came: its key, the boats of its mentions, "" for none, and its fields."""

    report: str
    boats: tuple[str, ...]
    fields: Mapping[str, Any]


def debrief(
    fleet: Mapping[str, Ship],
    told: Sequence[Told],
    kept: Kept,
    *,
    seed: int,
    quality: str,
    began: int,
    now: int,
    over: bool,
    injects: int,
    skipped: Sequence[Span] = (),
) -> Debrief:
    """Return what a drill came to by an instant: boats in danger or reported, those longest masked first."""
    watch = _Watch(told, kept, now)
    boats = [_boat(ship, watch, began, now) for ship in fleet.values() if ship.id in watch.reports]
    unheard = sum(
        any(first < now for first, _ in ship.danger) and ship.id not in watch.reports
        for ship in fleet.values()
    )
    return Debrief(
        seed=seed,
        quality=quality,
        began=began,
        now=now,
        over=over,
        reports=len(told),
        injects=injects,
        cases=sum(each.what == "opened" for each in kept.cases),
        unheard=unheard,
        skipped=_intervals(together(skipped)),
        boats=tuple(sorted(boats, key=lambda each: (-each.masked_ms, not each.danger, each.left, each.boat))),
        names=kept.names,
    )


class _Watch:
    """What the desk held, as spans of time: whose each case was, and when it was open."""

    def __init__(self, told: Sequence[Told], kept: Kept, now: int) -> None:
        self.kept = kept
        self.boat_of: dict[MentionId, str] = {
            (each.report, index): boat for each in told for index, boat in enumerate(each.boats)
        }
        self.entry_of = {each.report: each for each in kept.received}
        self.alongside: dict[str, int] = {}
        self.reports: dict[str, list[Received]] = {}
        for each in told:
            came = self.entry_of.get(each.report)
            if came is None:
                continue
            for index, boat in enumerate(each.boats):
                if not boat:
                    continue
                if came not in self.reports.setdefault(boat, []):
                    self.reports[boat].append(came)
                encounter = each.fields["mentions"][index].get("encounter") or {}
                if encounter.get("action") in AT_IT:
                    self.alongside[boat] = min(self.alongside.get(boat, came.at), came.at)
        # What an officer typed in has no truth, and makes no case anybody's.
        self.held = [each for each in kept.held if (each.report, each.mention) in self.boat_of]
        placed = [
            Placed(at=each.at, mention=(each.report, each.mention), cases=frozenset(each.cases))
            for each in self.held
        ]
        self.is_open = _open_times(kept.cases)
        self.own = own_cases(self.boat_of, placed, self.is_open)
        self.whose: dict[Hashable, list[tuple[Span, str]]] = {}
        for case, boat, span in owners(self.boat_of, placed):
            self.whose.setdefault(case, []).append((span, boat))
        self.now = now

    def owner(self, case: str, at: int) -> str:
        """Return whose a case was just then, "" for nobody's; before its first mention, whose it came to be."""
        owned = self.whose.get(case, [])
        started = [boat for (first, _), boat in owned if first <= at]
        return started[-1] if started else owned[0][1] if owned else ""

    def cases_of(self, boat: str) -> dict[str, list[Span]]:
        """Return the cases that were a boat's for a time, and in which times."""
        return {
            str(case): spans
            for case, owned in self.whose.items()
            if (spans := [span for span, owner in owned if owner == boat])
        }


def _open_times(changes: Sequence[CaseChanged]) -> dict[Hashable, list[Span]]:
    found: dict[Hashable, list[Span]] = {}
    for each in changes:
        spans = found.setdefault(each.case, [])
        running = bool(spans) and spans[-1][1] == FOREVER
        if each.what in ("opened", "reopened") and not running:
            spans.append((each.at, FOREVER))
        elif each.what in ("ended", "gone") and running:
            spans[-1] = (spans[-1][0], each.at)
    return found


def _boat(ship: Ship, watch: _Watch, began: int, now: int) -> BoatTold:
    reports = watch.reports[ship.id]
    heard = min(each.at for each in reports)
    until = [(began, now)]
    danger = both(ship.danger, until)
    own = both(watch.own.get(ship.id, ()), until)
    cases = watch.cases_of(ship.id)
    alongside = watch.alongside.get(ship.id)
    return BoatTold(
        boat=ship.id,
        people=ship.most(),
        left=ship.left,
        danger=_intervals(danger),
        end=ship.end if ship.ended <= now else "",
        ended=ship.ended if ship.ended <= now else None,
        reports=tuple(reports),
        reported=heard,
        owned=int(own[0][0]) if own else None,
        case=next((case for case, spans in cases.items() if own and both(spans, [own[0]])), ""),
        own=_intervals(own),
        masked=tuple(
            Interval(earliest=each.first, latest=each.last)
            for each in masked_times(ship.id, [(int(a), int(b)) for a, b in danger], heard, own)
        ),
        silence=_silence(ship.id, danger, heard, watch),
        alongside=alongside,
        endings=tuple(_endings(ship, alongside, watch)),
        wrong=tuple(_wrong(ship.id, watch)),
        happened=tuple(sorted(_happened(ship, watch, now), key=lambda each: each.at)),
    )


def _silence(boat: str, danger: Sequence[Span], heard: int, watch: _Watch) -> Interval | None:
    """Return the longest time in danger, once reported and before a unit came, without a report or a call back."""
    calls = [each.at for each in watch.kept.called_back if watch.owner(each.case, each.at) == boat]
    signs = sorted([*(each.at for each in watch.reports[boat]), *calls])
    longest: Interval | None = None
    for first, last in both(danger, [(heard, watch.alongside.get(boat, FOREVER))]):
        edges = [first, *(at for at in signs if first < at < last), last]
        for one, other in pairwise(edges):
            if longest is None or other - one > longest.latest - longest.earliest:
                longest = Interval(earliest=int(one), latest=int(other))
    return longest


def _endings(ship: Ship, alongside: int | None, watch: _Watch) -> Iterator[JudgedEnding]:
    for each in watch.kept.cases:
        if each.what == "ended" and watch.owner(each.case, each.at) == ship.id:
            yield JudgedEnding(
                at=each.at,
                case=each.case,
                how=each.how,
                still_out=ship.still_out(each.at),
                after_ms=None if alongside is None or alongside > each.at else each.at - alongside,
                entry=each.entry,
                by=each.by,
            )


def _wrong(boat: str, watch: _Watch) -> Iterator[WrongLink]:
    """Yield when mentions of a boat stood in cases that were another boat's."""
    for index, each in enumerate(watch.held):
        if watch.boat_of[each.report, each.mention] != boat:
            continue
        after = next(
            (
                later.at
                for later in watch.held[index + 1 :]
                if (later.report, later.mention) == (each.report, each.mention)
            ),
            FOREVER,
        )
        for case in each.cases:
            for (first, last), owner in watch.whose.get(case, ()):
                for since, until in both([(first, last)], [(each.at, min(after, watch.now))]):
                    if owner and owner != boat:
                        yield WrongLink(
                            since=int(since),
                            until=None if until >= watch.now else int(until),
                            report=each.report,
                            mention=each.mention,
                            case=case,
                            other=owner,
                            entry=each.entry,
                            by=each.by,
                        )


def _happened(ship: Ship, watch: _Watch, now: int) -> Iterator[Happened]:
    for at, what in (
        (ship.left, "left"),
        *((first, "danger") for first, _ in ship.danger),
        *((last, "safe") for _, last in ship.danger if last < ship.ended),
        (ship.ended, ship.end),
    ):
        if at <= now:
            yield Happened(at=at, true=True, what=what)
    for each in watch.reports[ship.id]:
        yield Happened(at=each.at, true=False, what="report", how=each.report, entry=each.entry)
    for look in watch.kept.read:
        if look.report in {each.report for each in watch.reports[ship.id]}:
            yield Happened(at=look.at, true=False, what="read", how=look.report, entry=look.entry, by=look.by)
    for change in watch.kept.cases:
        if watch.owner(change.case, change.at) == ship.id:
            yield Happened(
                at=change.at,
                true=False,
                what=change.what,
                how=change.how,
                entry=change.entry,
                case=change.case,
                by=change.by,
            )
    for link in watch.held:
        if watch.boat_of[link.report, link.mention] == ship.id:
            yield from _link(ship.id, link, watch)
    for call in watch.kept.called_back:
        if watch.owner(call.case, call.at) == ship.id:
            yield Happened(
                at=call.at,
                true=False,
                what="called_back",
                how=call.outcome,
                entry=call.entry,
                case=call.case,
                by=call.by,
            )


def _link(boat: str, link: HeldIn, watch: _Watch) -> Iterator[Happened]:
    if not link.cases:
        yield Happened(at=link.at, true=False, what="loose", how=link.report, entry=link.entry, by=link.by)
    for case in link.cases:
        what = "linked" if watch.owner(case, link.at) == boat else "elsewhere"
        yield Happened(
            at=link.at, true=False, what=what, how=link.report, entry=link.entry, case=case, by=link.by
        )


def _intervals(spans: Sequence[Span]) -> tuple[Interval, ...]:
    return tuple(Interval(earliest=int(first), latest=int(last)) for first, last in spans)
