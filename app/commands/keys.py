"""`chaperone keys`: who may call the service, and for what."""

from datetime import datetime, timedelta
from typing import Annotated, Final
from uuid import UUID

import typer
from rich.console import Console
from rich.table import Column, Table

from app.access import service as access
from app.access.models import ApiKey, Role, Scope
from app.audit.origin import OPERATOR
from app.commands.acting import with_database
from app.kit.database import Database
from app.kit.errors import ConfigurationError, NotFoundError
from app.registry.partners.models import Partner

commands = typer.Typer(
    name="keys", help="API keys: who may call the service, and for what.", no_args_is_help=True, add_completion=False
)

_LONGEST_NAME: Final = 200
_UUID_WIDTH: Final = 36
_ASSIGN: Final = "`chaperone keys assign ID PERSON` says later who holds it."


@commands.command("create")
def create_key(
    name: Annotated[str, typer.Option(help="What the key is for. No person's name.")],
    scope: Annotated[list[Scope], typer.Option(help="What it may do; give it once for each scope.")],
    role: Annotated[Role, typer.Option(help="On whose behalf it acts.")] = Role.FRONT_END,
    partner: Annotated[UUID | None, typer.Option(help="The only partner whose data it sees.")] = None,
    *,
    all_partners: Annotated[bool, typer.Option("--all-partners", help="It sees the data of every partner.")] = False,
    person: Annotated[
        str | None,
        typer.Option(help="Who holds it: a staff number or login name, the same on all keys of this person."),
    ] = None,
    days: Annotated[int, typer.Option(min=1, max=3650, help="How many days it is valid.")] = 365,
) -> None:
    """Make an API key. It is shown once."""
    if not 0 < len(name.strip()) <= _LONGEST_NAME:
        message = f"A key's name has up to {_LONGEST_NAME} characters, and at least one."
        raise ConfigurationError(message)

    if (partner is None) is not all_partners:
        message = "Say whose data the key sees: --partner ID for one partner, or --all-partners, and not both."
        raise ConfigurationError(message)

    async def create(database: Database) -> str:
        async with database.transaction() as session:
            if partner is not None and await session.get(Partner, partner) is None:
                message = f"There is no partner {partner}. GET /v1/partners lists them."
                raise NotFoundError(message)
            _, text = await access.create_key(
                session,
                name=name,
                role=role,
                scopes=scope,
                partner_id=partner,
                valid_for=timedelta(days=days),
                origin=OPERATOR,
                person=person,
            )
        return text

    text = with_database(create)
    if role is Role.COORDINATOR and person is None:
        typer.echo(f"Without --person this key cannot act where a second person is needed. {_ASSIGN}", err=True)
    typer.echo("Keep this API key now, it cannot be shown again:", err=True)
    typer.echo(text)


@commands.command("list")
def list_keys() -> None:
    """Show the API keys, without their secrets, and when each was last used (UTC, to the minute)."""

    async def read(database: Database) -> Table:
        # The ids whole, however narrow the terminal: `revoke` wants them so.
        table = Table(Column("id", no_wrap=True, min_width=_UUID_WIDTH), "name", "role")
        for heading in ("person", "partner", "scopes", "last used", "expires", "revoked"):
            table.add_column(heading, overflow="fold")
        async with database.transaction() as session:
            for key in await access.list_keys(session):
                table.add_row(
                    str(key.id),
                    key.name,
                    key.role,
                    key.person or "",
                    str(key.partner_id or "all"),
                    " ".join(key.scopes),
                    f"{key.last_used_at:%Y-%m-%d %H:%M}" if key.last_used_at else "never",
                    key.expires_at.date().isoformat(),
                    key.revoked_at.date().isoformat() if key.revoked_at else "",
                )
        return table

    Console().print(with_database(read))


@commands.command("revoke")
def revoke_key(
    key_id: Annotated[UUID, typer.Argument(help="The key's id, as `chaperone keys list` shows it.")],
) -> None:
    """Make an API key invalid from now on."""

    async def revoke(database: Database) -> None:
        async with database.transaction() as session:
            await access.revoke_key(session, key_id, origin=OPERATOR)

    with_database(revoke)
    Console().print("Revoked.")


@commands.command("rotate")
def rotate_key(
    key_id: Annotated[UUID, typer.Argument(help="The key's id, as `chaperone keys list` shows it.")],
    overlap_days: Annotated[
        int, typer.Option(min=0, max=90, help="How many days the old key still works; 0 ends it at once.")
    ] = 7,
    days: Annotated[int, typer.Option(min=1, max=3650, help="How many days the new key is valid.")] = 365,
) -> None:
    """Make a new API key in place of another: the same holder, role, scopes and partner. It is shown once."""

    async def rotate(database: Database) -> tuple[str, datetime]:
        async with database.transaction() as session:
            _, text = await access.rotate_key(
                session,
                key_id,
                overlap=timedelta(days=overlap_days),
                valid_for=timedelta(days=days),
                origin=OPERATOR,
            )
            old = await session.get_one(ApiKey, key_id)
            return text, old.expires_at

    text, ends_at = with_database(rotate)
    typer.echo(f"The old key works until {ends_at:%Y-%m-%d %H:%M} UTC.", err=True)
    typer.echo("Keep the new API key now, it cannot be shown again:", err=True)
    typer.echo(text)


@commands.command("assign")
def assign_key(
    key_id: Annotated[UUID, typer.Argument(help="The key's id, as `chaperone keys list` shows it.")],
    person: Annotated[str, typer.Argument(help="Who holds it: a staff number or login name.")],
) -> None:
    """Say who holds an API key that was made without a person."""

    async def assign(database: Database) -> None:
        async with database.transaction() as session:
            await access.assign_key(session, key_id, person, origin=OPERATOR)

    with_database(assign)
    Console().print("Assigned.")
