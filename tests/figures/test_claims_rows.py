"""Rows of claims: every claim stands in one, copies and parts with theirs, and what contradicts comes first."""

from __future__ import annotations

from collections import Counter
from typing import Any

import pytest
from claimed import claim
from hypothesis import given
from hypothesis import strategies as st
from loaded import daily, picture_of, series_report

from ashore.figures.basis import Basis
from ashore.figures.claims_beside import compare
from ashore.figures.claims_rows import VERDICTS, Row, rows
from ashore.figures.claims_said import Said, said_in
from ashore.figures.claims_totals import totals

DAY = {"when_start": "2031-02-03", "when_end": "2031-02-03"}


@pytest.fixture(scope="module")
def basis() -> Basis:
    """A published series in which 20 arrived on each day of a week, and no case of our own."""
    return Basis(picture_of(series_report(daily([20] * 7))))


def in_rows(basis: Basis, *texts: tuple[Said, ...]) -> tuple[Row, ...]:
    said = [each for text in texts for each in text]
    return rows(compare(basis, said), totals(said))


def paper(name: str, *claims: Any, publisher: str = "") -> tuple[Said, ...]:
    return said_in(name, claims, publisher=publisher)


def test_what_contradicts_the_book_comes_first(basis: Basis) -> None:
    """25 against 20, then what agrees, then what is no count."""
    found = in_rows(
        basis,
        paper(
            "p",
            claim("crossings fell", None, "arrived", kind="trend", **DAY),
            claim("20 arrived", 20, "arrived", **DAY),
        ),
        paper("q", claim("25 arrived", 25, "arrived", **DAY)),
    )
    assert [row.verdict for row in found] == ["contradicts", "agrees", "not_comparable"]
    assert found[0].by == (5,)


def test_a_total_stands_once_with_its_parts(basis: Basis) -> None:
    """13 and 7 are the 20 of the same text."""
    [row] = in_rows(
        basis,
        paper(
            "p",
            claim("20 arrived", 20, "arrived", **DAY),
            claim("13 on one boat", 13, "arrived", **DAY),
            claim("7 on another", 7, "arrived", **DAY),
        ),
    )
    assert [each.said.value for each in row.parts] == [13, 7]
    assert row.total is not None
    assert [part.value for part in row.total.parts] == [13, 7]


def test_two_papers_that_give_one_source_are_one_row(basis: Basis) -> None:
    """The ministry's 25, printed twice, is one number; its other number is another row of that source."""
    of = {"source": "the ministry", **DAY}
    found = in_rows(
        basis,
        paper("p", claim("25 arrived", 25, "arrived", **of)),
        paper("q", claim("25 people arrived", 25, "arrived", **of)),
        paper("r", claim("24 people arrived", 24, "arrived", **of)),
    )
    assert [(row.first.said.document, len(row.copies), row.elsewhere) for row in found] == [
        ("p", 1, 1),
        ("r", 0, 1),
    ]


def test_two_papers_of_their_own_are_two_rows(basis: Basis) -> None:
    """The same number from two that do not cite each other is said twice."""
    found = in_rows(
        basis,
        paper("p", claim("25 arrived", 25, "arrived", **DAY)),
        paper("q", claim("25 came over", 25, "arrived", **DAY)),
    )
    assert len(found) == 2


def test_a_changed_word_is_named_and_is_one_row(basis: Basis) -> None:
    """A trend without a number, copied with one word changed."""
    words = "officials say that lorries carrying {} are robbed by gangs on the road to the port every night"
    found = in_rows(
        basis,
        *(
            paper(name, claim(words.format(cargo), None, "lorry_incursion", kind="trend", unit="lorry"))
            for name, cargo in (("p", "goods"), ("q", "drugs"))
        ),
    )
    assert [len(row.copies) for row in found] == [1]
    assert [each.words for each in found[0].mutations] == [("goods", "drugs")]


VALUES = st.sampled_from([None, 2, 5, 7, 13, 20, 25])


@given(
    st.lists(
        st.tuples(
            st.sampled_from("pqr"), VALUES, st.sampled_from(["arrived", "detained", "rescued"]), st.booleans()
        ),
        max_size=12,
    )
)
def test_every_claim_stands_in_one_row(basis: Basis, drawn: list[tuple[str, int | None, str, bool]]) -> None:
    """Whatever is claimed by whom: none is lost, none stands twice, and the verdicts are in order."""
    texts: dict[str, list[Any]] = {}
    for paper_, value, outcome, cited in drawn:
        more = {"source": "the ministry"} if cited else {}
        texts.setdefault(paper_, []).append(claim(f"{value} people", value, outcome, **more, **DAY))
    found = in_rows(basis, *(paper(name, *claims) for name, claims in sorted(texts.items())))
    assert Counter(each.said.id for row in found for each in row.claims) == Counter(
        f"{name}:{number}" for name, claims in texts.items() for number in range(len(claims))
    )
    ranks = [VERDICTS.index(row.verdict) for row in found]
    assert ranks == sorted(ranks)
