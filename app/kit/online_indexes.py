"""Indexes made and dropped by migrations while the service works: nobody waits for them, however large the table is."""

from collections.abc import Iterator
from contextlib import contextmanager

from alembic import op
from sqlalchemy import text


@contextmanager
def outside_transaction() -> Iterator[None]:
    """Run statements that PostgreSQL takes outside a transaction alone, such as CREATE INDEX CONCURRENTLY.

    They hold nobody up, so they may wait for the transactions that they have to wait for.
    """
    limit = op.get_bind().scalar(text("SHOW lock_timeout"))
    with op.get_context().autocommit_block():
        op.execute("SET lock_timeout = 0")
        try:
            yield
        finally:
            op.execute(f"SET lock_timeout = '{limit}'")


def create_index(name: str, definition: str, *, unique: bool = False) -> None:
    """Make an index in place of one of the same name, which an interrupted attempt may have left behind.

    Args:
        name: Of the index.
        definition: What follows ON: table, columns and condition.
        unique: Whether it forbids equal rows.
    """
    with outside_transaction():
        op.execute(f"DROP INDEX CONCURRENTLY IF EXISTS {name}")
        op.execute(f"CREATE {'UNIQUE ' if unique else ''}INDEX CONCURRENTLY {name} ON {definition}")


def drop_index(name: str) -> None:
    """Drop an index, if it is there."""
    with outside_transaction():
        op.execute(f"DROP INDEX CONCURRENTLY IF EXISTS {name}")
