"""Facts that change while a booking is being made, moved, approved or provisioned: whatever the order, it ends safe."""

import asyncio
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import AsyncExitStack, asynccontextmanager
from dataclasses import dataclass
from typing import Any
from uuid import UUID

import httpx
import pytest
from sqlalchemy import text
from sqlmodel import col, select

from app.bookings.models import Booking, Meeting, MeetingState
from app.bookings.review import decide_next, mark_overtaken
from app.bookings.states import BookingState
from app.hosts.models import Host
from app.kit.clock import utc_now
from app.kit.database import Database
from app.kit.encryption import context_of
from app.kit.jobs import DECIDE_AGAIN
from app.provisioning.leases import Leases
from app.provisioning.limits import shared_limiter
from app.provisioning.reconciler import Reconciler
from app.settings import Settings
from app.zoom.client import ZoomClient
from tests.support.interleaving import interrupted
from tests.support.scenario import CONSENT, Scenario, add_host, add_pairing, make_scenario, shorter
from tests.support.service import Service
from tests.support.zoom import System, Zoom, running_system

ASYNC = {"Prefer": "respond-async"}
EVENING = 19
REASON = {"reason": "The mentee has thought better of it."}
SAFE = {BookingState.SUSPENDED, BookingState.DECLINED, BookingState.CANCELLED}


@dataclass
class Fact:
    """The mentee's consent, which is given and withdrawn, and nobody who tells the worker."""

    coordinator: httpx.AsyncClient
    database: Database
    scenario: Scenario
    consent: str = ""

    async def give(self) -> None:
        given = {**CONSENT, "person_id": str(self.scenario.mentee), "valid_from": "2024-01-01"}
        response = await self.coordinator.post("/v1/evidence", json=given)
        assert response.status_code == 201, response.text
        self.consent = response.json()["id"]

    async def withdraw(self) -> None:
        response = await self.coordinator.post(f"/v1/evidence/{self.consent}/withdraw", json=REASON)
        assert response.status_code == 200, response.text
        # The worker that took the job found nothing to do: the booking was not there yet, or as it had been.
        async with self.database.engine.begin() as connection:
            await connection.execute(text("DELETE FROM pgqueuer WHERE entrypoint = :name"), {"name": DECIDE_AGAIN})


async def a_minute_later(database: Database) -> set[BookingState]:
    """Do what the worker does every minute about decisions, and return the states of all bookings."""
    async with database.transaction() as session:
        await mark_overtaken(session)
    await decide_next(database)
    async with database.transaction() as session:
        return {booking.state for booking in await session.exec(select(Booking))}


async def deadlocks(database: Database) -> int:
    async with database.engine.connect() as connection:
        query = "SELECT pg_stat_force_next_flush(), deadlocks FROM pg_stat_database WHERE datname = current_database()"
        return int((await connection.execute(text(query))).one().deadlocks)


async def fact_of(service: Service) -> Fact:
    scenario = await make_scenario(service.database)
    for number in range(4):
        await add_host(service.database, f"host-{number}")
    fact = Fact(await service.caller(), service.database, scenario)
    await fact.give()
    return fact


def series_of(scenario: Scenario, hour: int = 10) -> dict[str, object]:
    return {**scenario.booking(hour), "sessions": 2}


async def book(fact: Fact) -> httpx.Response:
    return await fact.coordinator.post("/v1/bookings", json=fact.scenario.booking(10), headers=ASYNC)


async def book_series(fact: Fact) -> httpx.Response:
    return await fact.coordinator.post("/v1/series", json=series_of(fact.scenario), headers=ASYNC)


def time_of(scenario: Scenario, hour: int) -> dict[str, object]:
    return {name: value for name, value in scenario.booking(hour).items() if name != "pairing_id"}


async def move(fact: Fact) -> httpx.Response:
    path = f"/v1/bookings/{await the_booking(fact.database)}"
    headers = {"If-Match": "*", **ASYNC}
    return await fact.coordinator.patch(path, json=time_of(fact.scenario, 12), headers=headers)


async def approve(fact: Fact) -> httpx.Response:
    path = f"/v1/bookings/{await the_booking(fact.database)}/approve"
    return await fact.coordinator.post(path, json={"reason": "It is fine."}, headers=ASYNC)


async def propose_evening(fact: Fact) -> None:
    path = f"/v1/bookings/{await the_booking(fact.database)}"
    headers = {"If-Match": "*", **ASYNC}
    proposed = await fact.coordinator.patch(path, json=time_of(fact.scenario, EVENING), headers=headers)
    assert proposed.json()["move"]["state"] == "awaiting_approval", proposed.text


