"""Looking at everything: what does not depend on each other at the same time, and nothing stops the rest."""

import asyncio
from collections.abc import AsyncIterator, Awaitable, Callable, Sequence
from contextlib import AsyncExitStack, asynccontextmanager
from datetime import datetime, timedelta
from typing import Final, TypeVar

from sqlmodel.ext.asyncio.session import AsyncSession

from app.doctor.account_settings import Denied, denied, look_at_account, look_at_locks
from app.doctor.clock import clock
from app.doctor.configuration import (
    read_settings,
    second_person,
    settings_readable,
    settings_unreadable,
    webhook_secret,
)
from app.doctor.database import DatabaseFindings, look_at_database, unknown_database
from app.doctor.hosts import ZoomSide, load_hosts, look_at_hosts
from app.doctor.listening import Listening
from app.doctor.opening import ways_to_open
from app.doctor.public_address import public_address
from app.doctor.report import OPERATOR, Check, Report, State, Subject, not_checked
from app.doctor.trail import audit_trail
from app.doctor.work import agreement, job_queue, stored_secrets, zoom_events
from app.doctor.zoom_account import ZoomFindings, look_at_zoom, plan, unknown_zoom
from app.hosts.locks import Locks, read_account_locks
from app.kit.clock import utc_now
from app.kit.database import Database
from app.kit.errors import ConfigurationError
from app.provisioning.limits import shared_limiter
from app.settings import Settings
from app.zoom.client import ZoomClient
from app.zoom.errors import Operation, PlanRefusedError, ZoomError
from app.zoom.limits.lanes import Lane
from app.zoom.schemas import AccountSettings, User

PATIENCE: Final = timedelta(seconds=30)
"""How long a call waits for its turn in the account's budget: the service's own calls go first."""
SECONDS: Final = 20.0
"""For one thing to look at."""

Result = TypeVar("Result")


async def examine_configured() -> Report:
    """Look at everything, as it is configured in the environment."""
    try:
        settings = read_settings()
    except ConfigurationError as error:
        rest = [subject for subject in Subject if subject is not Subject.SETTINGS]
        return Report(
            (settings_unreadable(error), *not_checked("The settings cannot be read.", *rest)), is_readable=False
        )
    return await examine(settings)


async def examine(settings: Settings, *, now: Callable[[], datetime] = utc_now) -> Report:
    """Look at everything. Nothing is changed at Zoom.

    Args:
        settings: As they were read.
        now: This machine's clock.
    """
    database = Database.connect(settings)
    try:
        found, account, address = await asyncio.gather(
            attempt(Subject.DATABASE, look_at_database(database, settings, now)),
            attempt(Subject.ZOOM, look_at_zoom(settings, now)),
            attempt(Subject.PUBLIC_URL, public_address(settings.public_url)),
        )
        base = unknown_database(found) if isinstance(found, Check) else found
        zoom = unknown_zoom(account) if isinstance(account, Check) else account
        work, rest = await asyncio.gather(
            _work(settings, database, base, now()), _account_and_hosts(settings, database, base, zoom, now())
        )
    finally:
        await database.close()
    skew = clock({"the database": base.ahead, "zoom": zoom.ahead}, settings.zoom_webhook_window)
    checks = (settings_readable(), webhook_secret(settings), address, *base.checks, *work, *zoom.checks, skew, *rest)
    order = list(Subject)
    return Report(tuple(sorted(checks, key=lambda check: order.index(check.subject))))


async def _work(settings: Settings, database: Database, base: DatabaseFindings, now: datetime) -> Sequence[Check]:
    if not base.is_usable:
        rest = (
            Subject.TRAIL,
            Subject.ENCRYPTION,
            Subject.QUEUE,
            Subject.AGREEMENT,
            Subject.EVENTS,
            Subject.SECOND_PERSON,
        )
        return not_checked(base.why_not, *rest)

    async def inside(look: Callable[[AsyncSession], Awaitable[Check]]) -> Check:
        async with database.transaction() as session:
            return await look(session)

    return await asyncio.gather(
        attempt(Subject.TRAIL, inside(audit_trail)),
        attempt(Subject.ENCRYPTION, inside(lambda session: stored_secrets(session, settings.key_ring))),
        attempt(Subject.QUEUE, inside(job_queue)),
        attempt(Subject.AGREEMENT, inside(agreement)),
        attempt(Subject.EVENTS, inside(lambda session: zoom_events(session, now))),
        attempt(
            Subject.SECOND_PERSON,
            inside(lambda session: second_person(session, now, is_demanded=settings.second_person)),
        ),
    )


