"""The table of participants."""

from datetime import date, datetime
from enum import StrEnum
from uuid import UUID

from sqlalchemy import BigInteger, CheckConstraint, Column, ForeignKey, Index, Uuid, text
from sqlalchemy.dialects.postgresql import JSONB
from sqlmodel import Field, SQLModel

from app.kit.clock import utc_now
from app.kit.database import Instant, empty_list, text_enum
from app.kit.identifiers import new_alias, new_display_code, new_id


class ParticipantRole(StrEnum):
    """What somebody is in a session."""

    MENTOR = "mentor"
    MENTEE = "mentee"
    INTERPRETER = "interpreter"
    CARER = "carer"
    """A parent or carer."""
    OBSERVER = "observer"
    """A coordinator who observes."""
    COORDINATOR = "coordinator"
    """A coordinator who opens the room where the mentor does not, as its host; without a registration at Zoom."""


class RegistrationState(StrEnum):
    """What is known of a participant's registration at Zoom."""

    NONE = "none"
    """Nothing is wanted of Zoom: a session by telephone, or one whose people come in by invite links."""
    WANTED = "wanted"
    """Not registered yet, or not known to be."""
    REGISTERED = "registered"
    """Registered and read back, for the meeting `registered_for`."""
    DENIED = "denied"
    """Zoom refused it: there is an invite link instead, minted at the press."""
    REMOVED = "removed"
    """Taken back from Zoom, because the participant was removed."""


class Participant(SQLModel, table=True):
    """Somebody who takes part in one session, with a registration at Zoom and doors of their own.

    Mentor and mentee of every booking have one row each, made with the booking (`service.participants_of` makes what is missing
    for bookings that are older than the table). A session by telephone has them, too: its people have a page, and nothing at
    Zoom. Everybody else is invited by a coordinator. A row is never deleted: `removed_at` says since when somebody does not take
    part any more. No link is stored here or anywhere: the way in is fetched from Zoom when its button is pressed.
    """

    __tablename__ = "participant"
    __table_args__ = (
        Index("participant_booking_index", "booking_id", "id"),
        Index(
            "participant_one_of_the_pairing",
            "booking_id",
            "role",
            unique=True,
            postgresql_where=text("role IN ('mentor', 'mentee')"),
        ),
        Index(
            "participant_one_coordinator",
            "booking_id",
            unique=True,
            postgresql_where=text("role = 'coordinator' AND removed_at IS NULL"),
        ),
        Index("participant_person_index", "person_id", postgresql_where=text("person_id IS NOT NULL")),
        CheckConstraint(
            "(role IN ('mentor', 'mentee')) = (person_id IS NOT NULL)",
            name="person",
        ),
    )

    id: UUID = Field(default_factory=new_id, primary_key=True)
    # Deferrable: booking and participants are written in one flush, in any order.
    booking_id: UUID = Field(
        sa_column=Column(Uuid, ForeignKey("booking.id", deferrable=True, initially="DEFERRED"), nullable=False)
    )
    role: ParticipantRole = Field(sa_type=text_enum(ParticipantRole))
    # Mentor or mentee. None for whom a coordinator has invited: the registry does not know them.
    person_id: UUID | None = Field(default=None, foreign_key="person.id")
    # Of an invited person: the first name they are greeted by, why they take part, and who invited them.
    name: str | None = Field(default=None, max_length=64)
    reason: str | None = Field(default=None, max_length=2000)
    invited_by: UUID | None = Field(default=None, foreign_key="api_key.id")
    removed_at: datetime | None = Field(default=None, sa_type=Instant)

    # Told apart by in the meeting's list of people ("Mentor 7KQ4"); distinct within a booking.
    code: str = Field(default_factory=new_display_code, max_length=8)
    # The pseudonymous address at Zoom, without its domain. A door that is revoked gets another one, and another registration.
    alias: str = Field(default_factory=new_alias, max_length=40)

    registration: RegistrationState = Field(default=RegistrationState.WANTED, sa_type=text_enum(RegistrationState))
    # The registration at Zoom, and the meeting (Zoom's number) that it is for.
    registrant_id: str | None = Field(default=None, max_length=128)
    registered_for: int | None = Field(default=None, sa_type=BigInteger)
    # Registrations that were theirs and are not any more: who comes with one of these uses a link that was revoked.
    former_registrant_ids: list[str] = Field(
        default_factory=empty_list, sa_column=Column(JSONB, nullable=False, server_default=text("'[]'"))
    )
    # Codes that were theirs and are not any more: who comes with one of these uses an invite link from before.
    former_codes: list[str] = Field(
        default_factory=empty_list, sa_column=Column(JSONB, nullable=False, server_default=text("'[]'"))
    )
    # Zoom takes so many requests for an address and a meeting in a day (UTC): how often we have asked, and on which day last.
    adds: int = Field(default=0, sa_column_kwargs={"server_default": "0"})
    adds_on: date | None = None

    created_at: datetime = Field(default_factory=utc_now, sa_type=Instant)
    updated_at: datetime = Field(default_factory=utc_now, sa_type=Instant)
