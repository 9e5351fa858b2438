"""Bodies to bytes and back, old versions upcast, and what is not understood kept."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ashore.ledger.canonical import NotCanonical
from ashore.ledger.codec import CODEC, Codec, NotUnderstood, decode, encode
from ashore.model.bodies import BODIES, CaseOpened, LogOpened, MentionLinked


@dataclass(frozen=True, slots=True, kw_only=True)
class Sighted:
    """A made-up body in its third version: boats became a range, and the place became optional."""

    low: int
    high: int | None
    place: str | None = None
    tags: tuple[str, ...] = ()


def one_number_to_two(old: dict[str, Any]) -> dict[str, Any]:
    """Turn version 1, which had one number, into version 2."""
    return {"low": old["boats"], "high": old["boats"], "where": old["where"]}


def where_to_place(old: dict[str, Any]) -> dict[str, Any]:
    """Turn version 2, which said `where`, into version 3."""
    return {"low": old["low"], "high": old["high"], "place": old["where"]}


MADE_UP = Codec(
    {("boat.sighted", 3): Sighted},
    {("boat.sighted", 1): one_number_to_two, ("boat.sighted", 2): where_to_place},
)

GOLDEN_OLD_BODIES = [
    (1, b'{"boats":2,"where":"off Gravelines"}', Sighted(low=2, high=2, place="off Gravelines")),
    (2, b'{"high":null,"low":3,"where":"off Wissant"}', Sighted(low=3, high=None, place="off Wissant")),
    (3, b'{"high":4,"low":3,"tags":["night"]}', Sighted(low=3, high=4, tags=("night",))),
]
"""Bytes of every version that was ever written. Lines are added here and never changed or removed."""


@pytest.mark.parametrize(("version", "body", "meaning"), GOLDEN_OLD_BODIES)
def test_old_versions_are_read_as_what_they_meant(version: int, body: bytes, meaning: Sighted) -> None:
    """Each stored sample of an old version comes out as the newest dataclass."""
    assert MADE_UP.decode("boat.sighted", version, body) == meaning


def test_an_old_version_without_an_upcaster_is_kept_and_shown() -> None:
    """A step missing from the chain is not understood, never an error."""
    codec = Codec({("boat.sighted", 3): Sighted}, {("boat.sighted", 1): one_number_to_two})
    assert isinstance(codec.decode("boat.sighted", 1, GOLDEN_OLD_BODIES[0][1]), NotUnderstood)


def test_null_and_no_items_are_left_out_where_they_are_the_default() -> None:
    """Fields that default to null or to no items cost nothing; every other field is always written."""
    _, _, body = MADE_UP.encode(Sighted(low=0, high=None))
    assert body == b'{"high":null,"low":0}'
    assert MADE_UP.decode("boat.sighted", 3, body) == Sighted(low=0, high=None)
    _, _, body = CODEC.encode(LogOpened(public_key="", desk="", stream="ops", kind="live"))
    assert body == b'{"desk":"","kind":"live","predecessor":"","public_key":"","stream":"ops"}'


@pytest.mark.parametrize(
    ("name", "version", "body", "why"),
    [
        ("boat.launched", 1, b"{}", "unknown type"),
        ("boat.sighted", 4, b"{}", "newer version"),
        ("boat.sighted", 3, b'{"low":1}', "high"),
        ("boat.sighted", 3, b'{"low":1.5,"high":2}', "int"),
        ("boat.sighted", 3, b'{"low":', "Input data"),
        ("boat.sighted", 2, b'{"low":1}', "high"),
        ("boat.sighted", 1, b"[]", "not an object"),
        ("boat.sighted", 0, b"{}", "0"),
    ],
)
def test_what_is_not_understood_is_kept_with_the_reason(
    name: str, version: int, body: bytes, why: str
) -> None:
    """Unknown types, newer versions and bodies that do not fit come back as bytes with a reason."""
    result = MADE_UP.decode(name, version, body)
    assert isinstance(result, NotUnderstood)
    assert (result.type, result.type_v, result.body) == (name, version, body)
    assert why in result.why


def test_unknown_members_of_a_known_version_are_ignored() -> None:
    """A newer desk may say more; what is known is still read."""
    assert MADE_UP.decode("boat.sighted", 3, b'{"low":1,"high":2,"new":{"a":[1]}}') == Sighted(low=1, high=2)


@given(st.sampled_from(sorted(BODIES)), st.binary(max_size=40) | st.just(b"{}"))
def test_decoding_never_raises(name: tuple[str, int], body: bytes) -> None:
    """Whatever bytes stand where a body should, the answer is a body or NotUnderstood."""
    result = decode(*name, body)
    assert isinstance(result, (BODIES[name], NotUnderstood))


def test_decimals_are_refused_when_writing() -> None:
    """A float that slipped into a body is caught before it is signed."""
    with pytest.raises(NotCanonical, match=r"decimal number 1\.5 at \$\.low"):
        MADE_UP.encode(Sighted(low=1.5, high=2))  # type: ignore[arg-type]


def test_a_class_that_is_no_body_is_refused() -> None:
    """Only registered bodies can be written."""
    with pytest.raises(KeyError):
        CODEC.encode(Sighted(low=1, high=2))


@given(st.text(max_size=10), st.lists(st.text(max_size=5), max_size=3), st.text(max_size=8))
def test_bodies_come_back_as_they_were(case: str, cases: list[str], reason: str) -> None:
    """Encoding and decoding real bodies is the identity."""
    for body in (
        CaseOpened(case=case, kind="boat", reason=reason),
        MentionLinked(mention=case, cases=tuple(cases), standing="linked", reason=reason),
        LogOpened(public_key="00", desk=case, stream="ops", kind="live"),
    ):
        assert decode(*encode(body)) == body
