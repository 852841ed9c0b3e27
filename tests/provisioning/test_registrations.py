"""Everybody who takes part is registered at Zoom once, and nobody else."""

from collections.abc import Mapping, Sequence
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from sqlmodel import col, select, update

from app.bookings.models import Meeting, MeetingState
from app.bookings.participants.models import Participant, ParticipantRole, RegistrationState
from app.bookings.participants.registering import renew
from app.kit.clock import utc_now
from app.kit.jobs import URGENT, enqueue_reconcile
from app.zoom.admission import Admission
from app.zoom.client import ZoomClient
from app.zoom.limits.models import ZoomBudget
from app.zoom.limits.plans import Label
from app.zoom.sandbox.api.scopes import SCOPES
from tests.support.rooms import MINUTE, at_zoom, booked, incidents, shift
from tests.support.scenario import make_scenario
from tests.support.zoom import System, eventually

AHEAD = timedelta(days=7)
FAULTS: tuple[dict[str, Any], ...] = (
    {"kind": "drop_answer_after_work"},
    {"kind": "error_500", "after_work": True},
    {"kind": "error_503"},
    {"kind": "rate_limited_per_second"},
    {"kind": "reset_connection"},
    {"kind": "truncated_body"},
    {"kind": "expired_token"},
)


async def participants(system: System, booking: Mapping[str, Any]) -> Sequence[Participant]:
    async with system.database.transaction() as session:
        query = select(Participant).where(col(Participant.booking_id) == UUID(booking["id"]))
        return (await session.exec(query)).all()


async def meeting_of(system: System, booking: Mapping[str, Any]) -> Meeting:
    async with system.database.transaction() as session:
        query = select(Meeting).where(col(Meeting.booking_id) == UUID(booking["id"])).order_by(col(Meeting.id).desc())
        found = (await session.exec(query)).first()
        assert found is not None
        return found


async def look(system: System, booking: Mapping[str, Any]) -> None:
    async with system.database.transaction() as session:
        await enqueue_reconcile(session, [UUID(booking["id"])], priority=URGENT)


async def all_registered(system: System, booking: Mapping[str, Any]) -> Mapping[str, Participant]:
    """Wait until everybody who takes part is registered; return them by their registration."""

    async def registered() -> Mapping[str, Participant] | None:
        await system.ask_to_register()
        found = [each for each in await participants(system, booking) if each.removed_at is None]
        done = all(each.registration is RegistrationState.REGISTERED for each in found)
        return {each.registrant_id or "": each for each in found} if done else None

    return await eventually(registered)


async def at_zooms(system: System, booking: Mapping[str, Any]) -> Mapping[str, Mapping[str, Any]]:
    """Return who is registered and approved at Zoom, by Zoom's id of the registration."""
    number = (await meeting_of(system, booking)).zoom_meeting_id
    state = await system.zoom.control("GET", "/state")
    found = next(each for each in state["meetings"] if each["meeting"]["id"] == number)
    return {each["id"]: each for each in found["registrants"] if each["status"] == "approved"}


async def test_mentor_and_mentee_are_registered_once_under_addresses_that_name_nobody(system: System) -> None:
    booking = await booked(system, await make_scenario(system.database), starts_in=AHEAD)

    registered = await all_registered(system, booking)

    there = await at_zooms(system, booking)
    assert there.keys() == registered.keys()
    assert {there[each]["email"] for each in registered} == {
        f"{each.alias}@participants.invalid" for each in registered.values()
    }
    # Of "A mentor" and "A mentee" the first name is told, as the policy has it.
    assert {each["details"]["first_name"] for each in there.values()} == {"A"}
    settings = (await at_zoom(system, booking) or {})["settings"]
    assert settings["approval_type"] == 1
    assert not settings["registrants_confirmation_email"]
    assert not settings["registrants_email_notification"]
    await system.idle()
    assert await system.zoom.calls("add_registrant") == 2
    assert await system.zoom.calls("list_registrants") == 0
    told = [each for each in await system.audit(booking["id"]) if each["action"] == "booking.participants_registered"]
    assert [each["after"]["registrants"] for each in told] == [
        {str(each.id): registrant_id for registrant_id, each in registered.items()}
    ]


async def is_past(moment: datetime) -> bool:
    return utc_now() > moment


async def test_where_zoom_has_no_room_nobody_is_asked_for_and_the_next_minute_does_it(system: System) -> None:
    booking = await booked(system, await make_scenario(system.database), starts_in=AHEAD, ask=False)
    await system.idle()
    has_room_at = utc_now() + system.settings.zoom_patience + timedelta(seconds=2)
    async with system.database.transaction() as session:
        light = update(ZoomBudget).where(col(ZoomBudget.label) == Label.LIGHT)
        await session.exec(light.values(next_slot=has_room_at))

    await system.ask_to_register()
    await system.idle()

    assert await system.zoom.calls("add_registrant") == 0
    assert {(each.adds, each.adds_on) for each in await participants(system, booking)} == {(0, None)}
    # At the edge there is room for one of the two calls alone, and then Zoom is asked who is registered.
    await eventually(lambda: is_past(has_room_at))
    registered = await all_registered(system, booking)
    assert (await at_zooms(system, booking)).keys() == registered.keys()
    assert [await system.zoom.calls(each) for each in ("add_registrant", "list_registrants")] == [2, 0]


