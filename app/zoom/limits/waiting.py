"""The callers of one process that wait for a label's turns, and the turns that it has reserved for them."""

import asyncio
import itertools
import random
from collections import deque
from contextlib import suppress
from dataclasses import dataclass, field
from typing import Final

import structlog

from app.zoom.limits.lanes import LANES, Lane
from app.zoom.limits.ledger import Ledger, LedgerError, Offer, State, Told
from app.zoom.limits.plans import Label, Quota

MOST_AT_ONCE: Final = 50
"""Turns that are reserved in one statement."""
LATEST: Final = 0.02
"""Seconds after which a reserved turn is given up: calls that fall behind and are made up for would come too close."""
FULL_SECOND: Final = 1.0
"""The stretch in which Zoom counts."""
DATABASE_PAUSE: Final = 1.0
"""Seconds to wait where the budgets cannot be read."""

log = structlog.get_logger(__name__)


@dataclass(order=True)
class _Waiter:
    """A caller. `turn` becomes None when it may call, or the seconds after which it is worthwhile to ask again."""

    rank: int
    number: int
    lane: Lane = field(compare=False)
    deadline: float = field(compare=False)
    turn: asyncio.Future[float | None] = field(compare=False)

    def answer(self, answer: float | None) -> None:
        if not self.turn.done():
            self.turn.set_result(answer)


