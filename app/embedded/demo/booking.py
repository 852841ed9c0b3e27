"""What is booked already, for the examples that read, move, approve and cancel it, and an incident to look into."""

from datetime import date, datetime, timedelta
from typing import Final

from sqlmodel.ext.asyncio.session import AsyncSession

from app.access import service as access
from app.access.principal import Principal
from app.audit.origin import OPERATOR
from app.bookings import service as bookings
from app.bookings.concerns.schemas import ConcernReport, Reporter
from app.bookings.concerns.service import report_concern
from app.bookings.deciding import decide_session, record
from app.bookings.examples import (
    BOOKING,
    BOOKING_FAILED,
    BOOKING_OVER,
    BOOKING_TO_APPROVE,
    BOOKING_TO_MOVE,
    BOOKING_WITH_ZOOM_LINK,
    DECISION,
    INVITED,
    SERIES,
)
from app.bookings.incidents import report_incident
from app.bookings.lifecycle import change_state
from app.bookings.models import Booking
from app.bookings.moves.service import move_booking
from app.bookings.participants.inviting import invite
from app.bookings.participants.schemas import Invitation, InvitedRole
from app.bookings.reservations import release
from app.bookings.schemas import BookingCreate, BookingMove
from app.bookings.series.schemas import SeriesCreate
from app.bookings.series.service import request_series
from app.bookings.service import request_booking
from app.bookings.states import BookingState
from app.embedded.demo.kept_keys import DemoKeys
from app.http.example_times import SESSION, ZONE, example_time
from app.incidents.examples import INCIDENT, REPORTED_INCIDENT
from app.kit.clock import utc_now
from app.kit.database import Database
from app.kit.encryption import KeyRing, context_of
from app.kit.preconditions import ANY_VERSION
from app.policy import EvidenceKind
from app.policy.incidents import IncidentKind
from app.registry.evidence.models import Evidence
from app.registry.evidence.schemas import Measures
from app.registry.examples import (
    HARBOUR_PAIRING,
    OWN_PROPOSED_CHANGE,
    PROPOSED_CHANGE,
    RIVERSIDE_MEASURES,
    RIVERSIDE_PAIRING,
    RIVERSIDE_PARTNER,
    RIVERSIDE_SECOND_MENTEE,
    RIVERSIDE_SECOND_MENTOR,
    RIVERSIDE_SECOND_PAIRING,
)
from app.registry.people.models import Person
from app.registry.proposals.service import request_change

_EVENING: Final = 18
_SESSIONS: Final = 3
_HOUR: Final = timedelta(hours=1)


async def book_demo_sessions(database: Database, keys: DemoKeys, key_ring: KeyRing) -> None:
    """Book the demo's sessions and propose its changes as the coordinators would, unless that was done."""
    async with database.transaction() as session:
        if await session.get(Booking, BOOKING) is not None:
            return
        principal = await access.authenticate(session, keys.organisation)
        starts_at = example_time(utc_now(), days_ahead=4)
        request = BookingCreate(
            pairing_id=RIVERSIDE_PAIRING, starts_at=starts_at, ends_at=starts_at + SESSION, agreed_by_both=True
        )
        await request_booking(session, principal, request, booking_id=BOOKING)
        starts_at = example_time(utc_now(), days_ahead=5)
        request = BookingCreate(
            pairing_id=HARBOUR_PAIRING, starts_at=starts_at, ends_at=starts_at + _HOUR, agreed_by_both=True
        )
        await request_booking(session, principal, request, booking_id=BOOKING_WITH_ZOOM_LINK)
        interpreter = Invitation(
            role=InvitedRole.INTERPRETER, name="Robin", reason="The mentee asked for British Sign Language."
        )
        await invite(session, principal, BOOKING, interpreter, participant_id=INVITED)
        await _book_evenings(session, principal)
        await _propose_evening(session, principal)
        await _book_past_and_failed(session, principal)
        await _open_incident(session)
        await _decide_too_late(session, principal)
        concern = ConcernReport(reported_by=Reporter.MENTEE, text="My mentor asked for my private number.")
        await report_concern(session, principal, BOOKING, concern, key_ring, incident_id=REPORTED_INCIDENT)
        _record_measures(session, principal, key_ring)
        second = await access.authenticate(session, keys.second_person)
        for who, person_id, born, proposal_id in (
            (second, RIVERSIDE_SECOND_MENTEE, date(2002, 6, 14), PROPOSED_CHANGE),
            (principal, RIVERSIDE_SECOND_MENTOR, date(1985, 3, 9), OWN_PROPOSED_CHANGE),
        ):
            person = await session.get_one(Person, person_id)
            await request_change(session, who, person, {"birth_date": born}, key_ring, proposal_id=proposal_id)


