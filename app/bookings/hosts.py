"""The hosts of a pool as a session sees them: how many could hold it, and which of them is best.

A host is able when it is active, its safety settings are proven, its licence lasts for the session, and Zoom still takes changes
for it today; it is free when nobody else holds it, and it is no other mentor's own user. Best is the mentor's own; then the least
load: hosts without a licence where they are enough, which keeps the others for longer sessions;
then who holds fewest sessions that day; then whose meetings were changed least often today; then by chance, so that many requests
at once do not all reach for the same one.

Of very many free hosts those are compared that chance picks: the load is spread nearly as well as by comparing all, and what a
session costs hardly grows with the pool.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from typing import Any, Final
from uuid import UUID

from sqlalchemy import ARRAY, Boolean, ColumnElement, Date, String, Uuid, and_, bindparam, func, join, or_
from sqlalchemy import select as select_columns
from sqlalchemy.dialects.postgresql import TSTZRANGE, Range
from sqlmodel import col
from sqlmodel.ext.asyncio.session import AsyncSession

from app.bookings.models import Reservation
from app.bookings.reservations import OF_ANOTHER, Given, Slot, clashes
from app.hosts.models import CHANGES_PER_DAY, Host, HostUsage, Licence
from app.policy.facts import HostPoolFacts
from app.policy.hosts import BASIC_LIMIT

_CANDIDATES: Final = 8
_COMPARED: Final = 16
_STAGES: Final = ("active", "with_proven_settings", "with_sufficient_licence", "with_changes_left", "free")


@dataclass(frozen=True)
class HostPool:
    """What the rules need to know of a pool, and the hosts that can hold the session and are free, best first."""

    facts: HostPoolFacts
    candidates: Sequence[UUID]

    @classmethod
    def of(cls, row: Mapping[str, Any]) -> "HostPool":
        """Return what a row of `POOL` tells."""
        return cls(pool_facts(row), tuple(row["candidates"]))


def pool_facts(row: Mapping[str, Any]) -> HostPoolFacts:
    """Return what the rules need to know of a pool, from a row of `POOL` or of `host_counts`."""
    return HostPoolFacts(**{name: row[name] for name in ("hosts", *_STAGES)})


def _stages(given: Given) -> dict[str, ColumnElement[bool]]:
    """Return which tests a host passes, each of those that pass the one before."""
    is_licensed = col(Host.licence) == Licence.LICENSED
    taken = select_columns(col(Reservation.resource_id)).where(
        col(Reservation.resource) == "host", clashes("host", given), OF_ANOTHER
    )
    active = and_(col(Host.active), col(Host.enabled), col(Host.licence) != Licence.NONE)
    proven = and_(active, col(Host.proven))
    lasting = and_(proven, or_(bindparam("is_short", type_=Boolean), is_licensed))
    able = and_(lasting, or_(_CHANGES < CHANGES_PER_DAY, _IS_HELD))
    is_for_mentor = or_(col(Host.person_id).is_(None), col(Host.person_id) == _MENTOR)
    free = and_(able, or_(and_(col(Host.id).not_in(taken), is_for_mentor), _IS_HELD))
    return dict(zip(_STAGES, (active, proven, lasting, able, free), strict=True))


_MENTOR: Final = bindparam("mentor", type_=Uuid)
_CHANGES: Final = func.coalesce(col(HostUsage.changes), 0)
_IS_HELD: Final = func.coalesce(col(Host.id) == bindparam("held_host", type_=Uuid), False)  # SQL
_TODAY: Final = and_(col(HostUsage.host_id) == col(Host.id), col(HostUsage.day) == bindparam("today", type_=Date))
_OF_POOL: Final = col(Host.pool) == bindparam("pool", type_=String)


def host_counts(given: Given) -> Any:
    """Return the statement that counts the hosts of a pool as a session sees them, whichever of them is best."""
    counts = [func.count().filter(stage).label(name) for name, stage in _stages(given).items()]
    hosts = join(Host, HostUsage, _TODAY, isouter=True)
    return select_columns(func.count().label("hosts"), *counts).select_from(hosts).where(_OF_POOL)


def _pool() -> Any:
    is_licensed = col(Host.licence) == Licence.LICENSED
    pool = (
        select_columns(
            col(Host.id),
            is_licensed.label("is_licensed"),
            _IS_HELD.label("is_held"),
            func.coalesce(col(Host.person_id) == _MENTOR, False).label("is_theirs"),  # SQL
            _CHANGES.label("changes"),
            *(stage.label(name) for name, stage in _stages(bindparam).items()),
        )
        .outerjoin(HostUsage, _TODAY)
        .where(_OF_POOL)
        .cte("pool")
    )
    # The host that it has is always among them: a move that keeps it keeps its link.
    is_own = func.coalesce(pool.c.id == bindparam("own_host", type_=Uuid), False)  # SQL
    order = (pool.c.is_held.desc(), pool.c.is_theirs.desc(), is_own.desc(), pool.c.is_licensed, func.random())
    picked = select_columns(pool).where(pool.c.free).order_by(*order).limit(_COMPARED).cte("picked")
    sessions = (
        select_columns(func.count())
        .where(
            col(Reservation.resource_id) == picked.c.id,
            col(Reservation.period).op("&&", is_comparison=True)(bindparam("day_around", type_=TSTZRANGE)),
            OF_ANOTHER,
        )
        .correlate(picked)
        .scalar_subquery()
    )
    best = (
        select_columns(picked.c.id)
        .order_by(
            picked.c.is_held.desc(),
            picked.c.is_theirs.desc(),
            picked.c.is_licensed,
            sessions,
            picked.c.changes,
            func.random(),
        )
        .limit(_CANDIDATES)
    )
    counts = [func.count().filter(pool.c[name]).label(name) for name in _STAGES]
    candidates = func.array(best.scalar_subquery(), type_=ARRAY(Uuid)).label("candidates")
    return select_columns(func.count().label("hosts"), *counts, candidates).select_from(pool)


POOL: Final = _pool()
"""The hosts of a pool as one session sees them, in one row; with the values of `pool_parameters`."""


def pool_parameters(
    pool: str,
    slot: Slot,
    *,
    mentor: UUID,
    now: datetime,
    except_booking: UUID | None = None,
    held: UUID | None = None,
    own: UUID | None = None,
) -> dict[str, object]:
    """Return what `POOL` needs to know.

    Args:
        pool: The pool's name.
        slot: When the session is, for its host.
        mentor: Whose session it is: their own Zoom user goes first, and nobody else's is taken.
        now: This moment, for the changes that Zoom still takes today.
        except_booking: The booking whose own reservation does not count.
        held: The host that is reserved for this very session already, whose meeting needs no more changes.
        own: The host that the booking has at any time: compared with the others, however many there are.
    """
    return {
        "pool": pool,
        "mentor": mentor,
        "today": now.astimezone(UTC).date(),
        "is_short": slot.length <= BASIC_LIMIT,
        "held_host": held,
        "own_host": own,
        "except_booking": except_booking,
        "day_around": _day_around(slot),
        **slot.parameters("host"),
    }


async def host_pool(
    session: AsyncSession,
    pool: str,
    slot: Slot,
    *,
    mentor: UUID,
    now: datetime,
    except_booking: UUID | None = None,
    held: UUID | None = None,
) -> HostPool:
    """Look at the hosts of a pool for a session; see `pool_parameters`."""
    given = pool_parameters(pool, slot, mentor=mentor, now=now, except_booking=except_booking, held=held)
    return HostPool.of((await session.exec(POOL, params=given)).mappings().one())


def _day_around(slot: Slot) -> Range[datetime]:
    """Return the UTC days that a session touches, with the gaps around it."""
    first, last = (each.astimezone(UTC).date() for each in (slot.starts_at - slot.gap, slot.ends_at + slot.gap))
    return Range(_midnight(first), _midnight(last + timedelta(days=1)), bounds="[)")


def _midnight(day: date) -> datetime:
    return datetime.combine(day, time(), UTC)
