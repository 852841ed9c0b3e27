"""Delivering events to subscribers: the part of a worker that does it, beside its jobs and without taking their places.

What is to be delivered, and to whom, stands in the database: any number of workers share it, and what a killed one has taken is
free again after a while. So each event comes at least once, and the events of one booking come in their order.
"""

import asyncio
import json
from collections.abc import AsyncIterator, Collection, Mapping, Sequence
from contextlib import asynccontextmanager, suppress
from datetime import datetime, timedelta
from importlib.metadata import version
from typing import Final, Protocol
from uuid import UUID

import asyncpg
import structlog
from sqlmodel import col, select
from sqlmodel.ext.asyncio.session import AsyncSession

from app.kit.clock import utc_now
from app.kit.database import Database, DatabaseSettings
from app.kit.database_failures import is_passing, sqlstate_of
from app.kit.encryption import DecryptionError, KeyRing, context_of
from app.kit.reconnecting import RECONNECT_SECONDS, keep_connected, pause
from app.notifications import feed
from app.notifications.events import ACTIONS
from app.notifications.following import CHANNEL, TOGETHER_SECONDS
from app.notifications.webhooks.calling import Answer, Caller
from app.notifications.webhooks.due import Due, next_due, take
from app.notifications.webhooks.fan_out import fan_out
from app.notifications.webhooks.models import AttemptOutcome, Webhook
from app.notifications.webhooks.results import Patience, Result, give_up, write_down
from app.notifications.webhooks.retries import Retries
from app.notifications.webhooks.signing import SigningKeys, signed_headers

AT_ONCE: Final = 200
"""So many deliveries of one worker are under way at a time."""

ABOUT_WEBHOOKS: Final = "webhook."
"""With this begins what the trail calls a change of a subscription."""

_USER_AGENT: Final = f"Chaperone/{version('chaperone')}"
_FINISH_WITHIN: Final = timedelta(seconds=5)
_WRITE_WITHIN: Final = timedelta(seconds=5)

log = structlog.get_logger(__name__)


class DeliverySettings(DatabaseSettings, Protocol):
    """What must be known to deliver."""

    @property
    def key_ring(self) -> KeyRing:
        """The keys that secrets and addresses are encrypted with."""
        ...

    @property
    def worker_heartbeat(self) -> timedelta:
        """After this time without a sign of life a worker is taken for dead."""
        ...

    @property
    def webhook_timeout(self) -> timedelta:
        """How long a receiver may take to answer."""
        ...

    @property
    def webhook_retry_first(self) -> timedelta:
        """The pause after the first failure."""
        ...

    @property
    def webhook_retry_longest(self) -> timedelta:
        """The longest pause."""
        ...

    @property
    def webhook_give_up_after(self) -> timedelta:
        """How long a delivery is attempted."""
        ...

    @property
    def webhook_disable_after(self) -> timedelta:
        """How long a subscription may fail."""
        ...

    @property
    def webhook_allow_private(self) -> bool:
        """Whether receivers may be in a private network."""
        ...


@asynccontextmanager
async def delivering(settings: DeliverySettings, database: Database) -> AsyncIterator[None]:
    """Deliver while the block runs."""
    async with Caller.open(within=settings.webhook_timeout, allow_private=settings.webhook_allow_private) as caller:
        delivery = _Delivery(settings, database, caller)
        listen = keep_connected(settings, delivery.listen, warning="webhooks.disconnected", stopping=delivery.stopping)
        working = asyncio.create_task(delivery.work(), name="webhooks-delivering")
        tasks = [asyncio.create_task(listen, name="webhooks-listening"), working]
        try:
            yield
        finally:
            delivery.stop()
            await asyncio.wait({working}, timeout=(_FINISH_WITHIN + _WRITE_WITHIN).total_seconds())
            for task in tasks:
                task.cancel()
                with suppress(asyncio.CancelledError):
                    await task


