"""What a mention says was done with people, before it is settled whose people they were.

An encounter is shorthand for movements and for counts just before and just after them;
here both become `Act`s in one order of time, each with what was counted.
"""

from __future__ import annotations

from dataclasses import dataclass, replace

from ashore.model.facts import MentionFacts
from ashore.model.report import Encounter, Movement, index_of
from ashore.people.claims import VIEWS, Statement, is_hearsay, is_set_aside, statements

Position = tuple[int, int, int, int]
"""When something was true: the instant, then spoken before encountered before passed on, when known, and the
step in a mention.

No id is in it, so that two things said of one instant are simultaneous and no name decides between them.
"""

_FALLING, _COUNTING, _PASSING, _MEETING, _AFTERWARDS = range(5)

TAKES = frozenset({"recovered", "winched", "towed", "transferred", "alongside"})
LANDS = frozenset({"landed", "arrived", "returned_self"})
CARES = frozenset({"detained", "handed_over", "medical", "hospital"})
"""Actions on people already off the boat, unless nothing else tells how they got off it."""

GETS_OFF = frozenset({"take", "transfer", "pass", "land", "arrive", "return", "care"})
"""Kinds of act that tell of people off their boat."""

_OF_NO_BOAT = frozenset({"lorry", "train", "land", "camp"})
_OFF = frozenset({"take", "arrive", "care", "missing", "body"})
_OUT = frozenset({"boat", "water", "missing", "unknown"})
_STARTS = frozenset({"beach", "shore", "lorry", "camp", "centre", "quay", "care", "hospital"})
_UNSEEN_ROLES = frozenset({"aboard", "relative", "hotline", "public", "survivor"})
_COUNTERS = frozenset({"unit", "centre", "police"})


