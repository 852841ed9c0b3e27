"""`make check` looks up every locked package among known vulnerabilities, or says that it could not look at all."""

import importlib.util
import json
import stat
from pathlib import Path
from typing import Any

import pytest

SCRIPT = Path(__file__).parent.parent / ".ci" / "audit.py"
CLEAN: dict[str, Any] = {"name": "clean", "version": "1.0", "vulns": []}
UNKNOWN = {"name": "unknown", "skip_reason": "Dependency not found on PyPI and could not be audited: unknown (2.0)"}
ADVISORY = {"id": "PYSEC-2026-1", "fix_versions": ["3.1"]}
VULNERABLE: dict[str, Any] = {"name": "vulnerable", "version": "3.0", "vulns": [ADVISORY]}


def audit(folder: Path, *, prints: str, fails_with: str = "") -> int:
    """Run the audit with a pip-audit that says this."""
    command = folder / "pip-audit"
    command.write_text(f"#!/bin/sh\ncat <<'END'\n{prints}\nEND\necho '{fails_with}' >&2\n")
    command.chmod(command.stat().st_mode | stat.S_IXUSR)
    spec = importlib.util.spec_from_file_location("audit", SCRIPT)
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    code: int = module.main([str(command)])
    return code


def report(*dependencies: dict[str, Any]) -> str:
    return json.dumps({"dependencies": dependencies, "fixes": []})


@pytest.mark.parametrize(
    ("prints", "fails_with", "code", "says"),
    [
        (report(CLEAN, CLEAN), "", 0, "2 packages, no known vulnerability"),
        (report(CLEAN, UNKNOWN), "", 1, "unknown: not audited"),
        (report(CLEAN, VULNERABLE), "", 1, "vulnerable 3.0: PYSEC-2026-1, fixed in 3.1"),
        (report(UNKNOWN, UNKNOWN), "", 0, "cannot be reached"),
        ("", "ConnectionError: Max retries exceeded", 0, "cannot be reached"),
        ("", "unrecognised arguments", 1, "unrecognised arguments"),
    ],
)
def test_a_package_that_was_not_looked_up_fails_the_check_unless_no_advisory_can_be_reached(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], prints: str, fails_with: str, code: int, says: str
) -> None:
    assert audit(tmp_path, prints=prints, fails_with=fails_with) == code
    told = capsys.readouterr()
    assert says in told.out + told.err
