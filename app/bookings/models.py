"""The tables of bookings."""

from datetime import datetime
from enum import StrEnum
from typing import Any
from uuid import UUID

from sqlalchemy import BigInteger, CheckConstraint, Column, ForeignKey, ForeignKeyConstraint, Index, Uuid, text
from sqlalchemy.dialects.postgresql import JSONB, TSTZRANGE, ExcludeConstraint
from sqlmodel import Field, SQLModel

from app.access.models import Role
from app.bookings.states import BookingState, MoveState
from app.kit.clock import utc_now
from app.kit.database import Instant, empty_list, text_enum
from app.kit.identifiers import new_id, new_reference
from app.zoom.admission import Admission


class Series(SQLModel, table=True):
    """Sessions of a pairing that were booked together, at the same local time."""

    __tablename__ = "series"
    __table_args__ = (ForeignKeyConstraint(["pairing_id", "partner_id"], ["pairing.id", "pairing.partner_id"]),)

    id: UUID = Field(default_factory=new_id, primary_key=True)
    partner_id: UUID
    pairing_id: UUID
    requested_by: UUID = Field(foreign_key="api_key.id")
    every_days: int
    version: int = 1
    created_at: datetime = Field(default_factory=utc_now, sa_type=Instant)
    updated_at: datetime = Field(default_factory=utc_now, sa_type=Instant)


class Booking(SQLModel, table=True):
    """A request for one session of a pairing, and its life from request to completed."""

    __tablename__ = "booking"
    __table_args__ = (
        CheckConstraint("ends_at > starts_at", name="period"),
        # Which says of partner and programme, too, that they are there.
        ForeignKeyConstraint(
            ["pairing_id", "partner_id", "programme_id"], ["pairing.id", "pairing.partner_id", "pairing.programme_id"]
        ),
        ForeignKeyConstraint(
            ["programme_id", "policy_version"], ["policy_version.programme_id", "policy_version.version"]
        ),
        # Lists, and what is decided again, in the order of sessions: of all, of a partner, a programme, a state.
        Index("booking_time_index", "starts_at", "id"),
        Index("booking_partner_time_index", "partner_id", "starts_at", "id"),
        Index("booking_programme_time_index", "programme_id", "starts_at", "id"),
        Index("booking_state_time_index", "state", "starts_at", "id"),
        Index("booking_host_index", "host_id", "starts_at", postgresql_where=text("host_id IS NOT NULL")),
        # Calls that are not over: few, and as a part of all that were confirmed or began they are beyond the planner's guess.
        Index("booking_call_index", "starts_at", postgresql_where=text("state = 'confirmed' AND host_id IS NULL")),
        Index("booking_series_index", "series_id", postgresql_where=text("series_id IS NOT NULL")),
        Index(
            "booking_next_decision_index",
            "next_decision_at",
            postgresql_where=text("next_decision_at IS NOT NULL"),
        ),
    )

    id: UUID = Field(default_factory=new_id, primary_key=True)
    # Carried by the meeting at Zoom, where it names nobody and can be found again.
    reference: str = Field(default_factory=new_reference, max_length=20, unique=True)
    partner_id: UUID
    programme_id: UUID
    pairing_id: UUID = Field(index=True)
    policy_version: int
    modality: str = Field(max_length=40)
    starts_at: datetime = Field(sa_type=Instant)
    ends_at: datetime = Field(sa_type=Instant)
    time_zone: str = Field(max_length=64)
    agreed_by_both: bool
    state: BookingState = Field(sa_type=text_enum(BookingState))
    host_id: UUID | None = Field(default=None, foreign_key="host.id")
    # Setting code -> level: what the meeting must have, fixed by the decision.
    safety: dict[str, str] = Field(sa_column=Column(JSONB, nullable=False))
    requested_by: UUID = Field(foreign_key="api_key.id")
    # As the rules see it; and when this time was asked for, which a move makes later.
    requested_by_role: Role = Field(sa_type=text_enum(Role), sa_column_kwargs={"server_default": "front_end"})
    requested_at: datetime = Field(
        default_factory=utc_now, sa_type=Instant, sa_column_kwargs={"server_default": text("now()")}
    )
    outside_hours_reason: str | None = Field(default=None, max_length=2000)
    # Setting code -> level: what whoever booked asked for beside what is required.
    wishes: dict[str, str] = Field(
        default_factory=dict, sa_column=Column(JSONB, nullable=False, server_default=text("'{}'"))
    )
    series_id: UUID | None = Field(default=None, foreign_key="series.id")
    # The decision that the booking's state follows from. Written in the same transaction, before or after.
    decision_id: UUID | None = Field(
        default=None,
        sa_column=Column(
            Uuid, ForeignKey("decision.id", deferrable=True, initially="DEFERRED", use_alter=True), nullable=True
        ),
    )
    # The version of the facts that the decision was made on: its pairing's, partner's, programme's and people's, added up.
    facts_version: int = Field(default=0, sa_column_kwargs={"server_default": "0"})
    # When the rules look again although nobody tells that a fact has changed.
    next_decision_at: datetime | None = Field(default=None, sa_type=Instant)
    # While it waits for a coordinator; and what the coordinator said, about which rules.
    approval_expires_at: datetime | None = Field(default=None, sa_type=Instant)
    approval_at: datetime | None = Field(default=None, sa_type=Instant)
    approval_by: UUID | None = Field(default=None, foreign_key="api_key.id")
    approval_reason: str | None = Field(default=None, max_length=2000)
    # The measures for an adult at risk that the approval covers; see `measures_in_force`.
    approved_measures: str | None = Field(default=None, max_length=64)
    approved_rules: list[str] = Field(
        default_factory=empty_list, sa_column=Column(JSONB, nullable=False, server_default=text("'[]'"))
    )
    # When somebody asked for the session to be ended; and when it was: its meeting is gone then, and none is made again.
    end_requested_at: datetime | None = Field(default=None, sa_type=Instant)
    ended_by_request_at: datetime | None = Field(default=None, sa_type=Instant)
    cancellation_reason: str | None = Field(default=None, max_length=2000)
    # Work under way at Zoom: how often it was tried, what stood in the way, when it is tried next.
    attempts: int = 0
    next_attempt_at: datetime | None = Field(default=None, sa_type=Instant)
    problem: str | None = Field(default=None, max_length=500)
    # When the last event of the meeting's life happened at Zoom: events arrive in any order.
    last_event_at: datetime | None = Field(default=None, sa_type=Instant)
    # Since when the room is open, as far as is known; and when it was first seen open in the session's time.
    room_opened_at: datetime | None = Field(default=None, sa_type=Instant)
    held_at: datetime | None = Field(default=None, sa_type=Instant)
    # What the reconciler is to do in the room, because of incidents: `RoomWish` in JSON. None where there is nothing.
    room_actions: list[dict[str, Any]] | None = Field(
        default=None, sa_column=Column(JSONB(none_as_null=True), nullable=True)
    )
    version: int = 1
    created_at: datetime = Field(default_factory=utc_now, sa_type=Instant)
    updated_at: datetime = Field(default_factory=utc_now, sa_type=Instant)

    @property
    def is_ended(self) -> bool:
        """Whether it was ended because somebody asked for that, so that nobody can open its room again."""
        return self.ended_by_request_at is not None


