"""What Zoom allows in a day is used up: bookings wait for midnight in UTC, and are confirmed after it.

Midnight itself is played here, on all clocks: the process's and the sandbox's, which travel, and PostgreSQL's, by which the
budgets are kept and the jobs wait: in the test's own database two functions stand before those that tell the time.
"""

from collections.abc import AsyncIterator
from datetime import UTC, date, datetime, time, timedelta
from email.utils import parsedate_to_datetime
from functools import partial
from typing import Any

import asyncpg
import httpx
import pytest
import time_machine
from sqlmodel import select

from app.hosts.models import CHANGES_PER_DAY, Host, HostUsage
from app.kit.clock import utc_now
from app.kit.database import Database
from app.settings import Settings
from app.zoom.limits.models import ZoomBudget
from app.zoom.limits.plans import QUOTAS, Label, Plan
from tests.support.database import as_owner
from tests.support.scenario import add_host, make_scenario
from tests.support.service import Service, problem
from tests.support.zoom import CLIENT_SECRET, HOSTS, System, Zoom, eventually, running_system

ASYNC = {"Prefer": "respond-async"}
ANOTHER_APP = "A meeting of another app of the account"
EVENING = timedelta(minutes=10)
NEAR = timedelta(seconds=6)
"""How long before midnight the sessions are asked for, of which each must have been refused before it: it is waited for."""

_CLOCK_THAT_TRAVELS = """
    CREATE TABLE public.ahead (step interval NOT NULL);
    INSERT INTO public.ahead VALUES ('0');
    GRANT SELECT ON public.ahead TO PUBLIC;
    CREATE FUNCTION public.clock_timestamp() RETURNS timestamptz LANGUAGE sql VOLATILE
        AS 'SELECT pg_catalog.clock_timestamp() + step FROM public.ahead';
    CREATE FUNCTION public.now() RETURNS timestamptz LANGUAGE sql STABLE
        AS 'SELECT pg_catalog.now() + step FROM public.ahead';
    DO 'BEGIN EXECUTE format(''ALTER DATABASE %I SET search_path = public, pg_catalog'', current_database()); END';
"""


class Night:
    """The clocks around one midnight."""

    def __init__(
        self, midnight: datetime, clock: time_machine.Traveller, connection: asyncpg.Connection, zoom: Zoom
    ) -> None:
        self.midnight = midnight
        self.evening: date = midnight.date() - timedelta(days=1)
        self._clock = clock
        self._connection = connection
        self._zoom = zoom

    async def move_to(self, moment: datetime) -> None:
        await self._connection.execute("UPDATE public.ahead SET step = $1::timestamptz - pg_catalog.now()", moment)
        self._clock.move_to(moment)
        # Another test may have set it apart from the machine's time.
        await self._zoom.control("PUT", "/time", {"now": moment.isoformat()})
        await eventually(self._zoom_tells_the_time)

    async def _zoom_tells_the_time(self) -> bool:
        """The sandbox's server writes the `Date` of its answers once a second, and our client compares by it."""
        date = (await self._zoom.played("GET", "/time")).headers["date"]
        return abs(parsedate_to_datetime(date) - utc_now()) < timedelta(seconds=1.5)


@pytest.fixture
async def night(database_url: str, zoom: Zoom) -> AsyncIterator[Night]:
    """Ten minutes before a midnight, on every clock."""
    midnight = datetime.combine(datetime.now(UTC).date() + timedelta(days=2), time(), UTC)
    connection = await asyncpg.connect(as_owner(database_url))
    await connection.execute(_CLOCK_THAT_TRAVELS)
    with time_machine.travel(midnight, tick=True) as clock:
        night = Night(midnight, clock, connection, zoom)
        await night.move_to(midnight - EVENING)
        yield night
    await connection.close()


