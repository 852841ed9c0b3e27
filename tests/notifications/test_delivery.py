"""Events are delivered at least once, those of a booking in their order, to receivers of all kinds."""

import asyncio
from collections import Counter
from datetime import datetime, timedelta
from email.utils import format_datetime
from typing import Any

import httpx
import pytest
from sqlmodel import select

from app.kit.clock import utc_now
from app.kit.database import Database
from app.kit.identifiers import new_id
from app.notifications.webhooks.delivery import delivering
from app.notifications.webhooks.models import WebhookAttempt, WebhookDelivery
from app.settings import Settings
from tests.notifications.conftest import CANCELLED, CONFIRMED, MOVED, happen, subscribe, until_delivered
from tests.support.receiver import Received, Receiver, Reply, receiving
from tests.support.zoom import eventually


async def shown(coordinator: httpx.AsyncClient, webhook_id: str) -> dict[str, Any]:
    read: dict[str, Any] = (await coordinator.get(f"/v1/webhooks/{webhook_id}")).json()
    return read


async def outcomes(coordinator: httpx.AsyncClient, webhook_id: str) -> list[tuple[str, int | None]]:
    """Return what came of each attempt, the first one first."""
    attempts = (await coordinator.get(f"/v1/webhooks/{webhook_id}/attempts", params={"limit": 200})).json()["items"]
    return [(each["outcome"], each["status_code"]) for each in reversed(attempts)]


async def test_the_events_of_each_booking_come_in_their_order_whatever_fails(
    settings: Settings, database: Database, coordinator: httpx.AsyncClient, receiver: Receiver
) -> None:
    tried: Counter[str] = Counter()

    def fails_at_first(request: Received) -> Reply:
        tried[request.id] += 1
        # Of every second booking the first event fails twice.
        fails = request.content["type"] == CONFIRMED and request.content["data"]["subject_id"] in failing
        return Reply(500 if fails and tried[request.id] <= 2 else 200)

    receiver.answer = fails_at_first
    webhook_id = await subscribe(coordinator, receiver.url)
    bookings = [new_id() for _ in range(6)]
    failing = {str(each) for each in bookings[::2]}
    async with delivering(settings, database):
        for action in (CONFIRMED, MOVED, CANCELLED):
            for booking in bookings:
                await happen(database, action, booking)
        await until_delivered(coordinator, webhook_id, 18)

    for booking in bookings:
        expected = [CONFIRMED, MOVED, CANCELLED]
        assert list(receiver.of(booking)) == (
            [CONFIRMED, CONFIRMED, *expected] if str(booking) in failing else expected
        )
    assert len({each.id for each in receiver.received}) == 18


async def test_one_booking_whose_event_is_refused_holds_up_no_other(
    settings: Settings, database: Database, coordinator: httpx.AsyncClient, receiver: Receiver
) -> None:
    refused, fine = new_id(), new_id()
    receiver.answer = lambda request: Reply(500 if request.content["data"]["subject_id"] == str(refused) else 200)
    webhook_id = await subscribe(coordinator, receiver.url)
    async with delivering(settings, database):
        for action in (CONFIRMED, MOVED):
            for booking in (refused, fine):
                await happen(database, action, booking)
        await until_delivered(coordinator, webhook_id, 2)

    assert list(receiver.of(fine)) == [CONFIRMED, MOVED]
    assert set(receiver.of(refused)) == {CONFIRMED}


async def test_a_slow_receiver_holds_up_no_other(
    settings: Settings, database: Database, coordinator: httpx.AsyncClient, receiver: Receiver
) -> None:
    at_last = asyncio.Event()
    async with receiving() as slow:
        slow.answer = lambda _: Reply(after=at_last)
        slow_id = await subscribe(coordinator, slow.url)
        quick_id = await subscribe(coordinator, receiver.url)
        async with delivering(settings, database):
            for _ in range(12):
                await happen(database, CONFIRMED, new_id())
            await until_delivered(coordinator, quick_id, 12)
            before = len(slow.received)
            at_last.set()
            await until_delivered(coordinator, slow_id, 12)

    assert 0 < before <= 4


