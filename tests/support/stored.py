"""All that a database holds, for tests that look for what must not be there."""

from collections.abc import Mapping

from sqlalchemy import text

from app.kit.database import Database

_READABLE = """
SELECT relname FROM pg_class
WHERE relkind IN ('r', 'p') AND relnamespace = 'public'::regnamespace AND has_table_privilege(oid, 'SELECT')
"""


async def everything_stored(database: Database) -> Mapping[str, str]:
    """Return the rows of every table that the application may read, as text, by table."""
    async with database.engine.connect() as connection:
        tables = (await connection.scalars(text(_READABLE))).all()
        return {
            table: "\n".join((await connection.scalars(text(f'SELECT to_jsonb(t)::text FROM "{table}" t'))).all())  # noqa: S608  # a catalogue's
            for table in tables
        }