class _Delivery:
    def __init__(self, settings: DeliverySettings, database: Database, caller: Caller) -> None:
        self._settings = settings
        self._database = database
        self._caller = caller
        self._lease = settings.webhook_timeout + settings.worker_heartbeat
        self._patience = Patience(
            Retries(settings.webhook_retry_first, settings.webhook_retry_longest, settings.webhook_give_up_after),
            settings.webhook_disable_after,
        )
        self._woken = asyncio.Event()
        self._news = False
        self._has_subscribers = True
        self._under_way: set[asyncio.Task[Result]] = set()
        self._ended: list[Result] = []
        self.stopping = asyncio.Event()

    async def listen(self, connection: asyncpg.Connection) -> None:
        """Listen for what the trail tells; whatever happened before is looked at, too."""
        closed = asyncio.Event()
        connection.add_termination_listener(lambda _connection: closed.set())
        await connection.add_listener(CHANNEL, self._told)
        self._look(anew=True)
        await closed.wait()

    def _told(self, _connection: object, _process: int, _channel: str, action: object) -> None:
        about_webhooks = str(action).startswith(ABOUT_WEBHOOKS)
        if about_webhooks or (self._has_subscribers and action in ACTIONS):
            self._look(anew=about_webhooks)

    def _look(self, *, anew: bool) -> None:
        self._has_subscribers = self._has_subscribers or anew
        self._news = True
        self._woken.set()

    def stop(self) -> None:
        """Take nothing any more; `work` ends once what was begun is finished, unless that takes long."""
        self.stopping.set()
        self._woken.set()

    async def work(self) -> None:
        """Deliver until stopped. What goes wrong is logged and tried again: it keeps no meeting from being made."""
        while not self.stopping.is_set():
            try:
                await self._round()
            except Exception as error:
                if is_passing(error):
                    log.warning("webhooks.database_away", error=type(error).__name__, sqlstate=sqlstate_of(error))
                else:
                    log.exception("webhooks.failed")
                self._news = True
                await pause(self.stopping)
        await self._finish()

    async def _round(self) -> None:
        """Write down what has ended, give out what is new, and begin what is due; then wait for more of that."""
        self._woken.clear()
        # First of all: whatever else fails, what was delivered is not delivered again.
        await self._write_down()
        if self._news and self._has_subscribers:
            self._news = False
            if await fan_out(self._database):
                # Not otherwise put back: somebody may have told of more meanwhile.
                self._news = True
        wait = self._settings.worker_heartbeat
        if self._has_subscribers and not self.stopping.is_set():
            now = utc_now()
            begun = await self._begin_due(now)
            wait = timedelta(0) if begun or self._news else min(wait, await self._until_due(now))
        await self._rest(wait)

    async def _rest(self, wait: timedelta) -> None:
        # Little enough not to be noticed, and enough for answers and events to come in together.
        await asyncio.sleep(TOGETHER_SECONDS)
        woken = asyncio.create_task(self._woken.wait())
        try:
            ended, _ = await asyncio.wait(
                {woken, *self._under_way}, timeout=wait.total_seconds(), return_when=asyncio.FIRST_COMPLETED
            )
        finally:
            woken.cancel()
        if not ended and wait == self._settings.worker_heartbeat:
            # Another worker may have begun to give out what is new, and been killed.
            self._news = True

    async def _begin_due(self, now: datetime) -> bool:
        room = AT_ONCE - len(self._under_way)
        if room <= 0:
            return False
        async with self._database.transaction() as session:
            taken = await take(session, now=now, until=now + self._lease, most=room)
            if not taken:
                # Unless somebody has told of one meanwhile.
                if not await _any_webhook(session) and not self._news:
                    self._has_subscribers = False
                return False
            webhooks = await _webhooks(session, {each.webhook_id for each in taken})
            events = await feed.events_by_id(session, {each.event_id for each in taken})
            await give_up(session, [each for each in taken if each.event_id not in events], now)
        for each in taken:
            if each.webhook_id in webhooks and each.event_id in events:
                attempt = self._attempt(each, webhooks[each.webhook_id], events[each.event_id])
                self._under_way.add(asyncio.create_task(attempt, name="webhook-attempt"))
        return True

    async def _attempt(self, due: Due, webhook: Webhook, event: feed.Event) -> Result:
        at, key_ring = utc_now(), self._settings.key_ring
        body = json.dumps(event.content, separators=(",", ":")).encode()
        try:
            url = key_ring.decrypt(webhook.url, context=context_of(webhook, "url"))
            signed = signed_headers(str(event.id), at, body, signing_keys(webhook, key_ring, at))
        except DecryptionError:
            # The key is missing from the ring here: for the operator, who sees the other signs of that, too.
            log.exception("webhook.not_decrypted", webhook_id=str(webhook.id))
            return Result(due, event, at, Answer(AttemptOutcome.NOT_REACHED))
        headers = {"content-type": "application/json", "user-agent": _USER_AGENT, **signed}
        return Result(due, event, at, await self._caller.post(url, body, headers))

    async def _write_down(self) -> None:
        """Write down what has ended. What the database does not take now is kept, so that it need not be attempted again."""
        done = {task for task in self._under_way if task.done()}
        self._under_way -= done
        self._ended += (task.result() for task in done if _has_result(task))
        if not self._ended:
            return
        try:
            async with self._database.transaction() as session:
                await write_down(session, self._ended, utc_now(), self._patience)
        except Exception as error:
            if not is_passing(error):
                # Nor would it be taken later: others attempt it again.
                self._ended.clear()
            raise
        self._ended.clear()

    async def _finish(self) -> None:
        """Wait for what is under way, unless that takes long: others then attempt it again. Write down what came of it."""
        if self._under_way:
            _, running = await asyncio.wait(self._under_way, timeout=_FINISH_WITHIN.total_seconds())
            for task in running:
                task.cancel()
        with suppress(TimeoutError):
            async with asyncio.timeout(_WRITE_WITHIN.total_seconds()):
                await self._write_down_at_last()

    async def _write_down_at_last(self) -> None:
        while True:
            try:
                await self._write_down()
            except Exception as error:
                if not is_passing(error):
                    log.exception("webhooks.failed")
                    return
                log.warning("webhooks.database_away", error=type(error).__name__, sqlstate=sqlstate_of(error))
            else:
                return
            await asyncio.sleep(RECONNECT_SECONDS)

    async def _until_due(self, now: datetime) -> timedelta:
        async with self._database.single_statement() as session:
            at = await next_due(session, now)
        return max(at - utc_now(), timedelta()) if at is not None else self._settings.worker_heartbeat


def _has_result(ended: asyncio.Task[Result]) -> bool:
    """Tell whether an attempt has one: one that failed in a way that nobody foresaw is for the operator, and attempted again."""
    if ended.cancelled():
        return False
    error = ended.exception()
    if error is not None:
        log.error("webhook.attempt_failed", exc_info=error)
    return error is None


def signing_keys(webhook: Webhook, key_ring: KeyRing, at: datetime) -> Sequence[SigningKeys]:
    """Return what a subscription's deliveries are signed with: also with the secrets before, while they count."""
    stored = {"secret": webhook.secret}
    if webhook.previous_secret and webhook.previous_until is not None and webhook.previous_until > at:
        stored["previous_secret"] = webhook.previous_secret
    return [
        SigningKeys.parse(key_ring.decrypt(value, context=context_of(webhook, column)))
        for column, value in stored.items()
    ]


async def _webhooks(session: AsyncSession, ids: Collection[UUID]) -> Mapping[UUID, Webhook]:
    found = await session.exec(select(Webhook).where(col(Webhook.id).in_(ids)))
    return {webhook.id: webhook for webhook in found}


async def _any_webhook(session: AsyncSession) -> bool:
    return (await session.exec(select(col(Webhook.id)).limit(1))).first() is not None