class Move(SQLModel, table=True):
    """Another time for a session, proposed to a coordinator. Until it is approved the session stands as it is."""

    __tablename__ = "move"
    __table_args__ = (
        CheckConstraint("ends_at > starts_at", name="period"),
        Index("move_booking_index", "booking_id", "id"),
        Index(
            "move_one_open_per_booking",
            "booking_id",
            unique=True,
            postgresql_where=text("state = 'awaiting_approval'"),
        ),
        Index("move_expiry_index", "approval_expires_at", postgresql_where=text("state = 'awaiting_approval'")),
    )

    id: UUID = Field(default_factory=new_id, primary_key=True)
    booking_id: UUID = Field(foreign_key="booking.id")
    state: MoveState = Field(default=MoveState.AWAITING_APPROVAL, sa_type=text_enum(MoveState))
    starts_at: datetime = Field(sa_type=Instant)
    ends_at: datetime = Field(sa_type=Instant)
    agreed_by_both: bool
    outside_hours_reason: str | None = Field(default=None, max_length=2000)
    # Reserved for the new time, beside the one of the time that stands.
    host_id: UUID | None = Field(default=None, foreign_key="host.id")
    requested_by: UUID = Field(foreign_key="api_key.id")
    requested_by_role: Role = Field(sa_type=text_enum(Role))
    requested_at: datetime = Field(sa_type=Instant)
    # What the rules said of the new time, as the coordinator sees it.
    decision_id: UUID | None = Field(default=None, foreign_key="decision.id")
    approval_expires_at: datetime = Field(sa_type=Instant)
    decided_at: datetime | None = Field(default=None, sa_type=Instant)
    decided_by: UUID | None = Field(default=None, foreign_key="api_key.id")
    reason: str | None = Field(default=None, max_length=2000)


