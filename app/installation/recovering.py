"""Refusing what would change something at Zoom while the database may be older than what was last done there."""

from fastapi import Depends

from app.access.authentication import Caller
from app.http.dependencies import DatabaseDependency
from app.installation.trust import require_trust


async def _require_trust(caller: Caller, database: DatabaseDependency) -> None:
    # Not in the request's own transaction, which may begin only after a long wait for a lock.
    if not caller.sees_trusted_database:
        async with database.single_statement() as session:
            await require_trust(session)


NOT_WHILE_RECOVERING = Depends(_require_trust)
"""For `dependencies` of an operation. An Idempotency-Key of the lost time must not make a second meeting."""