async def approve_move(fact: Fact) -> httpx.Response:
    path = f"/v1/bookings/{await the_booking(fact.database)}/move/approve"
    return await fact.coordinator.post(path, json={"reason": "It is fine."}, headers=ASYNC)


async def the_booking(database: Database) -> UUID:
    async with database.transaction() as session:
        return (await session.exec(select(Booking.id).order_by(col(Booking.id).desc()).limit(1))).one()


Operation = tuple[Callable[[Fact], Awaitable[httpx.Response]], int | None]
OPERATIONS: dict[str, Operation] = {
    # What is done, and the hour of the booking that must be there before.
    "book": (book, None),
    "series": (book_series, None),
    "move": (move, 10),
    "approve": (approve, EVENING),
    "approve a move": (approve_move, 10),
}
POINTS = {
    "before its facts are read": {"before": "FROM pairing JOIN"},
    "before its evidence is read": {"before": "FROM evidence"},
    "before it is written": {"before": "INSERT INTO decision"},
    "before it is committed": {"ending": "INSERT INTO decision"},
}


@pytest.mark.parametrize("name", OPERATIONS)
async def test_consent_withdrawn_at_any_point_of_a_request_leaves_no_session_that_may_take_place(
    service: Service, name: str
) -> None:
    fact = await fact_of(service)
    operation, hour_before = OPERATIONS[name]
    for number, (point, where) in enumerate(POINTS.items()):
        if number:
            await fact.give()
        if hour_before is not None:
            there = fact.scenario.booking(hour_before)
            response = await fact.coordinator.post("/v1/bookings", json=there, headers=ASYNC)
            assert response.status_code == 202, response.text
        if operation is approve_move:
            await propose_evening(fact)

        with interrupted(fact.withdraw, **where) as interruption:  # type: ignore[arg-type]
            answer = await operation(fact)

        assert interruption.happened, point
        assert answer.status_code in {200, 202, 422}, answer.text
        assert await a_minute_later(service.database) <= SAFE, point
        async with service.database.engine.begin() as connection:
            await connection.execute(text("UPDATE booking SET state = 'cancelled'"))
            await connection.execute(text("DELETE FROM reservation"))
    assert await deadlocks(service.database) == 0


async def test_a_fact_that_is_being_changed_does_not_hold_up_who_books_and_its_booking_is_decided_again(
    service: Service,
) -> None:
    fact = await fact_of(service)
    answers = []

    async def book_and_move() -> None:
        answers.extend([await book(fact), await move(fact)])

    with interrupted(book_and_move, ending="UPDATE pairing"):
        path = f"/v1/pairings/{fact.scenario.pairing}"
        ended = await fact.coordinator.patch(path, json={"active": False}, headers={"If-Match": "*"})

    assert ended.status_code == 200
    assert [answer.status_code for answer in answers] == [202, 202], [answer.text for answer in answers]
    assert await a_minute_later(service.database) == {BookingState.SUSPENDED}


async def test_requests_of_every_kind_at_once_never_wait_for_each_other_in_a_circle(service: Service) -> None:
    fact = await fact_of(service)
    others = await add_pairing(service.database, fact.scenario, mentor=fact.scenario.mentor)
    second = Fact(fact.coordinator, service.database, others)
    made = await book_series(fact)
    tomorrow = {"starts_at": time_of(fact.scenario, 15)["starts_at"], "ends_at": time_of(fact.scenario, 15)["ends_at"]}

    async def move_series() -> httpx.Response:
        path = f"/v1/series/{made.json()['id']}"
        body = {**tomorrow, "agreed_by_both": True}
        return await fact.coordinator.patch(path, json=body, headers={"If-Match": "*", **ASYNC})

    async def decide() -> None:
        await a_minute_later(service.database)

    answers = await asyncio.gather(
        *(each for _ in range(2) for each in (move_series(), book(second), move(fact), book_series(second))),
        fact.coordinator.post(f"/v1/evidence/{fact.consent}/withdraw", json=REASON),
        *(decide() for _ in range(4)),
    )

    assert {answer.status_code for answer in answers if answer is not None} <= {200, 201, 202, 409, 422}
    assert await deadlocks(service.database) == 0
    assert await a_minute_later(service.database) <= SAFE | {BookingState.PROVISIONING}


async def proven_meeting(service: Service) -> UUID:
    """Let the booking be confirmed, with a meeting that was proven."""
    async with service.database.transaction() as session:
        booking = (await session.exec(select(Booking))).one()
        booking.state = BookingState.CONFIRMED
        assert booking.host_id is not None
        meeting = Meeting(booking_id=booking.id, host_id=booking.host_id, state=MeetingState.PROVEN, passcode="")
        meeting.zoom_meeting_id, meeting.proven_at = 85_000_000_000, utc_now()
        for column, value in (("passcode", "4fL2"), ("join_url", "https://zoom.example/j/85")):
            encrypted = service.settings.key_ring.encrypt(value, context=context_of(meeting, column))
            setattr(meeting, column, encrypted)
        session.add(meeting)
        return booking.id


