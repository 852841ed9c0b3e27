"""What the API shows of participants and of their links."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from uuid import UUID
from zoneinfo import ZoneInfo

from sqlmodel import col, select
from sqlmodel.ext.asyncio.session import AsyncSession

from app.bookings.models import Booking
from app.bookings.opening.ways import room_of
from app.bookings.participants.models import Participant, ParticipantRole
from app.bookings.participants.service import participants_of
from app.joining.links.models import PersonalLink
from app.joining.links.schemas import (
    ParticipantList,
    ParticipantRead,
    ParticipantStatus,
    PersonalLinkList,
    PersonalLinkRead,
    Recipient,
    Window,
)
from app.joining.links.service import GivenLink, ends_at, first_opened, live_links
from app.monitoring.presence import Someone, presence_of
from app.monitoring.told import facts_about
from app.policy.ages import age_on, may_be_under
from app.registry.people.models import Person

_OF_AGE = 18


async def show_participants(session: AsyncSession, booking: Booking) -> ParticipantList:
    """Return who takes part in a session, and how far each of them has come."""
    everybody = await participants_of(session, booking)
    links = await live_links(session, everybody)
    opened = await first_opened(session, everybody)
    room = await room_of(session, booking.id)
    doors = room.policy.document.doors
    people = presence_of(await facts_about(session, booking.id)).people
    items = []
    for each in everybody:
        known_by = {("registrant", registration) for registration in registrations_of(each)}
        opens = room.is_opened_by(each)
        if opens and room.host is not None:
            known_by.add(("user", room.host.zoom_user_id))
        seen = [someone for someone in people if not known_by.isdisjoint(someone.nodes)]
        from_ = doors.opener_from if opens else doors.others_from
        items.append(
            ParticipantRead(
                id=each.id,
                role=each.role,
                status=_status(each, links.get(each.id), opened.get(each.id), seen),
                window=Window(opens_at=booking.starts_at - from_, closes_at=booking.ends_at),
                opened_at=opened.get(each.id),
                joined_at=min(_joined(seen), default=None),
            )
        )
    return ParticipantList(items=items)


def registrations_of(participant: Participant) -> frozenset[str]:
    """Return every registration at Zoom that is or was a participant's."""
    present = {participant.registrant_id} if participant.registrant_id else set()
    return frozenset(present.union(participant.former_registrant_ids))


async def show_links(session: AsyncSession, booking: Booking, given: Sequence[GivenLink]) -> PersonalLinkList:
    """Return personal links, each with whom it goes to."""
    ids = [each.participant.person_id for each in given if each.participant.person_id]
    people = {each.id: each for each in await session.exec(select(Person).where(col(Person.id).in_(ids)))}
    return PersonalLinkList(
        items=[
            PersonalLinkRead(
                participant_id=each.participant.id,
                role=each.participant.role,
                url=each.url,
                deliver_to=_recipient(booking, each.participant, people),
                issued_at=each.link.issued_at,
                works_until=ends_at(booking),
            )
            for each in given
        ]
    )


def _recipient(booking: Booking, participant: Participant, people: Mapping[UUID, Person]) -> Recipient:
    if participant.role is not ParticipantRole.MENTEE:
        return Recipient.PARTICIPANT
    person = people.get(participant.person_id) if participant.person_id else None
    birth_date = person.birth_date if person else None
    day = booking.starts_at.astimezone(ZoneInfo(booking.time_zone)).date()
    is_young = may_be_under(age_on(birth_date, day) if birth_date else None, _OF_AGE)
    return Recipient.ORGANISATION if is_young else Recipient.PARTICIPANT


def _joined(seen: Sequence[Someone]) -> list[datetime]:
    return [period.began_at for someone in seen for period in someone.inside]


def _status(
    participant: Participant, link: PersonalLink | None, opened_at: datetime | None, seen: Sequence[Someone]
) -> ParticipantStatus:
    if participant.removed_at is not None:
        return ParticipantStatus.REMOVED
    if any(period.ended_at is None for someone in seen for period in someone.inside):
        return ParticipantStatus.JOINED
    if any(period.ended_at is None for someone in seen for period in someone.waited):
        return ParticipantStatus.WAITING
    if seen:
        return ParticipantStatus.LEFT
    if link is None:
        return ParticipantStatus.WITHOUT_LINK
    return ParticipantStatus.OPENED if opened_at is not None else ParticipantStatus.LINK_GIVEN
