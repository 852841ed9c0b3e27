"""The doctor against services that are each wrong in one way: it names that one, with its remedy, and nothing else."""

import re
from collections.abc import Callable
from datetime import timedelta

import pytest
from pydantic import SecretStr
from sqlalchemy import text
from sqlmodel import col, select

from app.access.models import ApiKey
from app.bookings.models import Meeting
from app.doctor.database import EXTENSIONS
from app.doctor.examination import examine
from app.doctor.report import State, Subject
from app.kit.clock import utc_now
from app.kit.encryption import new_key
from app.kit.migrations import migrate
from app.zoom.limits.plans import Plan
from app.zoom.sandbox.api.scopes import SCOPES
from tests.support.clinic import REJOIN, Clinic, changed, hire, line, the_one_wrong, wrong
from tests.support.database import as_owner, run_as_owner
from tests.support.scenario import make_scenario
from tests.support.zoom import System


async def test_a_healthy_service_has_nothing_wrong_and_every_line_is_there(system: System) -> None:
    await hire(system.database, "anna", "ben")

    report = await examine(system.settings)

    assert wrong(report) == []
    assert report.exit_code == 0
    assert {check.subject for check in report.checks} == set(Subject)
    # Nobody has looked at what Zoom does not show, which is told to the host in writing: a warning.
    # The account locks nothing, and offers AI Companion to its hosts.
    assert [check.name for check in report.checks if check.state is State.WARNING] == [
        "address of pages",
        f"host settings: {REJOIN}",
        "account locks",
        "account settings: ai companion",
    ]
    assert line(report, Subject.QUEUE).found.startswith("Workers that are alive: 1;")


async def test_a_confirmed_service_whose_worker_has_not_run_yet_has_that_one_warning(idle: Clinic) -> None:
    report = await examine(idle.settings)

    of_account = {Subject.LOCKS, Subject.ACCOUNT, Subject.PUBLIC_URL}
    warnings = [check.subject for check in report.checks if check.state is State.WARNING]
    assert [subject for subject in warnings if subject not in of_account] == [Subject.QUEUE]
    assert "chaperone worker" in (line(report, Subject.QUEUE).remedy or "")
    assert report.exit_code == 0


async def test_an_organisation_in_which_nobody_can_confirm_what_another_proposes_is_warned(system: System) -> None:
    for people, state in (((), State.WARNING), (("anna", "anna"), State.WARNING), (("ben",), State.OK)):
        async with system.database.transaction() as session:
            for key in (await session.exec(select(ApiKey).where(col(ApiKey.person).like("person-%")))).all():
                key.person = None
        await hire(system.database, *people)
        found = line(await examine(system.settings), Subject.SECOND_PERSON)
        assert found.state is state, people

    alone = line(await examine(changed(system.settings, second_person=False)), Subject.SECOND_PERSON)
    assert alone.state is State.WARNING
    assert "SECOND_PERSON" in (alone.remedy or "")


async def test_nothing_is_changed_at_zoom(idle: Clinic) -> None:
    before = len(await idle.zoom.control("GET", "/requests"))

    await examine(idle.settings)

    calls = (await idle.zoom.control("GET", "/requests"))[before:]
    assert calls
    assert {(call["method"], call["path"]) for call in calls if call["method"] != "GET"} == {("POST", "/oauth/token")}


async def test_no_secret_and_no_address_is_in_the_report(idle: Clinic) -> None:
    settings = changed(idle.settings, zoom_client_secret=SecretStr("not-the-secret-of-the-app"))

    said = str((await examine(settings)).as_json()) + str((await examine(idle.settings)).as_json())

    for secret in (settings.zoom_client_secret, idle.settings.zoom_client_secret, settings.encryption_keys):
        assert secret.get_secret_value() not in said
    assert settings.zoom_webhook_secrets[0].get_secret_value() not in said
    assert "@example.org" not in said


