"""API schemas for series."""

from datetime import datetime
from typing import Annotated, Final
from uuid import UUID

from pydantic import Field, StrictBool

from app.bookings.schemas import BookingRead, SessionAsked, SessionTime
from app.http.fields import Day, Moment, Paragraph, Schema

MOST_SESSIONS: Final = 52


class SeriesCreate(SessionAsked):
    """A request for the sessions of a plan, all at the same local time."""

    starts_at: Moment = Field(description="When the first session starts. The others keep its hour on the local clock.")
    ends_at: Moment = Field(description="When the first session ends. The others are as long.")
    sessions: int = Field(ge=1, le=MOST_SESSIONS, description="How many sessions.")
    every_days: int = Field(default=7, ge=1, le=90, description="Days from one session to the next.")
    skip: Annotated[list[Day], Field(max_length=100)] = Field(
        default_factory=list, description="Local dates on which there is no session; the series goes on after them."
    )
    skip_bank_holidays: StrictBool = Field(
        default=False, description="Leave out the bank holidays of the programme's region in the same way."
    )


class SeriesMove(SessionTime):
    """Another time for what is left of a series."""

    starts_at: Moment = Field(
        description="When its next session starts from now on. The later ones keep their distance in days and this hour."
    )
    ends_at: Moment = Field(description="When its next session ends.")
    agreed_by_both: StrictBool = Field(description="Whether mentor and mentee have both agreed to the new times.")
    outside_hours_reason: Paragraph | None = Field(default=None, description="Why it must be outside working hours.")


class SeriesRead(Schema):
    """A series with its sessions, in order."""

    id: UUID
    partner_id: UUID
    pairing_id: UUID
    every_days: int
    bookings: list[BookingRead] = Field(description="Each with its own decision, state and meeting.")
    created_at: datetime
    updated_at: datetime