async def test_a_receiver_that_answers_late_is_asked_again(
    settings: Settings, database: Database, coordinator: httpx.AsyncClient, receiver: Receiver
) -> None:
    impatient = settings.model_copy(update={"webhook_timeout": timedelta(milliseconds=300)})
    never = asyncio.Event()
    receiver.answer = lambda _: Reply(after=never) if len(receiver.received) == 1 else Reply()
    webhook_id = await subscribe(coordinator, receiver.url)
    async with delivering(impatient, database):
        await happen(database, CONFIRMED, new_id())
        await until_delivered(coordinator, webhook_id, 1)

    assert await outcomes(coordinator, webhook_id) == [("timed_out", None), ("delivered", 204)]
    first, second = receiver.received
    assert (first.id, first.body) == (second.id, second.body)


@pytest.mark.parametrize("status", [500, 404, 301, 307])
async def test_what_is_answered_with_anything_but_success_is_sent_again_to_the_same_address(
    settings: Settings, database: Database, coordinator: httpx.AsyncClient, receiver: Receiver, status: int
) -> None:
    async with receiving() as elsewhere:
        headers = {"location": elsewhere.url}
        receiver.answer = lambda _: Reply(status, headers) if len(receiver.received) == 1 else Reply()
        webhook_id = await subscribe(coordinator, receiver.url)
        async with delivering(settings, database):
            await happen(database, CONFIRMED, new_id())
            await until_delivered(coordinator, webhook_id, 1)

        assert elsewhere.received == []
    assert await outcomes(coordinator, webhook_id) == [("refused", status), ("delivered", 204)]


async def test_retry_after_is_honoured_and_holds_back_the_whole_subscription(
    settings: Settings, database: Database, coordinator: httpx.AsyncClient, receiver: Receiver
) -> None:
    asked = timedelta(seconds=2)
    receiver.answer = lambda _: Reply(429, {"retry-after": "2"}) if len(receiver.received) == 1 else Reply()
    webhook_id = await subscribe(coordinator, receiver.url)
    async with delivering(settings, database):
        await happen(database, CONFIRMED, new_id())
        await receiver.until(1)
        await eventually(lambda: _refusals(coordinator, webhook_id))
        await happen(database, CONFIRMED, new_id())
        await until_delivered(coordinator, webhook_id, 2)

    times = await _times(database)
    assert all(later - times[0] >= asked for later in times[1:])
    assert len(times) == 3


async def _refusals(coordinator: httpx.AsyncClient, webhook_id: str) -> bool:
    return bool(await outcomes(coordinator, webhook_id))


async def _times(database: Database) -> list[datetime]:
    async with database.transaction() as session:
        return sorted(each.at for each in await session.exec(select(WebhookAttempt)))


async def test_a_date_in_retry_after_is_honoured_too(
    settings: Settings, database: Database, coordinator: httpx.AsyncClient, receiver: Receiver
) -> None:
    until = utc_now() + timedelta(minutes=20)
    receiver.answer = lambda _: Reply(503, {"retry-after": format_datetime(until, usegmt=True)})
    webhook_id = await subscribe(coordinator, receiver.url)
    async with delivering(settings, database):
        await happen(database, CONFIRMED, new_id())
        await eventually(lambda: _refusals(coordinator, webhook_id))

    async with database.transaction() as session:
        delivery = (await session.exec(select(WebhookDelivery))).one()
    assert abs(delivery.next_attempt_at - until) < timedelta(seconds=2)


