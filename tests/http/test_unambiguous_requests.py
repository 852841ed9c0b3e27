"""A request that can be read in two ways is refused: unknown parameters, and names that are given twice."""

import httpx
import pytest
from fastapi.routing import APIRoute

from app.access.models import Scope
from app.main import ROUTERS
from tests.support.operations import SOME_ID
from tests.support.service import Service, problem

JSON = {"Content-Type": "application/json", "If-Match": "*"}
OPERATIONS = sorted(
    (method, route.path)
    for router in ROUTERS
    for route in router.routes
    if isinstance(route, APIRoute) and route.path.startswith("/v1/")
    for method in route.methods or ()
)


def fields(response: httpx.Response) -> list[tuple[str, str]]:
    return [(each["field"], each["message"]) for each in problem(response, 422, "invalid-fields")["errors"]]


async def test_every_operation_refuses_a_parameter_that_it_does_not_know(service: Service) -> None:
    caller = await service.caller(*Scope)
    assert len(OPERATIONS) > 50
    for method, template in OPERATIONS:
        path = "/".join(SOME_ID if part.startswith("{") else part for part in template.split("/"))
        refused = await caller.request(method, path, params={"partnerid": SOME_ID})
        assert [field for field, _ in fields(refused)] == ["query.partnerid"], (method, template)


async def test_the_answer_names_the_parameters_that_there_are_and_repeats_no_odd_name(service: Service) -> None:
    caller = await service.caller()
    known = "archived, cursor, limit"
    misspelt = await caller.get("/v1/partners", params={"Limit": 5})
    assert fields(misspelt) == [("query.Limit", f"is not a parameter of this operation; it has {known}")]
    odd = await caller.get("/v1/partners", params={"<script>Zephyrine": 5})
    assert [field for field, _ in fields(odd)] == ["query"]
    assert "Zephyrine" not in odd.text
    assert fields(await caller.get("/v1/partners?limit=1&limit=200")) == [("query.limit", "is given more than once")]


async def test_who_may_not_ask_at_all_is_not_told_about_parameters(service: Service) -> None:
    caller = await service.caller(Scope.BOOKINGS_READ)
    problem(await caller.get("/v1/partners", params={"nonsense": 1}), 403, "not-permitted")
    problem(await (await service.anonymous()).get("/v1/partners?nonsense=1"), 401, "not-authenticated")


@pytest.mark.parametrize(
    ("body", "field"),
    [
        (b'{"name": "Riverside", "name": "Harbour"}', "name"),
        (b'{"name": "Riverside", "\\u006eame": "Harbour"}', "name"),
        (b'{"name": "Riverside", "inner": [{"deep": {"twice": 1, "twice": 1}}]}', "twice"),
        (b'{"name": "Riverside", "Zephyrine Example": 1, "Zephyrine Example": 2}', "body"),
    ],
    ids=["plain", "escaped", "nested", "odd-name"],
)
async def test_a_name_that_stands_twice_in_an_object_is_refused(service: Service, body: bytes, field: str) -> None:
    caller = await service.caller()
    refused = await caller.post("/v1/partners", content=body, headers=JSON)
    assert fields(refused) == [(field, "is given more than once")]
    assert "Zephyrine" not in refused.text
    assert (await caller.get("/v1/partners")).json()["items"] == []
