"""Who is denied leaves an entry in the trail: the one place that writes it."""

from typing import Any, Final
from uuid import UUID

import structlog
from fastapi import Request

from app.access.principal import LapsedKeyError, Principal
from app.audit import service as audit
from app.database import Database
from app.errors import ChaperoneError, LooseningNotConfirmedError, MissingScopeError, NotFoundError, NotPermittedError
from app.http.problems import TYPE_PREFIX, problem_body
from app.http.request_identity import current_request_id

ACTION: Final = "request.denied"

log = structlog.get_logger(__name__)


def is_denial(principal: Principal, error: ChaperoneError) -> bool:
    """Tell whether an error denies the caller something: to a partner's key, what it cannot find may be another's.

    Who tries to loosen rules without saying so is denied that, too.
    """
    return isinstance(error, NotPermittedError | LooseningNotConfirmedError) or (
        isinstance(error, NotFoundError) and principal.partner_id is not None
    )


async def record_denial(database: Database, request: Request, principal: Principal, error: ChaperoneError) -> None:
    """Write down that a caller was denied, in a transaction of its own: the request's own keeps nothing.

    What cannot be written down goes to the log, and the caller is denied all the same.
    """
    try:
        async with database.transaction() as session:
            await audit.append(
                session,
                origin=principal.origin(current_request_id()),
                action=ACTION,
                subject=_asked_for(request),
                # The caller's own partner: whether the thing is there, and whose it is, the entry does not tell either.
                partner_id=principal.partner_id,
                after=_told(request, error),
            )
    except Exception:
        # Whatever it is, the answer is the denial.
        log.exception("request.denial_not_recorded", key_id=str(principal.key_id))


def _asked_for(request: Request) -> tuple[str, object]:
    """Return the innermost thing that the path names by its id, or the request; other words of a path may be anything."""
    for name, value in reversed(request.path_params.items()):
        try:
            return name.removesuffix("_id"), UUID(value)
        except ValueError:
            continue
    return "request", current_request_id()


def _told(request: Request, error: ChaperoneError) -> dict[str, Any]:
    problem = problem_body(error)
    told = {
        "reason": problem["type"].removeprefix(TYPE_PREFIX),
        "status": problem["status"],
        "method": request.method,
        "route": request.scope["route"].path,
    }
    if isinstance(error, MissingScopeError):
        told |= {"reason": "scope", "needs": sorted(error.needs)}
    if isinstance(error, LapsedKeyError):
        told["reason"] = error.reason
    return told
