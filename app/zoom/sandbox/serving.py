"""Running a sandbox with uvicorn, on its own or inside a running event loop."""

import asyncio
import socket
from collections.abc import AsyncIterator, Callable, Iterator
from contextlib import asynccontextmanager, contextmanager, suppress

import uvicorn

from app.zoom.sandbox.application import create_sandbox
from app.zoom.sandbox.configuration import SandboxConfiguration

_SHUTDOWN_SECONDS = 2


class SandboxStartError(Exception):
    """The sandbox cannot listen where it was told to, or does not start. The text says why."""


class _Server(uvicorn.Server):
    """A server that leaves signals to whoever runs the loop."""

    @contextmanager
    def capture_signals(self) -> Iterator[None]:
        yield


class _TellingServer(uvicorn.Server):
    def __init__(self, config: uvicorn.Config, tell: Callable[[], None]) -> None:
        super().__init__(config)
        self._tell = tell

    async def startup(self, sockets: list[socket.socket] | None = None) -> None:
        await super().startup(sockets)
        if self.started:
            self._tell()


def serve(
    configuration: SandboxConfiguration,
    *,
    host: str = "127.0.0.1",
    port: int = 8400,
    started: Callable[[str], None] = lambda _: None,
) -> None:
    """Run a sandbox until it is interrupted; tell `started` its base URL once it answers. Port 0 takes a free one.

    Raises:
        SandboxStartError: The port is taken, or the address is not this machine's.
        StateFileError: There is a state file that cannot be read.
        UnknownSettingError: A user's seed names a setting that Zoom does not have.
    """
    with _listening(host, port) as listening, suppress(KeyboardInterrupt):
        server = _TellingServer(_config(configuration), lambda: started(_address(listening)))
        server.run(sockets=[listening])


@asynccontextmanager
async def running(configuration: SandboxConfiguration, *, host: str = "127.0.0.1", port: int = 0) -> AsyncIterator[str]:
    """Run a sandbox while the block runs; yield its base URL. Port 0 takes a free one.

    Raises:
        SandboxStartError: The port is taken, the address is not this machine's, or it does not start.
        StateFileError: There is a state file that cannot be read.
        UnknownSettingError: A user's seed names a setting that Zoom does not have.
    """
    with _listening(host, port) as listening:
        server = _Server(_config(configuration))
        task = asyncio.create_task(server.serve(sockets=[listening]), name="sandbox")
        while not server.started and not task.done():  # noqa: ASYNC110 - uvicorn has no event for it
            await asyncio.sleep(0.005)
        if not server.started:
            await task
            msg = "The sandbox did not start."
            raise SandboxStartError(msg)
        try:
            yield _address(listening)
        finally:
            server.should_exit = True
            await task


@contextmanager
def _listening(host: str, port: int) -> Iterator[socket.socket]:
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    # Only where TCP is named does asyncio switch Nagle's delay off, which costs 40 ms on every answer.
    listening = socket.socket(family, socket.SOCK_STREAM, socket.IPPROTO_TCP)
    with listening:
        listening.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            listening.bind((host, port))
        except OSError as error:
            msg = f"The sandbox cannot listen on {host}:{port} ({(error.strerror or 'refused').lower()})."
            raise SandboxStartError(msg) from None
        listening.listen(2048)
        yield listening


def _address(listening: socket.socket) -> str:
    host, port = listening.getsockname()[:2]
    return f"http://{f'[{host}]' if ':' in host else host}:{port}"


def _config(configuration: SandboxConfiguration) -> uvicorn.Config:
    return uvicorn.Config(
        create_sandbox(configuration),
        log_config=None,
        access_log=False,
        # Longer than clients keep a connection: a close of ours must not look like a fault.
        timeout_keep_alive=75,
        timeout_graceful_shutdown=_SHUTDOWN_SECONDS,
    )
