"""When a fact that the rules look at changes, bookings ahead are to be decided again: one job, in the same transaction."""

import json
from collections.abc import Iterator
from typing import Any

import pytest
from sqlalchemy import event, text
from sqlalchemy.orm import Session

from app.kit.database import Database
from app.kit.identifiers import new_id
from app.kit.jobs import DECIDE_AGAIN
from app.registry.facts_changed import facts_changed
from tests.support.registry_world import ANY_VERSION, Json, World, create, programme_body, with_notice
from tests.support.scenario import MEASURES, add_host
from tests.support.service import problem

REASON = {"reason": "The mentee has thought better of it."}


async def forget_jobs(database: Database) -> None:
    async with database.engine.begin() as connection:
        await connection.execute(text("DELETE FROM pgqueuer"))


async def jobs(database: Database) -> list[Json]:
    """Return what is to be decided again."""
    async with database.engine.connect() as connection:
        rows = await connection.execute(text("SELECT entrypoint, payload FROM pgqueuer ORDER BY id"))
        found = rows.all()
    assert {row.entrypoint for row in found} <= {DECIDE_AGAIN}
    return [json.loads(row.payload) for row in found]


Change = tuple[str, str, Any, Json]


async def changes_of_facts(world: World) -> dict[str, Change]:
    """Return one change of every kind of fact: method, address, body, and what is then to be decided again."""
    side, programme = world.riverside, world.programme
    host = await add_host(world.service.database)
    of_programme, of_partner = {"programme_id": programme["id"]}, {"partner_id": side.partner["id"]}
    of_mentee, of_mentor = {"person_id": side.mentee["id"]}, {"person_id": side.mentor["id"]}
    of_pairing = {"pairing_id": side.pairing["id"]}
    mentee, pairing = f"/v1/people/{side.mentee['id']}", f"/v1/pairings/{side.pairing['id']}"
    address = f"/v1/programmes/{programme['id']}"
    # Other hosts can be had: no fact that has a version.
    hosts_of_programme = {**of_programme, "marked": programme["id"]}
    computer_only = {"meeting.audio": "computer-only"}
    training = {"kind": "child_protection_training", **of_mentor}
    return {
        "evidence about a person": ("POST", "/v1/evidence", training, of_mentor),
        "evidence about a pairing": ("POST", "/v1/evidence", {**MEASURES, **of_pairing}, of_pairing),
        "evidence about a partner": (
            "POST",
            "/v1/evidence",
            {"kind": "partner_written_consent", "document": "Letter 1", **of_partner},
            of_partner,
        ),
        "evidence withdrawn": ("POST", f"/v1/evidence/{side.evidence['id']}/withdraw", REASON, of_mentee),
        "a birth date": ("PATCH", mentee, {"birth_date": "2006-02-28"}, of_mentee),
        "an adult at risk": ("PATCH", mentee, {"adult_at_risk": True}, of_mentee),
        "a pairing's end": ("PATCH", pairing, {"active": False}, of_pairing),
        "a pairing's measures": ("PATCH", pairing, {"safety": computer_only}, of_pairing),
        "guidance": ("PUT", f"/v1/partners/{side.partner['id']}/guidance", {"safety": computer_only}, of_partner),
        "a policy": ("PUT", f"{address}/policy", with_notice(), of_programme),
        "a host taken out of use": ("PATCH", f"/v1/hosts/{host}", {"enabled": False}, hosts_of_programme),
        "a host in another pool": ("PATCH", f"/v1/hosts/{host}", {"pool": "evening"}, hosts_of_programme),
        "a pool": ("PATCH", address, {"host_pool": "evening"}, of_programme),
    }


async def test_a_changed_fact_leaves_one_job_that_names_whom_it_is_about(world: World) -> None:
    database = world.service.database
    for name, (method, address, body, about) in (await changes_of_facts(world)).items():
        await forget_jobs(database)
        response = await world.coordinator.request(method, address, json=body, headers=ANY_VERSION)
        assert response.is_success, (name, response.text)
        assert await jobs(database) == [about], name
        if method != "POST":
            again = await world.coordinator.request(method, address, json=body, headers=ANY_VERSION)
            assert again.is_success, name
            assert await jobs(database) == [about], f"{name}, which is so already"


@pytest.fixture
def failing_at_the_end() -> Iterator[list[int]]:
    """Make every transaction with a job in it fail when it commits; return how many jobs were in each."""
    seen: list[int] = []

    def fail(session: Session) -> None:
        count = session.scalar(text("SELECT count(*) FROM pgqueuer"))
        if count:
            seen.append(count)
            raise ConnectionError

    event.listen(Session, "before_commit", fail)
    yield seen
    event.remove(Session, "before_commit", fail)


async def test_a_change_that_is_rolled_back_leaves_no_job(world: World, request: pytest.FixtureRequest) -> None:
    database = world.service.database
    changes = await changes_of_facts(world)
    await forget_jobs(database)
    failed: list[int] = request.getfixturevalue("failing_at_the_end")
    for name, (method, address, body, _) in changes.items():
        failed.clear()
        response = await world.coordinator.request(method, address, json=body, headers=ANY_VERSION)
        problem(response, 503, "unavailable")
        assert failed == [1], name
        assert await jobs(database) == [], name


async def test_what_no_rule_looks_at_leaves_no_job(world: World) -> None:
    database, side = world.service.database, world.riverside
    host = await add_host(database)
    other = await create(world.coordinator, "/v1/programmes", programme_body(host_pool="evening"))
    await forget_jobs(database)
    changes: list[tuple[str, str, Any]] = [
        ("PATCH", f"/v1/people/{side.mentee['id']}", {"name": "Another", "email": "another@example.org"}),
        ("PATCH", f"/v1/programmes/{world.programme['id']}", {"name": "Another"}),
        ("PATCH", f"/v1/partners/{side.partner['id']}", {"name": "Another"}),
        ("POST", "/v1/partners", {"name": "A new one"}),
        ("POST", "/v1/programmes", programme_body()),
    ]
    for method, address, body in changes:
        response = await world.coordinator.request(method, address, json=body, headers=ANY_VERSION)
        assert response.is_success, response.text
    refused = await world.coordinator.put(
        f"/v1/programmes/{other['id']}/policy", json={"pack": "none-such", "title": "None"}, headers=ANY_VERSION
    )
    problem(refused, 422, "invalid-fields")
    assert await jobs(database) == []
    await world.coordinator.patch(f"/v1/hosts/{host}", json={"pool": "nobody-uses-this"}, headers=ANY_VERSION)
    told = [job["programme_id"] for job in await jobs(database)]
    assert world.programme["id"] in told
    assert other["id"] not in told


async def test_a_changed_fact_is_about_exactly_one(database: Database) -> None:
    for named in ({}, {"person_id": new_id(), "pairing_id": new_id()}):
        async with database.transaction() as session:
            with pytest.raises(ValueError, match="exactly one"):
                await facts_changed(session, **named)
    assert await jobs(database) == []
