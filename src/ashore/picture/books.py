"""The people books of the cases at hand, made again only for a tied group whose facts changed."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from ashore.model.facts import CaseFacts
from ashore.people.account import PeopleBook
from ashore.people.book import people_book
from ashore.people.hypotheses import tied_groups


class Books:
    """Remembers each tied group's book for as long as the group's facts are the very same."""

    def __init__(self) -> None:
        self._held: dict[tuple[str, ...], tuple[tuple[CaseFacts, ...], PeopleBook]] = {}
        self._cases: tuple[CaseFacts, ...] = ()
        self._books: dict[str, PeopleBook] = {}

    def of(self, cases: Sequence[CaseFacts]) -> Mapping[str, PeopleBook]:
        """Return for each case the book of the tied group it is in; cases tied to one another share one book."""
        if _very_same(self._cases, cases):
            return self._books
        held: dict[tuple[str, ...], tuple[tuple[CaseFacts, ...], PeopleBook]] = {}
        books: dict[str, PeopleBook] = {}
        for group in tied_groups(cases):
            facts = tuple(group)
            key = tuple(case.id for case in facts)
            before = self._held.get(key)
            book = before[1] if before is not None and _very_same(before[0], facts) else people_book(facts)
            held[key] = (facts, book)
            books.update(dict.fromkeys(key, book))
        self._held, self._cases, self._books = held, tuple(cases), books
        return books


def _very_same(before: Sequence[CaseFacts], now: Sequence[CaseFacts]) -> bool:
    return len(before) == len(now) and all(old is new for old, new in zip(before, now, strict=True))