async def _decide_too_late(session: AsyncSession, principal: Principal) -> None:
    """Keep what the rules say of a session in an hour, which nobody can book any more."""
    context = await bookings.context_of(session, principal, RIVERSIDE_PAIRING)
    starts_at = utc_now() + _HOUR
    asked = BookingCreate(
        pairing_id=RIVERSIDE_PAIRING, starts_at=starts_at, ends_at=starts_at + SESSION, agreed_by_both=True
    )
    decided = await decide_session(session, context, bookings.request_of(principal, asked))
    record(session, decided.decision, context, booking_id=None, decision_id=DECISION)


async def _book_evenings(session: AsyncSession, principal: Principal) -> None:
    """Book sessions that wait for a coordinator, because they are outside working hours."""
    starts_at = _evening(days_ahead=6)
    request = BookingCreate(
        pairing_id=RIVERSIDE_SECOND_PAIRING,
        starts_at=starts_at,
        ends_at=starts_at + SESSION,
        agreed_by_both=True,
    )
    await request_booking(session, principal, request, booking_id=BOOKING_TO_APPROVE)
    starts_at = _evening(days_ahead=18)
    plan = SeriesCreate(
        pairing_id=RIVERSIDE_SECOND_PAIRING,
        starts_at=starts_at,
        ends_at=starts_at + SESSION,
        sessions=_SESSIONS,
        agreed_by_both=True,
    )
    await request_series(session, principal, plan, series_id=SERIES)


async def _propose_evening(session: AsyncSession, principal: Principal) -> None:
    """Book a session, and propose an evening for it, which waits for a coordinator."""
    starts_at, evening = example_time(utc_now(), days_ahead=15), _evening(days_ahead=16)
    request = BookingCreate(
        pairing_id=RIVERSIDE_PAIRING, starts_at=starts_at, ends_at=starts_at + SESSION, agreed_by_both=True
    )
    await request_booking(session, principal, request, booking_id=BOOKING_TO_MOVE)
    to = BookingMove(starts_at=evening, ends_at=evening + SESSION, agreed_by_both=True)
    await move_booking(session, principal, BOOKING_TO_MOVE, to, ANY_VERSION)


async def _book_past_and_failed(session: AsyncSession, principal: Principal) -> None:
    """Book a session that Zoom has refused, and one that is over."""
    for booking_id, days_ahead in ((BOOKING_FAILED, 12), (BOOKING_OVER, 13)):
        starts_at = example_time(utc_now(), days_ahead=days_ahead)
        request = BookingCreate(
            pairing_id=HARBOUR_PAIRING, starts_at=starts_at, ends_at=starts_at + _HOUR, agreed_by_both=True
        )
        booking = await request_booking(session, principal, request, booking_id=booking_id)
        if booking_id == BOOKING_FAILED:
            problem = "Zoom refused the meeting. Tell whoever runs Chaperone."
            await change_state(session, booking, BookingState.FAILED, origin=OPERATOR, problem=problem)
            continue
        for state in (BookingState.CONFIRMED, BookingState.COMPLETED):
            await change_state(session, booking, state, origin=OPERATOR)
        booking.starts_at, booking.ends_at = utc_now() - timedelta(days=7), utc_now() - timedelta(days=7) + _HOUR
        booking.next_decision_at = None
        await release(session, booking.id)


def _record_measures(session: AsyncSession, principal: Principal, key_ring: KeyRing) -> None:
    today = utc_now().date()
    agreed = Measures(
        agreed="A coordinator calls the mentee after each session.",
        discussed_with="The partner's safeguarding lead",
        review_on=today + timedelta(days=180),
    )
    evidence = Evidence(
        id=RIVERSIDE_MEASURES,
        kind=EvidenceKind.AT_RISK_MEASURES,
        partner_id=RIVERSIDE_PARTNER,
        pairing_id=RIVERSIDE_SECOND_PAIRING,
        valid_from=today,
        valid_until=agreed.review_on,
        given_by=principal.key_id,
    )
    evidence.measures = key_ring.encrypt(agreed.model_dump_json(), context=context_of(evidence, "measures"))
    session.add(evidence)


def _evening(*, days_ahead: int) -> datetime:
    return example_time(utc_now(), days_ahead=days_ahead).astimezone(ZONE).replace(hour=_EVENING) + timedelta(
        minutes=30
    )


async def _open_incident(session: AsyncSession) -> None:
    booking = await session.get_one(Booking, BOOKING)
    await report_incident(
        session,
        OPERATOR,
        booking,
        IncidentKind.SETTINGS_LOOSENED,
        summary="Somebody switched the waiting room of a meeting off at Zoom. It was switched on again.",
        remedy="Ask the host who changed the meeting, and why.",
        details={"before": {"meeting.waiting-room": "off"}, "after": {"meeting.waiting-room": "on"}},
        incident_id=INCIDENT,
    )
