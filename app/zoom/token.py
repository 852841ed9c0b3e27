"""Access tokens of Zoom's server-to-server OAuth.

The grant `account_credentials` has no refresh token and Authlib does not renew it, so this module holds the token: one
request for a new one at a time, a minute before the old one ends.
"""

import asyncio
import time
import warnings
from collections.abc import Callable
from dataclasses import dataclass, field

import httpx
from authlib.common.errors import AuthlibBaseError
from authlib.deprecate import AuthlibDeprecationWarning
from pydantic import BaseModel, ConfigDict, Field, SecretStr, ValidationError

from app.kit.clock import utc_now
from app.zoom.answers import NOT_JSON, Call, failure, json_body, transport_failure
from app.zoom.configuration import ZoomConfiguration, trusted
from app.zoom.errors import (
    Operation,
    RateLimitedError,
    UnauthorizedError,
    ZoomError,
    ZoomUnavailableError,
)

with warnings.catch_warnings():
    # Authlib would rather have httpx2, which the tests' transport does not know; see docs/decisions.
    warnings.simplefilter("ignore", AuthlibDeprecationWarning)
    from authlib.integrations.httpx_client import AsyncOAuth2Client

RENEWAL_MARGIN = 60.0
"""Seconds before its end at which a token is replaced."""

_CALL = Call(Operation.TOKEN, "POST", "/oauth/token")


@dataclass(frozen=True)
class AccessToken:
    """A token, and the base URL (without `/v2`) that it is for. `renew_at` is a reading of the provider's clock."""

    value: SecretStr
    api_url: str
    renew_at: float
    scopes: frozenset[str] | None = field(default=None, repr=False)


class _TokenAnswer(BaseModel):
    """The token endpoint's answer. `scope` has been seen missing just after an app was changed."""

    model_config = ConfigDict(extra="ignore", hide_input_in_errors=True)

    access_token: SecretStr = Field(min_length=1)
    expires_in: float = Field(default=3600.0, gt=0)
    scope: str | None = None
    api_url: str | None = None


class TokenProvider:
    """Holds the token of one app.

    Callers that need a new token at the same moment share one request, and its failure.
    """

    def __init__(
        self,
        configuration: ZoomConfiguration,
        *,
        transport: httpx.AsyncBaseTransport | None = None,
        clock: Callable[[], float] = time.monotonic,
    ) -> None:
        timeouts = configuration.timeouts
        self._configuration = configuration
        self._clock = clock
        self._lock = asyncio.Lock()
        self._held: AccessToken | None = None
        self._failures = 0
        self._failure: ZoomError | None = None
        self._oauth = AsyncOAuth2Client(
            configuration.client_id,
            configuration.client_secret.get_secret_value(),
            token_endpoint_auth_method="client_secret_basic",  # noqa: S106 - the name of a method
            timeout=httpx.Timeout(
                connect=timeouts.connect, read=timeouts.read, write=timeouts.write, pool=timeouts.pool
            ),
            transport=transport,
            verify=trusted(),
        )
        self._oauth.register_compliance_hook("access_token_response", _checked)

    async def aclose(self) -> None:
        """Close the connections."""
        await self._oauth.aclose()

    async def token(self) -> AccessToken:
        """Return a token that is valid for at least the renewal margin.

        Raises:
            UnauthorizedError: The token endpoint refuses the credentials.
            RateLimitedError: It asks us to wait.
            ZoomUnavailableError: It gives no usable answer.
        """
        if (held := self.held()) is not None:
            return held
        failures_before = self._failures
        async with self._lock:
            if (held := self.held()) is not None:
                return held
            if self._failure is not None and self._failures != failures_before:
                raise self._failure
            try:
                self._held = await self._fetch()
            except ZoomError as error:
                self._failures += 1
                self._failure = error
                raise
            return self._held

    def invalidate(self, token: AccessToken) -> None:
        """Forget `token`, which Zoom refused. A newer one that another caller fetched meanwhile is kept."""
        if self._held is token:
            self._held = None

    def held(self) -> AccessToken | None:
        """Return the token that is held, if it is valid for at least the renewal margin."""
        return self._held if self._held is not None and self._clock() < self._held.renew_at else None

    async def _fetch(self) -> AccessToken:
        asked_at = self._clock()
        url = f"{self._configuration.oauth_url.rstrip('/')}{_CALL.path}"
        try:
            async with asyncio.timeout(self._configuration.timeouts.total):
                answer = _TokenAnswer.model_validate(
                    await self._oauth.fetch_token(
                        url, grant_type="account_credentials", account_id=self._configuration.account_id
                    )
                )
        except (httpx.TransportError, TimeoutError) as error:
            raise transport_failure(_CALL, error) from None
        except (ValidationError, ValueError, httpx.HTTPError, AuthlibBaseError):
            # Without its cause: the text of these may hold what the endpoint sent.
            raise ZoomUnavailableError(_CALL.circumstances("the token endpoint's answer cannot be read")) from None
        return AccessToken(
            value=answer.access_token,
            api_url=self._api_url(answer.api_url),
            renew_at=asked_at + answer.expires_in - min(RENEWAL_MARGIN, answer.expires_in / 2),
            scopes=frozenset(answer.scope.split()) if answer.scope is not None else None,
        )

    def _api_url(self, answered: str | None) -> str:
        """Return the account's own base, unless it would take the token off the encrypted way that was configured."""
        configured = self._configuration.api_url.rstrip("/")
        try:
            base = httpx.URL(answered or "")
        except httpx.InvalidURL:
            return configured
        allowed = {"https", httpx.URL(configured).scheme}
        return str(base).rstrip("/") if base.host and base.scheme in allowed else configured


def _checked(response: httpx.Response) -> httpx.Response:
    """Raise the typed error for a refusal before Authlib reads it: Authlib drops Zoom's `reason` and the status."""
    error = failure(_CALL, response, now=utc_now())
    if isinstance(error, RateLimitedError | ZoomUnavailableError):
        raise error
    if error is not None:
        body = json_body(response)
        reason = body.get("reason") if isinstance(body, dict) else None
        raise UnauthorizedError(_CALL.circumstances(str(reason or "the credentials were refused"), response))
    if json_body(response) is NOT_JSON:
        raise ZoomUnavailableError(_CALL.circumstances("the token endpoint's answer is no JSON", response))
    return response
