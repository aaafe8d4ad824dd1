"""People's words are unreadable in Redis, and senders have no name there: encryption and keyed hashes in one place."""

from __future__ import annotations

import base64
import hmac
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from hashlib import sha256

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF

NONCE = 12


class KeyMissing(Exception):
    """A field was written with a key that KENTONGAN_SECRET_KEYS no longer holds: put it back behind the new."""


class Tampered(Exception):
    """A field does not belong where it was found, or was changed there: it is not read."""


@dataclass(frozen=True, slots=True)
class SecretKey:
    """One key of 32 bytes and the id by which fields remember it."""

    id: str
    secret: bytes = field(repr=False)

    @classmethod
    def parse(cls, text: str) -> SecretKey:
        """Read "id:base64 of 32 bytes"; raises ValueError with a sentence that says what is wrong."""
        name, _, encoded = text.strip().partition(":")
        try:
            secret = base64.b64decode(encoded, validate=True)
        except ValueError:
            secret = b""
        if not name or not name.isascii() or len(secret) != 32 or len(name) > 16:
            raise ValueError('each key reads "id:base64 of 32 bytes"; make one with: kentongan key')
        return cls(name, secret)

    @classmethod
    def several(cls, texts: Sequence[str]) -> list[SecretKey]:
        """The keys in these texts; ValueError as `parse`, and where two have one id: one of them could not be read."""
        keys = [cls.parse(each) for each in texts]
        if len({key.id for key in keys}) < len(keys):
            raise ValueError("two keys have the same id; each needs one of its own")
        return keys


class Vault:
    """Seals with the first key, opens with any, hashes with the last (so that a new first key renames nobody)."""

    def __init__(self, keys: Sequence[SecretKey], random_bytes: Callable[[int], bytes]) -> None:
        if not keys:
            raise ValueError("at least one secret key is needed; make one with: kentongan key")
        self._current = keys[0].id
        self._ciphers = {key.id: AESGCM(_derive(key.secret, b"seal")) for key in keys}
        self._hash_key = _derive(keys[-1].secret, b"hash")
        self._random_bytes = random_bytes

    def seal(self, where: str, plain: bytes) -> bytes:
        """Encrypt a field; `where` names its place, so that it cannot be read from another."""
        nonce = self._random_bytes(NONCE)
        sealed = self._ciphers[self._current].encrypt(nonce, plain, where.encode())
        return self._current.encode() + b":" + nonce + sealed

    def open(self, where: str, sealed: bytes) -> bytes:
        """Decrypt a field of this place; raises KeyMissing or Tampered."""
        key_id, _, rest = sealed.partition(b":")
        cipher = self._ciphers.get(key_id.decode("ascii", "replace"))
        if cipher is None:
            raise KeyMissing(f"key {key_id[:16]!r}")
        try:
            return cipher.decrypt(rest[:NONCE], rest[NONCE:], where.encode())
        except InvalidTag as wrong:
            raise Tampered(where.split(":", 1)[0]) from wrong

    def hash(self, kind: str, value: str) -> str:
        """A name for a sender, a reference or a PIN that tells nothing: 32 hex digits."""
        return hmac.new(self._hash_key, f"{kind}\0{value}".encode(), sha256).hexdigest()[:32]


def _derive(secret: bytes, purpose: bytes) -> bytes:
    return HKDF(algorithm=SHA256(), length=32, salt=None, info=b"kentongan " + purpose).derive(secret)
