"""What is written down of meetings that were found again at Zoom, and which of them other bookings account for."""

from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import Final
from uuid import UUID

from sqlmodel import col, select
from sqlmodel.ext.asyncio.session import AsyncSession

from app.audit.origin import WORKER
from app.bookings.models import Booking, Meeting
from app.incidents.models import IncidentKind
from app.incidents.service import open_incident, open_incident_of
from app.provisioning.finding import Found
from app.provisioning.records import tell

_BEFORE: Final = timedelta(hours=1)


async def meetings_of_others(
    session: AsyncSession, booking_id: UUID, host_id: UUID, *, since: datetime
) -> frozenset[int]:
    """Return Zoom's ids of the meetings that other bookings have had made under a host about then or later."""
    query = select(col(Meeting.zoom_meeting_id)).where(
        col(Meeting.host_id) == host_id,
        col(Meeting.booking_id) != booking_id,
        col(Meeting.zoom_meeting_id).is_not(None),
        col(Meeting.updated_at) >= since - _BEFORE,
    )
    return frozenset(number for number in (await session.exec(query)).all() if number is not None)


async def report_extra(session: AsyncSession, booking: Booking, deleted: Sequence[Found]) -> None:
    """Open an incident about meetings of a session that were too many, and that were deleted."""
    await open_incident(
        session,
        WORKER,
        IncidentKind.EXTRA_MEETING,
        summary="Zoom had made more than one meeting for a session. The extra ones were deleted.",
        remedy="Nobody was given their links. No action needed. If it happens often, tell whoever runs Chaperone.",
        details={"meetings": [each.zoom_meeting_id for each in deleted]},
        partner_id=booking.partner_id,
        booking_id=booking.id,
    )


async def report_unsure(session: AsyncSession, booking: Booking, meeting: Meeting, found: Sequence[Found]) -> None:
    """Tell, once, of meetings that may be a session's and of which nothing is sure. They are left as they are."""
    numbers = [each.zoom_meeting_id for each in found if not each.is_sure]
    details = {"not_sure": numbers}
    noted = await open_incident_of(session, IncidentKind.EXTRA_MEETING, booking.id)
    if not numbers or (noted is not None and noted.details == details):
        return
    await tell(session, booking, meeting, "meeting.not_sure", after={"meetings": numbers})
    await open_incident(
        session,
        WORKER,
        IncidentKind.EXTRA_MEETING,
        summary="At Zoom there is a meeting that may belong to a session: it was made when Zoom did not answer us, for the same "
        "time. Zoom shows neither its description nor its passcode, so it was left as it is.",
        remedy="Ask the organisation's Zoom administrator whether somebody made it, and to delete it if nobody did. Nobody was "
        "given its link.",
        details=details,
        partner_id=booking.partner_id,
        booking_id=booking.id,
    )
