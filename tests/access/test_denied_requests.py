"""Who is denied leaves an entry in the trail, and who is nobody leaves none."""

from datetime import UTC, datetime, timedelta
from typing import Any
from unittest.mock import Mock

import httpx
import pytest
import time_machine
from sqlmodel import col, select

from app.access.lapsed import tell_counted_uses
from app.access.models import Scope
from app.access.service import revoke_key
from app.audit.models import AuditEntry
from app.audit.origin import OPERATOR, ActorKind
from app.kit.database import Database
from tests.support.database import run_as_owner
from tests.support.operations import SOME_ID
from tests.support.scenario import add_host, make_scenario
from tests.support.service import Service, problem
from tests.support.zoom import System


async def denials(database: Database) -> list[AuditEntry]:
    async with database.transaction() as session:
        query = select(AuditEntry).where(AuditEntry.action == "request.denied").order_by(col(AuditEntry.id))
        return list(await session.exec(query))


async def test_a_key_without_the_scope_leaves_an_entry_that_names_no_more_than_ids(service: Service) -> None:
    scenario = await make_scenario(service.database)
    caller = await service.caller(Scope.REGISTRY_READ, partner_id=scenario.partner)

    refused = await caller.get(f"/v1/bookings/{SOME_ID}", params={"name": "Zephyrine"})

    problem(refused, 403, "not-permitted")
    (entry,) = await denials(service.database)
    assert (entry.actor_kind, entry.actor) == (ActorKind.KEY, str(service.keys[caller]))
    assert (entry.subject_type, entry.subject_id) == ("booking", SOME_ID)
    assert (entry.partner_id, entry.booking_id) == (scenario.partner, None)
    assert entry.request_id == refused.headers["x-request-id"]
    assert entry.after == {
        "reason": "scope",
        "needs": ["bookings:read"],
        "status": 403,
        "method": "GET",
        "route": "/v1/bookings/{booking_id}",
    }


async def test_a_denial_that_is_about_no_one_thing_is_about_the_request(service: Service) -> None:
    caller = await service.caller(Scope.REGISTRY_READ)

    refused = await caller.get("/v1/incidents", params={"booking_id": SOME_ID})

    (entry,) = await denials(service.database)
    assert (entry.subject_type, entry.subject_id) == ("request", refused.headers["x-request-id"])
    assert entry.partner_id is None
    assert entry.after is not None
    assert entry.after["needs"] == ["audit:read", "incidents:write"]


async def test_what_is_in_the_path_and_no_id_stays_out_of_the_trail(service: Service) -> None:
    caller = await service.caller(Scope.AUDIT_READ)

    problem(await caller.get("/v1/policy/packs/Zephyrine"), 403, "not-permitted")

    (entry,) = await denials(service.database)
    assert entry.subject_type == "request"
    assert "Zephyrine" not in str(entry)


async def test_a_key_that_has_lapsed_leaves_an_entry_and_what_is_no_key_leaves_none(service: Service) -> None:
    expired, revoked = await service.caller(valid_for=timedelta(seconds=-1)), await service.caller()
    async with service.database.transaction() as session:
        await revoke_key(session, service.keys[revoked], origin=OPERATOR)
    anonymous = await service.anonymous()
    for unknown in ("Bearer nonsense", expired.headers["Authorization"] + "x", ""):
        problem(await anonymous.get("/v1/people", headers={"Authorization": unknown}), 401, "not-authenticated")
    problem(await anonymous.get("/v1/people"), 401, "not-authenticated")
    assert await denials(service.database) == []

    for caller in (expired, revoked):
        problem(await caller.get("/v1/people"), 401, "not-authenticated")

    entries = await denials(service.database)
    assert [entry.actor for entry in entries] == [str(service.keys[caller]) for caller in (expired, revoked)]
    assert [entry.after for entry in entries] == [
        {"reason": reason, "status": 401, "method": "GET", "route": "/v1/people"} for reason in ("expired", "revoked")
    ]


async def test_who_asks_for_what_is_another_partners_leaves_an_entry_in_their_own_trail(service: Service) -> None:
    scenario, elsewhere = await make_scenario(service.database), await make_scenario(service.database)
    await add_host(service.database)
    owner = await service.caller(partner_id=scenario.partner)
    booked = await owner.post("/v1/bookings", json=scenario.booking(), headers={"Prefer": "respond-async"})
    booking = f"/v1/bookings/{booked.json()['id']}"
    stranger = await service.caller(partner_id=elsewhere.partner)

    for denied in (
        await stranger.get(booking),
        await stranger.post(f"{booking}/cancel", json={"reason": "Zephyrine is unwell."}),
        await stranger.get(f"/v1/people/{scenario.mentee}"),
        await stranger.get(f"/v1/incidents/{SOME_ID}"),
    ):
        problem(denied, 404, "not-found")

    entries = await trail(stranger)
    assert [(entry["subject_type"], entry["after"]["route"]) for entry in entries] == [
        ("booking", "/v1/bookings/{booking_id}"),
        ("booking", "/v1/bookings/{booking_id}/cancel"),
        ("person", "/v1/people/{person_id}"),
        ("incident", "/v1/incidents/{incident_id}"),
    ]
    assert {entry["subject_id"] for entry in entries[:2]} == {booked.json()["id"]}
    assert {(entry["after"]["reason"], entry["after"]["status"]) for entry in entries} == {("not-found", 404)}
    assert "Zephyrine" not in str(entries)
    assert await trail(owner) == []
    assert all(entry["action"] != "request.denied" for entry in (await owner.get(f"{booking}/audit")).json()["items"])


