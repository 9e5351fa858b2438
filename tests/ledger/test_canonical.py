"""The bytes of RFC 8785, for values without floats."""

from __future__ import annotations

import pytest
import rfc8785
from hypothesis import given
from hypothesis import strategies as st

from ashore.ledger.canonical import DEEPEST, LARGEST, NotCanonical, canonical, parse

TEXT = st.text(st.characters(exclude_categories=["Cs"]))
SCALAR = st.none() | st.booleans() | st.integers(-LARGEST, LARGEST) | TEXT
PLAIN = st.recursive(
    SCALAR,
    lambda inner: st.lists(inner, max_size=5) | st.dictionaries(TEXT, inner, max_size=5),
    max_leaves=20,
)


@given(PLAIN)
def test_agrees_with_the_reference_library(value: object) -> None:
    """Any value without floats has the bytes that the rfc8785 library gives it."""
    assert canonical(value) == rfc8785.dumps(value)


@given(PLAIN)
def test_parsing_gives_the_value_back(value: object) -> None:
    """What was written is read back as the same value."""
    assert parse(canonical(value)) == value


def test_names_are_ordered_by_utf16_code_units() -> None:
    """RFC 8785 section 3.2.3: a name beyond the Basic Multilingual Plane sorts before U+E000 and above."""
    names = {"\U0001f600": 1, "\ufb33": 2, "\u20ac": 3, "\r": 4, "1": 5, "\x80": 6, "\u00f6": 7}
    expected = '{"\\r":4,"1":5,"\x80":6,"\u00f6":7,"\u20ac":3,"\U0001f600":1,"\ufb33":2}'
    assert canonical(names).decode() == expected


def test_a_tuple_is_a_list() -> None:
    """Bodies hold tuples; JSON knows lists."""
    assert canonical({"a": (1, (2,))}) == b'{"a":[1,[2]]}'


@pytest.mark.parametrize(
    ("value", "where"),
    [
        (1.0, r"1\.0 at \$"),
        ({"a": [0, {"b": 0.5}]}, r"0\.5 at \$\.a\[1\]\.b"),
        (2**53, r"2\^53 or more"),
        ([-(2**53)], r"\$\[0\]"),
        ({1: 2}, "not text"),
        ({"a": b"bytes"}, "a bytes"),
        ("\ud800", "not Unicode"),
        ({"\ud800": 1}, "not Unicode"),
        ({"\ud800": 1, "\ue000": 2}, "not Unicode"),
    ],
)
def test_what_has_no_place_in_an_entry_is_refused_with_its_place(value: object, where: str) -> None:
    """Decimals, big integers, bytes and broken text are refused, and the sentence says where they stand."""
    with pytest.raises(NotCanonical, match=where):
        canonical(value)


def test_nesting_has_a_limit_of_its_own() -> None:
    """A value nested beyond any use is refused before it can exhaust a stack."""
    deep: object = 1
    for _ in range(DEEPEST):
        deep = [deep]
    assert canonical(deep)
    with pytest.raises(NotCanonical, match="levels"):
        canonical([deep])


@given(st.binary(max_size=50))
def test_parsing_any_bytes_gives_a_value_or_a_refusal(data: bytes) -> None:
    """No input makes the parser fail in any other way."""
    try:
        value = parse(data)
    except NotCanonical:
        return
    assert isinstance(value, (type(None), bool, int, str, list, dict))


def test_parsing_refuses_decimals() -> None:
    """A decimal number in bytes that came from elsewhere is refused."""
    with pytest.raises(NotCanonical, match=r"1\.5"):
        parse(b'{"a":1.5}')
