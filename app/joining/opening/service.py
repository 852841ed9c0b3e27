"""Where a press on the button of a personal page leads: whoever opens the room into it as its host, everybody else to wait.

What makes somebody the host, or lets them in, is fetched from Zoom at the press, and is in the answer alone: never stored, logged
or written to the trail, which keeps that somebody pressed and by which way they went.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import timedelta
from typing import Final
from urllib.parse import urlsplit

from pydantic import SecretStr
from sqlmodel import col, select
from sqlmodel.ext.asyncio.session import AsyncSession

from app.audit import service as audit
from app.audit.origin import Origin
from app.bookings.models import Booking, Meeting, MeetingState
from app.bookings.opening.ways import Room, room_of
from app.bookings.participants.models import Participant
from app.hosts.models import Licence
from app.joining.opening.answers import ASKED, AnotherWay, Answer, NoWayIn, NoWayReason, WayIn, ZoomAsks
from app.joining.opening.failures import note_failure
from app.joining.opening.own_way import is_mentor, name_in_link, own_way
from app.kit.database import Database
from app.kit.encryption import DecryptionError, KeyRing, context_of
from app.policy.opening import OpeningWay
from app.zoom.client import ZoomClient
from app.zoom.errors import MeetingNotFoundError, ZoomError
from app.zoom.limits.plans import Plan, meetings_at_once
from app.zoom.reactions import Reaction, reaction_to

BUSY_AGAIN_AFTER: Final = timedelta(seconds=30)
"""After so long it is worth to press again where the host's session before this one still runs."""
REGISTERED_AFTER: Final = timedelta(seconds=15)
"""After so long somebody who is being registered is worth another press."""
_PASSES: Final = frozenset({Reaction.RETRY, Reaction.WAIT, Reaction.ADOPT})
"""What says nothing about the way: Zoom is asked again, or the meeting is being made anew."""


@dataclass(frozen=True)
class Shown:
    """What a page says of the button before it is pressed.

    Args:
        opens: Whether this person opens the room.
        way: By which way it is opened; of a session without a meeting the one that would be offered.
        asks: What Zoom will ask of this person after the press.
        may_fail: Whether there is another way if this one does not work, and so a button to say that it did not.
    """

    opens: bool
    way: OpeningWay
    asks: ZoomAsks
    may_fail: bool = False


async def shown_to(session: AsyncSession, participant: Participant) -> Shown:
    """Return what the page of a participant says of its button. Nobody at Zoom is asked."""
    room = await room_of(session, participant.booking_id)
    opens = is_mentor(participant) and room.way is not OpeningWay.COORDINATOR
    return Shown(opens, room.way, ASKED[room.way] if opens else ZoomAsks.JOIN, may_fail=opens and len(room.ways) > 1)


