"""What is done with the record as a whole: checking it, carrying it out, and bringing entries in."""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping
from pathlib import Path

from ashore.desk.commands.desk import Desk
from ashore.ledger.directory import open_record, restore_data_dir, rotate_signing_key
from ashore.ledger.transfer import Imported, export, import_entries
from ashore.ledger.verify import Verification, verify, verify_quickly
from ashore.model.clock import Surroundings
from ashore.model.errors import BadInput

__all__ = [
    "begin_again_after_restore",
    "change_key",
    "check_files",
    "check_record",
    "export_entries",
    "is_export",
    "read_heads",
    "take_entries",
    "verify",
    "verify_quickly",
]

ENTRIES = b'{"format":"ashore.entries/'
"""How a file of exported entries begins, so that it is never taken for reports."""


class NotHeads(BadInput):
    """A file that should hold heads noted earlier does not."""

    code = "not-heads"
    says = "{path} holds no heads that can be read."
    hint = "Give the file into which `ashore heads` was written, unchanged."


def read_heads(path: Path) -> dict[str, tuple[int, str]]:
    """Return the heads that `ashore heads` printed into a file, by log. Raises NotHeads."""
    try:
        heads = {log: (seq, chain) for log, seq, chain in json.loads(path.read_bytes())}
    except (ValueError, TypeError) as error:
        raise NotHeads(path=path) from error
    if not all(
        isinstance(log, str) and isinstance(seq, int) and isinstance(chain, str)
        for log, (seq, chain) in heads.items()
    ):
        raise NotHeads(path=path)
    return heads


def check_record(
    desk: Desk,
    known_heads: Mapping[str, tuple[int, str]] | None = None,
    progress: Callable[[int, int], None] | None = None,
    how: Callable[..., Verification] = verify,
) -> tuple[Verification, Verification]:
    """Check every hash and signature of both streams; return what was found in each, ops first.

    `how` is `verify`, or `verify_quickly`, which checks one signature for each unbroken run.
    """
    return (
        how(desk.ledger.store, keyring=desk.ledger.keyring, known_heads=known_heads, progress=progress),
        how(desk.access.store, keyring=desk.access.keyring, progress=progress),
    )


def check_files(
    path: Path,
    known_heads: Mapping[str, tuple[int, str]] | None = None,
    progress: Callable[[int, int], None] | None = None,
    how: Callable[..., Verification] = verify,
) -> tuple[Verification, Verification]:
    """Check the record in a data directory as `check_record` does, even one too damaged to open as a desk."""
    with open_record(path) as (ops, access, keyring):
        return (
            how(ops, keyring=keyring, known_heads=known_heads, progress=progress),
            how(access, keyring=keyring, progress=progress),
        )


def change_key(path: Path) -> None:
    """Give the desk in a data directory a new signing key; the old one signs the change."""
    rotate_signing_key(path, actor="desk", surroundings=Surroundings())


def begin_again_after_restore(path: Path) -> str:
    """Go on in a new log after the data directory came back from a backup; return the new log's name."""
    with restore_data_dir(path, surroundings=Surroundings()) as restored:
        return restored.ops.log


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
    if imported.filled:
        desk.fold_again()
    with desk.looking():
        return imported
