"""Sessions on the accounts that exist: booked, moved, repaired, recovered and cancelled, whatever an account does otherwise."""

from collections.abc import AsyncIterator, Iterator
from contextlib import asynccontextmanager
from datetime import datetime, timedelta
from typing import Any

import httpx
import pytest

from app.kit.database import Database
from app.registry.programmes.models import Programme
from app.settings import Settings
from app.zoom.sandbox import SandboxConfiguration, UserSeed, load_profile
from tests.support.scenario import Scenario, add_pairing, make_scenario
from tests.support.zoom import (
    AI_OFF,
    CLIENT_SECRET,
    System,
    Zoom,
    eventually,
    running_in_a_thread,
    running_system,
    synchronise,
)

AI_KEYS = ["in_meeting.meeting_summary_with_ai_companion", "in_meeting.ai_companion_questions"]
AI_STARTS = ["settings.auto_start_meeting_summary", "settings.auto_start_ai_companion_questions"]

ACCOUNTS: dict[str, list[dict[str, Any]]] = {
    "free-2026": [{}, {"numeric_passcodes": True, "description_hidden": True}],
    "pro-2026": [
        {},
        {
            "topic_hidden": True,
            "unknown_meeting_code": 300,
            "start_link_asks_to_sign_in": True,
            "registrant_limit_text": "of_user",
        },
        {"list_delay_seconds": 1},
        {"list_without_agenda": True, "list_reaches_days": 160},
    ],
    "business-2026": [
        {},
        {"absent": {"meeting": AI_STARTS, "user_settings": AI_KEYS}},
        {
            "absent": {
                "meeting": [*AI_STARTS, "settings.breakout_room"],
                "user_settings": AI_KEYS,
                "account_settings": AI_KEYS,
            }
        },
    ],
}
"""What of each account is otherwise, one after the other."""

FURTHER_THAN_LISTS = 170
"""Days."""


@pytest.fixture(scope="module")
def account(request: pytest.FixtureRequest) -> str:
    name: str = request.param
    return name


@pytest.fixture(scope="module")
def sandbox_url(account: str) -> Iterator[str]:
    """A sandbox that plays an account of this year; an administrator has switched AI Companion off for its hosts."""
    configuration = SandboxConfiguration(
        account_id="account-of-the-tests",
        client_id="client-of-the-tests",
        client_secret=CLIENT_SECRET,
        profile=load_profile(account),
        users=tuple(
            UserSeed(email=f"host-{each}@example.org", id=f"host-{each}", settings=AI_OFF) for each in (1, 2, 3)
        ),
        seed=1,
    )
    with running_in_a_thread(configuration) as url:
        yield url


class Session:
    """One session's life, step by step; each step ends when Zoom and the booking are as they should be."""

    def __init__(self, system: System, client: httpx.AsyncClient, scenario: Scenario) -> None:
        self.system, self.client, self.scenario = system, client, scenario
        self.booking: dict[str, Any] = {}

    @property
    def path(self) -> str:
        return f"/v1/bookings/{self.booking['id']}"

    async def book(self, *, days_ahead: int) -> None:
        wanted = self.scenario.booking(minutes=30, days_ahead=days_ahead)
        response = await self.client.post("/v1/bookings", json=wanted, headers={"Prefer": "wait=20"})
        self.booking = response.json()
        assert self.booking["state"] == "confirmed", response.text

        async def is_one() -> bool:
            return [each["settings"]["waiting_room"] for each in await self.system.zoom.meetings()] == [True]

        await eventually(is_one)

    async def at_zoom(self) -> dict[str, Any]:
        """Return the one meeting that is there."""
        (meeting,) = await self.system.zoom.meetings()
        return meeting

    async def move(self) -> None:
        later = {
            each: (datetime.fromisoformat(self.booking[each]) + timedelta(hours=2)).isoformat()
            for each in ("starts_at", "ends_at")
        }
        tag = (await self.client.get(self.path)).headers["ETag"]
        response = await self.client.patch(
            self.path, json={**later, "agreed_by_both": True}, headers={"If-Match": tag, "Prefer": "wait=20"}
        )
        assert response.json()["state"] == "confirmed", response.text

        async def is_moved() -> bool:
            there = datetime.fromisoformat((await self.at_zoom())["start_time"])
            return there == datetime.fromisoformat(later["starts_at"])

        await eventually(is_moved)

    async def repair(self) -> None:
        await self.system.zoom.as_host((await self.at_zoom())["id"], settings={"waiting_room": False})

        async def is_repaired() -> bool:
            shown = (await self.client.get(self.path)).json()
            return (await self.at_zoom())["settings"]["waiting_room"] is True and shown["meeting"] is not None

        await eventually(is_repaired)

    async def make_again(self) -> None:
        """Let somebody delete the meeting at Zoom, which then does not know it."""
        was = (await self.at_zoom())["id"]
        await self.system.zoom.control("DELETE", f"/meetings/{was}")

        async def is_there_again() -> bool:
            meeting = (await self.client.get(self.path)).json()["meeting"]
            return meeting is not None and meeting["zoom_meeting_id"] != was

        await eventually(is_there_again)
        await self.at_zoom()

    async def cancel(self) -> None:
        response = await self.client.post(f"{self.path}/cancel", json={"reason": "No longer needed."})
        assert response.is_success, response.text

        async def is_gone() -> bool:
            return not await self.system.zoom.meetings()

        await eventually(is_gone)


