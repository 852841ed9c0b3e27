"""`chaperone run`: everything on this machine."""

from pathlib import Path
from typing import Annotated

import typer
import uvloop

from app.commands.options import Host, Port
from app.embedded.default import run_embedded_default
from app.main import create_app

commands = typer.Typer(add_completion=False)


@commands.command()
def run(
    host: Host = "127.0.0.1",
    port: Port = 8000,
    sandbox_port: Annotated[
        int, typer.Option(min=0, max=65535, help="The port of the Zoom sandbox; 0 takes a free one.")
    ] = 8001,
    folder: Annotated[Path, typer.Option(help="Where the data are kept between runs.")] = Path(".local"),
) -> None:
    """Run everything on this machine, with demo data: PostgreSQL, the Zoom sandbox, the API and a worker."""
    uvloop.run(run_embedded_default(create_app, folder=folder, host=host, port=port, sandbox_port=sandbox_port))
