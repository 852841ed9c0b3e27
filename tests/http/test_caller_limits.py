"""No caller can stall the others: requests per minute, requests at once, connections and waiting for locks are bounded."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import AsyncExitStack, asynccontextmanager
from datetime import timedelta
from typing import Any

import httpx
from sqlalchemy import text

from app.http.caller_limits import Callers, Limits
from app.kit.database import Database
from app.kit.serving import listen, serving
from app.main import create_app
from app.settings import Settings
from tests.support.scenario import Scenario, add_host, make_scenario
from tests.support.service import Service, problem
from tests.support.zoom import eventually

ASYNC = {"Prefer": "respond-async"}


@asynccontextmanager
async def limited(settings: Settings, database: Database, **limits: Any) -> AsyncIterator[Service]:
    """Run the API with these limits."""
    chosen = settings.model_copy(update=limits)
    async with AsyncExitStack() as stack:
        base_url = await stack.enter_async_context(serving(create_app(chosen), listen("127.0.0.1", 0)))
        clients = await stack.enter_async_context(AsyncExitStack())
        yield Service(base_url, database, clients, chosen)


async def known_caller(service: Service, **more: Any) -> httpx.AsyncClient:
    """Return a caller whose key the service has seen."""
    caller = await service.caller(**more)
    assert (await caller.get("/v1/policy/packs")).status_code == 200
    return caller


@asynccontextmanager
async def people_held(database: Database, scenario: Scenario) -> AsyncIterator[None]:
    """Hold the lock that everybody needs who asks for a session of these people."""
    async with database.engine.begin() as connection:
        await connection.execute(
            text("SELECT pg_advisory_xact_lock(hashtextextended(:name, 0))"), {"name": f"person:{scenario.mentor}"}
        )
        yield


async def waiting_for_locks(database: Database, count: int) -> None:
    async def look() -> bool:
        async with database.engine.connect() as connection:
            query = "SELECT count(*) FROM pg_locks WHERE NOT granted AND locktype = 'advisory'"
            return bool((await connection.execute(text(query))).scalar_one() == count)

    await eventually(look)


async def test_a_key_that_asks_too_often_is_refused_with_the_time_to_wait_and_nobody_else_is(
    settings: Settings, database: Database
) -> None:
    async with limited(settings, database, key_requests_per_minute=3) as service:
        flooding, other = await known_caller(service), await known_caller(service)
        answers = [await flooding.get("/v1/partners") for _ in range(4)]

        refused = answers[3]
        assert [answer.status_code for answer in answers] == [200, 200, 200, 429]
        told = problem(refused, 429, "too-many-requests")
        assert "3 requests a minute" in told["detail"]
        assert 1 <= int(refused.headers["Retry-After"]) <= 20
        assert refused.headers["RateLimit-Policy"] == '"rate";q=3;w=60, "at-once";q=10000;qu="concurrent-requests"'
        remaining = [answer.headers["RateLimit"].split(";")[1] for answer in answers]
        assert remaining == ["r=2", "r=1", "r=0", "r=0"]
        assert (await other.get("/v1/partners")).status_code == 200
        anonymous = await service.anonymous()
        assert {(await anonymous.get("/healthz")).status_code for _ in range(5)} == {200}


async def test_wrong_keys_are_counted_together_and_take_nothing_from_those_who_hold_one(
    settings: Settings, database: Database
) -> None:
    async with limited(settings, database, key_requests_per_minute=3) as service:
        holder = await known_caller(service)
        guesser = await service.anonymous()
        guesses = [
            await guesser.get("/v1/partners", headers={"Authorization": f"Bearer wrong-{number}"})
            for number in range(3)
        ]

        assert [answer.status_code for answer in guesses] == [401, 401, 429]
        assert (await holder.get("/v1/partners")).status_code == 200


async def test_while_one_key_waits_with_all_that_it_may_send_others_are_answered(
    settings: Settings, database: Database
) -> None:
    flooded, quiet = await make_scenario(database), await make_scenario(database)
    for number in range(4):
        await add_host(database, f"host-{number}")
    bounded = {"key_connections": 2, "key_requests_at_once": 8, "database_pool_size": 2}
    async with limited(settings, database, **bounded) as service:
        flooding = await known_caller(service, partner_id=flooded.partner)
        other = await known_caller(service, partner_id=quiet.partner)
        async with people_held(database, flooded):
            series = {**flooded.booking(10), "sessions": 2}
            flood = [asyncio.create_task(flooding.post("/v1/checks/series", json=series)) for _ in range(9)]
            # Two of them wait in the database, six for these two, and one was too many; the pool has four connections.
            await waiting_for_locks(database, 2)

            booked = await other.post("/v1/bookings", json=quiet.booking(10), headers=ASYNC)
            done, waiting = await asyncio.wait(flood, return_when=asyncio.FIRST_COMPLETED)
            (one_more,) = [task.result() for task in done]

            assert booked.status_code == 202, booked.text
            assert "8 at once" in problem(one_more, 429, "too-many-requests")["detail"]
            assert one_more.headers["Retry-After"] == "1"
        assert {answer.status_code for answer in await asyncio.gather(*waiting)} == {200}
        assert (await flooding.get("/v1/partners")).status_code == 200


async def test_who_waits_too_long_for_a_lock_or_for_its_own_requests_is_told_so(
    settings: Settings, database: Database
) -> None:
    scenario = await make_scenario(database)
    await add_host(database)
    patience = {
        "key_patience": timedelta(milliseconds=300),
        "database_lock_timeout": timedelta(milliseconds=600),
        "key_connections": 1,
    }
    async with limited(settings, database, **patience) as service:
        caller = await known_caller(service)
        async with people_held(database, scenario):
            answers = await asyncio.gather(
                *(caller.post("/v1/bookings", json=scenario.booking(10), headers=ASYNC) for _ in range(2))
            )
        busy, crowded = sorted(answers, key=lambda answer: -answer.status_code)

        assert "Others are changing the same thing" in problem(busy, 503, "unavailable")["detail"]
        assert int(busy.headers["Retry-After"]) >= 1
        assert "take too long" in problem(crowded, 429, "too-many-requests")["detail"]
        again = await caller.post("/v1/bookings", json=scenario.booking(10), headers=ASYNC)
        assert again.status_code == 202, again.text


LIMITS = Limits(per_minute=60, at_once=2, connections=1, patience=timedelta(seconds=1))


def test_what_a_caller_may_ask_for_comes_back_steadily() -> None:
    now = 1_000.0
    caller = Callers(LIMITS, clock=lambda: now).caller("key", "address")
    for _ in range(60):
        caller.enter()
        caller.leave()
    assert caller.state == '"rate";r=0;t=60, "at-once";r=2'
    now += 30.5
    caller.enter()
    assert caller.state == '"rate";r=29;t=31, "at-once";r=1'


def test_callers_who_ask_for_nothing_are_forgotten() -> None:
    now = 1_000.0
    callers = Callers(LIMITS, remembered=3, clock=lambda: now)
    busy = callers.caller("key", "busy")
    busy.enter()
    for number in range(10):
        callers.caller("key", f"address-{number}")
    assert callers.caller("key", "busy") is busy
    first = callers.caller("key", "address-9")
    busy.leave()
    now += 61
    callers.caller("key", "new")
    assert callers.caller("key", "address-9") is not first
