"""Signing keys: Ed25519, one for each desk, in a file only its owner may read."""

from __future__ import annotations

import hashlib
import os
from pathlib import Path
from typing import Final

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey, Ed25519PublicKey

from ashore.ledger.entry import short_id
from ashore.model.errors import LedgerFault

KEY_PREFIX: Final = b"ashore.key/1\n"
SEED_BYTES: Final = 32


class NoSigningKey(LedgerFault):
    """A key of the desk is not where it should be."""

    code = "no-signing-key"
    says = "A key of this desk is missing: {path}."
    hint = "Put the key file back from your backup. Without it the desk can be read, but nothing added."


class UnsafeSigningKey(LedgerFault):
    """The key file can be read by others, or is not a key."""

    code = "unsafe-signing-key"
    says = "A key of this desk cannot be used: {path} {why}."
    hint = "It must hold 64 hexadecimal digits and be readable by its owner alone (chmod 600)."


class VerifyingKey:
    """A public key, and the id that headers name it by."""

    __slots__ = ("_key", "key_id", "public")

    def __init__(self, public: bytes) -> None:
        self.public = public
        self.key_id = short_id(hashlib.sha256(KEY_PREFIX + public).digest())
        self._key = Ed25519PublicKey.from_public_bytes(public)

    def signed(self, digest: bytes, signature: bytes) -> bool:
        """Tell whether `signature` over the 32-byte entry hash was made with this key."""
        try:
            self._key.verify(signature, digest)
        except InvalidSignature:
            return False
        return True


class SigningKey:
    """A private key made from a 32-byte seed."""

    __slots__ = ("_key", "_seed", "key_id", "public")

    def __init__(self, seed: bytes) -> None:
        self._seed = seed
        self._key = Ed25519PrivateKey.from_private_bytes(seed)
        self.public = self._key.public_key().public_bytes_raw()
        self.key_id = VerifyingKey(self.public).key_id

    def sign(self, digest: bytes) -> bytes:
        """Return the 64-byte signature over a 32-byte entry hash."""
        return self._key.sign(digest)

    def save(self, path: Path) -> None:
        """Write the key to a new file that only its owner may read; never overwrites."""
        save_secret(path, self._seed)


def load_signing_key(path: Path) -> SigningKey:
    """Return the key in a file. Raises NoSigningKey and UnsafeSigningKey."""
    return SigningKey(load_secret(path))


def save_secret(path: Path, secret: bytes) -> None:
    """Write 32 secret bytes to a new file that only its owner may read; never overwrites."""
    handle = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    with os.fdopen(handle, "wb") as file:
        file.write(secret.hex().encode("ascii") + b"\n")
        file.flush()
        os.fsync(file.fileno())


def load_secret(path: Path) -> bytes:
    """Return the 32 bytes of a secret file. Raises NoSigningKey and UnsafeSigningKey."""
    try:
        mode = path.stat().st_mode
        secret = bytes.fromhex(path.read_text("ascii").strip())
    except FileNotFoundError as error:
        raise NoSigningKey(path=path) from error
    except ValueError as error:
        raise UnsafeSigningKey(path=path, why="is not a key") from error
    if mode & 0o077:
        raise UnsafeSigningKey(path=path, why="can be read by other accounts")
    if len(secret) != SEED_BYTES:
        raise UnsafeSigningKey(path=path, why="is not a key")
    return secret
