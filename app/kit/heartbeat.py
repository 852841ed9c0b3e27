"""Signs of life: each worker says, in the database, until when it counts as alive; everybody else can ask whether one is."""

import socket
from datetime import datetime, timedelta
from typing import Final
from uuid import UUID

from pgqueuer.ports.driver import Driver
from sqlalchemy import text
from sqlalchemy.ext.asyncio import AsyncConnection
from sqlmodel import Field, SQLModel

from app.kit.database import Instant
from app.kit.identifiers import new_id

BEATS_MISSED: Final = 3
"""A worker counts as alive for so many heartbeats after the last one."""

_BEAT: Final = """
    INSERT INTO worker_heartbeat (id, name, started_at, seen_at, alive_until) VALUES ($1, $2, now(), now(), now() + $3)
    ON CONFLICT (id) DO UPDATE SET seen_at = excluded.seen_at, alive_until = excluded.alive_until
"""
_FORGET: Final = "DELETE FROM worker_heartbeat WHERE alive_until < now() - interval '1 day'"


class WorkerHeartbeat(SQLModel, table=True):
    """A worker process. All times are the database's own, so that no two clocks are compared."""

    __tablename__ = "worker_heartbeat"

    id: UUID = Field(default_factory=new_id, primary_key=True)
    # The machine's, or WORKER_NAME.
    name: str = Field(max_length=255, index=True)
    started_at: datetime = Field(sa_type=Instant)
    seen_at: datetime = Field(sa_type=Instant)
    alive_until: datetime = Field(sa_type=Instant)


def machine_name() -> str:
    """Return the name of this machine: a container's own id."""
    return socket.gethostname()


class Heartbeat:
    """The sign of life of one worker process."""

    def __init__(self, name: str, every: timedelta) -> None:
        self._id = new_id()
        self._name = name
        self._lifetime = BEATS_MISSED * every

    async def beat(self, driver: Driver) -> None:
        """Say that this worker is alive, on the connection that it takes its jobs from."""
        await driver.execute(_BEAT, self._id, self._name, self._lifetime)

    async def forget_others(self, driver: Driver) -> None:
        """Delete what workers that ended long ago have left."""
        await driver.execute(_FORGET)


async def workers_alive(connection: AsyncConnection, *, name: str | None = None) -> int:
    """Count the workers that are alive now: all of them, or those that have this name."""
    query = "SELECT count(*) FROM worker_heartbeat WHERE alive_until > now()"
    if name is None:
        return int(await connection.scalar(text(query)) or 0)
    return int(await connection.scalar(text(f"{query} AND name = :name"), {"name": name}) or 0)


async def worker_last_seen(connection: AsyncConnection) -> timedelta | None:
    """Return how long ago a worker was last seen, None when none ever was, or only too long ago to be remembered."""
    silence: timedelta | None = await connection.scalar(text("SELECT now() - max(seen_at) FROM worker_heartbeat"))
    return silence
