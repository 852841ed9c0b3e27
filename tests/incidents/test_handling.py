"""The life of an incident in the hands of people, and concerns that people report."""

from datetime import UTC, datetime, timedelta
from typing import Any
from uuid import UUID, uuid4

import pytest
from sqlalchemy import text
from sqlmodel import select

from app.access.models import Role, Scope
from app.audit.models import AuditEntry
from app.audit.origin import WORKER
from app.bookings.incidents import report_incident
from app.bookings.models import Booking
from app.incidents.models import Incident
from app.policy.incidents import IncidentKind
from tests.support.scenario import Scenario, add_host, make_scenario
from tests.support.service import Service, problem, version_of

SAID = "He asked for my private number."
NOON = datetime(2026, 11, 23, 12, tzinfo=UTC)


@pytest.fixture
async def scenario(service: Service) -> Scenario:
    await add_host(service.database)
    return await make_scenario(service.database)


async def booked(service: Service, scenario: Scenario) -> UUID:
    coordinator = await service.caller()
    response = await coordinator.post("/v1/bookings", json=scenario.booking(), headers={"Prefer": "wait=0"})
    assert response.status_code in {201, 202}, response.text
    return UUID(response.json()["id"])


async def noticed(service: Service, booking_id: UUID, kind: IncidentKind, **more: Any) -> Incident | None:
    async with service.database.transaction() as session:
        booking = await session.get_one(Booking, booking_id)
        said = {"summary": "Something was seen.", "remedy": "Look.", "details": {}, **more}
        return await report_incident(session, WORKER, booking, kind, **said)


async def trail(service: Service, action: str) -> list[AuditEntry]:
    async with service.database.transaction() as session:
        return list(await session.exec(select(AuditEntry).where(AuditEntry.action == action)))


async def test_an_incident_is_acknowledged_assigned_and_resolved_by_people_each_in_the_trail(
    service: Service, scenario: Scenario
) -> None:
    incident = await noticed(service, await booked(service, scenario), IncidentKind.STRANGER_INSIDE)
    assert incident is not None
    coordinator = await service.caller()
    path = f"/v1/incidents/{incident.id}"

    shown = (await coordinator.get(path)).json()
    assert (shown["state"], shown["severity"], shown["count"]) == ("open", "critical", 1)
    assert shown["programme_id"] == str(scenario.programme)
    assert shown["names"] == {"mentor": "A mentor", "mentee": "A mentee"}

    problem(await coordinator.patch(path, json={"assigned_to": "Dana"}), 428, "if-match-required")
    stale = await coordinator.patch(path, json={"assigned_to": "Dana"}, headers={"If-Match": '"99"'})
    problem(stale, 412, "changed-meanwhile")
    assigned = await coordinator.patch(path, json={"assigned_to": "Dana"}, headers={"If-Match": '"1"'})
    assert (assigned.json()["assigned_to"], version_of(assigned)) == ("Dana", 2)
    for _ in range(2):
        acknowledged = await coordinator.post(f"{path}/acknowledge")
        assert (acknowledged.json()["state"], version_of(acknowledged)) == ("acknowledged", 3)
    assert acknowledged.json()["acknowledged_by"] == str(service.keys[coordinator])
    resolved = await coordinator.post(f"{path}/resolve", json={"resolution": "Dana spoke with both."})
    assert (resolved.json()["state"], resolved.json()["resolution"]) == ("resolved", "Dana spoke with both.")
    problem(await coordinator.post(f"{path}/acknowledge"), 409, "wrong-state")
    problem(await coordinator.patch(path, json={"assigned_to": None}, headers={"If-Match": "*"}), 409, "wrong-state")

    for action in ("opened", "assigned", "acknowledged", "resolved"):
        (entry,) = await trail(service, f"incident.{action}")
        assert entry.subject_id == str(incident.id)
        assert "Dana" not in str(entry.after)


async def test_incidents_are_for_those_who_may_and_names_for_those_who_may_read_the_registry(
    service: Service, scenario: Scenario
) -> None:
    incident = await noticed(service, await booked(service, scenario), IncidentKind.HOST_MISSING)
    assert incident is not None
    other = await make_scenario(service.database)
    path = f"/v1/incidents/{incident.id}"
    front_end = await service.caller(Scope.INCIDENTS_WRITE, role=Role.FRONT_END)
    neighbour = await service.caller(partner_id=other.partner)
    auditor = await service.caller(Scope.AUDIT_READ)

    for verb, sub, body in (
        ("POST", "/acknowledge", None),
        ("PATCH", "", {"assigned_to": "Me"}),
        ("POST", "/resolve", {"resolution": "Nothing to see."}),
    ):
        headers = {"If-Match": "*"}
        refused = await front_end.request(verb, path + sub, json=body, headers=headers)
        problem(refused, 403, "not-permitted")
        problem(await auditor.request(verb, path + sub, json=body, headers=headers), 403, "not-permitted")
        problem(await neighbour.request(verb, path + sub, json=body, headers=headers), 404, "not-found")
    problem(await neighbour.get(path), 404, "not-found")
    assert (await auditor.get(path)).json()["names"] is None
    assert (await neighbour.get("/v1/incidents")).json()["items"] == []


