"""`chaperone worker`: what makes Zoom match what bookings want."""

import asyncio
import signal
from typing import Annotated

import typer

from app.commands.acting import with_database
from app.commands.loading import all_is_loaded
from app.kit.database import READY_CONNECTIONS, Database
from app.kit.errors import ConfigurationError
from app.kit.heartbeat import machine_name, workers_alive
from app.kit.logging import configure_logging
from app.settings import Settings

commands = typer.Typer(add_completion=False)


@commands.command()
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
    # Not for `--check`, which a container runs again and again.
    import uvloop

    from app.provisioning.limits import shared_limiter
    from app.provisioning.worker import run_worker
    from app.zoom.client import ZoomClient

    settings = Settings.load()
    configure_logging(settings.log_level)
    all_is_loaded()

    async def work() -> None:
        database = Database.connect(settings)
        try:
            async with (
                shared_limiter(settings) as limiter,
                ZoomClient(settings.zoom, limiter=limiter) as zoom,
                run_worker(settings, database, zoom) as task,
            ):
                typer.echo("A worker runs. Ctrl-C stops it.")
                await database.make_ready(READY_CONNECTIONS)
                await _until_told_to_stop(task)
        finally:
            await database.close()

    uvloop.run(work())


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
