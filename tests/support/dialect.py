"""One SQLAlchemy dialect for all engines of a run, one cache of compiled statements, and one of what types PostgreSQL has.

Each test has engines of its own, and SQLAlchemy compiles a statement anew for each of them: without this, that was a tenth of the
tests' time. Each of their connections asks the server what its types are made of, which costs both sides a fortieth of a test.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any, Final

import asyncpg
from sqlalchemy.dialects import registry
from sqlalchemy.dialects.postgresql.asyncpg import PGDialect_asyncpg
from sqlalchemy.ext.asyncio import AsyncEngine
from sqlalchemy.util import LRUCache

from app.kit import database

_FIRST_OF_OUR_OWN: Final = 16_384
"""Types with smaller numbers are PostgreSQL's, and the same in each of its databases."""

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


@dataclass(frozen=True)
class _NotAsked:
    """Instead of the statement that would have asked: an unnamed one would have taken the place of the caller's."""

    name: str = "kept"


def share_what_is_learnt() -> None:
    """Let connections that are made from now on share what one of them has learnt of PostgreSQL's own types."""
    ask, learnt = asyncpg.Connection._introspect_types, dict[frozenset[int], Any]()

    async def ask_once(self: asyncpg.Connection, numbers: Iterable[int], seconds: float | None) -> tuple[Any, Any]:
        wanted = frozenset(numbers)
        if wanted in learnt:
            return learnt[wanted], _NotAsked()
        types, statement = await ask(self, wanted, seconds)
        if max(wanted) < _FIRST_OF_OUR_OWN:
            learnt[wanted] = types
        return types, statement

    asyncpg.Connection._introspect_types = ask_once


def share_what_is_compiled() -> None:
    """Let engines that are made from now on share a dialect and what was compiled for it."""
    registry.register("postgresql.asyncpg", __name__, SharedDialect.__name__)
    make = database.engine_for

    def sharing(*arguments: Any, **options: Any) -> AsyncEngine:
        engine = make(*arguments, **options)
        engine.sync_engine._compiled_cache = _COMPILED
        return engine

    database.engine_for = sharing
