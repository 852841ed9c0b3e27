"""Identifiers that the service gives away."""

import secrets
from datetime import datetime
from typing import Final
from uuid import UUID

from uuid_utils import compat

# Crockford's base 32: no I, L, O or U, so that a reference survives being read out on the telephone.
REFERENCE_ALPHABET: Final = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"
REFERENCE_LENGTH: Final = 12


def new_id() -> UUID:
    """Return a UUIDv7 (RFC 9562): unique, and sorted by the time it was made."""
    return compat.uuid7()


def earliest_id_of(moment: datetime) -> UUID:
    """Return what all ids that are made from a moment on are greater than, and no earlier one."""
    milliseconds = int(moment.timestamp() * 1000)
    return UUID(int=milliseconds << 80)


def new_reference() -> str:
    """Return the opaque reference of a booking: 60 random bits that name nobody."""
    return "".join(secrets.choice(REFERENCE_ALPHABET) for _ in range(REFERENCE_LENGTH))


def is_reference(text: str) -> bool:
    """Tell whether a text has the form of a booking's reference."""
    return len(text) == REFERENCE_LENGTH and all(character in REFERENCE_ALPHABET for character in text)
