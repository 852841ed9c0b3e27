"""Asking for a session: what is refused, and what is left behind by a refusal."""

from typing import Any

import pytest
from sqlalchemy import func, text
from sqlmodel import SQLModel, select

from app.access.models import Role, Scope
from app.bookings.models import Booking, DecisionRecord, Reservation
from app.http.models import IdempotencyRecord
from app.kit.database import Database
from tests.support.scenario import add_host, add_pairing, make_scenario
from tests.support.service import Service, problem


async def count(database: Database, table: type[SQLModel]) -> int:
    async with database.transaction() as session:
        return (await session.exec(select(func.count()).select_from(table))).one()


async def test_a_session_that_the_rules_allow_is_booked_and_its_meeting_is_on_the_way(service: Service) -> None:
    scenario = await make_scenario(service.database)
    host = await add_host(service.database)
    front_end = await service.caller(Scope.BOOKINGS_WRITE, Scope.BOOKINGS_READ, role=Role.FRONT_END)

    response = await front_end.post("/v1/bookings", json=scenario.booking(), headers={"Prefer": "respond-async"})

    assert response.status_code == 202, response.text
    assert response.headers["Preference-Applied"] == "respond-async"
    booking = response.json()
    assert response.headers["Location"] == f"/v1/bookings/{booking['id']}"
    assert booking["state"] == "provisioning"
    assert booking["meeting"] is None
    assert booking["decision"]["outcome"] == "allow"
    assert (await front_end.get(response.headers["Location"])).json() == booking
    async with service.database.transaction() as session:
        jobs = await (await session.connection()).scalars(text("SELECT convert_from(payload, 'UTF8') FROM pgqueuer"))
        assert jobs.all() == [booking["id"]]
        assert {row.resource_id for row in await session.exec(select(Reservation))} == {
            scenario.mentor,
            scenario.mentee,
            host,
        }


async def test_a_denial_names_every_rule_that_stands_in_the_way_and_leaves_only_its_record(service: Service) -> None:
    scenario = await make_scenario(service.database, consented=False)
    await add_host(service.database)
    coordinator = await service.caller(role=Role.FRONT_END)

    refused = problem(
        await coordinator.post("/v1/bookings", json=scenario.booking(agreed_by_both=False)), 422, "denied"
    )

    denying = {finding["code"]: finding for finding in refused["findings"] if finding["outcome"] == "deny"}
    assert {"partner.written-consent", "consent.virtual"} <= set(denying)
    assert all(finding["remedy"] and finding["source"] for finding in denying.values())
    assert await count(service.database, Booking) == 0
    assert await count(service.database, Reservation) == 0
    assert await count(service.database, DecisionRecord) == 1
    (entry,) = (await coordinator.get("/v1/audit", params={"action": "booking.refused"})).json()["items"]
    assert set(entry["after"]["denied_by"]) == set(denying)
    assert entry["decision_digest"]


@pytest.mark.parametrize(
    ("change", "field"),
    [
        ({"starts_at": "2027-03-01T10:00:00"}, "starts_at"),
        ({"starts_at": "1900-01-01T10:00:00+00:00"}, "starts_at"),
        ({"starts_at": "9999-12-31T23:59:59+00:00"}, "starts_at"),
        ({"starts_at": "9999-12-31T23:59:59-23:59"}, "starts_at"),
        ({"starts_at": "2027-02-29T10:00:00+00:00"}, "starts_at"),
        ({"starts_at": 0}, "starts_at"),
        ({"starts_at": None}, "starts_at"),
        ({"starts_at": "2020-01-06T10:00:00Z", "ends_at": "2020-01-06T11:00:00Z"}, "starts_at"),
        ({"ends_at": "2026-01-01T10:00:00Z"}, "body"),
        ({"pairing_id": "not-a-uuid"}, "pairing_id"),
        ({"pairing_id": "00000000-0000-7000-8000-000000000000"}, "pairing_id"),
        ({"modality": "zoom\u0000"}, "modality"),
        ({"modality": "z" * 10_000}, "modality"),
        ({"agreed_by_both": "maybe"}, "agreed_by_both"),
        ({"start": "2027-03-01T10:00:00Z"}, "start"),
    ],
)
async def test_a_request_that_makes_no_sense_names_its_field_and_leaves_nothing(
    service: Service, change: dict[str, Any], field: str
) -> None:
    scenario = await make_scenario(service.database)
    await add_host(service.database)
    coordinator = await service.caller()
    body = {**scenario.booking(), **change}

    refused = problem(await coordinator.post("/v1/bookings", json=body), 422, "invalid-fields")

    assert [error["field"] for error in refused["errors"]] == [field]
    assert await count(service.database, Booking) == 0
    assert await count(service.database, DecisionRecord) == 0


