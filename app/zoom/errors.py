"""What Zoom, or the way to Zoom, may answer instead of what we asked: one type for each thing a caller does next.

The hierarchy is closed: the client raises the leaves below and nothing else. Two of them carry the weight. After
`ZoomUnavailableError` the request was provably not carried out (or only read); after `OutcomeUnknownError` it may have
been. What follows each is in `app.zoom.reactions`.
"""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import timedelta
from enum import StrEnum

MESSAGE_LIMIT = 300
"""Characters of Zoom's text that are kept."""

_READ_LIMIT = 2_000
_REMOVED = "[removed]"
_UNSAFE = (
    re.compile(r"[a-z][a-z0-9+.-]*://\S+", re.IGNORECASE),
    re.compile(r"[^\s@<>\"'(),;:]+@[^\s@<>\"'(),;:]+"),
    re.compile(r"(?<=\bBearer )\S+", re.IGNORECASE),
    re.compile(r"\b(?:pwd|zak|tk|token|access_token|secret|pass(?:word|code))\s*[=:]\s*\S+", re.IGNORECASE),
    # An opaque token: long, and not a plain word or the name of a key.
    re.compile(r"(?=[\w~+/=.-]*[A-Z0-9])[\w~+/=.-]{20,}"),
)


def sanitised(text: str, *, secrets: Iterable[str] = ()) -> str:
    """Return Zoom's text on one line, cut, without addresses, links, tokens, or any of `secrets`."""
    text = text[:_READ_LIMIT]
    for secret in secrets:
        if secret:
            text = text.replace(secret, _REMOVED)
    for pattern in _UNSAFE:
        text = pattern.sub(_REMOVED, text)
    text = " ".join("".join(character if character.isprintable() else " " for character in text).split())
    return text if len(text) <= MESSAGE_LIMIT else text[: MESSAGE_LIMIT - 1] + "…"


class Operation(StrEnum):
    """What the client was doing, for errors, logs and metrics."""

    TOKEN = "token"  # noqa: S105 - the name of an operation
    LIST_USERS = "list_users"
    GET_USER = "get_user"
    GET_USER_SETTINGS = "get_user_settings"
    UPDATE_USER_SETTINGS = "update_user_settings"
    CREATE_MEETING = "create_meeting"
    GET_MEETING = "get_meeting"
    UPDATE_MEETING = "update_meeting"
    DELETE_MEETING = "delete_meeting"
    END_MEETING = "end_meeting"
    CONTROL_MEETING = "control_meeting"
    ADD_REGISTRANT = "add_registrant"
    LIST_REGISTRANTS = "list_registrants"
    GET_REGISTRANT = "get_registrant"
    REMOVE_REGISTRANT = "remove_registrant"
    CREATE_INVITE_LINK = "create_invite_link"
    LIST_MEETINGS = "list_meetings"
    GET_PAST_MEETING = "get_past_meeting"
    LIST_PAST_INSTANCES = "list_past_instances"
    LIST_PAST_PARTICIPANTS = "list_past_participants"
    LIST_WEBHOOK_LOGS = "list_webhook_logs"
    GET_ACCOUNT_SETTINGS = "get_account_settings"
    GET_ACCOUNT_LOCKS = "get_account_locks"
    GET_GROUP_LOCKS = "get_group_locks"


class RateLimitScope(StrEnum):
    """Which of Zoom's limits was reached."""

    PER_SECOND = "per_second"
    PER_DAY = "per_day"
    PER_HOST_AND_DAY = "per_host_and_day"
    PER_REGISTRANT_AND_DAY = "per_registrant_and_day"
    UNKNOWN = "unknown"


@dataclass(frozen=True)
class FieldProblem:
    """One field that Zoom refused, and Zoom's reason."""

    field: str
    message: str


@dataclass(frozen=True)
class Circumstances:
    """When and how a call failed; safe to log.

    `message` is sanitised. `code` is Zoom's own error number, `tracking_id` is what Zoom's support asks for.
    """

    operation: Operation
    message: str = ""
    http_status: int | None = None
    code: int | None = None
    tracking_id: str | None = None

    def __str__(self) -> str:
        known = (
            ("HTTP", self.http_status),
            ("code", self.code),
            ("tracking id", self.tracking_id),
        )
        facts = ", ".join(f"{name} {value}" for name, value in known if value is not None)
        text = f"{self.operation}: {self.message or 'no reason given'}"
        return f"{text} ({facts})" if facts else text


