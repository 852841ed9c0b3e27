"""Taking a mentor, a mentee and a host for a while. The database's exclusion constraint is the judge."""

from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any, Final, Protocol, cast
from uuid import UUID

from sqlalchemy import (
    ARRAY,
    Boolean,
    ColumnElement,
    Interval,
    Select,
    String,
    Uuid,
    and_,
    bindparam,
    case,
    delete,
    exists,
    false,
    func,
    literal_column,
    or_,
    text,
    true,
)
from sqlalchemy import select as select_columns
from sqlalchemy.dialects.postgresql import TSTZRANGE, Range, insert
from sqlmodel import col, select
from sqlmodel.ext.asyncio.session import AsyncSession

from app.bookings.models import Booking, Move, Reservation
from app.kit.database import Instant
from app.kit.identifiers import new_id


@dataclass(frozen=True)
class Slot:
    """When a session is, and the gap that everybody needs before and after it; a host may need more."""

    starts_at: datetime
    ends_at: datetime
    gap: timedelta
    host_gap: timedelta = timedelta(0)

    @property
    def of_host(self) -> "Slot":
        """The same session, as its host needs it."""
        return Slot(self.starts_at, self.ends_at, max(self.gap, self.host_gap))

    @property
    def length(self) -> timedelta:
        """How long the session lasts."""
        return self.ends_at - self.starts_at

    @property
    def period(self) -> Range[datetime]:
        """What the session reserves: from its start to when its people are free for another."""
        return Range(self.starts_at, self.ends_at + self.gap, bounds="[)")

    def parameters(self, name: str) -> dict[str, object]:
        """Return the values that `clashes(name)` compares with."""
        from_then = self.starts_at - self.gap
        return {
            f"{name}_period": self.period,
            f"{name}_just_before": Range(from_then, self.starts_at, bounds="[)"),
            f"{name}_near": Range(from_then, self.ends_at + self.gap, bounds="[)"),
            f"{name}_from": from_then,
        }


class Given(Protocol):
    """How a statement comes to a value: as a parameter, or as a column where it asks about many times at once."""

    def __call__(self, name: str, /, *, type_: Any) -> ColumnElement[Any]:
        """Return the value of this name."""


def clashes(name: str, given: Given = bindparam) -> ColumnElement[bool]:
    """Whether a reservation leaves too little time before a session or after it; `Slot.parameters(name)` tells its times.

    A reservation holds the gap that was asked for when it was made. Where that was less than this session needs, the end of the
    reservation's own session tells.
    """
    period, from_then = col(Reservation.period), given(f"{name}_from", type_=Instant)
    ends_too_late = or_(
        and_(
            col(Reservation.move_id).is_(None),
            exists().where(col(Booking.id) == col(Reservation.booking_id), col(Booking.ends_at) > from_then),
        ),
        exists().where(col(Move.id) == col(Reservation.move_id), col(Move.ends_at) > from_then),
    )
    overlaps, begins_just_before = (
        period.op("&&", is_comparison=True)(given(f"{name}_{each}", type_=TSTZRANGE))
        for each in ("period", "just_before")
    )
    near = period.op("&&", is_comparison=True)(given(f"{name}_near", type_=TSTZRANGE))
    return and_(near, case((overlaps, true()), (begins_just_before, ends_too_late), else_=false()))


def slots_asked() -> Select[Any]:
    """Return the statement that yields a row for each slot: its start, and by what names `clashes` knows its times.

    Its parameters are `starts`, how `long` each is, and the gaps `people_gap` and `host_gap`.
    """
    starts_at: ColumnElement[Any] = literal_column("starts_at", Instant)
    ends_at = starts_at + bindparam("long", type_=Interval)
    columns = []
    for name in ("people", "host"):
        gap = bindparam(f"{name}_gap", type_=Interval)
        times = {
            "period": func.tstzrange(starts_at, ends_at + gap),
            "just_before": func.tstzrange(starts_at - gap, starts_at),
            "near": func.tstzrange(starts_at - gap, ends_at + gap),
            "from": starts_at - gap,
        }
        columns += [value.label(f"{name}_{each}") for each, value in times.items()]
    given = (
        func.unnest(bindparam("starts", type_=ARRAY(Instant))).table_valued("starts_at", name="given").render_derived()
    )
    return select_columns(starts_at, *columns).select_from(given)


OF_ANOTHER: Final = col(Reservation.booking_id).is_distinct_from(bindparam("except_booking", type_=Uuid))
"""Whether a reservation is of another booking than the parameter `except_booking`, which may be None."""


def is_busy(person: str, given: Given = bindparam) -> ColumnElement[bool]:
    """Whether the person that the parameter `person` names is taken in the slot `people` by another booking.

    With the parameter `only_older`, by one that is older than `except_booking`.
    """
    # Ids sort by age.
    counts = or_(
        bindparam("only_older", type_=Boolean).is_(false()),
        col(Reservation.booking_id) < bindparam("except_booking", type_=Uuid),
    )
    resource_id = bindparam(person, type_=Uuid)
    return exists().where(col(Reservation.resource_id) == resource_id, clashes("people", given), OF_ANOTHER, counts)


_SERIALISE: Final = text(
    "SELECT pg_advisory_xact_lock(hashtextextended(key, 0)) FROM unnest(:keys) WITH ORDINALITY AS wanted (key, place) "
    "ORDER BY place"
).bindparams(bindparam("keys", type_=ARRAY(String)))


async def serialise(session: AsyncSession, people: Iterable[UUID]) -> None:
    """Let one request at a time, of all processes, decide about these people; until the transaction ends.

    In the order of their ids, so that two requests never wait for each other.
    """
    await (await session.connection()).execute(_SERIALISE, {"keys": [f"person:{person}" for person in sorted(people)]})


