"""Adding and changing partners and programmes."""

import httpx
import pytest

from app.access.models import Role, Scope
from app.policy import Policy, pack
from tests.support.registry_world import ANY_VERSION, CONTACT, World, create, items, programme_body
from tests.support.service import problem, version_of


async def test_a_partner_is_added_read_and_renamed(coordinator: httpx.AsyncClient) -> None:
    partner = await create(coordinator, "/v1/partners", {"name": "  Riverside Youth Trust "})
    assert partner["name"] == "Riverside Youth Trust"

    address = f"/v1/partners/{partner['id']}"
    renamed = await coordinator.patch(address, json={"name": "Riverside"}, headers={"If-Match": '"1"'})

    assert renamed.status_code == 200, renamed.text
    assert renamed.json()["name"] == "Riverside"
    assert renamed.json()["updated_at"] > partner["updated_at"]
    assert renamed.json()["created_at"] == partner["created_at"]
    assert (await coordinator.get(address)).json() == renamed.json()
    assert await items(coordinator, "/v1/partners") == [renamed.json()]


async def test_only_the_organisation_adds_partners_and_adds_or_changes_programmes(world: World) -> None:
    partners_key = world.riverside.coordinator

    problem(await partners_key.post("/v1/partners", json={"name": "Another"}), 403, "not-permitted")
    problem(await partners_key.post("/v1/programmes", json=programme_body()), 403, "not-permitted")
    address = f"/v1/programmes/{world.programme['id']}"
    problem(await partners_key.patch(address, json={"name": "Mine"}, headers=ANY_VERSION), 403, "not-permitted")

    assert len(await items(world.coordinator, "/v1/partners")) == 2
    assert await items(world.coordinator, "/v1/programmes") == [world.programme]


async def test_a_partner_renames_itself(world: World) -> None:
    address = f"/v1/partners/{world.riverside.partner['id']}"
    renamed = await world.riverside.coordinator.patch(address, json={"name": "Riverside"}, headers=ANY_VERSION)
    assert renamed.json()["name"] == "Riverside"


async def test_a_programme_starts_with_the_rules_of_its_pack(coordinator: httpx.AsyncClient) -> None:
    programme = await create(coordinator, "/v1/programmes", programme_body(pack="the-brokerage"))

    policy = (await coordinator.get(f"/v1/programmes/{programme['id']}/policy")).json()

    expected = Policy(document=pack("the-brokerage"), version=1)
    assert programme["policy_version"] == policy["version"] == 1
    assert policy["document"] == expected.document.model_dump(mode="json")
    assert (
        policy["digest"]
        == expected.digest
        == (await coordinator.get("/v1/policy/packs/the-brokerage")).json()["digest"]
    )
    (entry,) = await items(coordinator, "/v1/audit", action="programme.created")
    assert entry["after"]["pack"] == "the-brokerage"
    assert entry["after"]["policy_digest"] == expected.digest


async def test_a_version_of_a_policy_is_read_by_its_number(world: World) -> None:
    address = f"/v1/programmes/{world.programme['id']}/policy"
    present = await world.riverside.coordinator.get(address)

    assert (await world.riverside.coordinator.get(address, params={"version": 1})).json() == present.json()
    missing = problem(await world.coordinator.get(address, params={"version": 2}), 404, "not-found")
    assert "the present one is 1" in missing["detail"]
    for version in ("0", "-1", "2147483648", "one"):
        refused = problem(await world.coordinator.get(address, params={"version": version}), 422, "invalid-fields")
        assert [error["field"] for error in refused["errors"]] == ["query.version"], version


async def test_what_may_change_about_a_programme_changes_and_the_rest_stays(world: World) -> None:
    contacts = [{"name": "Duty desk", "role": "Safeguarding lead", "email": "duty@example.org"}]
    change = {"host_pool": "evening", "safeguarding_contacts": contacts}
    address = f"/v1/programmes/{world.programme['id']}"

    changed = await world.coordinator.patch(address, json=change, headers=ANY_VERSION)

    assert changed.status_code == 200, changed.text
    assert changed.json()["name"] == world.programme["name"]
    assert changed.json()["policy_version"] == 1
    assert changed.json()["safeguarding_contacts"] == [{**contacts[0], "phone": None}]
    again = await world.coordinator.patch(address, json=change, headers=ANY_VERSION)
    assert version_of(again) == version_of(changed) == 2
    zone = {"time_zone": "America/Argentina/Buenos_Aires"}
    await world.service.confirm(await world.coordinator.patch(address, json=zone, headers=ANY_VERSION))
    assert (await world.coordinator.get(address)).json()["time_zone"] == zone["time_zone"]
    refused = problem(
        await world.coordinator.patch(address, json={"pack": "baseline"}, headers=ANY_VERSION), 422, "invalid-fields"
    )
    assert [error["field"] for error in refused["errors"]] == ["pack"]