async def test_incidents_are_found_by_what_they_are_and_who_looks_after_them(
    service: Service, scenario: Scenario
) -> None:
    coordinator = await service.caller()
    booking = await booked(service, scenario)
    missing = await noticed(service, booking, IncidentKind.HOST_MISSING)
    loosened = await noticed(service, booking, IncidentKind.SETTINGS_LOOSENED)
    assert missing is not None
    assert loosened is not None
    path = f"/v1/incidents/{loosened.id}"
    await coordinator.patch(path, json={"assigned_to": "Duty desk"}, headers={"If-Match": "*"})

    async def found(**params: str) -> set[str]:
        answer = await coordinator.get("/v1/incidents", params=params)
        assert answer.status_code == 200, answer.text
        return {each["id"] for each in answer.json()["items"]}

    both, one, other = {str(missing.id), str(loosened.id)}, {str(missing.id)}, {str(loosened.id)}
    assert await found(programme_id=str(scenario.programme), partner_id=str(scenario.partner)) == both
    assert await found(programme_id=str(uuid4())) == await found(partner_id=str(uuid4())) == set()
    assert await found(severity="medium") == await found(kind="host_missing") == one
    assert (
        await found(severity="high") == await found(assigned_to="Duty desk") == await found(is_assigned="true") == other
    )
    assert await found(is_assigned="false") == one
    await coordinator.post(f"{path}/acknowledge")
    assert (await found(state="open"), await found(state="acknowledged")) == (one, other)
    await coordinator.post(f"{path}/resolve", json={"resolution": "It was us."})
    assert (await found(state="resolved"), await found(is_open="true")) == (other, one)


async def test_what_is_seen_again_is_merged_and_what_was_resolved_is_not_told_again(
    service: Service, scenario: Scenario
) -> None:
    booking = await booked(service, scenario)
    times = [NOON + timedelta(minutes=each) for each in range(4)]

    async def seen(*moments: datetime, subject: str = "guest-1") -> Incident | None:
        return await noticed(service, booking, IncidentKind.SCREEN_SHARED, seen=moments, subject=subject)

    first = await seen(times[0])
    again = await seen(times[2], times[0])
    late = await seen(times[1], times[0], times[2])
    repeated = await seen(*times[:3])
    other = await seen(times[0], subject="guest-2")
    assert first is not None
    assert again is not None
    assert late is not None
    assert repeated is not None
    assert other is not None
    assert {each.id for each in (first, again, late, repeated)} == {first.id}
    assert other.id != first.id
    assert (repeated.count, repeated.last_seen_at) == (3, times[2])
    assert repeated.version == late.version

    coordinator = await service.caller()
    await coordinator.post(f"/v1/incidents/{first.id}/resolve", json={"resolution": "It was the agenda."})
    assert await seen(*times[:3]) is None
    anew = await seen(*times)
    assert anew is not None
    assert (anew.id != first.id, anew.count) == (True, 1)


async def test_a_concern_is_taken_in_once_stored_encrypted_and_read_by_few(
    service: Service, scenario: Scenario, caplog: pytest.LogCaptureFixture
) -> None:
    booking = await booked(service, scenario)
    path = f"/v1/bookings/{booking}/concerns"
    website = await service.caller(Scope.BOOKINGS_WRITE, role=Role.FRONT_END)
    body = {"reported_by": "mentee", "text": SAID}
    key = {"Idempotency-Key": "concern-1"}

    first, again = await website.post(path, json=body, headers=key), await website.post(path, json=body, headers=key)
    second = await website.post(path, json=body)

    assert (first.status_code, again.json()) == (201, first.json())
    assert set(first.json()) == {"id", "booking_id", "received_at"}
    assert second.json()["id"] != first.json()["id"]
    coordinator = await service.caller()
    listed = (await coordinator.get("/v1/incidents", params={"kind": "concern"})).json()["items"]
    assert [each["severity"] for each in listed] == ["critical", "critical"]
    assert SAID not in str(listed)
    report = f"/v1/incidents/{first.json()['id']}/report"
    read = await coordinator.get(report)
    assert (read.json()["text"], read.headers["Cache-Control"]) == (SAID, "no-store")
    (entry,) = await trail(service, "incident.report_read")
    assert entry.actor == str(service.keys[coordinator])

    for caller in (await service.caller(Scope.INCIDENTS_WRITE), await service.caller(Scope.REGISTRY_READ)):
        problem(await caller.get(report), 403, "not-permitted")
    neighbour = await service.caller(partner_id=(await make_scenario(service.database)).partner)
    problem(await neighbour.get(report), 404, "not-found")
    problem(await neighbour.post(path, json=body), 404, "not-found")
    problem(await (await service.caller(Scope.BOOKINGS_READ)).post(path, json=body), 403, "not-permitted")
    problem(await website.post(path, json={"reported_by": "mentee", "text": ""}), 422, "invalid-fields")

    assert SAID not in caplog.text
    async with service.database.transaction() as session:
        connection = await session.connection()
        for rows in (
            "SELECT incident::text FROM incident",
            "SELECT audit_entry::text FROM audit_entry",
            "SELECT idempotency_record::text FROM idempotency_record",
        ):
            kept = (await connection.execute(text(rows))).scalars().all()
            assert kept
            assert SAID not in "".join(kept)
    # Nothing closes it but a person: not even the end of its session.
    cancelled = await coordinator.post(f"/v1/bookings/{booking}/cancel", json={"reason": "They do not go on."})
    assert cancelled.status_code == 200
    open_ones = await coordinator.get("/v1/incidents", params={"kind": "concern", "is_open": "true"})
    assert len(open_ones.json()["items"]) == 2
    assert (await website.post(path, json=body)).status_code == 201
