"""A coordinator's day: what needs somebody now, and the sessions of today and this week, in words."""

from datetime import datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from sqlalchemy import update

from app.access.models import Role, Scope
from app.bookings.models import Booking
from app.kit.clock import utc_now
from app.registry.evidence.models import Evidence
from tests.support.openapi import document, operations
from tests.support.scenario import LONDON, add_host, add_pairing, make_scenario, session_time
from tests.support.service import Service, problem

Json = dict[str, Any]
NAMED = {(name.split(" ")[0], each["operationId"]): each["summary"] for name, each in operations(document()).items()}


def lines(day: Json) -> list[Json]:
    return [*day["today"], *day["week"]]


def all_operations(day: Json) -> list[Json]:
    return [operation for each in (*day["needs"], *lines(day)) for operation in each["next_operations"]]


def needs(day: Json) -> list[tuple[str, str]]:
    return [(each["kind"], each["id"]) for each in day["needs"]]


async def test_a_coordinator_sees_the_day_the_week_and_what_needs_somebody(service: Service) -> None:
    scenario = await make_scenario(service.database)
    other = await add_pairing(service.database, scenario)
    for number in range(2):
        await add_host(service.database, f"host-{number}")
    coordinator = await service.caller()
    # In the evening a session waits for a coordinator.
    requests = scenario.booking(11), other.booking(19, outside_hours_reason=None)
    booked, waiting = [(await coordinator.post("/v1/bookings", json=each)).json() for each in requests]
    assert waiting["state"] == "awaiting_approval", waiting
    day = datetime.fromisoformat(session_time(11)[0]).astimezone(LONDON).date()
    async with service.database.transaction() as session:
        await session.exec(update(Evidence).values(valid_until=utc_now().date() + timedelta(days=9)))

    seen = (await coordinator.get("/v1/today", params={"on": str(day)})).json()

    assert [each["booking_id"] for each in seen["today"]] == [booked["id"], waiting["id"]]
    assert [each["booking_id"] for each in seen["week"]] == [booked["id"], waiting["id"]]
    first, second = seen["today"]
    assert (first["day"], first["time"]) == (f"{day:%A} {day.day} {day:%B %Y}", "11:00 to 12:00")
    assert first["names"] == {"mentor": "A mentor", "mentee": "A mentee"}
    assert second["state_in_words"] == "Waits for a coordinator's approval"
    assert needs(seen)[0] == ("approval", waiting["id"])
    ending = [each for each in seen["needs"] if each["kind"] == "evidence_ending"]
    assert {each["person"] for each in ending} >= {"A mentor", "A mentee", "Riverside Youth Trust"}
    # What can be done next is there under this name, and this key may do it.
    assert {(each["method"], each["operation"]): each["name"] for each in all_operations(seen)}.items() <= NAMED.items()
    approve = next(each for each in second["next_operations"] if each["operation"] == "approve_booking")
    assert approve["path"] == f"/v1/bookings/{waiting['id']}/approve"
    approved = await coordinator.post(
        approve["path"], json={"reason": "Agreed with both."}, headers={"If-Match": "*", "Prefer": "respond-async"}
    )
    assert approved.status_code == 202, approved.text
    later = (await coordinator.get("/v1/today", params={"on": str(day - timedelta(days=14))})).json()
    assert (later["today"], later["week"]) == ([], [])
    assert "approval" not in [kind for kind, _ in needs(later)]


async def test_today_is_where_the_programme_is(service: Service) -> None:
    scenario = await make_scenario(service.database)
    await add_host(service.database)
    coordinator = await service.caller()
    booked = (await coordinator.post("/v1/bookings", json=scenario.booking(10))).json()
    # Of two zones a day apart it is the same moment, and another day.
    for zone in ("Pacific/Kiritimati", "Pacific/Pago_Pago"):
        day = None
        while day != utc_now().astimezone(ZoneInfo(zone)).date():
            # Midnight may pass between: then once more.
            now = utc_now()
            day = now.astimezone(ZoneInfo(zone)).date()
            ends_at = now + timedelta(hours=1)
            async with service.database.transaction() as session:
                await session.exec(update(Booking).values(time_zone=zone, starts_at=now, ends_at=ends_at))
            seen = (await coordinator.get("/v1/today")).json()
        assert [each["booking_id"] for each in seen["today"]] == [booked["id"]], zone
        assert seen["today"][0]["time_zone"] == zone


async def test_what_a_key_may_not_read_or_do_is_not_in_its_day(service: Service) -> None:
    scenario = await make_scenario(service.database)
    await add_host(service.database)
    coordinator = await service.caller()
    await coordinator.post("/v1/bookings", json=scenario.booking(19))
    stranger = await make_scenario(service.database)
    front_end = await service.caller(Scope.BOOKINGS_READ, role=Role.FRONT_END)
    elsewhere = await service.caller(partner_id=str(stranger.partner))
    day = datetime.fromisoformat(session_time(19)[0]).astimezone(LONDON).date()

    seen = await front_end.get("/v1/today", params={"on": str(day)})
    theirs = (await elsewhere.get("/v1/today", params={"on": str(day)})).json()

    assert [each["kind"] for each in seen.json()["needs"]] == ["approval"]
    assert "A mentor" not in seen.text
    assert {each["operation"] for each in all_operations(seen.json())} == {"get_booking_decision"}
    assert (theirs["needs"], theirs["week"]) == ([], [])
    problem(await (await service.caller(Scope.REGISTRY_READ)).get("/v1/today"), 403, "not-permitted")
    problem(await coordinator.get("/v1/today", params={"on": "monday"}), 422, "invalid-fields")
