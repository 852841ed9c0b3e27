"""What people are told after each way that Zoom can fail, and how long we wait. What follows is in `app.zoom.decisions`."""

import random
from collections.abc import Mapping
from datetime import timedelta
from typing import Final

from app.settings import Settings
from app.zoom.decisions import Decision, decision_on
from app.zoom.errors import (
    AccountDeniedError,
    HostNotAllowedError,
    MeetingInProgressError,
    MeetingNotFoundError,
    OutcomeUnknownError,
    PlanRefusedError,
    QuotaExhaustedError,
    RateLimitedError,
    RefusedError,
    ScopeMissingError,
    UnauthorizedError,
    UserNotFoundError,
    ValidationFailedError,
    ZoomError,
    ZoomUnavailableError,
)

_LIMIT_REACHED: Final = "Zoom's limit for our account is reached. We go on when Zoom lets us."

PROBLEMS: Final[Mapping[type[ZoomError], str]] = {
    ZoomUnavailableError: "Zoom does not answer. We keep trying.",
    OutcomeUnknownError: "Zoom did not say whether it did what we asked. We look, and try again.",
    RateLimitedError: _LIMIT_REACHED,
    QuotaExhaustedError: _LIMIT_REACHED,
    MeetingInProgressError: "The meeting is running, and Zoom changes nothing while it does.",
    MeetingNotFoundError: "The meeting is gone from Zoom. We make it again.",
    UnauthorizedError: "Zoom refuses our credentials. Tell whoever runs Chaperone; retries resume automatically.",
    AccountDeniedError: "Zoom denies our account access. Tell whoever runs Chaperone; retries resume automatically.",
    ScopeMissingError: "Our Zoom app lacks a scope. Tell whoever runs Chaperone; retries resume automatically.",
    PlanRefusedError: "Zoom's plan does not allow this. Tell whoever runs Chaperone; retries resume automatically.",
    ValidationFailedError: "Zoom refused the meeting as it was asked for. Tell whoever runs Chaperone.",
    RefusedError: "Zoom refused the meeting. Tell whoever runs Chaperone.",
    HostNotAllowedError: "Zoom does not let the host hold meetings. Another host is looked for.",
    UserNotFoundError: "The host is no longer a user of the Zoom account. Another host is looked for.",
}

_OPERATOR_NEEDED_SECONDS: Final = 60


def problem_of(error: ZoomError) -> str:
    """Return what people are told of a failed call."""
    return PROBLEMS[type(error)]


def delay_after(error: Exception, attempts: int, settings: Settings) -> timedelta:
    """Return how long to wait after the `attempts`-th failure in a row: what Zoom asks for, or twice as long each time.

    Half of it is random, so that many bookings that failed together do not come back together.
    """
    if isinstance(error, ZoomError) and error.retry_after is not None:
        return error.retry_after + timedelta(seconds=random.uniform(0, 1))  # noqa: S311  # spreads load, hides nothing
    longest = settings.retry_longest
    if isinstance(error, ZoomError) and decision_on(error) is Decision.ALERT:
        longest = max(longest, timedelta(seconds=_OPERATOR_NEEDED_SECONDS))
    doubled = min(settings.retry_first * float(2 ** min(attempts - 1, 30)), longest)
    return doubled * random.uniform(0.5, 1.0)  # noqa: S311  # spreads load, hides nothing
