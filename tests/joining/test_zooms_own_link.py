"""Where people come in by personal links, Zoom's own link is kept back, whatever a key may read."""

from app.access.models import Role, Scope
from tests.support.scenario import make_scenario
from tests.support.service import problem
from tests.support.zoom import System


async def test_a_programme_with_personal_links_tells_zooms_link_to_nobody(system: System) -> None:
    scenario = await make_scenario(system.database)
    website = await system.caller(Scope.BOOKINGS_WRITE, Scope.LINKS_READ, Scope.BOOKINGS_READ, role=Role.FRONT_END)

    created = (await website.post("/v1/bookings", json=scenario.booking())).json()
    refused = problem(await website.get(f"/v1/bookings/{created['id']}/meeting-access"), 409, "personal-links-only")
    series = (await website.post("/v1/series", json=scenario.booking(14, sessions=2))).json()

    (at_zoom, *_) = await system.zoom.meetings()
    assert created["state"] == "confirmed"
    told = [each["meeting"] for each in (created, *series["bookings"])]
    assert [(each["join_url"], each["passcode"]) for each in told] == [(None, None)] * 3
    assert all("/v1/bookings/{id}/links" in said for said in [refused["detail"], *(each["problem"] for each in told)])
    assert at_zoom["password"] not in str((created, refused))
    read = [each["action"] for each in await system.audit(created["id"])]
    assert "meeting.link_read" not in read
    links = await website.post(f"/v1/bookings/{created['id']}/links", json={})
    assert len(links.json()["items"]) == 2


async def test_a_programme_may_go_on_with_zooms_link_until_its_partners_guidance_says_otherwise(system: System) -> None:
    scenario = await make_scenario(system.database, doors={"personal_links_only": False})
    coordinator = await system.caller()

    created = (await coordinator.post("/v1/bookings", json=scenario.booking())).json()
    assert created["meeting"]["join_url"]
    assert created["meeting"]["problem"] is None
    tag = (await coordinator.get(f"/v1/partners/{scenario.partner}")).headers["ETag"]
    guidance = {"doors": {"personal_links_only": True}}
    path = f"/v1/partners/{scenario.partner}/guidance"
    told = await coordinator.put(path, json=guidance, headers={"If-Match": tag})
    assert told.is_success, told.text
    problem(await coordinator.get(f"/v1/bookings/{created['id']}/meeting-access"), 409, "personal-links-only")
