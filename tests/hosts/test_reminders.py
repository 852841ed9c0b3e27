"""People are reminded to look again at what Zoom's API does not show, before their word ends."""

from datetime import timedelta
from typing import Any

import httpx
from sqlmodel import select

from app.access.models import Role
from app.hosts.confirmations import CONFIRMABLE, ENDS_SOON
from app.hosts.models import HostConfirmation
from app.kit.clock import utc_now
from app.provisioning.timers import every_minute
from tests.support.scenario import add_host
from tests.support.service import Service


async def reminders(coordinator: httpx.AsyncClient) -> list[dict[str, Any]]:
    found = await coordinator.get("/v1/incidents", params={"kind": "confirmation_ending"})
    items: list[dict[str, Any]] = found.json()["items"]
    return items


async def a_day_passes_until_it_ends_in(service: Service, left: timedelta) -> None:
    async with service.database.transaction() as session:
        (await session.exec(select(HostConfirmation))).one().valid_until = utc_now() + left
    await every_minute(service.database, service.settings)


async def test_a_confirmation_that_ends_soon_becomes_an_incident_once_until_somebody_looks_again(
    service: Service,
) -> None:
    host = await add_host(service.database)
    coordinator = await service.caller(role=Role.COORDINATOR)
    path = f"/v1/hosts/{host}/confirmations"
    confirmed = await coordinator.post(path, json={"code": CONFIRMABLE[0]})
    assert confirmed.status_code == 201, confirmed.text

    await a_day_passes_until_it_ends_in(service, ENDS_SOON + timedelta(minutes=1))
    assert await reminders(coordinator) == []
    await a_day_passes_until_it_ends_in(service, ENDS_SOON - timedelta(minutes=1))

    (incident,) = await reminders(coordinator)
    assert (incident["host_id"], incident["details"]["code"]) == (str(host), CONFIRMABLE[0])
    resolved = await coordinator.post(f"/v1/incidents/{incident['id']}/resolve", json={"resolution": "We know."})
    assert resolved.status_code == 200, resolved.text
    await every_minute(service.database, service.settings)
    assert len(await reminders(coordinator)) == 1


async def test_looking_again_resolves_the_reminder(service: Service) -> None:
    host = await add_host(service.database)
    coordinator = await service.caller(role=Role.COORDINATOR)
    path = f"/v1/hosts/{host}/confirmations"
    await coordinator.post(path, json={"code": CONFIRMABLE[0]})
    await a_day_passes_until_it_ends_in(service, timedelta(days=1))

    await coordinator.post(path, json={"code": CONFIRMABLE[0]})
    await every_minute(service.database, service.settings)

    (incident,) = await reminders(coordinator)
    assert incident["resolved_at"] is not None
