"""Playing a room of the sandbox's Zoom: the host, guests, and whatever happens in it."""

from dataclasses import dataclass
from typing import Any

from tests.support.sandbox import HOST, Receiver, Zoom, answer

Person = dict[str, Any]


@dataclass
class Room:
    """A meeting, by what people do in it."""

    zoom: Zoom
    meeting: int

    async def comes(self, **newcomer: Any) -> Person:
        person: Person = await self.asks("POST", "/participants", newcomer, 201)
        return person

    async def stays_outside(self, **newcomer: Any) -> None:
        await self.asks("POST", "/participants", newcomer, 409)

    async def host_comes(self) -> Person:
        return await self.comes(user=HOST)

    async def does(self, person: Person, what: str, body: Any = None, status: int = 200) -> Person:
        after: Person = await self.asks("POST", f"/participants/{person['uuid']}/{what}", body, status)
        return after

    async def asks(self, method: str, path: str, body: Any = None, status: int | None = None) -> Any:
        return await self.zoom.control(method, f"/meetings/{self.meeting}{path}", body, status)


async def room(zoom: Zoom, host: str = HOST, **body: Any) -> Room:
    return Room(zoom, (await zoom.create(host, **body))["id"])


async def registered(zoom: Zoom, meeting: int, email: str = "mentee@example.org", name: str = "Mentee") -> str:
    """Register somebody; return the id that their link carries."""
    body = {"email": email, "first_name": name, "last_name": "Sample", "auto_approve": True}
    registrant: str = answer(await zoom.http.post(f"/v2/meetings/{meeting}/registrants", json=body), 201)[
        "registrant_id"
    ]
    return registrant


async def told(zoom: Zoom, receiver: Receiver) -> list[dict[str, Any]]:
    """Return all events that were sent, in order."""
    await zoom.control("POST", "/deliveries/settle")
    return [item.event for item in receiver.received]


async def names(zoom: Zoom, receiver: Receiver) -> list[str]:
    return [event["event"] for event in await told(zoom, receiver)]
