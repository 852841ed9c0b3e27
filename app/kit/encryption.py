"""Encryption at rest: AES-256-GCM (NIST SP 800-38D) with a key ring, so that keys can rotate."""

import base64
import binascii
import hashlib
import hmac
import secrets
from dataclasses import dataclass, field
from typing import Any, ClassVar, Final, Protocol, Self
from uuid import UUID

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from pydantic import SecretStr

from app.kit.errors import ChaperoneError, ConfigurationError

KEY_BYTES: Final = 32
NONCE_BYTES: Final = 12


class DecryptionError(ChaperoneError):
    """A stored secret cannot be read: its key is not on the ring, or it was moved or altered."""


class Stored(Protocol):
    """A row that keeps something encrypted."""

    __tablename__: ClassVar[Any]
    id: UUID


def context_of(row: Stored, column: str) -> str:
    """Return what a stored secret is bound to when it is encrypted: its row and its column."""
    return f"{row.__tablename__}:{row.id}:{column}"


@dataclass(frozen=True)
class KeyRing:
    """Named keys. The first encrypts; all decrypt what was encrypted under their name."""

    keys: dict[str, bytes] = field(repr=False)

    @classmethod
    def parse(cls, text: SecretStr) -> Self:
        """Read a ring from `name:base64key,name:base64key`, newest first.

        Raises:
            ConfigurationError: The text is not a ring of 32-byte keys with distinct names.
        """
        keys: dict[str, bytes] = {}
        for part in text.get_secret_value().split(","):
            name, separator, encoded = part.strip().partition(":")
            try:
                key = base64.b64decode(encoded, validate=True)
            except binascii.Error:
                key = b""
            if not name.isalnum() or not separator or len(key) != KEY_BYTES or name in keys:
                message = (
                    "ENCRYPTION_KEYS: write name:key pairs with commas between them; each name once, each key 32 bytes in "
                    "base64. `chaperone encryption new-key NAME` makes one."
                )
                raise ConfigurationError(message)
            keys[name] = key
        return cls(keys)

    @property
    def primary(self) -> str:
        """The name of the key that new secrets are encrypted under."""
        return next(iter(self.keys))

    def derived(self, purpose: str) -> bytes:
        """Return a key for another purpose than encryption, made from the newest key: it changes when that does."""
        return self.derived_from_each(purpose)[0]

    def derived_from_each(self, purpose: str) -> list[bytes]:
        """Return such a key for each key on the ring, the newest first: what was made with one goes on until that key is gone."""
        return [hmac.new(key, purpose.encode(), hashlib.sha256).digest() for key in self.keys.values()]

    def encrypt(self, plain: str, *, context: str) -> str:
        """Encrypt `plain` so that it can be read back only with the same `context` (which row and column it is)."""
        nonce = secrets.token_bytes(NONCE_BYTES)
        sealed = AESGCM(self.keys[self.primary]).encrypt(nonce, plain.encode(), context.encode())
        return f"{self.primary}:{base64.b64encode(nonce + sealed).decode()}"

    def decrypt(self, stored: str, *, context: str) -> str:
        """Return what was encrypted.

        Raises:
            DecryptionError: The key is not on the ring, or the value or its context is not what was encrypted.
        """
        name, _, encoded = stored.partition(":")
        key = self.keys.get(name)
        if key is None:
            message = f"No key named {name!r} is on the ring."
            raise DecryptionError(message)
        try:
            sealed = _only_form_of(encoded)
            return AESGCM(key).decrypt(sealed[:NONCE_BYTES], sealed[NONCE_BYTES:], context.encode()).decode()
        except (binascii.Error, InvalidTag, ValueError) as error:
            message = "A stored secret is not what was encrypted."
            raise DecryptionError(message) from error

    def is_current(self, stored: str) -> bool:
        """Tell whether `stored` is encrypted under the primary key."""
        return stored.startswith(f"{self.primary}:")


def _only_form_of(encoded: str) -> bytes:
    """Decode base64, refusing texts that differ only in bits which decoding drops (RFC 4648, section 3.5)."""
    plain = base64.b64decode(encoded, validate=True)
    if base64.b64encode(plain).decode() != encoded:
        message = "not in canonical form"
        raise binascii.Error(message)
    return plain


def new_key(name: str) -> str:
    """Return a fresh random key in the form that `KeyRing.parse` reads.

    Raises:
        ConfigurationError: The name is more than letters and digits.
    """
    if not name.isalnum():
        message = "A key's name is made of letters and digits alone."
        raise ConfigurationError(message)
    return f"{name}:{base64.b64encode(secrets.token_bytes(KEY_BYTES)).decode()}"
