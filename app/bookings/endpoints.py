"""Bookings over HTTP."""

from collections.abc import Awaitable, Callable
from contextlib import AsyncExitStack
from typing import Annotated, Any
from uuid import UUID

from fastapi import APIRouter, Depends, Path, Query, Request, Response, status
from sqlmodel.ext.asyncio.session import AsyncSession

from app.audit import service as audit
from app.audit.schemas import AuditEntryRead
from app.bookings import reading, service
from app.bookings.examples import BOOKING_ID, CANCELLATION, CREATE, MOVE
from app.bookings.models import Booking
from app.bookings.schemas import BookingCreate, BookingMove, BookingRead, Cancellation
from app.bookings.settling import SettlingBookings, wait_at_most
from app.bookings.states import SETTLED, BookingState
from app.database import Database
from app.http.authentication import AuditReader, BookingsReader, BookingsWriter
from app.http.dependencies import DatabaseDependency, SessionDependency, SettingsDependency
from app.http.fields import Moment
from app.http.idempotency import IdempotencyDependency
from app.http.pagination import Page, PageDependency, cut
from app.http.preconditions import IfMatchDependency, set_entity_tag
from app.http.prefer import PreferDependency, Preference
from app.http.problems import problems
from app.settings import Settings

router = APIRouter(prefix="/v1/bookings", tags=["Bookings"])

BookingId = Annotated[UUID, Path(description="The booking's id.", openapi_examples=BOOKING_ID)]


def _settling(request: Request) -> SettlingBookings:
    settling: SettlingBookings = request.app.state.settling
    return settling


SettlingDependency = Annotated[SettlingBookings, Depends(_settling)]

_ACCEPTED: dict[int | str, dict[str, Any]] = {
    202: {
        "model": BookingRead,
        "description": "Booked, and not settled yet: Zoom is slow, out of quota or down, or an approval is due. Read the booking "
        "again at Location.",
        "headers": {"Location": {"description": "Where to read the booking.", "schema": {"type": "string"}}},
    }
}


@router.post(
    "",
    summary="Book a session",
    operation_id="create_booking",
    status_code=status.HTTP_201_CREATED,
    responses={**_ACCEPTED, **problems(400, 409, 413, 422)},
)
async def create_booking(
    body: Annotated[BookingCreate, CREATE],
    principal: BookingsWriter,
    database: DatabaseDependency,
    settings: SettingsDependency,
    settling: SettlingDependency,
    idempotency: IdempotencyDependency,
    prefer: PreferDependency,
    response: Response,
) -> BookingRead:
    """Ask for a session of a pairing. The programme's rules decide; if they allow it, the meeting is made and proven safe.

    The answer is the booking with its meeting (201), the booking without it when Zoom is slow (202), or reasons (409, 422).
    Send an Idempotency-Key, so that you can send the request again after a lost answer.
    """

    async def book(session: AsyncSession) -> Booking:
        return await idempotency.once(
            session,
            principal,
            body,
            create=lambda: service.request_booking(session, principal, body),
            load=lambda booking_id: reading.booking_by_id(session, booking_id, principal.partner_id),
        )

    def remember(session: AsyncSession, refused: service.RefusedError) -> None:
        idempotency.remember_refusal(session, principal, body, refused.error)

    shown = await _settle(database, settings, settling, prefer, response, book, remember)
    response.headers["Location"] = f"/v1/bookings/{shown.id}"
    if shown.state in {BookingState.PROVISIONING, BookingState.AWAITING_APPROVAL}:
        response.status_code = status.HTTP_202_ACCEPTED
    return shown


@router.get("", summary="List bookings", operation_id="list_bookings", responses=problems(422))
async def list_bookings(
    principal: BookingsReader,
    session: SessionDependency,
    settings: SettingsDependency,
    page: PageDependency,
    state: Annotated[BookingState | None, Query(description="Only bookings in this state.")] = None,
    partner_id: Annotated[UUID | None, Query(description="Only this partner's.")] = None,
    programme_id: Annotated[UUID | None, Query(description="Only this programme's.")] = None,
    pairing_id: Annotated[UUID | None, Query(description="Only this pairing's.")] = None,
    person_id: Annotated[UUID | None, Query(description="Only those of this mentor or mentee.")] = None,
    starts_from: Annotated[Moment | None, Query(description="Only sessions that start at this time or later.")] = None,
    starts_before: Annotated[Moment | None, Query(description="Only sessions that start before this time.")] = None,
) -> Page[BookingRead]:
    """The bookings that your key can see, in the order they were made."""
    rows = await reading.list_bookings(
        session,
        partner_scope=principal.partner_id,
        limit=page.limit + 1,
        after_id=page.after_id,
        state=state,
        partner_id=partner_id,
        programme_id=programme_id,
        pairing_id=pairing_id,
        person_id=person_id,
        starts_from=starts_from,
        starts_before=starts_before,
    )
    shown, next_cursor = cut(rows, page)
    return Page[BookingRead](items=await reading.show(session, shown, settings.key_ring), next_cursor=next_cursor)


