"""Who may call what."""

from datetime import timedelta

from app.access.models import Scope
from app.access.service import revoke_key
from app.audit.origin import OPERATOR
from tests.support.operations import WITHOUT_KEY, document_of, operations_in
from tests.support.service import Service, problem


async def test_every_operation_but_three_refuses_a_caller_without_key(service: Service) -> None:
    anonymous = await service.anonymous()
    document = await document_of(anonymous)
    open_to_all = set()
    for operation in operations_in(document):
        if not operation.description["security"]:
            open_to_all.add(operation.id)
            continue
        response = await operation.call(anonymous)
        problem(response, 401, "not-authenticated")
        assert response.headers["WWW-Authenticate"] == "Bearer", operation
    assert open_to_all == WITHOUT_KEY


async def test_every_operation_refuses_a_key_without_its_scope_and_does_not_name_it(service: Service) -> None:
    incidents, registry = await service.caller(Scope.INCIDENTS_WRITE), await service.caller(Scope.REGISTRY_READ)
    # Whoever may read bookings, the registry, incidents or the trail follows what happens to them.
    followed_by_many = {"list_events": await service.caller(Scope.LINKS_READ)}
    for operation in operations_in(await document_of(incidents)):
        if operation.description["security"]:
            usual = registry if operation.description["tags"] == ["Incidents"] else incidents
            caller = followed_by_many.get(operation.id, usual)
            refused = problem(await operation.call(caller), 403, "not-permitted")
            assert "errors" not in refused
            assert not any(scope in str(refused) for scope in Scope), operation


async def test_a_key_that_reads_the_registry_changes_nothing_in_it(service: Service) -> None:
    reader = await service.caller(Scope.REGISTRY_READ, Scope.BOOKINGS_READ, Scope.BOOKINGS_WRITE)
    registry = (
        "/v1/partners",
        "/v1/programmes",
        "/v1/people",
        "/v1/pairings",
        "/v1/evidence",
        "/v1/hosts",
        "/v1/policy",
    )
    for operation in operations_in(await document_of(reader)):
        if not operation.path.startswith(registry):
            continue
        response = await operation.call(reader)
        if operation.method == "GET":
            # Not refused: the week that one of them asks for is missing.
            assert response.status_code in {200, 404, 422}, operation
        else:
            problem(response, 403, "not-permitted")


async def test_an_administrator_may_do_everything(service: Service) -> None:
    administrator = await service.caller(Scope.ADMIN)
    for operation in operations_in(await document_of(administrator)):
        assert (await operation.call(administrator)).status_code not in {401, 403} or operation.id in WITHOUT_KEY


async def test_what_is_not_a_valid_key_is_refused_always_with_the_same_words(service: Service) -> None:
    caller, other = await service.caller(), await service.caller()
    expired = await service.caller(valid_for=timedelta(seconds=-1))
    revoked = await service.caller()
    async with service.database.transaction() as session:
        await revoke_key(session, service.keys[revoked], origin=OPERATOR)
    valid = caller.headers["Authorization"].removeprefix("Bearer ")
    prefix, key_id, _ = valid.split("_", 2)
    others_secret = other.headers["Authorization"].split("_", 2)[2]
    anonymous = await service.anonymous()
    details = set()
    for authorization in (
        expired.headers["Authorization"],
        revoked.headers["Authorization"],
        f"Bearer {prefix}_{key_id}_{others_secret}",
        f"Bearer {prefix}_{key_id}_",
        f"Bearer {prefix}_{key_id}",
        f"Bearer {valid[:-1]}",
        f"Bearer {valid}x",
        f"Bearer {prefix}_not-an-id_{others_secret}",
        f"Bearer {'x' * 5000}",
        "Bearer __",
        "Bearer \xe9\xff",
        "Bearer chaperone_\xe9_\xff",
    ):
        headers = {b"Authorization": authorization.encode("latin-1")}
        refused = problem(await anonymous.get("/v1/partners", headers=headers), 401, "not-authenticated")
        details.add(refused["detail"])
    (said,) = details
    assert said.startswith("This API key is not valid")
    for without in ("", "Bearer", f"Basic {valid}", valid):
        response = await anonymous.get("/v1/partners", headers={"Authorization": without})
        assert problem(response, 401, "not-authenticated")["detail"].startswith("No API key was sent.")
    assert (await anonymous.get("/v1/partners", headers={"Authorization": f"bearer {valid}"})).status_code == 200
