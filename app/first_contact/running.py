"""One visit: what earlier runs left is removed, the checks are made, and whatever happens, everything is put back."""

import asyncio
import signal
from collections.abc import AsyncIterator, Iterator, Mapping, Sequence
from contextlib import AsyncExitStack, asynccontextmanager, contextmanager, suppress
from dataclasses import dataclass, field
from datetime import timedelta
from pathlib import Path
from typing import Any, Final, Protocol
from urllib.parse import urlsplit

from app.doctor.database import look_at_database
from app.first_contact.anonymising import anonymised
from app.first_contact.check import Check, refusal
from app.first_contact.checks import AFTER_PEOPLE, BEFORE_PEOPLE, CLEANED_UP, OPENING, PEOPLE
from app.first_contact.host_settings import put_back
from app.first_contact.journal import Journal
from app.first_contact.opening import EXPECTED, ways_to_open
from app.first_contact.own_meetings import OwnMeetings
from app.first_contact.people import STEPS, Answer, Step, finding_of
from app.first_contact.recording import Recording
from app.first_contact.report import OPERATOR, Consequence, Finding, Line, Report, as_expected, differs
from app.first_contact.timing import Timing
from app.first_contact.visit import Visit
from app.kit.clock import utc_now
from app.kit.database import Database
from app.provisioning.limits import shared_limiter
from app.settings import Settings
from app.zoom.client import ZoomClient
from app.zoom.errors import ZoomError
from app.zoom.limits.lanes import Lane
from app.zoom.sandbox.account.capture import Capture
from app.zoom.sandbox.account.limit_tables import Plan

PATIENCE: Final = timedelta(seconds=30)
"""How long a call waits for its turn in the account's budget: the service's own calls go first."""


class Console(Protocol):
    """Who watches: is told how far it is, and answers what only a person can see."""

    def told(self, line: str) -> None:
        """Hear how far it is."""

    def asked(self, step: Step, links: Mapping[str, str]) -> Answer | None:
        """Answer a step, None to leave it open. `links` are for this person alone and are kept nowhere."""


@dataclass
class Contact:
    """The report, and what a capture is made from."""

    report: Report
    visit: Visit
    answers: dict[str, Answer] = field(default_factory=dict)

    def capture(self) -> Capture:
        """Return what was asked and answered, with nothing of a person in it."""
        settings, visit = self.visit.settings, self.visit
        users = [user for user in (visit.host, visit.basic_host) if user is not None]
        secrets = [
            *(settings.zoom_account_id, settings.zoom_client_id, settings.zoom_client_secret.get_secret_value()),
            *(text for text in (visit.host_email, visit.basic_email) if text),
            *(text for user in users for text in (user.id, user.email or "", user.display_name or "")),
        ]
        observed: dict[str, Any] = {}
        if (started := self.answers.get("start link")) is not None:
            observed["start_link_asks_to_sign_in"] = started is Answer.NO
        if "zoom_plan" in settings.model_fields_set:
            observed["plan"] = Plan(settings.zoom_plan)
        return anonymised(visit.recording.calls, secrets=secrets, **observed)


async def carry_out(
    settings: Settings,
    *,
    host: str,
    console: Console,
    journal: Path,
    basic_host: str | None = None,
    answers: Mapping[str, Answer] | None = None,
    timing: Timing | None = None,
) -> Contact:
    """Make all checks, and undo what they did, also when stopped by Ctrl-C, a failure or a signal.

    Args:
        settings: Where Zoom and the database are.
        host: The address of the user who is to hold the meetings.
        console: Who watches.
        journal: Where what must be undone is noted meanwhile.
        basic_host: The address of a user without a licence.
        answers: Answers of a person, by step; None asks `console`.
        timing: The clock.

    Raises:
        ConfigurationError: The journal cannot be read or written.
    """
    timing = timing or Timing()
    recording = Recording(timing.now)
    noted = Journal.opened(journal)
    lines: list[Line] = []
    given: dict[str, Answer] = {}
    async with _opened(settings, recording) as (zoom, database):
        own = OwnMeetings(zoom, noted, timing)
        visit = Visit(settings, zoom, timing, recording, noted, own, host, basic_host, database)
        complete = False
        left: Sequence[str] = ()
        try:
            lines += await _leftovers(visit, console)
            lines += await _made(BEFORE_PEOPLE, visit, console)
            given |= _answered(visit, console, answers, live=True)
            lines += await _made(AFTER_PEOPLE, visit, console)
            complete = True
        except asyncio.CancelledError:
            console.told("Stopped. What was made at Zoom is being removed ...")
        finally:
            with uninterrupted(console):
                left = [*await own.delete_all(), *await put_back(visit)]
    lines.append(
        Line(CLEANED_UP, "Every meeting is deleted, and the host's settings are as they were.", _cleaned(left))
    )
    if complete:
        with suppress(asyncio.CancelledError):
            given |= _answered(visit, console, answers, live=False)
        lines += [
            Line(PEOPLE, f"{step.question} {step.expected.capitalize()}.", finding_of(step, given.get(step.name)))
            for step in STEPS
        ]
        licensed = visit.host is not None and visit.host.is_licensed
        lines.append(Line(OPENING, EXPECTED, ways_to_open(lines, given, is_licensed=licensed)))
    return Contact(Report(tuple(lines), own.changes, tuple(left), is_complete=complete), visit, given)


