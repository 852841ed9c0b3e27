"""Migrations run while replicas of the version before still serve: what those write stays valid, and nobody waits for long."""

import asyncio
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import timedelta
from typing import Any, Final

import asyncpg
import pytest
from alembic.script import ScriptDirectory

from app.kit.database import Database
from app.kit.identifiers import new_id, new_reference
from app.kit.migrations import configuration, migrate
from tests.support.database import as_owner, sqlalchemy_url
from tests.support.scenario import add_host, make_scenario
from tests.support.service import Service

LONGEST_WAIT: Final = timedelta(seconds=5)
"""How long a migration waits for a lock; so nobody behind it waits longer."""

_COLUMNS: Final = """
    SELECT table_name, column_name, data_type, character_maximum_length AS length,
           is_nullable = 'YES' AS nullable, column_default IS NOT NULL AS has_default
    FROM information_schema.columns WHERE table_schema = 'public' AND table_name !~ '^pgqueuer|^alembic_version$'
"""
# What can refuse a row: CHECK, UNIQUE and EXCLUDE, also as an index of its own.
_RULES: Final = """
    SELECT conrelid::regclass::text AS table_name, conname AS name, pg_get_constraintdef(oid) AS definition,
           ARRAY(SELECT attname::text FROM pg_attribute WHERE attrelid = conrelid AND attnum = ANY (conkey)) AS columns
    FROM pg_constraint WHERE contype IN ('c', 'u', 'x', 'p') AND connamespace = 'public'::regnamespace AND conrelid <> 0
    UNION
    SELECT indrelid::regclass::text, indexrelid::regclass::text, pg_get_indexdef(indexrelid),
           ARRAY(SELECT attname::text FROM pg_attribute WHERE attrelid = indrelid AND attnum = ANY (indkey))
    FROM pg_index JOIN pg_class ON pg_class.oid = indrelid
    WHERE indisunique AND relnamespace = 'public'::regnamespace
"""


def revisions() -> Sequence[str]:
    """Return all revisions, oldest first."""
    scripts = ScriptDirectory.from_config(configuration()).walk_revisions()
    return [script.revision for script in scripts][::-1]


@dataclass(frozen=True)
class Tables:
    """The tables as they are at one revision: columns by table and name, and what can refuse a row."""

    columns: Mapping[tuple[str, str], Mapping[str, Any]]
    rules: Mapping[tuple[str, str], Mapping[str, Any]]

    @classmethod
    async def read(cls, url: str) -> "Tables":
        """Read them from the database."""
        connection = await asyncpg.connect(url)
        try:
            columns = [dict(row) for row in await connection.fetch(_COLUMNS)]
            rules = [dict(row) for row in await connection.fetch(_RULES)]
        finally:
            await connection.close()
        return cls(
            {(row["table_name"], row["column_name"]): row for row in columns},
            {(row["table_name"], row["name"]): row for row in rules},
        )

    @property
    def names(self) -> frozenset[str]:
        return frozenset(table for table, _ in self.columns)


def breaks(before: Tables, after: Tables) -> list[str]:
    """Return what of a migration code of the version before cannot live with."""
    wrong = []
    for (table, name), old in before.columns.items():
        new = after.columns.get((table, name))
        if new is None:
            wrong.append(f"{table}.{name} is gone")
        elif new["data_type"] != old["data_type"] or (new["length"] or 0) < (old["length"] or 0):
            wrong.append(f"{table}.{name} is narrower or another type")
        elif old["nullable"] and not new["nullable"]:
            wrong.append(f"{table}.{name} must not be null any more")
    added = {key for key in after.columns if key not in before.columns}
    for table, name in added:
        new = after.columns[table, name]
        if table in before.names and not new["nullable"] and not new["has_default"]:
            wrong.append(f"{table}.{name} must be given")
    for key, rule in after.rules.items():
        table, name = key
        if table not in before.names or any((table, column) in added for column in rule["columns"]):
            continue
        old_rule = before.rules.get(key)
        if old_rule is None or not _values(old_rule["definition"]) <= _values(rule["definition"]):
            wrong.append(f"{table}: {name} may refuse what was right")
    return wrong


def _values(definition: str) -> set[str]:
    """Return the values that a CHECK lists, or the definition itself where it lists none."""
    listed = definition.split("'")[1::2]
    return set(listed) if "ANY (" in definition and "ARRAY[" in definition else {definition}


LOOKED_AT: Final = {
    # One index that took rows without booking and host for equal became two, which together refuse no row that it took.
    "0017": [
        "incident: incident_one_open_of_the_account may refuse what was right",
        "incident: incident_one_open_per_subject may refuse what was right",
    ],
    # What no code before meant to write: a Zoom meeting with two rows that are live, a person who meets themselves. The other
    # two hold an id that is unique by itself.
    "0032": [
        "meeting: meeting_one_live_per_zoom_meeting may refuse what was right",
        "pairing: pairing_of_partner may refuse what was right",
        "pairing: pairing_of_partner_and_programme may refuse what was right",
        "pairing: pairing_two_people_check may refuse what was right",
        "person: person_of_partner may refuse what was right",
    ],
    # Of a role that no code before has.
    "0050": ["participant: participant_one_coordinator may refuse what was right"],
}
"""What the rules below cannot know, and a person has looked at."""


