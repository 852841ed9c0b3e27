"""`chaperone serve`: the API, alone or with a worker beside it."""

from typing import Annotated

import typer

from app.commands.loading import all_is_loaded
from app.commands.options import Host, Port
from app.kit.database import READY_CONNECTIONS
from app.kit.logging import configure_logging
from app.kit.serving import listen, serve_until_signalled
from app.main import create_app
from app.policy import load_packs
from app.settings import ApiSettings

commands = typer.Typer(add_completion=False)


@commands.command()
def serve(
    host: Host = "127.0.0.1",
    port: Port = 8000,
    *,
    with_worker: Annotated[bool, typer.Option(help="Also run the worker in this process.")] = False,
) -> None:
    """Run the API."""
    # A broken one stops the start, not the first request that needs it.
    load_packs()
    settings = ApiSettings.load()
    configure_logging(settings.log_level)
    listening = listen(host, port)
    app = create_app(settings, with_worker=with_worker, ready_connections=READY_CONNECTIONS)
    all_is_loaded()
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
