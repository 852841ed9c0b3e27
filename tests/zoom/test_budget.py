"""The budget that all replicas share, in a real PostgreSQL whose clock is the judge."""

import asyncio
import time
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import AsyncExitStack, asynccontextmanager
from datetime import UTC, datetime, timedelta
from itertools import pairwise
from typing import Any

import asyncpg
import pytest

from app.zoom.errors import Circumstances, Operation, QuotaExhaustedError, RateLimitedError, RateLimitScope
from app.zoom.limits import waiting
from app.zoom.limits.lanes import LANES, Lane
from app.zoom.limits.ledger import Ledger, Told
from app.zoom.limits.limiter import SharedLimiter
from app.zoom.limits.plans import QUOTAS, Label, Plan, Quota
from tests.support.zoom import eventually

ACCOUNT = "account-of-the-tests"
PATIENT = timedelta(seconds=30)
IMPATIENT = timedelta(seconds=0.3)
LIGHT, MEDIUM = Operation.GET_MEETING, Operation.CREATE_MEETING
QUOTA = Quota(10, per_day=1_000, pot=(Label.LIGHT,))
NOTHING = Told()


class Replicas:
    """Makes limiters that share one database, as processes would."""

    def __init__(self, dsn: str, stack: AsyncExitStack, connection: asyncpg.Connection) -> None:
        self.dsn = dsn
        self._stack = stack
        self._connection = connection

    async def limiter(
        self, plan: Plan = Plan.BUSINESS, *, share: float = 0.96, dsn: str | None = None
    ) -> SharedLimiter:
        opened = SharedLimiter.opened(dsn or self.dsn, ACCOUNT, plan, share=share)
        return await self._stack.enter_async_context(opened)

    async def ledger(self) -> Ledger:
        ledger = Ledger(self.dsn, ACCOUNT)
        self._stack.push_async_callback(ledger.aclose)
        return ledger

    async def budget(self, label: Label) -> Any:
        """Return a label's row, and how far ahead it is reserved, in seconds."""
        return await self._connection.fetchrow(
            "SELECT *, extract(epoch FROM next_slot - clock_timestamp())::float8 AS ahead "
            "FROM zoom_budget WHERE account_id = $1 AND label = $2",
            ACCOUNT,
            label,
        )

    async def set_budget(self, label: Label = Label.LIGHT, *, ahead: float = -60.0, used: int = 0, **more: Any) -> None:
        """Put a budget into a state, by the database's clock."""
        await self._connection.execute(
            "INSERT INTO zoom_budget (account_id, label, next_slot, day, used, pace, paced_at) "
            "VALUES ($1, $2, now() + make_interval(secs => $3), (now() AT TIME ZONE 'UTC')::date - $5::int, $4, $6,"
            " now() - make_interval(secs => $7)) ON CONFLICT (account_id, label) DO UPDATE SET "
            "next_slot = excluded.next_slot, day = excluded.day, used = excluded.used, pace = excluded.pace, "
            "paced_at = excluded.paced_at",
            *(
                ACCOUNT,
                label,
                ahead,
                used,
                more.get("days_ago", 0),
                more.get("pace", 1.0),
                more.get("paced_ago", 3600.0),
            ),
        )

    @asynccontextmanager
    async def held(self, label: Label) -> AsyncIterator[Callable[[int], Awaitable[object]]]:
        """Hold a budget's row while the block runs; what is yielded waits until so many statements wait for it."""

        async def all_wait(count: int) -> None:
            async def blocked() -> bool:
                found = "SELECT count(*) FROM pg_stat_activity WHERE datname = current_database() AND wait_event_type = 'Lock'"
                return bool(await self._connection.fetchval(found) == count)

            await eventually(blocked)

        holder = await asyncpg.connect(self.dsn)
        async with holder.transaction():
            await holder.execute(
                "SELECT FROM zoom_budget WHERE account_id = $1 AND label = $2 FOR UPDATE", ACCOUNT, label
            )
            yield all_wait
        await holder.close()


@pytest.fixture(autouse=True)
def _unhurried(monkeypatch: pytest.MonkeyPatch) -> None:
    """A busy machine may be late for a turn; it would cost another one, and the counts here would be off."""
    monkeypatch.setattr(waiting, "LATEST", 60.0)


@pytest.fixture
async def replicas(database_url: str) -> AsyncIterator[Replicas]:
    connection = await asyncpg.connect(database_url)
    async with AsyncExitStack() as stack:
        yield Replicas(database_url, stack, connection)
    await connection.close()


