"""Every example of the docs page runs as it is against the demo data."""

from collections.abc import Iterator, Sequence
from typing import Any
from uuid import uuid4

import httpx
import pytest

from app.access.models import Scope
from tests.support.openapi import document, operations
from tests.support.zoom import System

DOCUMENT = document()

# What one example ends or takes, another cannot have any more: each of these runs on demo data of its own.
LAST = (
    "decline_booking",
    "decline_series",
    "decline_move",
    "withdraw_move",
    "move_booking",
    "move_series",
    "cancel_booking",
    "cancel_series",
    "create_series",
    "decline_proposed_change",
    "withdraw_proposed_change",
)
FIRST = ("approve_booking", "approve_series")
FIRST_COORDINATOR = "demo-1"
"""The person whose key the page tells readers to use; what was on file before is for a key with the scope `admin`."""

SIGNED_BY_ZOOM = "take_in_zoom_event"


def requests() -> Iterator[tuple[str, str, dict[str, Any]]]:
    for name, operation in operations(DOCUMENT).items():
        method, path = name.split(" ", 1)
        if operation["operationId"] != SIGNED_BY_ZOOM:
            yield method, path, operation


def resolved(described: dict[str, Any]) -> dict[str, Any]:
    if "$ref" not in described:
        return described
    found: dict[str, Any] = DOCUMENT
    for part in described["$ref"].removeprefix("#/").split("/"):
        found = found[part]
    return found


def example_of(described: dict[str, Any]) -> Any:
    if "examples" in described:
        return next(iter(described["examples"].values()))["value"]
    return described.get("example")


async def run(client: httpx.AsyncClient, method: str, path: str, operation: dict[str, Any]) -> httpx.Response:
    headers: dict[str, str] = {}
    for parameter in map(resolved, operation.get("parameters", [])):
        value = example_of(parameter)
        if parameter["in"] == "path":
            path = path.replace(f"{{{parameter['name']}}}", str(value))
        elif parameter["in"] == "header" and parameter["name"].lower() == "if-match":
            headers["If-Match"] = "*"
        elif parameter["in"] == "header" and parameter["name"].lower() == "idempotency-key":
            headers["Idempotency-Key"] = str(uuid4())
    query = {
        each["name"]: example_of(each)
        for each in map(resolved, operation.get("parameters", []))
        if each["in"] == "query" and each.get("required")
    }
    body = operation.get("requestBody", {}).get("content", {}).get("application/json")
    json = example_of(body) if body else None
    return await client.request(method, path, json=json, params=query, headers=headers)


def undeclared(operation: dict[str, Any], answer: httpx.Response) -> set[str]:
    """Return the headers that an answer has and the document does not declare for it, of those that clients go by."""
    declared = set(operation["responses"][str(answer.status_code)].get("headers", {}))
    return {name for name in ("ETag", "Location", "Retry-After") if name in answer.headers} - declared


def in_order(chosen: Sequence[tuple[str, str, dict[str, Any]]]) -> Sequence[tuple[str, str, dict[str, Any]]]:
    """Reads first, then what adds, then what changes."""
    order = {"GET": 0, "POST": 1, "PUT": 2, "PATCH": 3, "DELETE": 4}
    return sorted(chosen, key=lambda each: (each[2]["operationId"] not in FIRST, order[each[0]]))


async def test_every_example_runs_against_the_demo_data(demo: System) -> None:
    client = await demo.caller(*Scope, person=FIRST_COORDINATOR)
    chosen = [each for each in requests() if each[2]["operationId"] not in LAST]
    assert len(chosen) > 40

    answers = {each[2]["operationId"]: await run(client, *each) for each in in_order(chosen)}

    failed = {name: answer.text for name, answer in answers.items() if not answer.is_success}
    assert failed == {}
    described = {each[2]["operationId"]: each[2] for each in chosen}
    untold = {name: undeclared(described[name], answer) for name, answer in answers.items()}
    assert {name: headers for name, headers in untold.items() if headers} == {}


@pytest.mark.parametrize("name", LAST)
async def test_an_example_that_ends_something_runs_against_the_demo_data(demo: System, name: str) -> None:
    client = await demo.caller(person=FIRST_COORDINATOR)
    (found,) = [each for each in requests() if each[2]["operationId"] == name]

    answer = await run(client, *found)

    assert answer.is_success, answer.text
    assert undeclared(found[2], answer) == set()
