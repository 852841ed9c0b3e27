"""Everything on one machine, for trying the product: PostgreSQL, the Zoom sandbox, the API, a worker, demo data."""

import asyncio
import fcntl
import json
import secrets
import shlex
import signal
import sys
from asyncio.subprocess import Process
from collections.abc import AsyncIterator, Callable, Iterator, Mapping
from contextlib import asynccontextmanager, closing, contextmanager, suppress
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Final, NoReturn

import httpx
from fastapi import FastAPI
from rich.console import Console

from app.embedded.addresses import Addresses
from app.embedded.demo.booking import book_demo_sessions
from app.embedded.demo.data import HOSTS, load_demo_data
from app.embedded.demo.first_booking import first_booking, free_time
from app.embedded.demo.first_session import links_of_first_session
from app.embedded.demo.kept_keys import DemoKeys
from app.embedded.demo.keys import demo_keys
from app.embedded.postgres import embedded_postgres
from app.kit.database import Database, with_driver
from app.kit.database_roles import with_role
from app.kit.encryption import new_key
from app.kit.errors import ConfigurationError
from app.kit.logging import configure_logging
from app.kit.migrations import migrate
from app.kit.serving import address, listen, serving
from app.settings import Settings

APPLICATION: Final = "chaperone"
"""The role of API and worker, which owns nothing; the migrations run as the server's own superuser."""
_START_SECONDS: Final = 15
_STOP_SECONDS: Final = 5
_LOOK_AGAIN_SECONDS: Final = 0.05


@dataclass(frozen=True)
class Secrets:
    """What the parts trust each other by; made once for each data folder."""

    encryption_keys: str
    client_secret: str
    webhook_secret: str

    @classmethod
    def of(cls, folder: Path) -> "Secrets":
        """Read the secrets of a data folder, or make them.

        Raises:
            ConfigurationError: The file is not one of ours.
        """
        file = folder / "secrets.json"
        if not file.exists():
            made = cls(new_key("embedded"), secrets.token_urlsafe(24), secrets.token_urlsafe(24))
            file.touch(mode=0o600)
            file.write_text(json.dumps(asdict(made)))
            return made
        try:
            return cls(**json.loads(file.read_text()))
        except (ValueError, TypeError):
            message = f"{file} is damaged. Move {folder} away to begin with fresh demo data."
            raise ConfigurationError(message) from None


async def run_embedded_default(
    create_app: Callable[..., FastAPI], *, folder: Path, host: str, port: int, sandbox_port: int
) -> None:
    """Run everything until told to stop, also while it starts. Data stay in `folder`.

    Raises:
        ConfigurationError: A port is taken, or the folder is broken or another run's: one line says which.
    """
    folder = _made(folder)
    console = Console(highlight=False, soft_wrap=True)
    stop = asyncio.Event()
    for number in (signal.SIGINT, signal.SIGTERM):
        asyncio.get_running_loop().add_signal_handler(number, stop.set)
    with _sole_use(folder):
        running = asyncio.create_task(_run(create_app, console, folder, host, port, sandbox_port))
        told = asyncio.create_task(stop.wait())
        await asyncio.wait({running, told}, return_when=asyncio.FIRST_COMPLETED)
        # A signal that came while the loop was busy is noticed only now; it may be why something that was starting has failed.
        await asyncio.wait({told}, timeout=_LOOK_AGAIN_SECONDS)
        told.cancel()
        if not stop.is_set():
            await running
            return
        console.print("Stopping ...")
        running.cancel()
        with suppress(asyncio.CancelledError, ConfigurationError):
            await running


async def _run(
    create_app: Callable[..., FastAPI], console: Console, folder: Path, host: str, port: int, sandbox_port: int
) -> None:
    with closing(listen(host, port)) as listening:
        # Taken now, so that a port in use is told before anything is started.
        with closing(listen(host, sandbox_port)) as free:
            sandbox_port = free.getsockname()[1]
        kept = Secrets.of(folder)
        console.print("Starting PostgreSQL, the Zoom sandbox, the API and a worker ...")
        base_url, sandbox_url = address(listening), f"http://{host}:{sandbox_port}"
        with embedded_postgres(folder / "postgres") as url:
            owner_url = url.format(database="postgres")
            variables = {
                "DATABASE_URL": with_role(owner_url, APPLICATION),
                "ZOOM_OAUTH_URL": sandbox_url,
                "ZOOM_API_URL": sandbox_url,
                "ZOOM_ACCOUNT_ID": "sandbox-account",
                "ZOOM_APP_ID": "sandbox-app",
                "ZOOM_CLIENT_ID": "sandbox-client",
                "ZOOM_CLIENT_SECRET": kept.client_secret,
                "ZOOM_WEBHOOK_SECRETS": kept.webhook_secret,
                "ENCRYPTION_KEYS": kept.encryption_keys,
                "PUBLIC_URL": base_url,
            }
            settings = Settings.load(_env_file=None, **{name.lower(): value for name, value in variables.items()})
            environment = _written(folder / "environment", variables)
            configure_logging("WARNING")
            await migrate(with_driver(owner_url), application_url=settings.database_url)
            async with _sandbox(kept, folder, host, sandbox_port, webhook_url=f"{base_url}/webhooks/zoom") as sandbox:
                app = create_app(settings, with_worker=True)
                async with serving(app, listening):
                    database: Database = app.state.database
                    await load_demo_data(database, settings.key_ring)
                    keys = await demo_keys(database, folder)
                    await _sync_hosts(base_url, keys)
                    await book_demo_sessions(database, keys, settings.key_ring)
                    Addresses(base_url, sandbox_url).write(folder)
                    links = await links_of_first_session(base_url, keys.organisation)
                    await _greet(console, database, base_url, sandbox_url, keys, environment, links)
                    await _until_one_ends(sandbox, app.state.worker)


