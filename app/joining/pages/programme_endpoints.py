"""What coordinators do about the pages: what a programme says on them, and codes."""

from typing import Annotated, Any, Final
from uuid import UUID

from fastapi import APIRouter, Body, Path, Response

from app.access.authentication import LinksReader, RegistryReader, RegistryWriter
from app.bookings.reading import booking_by_id
from app.http.answers import NO_STORE, VERSIONED, set_entity_tag
from app.http.dependencies import SessionDependency, SettingsDependency
from app.http.parameters import IfMatchDependency
from app.http.problems import problems
from app.joining.links.endpoints import BookingId, ParticipantName
from app.joining.pages import service
from app.joining.pages.schemas import (
    DoorCodeRead,
    ProgrammePageRead,
    ProgrammePageWrite,
    SentenceList,
    SentenceRead,
)
from app.joining.pages.words import ENGLISH, catalogue, places_in
from app.registry import examples

router = APIRouter(tags=["Programmes"])
bookings_router = APIRouter(prefix="/v1/bookings", tags=["Bookings"])

ProgrammeId = Annotated[UUID, Path(description="The programme's id.", openapi_examples=examples.PROGRAMME_ID)]
_PAGE: Final[Any] = Body(
    openapi_examples={
        "demo": {
            "summary": "A sentence of its own, and a second helpline",
            "value": {
                "words": {"notice.over.text": "Thank you for taking part. See you next week."},
                "helplines": [
                    {"name": "Childline", "phone": "0800 1111", "url": "https://www.childline.org.uk"},
                    {"name": "Samaritans", "phone": "116 123"},
                ],
            },
        }
    }
)


@router.get(
    "/v1/page-words",
    summary="List the sentences of the participants' pages",
    operation_id="list_page_words",
    responses=problems(422),
)
async def list_page_words(_: RegistryReader) -> SentenceList:
    """Every sentence that mentors and mentees read, by its key: a programme can put its own in its place."""
    return SentenceList(
        items=[
            SentenceRead(key=key, text=text, places=sorted(places_in(text))) for key, text in catalogue(ENGLISH).items()
        ]
    )


@router.get(
    "/v1/programmes/{programme_id}/page",
    summary="Read a programme's words for its pages",
    operation_id="get_programme_page",
    responses={**VERSIONED, **problems(404, 422)},
)
async def get_programme_page(
    programme_id: ProgrammeId, principal: RegistryReader, session: SessionDependency, response: Response
) -> ProgrammePageRead:
    """Its language and words, helplines, code of conduct, logo and questions. Its ETag is for replacing it."""
    page = await service.page_of_programme(session, principal, programme_id)
    set_entity_tag(response, page)
    return service.show_page_of(page)


@router.put(
    "/v1/programmes/{programme_id}/page",
    summary="Set a programme's words for its pages",
    operation_id="set_programme_page",
    responses={**VERSIONED, **problems(400, 404, 412, 413, 422, 428)},
)
async def set_programme_page(
    programme_id: ProgrammeId,
    body: Annotated[ProgrammePageWrite, _PAGE],
    principal: RegistryWriter,
    session: SessionDependency,
    if_match: IfMatchDependency,
    response: Response,
) -> ProgrammePageRead:
    """It replaces the whole of what was set before, and shows at once. Send the ETag that you read as If-Match."""
    page = await service.set_page(session, principal, programme_id, body, if_match)
    set_entity_tag(response, page)
    return service.show_page_of(page)


@bookings_router.get(
    "/{booking_id}/participants/{participant}/code",
    summary="Read the code that goes with a personal link",
    operation_id="get_personal_code",
    responses=problems(404, 422),
)
async def get_personal_code(
    booking_id: BookingId,
    participant: ParticipantName,
    principal: LinksReader,
    session: SessionDependency,
    settings: SettingsDependency,
    response: Response,
) -> DoorCodeRead:
    """For programmes whose policy asks for a code (`doors.second_fact`). Each reading is an entry in the audit trail."""
    booking = await booking_by_id(session, booking_id, principal.partner_id)
    response.headers["Cache-Control"] = NO_STORE
    return await service.read_code(session, principal, booking, participant, settings.key_ring)
