"""The feed: every change that concerns others, in one order, for whoever may see it."""

import asyncio
from uuid import UUID

import httpx
import pytest

from app.access.models import Scope
from app.audit import service as audit
from app.audit.origin import WORKER
from app.kit.database import Database
from app.kit.identifiers import new_id
from app.notifications import feed
from tests.notifications.conftest import happen
from tests.support.scenario import make_scenario
from tests.support.service import Service, problem
from tests.support.zoom import System


async def events(client: httpx.AsyncClient, **params: str | int) -> tuple[list[tuple[str, str]], str]:
    page = await client.get("/v1/events", params=params)
    assert page.status_code == 200, page.text
    told = [(each["type"], each["data"]["subject_id"]) for each in page.json()["items"]]
    return told, page.json()["next_after"]


async def test_a_session_is_followed_from_its_booking_to_its_cancellation(system: System) -> None:
    scenario = await make_scenario(system.database)
    client = await system.caller(Scope.BOOKINGS_WRITE, Scope.BOOKINGS_READ)
    _, start = await events(client, after="latest")

    booked = (await client.post("/v1/bookings", json=scenario.booking())).json()
    cancelled = await client.post(f"/v1/bookings/{booked['id']}/cancel", json={"reason": "The mentor is ill."})
    page = (await client.get("/v1/events", params={"after": start})).json()

    assert cancelled.status_code == 200
    assert [(each["type"], each["data"]["state"]) for each in page["items"]] == [
        ("booking.requested", "provisioning"),
        ("booking.confirmed", "confirmed"),
        ("booking.cancelled", "cancelled"),
    ]
    assert {each["data"]["booking_id"] for each in page["items"]} == {booked["id"]}
    told = await system.audit(booked["id"])
    assert {each["id"] for each in page["items"]} <= {entry["id"] for entry in told}
    assert page["has_more"] is False


async def test_a_concern_and_a_session_that_waits_for_approval_are_events_of_their_own(service: Service) -> None:
    booking, incident = new_id(), new_id()
    await happen(service.database, "booking.requested", booking, after={"state": "awaiting_approval"})
    await happen(service.database, "booking.move_proposed", booking, after={"move_id": str(new_id())})
    await happen(service.database, "incident.opened", incident, after={"kind": "concern"})
    await happen(service.database, "incident.opened", incident, after={"kind": "recording_started"})
    reader = await service.caller()

    told, _ = await events(reader)

    assert [each for each, _ in told] == ["approval.needed", "approval.needed", "concern.reported", "incident.opened"]


async def test_what_commits_late_comes_after_what_was_read_before(service: Service) -> None:
    reader = await service.caller()
    late, early = new_id(), new_id()
    async with service.database.transaction() as session:
        await audit.append(session, origin=WORKER, action="booking.confirmed", subject=("booking", late))
        await session.flush()
        await happen(service.database, "booking.confirmed", early)
        first, cursor = await events(reader)
        nothing, _ = await events(reader, after=cursor)
    second, _ = await events(reader, after=cursor)

    assert (first, nothing) == ([("booking.confirmed", str(early))], [])
    assert second == [("booking.confirmed", str(late))]


async def test_a_reader_who_waits_is_told_when_it_happens_and_of_what_concerns_them_alone(service: Service) -> None:
    scenario = await make_scenario(service.database)
    reader = await service.caller(Scope.BOOKINGS_READ, partner_id=scenario.partner)
    _, cursor = await events(reader, after="latest")
    waiting = asyncio.create_task(events(reader, after=cursor, wait=30))
    other, own = new_id(), new_id()

    await happen(service.database, "booking.confirmed", other)
    await happen(service.database, "evidence.given", other, partner_id=scenario.partner)
    await happen(service.database, "booking.confirmed", own, partner_id=scenario.partner)
    told, _ = await asyncio.wait_for(waiting, 15)

    assert told == [("booking.confirmed", str(own))]


