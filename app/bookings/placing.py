"""Giving a session its place: decide, write the booking down, take everybody who is needed. Or say why not."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from uuid import UUID

from sqlmodel.ext.asyncio.session import AsyncSession

from app.access.principal import Principal
from app.audit import service as audit
from app.bookings import deciding as decisions
from app.bookings import reservations
from app.bookings.deciding import Decided, approval_expiry, audited, decide_session, state_after
from app.bookings.disclosure import TAKEN_FOR_USER
from app.bookings.facts import SessionRequest
from app.bookings.models import Booking, Move
from app.bookings.participants.models import ParticipantRole
from app.bookings.participants.service import of_the_pairing
from app.bookings.states import BookingState
from app.kit.clock import utc_now
from app.kit.errors import ChaperoneError, ClashError, Refusal
from app.kit.identifiers import new_id
from app.policy.decision import Decision
from app.policy.hosts import needs_host
from app.policy.outcomes import DecisionOutcome
from app.policy.rules.schedule_clash import schedule_clash
from app.registry.lookup import PairingContext


class RefusedError(ChaperoneError):
    """A session was refused, and the refusal is recorded: commit the transaction, then answer with `error`."""

    def __init__(self, error: ChaperoneError) -> None:
        self.error = error
        super().__init__(str(error))


class TakenError(Exception):
    """Somebody took one of these while the facts were being looked at."""

    def __init__(self, party: str) -> None:
        self.party = party


@dataclass(frozen=True)
class Placed:
    """A session that is booked, and the decision that let it be."""

    booking: Booking
    decision: Decision


@dataclass(frozen=True)
class Refused:
    """A session that cannot be had; `taken` is who was booked by somebody else at the same moment."""

    decision: Decision
    taken: str | None = None


async def place(
    session: AsyncSession,
    context: PairingContext,
    request: SessionRequest,
    principal: Principal,
    *,
    booking_id: UUID | None = None,
    series_id: UUID | None = None,
    takes_host: bool = True,
) -> Placed | Refused:
    """Book a session if the rules allow it and everybody is free. What is refused leaves nothing behind.

    `takes_host` is False for a trial, so that nobody waits for a host that is not really wanted.
    """
    decided = await decide_session(session, context, request)
    decision = decided.decision
    if decision.outcome is DecisionOutcome.DENY:
        return Refused(decision)
    booking_id, state = booking_id or new_id(), state_after(decision)
    try:
        host_id = await reserve(session, booking_id, context, decided, takes_host=takes_host)
    except TakenError as taken:
        await reservations.release(session, booking_id)
        return Refused(decision, taken.party)
    booking = Booking(
        id=booking_id,
        partner_id=context.partner.id,
        programme_id=context.programme.id,
        pairing_id=context.pairing.id,
        policy_version=decision.policy_version,
        modality=request.modality,
        starts_at=request.starts_at,
        ends_at=request.ends_at,
        time_zone=context.programme.time_zone,
        agreed_by_both=request.agreed_by_both,
        state=state,
        host_id=host_id,
        safety=dict(decision.safety),
        requested_by=principal.key_id,
        requested_by_role=principal.role,
        requested_at=request.requested_at,
        outside_hours_reason=request.outside_hours_reason,
        wishes=dict(request.wishes),
        series_id=series_id,
    )
    if state is BookingState.AWAITING_APPROVAL:
        booking.approval_expires_at = approval_expiry(booking.starts_at, utc_now())
    decisions.rest_on(booking, decided, decisions.record(session, decision, context, booking_id=booking.id))
    session.add(booking)
    people = {ParticipantRole.MENTOR: context.mentor.id, ParticipantRole.MENTEE: context.mentee.id}
    session.add_all(of_the_pairing(booking.id, booking.modality, people))
    await audit.append(
        session,
        origin=principal.origin,
        action="booking.requested",
        subject=("booking", booking.id),
        partner_id=booking.partner_id,
        booking_id=booking.id,
        after={**audited(booking), **({"series_id": str(series_id)} if series_id else {})},
        decision_digest=decision.digest,
    )
    return Placed(booking, decision)


async def reserve(
    session: AsyncSession,
    booking_id: UUID,
    context: PairingContext,
    decided: Decided,
    *,
    preferred: UUID | None = None,
    takes_host: bool = True,
    move: Move | None = None,
    own: Collection[UUID] = (),
) -> UUID | None:
    """Take mentor, mentee and, where one is needed, a host: the preferred one if it suits, so that a move keeps its link.

    For a proposed move they are taken beside what is reserved for these bookings of its own already.

    Raises:
        TakenError: Somebody else was faster. What was taken until then must be given back.
    """

    async def take(resources: Mapping[str, UUID]) -> frozenset[str]:
        if move is not None:
            return await reservations.reserve_beside(session, move, resources, decided.slot, own=own)
        return await reservations.reserve_together(session, booking_id, resources, decided.slot)

    people = {"mentor": context.mentor.id, "mentee": context.mentee.id}
    wants_host = takes_host and needs_host(decided.decision.facts)
    hosts = sorted(decided.hosts, key=lambda host_id: host_id != preferred) if wants_host else []
    # The best host with them, in one statement; another one where somebody has just taken it.
    taken = await take({**people, **({"host": hosts[0]} if hosts else {})})
    for party in people:
        if party not in taken:
            raise TakenError(party)
    if not wants_host:
        return None
    if "host" in taken:
        return hosts[0]
    for host_id in hosts[1:]:
        if await take({"host": host_id}):
            return host_id
    raise TakenError("host")


async def refuse(
    session: AsyncSession,
    refused: Refused,
    context: PairingContext,
    principal: Principal,
    *,
    action: str,
    booking_id: UUID | None = None,
) -> RefusedError:
    """Write a refusal down, in the trail and with its decision, and return the error that tells of it."""
    # A decision is not kept as the booking's where it allowed what then could not be had.
    kept_for = booking_id if refused.taken is None else None
    record = decisions.record(session, refused.decision, context, booking_id=kept_for)
    error = (
        decisions.refusal(refused.decision, record, context, principal)
        if refused.taken is None
        else taken_error(refused.taken)
    )
    denying = [finding["code"] for finding in record.findings if finding["outcome"] == "deny"]
    parties = list(error.parties) if isinstance(error, ClashError) else []
    await audit.append(
        session,
        origin=principal.origin,
        action=action,
        subject=("booking", booking_id) if booking_id else ("pairing", context.pairing.id),
        partner_id=context.partner.id,
        booking_id=booking_id,
        after={"decision_id": str(record.id), "denied_by": denying, **({"taken": parties} if parties else {})},
        decision_digest=record.digest,
    )
    return RefusedError(error)


def taken_error(party: str) -> ClashError:
    """Return the error that says who has just been booked."""
    whom = "Every suitable host" if party == "host" else f"The {party}"
    sentence, remedy = f"{whom} has just been booked at this time.", "Choose another time."
    reason = {"code": schedule_clash.code, "sentence": sentence, "remedy": remedy, "fixed_by": "booker"}
    return ClashError(f"{sentence} {remedy}", parties=[party], refusal=Refusal(TAKEN_FOR_USER, [reason]))
