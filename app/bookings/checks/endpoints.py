"""Checks over HTTP."""

from typing import Annotated

from fastapi import APIRouter, Depends

from app.access.authentication import BookingsWriter
from app.bookings import examples
from app.bookings.checks import service as checks
from app.bookings.checks.schemas import CheckPart, CheckRead
from app.bookings.schemas import BookingCreate
from app.bookings.series import examples as series_examples
from app.bookings.series.schemas import SeriesCreate
from app.http.dependencies import SessionDependency
from app.http.expanding import expandable
from app.http.problems import problems

router = APIRouter(prefix="/v1/checks", tags=["Bookings"])

PartsDependency = Annotated[frozenset[CheckPart], Depends(expandable(CheckPart))]


@router.post(
    "",
    summary="Check whether a session could be booked",
    operation_id="check_booking",
    responses=problems(400, 413, 422),
)
async def check_booking(
    body: Annotated[BookingCreate, examples.CREATE],
    principal: BookingsWriter,
    session: SessionDependency,
    parts: PartsDependency,
) -> CheckRead:
    """What the rules would say now. Nothing is booked and nobody reserved; the audit trail notes that you asked."""
    return await checks.check_booking(session, principal, body, parts)


@router.post(
    "/series",
    summary="Check whether a series could be booked",
    operation_id="check_series",
    responses=problems(400, 413, 422),
)
async def check_series(
    body: Annotated[SeriesCreate, series_examples.CREATE],
    principal: BookingsWriter,
    session: SessionDependency,
    parts: PartsDependency,
) -> CheckRead:
    """What the rules would say now about each session, as if those before it were booked. Nothing is booked."""
    return await checks.check_series(session, principal, body, parts)
