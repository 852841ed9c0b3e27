"""Cursor pagination: `limit`, `cursor` in, `next_cursor` out."""

import base64
import binascii
from collections.abc import Sequence
from typing import Final, Protocol, TypeVar
from uuid import UUID

from app.kit.errors import FieldError, InvalidFieldsError

USUAL_LIMIT: Final = 50


class Identified(Protocol):
    """A row with an id that sorts by age."""

    @property
    def id(self) -> UUID:
        """The id, which sorts by age or stands in for what does."""
        ...


class PageRequest:
    """What a caller asked of a list: how many items, and after which one."""

    def __init__(self, limit: int = USUAL_LIMIT, cursor: str | None = None) -> None:
        self.limit = limit
        self.after_id = _read(cursor) if cursor is not None else None


def _read(cursor: str) -> UUID:
    try:
        return UUID(bytes=base64.b64decode(cursor, altchars=b"-_", validate=True))
    except (binascii.Error, ValueError):
        error = FieldError("query.cursor", "is not a cursor that a list has answered with")
        raise InvalidFieldsError(error) from None


Row = TypeVar("Row", bound=Identified)


def cut(rows: Sequence[Row], request: PageRequest) -> tuple[Sequence[Row], str | None]:
    """Split `limit + 1` fetched rows into the page and the cursor of the next one."""
    if len(rows) <= request.limit:
        return rows, None
    page = rows[: request.limit]
    return page, base64.urlsafe_b64encode(page[-1].id.bytes).decode()
