"""A booking's answer is what a website shows; the rest comes with `expand`, and nothing where nothing has changed."""

from datetime import timedelta
from typing import Any

import pytest

from app.access.models import Role, Scope
from app.kit.clock import utc_now
from app.registry.pairings.models import Pairing
from app.registry.partners.models import Partner
from tests.support.scenario import Scenario, add_host, make_scenario
from tests.support.service import EVERY_PART, Service, problem
from tests.support.zoom import System

WEBSITE = (Scope.BOOKINGS_WRITE, Scope.BOOKINGS_READ)
OF_PARTS = {
    "decision": ("decision",),
    "safety": (),
    "approval": (),
    "move": (),
    "request": ("agreed_by_both", "outside_hours_reason", "wishes"),
}
DESK = {"name": "Riverside's coordinators", "email": "desk@example.org"}
ASYNC = {"Prefer": "respond-async"}


async def website(service: Service, scenario: Scenario, *more: Scope) -> Any:
    return await service.caller(*WEBSITE, *more, role=Role.FRONT_END, partner_id=scenario.partner, expands=False)


async def test_a_booking_is_answered_in_short_and_a_part_on_request(system: System) -> None:
    scenario = await make_scenario(system.database)
    caller = await website(system, scenario, Scope.LINKS_READ)

    created = await caller.post("/v1/bookings", json=scenario.booking(10), headers={"Prefer": "wait=20"})

    booking = created.json()
    assert (created.status_code, booking["state"]) == (201, "confirmed"), created.text
    assert booking["meeting"]["join_url"]
    assert len(created.content) < 1500
    path = f"/v1/bookings/{booking['id']}"
    short, listed = await caller.get(path), await caller.get("/v1/bookings")
    assert listed.json()["items"] == [short.json()]
    assert short.json().keys() == booking.keys()
    whole = (await caller.get(path, params={"expand": EVERY_PART})).json()
    for part, fields in OF_PARTS.items():
        asked = await caller.get(path, params={"expand": part})
        (in_list,) = (await caller.get("/v1/bookings", params={"expand": part})).json()["items"]
        assert in_list == asked.json()
        assert asked.json().keys() - booking.keys() == {*fields}
        assert all(asked.json()[field] == whole[field] for field in fields)
    assert "safety" not in short.json()["meeting"]
    assert whole["meeting"]["safety"]
    assert whole["decision"]["findings"]


async def test_an_approval_and_a_move_say_until_when_in_short_and_who_on_request(service: Service) -> None:
    scenario = await make_scenario(service.database)
    await add_host(service.database)
    caller = await website(service, scenario)

    waiting = (await caller.post("/v1/bookings", json=scenario.booking(19), headers=ASYNC)).json()
    booked = (await caller.post("/v1/bookings", json=scenario.booking(10), headers=ASYNC)).json()
    evening = {name: each for name, each in scenario.booking(19, days_ahead=14).items() if name != "pairing_id"}
    path = f"/v1/bookings/{booked['id']}"
    moved = (await caller.patch(path, json=evening, headers={**ASYNC, "If-Match": "*"})).json()

    assert waiting["approval"].keys() == {"expires_at", "decided_at"}
    assert moved["move"].keys() == {"state", "starts_at", "ends_at", "expires_at", "decided_at"}
    whole = (await caller.get(f"/v1/bookings/{waiting['id']}", params={"expand": "approval"})).json()
    assert whole["approval"]["requested_by"] == str(service.keys[caller])
    both = (await caller.get(path, params={"expand": "move,decision"})).json()
    assert both["move"]["requested_by"] == str(service.keys[caller])
    assert both["move"]["decision"]["findings"]
    assert len((await caller.get(path)).content) < 1500


@pytest.mark.parametrize("path", ["/v1/bookings", "/v1/bookings/0199aaaa-0007-7000-8000-000000000001"])
async def test_a_part_that_there_is_none_of_is_refused_with_those_that_there_are(service: Service, path: str) -> None:
    caller = await service.caller(expands=False)

    for wrong in ("decisions", "decision, safety", "decision,,safety", "decision,"):
        refused = problem(await caller.get(path, params={"expand": wrong}), 422, "invalid-fields")
        (error,) = refused["errors"]
        assert error["field"] == "query.expand"
        assert "decision, safety, approval, move, request" in error["message"]


async def test_a_refusal_begins_with_a_sentence_for_the_person_and_says_whom_to_ask(service: Service) -> None:
    scenario = await make_scenario(service.database, consented=False)
    await add_host(service.database)
    async with service.database.transaction() as session:
        (await session.get_one(Partner, scenario.partner)).coordinators = [DESK]
    caller = await website(service, scenario)
    coordinator = await service.caller(expands=False)

    answers = {}
    for name, key in (("website", caller), ("coordinator", coordinator)):
        answers[name] = problem(await key.post("/v1/bookings", json=scenario.booking(10)), 422, "denied")
        checked = (await key.post("/v1/checks", json=scenario.booking(10))).json()
        told = ("for_user", "reasons")
        assert [checked["sessions"][0][each] for each in told] == [answers[name][each] for each in told]
        assert [each["email"] for each in checked["contacts"]] == [DESK["email"]]
        assert next(iter(checked)) == "for_user"

    for refused in answers.values():
        assert next(iter(refused)) == "for_user"
        assert refused["for_user"] == answers["website"]["for_user"]
        assert {each["fixed_by"] for each in refused["reasons"]} == {"coordinator"}
        assert refused["contacts"] == [{**DESK, "of": "partner"}]
        assert "findings" not in refused
    assert [each["code"] for each in answers["website"]["reasons"]] == ["registry"]
    assert "consent.virtual" in {each["code"] for each in answers["coordinator"]["reasons"]}
    whole = await caller.post("/v1/bookings", params={"expand": "decision"}, json=scenario.booking(10))
    assert "schedule.notice" in {each["code"] for each in whole.json()["findings"] if each["outcome"] == "pass"}


