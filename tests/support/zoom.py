"""The Zoom sandbox over real HTTP, and the whole system on it: API, worker, sandbox, webhooks."""

import asyncio
import threading
from collections.abc import AsyncIterator, Awaitable, Callable, Iterator
from concurrent.futures import Future
from contextlib import AsyncExitStack, asynccontextmanager, contextmanager
from dataclasses import dataclass
from datetime import timedelta
from typing import Any, TypeVar
from uuid import UUID

import httpx
import pytest
from sqlalchemy import text

from app.audit.origin import OPERATOR
from app.hosts.proving import prove_hosts, take_hosts
from app.kit.database import Database
from app.kit.serving import listen, serving
from app.main import create_app
from app.provisioning.first_registrations import ask_to_register
from app.provisioning.timers import every_minute
from app.settings import Settings
from app.zoom.client import ZoomClient
from app.zoom.errors import ZoomError
from app.zoom.limits.plans import Plan as Limits
from app.zoom.sandbox import Plan, SandboxConfiguration, UserSeed, running
from tests.support.service import TLS, WEBHOOK_SECRET, Service

Value = TypeVar("Value")

# AI Companion can be switched off in Zoom's portal alone: somebody has done it for these hosts.
AI_OFF = {
    "in_meeting.meeting_summary_with_ai_companion.enable": False,
    "in_meeting.ai_companion_questions.enable": False,
}
HOSTS = tuple(
    UserSeed(email=f"host-{number}@example.org", id=f"host-{number}", settings=AI_OFF) for number in (1, 2, 3)
)
CLIENT_SECRET = "secret-of-the-tests"  # of the tests alone
LOOK_AGAIN = 0.02


async def eventually(look: Callable[[], Awaitable[Value | None]], *, within: float = 60) -> Value:
    """Look until there is something to see."""
    async with asyncio.timeout(within):
        while not (seen := await look()):  # noqa: ASYNC110  # what is waited for happens in another process
            await asyncio.sleep(LOOK_AGAIN)
    return seen


class Zoom:
    """The other side of the sandbox: seeing inside, playing the host, making things go wrong."""

    def __init__(self, base_url: str, client: httpx.AsyncClient) -> None:
        self.base_url = base_url
        self._client = client

    async def played(self, method: str, path: str, body: Any = None) -> httpx.Response:
        """Ask for what may be refused."""
        return await self._client.request(method, f"/sandbox{path}", json=body)

    async def control(self, method: str, path: str, body: Any = None) -> Any:
        response = await self.played(method, path, body)
        assert response.is_success, response.text
        return response.json() if response.content else None

    async def meetings(self) -> list[dict[str, Any]]:
        """Return the meetings that are there, as Zoom's API shows them."""
        state = await self.control("GET", "/state")
        return [each["meeting"] for each in state["meetings"] if each["alive"]]

    async def calls(self, operation: str) -> int:
        """Count the calls of an operation that were made."""
        return sum(call["operation"] == operation for call in await self.control("GET", "/requests"))

    async def faults(self, *rules: dict[str, Any]) -> None:
        await self.control("PUT", "/faults", list(rules))

    async def lock(self, **locks: Any) -> None:
        await self.control("PUT", "/locks", {"locks": {key.replace("__", "."): value for key, value in locks.items()}})

    async def as_host(self, meeting_id: int, **changes: Any) -> None:
        await self.control("PATCH", f"/meetings/{meeting_id}", changes)

    async def settle(self) -> list[dict[str, Any]]:
        """Wait until every event whose time has come has been delivered, and return what became of them."""
        deliveries: list[dict[str, Any]] = await self.control("POST", "/deliveries/settle")
        return deliveries


@contextmanager
def running_in_a_thread(configuration: SandboxConfiguration) -> Iterator[str]:
    """Run a sandbox beside the tests, each of which has an event loop of its own."""
    started: Future[str] = Future()
    loop = asyncio.new_event_loop()
    stop = asyncio.Event()

    async def run() -> None:
        async with running(configuration) as url:
            started.set_result(url)
            await stop.wait()

    thread = threading.Thread(target=lambda: loop.run_until_complete(run()), name="sandbox", daemon=True)
    thread.start()
    yield started.result(timeout=10)
    loop.call_soon_threadsafe(stop.set)
    thread.join(timeout=10)
    loop.close()