@dataclass(frozen=True)
class Opening:
    """Answers presses. One for the application."""

    database: Database
    zoom: ZoomClient
    key_ring: KeyRing
    plan: Plan = Plan.PRO

    async def way_in(
        self, participant: Participant, origin: Origin, *, did_not_work: OpeningWay | None = None
    ) -> Answer:
        """Answer the press of a participant, whose time it is: the page looks at the windows first.

        Args:
            participant: Who pressed.
            origin: How the trail names them.
            did_not_work: The way by which they say that they could not come in, such as where Zoom asked for a sign-in. The next
                one is offered then, and the coordinators are told.
        """
        async with self.database.transaction() as session:
            room = await room_of(session, participant.booking_id)
            meeting = room.meeting
            if meeting is None or meeting.zoom_meeting_id is None:
                return NoWayIn(NoWayReason.NOT_CONFIRMED)
            opens = is_mentor(participant) and room.way is not OpeningWay.COORDINATOR
            if opens and did_not_work is room.way:
                following = await note_failure(session, origin, room, meeting, room.way, reason="said_by_the_mentor")
                return AnotherWay(following, ASKED[following], failed=room.way)
            others = await _open_rooms(session, room) if opens else ()
            # As they are registered now: whoever asks may have read them before.
            who = await session.get_one(Participant, participant.id, populate_existing=True)
            name = await name_in_link(session, room.booking, who)
        if opens:
            return await self._as_host(room, meeting, others, who, origin)
        return await self._as_themselves(meeting, who, origin, name)

    async def _as_host(
        self, room: Room, meeting: Meeting, others: Sequence[Meeting], participant: Participant, origin: Origin
    ) -> Answer:
        """Lead to Zoom as the host, or to the next way, unless that would end another session of the host."""
        try:
            if await self._is_busy(room, others):
                return NoWayIn(NoWayReason.HOST_BUSY, BUSY_AGAIN_AFTER)
            url, reason = await self._host_way(meeting, room.way), "no_link"
        except ZoomError as error:
            if reaction_to(error) in _PASSES:
                return NoWayIn(NoWayReason.ZOOM_UNAVAILABLE, error.retry_after)
            url, reason = None, "refused_by_zoom"
        if url is not None:
            return await self._given(meeting, participant, origin, WayIn(url, as_host_by=room.way))
        async with self.database.transaction() as session:
            now = await room_of(session, participant.booking_id)
            following = await note_failure(session, origin, now, meeting, room.way, reason=reason)
        return AnotherWay(following, ASKED[following], failed=room.way)

    async def _as_themselves(self, meeting: Meeting, participant: Participant, origin: Origin, name: str) -> Answer:
        try:
            url = await own_way(self.zoom, meeting, participant, name)
        except ZoomError as error:
            return NoWayIn(NoWayReason.ZOOM_UNAVAILABLE, error.retry_after)
        if url is None:
            return NoWayIn(NoWayReason.NOT_REGISTERED, REGISTERED_AFTER)
        return await self._given(meeting, participant, origin, WayIn(url))

    async def _is_busy(self, room: Room, others: Sequence[Meeting]) -> bool:
        """Tell whether Zoom would end another session for this one. What events tell may be late, so Zoom itself is asked."""
        is_licensed = room.host is not None and room.host.licence is Licence.LICENSED
        limit, running = meetings_at_once(self.plan, is_licensed=is_licensed), 0
        for other in others:
            try:
                running += (await self.zoom.meeting(other.zoom_meeting_id or 0)).is_started
            except MeetingNotFoundError:
                continue
        return running >= limit

    async def _host_way(self, meeting: Meeting, way: OpeningWay) -> SecretStr | None:
        number = meeting.zoom_meeting_id or 0
        if way is OpeningWay.HOST_LINK:
            return await self.zoom.start_link(number)
        try:
            shared = self.key_ring.decrypt(meeting.join_url or "", context=context_of(meeting, "join_url"))
        except DecryptionError:
            return None
        # Zoom's own page for starting a meeting, on the account's own address: it asks who has not signed in to do so.
        link = urlsplit(shared)
        return SecretStr(f"{link.scheme}://{link.netloc}/s/{number}")

    async def _given(self, meeting: Meeting, participant: Participant, origin: Origin, way: WayIn) -> Answer:
        """Write the press down and give the way in, unless the session has lost its meeting while Zoom was asked."""
        async with self.database.transaction() as session:
            room = await room_of(session, participant.booking_id)
            if room.meeting is None or room.meeting.id != meeting.id:
                return NoWayIn(NoWayReason.NOT_CONFIRMED)
            await audit.append(
                session,
                origin=origin,
                action="session.way_in_given",
                subject=("participant", participant.id),
                partner_id=room.booking.partner_id,
                booking_id=room.booking.id,
                after={"as_host_by": way.as_host_by},
            )
        return way


async def _open_rooms(session: AsyncSession, room: Room) -> Sequence[Meeting]:
    """Return the meetings of the host's other sessions whose rooms are open, as far as is known."""
    if room.host is None:
        return ()
    query = (
        select(Meeting)
        .join(Booking, col(Booking.id) == col(Meeting.booking_id))
        .where(
            col(Booking.host_id) == room.host.id,
            col(Booking.id) != room.booking.id,
            col(Booking.room_opened_at).is_not(None),
            col(Meeting.state) != MeetingState.REMOVED,
            col(Meeting.zoom_meeting_id).is_not(None),
        )
    )
    return (await session.exec(query)).all()
