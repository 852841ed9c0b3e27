"""What a new connection of the pool costs."""

from collections.abc import Sequence
from typing import Any

import asyncpg
import pytest
from sqlalchemy import text

from app.kit.database import Database
from app.settings import Settings


async def test_a_connection_asks_for_the_types_of_its_statements_once(
    settings: Settings, database: Database, monkeypatch: pytest.MonkeyPatch
) -> None:
    del database  # Migrated, and left alone: the connection of this test is a new one.
    asked: list[Sequence[int]] = []
    introspect = asyncpg.Connection._introspect_types  # nothing public tells of it

    async def counted(connection: asyncpg.Connection, types: Sequence[int], *rest: Any) -> Any:
        asked.append(types)
        return await introspect(connection, types, *rest)

    monkeypatch.setattr(asyncpg.Connection, "_introspect_types", counted)
    new = Database.connect(settings)
    statement = text("SELECT CAST(:ids AS uuid[]), CAST(:names AS text[]), CAST(:times AS timestamptz[])")

    async with new.engine.connect() as connection:
        await connection.execute(statement, {"ids": [], "names": ["one"], "times": []})
    await new.close()

    assert len(asked) == 1
