"""What follows each way that Zoom can fail, and what people are told of it: one table by type each, and one of Zoom's codes.

A type says what a caller does next, so a code that asks for something else gets another type, not an exception to the rule.
"""

from collections.abc import Mapping
from enum import StrEnum
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


class Reaction(StrEnum):
    """What a caller does next."""

    RETRY = "retry"
    """Nothing was changed: do the same again, later each time."""
    WAIT = "wait"
    """Nothing was changed: do the same again after `retry_after`, or when the meeting has ended."""
    ADOPT = "adopt"
    """Look at what Zoom has, take that for the truth, and go on from there."""
    GIVE_UP = "give_up"
    """The same request fails again: it is over for this one, and somebody is told."""
    CHANGE_HOST = "change_host"
    """Give up on this host and use another; somebody is told."""
    ALERT = "alert"
    """Nothing works until an administrator of the Zoom account acts: tell, keep what is wanted, and try now and then."""


REACTIONS: Final[Mapping[type[ZoomError], Reaction]] = {
    ZoomUnavailableError: Reaction.RETRY,
    OutcomeUnknownError: Reaction.ADOPT,
    QuotaExhaustedError: Reaction.WAIT,
    RateLimitedError: Reaction.WAIT,
    MeetingInProgressError: Reaction.WAIT,
    MeetingNotFoundError: Reaction.ADOPT,
    ValidationFailedError: Reaction.GIVE_UP,
    RefusedError: Reaction.GIVE_UP,
    UserNotFoundError: Reaction.CHANGE_HOST,
    HostNotAllowedError: Reaction.CHANGE_HOST,
    UnauthorizedError: Reaction.ALERT,
    AccountDeniedError: Reaction.ALERT,
    ScopeMissingError: Reaction.ALERT,
    PlanRefusedError: Reaction.ALERT,
}


def reaction_to(error: ZoomError) -> Reaction:
    """Return what follows a failed call."""
    return REACTIONS[type(error)]


CODES: Final[Mapping[int, type[ZoomError]]] = {
    # Credentials. 4711 is known by its text too, whatever the status.
    124: UnauthorizedError,  # token bad or expired, also after a fresh one
    4700: ScopeMissingError,  # "Invalid access token" with a fresh token: the app has no scopes
    4702: UnauthorizedError,  # wrong client id or secret
    4704: UnauthorizedError,  # the same
    4705: UnauthorizedError,  # grant type not supported
    4706: UnauthorizedError,  # id, secret or grant missing
    4711: ScopeMissingError,
    4717: UnauthorizedError,  # app disabled
    4735: UnauthorizedError,  # app without owner
    4741: UnauthorizedError,  # token revoked
    # Account and plan.
    200: PlanRefusedError,  # plan, or the app's role
    2001: RefusedError,  # no such account
    2306: RefusedError,  # may not view this meeting
    4130: RefusedError,  # no such group
    # Users and their settings.
    1001: UserNotFoundError,
    1010: UserNotFoundError,  # not in this account
    1108: RefusedError,  # settings of features that the user has no licence for; none is ever sent
    1120: UserNotFoundError,  # has not accepted the invitation to the account
    1122: RefusedError,  # as 1108, and so are the next ones
    1204: RefusedError,
    1205: RefusedError,
    1206: RefusedError,
    1207: RefusedError,
    1208: RefusedError,
    1209: RefusedError,
    1210: RefusedError,
    1211: RefusedError,
    1228: RefusedError,
    1233: RefusedError,
    1234: RefusedError,
    1242: RefusedError,
    # Meetings.
    300: ValidationFailedError,
    3000: RefusedError,  # many reasons; one that is about a started meeting is told by its text
    3001: MeetingNotFoundError,
    3002: MeetingInProgressError,
    3003: RefusedError,  # the app may not act for this meeting's host
    3007: MeetingNotFoundError,  # over, so there is nothing left to delete
    3018: RefusedError,  # a personal meeting id cannot be deleted; ours never is one
    3037: RefusedError,  # nor a personal audio conference
    3063: RefusedError,  # on a meeting connector of the account's own, which cannot be ended from here
    3161: HostNotAllowedError,  # no licence to hold meetings
    12702: RefusedError,  # more than a year ago
}
"""The codes that the product's calls can meet. Any other is a `RefusedError`; HTTP 429 and 5xx go by their status.

Source: the error tables of the endpoints in Zoom's API reference, and "Error definitions" there.
"""


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
