"""Doing what a person has decided. What it needs at Zoom the reconciler does, once the recovery is over."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Final
from uuid import UUID

from pydantic import ValidationError
from sqlmodel import col, select
from sqlmodel.ext.asyncio.session import AsyncSession

from app.access.principal import Principal
from app.audit.origin import OPERATOR, Origin
from app.bookings.models import Booking
from app.bookings.moves.service import move_booking
from app.bookings.placing import RefusedError
from app.bookings.reading import booking_for_update
from app.bookings.schemas import BookingMove
from app.bookings.service import cancel
from app.incidents.service import close_incident
from app.installation.trust import note_compared, recognise
from app.kit.clock import utc_now
from app.kit.database import Database
from app.kit.errors import ChaperoneError, NotFoundError, WrongStateError
from app.kit.jobs import enqueue_reconcile, enqueue_remove_unknown
from app.kit.preconditions import ANY_VERSION
from app.policy.incidents import IncidentKind
from app.policy.outcomes import Outcome
from app.recovery.models import CHOICES, NOT_OURS, Choice, Mismatch
from app.recovery.register import close, open_mismatches, report_unknown, tell

CANCELLED: Final = "Decided after a restore of the database: the session does not take place."
_ACCEPTED: Final = "Somebody decided about every difference from Zoom and accepted this database."


@dataclass(frozen=True)
class _Operator(Principal):
    """The operator, who acts for whoever asked for the session: its approvals stay comparable, the trail names who acted."""

    @property
    def origin(self) -> Origin:
        return OPERATOR


async def decide(database: Database, zoom_meeting_id: int, choice: Choice) -> None:
    """Do what a person has decided about one meeting, in the database; ask for the rest to be done at Zoom.

    Raises:
        NotFoundError: There is nothing to decide about this meeting.
        WrongStateError: It is decided already, or this cannot be chosen, or not any more.
        ChaperoneError: The rules do not allow it.
    """
    refused: ChaperoneError | None = None
    async with database.transaction() as session:
        query = select(Mismatch).where(
            col(Mismatch.zoom_meeting_id) == zoom_meeting_id, col(Mismatch.closed_at).is_(None)
        )
        row = (await session.exec(query.with_for_update())).one_or_none()
        if row is None:
            message = (
                f"There is nothing to decide about meeting {zoom_meeting_id}. `chaperone recover` lists what there is."
            )
            raise NotFoundError(message)
        if row.choice is not None:
            message = f"About meeting {zoom_meeting_id} it is decided already: {row.choice}."
            raise WrongStateError(message)
        if choice not in CHOICES[row.kind]:
            message = f"For meeting {zoom_meeting_id} choose one of: {', '.join(CHOICES[row.kind])}."
            raise WrongStateError(message)
        if row.booking_id is not None and row.kind not in NOT_OURS:
            refused = await _in_database(session, row, row.booking_id, choice)
        if refused is None:
            row.choice, row.decided_at = choice, utc_now()
            await tell(session, OPERATOR, row, "mismatch.decided")
            if choice is Choice.DELETE:
                await enqueue_remove_unknown(session, [row.id])
            await session.flush()
            if row.kind in NOT_OURS:
                await report_unknown(session, OPERATOR, [row.host_id])
    if refused is not None:
        raise refused


async def accept(database: Database) -> None:
    """Go on with this database: its bookings are brought about at Zoom again, and links are shown.

    Raises:
        WrongStateError: Something is not decided.
    """
    async with database.transaction() as session:
        rows = await open_mismatches(session)
        undecided = [row for row in rows if row.choice is None]
        if undecided:
            message = f"Decide about every meeting first; undecided: {len(undecided)}."
            raise WrongStateError(message)
        for row in rows:
            if row.kind not in NOT_OURS:
                await close(session, OPERATOR, row, "mismatch.settled")
        await recognise(session, OPERATOR, why=_ACCEPTED)
        await note_compared(session)
        await close_incident(session, OPERATOR, IncidentKind.DATABASE_RESTORED, resolution=_ACCEPTED)


async def _in_database(session: AsyncSession, row: Mismatch, booking_id: UUID, choice: Choice) -> ChaperoneError | None:
    """Change the booking as decided; return what stands against it, the record of which is to be committed."""
    booking = await booking_for_update(session, booking_id)
    operator = _Operator(
        key_id=booking.requested_by,
        name="operator",
        role=booking.requested_by_role,
        scopes=frozenset(),
        partner_id=None,
    )
    if choice is Choice.CANCEL:
        await cancel(session, booking, operator, CANCELLED)
    elif choice is Choice.TAKE_ZOOM:
        return await _take_time(session, booking, row, operator)
    else:
        await enqueue_reconcile(session, [booking.id])
    return None


async def _take_time(
    session: AsyncSession, booking: Booking, row: Mismatch, operator: Principal
) -> ChaperoneError | None:
    """Move a booking to the time that Zoom has, or propose that where it needs an approval."""
    if not row.at_zoom.get("starts_at") or not row.at_zoom.get("minutes"):
        message = f"Zoom shows no time of meeting {row.zoom_meeting_id}. Choose something else."
        raise WrongStateError(message)
    starts_at = datetime.fromisoformat(row.at_zoom["starts_at"])
    try:
        move = BookingMove(
            starts_at=starts_at,
            ends_at=starts_at + timedelta(minutes=row.at_zoom["minutes"]),
            agreed_by_both=booking.agreed_by_both,
            outside_hours_reason=booking.outside_hours_reason,
        )
    except ValidationError:
        message = f"The time of meeting {row.zoom_meeting_id} at Zoom is no session's. Choose something else."
        raise WrongStateError(message) from None
    try:
        await move_booking(session, operator, booking.id, move, ANY_VERSION)
    except RefusedError as refused:
        findings = getattr(refused.error, "findings", ())
        denied = [str(each["sentence"]) for each in findings if each.get("outcome") == Outcome.DENY]
        return WrongStateError(" ".join(["The session cannot have Zoom's time.", *(denied or [str(refused.error)])]))
    return None
