"""Reading what people answered on their pages."""

import json
from collections.abc import Collection, Mapping, Sequence
from typing import Any
from uuid import UUID

from sqlmodel import col, select
from sqlmodel.ext.asyncio.session import AsyncSession

from app.access.principal import Principal
from app.audit import service as audit
from app.bookings.answers.models import AnswerKind, ParticipantAnswer
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
            content=content_of(answer, key_ring),
            created_at=answer.created_at,
        )
        for answer, participant in await session.exec(query)
    ]
    await note_read(session, principal, ("booking", booking.id), len(answers), booking=booking)
    return answers


async def notes_about(
    session: AsyncSession, booking_ids: Collection[UUID], key_ring: KeyRing
) -> Mapping[UUID, Sequence[tuple[Participant, Mapping[str, Any]]]]:
    """Return, of each of these bookings, whether its people say that the session took place, and their notes.

    Of each of them what they said last.
    """
    query = (
        select(ParticipantAnswer, Participant)
        .join(Participant, col(Participant.id) == col(ParticipantAnswer.participant_id))
        .where(col(ParticipantAnswer.booking_id).in_(booking_ids), col(ParticipantAnswer.kind) == AnswerKind.TOOK_PLACE)
        .order_by(col(ParticipantAnswer.id))
    )
    last = {participant.id: (answer, participant) for answer, participant in await session.exec(query)}
    found: dict[UUID, list[tuple[Participant, Mapping[str, Any]]]] = {}
    for answer, participant in last.values():
        found.setdefault(answer.booking_id, []).append((participant, content_of(answer, key_ring)))
    return found


def content_of(answer: ParticipantAnswer, key_ring: KeyRing) -> dict[str, Any]:
    """Return what somebody said, in clear.

    Raises:
        DecryptionError: The key that it is encrypted under is missing.
    """
    content: dict[str, Any] = json.loads(key_ring.decrypt(answer.content, context=context_of(answer, "content")))
    return content


async def note_read(
    session: AsyncSession,
    principal: Principal,
    subject: tuple[str, UUID],
    answers: int,
    *,
    booking: Booking | None = None,
    which: Mapping[str, str] | None = None,
) -> None:
    """Write down that somebody has read so many answers; where there were none, nothing was read."""
    if not answers:
        return
    await audit.append(
        session,
        origin=principal.origin,
        action="participant.answers_read",
        subject=subject,
        partner_id=booking.partner_id if booking is not None else principal.partner_id,
        booking_id=booking.id if booking is not None else None,
        after={"answers": answers, **(which or {})},
    )