@contextmanager
def uninterrupted(console: Console) -> Iterator[None]:
    """Let no signal stop what the block does; say so instead."""

    def refuse(*_: object) -> None:
        console.told("What was made at Zoom is being removed; one moment ...")

    before = {number: signal.signal(number, refuse) for number in (signal.SIGINT, signal.SIGTERM)}
    try:
        yield
    finally:
        for number, handler in before.items():
            signal.signal(number, handler)


@asynccontextmanager
async def _opened(settings: Settings, recording: Recording) -> AsyncIterator[tuple[ZoomClient, Database | None]]:
    """Open the account, within its budget where the database can be asked for it."""
    async with AsyncExitStack() as stack:
        database = Database.connect(settings)
        stack.push_async_callback(database.close)
        is_usable = (await look_at_database(database, settings, utc_now)).is_usable
        limiter = await stack.enter_async_context(shared_limiter(settings)) if is_usable else None
        zoom = await stack.enter_async_context(ZoomClient(settings.zoom, limiter=limiter, witness=recording.witness))
        yield zoom.in_lane(Lane.BULK, patience=PATIENCE), database if is_usable else None


async def _leftovers(visit: Visit, console: Console) -> Sequence[Line]:
    """Remove what an earlier run left, before anything is read or made."""
    expected = "Nothing is left of earlier runs."
    users = [each for each in (visit.host_email, visit.basic_email) if each is not None]
    try:
        deleted = await visit.meetings.delete_leftovers(users)
        kept = await put_back(visit)
    except ZoomError as error:
        # Told again, with what it means, by the checks that follow.
        return [Line("leftovers", expected, refusal(error, Consequence.WORKS))]
    if deleted:
        console.told(f"Deleted what earlier runs left: {deleted}.")
    if kept:
        finding = differs(
            "; ".join(kept), Consequence.WORKS, "Settings of a host are not as they were before an earlier run."
        )
    else:
        finding = as_expected(f"Deleted: {deleted}." if deleted else "Nothing was left.")
    return [Line("leftovers", expected, finding)]


async def _made(checks: Sequence[Check], visit: Visit, console: Console) -> list[Line]:
    lines: list[Line] = []
    for check in checks:
        console.told(f"{check.name} ...")
        found = await check.carried_out(visit)
        lines += [Line(check.name, check.expected, finding, check.needed) for finding in found]
    return lines


def _answered(visit: Visit, console: Console, answers: Mapping[str, Answer] | None, *, live: bool) -> dict[str, Answer]:
    """Return the answers to the steps that are done while the meeting is there, or afterwards."""
    steps = [step for step in STEPS if step.live is live]
    if answers is not None:
        return {step.name: answers[step.name] for step in steps if step.name in answers}
    if visit.main is None:
        return {}
    links = _links(visit) if live else {}
    asked = {step.name: console.asked(step, links) for step in steps}
    return {name: answer for name, answer in asked.items() if answer is not None}


def _links(visit: Visit) -> dict[str, str]:
    """Return the links of the meeting, as they were read last."""
    number = visit.main.id if visit.main else 0
    read = [call.body for call in visit.recording.of("get_meeting") if call.body.get("id") == number]
    links = {name: str(read[-1][name]) for name in ("start_url", "join_url") if read and read[-1].get(name)}
    if "join_url" in links:
        account = urlsplit(links["join_url"])
        links["sign_in_url"] = f"{account.scheme}://{account.netloc}/s/{number}"
    return links


def _cleaned(left: Sequence[str]) -> Finding:
    if not left:
        return as_expected("Done.")
    meaning = "What first contact made is still at Zoom."
    remedy = f"{OPERATOR}: run the command again; it removes what is noted in its journal first."
    return differs("; ".join(left), Consequence.BLOCKS, meaning, remedy=remedy)
