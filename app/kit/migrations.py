"""Running the migrations from code: `chaperone migrate`, `make run` and the tests."""

from alembic import command
from alembic.config import Config
from alembic.script import ScriptDirectory
from alembic.util import CommandError
from sqlalchemy import URL, Connection, pool, text

from app.kit.database import engine_for
from app.kit.database_roles import application_role
from app.kit.errors import ConfigurationError
from app.kit.revisions import ROOT


def configuration(connection: Connection | None = None, application: URL | None = None) -> Config:
    """Return Alembic's configuration, to work on `connection` if one is given, for the `application`'s role if it has one."""
    config = Config(str(ROOT / "alembic.ini"))
    config.attributes["connection"] = connection
    config.attributes["application"] = application
    return config


def check_revision(revision: str) -> None:
    """Check that the migrations can go there.

    Raises:
        ConfigurationError: The revision does not exist; the text names the first and the newest.
    """
    known = sorted(script.revision for script in ScriptDirectory.from_config(configuration()).walk_revisions())
    if revision not in {"head", "base", *known}:
        message = f"There is no revision {revision}. Say head, base, or one from {known[0]} to {known[-1]}."
        raise ConfigurationError(message)


async def audit_entries(database_url: str) -> int:
    """Count the entries of the audit trail; none when there is no trail."""
    engine = engine_for(database_url, poolclass=pool.NullPool)
    try:
        async with engine.connect() as connection:
            if await connection.scalar(text("SELECT to_regclass('audit_entry')")) is None:
                return 0
            return int(await connection.scalar(text("SELECT count(*) FROM audit_entry")) or 0)
    finally:
        await engine.dispose()


def _check_known(current: str) -> None:
    try:
        ScriptDirectory.from_config(configuration()).get_revision(current)
    except CommandError:
        message = (
            f"The database is at revision {current}, which this program does not know. Use the program that made it."
        )
        raise ConfigurationError(message) from None


async def migrate(owner_url: str, revision: str = "head", *, application_url: str | None = None) -> None:
    """Bring the database to `revision`, up or down.

    Args:
        owner_url: The way into the database of the role that owns the tables.
        revision: Where to.
        application_url: The way in of the application, which is granted what it needs if it has a role of its own.

    Raises:
        ConfigurationError: The application's role is not there, and the owner may not make it.
    """
    application = application_role(application_url, owner_url) if application_url else None

    def run(connection: Connection) -> None:
        config = configuration(connection, application)
        current = connection.execute(text("SELECT to_regclass('alembic_version') IS NOT NULL")).scalar_one()
        rows = connection.execute(text("SELECT version_num FROM alembic_version")).scalars().all() if current else []
        connection.commit()
        for row in rows:
            _check_known(row)
        if revision == "base" or (rows and revision != "head" and revision < rows[0]):
            command.downgrade(config, revision)
        else:
            command.upgrade(config, revision)

    engine = engine_for(owner_url, poolclass=pool.NullPool)
    try:
        async with engine.connect() as connection:
            await connection.run_sync(run)
    finally:
        await engine.dispose()
