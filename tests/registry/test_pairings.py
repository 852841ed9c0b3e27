"""Pairing mentors and mentees."""

import asyncio
import json

from app.registry.pairings.models import Pairing
from tests.support.registry_world import ANY_VERSION, World, create, items, mentee_body, mentor_body, programme_body
from tests.support.service import problem

NOBODY = "00000000-0000-7000-8000-000000000000"


async def test_a_pairing_belongs_to_the_partner_of_its_people(world: World) -> None:
    assert world.riverside.pairing["partner_id"] == world.riverside.partner["id"]
    assert world.riverside.pairing["active"] is True


async def test_people_who_do_not_fit_cannot_be_paired(world: World) -> None:
    riverside, harbour = world.riverside, world.harbour
    fitting = {
        "programme_id": world.programme["id"],
        "mentor_id": riverside.mentor["id"],
        "mentee_id": riverside.mentee["id"],
    }
    for change, errors in (
        ({"programme_id": NOBODY}, {"programme_id": "is not a programme that this key can see"}),
        ({"mentor_id": NOBODY}, {"mentor_id": "is not a person that this key can see, or is archived"}),
        ({"mentor_id": riverside.mentee["id"]}, {"mentor_id": "is not a mentor"}),
        ({"mentee_id": riverside.mentor["id"]}, {"mentee_id": "is not a mentee"}),
        (
            {"mentor_id": riverside.mentee["id"], "mentee_id": riverside.mentor["id"]},
            {"mentor_id": "is not a mentor", "mentee_id": "is not a mentee"},
        ),
        (
            {"mentee_id": harbour.mentee["id"]},
            {"mentee_id": "takes part through another partner than the mentor"},
        ),
        (
            {"programme_id": NOBODY, "mentor_id": NOBODY, "mentee_id": NOBODY},
            {
                "programme_id": "is not a programme that this key can see",
                "mentor_id": "is not a person that this key can see, or is archived",
                "mentee_id": "is not a person that this key can see, or is archived",
            },
        ),
    ):
        refused = problem(
            await world.coordinator.post("/v1/pairings", json={**fitting, **change}), 422, "invalid-fields"
        )
        assert {error["field"]: error["message"] for error in refused["errors"]} == errors
    assert await world.count(Pairing) == 2


async def test_the_same_two_are_paired_once_in_a_programme_however_often_it_is_asked_at_once(world: World) -> None:
    mentor = await create(world.coordinator, "/v1/people", mentor_body(world.riverside.partner))
    body = {
        "programme_id": world.programme["id"],
        "mentor_id": mentor["id"],
        "mentee_id": world.riverside.mentee["id"],
    }
    answers = await asyncio.gather(*(world.coordinator.post("/v1/pairings", json=body) for _ in range(10)))

    assert sorted(answer.status_code for answer in answers) == [201] + [409] * 9
    problem(await world.coordinator.post("/v1/pairings", json=body), 409, "already-exists")
    assert len(await items(world.coordinator, "/v1/pairings", mentor_id=mentor["id"])) == 1
    told = [entry.after for entry in await world.trail("pairing.created") if entry.after]
    assert [after["mentor_id"] for after in told].count(mentor["id"]) == 1

    other = await create(world.coordinator, "/v1/programmes", programme_body())
    await create(world.coordinator, "/v1/pairings", {**body, "programme_id": other["id"]})


async def test_pairings_are_listed_by_whom_they_concern(world: World) -> None:
    riverside, harbour = world.riverside, world.harbour
    ended = await world.coordinator.patch(
        f"/v1/pairings/{harbour.pairing['id']}", json={"active": False}, headers=ANY_VERSION
    )
    assert ended.json()["active"] is False

    for filters, expected in (
        ({"partner_id": riverside.partner["id"]}, [riverside.pairing["id"]]),
        ({"mentor_id": harbour.mentor["id"]}, [harbour.pairing["id"]]),
        ({"mentee_id": riverside.mentee["id"]}, [riverside.pairing["id"]]),
        ({"programme_id": world.programme["id"]}, [riverside.pairing["id"], harbour.pairing["id"]]),
        ({"programme_id": NOBODY}, []),
        ({"active": "true"}, [riverside.pairing["id"]]),
        ({"active": "false"}, [harbour.pairing["id"]]),
    ):
        assert [each["id"] for each in await items(world.coordinator, "/v1/pairings", **filters)] == expected, filters


