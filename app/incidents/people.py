"""Whose sessions incidents are about: the names of mentor and mentee, for those who may read the registry.

The registry stands above incidents: what is read of it here is named as the foreign keys name it.
"""

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from typing import Final
from uuid import UUID

from sqlalchemy import Uuid, column, select, table
from sqlmodel.ext.asyncio.session import AsyncSession

_BOOKING: Final = table("booking", column("id", Uuid), column("pairing_id", Uuid))
_PAIRING: Final = table("pairing", column("id", Uuid), column("mentor_id", Uuid), column("mentee_id", Uuid))
_MENTOR: Final = table("person", column("id", Uuid), column("name")).alias("mentor")
_MENTEE: Final = table("person", column("id", Uuid), column("name")).alias("mentee")


@dataclass(frozen=True)
class Names:
    """Who meets in a session."""

    mentor: str
    mentee: str


async def names_of_pairings(session: AsyncSession, pairings: Collection[UUID]) -> Mapping[UUID, Names]:
    """Return who meets in these pairings, by pairing."""
    if not pairings:
        return {}
    query = (
        select(_PAIRING.c.id, _MENTOR.c.name, _MENTEE.c.name)
        .join(_MENTOR, _MENTOR.c.id == _PAIRING.c.mentor_id)
        .join(_MENTEE, _MENTEE.c.id == _PAIRING.c.mentee_id)
        .where(_PAIRING.c.id.in_(pairings))
    )
    rows = (await (await session.connection()).execute(query)).all()
    return {pairing_id: Names(mentor, mentee) for pairing_id, mentor, mentee in rows}


async def names_of(session: AsyncSession, bookings: Collection[UUID]) -> Mapping[UUID, Names]:
    """Return who meets in these sessions, by booking."""
    if not bookings:
        return {}
    query = (
        select(_BOOKING.c.id, _MENTOR.c.name, _MENTEE.c.name)
        .join(_PAIRING, _PAIRING.c.id == _BOOKING.c.pairing_id)
        .join(_MENTOR, _MENTOR.c.id == _PAIRING.c.mentor_id)
        .join(_MENTEE, _MENTEE.c.id == _PAIRING.c.mentee_id)
        .where(_BOOKING.c.id.in_(bookings))
    )
    rows = (await (await session.connection()).execute(query)).all()
    return {booking_id: Names(mentor, mentee) for booking_id, mentor, mentee in rows}