async def test_who_names_what_is_another_partners_in_a_body_leaves_an_entry(service: Service) -> None:
    scenario, elsewhere = await make_scenario(service.database), await make_scenario(service.database)
    stranger = await service.caller(partner_id=elsewhere.partner)
    pairing, mentor, mentee = (str(each) for each in (scenario.pairing, scenario.mentor, scenario.mentee))
    programme = str(elsewhere.programme)
    person = {"partner_id": str(scenario.partner), "role": "mentor", "name": "Zephyrine"}
    pair = {"programme_id": programme, "mentor_id": mentor, "mentee_id": mentee}
    consent = {"kind": "virtual_meeting_consent", "person_id": mentee}

    for path, body in (
        ("/v1/bookings", scenario.booking()),
        ("/v1/checks", scenario.booking()),
        ("/v1/people", person),
        ("/v1/pairings", pair),
        ("/v1/evidence", consent),
    ):
        problem(await stranger.post(path, json=body), 422, "invalid-fields")

    entries = await trail(stranger)
    assert [(entry["after"]["route"], entry["subject_type"], entry["after"]["named"]) for entry in entries] == [
        ("/v1/bookings", "pairing", {"pairing": pairing}),
        ("/v1/checks", "pairing", {"pairing": pairing}),
        ("/v1/people", "partner", {"partner": str(scenario.partner)}),
        ("/v1/pairings", "mentor", {"mentor": mentor, "mentee": mentee}),
        ("/v1/evidence", "person", {"person": mentee}),
    ]
    assert {(entry["after"]["reason"], entry["after"]["status"]) for entry in entries} == {("not-found", 422)}
    assert "Zephyrine" not in str(entries)


async def test_a_key_that_has_lapsed_and_is_used_again_and_again_is_counted_by_the_hour(service: Service) -> None:
    scenario = await make_scenario(service.database)
    coordinator, revoked = await service.caller(), await service.caller(partner_id=scenario.partner)
    key_id = str(service.keys[revoked])
    async with service.database.transaction() as session:
        await revoke_key(session, service.keys[revoked], origin=OPERATOR)

    with time_machine.travel(datetime(2027, 3, 1, 10, 15, tzinfo=UTC), tick=False) as clock:
        for _ in range(5):
            problem(await revoked.get("/v1/people"), 401, "not-authenticated")
        assert len(await denials(service.database)) == 1
        await tell(service.database)
        clock.shift(timedelta(hours=1))
        problem(await revoked.get("/v1/people"), 401, "not-authenticated")
        assert len(await denials(service.database)) == 2
        await tell(service.database)
        await tell(service.database)
        clock.shift(timedelta(hours=1))
        await tell(service.database)

    told = (await coordinator.get("/v1/audit", params={"action": "request.denied_repeatedly"})).json()["items"]
    assert [(entry["subject_type"], entry["subject_id"], entry["actor_kind"]) for entry in told] == [
        ("api_key", key_id, "system")
    ]
    assert told[0]["after"] == {
        "reason": "revoked",
        "requests": 5,
        "since": "2027-03-01T10:00:00+00:00",
        "until": "2027-03-01T11:00:00+00:00",
    }


async def tell(database: Database) -> None:
    async with database.transaction() as session:
        await tell_counted_uses(session)


async def test_what_the_organisation_itself_does_not_find_is_denied_to_nobody(service: Service) -> None:
    organisation = await service.caller()

    problem(await organisation.get(f"/v1/bookings/{SOME_ID}"), 404, "not-found")

    assert await denials(service.database) == []


async def test_what_a_partners_key_may_not_do_by_its_nature_leaves_an_entry(system: System) -> None:
    scenario = await make_scenario(system.database)
    partner = await system.caller(partner_id=scenario.partner)

    problem(await partner.post("/v1/hosts/sync", json={}), 403, "not-permitted")

    (entry,) = await trail(partner)
    assert entry["after"] == {"reason": "not-permitted", "status": 403, "method": "POST", "route": "/v1/hosts/sync"}


async def test_a_denial_that_cannot_be_written_down_is_a_denial_all_the_same(
    service: Service, monkeypatch: pytest.MonkeyPatch
) -> None:
    log = Mock(spec=["exception"])
    monkeypatch.setattr("app.access.denials.log", log)
    scenario = await make_scenario(service.database)
    caller = await service.caller(Scope.REGISTRY_READ, partner_id=scenario.partner)
    expired = await service.caller(valid_for=timedelta(seconds=-1))
    await run_as_owner(service.settings.database_url, "ALTER TABLE audit_entry RENAME TO audit_entry_that_is_gone")

    problem(await caller.get("/v1/bookings"), 403, "not-permitted")
    problem(await caller.get(f"/v1/people/{SOME_ID}"), 404, "not-found")
    problem(await expired.get("/v1/people"), 401, "not-authenticated")

    assert [call.args for call in log.exception.call_args_list] == [("request.denial_not_recorded",)] * 3


async def trail(caller: httpx.AsyncClient) -> list[dict[str, Any]]:
    items: list[dict[str, Any]] = (await caller.get("/v1/audit", params={"action": "request.denied"})).json()["items"]
    return items
