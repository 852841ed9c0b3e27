"""What takes a protection away counts only once a second person has confirmed it."""

from datetime import date, timedelta

import httpx
from pydantic import SecretStr
from sqlmodel import select

from app.access.models import Role, Scope
from app.commands.encryption import rotate
from app.kit.clock import utc_now
from app.kit.encryption import KeyRing, new_key
from app.provisioning.timers import every_minute
from app.registry.proposals.models import PreviousValues, ProposedChange
from app.settings import Settings
from tests.support.registry_world import ANY_VERSION, Json, World, items
from tests.support.scenario import make_scenario
from tests.support.service import problem, service_running
from tests.support.zoom import System, eventually

CHILD, ADULT = "2012-05-01", "2004-05-01"
WHY = {"reason": "The birth certificate was shown to us."}
PROPOSED = "/v1/proposed-changes"


async def propose(client: httpx.AsyncClient, address: str, wanted: Json) -> Json:
    """Ask for a change that waits, and return the answer's body."""
    response = await client.patch(address, json=wanted, headers=ANY_VERSION)
    assert response.status_code == 202, response.text
    body: Json = response.json()
    assert response.headers["Location"] == f"{PROPOSED}/{body['proposed_change']['id']}"
    return body


async def judge(client: httpx.AsyncClient, proposal: Json, verb: str = "confirm", **headers: str) -> httpx.Response:
    return await client.post(f"{PROPOSED}/{proposal['id']}/{verb}", json=WHY, headers=headers)


async def open_incidents(client: httpx.AsyncClient) -> list[Json]:
    return await items(client, "/v1/incidents", kind="change_proposed", is_open=True)


async def test_one_key_that_makes_a_child_an_adult_gets_no_meeting_until_another_person_confirms(
    system: System,
) -> None:
    scenario = await make_scenario(system.database, mentee_birth_date=date.fromisoformat(CHILD))
    one = await system.caller(partner_id=scenario.partner, person="anna")
    also_one = await system.caller(partner_id=scenario.partner, person="anna")
    another = await system.caller(partner_id=scenario.partner)
    address = f"/v1/people/{scenario.mentee}"

    proposal = (await propose(one, address, {"birth_date": ADULT}))["proposed_change"]

    assert (await one.get(address)).json()["birth_date"] == CHILD
    problem(await one.post("/v1/bookings", json=scenario.booking()), 422, "denied")
    (incident,) = await open_incidents(another)
    assert incident["proposed_change_id"] == proposal["id"]
    for same in (one, also_one):
        problem(await judge(same, proposal), 403, "not-permitted")
    problem(
        await another.post(f"/v1/incidents/{incident['id']}/resolve", json={"resolution": "All is well."}),
        409,
        "wrong-state",
    )

    confirmed = await judge(another, proposal)

    assert confirmed.json()["state"] == "confirmed", confirmed.text
    assert (await one.get(address)).json()["birth_date"] == ADULT
    assert await open_incidents(another) == []
    assert (await one.post("/v1/bookings", json=scenario.booking())).json()["state"] == "confirmed"
    trail = (await another.get("/v1/audit", params={"limit": 200})).text
    assert CHILD not in trail
    assert ADULT not in trail


async def test_on_confirmation_sessions_ahead_are_decided_again(system: System) -> None:
    scenario = await make_scenario(system.database)
    one, another = await system.caller(), await system.caller()
    booking = (await one.post("/v1/bookings", json=scenario.booking())).json()
    address = f"/v1/people/{scenario.mentee}"
    assert (await one.patch(address, json={"birth_date": CHILD}, headers=ANY_VERSION)).status_code == 200

    async def state() -> str:
        found: str = (await one.get(f"/v1/bookings/{booking['id']}")).json()["state"]
        return found

    async def suspended() -> bool:
        return await state() == "suspended"

    async def confirmed() -> bool:
        return await state() == "confirmed"

    await eventually(suspended)
    proposal = (await propose(one, address, {"birth_date": ADULT}))["proposed_change"]
    assert await state() == "suspended"
    assert (await judge(another, proposal)).status_code == 200
    await eventually(confirmed)


