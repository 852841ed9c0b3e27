"""The table of incidents."""

from datetime import datetime
from enum import StrEnum
from typing import Any
from uuid import UUID

from sqlalchemy import Column, Index, text
from sqlalchemy.dialects.postgresql import JSONB
from sqlmodel import Field, SQLModel

from app.kit.clock import utc_now
from app.kit.database import Instant, text_enum
from app.kit.identifiers import new_id


class IncidentKind(StrEnum):
    """What an incident is about."""

    BOOKING_SUSPENDED = "booking_suspended"
    APPROVAL_EXPIRED = "approval_expired"
    SETTINGS_LOOSENED = "settings_loosened"
    MEETING_UNSAFE = "meeting_unsafe"
    EXTRA_MEETING = "extra_meeting"
    HOST_UNUSABLE = "host_unusable"
    PROVISIONING_STUCK = "provisioning_stuck"
    ZOOM_ACCOUNT = "zoom_account"
    CONFIRMATION_ENDING = "confirmation_ending"
    CHANGE_PROPOSED = "change_proposed"
    UNKNOWN_MEETING = "unknown_meeting"
    DATABASE_RESTORED = "database_restored"
    SESSION_OVERRAN = "session_overran"
    AI_COMPANION_USED = "ai_companion_used"
    ROOM_OPENED_EARLY = "room_opened_early"
    ROOM_OPEN_TOO_LONG = "room_open_too_long"


class Incident(SQLModel, table=True):
    """Something a person must look at. There is one open incident of a kind about the same subject, or about the Zoom account."""

    __tablename__ = "incident"
    __table_args__ = (
        Index(
            "incident_one_open_per_subject",
            "kind",
            text("coalesce(booking_id, host_id)"),
            unique=True,
            postgresql_where=text("resolved_at IS NULL"),
        ),
        Index(
            "incident_one_open_per_proposed_change",
            "proposed_change_id",
            unique=True,
            postgresql_where=text("resolved_at IS NULL"),
        ),
        Index(
            "incident_one_open_of_the_account",
            "kind",
            unique=True,
            postgresql_where=text(
                "resolved_at IS NULL AND booking_id IS NULL AND host_id IS NULL AND proposed_change_id IS NULL"
            ),
        ),
        Index("incident_partner_index", "partner_id", "id"),
        Index("incident_booking_index", "booking_id"),
    )

    id: UUID = Field(default_factory=new_id, primary_key=True)
    kind: IncidentKind = Field(sa_type=text_enum(IncidentKind))
    # None where it concerns the whole organisation, as a host does.
    partner_id: UUID | None = Field(default=None, foreign_key="partner.id")
    booking_id: UUID | None = Field(default=None, foreign_key="booking.id")
    host_id: UUID | None = Field(default=None, foreign_key="host.id")
    proposed_change_id: UUID | None = Field(default=None, foreign_key="proposed_change.id")
    summary: str = Field(max_length=2000)
    remedy: str = Field(max_length=4000)
    details: dict[str, Any] = Field(default_factory=dict, sa_column=Column(JSONB, nullable=False))
    opened_at: datetime = Field(default_factory=utc_now, sa_type=Instant)
    updated_at: datetime = Field(default_factory=utc_now, sa_type=Instant)
    resolved_at: datetime | None = Field(default=None, sa_type=Instant)
    # None where what was wrong has put itself right.
    resolved_by: UUID | None = Field(default=None, foreign_key="api_key.id")
    resolution: str | None = Field(default=None, max_length=2000)
    version: int = 1
