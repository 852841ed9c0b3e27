"""Bookings whose facts change after they were allowed."""

from datetime import datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

import httpx
import pytest
from sqlmodel import select

from app.access.models import Scope
from app.bookings.models import Booking, DecisionRecord
from app.bookings.review import decide_next
from app.bookings.states import BookingState
from app.kit.clock import utc_now
from app.policy.evidence import EvidenceKind
from app.provisioning.timers import every_minute
from app.registry.evidence.models import Evidence
from app.registry.programmes.models import Programme
from tests.support.scenario import CONSENT, Scenario, add_host, make_scenario, shorter
from tests.support.service import Service, problem
from tests.support.zoom import System, eventually

LONDON = ZoneInfo("Europe/London")


async def booked(system: System, scenario: Scenario, hour: int = 10, **more: Any) -> dict[str, Any]:
    coordinator = await system.caller()
    response = await coordinator.post("/v1/bookings", json=scenario.booking(hour, **more))
    assert response.status_code == 201, response.text
    booking: dict[str, Any] = response.json()
    return booking


async def becomes(client: httpx.AsyncClient, booking: dict[str, Any], state: str) -> dict[str, Any]:
    async def look() -> dict[str, Any] | None:
        now: dict[str, Any] = (await client.get(f"/v1/bookings/{booking['id']}")).json()
        return now if now["state"] == state else None

    return await eventually(look)


async def consent_of(system: System, person: object) -> Evidence:
    async with system.database.transaction() as session:
        query = select(Evidence).where(
            Evidence.person_id == person, Evidence.kind == EvidenceKind.VIRTUAL_MEETING_CONSENT
        )
        return (await session.exec(query)).one()


async def test_consent_withdrawn_removes_the_meeting_at_once_and_consent_given_again_makes_it_again(
    system: System,
) -> None:
    scenario = await make_scenario(system.database)
    booking = await booked(system, scenario)
    coordinator = await system.caller()
    consent = await consent_of(system, scenario.mentee)

    withdrawn = await coordinator.post(
        f"/v1/evidence/{consent.id}/withdraw", json={"reason": "The mentee changed their mind."}
    )
    assert withdrawn.status_code == 200, withdrawn.text
    suspended = await becomes(coordinator, booking, "suspended")

    assert suspended["meeting"] is None

    async def gone() -> bool:
        return await system.zoom.meetings() == []

    await eventually(gone, within=5)
    (incident,) = (await coordinator.get("/v1/incidents", params={"is_open": True})).json()["items"]
    assert (incident["kind"], incident["booking_id"]) == ("booking_suspended", booking["id"])
    assert incident["details"]["rules"] == ["consent.virtual"]
    assert "has been withdrawn" in incident["summary"]
    assert "coordinator" in incident["remedy"]
    explained = (await coordinator.get(f"/v1/bookings/{booking['id']}/decision")).json()
    assert explained["outcome"] == "deny"

    given = {
        **CONSENT,
        "person_id": str(scenario.mentee),
        "valid_from": utc_now().date().isoformat(),
    }
    assert (await coordinator.post("/v1/evidence", json=given)).status_code == 201
    again = await becomes(coordinator, booking, "confirmed")

    (meeting,) = await system.zoom.meetings()
    assert again["meeting"]["zoom_meeting_id"] == meeting["id"] != booking["meeting"]["zoom_meeting_id"]
    assert again["starts_at"] == booking["starts_at"]
    resolved = (await coordinator.get(f"/v1/incidents/{incident['id']}")).json()
    assert resolved["resolved_at"]
    assert resolved["resolved_by"] is None


async def test_a_consent_withdrawn_is_one_incident_for_all_sessions_that_it_suspends(system: System) -> None:
    scenario = await make_scenario(system.database)
    coordinator = await system.caller()
    bookings = []
    for days_ahead in (10, 17, 24):
        answer = await coordinator.post("/v1/bookings", json=scenario.booking(days_ahead=days_ahead))
        assert answer.status_code == 201, answer.text
        bookings.append(answer.json())
    consent = await consent_of(system, scenario.mentor)

    await coordinator.post(f"/v1/evidence/{consent.id}/withdraw", json={"reason": "On leave."})
    for booking in bookings:
        await becomes(coordinator, booking, "suspended")

    (incident,) = (await coordinator.get("/v1/incidents", params={"kind": "booking_suspended"})).json()["items"]
    ids = [booking["id"] for booking in bookings]
    assert sorted(incident["details"]["bookings"]) == sorted(ids)
    assert incident["count"] == len(ids)
    for booking_id in ids:
        found = (await coordinator.get("/v1/incidents", params={"booking_id": booking_id})).json()["items"]
        assert [each["id"] for each in found] == [incident["id"]]
    await coordinator.post(f"/v1/bookings/{ids[0]}/cancel", json={"reason": "They meet later."})
    smaller = (await coordinator.get(f"/v1/incidents/{incident['id']}")).json()
    assert (sorted(smaller["details"]["bookings"]), smaller["state"]) == (sorted(ids[1:]), "open")
    given = {**CONSENT, "person_id": str(scenario.mentor), "valid_from": utc_now().date().isoformat()}
    assert (await coordinator.post("/v1/evidence", json=given)).status_code == 201
    for booking in bookings[1:]:
        await becomes(coordinator, booking, "confirmed")
    assert (await coordinator.get(f"/v1/incidents/{incident['id']}")).json()["state"] == "resolved"


