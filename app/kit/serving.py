"""Running an application with uvicorn on its own for `chaperone serve`, or inside a running event loop."""

import asyncio
import socket
from collections.abc import AsyncIterator, Callable, Iterator
from contextlib import asynccontextmanager, contextmanager, suppress
from typing import Final

import uvicorn
from starlette.types import ASGIApp

from app.kit.connections import CONNECTIONS_AT_MOST, LimitedProtocol
from app.kit.errors import ConfigurationError

SHUTDOWN_SECONDS: Final = 5
_LOOK_AGAIN_SECONDS: Final = 0.005
_TICK_SECONDS: Final = 0.1
"""What uvicorn counts on: with every tenth tick it renews the Date that answers carry."""


class _Server(uvicorn.Server):
    """A server that leaves signals to whoever runs the loop, and that stops at once: uvicorn's own looks ten times a second."""

    def __init__(self, config: uvicorn.Config) -> None:
        super().__init__(config)
        self._told = asyncio.Event()

    def stop(self) -> None:
        self.should_exit = True
        self._told.set()

    @contextmanager
    def capture_signals(self) -> Iterator[None]:
        yield

    async def main_loop(self) -> None:
        ticks = 0
        while not await self.on_tick(ticks):
            ticks += 1
            with suppress(TimeoutError):
                await asyncio.wait_for(self._told.wait(), _TICK_SECONDS)

    async def shutdown(self, sockets: list[socket.socket] | None = None) -> None:
        for server in self.servers:
            server.close()
        for listening in sockets or []:
            listening.close()
        for connection in list(self.server_state.connections):
            connection.shutdown()
        with suppress(TimeoutError):
            async with asyncio.timeout(SHUTDOWN_SECONDS):
                while self.server_state.connections or self.server_state.tasks:  # noqa: ASYNC110  # uvicorn has no event for it
                    await asyncio.sleep(_LOOK_AGAIN_SECONDS)
        for task in list(self.server_state.tasks):
            task.cancel()
        await self.lifespan.shutdown()


def listen(host: str, port: int) -> socket.socket:
    """Return a socket that listens there; port 0 takes a free one.

    Raises:
        ConfigurationError: The port is taken, or the address is not this machine's.
    """
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    # Only where TCP is named does asyncio switch off Nagle's delay, which costs 40 ms on every answer.
    listening = socket.socket(family, socket.SOCK_STREAM, socket.IPPROTO_TCP)
    listening.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
    try:
        listening.bind((host, port))
    except OSError as error:
        listening.close()
        message = f"Cannot listen on {host}:{port} ({(error.strerror or 'refused').lower()}). Choose another port."
        raise ConfigurationError(message) from None
    listening.listen(2048)
    return listening


def _configuration(app: ASGIApp, *, timeout_graceful_shutdown: int | None = None) -> uvicorn.Config:
    return uvicorn.Config(
        app,
        http=LimitedProtocol,
        # Otherwise what fails there would be taken for an application that has none.
        lifespan="on",
        limit_concurrency=CONNECTIONS_AT_MOST,
        log_config=None,
        access_log=False,
        server_header=False,
        timeout_graceful_shutdown=timeout_graceful_shutdown,
    )


@asynccontextmanager
async def serving(app: ASGIApp, listening: socket.socket) -> AsyncIterator[str]:
    """Serve `app` on a socket while the block runs; yield its base URL.

    Raises:
        ConfigurationError: The application does not start.
    """
    config = _configuration(app, timeout_graceful_shutdown=SHUTDOWN_SECONDS)
    server = _Server(config)
    task = asyncio.create_task(server.serve(sockets=[listening]), name="server")
    try:
        while not server.started and not task.done():  # noqa: ASYNC110  # uvicorn has no event for it
            await asyncio.sleep(_LOOK_AGAIN_SECONDS)
        if not server.started:
            await task
            message = "The application did not start; the log says why."
            raise ConfigurationError(message)
        yield address(listening)
    finally:
        server.stop()
        await task


def serve_until_signalled(
    app: ASGIApp,
    listening: socket.socket,
    *,
    started: Callable[[str], None],
    beside: Callable[[], "asyncio.Task[None] | None"],
) -> bool:
    """Serve `app` on a socket until SIGINT or SIGTERM, or until the task `beside` it, if there is one, has ended.

    `started` is told the base URL once it answers.

    Returns:
        Whether it has started; when not, the log says why.
    """
    config = _configuration(app)
    server = _TellingServer(config, lambda: started(address(listening)), beside)
    server.run(sockets=[listening])
    return server.started


class _TellingServer(uvicorn.Server):
    def __init__(
        self, config: uvicorn.Config, tell: Callable[[], None], beside: Callable[[], "asyncio.Task[None] | None"]
    ) -> None:
        super().__init__(config)
        self._tell = tell
        self._beside = beside

    async def on_tick(self, counter: int) -> bool:
        """Tell, ten times a second, whether it is time to stop."""
        beside = self._beside()
        return await super().on_tick(counter) or (beside is not None and beside.done())

    async def startup(self, sockets: list[socket.socket] | None = None) -> None:
        await super().startup(sockets)
        if self.started:
            self._tell()


def address(listening: socket.socket) -> str:
    """Return the base URL of what listens there."""
    host, port = listening.getsockname()[:2]
    return f"http://{f'[{host}]' if ':' in host else host}:{port}"
