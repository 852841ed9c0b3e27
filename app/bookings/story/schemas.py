"""API schemas for the story of a booking."""

from datetime import datetime
from typing import Final
from uuid import UUID

from pydantic import Field

from app.bookings.states import BookingState
from app.http.fields import Schema
from app.incidents.schemas import NamesRead

_WHEN: Final = "When, in the programme's time."


class CauseRead(Schema):
    """Something on file that changed, and that a decision followed from."""

    sentence: str = Field(description="What changed, in one sentence.")
    when: str | None = Field(description=f"{_WHEN} Null where that is not on file.")
    path: str | None = Field(description="Where to read it; null for a key without registry:read.")
    reason: str | None = Field(description="Why evidence was withdrawn; null for a key without registry:read.")


class StoryLine(Schema):
    """Something that happened, or that the rules were asked."""

    when: str = Field(description=_WHEN, examples=["Monday 23 November 2026, 16:00"])
    at: datetime = Field(description="The same as a moment.")
    sentence: str = Field(description="What happened, in one sentence.")
    because: list[CauseRead] = Field(description="What it followed from, where something on file changed.")
    action: str = Field(description="The action as the audit trail names it.")
    entry_id: UUID = Field(description="The entry in the audit trail.")
    decision_id: UUID | None = Field(description="The decision that it rests on: /v1/decisions/{id} reads it.")


class StoryRead(Schema):
    """What happened to a booking."""

    booking_id: UUID
    session: str = Field(description="Who meets and when, in one line.")
    names: NamesRead | None = Field(description="Who meets; for keys that may read the registry.")
    time_zone: str = Field(description="The programme's time zone, which all times are in.")
    state: BookingState
    state_in_words: str = Field(description="The state in words.")
    actions: list[StoryLine] = Field(description="What was done, oldest first.")
    checks: list[StoryLine] = Field(
        description="What the rules were asked without anything being done by that, oldest first."
    )
    left_out: bool = Field(description="Whether there is more: /v1/bookings/{id}/audit lists all of it.")
