"""A link that is revoked or replaced takes along what it led to at Zoom."""

from collections.abc import Mapping
from datetime import timedelta
from typing import Any
from uuid import UUID

from sqlmodel import col, select

from app.bookings.participants.models import Participant, RegistrationState
from tests.support.rooms import booked
from tests.support.scenario import make_scenario
from tests.support.zoom import System, eventually


async def registered(system: System, booking: Mapping[str, Any]) -> Mapping[str, str]:
    """Wait until everybody is registered at Zoom, and nobody else; return their registrations by role."""

    async def found() -> Mapping[str, str] | None:
        async with system.database.transaction() as session:
            query = select(Participant).where(col(Participant.booking_id) == UUID(booking["id"]))
            people = (await session.exec(query)).all()
        state = await system.zoom.control("GET", "/state")
        (meeting,) = [
            each for each in state["meetings"] if each["meeting"]["id"] == booking["meeting"]["zoom_meeting_id"]
        ]
        approved = {each["id"] for each in meeting["registrants"] if each["status"] == "approved"}
        known = {each.role.value: each.registrant_id or "" for each in people}
        is_done = all(each.registration is RegistrationState.REGISTERED for each in people)
        return known if is_done and approved == set(known.values()) else None

    return await eventually(found)


async def test_who_was_led_to_zoom_by_a_revoked_or_replaced_link_is_registered_there_anew(system: System) -> None:
    booking = await booked(system, await make_scenario(system.database), starts_in=timedelta(days=2))
    caller = await system.caller()
    path = f"/v1/bookings/{booking['id']}/links"
    assert (await caller.post(path, json={})).is_success
    first = await registered(system, booking)

    assert (await caller.post(f"{path}/mentee/revoke")).status_code == 204
    second = await registered(system, booking)
    assert (await caller.post(path, json={"participants": ["mentor"], "replace": True})).is_success
    third = await registered(system, booking)

    assert second["mentor"] == first["mentor"]
    assert second["mentee"] != first["mentee"]
    assert third["mentor"] != first["mentor"]
    assert third["mentee"] == second["mentee"]
