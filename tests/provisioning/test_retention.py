"""What is kept for a while alone."""

from datetime import timedelta
from typing import Any
from uuid import UUID

import pytest
from sqlalchemy import text
from sqlmodel import select

from app.bookings.models import Booking, Reservation
from app.installation.trust import require_trust
from app.kit.clock import utc_now
from app.kit.identifiers import earliest_id_of, new_id
from app.notifications.webhooks.models import AttemptOutcome, DeliveryState, WebhookAttempt, WebhookDelivery
from app.provisioning import retention
from app.provisioning.retention import FORGOTTEN_EVERY, RESERVATIONS_KEPT, USAGE_KEPT, forget_old, forget_when_due
from tests.support.scenario import add_host, make_scenario
from tests.support.service import Service

KEPT = timedelta(days=30)
WRITE_EVENT = text(
    "INSERT INTO zoom_event (id, deduplication_key, event, payload, received_at) "
    "VALUES (:id, :key, 'meeting.started', '{}', now())"
)
WRITE_USAGE = text("INSERT INTO host_usage (host_id, day, changes) VALUES (:host, :day, 1)")
WRITE_ATTEMPTS = text("INSERT INTO attempt_count (kind, whose, used_until) VALUES (:kind, 'somebody', :until)")
MOVE_INTO_PAST = text(
    "UPDATE booking SET starts_at = starts_at - CAST(:by AS interval), ends_at = ends_at - CAST(:by AS interval) "
    "WHERE id = :id"
)
MOVE_RESERVATIONS = text(
    "UPDATE reservation SET period = tstzrange(lower(period) - CAST(:by AS interval), upper(period) - CAST(:by AS interval)) "
    "WHERE booking_id = :id"
)


async def test_what_is_past_is_forgotten_in_parts_and_the_rest_is_kept(
    service: Service, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(retention, "_AT_ONCE", 2)
    scenario = await make_scenario(service.database)
    host = await add_host(service.database)
    coordinator = await service.caller()
    booked = {}
    for hour, name in ((9, "over"), (11, "stands"), (13, "ahead")):
        response = await coordinator.post(
            "/v1/bookings", json=scenario.booking(hour), headers={"Prefer": "respond-async"}
        )
        assert response.status_code == 202, response.text
        booked[name] = response.json()["id"]
    now = utc_now()
    async with service.database.engine.begin() as connection:
        for name in ("over", "stands"):
            given = {"id": booked[name], "by": RESERVATIONS_KEPT + timedelta(days=15)}
            await connection.execute(MOVE_INTO_PAST, given)
            await connection.execute(MOVE_RESERVATIONS, given)
        await connection.execute(text("UPDATE booking SET state = 'not_held' WHERE id = :id"), {"id": booked["over"]})
        for name, age in (("old", KEPT + timedelta(minutes=1)), ("young", KEPT - timedelta(minutes=1))):
            await connection.execute(WRITE_EVENT, {"id": earliest_id_of(now - age), "key": name})
        for kind, used_until in (("press", now), ("wrong_link", now + timedelta(hours=1))):
            await connection.execute(WRITE_ATTEMPTS, {"kind": kind, "until": used_until})
        for age in (USAGE_KEPT + timedelta(days=1), USAGE_KEPT):
            await connection.execute(WRITE_USAGE, {"host": host, "day": (now - age).date()})

    await forget_old(service.database, events_kept=KEPT, webhook_log_kept=KEPT)

    async with service.database.transaction() as session:
        holders = [str(row.booking_id) for row in await session.exec(select(Reservation))]
        assert sorted(holders) == sorted([booked["stands"], booked["ahead"]] * 3)
        assert len((await session.exec(select(Booking))).all()) == len(booked)
        connection = await session.connection()
        assert (await connection.scalars(text("SELECT deduplication_key FROM zoom_event"))).all() == ["young"]
        assert (await connection.scalars(text("SELECT day FROM host_usage"))).all() == [(now - USAGE_KEPT).date()]
        assert (await connection.scalars(text("SELECT kind FROM attempt_count"))).all() == ["wrong_link"]


async def test_it_is_due_an_hour_after_the_last_time_whatever_the_minute(service: Service) -> None:
    written = 0

    async def is_forgotten() -> bool:
        nonlocal written
        written += 1
        old = earliest_id_of(utc_now() - KEPT - timedelta(minutes=1))
        async with service.database.engine.begin() as connection:
            await connection.execute(WRITE_EVENT, {"id": old, "key": f"old {written}"})
        await forget_when_due(service.database, events_kept=KEPT, webhook_log_kept=KEPT)
        async with service.database.engine.begin() as connection:
            return not (await connection.execute(text("DELETE FROM zoom_event"))).rowcount

    async def let_pass(time: timedelta) -> None:
        async with service.database.engine.begin() as connection:
            await connection.execute(
                text("UPDATE installation SET forgotten_at = forgotten_at - CAST(:by AS interval)"), {"by": time}
            )

    async with service.database.transaction() as session:
        # The database is taken as it is, as by the first request.
        await require_trust(session)
    assert await is_forgotten()
    assert not await is_forgotten()
    await let_pass(FORGOTTEN_EVERY - timedelta(minutes=1))
    assert not await is_forgotten()
    await let_pass(timedelta(minutes=1))
    assert await is_forgotten()


async def test_deliveries_and_attempts_are_forgotten_but_not_what_waits(service: Service) -> None:
    coordinator = await service.caller()
    made = await coordinator.post("/v1/webhooks", json={"url": "https://website.example.org/"})
    webhook_id, old = UUID(made.json()["id"]), earliest_id_of(utc_now() - KEPT - timedelta(minutes=1))
    about: dict[str, Any] = {"webhook_id": webhook_id, "event_type": "booking.confirmed"}
    place: dict[str, Any] = {"position": 1, "about": "a booking"}
    async with service.database.transaction() as session:
        for key in (old, new_id()):
            session.add(WebhookAttempt(id=key, event_id=key, at=utc_now(), outcome=AttemptOutcome.TIMED_OUT, **about))
            state = DeliveryState.DELIVERED
            session.add(WebhookDelivery(id=key, event_id=key, state=state, **place, **about))
        waits = UUID(int=old.int + 1)
        session.add(WebhookDelivery(id=waits, event_id=waits, **place, **about))

    await forget_old(service.database, events_kept=KEPT, webhook_log_kept=KEPT)

    async with service.database.transaction() as session:
        assert [each.id != old for each in await session.exec(select(WebhookAttempt))] == [True]
        left = {each.id for each in await session.exec(select(WebhookDelivery))}
    assert (len(left), waits in left, old in left) == (2, True, False)
