"""Letting something happen at a chosen point of somebody else's transaction: every order of two, without chance or waiting."""

import re
from collections.abc import Awaitable, Callable, Iterator
from contextlib import contextmanager
from typing import Any

from sqlalchemy import event
from sqlalchemy.engine import Connection, Engine
from sqlalchemy.util import await_only

from app.kit.database import Database

Act = Callable[[], Awaitable[Any]]


class Interruption:
    """Whether the point was reached."""

    happened = False


@contextmanager
def interrupted(
    act: Act,
    *,
    before: str | None = None,
    ending: str | None = None,
    end: int | None = None,
    of: Database | None = None,
) -> Iterator[Interruption]:
    """While the block runs, do something to its end, at one point of what others do.

    That is before the first statement that matches `before`, before the first transaction with a statement that matches `ending`
    ends, or before the nth transaction ends: also one that only reads.

    Whoever is interrupted keeps its locks meanwhile: what waits for one of them would wait for ever. `of` is the connection pool
    of whoever is to be interrupted; without it, anybody in this process is: only where nobody else is at work at the same time.
    """
    whose = Engine if of is None else of.engine.sync_engine
    interruption, acting, ends = Interruption(), False, 0
    awaited: Connection | None = None

    def interrupt() -> None:
        nonlocal acting
        interruption.happened = acting = True
        try:
            await_only(act())
        finally:
            acting = False

    def on_statement(connection: Connection, _cursor: Any, statement: str, *_rest: Any) -> None:
        nonlocal awaited
        if acting or interruption.happened:
            return
        if before is not None and re.search(before, statement):
            interrupt()
        if ending is not None and re.search(ending, statement):
            awaited = connection

    def on_end(connection: Connection) -> None:
        nonlocal ends
        if acting or interruption.happened:
            return
        ends += 1
        if ends == end or connection is awaited:
            interrupt()

    event.listen(whose, "before_cursor_execute", on_statement)
    event.listen(whose, "commit", on_end)
    # A session for one statement ends like that.
    event.listen(whose, "rollback", on_end)
    try:
        yield interruption
    finally:
        event.remove(whose, "before_cursor_execute", on_statement)
        event.remove(whose, "commit", on_end)
        event.remove(whose, "rollback", on_end)
