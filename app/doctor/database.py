"""The database: does it answer, has it what is needed, is it at this version?"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Final

from sqlalchemy import text
from sqlalchemy.ext.asyncio import AsyncConnection

from app.doctor.report import OPERATOR, Check, State, Subject, not_checked
from app.kit.database import Database, as_utc, most_connections
from app.kit.database_refusals import refusal
from app.kit.revisions import current_revision, is_recent_enough, newest_revision
from app.settings import DatabaseSettings

EXPECTED_VERSION: Final = 18
"""Of PostgreSQL: what the product is built and tested on."""
EXTENSIONS: Final[Mapping[str, str]] = {
    "btree_gist": "forbids double booking",
    "pg_trgm": "finds people by parts of their names",
}
"""What the tables need, and what each is for."""

_SERVER: Final = text("SELECT current_setting('server_version_num')::int / 10000, clock_timestamp()")
_EXTENSIONS: Final = text(
    "SELECT name, installed_version IS NOT NULL AS is_there FROM pg_available_extensions WHERE name = ANY (:names)"
)


@dataclass(frozen=True)
class DatabaseFindings:
    """What the other checks need to know. `ahead` is how far the database's clock is ahead of ours."""

    checks: tuple[Check, ...]
    is_usable: bool = False
    why_not: str = "The database does not answer."
    ahead: timedelta | None = None


async def look_at_database(
    database: Database, settings: DatabaseSettings, now: Callable[[], datetime]
) -> DatabaseFindings:
    """Look at the server, at its limits of connections, and at the version of the tables."""
    try:
        async with database.engine.connect() as connection:
            return await _look(connection, settings, now)
    except Exception as error:  # noqa: BLE001  # the driver raises types of its own, and those of sockets and TLS
        told = refusal(error)
        found = f"PostgreSQL {told.found} ({told.code})."
        return unknown_database(Check(Subject.DATABASE, State.WRONG, found, f"{OPERATOR}: {told.remedy}."))


def unknown_database(line: Check) -> DatabaseFindings:
    """Return the findings where the database could not be looked at, which `line` tells."""
    return DatabaseFindings(
        (line, *not_checked("The database does not answer.", Subject.CONNECTIONS, Subject.MIGRATIONS))
    )


async def _look(
    connection: AsyncConnection, settings: DatabaseSettings, now: Callable[[], datetime]
) -> DatabaseFindings:
    before = now()
    version, theirs = (await connection.execute(_SERVER)).one()
    ours = before + (now() - before) / 2
    migrations = _migrations(await current_revision(connection))
    found = await connection.execute(_EXTENSIONS, {"names": list(EXTENSIONS)})
    extensions = {row.name: row.is_there for row in found}
    connections = await look_at_connections(connection, settings)
    usable = migrations.state is not State.WRONG
    return DatabaseFindings(
        (_server(version, extensions, is_migrated=migrations.state is State.OK), connections, migrations),
        is_usable=usable,
        why_not="" if usable else "The database is not at this version.",
        ahead=as_utc(theirs) - ours,
    )


def _server(version: int, extensions: Mapping[str, bool], *, is_migrated: bool) -> Check:
    """Judge the server by its version and by the extensions that it offers, which are true where this database has them."""
    for name, purpose in EXTENSIONS.items():
        if name not in extensions:
            found = f"PostgreSQL {version} lacks the extension {name}, which {purpose}."
            remedy = f"{OPERATOR}: install PostgreSQL's contrib package on the server, and run `chaperone migrate`."
            return Check(Subject.DATABASE, State.WRONG, found, remedy)
        if is_migrated and not extensions[name]:
            found = f"The extension {name} was dropped from this database, and what needs it with it: it {purpose}."
            remedy = f"{OPERATOR}: restore a backup into a new database (docs/operations.md, 'Restore'), and ask who dropped it."
            return Check(Subject.DATABASE, State.WRONG, found, remedy)
    if version < EXPECTED_VERSION:
        found = f"PostgreSQL {version} answers; Chaperone is tested on {EXPECTED_VERSION}."
        remedy = f"{OPERATOR}: plan the upgrade to PostgreSQL {EXPECTED_VERSION}."
        return Check(Subject.DATABASE, State.WARNING, found, remedy)
    return Check(Subject.DATABASE, State.OK, f"PostgreSQL {version} answers, and has {' and '.join(EXTENSIONS)}.")


def _migrations(current: str | None) -> Check:
    newest = newest_revision()
    if current == newest:
        return Check(Subject.MIGRATIONS, State.OK, f"The tables are at revision {current}, the newest.")
    if is_recent_enough(current):
        found = f"The tables are at revision {current}; this program knows up to {newest}, and goes on working."
        remedy = f"{OPERATOR}: update this program, as the others that use the database were."
        return Check(Subject.MIGRATIONS, State.WARNING, found, remedy)
    found = f"The tables are at revision {current or 'none'}, and this program needs {newest}."
    return Check(Subject.MIGRATIONS, State.WRONG, found, f"{OPERATOR}: run `chaperone migrate`.")


A_FEW_PROCESSES: Final = 5
"""Two APIs and three workers."""

# What is left to superusers and to pg_use_reserved_connections is nobody else's; a limit of -1 is none.
_LIMITS: Final = text("""
    SELECT limits.allowed, limits.in_use
    FROM (
        SELECT current_setting('max_connections')::int - current_setting('superuser_reserved_connections')::int
                   - coalesce(current_setting('reserved_connections', true)::int, 0) AS allowed,
               (SELECT sum(numbackends)::int FROM pg_stat_database) AS in_use
        UNION ALL
        SELECT rolconnlimit, (SELECT count(*)::int FROM pg_stat_activity WHERE usesysid = pg_roles.oid)
        FROM pg_roles WHERE rolname = current_user
        UNION ALL
        SELECT datconnlimit, (SELECT numbackends FROM pg_stat_database WHERE datid = pg_database.oid)
        FROM pg_database WHERE datname = current_database()
    ) AS limits
    WHERE limits.allowed >= 0
""")


async def look_at_connections(connection: AsyncConnection, settings: DatabaseSettings) -> Check:
    """Look whether a few processes fit into the narrowest limit: the server's, the user's or the database's."""
    limits = [(allowed, in_use) for allowed, in_use in await connection.execute(_LIMITS)]
    allowed = min(allowed for allowed, _ in limits)
    free = min(allowed - in_use for allowed, in_use in limits)
    each = most_connections(settings)
    fit = allowed // each
    found = (
        f"PostgreSQL allows {allowed} to this user, {max(0, free)} are free now. A process uses {each} at the most, "
        f"so {fit} processes fit."
    )
    if free >= each and fit >= A_FEW_PROCESSES:
        return Check(Subject.CONNECTIONS, State.OK, found)
    remedy = (
        f"{OPERATOR}: raise max_connections or the limit of the role or the database, or lower DATABASE_POOL_SIZE; "
        "APIs and workers count alike."
    )
    return Check(Subject.CONNECTIONS, State.WARNING, found, remedy)
