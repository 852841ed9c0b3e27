"""The room as it is now, for the page of whoever opens it: pushed to their browser while the page is open.

Server-sent events (WHATWG HTML, 9.2). Nothing is held open at the database: what changes in a room is told by a notification.
"""

import asyncio
import json
from collections import Counter
from collections.abc import AsyncIterator, Awaitable, Callable, Iterator
from contextlib import contextmanager
from datetime import timedelta
from typing import Final
from uuid import UUID

from app.kit.settling import ROOM, SettlingBookings, wait_at_most

EVENT_STREAM: Final = "text/event-stream"
LASTS: Final = timedelta(minutes=2)
"""How long one stream lasts; browsers come back by themselves."""
LOOKED_AGAIN: Final = timedelta(seconds=15)
"""After so long the room is looked at again, also where no notification came."""
MOST_PER_LINK: Final = 4
"""Streams of one link at the same time: a page in a few windows."""


class RoomStreams:
    """Counts, in this process, the open streams of each link."""

    def __init__(self) -> None:
        self._open: Counter[UUID] = Counter()

    def is_full(self, link_id: UUID) -> bool:
        """Tell whether a link has as many streams as it may have."""
        return self._open[link_id] >= MOST_PER_LINK

    @contextmanager
    def counting(self, link_id: UUID) -> Iterator[None]:
        """Count a stream while the block runs."""
        self._open[link_id] += 1
        try:
            yield
        finally:
            self._open[link_id] -= 1
            if not self._open[link_id]:
                del self._open[link_id]


async def stream(
    booking_id: UUID, look: Callable[[], Awaitable[str | None]], settling: SettlingBookings
) -> AsyncIterator[str]:
    """Yield the room as HTML, each time that it looks otherwise.

    Args:
        booking_id: The session.
        look: Returns the HTML; None when the page may not show it any more.
        settling: Tells when something happened in the room.
    """
    last: str | None = None
    loop = asyncio.get_running_loop()
    until = loop.time() + LASTS.total_seconds()
    async with settling.watch(booking_id, ROOM) as changed:
        while loop.time() < until:
            changed.clear()
            seen = await look()
            if seen is None:
                return
            # JSON, so that a line of HTML that ends is no line of the stream that ends.
            yield f"data: {json.dumps(seen)}\n\n" if seen != last else ": as it was\n\n"
            last = seen
            await wait_at_most(changed, LOOKED_AGAIN)
