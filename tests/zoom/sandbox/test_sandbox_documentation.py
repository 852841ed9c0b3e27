"""docs/sandbox.md is about the sandbox that there is."""

import json
import re
from pathlib import Path
from typing import Any

import httpx
import pytest

from app.zoom.sandbox import Beliefs, SandboxConfiguration, create_sandbox, profile_names
from app.zoom.sandbox.account.profile import Mark
from app.zoom.sandbox.api.front import OPERATIONS
from app.zoom.sandbox.misbehaviour.faults import FaultKind
from app.zoom.sandbox.misbehaviour.webhook_faults import WebhookFaultKind
from tests.support.sandbox import HOST, Zoom, answer

TEXT = (Path(__file__).parents[3] / "docs" / "sandbox.md").read_text()


def test_every_operation_and_every_fault_is_in_it() -> None:
    named = set(re.findall(r"`(\w+)`", TEXT))

    assert {operation.name for operation in OPERATIONS} - named == set()
    assert {kind.value for kind in (*FaultKind, *WebhookFaultKind)} - named == set()


def test_every_call_of_the_control_interface_is_in_it() -> None:
    calls = {
        f"{method.upper()} {path}"
        for path, methods in create_sandbox(SandboxConfiguration()).openapi()["paths"].items()
        for method in methods
        if "{participant_uuid}" not in path
    }

    assert calls == set(re.findall(r"`((?:GET|PUT|POST|PATCH|DELETE) /sandbox/[^`? ]*)`", TEXT))


def test_every_behaviour_is_marked_with_how_it_is_known() -> None:
    sections = re.split(r"^## ", TEXT, flags=re.MULTILINE)
    tables = {
        head: rows(section)
        for head in ("How faithful it is", "Webhooks")
        for section in sections
        if section.startswith(head)
    }
    beliefs = rows(TEXT.partition("### Beliefs")[2].partition("\n### ")[0])
    marked = [*tables["How faithful it is"], *tables["Webhooks"], *beliefs]

    assert {row[-1] for row in marked} == set(Mark)
    assert {row[0].strip("`") for row in beliefs} == set(Beliefs.model_fields)
    operations = {name for row in tables["How faithful it is"] for name in re.findall(r"`(\w+)`", row[0])}
    assert operations >= {operation.name for operation in OPERATIONS}


def test_every_profile_is_in_it() -> None:
    described = {row[0].strip("`") for row in rows(TEXT.partition("## Choose the account")[2].partition("\n### ")[0])}

    assert described == set(profile_names())


def rows(text: str) -> list[list[str]]:
    """Return the cells of every row of the tables in a text, without their heads."""
    found = [
        [cell.strip() for cell in line.strip("|").split(" | ")] for line in re.findall(r"^\|.*\|$", text, re.MULTILINE)
    ]
    lines = [number for number, row in enumerate(found) if set(row[0]) <= {"-", "|"} and row[0]]
    heads = {number - 1 for number in lines} | set(lines)
    return [row for number, row in enumerate(found) if number not in heads]


async def test_the_worked_example_goes_as_it_says(zoom: Zoom) -> None:
    script, fired = [json.loads(block) for block in re.findall(r"```json\n(.*?)```", TEXT, re.DOTALL)]
    await zoom.control("PUT", "/faults", script)
    meetings = f"/v2/users/{HOST}/meetings"

    with pytest.raises(httpx.RemoteProtocolError):
        await zoom.http.post(meetings, json={"topic": "Made"})
    busy = await zoom.http.get(meetings)
    found = answer(await zoom.http.get(meetings))["meetings"]

    assert (busy.status_code, busy.headers["retry-after"]) == (429, "1")
    assert [meeting["topic"] for meeting in found] == ["Made"]
    struck: list[dict[str, Any]] = await zoom.control("GET", "/faults/fired")
    assert [{name: each[name] for name in fired[0]} for each in struck] == fired
