"""Who follows the trail misses nothing, in whatever order transactions commit."""

import asyncio
import random
from collections.abc import AsyncIterator
from contextlib import AsyncExitStack
from uuid import UUID

import asyncpg
import pytest

from app.audit import service as audit
from app.audit.origin import WORKER
from app.kit.database import Database, plain_dsn
from app.kit.identifiers import new_id
from app.kit.migrations import migrate
from app.settings import DatabaseSettings, Settings
from tests.support.database import sqlalchemy_url
from tests.support.service import Service

WRITERS = 4
TRANSACTIONS = 40
"""Of each writer."""


async def write(database: Database, subject: str, *, until: asyncio.Event, written: asyncio.Event) -> None:
    """Append an entry, and commit when it is time."""
    async with database.transaction() as session:
        await audit.append(session, origin=WORKER, action="test.written", subject=("test", subject))
        written.set()
        await until.wait()


async def test_an_entry_that_is_committed_late_stands_after_what_was_read_before(service: Service) -> None:
    reader = await service.caller()

    async def news(**params: int | str) -> list[tuple[str, int]]:
        page = await reader.get("/v1/audit", params={"action": "test.written", **params})
        return [(each["subject_id"], each["position"]) for each in page.json()["items"]]

    begun, late = asyncio.Event(), asyncio.Event()
    slow = asyncio.create_task(write(service.database, "begun first", until=late, written=begun))
    await begun.wait()
    at_once = asyncio.Event()
    at_once.set()
    await write(service.database, "begun second", until=at_once, written=asyncio.Event())
    ((subject, position),) = await news()
    cursor = (await reader.get("/v1/audit", params={"limit": 200})).json()["items"][-1]
    late.set()
    await slow

    assert subject == "begun second"
    assert await news(after_position=position) == [("begun first", position + 1)]
    assert (cursor["subject_id"], cursor["position"]) == (subject, position)
    assert await news() == [("begun second", position), ("begun first", position + 1)]
    assert await news(order="newest_first") == [("begun first", position + 1), ("begun second", position)]


@pytest.fixture
async def connections(settings: Settings) -> AsyncIterator[list[asyncpg.Connection]]:
    async with AsyncExitStack() as stack:
        opened = [await asyncpg.connect(plain_dsn(settings)) for _ in range(WRITERS)]
        for each in opened:
            stack.push_async_callback(each.close)
        yield opened


async def test_a_reader_who_follows_many_writers_reads_each_entry_once_and_in_order(
    database: Database, connections: list[asyncpg.Connection]
) -> None:
    chance = random.Random(7)  # no secret
    committed: set[UUID] = set()

    async def one_writer(connection: asyncpg.Connection) -> None:
        for _ in range(TRANSACTIONS):
            transaction = connection.transaction()
            await transaction.start()
            mine = [new_id() for _ in range(chance.randint(1, 3))]
            for each in mine:
                await connection.execute(
                    "INSERT INTO audit_entry (id, actor_kind, actor, action, subject_type, subject_id) "
                    "VALUES ($1, 'system', 'worker', 'test.written', 'test', 'one')",
                    each,
                )
                for _ in range(chance.randint(0, 3)):
                    await connection.execute("SELECT")
            if chance.random() < 0.1:
                await transaction.rollback()
            else:
                await transaction.commit()
                committed.update(mine)

    followed: list[tuple[int, UUID]] = []

    async def follow() -> None:
        last = followed[-1][0] if followed else 0
        await audit.place(database)
        async with database.transaction() as session:
            found = await audit.entries(session, limit=chance.randint(1, 50), after_position=last)
        followed.extend((each.position, each.id) for each in found)

    async def followers(writing: asyncio.Future[list[None]]) -> None:
        while not writing.done():
            # Somebody else places entries at the same time.
            await asyncio.gather(follow(), audit.place(database))

    writing = asyncio.gather(*(one_writer(each) for each in connections))
    await followers(writing)
    await writing
    while len(followed) < len(committed):
        before = len(followed)
        await follow()
        assert len(followed) > before

    positions = [position for position, _ in followed]
    assert positions == list(range(1, len(committed) + 1))
    assert {entry_id for _, entry_id in followed} == committed


async def test_entries_from_before_get_positions_in_the_order_they_were_written(empty_database_url: str) -> None:
    url = sqlalchemy_url(empty_database_url)
    await migrate(url, "0014")
    connection = await asyncpg.connect(empty_database_url)
    insert = (
        "INSERT INTO audit_entry (id, at, actor_kind, actor, action, subject_type, subject_id) "
        "VALUES ($1, '2024-05-01', 'key', 'gone', 'test.written', 'test', $2)"
    )
    ids = [new_id() for _ in range(5)]
    for number in (3, 0, 4, 1, 2):
        await connection.execute(insert, ids[number], str(number))
    await connection.close()

    await migrate(url)

    database = Database.connect(DatabaseSettings.load(_env_file=None, database_url=url))
    await audit.place(database)
    async with database.transaction() as session:
        found = await audit.entries(session, limit=10)
    await database.close()
    assert [(each.position, each.entry.subject_id) for each in found] == [(n + 1, str(n)) for n in range(5)]
    assert {(each.entry.at.isoformat(), each.entry.database_role) for each in found} == {
        ("2024-05-01T00:00:00+00:00", None)
    }