async def test_a_partner_pairs_its_own_people_and_takes_a_pairing_up_again(world: World) -> None:
    client = world.riverside.coordinator
    mentee = await create(client, "/v1/people", mentee_body(world.riverside.partner))
    body = {
        "programme_id": world.programme["id"],
        "mentor_id": world.riverside.mentor["id"],
        "mentee_id": mentee["id"],
    }
    pairing = await create(client, "/v1/pairings", body)

    address = f"/v1/pairings/{pairing['id']}"
    ended = await client.patch(address, json={"active": False}, headers=ANY_VERSION)
    assert ended.json()["active"] is False
    await world.service.confirm(await client.patch(address, json={"active": True}, headers=ANY_VERSION))
    assert (await client.get(address)).json()["active"] is True
    told = [(entry.before, entry.after) for entry in await world.trail("pairing.changed")]
    assert told == [({"active": True}, {"active": False}), ({"active": False}, {"active": True})]


MEASURES = {"meeting.video-on-entry": "no-video", "meeting.encryption": "end-to-end"}


async def test_measures_for_a_pairing_are_given_with_it_and_changed(world: World) -> None:
    client = world.riverside.coordinator
    mentee = await create(client, "/v1/people", mentee_body(world.riverside.partner, adult_at_risk=True))
    body = {
        "programme_id": world.programme["id"],
        "mentor_id": world.riverside.mentor["id"],
        "mentee_id": mentee["id"],
        "safety": MEASURES,
    }
    pairing = await create(client, "/v1/pairings", body)
    address = f"/v1/pairings/{pairing['id']}"
    assert pairing["safety"] == MEASURES
    assert world.riverside.pairing["safety"] == {}

    more = MEASURES | {"meeting.audio": "computer-only"}
    changed = await client.patch(address, json={"safety": more}, headers=ANY_VERSION)
    assert changed.json()["safety"] == more
    assert (await client.get(address)).json() == changed.json()
    await world.service.confirm(await client.patch(address, json={"safety": {}}, headers=ANY_VERSION))
    ended = await client.patch(address, json={"active": False}, headers=ANY_VERSION)
    assert ended.json()["safety"] == {}
    created = [entry for entry in await world.trail("pairing.created") if entry.subject_id == pairing["id"]]
    assert [(entry.after or {}).get("safety") for entry in created] == [MEASURES]
    told = [(entry.before, entry.after) for entry in await world.trail("pairing.changed")]
    assert told[:2] == [
        ({"safety": MEASURES}, {"safety": more}),
        ({"safety": more}, {"safety": {}}),
    ]


async def test_measures_that_loosen_or_that_there_are_none_of_are_refused_by_their_setting(world: World) -> None:
    address = f"/v1/pairings/{world.riverside.pairing['id']}"
    mentor = await create(world.coordinator, "/v1/people", mentor_body(world.riverside.partner))
    new = {
        "programme_id": world.programme["id"],
        "mentor_id": mentor["id"],
        "mentee_id": world.riverside.mentee["id"],
    }
    floor = "is looser than the floor of every programme,"
    cases: list[tuple[object, dict[str, str]]] = [
        (
            {"meeting.recording": "allowed", "meeting.waiting-room": "off", "meeting.audio": "computer-only"},
            {
                "safety.meeting.recording": f"the level allowed {floor} off",
                "safety.meeting.waiting-room": f"the level off {floor} on",
            },
        ),
        ({"meeting.fireworks": "on"}, {"safety.meeting.fireworks": "there is no such setting"}),
        ({"meeting.passcode": "12"}, {"safety.meeting.passcode": "its level must be one of none, 8, 10"}),
        ({"meeting.passcode": "\ud800"}, {"safety.meeting.passcode": "its level must be one of none, 8, 10"}),
        ({"meeting.passcode": 10}, {"safety.meeting.passcode": "Input should be a valid string"}),
        (None, {"safety": "Input should be a valid dictionary"}),
        ([], {"safety": "Input should be a valid dictionary"}),
        (
            {str(number): "on" for number in range(201)},
            {"safety": "Dictionary should have at most 200 items after validation, not more"},
        ),
    ]
    for safety, reasons in cases:
        for method, path, body in (("PATCH", address, {}), ("POST", "/v1/pairings", new)):
            content = json.dumps({**body, "safety": safety})
            headers = {**ANY_VERSION, "Content-Type": "application/json"}
            response = await world.coordinator.request(method, path, content=content, headers=headers)
            refused = problem(response, 422, "invalid-fields")
            assert {error["field"]: error["message"] for error in refused["errors"]} == reasons
    assert (await world.coordinator.get(address)).json() == world.riverside.pairing
    assert await world.count(Pairing) == 2
