"""The participants of a session and their personal links over HTTP."""

from typing import Annotated, Any, Final
from uuid import UUID

from fastapi import APIRouter, Body, Path, Response, status

from app.access.authentication import BookingsReader, LinksReader
from app.bookings.examples import BOOKING_ID
from app.bookings.models import Booking
from app.bookings.reading import booking_by_id
from app.http.answers import NO_STORE
from app.http.dependencies import SessionDependency, SettingsDependency
from app.http.idempotency import IdempotencyDependency
from app.http.problems import problems
from app.joining.links import service
from app.joining.links.schemas import LinkRequest, Named, ParticipantList, PersonalLinkList
from app.joining.links.showing import show_links, show_participants

router = APIRouter(prefix="/v1/bookings", tags=["Bookings"])

BookingId = Annotated[UUID, Path(description="The booking's id.", openapi_examples=BOOKING_ID)]
ParticipantName = Annotated[
    Named,
    Path(
        description="The participant's id, or `mentor` or `mentee`.",
        openapi_examples={"demo": {"summary": "The mentee", "value": "mentee"}},
    ),
]
_LINKS: Final[Any] = Body(
    openapi_examples={
        "demo": {"summary": "Of everybody who takes part", "value": {}},
        "again": {
            "summary": "A new one for the mentee, who lost theirs",
            "value": {"participants": ["mentee"], "replace": True},
        },
    }
)


@router.get(
    "/{booking_id}/participants",
    summary="List who takes part in a session",
    operation_id="list_participants",
    responses=problems(404, 422),
)
async def list_participants(
    booking_id: BookingId, principal: BookingsReader, session: SessionDependency
) -> ParticipantList:
    """Mentor, mentee and whoever was invited: whether they have a personal link, when they may go in, whether they came.

    It tells no link and no name.
    """
    booking = await booking_by_id(session, booking_id, principal.partner_id)
    return await show_participants(session, booking)


@router.post(
    "/{booking_id}/links",
    summary="Get the personal links of a session",
    operation_id="get_personal_links",
    responses=problems(400, 404, 409, 413, 422),
)
async def get_personal_links(
    booking_id: BookingId,
    body: Annotated[LinkRequest, _LINKS],
    principal: LinksReader,
    session: SessionDependency,
    settings: SettingsDependency,
    idempotency: IdempotencyDependency,
    response: Response,
) -> PersonalLinkList:
    """The links for you to deliver, each to its own person and to nobody else: whoever has a link counts as that person.

    Who has no link yet gets one; who has one keeps it, unless you say `replace`. Each reading is an entry in the audit trail.
    Send an Idempotency-Key with `replace`, so that a request that is sent again after a lost answer replaces nothing twice.
    """

    async def issue() -> Booking:
        booking = await booking_by_id(session, booking_id, principal.partner_id)
        participants = await service.chosen(session, booking, body.participants)
        await service.issue_links(session, principal, booking, participants, settings.key_ring, replace=body.replace)
        return booking

    booking = await idempotency.once(
        session,
        principal,
        body,
        create=issue,
        load=lambda found: booking_by_id(session, found, principal.partner_id),
    )
    participants = await service.chosen(session, booking, body.participants)
    given = await service.read_links(session, principal, booking, participants, settings.key_ring, settings.public_url)
    response.headers["Cache-Control"] = NO_STORE
    return await show_links(session, booking, given)


@router.post(
    "/{booking_id}/links/{participant}/revoke",
    summary="Revoke a personal link",
    operation_id="revoke_personal_link",
    status_code=status.HTTP_204_NO_CONTENT,
    responses=problems(404, 422),
)
async def revoke_personal_link(
    booking_id: BookingId, participant: ParticipantName, principal: LinksReader, session: SessionDependency
) -> None:
    """The link stops working at once, as after it was forwarded. Asking for the links again makes a new one.

    Revoking again changes nothing.
    """
    booking = await booking_by_id(session, booking_id, principal.partner_id)
    await service.revoke_links(
        session, principal.origin, booking, await service.chosen(session, booking, [participant])
    )