@asynccontextmanager
async def system_on(settings: Settings, database: Database, zoom: Zoom) -> AsyncIterator[System]:
    async with running_system(settings, database, zoom) as system:
        await system.proven_hosts()
        yield system


async def move_programme(database: Database, scenario: Scenario, time_zone: str) -> None:
    """Let a programme be in a time zone that Zoom's list does not have."""
    async with database.transaction() as session:
        (await session.get_one(Programme, scenario.programme)).time_zone = time_zone


@pytest.mark.parametrize("account", ACCOUNTS, indirect=True)
async def test_a_session_lives_on_each_account_and_whatever_of_it_is_otherwise(
    account: str, sandbox_settings: Settings, database: Database, zoom: Zoom
) -> None:
    of_profile = await zoom.control("GET", "/beliefs")
    # Where the keys of AI Companion are gone, the account must have it off.
    await zoom.lock(**{f"{key}.enable": False for key in AI_KEYS})
    async with system_on(sandbox_settings, database, zoom) as system:
        client = await system.caller()
        first = await make_scenario(database)
        await move_programme(database, first, "Europe/Malta")
        for beliefs in ACCOUNTS[account]:
            await zoom.control("PUT", "/beliefs", {**of_profile, **beliefs})
            assert await synchronise(system.settings, database), beliefs
            session = Session(system, client, await add_pairing(database, first))
            # Zoom makes the meeting, and the answer is lost.
            await zoom.faults({"kind": "drop_answer_after_work", "operation": "create_meeting"})
            await session.book(days_ahead=FURTHER_THAN_LISTS if "list_reaches_days" in beliefs else 7)
            await session.move()
            await session.repair()
            if "unknown_meeting_code" in beliefs:
                await session.make_again()
            await session.cancel()


@pytest.mark.parametrize("account", ["pro-2026"], indirect=True)
async def test_what_an_account_withholds_is_told_and_nothing_unsafe_is_confirmed(
    account: str, sandbox_settings: Settings, database: Database, zoom: Zoom
) -> None:
    of_profile = await zoom.control("GET", "/beliefs")
    async with system_on(sandbox_settings, database, zoom) as system:
        client = await system.caller()
        first = await make_scenario(database)

        await zoom.control("PUT", "/beliefs", {**of_profile, "absent": {"meeting": ["settings.waiting_room"]}})
        blocked = (await client.post("/v1/bookings", json=first.booking(minutes=30))).json()
        assert (blocked["state"], blocked["meeting"]) == ("blocked", None)

        async def is_removed() -> bool:
            return not await zoom.meetings()

        await eventually(is_removed)

        await zoom.control("PUT", "/beliefs", {**of_profile, "denial": "denied"})
        second = await add_pairing(database, first)
        denied = await client.post("/v1/bookings", json=second.booking(minutes=30), headers={"Prefer": "wait=0"})
        path = denied.headers["Location"]

        async def problem() -> str:
            return (await client.get(path)).json()["problem"] or ""

        async def denies_account() -> bool:
            return "denies our account" in await problem()

        async def lacks_scope() -> bool:
            return "lacks a scope" in await problem()

        await eventually(denies_account)
        await zoom.control("PUT", "/beliefs", {**of_profile, "denial": "without_scopes"})
        await eventually(lacks_scope)
        kinds = {each["kind"] for each in (await client.get("/v1/incidents")).json()["items"]}
        assert "zoom_account" in kinds
        await zoom.control("PUT", "/beliefs", {**of_profile, "in_progress_after_end_seconds": 1})

        async def is_confirmed() -> bool:
            return bool((await client.get(path)).json()["state"] == "confirmed")

        await eventually(is_confirmed)
        (meeting,) = await zoom.meetings()
        await zoom.control("POST", f"/meetings/{meeting['id']}/start")
        session = Session(system, client, second)
        session.booking = denied.json()
        await session.cancel()

        await zoom.control("PUT", "/beliefs", {**of_profile, "locked_user_setting": "refused"})
        await zoom.lock(in_meeting__file_transfer=True)
        assert not await synchronise(system.settings, database)
        host = (await client.get("/v1/hosts")).json()["items"][0]
        shown = (await client.get(f"/v1/hosts/{host['id']}/readiness")).json()
        locks = {row["code"]: row["locked_by"] for row in shown["settings"] if row["locked_by"]}
        assert locks == {"meeting.file-transfer": "in_meeting.file_transfer"}
        refused = await client.post("/v1/bookings", json=second.booking(minutes=30))
        assert refused.status_code == 422
