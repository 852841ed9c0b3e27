"""Counting the deliveries to Zoom's address that were refused or could not be kept: in memory, and written down by the hour."""

from collections import Counter
from datetime import datetime, timedelta
from enum import StrEnum
from http import HTTPStatus
from typing import Final

import asyncpg
from sqlmodel import col, func, select
from sqlmodel.ext.asyncio.session import AsyncSession
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from app.kit.errors import WebhookRefusedError
from app.monitoring.models import WebhookRefusal
from app.zoom.webhooks import (
    HeaderMalformedError,
    HeaderMissingError,
    NoSecretConfiguredError,
    StaleDeliveryError,
    WrongSignatureError,
)

PATH: Final = "/webhooks/zoom"
KEPT: Final = timedelta(days=30)


class Refusal(StrEnum):
    """Why a delivery was not taken in."""

    NOT_CONFIGURED = "not_configured"
    HEADER_MISSING = "header_missing"
    HEADER_MALFORMED = "header_malformed"
    STALE = "stale"
    WRONG_SIGNATURE = "wrong_signature"
    UNREADABLE = "unreadable"
    TOO_LARGE = "too_large"
    TOO_SLOW = "too_slow"
    NOT_KEPT = "not_kept"
    """It was authentic and could not be stored: Zoom sends it again."""
    OTHER = "other"


_OF_STATUS: Final = {
    HTTPStatus.BAD_REQUEST: Refusal.UNREADABLE,
    HTTPStatus.REQUEST_ENTITY_TOO_LARGE: Refusal.TOO_LARGE,
    HTTPStatus.REQUEST_TIMEOUT: Refusal.TOO_SLOW,
}
_OF_ERROR: Final = {
    NoSecretConfiguredError: Refusal.NOT_CONFIGURED,
    HeaderMissingError: Refusal.HEADER_MISSING,
    HeaderMalformedError: Refusal.HEADER_MALFORMED,
    StaleDeliveryError: Refusal.STALE,
    WrongSignatureError: Refusal.WRONG_SIGNATURE,
}
_NOTED: Final = "chaperone.webhook_refusal"

_ADD: Final = """
INSERT INTO webhook_refusal AS known (hour, reason, count)
SELECT date_trunc('hour', now()), reason, count FROM unnest($1::text[], $2::bigint[]) AS new (reason, count)
ON CONFLICT (hour, reason) DO UPDATE SET count = known.count + excluded.count
"""


class Refusals:
    """What this process has refused since it was last written down."""

    def __init__(self) -> None:
        self._counts: Counter[Refusal] = Counter()

    def count(self, refusal: Refusal) -> None:
        """Count one."""
        self._counts[refusal] += 1

    async def write_down(self, connection: asyncpg.Connection) -> None:
        """Add what was counted to the table; what cannot be written stays counted."""
        if counts := dict(self._counts):
            await connection.execute(_ADD, list(counts), list(counts.values()))
            self._counts -= Counter(counts)


def note_refusal(scope: Scope, error: WebhookRefusedError) -> None:
    """Tell whoever counts why a request is refused: its answer does not."""
    scope[_NOTED] = _OF_ERROR.get(type(error), Refusal.OTHER)


class CountRefusals:
    """ASGI middleware: counts the deliveries that are not taken in, whichever part of the application refuses them."""

    def __init__(self, app: ASGIApp, refusals: Refusals) -> None:
        self._app = app
        self._refusals = refusals

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Serve one request."""
        if scope["type"] != "http" or scope["path"] != PATH or scope["method"] != "POST":
            await self._app(scope, receive, send)
            return

        async def send_counted(message: Message) -> None:
            if message["type"] == "http.response.start" and message["status"] >= HTTPStatus.BAD_REQUEST:
                status = message["status"]
                fallback = Refusal.NOT_KEPT if status >= HTTPStatus.INTERNAL_SERVER_ERROR else Refusal.OTHER
                self._refusals.count(scope.get(_NOTED) or _OF_STATUS.get(status, fallback))
            await send(message)

        await self._app(scope, receive, send_counted)


async def refused_since(session: AsyncSession, since: datetime) -> dict[str, int]:
    """Return how many deliveries were refused, by reason."""
    query = select(WebhookRefusal.reason, func.sum(col(WebhookRefusal.count))).where(col(WebhookRefusal.hour) >= since)
    return {reason: int(count) for reason, count in await session.exec(query.group_by(col(WebhookRefusal.reason)))}
