"""What follows from events that are about no session: about hosts, about the app, about meetings that are not the product's."""

from datetime import timedelta
from typing import Final

from sqlmodel import col, select
from sqlmodel.ext.asyncio.session import AsyncSession

from app.audit.origin import ZOOM
from app.bookings.models import Meeting, MeetingState
from app.hosts.models import Host
from app.hosts.proving import take_out
from app.incidents.service import open_incident
from app.kit.clock import utc_now
from app.kit.jobs import enqueue_sessions_of_host
from app.monitoring.facts import Fact, FactKind
from app.policy.incidents import IncidentKind

MAKING_TAKES: Final = timedelta(minutes=2)
"""How long Zoom may tell of a meeting before the answer to our own request for it was written down."""


async def follow_account_event(session: AsyncSession, fact: Fact) -> bool:
    """Do what follows from a fact that is about no session; tell whether that is all, or it must be looked at again later."""
    match fact.kind:
        case FactKind.HOST_DEACTIVATED:
            await _host_deactivated(session, fact)
        case FactKind.HOST_SETTINGS_CHANGED:
            await _host_changed(session, fact)
        case FactKind.MEETING_CREATED:
            return await _meeting_created(session, fact)
        case FactKind.APP_DEAUTHORISED:
            await open_incident(
                session,
                ZOOM,
                IncidentKind.APP_DEAUTHORIZED,
                summary="The app of this installation was taken out of the Zoom account: nothing can be made there.",
                remedy="Ask the organisation's Zoom administrator to authorise it again; see `chaperone doctor`.",
                details={"event": fact.event},
                seen=[fact.at],
            )
    return True


async def _host_of(session: AsyncSession, fact: Fact) -> Host | None:
    if fact.host_id is None:
        return None
    query = select(Host).where(col(Host.zoom_user_id) == fact.host_id).with_for_update(key_share=True)
    return (await session.exec(query)).one_or_none()


async def _host_deactivated(session: AsyncSession, fact: Fact) -> None:
    host = await _host_of(session, fact)
    if host is None:
        return
    if host.active:
        await take_out(session, ZOOM, host.id, fact.event)
    await open_incident(
        session,
        ZOOM,
        IncidentKind.HOST_DEACTIVATED,
        summary="A Zoom host was deactivated, deleted or removed from the account. Its sessions ahead are given to other hosts.",
        remedy="Ask the organisation's Zoom administrator why. Synchronise the hosts once the user is there again.",
        details={"event": fact.event},
        host_id=host.id,
        seen=[fact.at],
    )


async def _host_changed(session: AsyncSession, fact: Fact) -> None:
    """Have a host's settings read again, and corrected, before anything rests on them; its sessions are looked at now."""
    host = await _host_of(session, fact)
    # What was read after the change is known: a proof changes settings itself, and reads them back.
    if host is not None and host.active and (host.proven_at is None or host.proven_at < fact.at):
        host.proven_at = None
        await enqueue_sessions_of_host(session, host.id)


async def _meeting_created(session: AsyncSession, fact: Fact) -> bool:
    host = await _host_of(session, fact)
    if host is None or fact.meeting_id is None:
        return True
    known = select(col(Meeting.id)).where(col(Meeting.zoom_meeting_id) == fact.meeting_id)
    under_way = select(col(Meeting.id)).where(
        col(Meeting.host_id) == host.id,
        (col(Meeting.state) == MeetingState.INTENDED) | (col(Meeting.unanswered_creates) > 0),
    )
    # In one statement: what was under way for the first of two could be known, unseen, before the second.
    is_known, is_under_way = (await session.exec(select(known.exists(), under_way.exists()))).one()
    if is_known:
        return True
    if is_under_way and fact.received_at > utc_now() - MAKING_TAKES:
        # It may be ours: what was made is written down when Zoom's answer has come.
        return False
    await open_incident(
        session,
        ZOOM,
        IncidentKind.MEETING_OUTSIDE_PRODUCT,
        summary="A meeting was made outside the product for a managed Zoom host: nothing proves that it is safe.",
        remedy="Ask whoever uses this host why. Sessions are booked; meetings of other kinds belong to another Zoom user.",
        details={"zoom_meeting_id": fact.meeting_id},
        host_id=host.id,
        subject=str(fact.meeting_id),
        seen=[fact.at],
    )
    return True
