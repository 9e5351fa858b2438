"""What a caller may do while it alone has the ledger: look, and append."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator
from typing import Final

import msgspec

from ashore.ledger import hlc
from ashore.ledger.canonical import NotCanonical, parse
from ashore.ledger.chain import head_at
from ashore.ledger.draft import Draft
from ashore.ledger.entry import (
    ALGORITHM,
    CLASSES,
    VERSION,
    BlobRef,
    BodyRef,
    Entry,
    Header,
    Hlc,
    SealedRef,
    entry_hash,
    header_bytes,
    short_id,
)
from ashore.ledger.keys import SigningKey
from ashore.ledger.sealing import new_key, seal
from ashore.ledger.store import Head, StoreReader, StoreTransaction, entry_of
from ashore.model.clock import Surroundings
from ashore.model.errors import LedgerFault

PAGE: Final = 1000


class SigningKeyChanged(LedgerFault):
    """The log was continued with another key than the one held here."""

    code = "signing-key-changed"
    says = "The desk's signing key was changed by another program."
    hint = "Restart this one, so that it reads the new key. Nothing was written."


class Transaction:
    """One unit of work on the ledger; either all of it is kept or none."""

    def __init__(
        self,
        store: StoreTransaction,
        signer: SigningKey,
        head: Head | None,
        heard: Hlc,
        surroundings: Surroundings,
    ) -> None:
        if head is not None and head.public_key != signer.public:
            raise SigningKeyChanged
        self._store = store
        self._signer = signer
        self._head = head
        self._surroundings = surroundings
        self._heard = heard
        self.new_keys: dict[str, bytes] = {}

    def append(self, draft: Draft) -> Entry:
        """Give the draft its place, time, hash and signature, and return it as an entry.

        Raises NotCanonical when the body is not JSON or text is not Unicode, and ValueError for a class
        that does not exist.
        """
        for class_ in (draft.class_, *(part.class_ for part in draft.sealed)):
            if class_ not in CLASSES:
                raise ValueError(f"no such class of content: {class_}")
        parse(draft.body)
        head = self._head
        log, seq, prev = ("", 0, "") if head is None else (head.log, head.seq + 1, head.chain)
        wall_ms = self._surroundings.clock()
        time = hlc.tick(self._heard, wall_ms)
        header = Header(
            actor=draft.actor,
            alg=ALGORITHM,
            blobs=tuple(self._keep_blob(blob.content, blob.media) for blob in draft.blobs),
            body=BodyRef(len(draft.body), _hex(draft.body)),
            causes=draft.causes,
            class_=draft.class_,
            command=draft.command,
            hlc=time,
            key=self._signer.key_id,
            log=log,
            prev=prev,
            replaces=draft.replaces,
            role=draft.role,
            sealed=self._seal(draft, log, seq),
            seq=seq,
            subjects=draft.subjects,
            type=draft.type,
            type_v=draft.type_v,
            v=VERSION,
            wall_ms=wall_ms,
        )
        try:
            data = header_bytes(header)
        except UnicodeEncodeError as error:
            raise NotCanonical(what="text that is not Unicode", where="header") from error
        digest = entry_hash(data)
        entry = Entry(short_id(digest), header, data, self._signer.sign(digest), draft.body, 0, False)
        self._head = head_at(entry, public_key=self._signer.public, mine=True, hlc=time)
        self._heard = time
        arrival = self._store.append(entry, self._head)
        return msgspec.structs.replace(entry, arrival=arrival)

    def by_command(self, command: str) -> tuple[Entry, ...]:
        """Return the entries of our own logs that carry this command id, this transaction's too."""
        return tuple(map(entry_of, self._store.by_command(command)))

    def get(self, entry_id: str) -> Entry | None:
        """Return the entry with this id."""
        row = self._store.get(entry_id)
        return None if row is None else entry_of(row)

    def catch_up(self, after: int) -> Iterator[Entry]:
        """Yield every entry with an arrival number above `after`, up to this moment."""
        return entries_after(self._store, after)

    def latest(self) -> int:
        """Return the arrival number of the last entry."""
        return self._store.latest()

    def _seal(self, draft: Draft, log: str, seq: int) -> tuple[SealedRef, ...]:
        keys: dict[str, tuple[str, bytes]] = {}
        refs = []
        for part in draft.sealed:
            if part.key_name not in keys:
                keys[part.key_name] = new_key(self._surroundings.random_bytes)
            key_id, key = keys[part.key_name]
            sealed = seal(part.plaintext, key, log, seq, self._surroundings.random_bytes)
            refs.append(SealedRef(part.class_, key_id, len(sealed), self._keep(sealed)))
        self.new_keys.update(keys.values())
        return tuple(refs)

    def _keep_blob(self, content: bytes, media: str) -> BlobRef:
        return BlobRef(len(content), media, self._keep(content))

    def _keep(self, content: bytes) -> str:
        sha256 = _hex(content)
        self._store.keep(sha256, content)
        return sha256


def latest_heard(heads: list[Head]) -> Hlc:
    """Return the latest time that was written or believed here, in any log."""
    return max((head.hlc for head in heads), default=hlc.START)


def entries_after(store: StoreReader, after: int) -> Iterator[Entry]:
    """Yield the store's entries above `after` in order of arrival, a page at a time."""
    while rows := store.rows(after, PAGE):
        yield from map(entry_of, rows)
        after = rows[-1][4]


def _hex(data: bytes) -> str:
    return hashlib.sha256(data).hexdigest()
