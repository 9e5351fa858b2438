"""The one door for cross-tables of people: small cells are withheld, and as many more as keep them from being solved.

Counts by day and outcome, and deaths, do not pass here: they are published in full by everybody, and to suppress a 1 in
a count of the dead hides a person. A table by age, sex, nationality or health can point at one person, so:

1. a count of 1 up to one less than the threshold is withheld, in the body and in the margins;
2. further cells are withheld until nobody can work out from what is left that a withheld count is small: its
   least possible value must be 0 and its greatest at least the threshold, or as near to that as the margins
   that are always given allow.

What a reader can know of a withheld count is found exactly, as a flow (`table_flow`). The cells to withhold are found
one cheapest circle at a time, and those that prove unneeded are given back.

What it does not do: it knows one table. Two tables of the same people, or the same table of two dates, can be set
against each other by a reader, and no rule here sees it.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from ashore.figures.release.table_flow import Place, TableFlow
from ashore.model.errors import BadInput, Refused
from ashore.model.phrases import Phrase, say

THRESHOLD = 10
"""Counts below this are small unless another threshold is asked for: UK official practice reviews them."""


class NotATable(BadInput):
    """A table whose cells do not say what they count."""

    code = "not-a-table"
    says = "{file} is not a table that can be published: {why}."
    hint = "Give CSV with a header and three columns: row, column and a whole number, each pair once."


class TooLowAThreshold(Refused):
    """A threshold under which nothing would be withheld."""

    code = "too-low-a-threshold"
    says = "A threshold of {threshold} withholds nothing, or next to nothing."
    hint = "Give one of at least 3; 10 is usual."


@dataclass(frozen=True, slots=True, kw_only=True)
class CrossTable:
    """Counts of people by two attributes: `rows` and `columns` in their order, and a count for each pair.

    A pair that `counts` lacks holds nobody. `open_rows` are given whole whatever is in them, as totals by
    day and outcome are: only the cells of such a row can be withheld.
    """

    row_name: str
    column_name: str
    rows: tuple[str, ...]
    columns: tuple[str, ...]
    counts: Mapping[tuple[str, str], int]
    open_rows: bool = False

    def at(self, place: Place) -> int:
        """Return the count at a place: a cell, a row's or a column's total, or everybody."""
        row, column = place
        return sum(
            number
            for (of_row, of_column), number in self.counts.items()
            if row in (None, of_row) and column in (None, of_column)
        )

    def places(self) -> list[Place]:
        """Return every cell and every total, in order, the total of everybody last."""
        return [(row, column) for row in (*self.rows, None) for column in (*self.columns, None)]


@dataclass(frozen=True, slots=True, kw_only=True)
class SafeTable:
    """A cross-table as it is given out: a count for each place, or None where it is withheld."""

    row_name: str
    column_name: str
    rows: tuple[str, ...]
    columns: tuple[str, ...]
    threshold: int
    shown: Mapping[Place, int | None]

    @property
    def withheld(self) -> frozenset[Place]:
        """The places whose count is withheld."""
        return frozenset(place for place, count in self.shown.items() if count is None)


def rule(threshold: int) -> Phrase:
    """Return the rule as it is printed in a release."""
    return say(
        "Counts by day and outcome, and of the dead and missing, are given in full. In tables by age, sex, "
        "nationality or health a count of 1 to {last} is withheld, and others with it, so that no withheld count "
        "can be worked out from the rest. Positions are given by zones of half a degree. No name is given.",
        last=threshold - 1,
    )


def safe(table: CrossTable, threshold: int = THRESHOLD) -> SafeTable:
    """Return a cross-table without its small cells, and without what would give them away.

    The total of everybody is always given. Raises TooLowAThreshold, and NotATable for a count below 0 or of a
    pair that is not in the table.
    """
    if threshold < 3:
        raise TooLowAThreshold(threshold=threshold)
    _check(table)
    search = _Search(table, threshold)
    search.protect()
    search.give_back()
    return SafeTable(
        row_name=table.row_name,
        column_name=table.column_name,
        rows=table.rows,
        columns=table.columns,
        threshold=threshold,
        shown={
            place: None if arc in search.withheld else search.flow.count[arc]
            for arc, place in enumerate(search.flow.places)
        },
    )


def limits(table: CrossTable, withheld: Iterable[Place], place: Place) -> tuple[int, int]:
    """Return the least and the most that a reader of a table can know a withheld place to hold.

    The reader knows every count that is not withheld, that none is below 0, and how many there are in all.
    """
    flow = _flow(table)
    arc, everybody = flow.number[place], table.at((None, None))
    free = [flow.number[each] for each in withheld]
    count = flow.count[arc]
    return count - flow.most(arc, -1, free, count)[0], count + flow.most(arc, 1, free, everybody)[0]


def _check(table: CrossTable) -> None:
    known = {(row, column) for row in table.rows for column in table.columns}
    if not known:
        raise NotATable(file="It", why="it has no cells")
    if len(set(table.rows)) < len(table.rows) or len(set(table.columns)) < len(table.columns):
        raise NotATable(file="It", why="a row or a column stands twice")
    if any(count < 0 for count in table.counts.values()):
        raise NotATable(file="It", why="a count is below nought")
    if not set(table.counts) <= known:
        raise NotATable(file="It", why="a count is of no row and column of it")


def _flow(table: CrossTable) -> TableFlow:
    counts: dict[Place, int] = dict.fromkeys(table.places(), 0)
    for (row, column), number in table.counts.items():
        for place in ((row, column), (row, None), (None, column), (None, None)):
            counts[place] += number
    return TableFlow(table.rows, table.columns, counts)


class _Search:
    """Which places of one table are withheld, and what each small count still needs."""

    def __init__(self, table: CrossTable, threshold: int) -> None:
        self.flow = _flow(table)
        self.threshold = threshold
        given = {(None, None), *((row, None) for row in table.rows if table.open_rows)}
        self._places = self.flow.places
        self._may = [arc for arc, place in enumerate(self._places) if place not in given]
        self.small = [arc for arc in self._may if 0 < self.flow.count[arc] < threshold]
        self.withheld = set(self.small)
        self._needed = {arc: self._freedom(arc, self._may) for arc in self.small}
        self._witness: dict[int, frozenset[int]] = {}

    def protect(self) -> None:
        """Withhold more until every small count is as free as withholding everything would make it."""
        for arc in self.small:
            for way, needed in zip((-1, 1), self._needed[arc], strict=True):
                while (moved := self.flow.most(arc, way, self.withheld, needed)[0]) < needed:
                    self.withheld |= self._next(arc, way, needed - moved)

    def give_back(self) -> None:
        """Give back what is withheld beside the small counts and is not needed: totals first, then the largest."""
        for arc in self.small:
            self._is_free(arc)
        beside = self.withheld - set(self.small)
        for arc in sorted(
            beside, key=lambda each: (None in self._places[each], self._price(each), each), reverse=True
        ):
            self.withheld.discard(arc)
            leaning = [small for small in self.small if arc in self._witness[small]]
            if not all(self._is_free(small) for small in leaning):
                self.withheld.add(arc)
                for small in leaning:
                    self._is_free(small)

    def _is_free(self, arc: int) -> bool:
        """Whether a count is as free as it has to be; if so, the arcs that show it are noted."""
        moved: frozenset[int] = frozenset()
        for way, needed in zip((-1, 1), self._needed[arc], strict=True):
            by, along = self.flow.most(arc, way, self.withheld, needed)
            if by < needed:
                return False
            moved |= along
        self._witness[arc] = moved
        return True

    def _freedom(self, arc: int, withheld: Iterable[int]) -> tuple[int, int]:
        """Return how far a count can fall, and how far it can rise towards the threshold."""
        count = self.flow.count[arc]
        free = list(withheld)
        return (
            self.flow.most(arc, -1, free, count)[0],
            self.flow.most(arc, 1, free, self.threshold - count)[0],
        )

    def _next(self, arc: int, way: int, missing: int) -> set[int]:
        """Return what to withhold next: what the cheapest circle still needs, else the smallest count left."""
        given = set(self._may) - self.withheld
        may = set(self._may)

        def cost(each: int) -> int | None:
            if each not in may:
                return None
            return self._price(each) if each in given else 0

        for room in (missing, 1):
            opened = {each for each, _ in self.flow.cheapest(arc, way, cost, room) or ()} & given
            if opened:
                return opened
        return {min(given, key=lambda each: (None in self._places[each], self._price(each), each))}

    def _price(self, arc: int) -> int:
        """What readers lose with a count: itself, and a total is dearer than any cell that makes it up."""
        return (self.flow.count[arc] + 1) * (10 if None in self._places[arc] else 1)
