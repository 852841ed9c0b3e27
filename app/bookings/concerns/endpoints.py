"""Concerns over HTTP."""

from typing import Annotated, Any, Final
from uuid import UUID

from fastapi import APIRouter, Body, Path, status

from app.access.authentication import BookingsWriter
from app.bookings.concerns import service
from app.bookings.concerns.schemas import ConcernRead, ConcernReport
from app.bookings.examples import BOOKING_ID
from app.http.dependencies import SessionDependency, SettingsDependency
from app.http.idempotency import IdempotencyDependency
from app.http.problems import problems

router = APIRouter(prefix="/v1/bookings", tags=["Bookings"])

_CONCERN: Final[Any] = Body(
    openapi_examples={
        "demo": {
            "summary": "A mentee reports something",
            "value": {"reported_by": "mentee", "text": "My mentor asked for my private number."},
        }
    }
)


@router.post(
    "/{booking_id}/concerns",
    summary="Report a concern about a session",
    operation_id="report_concern",
    status_code=status.HTTP_201_CREATED,
    responses=problems(400, 404, 409, 413, 422),
)
async def report_concern(
    booking_id: Annotated[UUID, Path(description="The booking's id.", openapi_examples=BOOKING_ID)],
    body: Annotated[ConcernReport, _CONCERN],
    principal: BookingsWriter,
    session: SessionDependency,
    settings: SettingsDependency,
    idempotency: IdempotencyDependency,
) -> ConcernRead:
    """Whoever was in the session, or knows of it, can report a concern: before, during and after it, whatever became of it.

    It is an incident of its own at once, which only a coordinator resolves. Send an Idempotency-Key, so that you can send the
    report again after a lost answer.
    """
    incident = await idempotency.once(
        session,
        principal,
        body,
        create=lambda: service.report_concern(session, principal, booking_id, body, settings.key_ring),
        load=lambda incident_id: service.concern_by_id(session, incident_id),
    )
    return ConcernRead(id=incident.id, booking_id=booking_id, received_at=incident.opened_at)
