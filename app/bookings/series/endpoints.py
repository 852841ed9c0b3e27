"""Series over HTTP."""

from collections.abc import Awaitable, Callable, Sequence
from typing import Annotated, Any, Final
from uuid import UUID

from fastapi import APIRouter, Path, Response, status
from sqlmodel.ext.asyncio.session import AsyncSession

from app.access.authentication import ApprovalsWriter, BookingsReader, BookingsWriter
from app.access.principal import Principal
from app.bookings.answering import Answering, AnsweringDependency, BookingPartsDependency
from app.bookings.models import Booking, Series
from app.bookings.reading import show
from app.bookings.schemas import BookingRead, Cancellation, Judgement
from app.bookings.series import moving, service
from app.bookings.series.examples import APPROVAL, CANCELLATION, CREATE, DECLINE, MOVE, SERIES_ID
from app.bookings.series.schemas import SeriesCreate, SeriesMove, SeriesRead
from app.bookings.states import BookingState
from app.http.answers import CREATED, LOCATED, READ, VERSIONED, retry_after, set_entity_tag
from app.http.dependencies import SessionDependency
from app.http.idempotency import IdempotencyDependency
from app.http.parameters import IF_NONE_MATCH, IfMatchDependency
from app.http.problems import problems
from app.installation.recovering import NOT_WHILE_RECOVERING
from app.kit.errors import ChaperoneError

router = APIRouter(prefix="/v1/series", tags=["Bookings"])
approvals_router = APIRouter(prefix="/v1/series", tags=["Approvals"])

SeriesId = Annotated[UUID, Path(description="The series' id.", openapi_examples=SERIES_ID)]
_LOCATED: Final[dict[int | str, dict[str, Any]]] = {200: {"headers": LOCATED}}
_ACCEPTED: Final[dict[int | str, dict[str, Any]]] = {
    202: {
        "model": SeriesRead,
        "description": "Booked, and not all settled yet. Read the series again at Location.",
        "headers": {**LOCATED, **retry_after("In how many seconds its last meeting will be there.")},
    }
}


@router.post(
    "",
    summary="Book a series of sessions",
    operation_id="create_series",
    dependencies=[NOT_WHILE_RECOVERING],
    status_code=status.HTTP_201_CREATED,
    responses={**CREATED, **_ACCEPTED, **problems(400, 409, 413, 422)},
)
async def create_series(
    body: Annotated[SeriesCreate, CREATE],
    principal: BookingsWriter,
    answering: AnsweringDependency,
    idempotency: IdempotencyDependency,
    response: Response,
) -> SeriesRead:
    """Book the sessions of a plan at the same local time, all of them or none, with a decision for each.

    Where one cannot take place, nothing is booked, and the answer names it and says why (422).
    Send an Idempotency-Key, so that you can send the request again after a lost answer.
    """

    async def book(session: AsyncSession) -> Series:
        return await idempotency.once(
            session,
            principal,
            body,
            create=lambda: service.request_series(session, principal, body),
            load=lambda series_id: service.series_by_id(session, series_id, principal.partner_id),
        )

    def remember(session: AsyncSession, error: ChaperoneError) -> None:
        idempotency.remember_refusal(session, principal, body, error)

    return await _answer(answering, principal, book, response, remember)


@router.get(
    "/{series_id}",
    summary="Read a series",
    operation_id="get_series",
    dependencies=[IF_NONE_MATCH],
    responses={**READ, **problems(404, 422)},
)
async def get_series(
    series_id: SeriesId,
    principal: BookingsReader,
    session: SessionDependency,
    parts: BookingPartsDependency,
    response: Response,
) -> SeriesRead:
    """The series with all its sessions, in the order in which they take place."""
    series = await service.series_by_id(session, series_id, principal.partner_id)
    set_entity_tag(response, series)
    bookings = await service.bookings_of(session, series)
    return _read(series, await show(session, principal, bookings, parts))


