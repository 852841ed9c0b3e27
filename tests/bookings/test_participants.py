"""Who takes part in a session."""

import asyncio
from collections.abc import Sequence
from typing import Any
from uuid import UUID

from sqlalchemy import delete
from sqlmodel import col

from app.bookings.models import Booking
from app.bookings.participants.models import Participant, ParticipantRole, RegistrationState
from app.bookings.participants.service import participants_of
from app.kit.database import Database
from tests.support.scenario import Scenario, add_host, make_scenario
from tests.support.service import Service


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
