"""The steps that bring a booking's meeting about at Zoom: made, proven, repaired. Each can be the last before a crash."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from typing import Any, Final

from sqlalchemy import bindparam
from sqlmodel import col, select

from app.audit.origin import WORKER
from app.bookings.incidents import report_incident
from app.bookings.lifecycle import change_state, touch
from app.bookings.models import Booking, Meeting, MeetingState
from app.bookings.participants.registering import note_unneeded
from app.bookings.reading import booking_for_update
from app.bookings.room import RoomStep
from app.bookings.staleness import IS_STALE
from app.bookings.states import STANDS_AT_ZOOM, BookingState
from app.hosts.conditions import HostConditions
from app.hosts.models import Host
from app.hosts.proving import count_change, note_without_registration, proof_as_json, standing_in
from app.kit.clock import utc_now
from app.kit.database import Database
from app.kit.encryption import KeyRing, context_of
from app.kit.errors import ConfigurationError
from app.policy.incidents import IncidentKind
from app.provisioning.checking import next_check
from app.provisioning.creating import MeetingCreation, passcode_of
from app.provisioning.leases import Lease
from app.provisioning.loosening import differences, loosened_settings, report_loosening, report_repair, why_unsafe
from app.provisioning.records import Snapshot, meeting_for_update, tell
from app.provisioning.rooms import note_room, step_of
from app.provisioning.wanted_meeting import admission_of, changes_to, required_of, times_of, wanted_admission
from app.zoom.admission import ADMISSION, Admission
from app.zoom.client import ZoomClient
from app.zoom.errors import MeetingInProgressError, MeetingNotFoundError
from app.zoom.limits.lanes import Lane
from app.zoom.safety import Proof, prove_meeting
from app.zoom.schemas import Meeting as ZoomMeeting


@dataclass(frozen=True)
class Proven:
    """The meeting is there, as wanted, and every setting was read back and is right."""

    meeting: Meeting


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


class MeetingMaker:
    """Brings one booking's meeting about."""

    def __init__(self, key_ring: KeyRing, database: Database, zoom: ZoomClient) -> None:
        self._key_ring = key_ring
        self._database = database
        self._zoom = zoom
        self._creation = MeetingCreation(key_ring, database, zoom)

    async def ensure(self, seen: Snapshot, host: Host, lease: Lease) -> Proven | Overtaken | Unsafe | RoomStep:
        """Make the booking's meeting be at Zoom once, as wanted and proven; or tell that its room must be ended first.

        Raises:
            ZoomError: Zoom does not answer, or refuses; what is known until then is written down.
            LeaseLostError: Somebody else acts on the booking now.
        """
        meeting = await self._creation.created(seen, host, lease)
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

    async def _prove(
        self, seen: Snapshot, host: Host, meeting: Meeting, found: ZoomMeeting, lease: Lease
    ) -> Proven | Overtaken | Unsafe:
        """Compare every setting with what it must be, repair what differs, and compare again."""
        zoom_meeting_id, is_open = _known_id(meeting), found.is_started
        passcode = passcode_of(self._key_ring, meeting)
        stands_in = standing_in(host, seen.booking.safety)
        locks = HostConditions.of(host).locks
        admission = admission_of(meeting, found)
        required = required_of(seen.booking, admission)
        proof = prove_meeting(required, found, passcode=passcode, standing_in=stands_in).under(locks)
        for _ in range(_REPAIRS):
            before = differences(proof)
            changes = changes_to(seen.booking, found, passcode, stands_in, admission)
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
            proof = prove_meeting(required, found, passcode=passcode, standing_in=stands_in).under(locks)
            if differences(proof).keys() <= before.keys():
                # Zoom has what was asked for, or does not apply it. What was right before, somebody has changed meanwhile.
                break
        if not is_open and admission is Admission.REGISTRATION and differences(proof).keys() == {ADMISSION}:
            await self._without_registration(meeting)
            return Overtaken()
        if not proof.is_proven:
            return Unsafe(why_unsafe(proof, host), differences(proof), while_open=is_open)
        # Topic and agenda are wishes: no session fails over what an account hides. The times of a room that is open are past.
        if found.join_url is None or (not is_open and times_of(seen.booking, found, utc_now())):
            return Unsafe("Zoom does not keep the meeting as it was asked for.", {})
        return await self._confirm(seen, host, meeting, found, proof, admission)

    async def _without_registration(self, meeting: Meeting) -> None:
        """Let people come by invite links: Zoom does not apply registration any more, as when the host has lost its licence."""
        async with self._database.transaction() as session:
            row = await meeting_for_update(session, meeting.id)
            row.admission, row.state, row.updated_at = Admission.INVITE_LINK, MeetingState.CREATED, utc_now()
            await note_without_registration(session, meeting.host_id)

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
        self,
        seen: Snapshot,
        host: Host,
        meeting: Meeting,
        found: ZoomMeeting,
        proof: Proof,
        admission: Admission,
    ) -> Proven | Overtaken:
        async with self._database.transaction() as session:
            ids = {"booking_id": seen.booking.id, "meeting_id": meeting.id}
            booking, row, is_stale = (await session.exec(_TO_CONFIRM, params=ids)).one()
            if booking.version != seen.booking.version or is_stale or found.join_url is None:
                return Overtaken()
            now, is_repaired = utc_now(), row.proven_at is not None and row.state is MeetingState.CREATED
            # Those of before have their link given out already: whoever has it may come.
            if row.admission is not admission and row.proven_at is None:
                if admission is not wanted_admission(host) is Admission.REGISTRATION:
                    await note_without_registration(session, host.id)
                row.admission = admission
                if admission is Admission.REGISTRATION:
                    row.register_at = now
                else:
                    await note_unneeded(session, booking)
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
        return Proven(row)


def _known_id(meeting: Meeting) -> int:
    if meeting.zoom_meeting_id is None:
        message = "A created meeting has Zoom's id."
        raise ConfigurationError(message)
    return meeting.zoom_meeting_id


def _proven(proof: list[dict[str, Any]]) -> list[str]:
    return sorted({row["code"] for row in proof if row["state"] == "proven"})
