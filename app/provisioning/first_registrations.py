"""Registers the people of new sessions at Zoom, many sessions at a time, when nothing more urgent is to be done.

What is due stands at the meetings. Whatever is not as simple as registering somebody for the first time is left to the
reconciler.
"""

import asyncio
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import timedelta
from typing import Any, Final
from uuid import UUID

import structlog
from sqlalchemy import ARRAY, Uuid, any_, bindparam, update
from sqlmodel import col, select
from sqlmodel.ext.asyncio.session import AsyncSession

from app.bookings.in_force import policy_under
from app.bookings.models import Booking, Meeting, MeetingState
from app.bookings.participants.registering import Place, Registered, first_asked, note_registered
from app.bookings.states import STANDS_AT_ZOOM, WANTS_MEETING
from app.installation.trust import require_trust
from app.kit.clock import utc_now
from app.kit.database import Database
from app.kit.jobs import BULK, enqueue_reconcile, enqueue_register
from app.policy.doors import DisplayName
from app.provisioning.leases import Lease, LeaseLostError, Leases
from app.provisioning.records import LIVE
from app.provisioning.registrations import note_done, register_first
from app.registry.partners.models import Partner
from app.settings import Settings
from app.zoom.admission import Admission
from app.zoom.client import ZoomClient
from app.zoom.errors import ZoomError
from app.zoom.limits.lanes import Lane

AT_ONCE: Final = 20
"""Sessions whose people are registered together, before other work gets its turn."""
_LATER: Final = timedelta(minutes=1)
"""After this it is looked again at a session that could not be dealt with, or was left to the reconciler."""

_WAITS: Final = col(Meeting.register_at) <= bindparam("now")
_ANY_DUE: Final = select(Meeting.id).where(_WAITS).limit(1)
_DUE: Final = (
    select(Meeting, Booking, Partner.guidance)
    .join(Booking, col(Booking.id) == col(Meeting.booking_id))
    .join(Partner, col(Partner.id) == col(Booking.partner_id))
    .where(_WAITS)
    .order_by(col(Meeting.register_at))
    .limit(AT_ONCE)
)
_POSTPONE: Final = (
    update(Meeting)
    .where(col(Meeting.id) == any_(bindparam("meetings", type_=ARRAY(Uuid))), _WAITS)
    .values(register_at=bindparam("later"))
    .execution_options(synchronize_session=False)
)

log = structlog.get_logger(__name__)


@dataclass(frozen=True)
class _Session:
    """A session whose people are to be registered, as it was read."""

    booking: Booking
    meeting: Meeting
    guidance: Mapping[str, Any]

    @property
    def is_over(self) -> bool:
        """Whether its meeting is not wanted any more."""
        return self.booking.state not in WANTS_MEETING or self.meeting.state not in LIVE

    @property
    def is_ready(self) -> bool:
        """Whether people can be registered: its meeting is proven, and no other work about it is due."""
        stands = self.booking.state in STANDS_AT_ZOOM and self.meeting.state is MeetingState.PROVEN
        return stands and self.meeting.admission is Admission.REGISTRATION


async def ask_to_register(session: AsyncSession) -> None:
    """Ask the worker to register the people of new sessions, if there are any."""
    if (await session.exec(_ANY_DUE, params={"now": utc_now()})).first() is not None:
        await enqueue_register(session)


class FirstRegistrations:
    """Registers the people of new sessions."""

    def __init__(self, settings: Settings, database: Database, zoom: ZoomClient, leases: Leases) -> None:
        self._domain = settings.participant_domain
        self._database = database
        self._zoom = zoom.in_lane(Lane.BULK)
        self._leases = leases

    async def register_some(self) -> None:
        """Register the people of some of the sessions that wait for it, and ask for the others to be taken next.

        Raises:
            RecoveringError: The database may be older than what was last done at Zoom.
        """
        due = await self._due()
        if not due:
            return
        async with self._leases.leases([each.booking.id for each in due]) as (lease, held):
            if not held:
                # Another worker is at these.
                return
            try:
                await self._register([each for each in due if each.booking.id in held], lease)
            except LeaseLostError:
                return
        if len(due) == AT_ONCE:
            async with self._database.transaction() as session:
                await enqueue_register(session)

    async def _due(self) -> Sequence[_Session]:
        async with self._database.transaction() as session:
            await require_trust(session)
            rows = (await session.exec(_DUE, params={"now": utc_now()})).all()
        return [_Session(booking, meeting, guidance) for meeting, booking, guidance in rows]

    async def _register(self, due: Sequence[_Session], lease: Lease) -> None:
        ready = [each for each in due if each.is_ready]
        people = await self._asked(ready)
        lease.check()
        first = [each for each in ready if each.booking.id in people]
        answers = await asyncio.gather(*(self._register_first(each, people[each.booking.id]) for each in first))
        done = {each.booking.id: each for each in answers if each is not None}
        left = [each for each in ready if each.booking.id not in done]
        settled = [each for each in due if each.booking.id in done or each.is_over]
        async with self._database.transaction() as session:
            await note_registered(session, list(done.values()))
            await note_done(session, _meetings(settled))
            now = utc_now()
            others = _meetings(each for each in due if each not in settled)
            if others:
                await session.exec(_POSTPONE, params={"meetings": others, "now": now, "later": now + _LATER})
            # About these Zoom was asked before, or has not answered now: it must be asked who is registered.
            await enqueue_reconcile(session, [each.booking.id for each in left], priority=BULK, unless_waiting=True)

    async def _asked(self, ready: Sequence[_Session]) -> Mapping[UUID, Sequence[Place]]:
        """Write down whom Zoom is about to be asked to register for the first time; return them by booking."""
        people: dict[UUID, list[Place]] = defaultdict(list)
        async with self._database.transaction() as session:
            rules: dict[UUID, DisplayName] = {}
            for each in ready:
                policy = await policy_under(session, each.booking, each.guidance)
                rules[each.booking.id] = policy.document.doors.display_name
            for place in await first_asked(session, rules, utc_now()):
                people[place.participant.booking_id].append(place)
        return people

    async def _register_first(self, due: _Session, people: Sequence[Place]) -> Registered | None:
        try:
            return await register_first(self._zoom, self._domain, due.booking, due.meeting, people)
        except ZoomError as error:
            log.warning("registration.failed", booking_id=str(due.booking.id), circumstances=str(error))
            return None


def _meetings(sessions: Iterable[_Session]) -> Sequence[UUID]:
    return [each.meeting.id for each in sessions]
