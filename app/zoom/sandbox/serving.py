"""Running a sandbox with uvicorn, on its own or inside a running event loop."""

import socket
from collections.abc import AsyncIterator, Callable, Iterator
from contextlib import AsyncExitStack, asynccontextmanager, contextmanager, suppress
from typing import Final

from app.kit.errors import ConfigurationError
from app.kit.serving import Patience, address, listen, serve_until_signalled, serving
from app.zoom.sandbox.application import create_sandbox
from app.zoom.sandbox.configuration import SandboxConfiguration

# Connections are kept longer than clients keep them: a close of ours must not look like a fault.
_PATIENCE: Final = Patience(keep_alive=75, shutdown=2)


class SandboxStartError(Exception):
    """The sandbox cannot listen where it was told to, or does not start. The text says why."""


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
        serve_until_signalled(
            create_sandbox(_with_pages(configuration, listening)), listening, started=started, patience=_PATIENCE
        )


@asynccontextmanager
async def running(configuration: SandboxConfiguration, *, host: str = "127.0.0.1", port: int = 0) -> AsyncIterator[str]:
    """Run a sandbox while the block runs; yield its base URL. Port 0 takes a free one.

    Raises:
        SandboxStartError: The port is taken, the address is not this machine's, or it does not start.
        StateFileError: There is a state file that cannot be read.
        UnknownSettingError: A user's seed names a setting that Zoom does not have.
    """
    async with AsyncExitStack() as stack:
        listening = stack.enter_context(_listening(host, port))
        with _told_as_its_own():
            sandbox = create_sandbox(_with_pages(configuration, listening))
            url = await stack.enter_async_context(serving(sandbox, listening, patience=_PATIENCE))
        yield url


def _with_pages(configuration: SandboxConfiguration, listening: socket.socket) -> SandboxConfiguration:
    """Let the links for people lead to the sandbox's own pages, unless they are to begin with something else."""
    if "web_url" in configuration.model_fields_set:
        return configuration
    return configuration.model_copy(update={"web_url": address(listening)})


@contextmanager
def _listening(host: str, port: int) -> Iterator[socket.socket]:
    with _told_as_its_own():
        listening = listen(host, port)
    with listening:
        yield listening


@contextmanager
def _told_as_its_own() -> Iterator[None]:
    try:
        yield
    except ConfigurationError as error:
        raise SandboxStartError(str(error)) from None
