"""What is known of registrations at Zoom: read with the names that people come under, written when Zoom has answered."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime
from typing import Any, Final
from uuid import UUID

from sqlalchemy import ARRAY, Uuid, any_, bindparam, update
from sqlalchemy.dialects.postgresql import JSONB
from sqlalchemy.orm import aliased
from sqlmodel import col, select
from sqlmodel.ext.asyncio.session import AsyncSession

from app.audit import service as audit
from app.audit.origin import WORKER, Origin
from app.bookings.models import Booking
from app.bookings.participants.models import Participant, ParticipantRole, RegistrationState
from app.bookings.participants.naming import display_name
from app.bookings.participants.service import participants_of
from app.kit.clock import utc_now
from app.kit.identifiers import new_alias, new_display_code
from app.policy.doors import DisplayName
from app.registry.people.models import Person
from app.zoom.admission import Admission

ADDS_PER_DAY: Final = 3
"""How often Zoom takes a request to register an address for a meeting in a UTC day."""


@dataclass(frozen=True)
class Place:
    """A participant, and the name under which they come into the room."""

    participant: Participant
    name: str

    @property
    def is_wanted(self) -> bool:
        """Whether this person takes part, and comes in as themselves: a coordinator who opens comes in as the host."""
        return self.participant.removed_at is None and self.participant.role is not ParticipantRole.COORDINATOR

    def is_settled(self, zoom_meeting_id: int) -> bool:
        """Whether as much is known to be at Zoom as is wanted."""
        state = self.participant.registration
        if self.is_wanted:
            return state is RegistrationState.REGISTERED and self.participant.registered_for == zoom_meeting_id
        return state is not RegistrationState.REGISTERED

    @property
    def was_asked(self) -> bool:
        """Whether Zoom was ever asked about this person for this session: they may be registered."""
        return self.participant.adds_on is not None

    def may_be_asked(self, now: datetime) -> bool:
        """Whether Zoom takes another request about this address today."""
        return self.participant.adds_on != _day_of(now) or self.participant.adds < ADDS_PER_DAY


_OTHER: Final = aliased(Participant)
_FIRST: Final = (
    update(Participant)
    .where(
        col(Participant.booking_id) == any_(bindparam("of_bookings", type_=ARRAY(Uuid))),
        col(Participant.registration) == RegistrationState.WANTED,
        col(Participant.removed_at).is_(None),
        ~select(_OTHER.id)
        .where(col(_OTHER.booking_id) == col(Participant.booking_id), col(_OTHER.adds_on).is_not(None))
        .exists(),
    )
    .values(adds=1, adds_on=bindparam("today"), updated_at=bindparam("now"))
    .returning(
        Participant,
        select(Person.name).where(col(Person.id) == col(Participant.person_id)).scalar_subquery(),
    )
)
_UNNEEDED: Final = (
    update(Participant)
    .where(
        col(Participant.booking_id) == bindparam("of_booking"),
        col(Participant.registration) == RegistrationState.WANTED,
    )
    .values(registration=RegistrationState.NONE, updated_at=bindparam("now"))
)
_ASKED: Final = (
    update(Participant)
    .where(col(Participant.id) == bindparam("participant_id"))
    .values(adds=bindparam("asked"), adds_on=bindparam("today"), updated_at=bindparam("now"))
)
_NOT_ASKED: Final = (
    update(Participant)
    .where(col(Participant.id) == any_(bindparam("participants", type_=ARRAY(Uuid))))
    .values(adds=0, adds_on=None)
    .execution_options(synchronize_session=False)
)
# Not where a door was revoked while Zoom was asked: what was registered then is found and removed by the next look.
_KNOWN: Final = (
    update(Participant)
    .where(col(Participant.id) == bindparam("participant_id"), col(Participant.alias) == bindparam("of_alias"))
    .values(
        registration=bindparam("state"),
        registrant_id=bindparam("at_zoom"),
        registered_for=bindparam("for_meeting"),
        former_registrant_ids=bindparam("former", type_=JSONB),
        updated_at=bindparam("now"),
    )
)


async def first_asked(session: AsyncSession, rules: Mapping[UUID, DisplayName], now: datetime) -> Sequence[Place]:
    """Write down that the people of these bookings are about to be registered for the first time, and return them.

    Nobody is returned of a booking about whose people Zoom was asked before.

    Args:
        session: The transaction that it happens in.
        rules: The ids of the bookings, and how people are called in the room of each.
        now: The moment.
    """
    rows = await session.exec(_FIRST, params={"of_bookings": list(rules), "now": now, "today": _day_of(now)})
    return [
        Place(each, display_name(each, name or each.name, rules[each.booking_id], Admission.REGISTRATION))
        for each, name in rows
    ]


async def note_not_asked(session: AsyncSession, places: Iterable[Place]) -> None:
    """Take back that Zoom was about to be asked about people for the first time: nothing was sent."""
    await session.exec(_NOT_ASKED, params={"participants": [place.participant.id for place in places]})


async def note_unneeded(session: AsyncSession, booking: Booking) -> None:
    """Write down that nobody is registered for a booking's meeting: its people come by invite links."""
    await session.exec(_UNNEEDED, params={"of_booking": booking.id, "now": utc_now()})


