"""What a process says when it starts, and what stops the start."""

import os
import re
import shutil
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import httpx
import pytest

from app.settings import Settings
from tests.support.workers import environment

APP = Path(__file__).parents[2] / "app"


def test_a_broken_pack_stops_the_start_with_file_line_and_reason(tmp_path: Path) -> None:
    copy = tmp_path / "app"
    shutil.copytree(APP, copy, ignore=shutil.ignore_patterns("__pycache__"))
    pack = copy / "policy" / "packs" / "mentor247.yaml"
    pack.write_text(
        "pack: mentor247\ntitle: mentor247\nrules:\n  minor.booked-by-organisation:\n    severity: sometimes\n"
    )

    ended = subprocess.run(
        [sys.executable, "-c", "from app.commands.entry import main; main()", "serve"],
        cwd=tmp_path,
        env={**os.environ, "PYTHONPATH": str(tmp_path)},
        capture_output=True,
        text=True,
        check=False,
    )

    assert ended.returncode == 2, ended.stderr
    assert ended.stderr.count("\n") == 1
    assert "mentor247.yaml, line 5: minor.booked-by-organisation, severity:" in ended.stderr


@contextmanager
def first_line(*words: str, **more: str) -> Iterator[str]:
    """Run a command and yield what it says first."""
    with subprocess.Popen(  # noqa: S603  # ours
        [sys.executable, "-m", "app.commands.entry", *words],
        env={"PATH": os.environ["PATH"], **more},
        stdout=subprocess.PIPE,
        text=True,
    ) as process:
        assert process.stdout is not None
        try:
            yield process.stdout.readline().strip()
        finally:
            process.terminate()


def test_the_sandbox_tells_which_free_port_it_has_taken() -> None:
    with first_line("sandbox", "--port", "0") as line:
        (url,) = re.findall(r"^The Zoom sandbox runs at (http://127.0.0.1:[1-9]\d+) ", line)
        assert httpx.get(f"{url}/sandbox/time").status_code == 200


def test_the_api_tells_which_free_port_it_has_taken(settings: Settings) -> None:
    with first_line("serve", "--port", "0", **environment(settings)) as line:
        (url,) = re.findall(r"^The API runs at (http://127.0.0.1:[1-9]\d+) ", line)
        assert httpx.get(f"{url}/readyz", params={"exclude": "worker"}).status_code == 200


def test_a_worker_tells_that_it_runs(settings: Settings) -> None:
    with first_line("worker", **environment(settings)) as line:
        assert line == "A worker runs. Ctrl-C stops it."


@pytest.mark.parametrize(
    "loads",
    [
        pytest.param("app.commands.serve", id="api"),
        # What the command loads once it is told to work.
        pytest.param("app.commands.worker, app.provisioning.worker, app.zoom.client", id="worker"),
    ],
)
def test_idle_memory_holds_nothing_that_only_other_commands_and_countries_need(loads: str) -> None:
    program = (
        "from app.commands.loading import loading_begins; loading_begins()\n"
        f"import app.commands.application, {loads}\n"
        "import sys; from app.policy import load_packs; load_packs()\n"
        "print(*sys.modules)"
    )
    ended = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=True)  # noqa: S603  # ours
    loaded = set(ended.stdout.split())

    assert loaded >= {"app.bookings.models", "structlog", "holidays.countries.united_kingdom"}
    not_needed = {"alembic", "mako", "holidays.countries.france", "app.zoom.sandbox", "app.embedded", "app.doctor"}
    assert loaded.isdisjoint(not_needed)
    if "app.commands.worker" in loads:
        assert loaded.isdisjoint({"fastapi", "starlette", "uvicorn", "jinja2"})
