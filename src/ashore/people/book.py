"""The people book of one tied group of cases: where everybody is, at least and at most, and why.

Every way of taking what nobody has settled is solved by itself, and a bound covers all ways.
Cases that only proposals tie are solved apart, which loses nothing for each of them, and together for the
joint account. Where that would be too many ways the joint account is the sum of its pieces: never narrower.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import reduce

from ashore.model.facts import CaseFacts
from ashore.people.account import (
    FIGURES,
    Account,
    Bound,
    CaseBook,
    HolderTotal,
    PartBound,
    PeopleBook,
    PlaceConflict,
    Tally,
    TimeConflict,
)
from ashore.people.claims import Statement, widening
from ashore.people.findings import contradictions, place_conflicts, surplus, time_conflicts, told_of
from ashore.people.flows import Flows
from ashore.people.hypotheses import Hypotheses, Way, inseparable
from ashore.people.rows import Rows
from ashore.people.solver import solve
from ashore.people.system import Answer

MOST_WAYS = 256
"""How many ways of taking the unsettled are solved; with more, nothing is claimed that could be too narrow."""

JOINT = ("joint", "")
Question = tuple[tuple[str, str], str, str | None]
"""Whose people (`JOINT`, a case or a holder), the figure, and the part."""


@dataclass(frozen=True, slots=True)
class _Solved:
    """What one way of taking things answers."""

    way: Way
    bounds: dict[Question, Bound]
    contradictions: dict[tuple[Statement, ...], bool]
    places: frozenset[PlaceConflict]
    times: frozenset[TimeConflict]
    exact: bool


def people_book(group: Sequence[CaseFacts]) -> PeopleBook:
    """Return the book of one tied group of cases (see `tied_groups`).

    The same cases and mentions give the same book, in whatever order they come.
    """
    whole = Hypotheses(group)
    parts, holders = whole.parts(), tuple(sorted({case.holder for case in whole.cases}))
    pieces = [_Piece(Hypotheses(piece), parts, holders) for piece in inseparable(group)]
    books = {book.case: book for piece in pieces for book in piece.case_books()}
    joint_pieces = pieces
    if len(pieces) > 1 and whole.count <= MOST_WAYS:
        joint_pieces = [_Piece(whole, parts, holders)]
    return PeopleBook(
        cases=tuple(books[case.id] for case in whole.cases),
        joint=_account(parts, [(piece, JOINT) for piece in joint_pieces]),
        holders=tuple(
            HolderTotal(
                holder=holder,
                still_out=_sum(
                    [piece.bound((("holder", holder), "still_out", None)) for piece in joint_pieces]
                ),
            )
            for holder in holders
        ),
        exact=all(piece.exact for piece in pieces) and (len(joint_pieces) == 1 or len(pieces) == 1),
        widening=widening().version,
    )


class _Piece:
    """Cases solved together, in every way of taking what is unsettled about them."""

    def __init__(self, hypotheses: Hypotheses, parts: tuple[str, ...], holders: tuple[str, ...]) -> None:
        self._cases = hypotheses.cases
        self._parts = parts
        self._holders = holders
        self._answers: dict[object, Answer] = {}
        few = hypotheses.count <= MOST_WAYS
        self._solved = [self._solve(way) for way in hypotheses.ways()] if few else []
        self._alone = [each for each in self._solved if each.way.apart]

    @property
    def exact(self) -> bool:
        """Whether every way was solved, and exactly."""
        return bool(self._solved) and all(each.exact for each in self._solved)

    def case_books(self) -> list[CaseBook]:
        """Return the book of each case, taken as apart from those it is only perhaps one boat with."""
        return [self._case_book(case) for case in self._cases]

    def bound(self, question: Question) -> Bound:
        """Return the bound that covers every way."""
        whose = question[0]
        bounds = [each.bounds[question] for each in (self._alone if whose[0] == "case" else self._solved)]
        if not bounds:
            return Bound(low=0, high=None)
        lowest = min(bounds, key=lambda bound: bound.low)
        highest = max(bounds, key=lambda bound: (bound.high is None, bound.high or 0))
        settled = len(bounds) == 1
        return Bound(
            low=lowest.low,
            high=highest.high,
            low_because=lowest.low_because,
            high_because=highest.high_because,
            low_if=() if settled else lowest.low_if,
            high_if=() if settled else highest.high_if,
        )

    def _case_book(self, case: CaseFacts) -> CaseBook:
        account = _account(self._parts, [(self, ("case", case.id))])
        mine = {mention.id for mention in case.mentions}
        boats = self._alone[0].way.boats if self._alone else {}
        return CaseBook(
            case=case.id,
            account=account,
            same_as=tuple(
                other.id
                for other in self._cases
                if other is not case and boats and boats[other.id] == boats[case.id]
            ),
            contradictions=tuple(
                each
                for each in contradictions([one.contradictions for one in self._solved])
                if any(said.mention in mine for said in each.statements)
            ),
            surplus=surplus(case, account),
            place_conflicts=told_of(case.id, [each.places for each in self._alone]),
            time_conflicts=told_of(case.id, [each.times for each in self._alone]),
        )

    def _solve(self, way: Way) -> _Solved:
        flows = Flows(way.acts, way.names, set(way.boats.values()))
        rows = Rows(flows, self._parts)
        system, makers = rows.system()
        asked = {
            (whose, figure, part): rows.question(figure, self._boats(whose, way), part)
            for whose, figure, part in self._asked(way)
        }
        sums = tuple(dict.fromkeys(asked.values()))
        if (system, sums) not in self._answers:
            self._answers[system, sums] = solve(system, sums)
        answer = self._answers[system, sums]
        bound_of = dict(zip(sums, answer.bounds, strict=True))

        def because(claims: tuple[str, ...]) -> tuple[Statement, ...]:
            return tuple(statement for claim in claims for statement in makers[claim])

        return _Solved(
            way=way,
            bounds={
                question: Bound(
                    low=bound_of[terms].low,
                    high=bound_of[terms].high,
                    low_because=because(bound_of[terms].low_because),
                    high_because=because(bound_of[terms].high_because),
                    low_if=way.choices,
                    high_if=way.choices,
                )
                for question, terms in asked.items()
            },
            contradictions={
                tuple(makers[claim][0] for claim in each.claims): each.smallest
                for each in answer.contradictions
            },
            places=frozenset(place_conflicts(flows.flows, way.boats)),
            times=frozenset(time_conflicts(flows.flows, way.boats)),
            exact=answer.exact,
        )

    def _asked(self, way: Way) -> list[Question]:
        subjects = [JOINT, *(("case", case.id) for case in self._cases if way.apart)]
        asked: list[Question] = [
            (whose, figure, part) for whose in subjects for figure in FIGURES for part in (None, *self._parts)
        ]
        return asked + [(("holder", holder), "still_out", None) for holder in self._holders]

    def _boats(self, whose: tuple[str, str], way: Way) -> set[str]:
        """The boats asked about; one boat of two holders stands on one book, this desk's first."""
        kind, name = whose
        if kind == "case":
            return {way.boats[name]}
        if kind == "holder":
            before = {way.boats[case.id] for case in self._cases if case.holder < name}
            return {way.boats[case.id] for case in self._cases if case.holder == name} - before
        return {way.boats[case.id] for case in self._cases}


def _account(parts: tuple[str, ...], pieces: list[tuple[_Piece, tuple[str, str]]]) -> Account:
    def tally(figure: str) -> Tally:
        def total(part: str | None) -> Bound:
            return _sum([piece.bound((whose, figure, part)) for piece, whose in pieces])

        return Tally(
            total=total(None), parts=tuple(PartBound(part=part, bound=total(part)) for part in parts)
        )

    return Account(**{figure: tally(figure) for figure in FIGURES})


def _sum(bounds: list[Bound]) -> Bound:
    """Add bounds of pieces: what forces a sum is what forces each."""

    def add(one: Bound, other: Bound) -> Bound:
        high = None if one.high is None or other.high is None else one.high + other.high
        return Bound(
            low=one.low + other.low,
            high=high,
            low_because=one.low_because + other.low_because,
            high_because=() if high is None else one.high_because + other.high_because,
            low_if=one.low_if + other.low_if,
            high_if=one.high_if + other.high_if,
        )

    return reduce(add, bounds)
