"""A pair is enrolled in one step, and what it still lacks is what the rules would say."""

from datetime import timedelta
from typing import Any
from uuid import uuid4

import httpx

from app.access.models import Scope
from app.kit.clock import utc_now
from app.registry.people.models import Person
from tests.support.registry_world import ANY_VERSION, Json, World, coordinator, items, world
from tests.support.scenario import add_host
from tests.support.service import problem

__all__ = ["coordinator", "world"]


def pair(world: World, **more: Any) -> Json:
    return {
        "programme_id": world.programme["id"],
        "partner_id": world.riverside.partner["id"],
        "mentor": {"name": "New Mentor"},
        "mentee": {"name": "New Mentee", "birth_date": "2005-02-28"},
        "evidence": [
            {"about": "mentor", "kind": "virtual_meeting_consent", "document": "Folder, sheet 1"},
            {"about": "mentee", "kind": "virtual_meeting_consent", "document": "Folder, sheet 2"},
        ],
        **more,
    }


def codes(readiness: Json, outcome: str = "deny") -> set[str]:
    return {each["code"] for each in readiness["missing"] if each["outcome"] == outcome}


async def enrolled(client: httpx.AsyncClient, body: Json, **headers: str) -> Json:
    answer = await client.post("/v1/pairings/enrol", json=body, headers=headers)
    assert answer.status_code == 201, answer.text
    assert "Location" in answer.headers
    made: Json = answer.json()
    return made


async def test_a_pair_is_enrolled_in_one_step_and_told_what_is_missing(world: World) -> None:
    client = world.riverside.coordinator
    await add_host(world.service.database)

    made = await enrolled(client, pair(world))

    at = f"/v1/pairings/{made['pairing']['id']}"
    assert (await client.get(at)).json() == made["pairing"]
    assert made["pairing"]["names"] == {"mentor": "New Mentor", "mentee": "New Mentee"}
    assert {each["kind"] for each in made["evidence"]} == {"virtual_meeting_consent"}
    readiness = made["readiness"]
    assert readiness == (await client.get(f"{at}/readiness")).json()
    assert (readiness["ready"], readiness["outcome"]) == (False, "deny")
    # What a booking would be refused for is what is missing, and no more.
    starts_at = f"{readiness['on']}T11:00:00+00:00"
    session = {"pairing_id": made["pairing"]["id"], "starts_at": starts_at, "agreed_by_both": True}
    checked = await client.post("/v1/checks", json={**session, "ends_at": f"{readiness['on']}T11:45:00+00:00"})
    of_registry = {each["code"] for each in checked.json()["sessions"][0]["findings"] if each["outcome"] == "deny"}
    assert codes(readiness) == {code for code in of_registry if not code.startswith(("schedule.", "plan."))}
    assert "partner.written-consent" in codes(readiness)
    assert all(each["remedy"] for each in readiness["missing"])

    for body in (
        {"kind": "partner_written_consent", "partner_id": world.riverside.partner["id"], "document": "Letter"},
        {"kind": "code_of_conduct_accepted", "person_id": made["mentor"]["id"]},
        {"kind": "technology_confirmed", "person_id": made["mentor"]["id"]},
        {"kind": "technology_confirmed", "person_id": made["mentee"]["id"]},
    ):
        assert (await client.post("/v1/evidence", json=body)).status_code == 201

    after = (await client.get(f"{at}/readiness")).json()
    assert (after["ready"], codes(after)) == (True, set()), after
    assert "create_booking" in [each["operation"] for each in after["next_operations"]]


async def test_an_enrolment_that_is_refused_leaves_nothing_behind(world: World) -> None:
    client = world.riverside.coordinator
    before = await world.count(Person)
    wrong = pair(world, evidence=[{"about": "mentee", "kind": "mentor_induction"}])

    refused = problem(await client.post("/v1/pairings/enrol", json=wrong), 422, "invalid-fields")

    assert [each["field"] for each in refused["errors"]] == ["evidence.0.kind"]
    assert await world.count(Person) == before
    for change, field in (
        ({"mentee": {"name": "Ageless"}}, "mentee.birth_date"),
        ({"mentor": {"id": world.riverside.mentee["id"]}}, "mentor.id"),
        ({"mentor": {"id": world.harbour.mentor["id"]}}, "mentor.id"),
        ({"partner_id": world.harbour.partner["id"]}, "partner_id"),
        ({"partner_id": None}, "partner_id"),
        ({"mentor": {"id": world.riverside.mentor["id"], "email": "a@example.org"}}, "mentor"),
    ):
        refused = problem(await client.post("/v1/pairings/enrol", json=pair(world, **change)), 422, "invalid-fields")
        assert [each["field"] for each in refused["errors"]] == [field]
    assert await world.count(Person) == before


async def test_people_on_file_are_enrolled_by_their_ids_and_a_repeated_request_enrols_once(world: World) -> None:
    client = world.riverside.coordinator
    body = pair(world, mentor={"id": world.riverside.mentor["id"]})
    headers = {"Idempotency-Key": str(uuid4())}

    first = await enrolled(client, body, **headers)
    again = await enrolled(client, body, **headers)

    assert again == first
    assert first["mentor"]["id"] == world.riverside.mentor["id"]
    assert len(await items(client, "/v1/pairings")) == 2
    both = pair(world, mentor={"id": world.riverside.mentor["id"]}, mentee={"id": world.riverside.mentee["id"]})
    problem(await client.post("/v1/pairings/enrol", json=both), 409, "already-exists")


async def test_readiness_is_for_those_who_may_read_the_registry_and_enrolling_for_those_who_may_write(
    world: World,
) -> None:
    at = f"/v1/pairings/{world.riverside.pairing['id']}/readiness"
    booker = await world.service.caller(Scope.BOOKINGS_READ, Scope.BOOKINGS_WRITE)
    writer = await world.service.caller(Scope.REGISTRY_WRITE)

    problem(await booker.get(at), 403, "not-permitted")
    problem(await booker.post("/v1/pairings/enrol", json=pair(world)), 403, "not-permitted")
    problem(await world.harbour.coordinator.get(at), 404, "not-found")
    ids = await enrolled(writer, pair(world))
    assert set(ids) == {"pairing_id", "mentor_id", "mentee_id"}


async def test_readiness_looks_at_the_day_that_is_asked_for(world: World) -> None:
    client, at = world.riverside.coordinator, f"/v1/pairings/{world.riverside.pairing['id']}"
    today = utc_now().date()
    limited = {
        "kind": "technology_confirmed",
        "person_id": world.riverside.mentor["id"],
        "valid_until": str(today + timedelta(days=20)),
    }
    await client.post("/v1/evidence", json=limited)

    async def sentences(days: int) -> set[str]:
        read = await client.get(f"{at}/readiness", params={"on": str(today + timedelta(days=days))})
        return {each["sentence"] for each in read.json()["missing"] if each["code"] == "technology.suitable"}

    assert await sentences(10) != await sentences(30)
    past = await client.get(f"{at}/readiness", params={"on": str(today - timedelta(days=3))})
    problem(past, 422, "invalid-fields")
    assert (await client.patch(at, json={"active": False}, headers=ANY_VERSION)).status_code == 200
    ended = (await client.get(f"{at}/readiness")).json()
    assert "pairing.active" in codes(ended)
    assert "change_pairing" in [each["operation"] for each in ended["next_operations"]]
