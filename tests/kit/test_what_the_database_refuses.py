"""What the database itself refuses, whatever code writes it."""

from dataclasses import dataclass
from itertools import product
from uuid import UUID

import asyncpg

from app.bookings.states import TRANSITIONS, BookingState
from app.kit.database import plain_dsn
from tests.support.scenario import Scenario, add_host, add_pairing, make_scenario
from tests.support.service import Service


@dataclass
class Written:
    """Two sessions at two partners, the first one confirmed, and a connection that writes what it likes."""

    connection: asyncpg.Connection
    here: Scenario
    there: Scenario
    confirmed: UUID
    waiting: UUID

    async def refused_by(self, *statements: str) -> str:
        """Run statements in a transaction that is undone; return the constraint that refuses them, or '' where none does."""
        transaction = self.connection.transaction()
        await transaction.start()
        try:
            for statement in (*statements, "SET CONSTRAINTS ALL IMMEDIATE"):
                await self.connection.execute(statement.format(**vars(self)))
        except asyncpg.IntegrityConstraintViolationError as error:
            return error.constraint_name or ""
        else:
            return ""
        finally:
            await transaction.rollback()


WITH_MEETINGS = """
    INSERT INTO meeting
        (id, booking_id, host_id, state, zoom_meeting_id, unanswered_creates, passcode, proof, created_at, updated_at)
    SELECT uuidv7(), booking.id, booking.host_id, 'created', 81234567890, 0, '', '[]', now(), now()
    FROM booking WHERE id IN ('{confirmed}', '{waiting}')
"""
IN_PAIRING = "UPDATE pairing SET {role} = '{{there.{person}}}' WHERE id = '{{here.pairing}}'"
OF_ANOTHER_PARTNER = {
    "a mentor in a pairing": (
        "pairing",
        "mentor_id",
        IN_PAIRING.format(role="mentor_id", person="mentor"),
    ),
    "a mentee in a pairing": (
        "pairing",
        "mentee_id",
        IN_PAIRING.format(role="mentee_id", person="mentee"),
    ),
    "a person in evidence": (
        "evidence",
        "person_id",
        "UPDATE evidence SET person_id = '{there.mentor}' WHERE person_id = '{here.mentor}'",
    ),
    "a pairing in evidence": (
        "evidence",
        "pairing_id",
        "UPDATE evidence SET person_id = NULL, pairing_id = '{there.pairing}' WHERE person_id = '{here.mentor}'",
    ),
}
REFUSED = {
    "two live meetings with one Zoom id": ("meeting_one_live_per_zoom_meeting", [WITH_MEETINGS]),
    **{
        f"{what} of another partner": (f"{table}_{column}_partner_id_fkey", [statement])
        for what, (table, column, statement) in OF_ANOTHER_PARTNER.items()
    },
    "a person who meets themselves": (
        "pairing_two_people_check",
        ["UPDATE pairing SET mentor_id = mentee_id WHERE id = '{here.pairing}'"],
    ),
    "a booking of a pairing of another partner": (
        "booking_pairing_id_partner_id_programme_id_fkey",
        ["UPDATE booking SET partner_id = '{there.partner}' WHERE id = '{waiting}'"],
    ),
    "a booking in a programme that its pairing is not in": (
        "booking_pairing_id_partner_id_programme_id_fkey",
        ["UPDATE booking SET programme_id = '{there.programme}' WHERE id = '{waiting}'"],
    ),
    "a booking by a version of a policy that there is none of": (
        "booking_programme_id_policy_version_fkey",
        ["UPDATE booking SET policy_version = 9 WHERE id = '{waiting}'"],
    ),
    "a decision by a version of a policy that there is none of": (
        "decision_programme_id_policy_version_fkey",
        [
            """
            INSERT INTO decision
            SELECT (jsonb_populate_record(decision, jsonb_build_object('id', uuidv7(), 'policy_version', 9))).*
            FROM decision LIMIT 1
            """
        ],
    ),
    "a programme with a version of its policy that there is none of": (
        "programme_id_policy_version_fkey",
        ["UPDATE programme SET policy_version = 9 WHERE id = '{here.programme}'"],
    ),
    "a session that goes on after it was completed": (
        "booking_transition",
        [
            "UPDATE booking SET state = 'completed' WHERE id = '{confirmed}'",
            "UPDATE booking SET state = 'confirmed' WHERE id = '{confirmed}'",
        ],
    ),
    "a confirmed session without its host": (
        "booking_reserved",
        ["DELETE FROM reservation WHERE booking_id = '{confirmed}' AND resource = 'host'"],
    ),
    "a confirmed session that another person is reserved for": (
        "booking_reserved",
        ["UPDATE reservation SET resource_id = uuidv7() WHERE booking_id = '{confirmed}' AND resource = 'mentor'"],
    ),
    "a session that is confirmed without having reserved anybody": (
        "booking_reserved",
        [
            "DELETE FROM reservation WHERE booking_id = '{waiting}'",
            "UPDATE booking SET state = 'confirmed' WHERE id = '{waiting}'",
        ],
    ),
}
ACCEPTED = {
    "a meeting of a Zoom id that another one had": [
        "UPDATE booking SET state = 'cancelled' WHERE id = '{waiting}'",
        WITH_MEETINGS.replace("'created'", "CASE id WHEN '{waiting}' THEN 'removed' ELSE 'created' END"),
    ],
    "a session that is moved: all is given back, and taken again": [
        "CREATE TEMP TABLE held ON COMMIT DROP AS SELECT * FROM reservation WHERE booking_id = '{confirmed}'",
        "DELETE FROM reservation WHERE booking_id = '{confirmed}'",
        "INSERT INTO reservation SELECT * FROM held",
    ],
    "a session that is over gives back what it had": [
        "UPDATE booking SET state = 'completed' WHERE id = '{confirmed}'",
        "DELETE FROM reservation WHERE booking_id = '{confirmed}'",
    ],
}


