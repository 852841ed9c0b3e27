"""A caller of the sandbox, over real HTTP, and a receiver of its webhooks."""

import asyncio
import hashlib
import hmac
import json
import ssl
from collections.abc import AsyncIterator, Callable, Iterator
from concurrent.futures import Future, ThreadPoolExecutor
from contextlib import asynccontextmanager, contextmanager
from dataclasses import dataclass, field
from typing import Any

import httpx

from app.zoom.sandbox import SandboxConfiguration, UserSeed, UserType, running

HOST = "host@example.org"
SECOND_HOST = "second@example.org"
BASIC_HOST = "basic@example.org"
WITHOUT_LICENCE = "unassigned@example.org"
CERTIFICATES = ssl.create_default_context()
WEBHOOK_SECRET = "webhook-secret-of-the-tests"

CONFIGURATION = SandboxConfiguration(
    seed=1,
    users=(
        UserSeed(email=HOST, first_name="Host", last_name="One", group_ids=("group-a",)),
        UserSeed(email=SECOND_HOST),
        UserSeed(email=BASIC_HOST, type=UserType.BASIC),
        UserSeed(email=WITHOUT_LICENCE, type=UserType.UNASSIGNED),
    ),
)


@dataclass
class Zoom:
    """A caller that has a token."""

    http: httpx.AsyncClient
    base_url: str

    async def token(self) -> httpx.Response:
        return await self.http.post(
            "/oauth/token",
            data={"grant_type": "account_credentials", "account_id": CONFIGURATION.account_id},
            auth=(CONFIGURATION.client_id, CONFIGURATION.client_secret.get_secret_value()),
        )

    async def sign_in(self) -> None:
        token = (await self.token()).json()["access_token"]
        self.http.headers["authorization"] = f"Bearer {token}"

    async def create(self, host: str = HOST, **body: Any) -> dict[str, Any]:
        """Create a meeting that must be accepted; settings may be given as keywords of `settings`."""
        return answer(await self.http.post(f"/v2/users/{host}/meetings", json=body), 201)

    async def get(self, meeting: int) -> dict[str, Any]:
        return answer(await self.http.get(f"/v2/meetings/{meeting}"))

    async def patch(self, meeting: int, **body: Any) -> None:
        response = await self.http.patch(f"/v2/meetings/{meeting}", json=body)
        assert (response.status_code, response.content) == (204, b"")

    async def settings(self, user: str = HOST, option: str = "") -> dict[str, Any]:
        return answer(await self.http.get(f"/v2/users/{user}/settings", params={"option": option} if option else {}))

    async def control(self, method: str, path: str, body: Any = None, status: int | None = None) -> Any:
        response = await self.http.request(method, f"/sandbox{path}", json=body)
        assert response.status_code == status if status else response.is_success, response.text
        return response.json() if response.content else None

    async def lock(self, **locks: Any) -> None:
        await self.control(
            "PUT", "/locks", {"locks": {name.replace("__", "."): value for name, value in locks.items()}}
        )

    async def faults(self, *rules: dict[str, Any]) -> None:
        await self.control("PUT", "/faults", list(rules))

    async def advance(self, seconds: float) -> None:
        await self.control("POST", "/time/advance", {"seconds": seconds})

    async def alive_meetings(self) -> list[dict[str, Any]]:
        state = await self.control("GET", "/state")
        return [item["meeting"] for item in state["meetings"] if item["alive"]]


def answer(response: httpx.Response, status: int = 200) -> dict[str, Any]:
    """Return the JSON object of an answer that must have this status."""
    assert response.status_code == status, response.text
    body: dict[str, Any] = response.json()
    return body


def refused(response: httpx.Response, status: int, code: int, message: str) -> None:
    """Check Zoom's usual error body."""
    assert (response.status_code, response.json()) == (status, {"code": code, "message": message})


def refused_fields(response: httpx.Response) -> list[str]:
    """Check Zoom's body for a failed validation; return the names of the fields."""
    body = answer(response, 400)
    assert (body["code"], body["message"]) == (300, "Validation Failed.")
    assert all(error["message"] for error in body["errors"])
    return [error["field"] for error in body["errors"]]