async def places_of(session: AsyncSession, booking: Booking, admission: Admission, how: DisplayName) -> Sequence[Place]:
    """Return everybody who takes or took part, with the names under which they come."""
    participants = await participants_of(session, booking)
    people = {each.person_id for each in participants if each.person_id is not None}
    query = select(Person.id, Person.name).where(col(Person.id).in_(people))
    names = dict((await session.exec(query)).all())
    return [
        Place(each, display_name(each, names.get(each.person_id) if each.person_id else each.name, how, admission))
        for each in participants
    ]


async def note_asked(session: AsyncSession, places: Iterable[Place], now: datetime) -> None:
    """Write down, before Zoom is asked, that it is: it takes few such requests in a day."""
    today, rows = _day_of(now), []
    for place in places:
        who = place.participant
        who.adds = who.adds + 1 if who.adds_on == today else 1
        who.adds_on = today
        rows.append({"participant_id": who.id, "asked": who.adds, "today": today, "now": now})
    await (await session.connection()).execute(_ASKED, rows)


async def note_limit_reached(session: AsyncSession, place: Place, now: datetime) -> None:
    """Write down that Zoom takes no more requests about somebody today."""
    given = {"participant_id": place.participant.id, "asked": ADDS_PER_DAY, "today": _day_of(now), "now": now}
    await session.exec(_ASKED, params=given)


async def renew_for_limit(session: AsyncSession, booking: Booking, place: Place, now: datetime) -> None:
    """Give somebody another address, because Zoom takes no more requests about theirs before the session begins."""
    row = await session.get_one(Participant, place.participant.id, with_for_update=True, populate_existing=True)
    if row.alias == place.participant.alias:
        renew(row, now)
        await _tell(session, WORKER, booking, "booking.registration_renewed", {"participant_id": str(row.id)})


@dataclass(frozen=True)
class Registered:
    """The people of one booking who are registered for its meeting, each with Zoom's id of it."""

    booking: Booking
    zoom_meeting_id: int
    people: Sequence[tuple[Place, str]]


async def note_registered(session: AsyncSession, registered: Sequence[Registered]) -> None:
    """Write down registrations, as Zoom has told of them."""
    await _write(
        session,
        [
            _known(place.participant, RegistrationState.REGISTERED, registrant_id, each.zoom_meeting_id)
            for each in registered
            for place, registrant_id in each.people
        ],
    )
    for each in registered:
        if each.people:
            after = {str(place.participant.id): registrant_id for place, registrant_id in each.people}
            await _tell(session, WORKER, each.booking, "booking.participants_registered", {"registrants": after})


async def note_removed(session: AsyncSession, booking: Booking, gone: Iterable[Place]) -> None:
    """Write down that the registrations of people who were removed are not at Zoom any more."""
    theirs = [place.participant for place in gone]
    if not theirs:
        return
    await _write(session, [_known(each, RegistrationState.REMOVED, None, None) for each in theirs])
    after = {"participants": [str(each.id) for each in theirs]}
    await _tell(session, WORKER, booking, "booking.registrations_removed", after)


async def note_denied(session: AsyncSession, booking: Booking, places: Iterable[Place], because: str) -> None:
    """Write down that Zoom registers nobody for this session's meeting: people come by invite links."""
    theirs = [place.participant for place in places if place.is_wanted]
    await _write(session, [_known(each, RegistrationState.DENIED, None, None) for each in theirs])
    await _tell(session, WORKER, booking, "booking.registration_denied", {"because": because})


def renew(participant: Participant, now: datetime) -> None:
    """Give somebody, whose row the caller holds FOR UPDATE, another registration: the link of the former opens nothing any more.

    The caller asks for the booking to be reconciled, in the same transaction.
    """
    if participant.registrant_id is not None:
        participant.former_registrant_ids = [*participant.former_registrant_ids, participant.registrant_id]
        participant.registrant_id = participant.registered_for = None
    if participant.registration is RegistrationState.REGISTERED:
        participant.registration = RegistrationState.WANTED
    # The day stays: that Zoom was asked at all is not forgotten with the address.
    participant.alias, participant.adds = new_alias(), 0
    # By which they are known where nobody is registered.
    participant.former_codes = [*participant.former_codes, participant.code]
    participant.code = new_display_code()
    participant.updated_at = now


def _known(
    who: Participant, state: RegistrationState, registrant_id: str | None, zoom_meeting_id: int | None
) -> dict[str, Any]:
    former = who.former_registrant_ids
    if who.registrant_id is not None and who.registrant_id != registrant_id and who.registrant_id not in former:
        former = [*former, who.registrant_id]
    return {
        "participant_id": who.id,
        "of_alias": who.alias,
        "state": state,
        "at_zoom": registrant_id,
        "for_meeting": zoom_meeting_id,
        "former": former,
    }


async def _write(session: AsyncSession, rows: Sequence[dict[str, Any]]) -> None:
    now = utc_now()
    if rows:
        await (await session.connection()).execute(_KNOWN, [{**row, "now": now} for row in rows])


async def _tell(session: AsyncSession, origin: Origin, booking: Booking, action: str, after: dict[str, Any]) -> None:
    await audit.append(
        session,
        origin=origin,
        action=action,
        subject=("booking", booking.id),
        partner_id=booking.partner_id,
        booking_id=booking.id,
        after=after,
    )


def _day_of(now: datetime) -> date:
    return now.astimezone(UTC).date()
