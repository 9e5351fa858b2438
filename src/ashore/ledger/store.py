"""What a store must do; ashore.testing.ledger_contract holds every store to it.

A store keeps entries in the order of their commits, and the content that headers name by hash. It knows
nothing of signatures, sealing or meaning: ashore.ledger.ledger does.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Protocol, TypeAlias, TypeVar

import msgspec

from ashore.ledger.entry import Entry, Hlc, read_header
from ashore.model.errors import LedgerFault

T = TypeVar("T")

Row: TypeAlias = tuple[str, bytes, bytes, bytes | None, int, int]
"""An entry as stored: id, header, signature, body, arrival, ahead (0 or 1)."""


class AlreadyHeld(LedgerFault):
    """A second entry with the id, or the place in its log, of one that is held."""

    code = "already-held"
    says = "There is already an entry {entry}, or another one in its place."
    hint = "Nothing was written. Run `ashore verify`: two entries in one place are a fork."


class Head(msgspec.Struct, frozen=True, kw_only=True):
    """Where one log stands here.

    `hlc` is the latest of its times that was believed; `public_key` the key its next entry must be signed
    with; `mine` says that this desk writes, or once wrote, this log.
    """

    log: str
    seq: int
    chain: str
    hlc: Hlc
    public_key: bytes
    mine: bool


class StoreReader(Protocol):
    """What can be asked of a store, inside a transaction or outside one."""

    def rows(self, after: int, limit: int) -> list[Row]:
        """Return up to `limit` entries with an arrival number above `after`, in that order."""

    def get(self, entry_id: str) -> Row | None:
        """Return the entry with this id."""

    def at(self, log: str, seq: int) -> Row | None:
        """Return an entry by its place in its log."""

    def by_command(self, command: str) -> list[Row]:
        """Return the entries of our own logs that carry this command id, in order of arrival."""

    def content(self, sha256: str) -> bytes | None:
        """Return the sealed part or blob with this hash, or None where it is withheld or erased."""

    def heads(self) -> list[Head]:
        """Return where each log stands, in the order in which the logs first arrived."""

    def latest(self) -> int:
        """Return the arrival number of the last entry; 0 when there is none."""


class StoreTransaction(StoreReader, Protocol):
    """A store while one writer has it; nobody else sees its changes before the commit."""

    def append(self, entry: Entry, head: Head) -> int:
        """Add an entry, record where its log stands with it, and return its arrival number.

        Raises AlreadyHeld.
        """

    def keep(self, sha256: str, content: bytes) -> None:
        """Keep a sealed part or blob; one already held is left as it is."""

    def set_body(self, entry_id: str, body: bytes | None) -> None:
        """Fill in a body that was withheld, or erase one."""

    def erase(self, sha256: str) -> None:
        """Erase a sealed part or blob."""


class Store(StoreReader, Protocol):
    """A store of entries."""

    def write(self, work: Callable[[StoreTransaction], T]) -> T:
        """Run `work` alone, commit what it did, and return its result once that is on the disk.

        When `work` raises, nothing it did remains and the exception comes out here. Arrival numbers are
        given in the order of commits, without gaps. What was erased is in no file on return. `work` must
        not call `write`.
        """

    def wait(self, after: int, timeout: float) -> int:
        """Return `latest()` as soon as it is above `after`, at most `timeout` seconds from now."""

    def close(self) -> None:
        """Finish what was accepted, then let go of files and threads."""


def entry_of(row: Row) -> Entry:
    """Return the entry in a row. Raises UnreadableHeader."""
    entry_id, header, signature, body, arrival, ahead = row
    return Entry(entry_id, read_header(header), header, signature, body, arrival, bool(ahead))
