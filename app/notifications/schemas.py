"""API schemas for events."""

from datetime import datetime
from typing import Self
from uuid import UUID

from pydantic import Field

from app.http.fields import Schema
from app.notifications.events import EventType
from app.notifications.feed import Event


class EventData(Schema):
    """What an event is about: ids and states alone. Read the rest where it is, with a key that may see it."""

    subject_type: str = Field(description="What kind of thing it happened to.", examples=["booking"])
    subject_id: str = Field(description="The id of that thing.")
    booking_id: UUID | None = Field(description="The booking that it belongs to, if it belongs to one.")
    partner_id: UUID | None = Field(description="Whose it is; null for what is the organisation's alone.")
    state: str | None = Field(description="The state of that thing since, where it has one.", examples=["confirmed"])
    kind: str | None = Field(description="The kind of an incident or of evidence.")
    move_id: UUID | None = Field(description="The other time for a session that it is about.")


class EventRead(Schema):
    """Something that happened. A webhook's body is the same."""

    id: UUID = Field(description="The same however often you are told of it; also the id of its audit entry.")
    type: EventType = Field(description="What happened.")
    timestamp: datetime = Field(description="When it happened.")
    cursor: str = Field(description="Its place in the feed.", examples=["1041-5f3a9c21"])
    data: EventData

    @classmethod
    def of(cls, event: Event) -> Self:
        """Return what the API tells of an event."""
        return cls.model_validate(event.content)


class EventPage(Schema):
    """A part of the feed."""

    items: list[EventRead] = Field(
        description="In the order in which they can be read; none is ever put in between later."
    )
    next_after: str = Field(
        description="Send it as `after` to read on. Keep it with what you have done about these events.",
        examples=["1041-5f3a9c21"],
    )
    has_more: bool = Field(description="Whether there is more to read at once.")
