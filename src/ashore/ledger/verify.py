"""Where a record was altered: every hash, link, number, time and signature, entry by entry.

What it can find by itself: a flipped bit anywhere; an entry dropped, inserted or moved; a time not after
its predecessor's; a key that is not the log's. What it cannot: a lost tail, or a history rewritten by
whoever holds the desk's own key. Those show as soon as one later head is known from elsewhere (a peer, an
export, a printed report); give it as `known_heads`. Withheld and erased content is counted, not blamed.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace
from typing import Final

from ashore.ledger.chain import CARRIES_KEY, BadLogOpening, key_after
from ashore.ledger.entry import (
    ALGORITHM,
    VERSION,
    Entry,
    Hlc,
    Ref,
    UnreadableHeader,
    entry_hash,
    header_bytes,
    sha256_hex,
    short_id,
)
from ashore.ledger.keys import VerifyingKey
from ashore.ledger.sealing import KeyRing
from ashore.ledger.store import Row, StoreReader, entry_of

PAGE: Final = 1000

Progress = Callable[[int, int], None]
"""Called with entries done and entries in all."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Finding:
    """One thing wrong, and where.

    `code` is header, id, signature, key, opening, body, sealed, blob, link, missing, extra, order, time,
    tail or rewritten. `log` is empty and `seq` -1 where damage leaves them unknown; `arrival` is the local
    number of the row, 0 when no row is left.
    """

    code: str
    log: str
    seq: int
    entry: str
    arrival: int
    says: str


@dataclass(slots=True, kw_only=True)
class Verification:
    """What was looked at, and what was found."""

    entries: int = 0
    signatures: int = 0
    bodies_withheld: int = 0
    parts_withheld: int = 0
    parts_with_destroyed_key: int = 0
    heads: dict[str, tuple[int, str]] = field(default_factory=dict)
    findings: list[Finding] = field(default_factory=list)

    @property
    def sound(self) -> bool:
        """Whether nothing is wrong."""
        return not self.findings


def verify(
    store: StoreReader,
    *,
    keyring: KeyRing | None = None,
    known_heads: Mapping[str, tuple[int, str]] | None = None,
    progress: Progress | None = None,
) -> Verification:
    """Check everything, every signature included, and say where what is wrong.

    `keyring` only serves to count parts whose key was destroyed. `known_heads` maps a log to a sequence
    number and the chain hash it had there, from any source outside this record.
    """
    return _Walk(store, keyring, known_heads or {}).run(progress)


def verify_quickly(
    store: StoreReader,
    *,
    keyring: KeyRing | None = None,
    known_heads: Mapping[str, tuple[int, str]] | None = None,
    progress: Progress | None = None,
) -> Verification:
    """Check every hash and link, but one signature for each unbroken run of a key.

    Each entry's hash covers the entry before, header and signature, so one good signature speaks for all
    that lead up to it. It says whether the record is whole; where it is not, `verify` says more exactly
    which entry is to blame.
    """
    return _QuickWalk(store, keyring, known_heads or {}).run(progress)


@dataclass(slots=True, kw_only=True)
class _Log:
    """How far one log has been followed: its last good entry, and how many bad ones came after that."""

    log: str
    key: VerifyingKey | None = None
    seq: int = -1
    chain: str = ""
    hlc: Hlc = (-1, 0)
    arrival: int = 0
    bad_since: int = 0
    orphan_keys: set[str] = field(default_factory=set)
    missing: list[tuple[int, int]] = field(default_factory=list)
    named_by_next: dict[int, str] = field(default_factory=dict)
    expected_prev: dict[int, str] = field(default_factory=dict)

    @property
    def end(self) -> int:
        """The highest number that something stands for."""
        return self.seq + self.bad_since

    def cross_off(self, seq: int) -> bool:
        """Take `seq` off the missing numbers, and tell whether it was one of them."""
        for index, (first, last) in enumerate(self.missing):
            if first <= seq <= last:
                rest = [(first, seq - 1), (seq + 1, last)]
                self.missing[index : index + 1] = [(a, b) for a, b in rest if a <= b]
                return True
        return False


