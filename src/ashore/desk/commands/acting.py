"""What a command has in its hands while it runs: the picture as it is, who asks, and the open transaction."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from ashore.desk.commands.accounts import Accounts
from ashore.desk.commands.errors import (
    BadValue,
    PhoneInReason,
    SeveralCases,
    UnknownCase,
    UnknownMention,
)
from ashore.desk.commands.phones import PhoneMarks, PhoneTable
from ashore.ledger.codec import encode
from ashore.ledger.draft import Blob, Draft, Seal
from ashore.ledger.entry import Entry
from ashore.ledger.ledger import Ledger
from ashore.ledger.transaction import Transaction
from ashore.model.clock import Surroundings
from ashore.model.facts import MentionFacts
from ashore.model.numbers import holds_number
from ashore.model.report import is_mention_id
from ashore.picture.books import Books
from ashore.picture.cases import mention_facts
from ashore.picture.entries import held_of
from ashore.picture.fold import Held, Picture
from ashore.picture.search import meant_case


@dataclass(frozen=True, slots=True, kw_only=True)
class Who:
    """Who asks: an opaque account id and its role; `person` if a human being signed in."""

    account: str
    role: str
    person: bool


class Acting:
    """One command at work; what it appends is in the picture only once it is durable.

    `now` is the instant the desk is at, which in an exercise or a replay is not the clock's, UTC milliseconds;
    `role` is as what the asker acts here (`Desk.role_of`).
    """

    def __init__(
        self,
        *,
        picture: Picture,
        ledger: Ledger,
        transaction: Transaction,
        accounts: Accounts,
        phones: PhoneTable,
        marks: PhoneMarks,
        who: Who,
        command: str,
        surroundings: Surroundings,
        desk: str,
        now: int,
        role: str,
        books: Books,
        prepared: Any = None,
    ) -> None:
        self.picture = picture
        self.ledger = ledger
        self.accounts = accounts
        self.phones = phones
        self.marks = marks
        self.who = who
        self.surroundings = surroundings
        self.desk = desk
        self.now = now
        self.role = role
        self.books = books
        self.prepared = prepared
        self._transaction = transaction
        self._command = command
        self.appended: list[Held] = []

    def append(
        self,
        body: object,
        *,
        subjects: Iterable[str],
        class_: str = "decision",
        replaces: Iterable[str] = (),
        causes: Iterable[str] = (),
        sealed: tuple[Seal, ...] = (),
        blobs: tuple[Blob, ...] = (),
    ) -> Entry:
        """Append one entry in this command's transaction."""
        name, version, data = encode(body)
        entry = self._transaction.append(
            Draft(
                type=name,
                type_v=version,
                body=data,
                actor=self.who.account,
                role=self.who.role,
                command=self._command,
                class_=class_,
                causes=tuple(causes),
                replaces=tuple(sorted(set(replaces))),
                subjects=tuple(sorted(set(subjects))),
                sealed=sealed,
                blobs=blobs,
            )
        )
        self.appended.append(held_of(entry))
        return entry

    def case(self, words: str) -> str:
        """Return the id of the one case that `words` names. Raises UnknownCase and SeveralCases."""
        meant = meant_case(self.picture, words)
        if not meant:
            raise UnknownCase(case=words)
        if len(meant) > 1:
            raise SeveralCases(case=words, cases=", ".join(meant))
        return meant[0]

    def mention(self, mention: str) -> MentionFacts:
        """Return a mention that stands. Raises UnknownMention."""
        found = mention_facts(self.picture, mention) if is_mention_id(mention) else []
        if not found:
            raise UnknownMention(mention=mention)
        return found[0]

    def standing(self, ids: Iterable[str], *bodies: type) -> list[str]:
        """Return the ids of those standing entries whose body is one of these types."""
        return [held.id for held in self.picture.standing(ids) if isinstance(held.body, bodies)]


def one_of(field: str, value: str, allowed: Iterable[str]) -> str:
    """Return the value if it is one of those allowed. Raises BadValue."""
    choices = list(allowed)
    if value not in choices:
        raise BadValue(
            field=field, why=f"“{value}” is not one of the choices", hint=f"Use {', '.join(choices)}"
        )
    return value


def reason_text(field: str, value: str, *, least: int = 0) -> str:
    """Return a reason fit to stand as open text for ever. Raises BadValue and PhoneInReason."""
    text = " ".join(value.split())
    if len(text) < least:
        raise BadValue(field=field, why="a reason is needed", hint="Say in a few words why")
    if holds_number(text):
        raise PhoneInReason
    return text
