"""What to do after each way that Zoom can fail: one table."""

import random
from dataclasses import dataclass
from datetime import timedelta
from enum import StrEnum
from typing import Final

from app.settings import Settings
from app.zoom.errors import (
    HostNotAllowedError,
    MeetingInProgressError,
    OutcomeUnknownError,
    PlanRefusedError,
    RateLimitedError,
    RefusedError,
    ScopeMissingError,
    UnauthorizedError,
    UserNotFoundError,
    ValidationFailedError,
    ZoomError,
    ZoomUnavailableError,
)


class Next(StrEnum):
    """What follows a failure."""

    TRY_AGAIN = "try_again"
    WAIT_FOR_OPERATOR = "wait_for_operator"
    GIVE_UP = "give_up"
    GIVE_UP_HOST = "give_up_host"


@dataclass(frozen=True)
class Verdict:
    """What follows, and what people are told."""

    next: Next
    problem: str


_VERDICTS: Final[dict[type[ZoomError], Verdict]] = {
    ZoomUnavailableError: Verdict(Next.TRY_AGAIN, "Zoom does not answer. We keep trying."),
    OutcomeUnknownError: Verdict(
        Next.TRY_AGAIN, "Zoom did not say whether it did what we asked. We look, and try again."
    ),
    RateLimitedError: Verdict(Next.TRY_AGAIN, "Zoom's limit for our account is reached. We go on when Zoom lets us."),
    MeetingInProgressError: Verdict(Next.TRY_AGAIN, "The meeting is running, and Zoom changes nothing while it does."),
    UnauthorizedError: Verdict(
        Next.WAIT_FOR_OPERATOR, "Zoom refuses our credentials. Tell whoever runs Chaperone; we go on by ourselves then."
    ),
    ScopeMissingError: Verdict(
        Next.WAIT_FOR_OPERATOR, "Our Zoom app lacks a scope. Tell whoever runs Chaperone; we go on by ourselves then."
    ),
    PlanRefusedError: Verdict(
        Next.WAIT_FOR_OPERATOR,
        "Zoom's plan does not allow this. Tell whoever runs Chaperone; we go on by ourselves then.",
    ),
    ValidationFailedError: Verdict(
        Next.GIVE_UP, "Zoom refused the meeting as it was asked for. Tell whoever runs Chaperone."
    ),
    RefusedError: Verdict(Next.GIVE_UP, "Zoom refused the meeting. Tell whoever runs Chaperone."),
    HostNotAllowedError: Verdict(
        Next.GIVE_UP_HOST, "Zoom does not let the host hold meetings. Book again; another host is used."
    ),
    UserNotFoundError: Verdict(Next.GIVE_UP_HOST, "The host is no longer a user of the Zoom account. Book again."),
}

_OPERATOR_NEEDED_SECONDS: Final = 60


def verdict_on(error: ZoomError) -> Verdict:
    """Return what follows a failed call."""
    return _VERDICTS.get(type(error), _VERDICTS[ZoomUnavailableError])


def delay_after(error: Exception, attempts: int, settings: Settings) -> timedelta:
    """Return how long to wait after the `attempts`-th failure in a row: what Zoom asks for, or twice as long each time.

    Half of it is random, so that many bookings that failed together do not come back together.
    """
    if isinstance(error, RateLimitedError) and error.retry_after is not None:
        return error.retry_after + timedelta(seconds=random.uniform(0, 1))  # noqa: S311  # spreads load, hides nothing
    longest = settings.retry_longest
    if isinstance(error, ZoomError) and verdict_on(error).next is Next.WAIT_FOR_OPERATOR:
        longest = max(longest, timedelta(seconds=_OPERATOR_NEEDED_SECONDS))
    doubled = min(settings.retry_first * float(2 ** min(attempts - 1, 30)), longest)
    return doubled * random.uniform(0.5, 1.0)  # noqa: S311  # spreads load, hides nothing
