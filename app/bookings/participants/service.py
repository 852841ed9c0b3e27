"""The participants of bookings: mentor and mentee from the beginning, and whoever is invited."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime, timedelta
from typing import Final
from uuid import UUID

from sqlalchemy import bindparam, exists
from sqlalchemy.dialects.postgresql import insert
from sqlmodel import col, select
from sqlmodel.ext.asyncio.session import AsyncSession

from app.bookings.models import Booking
from app.bookings.participants.models import Participant, ParticipantRole, RegistrationState
from app.kit.identifiers import new_display_code
from app.policy.hosts import is_held_at_zoom
from app.registry.pairings.models import Pairing

LINKS_LIVE_ON: Final = timedelta(days=30)
"""How long after its session a participant's link works: for feedback, and for a concern that somebody reports later."""

OF_THE_PAIRING: Final = (ParticipantRole.MENTOR, ParticipantRole.MENTEE)
_ALL: Final = (
    select(Participant).where(col(Participant.booking_id) == bindparam("booking_id")).order_by(col(Participant.id))
)


def of_the_pairing(booking_id: UUID, modality: str, people: Mapping[ParticipantRole, UUID]) -> Sequence[Participant]:
    """Return mentor and mentee of a new booking as its participants, to be written with it."""
    seats: list[Participant] = []
    for role in OF_THE_PAIRING:
        seats.append(
            Participant(
                booking_id=booking_id,
                role=role,
                person_id=people[role],
                code=code_beside(seats),
                registration=first_registration(modality, role),
            )
        )
    return seats


def first_registration(modality: str, role: ParticipantRole) -> RegistrationState:
    """Return what is wanted of Zoom for a participant in this role of a session that is held in this way."""
    is_registered = is_held_at_zoom(modality) and role is not ParticipantRole.COORDINATOR
    return RegistrationState.WANTED if is_registered else RegistrationState.NONE


def code_beside(others: Iterable[Participant]) -> str:
    """Return a code that none of the others has."""
    taken = {each.code for each in others}
    while (code := new_display_code()) in taken:
        pass
    return code


async def participants_of(session: AsyncSession, booking: Booking) -> Sequence[Participant]:
    """Return everybody who takes or took part in a booking's session, in the order in which they were added.

    Mentor and mentee of a booking that is older than the table are added first: a caller that may do so commits.
    """
    found = (await session.exec(_ALL, params={"booking_id": booking.id})).all()
    if {each.role for each in found} >= set(OF_THE_PAIRING):
        return found
    pairing = await session.get_one(Pairing, booking.pairing_id)
    people = {ParticipantRole.MENTOR: pairing.mentor_id, ParticipantRole.MENTEE: pairing.mentee_id}
    missing = of_the_pairing(booking.id, booking.modality, people)
    # Two callers may add them at once: the unique index lets one of them.
    rows = [each.model_dump() for each in missing]
    await session.exec(insert(Participant).values(rows).on_conflict_do_nothing())
    return (await session.exec(_ALL, params={"booking_id": booking.id})).all()


async def add_missing(session: AsyncSession, person_id: UUID, *, since: datetime) -> None:
    """Add the participants of a person's bookings that are older than the table, of those that end later than `since`."""
    theirs = (col(Pairing.mentor_id) == person_id) | (col(Pairing.mentee_id) == person_id)
    known = exists().where(col(Participant.booking_id) == col(Booking.id), col(Participant.person_id) == person_id)
    query = (
        select(Booking)
        .join(Pairing, col(Pairing.id) == col(Booking.pairing_id))
        .where(theirs, col(Booking.ends_at) >= since, ~known)
    )
    for booking in (await session.exec(query)).all():
        await participants_of(session, booking)
