"""What people are told after each way that Zoom can fail. What follows is in `app.zoom.reactions`."""

from collections.abc import Mapping
from typing import Final

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

_LIMIT_REACHED: Final = "Zoom's limit for our account is reached. Requests resume automatically when Zoom allows it."

PROBLEMS: Final[Mapping[type[ZoomError], str]] = {
    ZoomUnavailableError: "Zoom does not answer. Chaperone retries automatically.",
    OutcomeUnknownError: "Zoom did not say whether it did what we asked. Chaperone checks, and retries automatically.",
    RateLimitedError: _LIMIT_REACHED,
    QuotaExhaustedError: _LIMIT_REACHED,
    MeetingInProgressError: "The meeting is running, and Zoom changes nothing while it does.",
    MeetingNotFoundError: "The meeting was deleted at Zoom. Chaperone creates it again.",
    UnauthorizedError: "Zoom refuses our credentials. Tell whoever runs Chaperone; retries resume automatically.",
    AccountDeniedError: "Zoom denies our account access. Tell whoever runs Chaperone; retries resume automatically.",
    ScopeMissingError: "Our Zoom app lacks a scope. Tell whoever runs Chaperone; retries resume automatically.",
    PlanRefusedError: "Zoom's plan does not allow this. Tell whoever runs Chaperone; retries resume automatically.",
    ValidationFailedError: "Zoom refused the meeting as it was asked for. Tell whoever runs Chaperone.",
    RefusedError: "Zoom refused the meeting. Tell whoever runs Chaperone.",
    HostNotAllowedError: "Zoom does not let the host hold meetings. Another host is looked for.",
    UserNotFoundError: "The host is no longer a user of the Zoom account. Another host is looked for.",
}


def problem_of(error: ZoomError) -> str:
    """Return what people are told of a failed call."""
    return PROBLEMS[type(error)]
