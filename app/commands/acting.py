"""What the commands share."""

import asyncio
from collections.abc import Callable, Coroutine
from typing import Any, TypeVar

import app.tables  # noqa: F401  # a table can be used once those are known that it points to
from app.kit.database import Database
from app.kit.database_refusals import told_in_one_line
from app.settings import DatabaseSettings

Result = TypeVar("Result")


def with_database(act: Callable[[Database], Coroutine[Any, Any, Result]]) -> Result:
    """Act on the database that the settings name, and close it.

    Raises:
        ConfigurationError: The settings cannot be read, or the database refuses something.
    """

    async def run() -> Result:
        database = Database.connect(DatabaseSettings.load())
        try:
            return await act(database)
        finally:
            await database.close()

    with told_in_one_line():
        return asyncio.run(run())
