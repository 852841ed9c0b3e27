"""APIs and workers as processes of their own, so cheap that a test can kill many."""

import asyncio
import json
import os
import signal
import subprocess
import sys
from collections.abc import AsyncIterator, Iterator
from contextlib import asynccontextmanager, contextmanager, suppress

from app.settings import Settings
from tests.support.workers import environment

_LOOK_AGAIN = 0.005


class Worker:
    """`chaperone worker`, running; or `chaperone serve`."""

    def __init__(self, process_id: int) -> None:
        self._process_id = process_id

    async def kill(self) -> None:
        """End it as a power cut does."""
        with suppress(ProcessLookupError):
            os.kill(self._process_id, signal.SIGKILL)
            async with asyncio.timeout(20):
                while True:
                    os.kill(self._process_id, 0)
                    await asyncio.sleep(_LOOK_AGAIN)


class Workers:
    """Where workers come from."""

    def __init__(self, process: "subprocess.Popen[str]") -> None:
        self._process = process

    def start(self, settings: Settings, *command: str) -> Worker:
        """Start a worker, or another command of `chaperone`; do not wait until it is ready."""
        assert self._process.stdin is not None
        assert self._process.stdout is not None
        asked = {"command": command or ("worker",), "environment": all_variables(settings)}
        self._process.stdin.write(json.dumps(asked) + "\n")
        self._process.stdin.flush()
        return Worker(int(self._process.stdout.readline()))

    @asynccontextmanager
    async def running(self, settings: Settings) -> AsyncIterator[Worker]:
        """Run a worker until the test, or the end of the block, kills it."""
        worker = self.start(settings)
        try:
            yield worker
        finally:
            await worker.kill()


@contextmanager
def forked_workers() -> Iterator[Workers]:
    """Make ready to start workers; none outlives the block."""
    command = [sys.executable, "-m", "tests.resilience.forking"]
    with subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True) as process:  # noqa: S603
        yield Workers(process)
        assert process.stdin is not None
        process.stdin.close()
        process.wait(timeout=20)


def all_variables(settings: Settings) -> dict[str, str]:
    """Return the environment variables that give a process these settings, those that these tests change included."""
    return {
        **environment(settings),
        "DATABASE_POOL_SIZE": str(settings.database_pool_size),
        "RETRY_LONGEST": f"PT{settings.retry_longest.total_seconds()}S",
        "WORKER_CONCURRENCY": str(settings.worker_concurrency),
        "ZOOM_PLAN": settings.zoom_plan,
        "ZOOM_TIMEOUT": f"PT{settings.zoom_timeout.total_seconds()}S",
        "LOG_LEVEL": "CRITICAL",
    }
