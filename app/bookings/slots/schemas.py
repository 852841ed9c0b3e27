"""API schemas for slots: when a pairing could meet."""

from datetime import datetime
from typing import Literal
from uuid import UUID

from pydantic import Field

from app.http.fields import Schema
from app.http.findings import FOR_USER


class SlotRead(Schema):
    """A time at which a session could be booked now."""

    starts_at: datetime
    ends_at: datetime
    outcome: Literal["allow", "approve"] = Field(
        description="allow: it would be booked at once. approve: a coordinator would have to approve it."
    )
    reason: str | None = Field(description="Why a coordinator would have to approve it; null where nobody has to.")


class SlotsRead(Schema):
    """The times at which a pairing could meet, as things stand. Nobody is reserved."""

    for_user: str | None = Field(
        description=f"{FOR_USER} Where there is no slot at all: what stands in the way most often. Null otherwise."
    )
    pairing_id: UUID
    time_zone: str = Field(description="The programme's time zone: dates and the grid of starts are of its clocks.")
    minutes: int = Field(description="How long each session would be.")
    items: list[SlotRead] = Field(description="The earliest first. They may overlap each other.")
