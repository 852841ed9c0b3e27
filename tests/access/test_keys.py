"""API keys: shown once, stored hashed, refused when they are not valid now."""

import asyncio
from datetime import datetime, timedelta

import pytest
from sqlmodel import col, select

from app.access.models import ApiKey
from app.audit.models import AuditEntry
from app.kit.clock import utc_now
from tests.support.command import run_command
from tests.support.scenario import make_scenario
from tests.support.service import Service, problem
from tests.support.workers import environment

SOME_ID = "00000000-0000-7000-8000-000000000000"


async def chaperone(service: Service, *arguments: str, columns: int = 80) -> tuple[int, str, str]:
    """Run the command on the service's database; return its exit code and what it printed."""
    return await run_command(environment(service.settings), *arguments, columns=columns)


async def test_a_key_is_made_shown_once_listed_without_its_secret_and_revoked(service: Service) -> None:
    options = ("--name", "website", "--scope", "bookings:read", "--role", "front_end", "--all-partners")
    code, text, _ = await chaperone(service, "keys", "create", *options)
    key = text.strip()
    client = await service.anonymous()
    client.headers["Authorization"] = f"Bearer {key}"
    assert code == 0
    assert (await client.get("/v1/bookings")).status_code == 200

    async with service.database.transaction() as session:
        stored = (await session.exec(select(ApiKey))).one()
    _, listed, _ = await chaperone(service, "keys", "list")
    secret = key.split("_", 2)[2]
    assert secret not in listed
    assert str(stored.id) in listed
    assert secret not in stored.model_dump_json()

    code, _, _ = await chaperone(service, "keys", "revoke", str(stored.id))
    assert code == 0
    problem(await client.get("/v1/bookings"), 401, "not-authenticated")


async def test_a_key_says_who_holds_it_and_a_key_that_does_not_is_assigned_once(service: Service) -> None:
    options = ("--name", "coordinator", "--scope", "registry:write", "--role", "coordinator", "--all-partners")
    _, _, hint = await chaperone(service, "keys", "create", *options)
    await chaperone(service, "keys", "create", *options, "--person", "Staff-17")
    async with service.database.transaction() as session:
        unassigned, assigned = (await session.exec(select(ApiKey).order_by(col(ApiKey.id)))).all()
    assert (unassigned.person, assigned.person) == (None, "staff-17")
    assert "keys assign" in hint

    code, _, _ = await chaperone(service, "keys", "assign", str(unassigned.id), "staff-18")
    again, _, refusal = await chaperone(service, "keys", "assign", str(unassigned.id), "staff-19")

    assert (code, again) == (0, 2)
    assert "held by somebody else" in refusal
    _, listed, _ = await chaperone(service, "keys", "list", columns=300)
    assert {"staff-17", "staff-18"} <= set(listed.split())
    async with service.database.transaction() as session:
        entries = (await session.exec(select(AuditEntry))).all()
    assert [each.action for each in entries] == ["api_key.created", "api_key.created", "api_key.assigned"]
    assert not any("staff" in each.model_dump_json() for each in entries)


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        (("keys", "create", "--name", " ", "--scope", "admin"), "name"),
        (("keys", "create", "--name", "n" * 201, "--scope", "admin"), "200 characters"),
        (("keys", "create", "--name", "n", "--scope", "admin", "--partner", str(SOME_ID)), "There is no partner"),
        (("keys", "create", "--name", "n", "--scope", "admin", "--person", "a b", "--all-partners"), "staff number"),
        (("keys", "create", "--name", "n", "--scope", "admin"), "--all-partners"),
        (
            ("keys", "create", "--name", "n", "--scope", "admin", "--partner", str(SOME_ID), "--all-partners"),
            "not both",
        ),
        (("keys", "rotate", str(SOME_ID)), "no API key with this id"),
        (("encryption", "new-key", "a b"), "letters and digits"),
        (("sandbox", "--user", "anna"), "ID:ADDRESS"),
    ],
    ids=[
        "no name",
        "too long a name",
        "no such partner",
        "no label",
        "whose data",
        "one or all",
        "no such key",
        "a key's name",
        "no address",
    ],
)
async def test_what_a_command_cannot_take_is_one_line(service: Service, arguments: tuple[str, ...], words: str) -> None:
    code, output, errors = await chaperone(service, *arguments)

    assert (code, output, errors.count("\n")) == (2, "", 1)
    assert words in errors


