"""What the migrations do to tables in use, judged by squawk from the SQL that they really send.

They are run one after the other on a database of their own, because much of their SQL is made while they run. Those that have
run everywhere cannot be changed any more, and are left out.
"""

import asyncio
import json
import subprocess
import sys
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any, Final

from alembic.script import ScriptDirectory
from sqlalchemy import Engine, event

from app.embedded.postgres import embedded_postgres
from app.kit.migrations import configuration, migrate

JUDGED_SINCE: Final = "0028"
SERVER: Final = "18"
LEFT_OUT: Final = {
    # Alembic goes on where it stopped: a migration runs as a whole or, where it says so, may run again.
    "prefer-robust-stmts": "each migration is a transaction, or made of statements that may run again",
    # The models say which numbers fit; keys are UUIDs.
    "prefer-bigint-over-int": "counters that stay small",
    "prefer-text-field": "lengths are part of the models, and are never narrowed",
    # A constraint that old code relies on would be noticed by tests/resilience/test_rolling_upgrade.py.
    "ban-drop-constraint": "one that is replaced by another goes",
    "require-timeout-settings": "migrations/env.py sets lock_timeout for all of them",
}
_FEW_ROWS: Final = "events and incidents are few beside bookings; they are read through in milliseconds"
_VALIDATED_APART: Final = "what online_changes.py does is no part of the transaction that squawk is shown"
ACCEPTED: Final[Mapping[str, Mapping[str, str]]] = {
    "0029": dict.fromkeys(("constraint-missing-not-valid", "require-concurrent-index-creation"), _FEW_ROWS),
    "0030": dict.fromkeys(
        (
            "adding-foreign-key-constraint",
            "constraint-missing-not-valid",
            "require-concurrent-index-creation",
            "require-concurrent-index-deletion",
        ),
        _FEW_ROWS,
    ),
    "0038": {"constraint-missing-not-valid": _FEW_ROWS},
    "0042": {"constraint-missing-not-valid": f"incidents: {_FEW_ROWS}; the trail: {_VALIDATED_APART}"},
    "0044": {"constraint-missing-not-valid": _FEW_ROWS},
    "0045": {"constraint-missing-not-valid": _VALIDATED_APART},
    "0050": {"constraint-missing-not-valid": _VALIDATED_APART},
}
"""Findings that a person has looked at: revision -> rule -> why it does no harm there."""

_NOT_OF_THE_MIGRATION: Final = ("select", "show", "update alembic_version", "insert into alembic_version")


@contextmanager
def statements_sent() -> Iterator[list[str]]:
    """Collect what is sent to any database while the block runs."""
    sent: list[str] = []

    def note(_connection: object, _cursor: object, statement: str, *_: object) -> None:
        if not statement.strip().lower().startswith(_NOT_OF_THE_MIGRATION):
            sent.append(statement.strip().rstrip(";"))

    event.listen(Engine, "before_cursor_execute", note)
    try:
        yield sent
    finally:
        event.remove(Engine, "before_cursor_execute", note)


async def render(url: str) -> Mapping[str, Sequence[str]]:
    """Run all migrations; return the statements of those that are judged."""
    scripts = ScriptDirectory.from_config(configuration()).walk_revisions()
    rendered = {}
    for revision in sorted(script.revision for script in scripts):
        with statements_sent() as sent:
            await migrate(url, revision)
        if revision >= JUDGED_SINCE:
            rendered[revision] = sent
    return rendered


def script_of(statements: Sequence[str]) -> str:
    """Return statements as a file: one transaction, as Alembic has it, but for what is done outside of it."""
    alone = any("CONCURRENTLY" in each for each in statements)
    return "".join(f"{each};\n\n" for each in (statements if alone else ["BEGIN", *statements, "COMMIT"]))


def judge(folder: Path) -> Sequence[Mapping[str, Any]]:
    """Return squawk's findings about the files of a folder."""
    command = [
        str(Path(sys.executable).with_name("squawk")),
        "--reporter=json",
        f"--pg-version={SERVER}",
        f"--exclude={','.join(LEFT_OUT)}",
        *(str(file) for file in sorted(folder.glob("*.sql"))),
    ]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    try:
        findings: Sequence[Mapping[str, Any]] = json.loads(done.stdout)
    except ValueError:
        raise SystemExit(f"squawk failed: {done.stderr or done.stdout}") from None
    return findings


def main() -> None:
    """Print what is wrong, if anything is, and end with an error then."""
    with TemporaryDirectory(prefix="chaperone-") as place, embedded_postgres(Path(place) / "postgres") as url:
        rendered = asyncio.run(render(url.format(database="postgres")))
        folder = Path(place) / "sql"
        folder.mkdir()
        for revision, statements in rendered.items():
            (folder / f"{revision}.sql").write_text(script_of(statements), encoding="utf-8")
        findings = judge(folder)
    wrong = [
        f"migration {Path(finding['file']).stem}: {finding['rule_name']}: {finding['message']}"
        for finding in findings
        if finding["rule_name"] not in ACCEPTED.get(Path(finding["file"]).stem, {})
    ]
    if wrong:
        print(*wrong, sep="\n")
        sys.exit("What helps: app/kit/online_changes.py; or say in .ci/lint_migrations.py why it does no harm.")


if __name__ == "__main__":
    main()
