"""Whether a webhook delivery is Zoom's (Zoom's documentation, "Using webhooks", "Verify with Zoom's header").

Zoom signs `v0:{timestamp}:{raw body}` with the app's secret token and HMAC-SHA256. What an authentic delivery says is
read by `app.zoom.events`.
"""

import hashlib
import hmac
import re
from collections.abc import Sequence
from datetime import UTC, datetime, timedelta

from pydantic import SecretStr

from app.kit.errors import WebhookRefusedError

_SIGNATURE = re.compile(r"v0=[0-9a-f]{64}")
# Seconds since 1970, in the years 2001 to 2286.
_TIMESTAMP = re.compile(r"[1-9][0-9]{9}")


class NoSecretConfiguredError(WebhookRefusedError):
    """No secret token is configured, so nothing can be authentic. Alert an administrator."""


class HeaderMissingError(WebhookRefusedError):
    """The signature or the time stamp is missing: not a delivery of Zoom's."""


class HeaderMalformedError(WebhookRefusedError):
    """The signature or the time stamp is not in Zoom's form."""


class StaleDeliveryError(WebhookRefusedError):
    """The time stamp lies outside the window: an old delivery sent again, or a clock that is wrong."""


class WrongSignatureError(WebhookRefusedError):
    """The signature was not made over this body and time stamp with a secret of ours."""


def verify_signature(
    *,
    body: bytes,
    signature: str | None,
    timestamp: str | None,
    secrets: Sequence[SecretStr],
    now: datetime,
    tolerance: timedelta,
) -> SecretStr:
    """Accept a delivery and return the secret that signed it, or raise.

    Args:
        body: The raw bytes as received; a body that was parsed and written again has another signature.
        signature: The header `x-zm-signature`.
        timestamp: The header `x-zm-request-timestamp`, in seconds.
        secrets: The secret tokens that count, more than one while they are being changed.
        now: The present instant.
        tolerance: How far the time stamp may be from `now`, either way. A retry may carry its first attempt's time.

    Raises:
        NoSecretConfiguredError: `secrets` holds none.
        HeaderMissingError: A header is missing.
        HeaderMalformedError: A header is not in Zoom's form.
        StaleDeliveryError: The time stamp is out of the window.
        WrongSignatureError: No secret gives this signature.
    """
    keys = [secret for secret in secrets if secret.get_secret_value()]
    if not keys:
        msg = "No webhook secret is configured."
        raise NoSecretConfiguredError(msg)
    if not signature or not timestamp:
        msg = "The signature or the time stamp is missing."
        raise HeaderMissingError(msg)
    if not _SIGNATURE.fullmatch(signature) or not _TIMESTAMP.fullmatch(timestamp):
        msg = "The signature or the time stamp is malformed."
        raise HeaderMalformedError(msg)
    if abs(now - datetime.fromtimestamp(int(timestamp), UTC)) > tolerance:
        msg = "The time stamp is outside the accepted window."
        raise StaleDeliveryError(msg)
    message = b"v0:" + timestamp.encode() + b":" + body
    # A list, not a generator: every secret is tried, so that the time taken does not tell which one matched.
    signed = [f"v0={_hexadecimal_hmac(key.get_secret_value().encode(), message)}" for key in keys]
    matches = [key for key, made in zip(keys, signed, strict=True) if hmac.compare_digest(made, signature)]
    if not matches:
        msg = "The signature is wrong."
        raise WrongSignatureError(msg)
    return matches[0]


def url_validation_answer(plain_token: str, secret: SecretStr) -> dict[str, str]:
    """Return the body that answers Zoom's `endpoint.url_validation`, which must be verified like any event before."""
    encrypted = _hexadecimal_hmac(secret.get_secret_value().encode(), plain_token.encode())
    return {"plainToken": plain_token, "encryptedToken": encrypted}


def _hexadecimal_hmac(key: bytes, message: bytes) -> str:
    return hmac.new(key, message, hashlib.sha256).hexdigest()
