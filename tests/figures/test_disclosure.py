"""Small cells, and what keeps them from being solved: attacked by linear programming, by hand and by brute force."""

from __future__ import annotations

import itertools

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from ashore.figures.release.disclosure import (
    CrossTable,
    NotATable,
    Place,
    SafeTable,
    TooLowAThreshold,
    limits,
    rule,
    safe,
)
from ashore.figures.release.release import LICENCES
from ashore.figures.release.table_package import as_table_package, read_table
from ashore.figures.wording import in_english


def table(cells: list[list[int]], *, open_rows: bool = False) -> CrossTable:
    """Return a table of rows r0, r1 … and columns c0, c1 … with these counts."""
    rows = tuple(f"r{number}" for number in range(len(cells)))
    columns = tuple(f"c{number}" for number in range(len(cells[0])))
    return CrossTable(
        row_name="age",
        column_name="nationality",
        rows=rows,
        columns=columns,
        counts={(row, column): cells[i][j] for i, row in enumerate(rows) for j, column in enumerate(columns)},
        open_rows=open_rows,
    )


@st.composite
def tables(draw: st.DrawFn, most: int = 5) -> CrossTable:
    """Draw tables with many small counts and many noughts, as such tables are."""
    height, width = draw(st.integers(1, most)), draw(st.integers(1, most))
    count = st.one_of(st.just(0), st.integers(0, 4), st.integers(0, 40), st.integers(0, 3_000))
    cells = draw(st.lists(st.lists(count, min_size=width, max_size=width), min_size=height, max_size=height))
    return table(cells, open_rows=draw(st.booleans()))


def attacked(given_out: SafeTable, place: Place) -> tuple[int, int]:
    """Return what linear programming makes of a withheld count, from the given ones and the margins' sums."""
    scipy_optimize = pytest.importorskip("scipy.optimize")
    cells = [(row, column) for row in given_out.rows for column in given_out.columns]
    equations, sums = [], []
    for where, count in given_out.shown.items():
        if count is not None:
            equations.append([_in(where, cell) for cell in cells])
            sums.append(count)
    aim = np.array([_in(place, cell) for cell in cells], dtype=float)
    ends = []
    for sign in (1, -1):
        solved = scipy_optimize.linprog(
            sign * aim,
            A_eq=np.array(equations, dtype=float),
            b_eq=np.array(sums, dtype=float),
            method="highs",
        )
        assert solved.status == 0, solved.message
        ends.append(round(float(aim @ solved.x)))
    return ends[0], ends[1]


def _in(place: Place, cell: tuple[str, str]) -> int:
    return int(place[0] in (None, cell[0]) and place[1] in (None, cell[1]))


def everything_withheld(whole: CrossTable) -> SafeTable:
    """Return a table of which nothing is given that may be withheld."""
    given_out = {(None, None), *((row, None) for row in whole.rows if whole.open_rows)}
    return SafeTable(
        row_name="",
        column_name="",
        rows=whole.rows,
        columns=whole.columns,
        threshold=10,
        shown={place: whole.at(place) if place in given_out else None for place in whole.places()},
    )


@settings(max_examples=60, deadline=None)
@given(tables(), st.sampled_from([3, 5, 10]))
def test_no_small_count_can_be_solved_by_linear_programming(whole: CrossTable, threshold: int) -> None:
    """For each small count an attacker is left with nought to the threshold, or all that the given margins allow."""
    given_out = safe(whole, threshold)
    for place in whole.places():
        if place not in given_out.withheld:
            continue
        low, high = attacked(given_out, place)
        assert (low, high) == limits(whole, given_out.withheld, place)
        if 0 < whole.at(place) < threshold:
            least, most = attacked(everything_withheld(whole), place)
            assert low <= least
            assert high >= min(threshold, most)


@settings(max_examples=200, deadline=None)
@given(tables(), st.integers(3, 20))
def test_every_small_count_is_withheld_and_every_given_one_is_true(whole: CrossTable, threshold: int) -> None:
    """Nothing is rounded or changed; the total of everybody, and open rows, are always given."""
    given_out = safe(whole, threshold)
    always = {(None, None), *((row, None) for row in whole.rows if whole.open_rows)}
    for place in whole.places():
        count = whole.at(place)
        if place in always:
            assert given_out.shown[place] == count
        elif 0 < count < threshold:
            assert given_out.shown[place] is None
        else:
            assert given_out.shown[place] in (count, None)


@settings(max_examples=200, deadline=None)
@given(tables(), st.integers(3, 20))
def test_a_table_without_a_small_count_is_given_whole(whole: CrossTable, threshold: int) -> None:
    """Nothing is withheld beside what protects a small count, and the same table gives the same answer."""
    given_out = safe(whole, threshold)
    always = {(None, None), *((row, None) for row in whole.rows if whole.open_rows)}
    if not any(0 < whole.at(place) < threshold for place in whole.places() if place not in always):
        assert not given_out.withheld
    assert given_out == safe(whole, threshold)