_RESERVE_TOGETHER: Final = text("""
    INSERT INTO reservation (id, booking_id, resource, resource_id, period)
    SELECT id, :booking_id, resource, resource_id, tstzrange(:starts_at, until)
    FROM unnest(:ids, :resources, :resource_ids, :until) AS wanted (id, resource, resource_id, until)
    ON CONFLICT ON CONSTRAINT reservation_no_overlap DO NOTHING
    RETURNING resource
""").bindparams(
    bindparam("booking_id", type_=Uuid),
    bindparam("starts_at", type_=Instant),
    bindparam("ids", type_=ARRAY(Uuid)),
    bindparam("resources", type_=ARRAY(String)),
    bindparam("resource_ids", type_=ARRAY(Uuid)),
    bindparam("until", type_=ARRAY(Instant)),
)


async def reserve_together(
    session: AsyncSession, booking_id: UUID, resources: Mapping[str, UUID], slot: Slot
) -> frozenset[str]:
    """Take a mentor, a mentee and a host, those that are named; tell which of them were free.

    The booking may be written later in the same transaction. It waits for a request that is taking one of them just now.
    """
    slots = [slot.of_host if resource == "host" else slot for resource in resources]
    taken = await (await session.connection()).execute(
        _RESERVE_TOGETHER,
        {
            "booking_id": booking_id,
            "starts_at": slot.starts_at,
            "ids": [new_id() for _ in resources],
            "resources": list(resources),
            "resource_ids": list(resources.values()),
            "until": [each.ends_at + each.gap for each in slots],
        },
    )
    return frozenset(taken.scalars())


async def reserve(
    session: AsyncSession,
    booking_id: UUID,
    resource: str,
    resource_id: UUID,
    period: Range[datetime],
    *,
    move_id: UUID | None = None,
) -> bool:
    """Take a person or host; tell whether they were free. It waits for a request that is taking them just now."""
    statement = (
        insert(Reservation)
        .values(
            id=new_id(),
            booking_id=booking_id,
            move_id=move_id,
            resource=resource,
            resource_id=resource_id,
            period=period,
        )
        .on_conflict_do_nothing(constraint="reservation_no_overlap")
        .returning(col(Reservation.id))
    )
    return (await session.exec(statement)).one_or_none() is not None


async def reserve_beside(
    session: AsyncSession, move: Move, resources: Mapping[str, UUID], slot: Slot, *, own: Collection[UUID]
) -> frozenset[str]:
    """Take people and a host for a proposed time, where these bookings do not hold them already; tell which were free."""
    free = set()
    for resource, resource_id in resources.items():
        period = (slot.of_host if resource == "host" else slot).period
        if await _reserve_beside(session, move, resource, resource_id, period, own=own):
            free.add(resource)
    return frozenset(free)


async def _reserve_beside(
    session: AsyncSession,
    move: Move,
    resource: str,
    resource_id: UUID,
    period: Range[datetime],
    *,
    own: Collection[UUID],
) -> bool:
    query = select(Reservation.period).where(
        col(Reservation.booking_id).in_(own),
        col(Reservation.resource_id) == resource_id,
        col(Reservation.period).op("&&")(period),
    )
    trial = await session.begin_nested()
    for part in _left_of(period, (await session.exec(query)).all()):
        if not await reserve(session, move.booking_id, resource, resource_id, part, move_id=move.id):
            await trial.rollback()
            return False
    await trial.commit()
    return True


def _left_of(period: Range[datetime], held: Iterable[Range[datetime]]) -> Iterator[Range[datetime]]:
    """Yield the parts of a period that none of these covers, in order."""
    begins, ends = _bounds(period)
    for first, last in sorted(map(_bounds, held)):
        if begins < first:
            yield Range(begins, first, bounds="[)")
        begins = max(begins, last)
    if begins < ends:
        yield Range(begins, ends, bounds="[)")


def _bounds(period: Range[datetime]) -> tuple[datetime, datetime]:
    return cast("tuple[datetime, datetime]", (period.lower, period.upper))


async def release_move(session: AsyncSession, move_id: UUID) -> None:
    """Give back what was taken for a proposed time."""
    await session.exec(delete(Reservation).where(col(Reservation.move_id) == move_id))


async def release_host(session: AsyncSession, booking_id: UUID) -> None:
    """Give back the host that a booking has taken for its time, and keep its people."""
    await session.exec(
        delete(Reservation).where(
            col(Reservation.booking_id) == booking_id,
            col(Reservation.move_id).is_(None),
            col(Reservation.resource) == "host",
        )
    )


async def slot_of_booking(session: AsyncSession, booking: Booking) -> Slot | None:
    """Return when a booking takes its people and its host; None where it has given them back."""
    query = select(col(Reservation.resource) == "host", func.upper(col(Reservation.period))).where(
        col(Reservation.booking_id) == booking.id, col(Reservation.move_id).is_(None)
    )
    gaps: dict[bool, timedelta] = {
        is_host: until - booking.ends_at for is_host, until in (await session.exec(query)).all()
    }
    if not gaps:
        return None
    gap = gaps.get(False, gaps.get(True, timedelta(0)))
    return Slot(booking.starts_at, booking.ends_at, gap, gaps.get(True, gap))


async def release(session: AsyncSession, booking_id: UUID) -> None:
    """Give back all that a booking has taken, for its time and for one that is proposed."""
    await session.exec(delete(Reservation).where(col(Reservation.booking_id) == booking_id))