@pytest.mark.parametrize(
    ("change", "named"),
    [
        ({"zoom_client_secret": SecretStr("not-the-secret-of-the-app")}, "ZOOM_CLIENT_SECRET"),
        ({"zoom_account_id": "another-account"}, "ZOOM_ACCOUNT_ID"),
        ({"zoom_account_id": "no account id!"}, "ZOOM_ACCOUNT_ID"),
    ],
    ids=["secret", "account-id", "malformed-account-id"],
)
async def test_credentials_that_zoom_refuses_are_named(idle: Clinic, change: dict[str, object], named: str) -> None:
    found = the_one_wrong(await examine(changed(idle.settings, **change)))

    assert found.subject is Subject.CREDENTIALS
    assert named in (found.remedy or "")


@pytest.mark.parametrize(
    "scope",
    ["meeting:write:meeting:admin", "user:read:settings:admin", "user:read:list_users:admin"],
)
async def test_a_missing_scope_is_named(idle: Clinic, scope: str) -> None:
    await idle.zoom.control("PUT", "/scopes", {"scopes": sorted(SCOPES - {scope})})

    found = the_one_wrong(await examine(idle.settings))

    assert found.subject is Subject.SCOPES
    assert found.found == f"The app lacks {scope}."


async def test_scopes_that_the_token_does_not_name_are_found_by_reading(idle: Clinic) -> None:
    await idle.zoom.control("PUT", "/scopes", {"scopes": []})

    found = the_one_wrong(await examine(idle.settings))

    assert found.subject is Subject.SCOPES
    assert "user:read:list_users:admin" in found.found


async def test_the_scopes_of_old_apps_are_enough(idle: Clinic) -> None:
    classic = ["meeting:read:admin", "meeting:write:admin", "user:read:admin", "user:write:admin"]
    await idle.zoom.control("PUT", "/scopes", {"scopes": classic})

    report = await examine(idle.settings)

    assert wrong(report) == []
    assert line(report, Subject.SCOPES).state is State.OK
    # Such an app may not read the locks: that is not known, rather than fine.
    assert line(report, Subject.LOCKS).state is State.NOT_CHECKED


async def test_a_clock_that_is_off_is_named(idle: Clinic) -> None:
    found = the_one_wrong(await examine(idle.settings, now=lambda: utc_now() - timedelta(minutes=5)))

    assert found.subject is Subject.CLOCK
    assert {round(each["ahead_seconds"] / 60) for each in found.details} == {5}
    assert {each["clock"] for each in found.details} == {"the database", "zoom"}
    assert "time synchronisation (NTP) on this machine" in (found.remedy or "")


async def test_a_database_that_is_behind_is_named(idle: Clinic) -> None:
    await migrate(as_owner(idle.settings.database_url), "0002", application_url=idle.settings.database_url)

    report = await examine(idle.settings)

    found = the_one_wrong(report)
    assert found.subject is Subject.MIGRATIONS
    assert "chaperone migrate" in (found.remedy or "")
    assert line(report, Subject.QUEUE).state is State.NOT_CHECKED


async def test_tables_that_are_newer_than_the_program_are_named(idle: Clinic) -> None:
    await run_as_owner(idle.settings.database_url, "UPDATE alembic_version SET version_num = '9999'")

    report = await examine(idle.settings)

    found = line(report, Subject.MIGRATIONS)
    assert wrong(report) == []
    assert found.state is State.WARNING
    assert "update this program" in (found.remedy or "")


@pytest.mark.parametrize(
    ("change", "words"),
    [
        (lambda url: url.replace("/test_", "/no_such_", 1), "create the database"),
        (lambda _: "postgresql+asyncpg://nobody@127.0.0.1:9/nothing", "start PostgreSQL"),
    ],
    ids=["no-such-database", "no-server"],
)
async def test_a_database_that_does_not_answer_is_named(idle: Clinic, change: Callable[[str], str], words: str) -> None:
    found = the_one_wrong(await examine(changed(idle.settings, database_url=change(idle.settings.database_url))))

    assert found.subject is Subject.DATABASE
    assert words in (found.remedy or "")