async def test_an_answer_that_is_lost_registers_nobody_twice(system: System) -> None:
    await system.zoom.faults(
        {"kind": "drop_answer_after_work", "operation": "add_registrant", "times": 1},
        {"kind": "error_503", "operation": "list_registrants", "times": 1},
    )
    booking = await booked(system, await make_scenario(system.database), starts_in=50 * MINUTE)

    await look(system, booking)
    registered = await all_registered(system, booking)

    assert (await at_zooms(system, booking)).keys() == registered.keys()
    assert len(registered) == 2


async def test_whatever_becomes_of_a_call_everybody_is_registered_once(system: System) -> None:
    for day, fault in enumerate(FAULTS, 7):
        booking = await booked(system, await make_scenario(system.database), starts_in=AHEAD, days_ahead=day)
        await all_registered(system, booking)
        await system.idle()
        async with system.database.transaction() as session:
            for each in await participants(system, booking):
                renew(await session.get_one(Participant, each.id, with_for_update=True), utc_now())
        path = f"/v2/meetings/{booking['meeting']['zoom_meeting_id']}/registrants"
        await system.zoom.faults({**fault, "operation": "add_registrant", "path": path, "times": 1})

        await look(system, booking)
        registered = await all_registered(system, booking)

        report = await system.zoom.control("GET", "/faults")
        assert [each["rule"] for each in report if not each["fired"]] == [], fault
        assert (len(registered), (await at_zooms(system, booking)).keys()) == (2, registered.keys()), fault


async def test_what_somebody_changes_at_zoom_is_put_right_by_the_looks_before_the_session(system: System) -> None:
    booking = await booked(system, await make_scenario(system.database), starts_in=AHEAD)
    before = await all_registered(system, booking)
    number = (await meeting_of(system, booking)).zoom_meeting_id
    lost = next(iter(before))
    # Zoom's events get lost.
    await system.zoom.control("DELETE", "/webhook")
    async with ZoomClient(system.settings.zoom) as zoom:
        await zoom.remove_registrant(number or 0, lost)
        await zoom.add_registrant(number or 0, email="somebody@example.org", first_name="Somebody")

    await shift(system, booking, starts_in=40 * MINUTE)
    await look(system, booking)

    async def is_right() -> bool:
        there = await at_zooms(system, booking)
        known = {each.registrant_id for each in await participants(system, booking)}
        return there.keys() == known and lost not in there

    await eventually(is_right)
    (incident,) = await incidents(system, "meeting_changed")
    assert incident["details"]["changed"] == ["registrants"]
    assert [
        each.former_registrant_ids for each in await participants(system, booking) if each.former_registrant_ids
    ] == [[lost]]


async def test_who_is_taken_out_or_registered_in_zooms_web_portal_is_put_right_as_soon_as_zoom_tells_of_it(
    system: System,
) -> None:
    booking = await booked(system, await make_scenario(system.database), starts_in=AHEAD)
    before = await all_registered(system, booking)
    await system.zoom.settle()
    await system.idle()
    assert await system.zoom.calls("list_registrants") == 0, "what Chaperone does itself is no news"
    number, lost = (await meeting_of(system, booking)).zoom_meeting_id or 0, next(iter(before))

    async with ZoomClient(system.settings.zoom) as zoom:
        await zoom.remove_registrant(number, lost)

        async def is_registered_again() -> bool:
            there = await at_zooms(system, booking)
            known = {each.registrant_id for each in await participants(system, booking)}
            return len(there) == 2 and there.keys() == known and lost not in there

        await eventually(is_registered_again)
        await zoom.add_registrant(number, email="somebody@example.org", first_name="Somebody")

    async def is_told_of() -> bool:
        return bool(await incidents(system, "meeting_changed"))

    await eventually(is_told_of)
    await eventually(is_registered_again)
    await system.zoom.settle()
    await system.idle()
    assert (await meeting_of(system, booking)).register_at is None
    assert "somebody" not in str([each["details"] for each in await incidents(system, "meeting_changed")])


