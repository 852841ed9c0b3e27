"""API schemas for a coordinator's day."""

from datetime import date, datetime
from enum import StrEnum
from typing import Final
from uuid import UUID

from pydantic import Field

from app.access.models import Role
from app.bookings.next_operations import NextOperation
from app.bookings.states import BookingState
from app.http.fields import Schema
from app.incidents.schemas import NamesRead
from app.policy.incidents import IncidentSeverity

_NAMES: Final = "Who meets; for keys that may read the registry."


class NeedKind(StrEnum):
    """Why something needs somebody."""

    INCIDENT = "incident"
    APPROVAL = "approval"
    MOVE = "move"
    OPENING = "opening"
    NO_MEETING = "no_meeting"
    SUSPENDED = "suspended"
    PROPOSED_CHANGE = "proposed_change"
    EVIDENCE_ENDING = "evidence_ending"


class NeedRead(Schema):
    """Something that needs somebody now."""

    kind: NeedKind = Field(
        description="incident; approval and move: a session, or another time for it, waits for a coordinator; opening: a "
        "coordinator is to open the session's room; no_meeting: none could be made; suspended; proposed_change: waits for a "
        "second person; evidence_ending: a consent or training runs out."
    )
    id: UUID = Field(description="The id of the incident, the booking, the proposed change or the evidence.")
    what: str = Field(description="What it is, in one sentence.")
    names: NamesRead | None = Field(default=None, description=_NAMES)
    person: str | None = Field(default=None, description="Whom evidence is about; for keys that may read the registry.")
    severity: IncidentSeverity | None = Field(default=None, description="How grave an incident is.")
    until: str | None = Field(default=None, description="Until when somebody can act, in the programme's time.")
    next_operations: list[NextOperation] = Field(description="What your key can do about it.")


class DayLine(Schema):
    """A session in a coordinator's day."""

    booking_id: UUID
    names: NamesRead | None = Field(default=None, description=_NAMES)
    programme: str = Field(description="The programme's name.")
    day: str = Field(description="The day in the programme's time zone.", examples=["Monday 23 November 2026"])
    time: str = Field(description="From when to when, in the programme's time zone.", examples=["16:00 to 16:45"])
    time_zone: str = Field(description="That time zone.")
    starts_at: datetime = Field(description="The start as a moment.")
    modality: str
    state: BookingState
    state_in_words: str = Field(description="The state in words.")
    next_operations: list[NextOperation] = Field(description="What your key can do about it.")


class CallerRead(Schema):
    """Whose key asks."""

    name: str = Field(description="The name of the API key.")
    role: Role = Field(description="On whose behalf it acts.")
    partner_id: UUID | None = Field(description="The only partner that it sees; null for the whole organisation.")


class TodayRead(Schema):
    """A coordinator's day."""

    you: CallerRead = Field(description="The key that asks.")
    day: date = Field(description="The day that is shown.")
    summary: str = Field(description="All of it in one sentence.")
    today: list[DayLine] = Field(description="The sessions of the day, in the programmes' time.")
    needs: list[NeedRead] = Field(description="What needs somebody now, the gravest and most urgent first.")
    week: list[DayLine] = Field(description="The sessions of its week, Monday to Sunday, those of the day included.")
    left_out: bool = Field(
        description="Whether there is more than is shown: /v1/bookings, /v1/incidents and /v1/evidence list all of it."
    )
