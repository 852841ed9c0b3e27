"""The `chaperone` command. Each of its commands loads only what it needs: the worker no web framework, `keys` no Zoom."""

import asyncio
import gc
import json
import re
import signal
import sys
from datetime import datetime, timedelta
from pathlib import Path
from typing import Annotated, Final
from uuid import UUID

import typer
from pydantic import SecretStr
from rich.console import Console
from rich.table import Column, Table

from app.access.models import ApiKey, Role, Scope
from app.audit.origin import OPERATOR
from app.commands.common import with_database
from app.commands.first_contact import first_contact
from app.commands.policy import policy
from app.commands.recover import recover
from app.kit.database import Database
from app.kit.errors import ChaperoneError, ConfigurationError, NotFoundError, WorkerEndedError
from app.kit.logging import configure_logging
from app.settings import ApiSettings, MigrationSettings, Settings
from app.zoom.limits.plans import Plan

chaperone = typer.Typer(
    name="chaperone",
    help="Safe Zoom meetings for mentoring programmes.",
    no_args_is_help=True,
    pretty_exceptions_show_locals=False,
)
keys = typer.Typer(help="API keys: who may call the service, and for what.", no_args_is_help=True)
encryption = typer.Typer(help="The keys that encrypt passcodes and join links at rest.", no_args_is_help=True)
chaperone.add_typer(keys, name="keys")
chaperone.add_typer(encryption, name="encryption")
chaperone.add_typer(policy, name="policy")
chaperone.command()(recover)
chaperone.command()(first_contact)

_USUAL_THRESHOLDS: Final = 700, 10, 10
"""Those that Python begins with."""
_LONGEST_NAME: Final = 200
_UUID_WIDTH: Final = 36
_ASSIGN: Final = "`chaperone keys assign ID PERSON` says later who holds it."
_IS_USER: Final = re.compile(r"[^:\s]+:[^@\s]+@[^@\s]+")

console = Console()
Port = Annotated[int, typer.Option(min=0, max=65535, help="The port to listen on; 0 takes a free one.")]
Host = Annotated[str, typer.Option(help="The address to listen on.")]


@chaperone.command()
def serve(
    host: Host = "127.0.0.1",
    port: Port = 8000,
    *,
    with_worker: Annotated[bool, typer.Option(help="Also run the worker in this process.")] = False,
) -> None:
    """Run the API."""
    from app.kit.serving import listen, serve_until_signalled
    from app.main import create_app
    from app.policy import load_packs

    # A broken one stops the start, not the first request that needs it.
    load_packs()
    settings = ApiSettings.load()
    configure_logging(settings.log_level)
    listening = listen(host, port)
    app = create_app(settings, with_worker=with_worker)
    _all_is_loaded()
    what = "The API and a worker" if with_worker else "The API"
    if not serve_until_signalled(
        app,
        listening,
        started=lambda url: typer.echo(f"{what} runs at {url} (docs page: {url}/docs). Ctrl-C stops it."),
        beside=lambda: app.state.worker,
    ):
        raise typer.Exit(1)
    if app.state.worker is not None:
        app.state.worker.result()


@chaperone.command()
def worker(
    *,
    check: Annotated[
        bool, typer.Option("--check", help="Only tell, by the exit code, whether the worker of this machine is alive.")
    ] = False,
) -> None:
    """Run a worker, which makes Zoom match what bookings want. Any number of them can run."""
    if check:
        _check_worker()
    else:
        _run_worker()


def _check_worker() -> None:
    from app.kit.heartbeat import machine_name, workers_alive

    name = Settings.load().worker_name or machine_name()

    async def count(database: Database) -> int:
        async with database.outside_pool() as connection:
            return await workers_alive(connection, name=name)

    try:
        alive = with_database(count)
    except ConfigurationError as error:
        # Docker reserves the exit code 2.
        typer.echo(f"chaperone: {error}", err=True)
        raise typer.Exit(1) from None
    if not alive:
        typer.echo(f"chaperone: no worker named {name} is alive.", err=True)
        raise typer.Exit(1)


def _run_worker() -> None:
    import uvloop

    from app.provisioning.limits import shared_limiter
    from app.provisioning.worker import run_worker
    from app.zoom.client import ZoomClient

    settings = Settings.load()
    configure_logging(settings.log_level)
    _all_is_loaded()

    async def work() -> None:
        database = Database.connect(settings)
        try:
            async with (
                shared_limiter(settings) as limiter,
                ZoomClient(settings.zoom, limiter=limiter) as zoom,
                run_worker(settings, database, zoom) as task,
            ):
                typer.echo("A worker runs. Ctrl-C stops it.")
                await _until_told_to_stop(task)
        finally:
            await database.close()

    uvloop.run(work())


@chaperone.command()
def run(
    host: Host = "127.0.0.1",
    port: Port = 8000,
    sandbox_port: Annotated[
        int, typer.Option(min=0, max=65535, help="The port of the Zoom sandbox; 0 takes a free one.")
    ] = 8001,
    folder: Annotated[Path, typer.Option(help="Where the data are kept between runs.")] = Path(".local"),
) -> None:
    """Run everything on this machine, with demo data: PostgreSQL, the Zoom sandbox, the API and a worker."""
    import uvloop

    from app.embedded.default import run_embedded_default
    from app.main import create_app

    uvloop.run(run_embedded_default(create_app, folder=folder, host=host, port=port, sandbox_port=sandbox_port))


