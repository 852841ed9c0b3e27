"""A session that somebody had ended: nobody opens its room again, and after its time its record says whether it was held."""

from typing import Any

import pytest
from sqlmodel import select

from app.policy.evidence import EvidenceKind
from app.registry.evidence.models import Evidence
from tests.support.rooms import MINUTE, becomes, booked, is_removed, play, read, shift
from tests.support.scenario import Scenario, make_scenario
from tests.support.service import problem
from tests.support.webhooks import attended
from tests.support.zoom import System, eventually


async def running(system: System, scenario: Scenario) -> dict[str, Any]:
    booking = await booked(system, scenario, starts_in=-10 * MINUTE)
    await play(system, booking, "start")
    return await becomes(system, booking, "in_progress")


async def ended(system: System, booking: dict[str, Any]) -> dict[str, Any]:
    coordinator = await system.caller()
    answer = await coordinator.post(f"/v1/bookings/{booking['id']}/end")
    assert answer.status_code == 200, answer.text
    shown: dict[str, Any] = answer.json()
    return shown


@pytest.mark.parametrize(
    ("is_guest_there", "state", "why"),
    [(True, "completed", "held"), (False, "not_held", "only_mentor")],
    ids=["both were in for long enough", "the mentee never came"],
)
async def test_whether_a_session_that_was_ended_was_held_is_told_after_its_time_by_its_record(
    system: System, *, is_guest_there: bool, state: str, why: str
) -> None:
    coordinator = await system.caller()
    booking = await running(system, await make_scenario(system.database))

    shown = await ended(system, booking)

    assert (shown["state"], shown["meeting"]) == ("confirmed", None)
    await is_removed(system, booking)
    # What happened until then is told late, and counts.
    await shift(system, booking, starts_in=-61 * MINUTE)
    await attended(await system.anonymous(), system.database, booking["id"], is_guest_there=is_guest_there)

    async def is_over() -> bool:
        await system.a_minute_passes()
        return bool((await read(system, booking))["state"] == state)

    await eventually(is_over)
    record = (await coordinator.get(f"/v1/bookings/{booking['id']}/session")).json()
    assert record["seen"]["why"] == why
    assert (await ended(system, booking))["state"] == state
    assert await system.zoom.meetings() == []


async def test_nothing_opens_a_session_again_that_was_ended_and_everybody_is_told_so(system: System) -> None:
    scenario = await make_scenario(system.database)
    coordinator = await system.caller()
    booking = await running(system, scenario)
    path = f"/v1/bookings/{booking['id']}"
    shown = await ended(system, booking)

    assert (await ended(system, booking))["ended_by_request_at"] == shown["ended_by_request_at"]
    later = {"starts_at": booking["starts_at"], "ends_at": booking["ends_at"], "agreed_by_both": True}
    moved = await coordinator.patch(path, json=later, headers={"If-Match": "*"})
    assert "was ended" in problem(moved, 409, "wrong-state")["detail"]
    no_way_in = await coordinator.get(f"{path}/meeting-access")
    assert "was ended" in problem(no_way_in, 409, "wrong-state")["detail"]
    invited = await coordinator.post(
        f"{path}/participants", json={"role": "interpreter", "name": "An Interpreter", "reason": "Signs."}
    )
    assert "is ended" in problem(invited, 409, "wrong-state")["detail"]
    # A fact that fails, and looks of every kind, find nothing left to protect.
    async with system.database.transaction() as session:
        given = Evidence.person_id == scenario.mentor, Evidence.kind == EvidenceKind.VIRTUAL_MEETING_CONSENT
        consent = (await session.exec(select(Evidence).where(*given))).one()
    await coordinator.post(f"/v1/evidence/{consent.id}/withdraw", json={"reason": "On leave."})
    await shift(system, booking, starts_in=-12 * MINUTE)
    await system.a_minute_passes()
    await system.idle()
    assert (await read(system, booking))["state"] == "confirmed"
    assert (await read(system, booking))["problem"] is None
    assert await system.zoom.meetings() == []
    story = (await coordinator.get(f"{path}/story")).json()
    assert story["state_in_words"].startswith("Ended at ")
    assert any("ended for good" in each["sentence"] for each in story["actions"])

    cancelled = await coordinator.post(f"{path}/cancel", json={"reason": "It does not count."})

    assert cancelled.json()["state"] == "cancelled", cancelled.text
