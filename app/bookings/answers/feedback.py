"""The feedback of a programme's mentors and mentees: what they answered at the mid-point and the end-point of their sessions."""

from datetime import UTC, date, datetime, time
from typing import Final
from uuid import UUID
from zoneinfo import ZoneInfo

from pydantic import MISSING
from sqlmodel import col, select
from sqlmodel.ext.asyncio.session import AsyncSession

from app.access.principal import Principal
from app.access.visibility import found, visible_to
from app.bookings.answers.models import AnswerKind, ParticipantAnswer
from app.bookings.answers.schemas import FeedbackAnswer, FeedbackList, FeedbackRead
from app.bookings.answers.service import content_of, note_read
from app.bookings.models import Booking
from app.bookings.participants.models import Participant
from app.kit.encryption import KeyRing
from app.kit.errors import FieldError, InvalidFieldsError
from app.registry.programmes.models import Programme

LONGEST_RANGE: Final = 92
"""Days of sessions that are read at once."""
_FEEDBACK: Final = (AnswerKind.MID_POINT, AnswerKind.END_POINT)


async def feedback_of(
    session: AsyncSession,
    principal: Principal,
    programme_id: UUID,
    first: date,
    end: date,
    key_ring: KeyRing,
    *,
    with_questions: bool,
) -> FeedbackList:
    """Return what was answered after the sessions of some days, in their order, and write down who has read it.

    Args:
        session: The transaction.
        principal: Who reads.
        programme_id: The programme.
        first: The first day, in the programme's zone.
        end: The day after the last one.
        key_ring: What they are encrypted under.
        with_questions: Whether the answers come with the questions as they were asked.

    Raises:
        NotFoundError: There is no such programme.
        InvalidFieldsError: There are no such days, or too many.
    """
    if not 0 < (end - first).days <= LONGEST_RANGE:
        message = f"must be after `from`, and at most {LONGEST_RANGE} days after it"
        raise InvalidFieldsError(FieldError("query.to", message))
    programme = found(await session.get(Programme, programme_id), "Programme")
    zone = ZoneInfo(programme.time_zone)
    from_, to = (datetime.combine(day, time(), zone).astimezone(UTC) for day in (first, end))
    query = (
        select(ParticipantAnswer, Participant, Booking)
        .join(Participant, col(Participant.id) == col(ParticipantAnswer.participant_id))
        .join(Booking, col(Booking.id) == col(ParticipantAnswer.booking_id))
        .where(
            col(Booking.programme_id) == programme_id,
            col(Booking.starts_at) >= from_,
            col(Booking.starts_at) < to,
            col(ParticipantAnswer.kind).in_(_FEEDBACK),
        )
        .order_by(col(ParticipantAnswer.id))
    )
    rows = (await session.exec(visible_to(principal.partner_id, query, col(Booking.partner_id)))).all()
    # The newest of each: who says something else later adds it.
    newest = {(row[1].id, row[0].kind): row for row in rows}
    in_order = sorted(newest.values(), key=lambda row: (row[2].starts_at, row[0].id))
    items = [
        FeedbackRead(
            booking_id=booking.id,
            pairing_id=booking.pairing_id,
            participant_id=participant.id,
            role=participant.role,
            kind=answer.kind,
            date=booking.starts_at.astimezone(zone).date(),
            answers=[
                FeedbackAnswer(
                    name=name, answer=said["answer"], question=said["question"] if with_questions else MISSING
                )
                for name, said in content_of(answer, key_ring).items()
            ],
            answered_at=answer.created_at,
        )
        for answer, participant, booking in in_order
    ]
    days = {"from": first.isoformat(), "to": end.isoformat()}
    await note_read(session, principal, ("programme", programme_id), len(items), which=days)
    return FeedbackList(programme_id=programme_id, time_zone=programme.time_zone, items=items)
