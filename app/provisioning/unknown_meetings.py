"""Deleting meetings that no booking has, once a person has decided so."""

from uuid import UUID

from sqlmodel import col, select

from app.audit.origin import WORKER
from app.bookings.models import Booking, Meeting, MeetingState
from app.kit.database import Database
from app.provisioning.leases import Lease
from app.provisioning.removing import delete_meeting
from app.recovery.models import NOT_OURS, Choice, Mismatch
from app.recovery.register import close, report_unknown
from app.zoom.client import ZoomClient
from app.zoom.errors import MeetingNotFoundError
from app.zoom.reference import carries_reference


async def remove_unknown(database: Database, zoom: ZoomClient, mismatch_id: UUID, lease: Lease) -> None:
    """Delete a meeting from Zoom if it is still the one that a person has decided to delete, and no booking's own.

    Raises:
        ZoomError: Zoom does not answer, or refuses.
        LeaseLostError: Somebody else acts on it now.
    """
    async with database.transaction() as session:
        mismatch = await session.get_one(Mismatch, mismatch_id)
        own = select(col(Meeting.id)).where(
            col(Meeting.zoom_meeting_id) == mismatch.zoom_meeting_id, col(Meeting.state) != MeetingState.REMOVED
        )
        has_owner = (await session.exec(own.limit(1))).first() is not None
        if mismatch.booking_id is None:
            booked = select(col(Booking.id)).where(col(Booking.reference) == mismatch.reference)
            has_owner = has_owner or (await session.exec(booked)).first() is not None
    if mismatch.closed_at is not None or mismatch.choice is not Choice.DELETE or mismatch.kind not in NOT_OURS:
        return
    action = "mismatch.gone"
    if not has_owner and await _still_carries(zoom, mismatch):
        lease.check()
        await delete_meeting(zoom, mismatch.zoom_meeting_id)
        action = "mismatch.meeting_deleted"
    async with database.transaction() as session:
        row = await session.get_one(Mismatch, mismatch_id, with_for_update=True, populate_existing=True)
        await close(session, WORKER, row, action)
        await report_unknown(session, WORKER, [row.host_id])


async def _still_carries(zoom: ZoomClient, mismatch: Mismatch) -> bool:
    try:
        found = await zoom.meeting(mismatch.zoom_meeting_id)
    except MeetingNotFoundError:
        return False
    return carries_reference(found.agenda, mismatch.reference)
