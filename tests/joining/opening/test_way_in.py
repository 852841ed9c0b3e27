"""Where a press leads: the opener into the room as its host, everybody else to wait; and what where a way does not work."""

from datetime import timedelta
from uuid import UUID

from hypothesis import given
from hypothesis import strategies as st
from sqlalchemy import text
from sqlmodel import select

from app.audit.models import AuditEntry
from app.bookings.models import Booking
from app.bookings.opening.ways import ways_left
from app.bookings.participants.models import Participant
from app.hosts.models import Host
from app.joining.opening.answers import AnotherWay, NoWayIn, NoWayReason, WayIn, ZoomAsks
from app.joining.opening.arrival import arrival_of
from app.kit.clock import utc_now
from app.policy.opening import OpeningRules, OpeningWay
from app.tables import metadata
from tests.support.doors import BY, Doors
from tests.support.rooms import booked, play
from tests.support.scenario import add_pairing, make_scenario
from tests.support.zoom import eventually

HOUR = timedelta(hours=1)


@given(
    st.lists(st.sampled_from([OpeningWay.OWN_USER, OpeningWay.HOST_LINK]), unique=True),
    st.sampled_from(["mentor", "coordinator"]),
    st.booleans(),
    st.sets(st.sampled_from(OpeningWay)),
)
def test_whatever_fails_a_coordinator_is_left_and_nothing_that_failed_or_cannot_be_is_offered(
    ways: list[OpeningWay], who: str, is_own_user: bool, failed: set[OpeningWay]
) -> None:
    rules = OpeningRules.model_validate({"ways": ways, "who": who})
    left = ways_left(rules, is_own_user=is_own_user, failed=failed)
    assert left[-1] is OpeningWay.COORDINATOR
    assert not (failed & set(left[:-1]))
    assert is_own_user or OpeningWay.OWN_USER not in left
    assert who == "mentor" or left == (OpeningWay.COORDINATOR,)


async def test_the_mentor_is_led_in_as_the_host_the_mentee_waits_and_nothing_of_it_is_kept(doors: Doors) -> None:
    system = doors.system
    booking = await booked(system, await make_scenario(system.database), starts_in=timedelta())
    mentor, mentee = await doors.people(booking)
    shown = [await doors.shown(each) for each in (mentor, mentee)]
    assert [(each.opens, each.asks, each.may_fail) for each in shown] == [
        (True, ZoomAsks.START_AS_HOST, True),
        (False, ZoomAsks.JOIN, False),
    ]

    waiting = await doors.lead(mentee)
    await waiting.press("Launch meeting")
    assert "Waiting for the host" in waiting.text
    host = await doors.lead(mentor)
    secret = host.url
    assert "zak=" in secret
    await host.press("Start meeting")
    await host.press("Admit")
    await waiting.reload()
    assert "You are in the meeting" in waiting.text
    await system.zoom.settle()
    await system.idle()

    async with system.database.transaction() as session:
        presses = list(await session.exec(select(AuditEntry).where(AuditEntry.action == "session.way_in_given")))
        connection = await session.connection()
        kept = {
            table: str((await connection.execute(text(f'SELECT * FROM "{table}"'))).all())  # noqa: S608
            for table in sorted({*metadata.tables, "pgqueuer", "pgqueuer_log"} - {"audit_unplaced"})
        }
    assert [(each.subject_id, each.actor, each.after) for each in presses] == [
        (str(mentee.id), BY.actor, {"as_host_by": None}),
        (str(mentor.id), BY.actor, {"as_host_by": "host_link"}),
    ]
    marks = (secret.partition("zak=")[2], "zak=", "?tk=", waiting.url)
    assert [table for table, rows in kept.items() if any(mark in rows for mark in marks)] == []


async def test_without_registration_a_link_is_made_at_the_press_with_first_name_and_code(doors: Doors) -> None:
    system = doors.system
    await system.zoom.control("PUT", "/beliefs", {"registration_offered": False})
    booking = await booked(system, await make_scenario(system.database), starts_in=timedelta())
    _, mentee = await doors.people(booking)

    browser = await doors.lead(mentee)

    assert f"You join as A {mentee.code}." in browser.text


async def test_a_mentor_with_a_user_of_their_own_signs_in_as_themselves(doors: Doors) -> None:
    system = doors.system
    scenario = await make_scenario(system.database)
    async with system.database.transaction() as session:
        own = (await session.exec(select(Host).where(Host.zoom_user_id == "host-2"))).one()
        own.person_id = scenario.mentor
    booking = await booked(system, scenario, starts_in=timedelta())
    mentor, _ = await doors.people(booking)
    assert (await doors.shown(mentor)).asks is ZoomAsks.SIGN_IN

    browser = await doors.lead(mentor)
    assert (browser.buttons(), "zak" in browser.url) == ({"Sign in and start"}, False)
    await browser.press("Sign in and start", email="host-2@example.org")
    assert "End meeting for all" in browser.buttons()