async def asked_for(system: System, sessions: int) -> list[dict[str, Any]]:
    """Ask for sessions of as many pairings, of which none can be booked today."""
    client = await system.caller()
    bookings = []
    for scenario in [await make_scenario(system.database) for _ in range(sessions)]:
        response = await client.post("/v1/bookings", json=scenario.booking(10), headers=ASYNC)
        assert response.status_code == 202, response.text
        bookings.append(response.json())
    return bookings


async def wait_for_midnight(system: System, night: Night, bookings: list[dict[str, Any]]) -> None:
    """Check that each waits, knows until when, and that Zoom holds nothing for it."""
    client = await system.caller()
    for booking in bookings:
        waiting = await eventually(partial(as_it_waits, client, booking))
        assert waiting["state"] == "provisioning"
        assert "limit" in waiting["problem"]
        expected = datetime.fromisoformat(waiting["next_attempt_at"])
        assert timedelta(seconds=-0.5) < expected - night.midnight < timedelta(seconds=2)
    assert await alive_for_us(system.zoom) == []
    assert utc_now() < night.midnight, "this machine was too slow for this test"


async def as_it_waits(client: httpx.AsyncClient, booking: dict[str, Any]) -> dict[str, Any] | None:
    now: dict[str, Any] = (await client.get(f"/v1/bookings/{booking['id']}")).json()
    return now if now["next_attempt_at"] else None


async def alive_for_us(zoom: Zoom) -> list[int]:
    return sorted(each["id"] for each in await zoom.meetings() if each["topic"] != ANOTHER_APP)


async def are_confirmed_after(system: System, night: Night, bookings: list[dict[str, Any]]) -> None:
    """Wait until all are confirmed; check that each has the one meeting, and that all were made after midnight."""
    client = await system.caller()

    async def all_confirmed() -> list[dict[str, Any]] | None:
        now = [(await client.get(f"/v1/bookings/{booking['id']}")).json() for booking in bookings]
        return now if {each["state"] for each in now} == {"confirmed"} else None

    confirmed = await eventually(all_confirmed)
    assert sorted(each["meeting"]["zoom_meeting_id"] for each in confirmed) == await alive_for_us(system.zoom)
    # By Zoom's clock, to the second: the trail's is the database server's own, which nothing makes travel.
    made = {each["id"]: datetime.fromisoformat(each["created_at"]) for each in await system.zoom.meetings()}
    for booking, before in zip(confirmed, bookings, strict=True):
        assert (booking["starts_at"], booking["problem"]) == (before["starts_at"], None)
        assert made[booking["meeting"]["zoom_meeting_id"]] >= night.midnight - timedelta(seconds=1)


async def test_bookings_beyond_our_budget_of_the_day_wait_and_are_all_confirmed_after_midnight(
    night: Night, sandbox_settings: Settings, database: Database, zoom: Zoom
) -> None:
    # Of the plans the free one alone limits the creating of meetings by the day.
    frugal = sandbox_settings.model_copy(update={"zoom_plan": Plan.FREE, "zoom_patience": timedelta(seconds=2)})
    async with running_system(sandbox_settings, database, zoom, with_worker=False) as system:
        await system.proven_hosts()
    per_day = QUOTAS[Plan.FREE][Label.MEDIUM].per_day
    assert per_day is not None
    async with database.transaction() as session:
        long_ago = utc_now() - timedelta(hours=1)
        budget = ZoomBudget(
            account_id=frugal.zoom_account_id,
            label=Label.MEDIUM,
            next_slot=long_ago,
            day=night.evening,
            used=per_day,
            pace=1,
            paced_at=long_ago,
        )
        await session.merge(budget)
    async with running_system(frugal, database, zoom) as system:
        await night.move_to(night.midnight - NEAR)

        bookings = await asked_for(system, 2)

        await wait_for_midnight(system, night, bookings)
        await are_confirmed_after(system, night, bookings)
        async with database.transaction() as session:
            row = (await session.exec(select(ZoomBudget).where(ZoomBudget.label == Label.MEDIUM))).one()
        assert row.day == night.midnight.date()
        assert 2 <= row.used < 20


