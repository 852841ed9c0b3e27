"""From an HTTP answer of Zoom's, or the lack of one, to JSON or one of the types in `app.zoom.errors`.

Zoom answers in JSON, and on some validation failures in XML; gateways before it answer in HTML or not at all.
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from email.utils import parsedate_to_datetime
from typing import Any, Final

import httpx

from app.zoom.errors import (
    AccountDeniedError,
    Circumstances,
    FieldProblem,
    MeetingInProgressError,
    MeetingNotFoundError,
    Operation,
    OutcomeUnknownError,
    RateLimitedError,
    RateLimitScope,
    RefusedError,
    ScopeMissingError,
    UnauthorizedError,
    ValidationFailedError,
    ZoomError,
    ZoomUnavailableError,
    sanitised,
)
from app.zoom.reactions import CODES

NOT_JSON: Final = object()
"""Stands for a body that is no JSON, which `None` is."""

LONGEST_WAIT = timedelta(hours=24)
"""Zoom's longest limit is per UTC day; a longer `Retry-After` is a clock that is wrong."""

CLOCKS_AGREE = timedelta(seconds=2)
"""What whole seconds and the way of an answer leave open."""

_DIGITS = r"\d{1,10}"
_XML_CODE = re.compile(r"<code>\s*(\d{1,9})\s*</code>")
_XML_MESSAGE = re.compile(r"<message>([^<]{0,1000})</message>")
_XML_FIELD = re.compile(r"<field>([^<]{0,200})</field>\s*<message>([^<]{0,1000})</message>")
_VALIDATION: Final = 300
_NO_SCOPES: Final = 4700
_OF_ONE_MEETING: Final = frozenset(
    {Operation.GET_MEETING, Operation.UPDATE_MEETING, Operation.DELETE_MEETING, Operation.END_MEETING}
)
"""Calls about a meeting that Zoom answers with 404 and code 300 where it knows none."""
_SCOPE_REFUSAL = "does not contain scopes"
_SCOPE = re.compile(r"[a-z_]+(?::[a-z_]+)+")
_FIELD_NAME = re.compile(r"[^\w.\[\]]")
_TRACKING_ID = re.compile(r"[\w.:=;-]{1,100}")
# Code 3000 covers several refusals. The wording of the one for a meeting that has started is not documented: an update is taken
# for it unless the text is about something else.
_STARTED = re.compile(r"\bstarted\b|in progress", re.IGNORECASE)
_OTHER_3000 = re.compile(r"access|schedule[_ ](?:for|a)|preschedul|block|occurrence|instant|domain|chat", re.IGNORECASE)


@dataclass(frozen=True)
class Call:
    """One request to Zoom: what is sent, and what an answer is read against. `path` follows the account's base."""

    operation: Operation
    method: str
    path: str
    params: Mapping[str, str] = field(default_factory=dict)
    json: Mapping[str, Any] | None = field(default=None, repr=False)

    @property
    def writes(self) -> bool:
        """Whether the call may change something. Another token changes nothing."""
        return self.method != "GET" and self.operation is not Operation.TOKEN

    @property
    def secrets(self) -> tuple[str, ...]:
        """What was sent and must not come back in an error's text."""
        passcode = (self.json or {}).get("password")
        return (str(passcode),) if passcode else ()

    def circumstances(self, message: str, response: httpx.Response | None = None) -> Circumstances:
        """Describe a failure of this call, with what may be told of Zoom's answer."""
        if response is None:
            return Circumstances(self.operation, sanitised(message, secrets=self.secrets))
        tracking_id = response.headers.get("x-zm-trackingid", "")
        return Circumstances(
            self.operation,
            sanitised(message, secrets=self.secrets),
            response.status_code,
            _Refusal.read(response).code,
            tracking_id if _TRACKING_ID.fullmatch(tracking_id) else None,
        )

    def without_result(self, message: str, response: httpx.Response | None = None) -> ZoomError:
        """Return the error for a call that was sent and has no result that can be read."""
        kind = OutcomeUnknownError if self.writes else ZoomUnavailableError
        return kind(self.circumstances(message, response))


@dataclass(frozen=True)
class _Refusal:
    """What an error body says, in whichever format."""

    code: int | None = None
    message: str = ""
    fields: tuple[tuple[str, str], ...] = ()

    @classmethod
    def read(cls, response: httpx.Response) -> "_Refusal":
        body = json_body(response)
        if isinstance(body, dict):
            problems = body.get("errors")
            return cls(
                _integer(body.get("code")),
                _text(body.get("message")),
                tuple(
                    (_text(problem.get("field")), _text(problem.get("message")))
                    for problem in (problems if isinstance(problems, list) else ())
                    if isinstance(problem, dict)
                ),
            )
        if body is NOT_JSON and (code := _XML_CODE.search(response.text)):
            message = _XML_MESSAGE.search(response.text)
            fields = _XML_FIELD.findall(response.text)
            return cls(int(code[1]), message[1] if message else "", tuple(fields))
        return cls()


def json_body(response: httpx.Response) -> Any:
    """Return the decoded JSON body, or `NOT_JSON` for anything else, an empty or truncated body included."""
    try:
        return response.json()
    except (ValueError, RecursionError):
        return NOT_JSON


def refuses_token(response: httpx.Response) -> bool:
    """Tell whether Zoom refused the access token itself, so that another one may help."""
    if response.is_success:
        return False
    refusal = _Refusal.read(response)
    return (response.status_code == httpx.codes.UNAUTHORIZED or refusal.code == 124) and not _lacks_scope(refusal)


