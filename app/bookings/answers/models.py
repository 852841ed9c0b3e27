"""The table of what people answered on their pages."""

from datetime import datetime
from enum import StrEnum
from uuid import UUID

from sqlalchemy import Column, Index, Text
from sqlmodel import Field, SQLModel

from app.kit.clock import utc_now
from app.kit.database import Instant, text_enum
from app.kit.identifiers import new_id


class AnswerKind(StrEnum):
    """What somebody answered on their page."""

    CANNOT_COME = "cannot_come"
    ANOTHER_TIME = "another_time"
    TOOK_PLACE = "took_place"
    MID_POINT = "mid_point"
    END_POINT = "end_point"


class ParticipantAnswer(SQLModel, table=True):
    """What somebody said on their page. Never changed: who says something else later adds it, and the newest counts."""

    __tablename__ = "participant_answer"
    __table_args__ = (
        Index("participant_answer_booking_index", "booking_id", "id"),
        Index("participant_answer_participant_index", "participant_id", "kind", "id"),
    )

    id: UUID = Field(default_factory=new_id, primary_key=True)
    booking_id: UUID = Field(foreign_key="booking.id")
    participant_id: UUID = Field(foreign_key="participant.id")
    kind: AnswerKind = Field(sa_type=text_enum(AnswerKind))
    # JSON of what they said, encrypted: it may name somebody.
    content: str = Field(sa_column=Column(Text, nullable=False))
    created_at: datetime = Field(default_factory=utc_now, sa_type=Instant)
