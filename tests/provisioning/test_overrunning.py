"""A session that runs past its end gives way to its host's next one, and to nothing else."""

from datetime import timedelta
from typing import Any
from uuid import UUID

import pytest
from sqlmodel import col, select, update

from app.bookings.models import Booking
from app.hosts.models import Host
from app.kit.clock import utc_now
from app.provisioning.timers import every_minute
from app.settings import Settings
from app.zoom.limits.plans import Plan
from tests.support.scenario import add_pairing, make_scenario
from tests.support.webhooks import attended
from tests.support.zoom import System, eventually

MINUTE = timedelta(minutes=1)


async def one_after_the_other(system: System, *, next_in: timedelta, is_known_to_run: bool = True) -> dict[str, Any]:
    """Let a session of a host be over by five minutes, its meeting still running, and the next one begin soon."""
    async with system.database.transaction() as session:
        await session.exec(update(Host).where(col(Host.zoom_user_id) != "host-1").values(enabled=False))
    scenario = await make_scenario(system.database)
    another = await add_pairing(system.database, scenario)
    coordinator = await system.caller()
    first = (await coordinator.post("/v1/bookings", json=scenario.booking(10))).json()
    following = (await coordinator.post("/v1/bookings", json=another.booking(12))).json()
    # What the worker still does about them would be written over the times that follow.
    await system.idle()
    now = utc_now()
    async with system.database.transaction() as session:
        for row in (await session.exec(select(Booking))).all():
            if str(row.id) == first["id"]:
                row.starts_at, row.ends_at = now - 65 * MINUTE, now - 5 * MINUTE
            else:
                assert str(row.id) == following["id"]
                row.starts_at, row.ends_at = now + next_in, now + next_in + 60 * MINUTE
    if not is_known_to_run:
        await system.zoom.control("DELETE", "/webhook")
    await system.zoom.control("POST", f"/meetings/{first['meeting']['zoom_meeting_id']}/start")
    await system.zoom.settle()
    if is_known_to_run:
        # Opened in its time, and both were in for long enough.
        await attended(await system.anonymous(), system.database, first["id"], lose="meeting.ended")
    return dict(first)


def on(plan: Plan, settings: Settings) -> Settings:
    return settings.model_copy(update={"zoom_plan": plan})


@pytest.mark.parametrize("is_known_to_run", [True, False], ids=["told by zoom", "whose start was not told"])
async def test_the_earlier_meeting_is_ended_shortly_before_the_hosts_next_session(
    system: System, *, is_known_to_run: bool
) -> None:
    first = await one_after_the_other(system, next_in=MINUTE, is_known_to_run=is_known_to_run)
    coordinator = await system.caller()

    async def asked_for() -> bool:
        # A booking that the worker holds at that moment is left to the next minute.
        await every_minute(system.database, on(Plan.PRO, system.settings))
        return any(entry["action"] == "booking.end_requested" for entry in await system.audit(first["id"]))

    await eventually(asked_for)

    async def ended() -> bool:
        state = (await coordinator.get(f"/v1/bookings/{first['id']}")).json()["state"]
        # Where nobody told when it was opened, Zoom says that it was after the session's end.
        return await system.zoom.calls("update_status") == 1 and state == (
            "completed" if is_known_to_run else "confirmed"
        )

    await eventually(ended)
    assert await system.zoom.calls("update_status") == 1
    entries = {entry["action"]: entry for entry in await system.audit(first["id"])}
    assert entries["booking.end_requested"]["actor_kind"] == "system"
    (incident,) = (await coordinator.get("/v1/incidents", params={"kind": "session_overran"})).json()["items"]
    assert incident["booking_id"] == first["id"]


@pytest.mark.parametrize(
    ("plan", "next_in"),
    [(Plan.BUSINESS, MINUTE), (Plan.PRO, 10 * MINUTE)],
    ids=["where the account allows two at once", "while the next session is some time ahead"],
)
async def test_a_session_that_is_in_nobodys_way_may_run_on(system: System, plan: Plan, next_in: timedelta) -> None:
    first = await one_after_the_other(system, next_in=next_in)

    await every_minute(system.database, on(plan, system.settings))

    async with system.database.transaction() as session:
        booking = await session.get_one(Booking, UUID(first["id"]))
        assert booking.end_requested_at is None