def failure(call: Call, response: httpx.Response, *, now: datetime) -> ZoomError | None:
    """Return the error that Zoom's answer stands for, or None for a 2xx."""
    if response.is_success:
        return None
    refusal = _Refusal.read(response)
    reason = refusal.message or response.reason_phrase
    circumstances = call.circumstances(reason, response)
    if response.status_code == httpx.codes.TOO_MANY_REQUESTS:
        return RateLimitedError(
            circumstances, retry_after=retry_after(response.headers, now=now), scope=_scope_of_limit(reason, response)
        )
    if _lacks_scope(refusal):
        return ScopeMissingError(circumstances, scopes=_scopes(refusal.message))
    if not response.is_client_error or response.status_code == httpx.codes.REQUEST_TIMEOUT:
        return call.without_result(reason, response)
    return _refusal_by_code(call, refusal, circumstances)


def _refusal_by_code(call: Call, refusal: _Refusal, circumstances: Circumstances) -> ZoomError:
    if circumstances.http_status == httpx.codes.UNAUTHORIZED and refusal.code != _NO_SCOPES:
        return UnauthorizedError(circumstances)
    if circumstances.http_status == httpx.codes.FORBIDDEN and refusal.code not in CODES:
        return AccountDeniedError(circumstances)
    unknown = circumstances.http_status == httpx.codes.NOT_FOUND and refusal.code == _VALIDATION
    if unknown and call.operation in _OF_ONE_MEETING:
        return MeetingNotFoundError(circumstances)
    if refusal.code == _VALIDATION:
        problems = tuple(
            FieldProblem(_FIELD_NAME.sub("", name)[:100], sanitised(message, secrets=call.secrets))
            for name, message in refusal.fields
        )
        return ValidationFailedError(circumstances, fields=problems)
    if refusal.code == 3000 and _is_about_a_started_meeting(call, refusal.message):
        return MeetingInProgressError(circumstances)
    kind = CODES.get(refusal.code or 0, RefusedError)
    return kind(circumstances)


def _is_about_a_started_meeting(call: Call, message: str) -> bool:
    if _STARTED.search(message):
        return True
    return call.operation is Operation.UPDATE_MEETING and not _OTHER_3000.search(message)


def transport_failure(call: Call, error: httpx.RequestError | TimeoutError) -> ZoomError:
    """Return the error for a request that got no answer.

    Only what fails before the first byte leaves is provably not carried out.
    """
    message = type(error).__name__
    never_sent = httpx.ConnectError | httpx.ConnectTimeout | httpx.PoolTimeout | httpx.ProxyError
    if isinstance(error, never_sent | httpx.UnsupportedProtocol | httpx.LocalProtocolError):
        return ZoomUnavailableError(call.circumstances(message))
    return call.without_result(message)


def retry_after(headers: Mapping[str, str], *, now: datetime) -> timedelta | None:
    """Return how long Zoom asks us to wait.

    `Retry-After` is read as seconds, as an HTTP date (RFC 9110, section 10.2.3) or, as Zoom sends it, in ISO 8601; without
    it `X-RateLimit-Reset`, a Unix time in seconds. Where the answer's own `Date` shows that Zoom's clock and ours differ,
    an instant is compared with that.

    Returns a wait from zero to `LONGEST_WAIT`, or None where the headers are missing or cannot be read.
    """
    value = headers.get("retry-after", "").strip()
    if re.fullmatch(_DIGITS, value, re.ASCII):
        wait = timedelta(seconds=int(value))
    elif (instant := _instant(value) or _reset(headers)) is not None:
        date = _instant(headers.get("date", "").strip()) or now
        wait = instant - (date if abs(date - now) > CLOCKS_AGREE else now)
    else:
        return None
    return min(max(wait, timedelta()), LONGEST_WAIT)


def _reset(headers: Mapping[str, str]) -> datetime | None:
    value = headers.get("x-ratelimit-reset", "").strip()
    return datetime.fromtimestamp(int(value), UTC) if re.fullmatch(_DIGITS, value, re.ASCII) else None


def _instant(value: str) -> datetime | None:
    for read in (datetime.fromisoformat, parsedate_to_datetime):
        try:
            instant = read(value)
        except (ValueError, OverflowError):
            continue
        return instant if instant.tzinfo else instant.replace(tzinfo=UTC)
    return None


def _scope_of_limit(reason: str, response: httpx.Response) -> RateLimitScope:
    text = reason.lower()
    kind = response.headers.get("x-ratelimit-type", "").lower()
    if "registrant" in text and "daily" in text:
        return RateLimitScope.PER_REGISTRANT_AND_DAY
    if "user" in text and ("daily" in text or "one day" in text):
        return RateLimitScope.PER_HOST_AND_DAY
    if "daily" in text or kind.startswith("daily"):
        return RateLimitScope.PER_DAY
    if "per-second" in text or kind == "qps":
        return RateLimitScope.PER_SECOND
    return RateLimitScope.UNKNOWN


def _lacks_scope(refusal: _Refusal) -> bool:
    return refusal.code == 4711 or _SCOPE_REFUSAL in refusal.message


def _scopes(message: str) -> tuple[str, ...]:
    _, _, listed = message.partition(_SCOPE_REFUSAL)
    return tuple(scope[:100] for scope in _SCOPE.findall(listed[:2_000]))


def _integer(value: object) -> int | None:
    text = str(value)
    return int(text) if re.fullmatch(r"\d{1,9}", text, re.ASCII) else None


def _text(value: object) -> str:
    return value if isinstance(value, str) else ""
