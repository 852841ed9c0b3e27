"""Cursor pagination: `limit`, `cursor` in, `next_cursor` out."""

import base64
import binascii
from collections.abc import Sequence
from typing import Any, Final, Generic, Protocol, TypeVar
from uuid import UUID

from pydantic import Field

from app.errors import FieldError, InvalidFieldsError
from app.http.fields import Schema

USUAL_LIMIT: Final = 50

Item = TypeVar("Item")


class Identified(Protocol):
    """A row with an id that sorts by age."""

    @property
    def id(self) -> UUID:
        """The id, which sorts by age or stands in for what does."""
        ...


class Page(Schema, Generic[Item]):
    """One page of a list."""

    @classmethod
    def model_parametrized_name(cls, params: tuple[Any, ...]) -> str:
        """Return the name that generated clients know a page by: `BookingPage` for pages of `BookingRead`."""
        return f"{params[0].__name__.removesuffix('Read')}Page"

    items: list[Item] = Field(description="Oldest first, unless another order was asked for.")
    next_cursor: str | None = Field(
        default=None, description="Send it as `cursor` for the next page; null on the last one."
    )


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
