"""One SQLAlchemy dialect for all engines of a run, and one cache of compiled statements.

Each test has engines of its own, and SQLAlchemy compiles a statement anew for each of them: without this, that was a tenth of the
tests' time.
"""

from typing import Any, Final

from sqlalchemy.dialects import registry
from sqlalchemy.dialects.postgresql.asyncpg import PGDialect_asyncpg
from sqlalchemy.ext.asyncio import AsyncEngine
from sqlalchemy.util import LRUCache

from app.kit import database

_COMPILED: Final[LRUCache[Any, Any]] = LRUCache(5_000)


class SharedDialect(PGDialect_asyncpg):
    """The same object for whoever makes one: what is compiled is kept by the dialect it was compiled for."""

    supports_statement_cache = True
    _shared: "SharedDialect | None" = None

    def __new__(cls, **_: object) -> "SharedDialect":
        if cls._shared is None:
            cls._shared = super().__new__(cls)
        return cls._shared

    def __init__(self, **options: Any) -> None:
        if "dbapi" not in self.__dict__:
            super().__init__(**options)  # type: ignore[no-untyped-call]


def share_what_is_compiled() -> None:
    """Let engines that are made from now on share a dialect and what was compiled for it."""
    registry.register("postgresql.asyncpg", __name__, SharedDialect.__name__)
    make = database.engine_for

    def sharing(*arguments: Any, **options: Any) -> AsyncEngine:
        engine = make(*arguments, **options)
        engine.sync_engine._compiled_cache = _COMPILED
        return engine

    database.engine_for = sharing
