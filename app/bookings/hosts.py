"""The hosts of a pool as a session sees them: how many could hold it, and which of them is best.

One statement, whatever the number of hosts. A host is able when it is active, its safety settings are proven, its licence
lasts for the session, and Zoom still takes changes for it today. Best is the least load: hosts without a licence where
they are enough, which keeps the others for longer sessions; then who holds fewest sessions that day; then whose meetings
were changed least often today; then by chance, so that many requests at once do not all reach for the same one.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, time, timedelta
from typing import Final
from uuid import UUID

from sqlalchemy import and_, false, func, or_, true
from sqlalchemy.dialects.postgresql import Range
from sqlmodel import col, select
from sqlmodel.ext.asyncio.session import AsyncSession

from app.bookings.models import Reservation
from app.bookings.reservations import Slot
from app.hosts.models import CHANGES_PER_DAY, Host, HostUsage, Licence
from app.policy.facts import HostPoolFacts
from app.policy.hosts import BASIC_LIMIT

_CANDIDATES: Final = 8


@dataclass(frozen=True)
class HostPool:
    """What the rules need to know of a pool, and the hosts that can hold the session and are free, best first."""

    facts: HostPoolFacts
    candidates: Sequence[UUID]


async def host_pool(
    session: AsyncSession,
    pool: str,
    slot: Slot,
    *,
    now: datetime,
    except_booking: UUID | None = None,
    held: UUID | None = None,
) -> HostPool:
    """Look at the hosts of a pool for a session.

    Args:
        session: A transaction.
        pool: The pool's name.
        slot: When the session is.
        now: This moment, for the changes that Zoom still takes today.
        except_booking: The booking whose own reservation does not count.
        held: The host that is reserved for this very session already, whose meeting needs no more changes.
    """
    load = (
        select(
            col(Reservation.resource_id).label("host_id"),
            func.count().label("sessions"),
            func.bool_or(slot.clashes_with_reservation()).label("taken"),
        )
        .where(col(Reservation.resource) == "host", col(Reservation.period).op("&&")(_day_around(slot)))
        .where(col(Reservation.booking_id) != except_booking if except_booking is not None else true())
        .group_by(col(Reservation.resource_id))
        .subquery()
    )
    changes = func.coalesce(col(HostUsage.changes), 0)
    # Without one it compares with nothing, which no host is.
    is_held = col(Host.id) == held
    active = and_(col(Host.active), col(Host.enabled), col(Host.licence) != Licence.NONE)
    proven = and_(active, col(Host.proven))
    lasting = proven if slot.length <= BASIC_LIMIT else and_(proven, col(Host.licence) == Licence.LICENSED)
    able = and_(lasting, or_(changes < CHANGES_PER_DAY, is_held))
    free = and_(able, or_(func.coalesce(load.c.taken, false()).is_(false()), is_held))
    stages = {
        "active": active,
        "with_proven_settings": proven,
        "with_sufficient_licence": lasting,
        "with_changes_left": able,
        "free": free,
    }
    counts = [func.count().filter(stage).over().label(name) for name, stage in stages.items()]
    query = (
        select(col(Host.id), free.label("is_free"), func.count().over().label("hosts"), *counts)
        .outerjoin(load, load.c.host_id == col(Host.id))
        .outerjoin(
            HostUsage,
            and_(col(HostUsage.host_id) == col(Host.id), col(HostUsage.day) == now.astimezone(UTC).date()),
        )
        .where(col(Host.pool) == pool)
        .order_by(
            free.desc(),
            is_held.desc(),
            (col(Host.licence) == Licence.LICENSED),
            func.coalesce(load.c.sessions, 0),
            changes,
            func.random(),
        )
        .limit(_CANDIDATES)
    )
    rows = (await (await session.connection()).execute(query)).mappings().all()
    facts = HostPoolFacts(**{name: rows[0][name] for name in ("hosts", *stages)}) if rows else HostPoolFacts()
    return HostPool(facts, tuple(row["id"] for row in rows if row["is_free"]))


def _day_around(slot: Slot) -> Range[datetime]:
    """Return the UTC days that a session touches, with the gaps around it."""
    first, last = (each.astimezone(UTC).date() for each in (slot.starts_at - slot.gap, slot.ends_at + slot.gap))
    return Range(
        datetime.combine(first, time(), UTC), datetime.combine(last + timedelta(days=1), time(), UTC), bounds="[)"
    )
