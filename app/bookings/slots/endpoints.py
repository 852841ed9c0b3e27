"""Slots over HTTP."""

from datetime import timedelta
from typing import Annotated, Final
from uuid import UUID

from fastapi import APIRouter, Path, Query

from app.access.authentication import BookingsReader
from app.bookings.slots import service
from app.bookings.slots.schemas import SlotsRead
from app.bookings.slots.service import LONGEST_RANGE, SlotsAsked
from app.http.answers import READ
from app.http.dependencies import SessionDependency
from app.http.fields import MomentOrDay
from app.http.parameters import IF_NONE_MATCH
from app.http.problems import problems
from app.registry import examples

router = APIRouter(prefix="/v1/pairings", tags=["Bookings"])

_DATES: Final = "A date, such as 2026-11-23, is the beginning of that day in the programme's time zone."


@router.get(
    "/{pairing_id}/slots",
    summary="Find times at which a pairing could meet",
    operation_id="list_slots",
    dependencies=[IF_NONE_MATCH],
    responses={**READ, **problems(404, 409, 422)},
)
async def list_slots(
    pairing_id: Annotated[UUID, Path(description="The pairing's id.", openapi_examples=examples.PAIRING_ID)],
    principal: BookingsReader,
    session: SessionDependency,
    from_: Annotated[
        MomentOrDay | None,
        Query(
            alias="from",
            description=f"Only slots that start at this time or later; now, where it is left out. {_DATES}",
        ),
    ] = None,
    to: Annotated[
        MomentOrDay | None,
        Query(
            description=f"Only slots that start before this time; a week after `from`, where it is left out, and at most "
            f"{LONGEST_RANGE.days} days after it. {_DATES}"
        ),
    ] = None,
    minutes: Annotated[int, Query(ge=5, le=24 * 60, description="How long the session is to be.", examples=[60])] = 60,
    every: Annotated[
        int,
        Query(
            ge=5, le=24 * 60, description="Minutes from one start to the next, counted from midnight.", examples=[30]
        ),
    ] = 30,
    modality: Annotated[
        str, Query(pattern=r"^[a-z][a-z0-9_-]{1,39}$", description="zoom, or phone where the programme allows it.")
    ] = "zoom",
) -> SlotsRead:
    """Each time at which the rules would let you book now, with mentor, mentee and a host free, at once or with an approval.

    It is what a check would say of each of them, for a session that both agree to and that has no reason or wishes of its own.
    Nobody is reserved: somebody else may be faster.
    """
    asked = SlotsAsked(from_, to, timedelta(minutes=minutes), timedelta(minutes=every), modality)
    return await service.slots_of(session, principal, pairing_id, asked)
