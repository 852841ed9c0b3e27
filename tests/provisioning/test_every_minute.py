"""What is due every minute: no step keeps another from its turn, and much work is done in parts, the next session first."""

from contextlib import AbstractAsyncContextManager
from unittest.mock import Mock
from uuid import UUID

import pytest
from sqlalchemy import text
from sqlmodel import select
from sqlmodel.ext.asyncio.session import AsyncSession

from app.bookings import review
from app.bookings.models import Booking
from app.bookings.review import decide_next, mark_concerned
from app.kit.clock import utc_now
from app.provisioning import timers
from app.provisioning.timers import every_minute
from tests.support.scenario import add_host, add_pairing, make_scenario
from tests.support.service import Service
from tests.support.zoom import System, eventually

FAR_AHEAD = utc_now().replace(year=utc_now().year + 1)


async def booked(service: Service, sessions: int) -> UUID:
    """Book sessions of a programme, the last one first; return the programme's id."""
    scenario = await make_scenario(service.database)
    coordinator = await service.caller()
    for number in range(sessions):
        pairing = scenario if number == 0 else await add_pairing(service.database, scenario)
        body = pairing.booking(16 - 2 * number)
        response = await coordinator.post("/v1/bookings", json=body, headers={"Prefer": "respond-async"})
        assert response.status_code == 202, response.text
    async with service.database.transaction() as session:
        for row in (await session.exec(select(Booking))).all():
            row.next_decision_at = FAR_AHEAD
    return scenario.programme


async def due(service: Service) -> list[bool]:
    """Tell of each booking, by the start of its session, whether it is due to be decided again."""
    async with service.database.transaction() as session:
        rows = (await session.exec(select(Booking))).all()
    now = utc_now()
    ordered = sorted(rows, key=lambda row: row.starts_at)
    return [row.next_decision_at is not None and row.next_decision_at <= now for row in ordered]


async def test_a_step_that_fails_keeps_no_other_from_its_turn(
    service: Service, monkeypatch: pytest.MonkeyPatch
) -> None:
    done = []
    log = Mock(spec=["exception"])
    monkeypatch.setattr(timers, "log", log)

    def step(name: str) -> object:
        async def act(*_: object) -> None:
            done.append(name)
            message = f"{name} fails"
            raise RuntimeError(message)

        return act

    names = ["expire_approvals", "mark_overtaken", "decide_next", "ask_for_checks", "remind", "forget_older_than"]
    for name in names:
        monkeypatch.setattr(timers, name, step(name))

    await every_minute(service.database, service.settings)

    assert done == names
    assert [call.args for call in log.exception.call_args_list] == [("every_minute.step_failed",)] * len(names)


async def test_a_programme_is_marked_in_parts_and_decided_in_parts_the_next_session_first(
    service: Service, monkeypatch: pytest.MonkeyPatch
) -> None:
    await add_host(service.database)
    programme = await booked(service, 3)
    monkeypatch.setattr(review, "_MARKED_AT_ONCE", 2)
    monkeypatch.setattr(review, "_AT_ONCE", 2)
    transactions = 0
    sound = service.database.transaction

    def counted() -> AbstractAsyncContextManager[AsyncSession]:
        nonlocal transactions
        transactions += 1
        return sound()

    monkeypatch.setattr(service.database, "transaction", counted)
    await mark_concerned(service.database, {"programme_id": programme})
    parts, marked = transactions, await due(service)
    await decide_next(service.database)
    first = await due(service)
    async with service.database.engine.connect() as connection:
        goes_on = await connection.scalar(
            text("SELECT count(*) FROM pgqueuer WHERE entrypoint = 'decide_again' AND payload = '{}'")
        )

    assert (marked, parts) == ([True, True, True], 2)
    assert first == [False, False, True]
    assert goes_on == 1


async def test_workers_go_on_until_all_are_decided(system: System, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(review, "_MARKED_AT_ONCE", 1)
    monkeypatch.setattr(review, "_AT_ONCE", 1)
    await booked(system, 3)

    async with system.database.transaction() as session:
        for row in (await session.exec(select(Booking))).all():
            row.next_decision_at = utc_now()
    await decide_next(system.database)

    async def all_decided() -> bool:
        return not any(await due(system))

    await eventually(all_decided)
