"""The tables of what came from Zoom."""

from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import BigInteger, Column, Index, text
from sqlalchemy.dialects.postgresql import JSONB
from sqlmodel import Field, SQLModel

from app.kit.clock import utc_now
from app.kit.database import Instant, text_enum
from app.kit.identifiers import new_id
from app.monitoring.facts import Source
from app.monitoring.record import Why


class ZoomEvent(SQLModel, table=True):
    """A verified event, without its secrets and without anybody's name: what Zoom told, or would have told when it was asked.

    Repeats have the same `request_id`, or say the same and so have the same `deduplication_key`.
    """

    __tablename__ = "zoom_event"
    __table_args__ = (
        Index("zoom_event_waiting_index", "booking_id", "id", postgresql_where=text("followed_at IS NULL")),
        Index(
            "zoom_event_request_id_key",
            "request_id",
            unique=True,
            postgresql_where=text("request_id IS NOT NULL"),
        ),
        Index("zoom_event_received_at_index", "received_at"),
    )

    id: UUID = Field(default_factory=new_id, primary_key=True)
    deduplication_key: str = Field(max_length=250, unique=True)
    # Zoom's own, which is the same over its retries.
    request_id: str | None = Field(default=None, max_length=100)
    event: str = Field(max_length=100)
    happened_at: datetime | None = Field(default=None, sa_type=Instant)
    zoom_meeting_id: int | None = Field(default=None, sa_type=BigInteger, index=True)
    meeting_uuid: str | None = Field(default=None, max_length=128, index=True)
    # No foreign key: whoever changes the booking would hold up the intake.
    booking_id: UUID | None = Field(default=None, index=True)
    payload: dict[str, Any] = Field(sa_column=Column(JSONB, nullable=False))
    received_at: datetime = Field(default_factory=utc_now, sa_type=Instant)
    source: Source = Field(default=Source.TOLD, sa_type=text_enum(Source), sa_column_kwargs={"server_default": "told"})
    # When what follows from it was done; None while that is still to come.
    followed_at: datetime | None = Field(default=None, sa_type=Instant)


class KeptRecord(SQLModel, table=True):
    """The session record of a booking as it was last drawn from the facts: for lists, and for when the events are forgotten."""

    __tablename__ = "session_record"
    booking_id: UUID = Field(primary_key=True, foreign_key="booking.id")
    is_held: bool | None = None
    why: Why = Field(sa_type=text_enum(Why))
    minutes_together: int = 0
    record: dict[str, Any] = Field(sa_column=Column(JSONB, nullable=False))
    has_gaps: bool
    is_asked: bool
    # When Zoom was asked about it last, and whether it has told all that it could be asked for.
    asked_at: datetime | None = Field(default=None, sa_type=Instant)
    is_answered: bool = False
    updated_at: datetime = Field(default_factory=utc_now, sa_type=Instant)


class SessionCorrection(SQLModel, table=True):
    """What a coordinator says of a session, beside what was seen. Never changed: the latest counts."""

    __tablename__ = "session_correction"

    id: UUID = Field(default_factory=new_id, primary_key=True)
    booking_id: UUID = Field(foreign_key="booking.id", index=True)
    is_held: bool
    minutes: int | None = None
    # May name somebody: kept out of the trail.
    reason: str = Field(max_length=2000)
    corrected_by: UUID = Field(foreign_key="api_key.id")
    created_at: datetime = Field(default_factory=utc_now, sa_type=Instant)


class WebhookRefusal(SQLModel, table=True):
    """How many deliveries were refused in an hour, by reason."""

    __tablename__ = "webhook_refusal"

    hour: datetime = Field(primary_key=True, sa_type=Instant)
    reason: str = Field(primary_key=True, max_length=40)
    count: int = Field(sa_type=BigInteger)
