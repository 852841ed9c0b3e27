"""The tables of bookings."""

from datetime import datetime
from enum import StrEnum
from typing import Any
from uuid import UUID

from sqlalchemy import BigInteger, CheckConstraint, Column, Index, text
from sqlalchemy.dialects.postgresql import JSONB, TSTZRANGE, ExcludeConstraint
from sqlmodel import Field, SQLModel

from app.bookings.states import BookingState
from app.clock import utc_now
from app.database import Instant, text_enum
from app.identifiers import new_id, new_reference


class Booking(SQLModel, table=True):
    """A request for one session of a pairing, and its life from request to completed."""

    __tablename__ = "booking"
    __table_args__ = (
        CheckConstraint("ends_at > starts_at", name="period"),
        Index("booking_partner_index", "partner_id", "id"),
        Index("booking_state_index", "state", "starts_at"),
        Index("booking_starts_at_index", "starts_at"),
    )

    id: UUID = Field(default_factory=new_id, primary_key=True)
    # Carried by the meeting at Zoom, where it names nobody and can be found again.
    reference: str = Field(default_factory=new_reference, max_length=20, unique=True)
    partner_id: UUID = Field(foreign_key="partner.id")
    programme_id: UUID = Field(foreign_key="programme.id", index=True)
    pairing_id: UUID = Field(foreign_key="pairing.id", index=True)
    policy_version: int
    modality: str = Field(max_length=40)
    starts_at: datetime = Field(sa_type=Instant)
    ends_at: datetime = Field(sa_type=Instant)
    time_zone: str = Field(max_length=64)
    agreed_by_both: bool
    state: BookingState = Field(sa_type=text_enum(BookingState))
    host_id: UUID | None = Field(default=None, foreign_key="host.id", index=True)
    # Setting code -> level: what the meeting must have, fixed by the decision.
    safety: dict[str, str] = Field(sa_column=Column(JSONB, nullable=False))
    requested_by: UUID = Field(foreign_key="api_key.id")
    cancellation_reason: str | None = Field(default=None, max_length=2000)
    # Work under way at Zoom: how often it was tried, what stood in the way, when it is tried next.
    attempts: int = 0
    next_attempt_at: datetime | None = Field(default=None, sa_type=Instant)
    problem: str | None = Field(default=None, max_length=500)
    # When the last event of the meeting's life happened at Zoom: events arrive in any order.
    last_event_at: datetime | None = Field(default=None, sa_type=Instant)
    version: int = 1
    created_at: datetime = Field(default_factory=utc_now, sa_type=Instant)
    updated_at: datetime = Field(default_factory=utc_now, sa_type=Instant)


class Reservation(SQLModel, table=True):
    """A mentor, a mentee or a host, taken for a while. The constraint is what forbids double booking."""

    __tablename__ = "reservation"
    __table_args__ = (
        ExcludeConstraint(("resource_id", "="), ("period", "&&"), name="reservation_no_overlap", using="gist"),
        CheckConstraint("resource IN ('mentor', 'mentee', 'host')", name="resource"),
    )

    id: UUID = Field(default_factory=new_id, primary_key=True)
    booking_id: UUID = Field(foreign_key="booking.id", index=True)
    resource: str = Field(max_length=10)
    resource_id: UUID
    # From the start to the end of the session and the gap that the programme asks for after it.
    period: Any = Field(sa_column=Column(TSTZRANGE, nullable=False))


class MeetingState(StrEnum):
    """What is known of a meeting at Zoom."""

    INTENDED = "intended"
    CREATED = "created"
    PROVEN = "proven"
    REMOVING = "removing"
    REMOVED = "removed"


class Meeting(SQLModel, table=True):
    """The Zoom meeting of a booking. A row is written before Zoom is asked, so that no meeting can be forgotten."""

    __tablename__ = "meeting"
    __table_args__ = (
        Index(
            "meeting_one_live_per_booking",
            "booking_id",
            unique=True,
            postgresql_where=text("state IN ('intended', 'created', 'proven')"),
        ),
        Index("meeting_zoom_meeting_id_index", "zoom_meeting_id"),
    )

    id: UUID = Field(default_factory=new_id, primary_key=True)
    booking_id: UUID = Field(foreign_key="booking.id", index=True)
    host_id: UUID = Field(foreign_key="host.id", index=True)
    state: MeetingState = Field(default=MeetingState.INTENDED, sa_type=text_enum(MeetingState))
    zoom_meeting_id: int | None = Field(default=None, sa_type=BigInteger)
    # Create calls whose outcome is not known, and when the last one was sent: look at Zoom before asking again, and look
    # once more later, for a second meeting that turns up.
    unanswered_creates: int = 0
    last_create_at: datetime | None = Field(default=None, sa_type=Instant)
    passcode: str = Field(max_length=400)
    join_url: str | None = Field(default=None, max_length=4000)
    proof: list[dict[str, Any]] = Field(default_factory=list, sa_column=Column(JSONB, nullable=False))
    proven_at: datetime | None = Field(default=None, sa_type=Instant)
    created_at: datetime = Field(default_factory=utc_now, sa_type=Instant)
    updated_at: datetime = Field(default_factory=utc_now, sa_type=Instant)


class DecisionRecord(SQLModel, table=True):
    """A decision of the policy with the facts that it saw. Never changed."""

    __tablename__ = "decision"

    id: UUID = Field(default_factory=new_id, primary_key=True)
    booking_id: UUID | None = Field(default=None, foreign_key="booking.id", index=True)
    pairing_id: UUID = Field(foreign_key="pairing.id", index=True)
    partner_id: UUID = Field(foreign_key="partner.id", index=True)
    programme_id: UUID = Field(foreign_key="programme.id")
    policy_version: int
    policy_digest: str = Field(max_length=64)
    outcome: str = Field(max_length=20)
    findings: list[dict[str, Any]] = Field(sa_column=Column(JSONB, nullable=False))
    facts: dict[str, Any] = Field(sa_column=Column(JSONB, nullable=False))
    digest: str = Field(max_length=64)
    created_at: datetime = Field(default_factory=utc_now, sa_type=Instant)
