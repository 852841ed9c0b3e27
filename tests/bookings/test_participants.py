"""Who takes part in a session."""

import asyncio
from collections.abc import Sequence
from typing import Any
from uuid import UUID

from sqlalchemy import delete
from sqlmodel import col

from app.access.models import Role, Scope
from app.bookings.models import Booking
from app.bookings.participants.models import Participant, ParticipantRole, RegistrationState
from app.bookings.participants.service import participants_of
from app.kit.database import Database
from tests.support.scenario import Scenario, add_host, make_scenario
from tests.support.service import Service, problem


async def booked(service: Service, **more: Any) -> tuple[Scenario, UUID]:
    scenario = await make_scenario(service.database)
    await add_host(service.database)
    coordinator = await service.caller()
    request = scenario.booking(**more)
    answer = await coordinator.post("/v1/bookings", json=request, headers={"Prefer": "respond-async"})
    assert answer.is_success, answer.text
    return scenario, UUID(answer.json()["id"])


async def participants(database: Database, booking_id: UUID) -> Sequence[Participant]:
    async with database.transaction() as session:
        return await participants_of(session, await session.get_one(Booking, booking_id))


async def test_mentor_and_mentee_of_a_session_are_its_participants_and_nothing_of_theirs_is_in_their_addresses(
    service: Service,
) -> None:
    scenario, booking_id = await booked(service)

    found = await participants(service.database, booking_id)

    assert {(each.role, each.person_id) for each in found} == {
        (ParticipantRole.MENTOR, scenario.mentor),
        (ParticipantRole.MENTEE, scenario.mentee),
    }
    assert len({each.code for each in found}) == len({each.alias for each in found}) == 2
    assert {each.registration for each in found} == {RegistrationState.WANTED}


async def test_a_session_by_telephone_has_its_participants_and_wants_nothing_of_zoom(service: Service) -> None:
    _, booking_id = await booked(service, modality="phone")

    found = await participants(service.database, booking_id)

    assert {each.registration for each in found} == {RegistrationState.NONE}


async def test_a_session_that_is_older_than_the_table_gets_its_participants_once_however_many_ask(
    service: Service,
) -> None:
    scenario, booking_id = await booked(service)
    async with service.database.transaction() as session:
        await session.exec(delete(Participant).where(col(Participant.booking_id) == booking_id))

    seen = await asyncio.gather(*(participants(service.database, booking_id) for _ in range(3)))

    assert all(
        sorted((each.role, each.person_id) for each in found)
        == [(ParticipantRole.MENTEE, scenario.mentee), (ParticipantRole.MENTOR, scenario.mentor)]
        for found in seen
    )
    assert len({each.id for found in seen for each in found}) == 2


INTERPRETER = {"role": "interpreter", "name": "Robin", "reason": "The mentee asked for British Sign Language."}


async def test_a_coordinator_invites_somebody_for_a_reason_within_the_programmes_limit_and_takes_them_out(
    service: Service,
) -> None:
    _, booking_id = await booked(service)
    coordinator, path = await service.caller(), f"/v1/bookings/{booking_id}/participants"

    invited = await coordinator.post(path, json=INTERPRETER, headers={"Idempotency-Key": "one"})
    again = await coordinator.post(path, json=INTERPRETER, headers={"Idempotency-Key": "one"})
    carer = await coordinator.post(path, json={**INTERPRETER, "role": "carer"})
    refused = problem(await coordinator.post(path, json={**INTERPRETER, "role": "observer"}), 409, "wrong-state")

    assert (invited.status_code, carer.status_code) == (201, 201), invited.text
    assert again.json()["id"] == invited.json()["id"]
    assert "doors.extra_people" in refused["detail"]
    for _ in range(2):
        assert (await coordinator.delete(f"{path}/{carer.json()['id']}")).status_code == 204
    found = {each.role: each for each in await participants(service.database, booking_id)}
    assert found[ParticipantRole.CARER].removed_at is not None
    assert found[ParticipantRole.INTERPRETER].removed_at is None
    assert len({each.code for each in found.values()}) == 4
    assert (await coordinator.post(path, json={**INTERPRETER, "role": "observer"})).status_code == 201
    trail = (await coordinator.get(f"/v1/bookings/{booking_id}/audit", params={"limit": 100})).json()["items"]
    told = [each for each in trail if each["action"].startswith("participant.")]
    assert [each["action"] for each in told] == [
        *["participant.invited"] * 2,
        "participant.taken_out",
        "participant.invited",
    ]
    assert "Robin" not in str(trail)
    assert "Sign Language" not in str(trail)


async def test_who_may_not_invite_is_refused_and_mentor_and_mentee_cannot_be_taken_out(service: Service) -> None:
    _, booking_id = await booked(service)
    path = f"/v1/bookings/{booking_id}/participants"
    mentor = (await participants(service.database, booking_id))[0]
    coordinator = await service.caller()

    front_end = await service.caller(Scope.BOOKINGS_WRITE, role=Role.FRONT_END)
    reader = await service.caller(Scope.BOOKINGS_READ)
    stranger = await service.caller(partner_id=(await make_scenario(service.database)).partner)

    problem(await front_end.post(path, json=INTERPRETER), 403, "not-permitted")
    problem(await front_end.delete(f"{path}/{mentor.id}"), 403, "not-permitted")
    problem(await reader.post(path, json=INTERPRETER), 403, "not-permitted")
    problem(await stranger.post(path, json=INTERPRETER), 404, "not-found")
    problem(await stranger.delete(f"{path}/{mentor.id}"), 404, "not-found")
    problem(await coordinator.delete(f"{path}/{mentor.id}"), 404, "not-found")
    for wrong in ({"role": "mentor"}, {"name": " "}, {"reason": ""}):
        problem(await coordinator.post(path, json={**INTERPRETER, **wrong}), 422, "invalid-fields")


async def test_nobody_is_invited_to_a_session_that_will_not_take_place(service: Service) -> None:
    _, booking_id = await booked(service)
    coordinator = await service.caller()
    await coordinator.post(f"/v1/bookings/{booking_id}/cancel", json={"reason": "A cold."})

    problem(await coordinator.post(f"/v1/bookings/{booking_id}/participants", json=INTERPRETER), 409, "wrong-state")
