"""Asking without booking, wishes, phone sessions, and explaining a decision."""

from datetime import datetime, timedelta
from typing import Any

import pytest
from sqlmodel import select

from app.access.models import Role, Scope
from app.bookings.models import Booking, DecisionRecord, Reservation
from app.kit.clock import utc_now
from app.policy import SafetyProfile
from app.registry.partners.models import Partner
from tests.support.scenario import add_host, make_scenario
from tests.support.service import Service, problem
from tests.support.zoom import System

ASYNC = {"Prefer": "respond-async"}


def outcomes(session: dict[str, Any]) -> dict[str, str]:
    return {each["code"]: each["outcome"] for each in session["findings"]}


async def test_a_check_answers_what_booking_would_and_leaves_nothing_but_a_line_in_the_trail(service: Service) -> None:
    scenario = await make_scenario(service.database)
    await add_host(service.database)
    coordinator = await service.caller()

    checked = await coordinator.post("/v1/checks", json=scenario.booking(19))

    assert checked.status_code == 200, checked.text
    body = checked.json()
    assert body["outcome"] == "approve"
    (session,) = body["sessions"]
    assert outcomes(session)["schedule.working-hours"] == "approve"
    assert SafetyProfile(session["safety"]).is_at_least_as_tight_as(SafetyProfile.baseline())
    async with service.database.transaction() as rows:
        for table in (Booking, Reservation, DecisionRecord):
            assert (await rows.exec(select(table))).all() == []
    trail = (await coordinator.get("/v1/audit", params={"action": "booking.checked"})).json()["items"]
    assert [entry["after"]["decisions"] for entry in trail] == [[session["digest"]]]
    booked = await coordinator.post("/v1/bookings", json=scenario.booking(19), headers=ASYNC)
    assert outcomes(booked.json()["decision"]) == outcomes(session)


async def test_a_check_of_a_series_decides_each_session_as_if_those_before_were_booked(service: Service) -> None:
    scenario = await make_scenario(service.database, pack_name="mentor247")
    await add_host(service.database)
    coordinator = await service.caller()
    first = scenario.booking(10)

    checked = await coordinator.post("/v1/checks/series", json=first | {"sessions": 4})

    assert checked.status_code == 200, checked.text
    sessions = checked.json()["sessions"]
    assert checked.json()["outcome"] == "deny"
    assert [outcomes(each)["plan.count"] for each in sessions] == ["pass", "pass", "pass", "deny"]
    async with service.database.transaction() as rows:
        for table in (Booking, Reservation, DecisionRecord):
            assert (await rows.exec(select(table))).all() == []


@pytest.mark.parametrize("path", ["/v1/checks", "/v1/checks/series"])
async def test_who_may_not_book_may_not_ask(service: Service, path: str) -> None:
    scenario, elsewhere = await make_scenario(service.database), await make_scenario(service.database)
    body = scenario.booking(10) | ({"sessions": 2} if path.endswith("series") else {})
    nobody = await service.anonymous()
    reader = await service.caller(Scope.BOOKINGS_READ)
    stranger = await service.caller(partner_id=elsewhere.partner)

    problem(await nobody.post(path, json=body), 401, "not-authenticated")
    problem(await reader.post(path, json=body), 403, "not-permitted")
    problem(await stranger.post(path, json=body), 422, "invalid-fields")


async def test_a_wish_for_a_safer_meeting_is_granted_and_proven(system: System) -> None:
    scenario = await make_scenario(system.database)
    coordinator = await system.caller()
    body = scenario.booking(10, safety={"meeting.audio": "computer-only", "meeting.screen-share": "nobody"})

    booking = (await coordinator.post("/v1/bookings", json=body)).json()

    assert booking["state"] == "confirmed", booking
    required = {row["code"]: row["required"] for row in booking["meeting"]["safety"]}
    assert (required["meeting.audio"], required["meeting.screen-share"]) == ("computer-only", "nobody")
    (meeting,) = await system.zoom.meetings()
    assert meeting["settings"]["audio"] == "voip"


@pytest.mark.parametrize(
    "wish", [{"meeting.waiting-room": "off"}, {"meeting.audio": "computer-and-telephone"}], ids=["floor", "guidance"]
)
async def test_a_wish_for_something_looser_is_refused_with_a_finding(service: Service, wish: dict[str, str]) -> None:
    scenario = await make_scenario(service.database)
    await add_host(service.database)
    async with service.database.transaction() as session:
        partner = await session.get_one(Partner, scenario.partner)
        partner.guidance = {"rules": {}, "safety": {"meeting.audio": "computer-only"}}
    coordinator = await service.caller()

    refused = problem(await coordinator.post("/v1/bookings", json=scenario.booking(10, safety=wish)), 422, "denied")

    (finding,) = [each for each in refused["findings"] if each["outcome"] == "deny"]
    assert (finding["code"], finding["facts"]["asked"]) == ("safety.wishes", wish)