async def test_a_time_that_does_not_suit_is_said_as_people_say_it_and_needs_nobody_else(service: Service) -> None:
    scenario = await make_scenario(service.database)
    await add_host(service.database)
    caller = await website(service, scenario)
    soon = utc_now() + timedelta(hours=23, minutes=59)
    times = {"starts_at": soon.isoformat(), "ends_at": (soon + timedelta(hours=1)).isoformat()}

    refused = problem(await caller.post("/v1/bookings", json={**scenario.booking(), **times}), 422, "denied")

    assert refused["for_user"] == "That is too soon; please choose a time at least 24 hours from now."
    (reason,) = (each for each in refused["reasons"] if each["code"] == "schedule.notice")
    assert reason["sentence"].startswith("The session starts in less than 24 hours")
    assert reason["fixed_by"] == "booker"
    assert "contacts" not in refused


async def test_whoever_may_not_read_contacts_is_not_told_them_with_a_refusal(service: Service) -> None:
    scenario = await make_scenario(service.database, consented=False)
    await add_host(service.database)
    async with service.database.transaction() as session:
        (await session.get_one(Partner, scenario.partner)).coordinators = [DESK]
    writer = await service.caller(Scope.BOOKINGS_WRITE, role=Role.FRONT_END, expands=False)

    refused = await writer.post("/v1/bookings", json=scenario.booking(10))

    assert "contacts" not in problem(refused, 422, "denied")
    assert DESK["email"] not in refused.text


async def test_a_replayed_refusal_is_short_or_whole_as_it_is_asked_for(service: Service) -> None:
    scenario = await make_scenario(service.database, consented=False)
    caller = await website(service, scenario)

    answers = [
        (
            await caller.post(
                "/v1/bookings", params=query, json=scenario.booking(10), headers={"Idempotency-Key": "one"}
            )
        ).json()
        for query in ({}, {"expand": "decision"})
    ]

    assert "findings" not in answers[0]
    assert answers[1]["findings"]
    same = ("for_user", "reasons", "decision_id")
    assert [answers[0][name] for name in same] == [answers[1][name] for name in same]


async def test_what_was_read_before_is_answered_304_until_it_would_read_otherwise(service: Service) -> None:
    scenario = await make_scenario(service.database)
    await add_host(service.database)
    caller = await website(service, scenario)
    booking = (await caller.post("/v1/bookings", json=scenario.booking(10), headers=ASYNC)).json()
    path = f"/v1/bookings/{booking['id']}"

    for address in (path, "/v1/bookings", f"{path}?expand=decision"):
        read = await caller.get(address)
        again = await caller.get(address, headers={"If-None-Match": f'"other", W/{read.headers["ETag"]}'})
        assert (again.status_code, again.content) == (304, b"")
        assert again.headers["ETag"] == read.headers["ETag"]
    read = await caller.get(path)
    other_part = await caller.get(path, params={"expand": "decision"}, headers={"If-None-Match": read.headers["ETag"]})
    assert other_part.status_code == 200

    # A fact that changes elsewhere: the booking's own version stays as it is, and what is told of it does not.
    async with service.database.transaction() as session:
        (await session.get_one(Pairing, scenario.pairing)).facts_version += 1
    changed = await caller.get(path, headers={"If-None-Match": read.headers["ETag"]})
    assert (changed.status_code, changed.json()["problem"] is None) == (200, False)
    cancelled = await caller.post(f"{path}/cancel", json={"reason": "The mentee is unwell."})
    assert cancelled.status_code == 200, cancelled.text
    assert (await caller.get(path, headers={"If-None-Match": changed.headers["ETag"]})).status_code == 200


async def test_the_etag_of_what_was_read_lets_change_it_however_much_of_it_was_read(service: Service) -> None:
    scenario = await make_scenario(service.database)
    await add_host(service.database)
    coordinator = await service.caller(expands=False)
    booking = (await coordinator.post("/v1/bookings", json=scenario.booking(10), headers=ASYNC)).json()
    path = f"/v1/bookings/{booking['id']}"
    body = {name: each for name, each in scenario.booking(14).items() if name != "pairing_id"}
    read = await coordinator.get(path, params={"expand": "decision"})

    moved = await coordinator.patch(path, json=body, headers={**ASYNC, "If-Match": read.headers["ETag"]})
    late = await coordinator.patch(path, json=body, headers={**ASYNC, "If-Match": read.headers["ETag"]})

    assert moved.status_code in {200, 202}, moved.text
    problem(late, 412, "changed-meanwhile")
