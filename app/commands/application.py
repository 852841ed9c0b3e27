"""The `chaperone` command: which module has which of its commands.

A module is loaded when its command is named, so each loads only what it needs: the worker no web framework, `keys` no Zoom.
"""

import sys
from collections import UserDict
from importlib import import_module
from typing import Any, Final

import typer
from typer.core import TyperGroup
from typer.main import get_command

from app.kit.errors import ChaperoneError, WorkerEndedError

_MODULES: Final = {
    "serve": "app.commands.serve",
    "worker": "app.commands.worker",
    "run": "app.commands.run",
    "sandbox": "app.commands.sandbox",
    "migrate": "app.commands.migrate",
    "doctor": "app.commands.doctor",
    "recover": "app.commands.recover",
    "first-contact": "app.commands.first_contact",
    "keys": "app.commands.keys",
    "encryption": "app.commands.encryption",
    "events": "app.commands.events",
    "policy": "app.commands.policy",
}
"""Each has a Typer application named `commands`: a group, or one command alone."""


class _LoadedWhenNamed(UserDict[str, Any]):
    def __getitem__(self, name: str) -> Any:  # Typer's own type of commands is private
        return get_command(import_module(self.data[name]).commands)


class _Chaperone(TyperGroup):
    def __init__(self, **given: Any) -> None:  # as its base says
        super().__init__(**given | {"commands": _LoadedWhenNamed(_MODULES)})


chaperone = typer.Typer(name="chaperone", cls=_Chaperone, no_args_is_help=True, pretty_exceptions_show_locals=False)


@chaperone.callback()
def _chaperone() -> None:
    """Safe Zoom meetings for mentoring programmes."""


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
