"""The rooms that coordinators are to open, and telling people of them in time."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Final
from uuid import UUID

from sqlalchemy import ColumnElement, or_, type_coerce
from sqlalchemy.dialects.postgresql import JSONB, insert
from sqlmodel import col, select
from sqlmodel.ext.asyncio.session import AsyncSession

from app.access.visibility import visible_to
from app.audit import service as audit
from app.audit.origin import WORKER
from app.bookings.in_force import policy_under
from app.bookings.models import Booking, Meeting, MeetingState
from app.bookings.opening.models import OpeningFailure, OpeningNotice
from app.bookings.opening.ways import ways_left
from app.bookings.participants.models import Participant, ParticipantRole
from app.bookings.states import STANDS_AT_ZOOM
from app.hosts.models import Host
from app.kit.clock import utc_now
from app.policy.opening import LONGEST_NOTICE, Opener, OpeningRules, OpeningWay
from app.registry.pairings.models import Pairing
from app.registry.partners.models import Partner
from app.registry.policies.models import PolicyVersion

OPENING_NEEDED: Final = "session.opening_needed"
"""The trail's line that a coordinator is to open a room: subscribers are told of it."""

_LONGEST_SESSION: Final = timedelta(days=1)
_AT_ONCE: Final = 200


@dataclass(frozen=True)
class RoomToOpen:
    """A session that is ahead or has begun, whose room nobody has opened yet, and that a coordinator is to open.

    Args:
        booking: The session.
        rules: What counts for opening it.
        failed: The ways that did not work for its mentor.
        has_coordinator: Whether it is known which coordinator opens it.
    """

    booking: Booking
    rules: OpeningRules
    failed: frozenset[OpeningWay]
    has_coordinator: bool


async def rooms_to_open(
    session: AsyncSession, *, until: datetime, at_most: int, partner_id: UUID | None = None, untold: bool = False
) -> Sequence[RoomToOpen]:
    """Return the rooms that coordinators are to open, the next one first.

    Args:
        session: A session for reading.
        until: Of sessions that begin until then.
        at_most: So many sessions are looked at.
        partner_id: The only partner whose sessions the caller sees; None is the whole organisation.
        untold: Only those that people were not told of.
    """
    now = utc_now()
    query = (
        select(Booking, Partner.guidance, col(Host.person_id) == col(Pairing.mentor_id))
        .join(Host, col(Host.id) == col(Booking.host_id))
        .join(Pairing, col(Pairing.id) == col(Booking.pairing_id))
        .join(Partner, col(Partner.id) == col(Booking.partner_id))
        .join(
            PolicyVersion,
            (col(PolicyVersion.programme_id) == col(Booking.programme_id))
            & (col(PolicyVersion.version) == col(Booking.policy_version)),
        )
        .where(
            col(Booking.state).in_(STANDS_AT_ZOOM),
            # The start is in the index, the end is not.
            col(Booking.starts_at) > now - _LONGEST_SESSION,
            col(Booking.starts_at) <= until,
            col(Booking.ends_at) > now,
            col(Booking.room_opened_at).is_(None),
            col(Booking.held_at).is_(None),
            col(Booking.ended_by_request_at).is_(None),
            _may_be_for_a_coordinator(),
        )
        .order_by(col(Booking.starts_at), col(Booking.id))
        .limit(at_most)
    )
    if untold:
        told = select(OpeningNotice).where(
            col(OpeningNotice.booking_id) == col(Booking.id), col(OpeningNotice.starts_at) == col(Booking.starts_at)
        )
        query = query.where(~told.exists())
    rows = (await session.exec(visible_to(partner_id, query, col(Booking.partner_id)))).all()
    ids = [booking.id for booking, _, _ in rows]
    failed, named = await _failed(session, ids), await _named(session, ids)
    found = []
    for booking, guidance, is_own_user in rows:
        rules = (await policy_under(session, booking, guidance)).document.opening
        ways = failed.get(booking.id, frozenset())
        if ways_left(rules, is_own_user=bool(is_own_user), failed=ways)[0] is OpeningWay.COORDINATOR:
            found.append(RoomToOpen(booking, rules, ways, booking.id in named))
    return found


async def tell_coordinators(session: AsyncSession) -> None:
    """Tell, in time and once, of the rooms that coordinators are to open."""
    now = utc_now()
    rooms = await rooms_to_open(session, until=now + LONGEST_NOTICE, at_most=_AT_ONCE, untold=True)
    due = {each.booking.id: each for each in rooms if each.booking.starts_at - each.rules.told_before <= now}
    # What somebody holds has its turn in the next minute.
    free = select(Booking.id).where(col(Booking.id).in_(due)).order_by(col(Booking.id))
    for booking_id in await session.exec(free.with_for_update(read=True, key_share=True, skip_locked=True)):
        booking = due[booking_id].booking
        if await note_told(session, booking):
            await audit.append(
                session,
                origin=WORKER,
                action=OPENING_NEEDED,
                subject=("booking", booking.id),
                partner_id=booking.partner_id,
                booking_id=booking.id,
                after={
                    "starts_at": booking.starts_at.isoformat(),
                    "has_coordinator": due[booking_id].has_coordinator,
                },
            )


async def note_told(session: AsyncSession, booking: Booking) -> bool:
    """Write down that people are told of a room; return whether they were not told before, of this time of the session."""
    told = insert(OpeningNotice).values(booking_id=booking.id, starts_at=booking.starts_at, told_at=utc_now())
    once = told.on_conflict_do_nothing().returning(col(OpeningNotice.booking_id))
    return (await session.exec(once)).one_or_none() is not None


def _may_be_for_a_coordinator() -> ColumnElement[bool]:
    """Return what is true of every session that a coordinator opens, and false of nearly all others: the rules themselves decide.

    So programmes whose mentors open cost nothing here.
    """
    document = type_coerce(col(PolicyVersion.document), JSONB)
    failure = (
        select(OpeningFailure.id)
        .join(Meeting, col(Meeting.id) == col(OpeningFailure.meeting_id))
        .where(col(Meeting.booking_id) == col(Booking.id))
    )
    return or_(
        document[("opening", "who")].astext == Opener.COORDINATOR.value,
        ~document[("opening", "ways")].contains([OpeningWay.HOST_LINK.value]),
        type_coerce(col(Partner.guidance), JSONB).has_key("opening"),
        failure.exists(),
    )


async def _failed(session: AsyncSession, ids: Collection[UUID]) -> Mapping[UUID, frozenset[OpeningWay]]:
    query = (
        select(Meeting.booking_id, OpeningFailure.way)
        .join(OpeningFailure, col(OpeningFailure.meeting_id) == col(Meeting.id))
        .where(col(Meeting.booking_id).in_(ids), col(Meeting.state) != MeetingState.REMOVED)
    )
    found: dict[UUID, frozenset[OpeningWay]] = {}
    for booking_id, way in await session.exec(query):
        found[booking_id] = found.get(booking_id, frozenset()) | {OpeningWay(way)}
    return found


async def _named(session: AsyncSession, ids: Collection[UUID]) -> frozenset[UUID]:
    query = select(Participant.booking_id).where(
        col(Participant.booking_id).in_(ids),
        col(Participant.role) == ParticipantRole.COORDINATOR,
        col(Participant.removed_at).is_(None),
    )
    return frozenset((await session.exec(query)).all())
