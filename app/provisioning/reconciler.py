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
from app.bookings.models import Meeting, MeetingState
from app.bookings.reading import booking_for_update
from app.bookings.review import decide_again
from app.bookings.room import RoomStep
from app.bookings.states import KEEPS_MEETING, STANDS_AT_ZOOM, WANTS_MEETING, BookingState
from app.hosts import proving as hosts
from app.hosts.models import Host
from app.installation.trust import require_trust
from app.kit.clock import utc_now
from app.kit.database import Database
from app.policy.room import RoomAction
from app.policy.safety import SafetyProfile
from app.provisioning import rooms
from app.provisioning.allocation import can_hold, move_to_another_host
from app.provisioning.checking import CHECKED_DURING, is_near, next_look_when_over
from app.provisioning.creating import MeetingCreation
from app.provisioning.giving_up import delay_after, give_up, report_account, report_remains
from app.provisioning.leases import Lease, LeaseLostError, Leases
from app.provisioning.measures import take_measures
from app.provisioning.meetings import MeetingMaker, Overtaken, Proven, Unsafe
from app.provisioning.overrunning import report_overrun
from app.provisioning.records import LEFT_AFTER, Snapshot, leave_removing, mark_live_removing, snapshot
from app.provisioning.registrations import Registrations
from app.provisioning.removing import remove_meeting
from app.provisioning.unknown_meetings import remove_unknown
from app.settings import Settings
from app.zoom.client import ZoomClient
from app.zoom.errors import RateLimitedError, RateLimitScope, ZoomError
from app.zoom.limits.lanes import Lane
from app.zoom.reactions import Reaction, problem_of, reaction_to

SOMEBODY_ELSE_ACTS: Final = timedelta(milliseconds=250)
STILL_RUNNING: Final = timedelta(seconds=1)
REMOVALS_BEFORE_TELLING: Final = 5
STEPS_AT_ONCE: Final = 6
"""More than any booking takes; one that keeps changing gives way to others."""

