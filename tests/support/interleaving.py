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
    act: Act, *, before: str | None = None, commit: int | None = None, of: Database | None = None
) -> Iterator[Interruption]:
    """While the block runs, do something to its end before the first statement that matches, or before the nth commit.

    Whoever is interrupted keeps its locks meanwhile: what waits for one of them would wait for ever. `of` is the connection pool
    of whoever is to be interrupted; without it, anybody in this process is: only where nobody else is at work at the same time.
    """
    whose = Engine if of is None else of.engine.sync_engine
    interruption, acting, commits = Interruption(), False, 0

    def interrupt() -> None:
        nonlocal acting
        interruption.happened = acting = True
        try:
            await_only(act())
        finally:
            acting = False

    def on_statement(_connection: Connection, _cursor: Any, statement: str, *_rest: Any) -> None:
        if before is not None and not interruption.happened and re.search(before, statement):
            interrupt()

    def on_commit(_connection: Connection) -> None:
        nonlocal commits
        if acting or interruption.happened or commit is None:
            return
        commits += 1
        if commits == commit:
            interrupt()

    event.listen(whose, "before_cursor_execute", on_statement)
    event.listen(whose, "commit", on_commit)
    try:
        yield interruption
    finally:
        event.remove(whose, "before_cursor_execute", on_statement)
        event.remove(whose, "commit", on_commit)
