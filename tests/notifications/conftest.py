"""A service whose subscribers may be on this machine, quick to try again; a receiver; and events without a session."""

from collections.abc import AsyncIterator
from datetime import timedelta
from typing import Any
from uuid import UUID

import httpx
import pytest

from app.audit import service as audit
from app.audit.origin import WORKER
from app.kit.database import Database
from app.settings import Settings
from tests.support.receiver import Receiver, receiving
from tests.support.service import Service, service_running
from tests.support.zoom import eventually

CONFIRMED, MOVED, CANCELLED = "booking.confirmed", "booking.moved", "booking.cancelled"


@pytest.fixture
def settings(settings: Settings) -> Settings:
    return settings.model_copy(
        update={
            "webhook_allow_private": True,
            "webhook_timeout": timedelta(seconds=5),
            "webhook_retry_first": timedelta(milliseconds=50),
            "webhook_retry_longest": timedelta(milliseconds=200),
            "worker_heartbeat": timedelta(seconds=1),
        }
    )


@pytest.fixture
async def service(settings: Settings, database: Database) -> AsyncIterator[Service]:
    async with service_running(settings, database) as running:
        yield running


@pytest.fixture
async def coordinator(service: Service) -> httpx.AsyncClient:
    return await service.caller()


@pytest.fixture
async def receiver() -> AsyncIterator[Receiver]:
    async with receiving() as running:
        yield running


async def happen(
    database: Database,
    action: str,
    subject_id: UUID,
    *,
    partner_id: UUID | None = None,
    after: dict[str, Any] | None = None,
) -> UUID:
    """Have something happen, as the trail tells of it; return the id of the event that it is."""
    subject_type, _, verb = action.partition(".")
    async with database.transaction() as session:
        entry = await audit.append(
            session,
            origin=WORKER,
            action=action,
            subject=(subject_type, subject_id),
            booking_id=subject_id if subject_type == "booking" else None,
            partner_id=partner_id,
            after=after or ({"state": verb} if subject_type == "booking" else {}),
        )
    return entry.id


async def subscribe(coordinator: httpx.AsyncClient, url: str, *types: str) -> str:
    wanted = {"url": url, **({"event_types": list(types)} if types else {})}
    made = await coordinator.post("/v1/webhooks", json=wanted)
    assert made.status_code == 201, made.text
    webhook_id: str = made.json()["id"]
    return webhook_id


async def until_delivered(coordinator: httpx.AsyncClient, webhook_id: str, count: int) -> None:
    async def all_are() -> bool:
        query: dict[str, str | int] = {"state": "delivered", "limit": 200}
        page = (await coordinator.get(f"/v1/webhooks/{webhook_id}/deliveries", params=query)).json()
        return len(page["items"]) >= count

    await eventually(all_are, within=20)
