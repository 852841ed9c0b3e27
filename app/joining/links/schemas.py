"""API schemas for the participants of a session and their personal links."""

from datetime import datetime
from enum import StrEnum
from uuid import UUID

from pydantic import Field

from app.bookings.participants.models import ParticipantRole
from app.http.fields import Schema

Named = UUID | ParticipantRole
"""How a request names a participant of a booking: by id, or as the mentor or the mentee."""


class ParticipantStatus(StrEnum):
    """How far somebody has come on the way into their session."""

    WITHOUT_LINK = "without_link"
    """No personal link was given out, or it was revoked."""
    LINK_GIVEN = "link_given"
    OPENED = "opened"
    """They have pressed the button on their page."""
    WAITING = "waiting"
    """In the waiting room now."""
    JOINED = "joined"
    """In the meeting now."""
    LEFT = "left"
    REMOVED = "removed"
    """They do not take part any more."""


class Window(Schema):
    """When somebody may go in."""

    opens_at: datetime = Field(description="From when on the button on their page leads into the session.")
    closes_at: datetime = Field(description="Until when: the session's end.")


class ParticipantRead(Schema):
    """Somebody who takes part in a session."""

    id: UUID
    role: ParticipantRole
    status: ParticipantStatus = Field(
        description="`without_link`, `link_given`, `opened` (they pressed the button on their page), `waiting` and `joined` "
        "(now), `left`, or `removed` (they do not take part any more)."
    )
    window: Window = Field(description="When they may go in; it moves with the session.")
    opened_at: datetime | None = Field(description="When they first pressed the button on their page.")
    joined_at: datetime | None = Field(description="When they were first in the meeting, as Zoom reports it.")


class ParticipantList(Schema):
    """Everybody who takes part in a session."""

    items: list[ParticipantRead] = Field(description="In the order in which they were added: the mentor first.")


class LinkRequest(Schema):
    """For whom links are asked."""

    participants: list[Named] | None = Field(
        default=None,
        min_length=1,
        max_length=20,
        description="Only these, by id, or `mentor` and `mentee`. Without it, everybody who takes part.",
    )
    replace: bool = Field(
        default=False,
        description="Make new links; the former ones stop working at once. Without it, who has a link keeps it.",
    )


class Recipient(StrEnum):
    """Whom a link goes to."""

    PARTICIPANT = "participant"
    ORGANISATION = "organisation"
    """Who takes it to a young mentee."""


class PersonalLinkRead(Schema):
    """A personal link, for the booking website to deliver. Whoever has it counts as the participant."""

    participant_id: UUID
    role: ParticipantRole
    url: str = Field(description="The participant's own page. Give it to them alone.")
    deliver_to: Recipient = Field(
        description="`organisation` for a mentee who is under 18 on the day, or whose age is not known: send the link to the "
        "partner's coordinator, who passes it on."
    )
    issued_at: datetime
    works_until: datetime = Field(description="When the page closes, some time after the session.")


class PersonalLinkList(Schema):
    """Personal links of a session."""

    items: list[PersonalLinkRead]
