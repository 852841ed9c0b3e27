"""A host that is a mentor's own Zoom user holds their sessions, and nobody else's."""

from app.bookings.models import Booking
from tests.support.registry_world import ANY_VERSION
from tests.support.scenario import add_pairing, make_scenario
from tests.support.zoom import System, eventually


async def test_what_a_host_holds_for_others_moves_when_it_becomes_a_mentors_own_user(system: System) -> None:
    scenario = await make_scenario(system.database)
    linked = await add_pairing(system.database, scenario)
    coordinator = await system.caller()
    booking = (await coordinator.post("/v1/bookings", json=scenario.booking(10))).json()
    assert booking["state"] == "confirmed"

    async def host_of(booking_id: str) -> str:
        async with system.database.transaction() as session:
            return str((await session.get_one(Booking, booking_id)).host_id)

    host = await host_of(booking["id"])
    body = {"person_id": str(linked.mentor)}
    changed = await coordinator.patch(f"/v1/hosts/{host}", json=body, headers=ANY_VERSION)
    assert changed.status_code == 200, changed.text

    async def has_moved() -> bool:
        shown = (await coordinator.get(f"/v1/bookings/{booking['id']}")).json()
        return shown["state"] == "confirmed" and await host_of(booking["id"]) != host

    await eventually(has_moved)
    theirs = (await coordinator.post("/v1/bookings", json=linked.booking(14))).json()
    assert await host_of(theirs["id"]) == host
