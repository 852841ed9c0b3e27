"""Looking on while things go wrong: whenever a link is shown, its meeting is safe at that moment."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager, suppress
from typing import Final

from sqlmodel import func, select

from app.bookings.models import Booking, Meeting, MeetingState
from tests.resilience.world import World, unsafe

_LOOK_AGAIN: Final = 0.1


@asynccontextmanager
async def watched(world: World) -> AsyncIterator[list[str]]:
    """Look all the time while the block runs; what is wrong is in the list afterwards."""
    seen: list[str] = []

    async def watch() -> None:
        known: object = None
        while True:
            now = await _changes(world)
            if now != known:
                seen.extend(await _shown_and_unsafe(world))
            known = now
            await asyncio.sleep(_LOOK_AGAIN)

    watching = asyncio.create_task(watch())
    try:
        yield seen
    finally:
        watching.cancel()
        with suppress(asyncio.CancelledError):
            await watching


async def _changes(world: World) -> object:
    """Return what is different as soon as anything is shown or not shown any more."""
    async with world.database.transaction() as session:
        versions = await session.exec(select(func.sum(Booking.version)))
        proven = await session.exec(select(Meeting.id).where(Meeting.state == MeetingState.PROVEN))
        return versions.one(), frozenset(proven)


async def _shown_and_unsafe(world: World) -> list[str]:
    shown = {key: each["meeting"] for key, each in (await world.bookings()).items() if each["meeting"]}
    meetings = {each["id"]: each for each in world.meetings()}
    async with world.database.transaction() as session:
        rows = {str(row.id): row for row in await session.exec(select(Booking))}
    return [
        f"{key}: shown while {problem}"
        for key, link in shown.items()
        if (meeting := meetings.get(link["zoom_meeting_id"])) is not None
        for problem in unsafe(meeting, rows[key], link["passcode"])
    ]
