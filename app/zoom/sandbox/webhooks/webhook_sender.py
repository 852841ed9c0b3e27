"""One signed request to a receiver of webhooks, and its proof that it knows the secret token."""

import asyncio
import hashlib
import hmac
import secrets
from enum import IntEnum

import httpx

from app.zoom.sandbox.api.answers import compact_json
from app.zoom.sandbox.clock import SandboxClock, milliseconds
from app.zoom.sandbox.state import Subscription


class Unreached(IntEnum):
    """Why there is no answer, in the numbers of Zoom's log (`failed_reason_type`)."""

    NO_ANSWER_IN_TIME = 1
    REFUSED = 2
    BROKEN = 7


class WebhookSender:
    """Sends to wherever a subscription says; a receiver has `timeout` seconds to answer."""

    def __init__(self, clock: SandboxClock, *, timeout: float) -> None:
        self._clock = clock
        self._timeout = timeout
        # Made when it is needed: reading the certificates takes longer than everything else at the start.
        self._client: httpx.AsyncClient | None = None

    async def aclose(self) -> None:
        """Close the connections."""
        if self._client is not None:
            await self._client.aclose()

    async def post(
        self, subscription: Subscription, body: bytes, *, timestamp: int | None = None, request_id: str | None = None
    ) -> tuple[httpx.Response | Unreached, str]:
        """Send one signed request; return the answer, or why there is none, and the same in words.

        Args:
            subscription: Where to, and the secret token that it is signed with.
            body: What is sent.
            timestamp: The time that it is signed with, in seconds since 1970; the present without it.
            request_id: What names it over all its tries; a validation has none.
        """
        signed_at = str(timestamp or int(self._clock.now().timestamp()))
        message = b"v0:" + signed_at.encode() + b":" + body
        headers = {
            "content-type": "application/json; charset=utf-8",
            "user-agent": "Zoom Marketplace/1.0a",
            "x-zm-request-timestamp": signed_at,
            "x-zm-signature": f"v0={_hexadecimal(subscription.secret_token, message)}",
            "traceparent": f"00-{secrets.token_hex(16)}-{secrets.token_hex(8)}-01",
            **({} if request_id is None else {"x-zm-request-id": request_id}),
        }
        if self._client is None:
            self._client = httpx.AsyncClient(timeout=None, follow_redirects=False)  # noqa: S113 - the deadline is below
        try:
            async with asyncio.timeout(self._timeout):
                return await self._client.post(subscription.url, content=body, headers=headers), ""
        except TimeoutError:
            return Unreached.NO_ANSWER_IN_TIME, f"No answer within {self._timeout:g} s."
        except httpx.ConnectError as error:
            return Unreached.REFUSED, type(error).__name__
        except (httpx.HTTPError, httpx.InvalidURL) as error:
            return Unreached.BROKEN, type(error).__name__

    async def validation_problem(self, subscription: Subscription) -> str:
        """Ask the receiver to prove that it knows the secret token; return what was wrong, or nothing."""
        plain = secrets.token_urlsafe(16)
        timestamp = milliseconds(self._clock.now())
        body = {"event": "endpoint.url_validation", "payload": {"plainToken": plain}, "event_ts": timestamp}
        response, detail = await self.post(subscription, compact_json(body))
        if isinstance(response, Unreached):
            return detail
        return _problem(
            response, {"plainToken": plain, "encryptedToken": _hexadecimal(subscription.secret_token, plain.encode())}
        )


def _problem(response: httpx.Response, expected: dict[str, str]) -> str:
    if response.status_code != 200:
        return f"The receiver answered {response.status_code}."
    try:
        answer = response.json()
    except ValueError:
        return "The answer is no JSON."
    if not isinstance(answer, dict) or any(answer.get(name) != value for name, value in expected.items()):
        return "The answer does not carry the expected tokens."
    return ""


def _hexadecimal(key: str, message: bytes) -> str:
    return hmac.new(key.encode(), message, hashlib.sha256).hexdigest()
