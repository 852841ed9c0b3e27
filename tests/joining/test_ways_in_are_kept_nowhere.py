"""After a whole session, no table, log, answer, calendar file or page has what lets somebody into Zoom."""

import json
import re
from contextlib import AsyncExitStack
from datetime import timedelta
from typing import Any
from urllib.parse import parse_qs, urlsplit

import httpx
import pytest

from app.bookings.participants.models import Participant
from app.joining.opening.answers import WayIn
from app.joining.opening.service import Opening
from app.zoom.client import ZoomClient
from tests.support.doors import Doors
from tests.support.forms import Browser
from tests.support.rooms import at_zoom, booked, shift
from tests.support.scenario import Scenario, make_scenario
from tests.support.service import TLS
from tests.support.stored import everything_stored
from tests.support.zoom import System


async def led_in(doors: Doors, participant: Participant) -> str:
    """Press the button of a participant; return where it leads."""
    answer = await doors.press(participant)
    assert isinstance(answer, WayIn), answer
    return answer.url.get_secret_value()


async def answers_about(system: System, scenario: Scenario, booking: dict[str, Any]) -> dict[str, str]:
    """Return every answer about a session to a key that may read everything, the calendar files and the pages."""
    caller, stranger = await system.caller(), await system.anonymous()
    path = f"/v1/bookings/{booking['id']}"
    given = await caller.post(f"{path}/links", json={})
    calendar = await caller.post(f"/v1/people/{scenario.mentee}/calendar", json={})
    paths = [path, *(f"{path}/{each}" for each in ("decision", "audit", "session", "story", "participants"))]
    paths += [f"{path}/participants/{role}/calendar.ics" for role in ("mentor", "mentee")]
    paths += ["/v1/bookings?limit=200", "/v1/audit?limit=200", "/v1/incidents?limit=200", "/v1/today"]
    paths += ["/v1/events?limit=200", f"{path}?expand=decision,safety"]
    found = {each: await caller.get(each) for each in paths}
    for link in [each["url"] for each in given.json()["items"]]:
        public = urlsplit(link).path
        found |= {each: await stranger.get(each) for each in (public, f"{public}/calendar.ics")}
    public = urlsplit(calendar.json()["url"]).path
    found[public] = await stranger.get(public)
    assert {each: answer.status_code for each, answer in found.items() if not answer.is_success} == {}
    return {each: answer.text for each, answer in (*found.items(), ("links", given), ("calendar", calendar))}


def secrets_in(*links: str) -> set[str]:
    """Return the links, and what in them is secret."""
    values = [value for link in links for said in parse_qs(urlsplit(link).query).values() for value in said]
    return {*links, *(value for value in values if len(value) > 5)}


async def test_no_way_into_zoom_is_kept_or_told_after_a_whole_session(
    system: System, capfd: pytest.CaptureFixture[str]
) -> None:
    scenario = await make_scenario(system.database)
    booking = await booked(system, scenario, starts_in=timedelta(minutes=5))
    capfd.readouterr()
    before = await answers_about(system, scenario, booking)
    async with AsyncExitStack() as stack:
        zoom = await stack.enter_async_context(ZoomClient(system.settings.zoom))
        http = await stack.enter_async_context(httpx.AsyncClient(verify=TLS))
        doors = Doors(system, Opening(system.database, zoom, system.settings.key_ring), http)
        mentor, mentee = [await led_in(doors, each) for each in await doors.people(booking)]
        waiting, host = Browser(http), Browser(http)
        await waiting.open(mentee)
        await waiting.press("Launch meeting")
        await host.open(mentor)
        await host.press("Start meeting")
        await host.press("Admit")
        await waiting.reload()
        assert "You are in the meeting" in waiting.text
    await system.zoom.settle()
    meeting = await at_zoom(system, booking)
    assert meeting is not None
    during = await answers_about(system, scenario, booking)
    await system.zoom.control("POST", f"/meetings/{meeting['id']}/end")
    await system.zoom.settle()
    await shift(system, booking, starts_in=timedelta(hours=-2))
    await system.a_minute_passes()
    await system.idle()
    after = await answers_about(system, scenario, booking)

    secrets = {meeting["password"], *secrets_in(meeting["join_url"], mentor, mentee)}
    assert "zak" in parse_qs(urlsplit(mentor).query)
    assert "tk" in parse_qs(urlsplit(mentee).query)
    assert len(secrets) > 4
    told = capfd.readouterr()
    places = {"log": told.out + told.err}
    places |= {f"table {name}": rows for name, rows in (await everything_stored(system.database)).items()}
    for when, answers in (("before", before), ("during", during), ("after", after)):
        places |= {f"{when}: {name}": text for name, text in answers.items()}
    names = re.compile(r"start_url|[?&]zak=|[?&]tk=|[?&]pwd=")
    assert {name: secret for name, text in places.items() for secret in secrets if secret in text} == {}
    assert [name for name, text in places.items() if names.search(text)] == []
    # The search would prove nothing of a session that nobody came to.
    statuses = [
        [each["status"] for each in json.loads(answers[f"/v1/bookings/{booking['id']}/participants"])["items"]]
        for answers in (before, during, after)
    ]
    assert statuses == [["link_given"] * 2, ["joined"] * 2, ["left"] * 2]
    assert "personal_link" in after[f"/v1/bookings/{booking['id']}/audit"]