class WaitingLine:
    """Hands out the turns of one label, best lane first.

    Turns are reserved for as many callers as wait, on the database's clock, and belong to none of them: whoever is first in
    the line when a turn comes gets it. So one statement serves many calls, and an urgent one waits for the next turn only.
    """

    def __init__(self, ledger: Ledger, label: Label, quota: Quota) -> None:
        self._ledger = ledger
        self._label = label
        self._quota = quota
        self._loop = asyncio.get_running_loop()
        self._waiters: list[_Waiter] = []
        self._numbers = itertools.count()
        # When each comes is kept here: of a handle whose time has come uvloop tells it no more.
        self._turns: deque[tuple[float, asyncio.TimerHandle]] = deque()
        self._tasks: set[asyncio.Task[None]] = set()
        self._reserving: asyncio.Task[None] | None = None
        self._pausing_for: int | None = None
        self._resume = asyncio.Event()
        self._interval = quota.interval
        self._free_at = 0.0
        self._closed_until = 0.0
        self._day_over_until: dict[Lane, float] = {}
        self._told = Told()
        self._handed_out_at = 0.0

    async def turn(self, lane: Lane, patience: float) -> float | None:
        """Wait for a turn, `patience` seconds at most.

        Returns:
            None when the call may be sent, or the seconds after which it is worthwhile to ask again.
        """
        if (expected := self.expected(lane)) > patience:
            return expected
        waiter = _Waiter(
            LANES[lane].rank, next(self._numbers), lane, self._loop.time() + patience, self._loop.create_future()
        )
        self._waiters.append(waiter)
        if self._pausing_for is not None and waiter.rank < self._pausing_for:
            self._resume.set()
        self._reserve()
        try:
            async with asyncio.timeout_at(waiter.deadline):
                return await waiter.turn
        except TimeoutError:
            return max(self.expected(lane), self._interval)
        finally:
            with suppress(ValueError):
                self._waiters.remove(waiter)

    def expected(self, lane: Lane, *, ahead: int = 0) -> float:
        """Return how many seconds a new call would wait, as far as this process knows, after `ahead` others."""
        rules, now = LANES[lane], self._loop.time()
        place = ahead + sum(waiter.rank <= rules.rank for waiter in self._waiters)
        if place < len(self._turns):
            return max(0.0, self._turns[place][0] - now)
        begins = max(self._free_at, self._closed_until, self._day_over_until.get(lane, 0.0), now)
        return begins - now + (place - len(self._turns)) * self._interval / rules.share_of_pace

    def note(self, state: State, lane: Lane) -> None:
        """Take over what the database says of the budget now."""
        now = self._loop.time()
        self._free_at, self._interval = now + state.first_in, state.interval * LANES[lane].share_of_pace
        self._day_over_until[lane] = now + state.midnight_in if state.is_day_over else 0.0

    @property
    def is_in_use(self) -> bool:
        """Whether turns up to this second were reserved, here or by others: that Zoom's second is full is our own doing."""
        return self._free_at > self._loop.time() - FULL_SECOND

    def tell(self, told: Told) -> None:
        """Keep what Zoom said until the next statement carries it to the others."""
        self._told = self._told.and_then(told, most=self._quota.calls)

    def close(self, seconds: float, *, slower: bool) -> None:
        """Give up the turns that are reserved, and let nobody of all replicas call for `seconds`."""
        while self._turns:
            self._turns.popleft()[1].cancel()
        self._closed_until = max(self._closed_until, self._loop.time() + seconds)
        task = self._loop.create_task(self._close_for_all(seconds, slower=slower))
        self._tasks.add(task)
        task.add_done_callback(self._tasks.discard)
        self._reserve()

    async def aclose(self) -> None:
        """Stop; callers that wait are told to ask again."""
        tasks = [*self._tasks, *filter(None, [self._reserving])]
        for task in tasks:
            task.cancel()
        await asyncio.gather(*tasks, return_exceptions=True)
        while self._turns:
            self._turns.popleft()[1].cancel()
        for waiter in self._waiters:
            waiter.answer(0.0)

    async def _close_for_all(self, seconds: float, *, slower: bool) -> None:
        try:
            await self._ledger.close(self._label, seconds, slower=slower)
        except LedgerError as error:
            log.warning("zoom.budget_unknown", label=self._label, error=str(error))

    def _reserve(self) -> None:
        if self._waiters and (self._reserving is None or self._reserving.done()):
            self._reserving = self._loop.create_task(self._reserve_turns())

    async def _reserve_turns(self) -> None:
        """Reserve turns until every caller has one to come."""
        while uncovered := self._uncovered():
            first = uncovered[0]
            if (closed_for := self._closed_until - self._loop.time()) > 0:
                await self._pause(first, closed_for)
                continue
            wanted = sum(waiter.lane is first.lane for waiter in uncovered[:MOST_AT_ONCE])
            told, self._told = self._told, Told()
            try:
                offer = await self._ledger.take(self._label, self._quota, first.lane, wanted, told)
            except LedgerError as error:
                log.warning("zoom.budget_unknown", label=self._label, error=str(error))
                self.tell(told)
                self._without_budget()
                return
            self._schedule(offer, first.lane)
            if offer.slots < wanted:
                await self._pause(first, self._until_next_offer(offer, first.lane))

    def _uncovered(self) -> list[_Waiter]:
        """Return the callers beyond the turns that are to come, most urgent first."""
        return sorted(waiter for waiter in self._waiters if not waiter.turn.done())[len(self._turns) :]

    def _schedule(self, offer: Offer, lane: Lane) -> None:
        self.note(offer, lane)
        begins = self._free_at
        self._free_at += offer.slots * offer.interval
        if begins < self._closed_until:
            # Zoom refused us while the offer was on its way.
            return
        for number in range(offer.slots):
            when = begins + number * offer.interval
            self._turns.append((when, self._loop.call_at(when, self._hand_out, when)))

    def _until_next_offer(self, offer: Offer, lane: Lane) -> float:
        """Return how long to wait after an offer of too little: until about half of what the lane may reserve is free again.

        By chance a little more or less, so that of many processes not always the same one comes first.
        """
        if offer.is_day_over:
            return offer.midnight_in
        queue = offer.first_in + offer.slots * offer.interval
        half = LANES[lane].horizon * random.uniform(0.3, 0.7)  # noqa: S311  # spreads load, hides nothing
        return max(queue - half, offer.interval / 2)

    async def _pause(self, first: _Waiter, seconds: float) -> None:
        """Wait, but no longer than until somebody more urgent comes; send away who would have to wait too long."""
        until = self._loop.time() + seconds
        for place, waiter in enumerate(self._uncovered()):
            if waiter.deadline < until:
                waiter.answer(seconds + place * self._interval)
        self._pausing_for = first.rank
        self._resume.clear()
        try:
            with suppress(TimeoutError):
                async with asyncio.timeout_at(until):
                    await self._resume.wait()
        finally:
            self._pausing_for = None

    def _hand_out(self, when: float) -> None:
        """Give the turn that has come to the first in the line."""
        self._turns.popleft()
        waiting = [waiter for waiter in self._waiters if not waiter.turn.done()]
        now = self._loop.time()
        if now - when > LATEST and now - self._handed_out_at < self._interval:
            # Of turns that a busy process let pass, the first is used and the others are not made up for.
            self._reserve()
        elif waiting:
            self._handed_out_at = now
            min(waiting).answer(None)

    def _without_budget(self) -> None:
        """The database does not answer: what is urgent is sent all the same, the others ask again."""
        for waiter in self._waiters:
            waiter.answer(None if waiter.lane is Lane.URGENT else DATABASE_PAUSE)
