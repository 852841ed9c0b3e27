"""API schemas for what people answered on their pages."""

from datetime import date, datetime
from enum import StrEnum
from typing import Any
from uuid import UUID

from pydantic import MISSING, Field

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


class FeedbackPart(StrEnum):
    """What an answer tells of feedback where it is asked for."""

    QUESTIONS = "questions"


class FeedbackAnswer(Schema):
    """What somebody answered to a question."""

    name: str = Field(description="The question's name.")
    answer: str = Field(description="What they answered: text, or a number from 1 to 5.")
    question: str | MISSING = Field(
        default=MISSING, description="The question as they were asked it. With `expand=questions`."
    )


class FeedbackRead(Schema):
    """What a mentor or a mentee answered at the mid-point or the end-point of their sessions; `date` is that of the session."""

    booking_id: UUID = Field(description="After which session.")
    pairing_id: UUID = Field(description="Of which pairing.")
    participant_id: UUID = Field(description="Who answered, as in the list of a session's participants.")
    role: ParticipantRole = Field(description="What they are in it.")
    kind: AnswerKind = Field(description="mid_point or end_point.")
    date: date
    answers: list[FeedbackAnswer] = Field(description="What they answered; what they left out is not in it.")
    answered_at: datetime = Field(description="When they answered. Who answers again later: the newest counts.")


class FeedbackList(Schema):
    """The feedback of a programme after the sessions of some days."""

    programme_id: UUID
    time_zone: str = Field(description="The programme's.")
    items: list[FeedbackRead] = Field(description="In the order of the sessions.")
