"""The alarms of a desk: a new distress, silence or something overdue, and a call after a rescue.

An alarm is named by what caused it, so that the same cause sounds once wherever it is seen, and a further step of it
sounds anew. It sounds until a person of this desk acknowledges it; its cause stays on the board.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from ashore.model.bodies import AlarmAcknowledged, PhaseSet
from ashore.model.facts import CaseFacts, MentionFacts
from ashore.picture.board import Board, Row
from ashore.picture.cases import is_linked
from ashore.picture.fold import Held, Picture
from ashore.picture.phases import phase_of

SOUNDS = ("distress", "silent", "after")
"""The three sounds: a new distress; silent or overdue; a call after a rescue. The gravest is the last."""

_NAME = re.compile("(after|distress|overdue|silent):.")

TOLD_AFTERWARDS = frozenset({"article", "official", "statement"})
"""Channels that tell of a distress and call for no help themselves: in no case, they sound nothing."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Alarm:
    """One alarm: its name, which of the three sounds it has, and what it is about.

    `since` is when its cause began, UTC milliseconds; `due` what is overdue, "" for silence itself.
    `steps` are the names it had at earlier steps of the same silence: to hear those late is no mistake.
    """

    id: str
    sound: str
    since: int
    case: str = ""
    mention: str = ""
    due: str = ""
    who: str = ""
    steps: tuple[str, ...] = ()

    @property
    def about(self) -> str:
        """What it is about: its case, else its mention, else itself."""
        return self.case or self.mention or self.id


def is_alarm_name(name: str) -> bool:
    """Return whether an alarm can be named so, whether it sounds now or not."""
    return _NAME.match(name) is not None


def alarms(picture: Picture, board: Board) -> tuple[Alarm, ...]:
    """Return the alarms that nobody has acknowledged, the gravest sound first and then the oldest."""
    heard = heard_alarms(picture)
    return tuple(
        sorted(
            (
                alarm
                for alarm in sounding(picture, board)
                if alarm.id not in heard and not _heard_before_its_case(picture, alarm, heard)
            ),
            key=lambda alarm: (-SOUNDS.index(alarm.sound), alarm.since, alarm.id),
        )
    )


def heard_alarms(picture: Picture) -> frozenset[str]:
    """Return the names of the alarms that somebody of this desk has acknowledged."""
    return frozenset(held.body.alarm for held in picture.kept(AlarmAcknowledged))


def sounding(picture: Picture, board: Board) -> Iterator[Alarm]:
    """Yield every alarm that has a cause at the board's instant, acknowledged or not."""
    for row in (*board.rows, *board.reviews, *board.ended):
        for mention in row.called_after:
            yield Alarm(
                id=f"after:{row.case.id}:{mention.id}",
                sound="after",
                since=mention.known,
                case=row.case.id,
                mention=mention.id,
            )
        for due in row.due:
            if due.at <= board.now:
                yield Alarm(
                    id=f"overdue:{due.entry or f'{row.case.id}@{due.at}'}",
                    sound="silent",
                    since=due.at,
                    case=row.case.id,
                    due=due.what,
                    who=due.who,
                )
    for row in board.rows:
        yield from _of(picture, row, board.now)
    for mention in (*board.unlinked, *board.proposed):
        if (
            phase_of(mention)[0] == "distress" or _unmarked_hull(picture, mention)
        ) and mention.channel not in TOLD_AFTERWARDS:
            yield Alarm(
                id=f"distress:{mention.id}",
                sound="distress",
                since=mention.known,
                case=next((link.cases[0] for link in mention.links if link.standing == "proposed"), ""),
                mention=mention.id,
            )
    for due in board.due:
        if due.at <= board.now:
            yield Alarm(id=f"overdue:{due.entry}", sound="silent", since=due.at, due=due.what, who=due.who)


def _of(picture: Picture, row: Row, now: int) -> Iterator[Alarm]:
    case = row.case
    if case.phase == "distress" and row.at_sea:
        yield Alarm(
            id=f"distress:{case.id}:{_anew(picture, case)}",
            sound="distress",
            since=_distress_since(picture, case, now),
            case=case.id,
        )
    for mention in _found(picture, case):
        yield Alarm(
            id=f"distress:{case.id}:{mention.id}",
            sound="distress",
            since=mention.known,
            case=case.id,
            mention=mention.id,
        )
    if row.urgency.raised:
        silence = f"silent:{case.id}:{row.urgency.silent_from}"
        yield Alarm(
            id=f"{silence}:{row.urgency.raised}",
            sound="silent",
            since=row.urgency.silent_from,
            case=case.id,
            steps=tuple(f"{silence}:{step}" for step in range(1, row.urgency.raised)),
        )


def _found(picture: Picture, case: CaseFacts) -> Iterator[MentionFacts]:
    """Yield what a unit came upon that is no boat anybody sought, until a person placed it (situations B8)."""
    if picture.opened_alone(case.id):
        yield from (
            mention
            for mention in case.mentions
            if mention.mention.encounter is not None and not any(link.by_person for link in mention.links)
        )


def _unmarked_hull(picture: Picture, mention: MentionFacts) -> bool:
    """Return whether an empty hull was met that no unit logged leaving, marked, for a boat it may be of."""
    met = mention.mention.encounter
    if met is None or met.action != "empty_hull" or met.craft_after == "marked":
        return False
    cases = {case for link in mention.links if link.standing == "proposed" for case in link.cases}
    return not any(
        other.mention.encounter is not None and other.mention.encounter.craft_after == "marked"
        for case in cases & picture.cases
        for other in picture.case(case).mentions
        if is_linked(other, case) and other.at <= mention.at
    )


def _distress_since(picture: Picture, case: CaseFacts, now: int) -> int:
    """Return when what holds a case in distress was first said, or an officer said so."""
    said = [mention.known for mention in case.mentions if mention.id in case.phase_because]
    said += [picture.entries[each].wall_ms for each in case.phase_because if each in picture.entries]
    return min([*said, now])


def _anew(picture: Picture, case: CaseFacts) -> str:
    """Return the entry after which a distress of this case is a new one, "" if none.

    That is our last ending of it, or our last lowering of its phase.
    """
    said = [picture.entries[ended.entry] for ended in case.was_ended]
    said += [held for held in picture.said(picture.of_case.get(case.id, ())) if _lowers(picture, held)]
    over = [held for held in said if picture.is_ours(held)]
    return max(over, key=lambda held: held.order).id if over else ""


def _lowers(picture: Picture, held: Held) -> bool:
    return isinstance(held.body, PhaseSet) and held.body.phase != "distress" and not picture.undone(held.id)


def _heard_before_its_case(picture: Picture, alarm: Alarm, heard: frozenset[str]) -> bool:
    """Return whether the first distress of a case is one that was heard while its report belonged to no case."""
    return alarm.id == f"distress:{alarm.case}:" and any(
        f"distress:{mention.id}" in heard and is_linked(mention, alarm.case)
        for mention in picture.case(alarm.case).mentions
    )
