"""What somebody with the application's way into the database cannot do to what is written once, and who is told of it."""

from collections.abc import AsyncIterator

import asyncpg
import pytest

from app.audit.service import place
from app.doctor.report import Check, State
from app.doctor.trail import audit_trail
from app.kit.database import Database, plain_dsn
from app.kit.database_roles import APPEND_ONLY, with_role
from app.kit.identifiers import new_id
from app.kit.migrations import migrate
from app.settings import Settings
from tests.support.database import APPLICATION, OWNER, as_owner, run_as_owner, sqlalchemy_url
from tests.support.scenario import any_key, make_scenario

SWITCH = "PARAMETER session_replication_role"
COLUMN = {"audit_entry": "action", "audit_position": "position", "decision": "outcome", "policy_version": "digest"}
ATTACKS = (
    "UPDATE {table} SET {column} = {column}",
    "DELETE FROM {table}",
    "TRUNCATE {table} CASCADE",
    "ALTER TABLE {table} DISABLE TRIGGER ALL",
    "DROP TRIGGER {table}_append_only ON {table}",
    "CREATE TRIGGER forget BEFORE INSERT ON {table} FOR EACH ROW EXECUTE FUNCTION suppress_redundant_updates_trigger()",
    "CREATE RULE forget AS ON INSERT TO {table} DO INSTEAD NOTHING",
    "ALTER TABLE {table} RENAME TO gone",
    "ALTER TABLE {table} OWNER TO current_user",
    "DROP TABLE {table} CASCADE",
    "CREATE OR REPLACE FUNCTION refuse_change() RETURNS trigger LANGUAGE plpgsql AS 'BEGIN RETURN NEW; END'",
    "ALTER FUNCTION refuse_change() OWNER TO current_user",
    "ALTER FUNCTION stamp_audit_entry() SECURITY INVOKER",
    "CREATE FUNCTION public.now() RETURNS timestamptz LANGUAGE sql AS 'SELECT NULL::timestamptz'",
    "SET session_replication_role = replica",
    f"SET ROLE {OWNER}",
    f"SET SESSION AUTHORIZATION {OWNER}",
    "DELETE FROM api_key",
    "UPDATE alembic_version SET version_num = '0001'",
)


@pytest.fixture
async def attacker(settings: Settings, database: Database) -> AsyncIterator[asyncpg.Connection]:
    """A connection with the application's credentials, to a database in which something was written once."""
    await make_scenario(database)
    await place(database)
    connection = await asyncpg.connect(plain_dsn(settings))
    yield connection
    await connection.close()


async def test_the_application_can_add_to_what_is_written_once_and_do_nothing_else_to_it(
    attacker: asyncpg.Connection,
) -> None:
    assert await attacker.fetchval("SELECT count(*) FROM audit_entry") > 0
    statements = {attack.format(table=table, column=COLUMN[table]) for attack in ATTACKS for table in APPEND_ONLY}
    # PostgreSQL warns that it grants nothing, and does not refuse it.
    await attacker.execute(f"GRANT ALL ON {', '.join(APPEND_ONLY)} TO current_user")
    refused: dict[str, str] = {}
    for statement in statements:
        try:
            await attacker.execute(statement)
        except asyncpg.InsufficientPrivilegeError as error:
            refused[statement] = str(error)

    assert set(refused) == statements
    # By PostgreSQL itself, before any trigger of ours is asked.
    assert not any("append-only" in reason for reason in refused.values())


async def test_the_database_sets_when_an_entry_was_written_and_by_which_role(
    attacker: asyncpg.Connection, database: Database
) -> None:
    before = await attacker.fetchval("SELECT pg_catalog.clock_timestamp()")
    # A table of the attacker's own in place of the trail's, and a way that skips ordinary triggers where it is allowed.
    await attacker.execute("CREATE TEMP TABLE audit_unplaced (entry_id uuid)")
    values = "$1, '2020-01-01', 'chaperone_owner', 'system', 'worker', 'booking.confirmed', 'booking', '1'"
    columns = "id, at, database_role, actor_kind, actor, action, subject_type, subject_id"
    forged = new_id()
    await attacker.execute(f"INSERT INTO audit_entry ({columns}) VALUES ({values})", forged)  # noqa: S608  # of our own
    await place(database)

    query = "SELECT at, database_role, position FROM audit_entry JOIN audit_position ON entry_id = id WHERE id = $1"
    at, role, position = await attacker.fetchrow(query, forged)
    assert before <= at <= await attacker.fetchval("SELECT pg_catalog.clock_timestamp()")
    assert role == APPLICATION
    assert position == await attacker.fetchval("SELECT count(*) FROM audit_entry")


@pytest.mark.parametrize("actor", [str(new_id()), "somebody", ""], ids=["unknown", "no-id", "empty"])
async def test_an_entry_in_the_name_of_a_key_that_there_is_none_of_is_refused(
    attacker: asyncpg.Connection, actor: str
) -> None:
    with pytest.raises(asyncpg.ForeignKeyViolationError):
        await attacker.execute(
            "INSERT INTO audit_entry (id, actor_kind, actor, action, subject_type, subject_id) "
            "VALUES ($1, 'key', $2, 'booking.approved', 'booking', '1')",
            new_id(),
            actor,
        )