class ZoomError(Exception):
    """A call to Zoom that did not do what was asked. Never raised itself; see the types below.

    `retry_after` is how long to wait before another try, where that is known.
    """

    def __init__(self, circumstances: Circumstances, *, retry_after: timedelta | None = None) -> None:
        super().__init__(circumstances)
        self.circumstances = circumstances
        self.retry_after = retry_after

    @property
    def operation(self) -> Operation:
        """What the client was doing."""
        return self.circumstances.operation

    @property
    def message(self) -> str:
        """The reason, sanitised."""
        return self.circumstances.message

    @property
    def http_status(self) -> int | None:
        """The HTTP status, if there was an answer."""
        return self.circumstances.http_status

    @property
    def code(self) -> int | None:
        """Zoom's error number, if the answer had one."""
        return self.circumstances.code

    @property
    def tracking_id(self) -> str | None:
        """Zoom's `x-zm-trackingid`, if the answer had one."""
        return self.circumstances.tracking_id


class ZoomUnavailableError(ZoomError):
    """Zoom gave no usable answer, and nothing was changed: no connection, no token, or a read that went wrong.

    Retry, with backoff. `retry_after` is given where the circuit is open and nothing was sent.
    """


class OutcomeUnknownError(ZoomError):
    """A write was sent and its result is not known: timeout, reset, 5xx, or an answer that cannot be read.

    Look first, by reading or by the reference, then decide. Never repeat a create without having looked.
    """


class QuotaExhaustedError(ZoomError):
    """The account's budget has no room for the call within the caller's patience; nothing was sent.

    Wait for `retry_after`, which is always given: an estimate, or the next midnight UTC where the day's budget is used up.
    """


class RateLimitedError(ZoomError):
    """A limit of Zoom's was reached; the call was not carried out.

    Wait for `retry_after`; where Zoom gave none, a few seconds for a limit per second and until the next midnight UTC
    for a daily one. A limit per host leaves the other hosts free.
    """

    def __init__(
        self,
        circumstances: Circumstances,
        *,
        retry_after: timedelta | None,
        scope: RateLimitScope = RateLimitScope.UNKNOWN,
    ) -> None:
        super().__init__(circumstances, retry_after=retry_after)
        self.scope = scope


class UnauthorizedError(ZoomError):
    """Zoom refuses our credentials, or a token that it has only just issued (124, 47xx). The call was not carried out.

    Alert an administrator: the app is deactivated or its credentials are wrong. Retrying does not help.
    """


class AccountDeniedError(ZoomError):
    """Zoom denies the account access to its API altogether (403). The call was not carried out.

    Alert an administrator: nothing works until Zoom lets the account in again.
    """


class ScopeMissingError(ZoomError):
    """The app lacks a scope. The call was not carried out.

    Alert an administrator to add one of `scopes` in the Zoom Marketplace; only tokens issued afterwards carry it. Where Zoom
    names none (401 with code 4700), the app may have no scopes at all.
    """

    def __init__(self, circumstances: Circumstances, *, scopes: tuple[str, ...] = ()) -> None:
        super().__init__(circumstances)
        self.scopes = scopes


class ValidationFailedError(ZoomError):
    """Zoom refuses the values of `fields` (code 300). The call was not carried out.

    Give up: the same request fails again. A refused `password` means that the account's passcode policy asks for more.
    """

    def __init__(self, circumstances: Circumstances, *, fields: tuple[FieldProblem, ...]) -> None:
        super().__init__(circumstances)
        self.fields = fields


class UserNotFoundError(ZoomError):
    """The host is not, no longer or not yet a user of this account (codes 1001, 1010 and 1120).

    Give up on this host and choose another; tell an administrator.
    """


class MeetingNotFoundError(ZoomError):
    """The meeting does not exist, has expired (code 3001), or is over and cannot be deleted any more (code 3007).

    When deleting, this is success. Otherwise somebody removed it: make it again if it is still wanted.
    """


class MeetingInProgressError(ZoomError):
    """The meeting is running, so it cannot be edited or deleted (codes 3000 and 3002).

    Wait for its end, or end it first. Code 3000 has other meanings too: where reading the meeting does not show it as
    started, treat this as `RefusedError`.
    """


class HostNotAllowedError(ZoomError):
    """The host has no right to schedule or hold meetings, mostly for want of a licence (code 3161).

    Give up on this host and choose another; alert an administrator.
    """


class PlanRefusedError(ZoomError):
    """The account's plan or the app's role does not allow this call or feature (code 200).

    Give up; alert an administrator.
    """


class RefusedError(ZoomError):
    """Zoom refuses for a reason that has no type of its own. The call was not carried out.

    Give up: this is final. `code` and `message` say what to look up.
    """
