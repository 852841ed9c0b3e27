"""The database: engine, session and transaction. PostgreSQL only, so that its constraints can be relied on."""

import asyncio
from collections.abc import AsyncIterator, Mapping
from contextlib import asynccontextmanager
from datetime import UTC, datetime, timedelta
from enum import StrEnum
from typing import Any, Final, Protocol, Self

import asyncpg
import structlog
from sqlalchemy import DateTime, Enum, MetaData, NullPool, event, text
from sqlalchemy.dialects.postgresql.asyncpg import AsyncAdapt_asyncpg_connection
from sqlalchemy.exc import SQLAlchemyError
from sqlalchemy.ext.asyncio import AsyncConnection, AsyncEngine, async_sessionmaker, create_async_engine
from sqlmodel import SQLModel
from sqlmodel.ext.asyncio.session import AsyncSession

from app.kit import postgres_url
from app.kit.connection_share import place_in_share

# Names that migrations can rely on, instead of names that the database makes up.
SQLModel.metadata.naming_convention = MetaData(
    naming_convention={
        "ix": "%(table_name)s_%(column_0_N_name)s_index",
        "uq": "%(table_name)s_%(column_0_N_name)s_key",
        "ck": "%(table_name)s_%(constraint_name)s_check",
        "fk": "%(table_name)s_%(column_0_N_name)s_fkey",
        "pk": "%(table_name)s_pkey",
    }
).naming_convention

Instant: Final = DateTime(timezone=True)


log = structlog.get_logger(__name__)


def text_enum(values: type[StrEnum]) -> Enum:
    """Return a column type that stores an enum's values as text, with a CHECK that allows no others."""
    return Enum(
        values,
        native_enum=False,
        create_constraint=True,
        length=40,
        name=values.__name__.lower(),
        values_callable=lambda members: [member.value for member in members],
    )


CONNECTIONS_OUTSIDE_POOL: Final = 5
"""An API listens for bookings that settle and for events, takes turns at Zoom, keeps Zoom's events and answers whether it is
ready; a worker holds leases, takes jobs, takes turns at Zoom and listens for events to deliver."""
READY_CONNECTIONS: Final = 3
"""Of its pool a process makes so many at its start: as many as it uses when little is going on."""
LOOK_SECONDS: Final = 2.0
"""How long a connection outside the pool may take to be made, and each of its statements."""
_CONNECT_SECONDS: Final = 10.0
_IDLE_SECONDS: Final = 60
"""A transaction that does nothing for so long is a process that has stopped, and holds its locks."""


_TYPES: Final = (
    "SELECT NULL::uuid[], NULL::text[], NULL::varchar[], NULL::bytea[], NULL::int[], NULL::interval[], NULL::timestamptz[], "
    "NULL::jsonb[], NULL::tstzrange"
)
"""What statements send and get that asyncpg asks the server about on each new connection."""


def engine_for(
    url: str, *, connecting: Mapping[str, object] | None = None, learn_types: bool = False, **options: Any
) -> AsyncEngine:
    """Return an engine whose connections asyncpg makes from the URL itself.

    SQLAlchemy would hand the URL's parameters to asyncpg one by one, under names that asyncpg does not know; so `sslmode` and the
    rest mean the same here, on the connections beside the engine, and to psql.

    With `learn_types` a connection asks at once, in one go, for the types that its statements will need.
    """

    async def connect(**_: object) -> asyncpg.Connection:
        return await asyncpg.connect(postgres_url.dsn(url), **(connecting or {}))

    engine = create_async_engine("postgresql+asyncpg://", async_creator=connect, **options)
    if learn_types:
        # After SQLAlchemy has set its codecs, with which asyncpg forgets the types that it has learnt.
        event.listen(engine.sync_engine, "connect", _learn_types)
    return engine


def _learn_types(connection: AsyncAdapt_asyncpg_connection, _: object) -> None:
    connection.run_async(lambda driver: driver.prepare(_TYPES))


class DatabaseSettings(Protocol):
    """What must be known to reach the database."""

    @property
    def database_url(self) -> str:
        """Where it is, as users of psql write it."""
        ...

    @property
    def database_pool_size(self) -> int:
        """Half of the connections that are made at the most; they stay open."""
        ...

    @property
    def database_statement_timeout(self) -> timedelta:
        """How long a statement may take."""
        ...

    @property
    def database_lock_timeout(self) -> timedelta:
        """How long a statement may wait for a lock."""
        ...


