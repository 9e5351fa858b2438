"""Entries to a file and back, verbatim: format `ashore.entries/1`.

JSON Lines in UTF-8. The first line is `{"format": "ashore.entries/1", "heads": {log: [seq, chain]}}`; each
further line is one entry: `header` and `body` as the text that was hashed, `signature`, `sealed` and
`blobs` in base64. What is withheld or erased is null. Nothing is opened: a sealed part goes as ciphertext,
and keys never go at all.
"""

from __future__ import annotations

import base64
import hashlib
import itertools
from collections.abc import Iterator
from dataclasses import dataclass
from functools import partial
from typing import IO, Final, NamedTuple

import msgspec

from ashore.ledger import hlc
from ashore.ledger.canonical import canonical
from ashore.ledger.chain import BadLogOpening, head_at, key_after, opening
from ashore.ledger.entry import (
    ALGORITHM,
    VERSION,
    Entry,
    Ref,
    UnreadableHeader,
    entry_hash,
    header_bytes,
    read_header,
    sha256_hex,
    short_id,
)
from ashore.ledger.keys import VerifyingKey
from ashore.ledger.ledger import Ledger
from ashore.ledger.store import Head, StoreTransaction
from ashore.model.errors import BadInput, LedgerFault, Refused

FORMAT: Final = "ashore.entries/1"
TOGETHER: Final = 1000
"""Entries stored in one transaction; an import cut short keeps what it stored and goes on from there."""


class BadExport(BadInput):
    """A file that is not a sound export; nothing of it was stored."""

    code = "bad-export"
    says = "Line {line} of this export cannot be taken: {why}."
    hint = "Nothing was stored. Ask for a new export from the desk that made it."


class DamagedEntry(LedgerFault):
    """An entry whose body is not the one its header names."""

    code = "damaged-entry"
    says = "Entry {entry} is damaged here, and was not exported."
    hint = "Run `ashore verify`; erase the body, or restore it from a peer, and export again."


class Gap(Refused):
    """Entries are missing between what is held and what was sent."""

    code = "entries-missing"
    says = "Entry {entry} is number {seq} of its log, but what is held here ends at {held}."
    hint = "Nothing was stored. Ask for an export that goes on from entry {held_entry}."


class Fork(Refused):
    """Two different entries claim the same place in one log."""

    code = "fork"
    says = "Entry {entry} and entry {held_entry}, which is held here, both claim number {seq} of one log."
    hint = "Nothing was stored. One of the two was altered, or restored from a backup; find out which."


class OtherKind(Refused):
    """Live, exercise and replay never mix."""

    code = "other-kind"
    says = "This is a {kind} record, and {desk} in the file is {other}: they never mix."
    hint = "Nothing was stored. Import it into a data directory of the same kind."


class AccessNotExchanged(Refused):
    """An access stream stays on its desk."""

    code = "access-not-exchanged"
    says = "Looks and sign-ins are never exchanged between desks."
    hint = "Nothing was stored. An access record can be exported for reading, and verified, but not imported."


@dataclass(frozen=True, slots=True, kw_only=True)
class Imported:
    """What an import did: entries new here, entries held before, and bodies or parts filled in."""

    new: int
    known: int
    filled: int


class _Preamble(msgspec.Struct, frozen=True):
    format: str
    heads: dict[str, tuple[int, str]]


class _Line(msgspec.Struct, frozen=True):
    header: str
    signature: bytes  # base64 in the file
    body: str | None
    sealed: tuple[bytes | None, ...]
    blobs: tuple[bytes | None, ...]


class _Sent(NamedTuple):
    """An entry from a file, with the content that came along."""

    entry: Entry
    contents: tuple[bytes | None, ...]


def export(ledger: Ledger, file: IO[bytes], *, after: int = 0) -> int:
    """Write every entry with an arrival number above `after`, in that order; return how many.

    `after` leaves out what an earlier export already carried. Raises DamagedEntry.
    """
    heads = {log: list(head) for log, head in ledger.heads().items()}
    file.write(canonical({"format": FORMAT, "heads": heads}) + b"\n")
    count = 0
    for entry in ledger.read(after):
        header = entry.header
        if entry.body is not None and _differs(entry.body, header.body):
            raise DamagedEntry(entry=entry.id)
        line = {
            "header": entry.header_bytes.decode("utf-8"),
            "signature": _base64(entry.signature),
            "body": None if entry.body is None else entry.body.decode("utf-8"),
            "sealed": [_base64(ledger.store.content(ref.sha256)) for ref in header.sealed],
            "blobs": [_base64(ledger.store.content(ref.sha256)) for ref in header.blobs],
        }
        file.write(canonical(line) + b"\n")
        count += 1
    return count


