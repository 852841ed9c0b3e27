"""Who is expected in a session, and by what Zoom tells that it is them."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final

from sqlmodel import col, select
from sqlmodel.ext.asyncio.session import AsyncSession

from app.bookings.models import Booking, Meeting, MeetingState
from app.bookings.participants.models import Participant, ParticipantRole
from app.monitoring.presence import Node
from app.monitoring.record import AttendeeRole
from app.zoom.admission import Admission

_ROLES: Final[Mapping[ParticipantRole, AttendeeRole]] = {
    ParticipantRole.MENTOR: AttendeeRole.MENTOR,
    ParticipantRole.MENTEE: AttendeeRole.MENTEE,
}


@dataclass(frozen=True)
class Attendees:
    """Who is expected.

    Args:
        known_as: By which registration, or which code in the name that their link carries, each is known. Empty where nothing
            tells people apart: in meetings that are older than registrations.
        revoked: Registrations and codes that were somebody's and are not any more.
    """

    known_as: Mapping[Node, AttendeeRole]
    revoked: frozenset[Node] = frozenset()


async def attendees_of(session: AsyncSession, booking: Booking) -> Attendees:
    """Return who is expected in a booking's session."""
    latest = (
        select(Meeting.admission)
        .where(col(Meeting.booking_id) == booking.id, col(Meeting.state) != MeetingState.INTENDED)
        .order_by(col(Meeting.id).desc())
        .limit(1)
        .scalar_subquery()
    )
    query = select(Participant, latest).where(col(Participant.booking_id) == booking.id)
    rows = (await session.exec(query)).all()
    # Whoever opens as the host is known as the host.
    theirs = [participant for participant, _ in rows if participant.role is not ParticipantRole.COORDINATOR]
    admission = rows[0][1] if rows else None
    if admission is Admission.REGISTRATION:
        revoked = {("registrant", each) for participant in theirs for each in participant.former_registrant_ids}
        revoked |= {
            ("registrant", each.registrant_id) for each in theirs if each.removed_at is not None and each.registrant_id
        }
        known_as: dict[Node, AttendeeRole] = {
            ("registrant", each.registrant_id): _role_of(each)
            for each in theirs
            if each.removed_at is None and each.registrant_id is not None
        }
        # Before anybody is registered nobody can come: whoever does all the same is a stranger.
        return Attendees(known_as or {("registrant", ""): AttendeeRole.UNKNOWN}, frozenset(revoked))
    if admission is Admission.INVITE_LINK:
        former: set[Node] = {("code", each) for participant in theirs for each in participant.former_codes}
        former |= {("code", each.code) for each in theirs if each.removed_at is not None}
        known: dict[Node, AttendeeRole] = {
            ("code", each.code): _role_of(each) for each in theirs if each.removed_at is None
        }
        return Attendees(known, frozenset(former))
    return Attendees({})


def _role_of(participant: Participant) -> AttendeeRole:
    return _ROLES.get(participant.role, AttendeeRole.GUEST)
