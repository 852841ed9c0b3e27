"""What the application gives its endpoints: the database, and a transaction for each request."""

import inspect
from collections.abc import AsyncIterator, Callable, Coroutine
from typing import Annotated, Any, TypeVar

from fastapi import Depends, Request
from sqlmodel.ext.asyncio.session import AsyncSession

from app.kit.database import Database
from app.settings import Settings

Made = TypeVar("Made")


def made_of_request(wanted: type[Made]) -> Callable[..., Coroutine[Any, Any, Made]]:
    """Return a dependency that yields an object of a class whose parameters are a request's.

    The class itself would be one too, but FastAPI makes its objects in a thread, which takes longer than making them.
    """

    async def make(**parameters: Any) -> Made:
        return wanted(**parameters)

    make.__signature__ = inspect.signature(wanted)  # type: ignore[attr-defined]  # FastAPI reads the parameters from it
    return make


async def _database(request: Request) -> Database:
    database: Database = request.app.state.database
    return database


async def _settings(request: Request) -> Settings:
    settings: Settings = request.app.state.settings
    return settings


DatabaseDependency = Annotated[Database, Depends(_database)]
SettingsDependency = Annotated[Settings, Depends(_settings)]


async def _transaction(database: DatabaseDependency) -> AsyncIterator[AsyncSession]:
    async with database.transaction() as session:
        yield session


# Scope "function": committed before the answer is sent, so that an answer never tells of what was not kept.
SessionDependency = Annotated[AsyncSession, Depends(_transaction, scope="function")]
