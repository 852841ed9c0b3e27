"""Without registration: two people and a stranger by invite links, each known through webhooks for what they are."""

from typing import Any

import pytest

from app.settings import Settings
from tests.support.doors import Doors
from tests.support.forms import Browser
from tests.support.rooms import MINUTE, at_zoom, becomes, booked, incidents, play
from tests.support.scenario import make_scenario
from tests.support.zoom import System, eventually

Json = dict[str, Any]
ABOUT_PEOPLE = ("stranger_waiting", "stranger_inside", "never_admitted", "link_used_twice")


@pytest.fixture
def settings(settings: Settings) -> Settings:
    """Settings of a service that gives out personal links."""
    return settings.model_copy(update={"public_url": "https://sessions.example.org"})


@pytest.fixture
async def booking(system: System) -> Json:
    """A running session whose people both come by invite links, ten minutes after it was opened."""
    await system.zoom.control("PUT", "/beliefs", {"registration_offered": False})
    # A coordinator opens, so that the mentor comes by a link, too.
    scenario = await make_scenario(system.database, opening={"who": "coordinator"})
    booked_one = await booked(system, scenario, starts_in=-20 * MINUTE)
    # What people do must have settled before anything follows from it.
    await system.zoom.control("POST", "/time/advance", {"seconds": -600})
    await play(system, booked_one, "start")
    await becomes(system, booked_one, "in_progress")
    return booked_one


async def goes_in(system: System, booking: Json, browser: Browser, **named: str) -> None:
    """Press the button of a page at Zoom, and be let in by the host."""
    await browser.press("Launch meeting", **named)
    path = f"/meetings/{booking['meeting']['zoom_meeting_id']}/participants"
    for each in await system.zoom.control("GET", path):
        if each["place"] == "in_waiting_room":
            await system.zoom.control("POST", f"{path}/{each['uuid']}/admit")
    await browser.reload()
    assert "You are in the meeting" in browser.text
    await system.zoom.settle()


async def told(system: System, kind: str) -> Json:
    """Wait for the incident of a kind."""

    async def found() -> Json | None:
        return next(iter(await incidents(system, kind)), None)

    return await eventually(found)


async def about_people(system: System) -> set[str]:
    """Return what is told of who came, once everything that happened was looked at."""
    await system.a_minute_passes()
    return {kind for kind in ABOUT_PEOPLE if await incidents(system, kind)}


async def test_two_people_are_expected_and_a_forwarded_link_and_a_pretender_are_told_of(
    system: System, doors: Doors, booking: Json
) -> None:
    mentor, mentee = await doors.people(booking)
    theirs = [await doors.lead(each) for each in (mentor, mentee)]
    link = theirs[1].url
    for each in theirs:
        await goes_in(system, booking, each)
    assert await about_people(system) == set()

    await goes_in(system, booking, await doors.follow(link))

    assert (await told(system, "link_used_twice"))["details"] == {"role": "mentee"}
    assert await about_people(system) == {"link_used_twice"}

    shared = (await at_zoom(system, booking) or {})["join_url"]
    await goes_in(system, booking, await doors.follow(shared), name="A mentee")

    stranger = await told(system, "stranger_inside")
    assert (stranger["severity"], stranger["details"]) == ("critical", {})


async def test_a_revoked_link_is_called_that_and_whoever_presses_anew_is_known(
    system: System, doors: Doors, booking: Json
) -> None:
    _, mentee = await doors.people(booking)
    before = await doors.lead(mentee)
    await goes_in(system, booking, before)
    assert await about_people(system) == set()
    coordinator, path = await system.caller(), f"/v1/bookings/{booking['id']}/links"
    assert (await coordinator.post(path, json={})).is_success

    assert (await coordinator.post(f"{path}/mentee/revoke")).status_code == 204
    await system.a_minute_passes()

    inside = await told(system, "stranger_inside")
    assert inside["details"] == {"code": mentee.code, "revoked": True}
    _, anew = await doors.people(booking)
    await goes_in(system, booking, await doors.lead(anew))
    assert anew.code != mentee.code
    assert await about_people(system) == {"stranger_inside", "stranger_waiting"}
    assert [each["count"] for each in await incidents(system, "stranger_inside")] == [inside["count"]]