class Database:
    """The connection pool of one process."""

    def __init__(self, engine: AsyncEngine, outside: AsyncEngine) -> None:
        self.engine = engine
        self._outside = outside
        self._sessions = async_sessionmaker(engine, class_=AsyncSession, expire_on_commit=False)
        single = engine.execution_options(isolation_level="AUTOCOMMIT")
        self._single_statements = async_sessionmaker(single, class_=AsyncSession, expire_on_commit=False)

    @classmethod
    def connect(cls, settings: DatabaseSettings) -> Self:
        """Prepare the pool; connections are made when they are needed."""
        return cls(
            engine_for(
                settings.database_url,
                # Those that a busy time needs are kept: to make one costs as much as a booking.
                pool_size=_pool_of(settings),
                max_overflow=0,
                pool_timeout=30,
                # The one that was used last has its statements prepared and planned.
                pool_use_lifo=True,
                learn_types=True,
                # The text of an error would hold names and addresses.
                hide_parameters=True,
                pool_recycle=1800,
                connecting={"server_settings": _server_settings(settings), "timeout": _CONNECT_SECONDS},
            ),
            engine_for(
                settings.database_url,
                poolclass=NullPool,
                hide_parameters=True,
                connecting={
                    "server_settings": _server_settings(settings),
                    "timeout": LOOK_SECONDS,
                    "command_timeout": LOOK_SECONDS,
                },
            ),
        )

    @asynccontextmanager
    async def transaction(self) -> AsyncIterator[AsyncSession]:
        """One unit of work: committed when the block ends, rolled back when it raises.

        Raises:
            TooManyRequestsError: It is for a caller whose other requests use all of its connections.
        """
        async with place_in_share(), self._sessions() as session, session.begin():
            yield session

    @asynccontextmanager
    async def single_statement(self) -> AsyncIterator[AsyncSession]:
        """A session for one statement: it is a transaction by itself, without the two round trips that begin and end one.

        Raises:
            TooManyRequestsError: It is for a caller whose other requests use all of its connections.
        """
        async with place_in_share(), self._single_statements() as session:
            yield session

    @asynccontextmanager
    async def outside_pool(self) -> AsyncIterator[AsyncConnection]:
        """A connection of its own, for a quick look that must not wait for the pool: each step takes two seconds at the most."""
        async with self._outside.connect() as connection:
            yield connection

    async def make_ready(self, connections: int) -> None:
        """Make connections, so that the first requests need not; where there is no database yet, they are made later."""

        async def connect() -> None:
            async with self.engine.connect():
                # Until all are there: nobody is given one twice.
                await together.wait()

        together = asyncio.Barrier(connections)
        try:
            async with asyncio.TaskGroup() as connecting:
                for _ in range(connections):
                    connecting.create_task(connect())
        except* (OSError, SQLAlchemyError, asyncpg.PostgresError) as errors:
            log.info("database.not_ready", errors=sorted({type(error).__name__ for error in errors.exceptions}))

    async def close(self) -> None:
        """Close all connections."""
        await self.engine.dispose()
        await self._outside.dispose()


def with_driver(url: str) -> str:
    """Return a database URL in the form that SQLAlchemy reads."""
    return url.replace("postgresql://", "postgresql+asyncpg://", 1)


def plain_dsn(settings: DatabaseSettings) -> str:
    """Return the database URL in the form that asyncpg itself reads."""
    return postgres_url.dsn(settings.database_url)


def most_connections(settings: DatabaseSettings) -> int:
    """Return how many connections one API or one worker uses at the most: its pool when it is full, and those outside."""
    return _pool_of(settings) + CONNECTIONS_OUTSIDE_POOL


async def connect_alone(settings: DatabaseSettings, *, command_timeout: float | None = None) -> asyncpg.Connection:
    """Make a connection of the driver's own, for what belongs to one connection: notifications, session locks, the job queue.

    Args:
        settings: Where the database is.
        command_timeout: Seconds after which a statement without answer fails, also where the network has lost the other side.

    Raises:
        OSError: The database does not answer in time.
        asyncpg.PostgresError: It lets nobody in.
    """
    return await asyncpg.connect(
        plain_dsn(settings),
        timeout=command_timeout or _CONNECT_SECONDS,
        command_timeout=command_timeout,
        server_settings=_server_settings(settings),
    )


def _pool_of(settings: DatabaseSettings) -> int:
    return 2 * settings.database_pool_size


def _server_settings(settings: DatabaseSettings) -> dict[str, str]:
    return {
        "application_name": "chaperone",
        "timezone": "UTC",
        "statement_timeout": _milliseconds(settings.database_statement_timeout),
        "lock_timeout": _milliseconds(settings.database_lock_timeout),
        "idle_in_transaction_session_timeout": f"{_IDLE_SECONDS}s",
    }


def _milliseconds(duration: timedelta) -> str:
    return str(max(1, round(duration.total_seconds() * 1000)))


def as_utc(value: datetime) -> datetime:
    """Return the same instant in UTC.

    Raises:
        ValueError: `value` carries no offset.
    """
    if value.tzinfo is None:
        message = "A time without an offset is not an instant."
        raise ValueError(message)
    return value.astimezone(UTC)


Json = dict[str, Any]

EMPTY_OBJECT: Final = text("'{}'::jsonb")
EMPTY_LIST: Final = text("'[]'::jsonb")
"""What rows have that a replica of an older version writes."""


def empty_list() -> list[Any]:
    """Return a new list: for each row pydantic reads the signature of what makes a default, and that of `list` takes it long."""
    return []
