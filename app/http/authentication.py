"""From the Authorization header to a Principal, behind one dependency."""

from collections.abc import Callable, Coroutine
from typing import Annotated, Any, Final

from fastapi import Depends
from fastapi.security import HTTPAuthorizationCredentials, HTTPBearer

from app.access import service as access
from app.access.models import Scope
from app.access.principal import Principal
from app.errors import NotAuthenticatedError, NotPermittedError
from app.http.dependencies import DatabaseDependency

_bearer: Final = HTTPBearer(
    scheme_name="ApiKey", description="An API key: `chaperone keys create` makes one.", auto_error=False
)


async def _principal(
    credentials: Annotated[HTTPAuthorizationCredentials | None, Depends(_bearer)], database: DatabaseDependency
) -> Principal:
    if credentials is None:
        message = "Send an API key as `Authorization: Bearer`."
        raise NotAuthenticatedError(message)
    async with database.transaction() as session:
        return await access.authenticate(session, credentials.credentials)


def requires(*scopes: Scope) -> Callable[[Principal], Coroutine[Any, Any, Principal]]:
    """Return a dependency that yields the caller if it has one of `scopes`."""

    async def permitted(principal: Annotated[Principal, Depends(_principal)]) -> Principal:
        if not any(principal.may(scope) for scope in scopes):
            message = "This API key may not do that."
            raise NotPermittedError(message)
        return principal

    return permitted


RegistryReader = Annotated[Principal, Depends(requires(Scope.REGISTRY_READ))]
RegistryWriter = Annotated[Principal, Depends(requires(Scope.REGISTRY_WRITE))]
BookingsReader = Annotated[Principal, Depends(requires(Scope.BOOKINGS_READ))]
BookingsWriter = Annotated[Principal, Depends(requires(Scope.BOOKINGS_WRITE))]
ApprovalsWriter = Annotated[Principal, Depends(requires(Scope.APPROVALS_WRITE))]
IncidentsReader = Annotated[Principal, Depends(requires(Scope.INCIDENTS_WRITE, Scope.AUDIT_READ))]
IncidentsWriter = Annotated[Principal, Depends(requires(Scope.INCIDENTS_WRITE))]
AuditReader = Annotated[Principal, Depends(requires(Scope.AUDIT_READ))]
Administrator = Annotated[Principal, Depends(requires(Scope.ADMIN))]
