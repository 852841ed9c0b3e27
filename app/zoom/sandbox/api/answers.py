"""What the sandbox answers, refusals included, in Zoom's words ("Zoom Error Definitions" in its API reference)."""

import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any, Final, Self

from app.zoom.sandbox.account.beliefs import Denial, RegistrantLimitText
from app.zoom.sandbox.clock import zoom_time


def compact_json(value: object) -> bytes:
    """Return what JavaScript's `JSON.stringify` gives: no spaces, and only what JSON demands is escaped."""
    text = json.dumps(value, separators=(",", ":"), ensure_ascii=False)
    # Half a surrogate pair is the one thing that UTF-8 cannot carry; the replacement is JSON's escape for it.
    return text.encode("utf-8", "backslashreplace")


@dataclass(frozen=True)
class Answer:
    """An HTTP answer before it is written; `body` is None where there is none."""

    status: int
    body: Any = None
    headers: Mapping[str, str] = field(default_factory=dict)


NO_CONTENT = Answer(204)


class Refusal(Exception):  # noqa: N818 - it is what Zoom says, not what went wrong
    """Zoom's no, raised where it is found out and answered by the front."""

    def __init__(self, answer: Answer) -> None:
        super().__init__(answer.status)
        self.answer = answer

    @classmethod
    def of(cls, status: int, code: int, message: str) -> Self:
        """Return a refusal with Zoom's usual body."""
        return cls(Answer(status, {"code": code, "message": message}))

    @classmethod
    def oauth(cls, status: int, reason: str, error: str) -> Self:
        """Return a refusal with the body of Zoom's OAuth host."""
        return cls(Answer(status, {"reason": reason, "error": error}))


def invalid_fields(problems: Mapping[str, str]) -> Refusal:
    """Return the refusal of a body, field by field."""
    errors = [{"field": name, "message": message} for name, message in problems.items()]
    return Refusal(Answer(400, {"code": 300, "message": "Validation Failed.", "errors": errors}))


def user_unknown(name: str) -> Refusal:
    """Return the refusal of a user who is not in the account."""
    return Refusal.of(404, 1001, f"User does not exist: {name}.")


def meeting_unknown(name: str, code: int) -> Refusal:
    """Return the refusal of a meeting that is not there, not there any more, or expired."""
    return Refusal.of(404, code, f"Meeting does not exist: {name}.")


def group_unknown(name: str) -> Refusal:
    """Return the refusal of a group that is not in the account."""
    return Refusal.of(404, 4130, f"Group does not exist: {name}.")


def hosting_not_allowed() -> Refusal:
    """Return the refusal of a host without a meeting licence."""
    return Refusal.of(400, 3161, "Meeting hosting and scheduling capabilities are not allowed for your user account.")


def paid_accounts_only(account_id: str) -> Refusal:
    """Return the refusal of what a free account does not have."""
    return Refusal.of(400, 200, f"Only available for paid account: {account_id}.")


def endpoint_unknown() -> Refusal:
    """Return the refusal of a path or method that Zoom does not have."""
    return Refusal.of(404, 2300, "This API endpoint is not recognized.")


def body_is_no_object() -> Refusal:
    """Return the refusal of a body that is no JSON object."""
    return Refusal.of(400, 300, "Request Body should be a valid JSON object.")


def is_webinar() -> Refusal:
    """Return the refusal of a webinar where a meeting is asked for."""
    return Refusal.of(400, 3000, "Cannot access webinar info.")


def denied(denial: Denial) -> Refusal:
    """Return the refusal of every call of an account."""
    if denial is Denial.DENIED:
        return Refusal.of(403, 104, "Access to the Zoom REST API has been denied for this account.")
    return Refusal.of(401, 4700, "Invalid access token.")


def setting_locked(paths: Iterable[str]) -> Refusal:
    """Return the refusal of settings that are locked above the user."""
    return invalid_fields(dict.fromkeys(paths, "This setting is locked by the account or the group."))


def token_invalid() -> Refusal:
    """Return the refusal of a token that was never given."""
    return Refusal.of(401, 124, "Invalid access token.")


def token_expired() -> Refusal:
    """Return the refusal of a token whose time is over."""
    return Refusal.of(401, 124, "Access token is expired.")


def host_quota_used(now: datetime) -> Refusal:
    """Return the refusal of the 101st create or update for one host in one UTC day."""
    message = (
        "You have exceeded the daily rate limit (100) of Meeting Create/Update API requests permitted for this "
        "particular user. You may resume these requests at GMT 00:00:00."
    )
    return _rate_limited(message, {**_DAILY, "x-ratelimit-limit": "100", "retry-after": _next_midnight(now)})


def registrant_quota_used(limit: int, what: str, email: str, text: RegistrantLimitText, now: datetime) -> Refusal:
    """Return the refusal of one request too many about one registrant in one UTC day."""
    if text is RegistrantLimitText.OF_USER:
        message = (
            f"You have exceeded the daily rate limit ({limit}) of {what} API requests permitted for this particular user. "
            "You may resume these requests at GMT 00:00:00."
        )
    else:
        message = (
            f"You have exceeded the daily rate limit of ({limit}) for {what} API requests for the registrant ({email}). "
            "You can resume these API requests at GMT 00:00:00."
        )
    return _rate_limited(message, {**_DAILY, "x-ratelimit-limit": str(limit), "retry-after": _next_midnight(now)})


def window_limit_reached(limit: int | None, reset: int, *, told: bool = True) -> Refusal:
    """Return the refusal of a call that came too soon.

    Args:
        limit: How many calls there may be, if that is said.
        reset: When there may be one again, in seconds since 1970.
        told: Whether headers tell of it.
    """
    message = "You have reached the maximum per-second rate limit for this API. Try again later."
    headers = {"x-ratelimit-type": "QPS", "x-ratelimit-remaining": "0", "x-ratelimit-reset": str(reset)}
    return _rate_limited(message, _with_limit(headers, limit) if told else {})


def daily_limit_reached(limit: int | None, now: datetime, *, told: bool = True) -> Refusal:
    """Return the refusal of a call after the day's quota, `limit`; `told` is whether headers tell of it."""
    message = (
        "You have reached the maximum daily rate limit for this API. Refer to the response header for details on when "
        "you can make another request."
    )
    return _rate_limited(message, _with_limit({**_DAILY, "retry-after": _next_midnight(now)}, limit) if told else {})


def too_many_concurrent() -> Refusal:
    """Return the refusal of a call while another one about the same user is at work."""
    message = "Too many concurrent requests. A request to disassociate this user has already been made."
    return _rate_limited(message, {})


_DAILY: Final = {"x-ratelimit-type": "Daily-limit", "x-ratelimit-remaining": "0"}


def _with_limit(headers: Mapping[str, str], limit: int | None) -> dict[str, str]:
    return dict(headers) if limit is None else {**headers, "x-ratelimit-limit": str(limit)}


def _rate_limited(message: str, headers: Mapping[str, str]) -> Refusal:
    return Refusal(Answer(429, {"code": 429, "message": message}, headers))


def _next_midnight(now: datetime) -> str:
    return zoom_time(now.replace(hour=0, minute=0, second=0, microsecond=0) + timedelta(days=1))
