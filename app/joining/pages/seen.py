"""What is known of a session when one of its people looks at their page: read, and nothing changed by it."""

from dataclasses import dataclass
from datetime import datetime
from typing import Final
from uuid import UUID
from zoneinfo import ZoneInfo

from sqlalchemy import ARRAY, Text, Uuid, and_, bindparam, func
from sqlalchemy import select as select_columns
from sqlalchemy.orm import aliased, defer
from sqlmodel import col, select
from sqlmodel.ext.asyncio.session import AsyncSession

from app.bookings.answers.models import AnswerKind, ParticipantAnswer
from app.bookings.models import Booking, Move
from app.bookings.moves.former import FormerTime, former_time
from app.bookings.participants.models import Participant, ParticipantRole
from app.bookings.states import COUNTS, MoveState
from app.joining.links.service import FoundLink
from app.joining.opening.arrival import Arrival
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
from app.registry.pairings.models import Pairing
from app.registry.partners.models import Partner
from app.registry.people.models import Person
from app.registry.programmes.models import Programme

_OF_AGE: Final = 18
_ABOUT: Final = {ParticipantRole.MENTOR: Subject.MENTOR, ParticipantRole.MENTEE: Subject.MENTEE}
_AGREEMENTS: Final = (EvidenceKind.CODE_OF_CONDUCT_ACCEPTED, EvidenceKind.VIRTUAL_MEETING_CONSENT)


@dataclass(frozen=True)
class Context:
    """The pairing of a session, with its people and whose they are."""

    pairing: Pairing
    partner: Partner
    programme: Programme
    mentor: Person
    mentee: Person


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

    arrival: Arrival
    context: Context
    person: Person | None
    policy: Policy
    settings: ProgrammePage
    words: Words
    page: Page
    shown: Shown
    number: int | None
    former: FormerTime | None
    """Of a session that was moved: when it was to be before."""
    move: Move | None
    agreements: Agreements | None
    answered: frozenset[AnswerKind]
    survey: Survey | None
    room: RoomSigns | None
    """Of whoever opens it, while they may go in."""
    now: datetime

    @property
    def found(self) -> FoundLink:
        """Their link, and what it stands for."""
        return self.arrival.found

    @property
    def booking(self) -> Booking:
        """The session."""
        return self.arrival.room.booking

    @property
    def role(self) -> ParticipantRole:
        """What they are in it."""
        return self.arrival.participant.role

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


def page_at(arrival: Arrival, now: datetime) -> Page:
    """Return what the page of somebody at their door says and offers at a moment."""
    room, rules = arrival.room, arrival.room.policy.document
    booking = room.booking
    session_seen = SessionSeen(
        state=booking.state,
        starts_at=booking.starts_at,
        ends_at=booking.ends_at,
        is_by_telephone=not is_held_at_zoom(booking.modality),
        has_meeting=room.meeting is not None,
        # When its time was asked for; a move makes it later.
        was_moved=booking.requested_at > booking.created_at,
        room_is_open=booking.room_opened_at is not None,
        asked_before=rules.opening.asked_before,
        is_ended=booking.is_ended,
    )
    opens = room.is_opened_by(arrival.participant)
    return page_of(session_seen, arrival.participant.role, rules.doors, opens=opens, now=now)


