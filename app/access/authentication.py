"""From the Authorization header to a Principal, behind one dependency."""

from collections.abc import AsyncIterator, Callable, Coroutine
from dataclasses import replace
from typing import Annotated, Any, Final

from fastapi import Depends, Request
from fastapi.exceptions import RequestValidationError
from fastapi.security import HTTPAuthorizationCredentials, HTTPBearer

from app.access import service as access
from app.access.denials import is_denial, record_attempt_to_loosen, record_denial
from app.access.models import Scope
from app.access.principal import LapsedKeyError, Principal
from app.http.caller_limits import Callers
from app.http.dependencies import DatabaseDependency, SettingsDependency
from app.http.strictness import require_unambiguous
from app.kit.errors import ChaperoneError, MissingScopeError, NotAuthenticatedError

_bearer: Final = HTTPBearer(
    scheme_name="ApiKey", description="An API key: `chaperone keys create` makes one.", auto_error=False
)


async def _principal(
    credentials: Annotated[HTTPAuthorizationCredentials | None, Depends(_bearer)],
    database: DatabaseDependency,
    settings: SettingsDependency,
    request: Request,
) -> AsyncIterator[Principal]:
    if credentials is None:
        message = (
            "No API key was sent. In the docs page press Authorize and paste yours; a program sends it in the header "
            "`Authorization: Bearer`."
        )
        raise NotAuthenticatedError(message)
    try:
        async with database.single_statement() as session:
            caller = await access.authenticate(session, credentials.credentials)
        callers: Callers = request.app.state.callers
        callers.recognise(credentials.credentials)
    except LapsedKeyError as lapsed:
        await record_denial(database, request, lapsed.principal, lapsed)
        raise
    principal = replace(caller, may_act_alone=not settings.second_person)
    # Scope "request": what the endpoint raises comes by here, once its own transaction is rolled back.
    try:
        yield principal
    except (ChaperoneError, RequestValidationError) as error:
        if isinstance(error, ChaperoneError) and is_denial(principal, error):
            await record_denial(database, request, principal, error)
        else:
            await record_attempt_to_loosen(database, request, principal, error)
        raise


Caller = Annotated[Principal, Depends(_principal, scope="request")]
"""Whoever calls, whatever their key may do."""


def requires(*scopes: Scope) -> Callable[[Principal, Request], Coroutine[Any, Any, Principal]]:
    """Return a dependency that yields the caller if it has one of `scopes`."""

    async def permitted(principal: Caller, request: Request) -> Principal:
        if not any(principal.may(scope) for scope in scopes):
            message = "This API key may not do that."
            raise MissingScopeError(message, needs=scopes)
        # Here, because every operation with an API key comes by: what is unclear is told to callers who may ask at all.
        await require_unambiguous(request)
        return principal

    return permitted


RegistryReader = Annotated[Principal, Depends(requires(Scope.REGISTRY_READ))]
HostSyncReader = Annotated[Principal, Depends(requires(Scope.REGISTRY_READ, Scope.REGISTRY_WRITE))]
RegistryWriter = Annotated[Principal, Depends(requires(Scope.REGISTRY_WRITE))]
ContactsReader = Annotated[Principal, Depends(requires(Scope.BOOKINGS_READ, Scope.REGISTRY_READ))]
BookingsReader = Annotated[Principal, Depends(requires(Scope.BOOKINGS_READ))]
BookingsWriter = Annotated[Principal, Depends(requires(Scope.BOOKINGS_WRITE))]
LinksReader = Annotated[Principal, Depends(requires(Scope.LINKS_READ))]
ApprovalsWriter = Annotated[Principal, Depends(requires(Scope.APPROVALS_WRITE))]
IncidentsReader = Annotated[Principal, Depends(requires(Scope.INCIDENTS_WRITE, Scope.AUDIT_READ))]
IncidentsWriter = Annotated[Principal, Depends(requires(Scope.INCIDENTS_WRITE))]
AuditReader = Annotated[Principal, Depends(requires(Scope.AUDIT_READ))]
EventsReader = Annotated[
    Principal,
    Depends(
        requires(
            Scope.BOOKINGS_READ,
            Scope.APPROVALS_WRITE,
            Scope.INCIDENTS_WRITE,
            Scope.AUDIT_READ,
            Scope.REGISTRY_READ,
            Scope.WEBHOOKS_WRITE,
        )
    ),
]
WebhooksWriter = Annotated[Principal, Depends(requires(Scope.WEBHOOKS_WRITE))]
Administrator = Annotated[Principal, Depends(requires(Scope.ADMIN))]
