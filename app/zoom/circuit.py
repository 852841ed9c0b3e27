"""The circuit breaker: while Zoom is dead, calls fail at once instead of waiting for it.

One per process. Only what says that Zoom is dead counts: no answer, a gateway's answer, an unreadable one. A refusal is a
sign of life.
"""

import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import timedelta

import structlog

from app.zoom.answers import Call
from app.zoom.configuration import CircuitPolicy
from app.zoom.errors import OutcomeUnknownError, ZoomError, ZoomUnavailableError

log = structlog.get_logger(__name__)


class Circuit:
    """Closed: calls pass. Open: they fail at once. After the pause one call is let through, and decides."""

    def __init__(self, policy: CircuitPolicy, *, clock: Callable[[], float] = time.monotonic) -> None:
        self._policy = policy
        self._clock = clock
        self._failures = 0
        self._open_until: float | None = None
        self._is_probing = False

    def check(self, call: Call) -> None:
        """Let a call pass.

        Raises:
            ZoomUnavailableError: The circuit is open; `retry_after` says for how long.
        """
        if self._open_until is None:
            return
        left = self._open_until - self._clock()
        if left <= 0 and self._is_probing:
            left = self._policy.first_pause
        if left > 0:
            raise ZoomUnavailableError(
                call.circumstances("Zoom has not answered lately; the call was not sent"),
                retry_after=timedelta(seconds=left),
            )

    @contextmanager
    def passage(self, call: Call) -> Iterator[None]:
        """Pass with one request, and tell from its outcome whether Zoom is alive.

        Raises:
            ZoomUnavailableError: The circuit is open; `retry_after` says for how long.
        """
        self.check(call)
        is_probe = self._open_until is not None
        self._is_probing = self._is_probing or is_probe
        try:
            yield
        except (ZoomUnavailableError, OutcomeUnknownError):
            self._failed()
            raise
        except ZoomError:
            self._succeeded()
            raise
        else:
            self._succeeded()
        finally:
            if is_probe:
                self._is_probing = False

    def _failed(self) -> None:
        now = self._clock()
        if self._open_until is not None and now < self._open_until:
            # It was sent before the circuit opened.
            return
        self._failures += 1
        if (extra := self._failures - self._policy.failures) >= 0:
            pause = min(self._policy.first_pause * 2.0 ** min(extra, 30), self._policy.longest_pause)
            self._open_until = now + pause
            log.warning("zoom.circuit_open", failures=self._failures, seconds=pause)

    def _succeeded(self) -> None:
        if self._open_until is not None:
            log.info("zoom.circuit_closed", failures=self._failures)
        self._failures, self._open_until = 0, None
