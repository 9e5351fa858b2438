"""A data directory: two streams, one key ring, one signing key.

    ledger.sqlite   the ops stream: reports, cases, people, decisions
    access.sqlite   the access stream: looks and sign-ins; never exchanged
    keys.sqlite     the keys of sealed parts; the only file in which they stand
    desk.key        the signing key
    tracks.sqlite   where ships and aircraft were; bounded, thinned with age, in no log

ledger.sqlite, access.sqlite and keys.sqlite belong together in a backup; keep desk.key apart from it.
"""

from __future__ import annotations

import errno
import os
from collections.abc import Iterator
from contextlib import ExitStack, closing, contextmanager
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Final

from ashore.ledger.chain import KINDS
from ashore.ledger.database import LedgerFull, LedgerReadOnly
from ashore.ledger.keyring import SqliteKeyRing
from ashore.ledger.keys import SEED_BYTES, SigningKey, load_signing_key
from ashore.ledger.ledger import Ledger, open_log, rotate_key
from ashore.ledger.sqlite import SqliteStore
from ashore.ledger.tracks import Tracks
from ashore.ledger.tracks_sqlite import open_tracks
from ashore.model.bodies import LogOpened
from ashore.model.clock import Surroundings
from ashore.model.errors import NotFound, Refused

OPS: Final = "ledger.sqlite"
ACCESS: Final = "access.sqlite"
KEYS: Final = "keys.sqlite"
SIGNING: Final = "desk.key"
TRACKS: Final = "tracks.sqlite"
NEXT_SIGNING: Final = "desk.key.next"
STREAMS: Final = {OPS: "ops", ACCESS: "access"}


class NoDataDirectory(NotFound):
    """There is no data directory at that path."""

    code = "no-data-directory"
    says = "There is no desk in {path}."
    hint = "Check the path, or make one with `ashore init`."


class DataDirectoryExists(Refused):
    """A new data directory would cover an old one."""

    code = "data-directory-exists"
    says = "There is already a desk in {path}."
    hint = "Choose another directory. Nothing was changed."


@dataclass(frozen=True, slots=True, kw_only=True)
class DataDir:
    """The open ledgers of a desk and the tracks beside them, and what closes them."""

    path: Path
    ops: Ledger
    access: Ledger
    keyring: SqliteKeyRing
    tracks: Tracks

    def close(self) -> None:
        """Finish what was accepted and let go of every file."""
        self.ops.close()
        self.access.close()
        self.keyring.close()
        self.tracks.close()

    def __enter__(self) -> DataDir:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()


def create_data_dir(path: Path, *, desk: str, kind: str, surroundings: Surroundings) -> DataDir:
    """Make a data directory for a new desk and open it; `kind` is live, exercise or replay.

    Raises ValueError for another kind, DataDirectoryExists, LedgerReadOnly and LedgerFull. One that was
    cut short holds nothing and may be deleted.
    """
    if kind not in KINDS:
        raise ValueError(f"no such kind of log: {kind}")
    with _permitted(path):
        path.mkdir(mode=0o700, parents=True, exist_ok=True)
        if any((path / name).exists() for name in (*STREAMS, KEYS, SIGNING)):
            raise DataDirectoryExists(path=path)
        signer = SigningKey(surroundings.random_bytes(SEED_BYTES))
        signer.save(path / SIGNING)
    for file, stream in STREAMS.items():
        opened = LogOpened(public_key=signer.public.hex(), desk=desk, stream=stream, kind=kind)
        with closing(SqliteStore(path / file)) as store:
            open_log(store, signer, opened, surroundings)
    _flush(path)
    return open_data_dir(path, surroundings=surroundings)


