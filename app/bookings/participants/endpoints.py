"""Inviting people to a session over HTTP."""

from typing import Annotated, Any, Final
from uuid import UUID

from fastapi import APIRouter, Body, Path, status

from app.access.authentication import BookingsWriter
from app.bookings.examples import BOOKING_ID, INVITED_ID
from app.bookings.participants import inviting
from app.bookings.participants.models import Participant
from app.bookings.participants.schemas import Invitation, InvitedRead, InvitedRole
from app.http.dependencies import SessionDependency
from app.http.idempotency import IdempotencyDependency
from app.http.problems import problems

router = APIRouter(prefix="/v1/bookings", tags=["Bookings"])

_INVITATION: Final[Any] = Body(
    openapi_examples={
        "demo": {
            "summary": "An interpreter",
            "value": {
                "role": "interpreter",
                "name": "Robin",
                "reason": "The mentee asked for British Sign Language; agreed with the school.",
            },
        }
    }
)


@router.post(
    "/{booking_id}/participants",
    summary="Invite somebody to a session",
    operation_id="invite_participant",
    status_code=status.HTTP_201_CREATED,
    responses=problems(400, 404, 409, 413, 422),
)
async def invite_participant(
    booking_id: Annotated[UUID, Path(description="The booking's id.", openapi_examples=BOOKING_ID)],
    body: Annotated[Invitation, _INVITATION],
    principal: BookingsWriter,
    session: SessionDependency,
    idempotency: IdempotencyDependency,
) -> InvitedRead:
    """An interpreter, a parent or carer, or an observing coordinator takes part beside mentor and mentee, for a reason.

    Only a coordinator invites, and only as many people as the programme's policy allows (`doors.extra_people`). They get a way in
    of their own: ask for their personal link with `/links`.
    """
    invited = await idempotency.once(
        session,
        principal,
        body,
        create=lambda: inviting.invite(session, principal, booking_id, body),
        load=lambda participant_id: inviting.invited_by_id(session, principal, participant_id),
    )
    return _shown(invited)


@router.delete(
    "/{booking_id}/participants/{participant_id}",
    summary="Take somebody out of a session",
    operation_id="take_out_participant",
    status_code=status.HTTP_204_NO_CONTENT,
    responses=problems(404, 422),
)
async def take_out_participant(
    booking_id: Annotated[UUID, Path(description="The booking's id.", openapi_examples=BOOKING_ID)],
    participant_id: Annotated[UUID, Path(description="The participant's id.", openapi_examples=INVITED_ID)],
    principal: BookingsWriter,
    session: SessionDependency,
) -> None:
    """Somebody who was invited takes part no more: their way in works no more. Mentor and mentee cannot be taken out.

    Who is in the room already stays there until its host removes them. Asking again changes nothing.
    """
    await inviting.take_out(session, principal, booking_id, participant_id)


def _shown(invited: Participant) -> InvitedRead:
    return InvitedRead(
        id=invited.id,
        booking_id=invited.booking_id,
        role=InvitedRole(invited.role),
        name=invited.name or "",
        reason=invited.reason or "",
        invited_at=invited.created_at,
    )
