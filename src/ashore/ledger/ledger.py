"""The ledger as the rest of Ashore sees it: append in transactions, read in order, open what is sealed."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import TypeVar

from ashore.ledger.chain import CARRIES_KEY, opening
from ashore.ledger.codec import encode
from ashore.ledger.draft import Draft
from ashore.ledger.entry import Entry, sha256_hex
from ashore.ledger.keys import SigningKey
from ashore.ledger.sealing import KeyRing, SealBroken, unseal
from ashore.ledger.store import Head, Store, StoreTransaction, entry_of
from ashore.ledger.transaction import Transaction, entries_after, latest_heard
from ashore.model.bodies import KeyRotated, LogOpened
from ashore.model.clock import Surroundings
from ashore.model.errors import LedgerFault, NotFound, Refused

T = TypeVar("T")


class NoLog(LedgerFault):
    """The files are there, but no log of this desk was ever opened in them."""

    code = "no-log"
    says = "This record has no log of its own yet."
    hint = "Make a new data directory, or restore one from a backup."


class NoKeyHere(LedgerFault):
    """Something was to be written by a ledger opened without its signing key."""

    code = "opened-without-key"
    says = "Nothing can be added: the record was opened without the desk's signing key."
    hint = "Put desk.key back from your backup and restart."


class ContentWithheld(NotFound):
    """The header names this content, but its bytes are not here."""

    code = "content-withheld"
    says = "This part of the entry is not held here: it was withheld or erased."
    hint = "The desk that wrote it may still have it."


class NoSuchEntry(NotFound):
    """No entry has that id."""

    code = "no-such-entry"
    says = "There is no entry {entry} here."
    hint = "Check the id; it may be on another desk, and not exchanged yet."


class CannotErase(Refused):
    """An entry without which the rest of its log could not be checked."""

    code = "cannot-erase"
    says = "Entry {entry} names the key that its log is signed with, and cannot be erased."
    hint = "It holds nothing about anybody."


class Ledger:
    """One stream of one desk: its own log, and the logs of others that were imported.

    Safe to use from several threads. `signer` None opens it for reading only.
    """

    def __init__(
        self, store: Store, keyring: KeyRing, signer: SigningKey | None, surroundings: Surroundings
    ) -> None:
        own = _own(store.heads())
        row = None if own is None else store.at(own.log, 0)
        if own is None or row is None:
            raise NoLog
        self.log = own.log
        self.opening: LogOpened = opening(entry_of(row))
        self.store = store
        self.keyring = keyring
        self._signer = signer
        self.surroundings = surroundings

    @property
    def kind(self) -> str:
        """Return live, exercise or replay."""
        return self.opening.kind

    def transact(self, work: Callable[[Transaction], T]) -> T:
        """Run `work` as the only writer and return its result once everything it appended is durable.

        When `work` raises, nothing remains of it. `work` must not call `transact`.
        """
        signer = self._signer
        if signer is None:
            raise NoKeyHere
        return self.store.write(lambda store: self._work(store, signer, work))

    def once(self, command: str, work: Callable[[Transaction], object]) -> tuple[Entry, ...]:
        """Run `work` unless this command was done before; either way return the command's entries.

        What `work` appends must carry `command`.
        """

        def unless_done(transaction: Transaction) -> tuple[Entry, ...]:
            done = transaction.by_command(command)
            if not done:
                work(transaction)
                done = transaction.by_command(command)
            return done

        return self.transact(unless_done)

    def append(self, draft: Draft) -> Entry:
        """Append one entry in a transaction of its own."""
        return self.transact(lambda transaction: transaction.append(draft))

    def read(self, after: int = 0) -> Iterator[Entry]:
        """Yield entries with an arrival number above `after`, in local arrival order."""
        return entries_after(self.store, after)

    def get(self, entry_id: str) -> Entry:
        """Return an entry by its id. Raises NoSuchEntry."""
        row = self.store.get(entry_id)
        if row is None:
            raise NoSuchEntry(entry=entry_id)
        return entry_of(row)

    def by_command(self, command: str) -> tuple[Entry, ...]:
        """Return the entries of our own logs that carry this command id."""
        return tuple(map(entry_of, self.store.by_command(command)))

    def heads(self) -> dict[str, tuple[int, str]]:
        """Return, for each log held, the sequence number and chain hash of its last entry."""
        return {head.log: (head.seq, head.chain) for head in self.store.heads()}

    def public_key(self) -> bytes:
        """Return the key that the next entry of our log must be signed with."""
        return next(head.public_key for head in self.store.heads() if head.log == self.log)

    def latest(self) -> int:
        """Return the arrival number of the last entry; cheap enough to ask often."""
        return self.store.latest()

    def wait(self, after: int, timeout: float) -> int:
        """Return `latest()` once it is above `after`, whoever wrote it; at most `timeout` seconds."""
        return self.store.wait(after, timeout)

    def open_sealed(self, entry: Entry, index: int) -> bytes:
        """Return the plaintext of a sealed part.

        Raises KeyDestroyed, KeyNotHeld, ContentWithheld, and SealBroken when it was tampered with.
        """
        ref = entry.header.sealed[index]
        key = self.keyring.get(ref.key)
        return unseal(self._content(ref.sha256, entry), key, entry.log, entry.header.seq)

    def blob(self, entry: Entry, index: int) -> bytes:
        """Return a blob. Raises ContentWithheld, and SealBroken when it was tampered with."""
        return self._content(entry.header.blobs[index].sha256, entry)

    def destroy_keys(self, key_ids: list[str]) -> int:
        """Overwrite the keys of sealed parts for ever; return how many were still held.

        Append the entry that says who did it first: a crash between the two leaves a signed promise that
        can be kept by calling this again, and never an erasure without a name.
        """
        return self.keyring.destroy(key_ids)

    def erase(self, entry_id: str) -> None:
        """Erase an entry's body, sealed parts and blobs from this copy; header and chain stay.

        A blob that another entry also names is erased for both. Raises NoSuchEntry and CannotErase.
        """
        entry = self.get(entry_id)
        if entry.header.type in CARRIES_KEY:
            raise CannotErase(entry=entry_id)

        def work(store: StoreTransaction) -> None:
            store.set_body(entry_id, None)
            for sha256 in entry.header.contents():
                store.erase(sha256)

        self.store.write(work)

    def close(self) -> None:
        """Finish what was accepted and let go of the store. The key ring is its owner's to close."""
        self.store.close()

    def _work(self, store: StoreTransaction, signer: SigningKey, work: Callable[[Transaction], T]) -> T:
        heads = store.heads()
        transaction = Transaction(store, signer, _own(heads), latest_heard(heads), self.surroundings)
        result = work(transaction)
        # Keys are on the disk before the commit that makes their ciphertext count: a crash between the
        # two leaves a key that opens nothing, never a report that nobody can read.
        self.keyring.add(transaction.new_keys)
        return result

    def _content(self, sha256: str, entry: Entry) -> bytes:
        content = self.store.content(sha256)
        if content is None:
            raise ContentWithheld(entry=entry.id)
        if sha256_hex(content) != sha256:
            raise SealBroken(log=entry.log, seq=entry.header.seq)
        return content