async def test_a_29_february_of_a_leap_year_is_a_day_like_any_other(service: Service) -> None:
    scenario = await make_scenario(service.database)
    await add_host(service.database)
    coordinator = await service.caller()
    body = {**scenario.booking(), "starts_at": "2028-02-29T10:00:00Z", "ends_at": "2028-02-29T11:00:00Z"}

    response = await coordinator.post("/v1/checks", json=body)

    assert response.status_code == 200, response.text
    (session,) = response.json()["sessions"]
    assert session["starts_at"] == "2028-02-29T10:00:00Z"
    # Nothing but that it is more than half a year ahead.
    assert {each["code"] for each in session["findings"] if each["outcome"] == "deny"} == {"schedule.horizon"}


async def test_another_platform_is_refused_with_the_reason(service: Service) -> None:
    scenario = await make_scenario(service.database)
    await add_host(service.database)
    coordinator = await service.caller()

    refused = problem(await coordinator.post("/v1/bookings", json=scenario.booking(modality="teams")), 422, "denied")

    (finding,) = [each for each in refused["findings"] if each["outcome"] == "deny"]
    assert finding["code"] == "modality.allowed"


async def test_a_phone_session_is_confirmed_without_a_meeting_where_the_programme_allows_it(service: Service) -> None:
    scenario = await make_scenario(service.database)
    coordinator = await service.caller()

    response = await coordinator.post("/v1/bookings", json=scenario.booking(modality="phone"))

    assert response.status_code == 201, response.text
    assert response.json()["state"] == "confirmed"
    assert response.json()["meeting"] is None


@pytest.mark.parametrize(("minute", "status"), [(9, 409), (10, 202)])
async def test_a_mentor_needs_ten_minutes_between_two_sessions(service: Service, minute: int, status: int) -> None:
    scenario = await make_scenario(service.database)
    other = await add_pairing(service.database, scenario, mentor=scenario.mentor)
    await add_host(service.database, "host-1")
    await add_host(service.database, "host-2")
    coordinator = await service.caller()
    asynchronously = {"Prefer": "respond-async"}
    first = await coordinator.post("/v1/bookings", json=scenario.booking(10), headers=asynchronously)
    assert first.status_code == 202, first.text

    second = await coordinator.post("/v1/bookings", json=other.booking(11, minute), headers=asynchronously)

    assert second.status_code == status, second.text
    if status == 409:
        refused = problem(second, 409, "clash")
        assert refused["parties"] == ["mentor"]
        assert str(scenario.pairing) not in second.text


async def test_a_host_is_booked_once_at_a_time(service: Service) -> None:
    scenario = await make_scenario(service.database)
    other = await add_pairing(service.database, scenario)
    await add_host(service.database)
    coordinator = await service.caller()
    asynchronously = {"Prefer": "respond-async"}
    await coordinator.post("/v1/bookings", json=scenario.booking(10), headers=asynchronously)

    refused = problem(
        await coordinator.post("/v1/bookings", json=other.booking(10), headers=asynchronously), 409, "clash"
    )

    assert refused["parties"] == ["host"]


