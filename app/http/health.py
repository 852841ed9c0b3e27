"""Whether the service is well: for load balancers and for people."""

from typing import Literal

from fastapi import APIRouter

from app.errors import ServiceUnavailableError
from app.http.dependencies import DatabaseDependency
from app.http.fields import Schema
from app.http.problems import public_problems
from app.migrations import current_revision, newest_revision

router = APIRouter(tags=["Service"])


class Health(Schema):
    """The service is up."""

    status: Literal["ok"] = "ok"


@router.get("/healthz", summary="Is the process alive?", operation_id="healthz")
async def healthz() -> Health:
    """Answers as long as the process can answer at all; looks at nothing else."""
    return Health()


@router.get("/readyz", summary="Can it serve requests?", operation_id="readyz", responses=public_problems())
async def readyz(database: DatabaseDependency) -> Health:
    """Looks whether the database answers and has the tables that this version needs."""
    async with database.engine.connect() as connection:
        revision = await current_revision(connection)
    if revision != newest_revision():
        message = "The database is not migrated to this version. Run `chaperone migrate`."
        raise ServiceUnavailableError(message)
    return Health()
