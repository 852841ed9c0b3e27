"""The OpenAPI document is valid, complete, and clean to a linter of others' making."""

import json
import shutil
import subprocess
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
import time_machine
from openapi_spec_validator import OpenAPIV31SpecValidator, validate

from app.http.documentation import TAGS
from tests.support.openapi import application, document, operations

DOCUMENT = document()
OPERATIONS = operations(DOCUMENT)
LINTER = "@redocly/cli@2.77.0"
# What npm says where its registry cannot be reached.
UNREACHABLE = ("ENOTFOUND", "ECONNREFUSED", "ECONNRESET", "ETIMEDOUT", "EAI_AGAIN", "ENETUNREACH", "E403", "ENEEDAUTH")

each_operation = pytest.mark.parametrize("operation", OPERATIONS.values(), ids=OPERATIONS)


def has_example(described: dict[str, Any]) -> bool:
    return "example" in described or bool(described.get("examples"))


def test_the_document_is_valid_openapi_3_1() -> None:
    assert DOCUMENT["openapi"].startswith("3.1.")
    validate(DOCUMENT, cls=OpenAPIV31SpecValidator)


def test_no_two_schemas_share_a_name() -> None:
    # FastAPI puts the module before both then, and generated clients take those names over.
    assert [name for name in DOCUMENT["components"]["schemas"] if "__" in name] == []


@each_operation
def test_an_operation_says_what_it_does(operation: dict[str, Any]) -> None:
    assert operation["operationId"]
    assert operation["summary"]
    assert operation["description"]


@each_operation
def test_an_operation_has_one_of_the_declared_tags(operation: dict[str, Any]) -> None:
    assert len(operation["tags"]) == 1
    assert operation["tags"][0] in {tag["name"] for tag in TAGS}


def test_operations_are_named_once() -> None:
    names = [operation["operationId"] for operation in OPERATIONS.values()]
    assert len(names) == len(set(names))


def test_tags_are_declared_in_the_order_of_work_and_all_are_used() -> None:
    assert DOCUMENT["tags"] == TAGS
    assert {tag for operation in OPERATIONS.values() for tag in operation["tags"]} == {tag["name"] for tag in TAGS}


@each_operation
def test_every_path_parameter_has_an_example(operation: dict[str, Any]) -> None:
    in_path = [each for each in operation.get("parameters", []) if each["in"] == "path"]
    assert [each["name"] for each in in_path if not has_example(each)] == []


@each_operation
def test_every_body_has_an_example(operation: dict[str, Any]) -> None:
    content = operation.get("requestBody", {}).get("content", {})
    assert [media_type for media_type, described in content.items() if not has_example(described)] == []


@each_operation
def test_every_error_is_a_problem_document(operation: dict[str, Any]) -> None:
    errors = {status: list(each["content"]) for status, each in operation["responses"].items() if status >= "400"}
    assert errors == {status: ["application/problem+json"] for status in errors}


def test_the_first_example_of_a_change_takes_nothing_from_anybody_when_only_the_id_is_another() -> None:
    # What is replaced as a whole, or ends something, or changes what a person is, is never what is filled in.
    harmful = {"active", "role", "coordinators", "safeguarding_contacts", "birth_date", "adult_at_risk", "time_zone"}
    filled_in = {
        operation["operationId"]: next(iter(body["examples"].values()))["value"]
        for name, operation in OPERATIONS.items()
        if name.startswith("PATCH") and (body := operation["requestBody"]["content"]["application/json"])
    }
    assert {"change_person", "change_pairing", "change_programme", "change_partner"} <= filled_in.keys()
    assert {name: value for name, value in filled_in.items() if harmful & value.keys()} == {}


def test_a_linter_finds_no_error(tmp_path: Path) -> None:
    npx = shutil.which("npx")
    if npx is None:
        pytest.skip("there is no npx: the OpenAPI document is not linted")
    file = tmp_path / "openapi.json"
    file.write_text(json.dumps(DOCUMENT))
    command = [npx, "--yes", "--cache", str(tmp_path / "npm"), LINTER, "lint", "--extends", "recommended", str(file)]
    environment = {"PATH": str(Path(npx).parent) + ":/usr/bin:/bin", "HOME": str(tmp_path), "REDOCLY_TELEMETRY": "off"}
    try:
        linted = subprocess.run(  # noqa: S603  # a pinned linter on a file of our own
            command, capture_output=True, text=True, timeout=90, check=False, cwd=tmp_path, env=environment
        )
    except subprocess.TimeoutExpired:
        pytest.skip("npm's registry does not answer: the OpenAPI document is not linted")
    said = linted.stdout + linted.stderr
    if any(f"npm error code {code}" in said for code in UNREACHABLE):
        pytest.skip("npm's registry cannot be reached: the OpenAPI document is not linted")
    assert linted.returncode == 0, said
    assert "Your API description is valid" in said


def test_the_times_of_examples_are_ahead_of_whoever_reads_them() -> None:
    app = application()
    now = datetime(2027, 5, 4, 9, 30, tzinfo=UTC)
    read = {}
    for days in (0, 30):
        with time_machine.travel(now + timedelta(days=days), tick=False):
            body = app.openapi()["paths"]["/v1/bookings"]["post"]["requestBody"]["content"]["application/json"]
            example = body["examples"]["demo"]["value"]
            assert app.openapi() is app.openapi()
        starts_at = datetime.fromisoformat(example["starts_at"])
        assert timedelta() < starts_at - (now + timedelta(days=days)) < timedelta(days=14)
        assert datetime.fromisoformat(example["ends_at"]) > starts_at
        read[days] = starts_at
    assert read[30] > read[0]
    assert "example-time" not in json.dumps(app.openapi())
