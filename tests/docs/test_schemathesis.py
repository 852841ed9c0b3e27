"""What the service answers is what its document says: for data that fit the document, and for data that do not."""

import asyncio
import sys
from datetime import timedelta
from pathlib import Path

import pytest

from app.embedded.demo.booking import book_demo_sessions
from app.embedded.demo.data import load_demo_data
from app.embedded.demo.kept_keys import DemoKeys
from tests.support.openapi import document, operations
from tests.support.scenario import add_host
from tests.support.service import Service

# Zoom is a closed port here, which every operation that needs it answers with its documented 503.
CONFIGURATION = """
seed = 1

[generation]
deterministic = true
max-examples = 1

[phases.examples]
# Each of them is run against the demo data, in an order in which it does what it shows: see test_examples.py.
enabled = false

[phases.coverage]
# One method that an address does not take stands for all: `Allow` has a test of its own.
unexpected-methods = ["TRACE"]

[phases.stateful]
enabled = false

[cache]
enabled = false

[checks.not_a_server_error]
expected-statuses = ["2xx", "3xx", "4xx", "503"]
"""
CHECKS = (
    "not_a_server_error",
    "status_code_conformance",
    "content_type_conformance",
    "response_headers_conformance",
    "response_schema_conformance",
    "negative_data_rejection",
    "ignored_auth",
)


@pytest.fixture(autouse=True)
def impatient(monkeypatch: pytest.MonkeyPatch) -> None:
    """No worker runs, so that nothing is worth waiting for, however long a request prefers to."""
    monkeypatch.setattr("app.http.parameters.LONGEST_WAIT", timedelta(milliseconds=50))


# A minute and a half where it shares two processors with the other tests; four times as long was seen beside other load.
@pytest.mark.timeout(900)
async def test_every_answer_is_as_documented(service: Service, tmp_path: Path) -> None:
    await load_demo_data(service.database, service.settings.key_ring)
    coordinator = await service.caller()
    for host in ("host-1", "host-2"):
        await add_host(service.database, host)
    key = coordinator.headers["Authorization"].removeprefix("Bearer ")
    keys = DemoKeys(organisation=key, second_person=key, partner=key, front_end=key)
    await book_demo_sessions(service.database, keys, service.settings.key_ring)
    configuration = tmp_path / "schemathesis.toml"
    configuration.write_text(CONFIGURATION)
    process = await asyncio.create_subprocess_exec(
        *(str(Path(sys.executable).with_name("schemathesis")), "--config-file", str(configuration)),
        *("run", f"{service.base_url}/openapi.json", "--continue-on-failure", "--checks", ",".join(CHECKS)),
        *("--header", f"Authorization: {coordinator.headers['Authorization']}"),
        cwd=tmp_path,
        stdout=asyncio.subprocess.PIPE,
        stderr=asyncio.subprocess.STDOUT,
    )
    output, _ = await process.communicate()
    report = output.decode()
    assert process.returncode == 0, report
    assert f"Tested: {len(operations(document()))}" in report, report
