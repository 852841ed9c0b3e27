"""The page of somebody's personal link, as their browser asks for it and sends what they press."""

from dataclasses import dataclass
from html import unescape
from typing import Any
from uuid import UUID

import httpx

from app.bookings.models import Booking
from tests.support.scenario import Scenario, add_host, make_scenario
from tests.support.service import Service


@dataclass
class Pages:
    """A session and the pages of its two people; `reader` is a coordinator, `browser` keeps no cookies."""

    service: Service
    scenario: Scenario
    booking: dict[str, Any]
    tokens: dict[str, str]
    reader: httpx.AsyncClient
    browser: httpx.AsyncClient

    def path(self, role: str) -> str:
        return f"/j/{self.tokens[role]}"

    async def get(self, role: str) -> str:
        answer = await self.browser.get(self.path(role))
        assert answer.status_code == 200, answer.text
        return words_of(answer)

    async def press(self, role: str, action: str, **form: str) -> httpx.Response:
        self.browser.cookies.clear()
        return await self.browser.post(f"{self.path(role)}/{action}", data=form)

    async def pressed(self, role: str, action: str, **form: str) -> str:
        answer = await self.press(role, action, **form)
        assert answer.status_code == 200, answer.text
        return words_of(answer)

    async def change(self, **changes: Any) -> None:
        async with self.service.database.transaction() as session:
            booking = await session.get_one(Booking, UUID(self.booking["id"]))
            for name, value in changes.items():
                setattr(booking, name, value)

    async def incidents(self, kind: str) -> list[dict[str, Any]]:
        found: list[dict[str, Any]] = (await self.reader.get("/v1/incidents", params={"kind": kind})).json()["items"]
        return found

    async def trail(self, actor_kind: str = "participant") -> list[dict[str, Any]]:
        answer = await self.reader.get("/v1/audit", params={"limit": 200})
        return [each for each in answer.json()["items"] if each["actor_kind"] == actor_kind]

    async def answers(self) -> list[dict[str, Any]]:
        answer = await self.reader.get(f"/v1/bookings/{self.booking['id']}/answers")
        assert answer.status_code == 200, answer.text
        items: list[dict[str, Any]] = answer.json()["items"]
        return items


async def pages_of(service: Service, *, wait: bool = False, **scenario: Any) -> Pages:
    """Book a session and give its people their links. Without a worker it waits for its meeting."""
    modality = scenario.pop("modality", None)
    made = await make_scenario(service.database, **scenario)
    if not wait:
        await add_host(service.database, f"host-{made.programme}")
    reader = await service.caller()
    asked = made.booking(**({"modality": modality} if modality else {}))
    booked = await reader.post("/v1/bookings", json=asked, headers={} if wait else {"Prefer": "respond-async"})
    assert booked.status_code in {201, 202}, booked.text
    tokens = await tokens_of(reader, booked.json()["id"])
    return Pages(service, made, booked.json(), tokens, reader, await service.anonymous())


async def tokens_of(caller: httpx.AsyncClient, booking_id: str, **asked: Any) -> dict[str, str]:
    """Ask for the links of a session; return their tokens by role."""
    answer = await caller.post(f"/v1/bookings/{booking_id}/links", json=asked)
    assert answer.status_code == 200, answer.text
    return {each["role"]: each["url"].rpartition("/")[2] for each in answer.json()["items"]}


def words_of(answer: httpx.Response) -> str:
    """Return a page as it is written, with its characters as people read them."""
    return unescape(answer.text)
