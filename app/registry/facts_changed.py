"""Telling that a fact which the rules look at is another one now, so that bookings ahead are decided again."""

from uuid import UUID

from sqlmodel.ext.asyncio.session import AsyncSession

from app.jobs import URGENT, enqueue_decide_again


async def facts_changed(
    session: AsyncSession,
    *,
    programme_id: UUID | None = None,
    partner_id: UUID | None = None,
    person_id: UUID | None = None,
    pairing_id: UUID | None = None,
) -> None:
    """Enqueue one job, in the caller's transaction, that decides again about the bookings ahead of exactly one subject.

    Args:
        session: The transaction in which the fact changes.
        programme_id: The bookings of this programme.
        partner_id: The bookings of this partner, in any programme.
        person_id: The bookings of this mentor or mentee, in any pairing.
        pairing_id: The bookings of this pairing.

    Raises:
        ValueError: Not exactly one is named.
    """
    named = {
        "programme_id": programme_id,
        "partner_id": partner_id,
        "person_id": person_id,
        "pairing_id": pairing_id,
    }
    concerning = {name: value for name, value in named.items() if value is not None}
    if len(concerning) != 1:
        message = "A fact is about exactly one of programme, partner, person and pairing."
        raise ValueError(message)
    await enqueue_decide_again(session, concerning, priority=URGENT)
