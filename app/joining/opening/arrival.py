"""Somebody at the door of their session, with all that a press needs to be answered: read in one statement."""

from dataclasses import dataclass
from typing import Any, Final
from uuid import UUID

from sqlalchemy import ARRAY, BigInteger, Select, Uuid, and_, bindparam, func
from sqlalchemy import select as select_columns
from sqlalchemy.orm import aliased
from sqlmodel import col
from sqlmodel.ext.asyncio.session import AsyncSession

from app.bookings.models import Booking, Meeting, MeetingState
from app.bookings.opening.ways import ROOM, Room, room_in, with_room
from app.bookings.participants.models import Participant
from app.bookings.states import LONGEST_SESSION
from app.joining.links.models import PersonalLink
from app.joining.links.service import FoundLink, is_live
from app.joining.links.tokens import digest_of, is_token
from app.policy.room import LONGEST_OVERRUN
from app.registry.people.models import Person


@dataclass(frozen=True)
class Arrival:
    """Somebody at the door of their session.

    Args:
        participant: Who.
        person: They, as the registry knows them; None for whom a coordinator has invited.
        link: The link that they came by, or that they have; None where they have none.
        room: The session.
        open_rooms: The numbers of the other meetings of the host that run, as far as is known: for whom to open could end one.
    """

    participant: Participant
    person: Person | None
    link: PersonalLink | None
    room: Room
    open_rooms: tuple[int, ...]

    @property
    def found(self) -> FoundLink:
        """What their link stands for.

        Raises:
            LookupError: They have none.
        """
        if self.link is None:
            message = "a participant without a personal link"
            raise LookupError(message)
        return FoundLink(self.link, self.participant, self.room.booking)


_MAY_BE_OPEN: Final = LONGEST_SESSION + LONGEST_OVERRUN
"""After so long from its start no session's room is open: without it all that a host ever held would be read."""
_other_booking, _other_meeting = aliased(Booking), aliased(Meeting)
_OPEN_ROOMS: Final = (
    select_columns(func.array_agg(col(_other_meeting.zoom_meeting_id), type_=ARRAY(BigInteger)))
    .join(_other_booking, col(_other_booking.id) == col(_other_meeting.booking_id))
    .where(
        col(_other_booking.host_id) == col(Booking.host_id),
        col(_other_booking.id) != col(Booking.id),
        col(_other_booking.starts_at) > func.now() - _MAY_BE_OPEN,
        col(_other_booking.room_opened_at).is_not(None),
        col(_other_meeting.state) != MeetingState.REMOVED,
        col(_other_meeting.zoom_meeting_id).is_not(None),
    )
    .correlate(Booking)
    .scalar_subquery()
)
_ARRIVAL: Final[Select[*tuple[Any, ...]]] = with_room(
    select_columns(*ROOM, PersonalLink, Participant, Person, _OPEN_ROOMS)
    .select_from(Participant)
    .join(Booking, col(Booking.id) == col(Participant.booking_id))
    .outerjoin(
        PersonalLink,
        and_(col(PersonalLink.participant_id) == col(Participant.id), col(PersonalLink.revoked_at).is_(None)),
    )
    .outerjoin(Person, col(Person.id) == col(Participant.person_id))
).where(col(Participant.removed_at).is_(None))
_BY_LINK: Final = _ARRIVAL.where(col(PersonalLink.digest) == bindparam("digest"))
_BY_PARTICIPANT: Final = _ARRIVAL.where(col(Participant.id) == bindparam("participant_id", type_=Uuid))


async def arrival_by(session: AsyncSession, token: str) -> Arrival | None:
    """Return who comes with a token, or None where it is nobody's: see `app.joining.links.service.resolve`."""
    if not is_token(token):
        return None
    arrival = await _read(session, _BY_LINK, {"digest": digest_of(token)})
    return arrival if arrival is not None and is_live(arrival.found, token) else None


async def arrival_of(session: AsyncSession, participant_id: UUID) -> Arrival | None:
    """Return a participant at their door, as it is now; None for who takes part no more."""
    return await _read(session, _BY_PARTICIPANT, {"participant_id": participant_id})


async def _read(session: AsyncSession, query: Select[*tuple[Any, ...]], values: dict[str, object]) -> Arrival | None:
    found = await session.exec(query, params=values, execution_options={"populate_existing": True})  # type: ignore[call-overload]  # SQLAlchemy's own select
    row = found.one_or_none()
    if row is None:
        return None
    link, participant, person, open_rooms = row[len(ROOM) :]
    return Arrival(participant, person, link, await room_in(session, row), tuple(open_rooms or ()))
