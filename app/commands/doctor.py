"""`chaperone doctor`: what is wrong with an installation, and who does what about it."""

import asyncio
import json
from typing import Annotated

import typer
from rich.console import Console

from app.doctor.examination import examine_configured
from app.doctor.presentation import summary_of, table_of
from app.kit.logging import configure_logging

commands = typer.Typer(add_completion=False)


@commands.command()
def doctor(
    *, as_json: Annotated[bool, typer.Option("--json", help="Print it for machines, with details.")] = False
) -> None:
    """Look at configuration, database, Zoom account and hosts; say who does what about what is wrong.

    Nothing is changed at Zoom, and no secret is shown. The exit code is 0 when nothing is wrong, 1 when something is, 2 when the
    configuration cannot be read.
    """
    configure_logging("CRITICAL")
    report = asyncio.run(examine_configured())
    if as_json:
        typer.echo(json.dumps(report.as_json(), indent=2))
    else:
        Console().print(table_of(report))
        Console().print(summary_of(report), highlight=False)
    raise typer.Exit(report.exit_code)