async def test_bookings_that_zoom_refuses_for_the_day_wait_and_are_all_confirmed_after_midnight(
    night: Night, sandbox_settings: Settings, database: Database, zoom: Zoom
) -> None:
    # Otherwise a call waits for its turn until midnight, where this machine needs a second for the bookings.
    impatient = sandbox_settings.model_copy(update={"zoom_patience": timedelta(seconds=2)})
    async with running_system(impatient, database, zoom) as system:
        await system.proven_hosts()
        limits = {"labels": {"Medium": {"calls": 60, "per_day": 100}}}
        await zoom.control("PUT", "/limits", {"limits": limits})
        await zoom.control("POST", "/limits/calls", {"label": "Medium", "calls": 100})
        await night.move_to(night.midnight - NEAR)

        bookings = await asked_for(system, 2)

        await wait_for_midnight(system, night, bookings)
        await are_confirmed_after(system, night, bookings)


async def use_up_changes(zoom: Zoom, host: str) -> None:
    """Let another app of the account make all the changes that Zoom takes for a host in a day."""
    async with httpx.AsyncClient(base_url=zoom.base_url) as other_app:
        token = await other_app.post(
            "/oauth/token",
            data={"grant_type": "account_credentials", "account_id": "account-of-the-tests"},
            auth=("client-of-the-tests", CLIENT_SECRET),
        )
        other_app.headers["Authorization"] = f"Bearer {token.json()['access_token']}"
        made = await other_app.post(f"/v2/users/{host}/meetings", json={"topic": ANOTHER_APP, "type": 2})
        assert made.status_code == 201, made.text
        for _ in range(CHANGES_PER_DAY - 1):
            changed = await other_app.patch(f"/v2/meetings/{made.json()['id']}", json={"topic": ANOTHER_APP})
            assert changed.status_code == 204, changed.text


async def test_a_booking_whose_hosts_zoom_takes_no_more_changes_for_today_is_confirmed_after_midnight(
    night: Night, sandbox_settings: Settings, database: Database, zoom: Zoom
) -> None:
    host, *others = HOSTS
    for other in others:
        await zoom.control("DELETE", f"/users/{other.id}")
    async with running_system(sandbox_settings, database, zoom) as system:
        await system.proven_hosts()
        assert host.id is not None
        await use_up_changes(zoom, host.id)
        await night.move_to(night.midnight - NEAR)

        bookings = await asked_for(system, 1)

        await wait_for_midnight(system, night, bookings)
        await are_confirmed_after(system, night, bookings)
        async with database.transaction() as session:
            usage = {row.day: row.changes for row in await session.exec(select(HostUsage))}
        assert usage[night.evening] >= CHANGES_PER_DAY
        assert 1 <= usage[night.midnight.date()] < 10


async def test_the_changes_of_yesterday_do_not_count_today(service: Service) -> None:
    midnight = datetime.combine(datetime.now(UTC).date() + timedelta(days=2), time(), UTC)
    with time_machine.travel(midnight - timedelta(seconds=1), tick=False) as clock:
        await add_host(service.database)
        scenario = await make_scenario(service.database)
        coordinator = await service.caller()
        async with service.database.transaction() as session:
            host = (await session.exec(select(Host))).one()
            day = midnight.date() - timedelta(days=1)
            session.add(HostUsage(host_id=host.id, day=day, changes=CHANGES_PER_DAY))

        refused = problem(await coordinator.post("/v1/bookings", json=scenario.booking(10)), 422, "denied")
        clock.move_to(midnight)
        booked = await coordinator.post("/v1/bookings", json=scenario.booking(10), headers=ASYNC)

    (finding,) = (each for each in refused["findings"] if each["outcome"] == "deny")
    assert finding["code"] == "host.licence"
    assert "changes that Zoom allows in a day" in finding["sentence"]
    assert booked.status_code == 202, booked.text
