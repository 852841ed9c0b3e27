"""A booking's meeting is created at Zoom once: created, or found again, and what was made twice is deleted."""

from collections.abc import Sequence
from typing import Final
from zoneinfo import ZoneInfo

from pydantic import SecretStr
from sqlalchemy import bindparam, func, insert, update
from sqlmodel import col

from app.bookings.models import Booking, Meeting, MeetingState
from app.bookings.states import KEEPS_MEETING, WANTS_MEETING
from app.hosts.conditions import HostConditions
from app.hosts.models import Host
from app.hosts.proving import COUNT_CHANGE, count_change, counted_for, forget_proof, take_back_change
from app.kit.clock import utc_now
from app.kit.database import Database
from app.kit.encryption import KeyRing, context_of
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
from app.provisioning.records import DOUBT, Snapshot, meeting_for_update, tell
from app.provisioning.removing import delete_meeting
from app.provisioning.wanted_meeting import minutes_of, required_of, wanted_admission
from app.zoom.client import ZoomClient
from app.zoom.errors import (
    HostNotAllowedError,
    OutcomeUnknownError,
    RateLimitedError,
    RateLimitScope,
    UserNotFoundError,
    ValidationFailedError,
    ZoomError,
)
from app.zoom.reference import agenda_for
from app.zoom.safety import meeting_settings, new_passcode
from app.zoom.schemas import MeetingRequest

# Not waited for: a meeting whose id a crash of the database has lost is found again, as one is whose id never came.
_UNWAITED: Final = func.set_config("synchronous_commit", "off", True)  # noqa: FBT003  # PostgreSQL's: for this transaction
_INTEND: Final = insert(Meeting).add_cte(COUNT_CHANGE.cte("counted"))
_CREATED: Final = (
    update(Meeting)
    .where(col(Meeting.id) == bindparam("meeting_id"))
    .values(
        zoom_meeting_id=bindparam("created_id"),
        state=MeetingState.CREATED,
        unanswered_creates=col(Meeting.unanswered_creates) - 1,
        updated_at=bindparam("now"),
    )
    .returning(Meeting, _UNWAITED)
)


class MeetingCreation:
    """Creates one booking's meeting; each step can be the last before a crash."""

    def __init__(self, key_ring: KeyRing, database: Database, zoom: ZoomClient) -> None:
        self._key_ring = key_ring
        self._database = database
        self._zoom = zoom

    async def created(self, seen: Snapshot, host: Host, lease: Lease) -> Meeting:
        """Return the booking's meeting, which is created unless it is at Zoom already.

        Raises:
            ZoomError: Zoom does not answer, or refuses; what is known until then is written down.
            LeaseLostError: Somebody else acts on the booking now.
        """
        meeting = seen.live
        if meeting is None:
            return await self._create(seen.booking, host, await self._intend(seen.booking, host), lease)
        if meeting.zoom_meeting_id is None:
            # Nothing is there to find where Zoom has refused every call.
            found_again = await self._find(seen, host, meeting) if meeting.unanswered_creates else None
            return found_again or await self._create(seen.booking, host, await self._intend_again(meeting, host), lease)
        return meeting

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
            passcode=passcode_of(self._key_ring, meeting) if meeting.passcode else None,
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
        async with self._database.single_statement() as session:
            await (await session.connection()).execute(_INTEND, {**meeting.model_dump(), **counted_for(host.id)})
        return meeting

    async def _intend_again(self, meeting: Meeting, host: Host) -> Meeting:
        requirement = HostConditions.of(host).passcode
        async with self._database.transaction() as session:
            row = await meeting_for_update(session, meeting.id)
            # Nothing at Zoom has the old one.
            if row.unanswered_creates == 0 and not requirement.is_met_by(
                passcode_of(self._key_ring, row).get_secret_value()
            ):
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
            passcode=passcode_of(self._key_ring, meeting),
            settings=meeting_settings(required_of(booking, wanted_admission(host))),
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
            row: Meeting = (await session.exec(_CREATED, params=written)).one()[0]
            how = {"found_by": found_by} if found_by else {}
            await tell(session, booking, row, action, after={"host_id": str(row.host_id), **how})
            return row


def passcode_of(key_ring: KeyRing, meeting: Meeting) -> SecretStr:
    """Return a meeting's passcode, decrypted."""
    return SecretStr(key_ring.decrypt(meeting.passcode, context=context_of(meeting, "passcode")))


def _is_about_passcode(error: ZoomError) -> bool:
    return isinstance(error, ValidationFailedError) and any(each.field == "password" for each in error.fields)
