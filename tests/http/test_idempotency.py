"""Idempotency-Key: a request may be sent again after a lost answer."""

import asyncio
from datetime import date, timedelta
from uuid import UUID

import httpx
import pytest
from sqlalchemy import func, text
from sqlmodel import SQLModel, select
from sqlmodel.ext.asyncio.session import AsyncSession
from starlette.requests import Request

from app.access.principal import Principal
from app.audit.models import AuditEntry
from app.http.idempotency import Idempotency
from app.http.models import IdempotencyRecord, forget_older_than
from app.http.problems import problem_body
from app.kit.clock import utc_now
from app.kit.errors import DeniedError, IdempotencyKeyReusedError, Refusal, ReplayedProblemError
from app.registry.pairings.models import Pairing
from app.registry.partners.models import Partner
from app.registry.partners.schemas import PartnerCreate
from app.registry.people.models import Person, PersonRole
from tests.support.scenario import any_key, make_scenario
from tests.support.service import Service, problem, version_of
from tests.support.zoom import eventually


async def count(service: Service, table: type[SQLModel]) -> int:
    async with service.database.transaction() as session:
        return (await session.exec(select(func.count()).select_from(table))).one()


async def add_partner(client: httpx.AsyncClient, key: str, name: str = "Riverside Youth Trust") -> httpx.Response:
    return await client.post("/v1/partners", json={"name": name}, headers={"Idempotency-Key": key})


async def test_the_same_key_and_body_fifty_times_at_once_create_one_thing(service: Service) -> None:
    client = await service.caller()
    answers = await asyncio.gather(*(add_partner(client, "the-same-key") for _ in range(50)))

    created = [answer for answer in answers if answer.status_code == 201]
    assert created
    for answer in answers:
        if answer not in created:
            problem(answer, 409, "request-in-flight")
            assert answer.headers["Retry-After"] == "1"
    (body,) = {answer.text for answer in created}
    again = await add_partner(client, "the-same-key")
    assert (again.status_code, again.text) == (201, body)
    assert again.headers["Location"] == created[0].headers["Location"]
    assert version_of(again) == version_of(created[0])
    assert await count(service, Partner) == 1
    async with service.database.transaction() as session:
        actions = (await session.exec(select(AuditEntry.action))).all()
    assert actions.count("partner.created") == 1


async def test_a_key_belongs_to_its_body_its_address_and_its_caller(service: Service) -> None:
    client, other = await service.caller(), await service.caller()
    first = await add_partner(client, "my-key")

    problem(await add_partner(client, "my-key", "Another"), 422, "idempotency-key-reused")
    programme = {
        "name": "Riverside Youth Trust",
        "pack": "baseline",
        "time_zone": "Europe/London",
        "safeguarding_contacts": [{"name": "Desk", "phone": "999"}],
    }
    elsewhere = await client.post("/v1/programmes", json=programme, headers={"Idempotency-Key": "my-key"})
    problem(elsewhere, 422, "idempotency-key-reused")
    of_another = await add_partner(other, "my-key")
    assert of_another.status_code == 201
    assert of_another.json()["id"] != first.json()["id"]
    spaced = await client.post(
        "/v1/partners",
        content=b'{ "name" : "Riverside Youth Trust" }',
        headers={"Idempotency-Key": "my-key", "Content-Type": "application/json"},
    )
    assert spaced.json() == first.json()
    assert await count(service, Partner) == 2


async def test_a_replay_shows_what_was_created_as_it_is_now(service: Service) -> None:
    client = await service.caller()
    first = await add_partner(client, "my-key")
    await client.patch(first.headers["Location"], json={"name": "Renamed"}, headers={"If-Match": "*"})

    again = await add_partner(client, "my-key")

    assert again.status_code == 201
    assert again.json()["name"] == "Renamed"
    assert version_of(again) == 2


async def test_a_refused_request_does_not_use_its_key_up(service: Service) -> None:
    client = await service.caller()
    headers = {"Idempotency-Key": "my-key"}
    body = {"partner_id": "00000000-0000-7000-8000-000000000000", "role": "mentor", "name": "Example Mentor"}
    problem(await client.post("/v1/people", json=body, headers=headers), 422, "invalid-fields")
    partner = await client.post("/v1/partners", json={"name": "Riverside Youth Trust"})

    body["partner_id"] = partner.json()["id"]
    assert (await client.post("/v1/people", json=body, headers=headers)).status_code == 201
    assert await count(service, Person) == 1


