"""Which ways to open rooms work here, as far as it can be known without opening one."""

from collections import Counter
from datetime import datetime, timedelta
from typing import Final

from sqlmodel import col, func, select
from sqlmodel.ext.asyncio.session import AsyncSession

from app.bookings.models import Meeting, MeetingState
from app.bookings.opening.models import OpeningFailure
from app.doctor.report import Check, State, Subject
from app.hosts.models import Host
from app.kit.database import Database
from app.policy.opening import OpeningWay
from app.zoom.client import ZoomClient
from app.zoom.errors import MeetingNotFoundError

LOOKED_BACK: Final = timedelta(days=30)
_REMEDY: Final = (
    "A coordinator: let the programmes' policies name only ways that work: `opening.ways` (docs/operations.md, "
    "'Who opens the room')."
)


async def ways_to_open(database: Database, zoom: ZoomClient | None, now: datetime) -> Check:
    """Tell of each way whether it can be had, and which did not work lately. A start link is looked at and forgotten."""
    async with database.transaction() as session:
        own_users = (
            await session.exec(
                select(func.count()).where(col(Host.person_id).is_not(None), col(Host.enabled), col(Host.active))
            )
        ).one()
        failed = await _failed(session, now)
        meeting = (
            await session.exec(
                select(Meeting.zoom_meeting_id)
                .where(col(Meeting.state) == MeetingState.PROVEN, col(Meeting.zoom_meeting_id).is_not(None))
                .order_by(col(Meeting.id).desc())
                .limit(1)
            )
        ).one_or_none()
    has_link = await _has_start_link(zoom, meeting)
    links = {
        None: "not known: no meeting to look at",
        True: "Zoom gives start links",
        False: "Zoom gives no start links",
    }
    found = (
        f"own_user: {own_users} hosts are a mentor's own user; host_link: {links[has_link]}; "
        "coordinator: whoever can sign in as the host."
    )
    lately = [f"{way} {failed[way]} times" for way in OpeningWay if failed[way]]
    if lately:
        found += f" In the last {LOOKED_BACK.days} days these did not work: {', '.join(lately)}."
    if lately or has_link is False:
        return Check(Subject.OPENING, State.WARNING, found, _REMEDY)
    return Check(Subject.OPENING, State.OK, found)


async def _failed(session: AsyncSession, now: datetime) -> Counter[OpeningWay]:
    query = (
        select(OpeningFailure.way, func.count())
        .where(col(OpeningFailure.failed_at) > now - LOOKED_BACK)
        .group_by(col(OpeningFailure.way))
    )
    return Counter({OpeningWay(way): count for way, count in await session.exec(query)})


async def _has_start_link(zoom: ZoomClient | None, meeting: int | None) -> bool | None:
    if zoom is None or meeting is None:
        return None
    try:
        link = await zoom.start_link(meeting)
    except MeetingNotFoundError:
        return None
    return link is not None and "zak=" in link.get_secret_value()
