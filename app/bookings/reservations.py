"""Taking a mentor, a mentee and a host for a while. The database's exclusion constraint is the judge."""

from collections.abc import Iterable, Sequence
from datetime import datetime, timedelta
from uuid import UUID

from sqlalchemy import delete, func, true, union_all
from sqlalchemy import select as select_columns
from sqlalchemy.dialects.postgresql import Range, insert
from sqlmodel import col, select
from sqlmodel.ext.asyncio.session import AsyncSession

from app.bookings.models import Reservation
from app.identifiers import new_id


def reserved_period(starts_at: datetime, ends_at: datetime, gap: timedelta) -> Range[datetime]:
    """Return the range that a session takes: from its start to when its people are free for another."""
    return Range(starts_at, ends_at + gap, bounds="[)")


async def serialise(session: AsyncSession, people: Iterable[UUID]) -> None:
    """Let one request at a time, of all processes, decide about these people; until the transaction ends.

    In the order of their ids, so that two requests never wait for each other.
    """
    keys = (func.hashtextextended(f"person:{person}", 0) for person in sorted(people))
    await (await session.connection()).execute(select_columns(*(func.pg_advisory_xact_lock(key) for key in keys)))


async def taken(
    session: AsyncSession, resources: Sequence[UUID], period: Range[datetime], *, except_booking: UUID | None = None
) -> frozenset[UUID]:
    """Return which of these people and hosts are taken in this period by another booking."""
    if not resources:
        return frozenset()
    # One look into the index for each: of a list it would find all that is reserved in the period, whoever by.
    looks = [
        select(col(Reservation.resource_id))
        .where(col(Reservation.resource_id) == resource, col(Reservation.period).op("&&")(period))
        .where(col(Reservation.booking_id) != except_booking if except_booking is not None else true())
        for resource in resources
    ]
    found = await (await session.connection()).execute(union_all(*looks))
    return frozenset(found.scalars())


async def reserve(
    session: AsyncSession, booking_id: UUID, resource: str, resource_id: UUID, period: Range[datetime]
) -> bool:
    """Take a person or host; tell whether they were free. It waits for a request that is taking them just now."""
    statement = (
        insert(Reservation)
        .values(id=new_id(), booking_id=booking_id, resource=resource, resource_id=resource_id, period=period)
        .on_conflict_do_nothing(constraint="reservation_no_overlap")
        .returning(col(Reservation.id))
    )
    return (await session.exec(statement)).one_or_none() is not None


async def release_host(session: AsyncSession, booking_id: UUID) -> None:
    """Give back the host that a booking has taken, and keep its people."""
    await session.exec(
        delete(Reservation).where(col(Reservation.booking_id) == booking_id, col(Reservation.resource) == "host")
    )


async def period_of_booking(session: AsyncSession, booking_id: UUID) -> Range[datetime] | None:
    """Return how long a booking takes its people and its host; None where it has given them back."""
    query = select(Reservation.period).where(col(Reservation.booking_id) == booking_id).limit(1)
    period: Range[datetime] | None = (await session.exec(query)).one_or_none()
    return period


async def release(session: AsyncSession, booking_id: UUID) -> None:
    """Give back all that a booking has taken."""
    await session.exec(delete(Reservation).where(col(Reservation.booking_id) == booking_id))
