"""Meetings that are there become safer when the partner asks for more, and nobody is blamed for it."""

from tests.support.scenario import make_scenario
from tests.support.zoom import System, eventually


async def test_guidance_that_tightens_settings_changes_meetings_and_is_no_loosening(system: System) -> None:
    scenario = await make_scenario(system.database)
    coordinator = await system.caller()
    bookings = [
        (await coordinator.post("/v1/bookings", json=scenario.booking(hour))).json() for hour in (10, 12, 14, 16)
    ]
    assert {each["state"] for each in bookings} == {"confirmed"}

    guidance = {"safety": {"meeting.audio": "computer-only", "meeting.encryption": "end-to-end"}}
    path = f"/v1/partners/{scenario.partner}/guidance"
    given = await coordinator.put(path, json=guidance, headers={"If-Match": "*"})
    assert given.status_code == 200, given.text

    async def encrypted() -> bool:
        return {each["settings"]["encryption_type"] for each in await system.zoom.meetings()} == {"e2ee"}

    await eventually(encrypted)

    async def confirmed() -> bool:
        items = (await coordinator.get("/v1/bookings")).json()["items"]
        return {each["state"] for each in items} == {"confirmed"} and all(each["meeting"] for each in items)

    await eventually(confirmed)
    await system.zoom.settle()
    incidents = (await coordinator.get("/v1/incidents")).json()["items"]
    assert [each["summary"] for each in incidents] == []
