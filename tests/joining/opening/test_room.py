"""The room on the page of whoever opens it: who waits and who is in, as it changes, by what Zoom tells and by no display name."""

import json
import time
from collections.abc import AsyncIterator
from datetime import timedelta
from typing import Any
from uuid import UUID

import httpx

from app.bookings.models import Booking
from app.bookings.opening.ways import room_of
from app.bookings.participants.service import participants_of
from app.hosts.models import Host
from app.joining.links.tokens import new_token
from app.joining.opening.room import SignKind, signs_of
from app.joining.pages.live import MOST_PER_LINK, RoomStreams
from app.kit.identifiers import new_id
from tests.support.pages import pages_of, tokens_of
from tests.support.rooms import shift
from tests.support.webhooks import delivery, send
from tests.support.zoom import System

STREAM = {"Accept": "text/event-stream"}


class Told:
    """What Zoom tells of one run of a meeting."""

    def __init__(self, client: httpx.AsyncClient, booking: dict[str, Any], host: str) -> None:
        self._client = client
        self._about = {"id": str(booking["meeting"]["zoom_meeting_id"]), "uuid": "run==", "host_id": host}
        self._at = time.time() - 60

    async def __call__(self, event: str, **participant: str) -> None:
        self._at += 1
        about = self._about | ({"participant": participant} if participant else {})
        assert await send(self._client, delivery(f"meeting.{event}", about, at=self._at)) == 204


async def pushed(response: httpx.Response) -> AsyncIterator[str]:
    """Yield the room each time that it is pushed."""
    async for line in response.aiter_lines():
        if line.startswith("data: "):
            yield json.loads(line.removeprefix("data: "))


async def test_the_opener_sees_who_waits_and_who_is_in_as_it_changes_and_nobody_else_does(system: System) -> None:
    pages = await pages_of(system, wait=True)
    await shift(system, pages.booking, starts_in=timedelta(minutes=5))
    async with system.database.transaction() as session:
        booking = await session.get_one(Booking, UUID(pages.booking["id"]))
        _, mentee = await participants_of(session, booking)
        mentee.registrant_id = registrant = mentee.registrant_id or "registered"
        host = (await session.get_one(Host, booking.host_id)).zoom_user_id
    told = Told(pages.browser, pages.booking, host)

    closed = await pages.get("mentor")
    assert "The room is not open yet." in closed
    assert "Let in only: A." in closed
    assert "lock the meeting" in closed
    assert "lock the meeting" not in await pages.get("mentee")

    await told("started")
    await told("participant_joined", user_id="1", participant_user_id=host, user_name="Host One")
    await told("participant_joined_waiting_room", user_id="2", registrant_id=registrant, user_name="Whatever")
    await told("participant_joined_waiting_room", user_id="3", user_name="A mentee")
    path = f"{pages.path('mentor')}/room"
    async with pages.browser.stream("GET", path, headers=STREAM) as response:
        room = pushed(response)
        waiting = await anext(room)
        assert "<li>You</li>" in waiting
        assert waiting.count("Somebody whom we do not know") == 1
        before, after = waiting.split("In the meeting")
        assert (before.count("<li>A</li>"), after.count("<li>A</li>")) == (1, 0), (
            "by first name, whatever the name at Zoom"
        )
        await told("participant_admitted", user_id="2", registrant_id=registrant)
        await told("participant_joined", user_id="2", registrant_id=registrant)
        inside = ""
        while "Everybody is there" not in inside:
            inside = await anext(room)
        assert inside.split("In the meeting")[1].count("<li>A</li>") == 1
    await told("ended")
    async with system.database.transaction() as session:
        signs = await signs_of(session, await room_of(session, UUID(pages.booking["id"])))
    assert (signs.is_open, signs.waiting, signs.inside) == (False, (), ())
    assert [each.kind for each in signs.expected] == [SignKind.EXPECTED]

    revoked = path
    await tokens_of(pages.reader, pages.booking["id"], participants=["mentor"], replace=True)
    for nothing in (f"{pages.path('mentee')}/room", f"/j/{new_token()}/room", revoked):
        assert (await pages.browser.get(nothing, headers=STREAM)).status_code == 204
    assert (await pages.browser.head(path)).status_code == 204, "no stream for what looks at links"


def test_a_link_has_a_few_streams_and_gets_another_when_one_ends() -> None:
    streams, link = RoomStreams(), new_id()
    held = [streams.counting(link) for _ in range(MOST_PER_LINK)]
    for each in held:
        each.__enter__()
    assert streams.is_full(link)
    assert not streams.is_full(new_id())
    held[0].__exit__(None, None, None)
    assert not streams.is_full(link)
