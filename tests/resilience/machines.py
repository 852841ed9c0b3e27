"""Several machines: API and worker processes, as they are run in production, that can be killed one by one."""

import random
import socket
from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from enum import StrEnum

import httpx

from app.settings import Settings
from tests.resilience.workers import Worker, Workers
from tests.support.zoom import eventually


class Kind(StrEnum):
    """What a machine does."""

    API = "serve"
    WORKER = "worker"


@dataclass(frozen=True)
class Machine:
    """A process of the service; an API has an address."""

    kind: Kind
    process: Worker
    url: str = ""


@dataclass
class Machines:
    """All that run now."""

    settings: Settings
    workers: Workers
    running: list[Machine] = field(default_factory=list)

    def start(self, kind: Kind) -> None:
        """Start one, and do not wait until it is ready."""
        port = _free_port()
        options = ["--port", str(port)] if kind is Kind.API else []
        process = self.workers.start(self.settings, kind, *options)
        self.running.append(Machine(kind, process, f"http://127.0.0.1:{port}"))

    async def kill(self, kind: Kind, chance: random.Random) -> None:
        """Kill one of this kind, and start another in its place."""
        machine = chance.choice([each for each in self.running if each.kind is kind])
        self.running.remove(machine)
        await machine.process.kill()
        self.start(kind)

    def any_api(self, chance: random.Random) -> str:
        """Return the address of an API, as a load balancer does that has not noticed yet which ones are dead."""
        return chance.choice([each.url for each in self.running if each.kind is Kind.API])


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
        return port


@asynccontextmanager
async def several_machines(settings: Settings, kinds: Sequence[Kind], workers: Workers) -> AsyncIterator[Machines]:
    """Run machines of these kinds while the block runs, the first an API; wait until it answers."""
    machines = Machines(settings, workers)
    try:
        for kind in kinds:
            machines.start(kind)
        async with httpx.AsyncClient() as client:

            async def answers() -> bool:
                try:
                    return (await client.get(f"{machines.running[0].url}/readyz")).is_success
                except httpx.TransportError:
                    return False

            await eventually(answers, within=60)
        yield machines
    finally:
        for machine in machines.running:
            await machine.process.kill()
