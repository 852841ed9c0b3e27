"""Giving out personal links, replacing and revoking them, and finding out whose a token is."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Final, Protocol
from uuid import UUID

from sqlalchemy import bindparam, func
from sqlmodel import col, select
from sqlmodel.ext.asyncio.session import AsyncSession

from app.access.principal import Principal
from app.access.visibility import found
from app.audit import service as audit
from app.audit.origin import Origin
from app.bookings.models import Booking
from app.bookings.participants.models import Participant, ParticipantRole
from app.bookings.participants.registering import renew
from app.bookings.participants.service import LINKS_LIVE_ON, participants_of
from app.joining.links.models import PersonalLink
from app.joining.links.tokens import digest_of, is_same, is_token, new_token
from app.kit.clock import utc_now
from app.kit.encryption import DecryptionError, KeyRing, Stored, context_of
from app.kit.errors import ServiceUnavailableError, WrongStateError
from app.kit.jobs import URGENT, enqueue_reconcile

PATH: Final = "/j"
"""Where on PUBLIC_URL the pages of personal links are."""

UNREADABLE: Final = (
    "The personal link is stored under an encryption key that the service does not have. Tell whoever runs Chaperone: "
    "`chaperone doctor` says what to do. Whoever has the link already can go on using it."
)
NO_PUBLIC_URL: Final = (
    "This installation has no address for the pages of participants. Ask whoever runs Chaperone to set PUBLIC_URL."
)
_OPERATORS_TAKE: Final = timedelta(minutes=10)


@dataclass(frozen=True)
class FoundLink:
    """What a token stands for: a participant of a booking. Whether the person who has it may come in now is for others to say."""

    link: PersonalLink
    participant: Participant
    booking: Booking


@dataclass(frozen=True)
class GivenLink:
    """A link with its address, for whoever may read it."""

    link: PersonalLink
    participant: Participant
    url: str


def ends_at(booking: Booking) -> datetime:
    """Return until when the links of a booking work."""
    return booking.ends_at + LINKS_LIVE_ON


class KeptToken(Stored, Protocol):
    """A row with a token that is encrypted."""

    token: str


def address_of(public_url: str | None, token: str, *, path: str = PATH) -> str:
    """Return the address of a participant's page, or of what else is at a path of its own.

    Raises:
        ServiceUnavailableError: The installation has no public address.
    """
    if public_url is None:
        raise ServiceUnavailableError(NO_PUBLIC_URL, retry_after=_OPERATORS_TAKE)
    return f"{public_url}{path}/{token}"


_FOUND: Final = (
    select(PersonalLink, Participant, Booking)
    .join(Participant, col(Participant.id) == col(PersonalLink.participant_id))
    .join(Booking, col(Booking.id) == col(Participant.booking_id))
    .where(
        col(PersonalLink.digest) == bindparam("digest"),
        col(PersonalLink.revoked_at).is_(None),
        col(Participant.removed_at).is_(None),
    )
)


async def resolve(session: AsyncSession, token: str) -> FoundLink | None:
    """Return whose a token is, or None where it is nobody's: wrong, replaced, revoked, over, or of somebody who was removed.

    The caller answers all of these alike.
    """
    if not is_token(token):
        return None
    row = (await session.exec(_FOUND, params={"digest": digest_of(token)})).one_or_none()
    if row is None:
        return None
    found = FoundLink(*row)
    return found if is_live(found, token) else None


def is_live(found: FoundLink, token: str) -> bool:
    """Tell whether a link that was found by a token is that token's, and not over."""
    return is_same(token, found.link.digest) and utc_now() < ends_at(found.booking)


async def live_links(session: AsyncSession, participants: Sequence[Participant]) -> Mapping[UUID, PersonalLink]:
    """Return the links of participants that are not revoked, by participant."""
    query = select(PersonalLink).where(
        col(PersonalLink.participant_id).in_([each.id for each in participants]), col(PersonalLink.revoked_at).is_(None)
    )
    return {each.participant_id: each for each in await session.exec(query)}


async def first_opened(session: AsyncSession, participants: Sequence[Participant]) -> Mapping[UUID, datetime]:
    """Return when participants first pressed the button of their page, whichever link it was by; nobody else is in it."""
    query = (
        select(PersonalLink.participant_id, func.min(PersonalLink.opened_at))
        .where(
            col(PersonalLink.participant_id).in_([each.id for each in participants]),
            col(PersonalLink.opened_at).is_not(None),
        )
        .group_by(col(PersonalLink.participant_id))
    )
    return {who: opened_at for who, opened_at in await session.exec(query) if opened_at is not None}


