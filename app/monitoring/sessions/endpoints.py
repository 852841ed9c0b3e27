"""What happened in sessions, over HTTP."""

from typing import Annotated, Any, Final
from uuid import UUID

from fastapi import APIRouter, Path, Query, Request, Response, status

from app.access.authentication import ApprovalsWriter, BookingsReader
from app.access.models import Scope
from app.access.principal import Principal
from app.bookings import reading
from app.bookings.models import Booking
from app.http.dependencies import SessionDependency
from app.http.idempotency import IdempotencyDependency
from app.http.problems import problems
from app.monitoring.models import SessionCorrection
from app.monitoring.sessions import corrections, weekly
from app.monitoring.sessions.examples import CORRECTION, SESSION_ID, WEEK
from app.monitoring.sessions.schemas import (
    AttendeeRead,
    CorrectionCreate,
    CorrectionRead,
    PeriodRead,
    RoomRead,
    SeenRead,
    SessionRead,
    WeekFormat,
    WeekRead,
)
from app.monitoring.sessions.service import Session, session_of
from app.registry import examples

router = APIRouter(prefix="/v1", tags=["Bookings"])

BookingId = Annotated[UUID, Path(description="The booking's id.", openapi_examples=SESSION_ID)]
ProgrammeId = Annotated[UUID, Path(description="The programme's id.", openapi_examples=examples.PROGRAMME_ID)]
_CSV: Final = "text/csv"
_AS_TABLE: Final[dict[int | str, dict[str, Any]]] = {200: {"content": {_CSV: {"schema": {"type": "string"}}}}}


@router.get(
    "/bookings/{booking_id}/session",
    summary="Read what happened in a session",
    operation_id="get_session",
    responses=problems(404, 422),
)
async def get_session(booking_id: BookingId, principal: BookingsReader, session: SessionDependency) -> SessionRead:
    """When the room was open, who waited, was let in and was in, whether the session was held, and why not.

    Drawn from what Zoom has told so far; what Zoom did not tell by itself it is asked for after the end. What the host changes
    in the meeting's toolbar, and recordings on somebody's own computer, are not observable.
    """
    booking = await reading.booking_by_id(session, booking_id, principal.partner_id)
    return _show(principal, booking, await session_of(session, booking))


@router.post(
    "/bookings/{booking_id}/session/corrections",
    summary="Correct the record of a session",
    operation_id="correct_session",
    status_code=status.HTTP_201_CREATED,
    responses=problems(400, 404, 409, 413, 422),
)
async def correct_session(
    booking_id: BookingId,
    body: Annotated[CorrectionCreate, CORRECTION],
    principal: ApprovalsWriter,
    session: SessionDependency,
    idempotency: IdempotencyDependency,
) -> SessionRead:
    """For coordinators: whether a session that is over took place, also by telephone. It stands beside what was seen."""
    booking = await reading.booking_for_update(session, booking_id, principal.partner_id)

    async def keep() -> SessionCorrection:
        return (await corrections.correct(session, principal, booking, body)).corrections[-1]

    async def load(correction_id: UUID) -> SessionCorrection:
        return await session.get_one(SessionCorrection, correction_id)

    await idempotency.once(session, principal, body, create=keep, load=load)
    return _show(principal, booking, await session_of(session, booking))


@router.get(
    "/programmes/{programme_id}/sessions",
    summary="Read a week's sessions of a programme",
    operation_id="list_programme_sessions",
    response_model=WeekRead,
    responses={**_AS_TABLE, **problems(404, 422)},
)
async def list_programme_sessions(
    request: Request,
    programme_id: ProgrammeId,
    principal: BookingsReader,
    session: SessionDependency,
    week: Annotated[
        str,
        Query(
            pattern=weekly.WEEK,
            description="Which week, Monday to Sunday in the programme's zone.",
            openapi_examples=WEEK,
        ),
    ],
    format_: Annotated[
        WeekFormat | None, Query(alias="format", description="json or csv; without it, Accept decides.")
    ] = None,
) -> WeekRead | Response:
    """Each planned session: its date and hour, whether it was held, and notes. For a partner's key, its own sessions alone.

    With `Accept: text/csv`, or `format=csv`, the answer is a table that spreadsheets read.
    """
    found = await weekly.sessions_of_week(session, principal, programme_id, week)
    wants_table = format_ == "csv" or (format_ is None and _CSV in request.headers.get("accept", "").lower())
    if not wants_table:
        return found
    name = f'attachment; filename="sessions-{week}.csv"'
    return Response(weekly.as_csv(found.sessions), media_type=_CSV, headers={"Content-Disposition": name})


def _show(principal: Principal, booking: Booking, found: Session) -> SessionRead:
    record = found.record
    return SessionRead(
        booking_id=booking.id,
        state=booking.state,
        modality=booking.modality,
        starts_at=booking.starts_at,
        ends_at=booking.ends_at,
        is_held=found.is_held,
        seen=SeenRead(
            is_held=record.is_held, why=record.why, minutes_together=int(record.together.total_seconds() // 60)
        ),
        room=[RoomRead.model_validate(run) for run in record.runs],
        people=[
            AttendeeRead(
                number=person.number,
                role=person.role,
                waited=[PeriodRead.model_validate(period) for period in person.waited],
                admitted_at=list(person.admitted_at),
                inside=[PeriodRead.model_validate(period) for period in person.inside],
            )
            for person in record.people
        ],
        events_complete=not record.gaps,
        gaps=list(record.gaps),
        partly_asked=record.is_asked,
        corrections=[_correction(principal, row) for row in found.corrections],
    )


def _correction(principal: Principal, row: SessionCorrection) -> CorrectionRead:
    shown = CorrectionRead.model_validate(row)
    return shown if principal.may(Scope.REGISTRY_READ) else shown.model_copy(update={"reason": None})