@pytest.fixture(scope="session")
def sandbox_url() -> Iterator[str]:
    """A sandbox for the whole run; `zoom` begins anew for each test."""
    configuration = SandboxConfiguration(
        account_id="account-of-the-tests",
        client_id="client-of-the-tests",
        client_secret=CLIENT_SECRET,
        plan=Plan.BUSINESS,
        users=HOSTS,
        seed=1,
    )
    with running_in_a_thread(configuration) as url:
        yield url


@pytest.fixture
async def zoom(sandbox_url: str) -> AsyncIterator[Zoom]:
    """The sandbox as it begins: three hosts, no meeting, no fault."""
    async with httpx.AsyncClient(base_url=sandbox_url, timeout=30, verify=TLS) as client:
        zoom = Zoom(sandbox_url, client)
        await zoom.control("POST", "/reset")
        yield zoom
        await zoom.control("POST", "/reset")


@dataclass(kw_only=True)
class System(Service):
    """API and worker in one process, on the sandbox, with its events coming in."""

    zoom: Zoom

    async def proven_hosts(self) -> None:
        """Take the sandbox's users as hosts, and prove them: as the worker does it, also where there is none."""
        assert await synchronise(self.settings, self.database)

    async def idle(self) -> None:
        """Wait until the worker has done all that is due: a minute passes over what it holds."""

        async def nothing_is_due() -> bool:
            due = (
                "SELECT count(*) FROM pgqueuer WHERE status = 'picked' OR status = 'queued' AND execute_after <= now()"
            )
            async with self.database.transaction() as session:
                return bool(await (await session.connection()).scalar(text(due)) == 0)

        await eventually(nothing_is_due)

    async def a_minute_passes(self) -> None:
        """Do what the worker does each minute, when it has done what was due before."""
        await self.idle()
        await every_minute(self.database, self.settings)

    async def ask_to_register(self) -> None:
        """Ask for what is asked for each minute: that the people of new sessions be registered."""
        async with self.database.transaction() as session:
            await ask_to_register(session)

    async def audit(self, booking_id: str) -> list[dict[str, Any]]:
        """Return what the trail says about a booking, oldest first."""
        coordinator = await self.caller()
        response = await coordinator.get(f"/v1/bookings/{booking_id}/audit", params={"limit": 200})
        items: list[dict[str, Any]] = response.json()["items"]
        return items


async def synchronise(settings: Settings, database: Database) -> bool:
    """Take the sandbox's users as hosts; tell whether all of them are proven."""
    async with ZoomClient(settings.zoom) as client:
        proven: list[bool] = []

        async def told(_: UUID, is_proven: bool, __: ZoomError | None) -> None:
            proven.append(is_proven)

        await prove_hosts(database, client, OPERATOR, await take_hosts(database, client, OPERATOR, None), told=told)
    return bool(proven) and all(proven)


@pytest.fixture
def sandbox_settings(settings: Settings, sandbox_url: str) -> Settings:
    """The settings of a service on the sandbox, quick to try again."""
    return settings.model_copy(
        update={
            "zoom_oauth_url": sandbox_url,
            "zoom_api_url": sandbox_url,
            "zoom_plan": Limits.BUSINESS,
            "retry_first": timedelta(milliseconds=50),
            "retry_longest": timedelta(seconds=1),
            "booking_wait": timedelta(seconds=10),
            "worker_heartbeat": timedelta(seconds=1),
            "duplicate_check": timedelta(milliseconds=500),
        }
    )


@asynccontextmanager
async def running_system(
    settings: Settings, database: Database, zoom: Zoom, *, with_worker: bool = True
) -> AsyncIterator[System]:
    """Run API and worker, and send the sandbox's events there."""
    async with AsyncExitStack() as stack:
        app = create_app(settings, with_worker=with_worker)
        base_url = await stack.enter_async_context(serving(app, listen("127.0.0.1", 0)))
        clients = await stack.enter_async_context(AsyncExitStack())
        await zoom.control("PUT", "/webhook", {"url": f"{base_url}/webhooks/zoom", "secret_token": WEBHOOK_SECRET})
        yield System(base_url, database, clients, settings, zoom=zoom)
        await zoom.control("DELETE", "/webhook")


@pytest.fixture
async def system(sandbox_settings: Settings, database: Database, zoom: Zoom) -> AsyncIterator[System]:
    """The whole system, with proven hosts."""
    async with running_system(sandbox_settings, database, zoom) as system:
        await system.proven_hosts()
        yield system
