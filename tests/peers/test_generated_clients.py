"""The clients that `make clients` generates: they are as committed, and a website's journey works with each of them."""

import asyncio
import filecmp
import json
import os
import sys
from pathlib import Path

import pytest

from app.access.models import Role, Scope
from clients.generate import CLIENTS, PYTHON, TYPESCRIPT, document, python_command
from tests.support.scenario import make_scenario
from tests.support.zoom import System

PATH = f"{Path(sys.executable).parent}{os.pathsep}{os.environ['PATH']}"


async def done(command: list[str], folder: Path, **variables: str) -> str:
    """Run a command in a folder, and return what it printed."""
    process = await asyncio.create_subprocess_exec(
        *command,
        cwd=folder,
        env=os.environ | {"PATH": PATH, "NO_PROXY": "127.0.0.1", **variables},
        stdout=asyncio.subprocess.PIPE,
        stderr=asyncio.subprocess.PIPE,
    )
    output, errors = await process.communicate()
    assert process.returncode == 0, (output + errors).decode()
    return output.decode()


@pytest.fixture
def source(tmp_path: Path) -> Path:
    """The OpenAPI document as clients are generated from it."""
    file = tmp_path / "openapi.json"
    file.write_text(json.dumps(document()))
    return file


async def website(system: System) -> dict[str, str]:
    """Return what a quickstart needs: where the service is, and the key of a booking website."""
    scenario = await make_scenario(system.database)
    scopes = (Scope.BOOKINGS_WRITE, Scope.BOOKINGS_READ)
    key = await system.caller(*scopes, role=Role.FRONT_END, partner_id=scenario.partner)
    return {
        "CHAPERONE_URL": system.base_url,
        "CHAPERONE_KEY": key.headers["Authorization"].removeprefix("Bearer "),
    }


def check(printed: str) -> None:
    """Check the journey: who can be booked, when, a booking, a refusal in words, and the event of the booking."""
    said = [line.split(": ", 1) for line in printed.splitlines()]
    words = dict(reversed(said))
    assert words["pairing"] == "A mentor and A mentee"
    assert words["slots"].partition(" ")[0] != "0"
    booking_id, state = words["booked"].split()
    assert state == "confirmed"
    assert words["refused"].startswith("Somebody is already booked at that time")
    assert words["because"].startswith("schedule.clash - Choose a time")
    assert {line[1].split()[1] for line in said if line[0] == "event"} == {booking_id}


def different(ours: filecmp.dircmp[str]) -> list[str]:
    """Return the files that are not the same in two folders, or in one of them alone."""
    here = [name for name in (*ours.diff_files, *ours.left_only, *ours.right_only) if name != "__pycache__"]
    return here + [name for each in ours.subdirs.values() for name in different(each)]


async def test_the_python_client_is_as_generated_and_a_website_books_with_it(
    system: System, python_generator: Path, source: Path, tmp_path: Path
) -> None:
    anew = tmp_path / "chaperone_client"
    generate = [sys.executable, "-m", "openapi_python_client", *python_command(source, anew)]
    await done(generate, tmp_path, PYTHONPATH=str(python_generator))
    assert different(filecmp.dircmp(PYTHON, anew)) == []

    paths = os.pathsep.join((str(PYTHON.parent), str(python_generator)))
    check(await done([sys.executable, "quickstart.py"], PYTHON.parent, PYTHONPATH=paths, **await website(system)))


async def test_the_typescript_client_is_as_generated_compiles_strictly_and_a_website_books_with_it(
    system: System, node_generator: Path, source: Path, tmp_path: Path
) -> None:
    binaries = node_generator / "node_modules" / ".bin"
    await done([str(binaries / "openapi-typescript"), str(source), "--output", "schema.d.ts"], tmp_path)
    assert (tmp_path / "schema.d.ts").read_text() == TYPESCRIPT.read_text()

    for name in ("package.json", "tsconfig.json", "src"):
        (tmp_path / name).symlink_to(CLIENTS / "typescript" / name)
    (tmp_path / "node_modules").symlink_to(node_generator / "node_modules")
    await done([str(binaries / "tsc"), "--preserveSymlinks", "--outDir", "dist"], tmp_path)
    check(await done(["node", "dist/quickstart.js"], tmp_path, **await website(system)))