def refusal(scope: RateLimitScope, retry_after: timedelta | None = None) -> RateLimitedError:
    return RateLimitedError(Circumstances(MEDIUM), retry_after=retry_after, scope=scope)


async def refused(calling: Any) -> timedelta:
    """Return when to come back, as a caller without a turn is told."""
    with pytest.raises(QuotaExhaustedError) as information:
        async with asyncio.timeout(5):
            await calling
    assert information.value.retry_after is not None
    return information.value.retry_after


def until_midnight() -> timedelta:
    now = datetime.now(UTC)
    return (now + timedelta(days=1)).replace(hour=0, minute=0, second=0, microsecond=0) - now


async def test_replicas_together_keep_the_pace_of_the_plan(replicas: Replicas) -> None:
    limiters = [await replicas.limiter() for _ in range(3)]
    turns: list[float] = []

    async def call(limiter: SharedLimiter) -> None:
        await limiter.acquire(LIGHT, Lane.NORMAL, PATIENT)
        turns.append(time.monotonic())

    await asyncio.gather(*(call(limiter) for limiter in limiters for _ in range(30)))

    interval = QUOTAS[Plan.BUSINESS][Label.LIGHT].part(0.96).interval
    # The first turn may have been noticed late.
    assert turns[-1] - turns[0] >= 89 * interval - 0.1
    assert (await replicas.budget(Label.LIGHT))["used"] == 90


async def test_turns_that_are_taken_at_once_from_many_processes_do_not_overlap(replicas: Replicas) -> None:
    ledgers = [await replicas.ledger() for _ in range(4)]
    # Far enough ahead that the present, which moves on meanwhile, does not count.
    await replicas.set_budget(ahead=5.0)
    before = await replicas.budget(Label.LIGHT)

    async with replicas.held(Label.LIGHT) as all_wait:
        quota = Quota(1_000)
        taking = [asyncio.create_task(ledger.take(Label.LIGHT, quota, Lane.URGENT, 7, NOTHING)) for ledger in ledgers]
        await all_wait(len(ledgers))
    offers = await asyncio.gather(*taking)

    after = await replicas.budget(Label.LIGHT)
    assert [offer.slots for offer in offers] == [7] * 4
    assert after["used"] - before["used"] == 28
    assert (after["next_slot"] - before["next_slot"]).total_seconds() == pytest.approx(0.028, abs=1e-4)


async def test_a_lane_reserves_no_further_ahead_than_it_may(replicas: Replicas) -> None:
    ledger = await replicas.ledger()
    one_a_second = Quota(1)

    async def offered(lane: Lane, ahead: float) -> int:
        await replicas.set_budget(ahead=ahead)
        return (await ledger.take(Label.LIGHT, one_a_second, lane, 50, NOTHING)).slots

    # Bulk 0.2 s ahead, normal calls 0.4 s, presses 2 s, urgent ones 10 s.
    assert [await offered(lane, 0.1) > 0 for lane in Lane] == [True, True, True, True]
    assert [await offered(lane, 0.39) > 0 for lane in Lane] == [True, True, True, False]
    assert [await offered(lane, 1.5) > 0 for lane in Lane] == [True, True, False, False]
    assert [await offered(lane, 5.5) for lane in Lane] == [5, 0, 0, 0]


async def test_bulk_is_kept_from_the_last_part_of_the_pace(replicas: Replicas) -> None:
    ledger = await replicas.ledger()
    normal = await ledger.take(Label.LIGHT, QUOTA, Lane.NORMAL, 1, NOTHING)
    await replicas.set_budget()
    bulk = await ledger.take(Label.LIGHT, QUOTA, Lane.BULK, 1, NOTHING)
    assert normal.interval == pytest.approx(0.1)
    assert bulk.interval == pytest.approx(0.1 / LANES[Lane.BULK].share_of_pace)


@pytest.mark.parametrize(
    ("used", "slots"),
    [
        (0, [2, 2, 2, 2]),
        (799, [2, 2, 2, 1]),
        (800, [2, 2, 2, 0]),
        (949, [2, 2, 1, 0]),
        (950, [2, 2, 0, 0]),
        (1_000, [0, 0, 0, 0]),
    ],
)
async def test_the_last_part_of_the_day_is_for_who_is_more_urgent(
    replicas: Replicas, used: int, slots: list[int]
) -> None:
    ledger = await replicas.ledger()
    offered = []
    for lane in Lane:
        await replicas.set_budget(used=used)
        offer = await ledger.take(Label.LIGHT, QUOTA, lane, 2, NOTHING)
        offered.append(offer.slots)
        assert offer.is_day_over is (offer.slots == 0)
    assert offered == slots


