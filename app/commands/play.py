"""`chaperone sandbox play`: a session played against `make run`."""

import asyncio
from pathlib import Path
from typing import Annotated

import typer
from rich.console import Console

from app.embedded.addresses import Addresses
from app.embedded.demo.kept_keys import read_keys
from app.embedded.play.playing import Pace
from app.embedded.play.playing import play as play_script
from app.embedded.play.presentation import Terminal
from app.embedded.play.script import load_script, script_names
from app.kit.errors import ConfigurationError


def play(
    script: Annotated[
        str, typer.Argument(metavar="SCRIPT", help=f"{', '.join(script_names())}, or a YAML file of your own.")
    ],
    folder: Annotated[Path, typer.Option(help="The data folder of the run, as `make run` has it.")] = Path(".local"),
    *,
    to_the_end: Annotated[
        bool, typer.Option("--to-the-end", help="Wait until the session is over, a quarter of an hour at least.")
    ] = False,
) -> None:
    """Play a session against `make run`, and print beside each step what Chaperone makes of it."""
    loaded = load_script(script)
    addresses = Addresses.of(folder)
    if (keys := read_keys(folder)) is None:
        message = f"There are no keys in {folder}. Start `make run` there first."
        raise ConfigurationError(message)
    terminal = Terminal(Console(highlight=False), addresses.chaperone)
    asyncio.run(play_script(loaded, addresses, keys.organisation, terminal, Pace(to_the_end=to_the_end)))
