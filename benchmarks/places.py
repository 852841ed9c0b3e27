"""Installations that differ in one thing, side by side on one PostgreSQL and measured in turns.

So what else the machine does meets all of them alike, and their ratios can be trusted where their times cannot.
"""

import time
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

import asyncpg
import httpx

from app.kit.database import Database
from app.kit.migrations import migrate
from app.settings import Settings
from benchmarks.booking import environment_on, sessions, settings_of
from benchmarks.data import Data, add_hosts, load


@dataclass(frozen=True)
class Place:
    """An installation on a database of its own, and sessions to ask for there."""

    environment: Mapping[str, str]
    settings: Settings
    database: Database
    data: Data
    requests: Iterator[dict[str, Any]]


async def make_place(url: str, name: str, *, hosts: int, pairings: int, sandbox_port: int) -> Place:
    """Make a database on the server at `url`, with a programme, pairings and hosts that are proven."""
    server = await asyncpg.connect(url.format(database="postgres"))
    await server.execute(f"CREATE DATABASE {name}")
    await server.close()
    # Proving the hosts again would be measured with the bookings.
    environment = environment_on(url.format(database=name), sandbox_port, HOST_PROOF_AGE="PT2H")
    settings = settings_of(environment)
    await migrate(settings.database_url)
    data = await load(settings, pairings=pairings)
    database = Database.connect(settings)
    await add_hosts(database, hosts)
    return Place(environment, settings, database, data, sessions(data.pairings))


async def ask(client: httpx.AsyncClient, request: dict[str, Any]) -> float:
    """Ask for a session without waiting for its meeting; return the seconds until the answer."""
    began = time.perf_counter()
    response = await client.post("/v1/bookings", json=request, headers={"Prefer": "respond-async"})
    took = time.perf_counter() - began
    if response.status_code != httpx.codes.ACCEPTED:
        raise SystemExit(f"not accepted: {response.status_code} {response.text[:500]}")
    return took
