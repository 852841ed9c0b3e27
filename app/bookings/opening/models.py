"""The tables of opening: ways in that did not work, and which rooms people were told of."""

from datetime import datetime
from uuid import UUID

from sqlalchemy import UniqueConstraint
from sqlmodel import Field, SQLModel

from app.kit.clock import utc_now
from app.kit.database import Instant, text_enum
from app.kit.identifiers import new_id
from app.policy.opening import OpeningWay


class OpeningFailure(SQLModel, table=True):
    """A way in as the host of a meeting that did not work, so that the next one is offered; of another meeting it may work."""

    __tablename__ = "opening_failure"
    __table_args__ = (UniqueConstraint("meeting_id", "way", name="opening_failure_once"),)

    id: UUID = Field(default_factory=new_id, primary_key=True)
    meeting_id: UUID = Field(foreign_key="meeting.id")
    way: OpeningWay = Field(sa_type=text_enum(OpeningWay))
    failed_at: datetime = Field(default_factory=utc_now, sa_type=Instant)


class OpeningNotice(SQLModel, table=True):
    """People were told that a coordinator is to open the room of a session at this time; a move is told of again."""

    __tablename__ = "opening_notice"

    booking_id: UUID = Field(primary_key=True, foreign_key="booking.id")
    starts_at: datetime = Field(primary_key=True, sa_type=Instant)
    told_at: datetime = Field(default_factory=utc_now, sa_type=Instant)
