"""People beside mentor and mentee, such as an interpreter: invited to one session by a coordinator, and taken out again."""

from collections.abc import Sequence
from typing import Final
from uuid import UUID

from sqlmodel.ext.asyncio.session import AsyncSession

from app.access.principal import Principal
from app.audit import service as audit
from app.bookings.in_force import policy_in_force
from app.bookings.models import Booking
from app.bookings.participants.models import Participant, ParticipantRole
from app.bookings.participants.schemas import Invitation
from app.bookings.participants.service import OF_THE_PAIRING, code_beside, first_registration, participants_of
from app.bookings.reading import booking_by_id, booking_for_update
from app.bookings.states import BookingState
from app.kit.clock import utc_now
from app.kit.errors import NotFoundError, WrongStateError
from app.kit.identifiers import new_id
from app.kit.jobs import URGENT, enqueue_reconcile
from app.policy.hosts import is_held_at_zoom

_NO_EXTRA_PEOPLE: Final = {*OF_THE_PAIRING, ParticipantRole.COORDINATOR}
"""Whom a session needs: they count as nobody beside mentor and mentee."""
_AHEAD: Final = frozenset(
    {
        BookingState.AWAITING_APPROVAL,
        BookingState.PROVISIONING,
        BookingState.CONFIRMED,
        BookingState.IN_PROGRESS,
        BookingState.SUSPENDED,
    }
)


async def invite(
    session: AsyncSession,
    principal: Principal,
    booking_id: UUID,
    given: Invitation,
    *,
    participant_id: UUID | None = None,
) -> Participant:
    """Let somebody take part in a session; they are registered at Zoom as mentor and mentee are.

    A coordinator who is to open the room is not: they come in as its host. A session has one of them at a time.

    `participant_id` is for the demo data, whose examples name it.

    Raises:
        NotPermittedError: The caller is no coordinator.
        NotFoundError: The booking does not exist, or the caller may not see it.
        WrongStateError: The session is over or will not take place, or has as many such people as its programme allows; or
            there is no room to open, or somebody else is to open it.
    """
    principal.require_coordinator("invite somebody to a session")
    booking = await booking_for_update(session, booking_id, principal.partner_id)
    if booking.state not in _AHEAD or booking.is_ended or booking.ends_at <= utc_now():
        state = "ended" if booking.is_ended else booking.state.replace("_", " ")
        message = f"The booking is {state}. People can be invited to a session that is ahead or running."
        raise WrongStateError(message)
    everybody = await participants_of(session, booking)
    role, present = ParticipantRole(given.role), [each.role for each in everybody if each.removed_at is None]
    if role is ParticipantRole.COORDINATOR:
        _check_can_open(booking, present)
    else:
        _check_limit((await policy_in_force(session, booking)).document.doors.extra_people, present)
    invited = Participant(
        id=participant_id or new_id(),
        booking_id=booking.id,
        role=role,
        name=given.name,
        reason=given.reason,
        invited_by=principal.key_id,
        code=code_beside(everybody),
        registration=first_registration(booking.modality, role),
    )
    session.add(invited)
    await _audit(session, principal, booking, invited, "participant.invited")
    await enqueue_reconcile(session, [booking.id])
    return invited


def _check_limit(limit: int, present: Sequence[ParticipantRole]) -> None:
    if sum(role not in _NO_EXTRA_PEOPLE for role in present) >= limit:
        message = (
            f"The programme allows {limit} people beside mentor and mentee in a session. Take somebody out first, or ask whoever "
            "is responsible for the programme's policy (doors.extra_people)."
        )
        raise WrongStateError(message)


def _check_can_open(booking: Booking, present: Sequence[ParticipantRole]) -> None:
    if not is_held_at_zoom(booking.modality):
        message = "This session is a telephone call: it has no room that a coordinator could open."
        raise WrongStateError(message)
    if ParticipantRole.COORDINATOR in present:
        message = "Another coordinator is to open this session's room already. Take them out first."
        raise WrongStateError(message)


async def invited_by_id(session: AsyncSession, principal: Principal, participant_id: UUID) -> Participant:
    """Return somebody who was invited to a session that the caller may see.

    Raises:
        NotFoundError: There is nobody of this id, or the caller may not see their session.
    """
    found = await session.get(Participant, participant_id)
    if found is None or found.role in OF_THE_PAIRING:
        raise NotFoundError(_NOBODY)
    await booking_by_id(session, found.booking_id, principal.partner_id)
    return found


async def take_out(session: AsyncSession, principal: Principal, booking_id: UUID, participant_id: UUID) -> None:
    """Let somebody who was invited take part no more: their registration is removed, and their personal link works no more.

    Who is in the room stays there until the host removes them. Taking out again changes nothing.

    Raises:
        NotPermittedError: The caller is no coordinator.
        NotFoundError: Nobody of this id was invited to this session, or the caller may not see it.
    """
    principal.require_coordinator("take somebody out of a session")
    booking = await booking_for_update(session, booking_id, principal.partner_id)
    found = await session.get(Participant, participant_id, with_for_update=True)
    if found is None or found.booking_id != booking.id or found.role in OF_THE_PAIRING:
        raise NotFoundError(_NOBODY)
    if found.removed_at is not None:
        return
    found.removed_at = found.updated_at = utc_now()
    session.add(found)
    await _audit(session, principal, booking, found, "participant.taken_out")
    await enqueue_reconcile(session, [booking.id], priority=URGENT)


async def _audit(
    session: AsyncSession, principal: Principal, booking: Booking, participant: Participant, action: str
) -> None:
    # Name and reason stay beside: they may name somebody.
    await audit.append(
        session,
        origin=principal.origin,
        action=action,
        subject=("participant", participant.id),
        partner_id=booking.partner_id,
        booking_id=booking.id,
        after={"role": participant.role},
    )


_NOBODY: Final = (
    "Nobody with this number was invited to this session. Mentor and mentee belong to the pairing and cannot be taken "
    "out."
)
