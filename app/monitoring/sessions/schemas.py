"""API schemas for what happened in sessions."""

from datetime import date, datetime
from enum import StrEnum
from typing import Annotated
from uuid import UUID

from pydantic import MISSING, Field, StrictBool

from app.bookings.participants.models import ParticipantRole
from app.bookings.states import BookingState
from app.http.fields import Paragraph, Schema
from app.monitoring.presence import EndedBy
from app.monitoring.record import AttendeeRole, Gap, Why

Minutes = Annotated[int, Field(ge=0, le=24 * 60)]


class PeriodRead(Schema):
    """From when to when."""

    began_at: datetime
    ended_at: datetime | None = Field(description="null while it lasts, and where nothing tells its end.")


class RoomRead(Schema):
    """One time that the room was open."""

    opened_at: datetime | None = Field(description="null where nothing tells it.")
    closed_at: datetime | None = Field(description="null while it is open, and where nothing tells it.")
    ended_by: EndedBy = Field(description="What closed it, as far as is known.")


class AttendeeRead(Schema):
    """Somebody who waited or was in. Nobody is recognised by a display name."""

    number: int = Field(description="In the order in which they came.")
    role: AttendeeRole = Field(
        description="`host` is whoever holds the room as its Zoom user. `unknown`: nothing but a name would tell who it is."
    )
    waited: list[PeriodRead] = Field(description="In the waiting room.")
    admitted_at: list[datetime] = Field(description="When they were let in.")
    inside: list[PeriodRead] = Field(description="In the meeting.")


class CorrectionCreate(Schema):
    """What a coordinator says of a session, beside what was seen."""

    is_held: StrictBool = Field(description="Whether the session took place.")
    minutes: Minutes | None = Field(default=None, description="How long it took, where that is known.")
    reason: Paragraph = Field(description="How you know. Kept out of the audit trail.")


class CorrectionRead(Schema):
    """A correction."""

    id: UUID
    is_held: bool
    minutes: int | None
    reason: str | None = Field(description="null for those who may not read the registry.")
    corrected_by: UUID = Field(description="The API key.")
    created_at: datetime


class SeenRead(Schema):
    """What was seen, whatever was corrected since."""

    is_held: bool | None
    why: Why
    minutes_together: int = Field(description="How long both sides were in at the same time.")


class SessionRead(Schema):
    """What happened in a session."""

    booking_id: UUID
    state: BookingState
    modality: str
    starts_at: datetime
    ends_at: datetime
    is_held: bool | None = Field(
        description="Whether it counts as held: by the latest correction, else by what was seen. null: it is not over."
    )
    seen: SeenRead
    room: list[RoomRead] = Field(description="When the room was open.")
    people: list[AttendeeRead] = Field(description="Who waited and who was in.")
    events_complete: bool = Field(description="Whether nothing that must have happened is missing.")
    gaps: list[Gap] = Field(description="What is missing.")
    partly_asked: bool = Field(description="Whether some of it is known only because Zoom was asked.")
    corrections: list[CorrectionRead] = Field(description="What coordinators have said, oldest first.")


class WeekPart(StrEnum):
    """What the weekly record tells where it is asked for."""

    SAID = "said"


class SaidRead(Schema):
    """What somebody said of a session on their page."""

    role: ParticipantRole = Field(description="mentor or mentee.")
    is_held: bool = Field(description="Whether they say that the session took place.")
    notes: str = Field(description="Their notes for the record; empty where they wrote none.")


class WeekRow(Schema):
    """A session of a week."""

    booking_id: UUID
    pairing_id: UUID
    date: date
    hour: str = Field(
        pattern=r"^\d{2}:\d{2}$", description="When it starts, in the programme's time zone.", examples=["16:30"]
    )
    modality: str
    is_held: bool | None = Field(description="null: it is not over yet, or Zoom is still being asked.")
    minutes: int | None = Field(description="How long both sides were in together, or what a coordinator said.")
    notes: str = Field(description="Why it was not held, and how that is known.")
    said: list[SaidRead] | MISSING = Field(
        default=MISSING,
        description="What mentor and mentee said on their pages; for keys that may read the registry. With `expand=said`.",
    )


class WeekRead(Schema):
    """The sessions of a programme in a week."""

    programme_id: UUID
    week: str
    time_zone: str
    sessions: list[WeekRow]
