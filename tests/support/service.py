"""The service itself, on a port of its own, and callers with API keys."""

import re
import ssl
from collections.abc import AsyncIterator, Sequence
from contextlib import AsyncExitStack, asynccontextmanager
from dataclasses import dataclass, field
from datetime import timedelta
from typing import Any
from uuid import UUID

import httpx
import pytest

from app.access import service as access
from app.access.models import Role, Scope
from app.audit.origin import OPERATOR
from app.kit.database import Database
from app.kit.encryption import new_key
from app.kit.serving import listen, serving
from app.main import create_app
from app.settings import Settings

ALL_SCOPES = tuple(Scope)
EVERY_PART = "decision,safety,approval,move,request"
_EXPANDABLE = re.compile(
    r"/v1/(bookings|series)(/[0-9a-f-]{36}(/(cancel|end|retry|approve|decline|move/(approve|decline|withdraw)))?)?"
)
_CHECKS = re.compile(r"/v1/checks(/series)?")
# Making one takes 20 ms; nothing here speaks TLS.
TLS = ssl.create_default_context()
WEBHOOK_SECRET = "webhook-secret-of-the-tests"


@pytest.fixture
def settings(database_url: str) -> Settings:
    """Settings of a service on the test's own database; Zoom is a closed port unless a test says otherwise."""
    return Settings.load(
        _env_file=None,
        database_url=database_url,
        database_pool_size=5,
        zoom_oauth_url="http://127.0.0.1:9",
        zoom_api_url="http://127.0.0.1:9",
        zoom_account_id="account-of-the-tests",
        zoom_client_id="client-of-the-tests",
        zoom_client_secret="secret-of-the-tests",
        zoom_webhook_secrets=WEBHOOK_SECRET,
        encryption_keys=new_key("tests"),
        worker_heartbeat=timedelta(seconds=2),
        # Without a worker nothing is worth waiting for.
        booking_wait=timedelta(0),
        # One caller may stall another here: tests of limits set their own.
        key_requests_per_minute=1_000_000,
        key_requests_at_once=10_000,
        key_connections=200,
        key_patience=timedelta(seconds=30),
    )


@pytest.fixture
async def database(settings: Settings) -> AsyncIterator[Database]:
    """The test's own way into the database, beside the service's."""
    database = Database.connect(settings)
    yield database
    await database.close()


@dataclass
class Service:
    """A running service, and the callers that a test makes."""

    base_url: str
    database: Database
    stack: AsyncExitStack
    settings: Settings
    keys: dict[httpx.AsyncClient, UUID] = field(default_factory=dict)

    async def caller(
        self,
        *scopes: Scope,
        role: Role = Role.COORDINATOR,
        partner_id: UUID | str | None = None,
        valid_for: timedelta = timedelta(days=1),
        person: str | None = "somebody else",
        expands: bool = True,
    ) -> httpx.AsyncClient:
        """Return an HTTP client with an API key of its own; without scopes it has all but `admin`.

        A coordinator's key is held by a person of its own, unless `person` names one or is None. It asks for every part of what
        it is answered, unless `expands` is False or a request says what it asks for.
        """
        chosen: Sequence[Scope] = scopes or tuple(scope for scope in Scope if scope is not Scope.ADMIN)
        async with self.database.transaction() as session:
            key, text = await access.create_key(
                session,
                name="a caller of the tests",
                role=role,
                scopes=chosen,
                partner_id=UUID(str(partner_id)) if partner_id else None,
                valid_for=valid_for,
                origin=OPERATOR,
                person=person if person != "somebody else" else self._somebody_else(role),
            )
        client = await self.anonymous()
        client.headers["Authorization"] = f"Bearer {text}"
        if expands:
            client.event_hooks = {"request": [_ask_for_every_part]}
        self.keys[client] = key.id
        return client

    async def confirm(self, answer: httpx.Response) -> None:
        """Confirm, as another coordinator, what an answer says waits for a second person."""
        assert answer.status_code == 202, answer.text
        path = f"{answer.headers['Location']}/confirm"
        another = await self.caller(Scope.APPROVALS_WRITE, Scope.REGISTRY_READ)
        confirmed = await another.post(path, json={"reason": "A document was shown to us."})
        assert confirmed.status_code == 200, confirmed.text

    def _somebody_else(self, role: Role) -> str | None:
        return f"person-{len(self.keys)}" if role is Role.COORDINATOR else None

    async def anonymous(self) -> httpx.AsyncClient:
        """Return an HTTP client without API key."""
        return await self.stack.enter_async_context(httpx.AsyncClient(base_url=self.base_url, timeout=30, verify=TLS))


@pytest.fixture
async def service(settings: Settings, database: Database) -> AsyncIterator[Service]:
    """The API alone, without worker."""
    async with service_running(settings, database) as running:
        yield running


@asynccontextmanager
async def service_running(settings: Settings, database: Database) -> AsyncIterator[Service]:
    """Run the API alone, without worker, with settings that a test has chosen."""
    async with AsyncExitStack() as stack:
        base_url = await stack.enter_async_context(serving(create_app(settings), listen("127.0.0.1", 0)))
        clients = await stack.enter_async_context(AsyncExitStack())
        yield Service(base_url, database, clients, settings)


def version_of(response: httpx.Response) -> int:
    """Return the version that an answer's ETag names; that of what was read holds a digest of the answer behind it."""
    return int(response.headers["ETag"].strip('"').partition(".")[0])


async def _ask_for_every_part(request: httpx.Request) -> None:
    if "expand" in request.url.params:
        return
    if _EXPANDABLE.fullmatch(request.url.path):
        request.url = request.url.copy_merge_params({"expand": EVERY_PART})
    elif _CHECKS.fullmatch(request.url.path):
        request.url = request.url.copy_merge_params({"expand": "decision,safety"})


def problem(response: httpx.Response, status: int, kind: str) -> dict[str, Any]:
    """Check that an answer is this problem, and return it."""
    assert response.status_code == status, response.text
    assert response.headers["content-type"] == "application/problem+json"
    body: dict[str, Any] = response.json()
    assert body["type"] == f"/problems/{kind}"
    assert body["status"] == status
    assert body["detail"]
    assert body["request_id"] == response.headers["x-request-id"]
    return body