@chaperone.command()
def sandbox(  # published on purpose: what it guards is a toy
    host: Host = "127.0.0.1",
    port: Port = 8001,
    *,
    user: Annotated[
        list[str] | None, typer.Option(help="A user with the profile's licence, as ID:ADDRESS; give it once for each.")
    ] = None,
    state: Annotated[Path | None, typer.Option(help="A file in which its state outlives a restart.")] = None,
    webhook_url: Annotated[str | None, typer.Option(help="Where it sends events.")] = None,
    profile: Annotated[
        str,
        typer.Option(
            metavar="NAME|FILE",
            help="The account: full, free-2026, pro-2026, business-2026, or the file of a profile or of a capture.",
        ),
    ] = "full",
    belief: Annotated[
        list[str] | None,
        typer.Option(
            metavar="NAME=VALUE",
            help="What the account does differently, the value as JSON, such as topic_hidden=true; give it once for each.",
        ),
    ] = None,
    plan: Annotated[Plan | None, typer.Option(help="The account's plan; the profile's without it.")] = None,
    limits: Annotated[
        Plan | None, typer.Option(help="The plan whose limits per second and per day hold; none hold without it.")
    ] = None,
    client_secret: Annotated[
        str, typer.Option(envvar="SANDBOX_CLIENT_SECRET", help="The secret of the app sandbox-client.")
    ] = "sandbox-client-secret",  # noqa: S107  # published on purpose: it guards a toy
    webhook_secret: Annotated[
        str, typer.Option(envvar="SANDBOX_WEBHOOK_SECRET", help="The secret token that events are signed with.")
    ] = "sandbox-webhook-secret",  # noqa: S107  # the same
    control_token: Annotated[
        str | None,
        typer.Option(
            envvar="SANDBOX_CONTROL_TOKEN", help="What /sandbox demands as a bearer token; without it, it is open."
        ),
    ] = None,
) -> None:
    """Run the Zoom sandbox alone: account sandbox-account, app sandbox-client."""
    from app.zoom import sandbox as zoom

    try:
        account = zoom.load_profile(profile, beliefs=belief or ())
    except zoom.ProfileError as error:
        raise ConfigurationError(str(error)) from None
    # Zoom's API cannot switch AI Companion off: for these users somebody has done it in the portal, unless a profile says more.
    ai_off = {
        "in_meeting.meeting_summary_with_ai_companion.enable": False,
        "in_meeting.ai_companion_questions.enable": False,
    }
    settings = ai_off if account.name == "full" else {}
    if wrong := [each for each in user or () if not _IS_USER.fullmatch(each)]:
        message = f"--user {wrong[0]}: write ID:ADDRESS."
        raise ConfigurationError(message)
    named = [each.partition(":") for each in user or ["host-1:host1@example.org", "host-2:host2@example.org"]]
    webhook = (
        zoom.WebhookConfiguration(url=webhook_url, secret_token=SecretStr(webhook_secret)) if webhook_url else None
    )
    configuration = zoom.SandboxConfiguration(
        client_secret=SecretStr(client_secret),
        control_token=SecretStr(control_token) if control_token else None,
        users=tuple(zoom.UserSeed(id=user_id, email=email, settings=settings) for user_id, _, email in named),
        state_file=state,
        webhook=webhook,
        profile=account,
        plan=zoom.Plan(plan) if plan else None,
        limits=zoom.Plan(limits) if limits else None,
    )
    configure_logging("WARNING")
    try:
        zoom.serve(
            configuration,
            host=host,
            port=port,
            started=lambda url: typer.echo(f"The Zoom sandbox runs at {url} (docs page: {url}/docs). Ctrl-C stops it."),
        )
    except (zoom.SandboxStartError, zoom.StateFileError, zoom.UnknownSettingError) as error:
        typer.echo(f"chaperone: {error}", err=True)
        raise typer.Exit(2) from None


@chaperone.command()
def migrate(
    revision: Annotated[str, typer.Argument(help="Where to: head, base, or a revision.")] = "head",
    *,
    yes: Annotated[bool, typer.Option("--yes", help="Do not ask before an audit trail is removed.")] = False,
) -> None:
    """Bring the database's tables to this version, as the role of MIGRATION_DATABASE_URL, and let the application use them.

    With another revision they are brought to that one; base removes all of them.
    """
    from app.kit.database_refusals import told_in_one_line
    from app.kit.migrations import audit_entries, check_revision
    from app.kit.migrations import migrate as migrate_database

    settings = MigrationSettings.load()
    check_revision(revision)
    with told_in_one_line():
        if revision == "base" and not yes and (entries := asyncio.run(audit_entries(settings.owner_url))):
            _ask_before_removing(entries)
        asyncio.run(migrate_database(settings.owner_url, revision, application_url=settings.database_url))
    console.print(f"The database is at {revision}.")


