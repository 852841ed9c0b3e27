"""Sessions as calendar entries: for one participant, and for a person who subscribes to all of theirs."""

from collections.abc import Mapping, Sequence
from typing import Final
from uuid import UUID
from zoneinfo import ZoneInfo

from sqlmodel import col, select
from sqlmodel.ext.asyncio.session import AsyncSession

from app.access.principal import Principal
from app.access.visibility import found
from app.audit import service as audit
from app.audit.origin import Origin
from app.bookings.models import Booking
from app.bookings.participants.models import Participant, ParticipantRole
from app.bookings.participants.service import LINKS_LIVE_ON, add_missing, participants_of
from app.bookings.states import BookingState
from app.joining.calendars.entry import Entry, EntryStatus
from app.joining.calendars.models import PersonCalendar
from app.joining.links.models import PersonalLink
from app.joining.links.service import address_of, live_links, token_of
from app.joining.links.tokens import digest_of, is_same, is_token, new_token
from app.joining.pages.models import ProgrammePage
from app.joining.pages.words import Words
from app.kit.clock import utc_now
from app.kit.encryption import KeyRing, context_of
from app.registry.people.models import Person
from app.registry.programmes.models import Programme

PATH: Final = "/c"
"""Where on PUBLIC_URL the calendars are that people subscribe to."""
_MOST_SESSIONS: Final = 500

_S = BookingState
_STATUS: Final[Mapping[BookingState, EntryStatus]] = {
    _S.AWAITING_APPROVAL: EntryStatus.TENTATIVE,
    _S.PROVISIONING: EntryStatus.TENTATIVE,
    _S.CONFIRMED: EntryStatus.CONFIRMED,
    _S.IN_PROGRESS: EntryStatus.CONFIRMED,
    _S.COMPLETED: EntryStatus.CONFIRMED,
    _S.NOT_HELD: EntryStatus.CONFIRMED,
    _S.SUSPENDED: EntryStatus.TENTATIVE,
    _S.BLOCKED: EntryStatus.TENTATIVE,
    _S.FAILED: EntryStatus.TENTATIVE,
    _S.DECLINED: EntryStatus.CANCELLED,
    _S.CANCELLED: EntryStatus.CANCELLED,
}


async def participant_for_calendar(
    session: AsyncSession, booking: Booking, name: UUID | ParticipantRole
) -> Participant:
    """Return a participant of a booking, also one who does not take part any more: their entry is cancelled.

    Raises:
        NotFoundError: There is none.
    """
    everybody = await participants_of(session, booking)
    return found(next((each for each in everybody if name in {each.id, each.role}), None), "Participant")


async def entry_for(
    session: AsyncSession, booking: Booking, participant: Participant, *, key_ring: KeyRing, public_url: str | None
) -> Entry:
    """Return a booking as it stands in a participant's calendar, with the link that they have, if they have one.

    Raises:
        ServiceUnavailableError: The link cannot be decrypted, or the installation has no public address.
    """
    link = (await live_links(session, [participant])).get(participant.id)
    programme = await session.get_one(Programme, booking.programme_id)
    page = await session.get(ProgrammePage, programme.id)
    url = _url_of(link, key_ring, public_url)
    return entry_of(booking, participant, programme, words_of(page), link, url)


def _url_of(link: PersonalLink | None, key_ring: KeyRing, public_url: str | None) -> str | None:
    """Return the address of somebody's page; None where they have no link, or one that has expired."""
    return address_of(public_url, token_of(link, key_ring)) if link is not None and link.token else None


def words_of(page: ProgrammePage | None) -> Words:
    """Return the words of a programme, by what it says on its pages."""
    return Words(page.language, page.words) if page is not None else Words()


def entry_of(
    booking: Booking,
    participant: Participant,
    programme: Programme,
    words: Words,
    link: PersonalLink | None,
    url: str | None,
) -> Entry:
    """Return a booking as it stands in a participant's calendar, in the words of its programme."""
    status = _STATUS[booking.state] if participant.removed_at is None else EntryStatus.CANCELLED
    about = words.say(f"calendar.{status.value.lower()}")
    if status is EntryStatus.CONFIRMED and booking.ended_by_request_at is not None:
        about = words.say("calendar.ended", ended=words.time(booking.ended_by_request_at, ZoneInfo(booking.time_zone)))
    way = f"{url}\n\n{words.say('calendar.yours_alone')}" if url is not None else words.say("calendar.no_link")
    return Entry(
        uid=participant.id,
        # What each of these counts only grows, so their sum does.
        sequence=booking.version + (link.number if link is not None else 0) + (participant.removed_at is not None),
        starts_at=booking.starts_at,
        ends_at=booking.ends_at,
        zone=ZoneInfo(booking.time_zone),
        title=words.say("calendar.session", programme=programme.name),
        text=f"{about}\n{way}",
        organiser=(programme.id, programme.name),
        status=status,
        changed_at=booking.updated_at,
        url=url,
        reminder=words.say("calendar.reminder"),
    )


