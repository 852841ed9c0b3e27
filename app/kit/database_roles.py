"""The two roles of a database: the owner migrates, the application works with the tables and owns nothing.

So whoever holds the application's credentials cannot change the audit trail, nor switch off what protects it.
"""

import base64
import hashlib
import hmac
import secrets
from collections.abc import Iterable, Mapping
from typing import Final

from sqlalchemy import URL, Connection, make_url, text

from app.kit.errors import ConfigurationError

APPEND_ONLY: Final = ("audit_entry", "audit_position", "decision", "policy_version")
"""Written once: the owner's triggers refuse every change, whoever asks for it."""

TRIGGERS: Final = (*(f"{table}_append_only" for table in APPEND_ONLY), "audit_entry_stamped")
"""What protects them: no change, and the time and the writer of an audit entry as the database sees them."""

_USUAL: Final = "SELECT, INSERT, UPDATE, DELETE"
_OTHERWISE: Final[Mapping[str, str]] = {
    **dict.fromkeys(APPEND_ONLY, "SELECT, INSERT"),
    # Written by functions of the owner's alone.
    "audit_position": "SELECT",
    "audit_unplaced": "",
    "alembic_version": "SELECT",
    # The trail names keys by their id.
    "api_key": "SELECT, INSERT, UPDATE",
    # Encrypted again when the key changes, and kept.
    "proposed_change": "SELECT, INSERT, UPDATE",
    "previous_values": "SELECT, INSERT, UPDATE",
}
_SCRAM_ITERATIONS: Final = 4096
"""PostgreSQL's own default."""


def with_role(url: str, role: str) -> str:
    """Return the URL of the same database for another role, which needs no password."""
    return make_url(url).set(username=role, password="").render_as_string(hide_password=False)


def application_role(database_url: str, migration_url: str) -> URL | None:
    """Return the application's way in if it has a role of its own, None where one role does everything."""
    application, owner = make_url(database_url), make_url(migration_url)
    return application if application.username and application.username != owner.username else None


def grant_to_application(connection: Connection, application: URL) -> None:
    """Let the application's role do what it has to do with the tables, and nothing else; make the role if there is none.

    Done again after each migration, so that a new table is open to it at once, and what somebody else granted is taken back.

    Raises:
        ConfigurationError: The role does not exist, and the owner may not make one.
    """
    name = application.username or ""
    if not connection.scalar(text("SELECT EXISTS (SELECT FROM pg_roles WHERE rolname = :name)"), {"name": name}):
        _create(connection, name, application.password)
    quoted = connection.dialect.identifier_preparer.quote_identifier
    role, schema = quoted(name), quoted(connection.scalar(text("SELECT current_schema()")) or "public")
    statements = [
        # PostgreSQL 14 and older let everybody make tables and functions there, and an upgraded server still does.
        f"REVOKE CREATE ON SCHEMA {schema} FROM PUBLIC",
        f"GRANT USAGE ON SCHEMA {schema} TO {role}",
        f"GRANT USAGE, SELECT ON ALL SEQUENCES IN SCHEMA {schema} TO {role}",
    ]
    for table in _tables(connection):
        statements.append(f"REVOKE ALL ON {schema}.{quoted(table)} FROM {role}, PUBLIC")
        if privileges := _OTHERWISE.get(table, _USUAL):
            statements.append(f"GRANT {privileges} ON {schema}.{quoted(table)} TO {role}")
    for statement in statements:
        connection.exec_driver_sql(statement)


def _tables(connection: Connection) -> Iterable[str]:
    query = "SELECT tablename FROM pg_tables WHERE schemaname = current_schema() AND pg_has_role(tableowner, 'USAGE')"
    return connection.scalars(text(query)).all()


def _create(connection: Connection, name: str, password: str | None) -> None:
    may = "SELECT rolsuper OR rolcreaterole FROM pg_roles WHERE rolname = current_user"
    if not connection.scalar(text(may)) or (password and not password.isascii()):
        message = (
            f"There is no role {name} at PostgreSQL, which DATABASE_URL names, and this command cannot make it. "
            "Make it as docs/installation.md, step 1, says, and migrate again."
        )
        raise ConfigurationError(message)
    role = connection.dialect.identifier_preparer.quote_identifier(name)
    # Only the verifier, and it holds no quote: the text of a statement may end up in the server's log.
    known_by = f" PASSWORD '{_verifier(password)}'" if password else ""
    connection.exec_driver_sql(f"CREATE ROLE {role} LOGIN{known_by}")


def _verifier(password: str) -> str:
    """Return what PostgreSQL stores of a password (RFC 5803; PostgreSQL, 'pg_authid')."""
    salt = secrets.token_bytes(16)
    salted = hashlib.pbkdf2_hmac("sha256", password.encode(), salt, _SCRAM_ITERATIONS)
    stored = hashlib.sha256(hmac.digest(salted, b"Client Key", "sha256")).digest()
    server = hmac.digest(salted, b"Server Key", "sha256")
    written = [base64.b64encode(part).decode() for part in (salt, stored, server)]
    return f"SCRAM-SHA-256${_SCRAM_ITERATIONS}:{written[0]}${written[1]}:{written[2]}"
