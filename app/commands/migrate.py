"""`chaperone migrate`: the database's tables."""

import asyncio
import sys
from typing import Annotated

import typer
from rich.console import Console

from app.kit.database_refusals import told_in_one_line
from app.kit.errors import ConfigurationError
from app.kit.migrations import audit_entries, check_revision
from app.kit.migrations import migrate as migrate_database
from app.settings import MigrationSettings

commands = typer.Typer(add_completion=False)


@commands.command()
def migrate(
    revision: Annotated[str, typer.Argument(help="Where to: head, base, or a revision.")] = "head",
    *,
    yes: Annotated[bool, typer.Option("--yes", help="Do not ask before an audit trail is removed.")] = False,
) -> None:
    """Bring the database's tables to this version, as the role of MIGRATION_DATABASE_URL, and let the application use them.

    With another revision they are brought to that one; base removes all of them.
    """
    settings = MigrationSettings.load()
    check_revision(revision)
    with told_in_one_line():
        if revision == "base" and not yes and (entries := asyncio.run(audit_entries(settings.owner_url))):
            _ask_before_removing(entries)
        asyncio.run(migrate_database(settings.owner_url, revision, application_url=settings.database_url))
    Console().print(f"The database is at {revision}.")


def _ask_before_removing(entries: int) -> None:
    what = f"This removes all data and the audit trail (entries: {entries}) for good."
    if not sys.stdin.isatty():
        message = f"{what} Nothing was done; with --yes it is done without asking."
        raise ConfigurationError(message)
    if not typer.confirm(f"{what} Go on?"):
        raise typer.Abort