HOST_UNPROVEN: Final = (
    "No host's Zoom settings could be proven safe. Ask the organisation's Zoom administrator to correct them; "
    "then a coordinator can try this session again."
)

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

    async def reconcile(self, booking_id: UUID) -> Again | None:
        """Bring Zoom to what this booking wants; tell whether and when to look again.

        Raises:
            RecoveringError: The database may be older than what was last done at Zoom: a person decides first.
        """
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

    async def remove_unknown(self, mismatch_id: UUID) -> Again | None:
        """Delete, from Zoom, a meeting that no booking has and that a person has decided to delete.

        Raises:
            RecoveringError: The database may be older than what was last done at Zoom.
        """
        async with self._database.single_statement() as session:
            await require_trust(session)
        async with self._leases.lease(mismatch_id) as lease:
            if lease is None:
                return Again(SOMEBODY_ELSE_ACTS)
            try:
                await remove_unknown(self._database, self._zoom.in_lane(Lane.URGENT), mismatch_id, lease)
            except LeaseLostError:
                return Again(SOMEBODY_ELSE_ACTS)
            except ZoomError as error:
                log.warning("zoom.unknown_not_removed", mismatch_id=str(mismatch_id), error=type(error).__name__)
                return Again(error.retry_after or self._settings.retry_longest)
        return None

    async def note_failure(self, booking_id: UUID, error: Exception, problem: str) -> timedelta | None:
        """Write down that an attempt failed; return how long to wait before the next, None where there is none.

        What Zoom is to blame for is tried until the session's time has passed; a fault of our own only so often.
        """
        async with self._database.transaction() as session:
            booking = await booking_for_update(session, booking_id)
            ours, wants = not isinstance(error, ZoomError), booking.state in WANTS_MEETING
            # Failures of our own are counted apart: those of Zoom before them are no reason to give up.
            booking.attempts = 1 if ours and booking.problem != problem else booking.attempts + 1
            if wants and ours and booking.attempts >= self._settings.give_up_after:
                await give_up(session, booking, BookingState.FAILED, problem)
                return None
            delay = delay_after(error, booking.attempts, self._settings)
            booking.next_attempt_at = utc_now() + delay
            if wants:
                booking.problem = problem
        return delay

    async def _bring_about(self, booking_id: UUID, lease: Lease) -> Again | None:
        seen = await snapshot(self._database, booking_id)
        state = seen.booking.state
        zoom = self._zoom.in_lane(_lane(seen))
        may_run_until = seen.booking.ends_at + seen.rules.overruns
        if seen.is_stale and state in WANTS_MEETING and may_run_until > utc_now():
            # Nothing is made or kept at Zoom by a decision that a fact has overtaken.
            async with self._database.transaction() as session:
                await decide_again(session, booking_id)
            return Again()
        again: Again | Proven | None = None
        if seen.booking.room_actions and await take_measures(self._database, self._urgently(), seen, lease):
            return Again()
        if state in WANTS_MEETING and seen.host is not None:
            again = await self._protect(seen, seen.host, zoom, lease)
        elif state in KEEPS_MEETING:
            again = await self._keep_closed(seen, lease)
        elif seen.live is not None:
            again = await self._retire(seen)
        if isinstance(again, Again):
            return again
        remains = await self._clear_away(seen, zoom, lease)
        unregistered = await self._register(seen, again.meeting, lease) if again is not None else None
        return min(filter(None, (remains, unregistered)), key=lambda each: each.after, default=None)

    async def _register(self, seen: Snapshot, meeting: Meeting, lease: Lease) -> Again | None:
        """Have everybody registered who takes part. The booking is confirmed already: nobody waits for this."""
        is_new = seen.booking.state is BookingState.PROVISIONING and meeting.register_at is not None
        if is_new and not is_near(seen.booking.starts_at, utc_now()):
            # With the people of other new sessions, when nothing more urgent is to be done.
            return None
        registrations = Registrations(self._settings, self._database, self._zoom)
        after = await registrations.ensure(seen, meeting, lease)
        return None if after is None else Again(after)

    async def _protect(self, seen: Snapshot, host: Host, zoom: ZoomClient, lease: Lease) -> Again | Proven | None:
        """Keep a session's meeting as it must be until its time is over and its room is closed."""
        if seen.booking.is_ended:
            return await self._await_end(seen, lease)
        if seen.booking.end_requested_at is not None:
            return await self._end_as_asked(seen, lease)
        if seen.booking.ends_at <= utc_now():
            is_open = await rooms.is_open(self._urgently(), seen)
            is_held = not is_open and await rooms.is_held(self._database, seen)
            step = rooms.step_of(seen, is_open=is_open, is_held=is_held)
            if step is not RoomStep.PROTECT:
                return await self._close(seen, step, lease)
        if seen.live is not None and seen.live.host_id != host.id:
            return await self._retire(seen)
        return await self._ensure(seen, host, zoom, lease)

    async def _ensure(self, seen: Snapshot, host: Host, zoom: ZoomClient, lease: Lease) -> Again | Proven | None:
        if not can_hold(host, seen.booking.ends_at - seen.booking.starts_at, seen.mentor_id):
            return await self._change_host(seen)
        profile = SafetyProfile(seen.booking.safety)
        if not hosts.is_proven_for(host, profile, self._settings.host_proof_age):
            proven = await hosts.prove_and_keep(self._database, self._zoom, WORKER, host.id, at_least=profile)
            return Again() if proven else await self._change_host(seen, blocked=HOST_UNPROVEN)
        maker = MeetingMaker(self._settings.key_ring, self._database, zoom)
        outcome = await maker.ensure(seen, host, lease)
        if isinstance(outcome, RoomStep):
            return await self._end_room(seen, outcome, lease)
        if isinstance(outcome, Unsafe):
            return await self._unsafe(seen, outcome)
        return Again() if isinstance(outcome, Overtaken) else outcome

    async def _unsafe(self, seen: Snapshot, outcome: Unsafe) -> Again:
        if outcome.while_open:
            return await self._loosened(seen, outcome.differences)
        return await self._end(seen, BookingState.BLOCKED, outcome.problem, outcome.differences)

    async def _end_room(self, seen: Snapshot, step: RoomStep, lease: Lease) -> Again:
        lease.check()
        await rooms.end_and_report(self._database, self._urgently(), seen, step)
        return Again(STILL_RUNNING)

    async def _loosened(self, seen: Snapshot, differences: Mapping[str, str]) -> Again:
        """A room is open that is not proven safe: it is reported and tried again, or ended where that is asked for."""
        never_proven = seen.live is None or seen.live.proven_at is None
        await rooms.report_loosened(self._database, seen, differences)
        if never_proven or seen.rules.loosened is RoomAction.END:
            await rooms.end_room(self._database, self._urgently(), seen, because="not_proven_safe")
            return Again(STILL_RUNNING)
        return Again(CHECKED_DURING)

    async def _change_host(self, seen: Snapshot, *, blocked: str | None = None) -> Again:
        """Another host holds the session. Without one it is blocked, or the rules say what is missing."""
        if seen.booking.state is BookingState.IN_PROGRESS and await rooms.is_open(self._urgently(), seen):
            # Nobody is sent out of a session that runs to begin it anew with another host, unless that is asked for.
            in_the_way = await hosts.hindrances_of(self._database, seen.booking.host_id)
            return await self._loosened(seen, in_the_way.found)
        if await move_to_another_host(self._database, seen.booking):
            return Again()
        if blocked is not None:
            in_the_way = await hosts.hindrances_of(self._database, seen.booking.host_id)
            problem = in_the_way.as_problem(blocked)
            return await self._end(seen, BookingState.BLOCKED, problem, in_the_way.found)
        async with self._database.transaction() as session:
            booking = await booking_for_update(session, seen.booking.id)
            booking.next_decision_at = utc_now()
            await session.flush()
            await decide_again(session, booking.id)
            if booking.state in WANTS_MEETING:
                # The rules see a host that we could not have: look again when its other sessions may be over.
                return Again(self._settings.retry_longest)
        return Again()

    async def _end(
        self, seen: Snapshot, state: BookingState, problem: str, differences: Mapping[str, str] | None = None
    ) -> Again:
        """Better no meeting: the booking ends, and its meeting is removed in the run that follows."""
        async with self._database.transaction() as session:
            booking = await booking_for_update(session, seen.booking.id)
            if booking.version == seen.booking.version:
                await give_up(session, booking, state, problem, differences)
        return Again()

    async def _too_late(self, seen: Snapshot) -> Again:
        problem = "The session's time has passed before its meeting could be made."
        return await self._end(seen, BookingState.FAILED, problem)

    async def _retire(self, seen: Snapshot) -> Again:
        """The present meeting is not wanted any more: it is removed, after another one is proven if one is wanted."""
        async with self._database.transaction() as session:
            await mark_live_removing(session, seen.booking.id)
        return Again()

    async def _close(self, seen: Snapshot, step: RoomStep, lease: Lease) -> Again | None:
        """Do what follows when a session's time has passed."""
        was_proven = seen.live is not None and seen.live.proven_at is not None
        if step is RoomStep.END_LATE_ROOM:
            return await self._end_room(seen, step, lease)
        if step is RoomStep.COMPLETE:
            return await self._finish(seen, BookingState.COMPLETED)
        if seen.booking.state is BookingState.PROVISIONING and not was_proven:
            return await self._too_late(seen)
        given_up = seen.booking.ends_at < utc_now() - LEFT_AFTER
        if not given_up and await rooms.ask_whether_held(self._settings, self._database, self._urgently(), seen):
            return Again()
        if step is RoomStep.AWAIT_EVENTS:
            await rooms.note_room(self._database, seen, is_open=False)
            return None
        return await self._finish(seen, BookingState.NOT_HELD)

    async def _end_as_asked(self, seen: Snapshot, lease: Lease) -> Again | None:
        """End the room because somebody asks for it. In the session's time that ends it for good, and its meeting goes."""
        zoom = self._urgently()
        is_open, is_over = await rooms.is_open(zoom, seen), seen.booking.ends_at <= utc_now()
        if is_over and not is_open:
            return await self._close_by_record(seen, lease)
        if is_over and seen.booking.state is BookingState.CONFIRMED:
            async with self._database.transaction() as session:
                await report_overrun(session, seen.booking)
        if is_open:
            lease.check()
            await rooms.note_held(self._database, seen)
            await rooms.end_room(self._database, zoom, seen, because="asked_for")
            if await rooms.is_open(zoom, seen):
                return Again(STILL_RUNNING)
        await rooms.note_ended(self._database, seen, is_over=is_over)
        return Again()

    async def _await_end(self, seen: Snapshot, lease: Lease) -> Again | None:
        """Leave a session that was ended without a meeting, until its time is over and its record tells whether it was held."""
        if seen.live is not None:
            return await self._retire(seen)
        return None if seen.booking.ends_at > utc_now() else await self._close_by_record(seen, lease)

    async def _close_by_record(self, seen: Snapshot, lease: Lease) -> Again | None:
        is_held = await rooms.is_held(self._database, seen)
        return await self._close(seen, rooms.step_of(seen, is_open=False, is_held=is_held), lease)

    async def _keep_closed(self, seen: Snapshot, lease: Lease) -> Again | None:
        """End a room that was opened again after its session, and ask Zoom for what no event told of it."""
        if await rooms.lacks_answers(self._database, seen):
            await rooms.ask_whether_held(self._settings, self._database, self._zoom.in_lane(Lane.BULK), seen)
        if seen.live is None:
            return None
        again_at = next_look_when_over(seen.booking.ends_at, seen.rules.overruns, utc_now())
        is_told_open = seen.booking.room_opened_at is not None
        if is_told_open or again_at is not None:
            # Where nobody tells that it is open, the look gives way to sessions that are ahead.
            zoom = self._urgently() if is_told_open else self._zoom.in_lane(Lane.BULK)
            is_open = await rooms.is_open(zoom, seen)
            step = rooms.step_of(seen, is_open=is_open)
            if step is RoomStep.END_LATE_ROOM:
                return await self._end_room(seen, step, lease)
        await rooms.note_closed(self._database, seen, again_at)
        return None

    async def _finish(self, seen: Snapshot, state: BookingState) -> Again:
        async with self._database.transaction() as session:
            booking = await booking_for_update(session, seen.booking.id)
            if booking.version == seen.booking.version:
                booking.room_opened_at = None
                await change_state(session, booking, state, origin=WORKER)
        return Again()

    def _urgently(self) -> ZoomClient:
        return self._zoom.in_lane(Lane.URGENT)

    async def _clear_away(self, seen: Snapshot, zoom: ZoomClient, lease: Lease) -> Again | None:
        """Delete what is to be removed, and what an unanswered create call may have left twice."""
        try:
            for meeting in seen.removing:
                await remove_meeting(self._database, zoom, seen, meeting, lease)
            if seen.removing or seen.doubtful:
                seen = await snapshot(self._database, seen.booking.id)
            creation = MeetingCreation(self._settings.key_ring, self._database, zoom)
            if seen.doubtful and await creation.remove_duplicates(seen, lease):
                return Again(self._settings.duplicate_check)
        except ZoomError as error:
            # About a meeting that is not wanted: no reason to give up the booking, or the host that it has now.
            return await self._not_cleared(seen, error)
        if seen.booking.next_attempt_at is not None:
            await self._note_success(seen)
        return None

    async def _not_cleared(self, seen: Snapshot, error: ZoomError) -> Again:
        """Try to remove it again, later each time, and tell people when that does not help."""
        booking_id = seen.booking.id
        log.warning(
            "zoom.not_removed", booking_id=str(booking_id), error=type(error).__name__, circumstances=str(error)
        )
        if seen.booking.ends_at < utc_now() - LEFT_AFTER:
            await leave_removing(self._database, booking_id)
            return Again()
        delay = await self.note_failure(booking_id, error, problem_of(error)) or self._settings.retry_longest
        if seen.booking.attempts + 1 == REMOVALS_BEFORE_TELLING:
            async with self._database.transaction() as session:
                await report_remains(session, await booking_for_update(session, booking_id), error)
        return Again(delay)

    async def _note_success(self, seen: Snapshot) -> None:
        async with self._database.transaction() as session:
            booking = await booking_for_update(session, seen.booking.id)
            booking.attempts, booking.next_attempt_at = 0, None

    async def _failed(self, booking_id: UUID, error: ZoomError) -> Again:
        log.warning("zoom.failed", booking_id=str(booking_id), error=type(error).__name__, circumstances=str(error))
        match reaction_to(error):
            case Reaction.GIVE_UP:
                async with self._database.transaction() as session:
                    booking = await booking_for_update(session, booking_id)
                    # What Zoom says of a session whose time is over is no reason to call it failed.
                    if booking.state in WANTS_MEETING and booking.ends_at > utc_now():
                        await give_up(session, booking, BookingState.FAILED, problem_of(error))
                        return Again()
            case Reaction.CHANGE_HOST:
                seen = await snapshot(self._database, booking_id)
                if seen.booking.state in WANTS_MEETING and seen.host is not None:
                    async with self._database.transaction() as session:
                        await hosts.take_out(session, WORKER, seen.host.id, type(error).__name__)
                    return await self._change_host(seen)
            case Reaction.ALERT:
                await report_account(self._database, error)
        if isinstance(error, RateLimitedError) and error.scope is RateLimitScope.PER_HOST_AND_DAY:
            seen = await snapshot(self._database, booking_id)
            if seen.booking.state in WANTS_MEETING and seen.host is not None:
                async with self._database.transaction() as session:
                    await hosts.note_quota_used_up(session, seen.host.id)
                if await move_to_another_host(self._database, seen.booking):
                    return Again()
        # A wait that is never None here: only a fault of our own ends the attempts.
        return Again(await self.note_failure(booking_id, error, problem_of(error)) or self._settings.retry_longest)


def _lane(seen: Snapshot) -> Lane:
    """Return how urgent it is: a meeting that must not be there first, looking whether all is well last."""
    booking, live = seen.booking, seen.live
    if booking.state not in WANTS_MEETING or booking.is_ended:
        return Lane.URGENT
    if booking.state in STANDS_AT_ZOOM and live is not None and live.state is MeetingState.PROVEN:
        now = utc_now()
        if live.next_check_at is not None and live.next_check_at <= now:
            # Zoom has told that somebody changed it.
            return Lane.URGENT
        return Lane.NORMAL if is_near(booking.starts_at, now) else Lane.BULK
    return Lane.NORMAL if booking.series_id is None else Lane.BULK
