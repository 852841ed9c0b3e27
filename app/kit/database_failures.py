"""Failures of the database that pass: nobody's request was wrong, nothing was changed, and another try may succeed."""

import socket
from typing import Final

import asyncpg
from sqlalchemy.exc import DBAPIError, InterfaceError, OperationalError
from sqlalchemy.exc import TimeoutError as PoolTimeoutError

# PostgreSQL, appendix A: no connection; transaction undone by another; no resources left, connections among them; stopped or
# interrupted, a statement that took too long among them; user or password refused, no such database. The last two are
# somebody's mistake, which they correct while callers try again.
_PASSING_CLASSES: Final = frozenset({"08", "40", "53", "57", "28", "3D"})
# A lock that did not come in time; a server that only reads, while another one takes over.
_PASSING: Final = frozenset({"55P03", "25006"})

DRIVER_FAILURES: Final = (OSError, asyncpg.PostgresError, asyncpg.InterfaceError)
"""What the driver raises when it cannot connect, when the connection is lost, and when the server refuses."""

DATABASE_FAILURES: Final = (*DRIVER_FAILURES, PoolTimeoutError, DBAPIError)
"""The same as SQLAlchemy and the driver raise them: the driver's own come from connecting."""

BUSY: Final = frozenset({"55P03", "57014", "40001", "40P01"})
"""Somebody else was at the same rows."""


def sqlstate_of(error: BaseException) -> str | None:
    """Return PostgreSQL's own code of an error, from the driver or as SQLAlchemy wraps it."""
    state = getattr(error, "sqlstate", None) or getattr(getattr(error, "orig", None), "sqlstate", None)
    return str(state) if state else None


def is_passing(error: BaseException) -> bool:
    """Tell whether an error says that the database cannot do it now, rather than that it never can."""
    if isinstance(error, OperationalError | InterfaceError | PoolTimeoutError | asyncpg.InterfaceError):
        return True
    if isinstance(error, ConnectionError | TimeoutError | socket.gaierror):
        return True
    if isinstance(error, DBAPIError) and error.connection_invalidated:
        return True
    state = sqlstate_of(error) if isinstance(error, DBAPIError | asyncpg.PostgresError) else None
    return state is not None and (state in _PASSING or state[:2] in _PASSING_CLASSES)
