"""API schemas for people who are invited to a session."""

from datetime import datetime
from enum import StrEnum
from typing import Annotated
from uuid import UUID

from pydantic import AfterValidator, Field, StringConstraints

from app.http.fields import Schema, printable_lines


class InvitedRole(StrEnum):
    """What somebody beside mentor and mentee is in a session."""

    INTERPRETER = "interpreter"
    CARER = "carer"
    OBSERVER = "observer"
    COORDINATOR = "coordinator"
    """Who opens the room where the mentor does not."""


_Name = Annotated[
    str, StringConstraints(strip_whitespace=True, min_length=1, max_length=64), AfterValidator(printable_lines)
]
_Reason = Annotated[
    str, StringConstraints(strip_whitespace=True, min_length=3, max_length=2000), AfterValidator(printable_lines)
]


class Invitation(Schema):
    """Somebody who is to take part in a session beside mentor and mentee."""

    role: InvitedRole = Field(
        description="What they are: an interpreter, a parent or carer, an observing coordinator (`observer`), or the coordinator "
        "who opens the room where the mentor does not (`coordinator`)."
    )
    name: _Name = Field(description="The first name that they are greeted by and that others see of them.")
    reason: _Reason = Field(
        description="Why they take part. Coordinators read it; it is in no list and not in the trail."
    )


class InvitedRead(Schema):
    """Somebody who was invited to a session. Ask for their personal link with `POST /v1/bookings/{id}/links`."""

    id: UUID = Field(description="Their number as a participant.")
    booking_id: UUID = Field(description="The session.")
    role: InvitedRole = Field(description="What they are in it.")
    name: str = Field(description="The first name that was given.")
    reason: str = Field(description="Why they take part.")
    invited_at: datetime = Field(description="When they were invited.")
