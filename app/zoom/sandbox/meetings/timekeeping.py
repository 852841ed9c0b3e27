"""Ending meetings when their time is over, also while nobody asks."""

import asyncio

from app.zoom.sandbox.account.directory import Account
from app.zoom.sandbox.clock import SandboxClock
from app.zoom.sandbox.meetings import holding


class Timekeeper:
    """Sleeps until the next running meeting must end. `wake` tells it that something has changed."""

    def __init__(self, clock: SandboxClock) -> None:
        self._clock = clock
        self._woken = asyncio.Event()

    def wake(self) -> None:
        """Look again at what is due."""
        self._woken.set()

    async def run(self, account: Account) -> None:
        """End overdue meetings until cancelled."""
        while True:
            self._woken.clear()
            holding.end_overdue(account)
            due = None if self._clock.is_stopped else holding.next_end(account)
            wait = None if due is None else max((due - self._clock.now()).total_seconds(), 0)
            try:
                async with asyncio.timeout(wait):
                    await self._woken.wait()
            except TimeoutError:
                continue
