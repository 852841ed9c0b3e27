"""Signing what subscribers are sent, as Standard Webhooks describes: `v1` by HMAC-SHA256, `v1a` by Ed25519.

Source: standard-webhooks/standard-webhooks, spec/standard-webhooks.md, "Signature scheme".
"""

import base64
import hmac
import json
import secrets
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Final, Self

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat

ID: Final = "webhook-id"
TIMESTAMP: Final = "webhook-timestamp"
SIGNATURE: Final = "webhook-signature"
_SECRET: Final = "whsec_"  # noqa: S105  # the prefix that the specification gives to secrets
_PUBLIC_KEY: Final = "whpk_"
_SECRET_BYTES: Final = 32


@dataclass(frozen=True)
class SigningKeys:
    """What one version of a subscription's secrets is: a secret that the receiver shares, and a key that only we have."""

    shared: bytes = field(repr=False)
    private: bytes = field(repr=False)

    @classmethod
    def new(cls) -> Self:
        """Make fresh ones."""
        return cls(secrets.token_bytes(_SECRET_BYTES), Ed25519PrivateKey.generate().private_bytes_raw())

    @classmethod
    def parse(cls, stored: str) -> Self:
        """Read what `stored` has written."""
        read = json.loads(stored)
        return cls(base64.b64decode(read["shared"]), base64.b64decode(read["private"]))

    @property
    def stored(self) -> str:
        """How they are kept, to be encrypted."""
        return json.dumps({"shared": _text(self.shared), "private": _text(self.private)})

    @property
    def secret(self) -> str:
        """The shared secret, as the receiver's library takes it."""
        return _SECRET + _text(self.shared)

    @property
    def public_key(self) -> str:
        """The key to verify `v1a` with, which is no secret."""
        public = Ed25519PrivateKey.from_private_bytes(self.private).public_key()
        return _PUBLIC_KEY + _text(public.public_bytes(Encoding.Raw, PublicFormat.Raw))

    def sign(self, content: bytes) -> Sequence[str]:
        """Return both signatures."""
        shared = hmac.digest(self.shared, content, "sha256")
        own = Ed25519PrivateKey.from_private_bytes(self.private).sign(content)
        return f"v1,{_text(shared)}", f"v1a,{_text(own)}"


def signed_headers(message_id: str, at: datetime, body: bytes, keys: Sequence[SigningKeys]) -> dict[str, str]:
    """Return the headers that a receiver verifies: with each of the keys, for both schemes, of this attempt's time."""
    timestamp = str(int(at.timestamp()))
    content = f"{message_id}.{timestamp}.".encode() + body
    signatures = [signature for each in keys for signature in each.sign(content)]
    return {ID: message_id, TIMESTAMP: timestamp, SIGNATURE: " ".join(signatures)}


def _text(value: bytes) -> str:
    return base64.b64encode(value).decode()
