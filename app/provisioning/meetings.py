"""The steps that make, prove, repair and remove a meeting at Zoom. Each can be the last before a crash."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Final
from zoneinfo import ZoneInfo

from pydantic import SecretStr
from sqlalchemy import bindparam, update
from sqlmodel import col, select

from app.audit.origin import WORKER
from app.bookings.incidents import report_incident
from app.bookings.lifecycle import change_state, touch
from app.bookings.models import Booking, Meeting, MeetingState
from app.bookings.reading import booking_for_update
from app.bookings.room import RoomStep
from app.bookings.staleness import IS_STALE
from app.bookings.states import KEEPS_MEETING, STANDS_AT_ZOOM, WANTS_MEETING, BookingState
from app.hosts.conditions import HostConditions
from app.hosts.models import Host
from app.hosts.proving import count_change, forget_proof, proof_as_json, standing_in, take_back_change
from app.kit.clock import utc_now
from app.kit.database import Database
from app.kit.encryption import KeyRing, context_of
from app.kit.errors import ConfigurationError
from app.policy.incidents import IncidentKind
from app.provisioning.checking import next_check
from app.provisioning.finding import (
    Found,
    FoundBy,
    Wanted,
    find_meetings,
    meetings_of_others,
    report_extra,
    report_unsure,
)
from app.provisioning.leases import Lease
from app.provisioning.loosening import differences, loosened_settings, report_loosening, report_repair, why_unsafe
from app.provisioning.records import DOUBT, Snapshot, meeting_for_update, tell
from app.provisioning.rooms import note_room, step_of
from app.provisioning.wanted_meeting import changes_to, minutes_of, times_of
from app.zoom.client import ZoomClient
from app.zoom.errors import (
    HostNotAllowedError,
    MeetingInProgressError,
    MeetingNotFoundError,
    OutcomeUnknownError,
    RateLimitedError,
    RateLimitScope,
    UserNotFoundError,
    ValidationFailedError,
    ZoomError,
)
from app.zoom.limits.lanes import Lane
from app.zoom.reference import agenda_for
from app.zoom.safety import Proof, meeting_settings, new_passcode, prove_meeting
from app.zoom.schemas import Meeting as ZoomMeeting
from app.zoom.schemas import MeetingRequest


@dataclass(frozen=True)
class Proven:
    """The meeting is there, as wanted, and every setting was read back and is right."""


@dataclass(frozen=True)
class Overtaken:
    """What is wanted, or what is there, changed meanwhile: begin again."""


@dataclass(frozen=True)
class Unsafe:
    """Zoom does not apply what the meeting must have. `differences` are settings and what was found instead.

    `while_open`: its room is open, and Zoom changes little or nothing while it is.
    """

    problem: str
    differences: Mapping[str, str]
    while_open: bool = False


_REPAIRS: Final = 3
"""How often what somebody changes at Zoom meanwhile is repaired, before the meeting is called unsafe."""
_TO_CONFIRM: Final = (
    select(Booking, Meeting, IS_STALE)
    .join(Meeting, col(Meeting.booking_id) == col(Booking.id))
    .where(col(Booking.id) == bindparam("booking_id"), col(Meeting.id) == bindparam("meeting_id"))
    .with_for_update(key_share=True, of=(Booking, Meeting))
    .execution_options(populate_existing=True)
)
_CREATED: Final = (
    update(Meeting)
    .where(col(Meeting.id) == bindparam("meeting_id"))
    .values(
        zoom_meeting_id=bindparam("created_id"),
        state=MeetingState.CREATED,
        unanswered_creates=col(Meeting.unanswered_creates) - 1,
        updated_at=bindparam("now"),
    )
    .returning(Meeting)
)


class MeetingMaker:
    """Brings one booking's meeting about."""

    def __init__(self, key_ring: KeyRing, database: Database, zoom: ZoomClient) -> None:
        self._key_ring = key_ring
        self._database = database
        self._zoom = zoom

    async def ensure(self, seen: Snapshot, host: Host, lease: Lease) -> Proven | Overtaken | Unsafe | RoomStep:
        """Make the booking's meeting be at Zoom once, as wanted and proven; or tell that its room must be ended first.

        Raises:
            ZoomError: Zoom does not answer, or refuses; what is known until then is written down.
            LeaseLostError: Somebody else acts on the booking now.
        """
        meeting = await self._made(seen, host, lease)
        try:
            found = await self._zoom.meeting(_known_id(meeting))
        except MeetingNotFoundError:
            return await self._gone(seen, meeting)
        step = step_of(seen, is_open=found.is_started)
        if step is RoomStep.END_EARLY_ROOM:
            return step
        was_open = seen.booking.room_opened_at is not None or seen.booking.state is BookingState.IN_PROGRESS
        noting = found.is_started or was_open
        if noting and await note_room(self._database, seen, is_open=found.is_started):
            return Overtaken()
        return await self._prove(seen, host, meeting, found, lease)

    async def _made(self, seen: Snapshot, host: Host, lease: Lease) -> Meeting:
        meeting = seen.live
        if meeting is None:
            return await self._create(seen.booking, host, await self._intend(seen.booking, host), lease)
        if meeting.zoom_meeting_id is None:
            # Nothing is there to find where Zoom has refused every call.
            found_again = await self._find(seen, host, meeting) if meeting.unanswered_creates else None
            return found_again or await self._create(seen.booking, host, await self._intend_again(meeting, host), lease)
        return meeting

    async def _prove(
        self, seen: Snapshot, host: Host, meeting: Meeting, found: ZoomMeeting, lease: Lease
    ) -> Proven | Overtaken | Unsafe:
        """Compare every setting with what it must be, repair what differs, and compare again."""
        zoom_meeting_id, is_open = _known_id(meeting), found.is_started
        passcode = self._passcode(meeting)
        stands_in = standing_in(host, seen.booking.safety)
        locks = HostConditions.of(host).locks
        proof = prove_meeting(seen.booking.safety, found, passcode=passcode, standing_in=stands_in).under(locks)
        for _ in range(_REPAIRS):
            before = differences(proof)
            changes = changes_to(seen.booking, found, passcode, stands_in)
            # While its room is open only safety is worth the try: Zoom mostly refuses to change a running meeting.
            if not changes or (is_open and not before):
                break
            lease.check()
            await self._before_change(seen.booking, meeting, before, changes if not is_open else ())
            # A meeting that was loosened waits for nothing else.
            zoom = self._zoom.in_lane(Lane.URGENT) if before else self._zoom
            try:
                await zoom.update_meeting(zoom_meeting_id, changes)
            except MeetingInProgressError:
                if not is_open:
                    raise
            found = await zoom.meeting(zoom_meeting_id)
            proof = prove_meeting(seen.booking.safety, found, passcode=passcode, standing_in=stands_in).under(locks)
            if differences(proof).keys() <= before.keys():
                # Zoom has what was asked for, or does not apply it. What was right before, somebody has changed meanwhile.
                break
        if not proof.is_proven:
            return Unsafe(why_unsafe(proof, host), differences(proof), while_open=is_open)
        # Topic and agenda are wishes: no session fails over what an account hides. The times of a room that is open are past.
        if found.join_url is None or (not is_open and times_of(seen.booking, found, utc_now())):
            return Unsafe("Zoom does not keep the meeting as it was asked for.", {})
        return await self._confirm(seen, host, meeting, found, proof)

    async def remove(self, seen: Snapshot, meeting: Meeting, lease: Lease) -> None:
        """Delete a meeting from Zoom; one that is running is ended first.

        Raises:
            ZoomError: Zoom does not answer, or refuses.
            LeaseLostError: Somebody else acts on the booking now.
        """
        if meeting.zoom_meeting_id is not None:
            lease.check()
            await delete_meeting(self._zoom, meeting.zoom_meeting_id)
        async with self._database.transaction() as session:
            row = await meeting_for_update(session, meeting.id)
            row.state, row.updated_at = MeetingState.REMOVED, utc_now()
            # Nobody needs them any more.
            row.join_url, row.passcode = None, ""
            await tell(session, seen.booking, row, "meeting.removed")

    async def remove_duplicates(self, seen: Snapshot, lease: Lease) -> bool:
        """Delete meetings that surely are the booking's beside the one that is its own; tell whether doubt remains.

        Raises:
            ZoomError: Zoom does not answer, or refuses.
            LeaseLostError: Somebody else acts on the booking now.
        """
        keeps = seen.booking.state in WANTS_MEETING | KEEPS_MEETING
        own = seen.live.zoom_meeting_id if keeps and seen.live is not None else None
        remains = False
        for meeting in seen.doubtful:
            host = seen.hosts[meeting.host_id]
            found = await self._found(seen, host, meeting, frozenset([own] if own else []))
            duplicates = [each for each in found if each.is_sure]
            for duplicate in duplicates:
                lease.check()
                await delete_meeting(self._zoom, duplicate.zoom_meeting_id)
            async with self._database.transaction() as session:
                row = await meeting_for_update(session, meeting.id)
                is_over = row.last_create_at is None or utc_now() - row.last_create_at > DOUBT
                row.unanswered_creates = 0 if is_over else max(0, row.unanswered_creates - len(duplicates))
                remains = remains or row.unanswered_creates > 0
                for duplicate in duplicates:
                    after = {"duplicate": duplicate.zoom_meeting_id, "found_by": duplicate.by}
                    await tell(session, seen.booking, row, "meeting.duplicate_removed", after=after)
                if duplicates:
                    await report_extra(session, seen.booking, duplicates)
                await report_unsure(session, seen.booking, row, found)
        return remains

    async def _found(self, seen: Snapshot, host: Host, meeting: Meeting, known: frozenset[int]) -> Sequence[Found]:
        """Return what is, or may be, at Zoom of a meeting whose creation was not answered."""
        wanted = Wanted(
            reference=seen.booking.reference,
            starts_at=seen.booking.starts_at,
            first_at=meeting.created_at,
            last_at=meeting.last_create_at or meeting.created_at,
            # It is forgotten with the meeting.
            passcode=self._passcode(meeting) if meeting.passcode else None,
        )
        async with self._database.transaction() as session:
            others = await meetings_of_others(session, seen.booking.id, host.id, since=wanted.first_at)
        try:
            return await find_meetings(self._zoom, host.zoom_user_id, wanted, known | others)
        except (UserNotFoundError, HostNotAllowedError):
            # With the user Zoom has removed the meetings, or nobody can open them.
            return []

    async def _intend(self, booking: Booking, host: Host) -> Meeting:
        """Write down that a meeting is about to be created, before Zoom is asked to: a crash leaves a trace."""
        meeting = Meeting(
            booking_id=booking.id, host_id=host.id, passcode="", unanswered_creates=1, last_create_at=utc_now()
        )
        meeting.passcode = self._key_ring.encrypt(
            new_passcode(HostConditions.of(host).passcode), context=context_of(meeting, "passcode")
        )
        async with self._database.transaction() as session:
            session.add(meeting)
            await count_change(session, host.id)
        return meeting

    async def _intend_again(self, meeting: Meeting, host: Host) -> Meeting:
        requirement = HostConditions.of(host).passcode
        async with self._database.transaction() as session:
            row = await meeting_for_update(session, meeting.id)
            # Nothing at Zoom has the old one.
            if row.unanswered_creates == 0 and not requirement.is_met_by(self._passcode(row).get_secret_value()):
                row.passcode = self._key_ring.encrypt(new_passcode(requirement), context=context_of(row, "passcode"))
            row.unanswered_creates += 1
            row.last_create_at = row.updated_at = utc_now()
            await count_change(session, row.host_id)
            return row

    async def _find(self, seen: Snapshot, host: Host, meeting: Meeting) -> Meeting | None:
        """Adopt the meeting that an earlier create call made, if it made one."""
        known = frozenset(other.zoom_meeting_id for other in seen.meetings if other.zoom_meeting_id is not None)
        found = await self._found(seen, host, meeting, known)
        sure = next((each for each in found if each.is_sure), None)
        if sure is None:
            async with self._database.transaction() as session:
                await report_unsure(session, seen.booking, meeting, found)
            return None
        return await self._created(seen.booking, meeting, sure.zoom_meeting_id, "meeting.adopted", found_by=sure.by)

    async def _create(self, booking: Booking, host: Host, meeting: Meeting, lease: Lease) -> Meeting:
        request = MeetingRequest(
            agenda=agenda_for(booking.reference),
            start=booking.starts_at,
            duration=minutes_of(booking),
            time_zone=ZoneInfo(booking.time_zone),
            passcode=self._passcode(meeting),
            settings=meeting_settings(booking.safety),
        )
        lease.check()
        try:
            created = await self._zoom.create_meeting(host.zoom_user_id, request)
        except OutcomeUnknownError:
            raise
        except ZoomError as error:
            # Certainly not created: no doubt to remember.
            async with self._database.transaction() as session:
                row = await meeting_for_update(session, meeting.id)
                row.unanswered_creates -= 1
                used_up = isinstance(error, RateLimitedError) and error.scope is RateLimitScope.PER_HOST_AND_DAY
                if not used_up:
                    await take_back_change(session, row.host_id)
                if _is_about_passcode(error):
                    # What its account demands has changed since: read it before the next try.
                    await forget_proof(session, row.host_id)
            raise
        return await self._created(booking, meeting, created.id, "meeting.created")

    async def _created(
        self, booking: Booking, meeting: Meeting, zoom_meeting_id: int, action: str, *, found_by: FoundBy | None = None
    ) -> Meeting:
        async with self._database.transaction() as session:
            written = {"meeting_id": meeting.id, "created_id": zoom_meeting_id, "now": utc_now()}
            row: Meeting = (await session.exec(_CREATED, params=written)).scalar_one()
            how = {"found_by": found_by} if found_by else {}
            await tell(session, booking, row, action, after={"host_id": str(row.host_id), **how})
            return row

    async def _gone(self, seen: Snapshot, meeting: Meeting) -> Overtaken:
        """Somebody deleted the meeting at Zoom: another one is made, and until then no link is shown."""
        async with self._database.transaction() as session:
            booking = await booking_for_update(session, seen.booking.id)
            row = await meeting_for_update(session, meeting.id)
            row.state, row.updated_at = MeetingState.REMOVED, utc_now()
            row.join_url, row.passcode = None, ""
            await tell(session, booking, row, "meeting.gone")
            await report_incident(
                session,
                WORKER,
                booking,
                IncidentKind.MEETING_DELETED,
                summary="Somebody deleted a session's meeting at Zoom. Chaperone makes another one while there is time.",
                remedy="Ask the organisation's Zoom administrator who deleted it. Give mentor and mentee the new link.",
                details={"zoom_meeting_id": row.zoom_meeting_id},
            )
            booking.room_opened_at = None
            if booking.state in STANDS_AT_ZOOM:
                await change_state(session, booking, BookingState.PROVISIONING, origin=WORKER)
        return Overtaken()

    async def _before_change(
        self, booking: Booking, meeting: Meeting, before: Mapping[str, str], changed: Collection[str]
    ) -> None:
        async with self._database.transaction() as session:
            await count_change(session, meeting.host_id)
            is_ahead = booking.state in STANDS_AT_ZOOM and booking.starts_at > utc_now()
            if changed and not before and is_ahead and meeting.state is MeetingState.PROVEN:
                # Of what we change ourselves the booking is provisioned anew.
                await report_incident(
                    session,
                    WORKER,
                    booking,
                    IncidentKind.MEETING_CHANGED,
                    summary="Somebody changed a session's meeting at Zoom. Chaperone makes it again as it was booked.",
                    remedy="Ask the host, or the organisation's Zoom administrator, who changed the meeting, and why.",
                    details={"changed": sorted(changed)},
                )
            if before and meeting.state is MeetingState.PROVEN:
                # Its link is not shown again until it is proven again. Told before it is set right: the answer may be lost.
                row = await meeting_for_update(session, meeting.id)
                row.state = MeetingState.CREATED
                if loosened := loosened_settings(row, booking, before):
                    await report_loosening(session, booking, loosened, {})

    async def _confirm(
        self, seen: Snapshot, host: Host, meeting: Meeting, found: ZoomMeeting, proof: Proof
    ) -> Proven | Overtaken:
        async with self._database.transaction() as session:
            ids = {"booking_id": seen.booking.id, "meeting_id": meeting.id}
            booking, row, is_stale = (await session.exec(_TO_CONFIRM, params=ids)).one()
            if booking.version != seen.booking.version or is_stale or found.join_url is None:
                return Overtaken()
            now, is_repaired = utc_now(), row.proven_at is not None and row.state is MeetingState.CREATED
            row.state, row.proven_at, row.updated_at = MeetingState.PROVEN, now, now
            row.next_check_at = next_check(booking.starts_at, booking.ends_at, seen.rules.overruns, now)
            row.proof = [*proof_as_json(proof), *host.proof]
            row.join_url = self._key_ring.encrypt(
                found.join_url.get_secret_value(), context=context_of(row, "join_url")
            )
            if booking.state is BookingState.PROVISIONING:
                after = {
                    "zoom_meeting_id": row.zoom_meeting_id,
                    "host_id": str(row.host_id),
                    "proven": _proven(row.proof),
                }
                await change_state(session, booking, BookingState.CONFIRMED, origin=WORKER, after=after)
            elif is_repaired:
                touch(booking)
            if is_repaired:
                await report_repair(session, booking, row, proof)
            booking.attempts, booking.next_attempt_at, booking.problem = 0, None, None
        return Proven()

    def _passcode(self, meeting: Meeting) -> SecretStr:
        return SecretStr(self._key_ring.decrypt(meeting.passcode, context=context_of(meeting, "passcode")))


async def delete_meeting(zoom: ZoomClient, zoom_meeting_id: int) -> None:
    """Delete a meeting from Zoom; one that is running is ended first, one that is gone already is as wanted.

    Raises:
        ZoomError: Zoom does not answer, or refuses.
    """
    try:
        try:
            await zoom.delete_meeting(zoom_meeting_id)
        except MeetingInProgressError:
            await zoom.end_meeting(zoom_meeting_id)
            await zoom.delete_meeting(zoom_meeting_id)
    except (MeetingNotFoundError, UserNotFoundError):
        return


def _known_id(meeting: Meeting) -> int:
    if meeting.zoom_meeting_id is None:
        message = "A created meeting has Zoom's id."
        raise ConfigurationError(message)
    return meeting.zoom_meeting_id


def _is_about_passcode(error: ZoomError) -> bool:
    return isinstance(error, ValidationFailedError) and any(each.field == "password" for each in error.fields)


def _proven(proof: list[dict[str, Any]]) -> list[str]:
    return sorted({row["code"] for row in proof if row["state"] == "proven"})