async def test_what_tightens_counts_at_once_and_what_loosens_waits(world: World) -> None:
    client, address = world.riverside.coordinator, f"/v1/people/{world.riverside.mentee['id']}"
    tightened = await client.patch(
        address, json={"birth_date": "2007-01-01", "adult_at_risk": True}, headers=ANY_VERSION
    )
    assert tightened.status_code == 200, tightened.text

    answer = await propose(client, address, {"birth_date": "2008-01-01", "adult_at_risk": False, "name": "Another"})

    now = (await client.get(address)).json()
    assert (now["birth_date"], now["adult_at_risk"], now["name"]) == ("2008-01-01", True, "Another")
    assert answer["took_effect"] == ["birth_date", "name"]
    assert (answer["proposed_change"]["fields"], answer["proposed_change"]["loosened"]) == (["adult_at_risk"],) * 2
    read = (await world.coordinator.get(f"{PROPOSED}/{answer['proposed_change']['id']}")).json()
    assert read["changes"] == {"adult_at_risk": {"before": True, "after": False}}


async def test_measures_guidance_pairings_and_time_zones_are_loosened_by_two_people_alone(world: World) -> None:
    side, another = world.riverside, await world.service.caller()
    pairing, partner = f"/v1/pairings/{side.pairing['id']}", f"/v1/partners/{side.partner['id']}"
    measures = {"meeting.audio": "computer-only", "meeting.screen-share": "nobody"}
    guidance = {"rules": {"schedule.notice": {"severity": "deny", "parameters": {"hours": 72}}}, "safety": measures}
    for path, body in ((pairing, {"safety": measures}), (pairing, {"active": False})):
        assert (await side.coordinator.patch(path, json=body, headers=ANY_VERSION)).status_code == 200
    given = await side.coordinator.put(f"{partner}/guidance", json=guidance, headers=ANY_VERSION)
    assert given.status_code == 200, given.text

    weaker = await propose(side.coordinator, pairing, {"safety": {"meeting.screen-share": "nobody"}})
    taken_up = await propose(side.coordinator, pairing, {"active": True})
    less = await side.coordinator.put(
        f"{partner}/guidance",
        json={"rules": {"schedule.notice": {"severity": "deny", "parameters": {"hours": 30}}}},
        headers=ANY_VERSION,
    )
    zone = await propose(world.coordinator, f"/v1/programmes/{world.programme['id']}", {"time_zone": "Asia/Tokyo"})

    assert less.status_code == 202, less.text
    assert weaker["proposed_change"]["loosened"] == ["meeting.audio"]
    assert less.json()["proposed_change"]["loosened"] == ["schedule.notice", "meeting.screen-share", "meeting.audio"]
    shown = (await side.coordinator.get(pairing)).json()
    assert (shown["safety"], shown["active"]) == (measures, False)
    assert (await side.coordinator.get(f"{partner}/guidance")).json()["rules"] == guidance["rules"]
    # Proposals of a programme are the organisation's alone.
    theirs = await items(side.coordinator, PROPOSED)
    assert zone["proposed_change"]["id"] not in {each["id"] for each in theirs}
    assert len(theirs) == 3
    for each in (weaker, taken_up, less.json(), zone):
        assert (await judge(another, each["proposed_change"])).status_code == 200
    shown = (await side.coordinator.get(pairing)).json()
    assert (shown["safety"], shown["active"]) == ({"meeting.screen-share": "nobody"}, True)
    assert (await side.coordinator.get(f"{partner}/guidance")).json()["safety"] == {}
    programme = (await world.coordinator.get(f"/v1/programmes/{world.programme['id']}")).json()
    assert programme["time_zone"] == "Asia/Tokyo"