@pytest.mark.parametrize("method", ["post", "patch"])
async def test_a_programme_that_makes_no_sense_names_the_field(world: World, method: str) -> None:
    address = "/v1/programmes" if method == "post" else f"/v1/programmes/{world.programme['id']}"
    whole = programme_body() if method == "post" else {}
    cases: list[tuple[dict[str, object], str]] = [
        ({"time_zone": "Europe/Atlantis"}, "time_zone"),
        ({"time_zone": "europe/london"}, "time_zone"),
        ({"time_zone": "../../etc/passwd"}, "time_zone"),
        ({"time_zone": "Europe"}, "time_zone"),
        ({"time_zone": "localtime"}, "time_zone"),
        ({"time_zone": ""}, "time_zone"),
        ({"time_zone": None}, "time_zone"),
        ({"host_pool": "Default Pool"}, "host_pool"),
        ({"host_pool": None}, "host_pool"),
        ({"safeguarding_contacts": []}, "safeguarding_contacts"),
        ({"safeguarding_contacts": [{"name": "Nobody can reach them"}]}, "safeguarding_contacts.0"),
        ({"safeguarding_contacts": [{"name": "Desk", "phone": "ring me"}]}, "safeguarding_contacts.0.phone"),
        ({"safeguarding_contacts": [{"name": "Desk", "email": "no address"}]}, "safeguarding_contacts.0.email"),
        ({"safeguarding_contacts": [{"email": "desk@example.org"}]}, "safeguarding_contacts.0.name"),
        ({"policy_version": 2}, "policy_version"),
    ]
    if method == "post":
        cases += [({"pack": "none-such"}, "pack"), ({"pack": "../baseline"}, "pack"), ({"pack": None}, "pack")]
    for change, field in cases:
        response = await world.coordinator.request(method, address, json={**whole, **change}, headers=ANY_VERSION)
        refused = problem(response, 422, "invalid-fields")
        assert [error["field"] for error in refused["errors"]] == [field], change
    assert await items(world.coordinator, "/v1/programmes") == [world.programme]


async def test_contacts_of_partner_and_programme_are_found_by_pairing_and_never_told_to_the_trail(world: World) -> None:
    side = world.riverside
    desk = {"name": "Mentor desk", "phone": "+44 20 7946 0001"}
    lead = {"name": "Partner's lead", "email": "lead@example.org"}
    office = {"name": "Programme office", "phone": "+44 20 7946 0002"}
    for path, change in (
        (f"/v1/partners/{side.partner['id']}", {"coordinators": [desk], "safeguarding_contacts": [lead]}),
        (f"/v1/programmes/{world.programme['id']}", {"coordinators": [office]}),
    ):
        changed = await world.coordinator.patch(path, json=change, headers=ANY_VERSION)
        assert changed.status_code == 200, changed.text
    unreachable = {"coordinators": [{"name": "Nobody"}]}
    partner = f"/v1/partners/{side.partner['id']}"
    problem(await world.coordinator.patch(partner, json=unreachable, headers=ANY_VERSION), 422, "invalid-fields")
    path = f"/v1/pairings/{side.pairing['id']}/contacts"
    front_end = await world.service.caller(Scope.BOOKINGS_READ, role=Role.FRONT_END, partner_id=side.partner["id"])

    found = (await front_end.get(path)).json()["items"]

    assert [(each["contact_role"], each["of"], each["name"]) for each in found] == [
        ("coordinator", "partner", "Mentor desk"),
        ("coordinator", "programme", "Programme office"),
        ("safeguarding_lead", "partner", "Partner's lead"),
        ("safeguarding_lead", "programme", CONTACT["name"]),
    ]
    assert found[0]["phone"] == desk["phone"]
    problem(await world.harbour.coordinator.get(path), 404, "not-found")
    problem(await (await world.service.caller(Scope.AUDIT_READ)).get(path), 403, "not-permitted")
    told = " ".join(entry.model_dump_json() for entry in await world.trail())
    assert not [each for each in (desk, lead, office) if each["name"] in told]