@router.get("/{booking_id}", summary="Read a booking", operation_id="get_booking", responses=problems(404, 422))
async def get_booking(
    booking_id: BookingId,
    principal: BookingsReader,
    session: SessionDependency,
    settings: SettingsDependency,
    response: Response,
) -> BookingRead:
    """The booking as it is now. Its link is shown while the meeting is proven safe, and not before."""
    booking = await reading.booking_by_id(session, booking_id, principal.partner_id)
    set_entity_tag(response, booking)
    return (await reading.show(session, [booking], settings.key_ring))[0]


@router.patch(
    "/{booking_id}",
    summary="Move a session to another time",
    operation_id="move_booking",
    responses={**_ACCEPTED, **problems(400, 404, 409, 412, 413, 422, 428)},
)
async def move_booking(
    booking_id: BookingId,
    body: Annotated[BookingMove, MOVE],
    principal: BookingsWriter,
    database: DatabaseDependency,
    settings: SettingsDependency,
    settling: SettlingDependency,
    if_match: IfMatchDependency,
    prefer: PreferDependency,
    response: Response,
) -> BookingRead:
    """The rules decide about the new time; if they refuse, the session stays where it is. The link stays where it can."""

    async def move(session: AsyncSession) -> Booking:
        return await service.move_booking(session, principal, booking_id, body, if_match)

    shown = await _settle(database, settings, settling, prefer, response, move)
    if shown.state is BookingState.PROVISIONING:
        response.status_code = status.HTTP_202_ACCEPTED
        response.headers["Location"] = f"/v1/bookings/{shown.id}"
    return shown


@router.post(
    "/{booking_id}/cancel",
    summary="Cancel a session",
    operation_id="cancel_booking",
    responses=problems(400, 404, 409, 413, 422),
)
async def cancel_booking(
    booking_id: BookingId,
    body: Annotated[Cancellation, CANCELLATION],
    principal: BookingsWriter,
    session: SessionDependency,
    settings: SettingsDependency,
    response: Response,
) -> BookingRead:
    """The people are free again at once, the link is no longer shown, and the meeting is removed from Zoom."""
    booking = await service.cancel_booking(session, principal, booking_id, body.reason)
    set_entity_tag(response, booking)
    return (await reading.show(session, [booking], settings.key_ring))[0]


@router.get(
    "/{booking_id}/audit",
    summary="Read what happened to a booking",
    operation_id="list_booking_audit_entries",
    responses=problems(404, 422),
)
async def list_booking_audit_entries(
    booking_id: BookingId, principal: AuditReader, session: SessionDependency, page: PageDependency
) -> Page[AuditEntryRead]:
    """Every action and decision on this booking, oldest first."""
    await reading.booking_by_id(session, booking_id, principal.partner_id)
    rows = await audit.entries(session, limit=page.limit + 1, after_id=page.after_id, booking_id=booking_id)
    shown, next_cursor = cut(rows, page)
    return Page[AuditEntryRead](items=[AuditEntryRead.model_validate(row) for row in shown], next_cursor=next_cursor)


async def _settle(
    database: Database,
    settings: Settings,
    settling: SettlingBookings,
    prefer: Preference,
    response: Response,
    act: Callable[[AsyncSession], Awaitable[Booking]],
    remember: Callable[[AsyncSession, service.RefusedError], None] | None = None,
) -> BookingRead:
    """Act in one transaction, wait for the booking to settle, and return it as it is then.

    Raises:
        ChaperoneError: It was refused; the record of the refusal is committed.
    """
    refused: service.RefusedError | None = None
    async with AsyncExitStack() as watching:
        async with database.transaction() as session:
            try:
                booking = await act(session)
            except service.RefusedError as error:
                refused = error
                if remember is not None:
                    remember(session, error)
            else:
                # Before the commit: the worker may be done before this process gets to run again.
                settled = await watching.enter_async_context(settling.watch(booking.id))
        if refused is not None:
            raise refused.error
        if booking.state not in SETTLED:
            await wait_at_most(settled, prefer.wait)
    async with database.transaction() as session:
        booking = await reading.booking_by_id(session, booking.id, None)
        set_entity_tag(response, booking)
        return (await reading.show(session, [booking], settings.key_ring))[0]
