"""API schemas for calendars that people subscribe to."""

from uuid import UUID

from pydantic import Field

from app.http.fields import Schema


class CalendarRequest(Schema):
    """For the address of a calendar."""

    replace: bool = Field(
        default=False,
        description="Make a new address; the former stops working at once. Without it, who has one keeps it.",
    )


class CalendarRead(Schema):
    """The address of a person's calendar. Whoever has it sees when their sessions are, and reaches their pages."""

    person_id: UUID
    url: str | None = Field(description="To subscribe to. Give it to them alone. Null where it was revoked meanwhile.")
