"""Pressing: what a hotline knows of each boat and has yet to ask, and which centre it pressed and is waiting for."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass

from ashore.desk.commands.desk import Desk
from ashore.desk.language.words import word_for
from ashore.forecast.fixes import heard, set_aside
from ashore.model.counts import Count, Part
from ashore.model.facts import MentionFacts
from ashore.model.phrases import Instant, Phrase, say
from ashore.model.report import Position
from ashore.picture import Held, Row, board
from ashore.picture.duties import ever_asked, kept, refusals

FIVE = ("number", "children", "colour", "engine", "place")
"""The facts a centre asks for first, in the order in which it asks."""

SUGGESTED = ("CROSS Gris-Nez", "HM Coastguard Dover")
"""The two centres of the Strait, until somebody here has pressed others."""

BOTH = 2


@dataclass(frozen=True, slots=True, kw_only=True)
class Fact:
    """One of the five: what was last said of it, None where nobody said, and when that was true."""

    name: str
    says: Phrase | None = None
    at: int = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class Pressed:
    """A centre that was asked about a boat: how often and when last, and since when it owes an answer.

    `waiting` are the requests it has not answered, `due` when the first of them was to be answered, UTC milliseconds.
    `refused` is when it refused what it was asked last, 0 where it did not.
    """

    to: str
    times: int
    last: int
    waiting: tuple[str, ...] = ()
    since: int = 0
    due: int = 0
    refused: int = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class Boat:
    """One open case as a hotline works it."""

    row: Row
    facts: tuple[Fact, ...]
    pressed: tuple[Pressed, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Relayed:
    """Everything a hotline's desk presses for, in the order of need, and the centres it presses."""

    now: int
    boats: tuple[Boat, ...]
    centres: tuple[str, ...]


def ask_relay(desk: Desk) -> Relayed:
    """Return the open cases with what is known of each and what was asked of whom."""
    now = desk.now()
    ahead = now - desk.surroundings.clock() if desk.kind == "exercise" else 0
    with desk.looking() as picture:
        shown = board(picture, desk.books, now)
        asked = ever_asked(picture)
        open_requests = {held.id for each in kept(picture).requests.values() for held in each}
        refused = {request: met.wall_ms for request, met in refusals(picture).items()}
        return Relayed(
            now=now,
            boats=tuple(
                Boat(
                    row=row,
                    facts=_facts(heard(row.case)),
                    pressed=_pressed(
                        (held for held in asked if held.body.case == row.case.id),
                        open_requests,
                        refused,
                        ahead,
                    ),
                )
                for row in shown.rows
                if row.at_sea
            ),
            centres=_centres(asked),
        )


def _centres(asked: Iterable[Held]) -> tuple[str, ...]:
    """Return the two that were last asked, in alphabetical order, filled up with those suggested."""
    last: dict[str, str] = {}
    for to in (*(held.body.to for held in reversed(list(asked))), *SUGGESTED):
        last.setdefault(to.casefold(), to)
    return tuple(sorted(list(last.values())[:BOTH]))


def _pressed(
    asked: Iterable[Held], open_requests: set[str], refusals: Mapping[str, int], ahead: int
) -> tuple[Pressed, ...]:
    by_centre: dict[str, list[Held]] = {}
    for held in asked:
        by_centre.setdefault(held.body.to.casefold(), []).append(held)
    found = []
    for _, requests in sorted(by_centre.items()):
        waiting = [held for held in requests if held.id in open_requests]
        refused = refusals.get(requests[-1].id)
        found.append(
            Pressed(
                to=requests[-1].body.to,
                times=len(requests),
                last=requests[-1].wall_ms + ahead,
                waiting=tuple(held.id for held in waiting),
                since=waiting[0].wall_ms + ahead if waiting else 0,
                due=min((held.body.due.ms for held in waiting), default=0),
                refused=0 if refused is None else refused + ahead,
            )
        )
    return tuple(found)


def _facts(mentions: Iterable[MentionFacts]) -> tuple[Fact, ...]:
    """Return the five facts, each as it was last said by anybody who was not set aside.

    Two numbers may be two boats, so the number said before stands beside the newest.
    """
    newest_first = sorted(mentions, key=lambda mention: mention.said, reverse=True)
    return tuple(_fact(name, _SAYS[name], newest_first) for name in FIVE)


def _fact(
    name: str, says: Callable[[MentionFacts], Phrase | None], newest_first: Iterable[MentionFacts]
) -> Fact:
    heard = [(said, mention.at) for mention in newest_first if (said := says(mention)) is not None]
    if not heard:
        return Fact(name=name)
    (newest, at), *earlier = heard
    before = next((said for said, _ in earlier if said != newest), None) if name == "number" else None
    if before is not None:
        newest = say("{number} (before that: {before})", number=newest, before=before)
    return Fact(name=name, says=newest, at=at)


def _number(mention: MentionFacts) -> Phrase | None:
    count = mention.mention.on_board
    return None if count is None or set_aside(mention, "on_board") else _many(count)


def _children(mention: MentionFacts) -> Phrase | None:
    count = mention.mention.on_board
    if count is None or count.children is None or set_aside(mention, "on_board.children"):
        return None
    return _many(count.children)


def _many(count: Count | Part) -> Phrase | None:
    low, high = count.low, count.high
    if low is not None and low == high:
        return say("{number}", number=low)
    if low is not None and high is not None:
        return say("{low} to {high}", low=low, high=high)
    if high is not None:
        return say("at most {high}", high=high)
    if low:
        return say("at least {low}", low=low)
    return None if count.value is None else say("about {number}", number=count.value)


def _colour(mention: MentionFacts) -> Phrase | None:
    craft = mention.mention.craft
    if craft is None or not craft.colour or set_aside(mention, "craft.colour"):
        return None
    known = word_for("colour", craft.colour)
    return Phrase(template=known) if known else say("{colour}", colour=craft.colour.replace("_", " "))


def _engine(mention: MentionFacts) -> Phrase | None:
    craft = mention.mention.craft
    if craft is None or not craft.engine or set_aside(mention, "craft.engine"):
        return None
    return Phrase(template=word_for("engine", craft.engine) or craft.engine)


def _place(mention: MentionFacts) -> Phrase | None:
    """Return where the boat itself was last said to be; a beach it left from is not where it is."""
    for index, position in enumerate(mention.mention.positions):
        if position.of != "craft" or set_aside(mention, f"positions[{index}]"):
            continue
        at = Instant(ms=mention.at if position.at is None else position.at.ms)
        where = _words(position)
        others = [
            _words(mention.mention.positions[each]) for each in mention.mention.rivals(index) if each != index
        ]
        if where and others:
            # Whoever hears only one of them may send everybody to the image of a beacon.
            return say("either {where} or {other} ({at})", where=where, other=" / ".join(others), at=at)
        if where:
            return say("{where} ({at})", where=where, at=at)
    return None


def _words(position: Position) -> str:
    point = f"{position.lat}, {position.lon}" if position.lat and position.lon else ""
    return " ".join(each for each in (position.place, point) if each)


_SAYS: dict[str, Callable[[MentionFacts], Phrase | None]] = {
    "number": _number,
    "children": _children,
    "colour": _colour,
    "engine": _engine,
    "place": _place,
}
