"""A way in that did not work: kept, so that the next one is offered, and told to the coordinators, who may have to open."""

from collections.abc import Mapping
from enum import StrEnum
from typing import Final

from sqlalchemy.dialects.postgresql import insert
from sqlmodel.ext.asyncio.session import AsyncSession

from app.audit import service as audit
from app.audit.origin import Origin
from app.bookings.incidents import report_incident
from app.bookings.models import Meeting
from app.bookings.opening.due import note_told
from app.bookings.opening.models import OpeningFailure
from app.bookings.opening.ways import Room
from app.bookings.participants.models import ParticipantRole
from app.joining.opening.answers import ASKED, AnotherWay, ZoomAsks
from app.kit.clock import utc_now
from app.kit.identifiers import new_id
from app.policy.incidents import IncidentKind
from app.policy.opening import OpeningWay


class Failed(StrEnum):
    """How it came out that a way does not work, in our own words: never what Zoom or a person wrote."""

    SAID = "said"
    """Whoever pressed said so."""
    NO_LINK = "no_link"
    """Zoom gave no link."""
    REFUSED = "refused_by_zoom"


_SUMMARIES: Final[Mapping[OpeningWay, str]] = {
    OpeningWay.OWN_USER: "The mentor could not open the room by signing in with their own Zoom user.",
    OpeningWay.HOST_LINK: "The {role} could not open the room by the host's start link.",
}
_NEXT: Final[Mapping[OpeningWay, str]] = {
    OpeningWay.HOST_LINK: "Their page offers the host's start link now. If they do not come in by it either: ",
    OpeningWay.COORDINATOR: "A coordinator has to open the room now. ",
}
_OPEN: Final = (
    "Invite the coordinator who opens (POST /v1/bookings/{id}/participants, with the role coordinator) and use their personal "
    "link, or sign in to Zoom as the host and start the meeting (its number is in the details). Then admit mentor and mentee. If "
    "it happens again, change the programme's ways of opening: docs/operations.md, 'Who opens the room'."
)


async def note_failure(
    session: AsyncSession,
    origin: Origin,
    room: Room,
    meeting: Meeting,
    way: OpeningWay,
    *,
    role: ParticipantRole,
    reason: Failed,
) -> AnotherWay:
    """Keep that a way did not work with a meeting, and tell the coordinators; return what is offered next.

    Args:
        session: The transaction.
        origin: Who tried it.
        room: The session.
        meeting: Its meeting.
        way: What did not work.
        role: What whoever tried it is in the session.
        reason: How that came out.
    """
    left = room.ways if role is room.opener else ()
    following = next((each for each in left if each is not way), OpeningWay.COORDINATOR)
    now = utc_now()
    keeping = insert(OpeningFailure).values(id=new_id(), meeting_id=meeting.id, way=way, failed_at=now)
    await session.exec(keeping.on_conflict_do_nothing(constraint="opening_failure_once"))
    booking = room.booking
    if following is OpeningWay.COORDINATOR:
        # They are told by what stands in the trail below.
        await note_told(session, booking)
    told = {"way": way.value, "offered_next": following.value, "reason": reason.value, "role": role.value}
    await audit.append(
        session,
        origin=origin,
        action="session.opening_failed",
        subject=("booking", booking.id),
        partner_id=booking.partner_id,
        booking_id=booking.id,
        after=told,
    )
    await report_incident(
        session,
        origin,
        booking,
        IncidentKind.OPENING_FAILED,
        summary=_SUMMARIES[way].format(role=role),
        remedy=_NEXT[following] + _OPEN,
        details={**told, "host_id": str(meeting.host_id), "zoom_meeting_id": meeting.zoom_meeting_id},
        subject=way.value,
    )
    still_opens = role is ParticipantRole.COORDINATOR or following is not OpeningWay.COORDINATOR
    return AnotherWay(following, ASKED[following] if still_opens else ZoomAsks.JOIN, failed=way, opens=still_opens)
