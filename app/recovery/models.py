"""The table of what does not agree between Zoom and the database."""

from collections.abc import Mapping
from datetime import datetime
from enum import StrEnum
from typing import Any, Final
from uuid import UUID

from sqlalchemy import BigInteger, Column, Index, text
from sqlalchemy.dialects.postgresql import JSONB
from sqlmodel import Field, SQLModel

from app.kit.clock import utc_now
from app.kit.database import Instant, text_enum
from app.kit.identifiers import new_id


class MismatchKind(StrEnum):
    """In what way Zoom and the database do not agree."""

    UNKNOWN_MEETING = "unknown_meeting"
    EXTRA_MEETING = "extra_meeting"
    MEETING_GONE = "meeting_gone"
    MEETING_DIFFERS = "meeting_differs"


class Choice(StrEnum):
    """What a person can decide about it."""

    DELETE = "delete"
    LEAVE = "leave"
    MAKE_AGAIN = "make-again"
    CANCEL = "cancel"
    KEEP_DATABASE = "keep-database"
    TAKE_ZOOM = "take-zoom"


CHOICES: Final[Mapping[MismatchKind, tuple[Choice, ...]]] = {
    MismatchKind.UNKNOWN_MEETING: (Choice.DELETE, Choice.LEAVE),
    MismatchKind.EXTRA_MEETING: (Choice.DELETE, Choice.LEAVE),
    MismatchKind.MEETING_GONE: (Choice.MAKE_AGAIN, Choice.CANCEL),
    MismatchKind.MEETING_DIFFERS: (Choice.TAKE_ZOOM, Choice.KEEP_DATABASE, Choice.CANCEL),
}

NOT_OURS: Final = frozenset({MismatchKind.UNKNOWN_MEETING, MismatchKind.EXTRA_MEETING})
"""Meetings at Zoom that no booking has: these are looked for every week too."""


class Mismatch(SQLModel, table=True):
    """One meeting about which Zoom and the database do not agree, and what a person has decided about it."""

    __tablename__ = "mismatch"
    __table_args__ = (
        Index(
            "mismatch_one_open_per_meeting",
            "zoom_meeting_id",
            unique=True,
            postgresql_where=text("closed_at IS NULL"),
        ),
    )

    id: UUID = Field(default_factory=new_id, primary_key=True)
    kind: MismatchKind = Field(sa_type=text_enum(MismatchKind))
    zoom_meeting_id: int = Field(sa_type=BigInteger)
    host_id: UUID = Field(foreign_key="host.id", index=True)
    # None where no booking has the reference.
    booking_id: UUID | None = Field(default=None, foreign_key="booking.id", index=True)
    partner_id: UUID | None = Field(default=None, foreign_key="partner.id")
    reference: str = Field(max_length=20)
    # What Zoom shows of it: start, minutes, when it was made. Empty where it is gone.
    at_zoom: dict[str, Any] = Field(default_factory=dict, sa_column=Column(JSONB, nullable=False))
    found_at: datetime = Field(default_factory=utc_now, sa_type=Instant)
    choice: Choice | None = Field(default=None, sa_type=text_enum(Choice))
    decided_at: datetime | None = Field(default=None, sa_type=Instant)
    # When it was done, or found to be no longer so.
    closed_at: datetime | None = Field(default=None, sa_type=Instant)
