"""What PostgreSQL, or the way to it, refuses: in words for whoever runs the installation."""

import socket
import ssl
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Final

import asyncpg
from sqlalchemy.exc import DBAPIError

from app.kit.errors import ConfigurationError

# SQLSTATEs, and what they mean to who has to do something (PostgreSQL, appendix A).
_REFUSALS: Final = {
    "28P01": ("refuses the user or the password", "correct user and password in DATABASE_URL"),
    "28000": ("does not let this user in", "let the user of DATABASE_URL in (pg_hba.conf)"),
    "3D000": ("has no such database", "create the database that DATABASE_URL names"),
    "42501": (
        "does not permit this user what is needed",
        "run `chaperone migrate` as the owner of the database, with MIGRATION_DATABASE_URL",
    ),
    "53300": ("has no connection left", "raise max_connections, or lower DATABASE_POOL_SIZE"),
    "55P03": ("did not get a lock in time, because the service was using the table", "run the command again"),
    "0A000": ("lacks an extension", "install PostgreSQL's contrib package on the server, and run `chaperone migrate`"),
    "42P01": ("has not all the tables", "run `chaperone migrate`"),
}
_NO_ANSWER: Final = ("does not answer", "start PostgreSQL, and look at host and port in DATABASE_URL")


@dataclass(frozen=True)
class Refusal:
    """What was found, as it goes on after "PostgreSQL", what it was found by, and what to do about it."""

    found: str
    code: str
    remedy: str


def refusal(error: BaseException) -> Refusal:
    """Return what an error of the database's means. The error's own text is left out: it may hold a user's name, or a row."""
    cause = error.orig if isinstance(error, DBAPIError) and error.orig is not None else error
    state = getattr(error, "sqlstate", None) or getattr(cause, "sqlstate", None)
    found, remedy = _REFUSALS.get(state or "", _NO_ANSWER)
    if isinstance(cause, ssl.SSLCertVerificationError):
        found, remedy = "shows a certificate that is not trusted", "look at sslmode and sslrootcert in DATABASE_URL"
    elif isinstance(cause, socket.gaierror):
        found, remedy = "cannot be looked for: its host is unknown", "correct the host in DATABASE_URL"
    elif isinstance(cause, asyncpg.exceptions.ClientConfigurationError):
        found, remedy = "cannot be asked as DATABASE_URL says", "look at sslmode and the rest after its question mark"
    elif isinstance(cause, ConnectionError) and "rejected SSL" in str(cause):
        found, remedy = "does not speak TLS", "switch ssl on at the server, or change sslmode in DATABASE_URL"
    elif state and state not in _REFUSALS:
        found, remedy = "refuses", "look into PostgreSQL's log"
    return Refusal(found, state or type(cause).__name__, remedy)


@contextmanager
def told_in_one_line() -> Iterator[None]:
    """Let what the database refuses end a command with one line.

    Raises:
        ConfigurationError: It has refused something, or does not answer.
    """
    try:
        yield
    except (OSError, asyncpg.PostgresError, asyncpg.InterfaceError, asyncpg.InternalClientError, DBAPIError) as error:
        told = refusal(error)
        message = f"PostgreSQL {told.found} ({told.code}). What helps: {told.remedy}."
        raise ConfigurationError(message) from None
