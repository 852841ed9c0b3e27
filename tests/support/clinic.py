"""A database and a sandbox that the doctor is sent to, and ways to make one thing wrong there."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from sqlmodel import select

from app.access.models import Role, Scope
from app.access.service import create_key
from app.audit.origin import OPERATOR
from app.doctor.report import Check, Report, State, Subject
from app.hosts.models import Host, HostConfirmation
from app.kit.database import Database
from app.kit.encryption import new_key
from app.settings import Settings
from app.zoom.safety.table import MAIL, levels_for
from tests.support.scenario import any_key
from tests.support.zoom import Zoom, synchronise

REJOIN = "meeting.removed-cannot-rejoin"


@dataclass
class Clinic:
    """A database and a sandbox, and what somebody with the program and its settings can do there."""

    settings: Settings
    database: Database
    zoom: Zoom

    async def synchronise(self) -> None:
        await synchronise(self.settings, self.database)


async def hire(database: Database, *people: str) -> None:
    """Give each of these people a coordinator's key that can confirm what another proposed."""
    async with database.transaction() as session:
        for person in people:
            await create_key(
                session,
                name="a coordinator of the tests",
                role=Role.COORDINATOR,
                scopes=[Scope.APPROVALS_WRITE],
                partner_id=None,
                valid_for=timedelta(days=1),
                origin=OPERATOR,
                person=person,
            )


async def confirm(database: Database, until: datetime, *, only: str | None = None) -> None:
    async with database.transaction() as session:
        key = await any_key(session)
        for host in await session.exec(select(Host)):
            if only in {None, host.zoom_user_id}:
                session.add(HostConfirmation(host_id=host.id, code=REJOIN, confirmed_by=key.id, valid_until=until))


def changed(settings: Settings, **changes: object) -> Settings:
    # Not a copy, which would keep what was derived from the settings before.
    return Settings.load(_env_file=None, **{**settings.model_dump(), **changes})


def settings_of_nowhere(**changes: object) -> Settings:
    url = "http://127.0.0.1:9"
    values: dict[str, object] = {
        "database_url": "postgresql://nobody@127.0.0.1:9/nothing",
        "zoom_oauth_url": url,
        "zoom_api_url": url,
        "zoom_account_id": "account",
        "zoom_client_id": "client",
        "zoom_client_secret": "secret",
        "zoom_webhook_secrets": "webhook-secret-of-the-tests",
        "encryption_keys": new_key("tests"),
    }
    return Settings.load(_env_file=None, **{**values, **changes})


def wrong(report: Report) -> list[Check]:
    return [check for check in report.checks if check.state is State.WRONG]


def the_one_wrong(report: Report) -> Check:
    found = wrong(report)
    assert len(found) == 1, [(check.name, check.found) for check in found]
    assert found[0].remedy
    assert report.exit_code == 1
    return found[0]


def line(report: Report, subject: Subject, part: str | None = None) -> Check:
    (found,) = [check for check in report.checks if check.subject is subject and check.part == part]
    return found


# What Chaperone sets for a host, and what a person has switched off in the portal.
SAFE = {key.path: key.value for _, levels in levels_for({}) for key in levels[0].host} | {
    key.path: key.value for key in MAIL
}


async def put_user(zoom: Zoom, number: int, *, settings: dict[str, Any] | None = None, **changes: Any) -> None:
    seed = {"id": f"host-{number}", "email": f"host-{number}@example.org", "settings": SAFE | (settings or {})}
    await zoom.control("POST", "/users", {**seed, **changes})