@dataclass(frozen=True, slots=True, kw_only=True)
class Stock:
    """A count of how many are somewhere: `boat`, `water`, `missing`, `dead`, or `set_out` for ever boarded."""

    place: str
    statements: tuple[Statement, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Act:
    """One thing done with people, or only a count where `kind` is `count`.

    `kind`: count, join, board, take, pass, land, arrive, return, care, fall, climb, missing, body, dead,
    died, empty, lost, birth or move (anything else between two places).
    `origin` and `target` are places as (kind, name); `before` and `after` counts at either side of it;
    `form` tells an encounter from a movement that says the same in the same report;
    `unseen` a spoken move that no unit saw; `leaves_some` that the boat went on with people aboard;
    `each_boat` that every boat it tells of was there.
    """

    facts: MentionFacts
    kind: str
    position: Position
    form: str
    origin: tuple[str, str]
    target: tuple[str, str]
    statements: tuple[Statement, ...] = ()
    before: tuple[Stock, ...] = ()
    after: tuple[Stock, ...] = ()
    place: str | None = None
    stated_at: int | None = None
    unseen: bool = False
    leaves_some: bool = False
    each_boat: bool = False

    @property
    def unit(self) -> str | None:
        """The unit that takes, passes or lands, if it is named."""
        kind, name = self.origin if self.kind in ("pass", "land") else self.target
        return name or None if kind == "unit" else None


def acts_of(facts: MentionFacts) -> tuple[Act, ...]:
    """Return everything a mention says of people, in no particular order."""
    mention = facts.mention
    if mention.about in _OF_NO_BOAT:
        return ()
    if mention.about == "body":
        return _body(facts)
    acts = [_movement(facts, number, move) for number, move in enumerate(mention.movements)]
    if mention.encounter is not None:
        acts.extend(_encounter(facts, mention.encounter))
    spoken = _spoken_counts(facts)
    if spoken is not None:
        acts.append(spoken)
    return tuple(acts)


def _body(facts: MentionFacts) -> tuple[Act, ...]:
    """A mention of a body: whatever was done with it, it is somebody found dead, and one unless a count says more."""
    mention = facts.mention
    dying = [move for move in mention.movements if place_of(move.destination)[0] == "dead"]
    moves = [
        replace(_movement(facts, number, move), kind="body", target=("dead", ""), unseen=False)
        for number, move in enumerate(mention.movements)
        if move in dying or (not dying and place_of(move.origin)[0] in _OUT)
    ]
    if moves and mention.encounter is None:
        return tuple(each if each.statements else replace(each, statements=_one(facts)) for each in moves[:1])
    met = replace(mention.encounter or Encounter(), action="body_found")
    said = statements(facts, "on_board", mention.on_board, may_be_hand=False)
    for name in ("dead", "taken_off", "seen"):
        said = said or statements(
            facts, f"encounter.{name}", getattr(met, name), may_be_hand=_counts_by_hand(facts, met)
        )
    return (_dead(facts, met, said or (moves[0].statements if moves else ()), _unit(facts, met)),)


def _one(facts: MentionFacts) -> tuple[Statement, ...]:
    """The one body that a mention of a body tells of, or at least one that a boat's encounter does."""
    if is_set_aside(facts, "encounter.dead"):
        return ()
    most = 1 if facts.mention.about == "body" else None
    return (
        Statement(
            mention=facts.id,
            field="encounter.action",
            part=None,
            low=1,
            high=most,
            read_as=None,
            hand=False,
        ),
    )


def _at(facts: MentionFacts, step: int) -> Position:
    if facts.mention.encounter is None:
        return (facts.at, 0, 0, step)
    return (facts.at, 1, facts.known, step)


def _spoken_counts(facts: MentionFacts) -> Act | None:
    """The count on board, and the caller who is aboard: at least one."""
    mention, sender = facts.mention, facts.sender
    if mention.about not in ("craft", "person_in_water"):
        return None
    role = sender.role if sender is not None else None
    aboard = role == "aboard"
    kinds = {_kind_of_move(place_of(move.origin), place_of(move.destination)) for move in mention.movements}
    place = "water" if mention.about == "person_in_water" else "boat"
    stocks = []
    met = mention.encounter is not None and _counts_by_hand(facts, mention.encounter)
    on_board = _if_anybody(statements(facts, "on_board", mention.on_board, may_be_hand=met))
    if mention.encounter is not None and mention.encounter.action == "empty_hull":
        on_board = ()  # nobody on it is what it tells, and the empty hull tells that already
    if mention.encounter is not None and _came_with(facts, mention.encounter):
        on_board = ()
    if on_board:
        # Somebody ashore who tells how all of it went gives the number there was before any of it.
        afterwards = mention.encounter is None and not aboard and (facts.public or kinds & _OFF)
        survivors = role == "survivor" or (
            mention.on_board is not None and mention.on_board.says_who == "survivors"
        )
        stocks.append(Stock(place="set_out" if afterwards or survivors else place, statements=on_board))
    # That the sender is aboard bounds nothing where it is a guess: a telephone's position may be a relative's ashore.
    calls = aboard and not facts.assumes("sender.role")
    calls = calls and mention.encounter is None and not kinds & {*_OFF, "board"}
    if calls and index_of(facts.id) == 0 and not is_set_aside(facts, "sender.role"):
        self_aboard = Statement(
            mention=facts.id, field="sender.role", part=None, low=1, high=None, read_as=None, hand=False
        )
        stocks.append(Stock(place=place, statements=(self_aboard,)))
    if not stocks:
        return None
    return Act(
        facts=facts,
        kind="count",
        position=_at(facts, _COUNTING),
        form="spoken",
        origin=("", ""),
        target=("", ""),
        before=tuple(stocks),
    )


def _counts_by_hand(facts: MentionFacts, met: Encounter) -> bool:
    """Whether an encounter's exact counts were counted person by person by a named unit or quay."""
    if is_hearsay(facts) or met.action in VIEWS or _only_looks(met):
        return False
    role = facts.sender.role if facts.sender is not None else None
    at_quay = met.place is not None and met.action in LANDS | CARES and role in _COUNTERS
    return _unit(facts, met) != "" or at_quay


def _came_with(facts: MentionFacts, met: Encounter) -> bool:
    """Whether the count on board is of those who came ashore: a boat arrived with so many, and no other number."""
    came = met.action in ("arrived", "returned_self") and met.taken_off is None and met.seen is None
    said = facts.mention.on_board
    return came and said is not None and said.says_who in (None, "unit", "quay", "police", "centre")


def _only_looks(met: Encounter) -> bool:
    """An encounter that names nothing done and nobody moved or left is no more than a view."""
    return met.action is None and met.taken_off is None and met.left_aboard is None


def _if_anybody(counted: tuple[Statement, ...]) -> tuple[Statement, ...]:
    """A boat's count, by hand only where there was anybody to count: nobody left is as soft as `all off`."""
    if any(each.part is None and each.high == 0 for each in counted):
        return tuple(replace(each, hand=False) for each in counted)
    return counted


def _unit(facts: MentionFacts, met: Encounter) -> str:
    """The unit's name as it is compared: "Notre Dame" and "notre  dame" are one unit."""
    sender = facts.sender
    name = met.unit or (sender.unit if sender is not None and sender.role == "unit" else None)
    return _compared(name or "")


def _compared(name: str) -> str:
    return " ".join(name.split()).casefold()


def _encounter(facts: MentionFacts, met: Encounter) -> list[Act]:
    action, unit = met.action or "", _unit(facts, met)
    hand = _counts_by_hand(facts, met)
    told = hand and met.says_who != "survivors"

    def counted(name: str, *, by_hand: bool = hand) -> tuple[Statement, ...]:
        return statements(facts, f"encounter.{name}", getattr(met, name), may_be_hand=by_hand)

    moved = "taken_off"
    if met.taken_off is None and met.seen is not None and action in LANDS | CARES:
        moved = "seen"
    before = [Stock(place="set_out", statements=counted("set_out", by_hand=False))]
    if moved != "seen" and action != "empty_hull":
        before.append(Stock(place="boat", statements=_if_anybody(counted("seen"))))
    after = [
        Stock(place="water", statements=counted("in_water", by_hand=False)),
        Stock(place="boat", statements=_if_anybody(counted("left_aboard", by_hand=told))),
    ]
    if met.all_off == "yes" and action != "empty_hull" and not is_set_aside(facts, "encounter.all_off"):
        off = Statement(
            mention=facts.id, field="encounter.all_off", part=None, low=0, high=0, read_as=None, hand=False
        )
        after.append(Stock(place="all_off", statements=(off,)))
    if met.all_off == "no" and not is_set_aside(facts, "encounter.all_off"):
        left = Statement(
            mention=facts.id, field="encounter.all_off", part=None, low=1, high=None, read_as=None, hand=False
        )
        after.append(Stock(place="boat", statements=(left,)))
    dead = "dead"
    if action == "body_found":
        dead = next(
            (name for name in ("dead", "taken_off", "seen") if getattr(met, name) is not None), "dead"
        )
    taken = counted(moved) if action != "body_found" else ()
    if _came_with(facts, met):
        taken = statements(facts, "on_board", facts.mention.on_board, may_be_hand=hand)
    act = Act(
        facts=facts,
        kind=_what_was_done(met, moved),
        position=_at(facts, _MEETING),
        form="encounter",
        origin=("water" if facts.mention.about == "person_in_water" else "boat", ""),
        target=("unit", unit),
        statements=taken,
        before=tuple(stock for stock in before if stock.statements),
        after=tuple(stock for stock in after if stock.statements),
        place=met.place,
        each_boat=facts.mention.boats is not None and facts.mention.boats.low > 1,
        leaves_some=_leaves_some(
            met, taken, counted("seen") if moved != "seen" else (), counted("left_aboard")
        ),
    )
    if act.kind == "land":
        act = replace(act, origin=("unit", unit), target=("shore", met.place or ""))
    elif act.kind in ("arrive", "return", "care"):
        act = replace(act, unseen=not unit and _nobody_saw(facts) and act.kind != "care")
    acts = [act]
    if action == "body_found" or met.dead is not None:
        acts.append(_dead(facts, met, counted(dead), unit))
    return acts


def _what_was_done(met: Encounter, counted: str) -> str:
    action, moved = met.action or "", getattr(met, counted) is not None
    if action == "landed" and counted == "seen":
        return "arrive"
    if action == "empty_hull":
        return "take" if moved else "empty"
    if action == "body_found":
        return "count"
    if action == "landed":
        return "land"
    if action == "arrived":
        return "arrive"
    if action == "returned_self":
        return "return"
    if action in CARES:
        return "care" if moved else "count"
    if moved or action in TAKES - {"alongside"}:
        return "transfer" if action == "transferred" else "take"
    return "count"


def _leaves_some(
    met: Encounter, taken: tuple[Statement, ...], seen: tuple[Statement, ...], left: tuple[Statement, ...]
) -> bool:
    """Whether this meeting shows that the boat went on with people aboard."""
    if met.all_off == "yes":
        return False
    fewer = any(
        off.part is None and there.part is None and off.high is not None and there.low > off.high
        for off in taken
        for there in seen
    )
    return (
        fewer
        or met.all_off == "no"
        or met.action in ("refused", "escorting")
        or met.craft_after == "under_way"
        or any(statement.part is None and statement.low > 0 for statement in left)
    )


def _dead(facts: MentionFacts, met: Encounter, said: tuple[Statement, ...], unit: str) -> Act:
    """A body a unit found is a movement of its own; a count of the dead that others give counts all of them."""
    found = met.action == "body_found"
    if found and not said:
        said = _one(facts)
    kind, origin = "dead", ("boat", "")
    if met.action in CARES:
        kind, origin = "died", ("hospital", met.place or "")
    elif found or (unit and met.action not in VIEWS and not is_hearsay(facts)):
        kind = "body"
    return Act(
        facts=facts,
        kind=kind,
        position=_at(facts, _MEETING),
        form="encounter",
        origin=origin,
        target=("dead", unit),
        statements=said,
    )


def _nobody_saw(facts: MentionFacts) -> bool:
    """Whether a move is told only by somebody who is neither a unit nor an authority nor the press."""
    role = facts.sender.role if facts.sender is not None else None
    return role in _UNSEEN_ROLES or facts.channel == "post"


def place_of(text: str) -> tuple[str, str]:
    """Return a movement's place as (kind, name); the name may be empty."""
    kind, _, name = text.partition(":")
    return kind, _compared(name) if kind == "unit" else name


def _movement(facts: MentionFacts, number: int, move: Movement) -> Act:
    origin, target = place_of(move.origin), place_of(move.destination)
    role = facts.sender.role if facts.sender is not None else None
    named = any(kind in ("unit", "quay", "hospital") and name for kind, name in (origin, target))
    hand = named and not is_hearsay(facts) and role in _COUNTERS
    kind = _kind_of_move(origin, target)
    met = facts.mention.encounter
    unit = _unit(facts, met) if met is not None else ""
    if kind in ("join", "board", "fall", "climb", "lost"):
        step = _FALLING
    elif kind == "pass" and origin[1] != unit:
        step = _PASSING
    elif origin[0] in _OUT and kind != "missing":
        step = _MEETING
    else:
        step = _AFTERWARDS
    after_all = step in (_PASSING, _AFTERWARDS)
    position = _at(facts, step)
    if move.at is not None:
        position = (move.at.ms, 2, facts.known, step) if after_all else (move.at.ms, 0, 0, _FALLING)
    elif met is None and after_all:
        position = (facts.at, 2, facts.known, step)
    ashore = kind in ("arrive", "return", "care")
    return Act(
        facts=facts,
        kind=kind,
        position=position,
        form="movement",
        origin=origin,
        target=target,
        statements=statements(facts, f"movements[{number}].count", move.count, may_be_hand=hand),
        place=target[1] or None,
        stated_at=move.at.ms if move.at is not None else None,
        unseen=(kind == "board" or ashore) and not unit and _nobody_saw(facts),
    )


def _kind_of_move(origin: tuple[str, str], target: tuple[str, str]) -> str:
    start, end = origin[0], target[0]
    kind = "move"
    if start == "birth":
        kind = "birth"
    elif end == "dead":
        kind = "body" if start in _OUT else "died"
    elif start == "boat":
        kind = {
            "boat": "board",
            "unit": "take",
            "water": "fall",
            "missing": "missing",
            "unknown": "lost",
        }.get(end, "care" if end in ("hospital", "care", "centre") else "arrive")
    elif end == "boat":
        kind = {"water": "climb", "unit": "move", "missing": "move"}.get(start, "join")
    elif start in _OUT and end == "unit":
        kind = "take"
    elif start in _OUT and end == "missing":
        kind = "missing"
    elif start in _OUT and end in _STARTS:
        kind = "arrive"
    elif start == "unit" and end == "unit":
        kind = "pass"
    elif start == "unit" and end in _STARTS:
        kind = "care" if end in ("hospital", "care", "centre", "lorry") else "land"
    return kind
