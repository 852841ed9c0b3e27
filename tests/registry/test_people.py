"""Adding and changing mentors and mentees."""

from datetime import timedelta

from app.kit.clock import utc_now
from tests.support.registry_world import ANY_VERSION, World, create, items, mentee_body, mentor_body
from tests.support.service import problem


async def test_people_are_listed_by_partner_and_role(world: World) -> None:
    riverside, harbour = world.riverside, world.harbour

    async def listed(**filters: object) -> list[str]:
        return [person["id"] for person in await items(world.coordinator, "/v1/people", **filters)]

    everybody = [riverside.mentor, riverside.mentee, harbour.mentor, harbour.mentee]
    assert await listed() == [person["id"] for person in everybody]
    assert await listed(partner_id=harbour.partner["id"]) == [harbour.mentor["id"], harbour.mentee["id"]]
    assert await listed(role="mentee") == [riverside.mentee["id"], harbour.mentee["id"]]
    assert await listed(role="mentor", partner_id=riverside.partner["id"]) == [riverside.mentor["id"]]


async def test_a_partner_adds_people_of_its_own(world: World) -> None:
    body = mentee_body(world.riverside.partner, email="a.mentee@example.org", adult_at_risk=True)
    mentee = await create(world.riverside.coordinator, "/v1/people", body)
    assert {field: mentee[field] for field in body} == body


async def test_a_birth_date_is_required_for_a_mentee_and_lies_in_the_past(world: World) -> None:
    partner = world.riverside.partner
    today = utc_now().date()
    for birth_date, status in (
        (None, 422),
        ("1899-12-31", 422),
        ("1900-01-01", 201),
        ("2004-02-29", 201),
        ("2005-02-29", 422),
        ("9999-12-31", 422),
        ("946684800", 422),
        (946684800, 422),
        ("2000-01-01T00:00:00Z", 422),
        (str(today + timedelta(days=1)), 422),
        (str(today), 201),
    ):
        response = await world.coordinator.post("/v1/people", json=mentee_body(partner, birth_date=birth_date))
        assert response.status_code == status, (birth_date, response.text)
        if status == 422:
            assert [error["field"] for error in response.json()["errors"]] == ["birth_date"], birth_date
    without = mentor_body(partner)
    assert (await create(world.coordinator, "/v1/people", without))["birth_date"] is None


async def test_a_person_changes_but_for_their_partner(world: World) -> None:
    address = f"/v1/people/{world.riverside.mentee['id']}"
    change = {"name": "Another Name", "email": "new@example.org", "birth_date": "2008-02-29", "adult_at_risk": True}

    changed = await world.riverside.coordinator.patch(address, json=change, headers=ANY_VERSION)

    assert changed.status_code == 200, changed.text
    assert {field: changed.json()[field] for field in change} == change
    removed = await world.coordinator.patch(address, json={"email": None}, headers=ANY_VERSION)
    assert removed.json() == {**changed.json(), "email": None, "updated_at": removed.json()["updated_at"]}
    for refused_change in (
        {"partner_id": world.harbour.partner["id"]},
        {"birth_date": None},
        {"birth_date": str(utc_now().date() + timedelta(days=2))},
        {"name": None},
        {"adult_at_risk": None},
        {"adult_at_risk": "no"},
    ):
        refused = problem(
            await world.coordinator.patch(address, json=refused_change, headers=ANY_VERSION), 422, "invalid-fields"
        )
        assert [error["field"] for error in refused["errors"]] == list(refused_change)
    assert (await world.coordinator.get(address)).json() == removed.json()


async def test_a_mentor_may_do_without_a_birth_date(world: World) -> None:
    address = f"/v1/people/{world.riverside.mentor['id']}"
    # Of unknown age is the youngest that there is: who has a birth date is older.
    await world.service.confirm(
        await world.coordinator.patch(address, json={"birth_date": "1980-05-17"}, headers=ANY_VERSION)
    )
    assert (await world.coordinator.get(address)).json()["birth_date"] == "1980-05-17"
    removed = await world.coordinator.patch(address, json={"birth_date": None}, headers=ANY_VERSION)
    assert removed.status_code == 200, removed.text
    assert removed.json()["birth_date"] is None
