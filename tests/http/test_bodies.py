"""Bodies that are broken or too large."""

from collections.abc import AsyncIterator

import pytest

from app.main import BODY_LIMIT
from tests.support.service import Service, problem

JSON = {"Content-Type": "application/json"}
AROUND_THE_NAME = len(b'{"name":""}')


async def test_what_is_not_json_is_refused_before_anything_else(service: Service) -> None:
    client = await service.caller()
    for body in (
        b"{",
        b"name=Riverside",
        b'{"name": "Riverside"',
        b"{'name': 'Riverside'}",
        b'{"name": "Riverside"} again',
        b'{"name": "\xff\xfe"}',
        b"\x00",
        b"[" * 100_000,
        b'{"name": ' + b"1" * 5000 + b"}",
    ):
        problem(await client.post("/v1/partners", content=body, headers=JSON), 400, "bad-request")
    for body in (b"", b"null", b"[]", b'"name"', b"7", b"[[]]"):
        refused = problem(await client.post("/v1/partners", content=body, headers=JSON), 422, "invalid-fields")
        assert [error["field"] for error in refused["errors"]] == ["body"], body
    assert (await client.get("/v1/partners")).json()["items"] == []


async def test_a_body_that_does_not_say_that_it_is_json_is_refused(service: Service) -> None:
    client = await service.caller()
    for content_type in ("text/plain", "application/x-www-form-urlencoded", "application/xml"):
        response = await client.post(
            "/v1/partners", content=b'{"name":"Riverside"}', headers={"Content-Type": content_type}
        )
        problem(response, 422, "invalid-fields")


@pytest.mark.parametrize("streamed", [False, True])
async def test_a_body_may_have_256_kibibytes_and_not_one_byte_more(service: Service, *, streamed: bool) -> None:
    client = await service.caller()

    async def pieces(body: bytes) -> AsyncIterator[bytes]:
        for start in range(0, len(body), 4096):
            yield body[start : start + 4096]

    for size in (BODY_LIMIT, BODY_LIMIT + 1):
        body = b'{"name":"' + b"x" * (size - AROUND_THE_NAME) + b'"}'
        assert len(body) == size
        response = await client.post("/v1/partners", content=pieces(body) if streamed else body, headers=JSON)
        if size == BODY_LIMIT:
            assert [error["field"] for error in problem(response, 422, "invalid-fields")["errors"]] == ["name"]
        else:
            problem(response, 413, "too-large")
    # The connection, or a new one, serves the next request as if nothing had happened.
    assert (await client.get("/v1/partners")).status_code == 200