def _ask_before_removing(entries: int) -> None:
    what = f"This removes all data and the audit trail (entries: {entries}) for good."
    if not sys.stdin.isatty():
        message = f"{what} Nothing was done; with --yes it is done without asking."
        raise ConfigurationError(message)
    if not typer.confirm(f"{what} Go on?"):
        raise typer.Abort


@chaperone.command()
def doctor(
    *, as_json: Annotated[bool, typer.Option("--json", help="Print it for machines, with details.")] = False
) -> None:
    """Look at configuration, database, Zoom account and hosts; say who does what about what is wrong.

    Nothing is changed at Zoom, and no secret is shown. The exit code is 0 when nothing is wrong, 1 when something is, 2 when the
    configuration cannot be read.
    """
    from app.doctor.examination import examine_configured
    from app.doctor.presentation import summary_of, table_of

    configure_logging("CRITICAL")
    report = asyncio.run(examine_configured())
    if as_json:
        typer.echo(json.dumps(report.as_json(), indent=2))
    else:
        console.print(table_of(report))
        console.print(summary_of(report), highlight=False)
    raise typer.Exit(report.exit_code)


@keys.command("create")
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
    from app.access import service as access
    from app.registry.partners.models import Partner

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


@keys.command("list")
def list_keys() -> None:
    """Show the API keys, without their secrets, and when each was last used (UTC, to the minute)."""
    from app.access import service as access

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

    console.print(with_database(read))


@keys.command("revoke")
def revoke_key(
    key_id: Annotated[UUID, typer.Argument(help="The key's id, as `chaperone keys list` shows it.")],
) -> None:
    """Make an API key invalid from now on."""
    from app.access import service as access

    async def revoke(database: Database) -> None:
        async with database.transaction() as session:
            await access.revoke_key(session, key_id, origin=OPERATOR)

    with_database(revoke)
    console.print("Revoked.")


@keys.command("rotate")
def rotate_key(
    key_id: Annotated[UUID, typer.Argument(help="The key's id, as `chaperone keys list` shows it.")],
    overlap_days: Annotated[
        int, typer.Option(min=0, max=90, help="How many days the old key still works; 0 ends it at once.")
    ] = 7,
    days: Annotated[int, typer.Option(min=1, max=3650, help="How many days the new key is valid.")] = 365,
) -> None:
    """Make a new API key in place of another: the same holder, role, scopes and partner. It is shown once."""
    from app.access import service as access

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


@keys.command("assign")
def assign_key(
    key_id: Annotated[UUID, typer.Argument(help="The key's id, as `chaperone keys list` shows it.")],
    person: Annotated[str, typer.Argument(help="Who holds it: a staff number or login name.")],
) -> None:
    """Say who holds an API key that was made without a person."""
    from app.access import service as access

    async def assign(database: Database) -> None:
        async with database.transaction() as session:
            await access.assign_key(session, key_id, person, origin=OPERATOR)

    with_database(assign)
    console.print("Assigned.")


@encryption.command("new-key")
def new_encryption_key(
    name: Annotated[str, typer.Argument(help="The key's name on the ring, letters and digits.")],
) -> None:
    """Make a key for ENCRYPTION_KEYS. Put it before the old ones, restart, and run `chaperone encryption rotate`."""
    from app.kit.encryption import new_key

    typer.echo(new_key(name))


@encryption.command("rotate")
def rotate_encryption() -> None:
    """Put all stored secrets under the first key of ENCRYPTION_KEYS; then the others can go."""
    from app.commands.encryption_rotation import rotate

    settings = Settings.load()
    touched = with_database(lambda database: rotate(database, settings.key_ring))
    console.print(f"Encrypted the secrets of {touched} rows under the key {settings.key_ring.primary}.")


def _all_is_loaded() -> None:
    """Keep the garbage collector from what stays: going through it would hold up a request by a tenth of a second."""
    gc.collect()
    gc.freeze()
    gc.set_threshold(*_USUAL_THRESHOLDS)


async def _until_told_to_stop(worker: "asyncio.Task[None]") -> None:
    """Wait for a signal; a worker that ends by itself raises why."""
    stop = asyncio.Event()
    for number in (signal.SIGINT, signal.SIGTERM):
        asyncio.get_running_loop().add_signal_handler(number, stop.set)
    told = asyncio.create_task(stop.wait())
    await asyncio.wait({told, worker}, return_when=asyncio.FIRST_COMPLETED)
    told.cancel()
    if worker.done():
        worker.result()


def main() -> None:
    """Run the command; what goes wrong on purpose is one line, not a traceback."""
    try:
        chaperone()
    except WorkerEndedError as error:
        typer.echo(f"chaperone: {error}", err=True)
        sys.exit(1)
    except ChaperoneError as error:
        typer.echo(f"chaperone: {error}", err=True)
        sys.exit(2)
    except ConnectionError as error:
        typer.echo(f"chaperone: the database does not answer ({error.strerror or 'no connection'}).", err=True)
        sys.exit(2)