async def test_what_is_asked_again_waits_once_and_what_is_changed_otherwise_supersedes_it(world: World) -> None:
    one, address = world.riverside.coordinator, f"/v1/people/{world.riverside.mentee['id']}"
    first = (await propose(one, address, {"birth_date": "2001-01-01"}))["proposed_change"]
    assert (await propose(one, address, {"birth_date": "2001-01-01"}))["proposed_change"] == first
    assert (await one.patch(address, json={"name": "Another"}, headers=ANY_VERSION)).status_code == 200
    second = (await propose(one, address, {"birth_date": "2002-01-01"}))["proposed_change"]
    assert [each["id"] for each in await items(one, PROPOSED, state="open")] == [second["id"]]
    # Younger counts at once, and what was proposed about the date that was there before goes with it.
    assert (await one.patch(address, json={"birth_date": "2009-01-01"}, headers=ANY_VERSION)).status_code == 200
    assert [each["state"] for each in await items(one, PROPOSED)] == ["superseded", "superseded"]
    refused = problem(await judge(world.coordinator, second), 409, "wrong-state")
    assert "superseded" in refused["detail"]
    assert await open_incidents(world.coordinator) == []


async def test_a_change_is_declined_withdrawn_by_who_proposed_it_or_expires(world: World) -> None:
    one, address = world.riverside.coordinator, f"/v1/people/{world.riverside.mentee['id']}"
    states = []
    for judging, verb in ((world.coordinator, "decline"), (one, "withdraw")):
        proposal = (await propose(one, address, {"birth_date": "2001-01-01"}))["proposed_change"]
        if verb == "withdraw":
            problem(await judge(world.coordinator, proposal, "withdraw"), 403, "not-permitted")
        problem(await judge(judging, proposal, verb, **{"If-Match": '"7"'}), 412, "changed-meanwhile")
        states.append((await judge(judging, proposal, verb)).json()["state"])
        problem(await judge(world.coordinator, proposal), 409, "wrong-state")
    late = (await propose(one, address, {"birth_date": "2001-01-01"}))["proposed_change"]
    async with world.service.database.transaction() as session:
        (await session.get_one(ProposedChange, late["id"])).expires_at = utc_now() - timedelta(seconds=1)
    assert "in time" in problem(await judge(world.coordinator, late), 409, "wrong-state")["detail"]

    await every_minute(world.service.database, world.service.settings)

    assert states == ["declined", "withdrawn"]
    assert (await world.coordinator.get(f"{PROPOSED}/{late['id']}")).json()["state"] == "expired"
    assert (await one.get(address)).json()["birth_date"] == world.riverside.mentee["birth_date"]
    assert await open_incidents(world.coordinator) == []
    verbs = [entry.action for entry in await world.trail() if entry.action.startswith("proposed_change")]
    assert verbs == [
        f"proposed_change.{verb}" for verb in ("proposed", "declined", "proposed", "withdrawn", "proposed")
    ]


async def test_who_may_not_decide_is_refused(world: World) -> None:
    one, address = world.riverside.coordinator, f"/v1/people/{world.riverside.mentee['id']}"
    proposal = (await propose(one, address, {"birth_date": "2001-01-01"}))["proposed_change"]
    nobody, outsider = await world.service.anonymous(), world.harbour.coordinator
    front_end = await world.service.caller(Scope.APPROVALS_WRITE, role=Role.FRONT_END, person="somebody")
    without_scope = await world.service.caller(Scope.REGISTRY_WRITE, Scope.REGISTRY_READ)
    without_person = await world.service.caller(person=None)

    for verb in ("confirm", "decline"):
        problem(await judge(nobody, proposal, verb), 401, "not-authenticated")
        problem(await judge(outsider, proposal, verb), 404, "not-found")
        problem(await judge(front_end, proposal, verb), 403, "not-permitted")
        problem(await judge(without_scope, proposal, verb), 403, "not-permitted")
    assert "--person" in problem(await judge(without_person, proposal), 403, "not-permitted")["detail"]
    problem(await outsider.get(f"{PROPOSED}/{proposal['id']}"), 404, "not-found")
    problem(await judge(outsider, proposal, "withdraw"), 404, "not-found")
    assert await items(outsider, PROPOSED) == []

    (incident,) = await open_incidents(world.coordinator)
    website = await world.service.caller(Scope.INCIDENTS_WRITE, role=Role.FRONT_END)
    resolve = f"/v1/incidents/{incident['id']}/resolve"
    refused = problem(await website.post(resolve, json={"resolution": "All is well."}), 403, "not-permitted")
    assert "Only a coordinator's key" in refused["detail"]

    blind = await world.service.caller(Scope.APPROVALS_WRITE)
    confirmed = await judge(blind, proposal)
    assert (confirmed.json()["state"], confirmed.json()["changes"]) == ("confirmed", None)


