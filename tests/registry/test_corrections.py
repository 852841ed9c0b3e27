"""What was recorded wrongly can be corrected, and what was recorded by mistake archived; the trail tells of both."""

import asyncio

import pytest

from app.access.models import Role, Scope
from app.audit.models import AuditEntry
from tests.support.registry_world import ANY_VERSION, Json, World, create, items, mentee_body, mentor_body
from tests.support.scenario import CONSENT
from tests.support.service import problem

WHY = {"reason": "Entered twice by mistake."}


def told(entry: AuditEntry) -> tuple[Json | None, Json | None]:
    return entry.before, entry.after


async def test_a_person_whom_nothing_depends_on_is_archived_and_restored(world: World) -> None:
    client, riverside = world.riverside.coordinator, world.riverside.partner
    mistake = await create(client, "/v1/people", mentor_body(riverside, name="Entered Twice"))
    at = f"/v1/people/{mistake['id']}"

    archived = await client.post(f"{at}/archive", json=WHY)

    assert (archived.status_code, archived.json()["kind"]) == (200, "person"), archived.text
    assert (await client.get(at)).json()["archived_at"] == archived.json()["archived_at"]
    assert mistake["id"] not in [each["id"] for each in await items(client, "/v1/people")]
    assert [each["id"] for each in await items(client, "/v1/people", archived="true")] == [mistake["id"]]
    assert told((await world.trail("person.archived"))[0]) == (
        {"archived": False},
        {"archived": True, "reason": "[changed]"},
    )
    problem(await client.post(f"{at}/archive", json=WHY), 409, "wrong-state")

    restored = await client.post(f"{at}/restore", json=WHY)

    assert (restored.status_code, restored.json()["archived_at"]) == (200, None)
    assert mistake["id"] in [each["id"] for each in await items(client, "/v1/people")]
    assert len(await world.trail("person.restored")) == 1


async def test_nothing_new_refers_to_what_is_archived(world: World) -> None:
    client, side = world.riverside.coordinator, world.riverside
    mentor = await create(client, "/v1/people", mentor_body(side.partner, name="Entered Twice"))
    await client.post(f"/v1/people/{mentor['id']}/archive", json=WHY)
    pairing = {"programme_id": world.programme["id"], "mentor_id": mentor["id"], "mentee_id": side.mentee["id"]}

    refused = problem(await client.post("/v1/pairings", json=pairing), 422, "invalid-fields")
    unheard = problem(
        await client.post("/v1/evidence", json={**CONSENT, "person_id": mentor["id"]}), 422, "invalid-fields"
    )

    assert [each["field"] for each in refused["errors"]] == ["mentor_id"]
    assert "archived" in refused["errors"][0]["message"]
    assert "archived" in unheard["errors"][0]["message"]


@pytest.mark.parametrize("kind", ["people", "partners"])
async def test_what_something_depends_on_is_not_archived_and_the_answer_names_it(world: World, kind: str) -> None:
    side = world.riverside
    at = f"/v1/people/{side.mentor['id']}" if kind == "people" else f"/v1/partners/{side.partner['id']}"

    refused = problem(await world.coordinator.post(f"{at}/archive", json=WHY), 409, "wrong-state")

    assert side.pairing["id"] in refused["detail"]
    assert (await world.coordinator.get(at)).json()["archived_at"] is None
    if kind == "partners":
        assert "API key" in refused["detail"]


async def test_an_archived_pairing_books_nothing_and_is_taken_up_again_by_a_change_of_its_own(world: World) -> None:
    side = world.riverside
    at = f"/v1/pairings/{side.pairing['id']}"

    archived = await side.coordinator.post(f"{at}/archive", json=WHY)

    assert archived.status_code == 200, archived.text
    assert (await side.coordinator.get(at)).json()["active"] is False
    assert await items(side.coordinator, "/v1/pairings") == []
    change = await side.coordinator.patch(at, json={"active": True}, headers=ANY_VERSION)
    problem(change, 409, "wrong-state")
    # What it consists of depends on nothing else now.
    assert (await side.coordinator.post(f"/v1/people/{side.mentor['id']}/archive", json=WHY)).status_code == 200
    person_first = problem(await side.coordinator.post(f"{at}/restore", json=WHY), 409, "wrong-state")
    assert side.mentor["id"] in person_first["detail"]
    assert (await side.coordinator.post(f"/v1/people/{side.mentor['id']}/restore", json=WHY)).status_code == 200
    assert (await side.coordinator.post(f"{at}/restore", json=WHY)).status_code == 200
    assert (await side.coordinator.get(at)).json()["active"] is False


