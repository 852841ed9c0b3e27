"""Reading what people answered on their pages."""

import json
from collections.abc import Sequence

from sqlmodel import col, select
from sqlmodel.ext.asyncio.session import AsyncSession

from app.access.principal import Principal
from app.audit import service as audit
from app.bookings.answers.models import ParticipantAnswer
from app.bookings.answers.schemas import AnswerRead
from app.bookings.models import Booking
from app.bookings.participants.models import Participant
from app.kit.encryption import KeyRing, context_of


async def read_answers(
    session: AsyncSession, principal: Principal, booking: Booking, key_ring: KeyRing
) -> Sequence[AnswerRead]:
    """Return what the people of a session said on their pages, and write down who has read it."""
    query = (
        select(ParticipantAnswer, Participant)
        .join(Participant, col(Participant.id) == col(ParticipantAnswer.participant_id))
        .where(col(ParticipantAnswer.booking_id) == booking.id)
        .order_by(col(ParticipantAnswer.id))
    )
    answers = [
        AnswerRead(
            id=answer.id,
            participant_id=participant.id,
            role=participant.role,
            kind=answer.kind,
            content=json.loads(key_ring.decrypt(answer.content, context=context_of(answer, "content"))),
            created_at=answer.created_at,
        )
        for answer, participant in await session.exec(query)
    ]
    if answers:
        await audit.append(
            session,
            origin=principal.origin,
            action="participant.answers_read",
            subject=("booking", booking.id),
            partner_id=booking.partner_id,
            booking_id=booking.id,
            after={"answers": len(answers)},
        )
    return answers
