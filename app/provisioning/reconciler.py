"""Makes Zoom match what a booking wants. There is this one path to Zoom's meetings, no other.

It is level-triggered: it looks at what is wanted and at what is there, and makes the smallest change. Running it twice, late,
or after a crash at any step is harmless; a job, a webhook or a timer is only a hint to run it.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import timedelta
from typing import Final
from uuid import UUID

import structlog

from app.audit.origin import WORKER
from app.bookings.lifecycle import change_state
from app.bookings.reading import booking_for_update
from app.bookings.states import KEEPS_MEETING, WANTS_MEETING, BookingState
from app.clock import utc_now
from app.database import Database
from app.policy.safety import SafetyProfile
from app.provisioning import hosts
from app.provisioning.failures import Next, delay_after, verdict_on
from app.provisioning.leases import Lease, LeaseLostError, Leases
from app.provisioning.meetings import MeetingMaker, Overtaken, Unsafe
from app.provisioning.records import Snapshot, mark_live_removing, snapshot
from app.registry.models import Host
from app.settings import Settings
from app.zoom.client import ZoomClient
from app.zoom.errors import MeetingNotFoundError, ZoomError

SOMEBODY_ELSE_ACTS: Final = timedelta(milliseconds=250)
STEPS_AT_ONCE: Final = 6
"""More than any booking takes; one that keeps changing gives way to others."""

log = structlog.get_logger(__name__)


@dataclass(frozen=True)
class Again:
    """Run once more, at once or after a while. None instead of it: Zoom matches, nothing is left to do."""

    after: timedelta = timedelta(0)


class Reconciler:
    """Reconciles bookings, each by one worker at a time."""

    def __init__(self, settings: Settings, database: Database, zoom: ZoomClient, leases: Leases) -> None:
        self._settings = settings
        self._database = database
        self._zoom = zoom
        self._leases = leases
        self._maker = MeetingMaker(settings.key_ring, database, zoom)

    async def reconcile(self, booking_id: UUID) -> Again | None:
        """Bring Zoom to what this booking wants; tell whether and when to look again."""
        async with self._leases.lease(booking_id) as lease:
            if lease is None:
                return Again(SOMEBODY_ELSE_ACTS)
            try:
                for _ in range(STEPS_AT_ONCE):
                    again = await self._bring_about(booking_id, lease)
                    if again is None or again.after:
                        return again
                return Again(SOMEBODY_ELSE_ACTS)
            except LeaseLostError:
                return Again(SOMEBODY_ELSE_ACTS)
            except ZoomError as error:
                return await self._failed(booking_id, error)

    async def note_failure(self, booking_id: UUID, error: Exception, problem: str) -> timedelta:
        """Write down that an attempt failed; return how long to wait before the next."""
        async with self._database.transaction() as session:
            booking = await booking_for_update(session, booking_id)
            booking.attempts += 1
            delay = delay_after(error, booking.attempts, self._settings)
            booking.next_attempt_at = utc_now() + delay
            if booking.state in WANTS_MEETING:
                booking.problem = problem
        return delay

    async def _bring_about(self, booking_id: UUID, lease: Lease) -> Again | None:
        seen = await snapshot(self._database, booking_id)
        state = seen.booking.state
        if state in WANTS_MEETING and seen.host is not None:
            if seen.booking.ends_at <= utc_now():
                again = await self._too_late(seen) if state is BookingState.PROVISIONING else None
            elif seen.live is not None and seen.live.host_id != seen.host.id:
                again = await self._retire(seen)
            else:
                again = await self._ensure(seen, seen.host, lease)
            if again is not None:
                return again
        elif state is BookingState.IN_PROGRESS:
            await self._notice_end(seen)
        elif state not in KEEPS_MEETING and seen.live is not None:
            return await self._retire(seen)
        return await self._clear_away(seen, lease)

    async def _ensure(self, seen: Snapshot, host: Host, lease: Lease) -> Again | None:
        profile = SafetyProfile(seen.booking.safety)
        if not hosts.is_proven_for(host, profile, self._settings.host_proof_age):
            proven = await hosts.prove_and_keep(self._database, self._zoom, WORKER, host.id, at_least=profile)
            problem = "The host's Zoom settings could not be proven safe. Book again: another host is used."
            return Again() if proven else await self._end(seen, BookingState.BLOCKED, problem)
        outcome = await self._maker.ensure(seen, host, lease)
        if isinstance(outcome, Unsafe):
            return await self._end(seen, BookingState.BLOCKED, outcome.problem, outcome.differences)
        return Again() if isinstance(outcome, Overtaken) else None

    async def _end(
        self, seen: Snapshot, state: BookingState, problem: str, differences: Mapping[str, str] | None = None
    ) -> Again:
        """Better no meeting: the booking ends, and its meeting is removed in the run that follows."""
        async with self._database.transaction() as session:
            booking = await booking_for_update(session, seen.booking.id)
            if booking.version == seen.booking.version:
                after = {"differences": dict(differences)} if differences else None
                await change_state(session, booking, state, origin=WORKER, problem=problem, after=after)
                await mark_live_removing(session, booking.id)
        return Again()

    async def _too_late(self, seen: Snapshot) -> Again:
        problem = "The session's time has passed before its meeting could be made."
        return await self._end(seen, BookingState.FAILED, problem)

    async def _retire(self, seen: Snapshot) -> Again:
        """The present meeting is not wanted any more: it is removed, after another one is proven if one is wanted."""
        async with self._database.transaction() as session:
            await mark_live_removing(session, seen.booking.id)
        return Again()

    async def _notice_end(self, seen: Snapshot) -> None:
        """Complete a session whose end Zoom did not tell us of."""
        if seen.live is None or seen.live.zoom_meeting_id is None:
            return
        try:
            if (await self._zoom.meeting(seen.live.zoom_meeting_id)).is_started:
                return
        except MeetingNotFoundError:
            log.info("meeting.gone", booking_id=str(seen.booking.id))
        async with self._database.transaction() as session:
            booking = await booking_for_update(session, seen.booking.id)
            if booking.version == seen.booking.version:
                await change_state(session, booking, BookingState.COMPLETED, origin=WORKER)

    async def _clear_away(self, seen: Snapshot, lease: Lease) -> Again | None:
        """Delete what is to be removed, and what an unanswered create call may have left twice."""
        seen = await snapshot(self._database, seen.booking.id) if seen.live is None else seen
        for meeting in seen.removing:
            await self._maker.remove(seen, meeting, lease)
        if seen.removing or seen.doubtful:
            seen = await snapshot(self._database, seen.booking.id)
        if seen.doubtful and await self._maker.remove_twins(seen, lease):
            return Again(self._settings.twin_check)
        if seen.booking.next_attempt_at is not None:
            await self._note_success(seen)
        return None

    async def _note_success(self, seen: Snapshot) -> None:
        async with self._database.transaction() as session:
            booking = await booking_for_update(session, seen.booking.id)
            booking.attempts, booking.next_attempt_at = 0, None

    async def _failed(self, booking_id: UUID, error: ZoomError) -> Again:
        verdict = verdict_on(error)
        log.warning("zoom.failed", booking_id=str(booking_id), error=type(error).__name__, circumstances=str(error))
        if verdict.next in {Next.GIVE_UP, Next.GIVE_UP_HOST}:
            async with self._database.transaction() as session:
                booking = await booking_for_update(session, booking_id)
                if verdict.next is Next.GIVE_UP_HOST and booking.host_id is not None:
                    await hosts.take_out(session, WORKER, booking.host_id, type(error).__name__)
                if booking.state in WANTS_MEETING:
                    await change_state(session, booking, BookingState.FAILED, origin=WORKER, problem=verdict.problem)
                    await mark_live_removing(session, booking.id)
                    return Again()
        return Again(await self.note_failure(booking_id, error, verdict.problem))
