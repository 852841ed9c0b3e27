"""`chaperone sandbox`: a Zoom to test with."""

import re
from pathlib import Path
from typing import Annotated, Final

import typer
from pydantic import SecretStr

from app.commands.options import Host, Port
from app.commands.play import play
from app.kit.errors import ConfigurationError
from app.kit.logging import configure_logging
from app.zoom import sandbox as zoom
from app.zoom.limits.plans import Plan

commands = typer.Typer(add_completion=False, invoke_without_command=True)
commands.command()(play)

_IS_USER: Final = re.compile(r"[^:\s]+:[^@\s]+@[^@\s]+")


@commands.callback()
def sandbox(  # published on purpose: what it guards is a toy
    context: typer.Context,
    host: Host = "127.0.0.1",
    port: Port = 8001,
    *,
    user: Annotated[
        list[str] | None, typer.Option(help="A user with the profile's licence, as ID:ADDRESS; give it once for each.")
    ] = None,
    state: Annotated[Path | None, typer.Option(help="A file in which its state outlives a restart.")] = None,
    webhook_url: Annotated[str | None, typer.Option(help="Where it sends events.")] = None,
    web_url: Annotated[
        str | None,
        typer.Option(envvar="SANDBOX_WEB_URL", help="What links for people begin with; its own address without it."),
    ] = None,
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
    if context.invoked_subcommand is not None:
        return
    try:
        account = zoom.load_profile(profile, beliefs=belief or ())
    except zoom.ProfileError as error:
        raise ConfigurationError(str(error)) from None
    settings = dict(zoom.AI_COMPANION_OFF) if account.name == "full" else {}
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
        **({"web_url": web_url} if web_url else {}),
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