@settings(max_examples=60, deadline=None)
@given(tables(), st.integers(3, 12))
def test_nothing_is_withheld_in_vain(whole: CrossTable, threshold: int) -> None:
    """No single count beside the small ones can be given back: each is what protects one."""
    given_out = safe(whole, threshold)
    always = {(None, None), *((row, None) for row in whole.rows if whole.open_rows)}
    small = [place for place in whole.places() if place not in always and 0 < whole.at(place) < threshold]
    free = set(whole.places()) - always

    def protected(withheld: frozenset[Place]) -> bool:
        for place in small:
            low, high = limits(whole, withheld, place)
            least, most = limits(whole, free, place)
            if low > least or high < min(threshold, most):
                return False
        return True

    assert protected(given_out.withheld)
    for place in given_out.withheld - set(small):
        assert not protected(given_out.withheld - {place})


@settings(max_examples=40, deadline=None)
@given(st.lists(st.lists(st.integers(0, 4), min_size=2, max_size=2), min_size=2, max_size=3))
def test_the_limits_are_those_of_every_table_that_fits(cells: list[list[int]]) -> None:
    """Every table with these margins and given counts, tried one by one, spans exactly the limits told."""
    whole = table(cells)
    given_out = safe(whole, 3)
    everybody = whole.at((None, None))
    pairs = [(row, column) for row in whole.rows for column in whole.columns]
    seen: dict[Place, set[int]] = {place: set() for place in given_out.withheld}
    for filled in _shared(everybody, len(pairs)):
        other = CrossTable(
            row_name="",
            column_name="",
            rows=whole.rows,
            columns=whole.columns,
            counts=dict(zip(pairs, filled, strict=True)),
        )
        if all(count is None or other.at(place) == count for place, count in given_out.shown.items()):
            for place, found in seen.items():
                found.add(other.at(place))
    for place, found in seen.items():
        assert (min(found), max(found)) == limits(whole, given_out.withheld, place)


def _shared(everybody: int, among: int):
    for cuts in itertools.combinations(range(everybody + among - 1), among - 1):
        edges = (-1, *cuts, everybody + among - 1)
        yield tuple(after - before - 1 for before, after in itertools.pairwise(edges))


def test_one_small_cell_takes_three_more_with_it() -> None:
    """A single cell withheld could be had from its row; with one more from its column; the fourth closes the circle."""
    given_out = safe(table([[2, 50, 60], [40, 70, 80], [30, 90, 20]]))
    assert ("r0", "c0") in given_out.withheld
    assert len(given_out.withheld) == 4
    assert all(None not in place for place in given_out.withheld)


def test_a_reader_who_knows_all_but_one_learns_nothing_sure() -> None:
    """Of a withheld 2 a reader knows only that it may be none, or ten and more."""
    whole = table([[2, 50], [40, 70]])
    low, high = limits(whole, safe(whole).withheld, ("r0", "c0"))
    assert low == 0
    assert high >= 10


def test_totals_by_day_are_given_in_full() -> None:
    """Rows that are always given stay, however small; only who they were is withheld."""
    given_out = safe(table([[1, 0], [12, 30]], open_rows=True))
    assert given_out.shown["r0", None] == 1
    assert given_out.shown["r1", None] == 42
    assert given_out.shown["r0", "c0"] is None
    assert given_out.shown["r0", "c1"] is None


def test_a_threshold_that_withholds_nothing_is_refused() -> None:
    """A 1 is a person."""
    with pytest.raises(TooLowAThreshold):
        safe(table([[1]]), 2)


@pytest.mark.parametrize(
    "broken",
    [
        CrossTable(row_name="", column_name="", rows=(), columns=(), counts={}),
        CrossTable(row_name="", column_name="", rows=("a", "a"), columns=("b",), counts={}),
        CrossTable(row_name="", column_name="", rows=("a",), columns=("b",), counts={("a", "b"): -1}),
        CrossTable(row_name="", column_name="", rows=("a",), columns=("b",), counts={("a", "x"): 1}),
    ],
)
def test_a_table_that_does_not_count_people_is_refused(broken: CrossTable) -> None:
    """Nothing is guessed of a table that contradicts itself."""
    with pytest.raises(NotATable):
        safe(broken)


@given(st.binary(max_size=120) | st.text(max_size=120).map(lambda text: b"a,b,people\n" + text.encode()))
def test_any_bytes_are_a_table_or_are_refused(content: bytes) -> None:
    """Nothing but NotATable comes of a file that is none."""
    try:
        read = read_table(content, "table.csv", open_rows=False)
    except NotATable:
        return
    assert all(count >= 0 for count in read.counts.values())


@settings(max_examples=30, deadline=None)
@given(tables())
def test_a_table_is_written_with_every_place_of_it_and_read_back_where_it_is_given(whole: CrossTable) -> None:
    """A line for each cell and total; what is withheld is the word, and what is not is the count."""
    given_out = safe(whole)
    files = as_table_package(given_out, LICENCES["CC0-1.0"])
    lines = [line.split(",") for line in files["table.csv"].decode().split()[1:]]
    assert len(lines) == len(whole.places())
    for row, column, people in lines:
        place = (None if row == "(all)" else row, None if column == "(all)" else column)
        assert people == ("withheld" if place in given_out.withheld else str(whole.at(place)))


def test_the_rule_names_its_threshold() -> None:
    """What a release prints says below which count cells are withheld."""
    assert "1 to 9 is withheld" in in_english(rule(10))
