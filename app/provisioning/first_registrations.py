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
from app.bookings.participants.registering import Place, first_asked, note_not_asked, note_registered
from app.bookings.participants.service import OF_THE_PAIRING
from app.bookings.states import STANDS_AT_ZOOM, WANTS_MEETING
from app.installation.trust import require_trust
from app.kit.clock import utc_now
from app.kit.database import Database
from app.kit.jobs import BULK, enqueue_reconcile, enqueue_register
from app.policy.doors import DisplayName
from app.provisioning.leases import Lease, LeaseLostError, Leases
from app.provisioning.records import LIVE
from app.provisioning.registrations import add_all, note_done, registered_by
from app.registry.partners.models import Partner
from app.settings import Settings
from app.zoom.admission import Admission
from app.zoom.client import ZoomClient
from app.zoom.endpoints import ENDPOINTS
from app.zoom.errors import Operation, QuotaExhaustedError, ZoomError
from app.zoom.limits.lanes import LANES, Lane
from app.zoom.limits.plans import QUOTAS, Plan
from app.zoom.schemas import Registrant

_SECONDS: Final = 2
"""As many sessions as can be registered in this time are dealt with together: whatever else is due about them waits so long."""
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
    .limit(bindparam("at_once"))
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


def sessions_at_once(plan: Plan) -> int:
    """Return how many sessions' people are registered together on an account of this plan."""
    quota = QUOTAS[plan][ENDPOINTS[Operation.ADD_REGISTRANT].label]
    calls = _SECONDS / quota.interval * LANES[Lane.BULK].share_of_pace
    return max(1, int(calls / len(OF_THE_PAIRING)))


async def ask_to_register(session: AsyncSession) -> None:
    """Ask the worker to register the people of new sessions, if there are any."""
    if (await session.exec(_ANY_DUE, params={"now": utc_now()})).first() is not None:
        await enqueue_register(session)


class FirstRegistrations:
    """Registers the people of new sessions."""

    def __init__(self, settings: Settings, database: Database, zoom: ZoomClient, leases: Leases) -> None:
        self._domain = settings.participant_domain
        self._at_once = sessions_at_once(settings.zoom_plan)
        self._database = database
        self._zoom = zoom.in_lane(Lane.BULK)
        self._leases = leases

    async def register_some(self) -> None:
        """Register the people of some of the sessions that wait for it, and ask for the others to be taken next.

        Raises:
            RecoveringError: The database may be older than what was last done at Zoom.
        """
        due, has_room = await self._due(), True
        if not due:
            return
        async with self._leases.leases([each.booking.id for each in due]) as (lease, held):
            if not held:
                # Another worker is at these.
                return
            try:
                has_room = await self._register([each for each in due if each.booking.id in held], lease)
            except LeaseLostError:
                return
        if has_room and len(due) == self._at_once:
            async with self._database.transaction() as session:
                await enqueue_register(session)

    async def _due(self) -> Sequence[_Session]:
        async with self._database.transaction() as session:
            await require_trust(session)
            rows = (await session.exec(_DUE, params={"now": utc_now(), "at_once": self._at_once})).all()
        return [_Session(booking, meeting, guidance) for meeting, booking, guidance in rows]

    async def _register(self, due: Sequence[_Session], lease: Lease) -> bool:
        """Deal with sessions that are due; tell whether Zoom has room for more."""
        ready = [each for each in due if each.is_ready]
        people = await self._asked(ready)
        lease.check()
        first = [each for each in ready if each.booking.id in people]
        calls = [add_all(self._zoom, self._domain, each.meeting, people[each.booking.id]) for each in first]
        answers = {each.booking.id: given for each, given in zip(first, await asyncio.gather(*calls), strict=True)}
        done = [each for each in first if _are_all(Registrant, answers[each.booking.id])]
        # Nothing was sent about these. Bookings went first.
        unasked = [each for each in first if _are_all(QuotaExhaustedError, answers[each.booking.id])]
        # About these Zoom was asked before, or has not answered now: it must be asked who is registered.
        left = [each for each in ready if each not in done and each not in unasked]
        for each in left:
            errors = sorted(
                {type(answer).__name__ for answer in answers.get(each.booking.id, ())} - {Registrant.__name__}
            )
            log.info("registration.left", booking_id=str(each.booking.id), errors=errors)
        settled = [*done, *(each for each in due if each.is_over)]
        async with self._database.transaction() as session:
            await note_registered(
                session,
                [
                    registered_by(each.booking, each.meeting, people[each.booking.id], answers[each.booking.id])
                    for each in done
                ],
            )
            await note_done(session, _meetings(settled))
            if unasked:
                await note_not_asked(session, [place for each in unasked for place in people[each.booking.id]])
            if later := _meetings(each for each in due if each not in settled and each not in unasked):
                now = utc_now()
                await session.exec(_POSTPONE, params={"meetings": later, "now": now, "later": now + _LATER})
            await enqueue_reconcile(session, [each.booking.id for each in left], priority=BULK, unless_waiting=True)
        return not unasked

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


def _are_all(kind: type[Registrant] | type[ZoomError], answers: Iterable[Registrant | ZoomError]) -> bool:
    return all(isinstance(answer, kind) for answer in answers)


def _meetings(sessions: Iterable[_Session]) -> Sequence[UUID]:
    return [each.meeting.id for each in sessions]