async def test_only_a_coordinator_who_may_see_it_archives(world: World) -> None:
    at = f"/v1/people/{world.riverside.mentor['id']}/archive"
    reader = await world.service.caller(Scope.REGISTRY_READ)
    front_end = await world.service.caller(Scope.REGISTRY_WRITE, role=Role.FRONT_END)

    problem(await reader.post(at, json=WHY), 403, "not-permitted")
    problem(await front_end.post(at, json=WHY), 403, "not-permitted")
    problem(await world.harbour.coordinator.post(at, json=WHY), 404, "not-found")
    own = f"/v1/partners/{world.riverside.partner['id']}/archive"
    problem(await world.riverside.coordinator.post(own, json=WHY), 403, "not-permitted")


async def test_a_person_who_is_archived_and_paired_at_once_is_one_of_both(world: World) -> None:
    client, side = world.coordinator, world.riverside
    for attempt in range(4):
        mentor = await create(client, "/v1/people", mentor_body(side.partner, name=f"Entered Twice {attempt}"))
        pairing = {"programme_id": world.programme["id"], "mentor_id": mentor["id"], "mentee_id": side.mentee["id"]}
        statuses = [
            each.status_code
            for each in await asyncio.gather(
                client.post(f"/v1/people/{mentor['id']}/archive", json=WHY), client.post("/v1/pairings", json=pairing)
            )
        ]
        assert statuses in ([200, 422], [409, 201])


async def test_a_role_is_corrected_with_a_reason_while_nothing_rests_on_it(world: World) -> None:
    client, side = world.coordinator, world.riverside
    wrong = await create(client, "/v1/people", mentee_body(side.partner, name="Sam Okafor"))
    at = f"/v1/people/{wrong['id']}"

    silently = problem(await client.patch(at, json={"role": "mentor"}, headers=ANY_VERSION), 422, "invalid-fields")
    assert [each["field"] for each in silently["errors"]] == ["reason"]
    corrected = await client.patch(at, json={"role": "mentor", "reason": "Recorded as mentee."}, headers=ANY_VERSION)
    assert corrected.json()["role"] == "mentor", corrected.text

    entry = (await world.trail("person.changed"))[-1]
    assert told(entry) == ({"role": "mentee"}, {"role": "mentor", "reason": "[changed]"})
    kept = await items(await world.service.caller(Scope.ADMIN), "/v1/previous-values", subject_id=wrong["id"])
    assert [(each["values"], each["reason"]) for each in kept] == [({"role": "mentee"}, "Recorded as mentee.")]


async def test_a_role_that_a_pairing_or_evidence_rests_on_does_not_change(world: World) -> None:
    side = world.riverside
    for person, what in ((side.mentor, side.pairing), (side.mentee, side.evidence)):
        role = "mentee" if person["role"] == "mentor" else "mentor"
        body = {"role": role, "reason": "Recorded wrongly.", "birth_date": "2000-01-01"}
        refused = problem(
            await world.coordinator.patch(f"/v1/people/{person['id']}", json=body, headers=ANY_VERSION),
            409,
            "wrong-state",
        )
        assert what["id"] in refused["detail"]


async def test_nobody_is_recorded_a_second_time_in_the_other_role_unseen(world: World) -> None:
    client, partner = world.riverside.coordinator, world.riverside.partner
    mentor = await create(client, "/v1/people", mentor_body(partner, name="Zoë Łukasz"))

    refused = problem(
        await client.post("/v1/people", json=mentee_body(partner, name="zoe lukasz")), 409, "already-exists"
    )
    assert mentor["id"] in refused["detail"]
    await create(client, "/v1/people", mentee_body(partner, name="zoe lukasz", other_of_this_name=True))
    # Whoever may not read the registry is told of nobody in it.
    writer = await world.service.caller(Scope.REGISTRY_WRITE)
    written = await writer.post("/v1/people", json=mentee_body(partner, name="Zoë Łukasz"))
    assert written.status_code == 201


@pytest.mark.parametrize(
    ("typed", "found"),
    [
        ("zoe", {"Zoë Łukasz", "ZOE O'Brien"}),
        ("lukasz ZOË", {"Zoë Łukasz"}),
        ("straße", {"Max Strasse"}),
        ("100%", set()),
        ("a_b", set()),
        ("obrien", set()),
        ("o'brien", {"ZOE O'Brien"}),
        ("björn", {"Bjørn Ängström"}),
        ("\\", set()),
    ],
)
async def test_people_are_found_by_what_is_known_of_their_name(world: World, typed: str, found: set[str]) -> None:
    client, partner = world.riverside.coordinator, world.riverside.partner
    for name in ("Zoë Łukasz", "ZOE O'Brien", "Max Strasse", "Bjørn Ängström"):
        await create(client, "/v1/people", mentor_body(partner, name=name))

    assert {each["name"] for each in await items(client, "/v1/people", name=typed)} == found
    assert await items(world.harbour.coordinator, "/v1/people", name=typed) == []
