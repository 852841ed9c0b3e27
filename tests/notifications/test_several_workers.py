"""Several workers share what is to be delivered: each event comes once while nothing fails, and again after a crash."""

import asyncio
from collections.abc import AsyncIterator, Awaitable, Callable, Sequence
from contextlib import AsyncExitStack, asynccontextmanager
from datetime import timedelta
from uuid import UUID

import httpx
import pytest
from sqlalchemy import text
from sqlmodel import select

from app.kit.clock import utc_now
from app.kit.database import Database
from app.kit.identifiers import new_id
from app.notifications import feed
from app.notifications.webhooks.calling import Answer
from app.notifications.webhooks.delivery import delivering
from app.notifications.webhooks.due import Due, take
from app.notifications.webhooks.fan_out import fan_out
from app.notifications.webhooks.models import AttemptOutcome, DeliveryState, WebhookAttempt, WebhookDelivery
from app.notifications.webhooks.results import Patience, Result, write_down
from app.notifications.webhooks.retries import Retries
from app.settings import Settings
from tests.notifications.conftest import CANCELLED, CONFIRMED, MOVED, happen, subscribe, until_delivered
from tests.support.receiver import Receiver, Reply
from tests.support.workers import worker_process
from tests.support.zoom import eventually

PATIENCE = Patience(Retries(timedelta(seconds=5), timedelta(hours=6), timedelta(days=2)), timedelta(days=3))
LEASE = timedelta(seconds=25)


@asynccontextmanager
async def hung(receiver: Receiver) -> AsyncIterator[None]:
    """Let nothing be answered meanwhile."""
    receiver.answer = lambda _: Reply(None, after=asyncio.Event())
    yield
    receiver.answer = lambda _: Reply()


async def test_a_killed_worker_loses_nothing(
    settings: Settings, coordinator: httpx.AsyncClient, receiver: Receiver, database: Database
) -> None:
    quick = settings.model_copy(update={"webhook_timeout": timedelta(seconds=2)})
    webhook_id = await subscribe(coordinator, receiver.url)
    booking = new_id()
    async with hung(receiver), worker_process(quick) as worker:
        events = [await happen(database, action, booking) for action in (CONFIRMED, MOVED, CANCELLED)]
        await receiver.until(1, within=60)
        worker.kill()
        await worker.wait()
    async with delivering(quick, database):
        await until_delivered(coordinator, webhook_id, 3)

    assert list(receiver.of(booking)) == [CONFIRMED, CONFIRMED, MOVED, CANCELLED]
    assert {each.id for each in receiver.received} == {str(event) for event in events}


async def test_several_workers_share_what_is_to_be_delivered(
    settings: Settings, database: Database, coordinator: httpx.AsyncClient, receiver: Receiver
) -> None:
    webhook_id = await subscribe(coordinator, receiver.url)
    bookings = [new_id() for _ in range(10)]
    async with delivering(settings, database), delivering(settings, database), delivering(settings, database):
        for action in (CONFIRMED, MOVED):
            for booking in bookings:
                await happen(database, action, booking)
        await until_delivered(coordinator, webhook_id, 20)

    assert [list(receiver.of(booking)) for booking in bookings] == [[CONFIRMED, MOVED]] * 10
    assert len(receiver.received) == 20


@asynccontextmanager
async def deliveries_held(database: Database) -> AsyncIterator[Callable[[int], Awaitable[object]]]:
    """Hold what is to be delivered while the block runs; what is yielded waits until so many statements wait for it."""

    async def all_wait(count: int) -> None:
        async def they_do() -> bool:
            query = (
                "SELECT count(*) FROM pg_stat_activity WHERE datname = current_database() AND wait_event_type = 'Lock'"
            )
            async with database.single_statement() as session:
                return bool((await (await session.connection()).execute(text(query))).scalar_one() == count)

        await eventually(they_do)

    async with database.transaction() as holding:
        await holding.exec(select(WebhookDelivery).with_for_update())
        yield all_wait


async def taken_by_each(database: Database, workers: int) -> Sequence[Due]:
    """Have each worker take one of the deliveries that wait."""
    await fan_out(database)
    taken: list[Due] = []
    for _ in range(workers):
        async with database.transaction() as session:
            taken += await take(session, now=utc_now(), until=utc_now() + LEASE, most=1)
    assert len({each.id for each in taken}) == workers
    return taken


async def write(database: Database, outcome: AttemptOutcome, *dues: Due) -> None:
    """Write down what came of attempts, as one worker does."""
    async with database.transaction() as session:
        events = await feed.events_by_id(session, {each.event_id for each in dues})
        results = [Result(each, events[each.event_id], utc_now(), Answer(outcome)) for each in dues]
        await write_down(session, results, utc_now(), PATIENCE)


