"""A coordinator of one partner cannot see or touch what is another's, nor tell whether it is there."""

import httpx

from app.registry.evidence.models import Evidence
from app.registry.pairings.models import Pairing
from app.registry.people.models import Person
from tests.support.registry_world import ANY_VERSION, World, items, mentee_body
from tests.support.scenario import CONSENT
from tests.support.service import problem

NOBODY = "00000000-0000-7000-8000-000000000000"
CHANGES: dict[str, dict[str, object]] = {
    "partners": {"name": "Taken over"},
    "people": {"name": "Taken over"},
    "pairings": {"active": False},
}


def without_id(response: httpx.Response) -> dict[str, object]:
    return {key: value for key, value in response.json().items() if key != "request_id"}


async def test_what_is_another_partners_is_as_if_it_were_not_there(world: World) -> None:
    outsider = world.harbour.coordinator
    for address in world.riverside.addresses():
        collection = address.rsplit("/", 1)[0]
        assert (await world.riverside.coordinator.get(address)).status_code == 200
        there, nowhere = await outsider.get(address), await outsider.get(f"{collection}/{NOBODY}")
        problem(there, 404, "not-found")
        assert without_id(there) == without_id(nowhere)
        change = CHANGES.get(collection.removeprefix("/v1/"))
        if change is not None:
            for headers in ({}, ANY_VERSION, {"If-Match": '"7"'}):
                problem(await outsider.patch(address, json=change, headers=headers), 404, "not-found")
    withdraw = f"/v1/evidence/{world.riverside.evidence['id']}/withdraw"
    problem(await outsider.post(withdraw, json={"reason": "Not mine."}), 404, "not-found")
    tags = [(await world.coordinator.get(address)).headers["ETag"] for address in world.riverside.addresses()]
    assert [tag.partition(".")[0] for tag in tags] == ['"1'] * 5


async def test_lists_hold_only_what_is_ones_own_whatever_is_asked_for(world: World) -> None:
    for side, other in ((world.riverside, world.harbour), (world.harbour, world.riverside)):
        assert await items(side.coordinator, "/v1/partners") == [side.partner]
        assert await items(side.coordinator, "/v1/people") == [side.mentor, side.mentee]
        assert await items(side.coordinator, "/v1/pairings") == [side.pairing]
        assert await items(side.coordinator, "/v1/evidence") == [side.evidence]
        for path in ("/v1/people", "/v1/pairings", "/v1/evidence"):
            assert await items(side.coordinator, path, partner_id=other.partner["id"]) == []
        assert await items(side.coordinator, "/v1/pairings", mentor_id=other.mentor["id"]) == []
        assert await items(side.coordinator, "/v1/evidence", person_id=other.mentee["id"]) == []
    assert len(await items(world.coordinator, "/v1/people")) == 4


async def test_naming_what_is_another_partners_is_refused_as_if_it_were_not_there(world: World) -> None:
    insider, other = world.riverside, world.harbour
    pairing = {
        "programme_id": world.programme["id"],
        "mentor_id": insider.mentor["id"],
        "mentee_id": insider.mentee["id"],
    }
    consent = {**CONSENT}
    for path, body, field, theirs in (
        ("/v1/people", mentee_body(insider.partner), "partner_id", other.partner["id"]),
        ("/v1/pairings", pairing, "mentor_id", other.mentor["id"]),
        ("/v1/pairings", pairing, "mentee_id", other.mentee["id"]),
        (
            "/v1/evidence",
            {"kind": "partner_written_consent", "document": "Letter 1"},
            "partner_id",
            other.partner["id"],
        ),
        ("/v1/evidence", consent, "person_id", other.mentor["id"]),
        # Of the wrong kind: what does not fit must not show that it is there.
        ("/v1/evidence", consent, "pairing_id", other.pairing["id"]),
    ):
        there = await insider.coordinator.post(path, json={**body, field: theirs})
        nowhere = await insider.coordinator.post(path, json={**body, field: NOBODY})
        refused = problem(there, 422, "invalid-fields")
        assert [error["field"] for error in refused["errors"]] == [field]
        assert without_id(there) == without_id(nowhere)
    assert [await world.count(table) for table in (Person, Pairing, Evidence)] == [4, 2, 2]


async def test_the_trail_of_a_partner_tells_of_that_partner_alone(world: World) -> None:
    for side, other in ((world.riverside, world.harbour), (world.harbour, world.riverside)):
        own = {address.rsplit("/", 1)[1] for address in side.addresses()}
        entries = await items(side.coordinator, "/v1/audit")
        assert {entry["subject_id"] for entry in entries if entry["subject_type"] != "api_key"} == own
        assert other.partner["id"] not in str(entries)