async def test_a_wish_that_names_no_setting_is_an_invalid_field(service: Service) -> None:
    scenario = await make_scenario(service.database)
    coordinator = await service.caller()
    body = scenario.booking(10, safety={"meeting.balloons": "on"})

    refused = problem(await coordinator.post("/v1/bookings", json=body), 422, "invalid-fields")

    assert [each["field"] for each in refused["errors"]] == ["safety"]
    assert "no such setting" in refused["errors"][0]["message"]


async def test_a_partners_guidance_tightens_the_rules_of_every_programme(service: Service) -> None:
    scenario = await make_scenario(service.database)
    await add_host(service.database)
    coordinator = await service.caller()
    guidance = {"rules": {"schedule.notice": {"parameters": {"hours": 24 * 14}}}}
    changed = await coordinator.put(
        f"/v1/partners/{scenario.partner}/guidance", json=guidance, headers={"If-Match": "*"}
    )
    assert changed.status_code == 200, changed.text
    front_end = await service.caller(Scope.BOOKINGS_WRITE, role=Role.FRONT_END)

    refused = problem(await front_end.post("/v1/bookings", json=scenario.booking(10)), 422, "denied")

    assert {each["code"] for each in refused["findings"] if each["outcome"] == "deny"} == {"schedule.notice"}


async def test_a_phone_session_has_all_of_a_booking_but_a_meeting(system: System) -> None:
    scenario = await make_scenario(system.database)
    coordinator = await system.caller()

    created = await coordinator.post("/v1/bookings", json=scenario.booking(10, modality="phone"))

    assert created.status_code == 201, created.text
    booking = created.json()
    assert (booking["state"], booking["meeting"]) == ("confirmed", None)
    assert outcomes(booking["decision"])["consent.virtual"] == "pass"
    problem(await coordinator.post("/v1/bookings", json=scenario.booking(10)), 409, "clash")
    later = {key: value for key, value in scenario.booking(15).items() if key != "pairing_id"}
    moved = await coordinator.patch(f"/v1/bookings/{booking['id']}", json=later, headers={"If-Match": "*"})
    assert moved.json()["state"] == "confirmed", moved.text
    assert await system.zoom.calls("create_meeting") == 0
    async with system.database.transaction() as session:
        row = (await session.exec(select(Booking))).one()
        row.starts_at, row.ends_at = utc_now() - timedelta(hours=2), utc_now() - timedelta(hours=1)
    await system.a_minute_passes()
    assert (await coordinator.get(f"/v1/bookings/{booking['id']}")).json()["state"] == "completed"
    actions = [entry["action"] for entry in await system.audit(booking["id"])]
    assert actions == ["booking.requested", "booking.moved", "booking.completed"]


async def test_a_programme_without_phone_sessions_refuses_one(service: Service) -> None:
    scenario = await make_scenario(service.database, pack_name="the-brokerage")
    coordinator = await service.caller()

    refused = problem(
        await coordinator.post("/v1/bookings", json=scenario.booking(10, modality="phone")), 422, "denied"
    )

    assert {each["code"] for each in refused["findings"] if each["outcome"] == "deny"} == {"modality.allowed"}


async def test_a_wish_about_zoom_is_refused_for_a_phone_session_and_not_left_out(service: Service) -> None:
    scenario = await make_scenario(service.database)
    coordinator = await service.caller()
    body = scenario.booking(10, modality="phone", safety={"meeting.passcode": "10"})

    refused = problem(await coordinator.post("/v1/bookings", json=body), 422, "denied")

    assert {each["code"] for each in refused["findings"] if each["outcome"] == "deny"} == {"safety.wishes"}


async def test_a_decision_is_explained_with_every_fact_and_without_anybodys_name(service: Service) -> None:
    scenario, elsewhere = await make_scenario(service.database), await make_scenario(service.database)
    await add_host(service.database)
    coordinator = await service.caller()
    booking = (await coordinator.post("/v1/bookings", json=scenario.booking(10), headers=ASYNC)).json()
    path = f"/v1/bookings/{booking['id']}/decision"

    explained = await coordinator.get(path)

    assert explained.status_code == 200, explained.text
    body = explained.json()
    assert (body["digest"], body["booking_id"]) == (booking["decision"]["digest"], booking["id"])
    assert datetime.fromisoformat(body["facts"]["session"]["starts_at"]) == datetime.fromisoformat(booking["starts_at"])
    for secret in ("A mentor", "A mentee", "2000-01-01", "@"):
        assert secret not in explained.text
    front_end = await service.caller(Scope.BOOKINGS_READ)
    neutral = (await front_end.get(path)).json()
    about_the_session = [each for each in body["findings"] if each["code"].startswith(("schedule.", "plan."))]
    assert neutral == body | {"facts": None, "findings": neutral["findings"]}
    assert about_the_session
    assert all(each in neutral["findings"] for each in about_the_session)
    assert {each["code"] for each in neutral["findings"]} & {"consent.virtual", "partner.written-consent"} == set()
    nobody = await service.anonymous()
    stranger = await service.caller(partner_id=elsewhere.partner)
    writer = await service.caller(Scope.BOOKINGS_WRITE)
    problem(await nobody.get(path), 401, "not-authenticated")
    problem(await writer.get(path), 403, "not-permitted")
    problem(await stranger.get(path), 404, "not-found")
