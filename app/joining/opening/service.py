"""Where a press on the button of a personal page leads: whoever opens the room into it as its host, everybody else to wait.

What makes somebody the host, or lets them in, is fetched from Zoom at the press, and is in the answer alone: never stored, logged
or written to the trail, which keeps that somebody pressed and by which way they went.
"""

import asyncio
from dataclasses import dataclass
from datetime import timedelta
from typing import Final
from urllib.parse import urlsplit

from pydantic import SecretStr

from app.audit import service as audit
from app.audit.origin import Origin
from app.bookings.models import Meeting
from app.bookings.opening.ways import Room, room_of
from app.bookings.participants.models import Participant, ParticipantRole
from app.hosts.models import Licence
from app.joining.links.service import note_opened
from app.joining.opening.answers import ASKED, AnotherWay, Answer, NoWayIn, NoWayReason, WayIn, ZoomAsks
from app.joining.opening.arrival import Arrival, arrival_of
from app.joining.opening.failures import Failed, note_failure
from app.joining.opening.own_way import name_in_link, own_way
from app.kit.database import Database
from app.kit.encryption import DecryptionError, KeyRing, context_of
from app.policy.opening import OpeningWay
from app.zoom.client import ZoomClient
from app.zoom.errors import MeetingNotFoundError, ZoomError
from app.zoom.limits.lanes import Lane
from app.zoom.limits.plans import Plan, meetings_at_once
from app.zoom.reactions import Reaction, reaction_to

