"""Deleting meetings from Zoom."""

from app.bookings.models import Meeting, MeetingState
from app.kit.clock import utc_now
from app.kit.database import Database
from app.provisioning.leases import Lease
from app.provisioning.records import Snapshot, meeting_for_update, tell
from app.zoom.client import ZoomClient
from app.zoom.errors import MeetingInProgressError, MeetingNotFoundError, UserNotFoundError


async def remove_meeting(database: Database, zoom: ZoomClient, seen: Snapshot, meeting: Meeting, lease: Lease) -> None:
    """Delete a meeting from Zoom; one that is running is ended first.

    Raises:
        ZoomError: Zoom does not answer, or refuses.
        LeaseLostError: Somebody else acts on the booking now.
    """
    if meeting.zoom_meeting_id is not None:
        lease.check()
        await delete_meeting(zoom, meeting.zoom_meeting_id)
    async with database.transaction() as session:
        row = await meeting_for_update(session, meeting.id)
        row.state, row.updated_at = MeetingState.REMOVED, utc_now()
        # Nobody needs them any more.
        row.join_url, row.passcode = None, ""
        await tell(session, seen.booking, row, "meeting.removed")


async def delete_meeting(zoom: ZoomClient, zoom_meeting_id: int) -> None:
    """Delete a meeting from Zoom; one that is running is ended first, one that is gone already is as wanted.

    Raises:
        ZoomError: Zoom does not answer, or refuses.
    """
    try:
        try:
            await zoom.delete_meeting(zoom_meeting_id)
        except MeetingInProgressError:
            await zoom.end_meeting(zoom_meeting_id)
            await zoom.delete_meeting(zoom_meeting_id)
    except (MeetingNotFoundError, UserNotFoundError):
        return