async def test_the_time_stays_reserved_while_a_session_is_suspended(system: System) -> None:
    scenario = await make_scenario(system.database)
    booking = await booked(system, scenario)
    coordinator = await system.caller()
    consent = await consent_of(system, scenario.mentor)
    await coordinator.post(f"/v1/evidence/{consent.id}/withdraw", json={"reason": "On leave."})
    await becomes(coordinator, booking, "suspended")
    given = {**CONSENT, "person_id": str(scenario.mentor), "valid_from": "2024-01-01"}
    async with system.database.transaction() as session:
        # Nobody has looked yet: the consent is there again, and the session is still suspended.
        (await session.exec(select(Booking))).one().next_decision_at = None
    check = await coordinator.post("/v1/checks", json=scenario.booking(10))
    assert "schedule.clash" in denying(check.json()["sessions"][0])

    assert (await coordinator.post("/v1/evidence", json=given)).status_code == 201

    await becomes(coordinator, booking, "confirmed")


async def test_a_new_version_of_the_policy_decides_about_what_is_booked(system: System) -> None:
    scenario = await make_scenario(system.database)
    booking = await booked(system, scenario)
    coordinator = await system.caller()
    document = (await coordinator.get(f"/v1/programmes/{scenario.programme}/policy")).json()["document"]
    stricter = document | {"rules": document["rules"] | {"plan.duration": shorter(document)}}

    changed = await coordinator.put(
        f"/v1/programmes/{scenario.programme}/policy", json=stricter, headers={"If-Match": "*"}
    )

    assert changed.status_code == 200, changed.text
    suspended = await becomes(coordinator, booking, "suspended")
    assert suspended["decision"]["policy_version"] == 2
    assert "plan.duration" in denying(suspended["decision"])
    back = await coordinator.put(
        f"/v1/programmes/{scenario.programme}/policy",
        json=document | {"confirm_loosening": True},
        headers={"If-Match": "*"},
    )
    await system.confirm(back)
    assert (await becomes(coordinator, booking, "confirmed"))["decision"]["policy_version"] == 3


async def test_the_sessions_of_a_pairing_end_with_it(system: System) -> None:
    scenario = await make_scenario(system.database)
    booking = await booked(system, scenario)
    coordinator = await system.caller()
    path = f"/v1/pairings/{scenario.pairing}"

    assert (await coordinator.patch(path, json={"active": False}, headers={"If-Match": "*"})).status_code == 200

    suspended = await becomes(coordinator, booking, "suspended")
    assert denying(suspended["decision"]) == {"pairing.active"}
    await system.confirm(await coordinator.patch(path, json={"active": True}, headers={"If-Match": "*"}))
    await becomes(coordinator, booking, "confirmed")


async def test_a_safer_policy_makes_a_confirmed_meeting_safer(system: System) -> None:
    scenario = await make_scenario(system.database)
    booking = await booked(system, scenario)
    coordinator = await system.caller()

    changed = await coordinator.put(
        f"/v1/partners/{scenario.partner}/guidance",
        json={"safety": {"meeting.audio": "computer-only"}},
        headers={"If-Match": "*"},
    )

    assert changed.status_code == 200, changed.text

    async def tighter() -> bool:
        (meeting,) = await system.zoom.meetings()
        return bool(meeting["settings"]["audio"] == "voip")

    await eventually(tighter)
    again = await becomes(coordinator, booking, "confirmed")
    assert again["meeting"]["zoom_meeting_id"] == booking["meeting"]["zoom_meeting_id"]