class Reservation(SQLModel, table=True):
    """A mentor, a mentee or a host, taken for a while. The constraint is what forbids double booking."""

    __tablename__ = "reservation"
    __table_args__ = (
        ExcludeConstraint(("resource_id", "="), ("period", "&&"), name="reservation_no_overlap", using="gist"),
        CheckConstraint("resource IN ('mentor', 'mentee', 'host')", name="resource"),
        # Which hosts are taken at a time, however many there are.
        Index(
            "reservation_host_period_index",
            "period",
            postgresql_using="gist",
            postgresql_where=text("resource = 'host'"),
        ),
        Index("reservation_move_index", "move_id", postgresql_where=text("move_id IS NOT NULL")),
    )

    id: UUID = Field(default_factory=new_id, primary_key=True)
    # Deferrable: a place is taken first, and then the booking is written whole.
    booking_id: UUID = Field(
        sa_column=Column(
            Uuid, ForeignKey("booking.id", deferrable=True, initially="DEFERRED"), nullable=False, index=True
        )
    )
    # For the time that is proposed instead of the booking's; of it only what the booking does not hold already.
    move_id: UUID | None = Field(default=None, foreign_key="move.id")
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
        Index(
            "meeting_one_live_per_zoom_meeting",
            "zoom_meeting_id",
            unique=True,
            postgresql_where=text("state IN ('intended', 'created', 'proven')"),
        ),
        Index(
            "meeting_unfinished_index",
            "booking_id",
            postgresql_where=text("state IN ('intended', 'created', 'removing')"),
        ),
        Index("meeting_next_check_index", "next_check_at", postgresql_where=text("next_check_at IS NOT NULL")),
        Index("meeting_register_index", "register_at", postgresql_where=text("register_at IS NOT NULL")),
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
    # How people come in: what Zoom was found to apply when it was first proven. None until then, and of meetings older than this.
    admission: Admission | None = Field(default=None, sa_type=text_enum(Admission))
    passcode: str = Field(max_length=400)
    join_url: str | None = Field(default=None, max_length=4000)
    proof: list[dict[str, Any]] = Field(default_factory=empty_list, sa_column=Column(JSONB, nullable=False))
    proven_at: datetime | None = Field(default=None, sa_type=Instant)
    # When its people are registered, with those of other new meetings, or since when Zoom has told that somebody changed who is.
    # None once that was done, or where Zoom registers nobody.
    register_at: datetime | None = Field(default=None, sa_type=Instant)
    # When it is read and compared although nobody tells of a change.
    next_check_at: datetime | None = Field(default=None, sa_type=Instant)
    created_at: datetime = Field(default_factory=utc_now, sa_type=Instant)
    updated_at: datetime = Field(default_factory=utc_now, sa_type=Instant)


class DecisionRecord(SQLModel, table=True):
    """A decision of the policy with the facts that it saw. Never changed."""

    __tablename__ = "decision"
    __table_args__ = (
        ForeignKeyConstraint(
            ["pairing_id", "partner_id", "programme_id"], ["pairing.id", "pairing.partner_id", "pairing.programme_id"]
        ),
        ForeignKeyConstraint(
            ["programme_id", "policy_version"], ["policy_version.programme_id", "policy_version.version"]
        ),
        # The decisions about a booking, for its story.
        Index("decision_booking_index", "booking_id", postgresql_where=text("booking_id IS NOT NULL")),
    )

    id: UUID = Field(default_factory=new_id, primary_key=True)
    booking_id: UUID | None = Field(default=None, foreign_key="booking.id")
    pairing_id: UUID
    partner_id: UUID
    programme_id: UUID
    policy_version: int
    policy_digest: str = Field(max_length=64)
    outcome: str = Field(max_length=20)
    findings: list[dict[str, Any]] = Field(sa_column=Column(JSONB, nullable=False))
    facts: dict[str, Any] = Field(sa_column=Column(JSONB, nullable=False))
    digest: str = Field(max_length=64)
    created_at: datetime = Field(default_factory=utc_now, sa_type=Instant)
