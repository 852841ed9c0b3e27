"""Running an application with uvicorn on its own for `chaperone serve`, or inside a running event loop."""

import asyncio
import socket
from collections.abc import AsyncIterator, Callable, Iterator
from contextlib import asynccontextmanager, contextmanager, suppress
from dataclasses import dataclass
from typing import Final

import uvicorn
from starlette.types import ASGIApp
from uvicorn.protocols.http.httptools_impl import HttpToolsProtocol

from app.kit.errors import ConfigurationError

HEADERS_WITHIN_SECONDS: Final = 10.0
HEADERS_AT_MOST: Final = 64 * 1024
CONNECTIONS_AT_MOST: Final = 1_000
_LOOK_AGAIN_SECONDS: Final = 0.005
_TICK_SECONDS: Final = 0.1
"""What uvicorn counts on: with every tenth tick it renews the Date that answers carry."""


@dataclass(frozen=True)
class Patience:
    """For how many seconds a server keeps an idle connection, and waits for answers when it stops."""

    keep_alive: int = 5
    shutdown: int = 5


class _LimitedProtocol(HttpToolsProtocol):
    """uvicorn's protocol for HTTP/1.1, which hangs up on who does not get to the point.

    uvicorn closes connections that are idle after an answer, and answers 503 above a number of connections; for headers that
    come slowly, or never end, it has no limit.
    """

    _too_late: asyncio.TimerHandle | None = None
    _received = 0

    def connection_made(self, transport: asyncio.Transport) -> None:  # type: ignore[override]  # as uvicorn has it
        """Expect a request."""
        super().connection_made(transport)
        self._expect_headers()

    def data_received(self, data: bytes) -> None:
        """Take what has come of a request."""
        if self._too_late is None and (self.cycle is None or self.cycle.response_complete):
            self._expect_headers()
        super().data_received(data)
        if self._too_late is not None:
            self._received += len(data)
            if self._received > HEADERS_AT_MOST:
                self._hang_up(b"431 Request Header Fields Too Large")

    def on_headers_complete(self) -> None:
        """Begin to answer."""
        self._stop_waiting()
        super().on_headers_complete()

    def connection_lost(self, exc: Exception | None) -> None:
        """Forget the connection."""
        self._stop_waiting()
        super().connection_lost(exc)

    def _expect_headers(self) -> None:
        self._received = 0
        self._too_late = self.loop.call_later(HEADERS_WITHIN_SECONDS, self._hang_up, b"408 Request Timeout")

    def _stop_waiting(self) -> None:
        if self._too_late is not None:
            self._too_late.cancel()
            self._too_late = None

    def _hang_up(self, status: bytes) -> None:
        self._stop_waiting()
        if not self.transport.is_closing():
            self.transport.write(b"HTTP/1.1 " + status + b"\r\ncontent-length: 0\r\nconnection: close\r\n\r\n")
            self.transport.close()


class _Server(uvicorn.Server):
    """A server that leaves signals to whoever runs the loop, and that stops at once: uvicorn's own looks ten times a second."""

    def __init__(self, config: uvicorn.Config, patience: Patience) -> None:
        super().__init__(config)
        self._patience = patience
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
            async with asyncio.timeout(self._patience.shutdown):
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


def _configuration(app: ASGIApp, *, keep_alive: int, shutdown: int | None) -> uvicorn.Config:
    return uvicorn.Config(
        app,
        http=_LimitedProtocol,
        # Otherwise what fails there would be taken for an application that has none.
        lifespan="on",
        limit_concurrency=CONNECTIONS_AT_MOST,
        log_config=None,
        access_log=False,
        server_header=False,
        timeout_keep_alive=keep_alive,
        timeout_graceful_shutdown=shutdown,
    )


@asynccontextmanager
async def serving(app: ASGIApp, listening: socket.socket, *, patience: Patience = Patience()) -> AsyncIterator[str]:
    """Serve `app` on a socket while the block runs; yield its base URL.

    Raises:
        ConfigurationError: The application does not start.
    """
    server = _Server(_configuration(app, keep_alive=patience.keep_alive, shutdown=patience.shutdown), patience)
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
    beside: Callable[[], "asyncio.Task[None] | None"] = lambda: None,
    patience: Patience = Patience(),
) -> bool:
    """Serve `app` on a socket until SIGINT or SIGTERM, or until the task `beside` it, if there is one, has ended.

    `started` is told the base URL once it answers.

    Returns:
        Whether it has started; when not, the log says why.
    """
    config = _configuration(app, keep_alive=patience.keep_alive, shutdown=None)
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
