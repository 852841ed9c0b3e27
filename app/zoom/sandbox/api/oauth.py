"""Zoom's OAuth host: server-to-server tokens ("Server-to-Server OAuth" in Zoom's documentation; RFC 6749, section 4)."""

import base64
import binascii
import re
import secrets
from datetime import timedelta
from typing import Final
from urllib.parse import parse_qsl

from app.zoom.sandbox.account.directory import Account
from app.zoom.sandbox.api.answers import Answer, Refusal, token_expired, token_invalid
from app.zoom.sandbox.api.requests import ZoomRequest
from app.zoom.sandbox.identifiers import access_token
from app.zoom.sandbox.state import Token

LIFETIME: Final = timedelta(seconds=3599)
_REMEMBERED: Final = timedelta(days=1)
_ACCOUNT_ID: Final = re.compile(r"[A-Za-z0-9_-]+")


def give_token(account: Account, request: ZoomRequest) -> Answer:
    """Answer `POST /oauth/token`. The parameters may stand in the form or in the query."""
    _authenticate(account, request)
    parameters = request.query | dict(parse_qsl(request.body.decode("latin-1")))
    if not account.state.app_is_authorised:
        raise Refusal.oauth(400, "The app has been disabled", "invalid_client")
    if parameters.get("grant_type") != "account_credentials":
        raise Refusal.oauth(400, "unsupported grant type", "unsupported_grant_type")
    account_id = parameters.get("account_id", "")
    if not _ACCOUNT_ID.fullmatch(account_id):
        raise Refusal.oauth(400, "Bad Request", "invalid_request")
    if account_id != account.configuration.account_id:
        raise Refusal.oauth(400, "Account does not exist", "invalid_request")
    state, now = account.state, account.clock.now()
    state.tokens = {text: token for text, token in state.tokens.items() if now < token.expires_at + _REMEMBERED}
    text = access_token()
    state.tokens[text] = Token(expires_at=now + LIFETIME, scopes=state.scopes)
    account.changed()
    body = {
        "access_token": text,
        "token_type": "bearer",
        "expires_in": int(LIFETIME.total_seconds()),
        "scope": " ".join(sorted(state.scopes)),
        "api_url": request.base_url,
    }
    return Answer(200, body)


def revoke_token(account: Account, request: ZoomRequest) -> Answer:
    """Answer `POST /oauth/revoke`."""
    _authenticate(account, request)
    parameters = request.query | dict(parse_qsl(request.body.decode("latin-1")))
    if account.state.tokens.pop(parameters.get("token", ""), None) is None:
        raise Refusal.oauth(401, "Invalid Token!", "invalid_request")
    account.changed()
    return Answer(200, {"status": "success"})


def scopes_of(account: Account, request: ZoomRequest) -> frozenset[str]:
    """Return the scopes of the token that a call carries.

    Raises:
        Refusal: There is no token, or it is unknown or expired.
    """
    token = account.state.tokens.get(bearer(request))
    if token is None:
        raise token_invalid()
    if token.expires_at <= account.clock.now():
        raise token_expired()
    return token.scopes


def bearer(request: ZoomRequest) -> str:
    """Return the token that a call carries, or empty text."""
    scheme, _, text = request.headers.get(b"authorization", b"").decode("latin-1").partition(" ")
    return text.strip() if scheme.lower() == "bearer" else ""


def expire(account: Account, text: str) -> None:
    """Let a token's time be over."""
    if (token := account.state.tokens.get(text)) is not None:
        token.expires_at = account.clock.now()
        account.changed()


def _authenticate(account: Account, request: ZoomRequest) -> None:
    configuration = account.configuration
    expected = f"{configuration.client_id}:{configuration.client_secret.get_secret_value()}".encode()
    scheme, _, encoded = request.headers.get(b"authorization", b"").partition(b" ")
    try:
        given = base64.b64decode(encoded.strip(), validate=True)
    except binascii.Error:
        given = b""
    if scheme.lower() != b"basic" or not secrets.compare_digest(given, expected):
        raise Refusal.oauth(400, "Invalid client_id or client_secret", "invalid_client")
