"""Finding again, among a host's meetings at Zoom, those that a create call without answer has made.

The reference in the agenda tells them. Accounts can hide agendas, in lists or altogether: then our own record of the creation
names the candidates, and their passcode, which nobody else has, tells. A meeting of which neither tells is never touched.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from enum import StrEnum
from typing import Final
from uuid import UUID

from pydantic import SecretStr
from sqlmodel import col, select
from sqlmodel.ext.asyncio.session import AsyncSession

from app.audit.origin import WORKER
from app.bookings.incidents import report_incident
from app.bookings.models import Booking, Meeting
from app.incidents.service import open_incident_of
from app.kit.clock import utc_now
from app.policy.incidents import IncidentKind
from app.provisioning.records import tell
from app.zoom.client import ZoomClient
from app.zoom.errors import MeetingNotFoundError
from app.zoom.reference import carries_reference
from app.zoom.schemas import NEUTRAL_TOPIC, SHOWN_TOPIC, MeetingListItem

LISTS_REACH: Final = timedelta(days=150)
"""How far ahead lists surely reach without being asked for days: about six months, reports say."""

CLOCKS_DIFFER: Final = timedelta(minutes=2)
ARRIVES_WITHIN: Final = timedelta(minutes=10)
"""How long after a create call without answer its meeting may still turn up."""


class FoundBy(StrEnum):
    """How sure it is that a meeting is the booking's."""

    REFERENCE = "reference"
    """Its agenda carries the booking's reference: sure."""
    PASSCODE = "passcode"
    """It was created when ours was, and has the passcode that was made for it: sure."""
    TIME = "time"
    """It was created when ours was, for the same start: likely, and not enough to touch it."""


@dataclass(frozen=True)
class Wanted:
    """Our own record of a creation. `first_at` and `last_at` are when Zoom was asked, the first and the last time."""

    reference: str
    starts_at: datetime
    first_at: datetime
    last_at: datetime
    passcode: SecretStr | None


@dataclass(frozen=True)
class Found:
    """A meeting at Zoom that is, or may be, the one that is looked for."""

    zoom_meeting_id: int
    by: FoundBy
    created_at: datetime | None

    @property
    def is_sure(self) -> bool:
        """Whether it may be adopted or deleted."""
        return self.by is not FoundBy.TIME


async def find_meetings(zoom: ZoomClient, zoom_user_id: str, wanted: Wanted, known: frozenset[int]) -> Sequence[Found]:
    """Return a host's meetings that are or may be the wanted one, the oldest first.

    Args:
        zoom: The account.
        zoom_user_id: The host.
        wanted: What is known of it.
        known: Meetings that are accounted for, which are passed over.

    Raises:
        ZoomError: Zoom does not answer, or refuses.
    """
    found: list[Found] = []
    for item in await _listed(zoom, zoom_user_id, wanted):
        how: FoundBy | None = None
        if carries_reference(item.agenda, wanted.reference):
            how = FoundBy.REFERENCE
        elif not item.agenda and item.id not in known and _may_be(item, wanted):
            how = await _look(zoom, item, wanted)
        if how is not None and item.id not in known:
            found.append(Found(item.id, how, item.created_at))
    never = datetime.max.replace(tzinfo=UTC)
    return sorted(found, key=lambda each: (each.created_at or never, each.zoom_meeting_id))


async def _listed(zoom: ZoomClient, zoom_user_id: str, wanted: Wanted) -> Sequence[MeetingListItem]:
    """Return the host's meetings: all that lists show by themselves, so that a moved one is there, and those about the start."""
    items = {item.id: item async for item in zoom.meetings(zoom_user_id)}
    if wanted.starts_at - utc_now() > LISTS_REACH:
        day = wanted.starts_at.astimezone(UTC).date()
        around = zoom.meetings(zoom_user_id, first_day=day - timedelta(days=1), last_day=day + timedelta(days=1))
        items |= {item.id: item async for item in around}
    return list(items.values())


def _may_be(item: MeetingListItem, wanted: Wanted) -> bool:
    """Tell whether a meeting whose agenda is not shown may be the wanted one."""
    if item.topic not in {NEUTRAL_TOPIC, SHOWN_TOPIC, None}:
        return False
    if item.created_at is None:
        return _starts_then(item.start_time, wanted)
    return wanted.first_at - CLOCKS_DIFFER <= item.created_at <= wanted.last_at + ARRIVES_WITHIN


async def _look(zoom: ZoomClient, item: MeetingListItem, wanted: Wanted) -> FoundBy | None:
    try:
        meeting = await zoom.meeting(item.id)
    except MeetingNotFoundError:
        return None
    if meeting.agenda:
        return FoundBy.REFERENCE if carries_reference(meeting.agenda, wanted.reference) else None
    if meeting.password is not None and wanted.passcode is not None and meeting.password.get_secret_value():
        return FoundBy.PASSCODE if meeting.password == wanted.passcode else None
    return FoundBy.TIME if _starts_then(meeting.start_time, wanted) else None


def _starts_then(start: datetime | None, wanted: Wanted) -> bool:
    return start == wanted.starts_at.replace(microsecond=0)


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
    await report_incident(
        session,
        WORKER,
        booking,
        IncidentKind.EXTRA_MEETING,
        summary="Zoom had made more than one meeting for a session. The extra ones were deleted.",
        remedy="Nobody was given their links. No action needed. If it happens often, tell whoever runs Chaperone.",
        details={"meetings": [each.zoom_meeting_id for each in deleted]},
    )


async def report_unsure(session: AsyncSession, booking: Booking, meeting: Meeting, found: Sequence[Found]) -> None:
    """Tell, once, of meetings that may be a session's and of which nothing is sure. They are left as they are."""
    numbers = [each.zoom_meeting_id for each in found if not each.is_sure]
    details = {"not_sure": numbers}
    noted = await open_incident_of(session, IncidentKind.EXTRA_MEETING, booking.id)
    if not numbers or (noted is not None and noted.details == details):
        return
    await tell(session, booking, meeting, "meeting.not_sure", after={"meetings": numbers})
    await report_incident(
        session,
        WORKER,
        booking,
        IncidentKind.EXTRA_MEETING,
        summary="At Zoom there is a meeting that may belong to a session: it was made when Zoom did not answer us, for the same "
        "time. Zoom shows neither its description nor its passcode, so it was left as it is.",
        remedy="Ask the organisation's Zoom administrator whether somebody made it, and to delete it if nobody did. Nobody was "
        "given its link.",
        details=details,
    )
