"""What is known of a session when one of its people looks at their page: read, and nothing changed by it."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any, Final, cast
from zoneinfo import ZoneInfo

from sqlmodel import col, func, select
from sqlmodel.ext.asyncio.session import AsyncSession

from app.bookings.answers.models import AnswerKind, ParticipantAnswer
from app.bookings.in_force import policy_in_force
from app.bookings.models import Booking, Move
from app.bookings.participants.models import Participant, ParticipantRole
from app.bookings.reading import joinable_meeting
from app.bookings.states import COUNTS, MoveState
from app.joining.links.service import FoundLink
from app.joining.opening.room import RoomSigns, signs_of
from app.joining.opening.service import Shown, shown_to
from app.joining.pages.models import ProgrammePage
from app.joining.pages.page import Button, Page, SessionSeen, page_of
from app.joining.pages.questions import Survey, survey_after
from app.joining.pages.words import Words
from app.kit.clock import utc_now
from app.policy import EvidenceFact, EvidenceKind, Policy, Severity, Subject, age_on
from app.policy.ages import may_be_under
from app.policy.evidence import EvidenceStanding, standing_of
from app.policy.hosts import is_held_at_zoom
from app.policy.rules.mentor_code_of_conduct import mentor_code_of_conduct
from app.policy.rules.plan_count import plan_count
from app.registry.evidence.models import Evidence
from app.registry.lookup import PairingContext, pairing_for_booking
from app.registry.people.models import Person

_OF_AGE: Final = 18
_ABOUT: Final = {ParticipantRole.MENTOR: Subject.MENTOR, ParticipantRole.MENTEE: Subject.MENTEE}
_AGREEMENTS: Final = (EvidenceKind.CODE_OF_CONDUCT_ACCEPTED, EvidenceKind.VIRTUAL_MEETING_CONSENT)


@dataclass(frozen=True)
class Agreements:
    """What somebody has agreed to, as it stands today; a code of conduct is for mentors alone.

    Args:
        consent: Whether they agree to meet online.
        conduct: Whether they have accepted the code of conduct in force; None for whom there is none.
        edition: Which edition of the code is in force, where the programme names one.
    """

    consent: EvidenceStanding
    conduct: EvidenceStanding | None
    edition: str | None


@dataclass(frozen=True)
class Seen:
    """A session, as one of its people sees it at a moment."""

    found: FoundLink
    context: PairingContext
    person: Person | None
    policy: Policy
    settings: ProgrammePage
    words: Words
    page: Page
    shown: Shown
    number: int | None
    move: Move | None
    agreements: Agreements | None
    answered: frozenset[AnswerKind]
    survey: Survey | None
    room: RoomSigns | None
    """Of whoever opens it, while they may go in."""
    now: datetime

    @property
    def booking(self) -> Booking:
        """The session."""
        return self.found.booking

    @property
    def role(self) -> ParticipantRole:
        """What they are in it."""
        return self.found.participant.role

    @property
    def is_on_video(self) -> bool:
        """Whether it is a video call, rather than one by telephone."""
        return is_held_at_zoom(self.booking.modality)

    @property
    def zone(self) -> ZoneInfo:
        """The programme's time zone, as it was when the session was booked."""
        return ZoneInfo(self.booking.time_zone)

    @property
    def mentee_is_young(self) -> bool:
        """Whether the mentee is under 18 on the day of the session, or may be."""
        birth_date = self.context.mentee.birth_date
        day = self.booking.starts_at.astimezone(self.zone).date()
        return may_be_under(age_on(birth_date, day) if birth_date else None, _OF_AGE)


