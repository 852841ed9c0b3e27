"""Whether the database may be older than what was last done at Zoom.

Each way to put a database back leaves a sign. A dump that is restored gets another system identifier, database or table (their
ids are never used again). A snapshot of the files, a recovery to a point in time, a standby that takes over: all need a start
of the server, which ordinary maintenance needs too; so that one only means that Zoom is asked before anything is changed there.
Every role may read these signs.
"""

from datetime import timedelta
from enum import StrEnum
from typing import Any, Final

from sqlalchemy import Boolean, literal_column, text
from sqlalchemy.ext.asyncio import AsyncConnection
from sqlmodel.ext.asyncio.session import AsyncSession

from app.audit import service as audit
from app.audit.origin import Origin
from app.kit.errors import RecoveringError

ABSENT_FOR: Final = timedelta(minutes=15)
"""After this long without a worker Zoom is asked too: tables may have been filled from a dump without being made anew."""

_NOW: Final = """
    SELECT control.system_identifier::text AS system_identifier, database.oid::bigint AS database_oid,
        'installation'::regclass::oid::bigint AS table_oid, pg_postmaster_start_time() AS server_started_at
    FROM pg_control_system() AS control, pg_database AS database
    WHERE database.datname = current_database()
"""
_LOOK: Final = text(
    f"""
    WITH present AS ({_NOW})
    SELECT known.id IS NULL AS is_new,
        known.recovering_since IS NOT NULL AS is_recovering,
        (known.system_identifier, known.database_oid, known.table_oid)
            = (present.system_identifier, present.database_oid, present.table_oid) AS same_database,
        known.server_started_at = present.server_started_at AS same_start
    FROM present LEFT JOIN installation AS known ON true
    """  # noqa: S608  # of our own
)
IS_TRUSTED: Final = literal_column(
    f"""
    coalesce((
        WITH present AS ({_NOW})
        SELECT known.recovering_since IS NULL
            AND (known.system_identifier, known.database_oid, known.table_oid, known.server_started_at)
                = (present.system_identifier, present.database_oid, present.table_oid, present.server_started_at)
        FROM present CROSS JOIN installation AS known
    ), false)
    """,  # noqa: S608  # of our own
    Boolean,
).label("is_trusted")
"""Whether this database is known to be as new as Zoom: for statements that look at something else too.

Where it is false, `require_trust` says what is the matter, or takes an empty database as it is.
"""
_ADOPT: Final = text(
    f"""
    INSERT INTO installation (id, system_identifier, database_oid, table_oid, server_started_at, seen_at)
    SELECT 1, present.*, now() FROM ({_NOW}) AS present WHERE NOT EXISTS (SELECT FROM meeting)
    ON CONFLICT DO NOTHING
    """  # noqa: S608  # of our own
)
_RECOGNISE: Final = text(
    f"""
    INSERT INTO installation (id, system_identifier, database_oid, table_oid, server_started_at, seen_at)
    SELECT 1, present.*, now() FROM ({_NOW}) AS present
    ON CONFLICT (id) DO UPDATE SET system_identifier = excluded.system_identifier, database_oid = excluded.database_oid,
        table_oid = excluded.table_oid, server_started_at = excluded.server_started_at, seen_at = excluded.seen_at,
        recovering_since = NULL, recovering_because = NULL
    """  # noqa: S608  # of our own
)
_BEGIN: Final = text(
    f"""
    INSERT INTO installation (id, system_identifier, database_oid, table_oid, server_started_at, seen_at,
        recovering_since, recovering_because)
    SELECT 1, present.*, now(), now(), :because FROM ({_NOW}) AS present
    ON CONFLICT (id) DO UPDATE SET recovering_since = now(), recovering_because = excluded.recovering_because
        WHERE installation.recovering_since IS NULL
    RETURNING id
    """  # noqa: S608  # of our own
)

_COMPARING: Final = "The database was restarted, and is being compared with Zoom. Try again in a few seconds."
_DECIDE_FIRST: Final = (
    "The database was restored from a backup, so sessions cannot be booked or changed yet. Whoever runs Chaperone must "
    "first decide about the differences from Zoom, with `chaperone recover`."
)


class Trust(StrEnum):
    """What is known of the database. Only `TRUSTED` lets anything be changed at Zoom."""

    TRUSTED = "trusted"
    UNCERTAIN = "uncertain"
    RESTORED = "restored"
    RECOVERING = "recovering"


async def trust_in(session: AsyncSession) -> Trust:
    """Return whether this database is known to be as new as Zoom. An empty one is taken as it is."""
    return await trust_on(await session.connection())


async def trust_on(connection: AsyncConnection) -> Trust:
    """Return the same, on a connection."""
    seen = (await connection.execute(_LOOK)).mappings().one()
    if seen["is_new"]:
        adopted: Any = await connection.execute(_ADOPT)
        # Somebody else may have been faster: then what they wrote down counts.
        if adopted.rowcount:
            return Trust.TRUSTED
        seen = (await connection.execute(_LOOK)).mappings().one()
    if seen["is_recovering"]:
        return Trust.RECOVERING
    if seen["is_new"]:
        return Trust.UNCERTAIN
    if not seen["same_database"]:
        return Trust.RESTORED
    return Trust.TRUSTED if seen["same_start"] else Trust.UNCERTAIN


async def require_trust(session: AsyncSession) -> None:
    """Check that this database is known to be as new as Zoom.

    Raises:
        RecoveringError: It may be older.
    """
    check_trusted(await trust_in(session))


def check_trusted(trust: Trust) -> None:
    """Check what was found of the database.

    Raises:
        RecoveringError: It may be older than what was last done at Zoom.
    """
    if trust is Trust.UNCERTAIN:
        raise RecoveringError(_COMPARING, retry_after=timedelta(seconds=5))
    if trust is not Trust.TRUSTED:
        raise RecoveringError(_DECIDE_FIRST, retry_after=timedelta(minutes=5))


async def was_absent(session: AsyncSession) -> bool:
    """Tell whether no worker has run on this database for so long that Zoom is to be asked."""
    query = text("SELECT now() - seen_at > :limit FROM installation")
    return bool(await (await session.connection()).scalar(query, {"limit": ABSENT_FOR}))


async def mark_seen(session: AsyncSession) -> None:
    """Write down that a worker runs on this database."""
    await (await session.connection()).execute(text("UPDATE installation SET seen_at = now()"))


async def note_compared(session: AsyncSession) -> None:
    """Write down that Zoom was looked through for meetings that nobody knows."""
    await (await session.connection()).execute(text("UPDATE installation SET compared_at = now()"))


async def is_comparison_due(session: AsyncSession, every: timedelta) -> bool:
    """Tell whether Zoom was last looked through so long ago, or never."""
    query = text("SELECT compared_at IS NULL OR now() - compared_at > :every FROM installation")
    return bool(await (await session.connection()).scalar(query, {"every": every}))


async def recognise(session: AsyncSession, origin: Origin, *, why: str) -> None:
    """Take this database as the one to go on with: it agrees with Zoom, or a person has said so."""
    await (await session.connection()).execute(_RECOGNISE)
    await audit.append(
        session, origin=origin, action="installation.recognised", subject=("installation", 1), after={"because": why}
    )


async def begin(session: AsyncSession, origin: Origin, *, because: str) -> bool:
    """Change nothing at Zoom from now on, until a person has decided; tell whether this began it."""
    began = (await (await session.connection()).execute(_BEGIN, {"because": because})).one_or_none() is not None
    if began:
        await audit.append(
            session, origin=origin, action="recovery.begun", subject=("installation", 1), after={"because": because}
        )
    return began
