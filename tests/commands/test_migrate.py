"""`chaperone migrate`, as an operator meets it: what is wrong is one line, and no trail is removed unasked."""

import asyncio
import sys
from collections.abc import Iterator
from urllib.parse import urlsplit, urlunsplit

import asyncpg
import pytest

from app.commands import application as cli
from app.kit.database_refusals import Refusal, refusal
from app.kit.identifiers import new_id
from tests.support.database import run_statement

ENTRY = (
    "INSERT INTO audit_entry (id, at, actor_kind, actor, action, subject_type, subject_id) "
    "VALUES (gen_random_uuid(), now(), 'operator', 'operator', 'tried', 'booking', 'one')"
)


@pytest.fixture
def url(postgres: str) -> Iterator[str]:
    """The URL of an empty database that is a stranger's, apart from its name."""
    name = f"test_{new_id().hex}"
    admin = postgres.format(database="postgres")
    asyncio.run(run_statement(admin, f"CREATE DATABASE {name}"))
    yield postgres.format(database=name)
    asyncio.run(run_statement(admin, f"DROP DATABASE {name} WITH (FORCE)"))


@pytest.fixture
def migrate(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> "Migrate":
    return Migrate(monkeypatch, capsys)


class Migrate:
    """The command, with DATABASE_URL in its environment and nobody at the terminal."""

    def __init__(self, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> None:
        self._monkeypatch = monkeypatch
        self._capsys = capsys

    def __call__(self, url: str, *words: str) -> tuple[int, str]:
        """Return the exit code, and what it says when it fails."""
        self._monkeypatch.setenv("DATABASE_URL", url)
        self._monkeypatch.setattr(sys, "argv", ["chaperone", "migrate", *words])
        with pytest.raises(SystemExit) as ended:
            cli.main()
        said = self._capsys.readouterr()
        return int(ended.value.code or 0), said.err

    def refused(self, url: str, *words: str) -> str:
        code, said = self(url, *words)
        assert code == 2
        assert said.startswith("chaperone: ")
        assert said.count("\n") == 1
        return said.removeprefix("chaperone: ").strip()


def as_user(url: str, user: str) -> str:
    parts = urlsplit(url)
    return urlunsplit(parts._replace(netloc=f"{user}:@"))


async def tables(url: str) -> int:
    connection = await asyncpg.connect(url)
    try:
        return int(await connection.fetchval("SELECT count(*) FROM pg_tables WHERE schemaname = 'public'"))
    finally:
        await connection.close()


def test_a_database_that_is_not_there_is_told(migrate: Migrate, postgres: str) -> None:
    assert migrate.refused(postgres.format(database="nowhere")) == (
        "PostgreSQL has no such database (3D000). What helps: create the database that DATABASE_URL names."
    )


def test_a_user_who_is_not_let_in_is_told(migrate: Migrate, url: str) -> None:
    said = migrate.refused(as_user(url, "stranger"))

    assert said == (
        "PostgreSQL does not let this user in (28000). What helps: let the user of DATABASE_URL in (pg_hba.conf)."
    )


def test_a_wrong_password_is_told() -> None:
    error = asyncpg.InvalidPasswordError('password authentication failed for user "somebody"')

    assert refusal(error) == Refusal(
        "refuses the user or the password", "28P01", "correct user and password in DATABASE_URL"
    )


def test_an_unknown_host_is_told(migrate: Migrate) -> None:
    said = migrate.refused("postgresql://user:secret@there-is-no-such-host.invalid/name")

    assert said.startswith("PostgreSQL cannot be looked for: its host is unknown (gaierror).")
    assert "secret" not in said


def test_a_server_that_does_not_answer_is_told(migrate: Migrate) -> None:
    assert migrate.refused("postgresql://user@127.0.0.1:9/name").startswith(
        "PostgreSQL does not answer (ConnectionRefusedError)."
    )


def test_a_user_who_may_not_create_tables_is_told(migrate: Migrate, url: str) -> None:
    role = f"poor_{new_id().hex}"
    asyncio.run(run_statement(url, f"CREATE ROLE {role} LOGIN"))
    try:
        assert migrate.refused(as_user(url, role)) == (
            "PostgreSQL does not permit this user what is needed (42501). "
            "What helps: run `chaperone migrate` as the owner of the database, with MIGRATION_DATABASE_URL."
        )
    finally:
        asyncio.run(run_statement(url, f"DROP ROLE {role}"))


def test_a_revision_that_is_not_there_is_told_before_anything_is_done(migrate: Migrate, url: str) -> None:
    assert migrate.refused(url, "0815").startswith("There is no revision 0815. Say head, base, or one from 0001 to ")
    assert asyncio.run(tables(url)) == 0


def test_tables_of_a_newer_program_are_told(migrate: Migrate, url: str) -> None:
    asyncio.run(run_statement(url, "CREATE TABLE alembic_version AS SELECT '9999' AS version_num"))

    assert migrate.refused(url) == (
        "The database is at revision 9999, which this program does not know. Use the program that made it."
    )


def test_base_removes_an_audit_trail_only_when_that_is_confirmed(migrate: Migrate, url: str) -> None:
    assert migrate(url)[0] == 0
    asyncio.run(run_statement(url, ENTRY))

    assert migrate.refused(url, "base") == (
        "This removes all data and the audit trail (entries: 1) for good. "
        "Nothing was done; with --yes it is done without asking."
    )
    assert asyncio.run(tables(url)) > 1

    assert migrate(url, "base", "--yes")[0] == 0
    assert asyncio.run(tables(url)) == 1


def test_base_without_a_trail_asks_nobody(migrate: Migrate, url: str) -> None:
    assert migrate(url, "base")[0] == 0
