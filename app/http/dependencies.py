"""What the application gives its endpoints: the database, and a transaction for each request."""

from collections.abc import AsyncIterator
from typing import Annotated

from fastapi import Depends, Request
from sqlmodel.ext.asyncio.session import AsyncSession

from app.kit.database import Database
from app.settings import Settings


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
