"""The answers of the people book: how many are where, at least and at most, and whose words force it."""

from __future__ import annotations

from dataclasses import dataclass

from ashore.model.counts import Range
from ashore.people.claims import Statement


@dataclass(frozen=True, slots=True, kw_only=True)
class Choice:
    """One thing nobody has settled, taken one way.

    `about` is `mention` (which cases a mention is about), `boats` (two cases, one boat or two), `move`
    (a spoken move that no unit saw) or `name` (which boat a name in a movement means). `subject` holds the
    mention's id, the two cases' ids, the ids of the mentions that tell of the move, or the name; `taken` the
    cases it is taken to be about or to mean, `("same",)`, `("apart",)` or `("happened",)`. Nothing is *about
    none of the cases counted here* or *did not happen*.
    """

    about: str
    subject: tuple[str, ...]
    taken: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Bound:
    """How many, at least `low` and at most `high` (None: not known), and what forces each end.

    `low_because` and `high_because` are the fewest statements that force the end, with every source of
    the same statement; empty where nothing anybody said does. `low_if` and `high_if` are the ways
    of taking what nobody has settled that lead there.
    """

    low: int
    high: int | None
    low_because: tuple[Statement, ...] = ()
    high_because: tuple[Statement, ...] = ()
    low_if: tuple[Choice, ...] = ()
    high_if: tuple[Choice, ...] = ()

    @property
    def range(self) -> Range:
        """The two ends alone."""
        return Range(low=self.low, high=self.high)


@dataclass(frozen=True, slots=True, kw_only=True)
class PartBound:
    """The bound of one stated part: children, women or men."""

    part: str
    bound: Bound


@dataclass(frozen=True, slots=True, kw_only=True)
class Tally:
    """One figure of a case, for everybody and for each part that anybody stated."""

    total: Bound
    parts: tuple[PartBound, ...] = ()

    def part(self, name: str) -> Bound | None:
        """Return the bound of a part, or None where nobody stated that part."""
        return next((each.bound for each in self.parts if each.part == name), None)


@dataclass(frozen=True, slots=True, kw_only=True)
class Account:
    """Where the people of a case, or of several together, are.

    `still_out` is those on the boat, in the water, missing or not known. `not_yet_ashore` are aboard a unit.
    `rescued` were ever taken off by a unit, `landed` brought to land by one, `arrived` reached land without.
    `safe` are those rescued or arrived and not dead since, with those born.
    """

    still_out: Tally
    on_boat: Tally
    in_water: Tally
    missing: Tally
    not_known: Tally
    dead: Tally
    rescued: Tally
    not_yet_ashore: Tally
    landed: Tally
    arrived: Tally
    safe: Tally


FIGURES = tuple(Account.__dataclass_fields__)
"""The names of an account's figures, in their fixed order."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Contradiction:
    """Statements that cannot all be true, though all but any one of them can.

    `more` and `fewer` are the two numbers of the plain form "33 exceeds 30", where two say it.
    `settled` is False if they only contradict in some way of taking what nobody has settled.
    """

    statements: tuple[Statement, ...]
    smallest: bool
    settled: bool
    more: int | None = None
    fewer: int | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Surplus:
    """A case of which more were taken off than anyone said set out, by `number` people."""

    case: str
    number: int
    taken: int
    said: int
    because: tuple[Statement, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class PlaceConflict:
    """One landing that two sources put at different places, each place with the mention that names it."""

    cases: tuple[str, ...]
    places: tuple[tuple[str, str], ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class TimeConflict:
    """One movement that two sources put at different times (UTC ms), each with the mention that states it."""

    cases: tuple[str, ...]
    times: tuple[tuple[int, str], ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class CaseBook:
    """One case's account, and what in it does not fit together.

    `same_as` are the cases held to be the same boat: the account is then of that one boat.
    """

    case: str
    account: Account
    same_as: tuple[str, ...]
    contradictions: tuple[Contradiction, ...]
    surplus: Surplus | None
    place_conflicts: tuple[PlaceConflict, ...]
    time_conflicts: tuple[TimeConflict, ...]

    @property
    def still_out(self) -> Bound:
        """How many may still be out: the first number on every page."""
        return self.account.still_out.total


@dataclass(frozen=True, slots=True, kw_only=True)
class HolderTotal:
    """How many are still out on one centre's book; `holder` is "" for this desk."""

    holder: str
    still_out: Bound


@dataclass(frozen=True, slots=True, kw_only=True)
class PeopleBook:
    """The book of one tied group of cases.

    `joint` counts each boat once. `exact` False says that the limit on work was reached: every bound is then
    wider than the exact one, never narrower. `widening` is the version of the rule by which "about" was read.
    """

    cases: tuple[CaseBook, ...]
    joint: Account
    holders: tuple[HolderTotal, ...]
    exact: bool
    widening: str

    def case(self, case_id: str) -> CaseBook:
        """Return one case's book; KeyError if the case is not in this group."""
        for book in self.cases:
            if book.case == case_id:
                return book
        raise KeyError(case_id)
