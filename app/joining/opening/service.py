"""Where a press on the button of a personal page leads: whoever opens the room into it as its host, everybody else to wait.

What makes somebody the host is fetched from Zoom at the press, and is in the answer alone: never stored, logged or written to the
trail, which keeps that somebody pressed and by which way they went.
"""

from dataclasses import dataclass
from typing import Protocol
from urllib.parse import urlsplit
from uuid import UUID

from pydantic import SecretStr
from sqlmodel.ext.asyncio.session import AsyncSession

from app.audit import service as audit
from app.audit.origin import Origin
from app.bookings.models import Booking, Meeting
from app.bookings.reading import booking_by_id, joinable_meeting
from app.joining.opening.answers import ASKED, AnotherWay, Answer, NoWayIn, NoWayReason, WayIn, ZoomAsks
from app.kit.database import Database
from app.kit.encryption import KeyRing, context_of
from app.policy.opening import OpeningRules, OpeningWay
from app.zoom.client import ZoomClient
from app.zoom.errors import ZoomError
from app.zoom.reactions import Reaction, reaction_to

MENTOR = "mentor"


class AtTheDoor(Protocol):
    """A participant of a booking, as their personal link names them."""

    id: UUID
    booking_id: UUID
    role: str
    person_id: UUID | None


@dataclass(frozen=True)
class Shown:
    """What a page says of the button before it is pressed.

    Args:
        opens: Whether this person opens the room.
        way: By which way it is opened; of a session without a meeting the one that would be offered.
        asks: What Zoom will ask of this person after the press.
    """

    opens: bool
    way: OpeningWay
    asks: ZoomAsks


@dataclass(frozen=True)
class _Seen:
    booking: Booking
    meeting: Meeting
    rules: OpeningRules
    ways: tuple[OpeningWay, ...]


async def shown_to(_: AsyncSession, participant: AtTheDoor) -> Shown:
    """Return what the page of a participant says of its button. Nobody at Zoom is asked."""
    way = _ways(OpeningRules())[0]
    opens = participant.role == MENTOR and way is not OpeningWay.COORDINATOR
    return Shown(opens, way, ASKED[way] if opens else ZoomAsks.JOIN)


@dataclass(frozen=True)
class Opening:
    """Answers presses. One for the application: `app.state.opening`."""

    database: Database
    zoom: ZoomClient
    key_ring: KeyRing

    async def way_in(self, participant: AtTheDoor, origin: Origin, *, did_not_work: OpeningWay | None = None) -> Answer:
        """Answer the press of a participant, whose time it is: the page looks at the windows first.

        Args:
            participant: Who pressed.
            origin: How the trail names them.
            did_not_work: The way by which they say that they could not come in, such as where Zoom asked for a sign-in. The next
                one is offered then, and the coordinator is told.
        """
        async with self.database.transaction() as session:
            seen = await self._look(session, participant)
        if seen is None:
            return NoWayIn(NoWayReason.NOT_CONFIRMED)
        way = seen.ways[0]
        if participant.role != MENTOR or way is OpeningWay.COORDINATOR:
            return await self._as_themselves(seen, participant, origin)
        if did_not_work is way:
            return _next_of(seen.ways[1], way)
        return await self._as_host(seen, participant, origin, way)

    async def _as_host(self, seen: _Seen, participant: AtTheDoor, origin: Origin, way: OpeningWay) -> Answer:
        try:
            url = await self._host_way(seen, way)
        except ZoomError as error:
            if reaction_to(error) in {Reaction.RETRY, Reaction.WAIT}:
                return NoWayIn(NoWayReason.ZOOM_UNAVAILABLE, error.retry_after)
            url = None
        if url is None:
            return _next_of(seen.ways[1], way)
        return await self._given(seen, participant, origin, WayIn(url, as_host_by=way))

    async def _look(self, session: AsyncSession, participant: AtTheDoor) -> _Seen | None:
        booking = await booking_by_id(session, participant.booking_id, None)
        meeting = await joinable_meeting(session, booking)
        if meeting is None or meeting.zoom_meeting_id is None:
            return None
        rules = OpeningRules()
        return _Seen(booking, meeting, rules, _ways(rules))

    async def _host_way(self, seen: _Seen, way: OpeningWay) -> SecretStr | None:
        if way is OpeningWay.HOST_LINK:
            return await self.zoom.start_link(seen.meeting.zoom_meeting_id or 0)
        link = urlsplit(self._join_url(seen.meeting).get_secret_value())
        return SecretStr(f"{link.scheme}://{link.netloc}/s/{seen.meeting.zoom_meeting_id}")

    async def _as_themselves(self, seen: _Seen, participant: AtTheDoor, origin: Origin) -> Answer:
        return await self._given(seen, participant, origin, WayIn(self._join_url(seen.meeting)))

    def _join_url(self, meeting: Meeting) -> SecretStr:
        return SecretStr(self.key_ring.decrypt(meeting.join_url or "", context=context_of(meeting, "join_url")))

    async def _given(self, seen: _Seen, participant: AtTheDoor, origin: Origin, way: WayIn) -> Answer:
        """Write the press down and give the way in, unless the session has lost its meeting while Zoom was asked."""
        async with self.database.transaction() as session:
            now = await self._look(session, participant)
            if now is None or now.meeting.id != seen.meeting.id:
                return NoWayIn(NoWayReason.NOT_CONFIRMED)
            await audit.append(
                session,
                origin=origin,
                action="session.way_in_given",
                subject=("participant", participant.id),
                partner_id=now.booking.partner_id,
                booking_id=now.booking.id,
                after={"as_host_by": way.as_host_by},
            )
        return way


def _ways(rules: OpeningRules) -> tuple[OpeningWay, ...]:
    """Return the ways in that are left for whoever opens the room, the next one first. A coordinator always is."""
    return tuple(way for way in rules.offered if way is not OpeningWay.OWN_USER)


def _next_of(way: OpeningWay, failed: OpeningWay) -> AnotherWay:
    return AnotherWay(way, ASKED[way], failed)
