"""Makes a meeting's registrations match who takes part: everybody once, nobody else, read back from Zoom.

Level-triggered, like the meeting itself: after any doubt Zoom is asked who is registered before anybody is registered again. Who
is registered is known by an address that names nobody. The links that Zoom gives with it are not looked at.
"""

import asyncio
from collections.abc import Collection, Sequence
from contextlib import suppress
from dataclasses import dataclass
from datetime import UTC, datetime, time, timedelta
from typing import Final
from uuid import UUID

import structlog
from sqlalchemy import ARRAY, Uuid, any_, bindparam, update
from sqlmodel import col
from sqlmodel.ext.asyncio.session import AsyncSession

from app.audit.origin import WORKER
from app.bookings.incidents import report_incident
from app.bookings.models import Booking, Meeting, MeetingState
from app.bookings.participants import registering
from app.bookings.participants.registering import Place, Registered
from app.bookings.reading import booking_for_update
from app.hosts.proving import note_without_registration
from app.kit.clock import utc_now
from app.kit.database import Database
from app.policy.incidents import IncidentKind
from app.provisioning.checking import is_near
from app.provisioning.giving_up import report_account
from app.provisioning.leases import Lease
from app.provisioning.records import Snapshot, meeting_for_update
from app.settings import Settings
from app.zoom.admission import Admission
from app.zoom.client import ZoomClient
from app.zoom.errors import (
    MeetingNotFoundError,
    PlanRefusedError,
    RateLimitedError,
    RateLimitScope,
    RefusedError,
    ScopeMissingError,
    ValidationFailedError,
    ZoomError,
)
from app.zoom.limits.lanes import Lane
from app.zoom.schemas import Registrant

ROUNDS: Final = 3
"""How often what is registered is compared and put right at a time: somebody else may be at it, too."""
AGAIN_AFTER: Final = timedelta(seconds=30)
"""How long after Zoom did not answer, or did not do as it was asked, registrations are looked at again."""
_LONGEST: Final = timedelta(minutes=30)

_NO_REGISTRATION: Final = (ScopeMissingError, PlanRefusedError, RefusedError, ValidationFailedError)
"""What says that this account, this host or this app registers nobody: people come by invite links instead."""

_DONE: Final = (
    update(Meeting)
    .where(col(Meeting.id) == any_(bindparam("meetings", type_=ARRAY(Uuid))))
    .values(register_at=None)
    .execution_options(synchronize_session=False)
)

log = structlog.get_logger(__name__)


@dataclass(frozen=True)
class Comparison:
    """What is at Zoom, against what is wanted.

    Args:
        found: Who is registered as wanted, with Zoom's id of it.
        missing: Who is not.
        extra: Registrations that are nobody's, or not any more.
        unknown: Those of them that never were a participant's.
    """

    found: tuple[tuple[Place, str], ...]
    missing: tuple[Place, ...]
    extra: tuple[str, ...]
    unknown: tuple[str, ...]


def compare(places: Sequence[Place], domain: str, listed: Collection[Registrant]) -> Comparison:
    """Return what must be done so that everybody who takes part is registered once, and nobody else."""
    by_address = {(each.email or "").casefold(): each for each in listed}
    found, missing = [], []
    for place in places:
        if not place.is_wanted:
            continue
        registrant = by_address.get(address_of(place, domain).casefold())
        # Under another name than the policy wants now, they are registered anew.
        if registrant is None or not _is_called(registrant, place.name):
            missing.append(place)
        else:
            found.append((place, registrant.registrant_id))
    kept = {registrant_id for _, registrant_id in found}
    extra = [each for each in listed if each.registrant_id not in kept]
    ours = {id_ for place in places for id_ in _ids_of(place)}
    addresses = {address_of(place, domain).casefold() for place in places}
    unknown = [
        each.registrant_id
        for each in extra
        if each.registrant_id not in ours and (each.email or "").casefold() not in addresses
    ]
    return Comparison(tuple(found), tuple(missing), tuple(each.registrant_id for each in extra), tuple(unknown))


def address_of(place: Place, domain: str) -> str:
    """Return the address under which somebody is registered: it names nobody and receives nothing."""
    return f"{place.participant.alias}@{domain}"


def _is_called(registrant: Registrant, name: str) -> bool:
    return registrant.first_name is None or "".join(registrant.first_name.split()).casefold() == (
        "".join(name.split()).casefold()
    )


def _ids_of(place: Place) -> Collection[str]:
    who = place.participant
    return {*who.former_registrant_ids, *([who.registrant_id] if who.registrant_id is not None else [])}


