"""A visit to the sandbox, with a clock that moves the sandbox's instead of waiting."""

from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

import httpx

from app.first_contact.people import Answer, Step
from app.first_contact.report import Finding
from app.first_contact.running import Contact, carry_out
from app.first_contact.timing import Timing
from app.kit.clock import utc_now
from app.kit.encryption import new_key
from app.settings import Settings
from tests.support.service import TLS
from tests.support.zoom import CLIENT_SECRET, Zoom

HOST = "host-1@example.org"


def settings_for(url: str, **changes: object) -> Settings:
    """The settings of a visit; no database answers unless one is named."""
    given: dict[str, object] = {
        "database_url": "postgresql://nobody@127.0.0.1:9/none",
        "zoom_oauth_url": url,
        "zoom_api_url": url,
        "zoom_account_id": "account-of-the-tests",
        "zoom_client_id": "client-of-the-tests",
        "zoom_client_secret": CLIENT_SECRET,
        "encryption_keys": new_key("tests"),
    }
    return Settings.load(_env_file=None, **given | changes)


@dataclass
class Watcher:
    """Whoever runs the command: hears, and answers what it was told to."""

    answers: Mapping[str, Answer] = field(default_factory=dict)
    heard: list[str] = field(default_factory=list)
    links: dict[str, str] = field(default_factory=dict)
    at_the_steps: Callable[[], None] = lambda: None

    def told(self, line: str) -> None:
        self.heard.append(line)

    def asked(self, step: Step, links: Mapping[str, str]) -> Answer | None:
        if links:
            self.links = dict(links)
            self.at_the_steps()
        return self.answers.get(step.name)


@dataclass
class Visitor:
    """Makes visits to one sandbox."""

    zoom: Zoom
    folder: Path
    watcher: Watcher = field(default_factory=Watcher)
    passed: timedelta = timedelta()
    on_sleep: Callable[[float], Awaitable[None]] | None = None

    def now(self) -> datetime:
        return utc_now() + self.passed

    async def sleep(self, seconds: float) -> None:
        if self.on_sleep is not None:
            await self.on_sleep(seconds)
        self.passed += timedelta(seconds=seconds)
        await self.zoom.control("POST", "/time/advance", {"seconds": seconds})

    @property
    def journal(self) -> Path:
        return self.folder / "journal.json"

    async def create(self, body: dict[str, Any]) -> None:
        """Make a meeting of the host's that is none of first contact's."""
        async with httpx.AsyncClient(base_url=self.zoom.base_url, verify=TLS) as client:
            grant = {"grant_type": "account_credentials", "account_id": "account-of-the-tests"}
            token = await client.post("/oauth/token", data=grant, auth=("client-of-the-tests", CLIENT_SECRET))
            bearer = {"Authorization": f"Bearer {token.json()['access_token']}"}
            (await client.post("/v2/users/host-1/meetings", json=body, headers=bearer)).raise_for_status()

    async def visit(self, **more: Any) -> Contact:
        settings = more.pop("settings", None) or settings_for(self.zoom.base_url)
        given: dict[str, Any] = {"host": HOST, "console": self.watcher, "journal": self.journal} | more
        return await carry_out(settings, timing=Timing(self.now, self.sleep), **given)


def finding(outcome: Contact, check: str, part: str | None = None) -> Finding:
    (found,) = [each for each in outcome.report.findings(check) if each.part == part]
    return found


async def state_of_hosts(zoom: Zoom) -> Any:
    """Return what is set for each user."""
    return [each["settings"] for each in (await zoom.control("GET", "/state"))["users"]]