async def issue_links(
    session: AsyncSession,
    principal: Principal,
    booking: Booking,
    participants: Sequence[Participant],
    key_ring: KeyRing,
    *,
    replace: bool = False,
) -> None:
    """Give each of these participants a link, where they have none. With `replace`, a new one: the former stops working.

    Raises:
        WrongStateError: The session has been over for so long that no link would work.
    """
    if utc_now() >= ends_at(booking):
        days = LINKS_LIVE_ON.days
        message = f"The session was over {days} days ago and more: there is nothing left that a personal link is for."
        raise WrongStateError(message)
    await _lock(session, participants)
    live = await live_links(session, participants)
    last = (
        select(col(PersonalLink.participant_id), func.max(PersonalLink.number))
        .where(col(PersonalLink.participant_id).in_([each.id for each in participants]))
        .group_by(col(PersonalLink.participant_id))
    )
    numbers = dict((await session.exec(last)).all())
    for participant in participants:
        former = live.get(participant.id)
        # One that had expired is not readable any more, should its session have been moved since.
        if former is not None and former.token and not replace:
            continue
        if former is not None:
            await _end(session, former, participant, booking, origin=principal.origin)
            # Before the new one: only one may be live.
            await session.flush()
        number = numbers.get(participant.id, 0) + 1
        await _issue(session, principal, booking, participant, key_ring, number=number)


async def read_links(
    session: AsyncSession,
    principal: Principal,
    booking: Booking,
    participants: Sequence[Participant],
    key_ring: KeyRing,
    public_url: str | None,
) -> Sequence[GivenLink]:
    """Return the live links of these participants with their addresses. Each reading is an entry in the trail.

    Raises:
        ServiceUnavailableError: A link cannot be decrypted, or the installation has no public address.
    """
    live = await live_links(session, participants)
    given = [
        GivenLink(live[each.id], each, address_of(public_url, token_of(live[each.id], key_ring)))
        for each in participants
        if each.id in live and live[each.id].token
    ]
    for each in given:
        await _audit(session, principal.origin, "personal_link.read", each.link, booking)
    return given


def token_of(link: KeptToken, key_ring: KeyRing) -> str:
    """Return the token of a link that is live.

    Raises:
        ServiceUnavailableError: The key that it is encrypted under is missing.
    """
    try:
        return key_ring.decrypt(link.token, context=context_of(link, "token"))
    except DecryptionError as error:
        raise ServiceUnavailableError(UNREADABLE, retry_after=_OPERATORS_TAKE) from error


async def revoke_links(
    session: AsyncSession, origin: Origin, booking: Booking, participants: Sequence[Participant]
) -> None:
    """Let the links of these participants work no more, nor what they led to at Zoom. Whoever has none stays without."""
    await _lock(session, participants)
    live = await live_links(session, participants)
    for participant in participants:
        if participant.id in live:
            await _end(session, live[participant.id], participant, booking, origin=origin)


async def note_opened(session: AsyncSession, link: PersonalLink) -> None:
    """Write down that its button was pressed, the first time that it is."""
    if link.opened_at is None:
        link.opened_at = utc_now()
        session.add(link)


async def chosen(
    session: AsyncSession, booking: Booking, which: Sequence[UUID | ParticipantRole] | None
) -> Sequence[Participant]:
    """Return the participants of a booking who take part, all of them or those that are named, by id or as mentor or mentee.

    Raises:
        NotFoundError: One that is named does not take part.
    """
    present = [each for each in await participants_of(session, booking) if each.removed_at is None]
    if which is None:
        return present
    return [
        found(next((each for each in present if name in {each.id, each.role}), None), "Participant") for name in which
    ]


async def _lock(session: AsyncSession, participants: Sequence[Participant]) -> None:
    ids = sorted(each.id for each in participants)
    query = select(Participant).where(col(Participant.id).in_(ids)).order_by(col(Participant.id))
    # As they are now: the worker writes to them, too.
    await session.exec(query.with_for_update(key_share=True).execution_options(populate_existing=True))


async def _issue(
    session: AsyncSession,
    principal: Principal,
    booking: Booking,
    participant: Participant,
    key_ring: KeyRing,
    *,
    number: int,
) -> None:
    token = new_token()
    link = PersonalLink(
        participant_id=participant.id,
        number=number,
        digest=digest_of(token),
        token="",
        issued_by=principal.key_id,
    )
    link.token = key_ring.encrypt(token, context=context_of(link, "token"))
    session.add(link)
    await _audit(session, principal.origin, "personal_link.issued", link, booking)


async def _end(
    session: AsyncSession, link: PersonalLink, participant: Participant, booking: Booking, *, origin: Origin
) -> None:
    link.revoked_at = utc_now()
    link.token = ""
    session.add(link)
    # Whoever had the link may have been led to Zoom by it: what let them in there goes, too.
    renew(participant, utc_now())
    session.add(participant)
    await enqueue_reconcile(session, [booking.id], priority=URGENT)
    await _audit(session, origin, "personal_link.revoked", link, booking)


async def _audit(session: AsyncSession, origin: Origin, action: str, link: PersonalLink, booking: Booking) -> None:
    await audit.append(
        session,
        origin=origin,
        action=action,
        subject=("personal_link", link.id),
        partner_id=booking.partner_id,
        booking_id=booking.id,
        after={"participant_id": str(link.participant_id), "number": link.number},
    )