@router.patch(
    "/{series_id}",
    summary="Move what is left of a series",
    operation_id="move_series",
    dependencies=[NOT_WHILE_RECOVERING],
    responses={**_LOCATED, **_ACCEPTED, **problems(400, 404, 409, 412, 413, 422, 428)},
)
async def move_series(
    series_id: SeriesId,
    body: Annotated[SeriesMove, MOVE],
    principal: BookingsWriter,
    answering: AnsweringDependency,
    if_match: IfMatchDependency,
    response: Response,
) -> SeriesRead:
    """Move every session that is still ahead: the next one to the time you give, the others as many days and to that hour.

    Where one cannot be there, nothing is moved, and the answer names it and says why (422). Where one needs a coordinator's
    approval there, all are proposed (`move` of each, 202), and stay where they are until the series is approved. To move a
    single session, move its booking.
    """

    async def move(session: AsyncSession) -> Series:
        return await moving.move_series(session, principal, series_id, body, if_match)

    return await _answer(answering, principal, move, response)


@router.post(
    "/{series_id}/cancel",
    summary="Cancel what is left of a series",
    operation_id="cancel_series",
    responses={**VERSIONED, **problems(400, 404, 409, 413, 422)},
)
async def cancel_series(
    series_id: SeriesId,
    body: Annotated[Cancellation, CANCELLATION],
    principal: BookingsWriter,
    session: SessionDependency,
    parts: BookingPartsDependency,
    response: Response,
) -> SeriesRead:
    """Cancel every session that has not begun. To cancel a single one, cancel its booking."""
    series = await service.cancel_series(session, principal, series_id, body.reason)
    set_entity_tag(response, series)
    return _read(series, await show(session, principal, await service.bookings_of(session, series), parts))


@approvals_router.post(
    "/{series_id}/approve",
    summary="Approve the sessions of a series",
    operation_id="approve_series",
    dependencies=[NOT_WHILE_RECOVERING],
    responses={**_LOCATED, **_ACCEPTED, **problems(400, 403, 404, 409, 413, 422)},
)
async def approve_series(
    series_id: SeriesId,
    body: Annotated[Judgement, APPROVAL],
    principal: ApprovalsWriter,
    answering: AnsweringDependency,
    response: Response,
) -> SeriesRead:
    """Approve every session of the series that waits for a coordinator, at its time or at one that is proposed for it."""

    async def approve(session: AsyncSession) -> Series:
        return await moving.judge_series(session, principal, series_id, body.reason, approve=True)

    return await _answer(answering, principal, approve, response)


@approvals_router.post(
    "/{series_id}/decline",
    summary="Decline the sessions of a series",
    operation_id="decline_series",
    responses={**VERSIONED, **problems(400, 403, 404, 409, 413, 422)},
)
async def decline_series(
    series_id: SeriesId,
    body: Annotated[Judgement, DECLINE],
    principal: ApprovalsWriter,
    session: SessionDependency,
    parts: BookingPartsDependency,
    response: Response,
) -> SeriesRead:
    """Decline every session that waits for a coordinator; one for which another time is proposed stays where it is."""
    series = await moving.judge_series(session, principal, series_id, body.reason, approve=False)
    set_entity_tag(response, series)
    return _read(series, await show(session, principal, await service.bookings_of(session, series), parts))


async def _answer(
    answering: Answering,
    principal: Principal,
    act: Callable[[AsyncSession], Awaitable[Series]],
    response: Response,
    remember: Callable[[AsyncSession, ChaperoneError], None] | None = None,
) -> SeriesRead:
    series: Series | None = None

    async def acted(session: AsyncSession) -> Sequence[Booking]:
        nonlocal series
        series = await act(session)
        return await service.bookings_of(session, series)

    shown = [read for _, read in await answering.after(acted, principal, remember, with_access=True)]
    if series is None:
        message = "Acting on a series returns one."
        raise LookupError(message)
    set_entity_tag(response, series)
    response.headers["Location"] = f"/v1/series/{series.id}"
    if any(answering.is_pending(read) for read in shown):
        response.status_code = status.HTTP_202_ACCEPTED
    if making := [read for read in shown if read.state is BookingState.PROVISIONING]:
        response.headers["Retry-After"] = str(await answering.seconds_until_made(making[-1]))
    return _read(series, shown)


def _read(series: Series, bookings: Sequence[BookingRead]) -> SeriesRead:
    return SeriesRead(
        id=series.id,
        partner_id=series.partner_id,
        pairing_id=series.pairing_id,
        every_days=series.every_days,
        bookings=list(bookings),
        created_at=series.created_at,
        updated_at=series.updated_at,
    )