class _Walk:
    """One pass over a record in order of arrival."""

    def __init__(
        self, store: StoreReader, keyring: KeyRing | None, known_heads: Mapping[str, tuple[int, str]]
    ) -> None:
        self._store = store
        self._keyring = keyring
        self._known_heads = known_heads
        self._at_known: dict[str, str] = {}
        self._logs: dict[str, _Log] = {}
        self._other_name: dict[str, str] = {}
        self._unreadable: dict[int, str] = {}
        self._damaged_openings: list[_Log] = []
        self._result = Verification()

    def run(self, progress: Progress | None) -> Verification:
        total, after = self._store.latest(), 0
        while rows := self._store.rows(after, PAGE):
            for row in rows:
                self._look(_in_bytes(row))
            after = rows[-1][4]
            if progress is not None:
                progress(min(after, total), total)
        self._finish()
        return self._result

    def signature_holds(self, log: _Log, key: VerifyingKey, entry: Entry, digest: bytes) -> bool:
        """Tell whether the signature is good, as far as this kind of walk looks at it now."""
        self._result.signatures += 1
        return key.signed(digest, entry.signature)

    def at_end(self, log: _Log) -> None:
        """Do what is to be done once a log was followed to its end."""

    def _look(self, row: Row) -> None:
        self._result.entries += 1
        try:
            entry = entry_of(row)
        except UnreadableHeader as error:
            self._unreadable[row[4]] = f"its header cannot be read: {error.fields['why']}"
            return
        if entry.header.log and entry.log not in self._logs and short_id(entry_hash(row[1])) != row[0]:
            self._unreadable[row[4]] = "its header was altered, and now names a log that is not here"
            return
        log = self._log_of(entry)
        if self._check_itself(log, entry):
            self._check_place(log, entry)
        else:
            log.bad_since += 1
        self._check_content(log, entry)
        if entry.header.type == "key.rotated":
            self._follow_key(log, entry)
        if self._known_heads.get(log.log, (-1, ""))[0] == entry.header.seq:
            self._at_known[log.log] = entry.chain

    def _log_of(self, entry: Entry) -> _Log:
        log = self._logs.get(entry.log)
        if log is None and entry.header.log and self._damaged_openings:
            # A damaged genesis hashes to another name; what follows it tells the right one.
            log = self._damaged_openings.pop(0)
            self._other_name[log.log] = entry.log
            del self._logs[log.log]
            log.log = entry.log
        if log is None:
            log = _Log(log=entry.log)
            if not entry.header.log:
                self._follow_key(log, entry)
        self._logs[entry.log] = log
        return log

    def _check_itself(self, log: _Log, entry: Entry) -> bool:
        """Check form, key, signature and id; tell whether header and signature are as they were written."""
        header, digest = entry.header, entry_hash(entry.header_bytes)
        own_id = short_id(digest)
        blame = ("header", "its header was altered") if log.key is None and own_id != entry.id else None
        if header_bytes(header) != entry.header_bytes or header.v != VERSION or header.alg != ALGORITHM:
            blame = ("header", "its header is not in the form of entry v1")
        elif log.key is not None and header.key != log.key.key_id:
            if header.key in log.orphan_keys or header.seq > log.seq + 1:
                return self._check_orphan(log, entry)
            blame = ("key", f"it names key {header.key}, which is not the key of its log")
        elif log.key is not None and not self.signature_holds(log, log.key, entry, digest):
            altered = own_id != entry.id
            blame = ("header", "its header was altered") if altered else ("signature", "its signature is bad")
        if blame is None:
            if own_id != entry.id:
                self._blame("id", log, entry, f"it is filed under an id that is not its own, {own_id}")
            return True
        self._blame(blame[0], log, entry, blame[1], log.end + 1)  # its own number is not to be believed
        if not header.log:
            self._damaged_openings.append(log)
        return False

    def _check_orphan(self, log: _Log, entry: Entry) -> bool:
        """Let an entry stand whose key may have been given in the hole before it, saying so once."""
        key = entry.header.key
        if key not in log.orphan_keys:
            log.orphan_keys.add(key)
            self._blame("key", log, entry, f"it names key {key}, and what gave its log that key is not here")
        return True

    def _check_place(self, log: _Log, entry: Entry) -> None:
        header = entry.header
        if header.seq <= log.seq:
            self._check_earlier(log, entry)
            return
        if header.seq == log.seq + 1:
            if header.prev != log.chain:
                before = f"follow entry {log.seq}" if log.chain else "begin a log"
                self._blame("link", log, entry, f"it does not {before}: one of them was put in or rewritten")
        elif header.seq > log.end + 1:
            self._check_gap(log, entry)
        if header.hlc <= log.hlc:
            self._blame("time", log, entry, "its time is not after that of the entry before it")
        log.seq, log.chain, log.arrival, log.bad_since = header.seq, entry.chain, entry.arrival, 0
        log.hlc = max(log.hlc, header.hlc)

    def _check_gap(self, log: _Log, entry: Entry) -> None:
        """Note which numbers are not there, and what their neighbours say about them."""
        self._place_unreadable(log, entry.arrival, entry.header.seq)
        first, last = log.end + 1, entry.header.seq - 1
        if first <= last:
            log.missing.append((first, last))
            log.named_by_next[last] = entry.header.prev
            if not log.bad_since:
                log.expected_prev[first] = log.chain

    def _place_unreadable(self, log: _Log, before: float, seq: int) -> None:
        """Take unreadable rows that arrived before `before` for the numbers that lack below `seq`."""
        for arrival in [each for each in self._unreadable if log.arrival < each < before]:
            if log.end + 1 < seq:
                self._found("header", log.log, log.end + 1, "", arrival, self._unreadable.pop(arrival))
                log.bad_since += 1

    def _check_earlier(self, log: _Log, entry: Entry) -> None:
        """Tell an entry that stands in the wrong place from one that should not be there at all."""
        header = entry.header
        if not log.cross_off(header.seq):
            self._blame("extra", log, entry, f"it is a second entry numbered {header.seq}")
            return
        self._blame("order", log, entry, f"it stands after entry {log.seq}")
        named = log.named_by_next.pop(header.seq, entry.chain)
        prev = log.expected_prev.pop(header.seq, header.prev)
        if named != entry.chain or prev != header.prev:
            self._blame("link", log, entry, "it does not fit between its neighbours")
        log.expected_prev[header.seq + 1] = entry.chain
        log.named_by_next[header.seq - 1] = header.prev

    def _check_content(self, log: _Log, entry: Entry) -> None:
        header, result = entry.header, self._result
        if entry.body is None:
            result.bodies_withheld += 1
        elif _differs(entry.body, header.body):
            self._blame("body", log, entry, "its body was altered")
        for index, sealed in enumerate(header.sealed):
            if self._keyring is not None and self._keyring.is_destroyed(sealed.key):
                result.parts_with_destroyed_key += 1
            self._check_part("sealed", log, entry, index, sealed)
        for index, blob in enumerate(header.blobs):
            self._check_part("blob", log, entry, index, blob)

    def _check_part(self, code: str, log: _Log, entry: Entry, index: int, ref: Ref) -> None:
        content = self._store.content(ref.sha256)
        if content is None:
            self._result.parts_withheld += 1
        elif _differs(content, ref):
            name = "sealed part" if code == "sealed" else "blob"
            self._blame(code, log, entry, f"its {name} {index} was altered")

    def _follow_key(self, log: _Log, entry: Entry) -> None:
        try:
            if entry.body is not None and _differs(entry.body, entry.header.body):
                raise BadLogOpening(entry=entry.id, why="its body was altered")
            log.key = VerifyingKey(key_after(entry, b""))
        except BadLogOpening as error:
            says = f"it names no key for what follows: {error.fields['why']}"
            self._blame("opening", log, entry, says, max(log.end, 0))
            log.key = None

    def _finish(self) -> None:
        for head in self._store.heads():
            if head.log in self._logs:
                self._place_unreadable(self._logs[head.log], math.inf, head.seq + 1)
        for arrival, says in self._unreadable.items():
            self._found("header", "", -1, "", arrival, says)
        for log in self._logs.values():
            self.at_end(log)
            self._result.heads[log.log] = (log.end, "" if log.bad_since else log.chain)
            for first, last in log.missing:
                names = f"entry {first} is" if first == last else f"entries {first} to {last} are"
                self._found("missing", log.log, first, "", 0, f"{names} missing")
        heads = self._result.heads
        for head in self._store.heads():
            end, chain = heads.get(head.log, (-1, ""))
            seen = chain if end == head.seq else ""
            self._check_head(head.log, head.seq, head.chain, seen, "this record's own list of heads")
        for name, (seq, known) in self._known_heads.items():
            self._check_head(name, seq, known, self._at_known.get(name, ""), "the head known from elsewhere")
        order = {name: place for place, name in enumerate(self._logs)}
        named = [replace(one, log=self._other_name.get(one.log, one.log)) for one in self._result.findings]
        self._result.findings = sorted(named, key=lambda one: (order.get(one.log, -1), one.seq, one.arrival))

    def _check_head(self, name: str, seq: int, chain: str, seen: str, source: str) -> None:
        """Compare a head with what was seen at its number; nothing seen there was blamed already."""
        end, _ = self._result.heads.get(name, (-1, ""))
        if end < seq:
            says = f"the log ends at {end}, but {source} has it go on to {seq}: its tail is lost"
            self._found("tail", name, end + 1, "", 0, says)
        elif seen and seen != chain:
            self._found("rewritten", name, seq, "", 0, f"entry {seq} is not the one that {source} names")

    def _blame(self, code: str, log: _Log, entry: Entry, says: str, seq: int | None = None) -> None:
        place = entry.header.seq if seq is None else seq
        self._found(code, log.log, place, entry.id, entry.arrival, says)

    def _found(self, code: str, log: str, seq: int, entry: str, arrival: int, says: str) -> None:
        self._result.findings.append(
            Finding(code=code, log=log, seq=seq, entry=entry, arrival=arrival, says=says)
        )