async def test_where_zoom_asks_for_a_sign_in_the_next_way_is_offered_and_the_coordinators_are_told(
    doors: Doors,
) -> None:
    system = doors.system
    await system.zoom.control("PUT", "/beliefs", {"start_link_asks_to_sign_in": True})
    booking = await booked(system, await make_scenario(system.database), starts_in=timedelta())
    mentor, _ = await doors.people(booking)
    browser = await doors.lead(mentor)
    assert browser.buttons() == {"Sign in and start"}

    answer = await doors.press(mentor, did_not_work=OpeningWay.HOST_LINK)

    assert answer == AnotherWay(OpeningWay.COORDINATOR, ZoomAsks.JOIN, failed=OpeningWay.HOST_LINK, opens=False)
    (incident,) = await doors.incidents()
    assert (incident.booking_id, incident.severity) == (UUID(booking["id"]), "high")
    assert incident.details["zoom_meeting_id"] == booking["meeting"]["zoom_meeting_id"]
    assert (incident.details["reason"], incident.details["offered_next"]) == ("said", "coordinator")
    shown = await doors.shown(mentor)
    assert (shown.opens, shown.asks, shown.may_fail) == (False, ZoomAsks.JOIN, False)
    waiting = await doors.lead(mentor)
    assert "Launch meeting" in waiting.buttons(), "they wait like everybody, and the coordinator opens"
    # Said again, from a page that was not loaded since: nothing is told twice.
    again = await doors.press(mentor, did_not_work=OpeningWay.HOST_LINK)
    assert isinstance(again, WayIn)
    assert again.as_host_by is None
    assert [each.count for each in await doors.incidents()] == [1]


async def test_a_way_that_zoom_refuses_is_replaced_and_one_that_only_waits_is_not(doors: Doors) -> None:
    system = doors.system
    booking = await booked(system, await make_scenario(system.database), starts_in=timedelta())
    mentor, _ = await doors.people(booking)
    await system.idle()

    await system.zoom.faults({"operation": "get_meeting", "kind": "error_503", "times": 20})
    answer = await doors.press(mentor)
    assert isinstance(answer, NoWayIn)
    assert answer.reason is NoWayReason.ZOOM_UNAVAILABLE
    assert await doors.incidents() == []

    await system.zoom.faults()
    await system.zoom.control("PUT", "/beliefs", {"denial": "denied"})
    assert isinstance(await eventually_other(doors, mentor), AnotherWay)
    (incident,) = await doors.incidents()
    assert incident.details["reason"] == "refused_by_zoom"


async def eventually_other(doors: Doors, mentor: Participant) -> object:
    """Press until Zoom's circuit is closed again."""

    async def look() -> object:
        answer = await doors.press(mentor)
        return answer if not isinstance(answer, NoWayIn) else None

    return await eventually(look)


async def test_to_open_one_session_never_ends_another_of_the_same_host(doors: Doors) -> None:
    system = doors.system
    first = await make_scenario(system.database)
    second = await add_pairing(system.database, first)
    async with system.database.transaction() as session:
        for host in await session.exec(select(Host).where(Host.zoom_user_id != "host-1")):
            host.enabled = False
    running = await booked(system, first, starts_in=-HOUR / 2)
    coordinator = await system.caller()
    following = (await coordinator.post("/v1/bookings", json=second.booking(14))).json()
    await play(system, running, "start")
    mentor, mentee = await doors.people(following)

    async def is_known_open() -> bool:
        async with system.database.transaction() as session:
            return (await session.get_one(Booking, UUID(running["id"]))).room_opened_at is not None

    await eventually(is_known_open)
    answer = await doors.press(mentor)
    assert isinstance(answer, NoWayIn)
    assert answer.reason is NoWayReason.HOST_BUSY
    # Whoever opens could end it: a coordinator, too.
    invited = {"role": "coordinator", "name": "Sam", "reason": "Opens the room."}
    added = (await coordinator.post(f"/v1/bookings/{following['id']}/participants", json=invited)).json()
    async with system.database.transaction() as session:
        arrival = await arrival_of(session, UUID(added["id"]))
    assert arrival is not None
    assert arrival.open_rooms == (running["meeting"]["zoom_meeting_id"],)
    assert (await doors.lead(mentee)).buttons(), "who only waits may go in"
    assert await doors.incidents() == []

    # Zoom itself is asked: its events may be late, and are kept back here.
    await system.zoom.control("DELETE", "/webhook")
    await system.zoom.control("POST", f"/meetings/{running['meeting']['zoom_meeting_id']}/end")
    assert isinstance(await doors.press(mentor), WayIn)


async def test_there_is_no_way_into_a_session_that_is_not_confirmed(doors: Doors) -> None:
    system = doors.system
    booking = await booked(system, await make_scenario(system.database), starts_in=HOUR)
    mentor, mentee = await doors.people(booking)
    coordinator = await system.caller()
    cancelled = await coordinator.post(f"/v1/bookings/{booking['id']}/cancel", json={"reason": "Ill"})
    assert cancelled.status_code == 200, cancelled.text

    for each in (mentor, mentee):
        assert await doors.press(each) == NoWayIn(NoWayReason.NOT_CONFIRMED)
    async with system.database.transaction() as session:
        assert (await session.exec(select(AuditEntry).where(AuditEntry.action == "session.way_in_given"))).all() == []
        assert (await session.get_one(Booking, UUID(booking["id"]))).starts_at > utc_now()
