"""Who is denied leaves an entry in the trail: the one place that writes it."""

from collections.abc import Awaitable, Callable, Iterable
from typing import Any, Final
from uuid import UUID

import structlog
from fastapi import Request
from fastapi.exceptions import RequestValidationError
from sqlmodel.ext.asyncio.session import AsyncSession

from app.access.lapsed import count_use
from app.access.principal import LapsedKeyError, Principal
from app.audit import service as audit
from app.http.loosening import attempt_to_loosen
from app.http.problems import TYPE_PREFIX, problem_body
from app.kit.database import Database
from app.kit.errors import (
    ChaperoneError,
    InvalidFieldsError,
    LooseningNotConfirmedError,
    MissingScopeError,
    NotFoundError,
    NotPermittedError,
)
from app.kit.logging import current_request_id

ACTION: Final = "request.denied"
REFUSED: Final = "request.refused"
"""Not understood, and perhaps meant to loosen something."""

log = structlog.get_logger(__name__)


def is_denial(principal: Principal, error: ChaperoneError) -> bool:
    """Tell whether an error denies the caller something: to a partner's key, what it cannot find may be another's.

    Who tries to loosen rules without saying so is denied that, too.
    """
    if isinstance(error, InvalidFieldsError):
        return principal.partner_id is not None and any(each.unknown for each in error.errors)
    return isinstance(error, NotPermittedError | LooseningNotConfirmedError) or (
        isinstance(error, NotFoundError) and principal.partner_id is not None
    )


async def record_denial(database: Database, request: Request, principal: Principal, error: ChaperoneError) -> None:
    """Write down that a caller was denied, in a transaction of its own: the request's own keeps nothing.

    A key that has lapsed leaves an entry for its first request in an hour; further ones are counted. What cannot be written
    down goes to the log, and the caller is denied all the same.
    """

    async def write(session: AsyncSession) -> None:
        if isinstance(error, LapsedKeyError) and await count_use(session, principal, error.reason) > 1:
            return
        subject = next(iter(_unknown(error)), None) or _asked_for(request)
        await _append(session, principal, ACTION, subject, _told(request, error))

    await _record(database, principal, write)


async def record_attempt_to_loosen(
    database: Database, request: Request, principal: Principal, error: ChaperoneError | RequestValidationError
) -> None:
    """Write down, likewise, that a request was not understood that may have been meant to loosen something."""
    fields = attempt_to_loosen(request, error)
    if fields is None:
        return

    async def write(session: AsyncSession) -> None:
        after = {"reason": "invalid-fields", "status": 422, **_operation(request), "fields": fields}
        await _append(session, principal, REFUSED, _asked_for(request), after)

    await _record(database, principal, write)


async def _append(
    session: AsyncSession, principal: Principal, action: str, subject: tuple[str, object], after: dict[str, Any]
) -> None:
    await audit.append(
        session,
        origin=principal.origin,
        action=action,
        subject=subject,
        # The caller's own partner: whether the thing is there, and whose it is, the entry does not tell either.
        partner_id=principal.partner_id,
        after=after,
    )


async def _record(database: Database, principal: Principal, write: Callable[[AsyncSession], Awaitable[None]]) -> None:
    try:
        async with database.transaction() as session:
            await write(session)
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


def _unknown(error: ChaperoneError) -> Iterable[tuple[str, UUID]]:
    """Return what a body names by its id that the caller cannot see."""
    if isinstance(error, InvalidFieldsError):
        for each in error.errors:
            if each.unknown:
                yield each.field.removesuffix("_id"), each.unknown


def _operation(request: Request) -> dict[str, Any]:
    return {"method": request.method, "route": request.scope["route"].path}


def _told(request: Request, error: ChaperoneError) -> dict[str, Any]:
    problem = problem_body(error)
    told = {
        "reason": problem["type"].removeprefix(TYPE_PREFIX),
        "status": problem["status"],
        **_operation(request),
    }
    if unknown := dict(_unknown(error)):
        told |= {"reason": "not-found", "named": {name: str(value) for name, value in unknown.items()}}
    if isinstance(error, MissingScopeError):
        told |= {"reason": "scope", "needs": sorted(error.needs)}
    if isinstance(error, LapsedKeyError):
        told["reason"] = error.reason
    return told
