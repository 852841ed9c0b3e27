"""What the sandbox answers where a fault was asked for."""

from collections.abc import Callable, Mapping
from dataclasses import replace
from typing import Final

from app.zoom.sandbox.account.directory import Account
from app.zoom.sandbox.api.answers import (
    Answer,
    daily_limit_reached,
    host_quota_used,
    token_expired,
    too_many_concurrent,
    window_limit_reached,
)
from app.zoom.sandbox.api.oauth import bearer, expire
from app.zoom.sandbox.api.requests import ZoomRequest
from app.zoom.sandbox.misbehaviour.faults import FaultKind, FaultRule

DONE_FIRST: Final = frozenset(
    {
        FaultKind.DROP_ANSWER_AFTER_WORK,
        FaultKind.TRUNCATED_BODY,
        FaultKind.XML_BODY,
        FaultKind.HTML_BODY,
        FaultKind.EMPTY_BODY,
    }
)
"""The faults that come when the work is done, whatever the rule says."""

_UNAVAILABLE: Final = "<html><body><h1>503 Service Temporarily Unavailable</h1></body></html>"
_PAGE: Final = "<html><body><h1>Zoom</h1></body></html>"


def failure(account: Account, request: ZoomRequest, rule: FaultRule) -> Answer:
    """Return the answer of a call that a rule makes fail."""
    answer = _FAILURES[rule.kind](account, request)
    if rule.retry_after is None:
        return answer
    return replace(answer, headers={**answer.headers, "retry-after": rule.retry_after})


def spoilt(answer: Answer, kind: FaultKind | None) -> Answer:
    """Return what a fault makes of the body of a good answer."""
    match kind:
        case FaultKind.HTML_BODY:
            return replace(answer, body=_PAGE)
        case FaultKind.EMPTY_BODY:
            return replace(answer, body=None)
        case _:
            return answer


def _error_500(_: Account, __: ZoomRequest) -> Answer:
    return Answer(500, {"code": 500, "message": "Internal Server Error."})


def _error_503(_: Account, __: ZoomRequest) -> Answer:
    return Answer(503, _UNAVAILABLE)


def _per_second(account: Account, _: ZoomRequest) -> Answer:
    return window_limit_reached(None, int(account.clock.now().timestamp()) + 1).answer


def _per_day(account: Account, _: ZoomRequest) -> Answer:
    return daily_limit_reached(None, account.clock.now()).answer


def _per_host(account: Account, _: ZoomRequest) -> Answer:
    return host_quota_used(account.clock.now()).answer


def _concurrent(_: Account, __: ZoomRequest) -> Answer:
    return too_many_concurrent().answer


def _expired_token(account: Account, request: ZoomRequest) -> Answer:
    expire(account, bearer(request))
    return token_expired().answer


_FAILURES: Final[Mapping[FaultKind, Callable[[Account, ZoomRequest], Answer]]] = {
    FaultKind.ERROR_500: _error_500,
    FaultKind.ERROR_503: _error_503,
    FaultKind.RATE_LIMITED_PER_SECOND: _per_second,
    FaultKind.RATE_LIMITED_PER_DAY: _per_day,
    FaultKind.RATE_LIMITED_HOST: _per_host,
    FaultKind.TOO_MANY_CONCURRENT: _concurrent,
    FaultKind.EXPIRED_TOKEN: _expired_token,
}
