"""What migrations do to large tables while the service works, each statement in a transaction of its own.

A migration that was interrupted runs again from its beginning: each of these does no harm the second time.
"""

import time
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Final

from alembic import op
from sqlalchemy import text
from sqlalchemy.exc import DBAPIError

from app.kit.database_failures import sqlstate_of

_LOCK_NOT_AVAILABLE: Final = "55P03"
_PATIENCE: Final = "500ms"
"""Shorter than PostgreSQL's deadlock_timeout: where a migration and a transaction of the service wait for each other, it is the
migration that gives way."""
_ATTEMPTS, _PAUSE_SECONDS = 40, 0.5


@contextmanager
def _outside_transaction(lock_timeout: str) -> Iterator[None]:
    limit = op.get_bind().scalar(text("SHOW lock_timeout"))
    with op.get_context().autocommit_block():
        op.execute(f"SET lock_timeout = '{lock_timeout}'")
        try:
            yield
        finally:
            op.execute(f"SET lock_timeout = '{limit}'")


def change(statement: str) -> None:
    """Run a statement that needs strong locks for a moment; where it does not get them at once, again a little later.

    Raises:
        DBAPIError: It did not get them in many attempts, or is wrong.
    """
    with _outside_transaction(_PATIENCE):
        for attempts_left in reversed(range(_ATTEMPTS)):
            try:
                op.execute(statement)
            except DBAPIError as error:
                if sqlstate_of(error) != _LOCK_NOT_AVAILABLE or not attempts_left:
                    raise
                time.sleep(_PAUSE_SECONDS)
            else:
                return


def add_constraint(table: str, name: str, definition: str) -> None:
    """Let the rows of a table keep a rule: new ones at once, and then, while others write, those that are there.

    Raises:
        DBAPIError: A row that is there breaks it.
    """
    change(f"ALTER TABLE {table} DROP CONSTRAINT IF EXISTS {name}, ADD CONSTRAINT {name} {definition} NOT VALID")
    with _outside_transaction("0"):
        op.execute(f"ALTER TABLE {table} VALIDATE CONSTRAINT {name}")


def drop_constraint(table: str, name: str) -> None:
    """Drop a constraint, if it is there."""
    change(f"ALTER TABLE {table} DROP CONSTRAINT IF EXISTS {name}")


def create_trigger(table: str, name: str, definition: str) -> None:
    """Make a trigger in place of one of the same name; `definition` is the whole statement."""
    drop_trigger(table, name)
    change(definition)


def drop_trigger(table: str, name: str) -> None:
    """Drop a trigger, if it is there."""
    change(f"DROP TRIGGER IF EXISTS {name} ON {table}")


def create_index(name: str, definition: str, *, unique: bool = False) -> None:
    """Make an index in place of one of the same name, which an interrupted attempt may have left behind.

    Args:
        name: Of the index.
        definition: What follows ON: table, columns and condition.
        unique: Whether it forbids equal rows.
    """
    with _outside_transaction("0"):
        op.execute(f"DROP INDEX CONCURRENTLY IF EXISTS {name}")
        op.execute(f"CREATE {'UNIQUE ' if unique else ''}INDEX CONCURRENTLY {name} ON {definition}")


def drop_index(name: str) -> None:
    """Drop an index, if it is there."""
    with _outside_transaction("0"):
        op.execute(f"DROP INDEX CONCURRENTLY IF EXISTS {name}")
