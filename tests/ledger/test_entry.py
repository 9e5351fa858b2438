"""Headers, ids and the chain."""

from __future__ import annotations

import hashlib

import pytest
import rfc8785
from hypothesis import given
from hypothesis import strategies as st

from ashore.ledger.canonical import canonical, parse
from ashore.ledger.entry import (
    BlobRef,
    BodyRef,
    Header,
    SealedRef,
    UnreadableHeader,
    chain_hash,
    entry_hash,
    entry_id,
    header_bytes,
    read_header,
    short_id,
)
from ashore.testing.ledger_contract import memory_ledger, note

TEXT = st.text(st.characters(exclude_categories=["Cs"]), max_size=12)
NUMBER = st.integers(0, 2**53 - 1)
HEADERS = st.builds(
    Header,
    actor=TEXT,
    alg=TEXT,
    blobs=st.lists(st.builds(BlobRef, NUMBER, TEXT, TEXT), max_size=2).map(tuple),
    body=st.builds(BodyRef, NUMBER, TEXT),
    causes=st.lists(TEXT, max_size=2).map(tuple),
    class_=TEXT,
    command=TEXT,
    hlc=st.tuples(NUMBER, NUMBER),
    key=TEXT,
    log=TEXT,
    prev=TEXT,
    replaces=st.lists(TEXT, max_size=2).map(tuple),
    role=TEXT,
    sealed=st.lists(st.builds(SealedRef, TEXT, TEXT, NUMBER, TEXT), max_size=2).map(tuple),
    seq=NUMBER,
    subjects=st.lists(TEXT, max_size=2).map(tuple),
    type=TEXT,
    type_v=NUMBER,
    v=NUMBER,
    wall_ms=NUMBER,
)


@given(HEADERS)
def test_a_header_has_its_rfc_8785_bytes(header: Header) -> None:
    """The quick encoder gives what the reference library gives for the same members."""
    data = header_bytes(header)
    assert data == rfc8785.dumps(parse(data)) == canonical(parse(data))  # type: ignore[arg-type]


@given(HEADERS)
def test_a_header_is_read_back_as_it_was(header: Header) -> None:
    """Reading the bytes gives an equal header."""
    assert read_header(header_bytes(header)) == header


@given(st.binary(max_size=60))
def test_bytes_that_are_no_header_are_refused(data: bytes) -> None:
    """Any other bytes raise one error of ours."""
    with pytest.raises(UnreadableHeader):
        read_header(data)


def test_an_id_is_160_bits_in_lower_case_base32() -> None:
    """20 bytes make 32 characters, so there is never any padding."""
    assert short_id(bytes(32)) == "a" * 32
    assert short_id(b"\xff" * 32) == "7" * 32


def test_id_and_chain_hash_follow_the_published_rule() -> None:
    """The id is over a prefix and the header; the chain hash is over header and signature."""
    digest = hashlib.sha256(b"ashore.entry/1\n{}").digest()
    assert entry_hash(b"{}") == digest
    assert entry_id(b"{}") == short_id(digest)
    assert chain_hash(b"{}", b"s") == hashlib.sha256(b"{}s").hexdigest()


def test_entries_form_a_chain_from_their_genesis() -> None:
    """A genesis names no log; every later entry names the genesis as its log and the entry before as prev."""
    ledger = memory_ledger()
    for number in range(3):
        ledger.append(note(f"c-{number}"))
    genesis, *rest = ledger.read()
    assert (genesis.header.log, genesis.header.prev, genesis.header.seq) == ("", "", 0)
    assert genesis.log == genesis.chain == ledger.log
    assert [entry.header.log for entry in rest] == [ledger.log] * 3
    assert [entry.header.seq for entry in rest] == [1, 2, 3]
    assert [entry.header.prev for entry in rest] == [entry.chain for entry in (genesis, *rest[:-1])]
