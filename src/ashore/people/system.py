"""A book's people as integer rows: what always holds, what somebody claims, and what follows from both.

The book writes a case's movements as variables (so many people went from here to there) and its words as
rows over them. What always holds (balances, nobody below zero) is `fixed`; every `Claim` may turn out false.
`ashore.people.solver.solve` answers with `Bound`s and `Contradiction`s.
"""

from __future__ import annotations

from dataclasses import dataclass

from ashore.model.errors import LedgerFault

Terms = tuple[tuple[int, int], ...]
"""A sum of variables: pairs of (coefficient, variable)."""


class MovementsContradict(LedgerFault):
    """What always holds cannot hold: the rows no claim may break have no solution."""

    code = "movements-contradict"
    says = "The movements written in this book cannot all have happened, whatever anybody counted."
    hint = (
        "Nothing is lost: every report is kept. Tell whoever looks after the desk that the book is at fault."
    )


class QuestionFallsForEver(LedgerFault):
    """A question asks for a sum that the fixed rows let fall for ever; no count of people does that."""

    code = "question-falls-for-ever"
    says = "The book was asked for a number of people that could be below zero without limit."
    hint = (
        "Nothing is lost: every report is kept. Tell whoever looks after the desk that the book is at fault."
    )


@dataclass(frozen=True, slots=True, kw_only=True)
class Row:
    """`low <= sum of coefficient * variable <= high`; None is no limit on that side."""

    terms: Terms
    low: int | None
    high: int | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Claim:
    """What one source says, believed or dropped as a whole; a lower rank is never dropped for a higher."""

    id: str
    rank: int
    rows: tuple[Row, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class System:
    """Variables 0 to `variables - 1` are integers from 0 up with no upper limit; `fixed` rows always hold.

    `rivals` are pairs of claim ids, in either order, that are alternatives: never both believed, even where
    their ranges overlap. Raises ValueError for a variable or claim that is not there, or an id used twice.
    """

    variables: int
    fixed: tuple[Row, ...]
    claims: tuple[Claim, ...]
    rivals: frozenset[tuple[str, str]] = frozenset()

    def __post_init__(self) -> None:
        ids = {claim.id for claim in self.claims}
        if len(ids) != len(self.claims):
            raise ValueError("two claims have the same id")
        for pair in self.rivals:
            if not ids.issuperset(pair) or pair[0] == pair[1]:
                raise ValueError(f"rivals {pair} are not two claims of this system")
        rows = [*self.fixed, *(row for claim in self.claims for row in claim.rows)]
        for row in rows:
            for _, variable in row.terms:
                if not 0 <= variable < self.variables:
                    raise ValueError(f"variable {variable} is not among the {self.variables} of this system")


@dataclass(frozen=True, slots=True, kw_only=True)
class Bound:
    """The least and most a question can be over all beliefs; `high` None is no limit.

    `low_because` and `high_because` are the ids of fewest claims, all of one belief, that with the fixed rows
    alone force that side; empty when the fixed rows do, or when there is no limit.
    """

    low: int
    high: int | None
    low_because: tuple[str, ...]
    high_because: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Contradiction:
    """Claims that cannot all be true while each fewer can; `smallest` if proved of fewest claims."""

    claims: tuple[str, ...]
    smallest: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Answer:
    """One bound per question, and what contradicts what.

    `exact` False says that the budget ran out before the bounds were known: they are then those of what no
    belief found so far drops, never narrower than the exact ones, and their reasons force them but need not
    be the fewest. The budget may also run out later; then contradictions say so one by one, and a reason may
    name a claim it could spare. `sets` is the number of beliefs the bounds range over.
    """

    bounds: tuple[Bound, ...]
    contradictions: tuple[Contradiction, ...]
    exact: bool
    sets: int
