"""How many statements a booking costs."""

import re
from collections.abc import Iterator
from typing import Any

import asyncpg
import pytest
from sqlalchemy import event
from sqlalchemy.engine import Engine

from app.access.models import Scope
from tests.support.scenario import make_scenario
from tests.support.zoom import System, eventually

AT_MOST = 24
"""For one booking, until it is confirmed."""
REGISTERED_BY = 15
"""For all who are registered together, from the minute's look on."""
# What begins and ends a transaction; the job queue's own looks, which serve many jobs, and each worker's sign of life; what a new
# connection asks.
NOT_COUNTED = re.compile(r"^(BEGIN|COMMIT|ROLLBACK|SAVEPOINT|RELEASE)|pgqueuer|worker_heartbeat|typeinfo_tree|'jit'")


@pytest.fixture
def statements(monkeypatch: pytest.MonkeyPatch) -> Iterator[list[str]]:
    """Note what is sent: through the pools of API and worker, and on the connections beside them."""
    sent: list[str] = []
    # One statement for several rows: asyncpg tells of it, too.
    of_many: set[str] = set()

    def through_pool(
        _connection: object, _cursor: object, statement: str, _parameters: object, _context: object, many: bool
    ) -> None:
        sent.append(statement)
        if many:
            of_many.add(statement)

    def beside(query: Any) -> None:
        if not NOT_COUNTED.search(query.query) and query.query not in of_many:
            sent.append(query.query)

    async def no_minute_passes(*_: object) -> None:
        """What is due each minute is no part of a booking, and is asked for here when it is to be counted."""

    monkeypatch.setattr("app.provisioning.worker.every_minute", no_minute_passes)
    connect = asyncpg.connect

    async def logged(*args: Any, **kwargs: Any) -> asyncpg.Connection:
        connection = await connect(*args, **kwargs)
        connection.add_query_logger(beside)
        return connection

    monkeypatch.setattr(asyncpg, "connect", logged)
    event.listen(Engine, "before_cursor_execute", through_pool)
    yield sent
    event.remove(Engine, "before_cursor_execute", through_pool)


async def test_a_confirmed_booking_takes_at_most_24_statements_and_its_people_are_registered_with_others(
    statements: list[str], system: System
) -> None:
    scenario = await make_scenario(system.database)
    client = await system.caller(Scope.BOOKINGS_WRITE, Scope.BOOKINGS_READ)
    # What Zoom tells of the meeting that was made is a request of its own.
    await system.zoom.control("DELETE", "/webhook")

    async def done(sent: list[str]) -> bool:
        return any("pg_advisory_unlock" in each for each in sent)

    async def cost_of_booking(hour: int) -> list[str]:
        statements.clear()
        booked = await client.post("/v1/bookings", json=scenario.booking(hour))
        assert (booked.status_code, booked.json()["state"]) == (201, "confirmed"), booked.text
        await eventually(lambda: done(statements))
        return list(statements)

    # The first one makes connections.
    costs = [await cost_of_booking(hour) for hour in (10, 12, 14)]
    fewest = min(costs, key=len)

    assert len(fewest) <= AT_MOST, "\n".join(" ".join(each.split())[:100] for each in fewest)
    for table in ("booking", "reservation", "decision", "meeting", "pgqueuer"):
        assert len([each for each in fewest if re.search(rf"INSERT INTO {table} ", each)]) == 1, table
    assert any("pg_try_advisory_lock" in each for each in fewest)
    assert any("zoom_budget" in each for each in fewest)

    statements.clear()
    await system.ask_to_register()
    await eventually(lambda: done(statements))
    assert await system.zoom.calls("add_registrant") == 2 * len(costs)
    assert len([each for each in statements if each.startswith("UPDATE participant")]) == 2
    assert len(statements) <= REGISTERED_BY, "\n".join(" ".join(each.split())[:100] for each in statements)
