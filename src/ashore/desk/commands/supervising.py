"""The load of the watch: what is overdue, who carries how much, and what a watch must not end with.

Endings over an objection are counted for a watch and never for a person: a number beside a name would teach
people not to end, or not to say what stood in the way.
"""

from __future__ import annotations

import statistics
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass

from ashore.desk.commands.asking import came_back_to
from ashore.desk.commands.desk import Desk
from ashore.model.bodies import AlarmAcknowledged, CaseEnded, SoundsTested, WatchTaken
from ashore.model.phrases import Phrase
from ashore.model.report import is_mention_id
from ashore.picture import Board, Held, Picture, Row, board
from ashore.picture.alarms import Alarm, alarms
from ashore.picture.cases import MACHINE_ROLES, mention_facts
from ashore.picture.duties import MINUTE, Due

HOUR = 60 * MINUTE
TESTED_BEFORE_MS = HOUR
"""A test of the sounds by whoever then takes the watch counts for it up to an hour before."""

OLD_MS = 24 * HOUR
"""A case that nobody ended for so long is looked at again by somebody who was not there."""

WATCHES = 6
"""Of how many watches endings are counted, the present one among them."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Load:
    """What one person did: acts in the last hour, and the alarms they heard in this watch.

    `half_in` and `longest` are minutes from an alarm's cause being held here to its being heard, None where no cause
    tells its time.
    """

    account: str
    acts: int
    alarms: int
    half_in: int | None
    longest: int | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Overdue:
    """Something awaited whose time has passed; `row` is its case, None where it is the watch's own."""

    due: Due
    row: Row | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Endings:
    """How a watch ended cases: since when it ran, UTC milliseconds, how many, how many over an objection or alone."""

    since: int
    ended: int
    over_objection: int
    alone: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Supervised:
    """Everything a supervisor looks for, at an instant.

    `watch` is who took the watch last, and `sounds` the last test of the sounds for it.
    `alone` are cases whose ending one person decided by themselves, `old` those open for more than a day;
    `came_back` are open ones whose people may have left on another boat since, with the sentences that say so.
    """

    now: int
    watch: Held | None
    sounds: Held | None
    open_cases: tuple[Row, ...]
    loads: tuple[Load, ...]
    overdue: tuple[Overdue, ...]
    alarms: tuple[Alarm, ...]
    alone: tuple[Row, ...]
    old: tuple[Row, ...]
    came_back: tuple[tuple[Row, tuple[Phrase, ...]], ...]
    watches: tuple[Endings, ...]


def ask_supervised(desk: Desk) -> Supervised:
    """Return the load of the watch as it stands now."""
    now, clock = desk.now(), desk.surroundings.clock()
    with desk.looking() as picture:
        shown = board(picture, desk.books, now)
        taken = picture.kept(WatchTaken)
        watch = taken[-1] if taken else None
        tests = [held for held in picture.kept(SoundsTested) if _of_this_watch(held, watch)]
        return Supervised(
            now=now,
            watch=watch,
            sounds=tests[-1] if tests else None,
            open_cases=shown.rows,
            loads=tuple(_loads(desk, picture, watch, clock, now - clock if desk.kind == "exercise" else 0)),
            overdue=tuple(sorted(_overdue(shown), key=lambda each: (each.due.at, each.due.entry))),
            alarms=tuple(sorted(alarms(picture, shown), key=lambda alarm: (alarm.since, alarm.id))),
            alone=tuple(
                row for row in (*shown.reviews, *shown.ended) if row.case.ended and row.case.ended.alone
            ),
            old=tuple(row for row in shown.rows if now - _opened(picture, row) >= OLD_MS),
            came_back=tuple((row, told) for row in shown.rows if (told := came_back_to(picture, row.case))),
            watches=tuple(_endings(picture, taken)),
        )


def _of_this_watch(test: Held, watch: Held | None) -> bool:
    """Whoever comes on tests the sounds first or takes the watch first; both are the start of the same shift."""
    if watch is None or test.order > watch.order:
        return True
    return test.actor == watch.actor and watch.wall_ms - test.wall_ms <= TESTED_BEFORE_MS


def _overdue(shown: Board) -> Iterator[Overdue]:
    for row in (*shown.rows, *shown.reviews, *shown.ended):
        yield from (Overdue(due=due, row=row) for due in row.due if due.at <= shown.now)
    yield from (Overdue(due=due, row=None) for due in shown.due if due.at <= shown.now)


def _opened(picture: Picture, row: Row) -> int:
    reported = row.case.first_reported
    return picture.entries[row.case.opened].wall_ms if reported is None else reported


def _loads(desk: Desk, picture: Picture, watch: Held | None, clock: int, ahead: int) -> Iterator[Load]:
    """Yield what each person carries, the busiest first; whoever only looks on has no load."""
    lately: set[tuple[str, str]] = set()
    for held in picture.entries.values():
        if held.wall_ms > clock - HOUR and _is_person(held) and picture.is_ours(held):
            lately.add((held.actor, desk.ledger.get(held.id).header.command))
    acts = Counter(account for account, _ in lately)
    took: dict[str, list[int | None]] = {}
    for held in picture.kept(AlarmAcknowledged):
        if watch is None or held.order > watch.order:
            took.setdefault(held.actor, []).append(_took(picture, held, ahead))
    for account in sorted(acts.keys() | took.keys(), key=lambda each: (-acts[each], each)):
        minutes = [each for each in took.get(account, ()) if each is not None]
        yield Load(
            account=account,
            acts=acts[account],
            alarms=len(took.get(account, ())),
            half_in=round(statistics.median(minutes)) if minutes else None,
            longest=max(minutes, default=None),
        )


def _is_person(held: Held) -> bool:
    return held.role not in MACHINE_ROLES and held.role not in ("replay", "system")


def _took(picture: Picture, held: Held, ahead: int) -> int | None:
    """Return the minutes from an alarm's cause to its being heard; None for silence, which begins by itself."""
    kind, _, cause = held.body.alarm.partition(":")
    at: int | None = None
    if kind == "overdue":
        at = _due_of(picture, cause)
        at = None if at is None else at - ahead
    elif kind in ("distress", "after"):
        mention = cause if kind == "distress" else cause.partition(":")[2]
        found = mention_facts(picture, mention) if is_mention_id(mention) else []
        at = found[0].recorded if found else None
    return None if at is None else max(0, held.wall_ms - at) // MINUTE


def _due_of(picture: Picture, cause: str) -> int | None:
    _, marked, at = cause.partition("@")
    if marked:
        return int(at) if at.isdecimal() else None
    held = picture.entries.get(cause)
    for name in ("due", "arrives_at", "review_at"):
        moment = getattr(held.body, name, None) if held is not None else None
        if moment is not None:
            return int(moment.ms)
    return None


def _endings(picture: Picture, taken: list[Held]) -> Iterator[Endings]:
    """Yield how the last watches ended cases, the present one first; what was undone ended nothing."""
    ended = [
        held
        for held in picture.said(picture.by_type.get("case.ended", ()))
        if isinstance(held.body, CaseEnded) and picture.is_ours(held) and not picture.undone(held.id)
    ]
    until = None
    for begun in [*reversed(taken), None][:WATCHES]:
        held_then = [
            held
            for held in ended
            if (begun is None or held.order > begun.order) and (until is None or held.order <= until.order)
        ]
        if begun is not None or held_then:
            yield Endings(
                since=0 if begun is None else begun.wall_ms,
                ended=len(held_then),
                over_objection=sum(bool(held.body.objections) for held in held_then),
                alone=sum(held.body.alone for held in held_then),
            )
        until = begun
