"""Sealed parts and their keys: opened by whoever holds the key, gone for everybody once it is destroyed."""

from __future__ import annotations

import base64
import tempfile
from collections.abc import Iterator
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from ashore.ledger.directory import create_data_dir, open_data_dir
from ashore.ledger.draft import Seal
from ashore.ledger.keyring import SqliteKeyRing
from ashore.ledger.sealing import KeyDestroyed, KeyNotHeld, KeyRing, MemoryKeyRing, SealBroken, seal, unseal
from ashore.testing.ledger_contract import note
from ashore.testing.surroundings import repeatable

KEY = bytes(range(32))
LOG = "ab" * 32
PHONE, WORDS = b"+33600000000", "moteur en panne, l’eau entre".encode()


def bytes_on_disk(directory: Path) -> bytes:
    """Return every byte of every file under a directory."""
    return b"".join(path.read_bytes() for path in sorted(directory.rglob("*")) if path.is_file())


def spellings(secret: bytes) -> list[bytes]:
    """Return the forms in which a secret might have slipped onto the disk."""
    return [
        secret,
        secret.hex().encode(),
        secret.hex().upper().encode(),
        base64.b64encode(secret).rstrip(b"="),
    ]


@given(st.binary(max_size=200), st.integers(0, 1000))
def test_a_sealed_part_opens_with_its_key(plaintext: bytes, seq: int) -> None:
    """Sealing and opening give the plaintext back, whatever it is."""
    sealed = seal(plaintext, KEY, LOG, seq, repeatable("nonce").random_bytes)
    assert len(sealed) == 12 + len(plaintext) + 16
    assert unseal(sealed, KEY, LOG, seq) == plaintext


