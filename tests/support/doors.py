"""Presses at the doors of a system's sessions, and the browsers that they lead to Zoom."""

from collections.abc import AsyncIterator
from contextlib import AsyncExitStack
from dataclasses import dataclass
from typing import Any
from uuid import UUID

import httpx
import pytest
from sqlmodel import select

from app.audit.origin import ActorKind, Origin
from app.bookings.models import Booking
from app.bookings.opening.ways import room_of
from app.bookings.participants.models import Participant
from app.bookings.participants.service import participants_of
from app.incidents.models import Incident
from app.joining.opening.answers import Answer, NoWayIn, NoWayReason, WayIn
from app.joining.opening.arrival import arrival_of
from app.joining.opening.service import REGISTERED_AFTER, Opening, Shown, shown_to
from app.policy.opening import OpeningWay
from app.zoom.client import ZoomClient
from tests.support.forms import Browser
from tests.support.service import TLS
from tests.support.zoom import System, eventually

BY = Origin(ActorKind.OPERATOR, "somebody at their door")


@dataclass
class Doors:
    """A system, the answering of presses on it, and browsers."""

    system: System
    opening: Opening
    http: httpx.AsyncClient

    async def people(self, booking: dict[str, Any]) -> tuple[Participant, Participant]:
        async with self.system.database.transaction() as session:
            row = await session.get_one(Booking, UUID(booking["id"]))
            mentor, mentee = await participants_of(session, row)
        return mentor, mentee

    async def press(self, participant: Participant, did_not_work: OpeningWay | None = None) -> Answer:
        """Press the button of a participant, as everything stands now."""
        async with self.system.database.single_statement() as session:
            arrival = await arrival_of(session, participant.id)
        assert arrival is not None
        return await self.opening.way_in(arrival, BY, did_not_work=did_not_work)

    async def shown(self, participant: Participant) -> Shown:
        async with self.system.database.transaction() as session:
            return shown_to(participant, await room_of(session, participant.booking_id))

    async def lead(self, participant: Participant) -> Browser:
        """Press, again while they are being registered, and follow to Zoom."""

        async def led() -> WayIn | None:
            answer = await self.press(participant)
            assert answer == NoWayIn(NoWayReason.NOT_REGISTERED, REGISTERED_AFTER) or isinstance(answer, WayIn)
            return answer if isinstance(answer, WayIn) else None

        answer = await eventually(led)
        return await self.follow(answer.url.get_secret_value())

    async def follow(self, link: str) -> Browser:
        """Open a link in a browser of its own."""
        browser = Browser(self.http)
        await browser.open(link)
        return browser

    async def incidents(self) -> list[Incident]:
        async with self.system.database.transaction() as session:
            query = select(Incident).where(Incident.kind == "opening_failed")
            return list(await session.exec(query))


@pytest.fixture
async def doors(system: System) -> AsyncIterator[Doors]:
    async with AsyncExitStack() as stack:
        zoom = await stack.enter_async_context(ZoomClient(system.settings.zoom))
        http = await stack.enter_async_context(httpx.AsyncClient(verify=TLS))
        yield Doors(system, Opening(system.database, zoom, system.settings.key_ring), http)
