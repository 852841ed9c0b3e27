"""What the registry hands to a decision about a session."""

from collections.abc import Iterator
from contextlib import contextmanager
from uuid import UUID

from sqlalchemy import event
from sqlmodel import select

from app.kit.database import Database
from app.registry.lookup import EVIDENCE, pairing_for_booking
from tests.support.registry_world import World, create
from tests.support.scenario import MEASURES

NOBODY = UUID("00000000-0000-7000-8000-000000000000")


@contextmanager
def counted_statements(database: Database) -> Iterator[list[str]]:
    statements: list[str] = []

    def note(_connection: object, _cursor: object, statement: str, *_rest: object) -> None:
        statements.append(statement)

    event.listen(database.engine.sync_engine, "before_cursor_execute", note)
    yield statements
    event.remove(database.engine.sync_engine, "before_cursor_execute", note)


async def test_one_statement_finds_a_pairing_with_all_that_it_belongs_to(world: World) -> None:
    side, pairing_id = world.riverside, UUID(world.riverside.pairing["id"])
    partner_id, others_id = UUID(side.partner["id"]), UUID(world.harbour.partner["id"])
    async with world.service.database.transaction() as session:
        with counted_statements(world.service.database) as statements:
            found = await pairing_for_booking(session, pairing_id, partner_scope=None)
        assert len(statements) == 1
        assert found is not None
        ids = [found.pairing.id, found.partner.id, found.programme.id, found.mentor.id, found.mentee.id]
        of_side = [side.pairing, side.partner, world.programme, side.mentor, side.mentee]
        assert ids == [UUID(each["id"]) for each in of_side]
        assert (found.policy_version.programme_id, found.policy_version.version) == (found.programme.id, 1)
        assert await pairing_for_booking(session, pairing_id, partner_scope=partner_id) == found
        assert await pairing_for_booking(session, pairing_id, partner_scope=others_id) is None
        assert await pairing_for_booking(session, NOBODY, partner_scope=None) is None


async def test_one_statement_finds_the_evidence_about_the_partner_both_people_and_the_pairing(world: World) -> None:
    client, side = world.coordinator, world.riverside
    expected = {side.evidence["id"]}
    for body in (
        {"kind": "partner_written_consent", "document": "Letter 1", "partner_id": side.partner["id"]},
        {"kind": "mentor_induction", "person_id": side.mentor["id"]},
        {**MEASURES, "pairing_id": side.pairing["id"]},
    ):
        expected.add((await create(client, "/v1/evidence", body))["id"])
    colleague = await create(
        client, "/v1/people", {"partner_id": side.partner["id"], "role": "mentor", "name": "A Colleague"}
    )
    await create(client, "/v1/evidence", {"kind": "mentor_induction", "person_id": colleague["id"]})
    await client.post(f"/v1/evidence/{side.evidence['id']}/withdraw", json={"reason": "It still tells why."})

    async with world.service.database.transaction() as session:
        context = await pairing_for_booking(session, UUID(side.pairing["id"]), partner_scope=None)
        assert context is not None
        with counted_statements(world.service.database) as statements:
            about = {"pairing": context.pairing.id, "partner": context.partner.id}
            people = {"mentor": context.mentor.id, "mentee": context.mentee.id}
            found = (await session.exec(select(EVIDENCE), params={**about, **people})).one()
    assert len(statements) == 1
    assert {each["id"] for each in found} == expected
    assert {each["id"] for each in found if each["withdrawn"]} == {side.evidence["id"]}
    assert sorted(each["about"] for each in found) == ["mentee", "mentor", "pairing", "partner"]
