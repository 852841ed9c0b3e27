"""The whole of a sandbox, put together: account, faults, webhooks and the file that keeps it."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from typing import Any

from app.zoom.sandbox.account.directory import Account
from app.zoom.sandbox.account.limits import AccountLimits
from app.zoom.sandbox.api.front import ZoomFront
from app.zoom.sandbox.clock import SandboxClock
from app.zoom.sandbox.configuration import SandboxConfiguration, WebhookConfiguration
from app.zoom.sandbox.meetings import holding
from app.zoom.sandbox.meetings.timekeeping import Timekeeper
from app.zoom.sandbox.misbehaviour.faults import Faults
from app.zoom.sandbox.persistence import StateFile, read_state
from app.zoom.sandbox.state import State, Subscription, ValidationState
from app.zoom.sandbox.webhooks.delivery import Webhooks


class Sandbox:
    """A Zoom account that lives in this process.

    Raises:
        StateFileError: There is a state file that cannot be read.
        UnknownSettingError: A user's seed names a setting that Zoom does not have.
    """

    def __init__(self, configuration: SandboxConfiguration) -> None:
        self.configuration = configuration
        self.faults = Faults()
        self.clock = SandboxClock(moved=self._time_moved)
        self._file = StateFile(configuration.state_file)
        self._timekeeper = Timekeeper(self.clock)
        self.webhooks = Webhooks(
            self.clock,
            subscription=lambda: self.account.state.subscription,
            changed=self._file.changed,
            timeout=configuration.webhook_timeout,
            retries_keep_timestamp=lambda: self.account.beliefs.retries_keep_timestamp,
        )
        self.account = Account(
            configuration,
            self.clock,
            state=read_state(configuration.state_file) if configuration.state_file else None,
            announce=self._announce,
            changed=self._changed,
            deliveries=lambda: self.webhooks.deliveries,
        )
        if configuration.webhook is not None:
            self.subscribe(configuration.webhook)
        self.limits = AccountLimits(self.clock, state=lambda: self.account.state)
        self.limits.use(configuration.limits, configuration.limit_headers)
        self.front = ZoomFront(self.account, self.faults, self.limits)

    @property
    def state(self) -> State:
        """All that the account remembers."""
        return self.account.state

    def subscribe(self, webhook: WebhookConfiguration | None) -> None:
        """Send events there from now on, or nowhere. A receiver that has proven itself need not do so again."""
        if webhook is None:
            self.state.subscription = None
        else:
            known = self.state.subscription
            wanted = Subscription(
                url=webhook.url,
                secret_token=webhook.secret_token.get_secret_value(),
                events=webhook.events,
                retry_refusals=webhook.retry_refusals,
            )
            same = known is not None and (known.url, known.secret_token) == (wanted.url, wanted.secret_token)
            if known is not None and same and known.validation is ValidationState.VALIDATED:
                wanted.validation, wanted.validated_at = known.validation, known.validated_at
                wanted.checked_at, wanted.failures = known.checked_at, known.failures
            self.state.subscription = wanted
        self._file.changed()

    def reset(self) -> None:
        """Begin anew, as configured. Tokens that were given stay good, so that clients need not notice."""
        tokens = self.state.tokens
        self.faults.replace(())
        self.webhooks.faults.replace(())
        self.limits.use(self.configuration.limits, self.configuration.limit_headers)
        self.limits.forget()
        self.front.calls.clear()
        self.account.adopt(self.account.fresh_state())
        self.state.tokens = tokens
        self.subscribe(self.configuration.webhook)
        self.webhooks.forget()

    @asynccontextmanager
    async def running(self) -> AsyncIterator[None]:
        """Deliver webhooks and keep the file up to date while the block runs."""
        tasks = [
            asyncio.create_task(self.webhooks.run(), name="sandbox webhooks"),
            asyncio.create_task(self._timekeeper.run(self.account), name="sandbox time limits"),
            asyncio.create_task(self._file.run(lambda: self.state), name="sandbox state file"),
        ]
        try:
            yield
        finally:
            for task in tasks:
                task.cancel()
            outcomes = await asyncio.gather(*tasks, return_exceptions=True)
            self._file.write_last(self.state)
            for outcome in outcomes:
                if isinstance(outcome, Exception):
                    raise outcome

    def _announce(self, event: str, payload: dict[str, Any], /, **beside: str) -> None:
        if self.state.app_is_authorised:
            self.webhooks.announce(event, payload, **beside)

    def _changed(self) -> None:
        self._file.changed()
        self._timekeeper.wake()

    def _time_moved(self) -> None:
        self.state.offset = self.clock.offset
        holding.end_overdue(self.account)
        self._changed()
        self.webhooks.wake()
