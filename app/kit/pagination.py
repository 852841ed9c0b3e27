"""Cursor pagination: `limit`, `cursor` in, `next_cursor` out.

A cursor says where the last row of a page stands in the order of its list: rows that come or go meanwhile shift nothing.
"""

import base64
import binascii
from collections.abc import Sequence
from datetime import UTC, datetime, timedelta
from typing import Final, NamedTuple, Protocol, TypeVar
from uuid import UUID

from app.kit.errors import FieldError, InvalidFieldsError

USUAL_LIMIT: Final = 50
_EPOCH: Final = datetime(1970, 1, 1, tzinfo=UTC)
_MICROSECOND: Final = timedelta(microseconds=1)
_TIME_BYTES: Final = 8


class Identified(Protocol):
    """A row with an id that sorts by age."""

    @property
    def id(self) -> UUID:
        """The id, which sorts by age or stands in for what does."""
        ...


class Timed(Identified, Protocol):
    """A row of a list of sessions."""

    @property
    def starts_at(self) -> datetime:
        """When its session starts."""
        ...


class TimePlace(NamedTuple):
    """Where a row stands in a list of sessions: by their start, and by id where several start together."""

    starts_at: datetime
    id: UUID


class PageRequest:
    """What a caller asked of a list in the order of ids: how many items, and after which one."""

    def __init__(self, limit: int = USUAL_LIMIT, cursor: str | None = None) -> None:
        self.limit = limit
        self.after_id = _read_id(cursor) if cursor is not None else None


class TimePageRequest:
    """What a caller asked of a list in the order of sessions: how many items, and after which place."""

    def __init__(self, limit: int = USUAL_LIMIT, cursor: str | None = None) -> None:
        self.limit = limit
        self.after = _read_place(cursor) if cursor is not None else None


def _read_id(cursor: str) -> UUID:
    try:
        return UUID(bytes=base64.b64decode(cursor, altchars=b"-_", validate=True))
    except (binascii.Error, ValueError):
        raise _not_a_cursor() from None


def _read_place(cursor: str) -> TimePlace:
    try:
        read = base64.b64decode(cursor, altchars=b"-_", validate=True)
        since_epoch = int.from_bytes(read[:_TIME_BYTES], signed=True) * _MICROSECOND
        return TimePlace(_EPOCH + since_epoch, UUID(bytes=read[_TIME_BYTES:]))
    except (binascii.Error, ValueError, OverflowError):
        raise _not_a_cursor() from None


def _not_a_cursor() -> InvalidFieldsError:
    return InvalidFieldsError(FieldError("query.cursor", "is not a cursor that this list has answered with"))


Row = TypeVar("Row", bound=Identified)
TimedRow = TypeVar("TimedRow", bound=Timed)


def cut(rows: Sequence[Row], request: PageRequest) -> tuple[Sequence[Row], str | None]:
    """Split `limit + 1` fetched rows into the page and the cursor of the next one."""
    if len(rows) <= request.limit:
        return rows, None
    page = rows[: request.limit]
    return page, base64.urlsafe_b64encode(page[-1].id.bytes).decode()


def cut_by_time(rows: Sequence[TimedRow], request: TimePageRequest) -> tuple[Sequence[TimedRow], str | None]:
    """Split `limit + 1` fetched rows into the page and the cursor of the next one."""
    if len(rows) <= request.limit:
        return rows, None
    page = rows[: request.limit]
    since_epoch = (page[-1].starts_at - _EPOCH) // _MICROSECOND
    return page, base64.urlsafe_b64encode(since_epoch.to_bytes(_TIME_BYTES, signed=True) + page[-1].id.bytes).decode()