async def states(database: Database) -> dict[UUID, DeliveryState]:
    async with database.transaction() as session:
        return {each.id: each.state for each in await session.exec(select(WebhookDelivery))}


@pytest.mark.parametrize("outcome", [AttemptOutcome.DELIVERED, AttemptOutcome.REFUSED])
async def test_workers_that_write_down_at_the_same_time_lose_no_result(
    database: Database, coordinator: httpx.AsyncClient, receiver: Receiver, outcome: AttemptOutcome
) -> None:
    await subscribe(coordinator, receiver.url)
    for _ in range(2):
        await happen(database, CONFIRMED, new_id())
    first, second = await taken_by_each(database, 2)

    async with asyncio.TaskGroup() as workers, deliveries_held(database) as all_wait:
        workers.create_task(write(database, outcome, first))
        workers.create_task(write(database, AttemptOutcome.DELIVERED, second))
        await all_wait(2)

    async with database.transaction() as session:
        attempts = sorted((await session.exec(select(WebhookAttempt.outcome))).all())
    assert attempts == sorted([outcome, AttemptOutcome.DELIVERED])


async def test_a_subscription_that_was_deleted_meanwhile_costs_no_other_its_result(
    database: Database, coordinator: httpx.AsyncClient, receiver: Receiver
) -> None:
    kept = await subscribe(coordinator, receiver.url)
    deleted = await subscribe(coordinator, f"{receiver.url}&again")
    await happen(database, CONFIRMED, new_id())
    taken = await taken_by_each(database, 2)
    gone = await coordinator.delete(f"/v1/webhooks/{deleted}")
    assert gone.status_code == 204

    await write(database, AttemptOutcome.DELIVERED, *taken)

    [left] = [each for each in taken if str(each.webhook_id) == kept]
    assert await states(database) == {left.id: DeliveryState.DELIVERED}


@pytest.mark.parametrize("late", [AttemptOutcome.REFUSED, AttemptOutcome.DELIVERED])
async def test_a_result_that_comes_late_frees_nothing_that_another_worker_has_taken(
    database: Database, coordinator: httpx.AsyncClient, receiver: Receiver, late: AttemptOutcome
) -> None:
    await subscribe(coordinator, receiver.url)
    await happen(database, CONFIRMED, new_id())
    [slow] = await taken_by_each(database, 1)
    later = utc_now() + 2 * LEASE
    async with database.transaction() as session:
        [other] = await take(session, now=later, until=later + LEASE, most=1)
    assert (other.id, other.attempts) == (slow.id, 2)

    await write(database, late, slow)

    is_delivered = late is AttemptOutcome.DELIVERED
    assert await states(database) == {slow.id: DeliveryState.DELIVERED if is_delivered else DeliveryState.WAITING}
    async with database.transaction() as session:
        assert await take(session, now=later + LEASE / 2, until=later + LEASE, most=1) == []


async def test_what_was_delivered_is_not_delivered_again_where_it_could_not_be_written_down_at_once(
    settings: Settings, database: Database, coordinator: httpx.AsyncClient, receiver: Receiver
) -> None:
    hurried = Database.connect(settings.model_copy(update={"database_lock_timeout": timedelta(milliseconds=300)}))
    answered = asyncio.Event()
    receiver.answer = lambda _: Reply(after=answered)
    webhook_id = await subscribe(coordinator, receiver.url)
    await happen(database, CONFIRMED, new_id())
    async with AsyncExitStack() as stack:
        stack.push_async_callback(hurried.close)
        await stack.enter_async_context(delivering(settings, hurried))
        await receiver.until(1)
        async with deliveries_held(database) as all_wait:
            answered.set()
            await all_wait(1)
            # The lock has not come in time.
            await all_wait(0)
        await until_delivered(coordinator, webhook_id, 1)

    assert len(receiver.received) == 1


async def test_a_worker_that_is_stopped_writes_down_what_it_has_delivered(
    settings: Settings, database: Database, coordinator: httpx.AsyncClient, receiver: Receiver
) -> None:
    answered, stop = asyncio.Event(), asyncio.Event()
    receiver.answer = lambda _: Reply(after=answered)
    await subscribe(coordinator, receiver.url)
    await happen(database, CONFIRMED, new_id())

    async def work() -> None:
        async with delivering(settings, database):
            await stop.wait()

    async with asyncio.TaskGroup() as worker:
        worker.create_task(work())
        await receiver.until(1)
        async with deliveries_held(database) as all_wait:
            answered.set()
            await all_wait(1)
            stop.set()

    assert list((await states(database)).values()) == [DeliveryState.DELIVERED]
