"""The tokens of personal links and calendars: 256 random bits, known again by their digest."""

import hashlib
import hmac
import re
import secrets
from typing import Final

_BYTES: Final = 32
_TOKEN: Final = re.compile(r"[A-Za-z0-9_-]{43}", re.ASCII)


def new_token() -> str:
    """Return 256 random bits as text for an address (RFC 4648, section 5)."""
    return secrets.token_urlsafe(_BYTES)


def is_token(text: str) -> bool:
    """Tell whether a text has the form of a token: nothing else is worth a question to the database."""
    return _TOKEN.fullmatch(text) is not None


def digest_of(token: str) -> str:
    """Return what a token is known again by, in hexadecimal.

    It has 256 random bits: a slow password hash would cost us something, and a guesser nothing.
    """
    return hashlib.sha256(token.encode()).hexdigest()


def is_same(token: str, digest: str) -> bool:
    """Tell whether a digest is the token's, in a time that does not tell how much of it is right."""
    return hmac.compare_digest(digest_of(token), digest)
