"""The whole book as bytes, so that two folds can be compared to the letter."""

from __future__ import annotations

import hashlib

import msgspec

from ashore.picture.board import unlinked
from ashore.picture.books import Books
from ashore.picture.conflicts import conflicts
from ashore.picture.fold import Picture


def book_bytes(picture: Picture) -> bytes:
    """Return every case's facts, conflicts and people, and what belongs to no case, as JSON.

    The same entries give the same bytes in any order of arrival and on any computer: there are no floats in it.
    """
    cases = picture.all_cases()
    books = Books().of(cases)
    return msgspec.json.encode(
        {
            "cases": cases,
            "conflicts": {case.id: conflicts(picture, case) for case in cases},
            "people": {case.id: books[case.id].case(case.id) for case in cases},
            "joint": {case.id: books[case.id].joint for case in cases},
            "unlinked": unlinked(picture),
        },
        order="deterministic",
    )


def fingerprint(picture: Picture) -> str:
    """Return the SHA-256 of `book_bytes` in hex."""
    return hashlib.sha256(book_bytes(picture)).hexdigest()
