"""Which revision the tables are at, and which one this code needs.

Known without Alembic, which only running migrations needs: it costs each process that loads it about 9 MiB.
"""

from functools import cache
from pathlib import Path
from typing import Final

from sqlalchemy import text
from sqlalchemy.ext.asyncio import AsyncConnection

ROOT: Final = Path(__file__).resolve().parents[2]
_MIGRATIONS: Final = ROOT / "migrations" / "versions"


@cache
def newest_revision() -> str:
    """Return the newest revision that this code knows, and needs the database to be at, or past.

    Migrations form one line, and each file's name begins with its revision.
    """
    return max(file.name.partition("_")[0] for file in _MIGRATIONS.glob("[0-9]*_*.py"))


def is_recent_enough(revision: str | None) -> bool:
    """Tell whether this code can work on tables at `revision`: at the newest that it knows, or at a later one.

    Migrations are made so that the code before them goes on working, and revisions are numbers of the same length.
    """
    return revision is not None and revision >= newest_revision()


async def current_revision(connection: AsyncConnection) -> str | None:
    """Return the revision that the database is at, None when it was never migrated."""
    exists = await connection.scalar(text("SELECT to_regclass('alembic_version') IS NOT NULL"))
    revision: str | None = await connection.scalar(text("SELECT version_num FROM alembic_version")) if exists else None
    return revision