@pytest.mark.parametrize(
    "attack",
    [
        "INSERT INTO audit_position (position, entry_id) SELECT 1000000, id FROM audit_entry LIMIT 1",
        "DELETE FROM audit_unplaced",
        "SELECT * FROM audit_unplaced",
    ],
)
async def test_the_application_places_no_entry_itself(attacker: asyncpg.Connection, attack: str) -> None:
    with pytest.raises(asyncpg.InsufficientPrivilegeError):
        await attacker.execute(attack)


async def test_what_is_written_once_is_what_has_a_trigger_that_says_so(attacker: asyncpg.Connection) -> None:
    query = "SELECT tgrelid::regclass::text FROM pg_trigger WHERE tgfoid = 'refuse_change'::regproc"

    assert {row[0] for row in await attacker.fetch(query)} == set(APPEND_ONLY)


async def look(settings: Settings) -> Check:
    database = Database.connect(settings)
    try:
        async with database.transaction() as session:
            return await audit_trail(session)
    finally:
        await database.close()


async def test_the_doctor_finds_nothing_to_say_about_a_role_that_can_only_add(settings: Settings) -> None:
    found = await look(settings)

    assert (found.state, found.remedy) == (State.OK, None)


@pytest.mark.parametrize(
    ("grant", "take_back", "way"),
    [
        ("GRANT UPDATE (action) ON audit_entry TO {}", "REVOKE UPDATE (action) ON audit_entry FROM {}", "it may update"),
        ("GRANT TRIGGER ON decision TO {}", "REVOKE TRIGGER ON decision FROM {}", "make triggers"),
        ("GRANT CREATE ON SCHEMA public TO PUBLIC", "REVOKE CREATE ON SCHEMA public FROM PUBLIC", "make functions"),
        ("ALTER TABLE audit_entry OWNER TO {}", f"ALTER TABLE audit_entry OWNER TO {OWNER}", "the owner of the tables"),
        ("ALTER FUNCTION refuse_change() OWNER TO {}", f"ALTER FUNCTION refuse_change() OWNER TO {OWNER}", "functions"),
        (f"GRANT SET ON {SWITCH} TO {{}}", f"REVOKE SET ON {SWITCH} FROM {{}}", "switch triggers off"),
    ],
    ids=["column", "trigger", "schema", "owner", "function", "parameter"],
)  # fmt: skip
async def test_the_doctor_warns_of_a_role_that_could_change_the_trail(
    settings: Settings, grant: str, take_back: str, way: str
) -> None:
    superuser = with_role(settings.database_url, "postgres")
    await run_as(superuser, grant)
    try:
        found = await look(settings)
    finally:
        # The server's own settings outlive this test's database.
        await run_as(superuser, take_back)

    assert found.state is State.WARNING
    assert way in found.found
    assert "MIGRATION_DATABASE_URL" in (found.remedy or "")


async def run_as(url: str, statement: str) -> None:
    connection = await asyncpg.connect(url.replace("+asyncpg", ""))
    await connection.execute(statement.format(APPLICATION))
    await connection.close()


async def test_an_installation_with_one_role_works_and_is_warned(empty_database_url: str, settings: Settings) -> None:
    url = sqlalchemy_url(empty_database_url)
    await migrate(url, application_url=url)
    one_role = settings.model_copy(update={"database_url": url})
    database = Database.connect(one_role)
    async with database.transaction() as session:
        await any_key(session)
    await database.close()

    found = await look(one_role)

    assert found.state is State.WARNING
    assert "it is the owner of the tables" in found.found


async def test_a_trigger_that_was_switched_off_is_wrong_whoever_looks(settings: Settings) -> None:
    await run_as_owner(settings.database_url, "ALTER TABLE policy_version DISABLE TRIGGER policy_version_append_only")

    for each in (settings, settings.model_copy(update={"database_url": as_owner(settings.database_url)})):
        found = await look(each)
        assert found.state is State.WRONG
        assert "policy_version" in found.found


async def test_migrating_takes_back_what_was_granted_beyond_need_and_makes_the_role_that_is_missing(
    settings: Settings, postgres: str
) -> None:
    name = f"another_{settings.database_url.rpartition('/test_')[2][:32]}"
    # A colon, a slash and an at sign, as a password may have them.
    another = with_role(settings.database_url, name).replace(f"{name}:@", f"{name}:p%3A%2F%40ss@")
    superuser = with_role(settings.database_url, "postgres")
    await run_as_owner(settings.database_url, f"GRANT ALL ON audit_entry, api_key TO {APPLICATION}")

    await migrate(superuser, application_url=another)
    await migrate(superuser, application_url=settings.database_url)

    connection = await asyncpg.connect(plain_dsn(settings))
    rights = "SELECT has_table_privilege($1, 'audit_entry', $2)"
    assert [await connection.fetchval(rights, role, "INSERT") for role in (name, APPLICATION)] == [True, True]
    changing = "UPDATE, DELETE, TRUNCATE, TRIGGER"
    assert [await connection.fetchval(rights, role, changing) for role in (name, APPLICATION)] == [False, False]
    await connection.close()
    server = await asyncpg.connect(postgres.format(database="postgres"))
    stored = await server.fetchval("SELECT rolpassword FROM pg_authid WHERE rolname = $1", name)
    assert stored.startswith("SCRAM-SHA-256$4096:")
    await server.close()
    await run_as(superuser, f"DROP OWNED BY {name}; DROP ROLE {name}")
