"""Reading the feed: the lines of the audit trail that are events, in the trail's order.

A line gets its position once it has committed, after all that have one; so whoever reads on from a position misses nothing,
however late a transaction commits.
"""

import re
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Final, Self
from uuid import UUID

from sqlmodel import col, func, or_, select
from sqlmodel.ext.asyncio.session import AsyncSession

from app.access.visibility import visible_to
from app.audit.models import AuditEntry, AuditPosition
from app.kit.errors import CursorOfAnotherFeedError, FieldError, InvalidFieldsError
from app.notifications.events import EVENTS, EventType, actions_of, type_of

MOST_LOOKED_THROUGH: Final = 20_000
"""So many lines of the trail are looked through at once, events or not."""

_CURSOR: Final = re.compile(r"(\d{1,18})-([0-9a-f]{8})", re.ASCII)
_TELLS: Final = ("kind", "move_id")


@dataclass(frozen=True)
class Cursor:
    """A place in the feed: a position, and which line of the trail stands there.

    After a restore other lines may stand at the positions that are given again: a cursor from before is recognised.
    """

    position: int
    mark: str

    @classmethod
    def at(cls, position: int, entry_id: UUID) -> Self:
        """Return the cursor after this line."""
        return cls(position, entry_id.hex[-8:])

    @classmethod
    def parse(cls, text: str) -> Self:
        """Read a cursor that the feed has answered with.

        Raises:
            InvalidFieldsError: It is none.
        """
        found = _CURSOR.fullmatch(text)
        if found is None:
            raise InvalidFieldsError(FieldError("query.after", "is not a cursor that this feed has answered with"))
        return cls(int(found[1]), found[2])

    def __str__(self) -> str:
        return f"{self.position}-{self.mark}"


BEGINNING: Final = Cursor(0, "00000000")
"""Before the first event."""


@dataclass(frozen=True)
class Event:
    """Something that subscribers are told of: ids and states alone."""

    id: UUID
    cursor: Cursor
    type: EventType
    at: datetime
    subject_type: str
    subject_id: str
    booking_id: UUID | None
    partner_id: UUID | None
    state: str | None
    more: Mapping[str, str]

    @property
    def about(self) -> str:
        """Whatever it is delivered in order with: the events of one booking, and of one subject that is of no booking."""
        return str(self.booking_id or self.subject_id)

    @property
    def content(self) -> Mapping[str, Any]:
        """What the feed and the webhooks tell of it, alike."""
        return {
            "id": str(self.id),
            "type": self.type.value,
            "timestamp": self.at.isoformat(),
            "cursor": str(self.cursor),
            "data": {
                "subject_type": self.subject_type,
                "subject_id": self.subject_id,
                "booking_id": str(self.booking_id) if self.booking_id else None,
                "partner_id": str(self.partner_id) if self.partner_id else None,
                "state": self.state,
                **{name: self.more.get(name) for name in _TELLS},
            },
        }


def event_of(entry: AuditEntry, position: int) -> Event | None:
    """Return the event that a line of the trail is; None where it is none."""
    after = entry.after or {}
    event_type = type_of(entry.action, after)
    if event_type is None:
        return None
    return Event(
        id=entry.id,
        cursor=Cursor.at(position, entry.id),
        type=event_type,
        at=entry.at,
        subject_type=entry.subject_type,
        subject_id=entry.subject_id,
        booking_id=entry.booking_id,
        partner_id=entry.partner_id,
        state=EVENTS[event_type].state or _text(after.get("state")),
        more={name: str(after[name]) for name in _TELLS if isinstance(after.get(name), str)},
    )


def _text(value: object) -> str | None:
    return value if isinstance(value, str) else None


@dataclass(frozen=True)
class FeedPage:
    """A part of the feed, where to read on, and whether more is there already."""

    events: Sequence[Event]
    cursor: Cursor
    has_more: bool


async def latest(session: AsyncSession) -> Cursor:
    """Return the cursor after everything that has a position."""
    query = select(AuditPosition).order_by(col(AuditPosition.position).desc()).limit(1)
    last = (await session.exec(query)).one_or_none()
    return Cursor.at(last.position, last.entry_id) if last is not None else BEGINNING


async def read(
    session: AsyncSession, after: Cursor, *, types: Collection[EventType], partner_id: UUID | None, limit: int
) -> FeedPage:
    """Read on from a cursor.

    Args:
        session: A session for reading; it needs no transaction.
        after: Where the page before has ended.
        types: Only events of these types.
        partner_id: The only partner whose events the caller sees; None is the whole organisation.
        limit: At most so many.

    Raises:
        CursorOfAnotherFeedError: The cursor is of a time that this database does not know, as after a restore.
    """
    end, has_more_lines = await _end(session, after)
    position = col(AuditPosition.position)
    query = (
        select(AuditEntry, AuditPosition.position)
        .join(AuditPosition, col(AuditPosition.entry_id) == col(AuditEntry.id))
        .where(position > after.position, position <= end.position)
        .where(col(AuditEntry.action).in_(actions_of(types)))
        .order_by(position)
        .limit(limit)
    )
    rows = (await session.exec(visible_to(partner_id, query, col(AuditEntry.partner_id)))).all()
    events = [event for entry, at in rows if (event := event_of(entry, at)) is not None and event.type in types]
    if len(rows) == limit:
        entry, at = rows[-1]
        return FeedPage(events, Cursor.at(at, entry.id), has_more=at < end.position or has_more_lines)
    return FeedPage(events, end, has_more=has_more_lines)


async def events_by_id(session: AsyncSession, event_ids: Collection[UUID]) -> Mapping[UUID, Event]:
    """Return these events, by their ids; what has no position yet is left out."""
    query = (
        select(AuditEntry, AuditPosition.position)
        .join(AuditPosition, col(AuditPosition.entry_id) == col(AuditEntry.id))
        .where(col(AuditEntry.id).in_(event_ids))
    )
    found = (event_of(entry, position) for entry, position in await session.exec(query))
    return {event.id: event for event in found if event is not None}


async def _end(session: AsyncSession, after: Cursor) -> tuple[Cursor, bool]:
    """Return how far to look from a cursor, and whether there is more behind that."""
    position = col(AuditPosition.position)
    within = select(func.max(position)).where(position <= after.position + MOST_LOOKED_THROUGH).scalar_subquery()
    query = select(AuditPosition, select(func.max(position)).scalar_subquery()).where(
        or_(position == after.position, position == within)
    )
    found = (await session.exec(query)).all()
    marks = {each.position: Cursor.at(each.position, each.entry_id) for each, _ in found}
    if after != BEGINNING and marks.get(after.position) != after:
        message = (
            "The feed does not know this cursor: the database was put back to an earlier time. Read what you show anew, then "
            "follow from `after=latest`."
        )
        raise CursorOfAnotherFeedError(message)
    if not marks:
        return BEGINNING, False
    end = marks[max(marks)]
    return end, end.position < found[0][1]
