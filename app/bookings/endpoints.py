"""Bookings over HTTP."""

from typing import Annotated, Any, Final
from uuid import UUID

from fastapi import APIRouter, Path, Query, Response, status
from sqlmodel.ext.asyncio.session import AsyncSession

from app.access.authentication import ApprovalsWriter, AuditReader, BookingsReader, BookingsWriter, LinksReader
from app.audit import service as audit
from app.audit.schemas import AuditEntryRead
from app.bookings import approvals, reading, service
from app.bookings.answering import ACCEPTED, AnsweringDependency, BookingPartsDependency, show_one
from app.bookings.examples import (
    APPROVAL,
    BOOKING_ID,
    BOOKING_TO_APPROVE_ID,
    BOOKING_WITH_ZOOM_LINK_ID,
    CANCELLATION,
    CREATE,
    DECLINE,
    FAILED_BOOKING_ID,
    RUNNING_BOOKING_ID,
)
from app.bookings.meeting_access import read_access
from app.bookings.models import Booking
from app.bookings.schemas import (
    BookingCreate,
    BookingRead,
    Cancellation,
    DecisionExplained,
    Judgement,
    MeetingAccessRead,
)
from app.bookings.states import WANTS_MEETING, BookingState
from app.http.answers import CREATED, NO_STORE, READ, VERSIONED, Page
from app.http.dependencies import DatabaseDependency, SessionDependency, SettingsDependency
from app.http.fields import MomentOrDay
from app.http.idempotency import IdempotencyDependency
from app.http.parameters import IF_NONE_MATCH, IfMatchDependency, PageDependency, TimePageDependency
from app.http.problems import problems
from app.installation.recovering import NOT_WHILE_RECOVERING
from app.kit.errors import ChaperoneError
from app.kit.pagination import cut, cut_by_time

router = APIRouter(prefix="/v1/bookings", tags=["Bookings"])
approvals_router = APIRouter(prefix="/v1/bookings", tags=["Approvals"])

_NOT_STORED: Final[dict[int | str, dict[str, Any]]] = {
    200: {"headers": {"Cache-Control": {"description": "Always `no-store`.", "schema": {"type": "string"}}}}
}

DAYS: Final = "A date, such as 2026-11-23, is the beginning of that day in the programme's time zone."

BookingId = Annotated[UUID, Path(description="The booking's id.", openapi_examples=BOOKING_ID)]
RunningBookingId = Annotated[UUID, Path(description="The booking's id.", openapi_examples=RUNNING_BOOKING_ID)]
FailedBookingId = Annotated[UUID, Path(description="The booking's id.", openapi_examples=FAILED_BOOKING_ID)]
BookingWithZoomLinkId = Annotated[
    UUID, Path(description="The booking's id.", openapi_examples=BOOKING_WITH_ZOOM_LINK_ID)
]
BookingToApproveId = Annotated[UUID, Path(description="The booking's id.", openapi_examples=BOOKING_TO_APPROVE_ID)]


