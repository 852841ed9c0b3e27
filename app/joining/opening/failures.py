"""A way in that did not work: kept, so that the next one is offered, and told to the coordinators, who may have to open."""

from collections.abc import Mapping
from typing import Final

from sqlalchemy.dialects.postgresql import insert
from sqlmodel.ext.asyncio.session import AsyncSession

from app.audit import service as audit
from app.audit.origin import Origin
from app.bookings.incidents import report_incident
from app.bookings.models import Meeting
from app.bookings.opening.models import OpeningFailure
from app.bookings.opening.ways import Room
from app.kit.clock import utc_now
from app.kit.identifiers import new_id
from app.policy.incidents import IncidentKind
from app.policy.opening import OpeningWay

_SUMMARIES: Final[Mapping[OpeningWay, str]] = {
    OpeningWay.OWN_USER: "The mentor could not open the room by signing in with their own Zoom user.",
    OpeningWay.HOST_LINK: "The mentor could not open the room by the host's start link.",
}
_NEXT: Final[Mapping[OpeningWay, str]] = {
    OpeningWay.HOST_LINK: "Their page offers the host's start link now. If they do not come in by it either: ",
    OpeningWay.COORDINATOR: "Their page says that a coordinator opens the room. ",
}
_OPEN: Final = (
    "Sign in to Zoom as the host and start the meeting (its number is in the details), then admit mentor and mentee. If it "
    "happens again, change the programme's ways of opening: docs/operations.md, 'Who opens the room'."
)


async def note_failure(
    session: AsyncSession, origin: Origin, room: Room, meeting: Meeting, way: OpeningWay, *, reason: str
) -> OpeningWay:
    """Keep that a way did not work with a meeting, and tell the coordinators; return the way that is offered next.

    Args:
        session: The transaction.
        origin: Who tried it.
        room: The session.
        meeting: Its meeting.
        way: What did not work.
        reason: How that came out, in one of our own words: never what Zoom or a person wrote.
    """
    following = next((each for each in room.ways if each is not way), OpeningWay.COORDINATOR)
    now = utc_now()
    keeping = insert(OpeningFailure).values(id=new_id(), meeting_id=meeting.id, way=way, failed_at=now)
    await session.exec(keeping.on_conflict_do_nothing(constraint="opening_failure_once"))
    booking = room.booking
    details = {
        "way": way.value,
        "offered_next": following.value,
        "reason": reason,
        "host_id": str(meeting.host_id),
        "zoom_meeting_id": meeting.zoom_meeting_id,
    }
    await audit.append(
        session,
        origin=origin,
        action="session.opening_failed",
        subject=("booking", booking.id),
        partner_id=booking.partner_id,
        booking_id=booking.id,
        after={"way": way.value, "offered_next": following.value, "reason": reason},
    )
    await report_incident(
        session,
        origin,
        booking,
        IncidentKind.OPENING_FAILED,
        summary=_SUMMARIES[way],
        remedy=_NEXT[following] + _OPEN,
        details=details,
        subject=way.value,
    )
    return following
