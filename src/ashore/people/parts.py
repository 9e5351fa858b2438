"""A system split into parts that have nothing to do with one another.

Two variables are of one part when a row holds both, and two claims when they are rivals. Inside a part the
claims stand in the order of ids and the variables in the order in which claims, fixed rows and questions
first name them, so that neither the order of the claims nor the naming of the variables changes anything.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field

from ashore.people.system import Claim, MovementsContradict, Row, System, Terms


@dataclass(slots=True)
class Share:
    """What one part has of a system, its variables numbered from 0.

    `questions` are pairs of a question's number and its terms in this part; `rivals` holds for each claim the
    mask of its rivals, bit i being the i-th claim.
    """

    variables: int = 0
    fixed: list[Row] = field(default_factory=list)
    claims: list[Claim] = field(default_factory=list)
    questions: list[tuple[int, Terms]] = field(default_factory=list)
    rivals: list[int] = field(default_factory=list)


def split(system: System, questions: Sequence[Terms]) -> list[Share]:
    """Return the parts of a system; raises MovementsContradict if a fixed row without terms is false."""
    claims = sorted(system.claims, key=lambda claim: claim.id)
    place = {claim.id: system.variables + number for number, claim in enumerate(claims)}
    root = _joined(system, claims, place)
    shares: dict[int, Share] = {}
    numbers: dict[int, int] = {}

    def share_of(node: int) -> Share:
        return shares.setdefault(root[node], Share())

    def renamed(terms: Terms) -> Terms:
        for _, variable in terms:
            if variable not in numbers:
                share = share_of(variable)
                numbers[variable] = share.variables
                share.variables += 1
        return tuple([(coefficient, numbers[variable]) for coefficient, variable in terms])

    def renamed_row(row: Row) -> Row:
        return Row(terms=renamed(row.terms), low=row.low, high=row.high)

    bits: dict[str, int] = {}
    for claim in claims:
        share = share_of(place[claim.id])
        bits[claim.id] = 1 << len(share.claims)
        rows = tuple([renamed_row(row) for row in claim.rows])
        share.claims.append(Claim(id=claim.id, rank=claim.rank, rows=rows))
        share.rivals.append(0)
    for one, other in system.rivals:
        rivals = share_of(place[one]).rivals
        rivals[bits[one].bit_length() - 1] |= bits[other]
        rivals[bits[other].bit_length() - 1] |= bits[one]
    for row in system.fixed:
        if row.terms:
            share_of(row.terms[0][1]).fixed.append(renamed_row(row))
        elif (row.low or 0) > 0 or (row.high or 0) < 0:
            raise MovementsContradict()
    for number, question in enumerate(questions):
        asked: dict[int, list[tuple[int, int]]] = {}
        for coefficient, variable in question:
            asked.setdefault(root[variable], []).append((coefficient, variable))
        for node, terms in asked.items():
            share_of(node).questions.append((number, renamed(tuple(terms))))
    return list(shares.values())


def _joined(system: System, claims: Iterable[Claim], place: dict[str, int]) -> list[int]:
    """Return for every variable, and after them every claim, one node that stands for its part."""
    parent = list(range(system.variables + len(place)))

    def top(node: int) -> int:
        while parent[node] != node:
            parent[node] = node = parent[parent[node]]
        return node

    def join(nodes: Iterable[int]) -> None:
        first, *others = nodes
        for node in others:
            parent[top(node)] = top(first)

    for row in system.fixed:
        if row.terms:
            join([variable for _, variable in row.terms])
    for claim in claims:
        join([place[claim.id], *(variable for row in claim.rows for _, variable in row.terms)])
    for one, other in system.rivals:
        join([place[one], place[other]])
    return [top(node) for node in range(len(parent))]