@router.post(
    "",
    summary="Book a session",
    operation_id="create_booking",
    dependencies=[NOT_WHILE_RECOVERING],
    status_code=status.HTTP_201_CREATED,
    responses={**CREATED, **ACCEPTED, **problems(400, 409, 413, 422)},
)
async def create_booking(
    body: Annotated[BookingCreate, CREATE],
    principal: BookingsWriter,
    answering: AnsweringDependency,
    idempotency: IdempotencyDependency,
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

    def remember(session: AsyncSession, error: ChaperoneError) -> None:
        idempotency.remember_refusal(session, principal, body, error)

    shown = await answering.one(book, principal, remember, with_access=True)
    response.headers["Location"] = f"/v1/bookings/{shown.id}"
    return shown


@router.get(
    "",
    summary="List bookings",
    operation_id="list_bookings",
    dependencies=[IF_NONE_MATCH],
    responses={**READ, **problems(422)},
)
async def list_bookings(
    principal: BookingsReader,
    session: SessionDependency,
    parts: BookingPartsDependency,
    page: TimePageDependency,
    state: Annotated[BookingState | None, Query(description="Only bookings in this state.")] = None,
    partner_id: Annotated[UUID | None, Query(description="Only this partner's.")] = None,
    programme_id: Annotated[UUID | None, Query(description="Only this programme's.")] = None,
    pairing_id: Annotated[UUID | None, Query(description="Only this pairing's.")] = None,
    series_id: Annotated[UUID | None, Query(description="Only those of this series.")] = None,
    person_id: Annotated[UUID | None, Query(description="Only those of this mentor or mentee.")] = None,
    starts_from: Annotated[
        MomentOrDay | None, Query(description=f"Only sessions that start at this time or later. {DAYS}")
    ] = None,
    starts_before: Annotated[
        MomentOrDay | None, Query(description=f"Only sessions that start before this time. {DAYS}")
    ] = None,
    move_waits: Annotated[
        bool | None,
        Query(description="Only sessions with another time that waits for a coordinator, or only the others."),
    ] = None,
) -> Page[BookingRead]:
    """The bookings that your key can see, the earliest session first; of those that start together, the one booked first.

    A session that is moved while you turn the pages stands at its new time: you may see it twice, or on no page.
    """
    rows = await reading.list_bookings(
        session,
        partner_scope=principal.partner_id,
        limit=page.limit + 1,
        after=page.after,
        state=state,
        partner_id=partner_id,
        programme_id=programme_id,
        pairing_id=pairing_id,
        series_id=series_id,
        person_id=person_id,
        starts_from=starts_from,
        starts_before=starts_before,
        move_waits=move_waits,
    )
    shown, next_cursor = cut_by_time(rows, page)
    return Page[BookingRead](items=await reading.show(session, principal, shown, parts), next_cursor=next_cursor)


@router.get(
    "/{booking_id}",
    summary="Read a booking",
    operation_id="get_booking",
    dependencies=[IF_NONE_MATCH],
    responses={**READ, **problems(404, 422)},
)
async def get_booking(
    booking_id: BookingId,
    principal: BookingsReader,
    session: SessionDependency,
    parts: BookingPartsDependency,
    response: Response,
) -> BookingRead:
    """The booking as it is now, without the way into its meeting: to read that is an operation of its own."""
    booking = await reading.booking_by_id(session, booking_id, principal.partner_id)
    return await show_one(session, principal, booking, response, parts)


@router.get(
    "/{booking_id}/meeting-access",
    summary="Read a meeting's link and passcode",
    operation_id="get_meeting_access",
    dependencies=[NOT_WHILE_RECOVERING],
    responses={**_NOT_STORED, **problems(404, 409, 422)},
)
async def get_meeting_access(
    booking_id: BookingWithZoomLinkId,
    principal: LinksReader,
    session: SessionDependency,
    settings: SettingsDependency,
    response: Response,
) -> MeetingAccessRead:
    """The way in, for mentor and mentee alone, while the meeting is proven safe. Each reading is an entry in the audit trail.

    Where the programme's people come in by personal links, it is kept back: *Get the personal links of a session* instead.
    """
    booking = await reading.booking_by_id(session, booking_id, principal.partner_id)
    response.headers["Cache-Control"] = NO_STORE
    return await read_access(
        session, principal, booking, settings.key_ring, gives_personal_links=settings.gives_personal_links
    )


@router.post(
    "/{booking_id}/cancel",
    summary="Cancel a session",
    operation_id="cancel_booking",
    responses={**VERSIONED, **problems(400, 404, 409, 413, 422)},
)
async def cancel_booking(
    booking_id: BookingId,
    body: Annotated[Cancellation, CANCELLATION],
    principal: BookingsWriter,
    session: SessionDependency,
    parts: BookingPartsDependency,
    response: Response,
) -> BookingRead:
    """The people are free again at once, the link is no longer shown, and the meeting is removed from Zoom."""
    booking = await service.cancel_booking(session, principal, booking_id, body.reason)
    return await show_one(session, principal, booking, response, parts)


@router.post(
    "/{booking_id}/end",
    summary="End the room of a session",
    operation_id="end_booking",
    dependencies=[NOT_WHILE_RECOVERING],
    responses={**VERSIONED, **ACCEPTED, **problems(404, 409, 422)},
)
async def end_booking(
    booking_id: RunningBookingId,
    principal: BookingsWriter,
    answering: AnsweringDependency,
) -> BookingRead:
    """The room is ended for everybody, before any other work. In the session's time that ends the session for good.

    Its meeting is removed then, so that nobody can open the room again, and `ended_by_request_at` tells when. The booking becomes
    `completed` or `not_held` after `ends_at`, by its record: whether they were together for long enough. A room that was opened
    before its time is ended, and the session stays ahead. The answer is 202 until Zoom says that the room is closed.
    """

    async def end(session: AsyncSession) -> Booking:
        return await service.end_session(session, principal, booking_id)

    def is_ended(booking: Booking) -> bool:
        return booking.end_requested_at is None or booking.is_ended or booking.state not in WANTS_MEETING

    return await answering.one(end, principal, until=is_ended)


@router.post(
    "/{booking_id}/retry",
    summary="Retry making the meeting",
    operation_id="retry_booking",
    dependencies=[NOT_WHILE_RECOVERING],
    responses={**VERSIONED, **ACCEPTED, **problems(404, 409, 422)},
)
async def retry_booking(
    booking_id: FailedBookingId, principal: BookingsWriter, answering: AnsweringDependency
) -> BookingRead:
    """For a session that is blocked or failed, once the cause is put right. The rules decide again, everybody must be free."""

    async def retry(session: AsyncSession) -> Booking:
        return await service.retry_booking(session, principal, booking_id)

    return await answering.one(retry, principal)


@approvals_router.post(
    "/{booking_id}/approve",
    summary="Approve a session",
    operation_id="approve_booking",
    dependencies=[NOT_WHILE_RECOVERING],
    responses={**VERSIONED, **ACCEPTED, **problems(400, 403, 404, 409, 412, 413, 422)},
)
async def approve_booking(
    booking_id: BookingToApproveId,
    body: Annotated[Judgement, APPROVAL],
    principal: ApprovalsWriter,
    answering: AnsweringDependency,
    if_match: IfMatchDependency,
) -> BookingRead:
    """Let a session take place that waits for a coordinator. The rules are asked once more, then its meeting is made.

    Where a rule's `second_person` says so, it must be somebody other than who asked: always where somebody is at risk.
    Send If-Match with the ETag that you read, so that you approve what you have seen.
    """

    async def approve(session: AsyncSession) -> Booking:
        return await approvals.approve_booking(session, principal, booking_id, body.reason, if_match=if_match)

    return await answering.one(approve, principal, with_access=True)


@approvals_router.post(
    "/{booking_id}/decline",
    summary="Decline a session",
    operation_id="decline_booking",
    responses={**VERSIONED, **problems(400, 403, 404, 409, 413, 422)},
)
async def decline_booking(
    booking_id: BookingToApproveId,
    body: Annotated[Judgement, DECLINE],
    principal: ApprovalsWriter,
    session: SessionDependency,
    parts: BookingPartsDependency,
    response: Response,
) -> BookingRead:
    """Refuse a session that waits for a coordinator. Mentor, mentee and host are free again at once."""
    booking = await approvals.decline_booking(session, principal, booking_id, body.reason)
    return await show_one(session, principal, booking, response, parts)


@router.get(
    "/{booking_id}/decision",
    summary="Read the decision about a session",
    operation_id="get_booking_decision",
    responses=problems(404, 422),
)
async def get_booking_decision(
    booking_id: BookingId, principal: BookingsReader, session: SessionDependency
) -> DecisionExplained:
    """The decision that the booking's state follows from: every finding, and every fact that the rules saw.

    The facts tell ages and risks: they are for keys that may read the registry.
    """
    booking = await reading.booking_by_id(session, booking_id, principal.partner_id)
    return await reading.explain(session, principal, booking)


@router.get(
    "/{booking_id}/audit",
    summary="Read the audit trail of a booking",
    operation_id="list_booking_audit_entries",
    responses=problems(404, 422),
)
async def list_booking_audit_entries(
    booking_id: BookingId,
    principal: AuditReader,
    database: DatabaseDependency,
    session: SessionDependency,
    page: PageDependency,
) -> Page[AuditEntryRead]:
    """Every action and decision on this booking, oldest first."""
    await audit.place(database)
    await reading.booking_by_id(session, booking_id, principal.partner_id)
    rows = await audit.entries(session, limit=page.limit + 1, after_id=page.after_id, booking_id=booking_id)
    shown, next_cursor = cut(rows, page)
    return Page[AuditEntryRead](items=[AuditEntryRead.of(row) for row in shown], next_cursor=next_cursor)
