"""`chaperone first-contact`: what a real Zoom account answers, before anybody depends on it."""

import asyncio
import json
import signal
import sys
from collections.abc import Mapping
from pathlib import Path
from typing import Annotated, Final

import typer
from rich.console import Console

from app.first_contact.checks import MOST_CHANGES
from app.first_contact.people import STEPS, Answer, Step, checklist, read_answers
from app.first_contact.presentation import summary_of, table_of
from app.first_contact.running import Contact, carry_out
from app.kit.errors import ConfigurationError
from app.kit.logging import configure_logging
from app.settings import Settings

commands = typer.Typer(add_completion=False)

_CANNOT_RUN: Final = 2


@commands.command()
def first_contact(
    host: Annotated[str, typer.Option(help="The address of a Zoom user who is to hold meetings.")],
    *,
    basic_host: Annotated[
        str | None, typer.Option(help="The address of a user without a licence, to look at those too.")
    ] = None,
    yes: Annotated[bool, typer.Option("--yes", help="Do not ask anything: for scripts.")] = False,
    answers: Annotated[
        Path | None, typer.Option(metavar="FILE.json", help='Answers to the steps for a person: {"start link": "yes"}.')
    ] = None,
    json_file: Annotated[
        Path | None, typer.Option("--json", metavar="FILE", help="Write the report there for machines.")
    ] = None,
    capture: Annotated[
        Path | None,
        typer.Option(
            metavar="FILE", help="Write there what Zoom answered, without ids, names, addresses, links or tokens."
        ),
    ] = None,
    journal: Annotated[
        Path, typer.Option(metavar="FILE", help="Where it notes what it must undo; the file is gone when that is done.")
    ] = Path(".first-contact.json"),
) -> None:
    """Find out, safely, what the real Zoom account answers, and what that means for bookings.

    It makes a few meetings under the host and always deletes them, changes settings of the host and puts them back, and
    changes no setting of the account. The exit code is 0 when bookings will work, 1 when something would block them, 2
    when what bookings depend on could not be looked at.
    """
    configure_logging("CRITICAL")
    settings = Settings.load()
    for file in (json_file, capture):
        _demand_writable(file)
    given = read_answers(answers) if answers is not None else None
    asks = sys.stdin.isatty() and not yes
    if not yes:
        _ask_before_starting(host, settings.zoom_api_url, MOST_CHANGES, asks=asks)
    if given is None and not asks:
        given = {}
    watching = _Terminal()

    async def run() -> Contact:
        _stop_once_at_a_signal()
        return await carry_out(
            settings, host=host, basic_host=basic_host, answers=given, console=watching, journal=journal
        )

    try:
        outcome = asyncio.run(run())
    except asyncio.CancelledError:
        typer.echo("Stopped before anything was made.", err=True)
        raise typer.Exit(_CANNOT_RUN) from None
    console = Console()
    console.print(table_of(outcome.report))
    console.print(summary_of(outcome.report), highlight=False)
    if missing := [step for step in STEPS if step.name not in outcome.answers]:
        console.print("Steps for a person that are not answered; on a terminal, without --yes, they are asked:")
        console.print(checklist(missing), highlight=False, markup=False)
    if json_file is not None:
        json_file.write_text(json.dumps(outcome.report.as_json(), indent=2) + "\n")
    if capture is not None:
        capture.write_text(outcome.capture().model_dump_json(indent=2) + "\n")
    raise typer.Exit(outcome.report.exit_code)


class _Terminal:
    """Whoever runs the command, at their terminal."""

    def told(self, line: str) -> None:
        """Show how far it is, beside what is printed in the end."""
        typer.echo(line, err=True)

    def asked(self, step: Step, links: Mapping[str, str]) -> Answer | None:
        """Ask for the answer to one step."""
        typer.echo(f"\n{step.name}: {step.do}")
        for name, link in links.items():
            typer.echo(f"  {name.replace('_url', ' link')}: {link}")
        # The loop would only note a Ctrl-C while the terminal is read.
        before = signal.signal(signal.SIGINT, signal.default_int_handler)
        try:
            while True:
                text = typer.prompt(
                    f"{step.question} (yes, no, or Enter to leave it open)", default="", show_default=False
                )
                if not text:
                    return None
                if text.lower() in {"y", "yes", "n", "no"}:
                    return Answer.YES if text.lower().startswith("y") else Answer.NO
        except (KeyboardInterrupt, typer.Abort):
            raise asyncio.CancelledError from None
        finally:
            signal.signal(signal.SIGINT, before)


def _stop_once_at_a_signal() -> None:
    """Cancel the running task at the first Ctrl-C or SIGTERM; further ones must not keep it from cleaning up."""
    loop, task, stopped = asyncio.get_running_loop(), asyncio.current_task(), asyncio.Event()

    def stop(*_: object) -> None:
        if task is not None and not stopped.is_set():
            stopped.set()
            loop.call_soon_threadsafe(task.cancel)

    for number in (signal.SIGINT, signal.SIGTERM):
        signal.signal(number, stop)


def _demand_writable(file: Path | None) -> None:
    if file is None:
        return
    try:
        file.open("a").close()
    except OSError as error:
        message = f"{file} cannot be written ({error.strerror})."
        raise ConfigurationError(message) from None


def _ask_before_starting(host: str, url: str, changes: int, *, asks: bool) -> None:
    what = (
        f"This makes a few meetings under {host} at {url}, deletes them again, and sets settings of this host that "
        "are put back. It "
        f"uses up to {changes} of the 100 changes that Zoom allows for a host and day, takes about two minutes, and "
        "changes no "
        "setting of the account."
    )
    if not asks:
        message = f"{what} Nothing was done; with --yes it is done without asking."
        raise ConfigurationError(message)
    typer.echo(what)
    if not typer.confirm("Go on?"):
        raise typer.Abort