_mentor, _mentee, _earlier = aliased(Person), aliased(Person), aliased(Booking)
_NUMBER: Final = (
    select_columns(func.count())
    .where(
        col(_earlier.pairing_id) == col(Booking.pairing_id),
        col(_earlier.state).in_(COUNTS),
        col(_earlier.starts_at) <= col(Booking.starts_at),
    )
    .correlate(Booking)
    .scalar_subquery()
)
_ANSWERED: Final = (
    select_columns(func.array_agg(col(ParticipantAnswer.kind).distinct(), type_=ARRAY(Text)))
    .where(col(ParticipantAnswer.participant_id) == bindparam("participant_id", type_=Uuid))
    .scalar_subquery()
)
_AROUND: Final = (
    select_columns(Pairing, Partner, Programme, _mentor, _mentee, ProgrammePage, Move, _NUMBER, _ANSWERED)
    .select_from(Booking)
    .join(Pairing, col(Pairing.id) == col(Booking.pairing_id))
    .join(Partner, col(Partner.id) == col(Booking.partner_id))
    .join(Programme, col(Programme.id) == col(Booking.programme_id))
    .join(_mentor, col(_mentor.id) == col(Pairing.mentor_id))
    .join(_mentee, col(_mentee.id) == col(Pairing.mentee_id))
    .outerjoin(ProgrammePage, col(ProgrammePage.programme_id) == col(Booking.programme_id))
    .outerjoin(Move, and_(col(Move.booking_id) == col(Booking.id), col(Move.state) == MoveState.AWAITING_APPROVAL))
    .where(col(Booking.id) == bindparam("booking_id", type_=Uuid))
    # A picture, which a page has at an address of its own.
    .options(defer(ProgrammePage.logo))  # type: ignore[arg-type]  # SQLModel's attributes are SQLAlchemy's
)
_WORDS: Final = select(ProgrammePage.language, ProgrammePage.words).where(
    col(ProgrammePage.programme_id) == bindparam("programme_id", type_=Uuid)
)
_EVIDENCE: Final = select(Evidence).where(
    col(Evidence.person_id) == bindparam("person_id", type_=Uuid), col(Evidence.kind).in_(_AGREEMENTS)
)


async def words_for(session: AsyncSession, programme_id: UUID) -> Words:
    """Return the words of a programme's pages."""
    row = (await session.exec(_WORDS, params={"programme_id": programme_id})).one_or_none()
    return Words(*row) if row is not None else Words()


async def look(session: AsyncSession, arrival: Arrival) -> Seen:
    """Return what there is to see for whoever has a link."""
    booking, participant, now = arrival.room.booking, arrival.participant, utc_now()
    asked = {"booking_id": booking.id, "participant_id": participant.id}
    row = (await session.exec(_AROUND, params=asked)).one()  # type: ignore[call-overload]  # SQLAlchemy's own select
    pairing, partner, programme, mentor, mentee, stored, move, counted, answered = row
    context = Context(pairing, partner, programme, mentor, mentee)
    policy = arrival.room.policy
    settings = stored or ProgrammePage(programme_id=booking.programme_id)
    words = Words(settings.language, settings.words)
    page = page_at(arrival, now)
    # Which session of its pairing it is, from 1.
    number = counted if booking.state in COUNTS else None
    survey = (
        survey_after(number, _planned(policy), settings.feedback, words) if number and page.asks_afterwards else None
    )
    people = {ParticipantRole.MENTOR: mentor, ParticipantRole.MENTEE: mentee}
    person = people.get(participant.role)
    return Seen(
        arrival=arrival,
        context=context,
        person=person,
        policy=policy,
        settings=settings,
        words=words,
        page=page,
        shown=shown_to(participant, arrival.room),
        number=number,
        former=await former_time(session, booking.id) if page.was_moved else None,
        move=move,
        agreements=await _agreements(session, participant, person, policy, context, now) if page.agrees else None,
        answered=frozenset(AnswerKind(each) for each in answered or ()),
        survey=survey,
        room=await signs_of(session, arrival.room) if page.button is Button.OPEN_ROOM else None,
        now=now,
    )


def _planned(policy: Policy) -> int | None:
    if policy.document.rules[plan_count.code].severity is Severity.OFF:
        return None
    return policy.parameters_of(plan_count).sessions


async def _agreements(
    session: AsyncSession,
    participant: Participant,
    person: Person | None,
    policy: Policy,
    context: Context,
    now: datetime,
) -> Agreements | None:
    if person is None:
        return None
    about = _ABOUT[participant.role]
    facts = [_fact(each, about) for each in await session.exec(_EVIDENCE, params={"person_id": person.id})]
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