async def test_a_coordinator_who_is_alone_confirms_where_the_second_person_is_switched_off(
    settings: Settings, world: World
) -> None:
    async with service_running(settings.model_copy(update={"second_person": False}), world.service.database) as service:
        alone = await service.caller()
        address = f"/v1/people/{world.riverside.mentee['id']}"
        proposal = (await propose(alone, address, {"birth_date": "2001-01-01"}))["proposed_change"]

        confirmed = await judge(alone, proposal)

        assert confirmed.json()["state"] == "confirmed", confirmed.text
        assert [entry.subject_id for entry in await world.trail("second_person.waived")] == [proposal["id"]]


async def test_what_was_on_file_before_is_kept_encrypted_and_who_reads_it_is_written_down(world: World) -> None:
    one, address = world.riverside.coordinator, f"/v1/people/{world.riverside.mentee['id']}"
    before = world.riverside.mentee
    wanted = {"name": "Zephyrine", "birth_date": "2009-01-01", "adult_at_risk": True}
    assert (await one.patch(address, json=wanted, headers=ANY_VERSION)).status_code == 200
    proposal = (await propose(one, address, {"adult_at_risk": False}))["proposed_change"]
    assert (await judge(world.coordinator, proposal)).status_code == 200
    administrator = await world.service.caller(*Scope)

    kept = await items(administrator, "/v1/previous-values", subject_id=before["id"])

    assert [each["values"] for each in kept] == [
        {"adult_at_risk": False, "birth_date": before["birth_date"], "name": before["name"]},
        {"adult_at_risk": True},
    ]
    assert [each["subject_version"] for each in kept] == [1, 2]
    keys = world.service.keys
    assert [each["replaced_by"] for each in kept] == [str(keys[one]), str(keys[world.coordinator])]
    (entry,) = await world.trail("previous_values.read")
    assert (entry.actor, entry.subject_id) == (str(keys[administrator]), before["id"])
    problem(await one.get("/v1/previous-values", params={"subject_id": before["id"]}), 403, "not-permitted")
    elsewhere = await world.service.caller(*Scope, partner_id=world.harbour.partner["id"])
    assert await items(elsewhere, "/v1/previous-values", subject_id=before["id"]) == []
    async with world.service.database.transaction() as session:
        rows = [*(await session.exec(select(PreviousValues))), *(await session.exec(select(ProposedChange)))]
        assert not any(text in row.model_dump_json() for row in rows for text in (before["name"], before["birth_date"]))

    ring = KeyRing.parse(world.service.settings.encryption_keys)
    newer = KeyRing({"newer": KeyRing.parse(SecretStr(new_key("newer"))).keys["newer"], **ring.keys})
    assert await rotate(world.service.database, newer) == len(rows)
    async with world.service.database.transaction() as session:
        rows = [*(await session.exec(select(PreviousValues))), *(await session.exec(select(ProposedChange)))]
        assert all(newer.is_current(row.content) for row in rows)