TURN_WITHIN: Final = timedelta(seconds=8)
"""How long a press waits for its turn in the account's budget."""
ANSWERED_WITHIN: Final = timedelta(seconds=15)
"""How long somebody waits for the answer to their press, whatever Zoom does: longer than one request to Zoom may take."""
AGAIN_AFTER: Final = timedelta(seconds=5)
"""After so long it is worth to press again where Zoom did not answer in time, and said no time of its own."""
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
        sign_in_as: The address of the Zoom user that a coordinator signs in as.
    """

    opens: bool
    way: OpeningWay
    asks: ZoomAsks
    may_fail: bool = False
    sign_in_as: str | None = None


def shown_to(participant: Participant, room: Room) -> Shown:
    """Return what the page of a participant says of its button. Nobody at Zoom is asked."""
    if not room.is_opened_by(participant):
        return Shown(opens=False, way=room.way, asks=ZoomAsks.JOIN)
    host = room.host if participant.role is ParticipantRole.COORDINATOR else None
    # A mentor's own Zoom user is theirs: its address is nobody else's to see.
    sign_in_as = host.email if host is not None and host.person_id is None else None
    return Shown(opens=True, way=room.way, asks=ASKED[room.way], may_fail=len(room.ways) > 1, sign_in_as=sign_in_as)


class Opening:
    """Answers presses. One for the application."""

    def __init__(self, database: Database, zoom: ZoomClient, key_ring: KeyRing, plan: Plan = Plan.PRO) -> None:
        self._database = database
        self._zoom = zoom.in_lane(Lane.PRESS, patience=TURN_WITHIN)
        self._key_ring = key_ring
        self._plan = plan

    async def way_in(self, arrival: Arrival, origin: Origin, *, did_not_work: OpeningWay | None = None) -> Answer:
        """Answer the press of a participant, whose time it is: the page looks at the windows first.

        Args:
            arrival: Who pressed, as everything stands now.
            origin: How the trail names them.
            did_not_work: The way by which they say that they could not come in, such as where Zoom asked for a sign-in. The next
                one is offered then, and the coordinators are told.
        """
        room, meeting = arrival.room, arrival.room.meeting
        if meeting is None or meeting.zoom_meeting_id is None:
            return NoWayIn(NoWayReason.NOT_CONFIRMED)
        opens = room.is_opened_by(arrival.participant)
        if opens and did_not_work is room.way and len(room.ways) > 1:
            return await self._another_way(arrival, meeting, origin, reason=Failed.SAID)
        try:
            async with asyncio.timeout(ANSWERED_WITHIN.total_seconds()):
                found = await (self._as_host(arrival, meeting) if opens else self._as_themselves(arrival, meeting))
        except TimeoutError:
            return NoWayIn(NoWayReason.ZOOM_UNAVAILABLE, AGAIN_AFTER)
        match found:
            case WayIn():
                return await self._given(arrival, meeting, origin, found)
            case NoWayIn():
                return found
        return await self._another_way(arrival, meeting, origin, reason=found)

    async def _as_host(self, arrival: Arrival, meeting: Meeting) -> WayIn | NoWayIn | Failed:
        """Return the way in as the host, unless that would end another session of the host; or why this way does not work."""
        room = arrival.room
        try:
            if await self._is_busy(arrival):
                return NoWayIn(NoWayReason.HOST_BUSY, BUSY_AGAIN_AFTER)
            url = await self._host_way(meeting, room.way)
        except ZoomError as error:
            if reaction_to(error) in _PASSES:
                return NoWayIn(NoWayReason.ZOOM_UNAVAILABLE, error.retry_after or AGAIN_AFTER)
            return Failed.REFUSED
        if url is not None:
            return WayIn(url, as_host_by=room.way)
        # Nothing comes after the last way: whoever has signed in to Zoom as the host can start the meeting there.
        return Failed.NO_LINK if len(room.ways) > 1 else NoWayIn(NoWayReason.ZOOM_UNAVAILABLE)

    async def _as_themselves(self, arrival: Arrival, meeting: Meeting) -> WayIn | NoWayIn:
        if arrival.participant.role is ParticipantRole.COORDINATOR:
            # They come to open the room, or not at all.
            return NoWayIn(NoWayReason.MENTOR_OPENS)
        try:
            url = await own_way(self._zoom, meeting, arrival.participant, name_in_link(arrival))
        except ZoomError as error:
            return NoWayIn(NoWayReason.ZOOM_UNAVAILABLE, error.retry_after or AGAIN_AFTER)
        return WayIn(url) if url is not None else NoWayIn(NoWayReason.NOT_REGISTERED, REGISTERED_AFTER)

    async def _is_busy(self, arrival: Arrival) -> bool:
        """Tell whether Zoom would end another session for this one. What events tell may be late, so Zoom itself is asked."""
        host = arrival.room.host
        is_licensed = host is not None and host.licence is Licence.LICENSED
        limit, running = meetings_at_once(self._plan, is_licensed=is_licensed), 0
        for number in arrival.open_rooms:
            try:
                running += (await self._zoom.meeting(number)).is_started
            except MeetingNotFoundError:
                continue
        return running >= limit

    async def _host_way(self, meeting: Meeting, way: OpeningWay) -> SecretStr | None:
        number = meeting.zoom_meeting_id or 0
        if way is OpeningWay.HOST_LINK:
            return await self._zoom.start_link(number)
        try:
            shared = self._key_ring.decrypt(meeting.join_url or "", context=context_of(meeting, "join_url"))
        except DecryptionError:
            return None
        # Zoom's own page for starting a meeting, on the account's own address: it asks who has not signed in to do so.
        link = urlsplit(shared)
        return SecretStr(f"{link.scheme}://{link.netloc}/s/{number}")

    async def _another_way(self, arrival: Arrival, meeting: Meeting, origin: Origin, *, reason: Failed) -> AnotherWay:
        """Write down that the way that was offered did not work, and offer the next."""
        failed = arrival.room.way
        async with self._database.transaction() as session:
            now = await room_of(session, arrival.room.booking.id)
            role = arrival.participant.role
            return await note_failure(session, origin, now, meeting, failed, role=role, reason=reason)

    async def _given(self, arrival: Arrival, meeting: Meeting, origin: Origin, way: WayIn) -> Answer:
        """Write the press down and give the way in, unless they or the session lost it while Zoom was asked."""
        async with self._database.transaction() as session:
            now = await arrival_of(session, arrival.participant.id)
            if now is None or now.room.meeting is None or now.room.meeting.id != meeting.id:
                return NoWayIn(NoWayReason.NOT_CONFIRMED)
            if arrival.link is not None:
                if now.link is None or now.link.id != arrival.link.id:
                    return NoWayIn(NoWayReason.NOT_CONFIRMED)
                await note_opened(session, now.link)
            booking = now.room.booking
            await audit.append(
                session,
                origin=origin,
                action="session.way_in_given",
                subject=("participant", now.participant.id),
                partner_id=booking.partner_id,
                booking_id=booking.id,
                after={"as_host_by": way.as_host_by},
            )
        return way
