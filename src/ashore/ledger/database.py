"""How this package opens SQLite files, and what it says when SQLite refuses."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Final

import apsw

from ashore.model.errors import LedgerFault

WAIT_MS: Final = 10_000
"""How long a writer waits for another program before it says so."""


class LedgerFull(LedgerFault):
    """The disk has no room for what was to be written."""

    code = "ledger-full"
    says = "The disk is full: nothing was written to {path}."
    hint = "Free some space and send it again. What was acknowledged before is safe."


class LedgerReadOnly(LedgerFault):
    """The files may not be written by this account."""

    code = "ledger-read-only"
    says = "The record cannot be written: {path} is read-only."
    hint = "Check who owns the data directory and whether its disk was mounted for reading only."


class LedgerBusy(LedgerFault):
    """Another program held the write lock for too long."""

    code = "ledger-busy"
    says = "Another program is writing to {path} and did not finish within {seconds} seconds."
    hint = "Send it again; if this stays, look for a program that hangs."


class LedgerNewer(LedgerFault):
    """The files were made by a later version of Ashore."""

    code = "ledger-newer"
    says = "{path} was made by a newer version of Ashore (layout {found}; this one knows {known})."
    hint = "Run the newer version. This one has changed nothing."


class NotALedger(LedgerFault):
    """A file that is not what its name says."""

    code = "not-a-ledger"
    says = "{path} is not a file of Ashore: {why}."
    hint = "Check the path. If it was one, restore it from an export or a backup."


class LedgerUnreadable(LedgerFault):
    """The disk or the file is failing."""

    code = "ledger-unreadable"
    says = "{path} could not be read or written: {why}."
    hint = "Check the disk. Nothing was acknowledged; run `ashore verify` before relying on this copy."


@contextmanager
def in_plain_words(path: Path) -> Iterator[None]:
    """Turn what SQLite raises about the file at `path` into an error that an officer can act on."""
    try:
        yield
    except apsw.FullError as error:
        raise LedgerFull(path=path) from error
    except (apsw.ReadOnlyError, apsw.PermissionsError) as error:
        raise LedgerReadOnly(path=path) from error
    except (apsw.BusyError, apsw.LockedError) as error:
        raise LedgerBusy(path=path, seconds=WAIT_MS // 1000) from error
    except (apsw.NotADBError, apsw.CorruptError) as error:
        raise NotALedger(path=path, why=str(error)) from error
    except (apsw.IOError, apsw.CantOpenError) as error:
        raise LedgerUnreadable(path=path, why=str(error)) from error


@contextmanager
def transaction(connection: apsw.Connection, path: Path) -> Iterator[None]:
    """Take the write lock, and commit what is done under it or undo it, in plain words.

    A full disk makes SQLite undo the transaction by itself, which apsw's own context manager trips over.
    """
    with in_plain_words(path):
        connection.execute("BEGIN IMMEDIATE")
        try:
            yield
            connection.execute("COMMIT")
        except BaseException:
            if connection.in_transaction:
                connection.execute("ROLLBACK")
            raise


def open_database(
    path: Path, *, journal: str, layout: int, application_id: int, schema: str
) -> apsw.Connection:
    """Open or make one of our SQLite files for writing.

    Raises LedgerNewer, NotALedger, LedgerReadOnly, LedgerFull, LedgerBusy and LedgerUnreadable.
    """
    with in_plain_words(path):
        connection = apsw.Connection(str(path))
        connection.set_busy_timeout(WAIT_MS)
        # Deleted content is overwritten with zeros, so that what is erased is not left in a free page.
        connection.pragma("secure_delete", True)
        connection.pragma("mmap_size", 0)
        connection.pragma("synchronous", "FULL")
        connection.pragma("temp_store", "MEMORY")
        if _is_empty(connection):
            with transaction(connection, path):
                if _is_empty(connection):  # nobody made it while we waited
                    connection.pragma("application_id", application_id)
                    connection.pragma("user_version", layout)
                    connection.execute(schema)
        if connection.pragma("application_id") != application_id:
            raise NotALedger(path=path, why="it belongs to another program")
        found = connection.pragma("user_version")
        if found > layout:
            raise LedgerNewer(path=path, found=found, known=layout)
        connection.pragma("journal_mode", journal)
    return connection


def _is_empty(connection: apsw.Connection) -> bool:
    return connection.execute("SELECT 1 FROM sqlite_schema").fetchone() is None
