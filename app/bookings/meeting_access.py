"""The way into a meeting, link and passcode: shown to who may read it, never without an entry in the trail."""

from collections.abc import Sequence
from datetime import timedelta
from typing import Final
from uuid import UUID

import structlog
from sqlmodel import col, select
from sqlmodel.ext.asyncio.session import AsyncSession

from app.access.models import Scope
from app.access.principal import Principal
from app.audit import service as audit
from app.bookings.in_force import policy_under
from app.bookings.models import Booking, Meeting
from app.bookings.reading import Standing, joinable_meeting
from app.bookings.schemas import BookingRead, MeetingAccessRead
from app.kit.encryption import DecryptionError, KeyRing, context_of
from app.kit.errors import PersonalLinksOnlyError, ServiceUnavailableError, WrongStateError
from app.registry.partners.models import Partner

UNREADABLE: Final = (
    "The link is stored under an encryption key that the service does not have. Tell whoever runs Chaperone: "
    "`chaperone doctor` says what to do. The meeting itself is as it was."
)
PERSONAL_LINKS_ONLY: Final = (
    "The people of this programme come in by personal links, so Zoom's own link is kept back. "
    "POST /v1/bookings/{id}/links gives you the personal links to deliver."
)
_OPERATORS_TAKE: Final = timedelta(minutes=10)

log = structlog.get_logger(__name__)


async def read_access(
    session: AsyncSession, principal: Principal, booking: Booking, key_ring: KeyRing, *, gives_personal_links: bool
) -> MeetingAccessRead:
    """Return the way into a booking's meeting, and write down who read it.

    `gives_personal_links` says whether the installation can; where it cannot, Zoom's link is the only one there is.

    Raises:
        PersonalLinksOnlyError: People come in by personal links, by the programme's policy.
        WrongStateError: There is no meeting that is proven safe and may be joined.
        ServiceUnavailableError: The key that it is encrypted under is missing.
    """
    if gives_personal_links and (await _keeping_back(session, [booking])):
        raise PersonalLinksOnlyError(PERSONAL_LINKS_ONLY)
    meeting = await joinable_meeting(session, booking)
    if meeting is None and booking.is_ended:
        message = "The session was ended because somebody asked for that. Nobody can join it any more."
        raise WrongStateError(message)
    if meeting is None:
        message = (
            f"The booking is {booking.state.replace('_', ' ')} and has no meeting that can be joined. A confirmed session on "
            "Zoom has one, as long as its meeting is proven safe."
        )
        raise WrongStateError(message)
    access = await _told(session, principal, booking, meeting, key_ring)
    if access is None:
        raise ServiceUnavailableError(UNREADABLE, retry_after=_OPERATORS_TAKE)
    return access


async def add_access(
    session: AsyncSession,
    principal: Principal,
    standings: Sequence[Standing],
    shown: Sequence[BookingRead],
    key_ring: KeyRing,
    *,
    gives_personal_links: bool,
) -> Sequence[BookingRead]:
    """Return what is shown of bookings with the ways into their meetings, if the caller may read them.

    One that cannot be decrypted, or is kept back because people come in by personal links, says so, and does not stop the others.
    """
    if not principal.may(Scope.LINKS_READ):
        return shown
    bookings = [each.booking for each in standings if each.joinable is not None]
    kept_back = await _keeping_back(session, bookings) if gives_personal_links and bookings else frozenset()
    with_access: list[BookingRead] = []
    for standing, read in zip(standings, shown, strict=True):
        booking, meeting = standing.booking, standing.joinable
        if meeting is None or read.meeting is None:
            with_access.append(read)
            continue
        if booking.id in kept_back:
            added: dict[str, object] = {"problem": PERSONAL_LINKS_ONLY}
        else:
            access = await _told(session, principal, booking, meeting, key_ring)
            added = {"problem": UNREADABLE} if access is None else access.model_dump(include={"join_url", "passcode"})
        with_access.append(read.model_copy(update={"meeting": read.meeting.model_copy(update=added)}))
    return with_access


async def _keeping_back(session: AsyncSession, bookings: Sequence[Booking]) -> frozenset[UUID]:
    """Return those of these bookings whose programme, or whose partner's guidance, keeps Zoom's own link back."""
    partners = {each.partner_id for each in bookings}
    found = select(Partner.id, Partner.guidance).where(col(Partner.id).in_(partners))
    guidance = dict((await session.exec(found)).all())
    return frozenset(
        [
            each.id
            for each in bookings
            if (await policy_under(session, each, guidance[each.partner_id])).document.doors.personal_links_only
        ]
    )


async def _told(
    session: AsyncSession, principal: Principal, booking: Booking, meeting: Meeting, key_ring: KeyRing
) -> MeetingAccessRead | None:
    try:
        access = MeetingAccessRead(
            booking_id=booking.id,
            zoom_meeting_id=meeting.zoom_meeting_id,
            join_url=key_ring.decrypt(meeting.join_url or "", context=context_of(meeting, "join_url")),
            passcode=key_ring.decrypt(meeting.passcode, context=context_of(meeting, "passcode")),
        )
    except DecryptionError as error:
        log.error("meeting.link_unreadable", booking_id=str(booking.id), reason=str(error))  # noqa: TRY400  # no trace: it tells nothing
        return None
    await audit.append(
        session,
        origin=principal.origin,
        action="meeting.link_read",
        subject=("meeting", meeting.id),
        partner_id=booking.partner_id,
        booking_id=booking.id,
    )
    return access