async def test_a_door_that_is_revoked_gets_another_registration_and_the_former_is_gone(system: System) -> None:
    booking = await booked(system, await make_scenario(system.database), starts_in=AHEAD)
    before = await all_registered(system, booking)
    async with system.database.transaction() as session:
        query = select(Participant).where(col(Participant.registrant_id) == next(iter(before)))
        renew((await session.exec(query.with_for_update())).one(), utc_now())
        await enqueue_reconcile(session, [UUID(booking["id"])], priority=URGENT)

    after = await all_registered(system, booking)

    assert len(after) == 2
    assert next(iter(before)) not in after
    assert (await at_zooms(system, booking)).keys() == after.keys()


async def test_a_meeting_that_is_made_again_has_its_people_registered_again(system: System) -> None:
    booking = await booked(system, await make_scenario(system.database), starts_in=AHEAD)
    before = await all_registered(system, booking)
    first = (await meeting_of(system, booking)).zoom_meeting_id

    await system.zoom.control("DELETE", f"/meetings/{first}")
    await system.zoom.settle()

    async def again() -> bool:
        await system.ask_to_register()
        found = await participants(system, booking)
        return all(each.registered_for not in {None, first} for each in found)

    await eventually(again)
    there = await at_zooms(system, booking)
    assert len(there) == 2
    assert there.keys().isdisjoint(before)


async def test_an_account_without_registration_has_invite_links_and_is_not_asked_again_and_again(
    system: System,
) -> None:
    await system.zoom.control("PUT", "/beliefs", {"registration_offered": False})
    booking = await booked(system, await make_scenario(system.database), starts_in=AHEAD)
    await system.idle()

    assert (await meeting_of(system, booking)).admission is Admission.INVITE_LINK
    assert {each.registration for each in await participants(system, booking)} == {RegistrationState.NONE}
    assert [await system.zoom.calls(each) for each in ("add_registrant", "update_meeting")] == [0, 0]
    proof = {each["code"]: each for each in booking["meeting"]["safety"]}
    assert (proof["meeting.admission"]["state"], proof["meeting.admission"]["required"]) == ("proven", "invite-link")


async def test_an_app_without_the_scope_lets_people_come_by_invite_links_and_says_what_is_missing(
    system: System,
) -> None:
    await system.zoom.control("PUT", "/scopes", {"scopes": sorted(SCOPES - {"meeting:write:registrant:admin"})})
    booking = await booked(system, await make_scenario(system.database), starts_in=AHEAD)

    async def is_without() -> bool:
        meeting = await meeting_of(system, booking)
        return meeting.admission is Admission.INVITE_LINK and meeting.state is MeetingState.PROVEN

    await eventually(is_without)
    assert (await at_zoom(system, booking) or {})["settings"]["approval_type"] == 2
    assert {each.registration for each in await participants(system, booking)} == {RegistrationState.DENIED}
    assert await incidents(system, "settings_loosened") == []
    assert len(await incidents(system, "zoom_account")) == 1


async def test_somebody_whom_zoom_takes_no_more_requests_about_before_the_session_gets_another_address(
    system: System,
) -> None:
    booking = await booked(system, await make_scenario(system.database), starts_in=AHEAD)
    before = await all_registered(system, booking)
    number = (await meeting_of(system, booking)).zoom_meeting_id or 0
    mentor = next(each for each in before.values() if each.role is ParticipantRole.MENTOR)
    async with ZoomClient(system.settings.zoom) as zoom:
        for _ in range(2):
            await zoom.add_registrant(number, email=f"{mentor.alias}@participants.invalid", first_name="A")
        await zoom.remove_registrant(number, mentor.registrant_id or "")
    await shift(system, booking, starts_in=MINUTE)

    await look(system, booking)

    async def has_another() -> bool:
        found = await participants(system, booking)
        return mentor.alias not in {each.alias for each in found} and all(
            each.registration is RegistrationState.REGISTERED for each in found
        )

    await eventually(has_another)
    assert len(await at_zooms(system, booking)) == 2


async def test_somebody_who_is_invited_is_registered_and_taken_out_of_zoom_again(system: System) -> None:
    booking = await booked(system, await make_scenario(system.database), starts_in=AHEAD)
    of_pairing = await all_registered(system, booking)
    coordinator, path = await system.caller(), f"/v1/bookings/{booking['id']}/participants"
    interpreter = {"role": "interpreter", "name": "Robin", "reason": "The mentee asked for British Sign Language."}

    invited = (await coordinator.post(path, json=interpreter)).json()
    with_interpreter = await all_registered(system, booking)
    names = {each["details"]["first_name"] for each in (await at_zooms(system, booking)).values()}
    await coordinator.delete(f"{path}/{invited['id']}")

    async def is_gone() -> bool:
        return (await at_zooms(system, booking)).keys() == of_pairing.keys()

    assert len(with_interpreter) == 3
    assert "Robin" in names
    await eventually(is_gone)
    await system.idle()
    states = {each.role: each.registration for each in await participants(system, booking)}
    assert states[ParticipantRole.INTERPRETER] is RegistrationState.REMOVED
