"""Clients that others' generators make of the OpenAPI document, used against the service."""

import asyncio
import json
import os
import subprocess
import sys
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest

from app.access.models import Role, Scope
from app.kit.clock import utc_now
from tests.support.openapi import document
from tests.support.scenario import Scenario, add_host, make_scenario
from tests.support.service import Service

SCRIPTS = Path(__file__).parent / "scripts"
PATH = f"{Path(sys.executable).parent}{os.pathsep}{os.environ['PATH']}"
COMPILED = ("--strict", "--module", "nodenext", "--moduleResolution", "nodenext", "--target", "es2022")


async def done(command: list[str], folder: Path, **variables: str) -> str:
    """Run a command in a folder, and return what it printed."""
    process = await asyncio.create_subprocess_exec(
        *command,
        cwd=folder,
        env=os.environ | {"PATH": PATH, "NO_PROXY": "127.0.0.1", **variables},
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
    )
    output, errors = await process.communicate()
    assert process.returncode == 0, (output + errors).decode()
    return output.decode()


async def errand(service: Service, scenario: Scenario) -> dict[str, str]:
    """Return what a script needs: where and who, a session that the rules allow, and one that they do not."""
    scopes = (Scope.BOOKINGS_WRITE, Scope.BOOKINGS_READ)
    key = await service.caller(*scopes, role=Role.FRONT_END, partner_id=scenario.partner)
    allowed = scenario.booking()
    soon = utc_now() + timedelta(hours=1)
    too_soon = {**allowed, "starts_at": soon.isoformat(), "ends_at": (soon + timedelta(hours=1)).isoformat()}
    return {
        "SERVICE_URL": service.base_url,
        "SERVICE_KEY": key.headers["Authorization"].removeprefix("Bearer "),
        "SESSION": json.dumps(allowed),
        "TOO_SOON": json.dumps(too_soon),
    }


def check(seen: dict[str, Any]) -> None:
    assert seen["problem"] == "/problems/denied"
    assert "schedule.notice" in seen["denied_by"]
    assert (seen["state"], seen["listed"]) == ("provisioning", [True])


@pytest.fixture
async def scenario(service: Service) -> Scenario:
    await add_host(service.database)
    return await make_scenario(service.database)


async def test_the_generated_python_client_books_and_understands_a_refusal(
    service: Service, scenario: Scenario, python_generator: Path, tmp_path: Path
) -> None:
    (tmp_path / "openapi.json").write_text(json.dumps(document()))
    generate = ["-m", "openapi_python_client", "generate", "--path", "openapi.json", "--meta", "none"]
    paths = os.pathsep.join((str(tmp_path), str(python_generator)))
    output = ["--output-path", "chaperone_client", "--fail-on-warning"]
    await done([sys.executable, *generate, *output], tmp_path, PYTHONPATH=paths)

    script = [sys.executable, str(SCRIPTS / "generated_client.py")]
    check(json.loads(await done(script, tmp_path, PYTHONPATH=paths, **await errand(service, scenario))))


async def test_the_generated_typescript_types_compile_strictly_and_book(
    service: Service, scenario: Scenario, node_generator: Path, tmp_path: Path
) -> None:
    (tmp_path / "node_modules").symlink_to(node_generator / "node_modules")
    (tmp_path / "package.json").write_text('{"type": "module"}')
    (tmp_path / "openapi.json").write_text(json.dumps(document()))
    (tmp_path / "errand.ts").write_bytes((SCRIPTS / "generated_client.ts").read_bytes())
    binaries = node_generator / "node_modules" / ".bin"
    await done([str(binaries / "openapi-typescript"), "openapi.json", "--output", "api.d.ts"], tmp_path)
    await done([str(binaries / "tsc"), *COMPILED, "errand.ts"], tmp_path)

    check(json.loads(await done(["node", "errand.js"], tmp_path, **await errand(service, scenario))))
