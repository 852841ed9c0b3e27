"""Zoom's call about what became of the events that it sent to an app ("Get webhook logs" in its Marketplace API)."""

import json
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from typing import Any, Final

from app.zoom.sandbox.account.directory import Account
from app.zoom.sandbox.account.limit_tables import Label
from app.zoom.sandbox.api.answers import Answer, Refusal, invalid_fields
from app.zoom.sandbox.api.fields import INVALID
from app.zoom.sandbox.api.paging import page_of
from app.zoom.sandbox.api.requests import Operation, ZoomRequest
from app.zoom.sandbox.webhooks.delivery import Attempt, Delivery, DeliveryState

_KEPT: Final = timedelta(days=7)
_NOT_SENT: Final = -1
_TIME: Final = "%Y-%m-%dT%H:%M:%SZ"
_ALL, _FAILED, _SUCCESSFUL = "1", "2", "3"
_LAST_RETRY: Final = 3


def list_webhook_logs(account: Account, request: ZoomRequest) -> Answer:
    """Answer "Get webhook logs": every try of the last seven days, the latest first."""
    app_id = request.name("app")
    if app_id != account.configuration.app_id:
        raise Refusal.of(404, 1401, f"APP ID does not exist: {app_id}.")
    first, last = _dates(account, request)
    kind = request.query.get("type", _FAILED)
    if kind not in {_ALL, _FAILED, _SUCCESSFUL}:
        raise invalid_fields({"type": INVALID})
    retry = _retry(request)
    event = request.query.get("event")
    rows = [
        _row(account, delivery, number, attempt)
        for attempt, number, delivery in sorted(_tries(account), key=lambda each: each[0].at, reverse=True)
        if first <= attempt.at <= last
        and (kind == _ALL or _has_failed(attempt) is (kind == _FAILED))
        and retry in {None, number}
        and event in {None, delivery.event}
    ]
    page = page_of(rows, request, account.clock.now())
    keys = {name: page.keys[name] for name in ("next_page_token", "page_size")}
    return Answer(200, {**keys, "webhook_logs": list(page.items)})


def _tries(account: Account) -> Iterator[tuple[Attempt, int, Delivery]]:
    for delivery in account.deliveries():
        if delivery.state is not DeliveryState.DROPPED:
            for number, attempt in enumerate(delivery.attempts):
                yield attempt, number, delivery


def _has_failed(attempt: Attempt) -> bool:
    return attempt.status not in {200, 204}


def _row(account: Account, delivery: Delivery, number: int, attempt: Attempt) -> dict[str, Any]:
    subscription, owner = account.state.subscription, account.owner
    headers = {"content-type": "application/json; charset=utf-8", "x-zm-request-id": delivery.request_id}
    return {
        "event": delivery.event,
        "status": _NOT_SENT if attempt.status is None else attempt.status,
        **({} if attempt.unreached is None else {"failed_reason_type": int(attempt.unreached)}),
        "user_id": owner.id if owner else "",
        "endpoint": subscription.url if subscription else "",
        "subscription_id": "sandbox-subscription",
        "request_headers": json.dumps(headers, separators=(",", ":")),
        "request_body": delivery.body,
        "response_headers": "{}",
        "response_body": attempt.answer or attempt.detail,
        "date_time": attempt.at.strftime(_TIME),
        "trace_id": f"WEB_{delivery.request_id.replace('_', '')}",
        "request_id": delivery.request_id,
        "retry_num": number,
    }


def _dates(account: Account, request: ZoomRequest) -> tuple[datetime, datetime]:
    """Return from when to when: the last seven days, or what is asked for of them.

    Raises:
        Refusal: A date is none, or is not within the last seven days.
    """
    now = account.clock.now()
    oldest = now - _KEPT
    first = _date(request, "from") or oldest
    last = _date(request, "to") or now
    if first > now:
        raise Refusal.of(404, 1504, "The 'from' date must be before the current date(UTC).")
    if last < first:
        raise Refusal.of(404, 1501, "The 'to' date must be after the 'from' date.")
    # To the second, as the dates are.
    if first < oldest - timedelta(seconds=1):
        raise Refusal.of(404, 1502, "The date range must be within the last seven days.")
    return first, last.replace(microsecond=999_999)


def _date(request: ZoomRequest, name: str) -> datetime | None:
    if not (text := request.query.get(name)):
        return None
    try:
        return datetime.strptime(text, _TIME).replace(tzinfo=UTC)
    except ValueError:
        message = "The dates must follow the format: `yyyy-MM-dd'T'HH:mm:ss'Z'`."
        raise Refusal.of(404, 1503, message) from None


def _retry(request: ZoomRequest) -> int | None:
    if (text := request.query.get("retry_num")) is None:
        return None
    if text not in {str(number) for number in range(_LAST_RETRY + 1)}:
        raise Refusal.of(400, 1506, "The 'retry_num' value must be an integer within the range of 0 to 3.")
    return int(text)


OPERATIONS = (
    Operation(
        "list_webhook_logs",
        "GET",
        "/marketplace/apps/{app}/webhook_logs",
        Label.MEDIUM,
        "marketplace_app:read",
        "marketplace_app:read:admin",
        list_webhook_logs,
    ),
)