async def _account_and_hosts(
    settings: Settings, database: Database, base: DatabaseFindings, account: ZoomFindings, now: datetime
) -> Sequence[Check]:
    checks: list[Check] = []
    side: ZoomSide | None = None
    async with _client(settings, budget=base.is_usable) as (zoom, listening):
        if account.is_usable:
            side, seen = await _zoom_side(settings, zoom, listening, account)
            checks += seen
        else:
            checks += not_checked(account.why_not, Subject.LOCKS, Subject.ACCOUNT)
        lines = (Subject.HOSTS, Subject.HOST_STATES, Subject.LICENCES, Subject.CHANGES, Subject.HOST_SETTINGS)
        if not base.is_usable:
            return [*checks, *not_checked(base.why_not, *lines, Subject.OPENING)]
        reader = zoom if account.is_usable and account.may(Operation.GET_MEETING) else None
        checks.append(await attempt(Subject.OPENING, ways_to_open(database, reader, now)))
        known = await attempt(Subject.HOSTS, load_hosts(database, now))
        if isinstance(known, Check):
            return [*checks, known]
        if side is not None:
            checks += look_at_account(side.account, known)
        # Each call has a deadline of its own, and there may be thousands of hosts.
        looked = await attempt(Subject.HOST_SETTINGS, look_at_hosts(known, side, now), seconds=None)
        return [*checks, *([looked] if isinstance(looked, Check) else looked)]


@asynccontextmanager
async def _client(settings: Settings, *, budget: bool) -> AsyncIterator[tuple[ZoomClient, Listening]]:
    """A client in the slowest lane of the account's budget, where the database can be asked for it."""
    async with AsyncExitStack() as stack:
        limiter = await stack.enter_async_context(shared_limiter(settings)) if budget else None
        listening = Listening(limiter)
        zoom = await stack.enter_async_context(ZoomClient(settings.zoom, limiter=listening))
        yield zoom.in_lane(Lane.BULK, patience=PATIENCE), listening


async def _zoom_side(
    settings: Settings, zoom: ZoomClient, listening: Listening, account: ZoomFindings
) -> tuple[ZoomSide | None, Sequence[Check]]:
    locks = await attempt(Subject.LOCKS, read_account_locks(zoom))
    shown = (locks,) if isinstance(locks, Check) else look_at_locks(Locks(locks))
    if not (account.may(Operation.LIST_USERS) and account.may(Operation.GET_USER_SETTINGS)):
        why = "The app lacks the scopes to read users and their settings."
        return None, (*shown, *not_checked(why, Subject.PLAN, Subject.ACCOUNT))
    users = await attempt(Subject.HOST_STATES, _users(zoom))
    if isinstance(users, Denied):
        return None, users.checks
    if isinstance(users, Check):
        return None, (*shown, users, *not_checked("The users cannot be read.", Subject.PLAN, Subject.ACCOUNT))
    above = await _account_settings(zoom)
    # None where the app may not ask.
    unpaid = isinstance(above, PlanRefusedError) if isinstance(above, AccountSettings | PlanRefusedError) else None
    planned = plan(settings.zoom_plan, users, listening.per_second, is_refused_as_unpaid=unpaid)
    by_id = {user.id: user for user in users}
    side = ZoomSide(
        zoom,
        by_id,
        None if isinstance(locks, Check) else locks,
        above if isinstance(above, AccountSettings) else None,
        settings.zoom_plan,
    )
    return side, (*shown, planned)


async def _users(zoom: ZoomClient) -> list[User] | Denied:
    try:
        return [user async for user in zoom.users()]
    except ZoomError as error:
        if (found := denied(error)) is None:
            raise
        return found


async def _account_settings(zoom: ZoomClient) -> AccountSettings | ZoomError:
    try:
        return await zoom.account_settings()
    except ZoomError as error:
        return error


async def attempt(subject: Subject, look: Awaitable[Result], *, seconds: float | None = SECONDS) -> Result | Check:
    """Return what `look` returns, or the line that says why it could not be known.

    An error's own text is not shown, unless it is one that never holds a secret.
    """
    try:
        async with asyncio.timeout(seconds):
            return await look
    except TimeoutError:
        found = f"It could not be looked at in {seconds:g} seconds."
    except ZoomError as error:
        found = f"Zoom's answer: {error}."
    except Exception as error:  # noqa: BLE001  # one check that fails must not hide the others
        found = f"It could not be looked at ({type(error).__name__})."
    return Check(subject, State.WRONG, found, f"{OPERATOR}: run it again, and look into the logs if it stays so.")
