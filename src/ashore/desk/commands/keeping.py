"""What is done with the record as a whole: checking it, carrying it out, and bringing entries in."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from pathlib import Path

from ashore.desk.commands.desk import Desk
from ashore.ledger.transfer import Imported, export, import_entries
from ashore.ledger.verify import Verification, verify

ENTRIES = b'{"format":"ashore.entries/'
"""How a file of exported entries begins, so that it is never taken for reports."""


def check_record(
    desk: Desk,
    known_heads: Mapping[str, tuple[int, str]] | None = None,
    progress: Callable[[int, int], None] | None = None,
) -> tuple[Verification, Verification]:
    """Check every hash and signature of both streams; return what was found in each, ops first."""
    return (
        verify(desk.ledger.store, keyring=desk.ledger.keyring, known_heads=known_heads, progress=progress),
        verify(desk.access.store, keyring=desk.access.keyring, progress=progress),
    )


def export_entries(desk: Desk, path: Path) -> int:
    """Write the ops stream's entries verbatim into a new file; return how many. Never the access stream."""
    with path.open("xb") as file:
        return export(desk.ledger, file)


def is_export(path: Path) -> bool:
    """Return whether a file holds exported entries rather than reports."""
    with path.open("rb") as file:
        return file.read(len(ENTRIES) + 8).replace(b" ", b"").startswith(ENTRIES)


def take_entries(desk: Desk, path: Path) -> Imported:
    """Take in another desk's exported entries verbatim, after checking every one."""
    with path.open("rb") as file:
        imported = import_entries(desk.ledger, file)
    with desk.looking():
        return imported
