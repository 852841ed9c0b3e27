"""`chaperone recover`: deciding what becomes of what Zoom and a restored database do not agree about."""

import asyncio
import json
import sys
from collections.abc import Sequence
from pathlib import Path
from typing import Annotated

import typer

from app.commands import recovery_console as console
from app.kit.errors import ConfigurationError
from app.kit.logging import configure_logging
from app.recovery.decisions import accept as accept_database

commands = typer.Typer(add_completion=False)

_SETTLED, _UNSETTLED = 0, 1


@commands.command()
def recover(
    *,
    decide: Annotated[
        list[str] | None, typer.Option(metavar="MEETING=CHOICE", help="What to do about one meeting, by Zoom's number.")
    ] = None,
    decide_all: Annotated[
        list[str] | None,
        typer.Option("--all", metavar="KIND=CHOICE", help="What to do about every undecided meeting of a kind."),
    ] = None,
    decisions: Annotated[
        Path | None, typer.Option(metavar="FILE.json", help='Decisions in a file: {"81234567890": "delete"}.')
    ] = None,
    accept: Annotated[bool, typer.Option("--accept", help="Go on with this database, once all is decided.")] = False,
    begin: Annotated[
        bool, typer.Option("--begin", help="Stop all changes at Zoom first, where nobody has noticed a restore.")
    ] = False,
    as_json: Annotated[bool, typer.Option("--json", help="Print it for machines.")] = False,
) -> None:
    """Decide what becomes of what Zoom and the database do not agree about, after a restore.

    Zoom is only read. What is decided is done by the worker, once `--accept` has said that this database is the one to go on
    with. Without options, and on a terminal, it asks about each meeting. The exit code is 0 when nothing is left to decide
    and the service works, 1 otherwise.
    """
    configure_logging("CRITICAL")
    given = _given(decide or [], decisions)
    for_all = _pairs(decide_all or [])
    asks = sys.stdin.isatty() and not (given or for_all or accept or as_json)

    async def run() -> int:
        async with console.opened() as (database, zoom):
            await console.look(database, zoom, begin=begin)
            refused = await console.apply(database, given, for_all)
            if asks:
                refused |= await console.ask(database)
            if accept or (asks and await console.is_ready(database) and typer.confirm("Go on with this database?")):
                await accept_database(database)
            installation, items = await console.state(database)
        console.show(installation, items, refused, as_json=as_json)
        is_settled = installation.recovering_since is None and all(item.mismatch.choice for item in items)
        return _SETTLED if is_settled and not refused else _UNSETTLED

    raise typer.Exit(asyncio.run(run()))


def _pairs(texts: Sequence[str]) -> dict[str, str]:
    pairs = {}
    for each in texts:
        name, separator, choice = each.partition("=")
        if not (name and separator and choice):
            message = f"{each}: write it as NAME=CHOICE."
            raise ConfigurationError(message)
        pairs[name] = choice
    return pairs


def _given(decide: Sequence[str], file: Path | None) -> dict[str, str]:
    given = _pairs(decide)
    if file is None:
        return given
    try:
        read = json.loads(file.read_bytes())
    except (OSError, ValueError) as error:
        message = f"{file} cannot be read as JSON ({type(error).__name__})."
        raise ConfigurationError(message) from None
    if not isinstance(read, dict) or not all(isinstance(value, str) for value in read.values()):
        message = f'{file} must hold an object such as {{"81234567890": "delete"}}.'
        raise ConfigurationError(message)
    return read | given