async def entries_of(
    session: AsyncSession, person_id: UUID, key_ring: KeyRing, public_url: str | None
) -> Sequence[Entry]:
    """Return the sessions of a person, from those of the last weeks on, the earliest first.

    A caller that may do so commits: of bookings that are older than the table of participants they are added.
    """
    since = utc_now() - LINKS_LIVE_ON
    await add_missing(session, person_id, since=since)
    query = (
        select(Booking, Participant, Programme, ProgrammePage, PersonalLink)  # type: ignore[call-overload]  # typed for four
        .join(Participant, col(Participant.booking_id) == col(Booking.id))
        .join(Programme, col(Programme.id) == col(Booking.programme_id))
        .join(ProgrammePage, col(ProgrammePage.programme_id) == col(Programme.id), isouter=True)
        .join(
            PersonalLink,
            (col(PersonalLink.participant_id) == col(Participant.id)) & col(PersonalLink.revoked_at).is_(None),
            isouter=True,
        )
        .where(col(Participant.person_id) == person_id, col(Booking.ends_at) >= since)
        .order_by(col(Booking.starts_at), col(Booking.id))
        .limit(_MOST_SESSIONS)
    )
    return [
        entry_of(
            booking,
            participant,
            programme,
            words_of(page),
            link,
            _url_of(link, key_ring, public_url),
        )
        for booking, participant, programme, page, link in await session.exec(query)
    ]


async def resolve_calendar(session: AsyncSession, token: str) -> UUID | None:
    """Return whose calendar a token is of; None where it is nobody's, replaced or revoked."""
    if not is_token(token):
        return None
    query = select(PersonCalendar).where(
        col(PersonCalendar.digest) == digest_of(token), col(PersonCalendar.revoked_at).is_(None)
    )
    calendar = (await session.exec(query)).one_or_none()
    return calendar.person_id if calendar is not None and is_same(token, calendar.digest) else None


async def issue_calendar(
    session: AsyncSession, principal: Principal, person: Person, key_ring: KeyRing, *, replace: bool
) -> None:
    """Give a person the address of a calendar, if they have none. With `replace`, a new one: the former stops working."""
    former = await _live(session, person, lock=True)
    if former is not None and not replace:
        return
    if former is not None:
        await _end(session, former, person, principal.origin)
        await session.flush()
    token = new_token()
    calendar = PersonCalendar(person_id=person.id, digest=digest_of(token), token="", issued_by=principal.key_id)
    calendar.token = key_ring.encrypt(token, context=context_of(calendar, "token"))
    session.add(calendar)
    await _audit(session, principal.origin, "person_calendar.issued", calendar, person)


async def read_calendar(
    session: AsyncSession, principal: Principal, person: Person, key_ring: KeyRing, public_url: str | None
) -> str | None:
    """Return the address of a person's calendar, if they have one; each reading is an entry in the trail.

    Raises:
        ServiceUnavailableError: It cannot be decrypted, or the installation has no public address.
    """
    calendar = await _live(session, person)
    if calendar is None:
        return None
    url = address_of(public_url, f"{token_of(calendar, key_ring)}.ics", path=PATH)
    await _audit(session, principal.origin, "person_calendar.read", calendar, person)
    return url


async def revoke_calendar(session: AsyncSession, principal: Principal, person: Person) -> None:
    """Let the address of a person's calendar work no more. Who has none stays without."""
    calendar = await _live(session, person, lock=True)
    if calendar is not None:
        await _end(session, calendar, person, principal.origin)


async def _live(session: AsyncSession, person: Person, *, lock: bool = False) -> PersonCalendar | None:
    if lock:
        await session.exec(select(Person.id).where(col(Person.id) == person.id).with_for_update(key_share=True))
    query = select(PersonCalendar).where(
        col(PersonCalendar.person_id) == person.id, col(PersonCalendar.revoked_at).is_(None)
    )
    return (await session.exec(query)).one_or_none()


async def _end(session: AsyncSession, calendar: PersonCalendar, person: Person, origin: Origin) -> None:
    calendar.revoked_at = utc_now()
    calendar.token = ""
    session.add(calendar)
    await _audit(session, origin, "person_calendar.revoked", calendar, person)


async def _audit(session: AsyncSession, origin: Origin, action: str, calendar: PersonCalendar, person: Person) -> None:
    await audit.append(
        session,
        origin=origin,
        action=action,
        subject=("person_calendar", calendar.id),
        partner_id=person.partner_id,
        after={"person_id": str(person.id)},
    )
