"""API schemas for what people answered on their pages."""

from datetime import datetime
from typing import Any
from uuid import UUID

from pydantic import Field

from app.bookings.answers.models import AnswerKind
from app.bookings.participants.models import ParticipantRole
from app.http.fields import Schema


class AnswerRead(Schema):
    """What somebody said on their page."""

    id: UUID = Field(description="Its id.")
    participant_id: UUID = Field(description="Who said it.")
    role: ParticipantRole = Field(description="What they are in the session.")
    kind: AnswerKind = Field(
        description="cannot_come, another_time, took_place (and notes for the weekly record), mid_point or end_point."
    )
    content: dict[str, Any] = Field(
        description="What they said, by field: `message`; `held` and `notes`; or by the question's name `question` and `answer`."
    )
    created_at: datetime = Field(description="When they said it.")


class AnswerList(Schema):
    """What the people of a session said on their pages."""

    items: list[AnswerRead] = Field(
        description="Oldest first. Who says something else later adds it: the newest counts."
    )