def import_entries(ledger: Ledger, file: IO[bytes]) -> Imported:
    """Take the entries of an export, after checking every one of them; `file` must be seekable.

    The whole file is checked before anything is stored: form, ids, chain, signatures, and that what is
    held here is neither contradicted nor left with a gap. What is held already is passed over; a body or
    part that was withheld and now came along is filled in. Cut short, it can simply be done again.

    Raises BadExport, Gap, Fork, OtherKind, AccessNotExchanged; nothing is stored then.
    """
    if ledger.opening.stream == "access":
        raise AccessNotExchanged
    preamble, start = _preamble(file), file.tell()
    proof, digests = _Proof(ledger), []
    for batch in _batches(file):
        for number, line in batch:
            proof.check(number, _sent(number, line).entry)
        digests.append(_digest(batch))
    proof.check_complete(preamble)
    file.seek(start)
    parts = []
    for batch, digest in zip(_batches(file), digests, strict=True):
        if _digest(batch) != digest:
            raise BadExport(line=batch[0][0], why="the file changed while it was read")
        sent = [_sent(number, line) for number, line in batch]
        parts.append(ledger.store.write(partial(_store, sent, ledger.surroundings.clock())))
    return Imported(
        new=sum(part.new for part in parts),
        known=sum(part.known for part in parts),
        filled=sum(part.filled for part in parts),
    )


class _Proof:
    """Follows every log of a file from where it stands here, storing nothing."""

    def __init__(self, ledger: Ledger) -> None:
        self._ledger = ledger
        self._heads = {head.log: head for head in ledger.store.heads()}
        self._last: dict[str, str] = {}

    def check(self, number: int, entry: Entry) -> None:
        """Check the entry in line `number` against what is held and what came before it in the file."""
        header, log = entry.header, entry.log
        held = self._ledger.store.at(log, header.seq)
        if held is not None:
            if (held[0], held[2]) != (entry.id, entry.signature):
                raise Fork(entry=entry.id, held_entry=held[0], seq=header.seq)
            return  # the very bytes that were checked when they came here
        try:
            head = self._heads.get(log)
            if head is None:
                head = self._before_opening(entry)
            self._check_next(number, entry, head)
            self._heads[log] = head_at(entry, public_key=head.public_key, mine=False, hlc=header.hlc)
        except BadLogOpening as error:
            raise BadExport(line=number, why=error.sentence()) from error
        self._last[log] = entry.id

    def check_complete(self, preamble: _Preamble) -> None:
        """Refuse a file that stops before the heads it promises."""
        for log, (seq, _) in preamble.heads.items():
            if log not in self._heads or self._heads[log].seq < seq:
                raise BadExport(line="last", why=f"the file ends before entry {seq} of log {log}")

    def _before_opening(self, entry: Entry) -> Head:
        if entry.header.log:
            raise Gap(entry=entry.id, seq=entry.header.seq, held="nothing", held_entry=entry.header.log)
        opened = opening(entry)
        if opened.stream == "access":
            raise AccessNotExchanged
        if opened.kind != self._ledger.kind:
            raise OtherKind(kind=self._ledger.kind, desk=opened.desk, other=opened.kind)
        key = key_after(entry, b"")
        return Head(log=entry.log, seq=-1, chain="", hlc=hlc.START, public_key=key, mine=False)

    def _check_next(self, number: int, entry: Entry, head: Head) -> None:
        header = entry.header
        if header.seq <= head.seq:
            raise BadExport(line=number, why=f"entry number {header.seq} of its log comes a second time")
        before = self._last.get(head.log) or self._held_id(head)
        if header.seq > head.seq + 1:
            raise Gap(entry=entry.id, seq=header.seq, held=head.seq, held_entry=before)
        key = VerifyingKey(head.public_key)
        if header.key != key.key_id or not key.signed(entry_hash(entry.header_bytes), entry.signature):
            raise BadExport(line=number, why=f"the signature of entry {entry.id} is not its log's")
        if header.prev != head.chain:
            raise Fork(entry=entry.id, held_entry=before, seq=head.seq)

    def _held_id(self, head: Head) -> str:
        row = self._ledger.store.at(head.log, head.seq)
        return "" if row is None else row[0]


