"""Calendar entries over HTTP: for booking websites, and for calendars that ask by themselves."""

from typing import Annotated, Any, Final
from uuid import UUID

from fastapi import APIRouter, Body, Path, Response, status

from app.access.authentication import LinksReader
from app.access.visibility import found
from app.bookings.examples import BOOKING_ID
from app.bookings.reading import booking_by_id
from app.http.answers import NO_STORE
from app.http.dependencies import SessionDependency, SettingsDependency
from app.http.idempotency import IdempotencyDependency
from app.http.problems import problems
from app.joining.calendars import service
from app.joining.calendars.entry import calendar_file, subscribed_calendar
from app.joining.calendars.schemas import CalendarRead, CalendarRequest
from app.joining.links.endpoints import ParticipantName
from app.joining.links.service import read_links
from app.kit.clock import utc_now
from app.registry.examples import PERSON_ID
from app.registry.people.models import Person
from app.registry.visibility import get

router = APIRouter()

MEDIA_TYPE: Final = "text/calendar; charset=utf-8"
_FILE: Final[dict[int | str, dict[str, Any]]] = {
    200: {
        "description": "An iCalendar file.",
        "content": {"text/calendar": {"schema": {"type": "string"}}},
    }
}
_HEADERS: Final = {
    "Cache-Control": NO_STORE,
    "Content-Disposition": 'attachment; filename="session.ics"',
    "Referrer-Policy": "no-referrer",
    "X-Robots-Tag": "noindex, nofollow",
}
_NAME: Final = "Mentoring sessions"

PersonId = Annotated[UUID, Path(description="The person's id.", openapi_examples=PERSON_ID)]
_CALENDAR: Final[Any] = Body(openapi_examples={"demo": {"summary": "The calendar of a person", "value": {}}})


@router.get(
    "/v1/bookings/{booking_id}/participants/{participant}/calendar.ics",
    tags=["Bookings"],
    summary="Get a participant's calendar file",
    operation_id="get_participant_calendar",
    response_class=Response,
    responses={**_FILE, **problems(404, 422)},
)
async def get_participant_calendar(
    booking_id: Annotated[UUID, Path(description="The booking's id.", openapi_examples=BOOKING_ID)],
    participant: ParticipantName,
    principal: LinksReader,
    session: SessionDependency,
    settings: SettingsDependency,
) -> Response:
    """To attach to a message to them alone, again after each change: the same entry is changed, or cancelled.

    It holds their personal link, if they have one: get the links first. It names nobody.
    """
    booking = await booking_by_id(session, booking_id, principal.partner_id)
    who = await service.participant_for_calendar(session, booking, participant)
    await read_links(session, principal, booking, [who], settings.key_ring, settings.public_url)
    entry = await service.entry_for(session, booking, who, key_ring=settings.key_ring, public_url=settings.public_url)
    return file_response(calendar_file(entry, utc_now()))


@router.post(
    "/v1/people/{person_id}/calendar",
    tags=["People and pairings"],
    summary="Get the address of a person's calendar",
    operation_id="get_person_calendar",
    responses=problems(400, 404, 409, 413, 422),
)
async def get_person_calendar(
    person_id: PersonId,
    body: Annotated[CalendarRequest, _CALENDAR],
    principal: LinksReader,
    session: SessionDependency,
    settings: SettingsDependency,
    idempotency: IdempotencyDependency,
    response: Response,
) -> CalendarRead:
    """For a mentor or mentee to subscribe to: all of their sessions, kept up to date. It holds their personal links.

    Who has no address yet gets one; who has one keeps it, unless you say `replace`. Each reading is an entry in the audit trail.
    """

    async def issue() -> Person:
        person = await get(session, principal, Person, person_id)
        await service.issue_calendar(session, principal, person, settings.key_ring, replace=body.replace)
        return person

    person = await idempotency.once(
        session, principal, body, create=issue, load=lambda known: get(session, principal, Person, known)
    )
    url = await service.read_calendar(session, principal, person, settings.key_ring, settings.public_url)
    response.headers["Cache-Control"] = NO_STORE
    return CalendarRead(person_id=person.id, url=url)


@router.post(
    "/v1/people/{person_id}/calendar/revoke",
    tags=["People and pairings"],
    summary="Revoke the address of a person's calendar",
    operation_id="revoke_person_calendar",
    status_code=status.HTTP_204_NO_CONTENT,
    responses=problems(404, 422),
)
async def revoke_person_calendar(person_id: PersonId, principal: LinksReader, session: SessionDependency) -> None:
    """The address stops working at once. Asking for it again makes a new one. Revoking again changes nothing."""
    await service.revoke_calendar(session, principal, await get(session, principal, Person, person_id))


@router.get(f"{service.PATH}/{{token}}.ics", include_in_schema=False)
async def calendar_of_a_person(token: str, session: SessionDependency, settings: SettingsDependency) -> Response:
    """Return all sessions of whoever's calendar it is, for programs that ask again and again."""
    person_id = found(await service.resolve_calendar(session, token), "Calendar")
    entries = await service.entries_of(session, person_id, settings.key_ring, settings.public_url)
    return file_response(subscribed_calendar(entries, utc_now(), name=_NAME))


def file_response(content: bytes) -> Response:
    """Return a calendar file as an answer that nobody keeps."""
    return Response(content, media_type=MEDIA_TYPE, headers=_HEADERS)
