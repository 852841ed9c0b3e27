"""A request id on every answer, so that what went wrong can be found."""

from app.main import BODY_LIMIT
from tests.support.service import Service

HEADER = "X-Request-ID"


async def test_every_answer_carries_the_callers_own_id_or_a_new_one(service: Service) -> None:
    client = await service.caller()
    for method, path, body in (
        ("GET", "/v1/partners", b""),
        ("GET", "/healthz", b""),
        ("GET", "/docs", b""),
        ("GET", "/v1/nothing", b""),
        ("DELETE", "/v1/partners", b""),
        ("POST", "/v1/partners", b"{"),
        ("POST", "/v1/partners", b"x" * (BODY_LIMIT + 1)),
    ):
        own = await client.request(method, path, content=body, headers={HEADER: "my-request.1"})
        assert own.headers[HEADER] == "my-request.1", path
        assert own.headers.get_list(HEADER) == ["my-request.1"]
        ids = {(await client.request(method, path, content=body)).headers[HEADER] for _ in range(2)}
        assert len(ids) == 2
        if own.is_error:
            assert own.json()["request_id"] == "my-request.1"


async def test_an_id_that_could_write_into_our_logs_is_replaced(service: Service) -> None:
    client = await service.anonymous()
    for given in ("", "two words", "x" * 65, 'quote"', "semi;colon", "{}", "\xe9"):
        response = await client.get("/healthz", headers={HEADER.encode(): given.encode("latin-1")})
        assert response.status_code == 200
        assert response.headers[HEADER] != given
        assert len(response.headers[HEADER]) == 36


async def test_the_id_stands_in_the_trail(service: Service) -> None:
    client = await service.caller()
    created = await client.post("/v1/partners", json={"name": "Riverside"}, headers={HEADER: "my-request.2"})
    assert created.status_code == 201
    entries = (await client.get("/v1/audit", params={"action": "partner.created"})).json()["items"]
    assert [entry["request_id"] for entry in entries] == ["my-request.2"]
