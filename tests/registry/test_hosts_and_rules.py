"""Hosts, which are the organisation's alone, and the catalogue of rules."""

import httpx

from app.hosts.models import Licence
from app.kit.identifiers import new_id
from app.policy import RULES, SETTINGS, SUBJECTS_OF, load_packs
from tests.support.registry_world import ANY_VERSION, World, items
from tests.support.scenario import add_host
from tests.support.service import problem


async def test_a_host_is_put_into_a_pool_and_taken_out_of_use(world: World) -> None:
    first = str(await add_host(world.service.database, "host-1"))
    second = str(await add_host(world.service.database, "host-2", licence=Licence.BASIC))

    before = (await world.coordinator.get(f"/v1/hosts/{first}")).json()
    change = {"pool": "evening", "enabled": False}
    changed = await world.coordinator.patch(f"/v1/hosts/{first}", json=change, headers=ANY_VERSION)

    assert changed.json() == {**before, **change}
    assert before["proven"] is True
    assert before["proof"] == []
    assert [host["id"] for host in await items(world.coordinator, "/v1/hosts")] == [first, second]
    assert await items(world.coordinator, "/v1/hosts", pool="evening") == [changed.json()]
    (entry,) = await world.trail("host.changed")
    assert entry.before == {"pool": "default", "enabled": True}
    assert entry.after == change
    for wrong in ({"pool": "No Pool"}, {"pool": None}, {"enabled": "no"}, {"proven": True}, {"email": "x@example.org"}):
        response = await world.coordinator.patch(f"/v1/hosts/{first}", json=wrong, headers=ANY_VERSION)
        assert [error["field"] for error in problem(response, 422, "invalid-fields")["errors"]] == list(wrong)


async def test_a_host_is_linked_to_the_mentor_whose_own_user_it_is_and_unlinked(world: World) -> None:
    database, mentor = world.service.database, world.riverside.mentor["id"]
    first, second = [str(await add_host(database, name)) for name in ("host-1", "host-2")]

    async def link(host: str, person: object) -> httpx.Response:
        return await world.coordinator.patch(f"/v1/hosts/{host}", json={"person_id": person}, headers=ANY_VERSION)

    assert (await link(first, mentor)).json()["person_id"] == mentor
    for wrong in (mentor, world.riverside.mentee["id"], str(new_id())):
        response = await link(second, wrong)
        assert [each["field"] for each in problem(response, 422, "invalid-fields")["errors"]] == ["person_id"]
    (entry,) = await world.trail("host.changed")
    assert (entry.before, entry.after) == ({"person_id": None}, {"person_id": mentor})

    assert (await link(first, None)).json()["person_id"] is None
    assert (await link(second, mentor)).json()["person_id"] == mentor
    stranger = await world.riverside.coordinator.patch(
        f"/v1/hosts/{first}", json={"person_id": mentor}, headers=ANY_VERSION
    )
    problem(stranger, 404, "not-found")


async def test_a_partner_sees_no_host(world: World) -> None:
    host = await add_host(world.service.database)
    client = world.riverside.coordinator

    assert await items(client, "/v1/hosts") == []
    problem(await client.get(f"/v1/hosts/{host}"), 404, "not-found")
    problem(await client.patch(f"/v1/hosts/{host}", json={"enabled": False}, headers=ANY_VERSION), 404, "not-found")
    assert (await world.coordinator.get(f"/v1/hosts/{host}")).json()["enabled"] is True


async def test_the_catalogue_shows_every_rule_setting_and_pack_to_everybody_who_may_read(world: World) -> None:
    client = world.riverside.coordinator

    catalogue = (await client.get("/v1/policy/rules")).json()
    packs = (await client.get("/v1/policy/packs")).json()["items"]

    assert [rule["code"] for rule in catalogue["rules"]] == [rule.code for rule in RULES]
    assert [setting["code"] for setting in catalogue["safety"]] == [setting.code for setting in SETTINGS]
    assert [pack["name"] for pack in packs] == list(load_packs())
    assert {each["kind"]: set(each["about"]) for each in catalogue["evidence"]} == SUBJECTS_OF
    assert [each["kind"] for each in catalogue["evidence"] if each["needs_document"]] == ["partner_written_consent"]
    for name, document in load_packs().items():
        pack = (await client.get(f"/v1/policy/packs/{name}")).json()
        plain = document.model_dump(mode="json")
        assert pack["title"] == document.title
        assert pack["rules"] == plain["rules"]
        assert pack["safety"] == plain["safety"]
        for rule in catalogue["rules"]:
            assert rule["packs"][name] == pack["rules"][rule["code"]]
    problem(await client.get("/v1/policy/packs/none-such"), 404, "not-found")
    problem(await client.get("/v1/policy/packs/None Such"), 422, "invalid-fields")
