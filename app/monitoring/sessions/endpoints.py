"""What happened in sessions, over HTTP."""

from typing import Annotated
from uuid import UUID

from fastapi import APIRouter, Depends, Path, Query, Response, status

from app.access.authentication import ApprovalsWriter, BookingsReader
from app.access.models import Scope
from app.access.principal import Principal
from app.bookings import reading
from app.bookings.models import Booking
from app.http.answers import NO_STORE
from app.http.dependencies import SessionDependency, SettingsDependency
from app.http.expanding import expandable
from app.http.idempotency import IdempotencyDependency
from app.http.problems import problems
from app.http.tables import AS_TABLE, WantsTable, table
from app.http.weeks import WEEK as WEEK_PATTERN
from app.kit.errors import NotPermittedError
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
    WeekPart,
    WeekRead,
)
from app.monitoring.sessions.service import Session, session_of
from app.registry import examples

router = APIRouter(prefix="/v1", tags=["Bookings"])

BookingId = Annotated[UUID, Path(description="The booking's id.", openapi_examples=SESSION_ID)]
ProgrammeId = Annotated[UUID, Path(description="The programme's id.", openapi_examples=examples.PROGRAMME_ID)]


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
    responses={**AS_TABLE, **problems(404, 422)},
)
async def list_programme_sessions(
    programme_id: ProgrammeId,
    principal: BookingsReader,
    session: SessionDependency,
    settings: SettingsDependency,
    parts: Annotated[frozenset[WeekPart], Depends(expandable(WeekPart))],
    wants_table: WantsTable,
    response: Response,
    week: Annotated[
        str,
        Query(
            pattern=WEEK_PATTERN,
            description="Which week, Monday to Sunday in the programme's zone.",
            openapi_examples=WEEK,
        ),
    ],
) -> WeekRead | Response:
    """Each planned session: its date and hour, whether it was held, and notes. For a partner's key, its own sessions alone.

    With `Accept: text/csv`, or `format=csv`, the answer is a table that spreadsheets read. `expand=said` adds whether mentor and
    mentee say that it took place, and their own notes, for keys that may read the registry; that is an entry in the trail.
    """
    with_said = WeekPart.SAID in parts
    if with_said and not principal.may(Scope.REGISTRY_READ):
        message = "Only a key with the scope registry:read can read what people said. Leave out `expand=said`."
        raise NotPermittedError(message)
    said_under = settings.key_ring if with_said else None
    found = await weekly.sessions_of_week(session, principal, programme_id, week, said_under=said_under)
    if wants_table:
        rows = weekly.as_rows(found, with_said=with_said)
        return table(weekly.columns(with_said=with_said), rows, name=f"sessions-{week}")
    if with_said:
        response.headers["Cache-Control"] = NO_STORE
    return found


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