def open_log(
    store: Store, signer: SigningKey, opened: LogOpened, surroundings: Surroundings, *, actor: str = "desk"
) -> None:
    """Write the genesis entry of a new log into a store; from then on it is the store's own log.

    A restored ledger does this too, with `opened.predecessor` naming its old log: entries written after
    the backup may be out in the world, and a second entry with the same number would be a fork.
    """
    name, version, body = encode(opened)
    draft = Draft(
        type=name,
        type_v=version,
        body=body,
        actor=actor,
        role="system",
        command=surroundings.new_id(),
        class_="public",
    )

    def work(transaction: StoreTransaction) -> None:
        heard = latest_heard(transaction.heads())
        Transaction(transaction, signer, None, heard, surroundings).append(draft)

    store.write(work)


def rotate_key(ledger: Ledger, new: SigningKey, *, command: str, actor: str) -> Entry:
    """Append, signed with the old key, the entry that hands the log over to `new`."""
    name, version, body = encode(KeyRotated(public_key=new.public.hex()))
    draft = Draft(
        type=name, type_v=version, body=body, actor=actor, role="system", command=command, class_="public"
    )
    return ledger.append(draft)


def _own(heads: list[Head]) -> Head | None:
    return next((head for head in reversed(heads) if head.mine), None)
