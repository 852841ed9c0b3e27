"""API schemas for concerns."""

from datetime import datetime
from enum import StrEnum
from typing import Annotated
from uuid import UUID

from pydantic import AfterValidator, Field, StringConstraints

from app.http.fields import Schema, printable_lines


class Reporter(StrEnum):
    """Who reports a concern."""

    MENTOR = "mentor"
    MENTEE = "mentee"
    COORDINATOR = "coordinator"
    SOMEBODY_ELSE = "somebody_else"


ConcernText = Annotated[
    str,
    StringConstraints(strip_whitespace=True, min_length=1, max_length=5000),
    AfterValidator(printable_lines),
]
"""1 to 5,000 characters. Nobody who reports a concern is sent back for saying it in few words."""


class ConcernReport(Schema):
    """A concern about a session."""

    reported_by: Reporter = Field(description="Who reports it.")
    text: ConcernText = Field(
        description="What happened, in their own words. Stored encrypted; for people who may read incidents and the registry."
    )


class ConcernRead(Schema):
    """That a concern was taken in. What it says is read by those alone who look after it."""

    id: UUID = Field(description="Its number, to ask after it.")
    booking_id: UUID = Field(description="The session that it is about.")
    received_at: datetime = Field(description="When it was taken in.")
