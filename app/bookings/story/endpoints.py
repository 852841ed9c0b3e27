"""The story of a booking, and a decision by its id, over HTTP."""

from typing import Annotated
from uuid import UUID

from fastapi import APIRouter, Path

from app.access.authentication import AuditReader, BookingsReader
from app.audit import service as audit
from app.bookings import reading
from app.bookings.examples import BOOKING_ID, DECISION_ID
from app.bookings.schemas import DecisionKept
from app.bookings.story.schemas import StoryRead
from app.bookings.story.service import story_of
from app.http.dependencies import DatabaseDependency, SessionDependency
from app.http.problems import problems

router = APIRouter(tags=["Bookings"])


@router.get(
    "/v1/bookings/{booking_id}/story",
    summary="Read the story of a booking",
    operation_id="get_booking_story",
    responses=problems(404, 422),
)
async def get_booking_story(
    booking_id: Annotated[UUID, Path(description="The booking's id.", openapi_examples=BOOKING_ID)],
    principal: AuditReader,
    database: DatabaseDependency,
    session: SessionDependency,
) -> StoryRead:
    """What happened, in plain sentences and in the programme's time, and what it followed from.

    Of a session that was suspended it tells which evidence was withdrawn, when and why. What the rules were merely asked stands
    apart, under `checks`.
    """
    await audit.place(database)
    return await story_of(session, principal, await reading.booking_by_id(session, booking_id, principal.partner_id))


@router.get(
    "/v1/decisions/{decision_id}",
    summary="Read a decision",
    operation_id="get_decision",
    responses=problems(404, 422),
)
async def get_decision(
    decision_id: Annotated[UUID, Path(description="The decision's id.", openapi_examples=DECISION_ID)],
    principal: BookingsReader,
    session: SessionDependency,
) -> DecisionKept:
    """A decision of the rules as it was made, also one that refused a request: every finding, and the facts that it saw.

    The facts tell ages and risks: they are for keys that may read the registry.
    """
    return await reading.decision_by_id(session, principal, decision_id)
