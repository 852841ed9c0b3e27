"""Moving sessions over HTTP: at once, or by a proposal that a coordinator decides about."""

from typing import Annotated
from uuid import UUID

from fastapi import APIRouter, Path, Response
from sqlmodel.ext.asyncio.session import AsyncSession

from app.access.authentication import ApprovalsWriter, BookingsWriter
from app.bookings.answering import ACCEPTED, Answering, AnsweringDependency, BookingPartsDependency, show_one
from app.bookings.examples import BOOKING_ID, BOOKING_TO_MOVE_ID, DECLINE, MOVE, MOVE_APPROVAL, MOVE_WITHDRAWAL
from app.bookings.models import Booking
from app.bookings.moves import service as moving
from app.bookings.schemas import BookingMove, BookingRead, Cancellation, Judgement
from app.http.answers import VERSIONED
from app.http.dependencies import SessionDependency
from app.http.parameters import IfMatchDependency
from app.http.problems import problems
from app.installation.recovering import NOT_WHILE_RECOVERING

router = APIRouter(prefix="/v1/bookings", tags=["Bookings"])
approvals_router = APIRouter(prefix="/v1/bookings", tags=["Approvals"])

BookingId = Annotated[UUID, Path(description="The booking's id.", openapi_examples=BOOKING_ID)]
BookingToMoveId = Annotated[UUID, Path(description="The booking's id.", openapi_examples=BOOKING_TO_MOVE_ID)]


@router.patch(
    "/{booking_id}",
    summary="Move a session to another time",
    operation_id="move_booking",
    dependencies=[NOT_WHILE_RECOVERING],
    responses={**VERSIONED, **ACCEPTED, **problems(400, 404, 409, 412, 413, 422, 428)},
)
async def move_booking(
    booking_id: BookingId,
    body: Annotated[BookingMove, MOVE],
    principal: BookingsWriter,
    answering: AnsweringDependency,
    if_match: IfMatchDependency,
) -> BookingRead:
    """The rules decide about the new time; if they refuse, the session stays where it is. The link stays where it can.

    Where the new time needs a coordinator's approval, it is proposed (`move`, 202), and **the session stays where it is until it
    is approved**: see `/v1/bookings/{id}/move/approve`. Both times are reserved meanwhile. A move that waits is replaced.
    """

    async def move(session: AsyncSession) -> Booking:
        return await moving.move_booking(session, principal, booking_id, body, if_match)

    return await answering.one(move, principal, with_access=True, is_pending=Answering.is_pending)


@approvals_router.post(
    "/{booking_id}/move/approve",
    summary="Approve another time for a session",
    operation_id="approve_move",
    responses={**VERSIONED, **ACCEPTED, **problems(400, 403, 404, 409, 412, 413, 422)},
)
async def approve_move(
    booking_id: BookingToMoveId,
    body: Annotated[Judgement, MOVE_APPROVAL],
    principal: ApprovalsWriter,
    answering: AnsweringDependency,
    if_match: IfMatchDependency,
) -> BookingRead:
    """Give a session the time that is proposed as its `move`. The rules are asked once more, then its meeting is moved.

    Where a rule's `second_person` says so, it must be somebody other than who proposed it.
    Send If-Match with the ETag that you read, so that you approve what you have seen.
    """

    async def approve(session: AsyncSession) -> Booking:
        return await moving.approve_move(session, principal, booking_id, body.reason, if_match=if_match)

    return await answering.one(approve, principal, with_access=True, is_pending=Answering.is_pending)


@approvals_router.post(
    "/{booking_id}/move/decline",
    summary="Decline another time for a session",
    operation_id="decline_move",
    responses={**VERSIONED, **problems(400, 403, 404, 409, 413, 422)},
)
async def decline_move(
    booking_id: BookingToMoveId,
    body: Annotated[Judgement, DECLINE],
    principal: ApprovalsWriter,
    session: SessionDependency,
    parts: BookingPartsDependency,
    response: Response,
) -> BookingRead:
    """The session stays at its time, as it is; what was reserved for the other time is free again."""
    booking = await moving.decline_move(session, principal, booking_id, body.reason)
    return await show_one(session, principal, booking, response, parts)


@router.post(
    "/{booking_id}/move/withdraw",
    summary="Withdraw another time for a session",
    operation_id="withdraw_move",
    responses={**VERSIONED, **problems(400, 404, 409, 413, 422)},
)
async def withdraw_move(
    booking_id: BookingToMoveId,
    body: Annotated[Cancellation, MOVE_WITHDRAWAL],
    principal: BookingsWriter,
    session: SessionDependency,
    parts: BookingPartsDependency,
    response: Response,
) -> BookingRead:
    """Take back a time that waits for a coordinator. The session stays at its time, as it is."""
    booking = await moving.withdraw_move(session, principal, booking_id, body.reason)
    return await show_one(session, principal, booking, response, parts)