def _store(sent: list[_Sent], wall_ms: int, transaction: StoreTransaction) -> Imported:
    """Store checked entries, or fill in what is held of them, in one transaction."""
    heads = {head.log: head for head in transaction.heads()}
    new = filled = 0
    for entry, contents in sent:
        header, log = entry.header, entry.log
        held = transaction.at(log, header.seq)
        if held is None:
            head = heads.get(log)
            before = (-1, "") if head is None else (head.seq, head.chain)
            if (header.seq - 1, header.prev) != before:
                raise Gap(entry=entry.id, seq=header.seq, held=before[0], held_entry="before it")
            latest = hlc.heard(hlc.START if head is None else head.hlc, header.hlc, wall_ms)
            key = b"" if head is None else head.public_key
            mine = head is not None and head.mine
            heads[log] = head_at(entry, public_key=key, mine=mine, hlc=latest)
            ahead = hlc.is_ahead(header.hlc, wall_ms)
            transaction.append(msgspec.structs.replace(entry, ahead=ahead), heads[log])
            new += 1
        elif held[3] is None and entry.body is not None:
            transaction.set_body(entry.id, entry.body)
            filled += 1
        for sha256, content in zip(header.contents(), contents, strict=True):
            if content is not None and transaction.content(sha256) is None:
                transaction.keep(sha256, content)
                filled += held is not None
    return Imported(new=new, known=len(sent) - new, filled=filled)


def _batches(file: IO[bytes]) -> Iterator[list[tuple[int, bytes]]]:
    numbered = enumerate(file, 2)
    while batch := list(itertools.islice(numbered, TOGETHER)):
        yield batch


def _preamble(file: IO[bytes]) -> _Preamble:
    try:
        preamble = _read_preamble(file.readline())
    except (msgspec.DecodeError, UnicodeDecodeError) as error:
        raise BadExport(line=1, why=f"it should say {FORMAT} and the heads ({error})") from error
    if preamble.format != FORMAT:
        raise BadExport(line=1, why=f"the format is {preamble.format}, and only {FORMAT} is known here")
    return preamble


def _sent(number: int, data: bytes) -> _Sent:
    """Return the entry in a line, with every hash checked. Raises BadExport."""
    try:
        line = _read_line(data)
        text = line.header.encode("utf-8")
        header = read_header(text)
    except (msgspec.DecodeError, UnicodeError, UnreadableHeader) as error:
        raise BadExport(line=number, why=str(error)) from error
    if header.v != VERSION or header.alg != ALGORITHM or header_bytes(header) != text:
        raise BadExport(line=number, why="its header is not in the form of entry v1")
    body = None if line.body is None else line.body.encode("utf-8")
    contents = (*line.sealed, *line.blobs)
    if (len(line.sealed), len(line.blobs)) != (len(header.sealed), len(header.blobs)):
        raise BadExport(line=number, why="it does not carry the parts its header names")
    refs: tuple[Ref, ...] = (header.body, *header.sealed, *header.blobs)
    for content, ref in zip((body, *contents), refs, strict=True):
        if content is not None and _differs(content, ref):
            raise BadExport(line=number, why="a body or part is not the one its header names")
    entry = Entry(short_id(entry_hash(text)), header, text, line.signature, body, 0, False)
    return _Sent(entry, contents)


def _digest(batch: list[tuple[int, bytes]]) -> bytes:
    digest = hashlib.sha256()
    for _, line in batch:
        digest.update(line)
    return digest.digest()


def _differs(content: bytes, ref: Ref) -> bool:
    return len(content) != ref.len or sha256_hex(content) != ref.sha256


def _base64(content: bytes | None) -> str | None:
    return None if content is None else base64.b64encode(content).decode("ascii")


_read_line = msgspec.json.Decoder(_Line).decode
_read_preamble = msgspec.json.Decoder(_Preamble).decode