class Registrations:
    """Registers the participants of one booking's meeting."""

    def __init__(self, settings: Settings, database: Database, zoom: ZoomClient) -> None:
        self._domain = settings.participant_domain
        self._database = database
        self._zoom = zoom

    async def ensure(self, seen: Snapshot, meeting: Meeting, lease: Lease) -> timedelta | None:
        """Make Zoom have the registrations that are wanted; return when to look again, None where all is as wanted.

        Args:
            seen: The booking.
            meeting: Its meeting, which is proven, as Zoom has it.
            lease: The caller's.

        Raises:
            LeaseLostError: Somebody else acts on the booking now.
        """
        if meeting.zoom_meeting_id is None or meeting.admission is not Admission.REGISTRATION:
            return None
        try:
            return await self._bring_about(seen, meeting, meeting.zoom_meeting_id, lease)
        except MeetingNotFoundError:
            return timedelta(0)
        except _NO_REGISTRATION as error:
            log.warning("registration.denied", booking_id=str(seen.booking.id), circumstances=str(error))
            return await self._without(seen, meeting, error)
        except ZoomError as error:
            log.warning("registration.failed", booking_id=str(seen.booking.id), circumstances=str(error))
            return min(error.retry_after or AGAIN_AFTER, _LONGEST)

    async def _bring_about(
        self, seen: Snapshot, meeting: Meeting, zoom_meeting_id: int, lease: Lease
    ) -> timedelta | None:
        near = is_near(seen.booking.starts_at, utc_now())
        zoom = self._zoom.in_lane(Lane.NORMAL if near else Lane.BULK)
        places = await self._places(seen)
        if not any(place.was_asked for place in places):
            await self._add_first(seen.booking, zoom, meeting, places, lease)
            return None
        if not near and meeting.register_at is None and all(place.is_settled(zoom_meeting_id) for place in places):
            return None
        comparison = compare(places, self._domain, await _listed(zoom, zoom_meeting_id))
        for _ in range(ROUNDS):
            if not comparison.missing and not comparison.extra:
                break
            lease.check()
            await self._remove(seen.booking, zoom, zoom_meeting_id, comparison)
            if await self._add(seen.booking, zoom, zoom_meeting_id, comparison.missing):
                places = await self._places(seen)
            comparison = compare(places, self._domain, await _listed(zoom, zoom_meeting_id))
        await self._note(seen.booking, meeting, zoom_meeting_id, places, comparison)
        return AGAIN_AFTER if comparison.missing or comparison.extra else None

    async def _add_first(
        self, booking: Booking, zoom: ZoomClient, meeting: Meeting, places: Sequence[Place], lease: Lease
    ) -> None:
        wanted = [place for place in places if place.is_wanted]
        async with self._database.transaction() as session:
            await registering.note_asked(session, wanted, utc_now())
        lease.check()
        answers = await add_all(zoom, self._domain, meeting, wanted)
        for answer in answers:
            if isinstance(answer, ZoomError):
                raise answer
        async with self._database.transaction() as session:
            await registering.note_registered(session, [registered_by(booking, meeting, wanted, answers)])
            await note_done(session, [meeting.id])

    async def _places(self, seen: Snapshot) -> Sequence[Place]:
        async with self._database.transaction() as session:
            return await registering.places_of(session, seen.booking, Admission.REGISTRATION, seen.doors.display_name)

    async def _remove(self, booking: Booking, zoom: ZoomClient, zoom_meeting_id: int, comparison: Comparison) -> None:
        if comparison.unknown:
            # Told before it is set right: the answer may be lost.
            async with self._database.transaction() as session:
                await report_incident(
                    session,
                    WORKER,
                    booking,
                    IncidentKind.MEETING_CHANGED,
                    summary="Somebody whom Chaperone does not know was registered for a session's meeting at Zoom. The "
                    "registration is removed.",
                    remedy="Ask the host, or the organisation's Zoom administrator, who registered them, and why.",
                    details={"changed": ["registrants"], "registrants": list(comparison.unknown)},
                )
        for registrant_id in comparison.extra:
            # One that is gone already is as wanted.
            with suppress(ValidationFailedError):
                await zoom.remove_registrant(zoom_meeting_id, registrant_id)

    async def _add(self, booking: Booking, zoom: ZoomClient, zoom_meeting_id: int, missing: Sequence[Place]) -> bool:
        """Register people, as far as Zoom takes it today; tell whether some of them have another address now."""
        now, renewed = utc_now(), False
        asked = [each for each in missing if each.may_be_asked(now)]
        if asked:
            async with self._database.transaction() as session:
                await registering.note_asked(session, asked, now)
        for place in missing:
            is_refused = place not in asked
            if not is_refused:
                try:
                    await zoom.add_registrant(
                        zoom_meeting_id, email=address_of(place, self._domain), first_name=place.name
                    )
                except RateLimitedError as error:
                    if error.scope is not RateLimitScope.PER_REGISTRANT_AND_DAY:
                        raise
                    is_refused = True
            if is_refused:
                renewed |= await self._over_the_limit(booking, place, now)
        return renewed

    async def _over_the_limit(self, booking: Booking, place: Place, now: datetime) -> bool:
        """Leave somebody for the next day, or give them another address where the session begins before it; tell whether."""
        async with self._database.transaction() as session:
            if booking.starts_at > _midnight_after(now):
                await registering.note_limit_reached(session, place, now)
                return False
            await registering.renew_for_limit(session, booking, place, now)
            return True

    async def _note(
        self,
        booking: Booking,
        meeting: Meeting,
        zoom_meeting_id: int,
        places: Sequence[Place],
        comparison: Comparison,
    ) -> None:
        gone = [
            place
            for place in places
            if not place.is_settled(zoom_meeting_id)
            and not place.is_wanted
            and place.participant.registrant_id not in comparison.extra
        ]
        new = [
            (place, id_)
            for place, id_ in comparison.found
            if not place.is_settled(zoom_meeting_id) or place.participant.registrant_id != id_
        ]
        is_done = meeting.register_at is not None and not comparison.missing
        if gone or new or is_done:
            async with self._database.transaction() as session:
                await registering.note_registered(session, [Registered(booking, zoom_meeting_id, new)])
                await registering.note_removed(session, booking, gone)
                if is_done:
                    # What Zoom has told since the look began asks for another one.
                    seen = col(Meeting.id) == meeting.id, col(Meeting.register_at) == meeting.register_at
                    await session.exec(update(Meeting).where(*seen).values(register_at=None))

    async def _without(self, seen: Snapshot, meeting: Meeting, error: ZoomError) -> timedelta:
        """Let people come to this meeting by invite links, and those of its host until it is looked at again."""
        if seen.booking.room_opened_at is not None:
            # Zoom changes nothing of a running meeting.
            return AGAIN_AFTER
        if isinstance(error, ScopeMissingError | PlanRefusedError):
            await report_account(self._database, error)
        places = await self._places(seen)
        async with self._database.transaction() as session:
            booking = await booking_for_update(session, seen.booking.id)
            row = await meeting_for_update(session, meeting.id)
            if row.state is not MeetingState.PROVEN:
                return timedelta(0)
            # Its link is not shown until it is proven as what it becomes. Nobody has loosened it.
            row.admission, row.state, row.proven_at = Admission.INVITE_LINK, MeetingState.CREATED, None
            row.register_at, row.updated_at = None, utc_now()
            await note_without_registration(session, meeting.host_id)
            await registering.note_denied(session, booking, places, type(error).__name__)
            await report_incident(
                session,
                WORKER,
                booking,
                IncidentKind.PROVISIONING_STUCK,
                summary="Zoom does not register people for a session's meeting. They come by links that are made when they press "
                "their button.",
                remedy="The session takes place. Ask whoever runs Chaperone to run `chaperone doctor`: the app's scopes, the "
                "host's licence or PARTICIPANT_DOMAIN may be the reason.",
                details={"error": type(error).__name__, "code": error.code},
            )
        return timedelta(0)