async def test_the_count_begins_anew_with_the_utc_day(replicas: Replicas) -> None:
    ledger = await replicas.ledger()
    await replicas.set_budget(used=1_000, days_ago=1)
    assert (await ledger.take(Label.LIGHT, QUOTA, Lane.NORMAL, 3, NOTHING)).slots == 3
    budget = await replicas.budget(Label.LIGHT)
    assert (budget["used"], budget["day"]) == (3, datetime.now(UTC).date())


async def test_heavy_and_resource_intensive_calls_draw_on_one_pot_a_day(replicas: Replicas) -> None:
    ledger = await replicas.ledger()
    quota = QUOTAS[Plan.PRO][Label.RESOURCE_INTENSIVE]
    await replicas.set_budget(Label.HEAVY, used=29_998)
    await replicas.set_budget(Label.LIGHT, used=29_998)
    offer = await ledger.take(Label.RESOURCE_INTENSIVE, quota, Lane.URGENT, 5, NOTHING)
    assert offer.slots == 2
    assert (await ledger.look(Label.HEAVY, QUOTAS[Plan.PRO][Label.HEAVY], Lane.URGENT)).left_today == 0


async def test_a_caller_is_told_at_once_when_the_day_is_used_up(replicas: Replicas) -> None:
    await replicas.set_budget(used=6_000)
    limiter = await replicas.limiter(Plan.FREE)
    for _ in range(2):
        wait = await refused(limiter.acquire(LIGHT, Lane.URGENT, PATIENT))
        assert abs(wait - until_midnight()) < timedelta(seconds=5)
    expected = await limiter.expected_wait(LIGHT, Lane.URGENT)
    assert abs(expected - until_midnight()) < timedelta(seconds=5)


async def test_what_zoom_says_is_left_of_the_day_holds_for_all_replicas(replicas: Replicas) -> None:
    first, second = await replicas.limiter(Plan.FREE, share=0.999), await replicas.limiter(Plan.FREE, share=0.999)
    # Another app of the account has used all but 60 of 6,000; 0.1 % and 5 % of them are not for a normal call.
    first.answered(LIGHT, {"x-ratelimit-type": "Daily-limit", "x-ratelimit-remaining": "60"})
    await first.acquire(LIGHT, Lane.URGENT, PATIENT)
    wait = await refused(second.acquire(LIGHT, Lane.NORMAL, PATIENT))
    assert abs(wait - until_midnight()) < timedelta(seconds=5)
    await second.acquire(LIGHT, Lane.URGENT, PATIENT)
    assert (await replicas.budget(Label.LIGHT))["used"] == 5_942


async def test_an_answer_that_there_is_more_left_frees_nothing(replicas: Replicas) -> None:
    await replicas.set_budget(used=3_000)
    limiter = await replicas.limiter(Plan.FREE)
    limiter.answered(LIGHT, {"x-ratelimit-type": "Daily-limit", "x-ratelimit-remaining": "5999"})
    await limiter.acquire(LIGHT, Lane.NORMAL, PATIENT)
    assert (await replicas.budget(Label.LIGHT))["used"] == 3_001


async def test_a_full_second_costs_a_turn(replicas: Replicas) -> None:
    # A call every 2.5 s.
    limiter = await replicas.limiter(Plan.FREE, share=0.1)
    limiter.answered(LIGHT, {"x-ratelimit-type": "QPS", "x-ratelimit-remaining": "0"})
    await limiter.acquire(LIGHT, Lane.NORMAL, PATIENT)
    assert 2.5 < (await replicas.budget(Label.LIGHT))["ahead"] <= 5.0


async def test_a_refusal_closes_the_label_for_all_replicas_until_zooms_time(replicas: Replicas) -> None:
    first, second = await replicas.limiter(), await replicas.limiter()
    first.refused(MEDIUM, refusal(RateLimitScope.PER_DAY, timedelta(minutes=10)))

    async def known_to_the_other() -> bool:
        return await second.expected_wait(MEDIUM, Lane.URGENT) > timedelta(minutes=9)

    await eventually(known_to_the_other)
    for limiter in (first, second):
        for lane in Lane:
            wait = await refused(limiter.acquire(MEDIUM, lane, PATIENT))
            assert timedelta(minutes=9) < wait <= timedelta(minutes=10, seconds=5)
    await second.acquire(LIGHT, Lane.NORMAL, PATIENT)


