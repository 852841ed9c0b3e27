"""The table of events that came from Zoom."""

from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import BigInteger, Column
from sqlalchemy.dialects.postgresql import JSONB
from sqlmodel import Field, SQLModel

from app.kit.clock import utc_now
from app.kit.database import Instant
from app.kit.identifiers import new_id


class ZoomEvent(SQLModel, table=True):
    """A verified event, without its secrets and without anybody's name. Repeats have the same `deduplication_key`."""

    __tablename__ = "zoom_event"

    id: UUID = Field(default_factory=new_id, primary_key=True)
    deduplication_key: str = Field(max_length=250, unique=True)
    event: str = Field(max_length=100)
    happened_at: datetime | None = Field(default=None, sa_type=Instant)
    zoom_meeting_id: int | None = Field(default=None, sa_type=BigInteger, index=True)
    booking_id: UUID | None = Field(default=None, foreign_key="booking.id", index=True)
    payload: dict[str, Any] = Field(sa_column=Column(JSONB, nullable=False))
    received_at: datetime = Field(default_factory=utc_now, sa_type=Instant)
