"""What people answered on their pages, over HTTP."""

from typing import Annotated
from uuid import UUID

from fastapi import APIRouter, Path, Response

from app.access.authentication import RegistryReader
from app.bookings.answers import service
from app.bookings.answers.schemas import AnswerList
from app.bookings.examples import BOOKING_ID
from app.bookings.reading import booking_by_id
from app.http.answers import NO_STORE
from app.http.dependencies import SessionDependency, SettingsDependency
from app.http.problems import problems

router = APIRouter(prefix="/v1/bookings", tags=["Bookings"])

BookingId = Annotated[UUID, Path(description="The booking's id.", openapi_examples=BOOKING_ID)]


@router.get(
    "/{booking_id}/answers",
    summary="Read what people said on their pages",
    operation_id="list_participant_answers",
    responses=problems(404, 422),
)
async def list_participant_answers(
    booking_id: BookingId,
    principal: RegistryReader,
    session: SessionDependency,
    settings: SettingsDependency,
    response: Response,
) -> AnswerList:
    """Why somebody cannot come, which times they would like, whether the session took place, and feedback.

    Notes for the weekly record stand with whether it took place. Each reading is an entry in the trail, without what was said.
    """
    booking = await booking_by_id(session, booking_id, principal.partner_id)
    items = await service.read_answers(session, principal, booking, settings.key_ring)
    response.headers["Cache-Control"] = NO_STORE
    return AnswerList(items=list(items))
