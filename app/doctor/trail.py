"""Whether the audit trail holds against the application itself."""

from typing import Final

from sqlalchemy import bindparam, text
from sqlmodel.ext.asyncio.session import AsyncSession

from app.doctor.report import OPERATOR, Check, State, Subject, listed
from app.kit.database_roles import APPEND_ONLY, TRIGGERS

# What each way to change the trail is called, and how PostgreSQL tells that this role has it. A member of a role counts as
# that role: it can take it on, or give itself the right to.
_WAYS: Final = {
    "it is a superuser": "(SELECT rolsuper FROM pg_roles WHERE rolname = current_user)",
    "it is the owner of the tables, or can become it": (
        "EXISTS (SELECT FROM written_once WHERE pg_has_role(relowner, 'MEMBER'))"
    ),
    "it is the owner of the database or of the schema, or can become it": (
        "EXISTS (SELECT FROM pg_database WHERE datname = current_database() AND pg_has_role(datdba, 'MEMBER')) OR "
        "EXISTS (SELECT FROM pg_namespace WHERE nspname = current_schema() AND pg_has_role(nspowner, 'MEMBER'))"
    ),
    "it is the owner of the functions that protect them, or can become it": (
        "EXISTS (SELECT FROM guards WHERE pg_has_role(proowner, 'MEMBER'))"
    ),
    "it may make functions where the tables are": "has_schema_privilege(current_schema(), 'CREATE')",
    "it may update, delete or truncate, or make triggers": (
        "EXISTS (SELECT FROM written_once WHERE has_table_privilege(oid, 'UPDATE, DELETE, TRUNCATE, TRIGGER') "
        "OR has_any_column_privilege(oid, 'UPDATE'))"
    ),
    "it may switch triggers off": "has_parameter_privilege('session_replication_role', 'SET')",
    "it may write files or run programs on the server": (
        "pg_has_role('pg_write_server_files', 'MEMBER') OR pg_has_role('pg_execute_server_program', 'MEMBER')"
    ),
}
_PROTECTED: Final = text(
    "WITH written_once AS (SELECT pg_class.oid, relname, relowner FROM pg_class "  # noqa: S608  # of our own
    "WHERE relnamespace = current_schema()::regnamespace AND relname IN :tables), "
    "guards AS (SELECT tgname, tgenabled, proowner FROM pg_trigger JOIN pg_proc ON pg_proc.oid = tgfoid "
    "WHERE tgrelid IN (SELECT oid FROM written_once) AND NOT tgisinternal) "
    "SELECT current_user, ARRAY(SELECT name FROM unnest(cast(:triggers AS text[])) AS name WHERE NOT EXISTS "
    "(SELECT FROM guards WHERE tgname = name AND tgenabled = 'A') ORDER BY 1), "
    "NOT has_table_privilege('audit_entry', 'INSERT'), " + ", ".join(_WAYS.values())
).bindparams(bindparam("tables", expanding=True, value=APPEND_ONLY), bindparam("triggers", value=list(TRIGGERS)))


async def audit_trail(session: AsyncSession) -> Check:
    """Look whether this role could change what is written once, by itself or by becoming another."""
    connection = await session.connection()
    role, unprotected, lacks, *ways = (await connection.execute(_PROTECTED)).one()
    if unprotected:
        found = f"Triggers that protect the audit trail are switched off or gone: {listed(unprotected)}."
        remedy = f"{OPERATOR}: find out who did that; what was written since may have been changed. Then restore them."
        return Check(Subject.TRAIL, State.WRONG, found, remedy)
    if lacks:
        found = f"The role {role} may not write the audit trail, so that every action fails."
        remedy = f"{OPERATOR}: run `chaperone migrate` with MIGRATION_DATABASE_URL, which grants what is needed."
        return Check(Subject.TRAIL, State.WRONG, found, remedy)
    if why := [name for name, is_so in zip(_WAYS, ways, strict=True) if is_so]:
        found = f"The role {role} of DATABASE_URL could change the audit trail: {'; '.join(why)}."
        remedy = (
            f"{OPERATOR}: give the application a role of its own, and the owner's to MIGRATION_DATABASE_URL "
            "(docs/installation.md, step 1)."
        )
        return Check(Subject.TRAIL, State.WARNING, found, remedy)
    return Check(Subject.TRAIL, State.OK, f"The role {role} can add to the audit trail and change nothing in it.")
