"""The signing key and its file."""

from __future__ import annotations

from pathlib import Path

import pytest

from ashore.ledger.keys import NoSigningKey, SigningKey, UnsafeSigningKey, VerifyingKey, load_signing_key

SEED = bytes(range(32))


def test_a_key_comes_back_from_its_file(tmp_path: Path) -> None:
    """A saved key signs the same, and only its owner may read the file."""
    path = tmp_path / "desk.key"
    SigningKey(SEED).save(path)
    assert path.stat().st_mode & 0o777 == 0o600
    assert load_signing_key(path).sign(b"digest") == SigningKey(SEED).sign(b"digest")


def test_a_key_file_is_never_overwritten(tmp_path: Path) -> None:
    """Saving over an existing key is an error, and the old key stays."""
    path = tmp_path / "desk.key"
    SigningKey(SEED).save(path)
    with pytest.raises(FileExistsError):
        SigningKey(bytes(32)).save(path)
    assert load_signing_key(path).public == SigningKey(SEED).public


def test_a_signature_holds_for_one_digest_and_one_key() -> None:
    """Another digest, another key or a changed signature does not verify."""
    key = SigningKey(SEED)
    signature = key.sign(b"digest")
    assert VerifyingKey(key.public).signed(b"digest", signature)
    assert not VerifyingKey(key.public).signed(b"digesu", signature)
    assert not VerifyingKey(SigningKey(bytes(32)).public).signed(b"digest", signature)
    assert not VerifyingKey(key.public).signed(b"digest", signature[:-1])
    assert VerifyingKey(key.public).key_id == key.key_id != SigningKey(bytes(32)).key_id


def test_a_missing_key_is_named(tmp_path: Path) -> None:
    """The error says which file is missing."""
    with pytest.raises(NoSigningKey, match=r"desk\.key"):
        load_signing_key(tmp_path / "desk.key")


@pytest.mark.parametrize("content", ["", "zz", "00" * 31, "00" * 33, "é"])
def test_a_file_that_is_no_key_is_refused(tmp_path: Path, content: str) -> None:
    """Anything but 64 hexadecimal digits is refused."""
    path = tmp_path / "desk.key"
    path.write_text(content, "utf-8")
    path.chmod(0o600)
    with pytest.raises(UnsafeSigningKey, match="not a key"):
        load_signing_key(path)


def test_a_key_that_others_can_read_is_refused(tmp_path: Path) -> None:
    """A key with open permissions is not used until that is put right."""
    path = tmp_path / "desk.key"
    SigningKey(SEED).save(path)
    path.chmod(0o640)
    with pytest.raises(UnsafeSigningKey, match="other accounts"):
        load_signing_key(path)