def open_data_dir(path: Path, *, surroundings: Surroundings) -> DataDir:
    """Open a desk's data directory, finishing a key rotation that was cut short.

    Raises NoDataDirectory, NoLog, NoSigningKey, UnsafeSigningKey, and what opening a file can raise:
    LedgerNewer, NotALedger, LedgerReadOnly, LedgerFull, LedgerBusy, LedgerUnreadable.
    """
    if (path / NEXT_SIGNING).exists():
        rotate_signing_key(path, actor="desk", surroundings=surroundings)
    _expect(path)
    return _open(path, load_signing_key(path / SIGNING), surroundings)


def open_for_reading(path: Path, *, surroundings: Surroundings) -> DataDir:
    """Open a desk's data directory without its signing key; appending raises NoKeyHere."""
    _expect(path)
    return _open(path, None, surroundings)


@contextmanager
def open_record(path: Path) -> Iterator[tuple[SqliteStore, SqliteStore, SqliteKeyRing]]:
    """Open the ops and access stores and the key ring as they lie, reading no entry of them: for `verify`.

    Raises NoDataDirectory and what opening a file can raise.
    """
    _expect(path)
    with (
        closing(SqliteKeyRing(path / KEYS)) as keyring,
        closing(SqliteStore(path / OPS)) as ops,
        closing(SqliteStore(path / ACCESS)) as access,
    ):
        yield ops, access, keyring


def restore_data_dir(path: Path, *, surroundings: Surroundings) -> DataDir:
    """Open a data directory that came back from a backup: both streams go on in new logs.

    The desk may have written after the backup was taken, and those entries may be with its peers. A new
    log, which names the old one as its predecessor, can never contradict them.
    """
    _expect(path)
    signer = load_signing_key(path / SIGNING)
    with _open(path, signer, surroundings) as old:
        for ledger in (old.ops, old.access):
            opened = replace(ledger.opening, public_key=signer.public.hex(), predecessor=ledger.log)
            open_log(ledger.store, signer, opened, surroundings)
    return _open(path, signer, surroundings)


def rotate_signing_key(path: Path, *, actor: str, surroundings: Surroundings) -> None:
    """Give the desk a new signing key: both logs hand over to it, then it takes the old one's place.

    Cut short at any moment, it is finished by the next call or the next opening. A program that has the
    directory open meanwhile is told to restart (SigningKeyChanged) and writes nothing wrong.
    """
    _expect(path)
    old, waiting = load_signing_key(path / SIGNING), path / NEXT_SIGNING
    with _permitted(path):
        if not waiting.exists():
            SigningKey(surroundings.random_bytes(SEED_BYTES)).save(waiting)
            _flush(path)
    new = load_signing_key(waiting)
    with _open(path, old, surroundings) as directory:
        for ledger in (directory.ops, directory.access):
            if ledger.public_key() == old.public:
                rotate_key(ledger, new, command=surroundings.new_id(), actor=actor)
    waiting.replace(path / SIGNING)
    _flush(path)


def _open(path: Path, signer: SigningKey | None, surroundings: Surroundings) -> DataDir:
    with ExitStack() as opened:
        keyring = opened.enter_context(closing(SqliteKeyRing(path / KEYS)))
        ops, access = (
            Ledger(opened.enter_context(closing(SqliteStore(path / file))), keyring, signer, surroundings)
            for file in STREAMS
        )
        tracks = opened.enter_context(closing(open_tracks(path / TRACKS)))
        opened.pop_all()
        return DataDir(path=path, ops=ops, access=access, keyring=keyring, tracks=tracks)


def _expect(path: Path) -> None:
    if not (path / OPS).is_file() or not (path / ACCESS).is_file():
        raise NoDataDirectory(path=path)


def _flush(directory: Path) -> None:
    """Make new names in a directory survive a power cut."""
    handle = os.open(directory, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)


@contextmanager
def _permitted(path: Path) -> Iterator[None]:
    try:
        yield
    except PermissionError as error:
        raise LedgerReadOnly(path=path) from error
    except OSError as error:
        if error.errno == errno.ENOSPC:
            raise LedgerFull(path=path) from error
        if error.errno == errno.EROFS:
            raise LedgerReadOnly(path=path) from error
        raise
