"""Sealed parts: ChaCha20-Poly1305 under a random key that can be destroyed.

Every process that may open sealed parts holds a KeyRing. The ledger itself holds ciphertext only, and
replays without any key.
"""

from __future__ import annotations

import base64
from typing import Final, Protocol

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import ChaCha20Poly1305

from ashore.model.clock import RandomBytes
from ashore.model.errors import LedgerFault, NotFound

KEY_BYTES: Final = 32
NONCE_BYTES: Final = 12
KEY_ID_BYTES: Final = 20
AAD_PREFIX: Final = "ashore.sealed/1"


class KeyDestroyed(NotFound):
    """The key of a sealed part was destroyed on purpose."""

    code = "key-destroyed"
    says = "This was erased: its key was destroyed, and nobody can open it any more."
    hint = "The entry still stands in the record, and still verifies."


class KeyNotHeld(NotFound):
    """The key of a sealed part never came here."""

    code = "key-not-held"
    says = "This desk does not hold the key to this part."
    hint = "Ask the desk that sealed it. If it was this one, keys.sqlite was left out of a backup."


class SealBroken(LedgerFault):
    """Ciphertext that its key does not open."""

    code = "seal-broken"
    says = "A sealed part has been altered, or belongs to another entry."
    hint = "Run `ashore verify` to see where the record is damaged."


class KeyRing(Protocol):
    """The content keys this desk holds, by key id."""

    def add(self, keys: dict[str, bytes]) -> None:
        """Keep new keys; durable on return."""

    def get(self, key_id: str) -> bytes:
        """Return a key. Raises KeyDestroyed and KeyNotHeld."""

    def destroy(self, key_ids: list[str]) -> int:
        """Overwrite keys for ever and return how many were still held.

        On return no byte of them is in any file beside the ledger. A key never held is remembered as
        destroyed, so that a copy arriving later stays out.
        """

    def is_destroyed(self, key_id: str) -> bool:
        """Tell whether the key was destroyed here."""

    def close(self) -> None:
        """Let go of files."""


class MemoryKeyRing:
    """Keys in memory, for tests and the demo."""

    def __init__(self) -> None:
        self._keys: dict[str, bytes | None] = {}

    def add(self, keys: dict[str, bytes]) -> None:
        for key_id, key in keys.items():
            self._keys.setdefault(key_id, key)

    def get(self, key_id: str) -> bytes:
        if key_id not in self._keys:
            raise KeyNotHeld(key=key_id)
        key = self._keys[key_id]
        if key is None:
            raise KeyDestroyed(key=key_id)
        return key

    def destroy(self, key_ids: list[str]) -> int:
        held = sum(self._keys.get(key_id) is not None for key_id in set(key_ids))
        self._keys.update(dict.fromkeys(key_ids))
        return held

    def is_destroyed(self, key_id: str) -> bool:
        return self._keys.get(key_id, b"") is None

    def close(self) -> None:
        """Nothing is open."""


def new_key(random_bytes: RandomBytes) -> tuple[str, bytes]:
    """Return a fresh key id (32 characters of lower-case base32) and its key."""
    key_id = base64.b32encode(random_bytes(KEY_ID_BYTES)).decode("ascii").lower()
    return key_id, random_bytes(KEY_BYTES)


def seal(plaintext: bytes, key: bytes, log: str, seq: int, random_bytes: RandomBytes) -> bytes:
    """Return nonce (12 bytes) || ciphertext || tag (16 bytes), bound to its log and sequence number."""
    nonce = random_bytes(NONCE_BYTES)
    return nonce + ChaCha20Poly1305(key).encrypt(nonce, plaintext, _bound_to(log, seq))


def unseal(sealed: bytes, key: bytes, log: str, seq: int) -> bytes:
    """Return the plaintext. Raises SealBroken."""
    try:
        return ChaCha20Poly1305(key).decrypt(sealed[:NONCE_BYTES], sealed[NONCE_BYTES:], _bound_to(log, seq))
    except (InvalidTag, ValueError) as error:
        raise SealBroken(log=log, seq=seq) from error


def _bound_to(log: str, seq: int) -> bytes:
    return f"{AAD_PREFIX}\n{log}\n{seq}".encode("ascii")
