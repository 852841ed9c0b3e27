"""A coordinator's day over HTTP."""

from typing import Annotated

from fastapi import APIRouter, Query

from app.access.authentication import BookingsReader
from app.bookings.today.schemas import TodayRead
from app.bookings.today.service import today_of
from app.http.dependencies import SessionDependency
from app.http.fields import Day
from app.http.problems import problems

router = APIRouter(tags=["Today"])


@router.get("/v1/today", summary="See what needs somebody today", operation_id="get_today", responses=problems(422))
async def get_today(
    principal: BookingsReader,
    session: SessionDependency,
    on: Annotated[
        Day | None,
        Query(
            description="The sessions of this day and its week instead, such as 2026-11-23; what needs somebody is of now."
        ),
    ] = None,
) -> TodayRead:
    """Begin here: what waits for somebody, and the sessions of today and this week, in the programme's time.

    Each line says what can be done next. Names are for keys that may read the registry, incidents for keys that may read them.
    """
    return await today_of(session, principal, on)
