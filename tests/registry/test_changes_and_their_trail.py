"""ETags of everything that changes, and what the trail tells of it."""

import asyncio
from dataclasses import dataclass
from typing import Any

from app.audit.origin import ActorKind
from tests.support.registry_world import ANY_VERSION, World, mentee_body, programme_body
from tests.support.scenario import add_host
from tests.support.service import problem, version_of


@dataclass
class Changeable:
    """Something that changes, how, and what the trail may tell of it."""

    subject: str
    address: str
    change: dict[str, Any]
    told: dict[str, Any]


async def everything_that_changes(world: World) -> list[Changeable]:
    host = await add_host(world.service.database)
    side = world.riverside
    withheld = "[changed]"
    return [
        Changeable("partner", f"/v1/partners/{side.partner['id']}", {"name": "Another"}, {"name": withheld}),
        Changeable(
            "programme",
            f"/v1/programmes/{world.programme['id']}",
            {"name": "Another", "host_pool": "evening"},
            {"name": withheld, "host_pool": "evening"},
        ),
        Changeable(
            "person",
            f"/v1/people/{side.mentee['id']}",
            {"name": "Another", "birth_date": "2008-02-03", "adult_at_risk": True},
            {"name": withheld, "birth_date": withheld, "adult_at_risk": True},
        ),
        Changeable("pairing", f"/v1/pairings/{side.pairing['id']}", {"active": False}, {"active": False}),
        Changeable("host", f"/v1/hosts/{host}", {"enabled": False}, {"enabled": False}),
    ]


async def test_a_change_needs_the_version_that_was_read_and_makes_a_new_one(world: World) -> None:
    client = world.coordinator
    for thing in await everything_that_changes(world):
        read = await client.get(thing.address)
        assert version_of(read) == 1
        problem(await client.patch(thing.address, json=thing.change), 428, "if-match-required")
        for tag in ('"2"', 'W/"1"', "1", '"', ","):
            response = await client.patch(thing.address, json=thing.change, headers={"If-Match": tag})
            assert response.status_code in {412, 428}, tag
        assert (await client.get(thing.address)).json() == read.json()

        changed = await client.patch(thing.address, json=thing.change, headers={"If-Match": '"0", "1"'})

        assert changed.status_code == 200, changed.text
        assert version_of(changed) == 2
        again = await client.get(thing.address)
        assert version_of(again) == 2
        assert again.json() == changed.json() != read.json()
        stale = await client.patch(thing.address, json={}, headers={"If-Match": '"1"'})
        problem(stale, 412, "changed-meanwhile")


async def test_a_change_that_changes_nothing_leaves_no_trace(world: World) -> None:
    for thing in await everything_that_changes(world):
        first = await world.coordinator.patch(thing.address, json=thing.change, headers=ANY_VERSION)
        for nothing in ({}, thing.change):
            same = await world.coordinator.patch(thing.address, json=nothing, headers={"If-Match": '"2"'})
            assert version_of(same) == 2
            assert same.json() == first.json()
        (entry,) = await world.trail(f"{thing.subject}.changed")
        assert entry.after == thing.told
        assert entry.before is not None
        assert entry.before.keys() == thing.told.keys()


async def test_of_changes_at_once_by_readers_of_one_version_a_single_one_is_made(world: World) -> None:
    address = f"/v1/people/{world.riverside.mentor['id']}"
    answers = await asyncio.gather(
        *(
            world.coordinator.patch(address, json={"name": f"Name {number}"}, headers={"If-Match": '"1"'})
            for number in range(10)
        )
    )
    assert sorted(answer.status_code for answer in answers) == [200] + [412] * 9
    assert len(await world.trail("person.changed")) == 1


async def test_the_trail_names_the_caller_and_the_request_and_nothing_personal(world: World) -> None:
    client = world.riverside.coordinator
    private = {
        "name": "Zephyrine Quillfeather",
        "email": "zephyrine@example.org",
        "birth_date": "2003-07-19",
    }
    headers = {"X-Request-ID": "request-of-the-test"}
    created = await client.post("/v1/people", json={**mentee_body(world.riverside.partner), **private}, headers=headers)
    person = created.json()
    await client.patch(f"/v1/people/{person['id']}", json={"name": "Ysolde", "email": None}, headers=ANY_VERSION)
    given = await client.post(
        "/v1/evidence",
        json={"kind": "recording_consent", "person_id": person["id"], "document": "Quillfeather's folder"},
    )
    await client.post(f"/v1/evidence/{given.json()['id']}/withdraw", json={"reason": "Zephyrine wrote to us."})
    contact = {"name": "Zephyrine", "phone": "+44 20 7946 0111", "email": "zephyrine@example.org"}
    programme = await world.coordinator.post(
        "/v1/programmes", json=programme_body(name="Quillfeather's", safeguarding_contacts=[contact])
    )
    changed = {"safeguarding_contacts": [{**contact, "name": "Ysolde"}]}
    await world.coordinator.patch(f"/v1/programmes/{programme.json()['id']}", json=changed, headers=ANY_VERSION)

    entries = [entry for entry in await world.trail() if entry.subject_id == person["id"]]

    assert [entry.action for entry in entries] == ["person.created", "person.changed"]
    assert entries[0].after == {
        "partner_id": world.riverside.partner["id"],
        "role": "mentee",
        "adult_at_risk": False,
    }
    assert entries[0].before is None
    assert entries[0].request_id == "request-of-the-test"
    assert {(entry.actor_kind, entry.actor) for entry in entries} == {(ActorKind.KEY, str(world.service.keys[client]))}
    assert {str(entry.partner_id) for entry in entries} == {world.riverside.partner["id"]}
    told = " ".join(entry.model_dump_json() for entry in await world.trail())
    assert "evidence.withdrawn" in told
    assert "programme.changed" in told
    for secret in (*private.values(), "Zephyrine", "Quillfeather", "Ysolde", "7946", "@example.org"):
        assert secret not in told