async def test_without_a_proven_host_there_is_no_session(service: Service) -> None:
    scenario = await make_scenario(service.database)
    coordinator = await service.caller()

    refused = problem(await coordinator.post("/v1/bookings", json=scenario.booking()), 422, "denied")

    assert [each["code"] for each in refused["findings"] if each["outcome"] == "deny"] == ["host.licence"]


async def test_a_refusal_is_the_answer_to_the_same_key_even_when_the_facts_have_changed(service: Service) -> None:
    scenario = await make_scenario(service.database)
    coordinator = await service.caller()
    headers = {"Idempotency-Key": "one", "Prefer": "respond-async"}
    body = scenario.booking()
    first = await coordinator.post("/v1/bookings", json=body, headers=headers)
    await add_host(service.database)

    again = await coordinator.post("/v1/bookings", json=body, headers=headers)
    with_a_new_key = await coordinator.post("/v1/bookings", json=body, headers={**headers, "Idempotency-Key": "two"})

    assert (first.status_code, with_a_new_key.status_code) == (422, 202)
    without_request_id = {key: value for key, value in first.json().items() if key != "request_id"}
    assert {key: value for key, value in again.json().items() if key != "request_id"} == without_request_id
    assert await count(service.database, IdempotencyRecord) == 2


async def test_a_partner_sees_and_touches_only_its_own_bookings(service: Service) -> None:
    scenario = await make_scenario(service.database)
    stranger = await make_scenario(service.database)
    await add_host(service.database)
    organisation = await service.caller()
    own = await service.caller(partner_id=scenario.partner)
    other = await service.caller(partner_id=stranger.partner)
    asynchronously = {"Prefer": "respond-async"}
    booking = (await own.post("/v1/bookings", json=scenario.booking(), headers=asynchronously)).json()
    path = f"/v1/bookings/{booking['id']}"

    starts_at, ends_at = scenario.booking(12)["starts_at"], scenario.booking(12)["ends_at"]
    move = {"starts_at": starts_at, "ends_at": ends_at, "agreed_by_both": True}
    for refused in (
        await other.get(path),
        await other.get(f"{path}/audit"),
        await other.post(f"{path}/cancel", json={"reason": "mischief"}),
        await other.patch(path, json=move, headers={"If-Match": "*"}),
    ):
        problem(refused, 404, "not-found")
    problem(await other.post("/v1/bookings", json=scenario.booking(14)), 422, "invalid-fields")
    assert (await other.get("/v1/bookings")).json()["items"] == []
    assert (await other.get("/v1/audit", params={"booking_id": booking["id"]})).json()["items"] == []
    assert [each["id"] for each in (await organisation.get("/v1/bookings")).json()["items"]] == [booking["id"]]
    assert (await own.get(path)).json() == booking


@pytest.mark.parametrize(
    ("method", "path", "scope"),
    [
        ("POST", "/v1/bookings", Scope.BOOKINGS_READ),
        ("GET", "/v1/bookings", Scope.BOOKINGS_WRITE),
        ("GET", "/v1/bookings/{id}", Scope.BOOKINGS_WRITE),
        ("PATCH", "/v1/bookings/{id}", Scope.BOOKINGS_READ),
        ("POST", "/v1/bookings/{id}/cancel", Scope.BOOKINGS_READ),
        ("GET", "/v1/bookings/{id}/audit", Scope.BOOKINGS_READ),
        ("GET", "/v1/audit", Scope.BOOKINGS_READ),
        ("POST", "/v1/hosts/sync", Scope.REGISTRY_READ),
    ],
)
async def test_a_key_without_the_scope_is_refused(service: Service, method: str, path: str, scope: Scope) -> None:
    caller = await service.caller(scope)
    path = path.format(id="00000000-0000-7000-8000-000000000000")

    problem(await caller.request(method, path, json={}), 403, "not-permitted")