async def test_an_approval_that_becomes_necessary_takes_the_meeting_back_until_it_is_given(system: System) -> None:
    scenario = await make_scenario(system.database)
    body = scenario.booking(19, outside_hours_reason="The mentee works during the day.")
    coordinator = await system.caller()
    booking = (await coordinator.post("/v1/bookings", json=body)).json()
    assert booking["state"] == "confirmed"
    document = (await coordinator.get(f"/v1/programmes/{scenario.programme}/policy")).json()["document"]
    hours = document["rules"]["schedule.working-hours"]
    strict = hours | {"parameters": hours["parameters"] | {"reason_replaces_approval": False}}

    await coordinator.put(
        f"/v1/programmes/{scenario.programme}/policy",
        json=document | {"rules": document["rules"] | {"schedule.working-hours": strict}},
        headers={"If-Match": "*"},
    )

    await becomes(coordinator, booking, "awaiting_approval")

    async def gone() -> bool:
        return await system.zoom.meetings() == []

    await eventually(gone)
    approved = await coordinator.post(f"/v1/bookings/{booking['id']}/approve", json={"reason": "It is fine."})
    assert approved.json()["state"] == "confirmed", approved.text


async def test_without_any_event_the_rules_look_again_daily_and_a_day_and_an_hour_before(service: Service) -> None:
    scenario = await make_scenario(service.database)
    await add_host(service.database)
    coordinator = await service.caller()
    now = utc_now()
    body = scenario.booking(10)
    await coordinator.post("/v1/bookings", json=body, headers={"Prefer": "respond-async"})

    async def next_look(starts_in: timedelta) -> timedelta | None:
        async with service.database.transaction() as session:
            row = (await session.exec(select(Booking))).one()
            length = row.ends_at - row.starts_at
            row.starts_at, row.ends_at = now + starts_in, now + starts_in + length
            row.next_decision_at = now
        await decide_next(service.database)
        async with service.database.transaction() as session:
            row = (await session.exec(select(Booking))).one()
            return row.next_decision_at - now if row.next_decision_at else None

    minute = timedelta(minutes=1)
    assert await next_look(timedelta(days=5)) == pytest.approx(timedelta(days=1), abs=minute)
    assert await next_look(timedelta(hours=30)) == pytest.approx(timedelta(hours=6), abs=minute)
    assert await next_look(timedelta(hours=24)) == pytest.approx(timedelta(hours=23), abs=minute)
    assert await next_look(timedelta(minutes=90)) == pytest.approx(timedelta(minutes=30), abs=minute)
    assert await next_look(timedelta(minutes=30)) is None


async def test_a_decision_that_says_the_same_is_not_written_down_again(service: Service) -> None:
    scenario = await make_scenario(service.database)
    await add_host(service.database)
    coordinator = await service.caller()
    await coordinator.post("/v1/bookings", json=scenario.booking(10), headers={"Prefer": "respond-async"})
    async with service.database.transaction() as session:
        (await session.exec(select(Booking))).one().next_decision_at = utc_now()

    await decide_next(service.database)

    async with service.database.transaction() as session:
        assert len((await session.exec(select(DecisionRecord))).all()) == 1


async def test_a_booking_that_cannot_be_decided_does_not_stop_the_others(service: Service) -> None:
    broken, sound = await make_scenario(service.database), await make_scenario(service.database)
    await add_host(service.database, "host-1")
    await add_host(service.database, "host-2")
    coordinator = await service.caller()
    for scenario in (broken, sound):
        await coordinator.post("/v1/bookings", json=scenario.booking(10), headers={"Prefer": "respond-async"})
    async with service.database.transaction() as session:
        (await session.get_one(Programme, broken.programme)).time_zone = "Nowhere/At-All"
        for row in (await session.exec(select(Booking))).all():
            row.next_decision_at = utc_now() - timedelta(minutes=row.pairing_id != sound.pairing)

    await decide_next(service.database)

    async with service.database.transaction() as session:
        rows = {row.pairing_id: row for row in (await session.exec(select(Booking))).all()}
    looks_at_sound, looks_at_broken = (rows[each.pairing].next_decision_at for each in (sound, broken))
    assert looks_at_sound is not None
    assert looks_at_broken is not None
    assert looks_at_sound > utc_now() + timedelta(hours=1)
    assert utc_now() < looks_at_broken < utc_now() + timedelta(minutes=6)


