"""What a change concerns is decided again in parts, by any number of workers at once."""

import asyncio
from collections import Counter
from uuid import UUID

import httpx
import pytest
from sqlalchemy import text
from sqlmodel import col, select
from sqlmodel.ext.asyncio.session import AsyncSession

from app.bookings import review
from app.bookings.deciding import decide_session
from app.bookings.facts import SessionRequest
from app.bookings.models import Booking, DecisionRecord
from app.bookings.review import decide_concerned
from app.bookings.staleness import IS_STALE
from app.registry.lookup import PairingContext
from tests.support.scenario import Scenario, add_host, add_pairing, make_scenario
from tests.support.service import Service
from tests.support.zoom import eventually

SESSIONS = 6


def always() -> bool:
    return True


async def booked(service: Service, coordinator: httpx.AsyncClient) -> Scenario:
    """Book sessions of one programme, each of other people, the latest one first."""
    scenario = await make_scenario(service.database)
    await add_host(service.database)
    for number in range(SESSIONS):
        pairing = scenario if number == 0 else await add_pairing(service.database, scenario)
        body = pairing.booking(15 - number, minutes=45)
        response = await coordinator.post("/v1/bookings", json=body, headers={"Prefer": "respond-async"})
        assert response.status_code == 202, response.text
    return scenario


async def change_policy(service: Service, coordinator: httpx.AsyncClient, scenario: Scenario) -> None:
    path = f"/v1/programmes/{scenario.programme}/policy"
    document = (await coordinator.get(path)).json()["document"]
    notice = document["rules"]["schedule.notice"]
    longer = {**notice, "parameters": {**notice["parameters"], "hours": notice["parameters"]["hours"] + 1}}
    body = document | {"rules": document["rules"] | {"schedule.notice": longer}}
    response = await coordinator.put(path, json=body, headers={"If-Match": "*"})
    assert response.status_code == 200, response.text


async def stale(service: Service) -> list[UUID]:
    async with service.database.transaction() as session:
        query = select(col(Booking.id)).where(IS_STALE).order_by(col(Booking.starts_at))
        return list((await session.exec(query)).all())


async def decisions(service: Service) -> Counter[int]:
    """Count how many bookings have how many decisions."""
    async with service.database.transaction() as session:
        made = Counter((await session.exec(select(DecisionRecord.booking_id))).all())
    return Counter(made.values())


async def changed(service: Service) -> Scenario:
    coordinator = await service.caller()
    scenario = await booked(service, coordinator)
    await change_policy(service, coordinator, scenario)
    assert len(await stale(service)) == SESSIONS
    return scenario


async def test_workers_at_once_decide_about_each_session_once_and_nothing_is_done_at_zoom_that_need_not_be(
    service: Service, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(review, "_AT_ONCE", 2)
    scenario = await changed(service)
    async with service.database.engine.begin() as connection:
        await connection.execute(text("DELETE FROM pgqueuer"))
        await connection.execute(text("UPDATE booking SET state = 'confirmed'"))
    concerning = {"programme_id": scenario.programme}

    workers = [decide_concerned(service.database, concerning, goes_on=always, helps=helps) for helps in (False, True)]
    done = await asyncio.gather(*workers)

    assert done == [True, True]
    assert await stale(service) == []
    assert await decisions(service) == {2: SESSIONS}
    async with service.database.engine.connect() as connection:
        asked = Counter((await connection.scalars(text("SELECT entrypoint FROM pgqueuer"))).all())
    assert set(asked) == {"help_deciding"}


async def test_the_next_sessions_are_first_and_a_worker_that_stops_leaves_the_others_to_be_done(
    service: Service, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(review, "_AT_ONCE", 2)
    scenario = await changed(service)
    in_order = await stale(service)
    answers = iter([True, True, False])

    done = await decide_concerned(service.database, {"programme_id": scenario.programme}, goes_on=lambda: next(answers))

    assert not done
    assert await stale(service) == in_order[4:]


async def test_a_session_that_somebody_holds_keeps_no_other_waiting_and_is_decided_when_they_let_go(
    service: Service, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(review, "_AT_ONCE", 2)
    scenario = await changed(service)
    first, *others = await stale(service)
    async with service.database.engine.connect() as holder:
        await holder.execute(text("SELECT FROM booking WHERE id = :id FOR UPDATE"), {"id": first})
        deciding = asyncio.create_task(
            decide_concerned(service.database, {"programme_id": scenario.programme}, goes_on=always)
        )

        async def others_are_decided() -> bool:
            return not set(await stale(service)) & set(others)

        await eventually(others_are_decided)
        assert not deciding.done()
        assert await stale(service) == [first]
        await holder.rollback()

    assert await deciding
    assert await stale(service) == []


async def test_a_session_that_cannot_be_decided_keeps_no_other_from_its_turn(
    service: Service, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(review, "_AT_ONCE", 2)
    scenario = await changed(service)
    first, *_ = await stale(service)
    sound = decide_session

    async def decide(
        session: AsyncSession, context: PairingContext, request: SessionRequest, *, chooses_host: bool
    ) -> object:
        if request.booking is not None and request.booking.id == first:
            raise RuntimeError
        return await sound(session, context, request, chooses_host=chooses_host)

    monkeypatch.setattr(review, "decide_session", decide)

    done = await decide_concerned(service.database, {"programme_id": scenario.programme}, goes_on=always)

    assert done
    assert await stale(service) == [first]


async def test_checks_and_bookings_do_not_wait_for_who_decides_about_the_sessions_of_a_programme(
    service: Service,
) -> None:
    coordinator = await service.caller()
    scenario = await booked(service, coordinator)
    other = await add_pairing(service.database, scenario)
    async with service.database.engine.connect() as deciding:
        await deciding.execute(text("SELECT FROM booking FOR NO KEY UPDATE"))
        for request in (scenario.booking(16, minutes=45), other.booking(16, minutes=45)):
            check = await coordinator.post("/v1/checks", json=request, timeout=5)
            assert (check.status_code, check.json()["outcome"]) == (200, "allow")
        response = await coordinator.post(
            "/v1/bookings", json=other.booking(16, minutes=45), headers={"Prefer": "respond-async"}, timeout=5
        )
        assert response.status_code == 202, response.text