async def _until_one_ends(sandbox: Process, worker: "asyncio.Task[None]") -> NoReturn:
    """Wait until the sandbox or the worker has ended, neither of which does so unless something is wrong, and raise what."""
    died = asyncio.create_task(sandbox.wait())
    try:
        await asyncio.wait({died, worker}, return_when=asyncio.FIRST_COMPLETED)
    finally:
        died.cancel()
    if worker.done():
        worker.result()
    message = "The Zoom sandbox has stopped by itself."
    raise ConfigurationError(message)


def _made(folder: Path) -> Path:
    try:
        folder.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        message = f"The data folder {folder} cannot be made ({(error.strerror or 'refused').lower()})."
        raise ConfigurationError(message) from None
    return folder.resolve()


@contextmanager
def _sole_use(folder: Path) -> Iterator[None]:
    """Keep others from running on the folder while the block runs; the system gives it back whatever ends us."""
    try:
        lock = (folder / "lock").open("w")
    except OSError as error:
        message = f"The data folder {folder} cannot be used ({(error.strerror or 'refused').lower()})."
        raise ConfigurationError(message) from None
    with lock:
        try:
            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            message = (
                f"Another run uses {folder}. Stop it, or name another folder with --folder (`make run FOLDER=...`)."
            )
            raise ConfigurationError(message) from None
        yield


@asynccontextmanager
async def _sandbox(kept: Secrets, folder: Path, host: str, port: int, *, webhook_url: str) -> AsyncIterator[Process]:
    users = [option for _, user_id, email in HOSTS for option in ("--user", f"{user_id}:{email}")]
    process = await asyncio.create_subprocess_exec(
        sys.executable,
        "-m",
        "app.commands.entry",
        "sandbox",
        *("--host", host, "--port", str(port), "--state", str(folder / "sandbox.json"), "--webhook-url", webhook_url),
        *users,
        env={"SANDBOX_CLIENT_SECRET": kept.client_secret, "SANDBOX_WEBHOOK_SECRET": kept.webhook_secret},
        stdout=asyncio.subprocess.DEVNULL,
        # Ctrl-C in the terminal is for us alone: we stop the sandbox when nobody needs it any more.
        start_new_session=True,
    )
    try:
        await _is_up(process, f"http://{host}:{port}")
        yield process
    finally:
        if process.returncode is None:
            process.terminate()
            with suppress(TimeoutError):
                await asyncio.wait_for(process.wait(), _STOP_SECONDS)
        if process.returncode is None:
            process.kill()
            await process.wait()


async def _is_up(process: Process, url: str) -> None:
    async with httpx.AsyncClient(base_url=url) as client, asyncio.timeout(_START_SECONDS):
        while process.returncode is None:
            with suppress(httpx.TransportError):
                await client.get("/sandbox/time")
                return
            await asyncio.sleep(_LOOK_AGAIN_SECONDS)
    message = "The Zoom sandbox did not start; the line above says why."
    raise ConfigurationError(message)


async def _is_ready(client: httpx.AsyncClient) -> None:
    """Wait until the worker has found the data to be as new as the sandbox's."""
    patience = asyncio.get_running_loop().time() + _START_SECONDS
    while (await client.get("/readyz")).is_error:
        if asyncio.get_running_loop().time() > patience:
            message = (
                "The data of PostgreSQL and of the Zoom sandbox differ. Move the data folder away to begin afresh."
            )
            raise ConfigurationError(message)
        await asyncio.sleep(_LOOK_AGAIN_SECONDS)


async def _sync_hosts(base_url: str, keys: DemoKeys) -> None:
    headers = {"Authorization": f"Bearer {keys.organisation}"}
    async with httpx.AsyncClient(base_url=base_url, headers=headers, timeout=30) as client:
        await _is_ready(client)
        response = await client.post("/v1/hosts/sync", json={}, headers={"Prefer": "wait=25"})
    if response.status_code != httpx.codes.OK or response.json()["not_proven"]:
        message = "The hosts of the Zoom sandbox could not be proven. Move the data folder away to begin afresh."
        raise ConfigurationError(message)


def _written(file: Path, variables: Mapping[str, str]) -> Path:
    """Write the settings down for a shell, for other commands on these data."""
    file.touch(mode=0o600)
    file.write_text("".join(f"{name}={shlex.quote(value)}\n" for name, value in variables.items()))
    return file


async def _greet(
    console: Console,
    database: Database,
    base_url: str,
    sandbox_url: str,
    keys: DemoKeys,
    environment: Path,
    links: Mapping[str, str],
) -> None:
    command = first_booking(base_url, keys.front_end, await free_time(database))
    console.print(
        f"""
Chaperone runs.

  Docs page      {base_url}/docs
  Zoom sandbox   {sandbox_url}/docs

  API keys (Authorize in the docs page with one of them)
    organisation's coordinator   {keys.organisation}
    a second coordinator         {keys.second_person}
    partner's coordinator        {keys.partner}
    booking front-end            {keys.front_end}

Other commands on these data, while it runs:

  set -a; . {shlex.quote(str(environment))}; set +a
  {shlex.quote(sys.argv[0])} doctor

Play a session, and see what Chaperone makes of it:

  {shlex.quote(sys.argv[0])} sandbox play stranger --folder {shlex.quote(str(environment.parent))}

Book a session:

{command}

A session that can be opened now. Open each link in a browser of its own, the mentor's first:

  mentor   {links["mentor"]}
  mentee   {links["mentee"]}

Ctrl-C stops everything; the data stay.
"""
    )
