"""A website that is sent events: it answers as a test tells it to, and remembers what came."""

import asyncio
import json
from collections.abc import AsyncIterator, Callable, Mapping, Sequence
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from typing import Any

from tests.support.zoom import eventually


@dataclass(frozen=True)
class Received:
    """One request that came."""

    headers: Mapping[str, str]
    body: bytes

    @property
    def content(self) -> dict[str, Any]:
        content: dict[str, Any] = json.loads(self.body)
        return content

    @property
    def id(self) -> str:
        return self.headers["webhook-id"]


@dataclass(frozen=True)
class Reply:
    """What is answered: nothing at all without a status."""

    status: int | None = 204
    headers: Mapping[str, str] = field(default_factory=dict)
    after: asyncio.Event | None = None


Answering = Callable[[Received], Reply]


class Receiver:
    """Receives events on a port of its own."""

    def __init__(self) -> None:
        self.received: list[Received] = []
        self.connections = 0
        self.answer: Answering = lambda _: Reply()
        self.port = 0
        self.closing = asyncio.Event()
        self.open: set[asyncio.StreamWriter] = set()

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self.port}/events?from=chaperone"

    def of(self, subject_id: object) -> Sequence[str]:
        """Return the types of the events about something, in the order in which they came."""
        return [each.content["type"] for each in self.received if each.content["data"]["subject_id"] == str(subject_id)]

    async def until(self, count: int, *, within: float = 15) -> Sequence[Received]:
        """Wait until so many requests have come."""

        async def came() -> bool:
            return len(self.received) >= count

        await eventually(came, within=within)
        return self.received

    @staticmethod
    async def _first_of(*events: asyncio.Event) -> None:
        waiting = [asyncio.create_task(each.wait()) for each in events]
        await asyncio.wait(waiting, return_when=asyncio.FIRST_COMPLETED)
        for each in waiting:
            each.cancel()

    async def serve(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        self.connections += 1
        self.open.add(writer)
        try:
            while True:
                head = (await reader.readuntil(b"\r\n\r\n")).decode("latin-1").split("\r\n")
                headers = {
                    name.strip().lower(): value.strip()
                    for name, _, value in (line.partition(":") for line in head[1:] if line)
                }
                request = Received(headers, await reader.readexactly(int(headers["content-length"])))
                self.received.append(request)
                reply = self.answer(request)
                if reply.after is not None:
                    await self._first_of(reply.after, self.closing)
                if reply.status is None:
                    return
                lines = [f"HTTP/1.1 {reply.status} Said", "content-length: 0"]
                lines += [f"{name}: {value}" for name, value in reply.headers.items()]
                writer.write(("\r\n".join(lines) + "\r\n\r\n").encode())
                await writer.drain()
        except (asyncio.IncompleteReadError, ConnectionError):
            return
        finally:
            self.open.discard(writer)
            writer.close()


@asynccontextmanager
async def receiving() -> AsyncIterator[Receiver]:
    """Run a receiver while the block runs."""
    receiver = Receiver()
    server = await asyncio.start_server(receiver.serve, "127.0.0.1", 0)
    receiver.port = server.sockets[0].getsockname()[1]
    try:
        yield receiver
    finally:
        server.close()
        receiver.closing.set()
        for writer in tuple(receiver.open):
            writer.close()
        await server.wait_closed()
