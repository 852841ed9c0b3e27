"""Identifiers that the service gives away."""

import re
import secrets
from datetime import datetime
from typing import Final
from uuid import UUID

from uuid_utils import compat

# Crockford's base 32: no I, L, O or U, so that a reference survives being read out on the telephone.
REFERENCE_ALPHABET: Final = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"
REFERENCE_LENGTH: Final = 12
DISPLAY_CODE_LENGTH: Final = 4
_ALIAS_LENGTH: Final = 20


def new_id() -> UUID:
    """Return a UUIDv7 (RFC 9562): unique, and sorted by the time it was made."""
    return compat.uuid7()


def earliest_id_of(moment: datetime) -> UUID:
    """Return what all ids that are made from a moment on are greater than, and no earlier one."""
    milliseconds = int(moment.timestamp() * 1000)
    return UUID(int=milliseconds << 80)


def random_text(length: int) -> str:
    """Return so many characters of the alphabet of references, each of five random bits."""
    return "".join(REFERENCE_ALPHABET[byte % len(REFERENCE_ALPHABET)] for byte in secrets.token_bytes(length))


def new_reference() -> str:
    """Return the opaque reference of a booking: 60 random bits that name nobody."""
    return random_text(REFERENCE_LENGTH)


def is_reference(text: str) -> bool:
    """Tell whether a text has the form of a booking's reference."""
    return len(text) == REFERENCE_LENGTH and all(character in REFERENCE_ALPHABET for character in text)


def new_display_code() -> str:
    """Return the few characters at the end of a name by which somebody is told apart in a meeting."""
    return random_text(DISPLAY_CODE_LENGTH)


def display_code_in(name: object) -> str | None:
    """Return the code that a name shown in a meeting ends with; None where it has none."""
    found = _CODED_NAME.fullmatch(name.strip()) if isinstance(name, str) else None
    return found[1] if found is not None else None


def new_alias() -> str:
    """Return the part before the @ of an address that names nobody; the domain is a setting."""
    return random_text(_ALIAS_LENGTH).lower()


def alias_in(address: object) -> str | None:
    """Return the part before the @ of an address where it has the form of one that names nobody."""
    found = _ALIASED_ADDRESS.fullmatch(address.strip().lower()) if isinstance(address, str) else None
    return found[1] if found is not None else None


_ALIASED_ADDRESS: Final = re.compile(rf"([{REFERENCE_ALPHABET.lower()}]{{{_ALIAS_LENGTH}}})@[^@]+")
_CODED_NAME: Final = re.compile(rf"\S.* ([{REFERENCE_ALPHABET}]{{{DISPLAY_CODE_LENGTH}}})")