async def test_turns_that_were_reserved_are_not_used_after_a_refusal(replicas: Replicas) -> None:
    limiter = await replicas.limiter(Plan.FREE)
    await limiter.acquire(MEDIUM, Lane.NORMAL, PATIENT)
    caller = asyncio.create_task(limiter.acquire(MEDIUM, Lane.NORMAL, PATIENT))

    async def reserved() -> bool:
        return bool((await replicas.budget(Label.MEDIUM))["used"] == 2)

    await eventually(reserved)
    began = time.monotonic()
    # The turn would have come within 0.52 s.
    limiter.refused(MEDIUM, refusal(RateLimitScope.UNKNOWN, timedelta(seconds=0.8)))
    await caller
    assert time.monotonic() - began >= 0.75


async def test_turns_that_are_offered_while_zoom_refuses_are_not_used(replicas: Replicas) -> None:
    limiter = await replicas.limiter()
    await replicas.set_budget(Label.MEDIUM)
    async with replicas.held(Label.MEDIUM) as all_wait:
        caller = asyncio.create_task(limiter.acquire(MEDIUM, Lane.NORMAL, PATIENT))
        await all_wait(1)
        began = time.monotonic()
        limiter.refused(MEDIUM, refusal(RateLimitScope.UNKNOWN, timedelta(seconds=0.5)))
    await caller
    assert time.monotonic() - began >= 0.45


async def test_what_zoom_says_is_kept_also_when_nobody_gets_a_turn(replicas: Replicas) -> None:
    ledger = await replicas.ledger()
    await replicas.set_budget()
    all_used = Told(used=1_000, day=datetime.now(UTC).date())
    assert (await ledger.take(Label.LIGHT, QUOTA, Lane.BULK, 1, all_used)).slots == 0
    assert (await ledger.look(Label.LIGHT, QUOTA, Lane.URGENT)).left_today == 0


async def test_a_limit_of_one_host_closes_nothing(replicas: Replicas) -> None:
    limiter = await replicas.limiter()
    limiter.refused(MEDIUM, refusal(RateLimitScope.PER_HOST_AND_DAY, timedelta(hours=8)))
    await limiter.acquire(MEDIUM, Lane.NORMAL, IMPATIENT)


async def test_refusals_per_second_slow_all_down_and_the_pace_comes_back(replicas: Replicas) -> None:
    ledger = await replicas.ledger()

    async def pace() -> float:
        return 0.1 / (await ledger.look(Label.LIGHT, QUOTA, Lane.NORMAL)).interval

    # One may be chance, and those that were on their way are one with it.
    for _ in range(5):
        await ledger.close(Label.LIGHT, 0.0, slower=True)
    assert await pace() == pytest.approx(0.9, abs=0.05)
    await replicas.set_budget(pace=0.9, paced_ago=3.0)
    await ledger.close(Label.LIGHT, 0.0, slower=True)
    assert await pace() == pytest.approx(0.95 * 0.7, abs=0.05)
    await replicas.set_budget(pace=0.7, paced_ago=6.0)
    assert await pace() == pytest.approx(0.8, abs=0.05)
    await replicas.set_budget(pace=0.7, paced_ago=60.0)
    assert await pace() == pytest.approx(1.0)


async def test_the_label_that_zoom_names_is_the_one_that_counts(replicas: Replicas) -> None:
    limiter = await replicas.limiter()
    await limiter.acquire(MEDIUM, Lane.NORMAL, PATIENT)
    limiter.answered(MEDIUM, {"x-ratelimit-category": "Heavy"})
    await limiter.acquire(MEDIUM, Lane.NORMAL, PATIENT)
    assert [(await replicas.budget(label))["used"] for label in (Label.MEDIUM, Label.HEAVY)] == [1, 1]


async def finished_in_order(*callings: Callable[[], Any]) -> list[int]:
    order: list[int] = []

    async def run(number: int) -> None:
        await callings[number]()
        order.append(number)

    await asyncio.gather(*(run(number) for number in range(len(callings))))
    return order


async def test_who_is_urgent_goes_first_then_who_waits_at_their_door(replicas: Replicas) -> None:
    limiter = await replicas.limiter()
    lanes = [Lane.BULK] * 5 + [Lane.NORMAL] * 5 + [Lane.PRESS] * 5 + [Lane.URGENT] * 5
    order = await finished_in_order(*(lambda lane=lane: limiter.acquire(MEDIUM, lane, PATIENT) for lane in lanes))
    assert order == [*range(15, 20), *range(10, 15), *range(5, 10), *range(5)]


