"""Synchronising hosts: asked for at once, done by a worker, with progress and a result for each host that can be read."""

import asyncpg
import httpx

from app.access.models import Scope
from app.kit.database import Database, plain_dsn
from app.settings import Settings
from tests.support.service import problem
from tests.support.zoom import System, Zoom, eventually, running_system

NOW = {"Prefer": "respond-async"}


async def finished(client: httpx.AsyncClient, location: str) -> dict[str, object]:
    async def done() -> dict[str, object] | None:
        body: dict[str, object] = (await client.get(location)).json()
        return body if body["state"] in {"done", "failed"} else None

    return await eventually(done)


async def test_without_a_worker_it_is_accepted_and_waits_and_its_progress_can_be_read(
    sandbox_settings: Settings, database: Database, zoom: Zoom
) -> None:
    async with running_system(sandbox_settings, database, zoom, with_worker=False) as system:
        coordinator = await system.caller()
        writer = await system.caller(Scope.REGISTRY_WRITE)
        sent = {"Idempotency-Key": "once", **NOW}

        accepted = await writer.post("/v1/hosts/sync", json={}, headers=sent)
        again = await writer.post("/v1/hosts/sync", json={}, headers=sent)

        assert accepted.status_code == again.status_code == 202, accepted.text
        assert again.json()["id"] == accepted.json()["id"]
        location = accepted.headers["Location"]
        assert int(accepted.headers["Retry-After"]) > 0
        waiting = (await writer.get(location)).json()
        assert (waiting["state"], waiting["finished_at"], waiting["hosts"]) == ("waiting", None, [])
        partner = (await coordinator.post("/v1/partners", json={"name": "Riverside"})).json()["id"]
        theirs = await system.caller(partner_id=partner)
        problem(await theirs.get(location), 404, "not-found")
        problem(await theirs.post("/v1/hosts/sync", json={}), 403, "not-permitted")
        problem(await (await system.caller(Scope.BOOKINGS_READ)).get(location), 403, "not-permitted")


async def test_each_host_has_a_result_and_one_that_zoom_refuses_keeps_none_from_theirs(system: System) -> None:
    coordinator = await system.caller()
    await system.zoom.faults({"kind": "error_503", "path": "/v2/users/host-3/settings", "times": None})

    accepted = await coordinator.post("/v1/hosts/sync", json={}, headers=NOW)
    result = await finished(coordinator, accepted.headers["Location"])

    assert (result["state"], result["waiting"], result["proven"], result["not_proven"]) == ("done", 0, 2, 1)
    hosts = result["hosts"]
    assert isinstance(hosts, list)
    assert sorted(each["outcome"] for each in hosts) == ["failed", "proven", "proven"]
    assert [bool(each["problem"]) for each in hosts] == [each["outcome"] == "failed" for each in hosts]


async def test_what_another_worker_has_begun_is_gone_on_with_and_nothing_is_done_twice(system: System) -> None:
    coordinator = await system.caller()
    first = await coordinator.post("/v1/hosts/sync", json={})
    assert first.status_code == 200, first.text
    done, left = (each["host"]["id"] for each in first.json()["hosts"][:2])
    assert done != left
    before = await system.zoom.calls("list_users"), await system.zoom.calls("get_user")
    connection = await asyncpg.connect(plain_dsn(system.settings))
    sync_id = first.json()["id"]
    # As a worker leaves it that is killed in the middle.
    await connection.execute("UPDATE host_sync SET state = 'running', finished_at = NULL WHERE id = $1", sync_id)
    await connection.execute("UPDATE host_sync_outcome SET outcome = 'waiting' WHERE host_id = $1", left)
    await connection.execute(
        "INSERT INTO pgqueuer (priority, created, execute_after, status, entrypoint, payload) "
        "VALUES (0, now(), now(), 'queued', 'sync_hosts', $1)",
        sync_id.encode(),
    )
    await connection.close()

    result = await finished(coordinator, first.headers["Location"])

    assert (result["state"], result["proven"]) == ("done", 3)
    after = await system.zoom.calls("list_users"), await system.zoom.calls("get_user")
    assert (after[0] - before[0], after[1] - before[1]) == (0, 1)


async def test_when_zoom_does_not_list_its_users_it_has_failed_and_says_why(system: System) -> None:
    coordinator = await system.caller()
    await system.zoom.faults({"kind": "error_503", "operation": "list_users", "times": None})

    failed = await coordinator.post("/v1/hosts/sync", json={})

    assert failed.status_code == 200, failed.text
    assert (failed.json()["state"], failed.json()["hosts"]) == ("failed", [])
    assert failed.json()["problem"]
