"""Whether the service is well: for load balancers, supervisors and people."""

import asyncio
from dataclasses import dataclass
from enum import StrEnum
from typing import Annotated, Literal

from fastapi import APIRouter, Query, Request
from pydantic import Field

from app.http.fields import Schema
from app.http.problems import public_problems
from app.installation.trust import Trust, check_trusted, trust_on
from app.kit.database import Database
from app.kit.errors import ServiceUnavailableError
from app.kit.heartbeat import workers_alive
from app.kit.revisions import current_revision, is_recent_enough

router = APIRouter(tags=["Health"])


class Health(Schema):
    """The service is up."""

    status: Literal["ok"] = "ok"


class Readiness(Health):
    """The service can do what it is asked for."""

    workers: int = Field(description="Workers that are alive now. Without one, nothing is done at Zoom.")


class Part(StrEnum):
    """A part of the service that can be left out of the question."""

    WORKER = "worker"


@dataclass(frozen=True)
class Seen:
    """What a look at the database found."""

    is_migrated: bool
    workers: int = 0
    trust: Trust = Trust.UNCERTAIN


class ReadinessCheck:
    """Looks at the database on a connection of its own, so that a full pool neither delays nor hides the answer.

    Callers at the same time share one look: however many ask, there is one connection.
    """

    def __init__(self, database: Database) -> None:
        self._database = database
        self._looking: asyncio.Task[Seen] | None = None

    async def look(self) -> Seen:
        """Look now, or wait for the look that somebody else has begun.

        Raises:
            OSError: The database does not answer in time.
            SQLAlchemyError: It refuses.
            asyncpg.PostgresError: It lets nobody in.
        """
        if self._looking is None or self._looking.done():
            self._looking = asyncio.create_task(self._look(), name="readiness")
        return await asyncio.shield(self._looking)

    async def _look(self) -> Seen:
        async with self._database.outside_pool() as connection:
            if not is_recent_enough(await current_revision(connection)):
                return Seen(is_migrated=False)
            workers, trust = await workers_alive(connection), await trust_on(connection)
            return Seen(is_migrated=True, workers=workers, trust=trust)


@router.get("/healthz", summary="Is the process alive?", operation_id="healthz")
async def healthz() -> Health:
    """Answers as long as the process can answer at all; looks at nothing else."""
    return Health()


@router.get("/readyz", summary="Can the service do its work?", operation_id="readyz", responses=public_problems(422))
async def readyz(
    request: Request,
    exclude: Annotated[
        list[Part] | None,
        Query(
            description="What not to ask for: with `worker`, whether this replica can serve requests, no more than that."
        ),
    ] = None,
) -> Readiness:
    """Looks whether the database answers, has the tables that this version needs, or later ones, and whether a worker is alive.

    Without a worker nothing is made, repaired or removed at Zoom; nor is it after a restore of the database, until somebody has
    decided about the differences from Zoom. Monitoring should know both at once. A load balancer asks with `exclude=worker`,
    so that withdrawals and cancellations can still be recorded.
    """
    check: ReadinessCheck = request.app.state.readiness
    seen = await check.look()
    if not seen.is_migrated:
        message = "The database is not migrated to this version. Run `chaperone migrate`."
        raise ServiceUnavailableError(message)
    if Part.WORKER not in (exclude or ()):
        check_trusted(seen.trust)
        if not seen.workers:
            message = "No worker is running, so nothing is made or removed at Zoom. Start `chaperone worker`."
            raise ServiceUnavailableError(message)
    return Readiness(workers=seen.workers)