async def test_an_urgent_call_does_not_wait_behind_another_replicas_series(replicas: Replicas) -> None:
    busy, other = await replicas.limiter(), await replicas.limiter()
    series = [asyncio.create_task(busy.acquire(MEDIUM, Lane.BULK, PATIENT)) for _ in range(300)]

    async def at_work() -> bool:
        return any(each.done() for each in series)

    await eventually(at_work)
    await other.acquire(MEDIUM, Lane.URGENT, timedelta(seconds=2))
    await other.acquire(MEDIUM, Lane.NORMAL, timedelta(seconds=2))
    assert sum(each.done() for each in series) < 150
    for each in series:
        each.cancel()
    await asyncio.gather(*series, return_exceptions=True)


async def test_a_turn_of_a_caller_that_has_gone_is_the_next_ones(replicas: Replicas) -> None:
    limiter = await replicas.limiter(Plan.FREE)
    await limiter.acquire(MEDIUM, Lane.NORMAL, PATIENT)
    gone, stays = (asyncio.create_task(limiter.acquire(MEDIUM, Lane.NORMAL, PATIENT)) for _ in range(2))

    async def reserved() -> bool:
        return bool((await replicas.budget(Label.MEDIUM))["used"] == 2)

    await eventually(reserved)
    gone.cancel()
    await stays
    assert (await replicas.budget(Label.MEDIUM))["used"] == 2


async def test_a_process_that_is_always_late_still_gets_its_turns_and_never_two_at_once(
    replicas: Replicas, monkeypatch: pytest.MonkeyPatch
) -> None:
    limiter = await replicas.limiter()
    monkeypatch.setattr(waiting, "LATEST", -60.0)
    loop = asyncio.get_running_loop()
    called: list[float] = []

    async def call() -> None:
        await limiter.acquire(MEDIUM, Lane.URGENT, PATIENT)
        called.append(loop.time())

    async with asyncio.timeout(10):
        await asyncio.gather(*(call() for _ in range(5)))

    interval = QUOTAS[Plan.BUSINESS][Label.MEDIUM].interval
    assert all(later - earlier > 0.9 * interval for earlier, later in pairwise(called))


async def test_a_caller_that_would_wait_too_long_is_sent_away_with_an_estimate(replicas: Replicas) -> None:
    limiter = await replicas.limiter(Plan.FREE)
    before = [asyncio.create_task(limiter.acquire(MEDIUM, Lane.NORMAL, PATIENT)) for _ in range(10)]
    await limiter.acquire(MEDIUM, Lane.URGENT, PATIENT)
    wait = await refused(limiter.acquire(MEDIUM, Lane.NORMAL, IMPATIENT))
    # Two a second, and ten before.
    assert timedelta(seconds=4) < wait < timedelta(seconds=7)
    for each in before:
        each.cancel()
    await asyncio.gather(*before, return_exceptions=True)


async def test_the_expected_wait_counts_what_is_reserved_and_what_is_still_to_come(replicas: Replicas) -> None:
    limiter = await replicas.limiter(Plan.FREE, share=0.5)
    assert await limiter.expected_wait(MEDIUM, Lane.NORMAL) == timedelta()
    await replicas.set_budget(Label.MEDIUM, ahead=20.0)
    assert 15 < (await limiter.expected_wait(MEDIUM, Lane.NORMAL)).total_seconds() <= 20
    assert 65 < (await limiter.expected_wait(MEDIUM, Lane.NORMAL, ahead=50)).total_seconds() <= 70
    await replicas.set_budget(Label.MEDIUM, used=945)
    of_tomorrow = await limiter.expected_wait(MEDIUM, Lane.NORMAL, ahead=50)
    assert abs(of_tomorrow - until_midnight() - timedelta(seconds=45)) < timedelta(seconds=5)


async def test_without_the_database_urgent_calls_go_on_and_the_others_wait(replicas: Replicas) -> None:
    limiter = await replicas.limiter(dsn="postgresql://postgres@127.0.0.1:9/none")
    await limiter.acquire(MEDIUM, Lane.URGENT, PATIENT)
    assert await refused(limiter.acquire(MEDIUM, Lane.NORMAL, PATIENT)) == timedelta(seconds=1)
    assert await limiter.expected_wait(MEDIUM, Lane.NORMAL) == timedelta(seconds=1)


async def test_a_lost_connection_is_made_again(replicas: Replicas) -> None:
    limiter = await replicas.limiter()
    await limiter.acquire(MEDIUM, Lane.NORMAL, PATIENT)
    killer = await asyncpg.connect(replicas.dsn)
    await killer.execute(
        "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = current_database() AND query LIKE '%zoom_budget%'"
        " AND pid <> pg_backend_pid()"
    )
    await killer.close()

    async def has_a_turn() -> bool:
        try:
            await limiter.acquire(MEDIUM, Lane.NORMAL, PATIENT)
        except QuotaExhaustedError:
            return False
        return True

    assert await eventually(has_a_turn)