@pytest.mark.parametrize("name", list(EXTENSIONS))
async def test_an_extension_that_was_dropped_is_named(idle: Clinic, name: str) -> None:
    await run_as_owner(idle.settings.database_url, f"DROP EXTENSION {name} CASCADE")

    found = the_one_wrong(await examine(idle.settings))

    assert found.subject is Subject.DATABASE
    assert f"The extension {name} was dropped" in found.found


async def test_a_webhook_secret_that_cannot_be_zooms_is_named(idle: Clinic) -> None:
    found = the_one_wrong(await examine(changed(idle.settings, zoom_webhook_secrets=[SecretStr("tooShort1")])))

    assert found.subject is Subject.WEBHOOK_SECRET
    assert "ZOOM_WEBHOOK_SECRETS" in (found.remedy or "")
    assert "tooShort1" not in found.found


@pytest.mark.parametrize("url", ["http://127.0.0.1:9", "https://unresolvable.invalid"], ids=["refused", "no-such-name"])
async def test_a_zoom_that_cannot_be_reached_is_named(idle: Clinic, url: str) -> None:
    report = await examine(changed(idle.settings, zoom_oauth_url=url, zoom_api_url=url))

    found = the_one_wrong(report)
    assert found.subject is Subject.ZOOM
    assert "status.zoom.us" in (found.remedy or "")
    # What people have confirmed is ours to tell, also without Zoom.
    assert line(report, Subject.HOST_SETTINGS, REJOIN).state is State.OK


async def test_a_zoom_that_is_ill_is_named(idle: Clinic) -> None:
    await idle.zoom.faults({"kind": "error_503", "times": None})

    assert the_one_wrong(await examine(idle.settings)).subject is Subject.ZOOM


async def test_a_plan_that_zooms_limits_speak_against_is_named(idle: Clinic) -> None:
    await idle.zoom.control("PUT", "/limits", {"limits": "pro"})

    slow = await examine(changed(idle.settings, zoom_plan=Plan.BUSINESS))
    right = await examine(changed(idle.settings, zoom_plan=Plan.PRO))

    found = the_one_wrong(slow)
    assert found.subject is Subject.PLAN
    assert "ZOOM_PLAN" in (found.remedy or "")
    assert line(right, Subject.PLAN).state is State.OK


async def test_keys_that_do_not_fit_what_is_stored_are_named(system: System) -> None:
    scenario = await make_scenario(system.database)
    coordinator = await system.caller()
    booked = await coordinator.post("/v1/bookings", json=scenario.booking())
    assert booked.json()["state"] == "confirmed", booked.text
    ring = system.settings.encryption_keys.get_secret_value()

    lost = await examine(changed(system.settings, encryption_keys=SecretStr(new_key("other"))))
    both = await examine(changed(system.settings, encryption_keys=SecretStr(f"{new_key('other')},{ring}")))

    found = the_one_wrong(lost)
    assert found.subject is Subject.ENCRYPTION
    assert "'tests'" in found.found
    assert wrong(both) == []
    assert line(both, Subject.ENCRYPTION).state is State.WARNING
    async with system.database.transaction() as session:
        assert (await session.exec(select(Meeting))).one().passcode


async def test_jobs_that_nobody_takes_are_named(idle: Clinic) -> None:
    async with idle.database.engine.begin() as connection:
        await connection.execute(
            text(
                "INSERT INTO pgqueuer (priority, created, execute_after, status, entrypoint) "
                "VALUES (0, now() - interval '1 day', now() - interval '5 minutes', 'queued', 'reconcile_booking'), "
                "(0, now() - interval '1 day', now() + interval '5 minutes', 'queued', 'reconcile_booking')"
            )
        )

    found = the_one_wrong(await examine(idle.settings))

    assert found.subject is Subject.QUEUE
    (waited,) = re.findall(r"the oldest for (\d+) seconds", found.found)
    assert 300 <= int(waited) < 330
    assert "chaperone worker" in (found.remedy or "")