async def test_the_same_key_is_told_to_wait_while_its_first_request_is_in_flight(service: Service) -> None:
    scenario = await make_scenario(service.database)
    client = await service.caller()
    async with service.database.transaction() as session:
        mentee = Person(
            partner_id=scenario.partner, role=PersonRole.MENTEE, name="Example Mentee", birth_date=date(2001, 2, 3)
        )
        session.add(mentee)
    pairing = Pairing(
        partner_id=scenario.partner,
        programme_id=scenario.programme,
        mentor_id=scenario.mentor,
        mentee_id=mentee.id,
    )
    body = pairing.model_dump(mode="json", include={"programme_id", "mentor_id", "mentee_id"})
    headers = {"Idempotency-Key": "my-key"}

    async def is_waiting() -> bool:
        async with service.database.engine.connect() as connection:
            waiting = "SELECT count(*) FROM pg_stat_activity WHERE wait_event = 'transactionid'"
            return bool((await connection.execute(text(waiting))).scalar_one())

    async with AsyncSession(service.database.engine) as session:
        # The same pairing, not committed: the first request has to wait for what becomes of it.
        session.add(pairing)
        await session.flush()
        first = asyncio.create_task(client.post("/v1/pairings", json=body, headers=headers))
        await eventually(is_waiting)
        problem(await client.post("/v1/pairings", json=body, headers=headers), 409, "request-in-flight")
        await session.rollback()
    created = await first
    assert created.status_code == 201, created.text
    assert (await client.post("/v1/pairings", json=body, headers=headers)).json() == created.json()


async def test_keys_are_any_plain_text_of_up_to_255_characters(service: Service) -> None:
    client = await service.caller()
    for key, status in (
        ("k", 201),
        ("!~" * 127, 201),
        ("x" * 255, 201),
        ("x" * 256, 422),
        ("two words", 422),
        ("", 422),
        ("é", 422),
    ):
        response = await client.post(
            "/v1/partners", json={"name": "Any"}, headers={b"Idempotency-Key": key.encode("latin-1")}
        )
        assert response.status_code == status, key
        if status == 422:
            assert [error["field"] for error in response.json()["errors"]] == ["header.Idempotency-Key"]


async def test_keys_are_forgotten_when_they_are_old_and_not_before(service: Service) -> None:
    client = await service.caller()
    first = await add_partner(client, "my-key")
    for before, kept in ((utc_now() - timedelta(hours=24), 1), (utc_now() + timedelta(seconds=1), 0)):
        async with service.database.transaction() as session:
            await forget_older_than(session, before)
        assert await count(service, IdempotencyRecord) == kept
    again = await add_partner(client, "my-key")
    assert UUID(again.json()["id"]) != UUID(first.json()["id"])


async def test_a_key_used_at_one_address_is_refused_at_another_and_a_refusal_is_given_again(service: Service) -> None:
    partner, body = await a_partner(service), PartnerCreate(name="Riverside Youth Trust")
    refusal = DeniedError("Not so.", refusal=Refusal("Not now."), decision_id="7")

    async def same() -> Partner:
        return partner

    async def same_by_id(partner_id: UUID) -> Partner:
        assert partner_id == partner.id
        return partner

    async with service.database.transaction() as session:
        key = await any_key(session)
        caller = Principal(key.id, key.name, key.role, frozenset(), None)

        async def once(path: str, name: str) -> Partner:
            return await at(path, name).once(session, caller, body, create=same, load=same_by_id)

        assert await once("/v1/partners", "used") is partner
        assert await once("/v1/partners", "used") is partner
        with pytest.raises(IdempotencyKeyReusedError):
            await once("/v1/elsewhere", "used")
        at("/v1/partners", "refused").remember_refusal(session, caller, body, refusal)
        await session.flush()
        with pytest.raises(ReplayedProblemError) as replayed:
            await once("/v1/partners", "refused")
        assert replayed.value.problem == problem_body(refusal)


def at(path: str, key: str) -> Idempotency:
    return Idempotency(Request({"type": "http", "path": path, "headers": [], "query_string": b""}), key)


async def a_partner(service: Service) -> Partner:
    async with service.database.transaction() as session:
        partner = Partner(name="Riverside Youth Trust")
        session.add(partner)
    return partner