async def look(session: AsyncSession, found: FoundLink) -> Seen:
    """Return what there is to see for whoever has a link."""
    booking, participant, now = found.booking, found.participant, utc_now()
    context = await pairing_for_booking(session, booking.pairing_id, partner_scope=None)
    if context is None:
        message = "a booking without a pairing"
        raise LookupError(message)
    policy = await policy_in_force(session, booking)
    stored = await session.get(ProgrammePage, booking.programme_id)
    settings = stored or ProgrammePage(programme_id=booking.programme_id)
    words = Words(settings.language, settings.words)
    shown = await shown_to(session, cast("Any", participant))
    session_seen = SessionSeen(
        state=booking.state,
        starts_at=booking.starts_at,
        ends_at=booking.ends_at,
        is_by_telephone=not is_held_at_zoom(booking.modality),
        has_meeting=await joinable_meeting(session, booking) is not None,
        # When its time was asked for; a move makes it later.
        was_moved=booking.requested_at > booking.created_at,
        room_is_open=booking.room_opened_at is not None,
        asked_before=policy.document.opening.asked_before,
        is_ended=booking.is_ended,
    )
    page = page_of(session_seen, participant.role, policy.document.doors, opens=shown.opens, now=now)
    number = await _number(session, booking)
    planned = _planned(policy)
    survey = survey_after(number, planned, settings.feedback, words) if number and page.asks_afterwards else None
    people = {ParticipantRole.MENTOR: context.mentor, ParticipantRole.MENTEE: context.mentee}
    person = people.get(participant.role)
    return Seen(
        found=found,
        context=context,
        person=person,
        policy=policy,
        settings=settings,
        words=words,
        page=page,
        shown=shown,
        number=number,
        move=await _proposed(session, booking),
        agreements=await _agreements(session, participant, person, policy, context, now) if page.agrees else None,
        answered=await _answered(session, participant),
        survey=survey,
        room=await signs_of(session, booking) if page.button is Button.OPEN_ROOM else None,
        now=now,
    )


async def _number(session: AsyncSession, booking: Booking) -> int | None:
    """Return which session of its pairing it is, from 1; None for one that does not count."""
    if booking.state not in COUNTS:
        return None
    query = select(func.count()).where(
        col(Booking.pairing_id) == booking.pairing_id,
        col(Booking.state).in_(COUNTS),
        col(Booking.starts_at) <= booking.starts_at,
    )
    return (await session.exec(query)).one()


def _planned(policy: Policy) -> int | None:
    if policy.document.rules[plan_count.code].severity is Severity.OFF:
        return None
    return policy.parameters_of(plan_count).sessions


async def _proposed(session: AsyncSession, booking: Booking) -> Move | None:
    query = select(Move).where(col(Move.booking_id) == booking.id, col(Move.state) == MoveState.AWAITING_APPROVAL)
    return (await session.exec(query)).one_or_none()


async def _answered(session: AsyncSession, participant: Participant) -> frozenset[AnswerKind]:
    query = select(ParticipantAnswer.kind).where(col(ParticipantAnswer.participant_id) == participant.id).distinct()
    return frozenset(AnswerKind(each) for each in (await session.exec(query)).all())


async def _agreements(
    session: AsyncSession,
    participant: Participant,
    person: Person | None,
    policy: Policy,
    context: PairingContext,
    now: datetime,
) -> Agreements | None:
    if person is None:
        return None
    query = select(Evidence).where(col(Evidence.person_id) == person.id, col(Evidence.kind).in_(_AGREEMENTS))
    about = _ABOUT[participant.role]
    facts = [_fact(each, about) for each in await session.exec(query)]
    today = now.astimezone(ZoneInfo(context.programme.time_zone)).date()
    edition = policy.parameters_of(mentor_code_of_conduct).edition
    is_mentor = participant.role is ParticipantRole.MENTOR
    return Agreements(
        consent=standing_of(facts, EvidenceKind.VIRTUAL_MEETING_CONSENT, about, today),
        conduct=standing_of(facts, EvidenceKind.CODE_OF_CONDUCT_ACCEPTED, about, today, edition=edition)
        if is_mentor
        else None,
        edition=edition,
    )


def _fact(evidence: Evidence, about: Subject) -> EvidenceFact:
    return EvidenceFact(
        id=evidence.id,
        kind=evidence.kind,
        about=about,
        valid_from=evidence.valid_from,
        valid_until=evidence.valid_until,
        withdrawn=evidence.withdrawn_at is not None,
        edition=evidence.edition,
        has_document=evidence.document is not None,
    )


def first_name(name: str) -> str:
    """Return the first name that somebody is greeted by."""
    return name.split(maxsplit=1)[0]


def other_of(seen: Seen) -> Person | None:
    """Return whom the mentor or the mentee meets; None for who comes beside the two."""
    others = {ParticipantRole.MENTOR: seen.context.mentee, ParticipantRole.MENTEE: seen.context.mentor}
    return others.get(seen.role)
