"""The doctor says which ways to open rooms there are, and which did not work lately."""

from sqlmodel import select

from app.bookings.models import Meeting
from app.bookings.opening.models import OpeningFailure
from app.doctor.examination import examine
from app.doctor.report import State, Subject
from app.hosts.models import Host
from app.policy.opening import OpeningWay
from tests.support.clinic import line
from tests.support.scenario import make_scenario
from tests.support.zoom import System


async def test_each_way_is_told_and_one_that_did_not_work_is_a_warning(system: System) -> None:
    scenario = await make_scenario(system.database)
    before = line(await examine(system.settings), Subject.OPENING)
    assert (before.state, "no meeting to look at" in before.found) == (State.OK, True)

    coordinator = await system.caller()
    booking = (await coordinator.post("/v1/bookings", json=scenario.booking(10))).json()
    assert booking["state"] == "confirmed"
    async with system.database.transaction() as session:
        (await session.exec(select(Host).where(Host.zoom_user_id == "host-3"))).one().person_id = scenario.mentor
    known = line(await examine(system.settings), Subject.OPENING)
    assert (known.state, "1 hosts are a mentor's own user" in known.found) == (State.OK, True)
    assert "Zoom gives start links" in known.found
    assert "zak" not in known.found

    async with system.database.transaction() as session:
        meeting = (await session.exec(select(Meeting.id))).one()
        session.add(OpeningFailure(meeting_id=meeting, way=OpeningWay.HOST_LINK))
    failed = line(await examine(system.settings), Subject.OPENING)
    assert (failed.state, "host_link 1 times" in failed.found) == (State.WARNING, True)
    assert "opening.ways" in (failed.remedy or "")
