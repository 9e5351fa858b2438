"""A data directory: made, opened, restored, its key changed, and every way it can be broken named."""

from __future__ import annotations

import os
import shutil
import tempfile
from collections.abc import Iterator
from pathlib import Path

import apsw
import pytest

from ashore.ledger.database import LedgerNewer, LedgerReadOnly, NotALedger
from ashore.ledger.directory import (
    DataDir,
    DataDirectoryExists,
    NoDataDirectory,
    create_data_dir,
    open_data_dir,
    open_for_reading,
    restore_data_dir,
    rotate_signing_key,
)
from ashore.ledger.draft import Seal
from ashore.ledger.keys import NoSigningKey, SigningKey, load_signing_key
from ashore.ledger.ledger import NoKeyHere, NoLog, rotate_key
from ashore.ledger.transaction import SigningKeyChanged
from ashore.ledger.verify import verify
from ashore.testing.ledger_contract import note, signing_key
from ashore.testing.surroundings import repeatable


def make(path: Path, kind: str = "live") -> DataDir:
    """Make a desk with one entry in each stream."""
    directory = create_data_dir(path, desk="north", kind=kind, surroundings=repeatable("north"))
    directory.ops.append(note("c-1", sealed=(Seal(class_="personal", plaintext=b"words"),)))
    directory.access.append(note("c-2"))
    return directory


def test_a_new_directory_has_two_streams_and_opens_again(tmp_path: Path) -> None:
    """Both streams, the key ring and the key are there after closing."""
    with make(tmp_path / "desk", "replay") as made:
        entries = list(made.ops.read()), list(made.access.read())
    with open_data_dir(tmp_path / "desk", surroundings=repeatable("later")) as directory:
        assert (list(directory.ops.read()), list(directory.access.read())) == entries
        assert (directory.ops.opening.stream, directory.access.opening.stream) == ("ops", "access")
        assert directory.ops.kind == directory.access.kind == "replay"
        assert directory.ops.open_sealed(entries[0][1], 0) == b"words"
        assert directory.ops.append(note("c-3")).header.seq == 2
    assert (tmp_path / "desk").stat().st_mode & 0o077 == 0
    for name in ("desk.key", "keys.sqlite"):
        assert (tmp_path / "desk" / name).stat().st_mode & 0o077 == 0


def test_an_existing_desk_is_never_covered(tmp_path: Path) -> None:
    """Making a desk where one is refuses and changes nothing."""
    make(tmp_path / "desk").close()
    with pytest.raises(DataDirectoryExists):
        create_data_dir(tmp_path / "desk", desk="south", kind="live", surroundings=repeatable("south"))
    with open_data_dir(tmp_path / "desk", surroundings=repeatable("later")) as directory:
        assert directory.ops.opening.desk == "north"


def test_a_missing_directory_is_named(tmp_path: Path) -> None:
    """Opening what is not there says so, and makes nothing."""
    with pytest.raises(NoDataDirectory, match="nowhere"):
        open_data_dir(tmp_path / "nowhere", surroundings=repeatable("x"))
    assert list(tmp_path.iterdir()) == []


def test_without_its_key_a_desk_can_be_read_only(tmp_path: Path) -> None:
    """A missing key file is named; reading without it is a different opening."""
    make(tmp_path / "desk").close()
    (tmp_path / "desk" / "desk.key").unlink()
    with pytest.raises(NoSigningKey, match=r"desk\.key"):
        open_data_dir(tmp_path / "desk", surroundings=repeatable("x"))
    with open_for_reading(tmp_path / "desk", surroundings=repeatable("x")) as directory:
        assert directory.ops.latest() == 2
        with pytest.raises(NoKeyHere):
            directory.ops.append(note("c-3"))


@pytest.mark.parametrize("name", ["ledger.sqlite", "access.sqlite", "keys.sqlite"])
def test_a_directory_from_a_newer_version_is_left_alone(tmp_path: Path, name: str) -> None:
    """Any file with a later layout stops the opening by a sentence."""
    make(tmp_path / "desk").close()
    connection = apsw.Connection(str(tmp_path / "desk" / name))
    connection.pragma("user_version", 2)
    connection.close()
    with pytest.raises(LedgerNewer, match="newer version"):
        open_data_dir(tmp_path / "desk", surroundings=repeatable("x"))


def test_a_file_that_is_not_ours_is_named(tmp_path: Path) -> None:
    """A damaged first page is told from a missing file."""
    make(tmp_path / "desk").close()
    (tmp_path / "desk" / "ledger.sqlite").write_bytes(b"x" * 8192)
    with pytest.raises(NotALedger, match=r"ledger\.sqlite"):
        open_data_dir(tmp_path / "desk", surroundings=repeatable("x"))


