"""Flows and counts as integer rows: the form in which the solver bounds them.

Every account balances at every instant: nobody leaves a place who is not there.
What somebody counted is a claim that may turn out false; what a claim was about happened all the same.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass

from ashore.people.acts import Position
from ashore.people.claims import NOBODY_LOST, Statement
from ashore.people.flows import Account, Flow, Flows, Seen
from ashore.people.system import Claim, Row, System, Terms

HAND, SPOKEN = 0, 1

Columns = tuple[int, ...]
"""One variable for each part, in the order of the rows' parts; the last is everybody in no part."""


@dataclass(frozen=True, slots=True)
class _Leg:
    """The people of a flow who come from one account and go to another."""

    origin: Account
    target: Account
    position: Position
    columns: Columns


class Rows:
    """One system of rows, and what each claim and each question in it is."""

    def __init__(self, flows: Flows, parts: tuple[str, ...]) -> None:
        self.parts = parts
        self._flows = flows
        self._variables = 0
        self._fixed: list[Row] = []
        self._claims: dict[tuple[int, Row], list[Statement]] = {}
        self._legs: list[_Leg] = []
        self._legs_of: dict[int, list[_Leg]] = {}
        self._initial: dict[str, Columns] = {boat: self._new() for boat in sorted(flows.boats)}
        self._first_all_off = self._all_off_positions()
        for flow in sorted(flows.flows, key=lambda each: (each.position, each.kind in ("body", "dead"))):
            self._legs_of[id(flow)] = legs = self._legs_for(flow)
            self._legs.extend(legs)
        self._balance()
        self._count()

    # -- what the book asks --------------------------------------------------------------------------------

    def system(self) -> tuple[System, dict[str, tuple[Statement, ...]]]:
        """Return the system and the statements that make each of its claims."""
        claims, makers = [], {}
        for (rank, row), said in self._claims.items():
            name = min(statement.id for statement in said)
            while name in makers:
                name += "'"
            makers[name] = tuple(sorted(set(said), key=lambda each: each.id))
            claims.append(Claim(id=name, rank=rank, rows=(row,)))
        claims.sort(key=lambda claim: claim.id)
        spoken = [claim for claim in claims if claim.rank == SPOKEN and claim.rows[0].high is not None]
        rivals = {
            (one.id, other.id)
            for number, one in enumerate(spoken)
            for other in spoken[number + 1 :]
            if one.rows[0].terms == other.rows[0].terms
        }
        system = System(
            variables=self._variables,
            fixed=tuple(self._fixed),
            claims=tuple(claims),
            rivals=frozenset(rivals),
        )
        return system, makers

    def question(self, figure: str, boats: Iterable[str], part: str | None) -> Terms:
        """Return the sum of variables that is a figure of these boats, for one part or for everybody."""
        terms: Counter[int] = Counter()
        for boat in set(boats) & set(self._initial):
            for place in _STOCKS.get(figure, ()):
                self._add_stock(terms, place, boat, None, part)
            for leg in self._legs:
                if leg.target[2] == boat and _passes(figure, leg):
                    self._add(terms, leg.columns, part, 1)
        return _terms(terms)

    # -- flows ---------------------------------------------------------------------------------------------

    def _new(self) -> Columns:
        columns = tuple(range(self._variables, self._variables + len(self.parts) + 1))
        self._variables += len(columns)
        return columns

    def _all_off_positions(self) -> dict[str, Position]:
        first: dict[str, Position] = {}
        for seen in self._flows.seen:
            if seen.stock.place == "all_off":
                for boat in seen.boats:
                    at = self._position(seen, boat)
                    first[boat] = min(first.get(boat, at), at)
        return first

    def _legs_for(self, flow: Flow) -> list[_Leg]:
        legs = []
        left_by = flow.position
        if flow.unwitnessed:
            left_by = min(left_by, self._first_all_off.get(flow.boat, left_by))
        remaining = flow.least()
        for place in flow.draws:
            inflows = [
                leg
                for leg in self._legs
                if leg.target == (place, "", flow.boat) and leg.position < flow.position
            ]
            if not inflows:
                continue
            account: Account = (place, "", flow.boat)
            legs.append(_Leg(account, flow.target, flow.position, self._new()))
            held = self._most_in(account, flow.position)
            if held is None or held >= remaining:
                return legs
            remaining -= held
        if legs:
            for leg in legs:
                self._empty(leg.origin, flow.position, extra=leg)
        legs.append(_Leg(flow.origin, flow.target, left_by, self._new()))
        if flow.everything and flow.counters:
            legs.append(self._loss(flow))
        return legs

    def _loss(self, flow: Flow) -> _Leg:
        """Between a unit and whoever hand-counted the people it passed on, somebody may have been lost."""
        leg = _Leg(flow.origin, ("unknown", "", flow.boat), flow.position, self._new())
        nobody = Statement(
            mention=min(flow.counters), field=NOBODY_LOST, part=None, low=0, high=0, read_as=None, hand=True
        )
        terms: Counter[int] = Counter()
        self._add(terms, leg.columns, None, 1)
        self._claim(HAND, _terms(terms), 0, 0, nobody)
        return leg

    def _most_in(self, account: Account, before: Position) -> int | None:
        """The most that anybody said came into an account less the least said to have left it."""
        total = 0
        for flow in self._flows.flows:
            if flow.position >= before or id(flow) not in self._legs_of:
                continue
            legs = self._legs_of[id(flow)]
            if any(leg.target == account for leg in legs):
                most = flow.most()
                if most is None:
                    return None
                total += most
            elif any(leg.origin == account for leg in legs):
                total -= flow.least()
        return max(0, total)

    # -- what always holds ---------------------------------------------------------------------------------

    def _balance(self) -> None:
        for boat, columns in self._initial.items():
            if self._starts_empty(boat):
                for column in columns:
                    self._fixed.append(Row(terms=((1, column),), low=0, high=0))
        outs = sorted({(leg.origin, leg.position) for leg in self._legs if leg.origin[0] not in _NOT_KEPT})
        for account, position in outs:
            for number in range(len(self.parts) + 1):
                self._fix(self._stock(account, position, number), 0, None)
        for boat in sorted({leg.origin[2] for leg in self._legs if leg.origin[0] == "ashore"}):
            for part in (*self.parts, None):
                safe: Counter[int] = Counter()
                for place in ("unit", "ashore"):
                    self._add_stock(safe, place, boat, None, part)
                self._fix(safe, 0, None)
        for flow in self._flows.flows:
            if flow.everything:
                for number in range(len(self.parts) + 1):
                    self._fix(self._stock(flow.origin, flow.position, number), 0, 0)

    def _empty(self, account: Account, position: Position, *, extra: _Leg) -> None:
        for number in range(len(self.parts) + 1):
            terms = self._stock(account, position, number)
            terms[extra.columns[number]] -= 1
            self._fix(terms, 0, 0)

    def _fix(self, terms: Counter[int], low: int, high: int | None) -> None:
        row = Row(terms=_terms(terms), low=low, high=high)
        if (
            row.terms
            and row not in self._fixed
            and not (high is None and all(weight > 0 for weight, _ in row.terms))
        ):
            self._fixed.append(row)

    def _starts_empty(self, boat: str) -> bool:
        """Whether people were told to board it from land before anything else was told of those aboard."""
        joins = [
            leg.position
            for leg in self._legs
            if leg.origin[0] == "source" and leg.target == ("boat", "", boat)
        ]
        joined = [flow for flow in self._flows.flows if flow.kind == "join" and flow.boat == boat]
        if not joined:
            return False
        first = min(joins)
        counted = any(
            seen.stock.place == "boat" and boat in seen.boats and self._position(seen, boat) < first
            for seen in self._flows.seen
        )
        left = any(leg.origin == ("boat", "", boat) and leg.position < first for leg in self._legs)
        return not counted and not left

    # -- what somebody counted -----------------------------------------------------------------------------

    def _position(self, seen: Seen, boat: str) -> Position:
        """The last instant that a count of a stock includes."""
        around = [flow.position for flow in seen.flows if flow.boat == boat]
        if seen.afterwards:
            return max(around, default=seen.position)
        *instant, step = min(around, default=seen.position)
        return (instant[0], instant[1], instant[2], step - 1)

    def _count(self) -> None:
        for told in self._flows.told:
            for statement in told.statements:
                terms: Counter[int] = Counter()
                for flow in told.flows:
                    for leg in self._legs_of[id(flow)]:
                        if leg.target == flow.target:
                            self._add(terms, leg.columns, statement.part, 1)
                high = None if told.at_least else statement.high
                self._claim(HAND if statement.hand else SPOKEN, _terms(terms), statement.low, high, statement)
        for seen in self._flows.seen:
            if seen.stock.place == "all_off":
                self._claim_all_off(seen)
                continue
            for statement in seen.stock.statements:
                terms = Counter()
                for boat in seen.boats:
                    self._add_seen(terms, seen, boat, statement.part)
                rank = HAND if statement.hand else SPOKEN
                self._claim(rank, _terms(terms), statement.low, statement.high, statement)

    def _add_seen(self, terms: Counter[int], seen: Seen, boat: str, part: str | None) -> None:
        place = seen.stock.place
        if place != "set_out":
            self._add_stock(terms, place, boat, self._position(seen, boat), part)
            return
        self._add(terms, self._initial[boat], part, 1)
        for leg in self._legs:
            boarded = leg.origin == ("source", "", boat) and leg.target == ("boat", "", boat)
            if boarded and leg.position <= seen.position:
                self._add(terms, leg.columns, part, 1)

    def _claim_all_off(self, seen: Seen) -> None:
        """Nobody left on this craft: one claim for each part and one for the rest, for each boat."""
        (said,) = seen.stock.statements
        for boat in seen.boats:
            for number, part in enumerate((*self.parts, None)):
                terms = self._stock(("boat", "", boat), self._position(seen, boat), number)
                statement = Statement(
                    mention=said.mention,
                    field=said.field,
                    part=part,
                    low=0,
                    high=0,
                    read_as=None,
                    hand=False,
                )
                self._claim(SPOKEN, _terms(terms), 0, 0, statement)

    def _claim(self, rank: int, terms: Terms, low: int, high: int | None, said: Statement) -> None:
        if low == 0 and high is None:
            return
        row = Row(terms=terms, low=low or None, high=high)
        if row.low is None and high == 0:
            row = Row(terms=terms, low=0, high=0)
        self._claims.setdefault((rank, row), []).append(said)

    # -- sums ----------------------------------------------------------------------------------------------

    def _add(self, terms: Counter[int], columns: Columns, part: str | None, sign: int) -> None:
        chosen = columns if part is None else (columns[self.parts.index(part)],)
        for column in chosen:
            terms[column] += sign

    def _add_stock(
        self, terms: Counter[int], place: str, boat: str, until: Position | None, part: str | None
    ) -> None:
        if place == "boat":
            self._add(terms, self._initial[boat], part, 1)
        for leg in self._legs:
            if until is not None and leg.position > until:
                continue
            if leg.target[0] == place and leg.target[2] == boat:
                self._add(terms, leg.columns, part, 1)
            if leg.origin[0] == place and leg.origin[2] == boat:
                self._add(terms, leg.columns, part, -1)

    def _stock(self, account: Account, until: Position | None, number: int) -> Counter[int]:
        terms: Counter[int] = Counter()
        place, _, boat = account
        if place == "boat":
            terms[self._initial[boat][number]] += 1
        for leg in self._legs:
            if until is not None and leg.position > until:
                continue
            terms[leg.columns[number]] += (leg.target == account) - (leg.origin == account)
        return terms


_NOT_KEPT = ("source", "birth", "ashore")
"""Where people come from cannot run out; land is balanced once, with the units that people came by."""

_OUT = ("boat", "water", "missing", "unknown")
_STOCKS: dict[str, tuple[str, ...]] = {
    "still_out": _OUT,
    "on_boat": ("boat",),
    "in_water": ("water",),
    "missing": ("missing",),
    "not_known": ("unknown",),
    "dead": ("dead",),
    "not_yet_ashore": ("unit",),
    "safe": ("unit", "ashore"),
}


def _passes(figure: str, leg: _Leg) -> bool:
    """Whether a leg counts in a figure that is a sum of movements and not a stock."""
    if figure == "rescued":
        return leg.origin[0] in _OUT and leg.target[0] == "unit"
    if figure == "landed":
        return leg.origin[0] == "unit" and leg.target[0] == "ashore"
    return figure == "arrived" and leg.origin[0] in _OUT and leg.target[0] == "ashore"


def _terms(terms: Counter[int]) -> Terms:
    return tuple((weight, column) for column, weight in sorted(terms.items()) if weight)