@given(st.binary(min_size=1, max_size=40), st.data())
def test_any_flipped_bit_is_noticed(plaintext: bytes, data: st.DataObject) -> None:
    """No bit of nonce, ciphertext or tag can be changed."""
    sealed = bytearray(seal(plaintext, KEY, LOG, 1, repeatable("nonce").random_bytes))
    bit = data.draw(st.integers(0, len(sealed) * 8 - 1))
    sealed[bit // 8] ^= 1 << bit % 8
    with pytest.raises(SealBroken):
        unseal(bytes(sealed), KEY, LOG, 1)


def test_a_sealed_part_is_bound_to_its_entry() -> None:
    """Moved to another log or number, it does not open; nor does a stump of it, nor another key."""
    sealed = seal(b"words", KEY, LOG, 1, repeatable("nonce").random_bytes)
    for data, key, log, seq in [
        (sealed, KEY, LOG, 2),
        (sealed, KEY, "cd" * 32, 1),
        (sealed, bytes(32), LOG, 1),
        (sealed[:5], KEY, LOG, 1),
        (b"", KEY, LOG, 1),
    ]:
        with pytest.raises(SealBroken):
            unseal(data, key, log, seq)


@pytest.fixture(params=["memory", "sqlite"])
def keyring(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[KeyRing]:
    """Yield each kind of key ring."""
    ring = MemoryKeyRing() if request.param == "memory" else SqliteKeyRing(tmp_path / "keys.sqlite")
    yield ring
    ring.close()


class TestKeyRing:
    """What every key ring does."""

    def test_it_gives_back_what_was_added(self, keyring: KeyRing) -> None:
        """A key is found by its id; adding nothing is nothing."""
        keyring.add({})
        keyring.add({"a": KEY, "b": KEY[::-1]})
        assert (keyring.get("a"), keyring.get("b")) == (KEY, KEY[::-1])

    def test_a_key_never_held_is_told_from_a_destroyed_one(self, keyring: KeyRing) -> None:
        """The two absences mean different things to whoever asks."""
        keyring.add({"a": KEY})
        assert not keyring.is_destroyed("a")
        assert keyring.destroy(["a"]) == 1
        with pytest.raises(KeyDestroyed):
            keyring.get("a")
        with pytest.raises(KeyNotHeld):
            keyring.get("b")
        assert keyring.is_destroyed("a")
        assert not keyring.is_destroyed("b")

    def test_a_destroyed_key_stays_destroyed(self, keyring: KeyRing) -> None:
        """A copy that comes back later is not taken, even of a key that was never held here."""
        keyring.add({"a": KEY})
        assert keyring.destroy(["a", "b", "a"]) == 1
        keyring.add({"a": KEY, "b": KEY})
        for key_id in ("a", "b"):
            with pytest.raises(KeyDestroyed):
                keyring.get(key_id)
        assert keyring.destroy(["a", "b"]) == 0


@settings(max_examples=15, deadline=None)
@given(st.lists(st.tuples(st.integers(1, 60), st.integers(0, 30)), min_size=1, max_size=8), st.randoms())
def test_no_stale_copy_of_a_destroyed_key_is_left_in_the_file(
    steps: list[tuple[int, int]], random: object
) -> None:
    """However additions and destructions are mixed, the files hold the living keys and no dead one."""
    with tempfile.TemporaryDirectory() as directory:
        ring = SqliteKeyRing(Path(directory) / "keys.sqlite")
        source, living, dead = repeatable("keys"), dict[str, bytes](), list[bytes]()
        for added, destroyed in steps:
            fresh = {source.new_id(): source.random_bytes(32) for _ in range(added)}
            ring.add(fresh)
            living.update(fresh)
            victims = random.sample(sorted(living), min(destroyed, len(living)))  # type: ignore[attr-defined]
            assert ring.destroy(victims) == len(victims)
            dead += [living.pop(victim) for victim in victims]
            on_disk = bytes_on_disk(Path(directory))
            assert all(key in on_disk for key in living.values())
            assert not any(key in on_disk for key in dead)
        ring.close()


def test_destroying_a_key_leaves_no_byte_of_number_text_or_key(tmp_path: Path) -> None:
    """Before, the key stands in keys.sqlite alone and the words nowhere; after, neither is anywhere.

    Every byte of every file of the data directory is searched, while it is open and after it is closed.
    """
    path = tmp_path / "desk"
    directory = create_data_dir(path, desk="north", kind="live", surroundings=repeatable("north"))
    report = directory.ops.append(
        note(
            "c-1",
            sealed=(
                Seal(class_="personal", plaintext=PHONE, key_name="report"),
                Seal(class_="personal", plaintext=WORDS, key_name="report"),
                Seal(class_="personal", plaintext=b"picture of the engine", key_name="attachment"),
            ),
        )
    )
    other = directory.ops.append(note("c-2", sealed=(Seal(class_="personal", plaintext=WORDS),)))
    report_key, _, attachment_key = (part.key for part in report.header.sealed)
    assert report.header.sealed[0].key == report.header.sealed[1].key != attachment_key
    secret = directory.keyring.get(report_key)

    holding = [file.name for file in sorted(path.iterdir()) if secret in file.read_bytes()]
    assert holding == ["keys.sqlite"]
    for plain in (PHONE, WORDS):
        assert not any(form in bytes_on_disk(path) for form in spellings(plain))
    assert directory.ops.open_sealed(report, 0) == PHONE

    assert directory.ops.destroy_keys([report_key, attachment_key]) == 2
    for closed in (False, True):
        if closed:
            directory.close()
        on_disk = bytes_on_disk(path)
        assert not any(form in on_disk for form in (*spellings(secret), *spellings(PHONE), *spellings(WORDS)))

    directory = open_data_dir(path, surroundings=repeatable("later"))
    with pytest.raises(KeyDestroyed):
        directory.ops.open_sealed(report, 1)
    assert directory.ops.open_sealed(other, 0) == WORDS
    directory.close()


def test_erased_content_leaves_the_files_too(tmp_path: Path) -> None:
    """After an erasure no byte of body or ciphertext is in any file, the write-ahead log included."""
    path = tmp_path / "desk"
    with create_data_dir(path, desk="north", kind="live", surroundings=repeatable("north")) as directory:
        entry = directory.ops.append(
            note(
                "c-1",
                body=b'{"text":"words of a body that has to go"}',
                sealed=(Seal(class_="personal", plaintext=WORDS * 300),),
            )
        )
        ciphertext = directory.ops.store.content(entry.header.sealed[0].sha256)
        assert ciphertext is not None
        pieces = [entry.body, ciphertext[:40], ciphertext[-40:]]
        assert all(piece is not None and piece in bytes_on_disk(path) for piece in pieces)
        directory.ops.erase(entry.id)
        assert not any(piece is None or piece in bytes_on_disk(path) for piece in pieces)
        assert directory.ops.get(entry.id).header == entry.header