def test_a_ledger_without_entries_is_named(tmp_path: Path) -> None:
    """A directory whose making was cut short is told from a desk."""
    path = tmp_path / "desk"
    path.mkdir()
    signing_key("north").save(path / "desk.key")
    for name in ("ledger.sqlite", "access.sqlite"):
        (path / name).touch()
    with pytest.raises(NoLog):
        open_data_dir(path, surroundings=repeatable("x"))


@pytest.fixture
def locked() -> Iterator[Path]:
    """Yield a directory of an ordinary account's own that it may not write to, with a desk in it."""
    with tempfile.TemporaryDirectory() as name:
        make(Path(name) / "desk").close()
        files = [Path(name), Path(name) / "desk", *(Path(name) / "desk").iterdir()]
        as_root = os.geteuid() == 0
        for path in files:
            path.chmod(0o500 if path.is_dir() else 0o400)
            if as_root:
                os.chown(path, 65534, 65534)
        if as_root:
            os.seteuid(65534)  # root may write anywhere, so be somebody else for a while
        try:
            yield Path(name)
        finally:
            if as_root:
                os.seteuid(0)
            for path in files:
                path.chmod(0o700)


def test_a_read_only_directory_is_named(locked: Path) -> None:
    """Neither making a desk nor opening one works without permission to write, and the sentence says so."""
    with pytest.raises(LedgerReadOnly, match="read-only"):
        create_data_dir(locked / "other", desk="north", kind="live", surroundings=repeatable("north"))
    with pytest.raises(LedgerReadOnly, match="read-only"):
        open_data_dir(locked / "desk", surroundings=repeatable("x"))


def test_a_restored_backup_goes_on_in_new_logs(tmp_path: Path) -> None:
    """Both streams start a log that names the old one; nothing of the old one is lost or continued."""
    made = make(tmp_path / "desk")
    old = made.ops.heads()
    made.close()
    shutil.copytree(tmp_path / "desk", tmp_path / "copy")
    with open_data_dir(tmp_path / "desk", surroundings=repeatable("later")) as directory:
        directory.ops.append(note("after the backup"))
    with restore_data_dir(tmp_path / "copy", surroundings=repeatable("restored")) as restored:
        assert restored.ops.opening.predecessor in old
        assert restored.access.opening.predecessor
        assert restored.ops.append(note("c-9")).log == restored.ops.log
        assert {log: head for log, head in restored.ops.heads().items() if log in old} == old
        assert verify(restored.ops.store).sound


def test_a_changed_key_signs_both_streams(tmp_path: Path) -> None:
    """After a rotation the file holds the new key, both logs follow it, and everything verifies."""
    make(tmp_path / "desk").close()
    before = load_signing_key(tmp_path / "desk" / "desk.key")
    rotate_signing_key(tmp_path / "desk", actor="a-1", surroundings=repeatable("rotation"))
    after = load_signing_key(tmp_path / "desk" / "desk.key")
    assert after.public != before.public
    with open_data_dir(tmp_path / "desk", surroundings=repeatable("later")) as directory:
        for ledger in (directory.ops, directory.access):
            assert ledger.append(note("c-5")).header.key == after.key_id
            assert verify(ledger.store).sound


def test_a_rotation_cut_short_is_finished_at_the_next_opening(tmp_path: Path) -> None:
    """With one stream handed over and the other not, opening completes it and loses no key."""
    path = tmp_path / "desk"
    directory = make(path)
    new = SigningKey(bytes(32))
    new.save(path / "desk.key.next")
    rotate_key(directory.ops, new, command="c-4", actor="a-1")
    directory.close()
    with open_data_dir(path, surroundings=repeatable("later")) as directory:
        assert directory.ops.public_key() == directory.access.public_key() == new.public
        assert directory.access.append(note("c-5")).header.key == new.key_id
        kinds = [entry.header.type for entry in directory.ops.read()]
        assert kinds.count("key.rotated") == 1
    assert not (path / "desk.key.next").exists()


def test_a_program_left_open_during_a_rotation_is_told_to_restart(tmp_path: Path) -> None:
    """The old key can no longer write, so the log cannot be spoiled."""
    directory = make(tmp_path / "desk")
    rotate_signing_key(tmp_path / "desk", actor="a-1", surroundings=repeatable("rotation"))
    with pytest.raises(SigningKeyChanged):
        directory.ops.append(note("c-5"))
    assert verify(directory.ops.store).sound
    directory.close()