async def test_a_key_that_is_rotated_has_a_successor_and_works_until_the_overlap_ends(service: Service) -> None:
    scenario = await make_scenario(service.database)
    options = ("--name", "desk", "--role", "coordinator", "--scope", "registry:read", "--scope", "links:read")
    _, first, _ = await chaperone(
        service, "keys", "create", *options, "--person", "staff-17", "--partner", str(scenario.partner)
    )
    async with service.database.transaction() as session:
        old = (await session.exec(select(ApiKey).where(col(ApiKey.name) == "desk"))).one()

    code, second, said = await chaperone(service, "keys", "rotate", str(old.id), "--overlap-days", "2")

    assert code == 0, said
    async with service.database.transaction() as session:
        query = select(ApiKey).where(col(ApiKey.name) == "desk").order_by(col(ApiKey.id))
        ending, successor = (await session.exec(query)).all()
        same = {"name", "role", "scopes", "partner_id", "person"}
        assert successor.model_dump(include=same) == old.model_dump(include=same)
        assert timedelta(days=1) < ending.expires_at - utc_now() <= timedelta(days=2)
        assert f"{ending.expires_at:%Y-%m-%d %H:%M}" in said
        trail = (await session.exec(select(AuditEntry).order_by(col(AuditEntry.id)))).all()
        created, rotated = (each for each in trail if str(successor.id) in str(each.model_dump()))
    assert (created.action, rotated.action) == ("api_key.created", "api_key.rotated")
    assert created.after is not None
    assert created.after["replaces"] == rotated.subject_id == str(old.id)
    client = await service.anonymous()
    for text in (first, second):
        client.headers["Authorization"] = f"Bearer {text.strip()}"
        assert (await client.get("/v1/people")).status_code == 200
    await chaperone(service, "keys", "revoke", str(old.id))
    client.headers["Authorization"] = f"Bearer {first.strip()}"
    problem(await client.get("/v1/people"), 401, "not-authenticated")
    refused, _, why = await chaperone(service, "keys", "rotate", str(old.id))
    assert (refused, "not valid any more" in why) == (2, True)


async def test_the_last_use_of_a_key_is_noted_to_the_minute_and_nobody_waits_for_it(service: Service) -> None:
    client, unused = await service.caller(), await service.caller()
    key_id = service.keys[client]

    async def last_use() -> datetime | None:
        async with service.database.transaction() as session:
            return (await session.get_one(ApiKey, key_id)).last_used_at

    before = utc_now()
    await client.get("/v1/partners")
    first = await last_use()
    await client.get("/v1/partners")
    assert first is not None
    assert before <= first <= utc_now()
    assert await last_use() == first
    long_ago = utc_now() - timedelta(minutes=2)
    async with service.database.transaction() as session:
        (await session.get_one(ApiKey, key_id)).last_used_at = long_ago
    async with service.database.transaction() as session:
        # Somebody holds the row: the request goes through all the same, and notes nothing.
        await session.get_one(ApiKey, key_id, with_for_update=True)
        assert (await client.get("/v1/partners")).status_code == 200
    assert await last_use() == long_ago
    await asyncio.gather(*(client.get("/v1/partners") for _ in range(4)))
    noted = await last_use()
    assert noted is not None
    assert noted > first
    _, listed, _ = await chaperone(service, "keys", "list", columns=300)
    lines = {line.split()[0]: line for line in listed.replace("│", " ").splitlines() if line.split()}
    assert f"{noted:%Y-%m-%d %H:%M}" in lines[str(key_id)]
    assert "never" in lines[str(service.keys[unused])]


async def test_an_expired_key_is_refused(service: Service) -> None:
    client = await service.caller(valid_for=timedelta(days=1))
    assert (await client.get("/v1/bookings")).status_code == 200

    async with service.database.transaction() as session:
        key = await session.get_one(ApiKey, service.keys[client])
        key.expires_at = utc_now() - timedelta(seconds=1)

    problem(await client.get("/v1/bookings"), 401, "not-authenticated")


@pytest.mark.parametrize(
    "authorization",
    ["Bearer nonsense", "Bearer chaperone_aaaa_bbbb", "Bearer chaperone_" + "a" * 26 + "_x", "Basic dTpw", "Bearer é"],
)
async def test_what_is_no_key_is_refused_without_detail(service: Service, authorization: str) -> None:
    client = await service.anonymous()

    response = await client.get("/v1/bookings", headers={b"Authorization": authorization.encode()})

    problem(response, 401, "not-authenticated")
    assert response.headers["WWW-Authenticate"] == "Bearer"


async def test_a_key_with_the_right_id_and_another_secret_is_refused(service: Service) -> None:
    client = await service.caller()
    client.headers["Authorization"] = client.headers["Authorization"][:-1] + "~"

    problem(await client.get("/v1/bookings"), 401, "not-authenticated")


async def test_a_command_that_cannot_work_says_so_in_one_line(service: Service) -> None:
    code, _, errors = await chaperone(service, "keys", "revoke", "00000000-0000-7000-8000-000000000000")
    assert (code, errors.count("\n")) == (2, 1)
    assert "Traceback" not in errors
    settings = service.settings.model_copy(update={"database_url": "postgresql://nobody@127.0.0.1:9/none"})
    code, _, errors = await chaperone(
        Service(service.base_url, service.database, service.stack, settings), "keys", "list"
    )
    assert (code, errors.count("\n")) == (2, 1)
    assert "DATABASE_URL" in errors
