"""By which ways a room can be opened now, and by whom: what the programme allows, the host is fit for, and has not failed yet."""

from collections.abc import Collection
from dataclasses import dataclass
from typing import Any, Final, TypeVar
from uuid import UUID

from sqlalchemy import ARRAY, Row, Select, Text, Uuid, bindparam, func
from sqlalchemy import select as select_columns
from sqlmodel import col, select
from sqlmodel.ext.asyncio.session import AsyncSession

from app.bookings.in_force import policy_under
from app.bookings.models import Booking, Meeting
from app.bookings.opening.models import OpeningFailure
from app.bookings.participants.models import Participant, ParticipantRole
from app.bookings.reading import IS_IN_USE, IS_PROVEN, may_be_joined
from app.bookings.staleness import IS_STALE
from app.hosts.models import Host
from app.policy import Policy
from app.policy.opening import OpeningRules, OpeningWay
from app.registry.pairings.models import Pairing
from app.registry.partners.models import Partner


def ways_left(rules: OpeningRules, *, is_own_user: bool, failed: Collection[OpeningWay] = ()) -> tuple[OpeningWay, ...]:
    """Return the ways that are left to the mentor, the next one first. A coordinator always is, and is always the last.

    Args:
        rules: What the programme allows, in its order.
        is_own_user: Whether the session's host is the mentor's own Zoom user.
        failed: The ways that did not work with this meeting.
    """
    cannot = {*failed, *(() if is_own_user else (OpeningWay.OWN_USER,))} - {OpeningWay.COORDINATOR}
    return tuple(way for way in rules.offered if way not in cannot)


def ways_left_to_coordinators(rules: OpeningRules, *, failed: Collection[OpeningWay] = ()) -> tuple[OpeningWay, ...]:
    """Return the ways that are left to a coordinator who opens, the next one first. To sign in as the host is the last."""
    cannot = {*failed} - {OpeningWay.COORDINATOR}
    return tuple(way for way in rules.offered_to_coordinators if way not in cannot)


@dataclass(frozen=True)
class Room:
    """A session as whoever opens it finds it; there is no meeting where none may be joined now."""

    booking: Booking
    meeting: Meeting | None
    host: Host | None
    policy: Policy
    opener: ParticipantRole
    """Who opens it: the mentor, or a coordinator, because the programme says so or because nothing is left to the mentor."""
    ways: tuple[OpeningWay, ...]
    """Those that are left to the opener, the next one first."""

    @property
    def way(self) -> OpeningWay:
        """The way that is offered now."""
        return self.ways[0]

    def is_opened_by(self, participant: Participant) -> bool:
        """Tell whether it is this participant who opens it."""
        return participant.role is self.opener


Query = TypeVar("Query", bound=Select[Any])

_FAILED: Final = (
    select_columns(func.array_agg(col(OpeningFailure.way), type_=ARRAY(Text)))
    .where(col(OpeningFailure.meeting_id) == col(Meeting.id))
    .correlate(Meeting)
    .scalar_subquery()
)
ROOM: Final = (Booking, Meeting, Host, col(Partner.guidance), col(Pairing.mentor_id), IS_STALE, IS_IN_USE, _FAILED)
"""What a statement selects that `room_in` reads; `with_room` joins what it is selected from."""


def with_room(query: Query) -> Query:
    """Join bookings with what their rooms are told by."""
    return (
        query.join(Pairing, col(Pairing.id) == col(Booking.pairing_id))
        .join(Partner, col(Partner.id) == col(Booking.partner_id))
        .outerjoin(Host, col(Host.id) == col(Booking.host_id))
        .outerjoin(Meeting, IS_PROVEN)
    )


async def room_in(session: AsyncSession, row: Row[*tuple[Any, ...]]) -> Room:
    """Return the room that a row begins with."""
    booking, meeting, host, guidance, mentor_id, is_stale, is_in_use, failed, *_ = row
    policy = await policy_under(session, booking, guidance)
    joinable = meeting if may_be_joined(booking, is_stale=is_stale, is_in_use=is_in_use) else None
    failures = [OpeningWay(way) for way in failed or ()] if joinable is not None else ()
    rules, opener = policy.document.opening, ParticipantRole.MENTOR
    is_own_user = host is not None and host.person_id == mentor_id
    ways = ways_left(rules, is_own_user=is_own_user, failed=failures)
    if ways[0] is OpeningWay.COORDINATOR:
        opener, ways = ParticipantRole.COORDINATOR, ways_left_to_coordinators(rules, failed=failures)
    return Room(booking, joinable, host, policy, opener, ways)


_ROOM_OF: Final = with_room(select_columns(*ROOM).select_from(Booking)).where(
    col(Booking.id) == bindparam("booking_id", type_=Uuid)
)


async def room_of(session: AsyncSession, booking_id: UUID) -> Room:
    """Look at a session, its meeting and its host, as they are now.

    Raises:
        NoResultFound: There is no such session.
    """
    now = {"populate_existing": True}
    found = await session.exec(_ROOM_OF, params={"booking_id": booking_id}, execution_options=now)  # type: ignore[call-overload]  # SQLAlchemy's own select
    return await room_in(session, found.one())


async def host_is_mentor(session: AsyncSession, booking: Booking, host: Host, rules: OpeningRules) -> bool:
    """Tell whether somebody in the room as its host is the mentor, as far as is known: also when the session is over."""
    query = (
        select(Pairing.mentor_id, OpeningFailure.way)
        .select_from(Pairing)
        .outerjoin(Meeting, col(Meeting.booking_id) == booking.id)
        .outerjoin(OpeningFailure, col(OpeningFailure.meeting_id) == col(Meeting.id))
        .where(col(Pairing.id) == booking.pairing_id)
    )
    rows = (await session.exec(query)).all()
    if host.person_id == rows[0][0]:
        # Their own Zoom user: nobody else can sign in with it.
        return True
    failed = [OpeningWay(way) for _, way in rows if way is not None]
    return ways_left(rules, is_own_user=False, failed=failed)[0] is not OpeningWay.COORDINATOR