@asynccontextmanager
async def zoom_running(configuration: SandboxConfiguration = CONFIGURATION) -> AsyncIterator[Zoom]:
    async with running(configuration) as base_url, caller(base_url) as zoom:
        yield zoom


@asynccontextmanager
async def caller(base_url: str, *, anew: bool = False) -> AsyncIterator[Zoom]:
    async with httpx.AsyncClient(base_url=base_url, verify=CERTIFICATES) as http:
        zoom = Zoom(http, base_url)
        if anew:
            await zoom.control("POST", "/reset")
        await zoom.sign_in()
        yield zoom


@contextmanager
def sandbox_in_a_thread(configuration: SandboxConfiguration = CONFIGURATION) -> Iterator[str]:
    """Run a sandbox that outlives the event loops of single tests."""
    started: Future[str] = Future()

    async def run() -> None:
        async with running(configuration) as base_url:
            stop = asyncio.Event()
            loop = asyncio.get_running_loop()
            stops.append(lambda: loop.call_soon_threadsafe(stop.set))
            started.set_result(base_url)
            await stop.wait()

    def failed(finished: Future[None]) -> None:
        if not started.done():
            started.set_exception(finished.exception() or RuntimeError("The sandbox ended before it began."))

    stops: list[Callable[[], object]] = []
    with ThreadPoolExecutor(max_workers=1) as threads:
        finished = threads.submit(asyncio.run, run())
        finished.add_done_callback(failed)
        try:
            yield started.result(timeout=30)
        finally:
            for stop in stops:
                stop()
        finished.result(timeout=30)


@dataclass
class Received:
    """One request that the receiver got."""

    headers: dict[str, str]
    body: bytes

    @property
    def event(self) -> dict[str, Any]:
        event: dict[str, Any] = json.loads(self.body)
        return event

    def is_signed(self, secret: str = WEBHOOK_SECRET) -> bool:
        message = f"v0:{self.headers['x-zm-request-timestamp']}:".encode() + self.body
        expected = hmac.new(secret.encode(), message, hashlib.sha256).hexdigest()
        return self.headers["x-zm-signature"] == f"v0={expected}"


@dataclass
class Receiver:
    """An HTTP server that answers URL validations and keeps events. `status` is what it answers to them."""

    url: str = ""
    status: int = 200
    secret: str = WEBHOOK_SECRET
    hangs: bool = False
    validations: list[Received] = field(default_factory=list)
    received: list[Received] = field(default_factory=list)

    @property
    def names(self) -> list[str]:
        return [item.event["event"] for item in self.received]

    async def serve(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        try:
            head = (await reader.readuntil(b"\r\n\r\n")).decode("latin-1").split("\r\n")
            headers = {name.lower(): value.strip() for name, _, value in (line.partition(":") for line in head[1:])}
            item = Received(headers, await reader.readexactly(int(headers["content-length"])))
            if self.hangs:
                await reader.read()
                return
            status, body = self._answer(item)
            lines = (f"HTTP/1.1 {status} Answer", f"content-length: {len(body)}", "connection: close", "", "")
            writer.write("\r\n".join(lines).encode() + body)
            await writer.drain()
        finally:
            writer.close()

    def _answer(self, item: Received) -> tuple[int, bytes]:
        if item.event["event"] != "endpoint.url_validation":
            self.received.append(item)
            return self.status, b""
        self.validations.append(item)
        plain = item.event["payload"]["plainToken"]
        encrypted = hmac.new(self.secret.encode(), plain.encode(), hashlib.sha256).hexdigest()
        return 200, json.dumps({"plainToken": plain, "encryptedToken": encrypted}).encode()


@asynccontextmanager
async def receiver_running() -> AsyncIterator[Receiver]:
    receiver = Receiver()
    server = await asyncio.start_server(receiver.serve, "127.0.0.1", 0)
    receiver.url = f"http://127.0.0.1:{server.sockets[0].getsockname()[1]}/webhooks"
    async with server:
        yield receiver