async def test_the_database_refuses_what_must_not_be_and_nothing_else(service: Service) -> None:
    here, there = await make_scenario(service.database), await make_scenario(service.database)
    other = await add_pairing(service.database, here)
    for number in range(2):
        await add_host(service.database, f"host-{number}")
    coordinator = await service.caller()
    booked = []
    for scenario in (here, other):
        response = await coordinator.post("/v1/bookings", json=scenario.booking(), headers={"Prefer": "respond-async"})
        booked.append(UUID(response.json()["id"]))
    connection = await asyncpg.connect(plain_dsn(service.settings))
    try:
        written = Written(connection, here, there, *booked)
        await connection.execute("UPDATE booking SET state = 'confirmed' WHERE id = $1", written.confirmed)

        refused = {what: await written.refused_by(*statements) for what, (_, statements) in REFUSED.items()}
        accepted = {what: await written.refused_by(*statements) for what, statements in ACCEPTED.items()}
    finally:
        await connection.close()

    assert refused == {what: constraint for what, (constraint, _) in REFUSED.items()}
    assert accepted == dict.fromkeys(ACCEPTED, "")


async def test_the_database_knows_the_same_transitions_as_the_code(service: Service) -> None:
    connection = await asyncpg.connect(plain_dsn(service.settings))
    try:
        pairs = list(product(BookingState, BookingState))
        known = await connection.fetch(
            "SELECT before, after FROM unnest($1::text[], $2::text[]) AS pair (before, after) "
            "WHERE booking_may_become(before, after)",
            [before for before, _ in pairs],
            [after for _, after in pairs],
        )
    finally:
        await connection.close()

    assert {(row["before"], row["after"]) for row in known} == {
        (before, after) for before, leads_to in TRANSITIONS.items() for after in leads_to
    }