async def test_no_migration_breaks_the_code_before_it(empty_database_url: str) -> None:
    first, *later = revisions()
    await migrate(sqlalchemy_url(empty_database_url), first)
    before = await Tables.read(empty_database_url)
    wrong = {}
    for revision in later:
        await migrate(sqlalchemy_url(empty_database_url), revision)
        after = await Tables.read(empty_database_url)
        wrong[revision] = sorted(breaks(before, after))
        before = after

    assert wrong == {revision: LOOKED_AT.get(revision, []) for revision in later}


FORBIDDEN: Final = {
    "drop": ("ALTER TABLE booking DROP COLUMN problem", "booking.problem is gone"),
    "rename": ("ALTER TABLE booking RENAME COLUMN problem TO trouble", "booking.problem is gone"),
    "narrow": ("ALTER TABLE booking ALTER problem TYPE varchar(20)", "booking.problem is narrower or another type"),
    "not null": ("ALTER TABLE booking ALTER problem SET NOT NULL", "booking.problem must not be null any more"),
    "must be given": ("ALTER TABLE booking ADD colour text NOT NULL", "booking.colour must be given"),
    "unique": ("CREATE UNIQUE INDEX one_each ON booking (pairing_id)", "booking: one_each may refuse what was right"),
    "check": ("ALTER TABLE booking ADD CONSTRAINT few CHECK (attempts < 3)", "booking: few may refuse what was right"),
    "fewer values": (
        """
        ALTER TABLE meeting DROP CONSTRAINT meeting_meetingstate_check,
        ADD CONSTRAINT meeting_meetingstate_check CHECK (state IN ('intended', 'created', 'proven'))
        """,
        "meeting: meeting_meetingstate_check may refuse what was right",
    ),
}


@pytest.mark.parametrize(("statement", "what"), FORBIDDEN.values(), ids=list(FORBIDDEN))
async def test_what_a_migration_must_not_do_is_noticed(database_url: str, statement: str, what: str) -> None:
    before = await Tables.read(database_url)
    connection = await asyncpg.connect(as_owner(database_url))
    await connection.execute(statement)
    await connection.close()

    assert what in breaks(before, await Tables.read(database_url))


async def test_old_replicas_write_on_while_the_newest_migration_runs(service: Service, database: Database) -> None:
    scenario = await make_scenario(database)
    await add_host(database)
    coordinator = await service.caller()
    booked = await coordinator.post("/v1/bookings", json=scenario.booking(), headers={"Prefer": "respond-async"})
    assert booked.status_code == 202, booked.text
    url = as_owner(service.settings.database_url)
    *_, before, newest = revisions()
    await migrate(url, before)
    connection = await asyncpg.connect(url.replace("+asyncpg", ""))
    # As the code before writes them: it knows the columns that were there then, and no others.
    columns = {table: await _columns(connection, table) for table in ("booking", "reservation", "decision")}
    slowest, written = 0.0, 0
    migrating = asyncio.create_task(migrate(url, newest))
    while not migrating.done() or not written:
        began = asyncio.get_running_loop().time()
        await _write_another(connection, columns)
        slowest = max(slowest, asyncio.get_running_loop().time() - began)
        written += 1
    await migrating
    await _write_another(connection, columns)
    bookings = await connection.fetchval("SELECT count(*) FROM booking")
    await connection.close()

    assert bookings == written + 2
    assert slowest < LONGEST_WAIT.total_seconds()


async def _columns(connection: asyncpg.Connection, table: str) -> Sequence[str]:
    query = "SELECT attname FROM pg_attribute WHERE attrelid = $1::regclass AND attnum > 0 AND NOT attisdropped"
    return [row["attname"] for row in await connection.fetch(query, table)]


async def _write_another(connection: asyncpg.Connection, columns: Mapping[str, Sequence[str]]) -> None:
    """Write a booking like the first one, with a decision and a reservation, for somebody else."""
    booking_id = new_id()
    own = {"id": booking_id, "reference": new_reference(), "decision_id": None}
    async with connection.transaction():
        await _copy(connection, "booking", columns["booking"], own)
        await _copy(connection, "decision", columns["decision"], {"id": new_id(), "booking_id": booking_id})
        taken = {"id": new_id(), "booking_id": booking_id, "resource_id": new_id()}
        await _copy(connection, "reservation", columns["reservation"], taken)


async def _copy(
    connection: asyncpg.Connection, table: str, columns: Sequence[str], changed: Mapping[str, object]
) -> None:
    known = [name for name in changed if name in columns]
    places = {name: f"${number}" for number, name in enumerate(known, start=1)}
    values = ", ".join(places.get(column, column) for column in columns)
    # The names are the tables' own.
    statement = f"INSERT INTO {table} ({', '.join(columns)}) SELECT {values} FROM {table} ORDER BY id LIMIT 1"  # noqa: S608
    await connection.execute(statement, *(changed[name] for name in known))