async def add_all(
    zoom: ZoomClient, domain: str, meeting: Meeting, people: Sequence[Place]
) -> Sequence[Registrant | ZoomError]:
    """Register people for a meeting that nobody is registered for, at once; return what Zoom says about each.

    Zoom's answers say all, and are read back later: to list registrants costs a call of the kind that meetings are created
    with, of which an account has few.
    """

    async def add(place: Place) -> Registrant | ZoomError:
        number, address = meeting.zoom_meeting_id or 0, address_of(place, domain)
        try:
            return await zoom.add_registrant(number, email=address, first_name=place.name)
        except ZoomError as error:
            return error

    return await asyncio.gather(*map(add, people))


def registered_by(
    booking: Booking, meeting: Meeting, people: Sequence[Place], answers: Sequence[Registrant | ZoomError]
) -> Registered:
    """Return who is registered by these answers of Zoom's."""
    found = [
        (place, answer.registrant_id)
        for place, answer in zip(people, answers, strict=True)
        if isinstance(answer, Registrant)
    ]
    return Registered(booking, meeting.zoom_meeting_id or 0, found)


async def note_done(session: AsyncSession, meeting_ids: Sequence[UUID]) -> None:
    """Write down that everybody is registered for these meetings."""
    await session.exec(_DONE, params={"meetings": meeting_ids})


async def _listed(zoom: ZoomClient, zoom_meeting_id: int) -> Sequence[Registrant]:
    return [each async for each in zoom.registrants(zoom_meeting_id)]


def _midnight_after(now: datetime) -> datetime:
    return datetime.combine(now.astimezone(UTC).date() + timedelta(days=1), time(), UTC)
