"""The values of proposed changes and of history: JSON, encrypted, bound to their row."""

import json
from collections.abc import Mapping
from typing import Any, Final

from pydantic_core import to_jsonable_python

from app.kit.encryption import KeyRing, context_of
from app.registry.proposals.models import PreviousValues, ProposedChange

COLUMN: Final = "content"


def sealed(row: ProposedChange | PreviousValues, values: Mapping[str, Any], key_ring: KeyRing) -> str:
    """Return values in the form that the row keeps them in."""
    return key_ring.encrypt(json.dumps(to_jsonable_python(values)), context=context_of(row, COLUMN))


def opened(row: ProposedChange | PreviousValues, key_ring: KeyRing) -> dict[str, Any]:
    """Return the values that a row keeps.

    Raises:
        DecryptionError: They cannot be read.
    """
    values: dict[str, Any] = json.loads(key_ring.decrypt(row.content, context=context_of(row, COLUMN)))
    return values
