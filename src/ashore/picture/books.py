"""The people books of the cases at hand, made again only for a tied group whose facts changed."""

from __future__ import annotations

from collections.abc import Sequence

from ashore.model.facts import CaseFacts
from ashore.people.account import PeopleBook
from ashore.people.book import people_book
from ashore.people.hypotheses import tied_groups


class Books:
    """Remembers each tied group's book for as long as the group's facts are the very same."""

    def __init__(self) -> None:
        self._held: dict[tuple[str, ...], tuple[tuple[CaseFacts, ...], PeopleBook]] = {}

    def of(self, cases: Sequence[CaseFacts]) -> dict[str, PeopleBook]:
        """Return for each case the book of the tied group it is in; cases tied to one another share one book."""
        held, books = {}, {}
        for group in tied_groups(cases):
            facts = tuple(group)
            key = tuple(case.id for case in facts)
            before = self._held.get(key)
            if before is not None and all(old is new for old, new in zip(before[0], facts, strict=True)):
                book = before[1]
            else:
                book = people_book(facts)
            held[key] = (facts, book)
            books.update(dict.fromkeys(key, book))
        self._held = held
        return books