async def test_a_receiver_that_is_gone_disables_its_subscription_and_a_person_enables_it_again(
    settings: Settings, database: Database, coordinator: httpx.AsyncClient, receiver: Receiver
) -> None:
    receiver.answer = lambda _: Reply(410)
    webhook_id = await subscribe(coordinator, receiver.url, CONFIRMED)
    booking = new_id()
    async with delivering(settings, database):
        await happen(database, CONFIRMED, booking)

        async def is_disabled() -> bool:
            return bool((await shown(coordinator, webhook_id))["state"] == "disabled")

        await eventually(is_disabled)
        assert (await shown(coordinator, webhook_id))["disabled_because"] == "gone"
        incidents = (await coordinator.get("/v1/incidents", params={"kind": "webhook_disabled"})).json()["items"]
        assert [(each["state"], each["details"]["webhook_id"]) for each in incidents] == [("open", webhook_id)]
        missed = await happen(database, CONFIRMED, new_id())

        receiver.answer = lambda _: Reply()
        receiver.received.clear()
        enabled = await coordinator.patch(
            f"/v1/webhooks/{webhook_id}", json={"enabled": True}, headers={"If-Match": "*"}
        )
        assert (enabled.status_code, enabled.json()["state"]) == (200, "enabled")
        again = await coordinator.post(f"/v1/webhooks/{webhook_id}/redeliver", json={"which": "failed"})
        assert again.json() == {"deliveries": 1}

        # What happened meanwhile may be told of first, where it was handed out only now.
        async def is_told() -> bool:
            return list(receiver.of(booking)) == [CONFIRMED]

        await eventually(is_told)

        async def none_waits() -> bool:
            answer = await coordinator.get(f"/v1/webhooks/{webhook_id}/deliveries", params={"state": "waiting"})
            return bool(answer.json()["items"] == [])

        await eventually(none_waits)
        everything = {"which": "range", "since": "2026-01-01T00:00:00+00:00"}
        again = await coordinator.post(f"/v1/webhooks/{webhook_id}/redeliver", json=everything)
        assert again.json() == {"deliveries": 2}
        await receiver.until(3)

    assert str(missed) in {each.id for each in receiver.received}
    incident = (await coordinator.get(f"/v1/incidents/{incidents[0]['id']}")).json()
    assert incident["state"] == "resolved"


async def test_lasting_failure_disables_a_subscription_with_an_incident(
    settings: Settings, database: Database, coordinator: httpx.AsyncClient, receiver: Receiver
) -> None:
    impatient = settings.model_copy(update={"webhook_disable_after": timedelta(milliseconds=300)})
    receiver.answer = lambda _: Reply(500)
    webhook_id = await subscribe(coordinator, receiver.url)
    async with delivering(impatient, database):
        await happen(database, CONFIRMED, new_id())

        async def is_disabled() -> bool:
            return bool((await shown(coordinator, webhook_id))["disabled_because"] == "failing")

        await eventually(is_disabled)
    incidents = (await coordinator.get("/v1/incidents", params={"kind": "webhook_disabled"})).json()["items"]
    trail = (await coordinator.get("/v1/audit", params={"action": "webhook.disabled"})).json()["items"]
    assert len(incidents) == 1
    assert [entry["subject_id"] for entry in trail] == [webhook_id]


async def test_a_delivery_is_given_up_after_a_while_and_those_behind_it_go_on(
    settings: Settings, database: Database, coordinator: httpx.AsyncClient, receiver: Receiver
) -> None:
    impatient = settings.model_copy(update={"webhook_give_up_after": timedelta(milliseconds=300)})
    receiver.answer = lambda request: Reply(500 if request.content["type"] == CONFIRMED else 200)
    webhook_id = await subscribe(coordinator, receiver.url)
    booking = new_id()
    async with delivering(impatient, database):
        await happen(database, CONFIRMED, booking)
        await happen(database, MOVED, booking)
        await until_delivered(coordinator, webhook_id, 1)

    told = list(receiver.of(booking))
    assert (told[0], told[-1], told.count(MOVED)) == (CONFIRMED, MOVED, 1)
    failed = (await coordinator.get(f"/v1/webhooks/{webhook_id}/deliveries", params={"state": "failed"})).json()[
        "items"
    ]
    assert [(each["event_type"], each["next_attempt_at"]) for each in failed] == [(CONFIRMED, None)]