async def test_the_way_in_is_gone_in_the_transaction_that_changes_a_fact_or_takes_out_the_host(
    service: Service,
) -> None:
    fact = await fact_of(service)
    scenario, coordinator = fact.scenario, fact.coordinator
    assert (await book(fact)).status_code == 202
    booking = await proven_meeting(service)
    policy = (await coordinator.get(f"/v1/programmes/{scenario.programme}/policy")).json()["document"]
    stricter = policy | {"rules": policy["rules"] | {"plan.duration": shorter(policy)}}
    changes: list[tuple[str, str, dict[str, Any]]] = [
        ("POST", f"/v1/evidence/{fact.consent}/withdraw", dict(REASON)),
        ("PATCH", f"/v1/people/{scenario.mentee}", {"adult_at_risk": True}),
        ("PATCH", f"/v1/pairings/{scenario.pairing}", {"active": False}),
        ("PUT", f"/v1/partners/{scenario.partner}/guidance", {"safety": {"meeting.audio": "computer-only"}}),
        ("PUT", f"/v1/programmes/{scenario.programme}/policy", stricter),
    ]

    async def shown() -> list[dict[str, Any] | None]:
        one = (await coordinator.get(f"/v1/bookings/{booking}")).json()
        listed = (await coordinator.get("/v1/bookings")).json()["items"]
        return [each["meeting"] for each in (one, *listed)]

    for method, path, body in changes:
        assert all(await shown()), path
        response = await coordinator.request(method, path, json=body, headers={"If-Match": "*"})
        assert response.status_code == 200, response.text

        assert await shown() == [None, None], path
        again = (await coordinator.get(f"/v1/bookings/{booking}")).json()
        assert "has changed" in again["problem"]
        async with service.database.engine.begin() as connection:
            # As if it had been decided again, and still were allowed.
            await connection.execute(
                text(
                    "UPDATE booking SET facts_version = (SELECT sum(facts_version) FROM"
                    " (SELECT facts_version FROM person UNION ALL SELECT facts_version FROM partner UNION ALL"
                    " SELECT facts_version FROM programme UNION ALL SELECT facts_version FROM pairing) AS subject)"
                )
            )
    assert all(await shown())
    async with service.database.transaction() as session:
        row = await session.get_one(Booking, booking)
        host = (await session.get_one(Host, row.host_id)).id
    taken_out = await coordinator.patch(f"/v1/hosts/{host}", json={"enabled": False}, headers={"If-Match": "*"})
    assert taken_out.status_code == 200, taken_out.text
    assert await shown() == [None, None]


@asynccontextmanager
async def provisioning(settings: Settings, database: Database) -> AsyncIterator[Reconciler]:
    async with AsyncExitStack() as stack:
        limiter = await stack.enter_async_context(shared_limiter(settings))
        zoom = await stack.enter_async_context(ZoomClient(settings.zoom, limiter=limiter))
        leases = await stack.enter_async_context(Leases.opened(settings))
        yield Reconciler(settings, database, zoom, leases)


async def test_consent_withdrawn_at_any_point_of_provisioning_shows_no_way_in_and_leaves_no_meeting(
    sandbox_settings: Settings, database: Database, zoom: Zoom
) -> None:
    async with (
        running_system(sandbox_settings, database, zoom, with_worker=False) as system,
        provisioning(sandbox_settings, database) as reconciler,
    ):
        fact = await prepared(system)
        ends, reached = 0, True
        while reached:
            ends += 1
            created = await fact.coordinator.post(
                "/v1/bookings", json=fact.scenario.booking(10, days_ahead=6 + ends), headers=ASYNC
            )
            assert created.status_code == 202, created.text
            booking = UUID(created.json()["id"])

            # The API takes in Zoom's events at the same time.
            with interrupted(fact.withdraw, end=ends, of=database) as interruption:
                await reconciler.reconcile(booking)

            reached = interruption.happened
            seen = (await fact.coordinator.get(f"/v1/bookings/{booking}")).json()
            assert (seen["meeting"] is None) is reached, ends
            if reached:
                await a_minute_later(database)
                await reconciler.reconcile(booking)
                assert await zoom.meetings() == []
                await fact.coordinator.post(f"/v1/bookings/{booking}/cancel", json=REASON)
                await fact.give()
        # The booking was read, its host counted on, the meeting written down, and confirmed.
        assert ends > 4


async def prepared(system: System) -> Fact:
    await system.proven_hosts()
    fact = Fact(await system.caller(), system.database, await make_scenario(system.database))
    await fact.give()
    return fact