async def test_evidence_that_ends_before_the_day_of_the_session_suspends_it(system: System) -> None:
    scenario = await make_scenario(system.database)
    booking = await booked(system, scenario)
    coordinator = await system.caller()
    day = datetime.fromisoformat(booking["starts_at"]).astimezone(LONDON).date()
    async with system.database.transaction() as session:
        consent = await session.get_one(Evidence, (await consent_of(system, scenario.mentee)).id)
        consent.valid_until = day - timedelta(days=1)
        (await session.exec(select(Booking))).one().next_decision_at = utc_now()

    await decide_next(system.database)

    suspended = await becomes(coordinator, booking, "suspended")
    assert "ends before the day" in str(suspended["decision"]["findings"])


async def test_a_suspended_session_may_be_moved_to_a_day_on_which_it_is_allowed(system: System) -> None:
    scenario = await make_scenario(system.database)
    booking = await booked(system, scenario, days_ahead=14)
    coordinator = await system.caller()
    day = datetime.fromisoformat(booking["starts_at"]).astimezone(LONDON).date()
    async with system.database.transaction() as session:
        consent = await session.get_one(Evidence, (await consent_of(system, scenario.mentee)).id)
        consent.valid_until = day - timedelta(days=1)
        (await session.exec(select(Booking))).one().next_decision_at = utc_now()
    await decide_next(system.database)
    await becomes(coordinator, booking, "suspended")
    sooner = {key: value for key, value in scenario.booking(10, days_ahead=5).items() if key != "pairing_id"}

    moved = await coordinator.patch(f"/v1/bookings/{booking['id']}", json=sooner, headers={"If-Match": "*"})

    assert moved.json()["state"] == "confirmed", moved.text
    assert (await coordinator.get("/v1/incidents", params={"is_open": True})).json()["items"] == []


async def test_a_suspended_session_whose_time_passes_was_not_held(service: Service) -> None:
    scenario = await make_scenario(service.database)
    await add_host(service.database)
    coordinator = await service.caller()
    created = await coordinator.post("/v1/bookings", json=scenario.booking(10), headers={"Prefer": "respond-async"})
    async with service.database.transaction() as session:
        row = (await session.exec(select(Booking))).one()
        row.starts_at, row.ends_at = utc_now() - timedelta(hours=3), utc_now() - timedelta(hours=2)
        row.state = BookingState.SUSPENDED

    await every_minute(service.database, service.settings)

    shown = (await coordinator.get(f"/v1/bookings/{created.json()['id']}")).json()
    assert shown["state"] == "not_held"


async def test_incidents_are_resolved_once_by_who_may_and_seen_by_nobody_else(system: System) -> None:
    scenario, elsewhere = await make_scenario(system.database), await make_scenario(system.database)
    booking = await booked(system, scenario)
    coordinator = await system.caller()
    consent = await consent_of(system, scenario.mentor)
    await coordinator.post(f"/v1/evidence/{consent.id}/withdraw", json={"reason": "On leave."})
    await becomes(coordinator, booking, "suspended")
    (incident,) = (await coordinator.get("/v1/incidents")).json()["items"]
    path = f"/v1/incidents/{incident['id']}"
    how = {"resolution": "We spoke with the mentor, who is on leave until May."}
    nobody = await system.anonymous()
    stranger = await system.caller(partner_id=elsewhere.partner)
    auditor = await system.caller(Scope.AUDIT_READ)
    writer = await system.caller(Scope.BOOKINGS_WRITE)

    problem(await nobody.get("/v1/incidents"), 401, "not-authenticated")
    problem(await nobody.get(path), 401, "not-authenticated")
    problem(await nobody.post(f"{path}/resolve", json=how), 401, "not-authenticated")
    problem(await writer.get(path), 403, "not-permitted")
    problem(await auditor.post(f"{path}/resolve", json=how), 403, "not-permitted")
    assert (await auditor.get(path)).json()["id"] == incident["id"]
    assert (await stranger.get("/v1/incidents")).json()["items"] == []
    problem(await stranger.get(path), 404, "not-found")
    problem(await stranger.post(f"{path}/resolve", json=how), 404, "not-found")
    resolved = await coordinator.post(f"{path}/resolve", json=how)
    assert resolved.json()["resolution"] == how["resolution"]
    assert resolved.json()["resolved_by"] == str(system.keys[coordinator])
    problem(await coordinator.post(f"{path}/resolve", json=how), 409, "wrong-state")
    assert how["resolution"] not in str(await system.audit(booking["id"]))
    assert (await coordinator.get(f"/v1/bookings/{booking['id']}")).json()["state"] == "suspended"


def denying(decision: dict[str, Any]) -> set[str]:
    return {each["code"] for each in decision["findings"] if each["outcome"] == "deny"}
