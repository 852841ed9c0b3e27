"""Many callers at once: the database is the judge."""

import asyncio
from collections import Counter

import httpx
from sqlalchemy import func
from sqlmodel import select

from app.bookings.models import Booking
from app.hosts.proving import note_without_registration
from app.kit.database import Database
from tests.support.scenario import add_host, add_pairing, make_scenario
from tests.support.service import Service

ASYNCHRONOUSLY = {"Prefer": "respond-async"}


async def booked(database: Database) -> int:
    async with database.transaction() as session:
        return (await session.exec(select(func.count()).select_from(Booking))).one()


async def test_of_200_bookings_of_one_mentor_and_hour_one_wins_and_199_are_told_of_the_clash(service: Service) -> None:
    scenario = await make_scenario(service.database)
    pairings = [scenario, *[await add_pairing(service.database, scenario, mentor=scenario.mentor) for _ in range(3)]]
    for number in range(5):
        await add_host(service.database, f"host-{number}")
    coordinator = await service.caller()
    # Sessions that start at ten different times, any two of which overlap.
    requests = [pairings[number % 4].booking(10, number % 10 * 5) for number in range(200)]

    responses = await asyncio.gather(
        *(coordinator.post("/v1/bookings", json=request, headers=ASYNCHRONOUSLY) for request in requests)
    )

    assert Counter(response.status_code for response in responses) == {202: 1, 409: 199}
    clashes = [response.json() for response in responses if response.status_code == 409]
    assert all("mentor" in clash["parties"] for clash in clashes)
    assert await booked(service.database) == 1


async def test_hosts_are_never_given_away_twice_for_the_same_time(service: Service) -> None:
    scenario = await make_scenario(service.database)
    pairings = [scenario, *[await add_pairing(service.database, scenario) for _ in range(19)]]
    for number in range(7):
        await add_host(service.database, f"host-{number}")
    coordinator = await service.caller()

    responses = await asyncio.gather(
        *(coordinator.post("/v1/bookings", json=each.booking(), headers=ASYNCHRONOUSLY) for each in pairings)
    )

    assert Counter(response.status_code for response in responses) == {202: 7, 409: 13}
    async with service.database.transaction() as session:
        assert len(set((await session.exec(select(Booking.host_id))).all())) == 7


async def test_the_same_idempotency_key_sent_50_times_at_once_makes_one_booking(service: Service) -> None:
    scenario = await make_scenario(service.database)
    await add_host(service.database)
    coordinator = await service.caller()
    request = scenario.booking()
    headers = {**ASYNCHRONOUSLY, "Idempotency-Key": "the-same"}

    async def send() -> httpx.Response:
        return await coordinator.post("/v1/bookings", json=request, headers=headers)

    responses = await asyncio.gather(*(send() for _ in range(50)))
    afterwards = await send()

    assert {response.status_code for response in responses} <= {202, 409}
    in_flight = [response.json()["type"] for response in responses if response.status_code == 409]
    assert set(in_flight) <= {"/problems/request-in-flight"}
    assert len({response.json()["id"] for response in [*responses, afterwards] if response.status_code == 202}) == 1
    assert await booked(service.database) == 1


async def test_a_key_that_was_used_for_another_request_is_refused(service: Service) -> None:
    scenario = await make_scenario(service.database)
    await add_host(service.database)
    coordinator = await service.caller()
    headers = {**ASYNCHRONOUSLY, "Idempotency-Key": "the-same"}
    await coordinator.post("/v1/bookings", json=scenario.booking(10), headers=headers)

    other = await coordinator.post("/v1/bookings", json=scenario.booking(14), headers=headers)

    assert (other.status_code, other.json()["type"]) == (422, "/problems/idempotency-key-reused")
    assert await booked(service.database) == 1


async def test_a_session_is_booked_while_something_is_written_down_about_its_host(service: Service) -> None:
    host = await add_host(service.database)
    scenario = await make_scenario(service.database)
    coordinator = await service.caller()

    async with service.database.transaction() as noting:
        await note_without_registration(noting, host)
        booked = await coordinator.post("/v1/bookings", json=scenario.booking(), headers=ASYNCHRONOUSLY)

    assert booked.status_code == 202, booked.text
