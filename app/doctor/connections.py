"""Connections: how many PostgreSQL allows this user, how many are in use, and how many processes of Chaperone fit."""

from typing import Final

from sqlalchemy import text
from sqlalchemy.ext.asyncio import AsyncConnection

from app.doctor.report import OPERATOR, Check, State, Subject
from app.kit.database import most_connections
from app.settings import DatabaseSettings

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