async def test_waiting_holds_no_connection_of_the_pool(service: Service) -> None:
    reader = await service.caller()
    _, cursor = await events(reader, after="latest")
    # The pool gives 10 at the most.
    waiting = [asyncio.create_task(events(reader, after=cursor, wait=30)) for _ in range(30)]

    booking = await happen_when_all_wait(service, reader)

    for told, _ in await asyncio.wait_for(asyncio.gather(*waiting), 20):
        assert told == [("booking.confirmed", str(booking))]


async def happen_when_all_wait(service: Service, reader: httpx.AsyncClient) -> UUID:
    # Answered beside the thirty: they leave it the connection that it needs.
    assert (await reader.get("/v1/bookings")).status_code == 200
    booking = new_id()
    await happen(service.database, "booking.confirmed", booking)
    return booking


async def test_pages_lead_from_event_to_event(service: Service, monkeypatch: pytest.MonkeyPatch) -> None:
    # A key's own entries and others stand between them.
    monkeypatch.setattr(feed, "MOST_LOOKED_THROUGH", 2)
    reader = await service.caller()
    bookings = [new_id() for _ in range(5)]
    for booking in bookings:
        await happen(service.database, "booking.checked", booking)
        await happen(service.database, "booking.confirmed", booking)
        await happen(service.database, "booking.checked", booking)

    seen: list[str] = []
    page = (await reader.get("/v1/events", params={"limit": 1})).json()
    for _ in range(40):
        seen += [each["data"]["subject_id"] for each in page["items"]]
        if not page["has_more"]:
            break
        page = (await reader.get("/v1/events", params={"limit": 1, "after": page["next_after"]})).json()

    assert seen == [str(booking) for booking in bookings]
    assert page["has_more"] is False


@pytest.mark.parametrize(
    ("scopes", "types"),
    [
        ((Scope.BOOKINGS_READ,), ["booking.confirmed"]),
        ((Scope.AUDIT_READ,), ["incident.opened"]),
        ((Scope.REGISTRY_READ,), ["evidence.withdrawn"]),
        ((Scope.BOOKINGS_READ, Scope.REGISTRY_READ), ["booking.confirmed", "evidence.withdrawn"]),
        ((Scope.ADMIN,), ["booking.confirmed", "incident.opened", "evidence.withdrawn"]),
    ],
)
async def test_a_key_is_told_of_what_it_may_see(service: Service, scopes: tuple[Scope, ...], types: list[str]) -> None:
    for action in ("booking.confirmed", "incident.opened", "evidence.withdrawn", "api_key.revoked"):
        await happen(service.database, action, new_id())
    told, _ = await events(await service.caller(*scopes))

    assert [each for each, _ in told] == types


async def test_only_one_type_can_be_asked_for(service: Service) -> None:
    for action in ("booking.confirmed", "booking.moved"):
        await happen(service.database, action, new_id())
    told, _ = await events(await service.caller(), type="booking.moved")

    assert [each for each, _ in told] == ["booking.moved"]


async def test_a_key_without_any_of_the_scopes_is_refused(service: Service) -> None:
    writer = await service.caller(Scope.BOOKINGS_WRITE)

    problem(await writer.get("/v1/events"), 403, "not-permitted")


async def test_a_partners_key_sees_neither_another_partners_events_nor_the_organisations(service: Service) -> None:
    scenario = await make_scenario(service.database)
    own = new_id()
    await happen(service.database, "booking.confirmed", new_id())
    await happen(service.database, "booking.confirmed", own, partner_id=scenario.partner)
    told, _ = await events(await service.caller(partner_id=scenario.partner))

    assert told == [("booking.confirmed", str(own))]


async def test_a_cursor_from_before_a_restore_is_recognised(service: Service, database: Database) -> None:
    await happen(database, "booking.confirmed", new_id())
    reader = await service.caller()
    _, cursor = await events(reader)
    position = cursor.partition("-")[0]

    problem(await reader.get("/v1/events", params={"after": f"{position}-00000000"}), 410, "cursor-unknown")
    problem(await reader.get("/v1/events", params={"after": f"{int(position) + 50}-5f3a9c21"}), 410, "cursor-unknown")
    problem(await reader.get("/v1/events", params={"after": "yesterday"}), 422, "invalid-fields")
