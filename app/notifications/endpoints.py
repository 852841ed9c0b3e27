"""The feed of events over HTTP."""

import asyncio
from datetime import timedelta
from typing import Annotated, Final

from fastapi import APIRouter, Query, Request
from sqlmodel.ext.asyncio.session import AsyncSession

from app.access.authentication import EventsReader
from app.audit.service import place
from app.http import parameters
from app.http.dependencies import DatabaseDependency
from app.http.parameters import Limit
from app.http.problems import problems
from app.kit.pagination import USUAL_LIMIT
from app.kit.settling import wait_at_most
from app.notifications import feed
from app.notifications.events import EventType, types_for
from app.notifications.following import Followers
from app.notifications.schemas import EventPage, EventRead

LATEST: Final = "latest"
_LONGEST: Final = int(parameters.LONGEST_WAIT.total_seconds())

router = APIRouter(tags=["Webhooks"])


@router.get("/v1/events", summary="Follow what happens", operation_id="list_events", responses=problems(410, 422))
async def list_events(
    principal: EventsReader,
    database: DatabaseDependency,
    request: Request,
    limit: Limit = USUAL_LIMIT,
    after: Annotated[
        str | None,
        Query(
            max_length=40,
            description="Where to read on: `next_after` of the answer before, or `cursor` of an event. `latest`: nothing that "
            "has happened so far, only where the feed is now. Left out: from the beginning.",
            examples=[LATEST],
        ),
    ] = None,
    wait: Annotated[
        int,
        Query(
            ge=0,
            le=_LONGEST,
            description="How many seconds to wait for the next event where there is none yet. The answer comes with the "
            "first one.",
            examples=[0],
        ),
    ] = 0,
    event_type: Annotated[
        EventType | None, Query(alias="type", description="Only events of this type.", examples=["booking.confirmed"])
    ] = None,
) -> EventPage:
    """Every change that your key may see, in one order: ids and states, no personal data.

    Read what is there, keep `next_after`, and ask again with it as `after`. With `wait=30` the answer comes as soon as something
    happens. Nothing is missed or told twice: what is committed later stands after all that could be read before. Events of
    bookings need `bookings:read`, those of incidents `incidents:write` or `audit:read`, those of people and papers
    `registry:read`.
    """
    types = types_for(principal.may)
    if event_type is not None:
        types &= {event_type}
    followers: Followers = request.app.state.followers
    clock = asyncio.get_running_loop().time
    deadline = clock() + min(wait, parameters.LONGEST_WAIT.total_seconds())
    async with followers.watch(types, principal.partner_id) as woken:
        await place(database)
        async with database.single_statement() as session:
            cursor = await _cursor(session, after)
        while True:
            woken.clear()
            async with database.single_statement() as session:
                page = await feed.read(session, cursor, types=types, partner_id=principal.partner_id, limit=limit)
            left = deadline - clock()
            if page.events or page.has_more or left <= 0 or not await wait_at_most(woken, timedelta(seconds=left)):
                return EventPage(
                    items=[EventRead.of(event) for event in page.events],
                    next_after=str(page.cursor),
                    has_more=page.has_more,
                )
            cursor = page.cursor


async def _cursor(session: AsyncSession, after: str | None) -> feed.Cursor:
    if after is None:
        return feed.BEGINNING
    return await feed.latest(session) if after == LATEST else feed.Cursor.parse(after)
