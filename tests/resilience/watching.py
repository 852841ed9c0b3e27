"""Looking on while things go wrong: whenever a link is shown, its meeting is safe at that moment."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager, suppress
from typing import Final

from sqlmodel import func, select

from app.bookings.models import Booking, Meeting, MeetingState
from app.kit.encryption import context_of
from tests.resilience.world import World, unsafe

_LOOK_AGAIN: Final = 0.2


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
    # Before and after: a meeting is proven, or removed, while we look.
    passcodes = await _passcodes(world)
    shown = {key: each["meeting"] for key, each in (await world.bookings()).items() if each["meeting"]}
    meetings = {each["id"]: each for each in world.meetings()}
    async with world.database.transaction() as session:
        rows = {str(row.id): row for row in await session.exec(select(Booking))}
    passcodes = await _passcodes(world) | passcodes
    return [
        f"{key}: shown while {problem}"
        for key, link in shown.items()
        if (meeting := meetings.get(link["zoom_meeting_id"])) is not None and meeting["id"] in passcodes
        for problem in unsafe(meeting, rows[key], passcodes[meeting["id"]])
    ]


async def _passcodes(world: World) -> dict[int | None, str]:
    """Return the passcode of each meeting that is shown, by Zoom's id of it: not over HTTP, where reading it leaves an entry."""
    ring = world.system.settings.key_ring
    async with world.database.transaction() as session:
        proven = await session.exec(select(Meeting).where(Meeting.state == MeetingState.PROVEN))
        return {
            each.zoom_meeting_id: ring.decrypt(each.passcode, context=context_of(each, "passcode")) for each in proven
        }