class _QuickWalk(_Walk):
    """A walk that looks at a signature only where a key begins or ends its run."""

    def __init__(
        self, store: StoreReader, keyring: KeyRing | None, known_heads: Mapping[str, tuple[int, str]]
    ) -> None:
        super().__init__(store, keyring, known_heads)
        self._unlooked: dict[str, tuple[VerifyingKey, Entry, bytes]] = {}

    def signature_holds(self, log: _Log, key: VerifyingKey, entry: Entry, digest: bytes) -> bool:
        if entry.header.type in CARRIES_KEY:
            return super().signature_holds(log, key, entry, digest)
        self._unlooked[log.log] = (key, entry, digest)
        return True

    def at_end(self, log: _Log) -> None:
        if log.log in self._unlooked:
            key, entry, digest = self._unlooked[log.log]
            if not super().signature_holds(log, key, entry, digest):
                self._blame("signature", log, entry, "its signature is bad")


def _differs(content: bytes, ref: Ref) -> bool:
    return len(content) != ref.len or sha256_hex(content) != ref.sha256


def _in_bytes(row: Row) -> Row:
    """Return a row as bytes even where somebody wrote text over them: SQLite gives back what was written."""
    entry_id, header, signature, body, arrival, ahead = row
    return entry_id, _bytes(header), _bytes(signature), None if body is None else _bytes(body), arrival, ahead


def _bytes(stored: bytes | str) -> bytes:
    return stored.encode() if isinstance(stored, str) else stored
